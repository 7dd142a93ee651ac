//! Guessing passwords: at one account from everywhere, at every account from one network, and a few guesses everywhere.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::aftermath;
use crate::console::{Console, PASSWORD};
use crate::report::{Report, quick};
use crate::support::{Redis, Server, Visitor};

/// Consecutive failures an account may see (NIST SP 800-63B-4, 3.2.2).
const MOST_FAILURES: usize = 100;
/// Accounts that a few guesses each are made at.
const SPRAYED: usize = 10;
const GUESS: &str = "not+the+right+password";

/// One guess: at whom, and from where.
#[derive(Clone)]
struct Guess {
    email: String,
    from: String,
}

#[derive(Default)]
struct Tally {
    /// Guesses that were looked at, for each address.
    looked_at: BTreeMap<String, usize>,
    refused: usize,
    /// Refusals that did not say when to come back, and answers that are neither.
    wrong: Vec<String>,
}

fn nth_network(nth: usize) -> String {
    format!(
        "198.{}.{}.{}",
        18 + (nth >> 16) % 2,
        (nth >> 8) & 255,
        nth & 255
    )
}

/// Several at a time, as whoever means it would.
async fn guesses(server: &Arc<Server>, guesses: Vec<Guess>, halfway: impl FnOnce()) -> Tally {
    let (tally, next) = (
        Arc::new(Mutex::new(Tally::default())),
        Arc::new(AtomicUsize::new(0)),
    );
    let guesses = Arc::new(guesses);
    let workers: Vec<_> = (0..6)
        .map(|_| {
            let (server, guesses) = (server.clone(), guesses.clone());
            let (tally, next) = (tally.clone(), next.clone());
            tokio::spawn(async move {
                let visitor = Visitor::to(&server);
                while let Some(guess) = guesses.get(next.fetch_add(1, Ordering::SeqCst)) {
                    one(&visitor, guess, &tally).await;
                }
            })
        })
        .collect();
    while next.load(Ordering::SeqCst) < guesses.len() / 2 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    halfway();
    for worker in workers {
        worker.await.unwrap();
    }
    std::mem::take(&mut *tally.lock().unwrap())
}

async fn one(visitor: &Visitor, guess: &Guess, tally: &Mutex<Tally>) {
    let headers = [
        ("accept", "application/json"),
        ("sec-fetch-site", "same-origin"),
        ("x-forwarded-for", guess.from.as_str()),
    ];
    let email = guess.email.replace('@', "%40");
    let body = format!("email={email}&password={GUESS}&next=");
    let answer = visitor.post_with("/api/sign-in", &headers, &body).await;
    let mut tally = tally.lock().unwrap();
    match answer.status {
        422 => *tally.looked_at.entry(guess.email.clone()).or_default() += 1,
        429 if answer
            .header("retry-after")
            .parse()
            .is_ok_and(|wait: u32| wait > 0) =>
        {
            tally.refused += 1
        }
        // Too many at once: nothing was looked at, and whoever is not guessing comes back a moment later.
        503 => tally.refused += 1,
        status => tally
            .wrong
            .push(format!("{status} {}", answer.header("retry-after"))),
    }
}

/// The three ways to guess, a third of them each.
fn plans(all: usize) -> [(&'static str, Vec<Guess>); 3] {
    let third = all / 3;
    let at_one = (0..third).map(|nth| Guess {
        email: "owner@guessing.example".to_owned(),
        from: nth_network(nth),
    });
    let from_one = (0..third).map(|nth| Guess {
        email: format!("resident.{}@guessing.example", nth % 500),
        from: "203.0.113.1".to_owned(),
    });
    // A few guesses at each of many, from an own network each.
    let sprayed = (0..third).map(|nth| Guess {
        email: format!("sprayed.{}@guessing.example", nth % SPRAYED),
        from: nth_network(100_000 + nth),
    });
    [
        ("one account, many networks", at_one.collect()),
        ("one network, many accounts", from_one.collect()),
        ("many accounts, many networks", sprayed.collect()),
    ]
}

async fn run(redis: Option<Redis>, all: usize, wrong: &mut Vec<String>) -> (usize, usize, usize) {
    let url = redis.as_ref().map(Redis::url);
    let settings: Vec<_> = url.iter().map(|url| ("REDIS_URL", url.as_str())).collect();
    let server = Arc::new(Server::start_with(&[], &settings).await);
    let console = Console::of(&server).await;
    console
        .opens_account("Owner", "owner@guessing.example")
        .await;
    for nth in 0..SPRAYED {
        console
            .opens_account("Resident", &format!("sprayed.{nth}@guessing.example"))
            .await;
    }
    let owner = Visitor::to(&server);
    owner.signs_in("owner@guessing.example", PASSWORD).await;
    owner
        .submit(&owner.open("/account").await.form("/api/sign-out"))
        .await;

    let (mut redis, mut most, mut looked_at, mut refused) = (redis, 0, 0, 0);
    for (way, plan) in plans(all) {
        // Redis dies in the middle of the first attack, and stays so.
        let dies = redis.take();
        let tally = guesses(&server, plan, move || drop(dies)).await;
        most = most.max(tally.looked_at.values().copied().max().unwrap_or_default());
        looked_at += tally.looked_at.values().sum::<usize>();
        refused += tally.refused;
        wrong.extend(
            tally
                .wrong
                .iter()
                .take(5)
                .map(|what| format!("{way}: {what}")),
        );
    }
    owner.signs_in("owner@guessing.example", PASSWORD).await;
    if owner.open("/account").await.path != "/account" {
        wrong.push("the owner is shut out of a browser they have signed in with".to_owned());
    }
    let stranger = Visitor::to(&server).in_network("203.0.113.200");
    if stranger
        .signs_in("owner@guessing.example", PASSWORD)
        .await
        .status
        != 429
    {
        wrong.push("an account under attack looks at more guesses".to_owned());
    }
    aftermath::must_be_clean(&server, &[]).await;
    (most, looked_at, refused)
}

#[tokio::test]
async fn few_guesses_are_looked_at_from_wherever_they_come_and_owners_still_get_in() {
    let report = Report::of("H3");
    let all = if quick() { 1_200 } else { 10_200 };
    let mut wrong = Vec::new();
    let (most, looked_at, refused) = run(None, all, &mut wrong).await;
    let (most_without, looked_at_without, _) =
        run(Some(Redis::start().await), all, &mut wrong).await;
    println!("{wrong:#?}");
    report
        .figure("guesses", 2 * all)
        .figure("looked_at", looked_at)
        .figure("refused", refused)
        .figure("most_for_one_account", most)
        .figure("looked_at_while_redis_dies", looked_at_without)
        .figure("most_for_one_account_while_redis_dies", most_without)
        .pass(wrong.is_empty() && most.max(most_without) <= MOST_FAILURES && looked_at < all / 4);
}
