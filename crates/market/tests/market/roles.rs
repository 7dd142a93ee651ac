use market::accounts::{
    self, Account, Administrator, Customer, Moderator, Permission, Role, Staff, VendorRole,
    appoint, grant_role,
};
use market::{Error, Refusal, Result};

use crate::support::{Browser, Shop, empty_shop};

async fn with_role(shop: &Shop, name: &str, role: Role) -> Account {
    let mut account = shop.an_account(name).await;
    let mut tx = shop.market.begin().await.unwrap();
    appoint(&shop.market, &mut tx, &account.email, role)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    account.role = role;
    account
}

async fn grants(shop: &Shop, by: &Account, to: &Account, role: Role) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    let by = Administrator::of(Customer::of(by.clone()), &shop.market.policy)?;
    grant_role(&shop.market, &mut tx, &by, &to.email, role).await?;
    Ok(tx.commit().await?)
}

#[test]
fn every_permission_is_somebodys_and_owners_and_admins_have_all_of_their_side() {
    for permission in Permission::ALL.iter().copied() {
        let (market, vendor) = (permission.market_roles(), permission.vendor_roles());
        assert!(market.is_empty() != vendor.is_empty(), "{permission:?}");
        assert!(Role::Admin.may(permission) || VendorRole::Owner.may(permission));
        assert!(!permission.lets().is_empty());
    }
}

#[tokio::test]
async fn each_desk_admits_those_whose_role_the_catalogue_names() {
    let shop = empty_shop().await;
    let mut account = shop.an_account("Ada").await;
    for (role, staff, moderator, administrator) in [
        (Role::Customer, false, false, false),
        (Role::Support, true, false, false),
        (Role::Moderator, true, true, false),
        (Role::Admin, true, true, true),
    ] {
        account.role = role;
        assert_eq!(
            Staff::of(Customer::of(account.clone()), &shop.market.policy).is_ok(),
            staff,
            "{role:?}"
        );
        assert_eq!(
            Moderator::of(Customer::of(account.clone()), &shop.market.policy).is_ok(),
            moderator,
            "{role:?}"
        );
        assert_eq!(
            Administrator::of(Customer::of(account.clone()), &shop.market.policy).is_ok(),
            administrator,
            "{role:?}"
        );
    }
}

#[tokio::test]
async fn a_role_says_who_gave_it_and_when_and_ends_the_sessions_before_it() {
    let shop = empty_shop().await;
    let ines = with_role(&shop, "Ines", Role::Admin).await;
    let ada = shop.an_account("Ada").await;
    let now = shop.market.now();
    let signed_in = shop.signs_in(&ada, Browser::default()).await;
    assert!(shop.who(&signed_in).await.is_some());
    grants(&shop, &ines, &ada, Role::Moderator).await.unwrap();
    assert!(shop.who(&signed_in).await.is_none());
    let by = Administrator::of(Customer::of(ines.clone()), &shop.market.policy).unwrap();
    let staff = accounts::staff(&shop.market.db, &by).await.unwrap();
    let granted = staff.iter().find(|person| person.id == ada.id).unwrap();
    assert_eq!(granted.role, Role::Moderator);
    assert_eq!(granted.granted_by.as_deref(), Some("Ines"));
    assert!(granted.granted_at.unwrap() >= now);
}

#[tokio::test]
async fn a_role_goes_to_an_address_with_an_account() {
    let shop = empty_shop().await;
    let ines = with_role(&shop, "Ines", Role::Admin).await;
    let mut nobody = shop.an_account("Ada").await;
    nobody.email = "nobody@example.com".to_owned();
    let refused = grants(&shop, &ines, &nobody, Role::Support).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::NobodyThere))));
}

#[tokio::test]
async fn the_market_keeps_an_admin_whoever_takes_whose_role_at_once() {
    let shop = empty_shop().await;
    let one = with_role(&shop, "Ines", Role::Admin).await;
    let refused = grants(&shop, &one, &one, Role::Customer).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::LastAdmin))));
    let other = with_role(&shop, "Max", Role::Admin).await;
    let (a, b) = tokio::join!(
        grants(&shop, &one, &other, Role::Customer),
        grants(&shop, &other, &one, Role::Customer)
    );
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    shop.must_be_sound().await;
}
