//! Codes of an authenticator app, and those on paper: one use each, few tries, and no help from the clock.

use futures::future::join_all;
use market::accounts::second_factor::{confirm, enrolment, is_set, prove, start, take_unseen};
use market::accounts::{Account, Fresh};
use market::audit::Actor;
use market::{AccountId, Error, Market, Refusal};
use time::Duration;
use totp_rs::{Builder, Secret};

use crate::aftermath;
use crate::back_room::{behind, fresh};
use crate::console::Console;
use crate::report::{Report, quick};
use crate::support::Server;

/// An app, as its owner holds it.
struct App(Vec<u8>);

impl App {
    /// What it shows so many steps from now.
    fn shows(&self, market: &Market, steps: i64) -> String {
        let totp = Builder::new()
            .with_secret(Secret::new(self.0.clone().into()))
            .build()
            .unwrap();
        let second = market.now().unix_timestamp() + 30 * steps;
        totp.generate(second.try_into().unwrap()).to_string()
    }
}

/// Sets an app up, and lets its first code be over.
async fn sets_up(market: &Market, account: Account) -> (Fresh, App, String) {
    let by = fresh(account, market);
    let mut tx = market.begin().await.unwrap();
    start(market, &mut tx, &by).await.unwrap();
    tx.commit().await.unwrap();
    let told = enrolment(market, &by).await.unwrap().unwrap().secret;
    let app = App(Secret::try_from_base32(&told).unwrap().as_bytes().to_vec());
    let mut tx = market.begin().await.unwrap();
    confirm(market, &mut tx, &by, &app.shows(market, 0))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(is_set(&market.db, by.id).await.unwrap());
    market.clock.advance(Duration::minutes(5));
    (by, app, told)
}

async fn tries(market: &Market, account: AccountId, code: &str) -> Result<(), Refusal> {
    match prove(market, account, code, &Actor::default()).await {
        Ok(_) => Ok(()),
        Err(Error::Refused(refusal)) => Err(refusal),
        Err(other) => panic!("{other:?}"),
    }
}

/// How many get in of so many who show this at once.
async fn at_once(market: &Market, account: AccountId, code: &str, many: usize) -> usize {
    let tries = (0..many).map(|_| tries(market, account, code));
    join_all(tries)
        .await
        .into_iter()
        .filter(Result::is_ok)
        .count()
}

/// A clock that stands in the middle of a step: none ends while it is looked at.
fn in_mid_step(market: &Market) {
    let second = market.now().unix_timestamp().rem_euclid(30);
    market
        .clock
        .advance(Duration::seconds((35 - second).rem_euclid(30)));
}

#[tokio::test]
async fn count_once_in_their_time_and_cannot_be_found_by_trying() {
    let report = Report::of("H6");
    let server = Server::start().await;
    let (market, console) = (behind(&server).await, Console::of(&server).await);
    let mut secrets = Vec::new();
    let mut wrong = Vec::new();
    let mut must = |is: bool, what: String| {
        if !is {
            wrong.push(what);
        }
    };

    // Of the steps around now, this one and the one before.
    for (nth, (step, right)) in [
        (-3, false),
        (-2, false),
        (-1, true),
        (0, true),
        (1, false),
        (2, false),
    ]
    .into_iter()
    .enumerate()
    {
        let account = console
            .opens_account("Ada", &format!("step.{nth}@codes.example"))
            .await;
        let (by, app, told) = sets_up(&market, account).await;
        in_mid_step(&market);
        let code = app.shows(&market, step);
        must(
            tries(&market, by.id, &code).await.is_ok() == right,
            format!("the code of step {step}"),
        );
        must(
            tries(&market, by.id, &code).await == Err(Refusal::CodeWrong),
            format!("step {step} once more"),
        );
        secrets.push(told);
    }

    // A step that was used ends those before it, whatever the clock does.
    let account = console.opens_account("Ada", "order@codes.example").await;
    let (by, app, _) = sets_up(&market, account).await;
    in_mid_step(&market);
    let (before, now) = (app.shows(&market, -1), app.shows(&market, 0));
    must(
        tries(&market, by.id, &now).await.is_ok(),
        "this step".to_owned(),
    );
    must(
        tries(&market, by.id, &before).await.is_err(),
        "the step before, after this one".to_owned(),
    );
    market.clock.advance(Duration::seconds(-30));
    must(
        tries(&market, by.id, &before).await.is_err(),
        "the step before, on a clock that was put back".to_owned(),
    );
    market.clock.advance(Duration::seconds(60));
    must(
        at_once(&market, by.id, &app.shows(&market, 0), 20).await == 1,
        "one code, shown twenty times at once".to_owned(),
    );

    let account = console.opens_account("Ada", "paper@codes.example").await;
    let (by, _, _) = sets_up(&market, account).await;
    let paper = take_unseen(&market, &by).await.unwrap();
    must(
        at_once(&market, by.id, &paper[0], 20).await == 1,
        "one recovery code, twenty times at once".to_owned(),
    );
    must(
        tries(&market, by.id, &paper[0]).await.is_err(),
        "a recovery code once more".to_owned(),
    );
    must(
        tries(&market, by.id, &paper[1]).await.is_ok(),
        "the next recovery code".to_owned(),
    );
    secrets.extend(paper);

    // By trying: a crowd first, then one after the other.
    let account = console.opens_account("Ada", "brute@codes.example").await;
    let (by, app, told) = sets_up(&market, account).await;
    in_mid_step(&market);
    let right = [app.shows(&market, 0), app.shows(&market, -1)];
    let all = if quick() { 2_000 } else { 10_000 };
    let guesses: Vec<_> = (0..all)
        .map(|nth| format!("{nth:06}"))
        .filter(|code| !right.contains(code))
        .collect();
    let (crowd, rest) = guesses.split_at(200);
    let mut looked_at = 0;
    for said in join_all(crowd.iter().map(|code| tries(&market, by.id, code))).await {
        looked_at += usize::from(said == Err(Refusal::CodeWrong));
        must(said.is_err(), "a wrong code".to_owned());
    }
    for code in rest {
        let said = tries(&market, by.id, code).await;
        looked_at += usize::from(said != Err(Refusal::TooManyTries));
    }
    must(looked_at <= 10, format!("{looked_at} codes were looked at"));
    must(
        tries(&market, by.id, &right[0]).await == Err(Refusal::TooManyTries),
        "the right code, after those".to_owned(),
    );
    market.clock.advance(Duration::minutes(61));
    must(
        tries(&market, by.id, &app.shows(&market, 0)).await.is_ok(),
        "the right code, an hour later".to_owned(),
    );
    secrets.push(told);

    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    aftermath::must_be_clean(&server, &secrets).await;
    println!("{wrong:#?}");
    report
        .figure("guesses", guesses.len())
        .figure("looked_at", looked_at)
        .figure("chance_in_an_hour", 10.0 * 2.0 / 1e6)
        .figure("wrong", wrong.len())
        .pass(wrong.is_empty());
}
