//! Ways up: from a customer to a vendor's owner, from there to whoever keeps the market.

use market::accounts::{Permission, Role, VendorRole};
use market::demo::SIGN_INS;

use super::actors::{ANOTHERS, ASKED, Actor, Cast, MANAGED, OURS, the_vendor};
use crate::aftermath;
use crate::console::Console;
use crate::report::Report;
use crate::support::{Server, Visitor};

/// Who holds which role, anywhere.
const ROLES: &str = "select (select string_agg(email || role, ',' order by email) from account)
    || (select string_agg(vendor_id || ' ' || account_id || role, ',' order by vendor_id, account_id) from vendor_member)";

struct Climb<'a> {
    server: &'a Server,
    console: Console,
    tried: usize,
    wrong: Vec<String>,
}

impl Climb<'_> {
    /// Nobody is anything else afterwards, and whoever tried was told no.
    async fn refused(&mut self, by: &Actor, act: &str, fields: &[(&str, &str)]) {
        let before = self.console.one(ROLES, &[]).await;
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let headers = [
            ("accept", "application/json"),
            ("sec-fetch-site", "same-origin"),
        ];
        let answer = by.visitor.post_with(act, &headers, &body.finish()).await;
        self.tried += 1;
        let said_no = matches!(answer.status, 401 | 403 | 404 | 422);
        if !said_no || self.console.one(ROLES, &[]).await != before {
            self.wrong
                .push(format!("{} {act} {fields:?}: {}", by.name, answer.status));
        }
    }

    async fn answers(
        &mut self,
        what: &str,
        visitor: &Visitor,
        path: &str,
        headers: &[(&str, &str)],
        wanted: &[u16],
    ) {
        let answer = visitor.ask("GET", path, headers).await.unwrap();
        self.tried += 1;
        if !wanted.contains(&answer.status) {
            self.wrong
                .push(format!("{what}: {path} answers {}", answer.status));
        }
    }
}

#[tokio::test]
async fn nobody_gives_themselves_more_than_they_were_given() {
    let report = Report::of("I-4");
    let server = Server::start().await;
    let cast = Cast::assemble(&server).await;
    let mut climb = Climb {
        server: &server,
        console: Console::of(&server).await,
        tried: 0,
        wrong: Vec::new(),
    };
    let audited = "select count(*)::text from audit_entry where act = 'role.given'";
    let given = climb.console.one(audited, &[]).await;
    at_the_market(&mut climb, &cast).await;
    at_a_vendor(&mut climb, &cast).await;
    by_what_a_request_says(&mut climb, &cast).await;
    let unaudited = climb.console.one(audited, &[]).await != given;
    aftermath::must_be_clean(&server, &[]).await;
    println!("{:#?}", climb.wrong);
    report
        .figure("attempts", climb.tried)
        .figure("climbed", climb.wrong.len())
        .pass(climb.wrong.is_empty() && !unaudited && climb.tried > 200);
}

/// Giving roles, as whoever may not: to oneself, to a friend, of every kind.
async fn at_the_market(climb: &mut Climb<'_>, cast: &Cast) {
    for actor in cast
        .actors
        .iter()
        .filter(|actor| !actor.may(Permission::GrantRoles))
    {
        let own = format!("{}@matrix.example", actor.name.replace(' ', "."));
        for email in [own.as_str(), "managed@matrix.example", SIGN_INS[2].email] {
            for role in Role::ALL {
                climb
                    .refused(
                        actor,
                        "/api/grant-role",
                        &[("email", email), ("role", role.code())],
                    )
                    .await;
            }
        }
    }
    let admin = cast
        .actors
        .iter()
        .find(|actor| actor.role == Some(Role::Admin))
        .unwrap();
    for role in ["owner", "superadmin", "ADMIN", "", "admin,moderator"] {
        climb
            .refused(
                admin,
                "/api/grant-role",
                &[("email", "managed@matrix.example"), ("role", role)],
            )
            .await;
    }
}

/// Making owners, as whoever is none; and doing anything in another's team.
async fn at_a_vendor(climb: &mut Climb<'_>, cast: &Cast) {
    let owner = climb
        .console
        .one("select account_id::text from vendor_member join account on account.id = account_id where email = $1", &[SIGN_INS[1].email])
        .await;
    for actor in &cast.actors {
        let own = format!("{}@matrix.example", actor.name.replace(' ', "."));
        let me = climb
            .console
            .all("select id::text from account where email = $1", &[&own])
            .await
            .concat();
        let me = if me.is_empty() {
            MANAGED.to_owned()
        } else {
            me
        };
        let (manages, makes_owners) = (
            actor.may(Permission::ManageTeam),
            actor.may(Permission::MakeOwners),
        );
        let foreign = actor.seat.is_some_and(|(vendor, _)| vendor == ANOTHERS);
        for role in VendorRole::ALL {
            let allowed = if role == VendorRole::Owner {
                makes_owners
            } else {
                manages
            };
            let email = format!("friend.of.{}@matrix.example", actor.name.replace(' ', "."));
            if !allowed {
                climb
                    .refused(
                        actor,
                        "/api/invite-member",
                        &[("email", &email), ("role", role.code())],
                    )
                    .await;
                climb
                    .refused(
                        actor,
                        "/api/change-member-role",
                        &[("member", &me), ("role", role.code())],
                    )
                    .await;
            }
            if !allowed || foreign {
                climb
                    .refused(
                        actor,
                        "/api/change-member-role",
                        &[("member", MANAGED), ("role", role.code())],
                    )
                    .await;
            }
        }
        if !makes_owners || foreign {
            climb
                .refused(actor, "/api/remove-member", &[("member", &owner)])
                .await;
            climb
                .refused(
                    actor,
                    "/api/change-member-role",
                    &[("member", &owner), ("role", "support")],
                )
                .await;
        }
        if !manages || foreign {
            climb
                .refused(actor, "/api/resend-invitation", &[("invitation", ASKED)])
                .await;
            climb
                .refused(actor, "/api/withdraw-invitation", &[("invitation", ASKED)])
                .await;
        }
        let anothers = climb
            .console
            .one(
                &format!("select id::text from {}", the_vendor(ANOTHERS)),
                &[],
            )
            .await;
        let ours = climb
            .console
            .one(&format!("select id::text from {}", the_vendor(OURS)), &[])
            .await;
        let not_theirs = match actor.seat {
            Some((OURS, _)) => anothers,
            _ => ours,
        };
        climb
            .refused(actor, "/api/choose-vendor", &[("vendor", &not_theirs)])
            .await;
        climb
            .refused(
                actor,
                "/api/accept-invitation",
                &[("token", "made-up"), ("role", "owner")],
            )
            .await;
    }
}

/// Headers, cookies and tokens that claim to be somebody. Acting as somebody else, once there is such a thing, belongs here.
async fn by_what_a_request_says(climb: &mut Climb<'_>, cast: &Cast) {
    let guest = Visitor::to(climb.server);
    let customer = &cast
        .actors
        .iter()
        .find(|actor| actor.name == "customer")
        .unwrap()
        .visitor;
    let admin = climb
        .console
        .one(
            "select id::text from account where email = $1",
            &[SIGN_INS[2].email],
        )
        .await;
    for header in [
        "x-user",
        "x-user-id",
        "x-forwarded-user",
        "x-remote-user",
        "remote-user",
        "x-account",
        "x-role",
        "x-admin",
        "x-impersonate",
    ] {
        for value in [admin.as_str(), "admin", "true"] {
            climb
                .answers(header, &guest, "/admin", &[(header, value)], &[303])
                .await;
            climb
                .answers(header, customer, "/admin", &[(header, value)], &[403])
                .await;
        }
    }
    for rewriting in [
        "x-original-url",
        "x-rewrite-url",
        "x-http-method-override",
        "x-forwarded-path",
    ] {
        climb
            .answers(
                rewriting,
                customer,
                "/admin/roles",
                &[(rewriting, "/about")],
                &[403],
            )
            .await;
        climb
            .answers(
                rewriting,
                customer,
                "/about",
                &[(rewriting, "/admin/roles")],
                &[200],
            )
            .await;
    }
    for way in [
        "/admin/",
        "//admin",
        "/./admin",
        "/about/../admin",
        "/admin;x",
        "/%61dmin",
        "/admin%2f",
        "/ADMIN",
        "/admin%00",
        "/admin?role=admin",
    ] {
        climb
            .answers(
                "another way to write it",
                customer,
                way,
                &[],
                &[301, 307, 308, 400, 403, 404],
            )
            .await;
    }
    let session = customer.cookies()["autopilot"].clone();
    let mut turned = session.clone().into_bytes();
    for at in [0, 5, 11, 21] {
        turned[at] = if turned[at] == b'A' { b'B' } else { b'A' };
        let cookie = format!("autopilot={}", String::from_utf8(turned.clone()).unwrap());
        climb
            .answers(
                "a cookie that was changed",
                &guest,
                "/account",
                &[("cookie", &cookie)],
                &[303],
            )
            .await;
    }
    for cookie in [
        "role=admin",
        "autopilot=admin",
        "autopilot=",
        "account=1; admin=true",
    ] {
        climb
            .answers(
                "a made-up cookie",
                &guest,
                "/admin",
                &[("cookie", cookie)],
                &[303],
            )
            .await;
    }
    // Browsers' sessions open nothing for programs, and programs' keys nothing for browsers.
    let bearer = format!("Bearer {session}");
    climb
        .answers(
            "a session as a key",
            &guest,
            "/api/v1/account",
            &[("authorization", &bearer)],
            &[401],
        )
        .await;
    climb
        .answers(
            "a session beside no key",
            customer,
            "/api/v1/account",
            &[],
            &[401],
        )
        .await;
    climb
        .answers(
            "a key for a page",
            &guest,
            "/account",
            &[("authorization", "Bearer am_test_made_up")],
            &[303],
        )
        .await;
    for scheme in [
        "Basic YWRtaW46YWRtaW4=",
        "bearer",
        "Bearer ",
        "Bearer null",
        "Digest x",
    ] {
        climb
            .answers(
                "no key at all",
                &guest,
                "/api/v1/account",
                &[("authorization", scheme)],
                &[400, 401, 429],
            )
            .await;
    }
}
