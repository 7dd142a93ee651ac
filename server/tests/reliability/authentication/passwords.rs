//! Passwords: of every length and script, compared as they were typed.

use market::accounts::{Account, Customer};
use market::accounts::{change_password, sign_in};
use market::audit::Actor;
use market::{Error, Market, Refusal};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use secrecy::SecretString;

use crate::aftermath;
use crate::back_room::behind;
use crate::console::{Console, PASSWORD};
use crate::report::{Report, quick};
use crate::support::Server;

const COMMON: &str = include_str!("../../../../crates/market/src/accounts/common_passwords.txt");

/// Of [`of_length`]`(72)`, made by libxcrypt.
const BCRYPT: &str = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.TiXcI2FtE/QVvVycg/yYa6/AIiB3QhO";

/// One person, whose password is changed from one to the next.
struct Someone<'a> {
    market: &'a Market,
    account: Account,
    current: String,
}

impl Someone<'_> {
    async fn changes_to(&mut self, new: &str) -> Result<(), Refusal> {
        let (current, secret) = (
            SecretString::from(self.current.clone()),
            SecretString::from(new.to_owned()),
        );
        let by = Customer::of(self.account.clone());
        match change_password(self.market, &by, &current, &secret).await {
            Ok(account) => {
                (self.account, self.current) = (account, new.to_owned());
                Ok(())
            }
            Err(Error::Refused(refusal)) => Err(refusal),
            Err(other) => panic!("{other:?}"),
        }
    }

    async fn signs_in(&self, typed: &str) -> bool {
        let typed = SecretString::from(typed.to_owned());
        sign_in(self.market, &self.account.email, &typed, &Actor::default())
            .await
            .is_ok()
    }

    /// Guesses here are counted, too.
    async fn starts_anew(&self, console: &Console) {
        console.run("delete from proof_tries", &[]).await;
    }
}

fn of_length(characters: usize) -> String {
    let words = "quiet harbor, copper lantern; ".chars().cycle().enumerate();
    // With digits between, so that it repeats nothing.
    let mixed = words.map(|(nth, c)| match nth % 7 {
        3 => char::from_digit((nth % 10) as u32, 10).unwrap(),
        _ => c,
    });
    mixed.take(characters).collect()
}

#[tokio::test]
async fn are_taken_and_compared_exactly_as_they_were_typed() {
    let report = Report::of("H11");
    let mut rng = StdRng::seed_from_u64(report.seed());
    let server = Server::start().await;
    let (market, console) = (behind(&server).await, Console::of(&server).await);
    let account = console
        .opens_account("Ada Lovelace", "ada@passwords.example")
        .await;
    let mut ada = Someone {
        market: &market,
        account,
        current: PASSWORD.to_owned(),
    };
    let mut wrong = Vec::new();

    for (characters, expected) in [
        (14, Err(Refusal::PasswordTooShort)),
        (15, Ok(())),
        (64, Ok(())),
        (72, Ok(())),
        (128, Ok(())),
        (129, Err(Refusal::PasswordTooLong)),
        (100_000, Err(Refusal::PasswordTooLong)),
    ] {
        ada.starts_anew(&console).await;
        let said = ada.changes_to(&of_length(characters)).await;
        if said != expected {
            wrong.push(format!("{characters} characters: {said:?}"));
        }
    }

    // What is right, and what somebody might take for it.
    let long = of_length(128);
    for (kept, right, others) in [
        (
            long.clone(),
            vec![long.clone()],
            vec![
                long[..127].to_owned(),
                long[..72].to_owned(),
                format!("{long}x"),
                long.to_uppercase(),
            ],
        ),
        (
            "  spaces on both sides  ".to_owned(),
            vec!["  spaces on both sides  ".to_owned()],
            vec![
                "spaces on both sides".to_owned(),
                "  spaces on both sides".to_owned(),
                "  spaces  on both sides  ".to_owned(),
            ],
        ),
        (
            "gr\u{fc}ne wellen am ufer".to_owned(),
            vec!["gru\u{308}ne wellen am ufer".to_owned()],
            vec![
                "grune wellen am ufer".to_owned(),
                "gr\u{fc}ne wellen am ufe".to_owned(),
            ],
        ),
        (
            "\u{ff50}\u{ff41}\u{ff54}h of \u{fb01}ve \u{2126} stones".to_owned(),
            vec!["path of five \u{3a9} stones".to_owned()],
            vec!["path of five stones".to_owned()],
        ),
        (
            "\u{1f98a}\u{1f319} over the quiet hill".to_owned(),
            vec!["\u{1f98a}\u{1f319} over the quiet hill".to_owned()],
            vec!["\u{1f98a} over the quiet hill".to_owned()],
        ),
        (
            "before\0after the quiet bell".to_owned(),
            vec!["before\0after the quiet bell".to_owned()],
            vec!["before".to_owned(), "before\0after the quiet".to_owned()],
        ),
    ] {
        ada.starts_anew(&console).await;
        if let Err(refusal) = ada.changes_to(&kept).await {
            wrong.push(format!("{kept:?}: {refusal:?}"));
            continue;
        }
        for (typed, fits) in right
            .iter()
            .map(|typed| (typed, true))
            .chain(others.iter().map(|typed| (typed, false)))
        {
            if ada.signs_in(typed).await != fits {
                wrong.push(format!(
                    "{typed:?} for {kept:?} is {}",
                    if fits { "refused" } else { "taken" }
                ));
            }
        }
    }

    // What everybody tries first, with its decorations.
    let tried = if quick() { 20 } else { 200 };
    let words: Vec<&str> = COMMON
        .lines()
        .filter(|word| word.len() >= 8 && word.chars().all(char::is_alphabetic))
        .collect();
    for nth in 0..tried {
        ada.starts_anew(&console).await;
        let word = words.choose(&mut rng).unwrap();
        let guess = match nth % 3 {
            0 => format!("{word}{word}"),
            1 => format!("!!{word}2026!!!"),
            _ => format!("{}12345678", word.to_uppercase()),
        };
        match ada.changes_to(&guess).await {
            Err(Refusal::PasswordCommon | Refusal::PasswordTooShort) => {}
            said => wrong.push(format!("{guess:?}: {said:?}")),
        }
    }

    // A hash from elsewhere that reads 72 bytes is exchanged for one that reads all of them.
    let password = of_length(72);
    console
        .run(
            "update account set password_hash = $1 where email = $2",
            &[BCRYPT, "ada@passwords.example"],
        )
        .await;
    let kept = "select password_hash from account where email = 'ada@passwords.example'";
    if ada.signs_in("not the right password").await || !ada.signs_in(&password).await {
        wrong.push("a hash from elsewhere".to_owned());
    }
    if !console.one(kept, &[]).await.starts_with("$argon2id$") {
        wrong.push("a hash from elsewhere is kept".to_owned());
    }
    if ada.signs_in(&format!("{password}x")).await || !ada.signs_in(&password).await {
        wrong.push("the new hash reads no further than the old one".to_owned());
    }

    aftermath::must_be_clean(&server, &[&long, &password]).await;
    println!("{wrong:#?}");
    report
        .figure("common_tried", tried)
        .figure("wrong", wrong.len())
        .pass(wrong.is_empty());
}
