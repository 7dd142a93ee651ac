//! What a page brings along for its scripts, or hides in its markup, is for whoever looks at it and for nobody else.

use market::demo::SIGN_INS;

use super::actors::Cast;
use crate::aftermath;
use crate::console::Console;
use crate::report::Report;
use crate::support::{Server, Visitor};

/// A value nobody but a few may see: where it is, and the names of those few.
struct Canary {
    what: &'static str,
    value: String,
    seen_by: Vec<&'static str>,
}

const STAFF_WITH_RECORD: [&str; 2] = ["moderator", "admin"];
const STAFF_WHO_SEE_PEOPLE: [&str; 3] = ["support", "moderator", "admin"];

/// Every plain page, and those of a few things.
fn pages(console_ids: &[String]) -> Vec<String> {
    let census = server::census();
    let plain = census
        .pages
        .iter()
        .map(|page| page.path.clone())
        .filter(|path| !path.contains('{'));
    plain.chain(console_ids.iter().cloned()).collect()
}

async fn plant(console: &Console) -> Vec<Canary> {
    let mut canaries = Vec::new();
    let mut add = |what, value: &str, seen_by: &[&'static str]| {
        canaries.push(Canary {
            what,
            value: value.to_owned(),
            seen_by: seen_by.to_vec(),
        });
    };
    // Somebody with everything: bought, reviewed, signed in, with an address, a key, and a sale to their name.
    let customer = SIGN_INS[0].email;
    console
        .run(
            "update account set name = 'Zebulon Canaryname', bio = 'canary-bio' where email = $1",
            &[customer],
        )
        .await;
    add("a bio", "canary-bio", &["customer"]);
    console
        .run(
            "insert into address (id, account_id, name, line1, city, country, for_billing, for_shipping, created_at, updated_at)
             select gen_random_uuid(), id, 'Zebulon', 'canary-street 1', 'Town', 'DE', true, true, now(), now() from account where email = $1",
            &[customer],
        )
        .await;
    add("a street", "canary-street", &["customer"]);
    console
        .run(
            "insert into api_key (id, account_id, name, key_hash, ending, scopes, networks, created_at, expires_at)
             select gen_random_uuid(), id, 'canary-key', sha256('canary'), 'end!', '{account:read}', '{203.0.113.250}', now(), now() + interval '1 day'
             from account where email = $1",
            &[customer],
        )
        .await;
    add("an API key", "canary-key", &["customer"]);
    add("where a key is used", "203.0.113.250", &["customer"]);
    add("a customer's address", customer, &["customer"]);
    for (what, sql) in [
        (
            "a password's hash",
            "select password_hash from account where email = $1",
        ),
        (
            "an order's number",
            "select number from order_group join account on account.id = account_id where email = $1 order by number limit 1",
        ),
        (
            "a license",
            "select license.id::text from license join entitlement on entitlement.id = entitlement_id join account on account.id = account_id where email = $1 limit 1",
        ),
        (
            "a session",
            "select encode(id_hash, 'hex') from session join account on account.id = account_id where email = $1 limit 1",
        ),
    ] {
        if let Some(value) = console.all(sql, &[customer]).await.first() {
            let seen_by: &[&str] = match what {
                // Who sells it sees the order, and so does whoever acts for that vendor.
                "an order's number" => &[
                    "customer",
                    "owner",
                    "vendor admin",
                    "vendor support",
                    "finance",
                    "other owner",
                ],
                "a license" => &["customer"],
                _ => &[],
            };
            add(what, value, seen_by);
        }
    }
    // A file's place, a payment's number at the bank, a product that is not on sale, an admin's address.
    for (what, sql, seen_by) in [
        (
            "where a file lies",
            "select object_key from asset order by id limit 1",
            &[][..],
        ),
        (
            "a payment's reference",
            "select provider_ref from payment where provider_ref is not null order by id limit 1",
            &[][..],
        ),
        (
            "an admin's address",
            "select email from account where email = 'admin@example.com'",
            &["admin"][..],
        ),
    ] {
        add(what, &console.one(sql, &[]).await, seen_by);
    }
    console
        .run(
            "update product set title = 'Canary draft', state = 'draft' where id = (select id from product where kind = 'ai-agent'
             and not exists (select from order_line where product_id = product.id) order by id limit 1)",
            &[],
        )
        .await;
    add(
        "a draft",
        "Canary draft",
        &[
            "owner",
            "vendor admin",
            "publisher",
            "vendor support",
            "other owner",
        ],
    );
    // What the nodes of a workflow are set to that its vendor shows to nobody.
    console
        .run(
            "update version_preview set document = replace(document, '\"nodes\"', '\"canary-parameter\": 1, \"nodes\"'),
                    parameters = to_jsonb(array[array[array['canary-parameter', 'x']]])
             where document is not null and version_id in
                 (select current_version_id from product join price on price.product_id = product.id and archived_at is null
                  where price.kind <> 'free' and not parameters_shown)",
            &[],
        )
        .await;
    add(
        "what a node is set to",
        "canary-parameter",
        &[
            "customer",
            "owner",
            "vendor admin",
            "publisher",
            "vendor support",
            "other owner",
        ],
    );
    canaries
}

#[tokio::test]
async fn nobody_finds_in_a_pages_source_what_is_not_theirs() {
    let report = Report::of("I-7");
    let server = Server::start().await;
    let cast = Cast::assemble(&server).await;
    let console = Console::of(&server).await;
    let canaries = plant(&console).await;
    let closed = console
        .all(
            "select '/products/' || handle || '/' || slug from product join vendor on vendor.id = vendor_id
             join price on price.product_id = product.id and archived_at is null
             where price.kind <> 'free' and not parameters_shown and product.state = 'approved' order by slug limit 12",
            &[],
        )
        .await;
    let files = closed.iter().flat_map(|path| {
        ["workflow.json", "workflow.json?node=0", "workflow.svg"]
            .map(|file| format!("{path}/{file}"))
    });
    let own: Vec<String> = closed.iter().cloned().chain(files).collect();
    let pages = pages(&own);
    let mut found = Vec::new();
    let mut seen_where_allowed = 0;
    let mut answers = 0;
    for actor in &cast.actors {
        for path in &pages {
            let answer = actor
                .visitor
                .ask("GET", path, &[("accept", "text/html")])
                .await
                .unwrap();
            answers += 1;
            let everything = format!("{:?} {}", answer.headers, answer.body);
            for canary in canaries
                .iter()
                .filter(|canary| everything.contains(&canary.value))
            {
                let record = path == "/admin/audit" && STAFF_WITH_RECORD.contains(&actor.name);
                let staff = path == "/admin/roles" && actor.name == "admin"
                    || path == "/admin/people" && STAFF_WHO_SEE_PEOPLE.contains(&actor.name);
                // While developing, the mails are everybody's.
                if canary.seen_by.contains(&actor.name) {
                    seen_where_allowed += 1;
                } else if !record && !staff && !path.starts_with("/dev") {
                    found.push(format!("{} in {path} of {}", canary.what, actor.name));
                }
            }
        }
    }
    found.sort();
    found.dedup();
    aftermath::must_be_clean(&server, &["canary-"]).await;
    println!("{found:#?}");
    let guest = Visitor::to(&server)
        .ask("GET", "/health", &[])
        .await
        .unwrap();
    report
        .figure("answers", answers)
        .figure("canaries", canaries.len())
        .figure("seen_where_allowed", seen_where_allowed)
        .figure("found", found.len())
        .pass(found.is_empty() && seen_where_allowed > 10 && guest.status == 200);
}
