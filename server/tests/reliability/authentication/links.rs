//! Links in mails: each opens one thing, once, for a while, and leads to the shop and nowhere else.

use std::time::Instant;

use futures::future::join_all;
use market::Market;
use market::accounts::{LinkPurpose, link_is_open};
use market::demo::SIGN_INS;
use market::vendors::team;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use crate::aftermath;
use crate::back_room::behind;
use crate::console::{Console, PASSWORD};
use crate::report::Report;
use crate::support::{Answer, Server, Visitor, signed_up};

const ADA: &str = "ada@links.example";
const EVE: &str = "eve@links.example";
const NEW_PASSWORD: &str = "another fine password";
const AT_ONCE: usize = 10;

/// The newest link of this kind in the mails to this address, once there are so many: whole, as somebody would press it.
async fn mailed(server: &Server, to: &str, kind: &str, wanted: usize) -> String {
    let patience = Instant::now() + std::time::Duration::from_secs(20);
    loop {
        let mut mails: Vec<_> = server
            .mails()
            .into_iter()
            .filter(|mail| is_to(mail, to))
            .collect();
        mails.sort_by_key(|mail| mail.split("Message-ID:").nth(1).map(str::to_owned));
        let links: Vec<_> = mails
            .iter()
            .filter_map(|mail| link_in(mail, kind))
            .collect();
        if links.len() >= wanted {
            return links.into_iter().next_back().unwrap();
        }
        assert!(Instant::now() < patience, "no mail to {to} with {kind}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

fn is_to(mail: &str, address: &str) -> bool {
    mail.lines()
        .any(|line| line.starts_with("To: ") && line.contains(address))
}

/// The address that stands alone on a line of the part for reading.
fn link_in(mail: &str, kind: &str) -> Option<String> {
    let readable = mail.replace("=\r\n", "").replace("=3D", "=");
    let line = readable
        .lines()
        .find(|line| line.starts_with("http") && line.contains(kind))?;
    Some(line.trim().to_owned())
}

const RESET: &str = "/account/reset/";
const INVITATION: &str = "/vendor/invitations/";

async fn asks_reset(server: &Server, email: &str, headers: &[(&str, &str)]) -> Answer {
    let own = [("accept", "text/html"), ("sec-fetch-site", "same-origin")];
    let headers: Vec<_> = own.iter().chain(headers).copied().collect();
    let body = format!("email={}", email.replace('@', "%40"));
    Visitor::to(server)
        .post_with("/api/ask-reset", &headers, &body)
        .await
}

/// How many of ten who post the same form at once got through.
async fn at_once(server: &Server, act: &str, body: &str, by: &Visitor) -> usize {
    let headers = [
        ("accept", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    let tries = (0..AT_ONCE).map(|_| async {
        let visitor = by.at(server);
        visitor.post_with(act, &headers, body).await.status
    });
    join_all(tries)
        .await
        .into_iter()
        .filter(|status| *status == 200)
        .count()
}

/// Whether the link opens a second before its end and does not a second after it.
async fn ends_in_time(
    market: &Market,
    ends_at: OffsetDateTime,
    open: impl AsyncFn(&Market) -> bool,
) -> bool {
    let left = ends_at - market.now();
    market
        .clock
        .advance(Duration::seconds(left.whole_seconds() - 1));
    let before = open(market).await;
    market.clock.advance(Duration::seconds(2));
    before && !open(market).await
}

async fn end_of(console: &Console, table: &str) -> OffsetDateTime {
    let sql = format!(
        "select to_char(max(expires_at) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from {table}"
    );
    OffsetDateTime::parse(&console.one(&sql, &[]).await, &Rfc3339).unwrap()
}

#[tokio::test]
async fn open_one_thing_once_and_lead_nowhere_else() {
    let report = Report::of("H5");
    let server = Server::start_with(
        &[],
        &[(
            "LOG",
            "info,server=trace,app=trace,market=trace,hyper=debug",
        )],
    )
    .await;
    let (console, market) = (Console::of(&server).await, behind(&server).await);
    for (name, email) in [("Ada", ADA), ("Eve", EVE)] {
        console.opens_account(name, email).await;
    }
    let ada = Visitor::to(&server);
    ada.signs_in(ADA, PASSWORD).await;
    let eve = Visitor::to(&server);
    eve.signs_in(EVE, PASSWORD).await;
    let mut wrong = Vec::new();
    let mut must = |is: bool, what: &str| {
        if !is {
            wrong.push(what.to_owned());
        }
    };

    // Whatever the request says of the host, the mail leads to the shop.
    let poison = [
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "gopher"),
        ("x-host", "evil.example"),
        ("x-original-url", "https://evil.example/"),
        ("forwarded", "host=evil.example;proto=http"),
        ("referer", "https://evil.example/"),
    ];
    let usual = asks_reset(&server, ADA, &poison).await;
    must(usual.status == 303, "a reset that names hosts is taken");
    let hosted = asks_reset(&server, EVE, &[("host", "evil.example")]).await;
    let mut links = vec![mailed(&server, ADA, RESET, 1).await];
    if hosted.status == 303 {
        links.push(mailed(&server, EVE, RESET, 1).await);
    }
    must(
        links
            .iter()
            .all(|link| link.starts_with(&format!("{}/", server.url))),
        "a link leads elsewhere",
    );
    let bodies = server.mails().concat();
    must(
        !bodies.contains("evil.example"),
        "a mail names another host",
    );

    // Opening it tells nobody else.
    let reset = links[0].strip_prefix(&server.url).unwrap().to_owned();
    let token = reset.split("token=").nth(1).unwrap().to_owned();
    let page = Visitor::to(&server).open(&reset).await;
    must(page.status == 200, "a link opens");
    must(
        page.header("referrer-policy") == "same-origin",
        "a link's page sends its address along",
    );
    must(
        page.header("cache-control").contains("no-store"),
        "a link's page is kept",
    );
    let foreign = page
        .links("a")
        .into_iter()
        .filter(|link| link.starts_with("http") && !link.starts_with(&server.url));
    must(foreign.count() == 0, "a link's page leads elsewhere");

    // It is for Ada, whoever is signed in where it is opened; and for one purpose.
    let headers = [
        ("accept", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    for act in [
        "/api/confirm-new-email",
        "/api/agree-to-email-change",
        "/api/refuse-email-change",
    ] {
        let answer = eve
            .post_with(act, &headers, &format!("token={token}"))
            .await;
        must(
            answer.status == 422,
            &format!("a link for a password is taken by {act}"),
        );
    }
    let hashes =
        "select string_agg(password_hash, ',' order by email) from account where email = $1";
    let eves = console.one(hashes, &[EVE]).await;
    let body = format!("token={token}&password={}", NEW_PASSWORD.replace(' ', "+"));
    must(
        at_once(&server, "/api/set-password", &body, &eve).await == 1,
        "a link sets one password",
    );
    must(
        console.one(hashes, &[EVE]).await == eves,
        "Ada's link sets Eve's password",
    );
    must(
        eve.post_with("/api/set-password", &headers, &body)
            .await
            .status
            == 422,
        "a link works twice",
    );
    must(
        ada.open("/account").await.path != "/account",
        "a session from before another password goes on",
    );

    // The code that confirms a new address, in the browser that asked for it.
    let unsure = Visitor::to(&server);
    let form = signed_up(&unsure.open("/account/sign-up").await, "Unsure");
    unsure.submit(&form).await;
    let code = unsure.code_mailed_to(form.value("email")).await;
    let body = format!("code={code}&next=");
    must(
        at_once(&server, "/api/sign-up-code", &body, &eve).await == 0,
        "a code opens an account in another browser",
    );
    must(
        at_once(&server, "/api/sign-up-code", &body, &unsure).await == 1,
        "a code opens one account",
    );

    // An invitation is for one address, however many try.
    let owner = Visitor::to(&server);
    owner
        .signs_in(SIGN_INS[1].email, SIGN_INS[1].password)
        .await;
    let form = owner.open("/vendor/team").await.form("/api/invite-member");
    owner
        .submit(&form.with("email", EVE).with("role", "support"))
        .await;
    let invitation = mailed(&server, EVE, INVITATION, 1).await;
    let invited = invitation.rsplit('/').next().unwrap().to_owned();
    let body = format!("token={invited}");
    must(
        at_once(&server, "/api/accept-invitation", &body, &unsure).await == 0,
        "an invitation is taken by somebody else",
    );
    must(
        at_once(&server, "/api/accept-invitation", &body, &eve).await == 1,
        "an invitation makes one member",
    );

    // Nor does it come into the log when its page breaks.
    console
        .run("alter table team_invitation rename to gone", &[])
        .await;
    let broken = eve.open(&format!("{INVITATION}{invited}")).await;
    must(broken.status == 500, "a page without its table breaks");
    console
        .run("alter table gone rename to team_invitation", &[])
        .await;

    // Each ends to the second.
    console.run("delete from account_link", &[]).await;
    asks_reset(&server, EVE, &[]).await;
    let sent = if hosted.status == 303 { 2 } else { 1 };
    let last = mailed(&server, EVE, RESET, sent).await;
    let reset_token = last.split("token=").nth(1).unwrap().to_owned();
    let ends = end_of(&console, "account_link").await;
    let open = async |market: &Market| {
        link_is_open(market, LinkPurpose::ResetPassword, &reset_token)
            .await
            .unwrap()
    };
    must(
        ends_in_time(&market, ends, open).await,
        "a link for a password ends to the second",
    );
    let market = behind(&server).await;
    let form = owner.open("/vendor/team").await.form("/api/invite-member");
    owner
        .submit(
            &form
                .with("email", "late@links.example")
                .with("role", "support"),
        )
        .await;
    let late = mailed(&server, "late@links.example", INVITATION, 1).await;
    let late = late.rsplit('/').next().unwrap().to_owned();
    let ends = end_of(&console, "team_invitation").await;
    let open = async |market: &Market| team::invited(market, &late).await.is_ok();
    must(
        ends_in_time(&market, ends, open).await,
        "an invitation ends to the second",
    );

    aftermath::must_be_clean(
        &server,
        &[&token, &invited, &reset_token, &late, NEW_PASSWORD],
    )
    .await;
    println!("{wrong:#?}");
    report
        .figure("links", 5)
        .figure("at_once", AT_ONCE)
        .figure("wrong", wrong.len())
        .pass(wrong.is_empty());
}
