use market::accounts::{Account, Customer, VendorMember, VendorRole};
use market::vendors::team::{self, Team};
use market::{AccountId, Error, InvitationId, Refusal, Result, VendorId};
use time::Duration;

use crate::support::{Shop, refusal, shop};

/// Somebody in the team of a vendor of the demo, in this role.
async fn a_member(shop: &Shop, vendor: VendorId, name: &str, role: VendorRole) -> VendorMember {
    let account = shop.an_account(name).await;
    sqlx::query!(
        "insert into vendor_member (vendor_id, account_id, role, since) values ($1, $2, $3, $4)",
        vendor.0,
        account.id.0,
        role.code(),
        shop.market.now()
    )
    .execute(&shop.market.db)
    .await
    .unwrap();
    seat(shop, &account).await.unwrap()
}

async fn seat(shop: &Shop, account: &Account) -> Result<VendorMember> {
    VendorMember::of(&shop.market.db, Customer::of(account.clone()), None).await
}

/// A vendor of the demo whose only owner is the one returned.
async fn the_owner(shop: &Shop, nth: i64) -> VendorMember {
    let owner = sqlx::query!(
        r#"select account_id as "id: AccountId" from vendor_member order by vendor_id offset $1 limit 1"#,
        nth
    )
    .fetch_one(&shop.market.db)
    .await
    .unwrap();
    let mut account = shop.an_account(&format!("Stand In {nth}")).await;
    account.id = owner.id;
    seat(shop, &account).await.unwrap()
}

async fn invites(
    shop: &Shop,
    by: &VendorMember,
    email: &str,
    role: VendorRole,
) -> Result<InvitationId> {
    let mut tx = shop.market.begin().await?;
    let id = team::invite(&shop.market, &mut tx, by, email, role).await?;
    tx.commit().await?;
    Ok(id)
}

async fn accepts(shop: &Shop, who: &Account, token: &str) -> Result<VendorId> {
    let mut tx = shop.market.begin().await?;
    let by = Customer::of(who.clone());
    let vendor = team::accept(&shop.market, &mut tx, &by, token).await?;
    tx.commit().await?;
    Ok(vendor)
}

async fn changes(shop: &Shop, by: &VendorMember, whom: AccountId, role: VendorRole) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    team::change_role(&shop.market, &mut tx, by, whom, role).await?;
    Ok(tx.commit().await?)
}

async fn removes(shop: &Shop, by: &VendorMember, whom: AccountId) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    team::remove(&shop.market, &mut tx, by, whom).await?;
    Ok(tx.commit().await?)
}

async fn leaves(shop: &Shop, by: &VendorMember) -> Result<()> {
    let mut tx = shop.market.begin().await?;
    team::leave(&shop.market, &mut tx, by).await?;
    Ok(tx.commit().await?)
}

async fn team_of(shop: &Shop, by: &VendorMember) -> Team {
    team::team(&shop.market.db, by).await.unwrap()
}

/// The token in the newest mail to this address.
async fn mailed_token(shop: &Shop, email: &str) -> Vec<String> {
    shop.works().await;
    let to = format!("To: {email}");
    let mails = shop.mails().await;
    let mut tokens = Vec::new();
    for mail in mails.iter().filter(|mail| mail.contains(&to)) {
        let text = mail.replace("=\r\n", "").replace("=3D", "=");
        let Some(link) = text.split("/vendor/invitations/").nth(1) else {
            continue;
        };
        let end = link.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
        tokens.push(link[..end.unwrap()].to_owned());
    }
    tokens
}

fn forbidden<T: std::fmt::Debug>(result: Result<T>) {
    assert!(matches!(result, Err(Error::Forbidden)), "{result:?}");
}

fn nothing_there<T: std::fmt::Debug>(result: Result<T>) {
    assert!(matches!(result, Err(Error::NotFound)), "{result:?}");
}

#[tokio::test]
async fn an_invitation_makes_a_member_of_whoever_has_the_link_and_the_address() {
    let shop = shop().await;
    let owner = the_owner(&shop, 0).await;
    let ada = shop.an_account("Ada").await;
    invites(&shop, &owner, " Ada@Example.com ", VendorRole::Finance)
        .await
        .unwrap();
    let token = mailed_token(&shop, "ada@example.com").await.remove(0);

    let stored = sqlx::query_scalar!("select token_hash from team_invitation")
        .fetch_one(&shop.market.db)
        .await
        .unwrap();
    assert!(
        !stored
            .windows(8)
            .any(|part| token.as_bytes().starts_with(part))
    );

    let eve = shop.an_account("Eve").await;
    assert_eq!(
        refusal(accepts(&shop, &eve, &token).await),
        Refusal::InvitationForAnother
    );
    nothing_there(accepts(&shop, &ada, "made-up").await);

    assert_eq!(accepts(&shop, &ada, &token).await.unwrap(), owner.vendor.id);
    let seat = seat(&shop, &ada).await.unwrap();
    assert_eq!(
        (seat.vendor.id, seat.role),
        (owner.vendor.id, VendorRole::Finance)
    );
    let team = team_of(&shop, &owner).await;
    let member = team.members.iter().find(|m| m.account == ada.id).unwrap();
    assert!(member.granted_by.is_some() && member.granted_at.is_some());
    assert!(team.invitations.is_empty());
    assert_eq!(
        refusal(accepts(&shop, &ada, &token).await),
        Refusal::InvitationEnded,
        "it works once"
    );
}

#[tokio::test]
async fn an_invitation_accepted_ten_times_at_once_makes_one_member() {
    let shop = shop().await;
    let owner = the_owner(&shop, 0).await;
    let ada = shop.an_account("Ada").await;
    invites(&shop, &owner, &ada.email, VendorRole::Support)
        .await
        .unwrap();
    let token = mailed_token(&shop, &ada.email).await.remove(0);
    let tries = (0..10).map(|_| accepts(&shop, &ada, &token));
    let all = futures::future::join_all(tries).await;
    assert_eq!(
        all.iter().filter(|result| result.is_ok()).count(),
        1,
        "{all:?}"
    );
    assert_eq!(team_of(&shop, &owner).await.members.len(), 2);
}

#[tokio::test]
async fn an_invitation_ends_after_seven_days_and_sent_again_its_old_link_opens_nothing() {
    let shop = shop().await;
    let owner = the_owner(&shop, 0).await;
    let ada = shop.an_account("Ada").await;
    let id = invites(&shop, &owner, &ada.email, VendorRole::Support)
        .await
        .unwrap();
    let first = mailed_token(&shop, &ada.email).await.remove(0);
    shop.market
        .clock
        .advance(Duration::days(7) - Duration::minutes(1));
    assert!(team::invited(&shop.market, &first).await.is_ok());
    shop.market.clock.advance(Duration::minutes(1));
    assert_eq!(
        refusal(accepts(&shop, &ada, &first).await),
        Refusal::InvitationEnded
    );

    let mut tx = shop.market.begin().await.unwrap();
    team::resend(&shop.market, &mut tx, &owner, id)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let mut tokens = mailed_token(&shop, &ada.email).await;
    tokens.retain(|token| *token != first);
    nothing_there(accepts(&shop, &ada, &first).await);
    assert!(accepts(&shop, &ada, &tokens[0]).await.is_ok());
    assert_eq!(tokens.len(), 1);
}

#[tokio::test]
async fn a_withdrawn_invitation_opens_nothing_and_is_not_mailed() {
    let shop = shop().await;
    let owner = the_owner(&shop, 0).await;
    let stranger = the_owner(&shop, 1).await;
    let ada = shop.an_account("Ada").await;
    let id = invites(&shop, &owner, &ada.email, VendorRole::Support)
        .await
        .unwrap();
    let withdraws = async |by: &VendorMember| {
        let mut tx = shop.market.begin().await?;
        team::withdraw(&shop.market, &mut tx, by, id).await?;
        market::Result::Ok(tx.commit().await?)
    };
    nothing_there(withdraws(&stranger).await);
    withdraws(&owner).await.unwrap();
    nothing_there(withdraws(&owner).await);
    assert!(mailed_token(&shop, &ada.email).await.is_empty());
    invites(&shop, &owner, &ada.email, VendorRole::Support)
        .await
        .unwrap();
}

#[tokio::test]
async fn inviting_says_what_is_wrong_and_does_not_say_who_has_an_account() {
    let shop = shop().await;
    let owner = the_owner(&shop, 0).await;
    let max = a_member(&shop, owner.vendor.id, "Max", VendorRole::Admin).await;
    let invite = async |email: &str, role| invites(&shop, &max, email, role).await;
    assert_eq!(
        refusal(invite("nobody", VendorRole::Admin).await),
        Refusal::EmailInvalid
    );
    assert_eq!(
        refusal(invite("max@example.com", VendorRole::Admin).await),
        Refusal::InviteeIsMember
    );
    forbidden(invite("new@example.com", VendorRole::Owner).await);
    invite("new@example.com", VendorRole::Admin).await.unwrap();
    assert_eq!(
        refusal(invite("NEW@example.com", VendorRole::Support).await),
        Refusal::InvitationOpen
    );
    invite("customer@example.com", VendorRole::Admin)
        .await
        .unwrap();
    for n in team_of(&shop, &owner).await.members.len()..48 {
        invite(&format!("p{n}@example.com"), VendorRole::Support)
            .await
            .unwrap();
    }
    assert_eq!(
        refusal(invite("more@example.com", VendorRole::Support).await),
        Refusal::TeamFull
    );
}

#[tokio::test]
async fn admins_manage_everyone_but_owners_and_the_others_nobody() {
    let shop = shop().await;
    let owner = the_owner(&shop, 0).await;
    let vendor = owner.vendor.id;
    let admin = a_member(&shop, vendor, "Max", VendorRole::Admin).await;
    let finance = a_member(&shop, vendor, "Flo", VendorRole::Finance).await;
    let owners = owner.account.id;
    forbidden(changes(&shop, &admin, owners, VendorRole::Support).await);
    forbidden(removes(&shop, &admin, owners).await);
    forbidden(changes(&shop, &admin, admin.account.id, VendorRole::Owner).await);
    for by in [
        &finance,
        &a_member(&shop, vendor, "Pia", VendorRole::Publisher).await,
        &a_member(&shop, vendor, "Sue", VendorRole::Support).await,
    ] {
        forbidden(changes(&shop, by, admin.account.id, VendorRole::Support).await);
        forbidden(removes(&shop, by, admin.account.id).await);
        forbidden(invites(&shop, by, "x@example.com", VendorRole::Support).await);
    }
    changes(&shop, &admin, finance.account.id, VendorRole::Publisher)
        .await
        .unwrap();
    assert_eq!(
        seat(&shop, &finance.account).await.unwrap().role,
        VendorRole::Publisher,
        "it counts with the next request"
    );
    changes(&shop, &owner, finance.account.id, VendorRole::Owner)
        .await
        .unwrap();
    leaves(&shop, &owner).await.unwrap();
    shop.must_be_sound().await;
}

#[tokio::test]
async fn whoever_is_removed_is_a_stranger_with_the_next_request() {
    let shop = shop().await;
    let owner = the_owner(&shop, 0).await;
    let max = a_member(&shop, owner.vendor.id, "Max", VendorRole::Admin).await;
    removes(&shop, &owner, max.account.id).await.unwrap();
    forbidden(seat(&shop, &max.account).await);
    // Holding the proof of a moment ago helps nothing.
    forbidden(invites(&shop, &max, "x@example.com", VendorRole::Support).await);
    forbidden(leaves(&shop, &max).await);
    nothing_there(removes(&shop, &owner, max.account.id).await);
}

#[tokio::test]
async fn whoever_is_removed_or_demoted_leaves_no_invitation_behind() {
    let shop = shop().await;
    let owner = the_owner(&shop, 0).await;
    let ada = shop.an_account("Ada").await;
    for removed in [true, false] {
        let name = if removed { "Max" } else { "Pia" };
        let max = a_member(&shop, owner.vendor.id, name, VendorRole::Owner).await;
        invites(&shop, &max, &ada.email, VendorRole::Owner)
            .await
            .unwrap();
        let token = mailed_token(&shop, &ada.email).await.pop().unwrap();
        if removed {
            removes(&shop, &owner, max.account.id).await.unwrap();
        } else {
            let role = VendorRole::Admin;
            changes(&shop, &owner, max.account.id, role).await.unwrap();
        }
        let late = accepts(&shop, &ada, &token).await;
        assert!(late.is_err(), "{late:?}");
        assert!(team_of(&shop, &owner).await.invitations.is_empty());
    }
}

#[tokio::test]
async fn another_vendors_members_are_not_there() {
    let shop = shop().await;
    let (owner, other) = (the_owner(&shop, 0).await, the_owner(&shop, 1).await);
    let max = a_member(&shop, owner.vendor.id, "Max", VendorRole::Admin).await;
    nothing_there(changes(&shop, &other, max.account.id, VendorRole::Support).await);
    nothing_there(removes(&shop, &other, max.account.id).await);
    nothing_there(max.must_sit_at(&shop.market.db, other.vendor.id).await);
}

#[tokio::test]
async fn the_last_owner_can_neither_go_nor_be_anything_else() {
    let shop = shop().await;
    let owner = the_owner(&shop, 0).await;
    let me = owner.account.id;
    assert_eq!(refusal(leaves(&shop, &owner).await), Refusal::LastOwner);
    assert_eq!(
        refusal(removes(&shop, &owner, me).await),
        Refusal::LastOwner
    );
    assert_eq!(
        refusal(changes(&shop, &owner, me, VendorRole::Admin).await),
        Refusal::LastOwner
    );
    changes(&shop, &owner, me, VendorRole::Owner).await.unwrap();
}

#[tokio::test]
async fn of_two_owners_who_demote_each_other_at_once_one_remains() {
    let shop = shop().await;
    let one = the_owner(&shop, 0).await;
    let other = a_member(&shop, one.vendor.id, "Max", VendorRole::Owner).await;
    for round in 0..20 {
        let (a, b) = tokio::join!(
            changes(&shop, &one, other.account.id, VendorRole::Admin),
            changes(&shop, &other, one.account.id, VendorRole::Admin)
        );
        assert!(a.is_ok() != b.is_ok(), "round {round}: {a:?} {b:?}");
        shop.must_be_sound().await;
        sqlx::query!("update vendor_member set role = 'owner' where role = 'admin'")
            .execute(&shop.market.db)
            .await
            .unwrap();
    }
    let (a, b) = tokio::join!(leaves(&shop, &one), leaves(&shop, &other));
    assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    shop.must_be_sound().await;
}

#[tokio::test]
async fn a_dashboard_shows_each_role_its_part() {
    let shop = shop().await;
    let vendor = the_owner(&shop, 0).await.vendor.id;
    for (name, role, earnings, products, orders) in [
        ("Ann", VendorRole::Admin, true, true, true),
        ("Pia", VendorRole::Publisher, false, true, false),
        ("Sue", VendorRole::Support, false, true, true),
        ("Flo", VendorRole::Finance, true, false, true),
    ] {
        let by = a_member(&shop, vendor, name, role).await;
        let shown = market::vendors::dashboard(&shop.market.db, &by, shop.market.now())
            .await
            .unwrap();
        assert_eq!(shown.earnings.is_some(), earnings, "{role:?}");
        assert_eq!(shown.products.is_some(), products, "{role:?}");
        assert_eq!(shown.latest.is_some(), orders, "{role:?}");
        let net = shown
            .latest
            .iter()
            .flatten()
            .any(|order| order.net.is_some());
        assert!(!net || earnings, "{role:?}");
    }
}
