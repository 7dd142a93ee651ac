//! Sessions with copies in Redis, which may die, freeze, forget and lie.

use std::time::{Duration, Instant};

use crate::purchase::{a_product, puts_into_cart};
use crate::rate_limits::guesses_until_refused;
use crate::support::{Redis, Server, Visitor, signed_up};

const PAGES: [&str; 5] = ["/", "/products", "/account", "/library", "/cart"];

async fn shop() -> (Redis, Server) {
    let redis = Redis::start().await;
    let server = Server::start_with(&[], &[("REDIS_URL", &redis.url())]).await;
    (redis, server)
}

/// Opens thirty pages as somebody who is signed in, and says how long that took.
async fn looks_around(visitor: &Visitor) -> Duration {
    let began = Instant::now();
    for path in PAGES.repeat(6) {
        let page = visitor.open(path).await;
        assert_eq!((page.status, page.path.as_str()), (200, path));
    }
    began.elapsed()
}

/// Whether the next page is answered with the copy that Redis has.
async fn finds_copy(redis: &Redis, visitor: &Visitor) -> bool {
    let before = redis.hits().await;
    visitor.open("/account").await;
    redis.hits().await > before
}

async fn comes_to_find_copy(redis: &Redis, visitor: &Visitor) {
    let patience = Instant::now() + Duration::from_secs(20);
    while !finds_copy(redis, visitor).await {
        assert!(Instant::now() < patience, "Redis is not used");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Somebody who is signed in and has a copy in Redis. It may take some sessions until one has: what Redis was not told in
/// time is not believed for a minute.
async fn customer(redis: &Redis, server: &Server) -> Visitor {
    let patience = Instant::now() + Duration::from_secs(20);
    let [customer, ..] = market::demo::SIGN_INS;
    loop {
        let visitor = Visitor::to(server);
        visitor.signs_in(customer.email, customer.password).await;
        if finds_copy(redis, &visitor).await {
            return visitor;
        }
        assert!(Instant::now() < patience, "Redis is not used");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// How often a request has asked Redis and got nothing for it.
async fn waits_in_vain(server: &Server) -> u64 {
    let figures = Visitor::to(server).open("/metrics").await.body;
    let count = figures
        .lines()
        .find_map(|line| line.strip_prefix("session_cache_failures_total "));
    count.map_or(0, |count| count.parse().unwrap())
}

/// What operators read about Redis, once it is that; the server looks every five seconds.
async fn health_says(server: &Server, health: &str) {
    let operator = Visitor::to(server);
    let said = format!("\"redis\":\"{health}\"");
    let patience = Instant::now() + Duration::from_secs(15);
    loop {
        let answer = operator.open("/health").await;
        assert_eq!(answer.status, 200, "the shop is open, whatever Redis does");
        if answer.body.contains(&said) {
            return;
        }
        assert!(Instant::now() < patience, "{said}: {}", answer.body);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Everything a visitor does goes on without Redis, and hardly slower; when it is back it is used again.
async fn goes_on_without(redis: &mut Redis, server: &Server, away: fn(&mut Redis)) -> Visitor {
    let visitor = customer(redis, server).await;
    let usual = looks_around(&visitor).await;

    away(redis);
    let before = waits_in_vain(server).await;
    let without = looks_around(&visitor).await;
    let waits = waits_in_vain(server).await - before;
    assert!(waits <= 8, "{waits} questions to Redis for thirty pages");
    assert!(
        without < usual * 2 + Duration::from_secs(3),
        "thirty pages took {usual:?} with Redis and {without:?} without"
    );
    let product = a_product(&visitor, "price=one-time").await;
    puts_into_cart(&visitor, &product).await;
    let other = Visitor::to(server);
    other.signs_up("Eve").await;
    assert_eq!(other.open("/account").await.path, "/account");
    let account = other.open("/account").await;
    other.submit(&account.form("/api/sign-out")).await;
    assert_ne!(other.open("/account").await.path, "/account");
    health_says(server, "down").await;
    visitor
}

#[tokio::test]
async fn nobody_notices_that_redis_died_and_it_is_used_again_when_it_is_back() {
    let (mut redis, server) = shop().await;
    let visitor = goes_on_without(&mut redis, &server, |redis| redis.die()).await;
    redis.run().await;
    customer(&redis, &server).await;
    looks_around(&visitor).await;
    health_says(&server, "up").await;
}

#[tokio::test]
async fn nobody_notices_that_redis_froze_and_it_is_used_again_when_it_answers() {
    let (mut redis, server) = shop().await;
    let visitor = goes_on_without(&mut redis, &server, |redis| redis.freeze()).await;
    redis.thaw();
    customer(&redis, &server).await;
    looks_around(&visitor).await;
    health_says(&server, "up").await;
}

#[tokio::test]
async fn a_server_that_started_before_its_redis_uses_it_once_it_is_there() {
    let mut redis = Redis::start().await;
    redis.die();
    let server = Server::start_with(&[], &[("REDIS_URL", &redis.url())]).await;
    let visitor = Visitor::to(&server);
    visitor.signs_up("Ada").await;
    looks_around(&visitor).await;
    redis.run().await;
    customer(&redis, &server).await;
    looks_around(&visitor).await;
}

#[tokio::test]
async fn a_redis_that_forgets_or_lies_signs_nobody_out() {
    let (redis, server) = shop().await;
    let visitor = customer(&redis, &server).await;
    redis.says("FLUSHALL").await;
    looks_around(&visitor).await;
    comes_to_find_copy(&redis, &visitor).await;

    for lie in ["SET {} nonsense", "LPUSH {} nonsense"] {
        for key in redis.keys().await {
            redis.says(&format!("DEL {key}")).await;
            redis.says(&lie.replace("{}", &key)).await;
        }
        looks_around(&visitor).await;
    }
}

#[tokio::test]
async fn a_copy_in_redis_opens_nothing_once_its_session_has_ended() {
    let (redis, server) = shop().await;
    let other_node = server.another_node().await;
    let visitor = customer(&redis, &server).await;
    let before = visitor.at(&other_node);
    let copies = redis.keys().await;
    for copy in &copies {
        redis.says(&format!("COPY {copy} kept:{copy}")).await;
    }
    let account = visitor.open("/account").await;
    visitor.submit(&account.form("/api/sign-out")).await;
    // As if the news had not reached Redis.
    let undo = async || {
        for copy in &copies {
            redis.says(&format!("COPY kept:{copy} {copy}")).await;
        }
    };
    undo().await;
    comes_to_find_copy(&redis, &before).await;
    for node in [&server, &other_node] {
        for page in ["/account", "/library", "/orders"] {
            undo().await;
            let page = before.at(node).open(page).await;
            assert!(page.path.starts_with("/account/sign-in"), "{}", page.path);
        }
    }
}

#[tokio::test]
async fn an_account_that_is_suspended_is_out_at_once_whatever_redis_says() {
    let (redis, server) = shop().await;
    let ada = customer(&redis, &server).await;
    let db = server.database().await;
    sqlx::raw_sql("delete from session where account_id = (select id from account where email = 'customer@example.com')")
        .execute(&db)
        .await
        .unwrap();
    assert!(!redis.keys().await.is_empty());
    let page = ada.open("/account").await;
    assert!(page.path.starts_with("/account/sign-in"), "{}", page.path);
}

#[tokio::test]
async fn two_servers_see_the_same_cart_of_a_guest_at_once() {
    let (redis, server) = shop().await;
    let other_node = server.another_node().await;
    let guest = Visitor::to(&server);
    let sign_up = guest.open("/account/sign-up").await;
    let refused = signed_up(&sign_up, "Ada").with("password", "short");
    guest.submit(&refused).await;
    assert!(!guest.cookies().is_empty(), "a session has begun");

    let listing = guest.open("/products?price=one-time").await;
    let mut products = listing.links("main a[href^='/products/']");
    products.retain(|link| link.matches('/').count() == 3);
    products.dedup();
    let nodes = [&server, &other_node];
    for (nth, product) in products.iter().take(6).enumerate() {
        let (here, there) = (guest.at(nodes[nth % 2]), guest.at(nodes[(nth + 1) % 2]));
        // Whoever looks there now leaves a copy behind.
        assert_eq!(there.open("/cart").await.status, 200);
        puts_into_cart(&here, product).await;
        let cart = there.open("/cart").await;
        assert_eq!(cart.forms("/api/remove-from-cart").len(), nth + 1);
    }
    assert!(!redis.keys().await.is_empty());
}

#[tokio::test]
async fn doctor_says_whether_redis_answers() {
    let (mut redis, server) = shop().await;
    let (_, said) = server.doctor(&[]);
    assert!(said.contains("ok           answers"), "{said}");
    redis.die();
    let (well, said) = server.doctor(&[]);
    assert!(
        !well && said.contains("The server runs without it."),
        "{said}"
    );
    redis.run().await;
    redis.says("CONFIG SET requirepass hush").await;
    let wrong = format!("redis://:wrong@127.0.0.1:{}", redis.port);
    let (well, said) = server.doctor(&[("REDIS_URL", &wrong)]);
    assert!(!well && said.contains("WRONGPASS"), "{said}");
    assert!(
        !said.contains(":wrong@"),
        "no password in what it says: {said}"
    );
}

#[tokio::test]
async fn tries_are_counted_in_redis_and_without_it_in_the_database_so_that_guessing_is_never_free()
{
    let (mut redis, server) = shop().await;
    customer(&redis, &server).await;
    let visitor = Visitor::to(&server);
    let capacity = market::limits::Action::SignInAccount.rule().capacity as usize;
    let (guesses, _) = guesses_until_refused(&visitor, "ada@example.com").await;
    assert_eq!(guesses, capacity);
    let keys = redis.keys().await;
    assert!(
        keys.iter()
            .any(|key| key.starts_with("limit:sign-in-account:")),
        "{keys:?}"
    );
    redis.die();
    let (guesses, _) = guesses_until_refused(&visitor, "eve@example.com").await;
    assert_eq!(guesses, capacity);
    assert!(!server.log().contains("an act failed"));
}
