//! Opening an account: a form, then the code that was mailed to the address. The account comes with the code, so nobody can
//! open one for an address they do not read; and who asks learns nothing about who has an account.

use lettre::Address;
use secrecy::SecretString;
use sqlx::PgPool;
use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime};
use unicode_normalization::UnicodeNormalization;

use super::password::{self, Protection};
use super::{Account, Role, hashing};
use crate::audit::{self, Act, Actor, Entry};
use crate::consent::{self, Document};
use crate::events::{self, Event};
use crate::jobs::{self, Mailing};
use crate::keys::{Keys, Purpose};
use crate::limits::{self, Action, Subject};
use crate::{AccountId, Error, Market, Refusal, Result, SignUpId, Tx};

/// How long a code counts, and how long one can go on asking for others.
const CODE_COUNTS: Duration = Duration::minutes(10);
const WAITS: Duration = Duration::hours(1);
/// Codes for one form.
const MOST_SENT: i32 = 5;
/// Wrong codes, after which one begins anew: ten in a million find it by chance.
const MOST_TRIES: i32 = 10;

/// What a visitor types to open an account.
pub struct SignUp {
    pub name: String,
    pub email: String,
    pub password: SecretString,
    /// The version of the terms of use that stood on the form. A program that shows none agrees to none yet.
    pub terms_seen: Option<i32>,
}

/// Takes the form, and has the address written to: a code, or that it has an account. Which of them is asked later, by the
/// job: what is done here is the same for every address, and takes the same time. Refuses a missing or overlong name, an
/// address that is none, and a password that is short, overlong or easy to guess; and with `TermsChanged` when other terms
/// than those in force were seen.
pub async fn ask_sign_up(market: &Market, form: &SignUp) -> Result<SignUpId> {
    let now = market.now();
    let name = clean_name(&form.name)?;
    let email = clean_email(&form.email)?;
    password::accept(&form.password, &email, &name, Protection::PasswordAlone)?;
    if let Some(seen) = form.terms_seen {
        consent::must_be_current(seen, now)?;
    }
    // It takes its time, so the transaction begins after it.
    let hash = hashing::hash(&form.password).await?;
    let id = SignUpId::new(now);
    let mut tx = market.begin().await?;
    sqlx::query!(
        "insert into sign_up (id, email, name, password_hash, terms_seen, asked_at, sent_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $6, $7)",
        id.0,
        email,
        name,
        hash,
        form.terms_seen,
        now,
        now + WAITS,
    )
    .execute(&mut *tx)
    .await?;
    answer(&mut tx, id, 1, now).await?;
    tx.commit().await?;
    Ok(id)
}

async fn answer(tx: &mut Tx, sign_up: SignUpId, sending: i32, now: OffsetDateTime) -> Result<()> {
    jobs::enqueue(tx, Mailing::AnswerSignUp { sign_up, sending }, now).await
}

/// The address a code is awaited from, while one is.
pub async fn awaited_from(
    db: &PgPool,
    id: SignUpId,
    now: OffsetDateTime,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select email from sign_up where id = $1 and expires_at > $2 and tries < $3",
        id.0,
        now,
        MOST_TRIES
    )
    .fetch_optional(db)
    .await?)
}

/// Has another code mailed; the ones before count no more. Refuses with `SignUpEnded`, `MailTooSoon` or `MailTooOften`.
pub async fn send_code_again(market: &Market, id: SignUpId) -> Result<()> {
    let now = market.now();
    let mut tx = market.begin().await?;
    let waiting = sqlx::query!(
        "select sent, sent_at from sign_up where id = $1 and expires_at > $2 and tries < $3 for update",
        id.0,
        now,
        MOST_TRIES
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::SignUpEnded)?;
    if now < waiting.sent_at + Duration::minutes(1) {
        return Err(Refusal::MailTooSoon.into());
    }
    if waiting.sent >= MOST_SENT {
        return Err(Refusal::MailTooOften.into());
    }
    let sending = waiting.sent + 1;
    sqlx::query!(
        "update sign_up set sent = $2, sent_at = $3 where id = $1",
        id.0,
        sending,
        now
    )
    .execute(&mut *tx)
    .await?;
    answer(&mut tx, id, sending, now).await?;
    Ok(tx.commit().await?)
}

/// Opens the account, its address confirmed by the code. Refuses with `SignUpEnded`, or with `SignUpCodeWrong`: also when
/// the address has an account, whose owner was mailed no code.
pub async fn sign_up(market: &Market, id: SignUpId, code: &str, from: &Actor) -> Result<Account> {
    let now = market.now();
    let mut tx = market.begin().await?;
    // All of the address, in one order: whoever comes first ends the others.
    sqlx::query!(
        "select id from sign_up where email = (select email from sign_up where id = $1) order by id for update",
        id.0
    )
    .fetch_all(&mut *tx)
    .await?;
    let waiting = sqlx::query!(
        "select email, name, password_hash, terms_seen, sent, sent_at, mailed from sign_up
         where id = $1 and expires_at > $2 and tries < $3 for update",
        id.0,
        now,
        MOST_TRIES
    )
    .fetch_optional(&mut *tx)
    .await?
    .ok_or(Refusal::SignUpEnded)?;
    let typed: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let mailed = self::code(&market.keys, id, waiting.sent);
    let right: bool = typed.as_bytes().ct_eq(mailed.as_bytes()).into();
    let account = Account {
        id: AccountId::new(now),
        email: waiting.email,
        name: waiting.name,
        role: Role::Customer,
        sells: false,
        session_version: 1,
        closing_at: None,
        avatar: None,
        time_zone: "UTC".to_owned(),
        created_at: now,
    };
    let opened = right
        && waiting.mailed == waiting.sent
        && now < waiting.sent_at + CODE_COUNTS
        && insert(&mut tx, &account, &waiting.password_hash).await?;
    if !opened {
        sqlx::query!("update sign_up set tries = tries + 1 where id = $1", id.0)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        return Err(Refusal::SignUpCodeWrong.into());
    }
    // Whatever else waits for this address has come too late.
    sqlx::query!("delete from sign_up where email = $1", account.email)
        .execute(&mut *tx)
        .await?;
    opened_account(market, &mut tx, account.id, from).await?;
    // Where other terms came into force meanwhile, they are shown before anything is bought.
    if waiting
        .terms_seen
        .is_some_and(|seen| consent::must_be_current(seen, now).is_ok())
    {
        for document in [Document::Terms, Document::Privacy] {
            consent::note(
                &mut tx,
                account.id,
                document,
                consent::Way::SignUp,
                from,
                now,
            )
            .await?;
        }
    }
    tx.commit().await?;
    Ok(account)
}

/// Notes that there is a new account, whose address its owner has shown to read.
pub(super) async fn opened_account(
    market: &Market,
    tx: &mut Tx,
    account: AccountId,
    from: &Actor,
) -> Result<()> {
    let now = market.now();
    events::record(tx, Event::AccountCreated { account }, now).await?;
    events::record(tx, Event::EmailVerified { account }, now).await?;
    let owner = Actor {
        account: Some(account),
        ..from.clone()
    };
    let entry = Entry::new(&owner, Act::AccountOpened, ("account", account.to_string()));
    audit::record(market, tx, entry).await
}

/// False when the address has an account by now.
async fn insert(tx: &mut Tx, account: &Account, password_hash: &str) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into account (id, email, name, password_hash, email_verified_at, created_at) values ($1, $2, $3, $4, $5, $5)
         on conflict on constraint account_email_key do nothing",
        account.id.0,
        account.email,
        account.name,
        password_hash,
        account.created_at,
    )
    .execute(&mut **tx)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// What the address of a form is written.
pub(crate) struct CodeMail {
    pub email: String,
    /// None when the address has an account.
    pub code: Option<String>,
}

/// What is to be mailed, if anything: nothing once a newer code is on its way, or when the address was written to often.
pub(crate) async fn code_mail(
    market: &Market,
    id: SignUpId,
    sending: i32,
) -> Result<Option<CodeMail>> {
    let row = sqlx::query!(
        r#"select email, mailed, exists (select from account where account.email = sign_up.email) as "has_account!"
           from sign_up where id = $1 and sent = $2 and expires_at > $3"#,
        id.0,
        sending,
        market.now(),
    )
    .fetch_optional(&market.db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    // Once a mail: one that a mail server puts off has been counted.
    if row.mailed != sending {
        match limits::take(market, Action::SignUpMail, &Subject::Address(&row.email)).await {
            Err(Error::TooOften(_)) => return Ok(None),
            taken => taken?,
        };
        sqlx::query!(
            "update sign_up set mailed = $2 where id = $1",
            id.0,
            sending
        )
        .execute(&market.db)
        .await?;
    }
    Ok(Some(CodeMail {
        code: (!row.has_account).then(|| code(&market.keys, id, sending)),
        email: row.email,
    }))
}

/// Six digits that nobody can tell without the key. Derived, so that a mail that has to be sent again carries the same.
fn code(keys: &Keys, id: SignUpId, sending: i32) -> String {
    let hash = keys.hash(Purpose::SignUpCode, &format!("{id}:{sending}"));
    let number = hash[..8]
        .iter()
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

pub(super) fn clean_name(typed: &str) -> Result<String, Refusal> {
    let name = one_line(typed);
    match name.chars().count() {
        0 => Err(Refusal::NameMissing),
        1..=120 => Ok(name),
        _ => Err(Refusal::NameTooLong),
    }
}

/// The text in one line, without what cannot be seen.
pub(super) fn one_line(typed: &str) -> String {
    let seen: String = typed.nfc().filter(|c| !unseen(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Control characters and those that turn the direction of writing have no place in a name.
pub(super) fn unseen(c: char) -> bool {
    c.is_control() && !c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

pub(crate) fn clean_email(typed: &str) -> Result<String, Refusal> {
    let email = typed.trim().to_lowercase();
    let parsed: Address = email.parse().map_err(|_| Refusal::EmailInvalid)?;
    let unseen = email.contains(char::is_control);
    if unseen || email.len() > 254 || !parsed.domain().contains('.') {
        return Err(Refusal::EmailInvalid);
    }
    Ok(email)
}
