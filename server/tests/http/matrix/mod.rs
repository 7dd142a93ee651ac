//! Every address, asked by everybody: what each answers is what its declaration says, and nothing else.

mod actors;
mod in_their_place;
mod specimens;

use app::access::{Access, declared};
use market::accounts::Permission;
use server::{Admission, OWN};

use crate::support::{Answer, Server, Visitor};
use actors::{Actor, Cast};
use specimens::{Specimen, Specimens, Whose};

/// Who may, whichever list says so.
#[derive(Clone, Copy, Debug)]
enum Rule {
    Needs(Permission),
    Open,
    /// Signed in, or else to the sign-in; others' links do not exist.
    Link,
    /// Not even the existence of it shows to others.
    OrNothing(Permission),
}

fn of_access(access: Access) -> Rule {
    access.permission().map_or(Rule::Open, Rule::Needs)
}

fn of_admission(admission: Admission) -> Rule {
    match admission {
        Admission::Customer => Rule::Link,
        Admission::WhoMaySeeParameters => Rule::OrNothing(Permission::SeeWorkflow),
        // What these ask for is no role: a machine, a key, a signature, a sealed address. Everybody can bring it.
        Admission::Everyone
        | Admission::Operators
        | Admission::Key(_)
        | Admission::AnyKey
        | Admission::Refresh
        | Admission::Signed
        | Admission::Sealed
        | Admission::Development => Rule::Open,
    }
}

/// The status this actor gets for this specimen, by what is declared alone.
fn expected(rule: Rule, actor: &Actor, specimen: &Specimen, act: bool) -> u16 {
    let theirs = match specimen.whose {
        Whose::Everybodys => true,
        Whose::Customers => actor.name == "customer",
        Whose::Vendors => actor.seat.is_some_and(|(vendor, _)| vendor == actors::OURS),
    };
    match rule {
        Rule::Open if actor.is_guest() => specimen.guests.unwrap_or(specimen.answer),
        Rule::Open => specimen.answer,
        Rule::Needs(_) if actor.is_guest() && act => specimen.guests.unwrap_or(401),
        Rule::Needs(_) | Rule::Link if actor.is_guest() => 303,
        Rule::Needs(permission) if !actor.may(permission) => 403,
        Rule::OrNothing(permission) if !actor.may(permission) || !theirs => 404,
        _ if !theirs => 404,
        _ => specimen.answer,
    }
}

struct Walk<'a> {
    server: &'a Server,
    cast: Cast,
    cells: usize,
    wrong: Vec<String>,
}

impl Walk<'_> {
    /// Everybody asks for the one thing.
    async fn all_ask(&mut self, rule: Rule, method: &str, route: &str, specimen: &Specimen) {
        let act = method == "POST" && route.starts_with("/api/");
        for nth in 0..self.cast.actors.len() {
            if act {
                self.cast.set_the_scene(self.server).await;
            }
            let actor = &self.cast.actors[nth];
            let answer = ask(&actor.visitor, method, specimen).await;
            let right = expected(rule, actor, specimen, act);
            self.cells += 1;
            if answer.status != right {
                let line = format!(
                    "{method} {} as {}: {} instead of {right} ({rule:?})",
                    specimen.path, actor.name, answer.status
                );
                self.wrong.push(line);
            }
            if act {
                self.cast.actors[nth].come_back(self.server).await;
            }
        }
    }
}

async fn ask(visitor: &Visitor, method: &str, specimen: &Specimen) -> Answer {
    if method == "GET" {
        let headers = [("accept", "text/html")];
        return visitor.ask("GET", &specimen.path, &headers).await.unwrap();
    }
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(&specimen.fields);
    let headers = [
        ("accept", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    visitor
        .post_with(&specimen.path, &headers, &body.finish())
        .await
}

#[tokio::test]
async fn every_address_answers_every_role_and_another_tenant_as_it_is_declared() {
    let server = Server::start().await;
    let cast = Cast::assemble(&server).await;
    let specimens = Specimens::collect(&server, &cast).await;
    let census = server::census();
    let mut walk = Walk {
        server: &server,
        cast,
        cells: 0,
        wrong: Vec::new(),
    };
    let mut routes = 0;
    for route in census.pages.iter().chain(&census.server_functions) {
        let access = declared(&route.path);
        let access = access.unwrap_or_else(|| panic!("nobody declared who may use {}", route.path));
        let specimen = specimens.of(&route.method, &route.path);
        walk.all_ask(of_access(access), &route.method, &route.path, &specimen)
            .await;
        routes += 1;
    }
    for route in &census.own {
        let admission = OWN
            .iter()
            .find(|(method, path, _)| *method == route.method && *path == route.path);
        let (_, _, admission) =
            admission.unwrap_or_else(|| panic!("nobody declared who may use {}", route.path));
        let specimen = specimens.of(&route.method, &route.path);
        walk.all_ask(
            of_admission(*admission),
            &route.method,
            &route.path,
            &specimen,
        )
        .await;
        routes += 1;
    }
    println!(
        "the matrix: {routes} addresses × {} actors = {} answers",
        walk.cast.actors.len(),
        walk.cells
    );
    assert!(walk.wrong.is_empty(), "{:#?}", walk.wrong);
    server.must_be_sound().await;
}
