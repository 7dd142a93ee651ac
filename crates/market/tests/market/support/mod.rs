//! A market of one's own for a test, and its small cast.

mod database;
mod front_door;
mod signed_in;

use std::path::Path;
use std::sync::Arc;

use market::accounts::federation::Identities;
use market::accounts::{Account, Customer, Role, SignUp, appoint, ask_sign_up, sign_up};
use market::cart::{self, CartHolder};
use market::catalog::Card;
use market::checkout::sandbox::{Decision, SandboxProvider, decide};
use market::checkout::{self, OrderPage, Payments, Placed, Placement};
use market::consent::Document;
use market::jobs::Lane;
use market::licensing::{Owned, library};
use market::limits::StoredBuckets;
use market::notifications::FilePost;
use market::search::Search;
use market::{
    Clock, Error, IdempotencyKey, Keys, Market, Policy, ProductId, Refusal, Result, jobs,
};
use object_store::local::LocalFileSystem;
use secrecy::SecretString;
use sqlx::PgPool;
use tempfile::TempDir;

use database::{Start, database};
pub use front_door::FrontDoor;
pub use signed_in::{Browser, SignedIn, from_home, stored};

/// What everybody signs up with.
pub const PASSWORD: &str = "a perfectly fine password";

/// A market and the folder its mail goes to.
pub struct Shop {
    pub market: Market,
    pub mail: TempDir,
}

/// An empty market.
pub async fn empty_shop() -> Shop {
    shop_over(database(Start::Empty).await)
}

fn shop_over(db: PgPool) -> Shop {
    let mail = tempfile::tempdir().unwrap();
    let clock = Clock::system();
    let keys = Keys::from_master([7; 32]);
    let public_url = "http://shop.example".to_owned();
    let sandbox = SandboxProvider {
        db: db.clone(),
        keys: keys.clone(),
        clock: clock.clone(),
        public_url: public_url.clone(),
    };
    let market = Market {
        limits: Arc::new(StoredBuckets { db: db.clone() }),
        db,
        clock,
        files: Arc::new(files()),
        mail: Arc::new(FilePost::new(mail.path(), "Autopilot Monster <shop@example.com>").unwrap()),
        search: Search::in_memory().unwrap(),
        payments: Payments::with(vec![Arc::new(sandbox)]),
        identities: Identities::default(),
        keys,
        public_url,
        policy: Policy::default(),
    };
    Shop { market, mail }
}

/// A market with the demo in it.
pub async fn shop() -> Shop {
    shop_over(database(Start::Demo).await)
}

/// Content-addressed, so all tests of a build may share one folder.
fn files() -> LocalFileSystem {
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("files-{}", database::fingerprint()));
    std::fs::create_dir_all(&folder).unwrap();
    LocalFileSystem::new_with_prefix(folder).unwrap()
}

impl Shop {
    pub async fn a_customer(&self, name: &str) -> Customer {
        Customer::of(self.an_account(name).await)
    }

    /// Somebody with the cheapest paid product in the cart.
    pub async fn a_customer_with_a_cart(&self, name: &str) -> Customer {
        let customer = self.a_customer(name).await;
        let product = self.a_paid_product().await.id;
        self.puts_into_cart(&customer, product).await.unwrap();
        customer
    }

    pub async fn an_account(&self, name: &str) -> Account {
        let form = SignUp {
            name: name.to_owned(),
            email: format!("{}@example.com", name.to_lowercase().replace(' ', ".")),
            password: SecretString::from(PASSWORD),
            terms_seen: Some(self.terms_now()),
        };
        self.opens(&form).await.unwrap()
    }

    /// Somebody with this role at the market.
    pub async fn an_account_with(&self, name: &str, role: Role) -> Account {
        let mut account = self.an_account(name).await;
        let mut tx = self.market.begin().await.unwrap();
        appoint(&self.market, &mut tx, &account.email, role)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        account.role = role;
        // What somebody may do ends with the sessions before it.
        account.session_version += 1;
        account
    }

    /// Somebody of the time when accounts were opened before their address was confirmed.
    pub async fn an_unconfirmed_customer(&self, name: &str) -> Customer {
        let customer = self.a_customer(name).await;
        sqlx::query!(
            "update account set email_verified_at = null where id = $1",
            customer.id.0
        )
        .execute(&self.market.db)
        .await
        .unwrap();
        customer
    }

    /// Fills in the form, and types the code that is mailed.
    pub async fn opens(&self, form: &SignUp) -> Result<Account> {
        let id = ask_sign_up(&self.market, form).await?;
        self.mails_go_out().await;
        let code = self.code_mailed_to(&form.email.trim().to_lowercase()).await;
        sign_up(&self.market, id, &code, &from_home()).await
    }

    /// The cheapest product that costs something once.
    pub async fn a_paid_product(&self) -> Card {
        self.products(|card| matches!(card.price, market::catalog::Price::OneTime(_)))
            .await
            .remove(0)
    }

    pub async fn a_free_product(&self) -> Card {
        self.products(|card| card.price == market::catalog::Price::Free)
            .await
            .remove(0)
    }

    pub async fn products(&self, wanted: impl Fn(&Card) -> bool) -> Vec<Card> {
        let mut found = Vec::new();
        for page in 1..10 {
            let filter = market::catalog::Filter {
                page,
                sort: market::catalog::Sort::PriceLow,
                ..Default::default()
            };
            found.extend(
                market::catalog::list(&self.market, &filter)
                    .await
                    .unwrap()
                    .cards
                    .into_iter()
                    .filter(&wanted),
            );
        }
        found
    }

    pub async fn puts_into_cart(&self, who: &Customer, product: ProductId) -> Result<()> {
        let mut tx = self.market.begin().await?;
        cart::add(&mut tx, cart_of(who), product, self.market.now()).await?;
        Ok(tx.commit().await?)
    }

    pub async fn form(&self, who: &Customer) -> Placement {
        let view = cart::view(&self.market, cart_of(who)).await.unwrap();
        Placement {
            key: IdempotencyKey::mint(),
            seen_total_minor: view.total.minor,
            seen_currency: "USD".to_owned(),
            terms_accepted: true,
            terms_seen: Some(self.terms_now()),
        }
    }

    /// The version of the terms of use that is in force.
    pub fn terms_now(&self) -> i32 {
        Document::Terms.current(self.market.now()).number
    }

    pub async fn places(&self, who: &Customer, form: &Placement) -> Result<Placed> {
        let mut tx = self.market.begin().await?;
        let placed =
            checkout::place(&mut tx, who, form, self.market.now(), &self.market.policy).await?;
        tx.commit().await?;
        Ok(placed)
    }

    /// Puts the product into the cart, orders it and goes to the bank. Returns the order's number and the bank's intent.
    pub async fn orders(&self, who: &Customer, product: ProductId) -> (String, String) {
        self.puts_into_cart(who, product).await.unwrap();
        let form = self.form(who).await;
        let placed = self.places(who, &form).await.unwrap();
        let url = checkout::start_payment(&self.market, placed.payment.unwrap())
            .await
            .unwrap();
        (placed.number, url.rsplit('/').next().unwrap().to_owned())
    }

    /// The same, paid and delivered.
    pub async fn buys(&self, who: &Customer, product: ProductId) -> String {
        let (number, intent) = self.orders(who, product).await;
        self.bank_decides(&intent, Decision::Pay).await;
        self.works().await;
        number
    }

    pub async fn bank_decides(&self, intent: &str, decision: Decision) {
        decide(&self.market, intent, decision).await.unwrap();
    }

    pub async fn order(&self, who: &Customer, number: &str) -> OrderPage {
        let order = checkout::order_page(&self.market.db, who, number).await;
        order.unwrap()
    }

    /// What is in somebody's library.
    pub async fn owned(&self, who: &Customer) -> Vec<Owned> {
        library(&self.market.db, who).await.unwrap()
    }

    /// Runs jobs until nothing is due.
    pub async fn works(&self) {
        let door = FrontDoor(self.market.clone());
        let ran = async |lane| jobs::run_due(&self.market, &door, lane, 100).await.unwrap();
        while ran(Lane::Rest).await + ran(Lane::Mail).await > 0 {}
    }

    /// Runs the jobs that send mail, and no others.
    pub async fn mails_go_out(&self) {
        let door = FrontDoor(self.market.clone());
        while jobs::run_due(&self.market, &door, Lane::Mail, 100)
            .await
            .unwrap()
            > 0
        {}
    }

    pub async fn mails(&self) -> Vec<String> {
        let mut mails = Vec::new();
        for entry in std::fs::read_dir(self.mail.path()).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "eml") {
                mails.push(std::fs::read_to_string(path).unwrap());
            }
        }
        mails
    }

    /// How many mails begin so.
    pub async fn mails_about(&self, subject: &str) -> usize {
        let begin = format!("Subject: {subject}");
        let mails = self.mails().await;
        mails.iter().filter(|mail| mail.contains(&begin)).count()
    }

    /// The newest code for an account that was mailed there; empty where none was.
    pub async fn code_mailed_to(&self, email: &str) -> String {
        let to = format!("To: {email}");
        let mut mails = self.mails().await;
        mails.retain(|mail| mail.contains(&to) && mail.contains("Subject: Your code"));
        mails.sort_by_key(|mail| mail.split("Message-ID:").nth(1).map(str::to_owned));
        let is_half = |line: &&str| line.len() == 3 && line.bytes().all(|b| b.is_ascii_digit());
        let code = mails.last().and_then(|mail| {
            let lines = mail.lines().map(str::trim);
            lines
                .filter_map(|line| line.split_once(' '))
                .find(|(a, b)| is_half(a) && is_half(b))
        });
        code.map_or_else(String::new, |(a, b)| format!("{a}{b}"))
    }

    /// The secret in the newest link that was mailed there under this subject.
    pub async fn token_mailed_to(&self, email: &str, subject: &str) -> String {
        let (to, about) = (format!("<{email}>"), format!("Subject: {subject}"));
        let mut mails = self.mails().await;
        // A mail's message id is that of its link, and later ids sort after earlier ones.
        mails.sort_by_key(|mail| mail.split("Message-ID:").nth(1).map(str::to_owned));
        let mail = mails
            .iter()
            .rfind(|mail| mail.contains(&to) && mail.contains(&about));
        let mail = mail.unwrap_or_else(|| panic!("no mail to {email} about {subject}"));
        let readable = mail.replace("=\r\n", "").replace("=3D", "=");
        let (_, after) = readable.split_once("?token=").unwrap();
        after
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
            .collect()
    }

    pub async fn must_be_sound(&self) {
        let broken = market::checks::run(&self.market.db).await.unwrap();
        assert!(broken.is_empty(), "broken invariants: {broken:#?}");
    }
}

/// Why it was refused.
pub fn refusal<T>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => panic!("expected a refusal, got {other:?}"),
        Ok(_) => panic!("expected a refusal"),
    }
}

pub fn cart_of(who: &Customer) -> CartHolder {
    CartHolder {
        cart: None,
        account: Some(who.id),
    }
}
