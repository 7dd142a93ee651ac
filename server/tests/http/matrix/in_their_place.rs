//! The same walk in a customer's place: what is declared for it answers as it would to the customer, and all else is closed.

use app::access::{IN_THEIR_PLACE, declared};
use market::demo::SIGN_INS;

use super::actors::{Actor, Cast};
use super::specimens::{Specimen, Specimens};
use super::{ask, expected, of_access};
use crate::support::{Server, Visitor};

/// Steps into the customer's place; nothing when they are there already.
async fn steps_in(admin: &Visitor, customer: &str) {
    let here = admin
        .ask("GET", "/account", &[("accept", "text/html")])
        .await;
    if here.unwrap().body.contains("place-banner") {
        return;
    }
    let headers = [
        ("accept", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    let body = format!("person={customer}&purpose=They+asked+for+help");
    let begun = admin
        .post_with("/api/begin-impersonation", &headers, &body)
        .await;
    assert_eq!(begun.status, 200, "{}", begun.body);
}

async fn number(server: &Server, sql: &str) -> i64 {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests of the server have no checked queries"
    )]
    let query = sqlx::query_scalar::<_, i64>(sqlx::AssertSqlSafe(sql.to_owned()));
    query.fetch_one(&server.database().await).await.unwrap()
}

struct Place<'a> {
    server: &'a Server,
    cast: Cast,
    customer: String,
    wrong: Vec<String>,
}

impl Place<'_> {
    fn actor(&self, name: &str) -> &Actor {
        let found = self.cast.actors.iter().find(|actor| actor.name == name);
        found.unwrap()
    }

    async fn asks(&mut self, method: &str, route: &str, specimen: &Specimen) {
        let act = method == "POST";
        let open = IN_THEIR_PLACE.contains(&route);
        if act {
            self.cast.set_the_scene(self.server).await;
        }
        let admin = self
            .cast
            .actors
            .iter_mut()
            .find(|actor| actor.name == "admin");
        let admin = admin.unwrap();
        admin.come_back(self.server).await;
        steps_in(&admin.visitor, &self.customer).await;
        let answer = ask(&admin.visitor, method, specimen).await;
        let rule = of_access(declared(route).unwrap());
        let right = match open {
            true => expected(rule, self.actor("customer"), specimen, act),
            false => 403,
        };
        let said = open
            || answer.body.contains("the account owner&#39;s alone")
            || answer.body.contains("the account owner's alone");
        if answer.status != right || !said {
            let line = format!(
                "{method} {}: {} instead of {right}",
                specimen.path, answer.status
            );
            self.wrong.push(line);
        }
    }
}

#[tokio::test]
async fn in_a_customers_place_only_what_is_declared_for_it_is_open() {
    let server = Server::start().await;
    let cast = Cast::assemble(&server).await;
    let specimens = Specimens::collect(&server, &cast).await;
    let customer = format!(
        "select id::text from account where email = '{}'",
        SIGN_INS[0].email
    );
    let customer = super::specimens::one(&server, "customer", &customer).await;
    let mut place = Place {
        server: &server,
        cast,
        customer,
        wrong: Vec::new(),
    };
    let secrets = "select (select count(*) from order_group) + (select count(*) from api_key)
                   + (select count(*) from authenticator) + (select count(*) from download_link)
                   + (select count(*) from audit_entry where act = 'license.revealed')";
    let before = number(&server, secrets).await;
    let census = server::census();
    for route in census.pages.iter().chain(&census.server_functions) {
        let specimen = specimens.of(&route.method, &route.path);
        place.asks(&route.method, &route.path, &specimen).await;
    }
    // Files are no pages, and the owner's alone all the same.
    for (route, right) in [
        ("/downloads/{token}", 403),
        ("/products/{vendor}/{slug}/workflow.json", 404),
    ] {
        let specimen = specimens.of("GET", route);
        steps_in(&place.actor("admin").visitor, &place.customer).await;
        let answer = ask(&place.actor("admin").visitor, "GET", &specimen).await;
        if answer.status != right {
            place
                .wrong
                .push(format!("{}: {}", specimen.path, answer.status));
        }
    }
    assert!(place.wrong.is_empty(), "{:#?}", place.wrong);
    assert_eq!(
        number(&server, secrets).await,
        before,
        "nothing was bought, made or shown"
    );
    let closed = census.server_functions.iter();
    let closed = closed.filter(|route| !IN_THEIR_PLACE.contains(&route.path.as_str()));
    let refused = "select count(*) from audit_entry where act = 'impersonation.refused' and on_behalf_of is not null";
    assert_eq!(
        number(&server, refused).await,
        closed.count() as i64,
        "each is in the record"
    );
    server.must_be_sound().await;
}
