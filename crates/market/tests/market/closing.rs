use market::accounts::api_keys::{self, ApiKeyForm};
use market::accounts::closing::{self, GRACE, Obstacle};
use market::accounts::{
    self, Administrator, Customer, Fresh, Role, VendorMember, VendorRole, grant_role, sign_in,
};
use market::checkout::sandbox::Decision;
use market::vendors::team;
use market::{AccountId, Error, Refusal, Result, VendorId};
use secrecy::SecretString;
use time::{Duration, OffsetDateTime};

use crate::support::{Browser, PASSWORD, Shop, empty_shop, from_home, refusal, shop};

const ASKED: &str = "Your account is being closed";
const KEPT: &str = "Your account stays";
const HINDERED: &str = "Your account could not be closed yet";

pub async fn closes(shop: &Shop, who: &Fresh) -> Result<OffsetDateTime> {
    let mut tx = shop.market.begin().await?;
    let at = closing::close(&shop.market, &mut tx, who).await?;
    tx.commit().await?;
    Ok(at)
}

async fn keeps(shop: &Shop, who: &Customer) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    closing::keep(&shop.market, &mut tx, who).await?;
    Ok(tx.commit().await?)
}

async fn keeps_by_link(shop: &Shop, token: &str) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    closing::keep_by_link(&shop.market, &mut tx, token, &from_home()).await?;
    Ok(tx.commit().await?)
}

/// Moves on past the day of an account that was asked for to be closed just now.
pub async fn grace_passes(shop: &Shop) {
    shop.market.clock.advance(GRACE + Duration::minutes(1));
    shop.works().await;
}

/// Until when the account can be kept, and when it was erased.
async fn standing(
    shop: &Shop,
    account: AccountId,
) -> (Option<OffsetDateTime>, Option<OffsetDateTime>) {
    let row = sqlx::query!(
        "select closing_at, erased_at from account where id = $1",
        account.0
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    (row.closing_at, row.erased_at)
}

pub async fn is_erased(shop: &Shop, account: AccountId) -> bool {
    standing(shop, account).await.1.is_some()
}

async fn signs_in(shop: &Shop, email: &str) -> Result<accounts::Account> {
    let password = SecretString::from(PASSWORD);
    sign_in(&shop.market, email, &password, &from_home()).await
}

async fn with_role(shop: &Shop, name: &str, role: Role) -> Fresh {
    let account = shop.an_account_with(name, role).await;
    let signed_in = shop.signs_in(&account, Browser::default()).await;
    let customer = shop.who(&signed_in).await.unwrap();
    Fresh::of(customer, shop.market.now()).unwrap()
}

/// A vendor of the demo, whose only owner this person is from now on.
async fn takes_over_a_vendor(shop: &Shop, who: &Fresh) -> VendorId {
    let vendor = sqlx::query_scalar!(
        r#"select vendor_id as "id: VendorId" from product join price on price.product_id = product.id
           where price.kind = 'one_time' and archived_at is null and product.state = 'approved'
           order by product.id limit 1"#
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    sqlx::query!("delete from vendor_member where vendor_id = $1", vendor.0)
        .execute(&shop.market.db)
        .await
        .unwrap();
    joins(shop, who.id, vendor, VendorRole::Owner).await;
    vendor
}

async fn joins(shop: &Shop, who: AccountId, vendor: VendorId, role: VendorRole) {
    sqlx::query!(
        "insert into vendor_member (vendor_id, account_id, role, since) values ($1, $2, $3, $4)",
        vendor.0,
        who.0,
        role.code(),
        shop.market.now()
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
}

async fn state_of(shop: &Shop, vendor: VendorId) -> String {
    sqlx::query_scalar!("select state from vendor where id = $1", vendor.0)
        .fetch_one(&shop.market.db)
        .await
        .unwrap()
}

/// Products of the vendor that a shopper finds in the list.
async fn on_sale(shop: &Shop, vendor: VendorId) -> usize {
    let handle = sqlx::query_scalar!("select handle from vendor where id = $1", vendor.0)
        .fetch_one(&shop.market.db)
        .await
        .unwrap();
    shop.products(|card| card.vendor_handle == handle)
        .await
        .len()
}

#[tokio::test]
async fn closing_signs_out_others_ends_keys_and_says_by_mail_until_when() {
    let shop = empty_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let elsewhere = shop.signs_in(&shop_account(&ada), Browser::default()).await;
    let mut tx = shop.market.begin().await.unwrap();
    let form = ApiKeyForm {
        name: "Nightly".to_owned(),
        scopes: vec!["account:read".to_owned()],
        days: 30,
        networks: String::new(),
    };
    let (id, sealed) = api_keys::make(&shop.market, &mut tx, &ada, &form)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let key = api_keys::open_shown(&shop.market, &ada, id, &sealed).unwrap();

    let at = closes(&shop, &ada).await.unwrap();
    assert!((at - shop.market.now() - GRACE).abs() < Duration::minutes(1));
    assert!(shop.who(&elsewhere).await.is_none());
    let shown = api_keys::by_key(&shop.market, &key, "203.0.113.9".parse().unwrap()).await;
    assert!(matches!(shown, Err(Error::SignInNeeded)), "{shown:?}");
    shop.works().await;
    assert_eq!(shop.mails_about(ASKED).await, 1);
    let mails = shop.mails().await;
    let mail = mails.iter().find(|mail| mail.contains(ASKED)).unwrap();
    let text = mail.replace("=\r\n", "").replace("\r\n", " ");
    let day = format!("{} {} {} (UTC)", at.day(), at.month(), at.year());
    assert!(text.contains(&day), "{text}");
    assert!(text.contains("/account/close/keep?token"), "{text}");
    assert!(
        signs_in(&shop, &ada.email).await.unwrap().closing_at == Some(at),
        "one can come in and sees it"
    );
    shop.must_be_sound().await;
}

fn shop_account(of: &Customer) -> accounts::Account {
    accounts::Account::clone(of)
}

#[tokio::test]
async fn an_account_is_kept_from_within_or_by_the_link_and_the_link_works_once() {
    let shop = empty_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    closes(&shop, &ada).await.unwrap();
    shop.works().await;
    let token = shop.token_mailed_to(&ada.email, ASKED).await;
    assert!(
        closing::open_until(&shop.market, &token)
            .await
            .unwrap()
            .is_some()
    );
    keeps_by_link(&shop, &token).await.unwrap();
    assert_eq!(standing(&shop, ada.id).await, (None, None));
    assert_eq!(
        closing::open_until(&shop.market, &token).await.unwrap(),
        None
    );
    let again = keeps_by_link(&shop, &token).await;
    assert_eq!(refusal(again), Refusal::AccountLinkEnded);

    closes(&shop, &ada).await.unwrap();
    let old = keeps_by_link(&shop, &token).await;
    assert_eq!(
        refusal(old),
        Refusal::AccountLinkEnded,
        "it was for the closing before"
    );
    keeps(&shop, &ada).await.unwrap();
    keeps(&shop, &ada).await.unwrap();
    grace_passes(&shop).await;
    assert_eq!(standing(&shop, ada.id).await, (None, None));
    assert_eq!(shop.mails_about(KEPT).await, 2);
    signs_in(&shop, &ada.email).await.unwrap();
    shop.must_be_sound().await;
}

#[tokio::test]
async fn made_up_links_keep_nothing() {
    let shop = empty_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    closes(&shop, &ada).await.unwrap();
    shop.works().await;
    let token = shop.token_mailed_to(&ada.email, ASKED).await;
    let end = if token.ends_with('A') { "B" } else { "A" };
    let changed = format!("{}{end}", &token[..token.len() - 1]);
    let beginning = token[..22].to_owned();
    for made_up in [String::new(), "x".to_owned(), changed, beginning] {
        assert_eq!(
            refusal(keeps_by_link(&shop, &made_up).await),
            Refusal::AccountLinkEnded
        );
        let open = closing::open_until(&shop.market, &made_up).await;
        assert_eq!(open.unwrap(), None, "{made_up}");
    }
    assert!(standing(&shop, ada.id).await.0.is_some());
}

#[tokio::test]
async fn closing_twice_at_once_is_one_closing() {
    let shop = empty_shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let (one, other) = tokio::join!(closes(&shop, &ada), closes(&shop, &ada));
    assert_eq!(one.unwrap(), other.unwrap());
    shop.works().await;
    assert_eq!(shop.mails_about(ASKED).await, 1);
    shop.must_be_sound().await;
}

#[tokio::test]
async fn an_open_order_stands_in_the_way_until_it_is_settled() {
    let shop = shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let product = shop.a_paid_product().await.id;
    let (number, intent) = shop.orders(&ada, product).await;
    let unpaid = Obstacle::OrderUnpaid {
        number: number.clone(),
    };
    assert!(unpaid.said().contains(&number) && unpaid.said().contains("lapses"));
    let found = closing::obstacles(&shop.market, &ada).await.unwrap();
    assert_eq!(found, [unpaid]);
    assert_eq!(refusal(closes(&shop, &ada).await), Refusal::ClosingHindered);
    shop.bank_decides(&intent, Decision::Pay).await;
    shop.works().await;
    assert_eq!(closing::obstacles(&shop.market, &ada).await.unwrap(), []);
    closes(&shop, &ada).await.unwrap();
    shop.must_be_sound().await;
}

#[tokio::test]
async fn the_last_admin_stays_and_of_two_who_go_at_once_one_does() {
    let shop = empty_shop().await;
    let ada = with_role(&shop, "Ada", Role::Admin).await;
    assert_eq!(
        closing::obstacles(&shop.market, &ada).await.unwrap(),
        [Obstacle::LastAdmin]
    );
    assert_eq!(refusal(closes(&shop, &ada).await), Refusal::ClosingHindered);
    let bob = with_role(&shop, "Bob", Role::Admin).await;
    let (one, other) = tokio::join!(closes(&shop, &ada), closes(&shop, &bob));
    assert_ne!(one.is_ok(), other.is_ok(), "{one:?} {other:?}");

    let stays = if one.is_ok() { &bob } else { &ada };
    let by = Administrator::of(Customer::clone(stays), &shop.market.policy).unwrap();
    let mut tx = shop.market.begin().await.unwrap();
    let steps_down = grant_role(&shop.market, &mut tx, &by, &stays.email, Role::Customer).await;
    assert_eq!(refusal(steps_down), Refusal::LastAdmin);
}

#[tokio::test]
async fn the_last_owner_hands_over_before_others_are_left_alone() {
    let shop = shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let vendor = takes_over_a_vendor(&shop, &ada).await;
    let bob = shop.somebody_fresh("Bob").await;
    joins(&shop, bob.id, vendor, VendorRole::Publisher).await;
    let found = closing::obstacles(&shop.market, &ada).await.unwrap();
    assert!(matches!(&found[..], [Obstacle::LastOwner { .. }]));
    assert_eq!(refusal(closes(&shop, &ada).await), Refusal::ClosingHindered);

    let seat = VendorMember::of(&shop.market.db, Customer::clone(&ada), None)
        .await
        .unwrap();
    let mut tx = shop.market.begin().await.unwrap();
    team::change_role(&shop.market, &mut tx, &seat, bob.id, VendorRole::Owner)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    closes(&shop, &ada).await.unwrap();
    assert_eq!(state_of(&shop, vendor).await, "approved");
    let seat = VendorMember::of(&shop.market.db, Customer::clone(&bob), None)
        .await
        .unwrap();
    let mut tx = shop.market.begin().await.unwrap();
    let leaves = team::leave(&shop.market, &mut tx, &seat).await;
    assert_eq!(
        refusal(leaves),
        Refusal::LastOwner,
        "the other one is going"
    );
    drop(tx);
    grace_passes(&shop).await;
    assert!(is_erased(&shop, ada.id).await);
    assert_eq!(state_of(&shop, vendor).await, "approved");
    shop.must_be_sound().await;
}

#[tokio::test]
async fn a_vendor_of_one_leaves_the_shop_with_its_owner_and_comes_back_with_them() {
    let shop = shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let vendor = takes_over_a_vendor(&shop, &ada).await;
    let products = on_sale(&shop, vendor).await;
    assert!(products > 0);
    closes(&shop, &ada).await.unwrap();
    assert_eq!(on_sale(&shop, vendor).await, 0);
    keeps(&shop, &ada).await.unwrap();
    assert_eq!(on_sale(&shop, vendor).await, products);
    assert_eq!(state_of(&shop, vendor).await, "approved");
    shop.must_be_sound().await;
}

#[tokio::test]
async fn buyers_keep_what_they_bought_of_a_vendor_that_is_gone() {
    let shop = shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let vendor = takes_over_a_vendor(&shop, &ada).await;
    let product = sqlx::query_scalar!(
        r#"select product.id as "id: market::ProductId" from product join price on price.product_id = product.id
           where vendor_id = $1 and price.kind = 'one_time' and archived_at is null and product.state = 'approved' limit 1"#,
        vendor.0
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    let buyer = shop.a_customer("Buyer").await;
    let number = shop.buys(&buyer, product).await;
    closes(&shop, &ada).await.unwrap();
    grace_passes(&shop).await;
    assert!(is_erased(&shop, ada.id).await);
    assert_eq!(on_sale(&shop, vendor).await, 0);
    let row = sqlx::query!(
        r#"select handle, (select count(*) from product where vendor_id = vendor.id and state <> 'archived') as "shown!"
           from vendor where id = $1 and state = 'closed' and about_md = ''"#,
        vendor.0
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    assert_eq!(row.shown, 0);
    let owned = shop.owned(&buyer).await;
    assert_eq!((owned.len(), owned[0].state.as_str()), (1, "active"));
    let mut tx = shop.market.begin().await.unwrap();
    let (entitlement, asset) = (owned[0].entitlement, owned[0].assets[0].id);
    market::downloads::link(&shop.market, &mut tx, &buyer, entitlement, asset)
        .await
        .unwrap();
    assert_eq!(shop.order(&buyer, &number).await.number, number);
    shop.must_be_sound().await;
}

#[tokio::test]
async fn whoever_is_going_takes_on_nothing_new() {
    let shop = shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    shop.puts_into_cart(&ada, shop.a_paid_product().await.id)
        .await
        .unwrap();
    let form = shop.form(&ada).await;
    closes(&shop, &ada).await.unwrap();
    let buys = shop.places(&ada, &form).await;
    assert_eq!(refusal(buys), Refusal::AccountClosing);
    let mut tx = shop.market.begin().await.unwrap();
    let key = ApiKeyForm {
        name: "Late".to_owned(),
        scopes: vec!["account:read".to_owned()],
        days: 30,
        networks: String::new(),
    };
    let key = api_keys::make(&shop.market, &mut tx, &ada, &key).await;
    assert_eq!(refusal(key), Refusal::AccountClosing);
    drop(tx);
    keeps(&shop, &ada).await.unwrap();
    shop.places(&ada, &form).await.unwrap();
}

#[tokio::test]
async fn buying_and_closing_at_once_do_not_both_happen() {
    let shop = shop().await;
    let product = shop.a_paid_product().await.id;
    for nth in 0..8 {
        let ada = shop.somebody_fresh(&format!("Ada {nth}")).await;
        shop.puts_into_cart(&ada, product).await.unwrap();
        let form = shop.form(&ada).await;
        let (bought, closed) = tokio::join!(shop.places(&ada, &form), closes(&shop, &ada));
        match (bought, closed) {
            (Ok(_), closed) => assert_eq!(refusal(closed), Refusal::ClosingHindered),
            (bought, Ok(_)) => assert_eq!(refusal(bought), Refusal::AccountClosing),
            (bought, closed) => panic!("{bought:?} {closed:?}"),
        }
    }
}

#[tokio::test]
async fn keeping_an_account_and_erasing_it_at_once_do_not_both_happen() {
    let shop = empty_shop().await;
    let mut erased = 0;
    for nth in 0..8 {
        let ada = shop.somebody_fresh(&format!("Ada {nth}")).await;
        closes(&shop, &ada).await.unwrap();
        shop.market.clock.advance(GRACE + Duration::minutes(1));
        let (kept, ()) = tokio::join!(keeps(&shop, &ada), shop.works());
        let gone = is_erased(&shop, ada.id).await;
        match kept {
            Ok(()) => assert!(!gone && standing(&shop, ada.id).await.0.is_none()),
            Err(Error::SignInNeeded) => assert!(gone),
            Err(error) => panic!("{error:?}"),
        }
        erased += usize::from(gone);
    }
    println!("{erased} of 8 were erased");
    shop.must_be_sound().await;
}

#[tokio::test]
async fn what_stands_in_the_way_on_the_day_puts_it_off_and_is_told() {
    let shop = shop().await;
    let ada = shop.somebody_fresh("Ada").await;
    let vendor = takes_over_a_vendor(&shop, &ada).await;
    let bob = shop.somebody_fresh("Bob").await;
    let first = closes(&shop, &ada).await.unwrap();
    // Somebody with access to the database, since nobody is asked into a team that is going.
    joins(&shop, bob.id, vendor, VendorRole::Support).await;
    grace_passes(&shop).await;
    let (closing_at, erased_at) = standing(&shop, ada.id).await;
    assert!(erased_at.is_none() && closing_at.unwrap() > first + Duration::days(6));
    assert_eq!(
        signs_in(&shop, &ada.email).await.unwrap().name,
        "Ada",
        "nothing is half done"
    );
    assert_eq!(shop.mails_about(HINDERED).await, 1);
    let mails = shop.mails().await;
    let mail = mails.iter().find(|mail| mail.contains(HINDERED)).unwrap();
    assert!(
        mail.replace("=\r\n", "").contains("last owner of"),
        "{mail}"
    );
    shop.must_be_sound().await;
    sqlx::query!("delete from vendor_member where account_id = $1", bob.id.0)
        .execute(&shop.market.db)
        .await
        .unwrap();
    shop.market.clock.advance(Duration::days(8));
    shop.works().await;
    assert!(is_erased(&shop, ada.id).await);
    shop.must_be_sound().await;
}
