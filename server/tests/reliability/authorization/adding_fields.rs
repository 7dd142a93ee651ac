//! Fields that no form has, added to those it has: nothing is set by them.

use market::demo::SIGN_INS;

use super::actors::{Cast, OURS, the_vendor};
use crate::aftermath;
use crate::console::Console;
use crate::report::Report;
use crate::support::{Answer, Form, Server, Visitor};

/// What somebody would like to be able to set, in the ways that forms write it.
const WANTED: [(&str, &str); 33] = [
    ("role", "admin"),
    ("roles[]", "admin"),
    ("account[role]", "admin"),
    ("account.role", "admin"),
    ("is_admin", "true"),
    ("admin", "1"),
    ("staff", "true"),
    ("permissions[]", "grant-roles"),
    ("scope", "admin"),
    ("vendor_id", "{vendor}"),
    ("vendor", "{vendor}"),
    ("account_id", "{admin}"),
    ("user_id", "{admin}"),
    ("owner", "{admin}"),
    ("by", "{admin}"),
    ("id", "{admin}"),
    ("email_verified_at", "2020-01-01T00:00:00Z"),
    ("email_verified", "true"),
    ("suspended_at", ""),
    ("session_version", "0"),
    ("password_hash", "$argon2id$v=19$m=65536,t=2,p=1$AAAA$AAAA"),
    ("second_factor", "true"),
    ("proved_at", "2999-01-01T00:00:00Z"),
    ("price", "0"),
    ("amount_minor", "0"),
    ("gross_minor", "0"),
    ("total", "0"),
    ("currency", "XXX"),
    ("commission_bp", "0"),
    ("state", "approved"),
    ("status", "paid"),
    ("verified_at", "2020-01-01T00:00:00Z"),
    ("expires_at", "2999-01-01T00:00:00Z"),
];

/// Everything that is worth something, but for what the forms here are for.
const VALUABLE: [(&str, &str); 9] = [
    ("account", "select string_agg(concat_ws(' ', id, role, email, email_verified_at, suspended_at, role_granted_by), ';' order by id) from account"),
    ("vendor", "select string_agg(concat_ws(' ', id, handle, name, state, verified_at), ';' order by id) from vendor"),
    ("vendor_member", "select string_agg(concat_ws(' ', vendor_id, account_id, role), ';' order by vendor_id, account_id) from vendor_member"),
    ("product", "select string_agg(concat_ws(' ', id, vendor_id, state, featured, parameters_shown, published_at), ';' order by id) from product"),
    ("price", "select string_agg(concat_ws(' ', id, product_id, kind, amount_minor, currency, archived_at), ';' order by id) from price"),
    ("entitlement", "select string_agg(concat_ws(' ', id, account_id, product_id, state), ';' order by id) from entitlement"),
    ("license", "select string_agg(concat_ws(' ', id, state), ';' order by id) from license"),
    ("payment", "select string_agg(concat_ws(' ', id, state, amount_minor, currency), ';' order by id) from payment"),
    ("orders", "select string_agg(concat_ws(' ', orders.id, orders.gross_minor, orders.state, unit_minor, commission_bp), ';' order by line.id)
                from orders join order_line line on line.order_id = orders.id"),
];

struct Adding<'a> {
    server: &'a Server,
    console: Console,
    extra: Vec<(String, String)>,
    tried: usize,
    wrong: Vec<String>,
}

impl Adding<'_> {
    async fn valuables(&self) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        for (name, sql) in VALUABLE {
            all.push((
                name,
                self.console
                    .all(&format!("select coalesce(({sql}), '')"), &[])
                    .await
                    .concat(),
            ));
        }
        all
    }

    /// Posts the form with everything it does not have; of what is valuable only `meant` may change.
    async fn post(&mut self, by: &Visitor, form: Form, meant: &[&str]) -> Answer {
        let mut form = form;
        for (name, value) in &self.extra {
            if !form.fields.iter().any(|(known, _)| known == name) {
                form.fields.push((name.clone(), value.clone()));
            }
        }
        self.tried += self.extra.len();
        let before = self.valuables().await;
        let answer = by.submit(&form).await;
        for ((name, was), (_, is)) in before.into_iter().zip(self.valuables().await) {
            if was != is && !meant.contains(&name) {
                self.wrong.push(format!("{} changes {name}", form.action));
            }
        }
        if answer.status >= 500 {
            self.wrong
                .push(format!("{} answers {}", form.action, answer.status));
        }
        answer
    }

    fn must(&mut self, is: bool, what: &str) {
        if !is {
            self.wrong.push(what.to_owned());
        }
    }
}

#[tokio::test]
async fn what_no_form_has_is_set_by_nobody() {
    let report = Report::of("I-3");
    let server = Server::start().await;
    let cast = Cast::assemble(&server).await;
    let console = Console::of(&server).await;
    let admin = console
        .one(
            "select id::text from account where email = $1",
            &[SIGN_INS[2].email],
        )
        .await;
    let vendor = console
        .one(&format!("select id::text from {}", the_vendor(OURS)), &[])
        .await;
    let fill = |text: &str| text.replace("{admin}", &admin).replace("{vendor}", &vendor);
    let extra = WANTED
        .iter()
        .map(|(name, value)| ((*name).to_owned(), fill(value)))
        .collect();
    let mut adding = Adding {
        server: &server,
        console,
        extra,
        tried: 0,
        wrong: Vec::new(),
    };
    let of = |name: &str| {
        &cast
            .actors
            .iter()
            .find(|actor| actor.name == name)
            .unwrap()
            .visitor
    };
    own_account(&mut adding, of("other customer")).await;
    buying(&mut adding, of("other customer")).await;
    team(&mut adding, of("owner")).await;
    programs(&mut adding, of("customer")).await;
    aftermath::must_be_clean(&server, &[]).await;
    println!("{:#?}", adding.wrong);
    report
        .figure("fields_tried", adding.tried)
        .figure("set", adding.wrong.len())
        .pass(adding.wrong.is_empty() && adding.tried > 300);
}

async fn own_account(adding: &mut Adding<'_>, customer: &Visitor) {
    let form = customer
        .open("/account/profile")
        .await
        .form("/api/save-profile");
    adding
        .post(customer, form.with("name", "Another Name"), &[])
        .await;
    let named = customer
        .open("/account/profile")
        .await
        .form("/api/save-profile")
        .value("name")
        .to_owned();
    adding.must(named == "Another Name", "the profile itself was not saved");

    let form = customer
        .open("/account/addresses/new")
        .await
        .form("/api/add-address");
    let form = form
        .with("name", "Ada")
        .with("line1", "1 Road")
        .with("postal_code", "10115")
        .with("city", "Berlin")
        .with("country", "DE");
    adding.post(customer, form, &[]).await;
    let owners = "select coalesce(string_agg(distinct email, ','), 'nobody') from address join account on account.id = account_id";
    let owners = adding.console.one(owners, &[]).await;
    adding.must(
        owners == "other.customer@matrix.example",
        &format!("an address of {owners}"),
    );

    let form = customer
        .open("/account/password")
        .await
        .form("/api/change-password");
    let form = form
        .with("current", SIGN_INS[0].password)
        .with("password", "another fine password");
    adding.post(customer, form, &[]).await;
    let form = customer
        .open("/account/email")
        .await
        .form("/api/ask-email-change");
    let form = form
        .with("email", "new@matrix.example")
        .with("current", "another fine password");
    adding.post(customer, form, &[]).await;
    for (page, act) in [
        ("/account/security", "/api/start-authenticator"),
        ("/account/devices", "/api/end-other-sessions"),
    ] {
        for form in customer.open(page).await.forms(act).into_iter().take(1) {
            adding.post(customer, form, &[]).await;
        }
    }
    for (page, act) in [
        ("/account/sign-in", "/api/sign-in"),
        ("/account/sign-up", "/api/sign-up"),
        ("/account/reset", "/api/ask-reset"),
    ] {
        let guest = Visitor::to(adding.server);
        let form = guest.open(page).await.form(act).with("name", "Eve");
        let form = form
            .with("email", "eve@adding.example")
            .with("password", "a perfectly fine password");
        adding.post(&guest, form, &["account"]).await;
        if act == "/api/sign-up" {
            let code = guest.code_mailed_to("eve@adding.example").await;
            let form = guest
                .open("/account/sign-up/code")
                .await
                .form("/api/sign-up-code");
            adding
                .post(&guest, form.with("code", &code), &["account"])
                .await;
        }
    }
    let made = "select coalesce(string_agg(role || ' ' || coalesce(suspended_at::text, '-'), ','), '') from account where email = 'eve@adding.example'";
    let made = adding.console.one(made, &[]).await;
    adding.must(made == "customer -", &format!("an account that is {made}"));
}

async fn buying(adding: &mut Adding<'_>, customer: &Visitor) {
    let listing = customer
        .open("/products?price=one-time&sort=price-low")
        .await;
    let product = listing
        .links("main a[href^='/products/']")
        .into_iter()
        .find(|link| link.matches('/').count() == 3)
        .unwrap();
    let form = customer.open(&product).await.form("/api/add-to-cart");
    adding.post(customer, form, &[]).await;
    let form = customer.open("/checkout").await.form("/api/place-order");
    let seen = form.value("seen_total").to_owned();
    let bank = adding
        .post(customer, form.with("terms", "true"), &["orders", "payment"])
        .await;
    let placed = "select concat_ws(' ', gross_minor, currency) from order_group order by placed_at desc limit 1";
    let placed = adding.console.one(placed, &[]).await;
    adding.must(
        placed == format!("{seen} USD"),
        &format!("an order of {placed} instead of {seen}"),
    );
    let form = bank.form("/api/sandbox-decide").with("decision", "decline");
    adding.post(customer, form, &["orders", "payment"]).await;
}

async fn team(adding: &mut Adding<'_>, owner: &Visitor) {
    let form = owner.open("/vendor/team").await.form("/api/invite-member");
    adding
        .post(
            owner,
            form.with("email", "asked.too@matrix.example")
                .with("role", "support"),
            &[],
        )
        .await;
    let asked = "select role || ' ' || (expires_at < now() + interval '8 days')::text from team_invitation where email = 'asked.too@matrix.example'";
    let asked = adding.console.one(asked, &[]).await;
    adding.must(
        asked == "support true",
        &format!("an invitation that is {asked}"),
    );
    let page = owner.open("/vendor/team").await;
    let change = page
        .forms("/api/change-member-role")
        .into_iter()
        .next()
        .unwrap();
    adding
        .post(owner, change.with("role", "finance"), &["vendor_member"])
        .await;
    let withdraw = page.form("/api/withdraw-invitation");
    adding.post(owner, withdraw, &[]).await;
}

/// Keys, and the JSON that is posted with them.
async fn programs(adding: &mut Adding<'_>, customer: &Visitor) {
    let mut form = customer
        .open("/account/api-keys")
        .await
        .form("/api/make-api-key")
        .with("name", "robot");
    form.fields
        .push(("scopes[0]".to_owned(), "account:read".to_owned()));
    let page = adding.post(customer, form, &[]).await;
    let made = "select string_agg(array_to_string(scopes, ',') || ' ' || email || ' ' || (expires_at < now() + interval '366 days')::text, ';')
                from api_key join account on account.id = account_id";
    let made = adding.console.one(made, &[]).await;
    adding.must(
        made == format!("account:read {} true", SIGN_INS[0].email),
        &format!("a key for {made}"),
    );
    let text = page.text();
    let key = text
        .split_whitespace()
        .find(|word| word.starts_with("am_test_"))
        .unwrap();
    let bearer = format!("Bearer {key}");
    for (path, known) in [
        ("/api/v1/token", "\"scopes\":null"),
        ("/api/v1/token/refresh", "\"refresh_token\":\"x\""),
        ("/api/v1/token/revoke", "\"refresh_token\":\"x\""),
    ] {
        for (name, value) in adding.extra.clone() {
            let body = format!(
                "{{{known},{}:{}}}",
                serde_json::json!(name),
                serde_json::json!(value)
            );
            let answer = Visitor::to(adding.server)
                .post_json(path, &[("authorization", &bearer)], &body)
                .await;
            adding.tried += 1;
            adding.must(
                answer.status == 400,
                &format!("{path} takes {name}: {}", answer.status),
            );
        }
    }
}
