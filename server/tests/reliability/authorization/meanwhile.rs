//! Rights that are taken while somebody is about to use them: either the act comes first, or it does not come.

use std::time::Duration;

use market::accounts::api_keys::{self, ApiKeyForm, Scope};
use market::accounts::{self, Account, Administrator, Customer, Role, VendorMember, VendorRole};
use market::vendors::team;
use market::{Error, Market};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::aftermath;
use crate::back_room::{behind, fresh};
use crate::console::Console;
use crate::report::{Report, quick};
use crate::support::Server;

/// What became of both.
#[derive(Default)]
struct Tally {
    interleavings: usize,
    act_first: usize,
    refused: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// An act that got through although the right was gone by then shows in the record, which is written in the order of commits.
    async fn settle(
        &mut self,
        console: &Console,
        what: &str,
        done: bool,
        in_order: &str,
        values: &[&str],
    ) {
        self.interleavings += 1;
        if done {
            self.act_first += 1;
        } else {
            self.refused += 1;
        }
        let late = console.one(in_order, values).await;
        if late != "0" {
            self.wrong
                .push(format!("{what}: {late} rows that must not be"));
        }
    }
}

/// A moment that ends one before the other, or the other before the one.
async fn a_moment(most: u64, rng: &mut StdRng) -> Duration {
    Duration::from_micros(rng.random_range(0..most))
}

async fn after<T>(wait: Duration, act: impl Future<Output = T>) -> T {
    tokio::time::sleep(wait).await;
    act.await
}

fn got_through<T: std::fmt::Debug>(what: &str, result: Result<T, Error>) -> bool {
    match result {
        Ok(_) => true,
        Err(Error::Forbidden | Error::NotFound | Error::SignInNeeded | Error::Refused(_)) => false,
        Err(other) => panic!("{what}: {other:?}"),
    }
}

struct Stage {
    market: Market,
    console: Console,
    vendor: String,
    owner: Account,
}

impl Stage {
    async fn member(&self, role: VendorRole, nth: usize) -> VendorMember {
        let account = self
            .console
            .opens_account(
                "Member",
                &format!("{}.{nth}@meanwhile.example", role.code()),
            )
            .await;
        self.console
            .run(
                "insert into vendor_member (vendor_id, account_id, role, since) values ($1::uuid, $2::uuid, $3, now())",
                &[&self.vendor, &account.id.to_string(), role.code()],
            )
            .await;
        self.seat(account).await
    }

    async fn seat(&self, account: Account) -> VendorMember {
        VendorMember::of(&self.market.db, Customer::of(account), None)
            .await
            .unwrap()
    }

    async fn invites(&self, by: &VendorMember, email: &str) -> market::Result<()> {
        let mut tx = self.market.begin().await?;
        team::invite(&self.market, &mut tx, by, email, VendorRole::Support).await?;
        Ok(tx.commit().await?)
    }

    async fn removes(&self, by: &VendorMember, whom: &VendorMember) -> market::Result<()> {
        let mut tx = self.market.begin().await?;
        team::remove(&self.market, &mut tx, by, whom.account.id).await?;
        Ok(tx.commit().await?)
    }

    async fn demotes(&self, by: &VendorMember, whom: &VendorMember) -> market::Result<()> {
        let mut tx = self.market.begin().await?;
        team::change_role(
            &self.market,
            &mut tx,
            by,
            whom.account.id,
            VendorRole::Publisher,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    async fn grants(&self, by: &Administrator, email: &str, role: Role) -> market::Result<()> {
        let mut tx = self.market.begin().await?;
        accounts::grant_role(&self.market, &mut tx, by, email, role).await?;
        Ok(tx.commit().await?)
    }
}

#[tokio::test]
async fn a_right_that_is_taken_between_the_page_and_the_act_is_gone() {
    let report = Report::of("I-6");
    let mut rng = StdRng::seed_from_u64(report.seed());
    let server = Server::start_with(&["--no-work"], &[]).await;
    let console = Console::of(&server).await;
    let owner = console
        .opens_account("Owner", "owner@meanwhile.example")
        .await;
    let vendor = console
        .one(
            "insert into vendor (id, handle, name, country, state, created_at)
             values (gen_random_uuid(), 'meanwhile', 'Meanwhile', 'DE', 'approved', now()) returning id::text",
            &[],
        )
        .await;
    console
        .run(
            "insert into vendor_member (vendor_id, account_id, role, since) values ($1::uuid, $2::uuid, 'owner', now())",
            &[&vendor, &owner.id.to_string()],
        )
        .await;
    let stage = Stage {
        market: behind(&server).await,
        console,
        vendor,
        owner,
    };
    let rounds = if quick() { 20 } else { 100 };
    let mut tally = Tally::default();
    for nth in 0..rounds {
        invites_while_removed(&stage, nth, &mut rng, &mut tally).await;
        manages_while_demoted(&stage, nth, &mut rng, &mut tally).await;
        joins_while_withdrawn(&stage, nth, &mut rng, &mut tally).await;
        gives_roles_while_losing_theirs(&stage, nth, &mut rng, &mut tally).await;
        uses_key_while_revoked(&stage, nth, &mut rng, &mut tally).await;
    }
    aftermath::must_be_clean(&server, &[]).await;
    println!("{:#?}", tally.wrong);
    report
        .figure("interleavings", tally.interleavings)
        .figure("act_first", tally.act_first)
        .figure("refused", tally.refused)
        .figure("wrong", tally.wrong.len())
        // Where one always wins, nothing was interleaved.
        .pass(tally.wrong.is_empty() && tally.act_first > 0 && tally.refused > 0);
}

/// Nobody who was shown out leaves an invitation behind.
async fn invites_while_removed(stage: &Stage, nth: usize, rng: &mut StdRng, tally: &mut Tally) {
    let (owner, admin) = (
        stage.seat(stage.owner.clone()).await,
        stage.member(VendorRole::Admin, nth).await,
    );
    let email = format!("asked.{nth}@meanwhile.example");
    let (one, other) = (a_moment(4_000, rng).await, a_moment(4_000, rng).await);
    let (invited, removed) = tokio::join!(
        after(one, stage.invites(&admin, &email)),
        after(other, stage.removes(&owner, &admin))
    );
    removed.unwrap();
    let left = "select count(*)::text from team_invitation where invited_by = $1::uuid and accepted_at is null and withdrawn_at is null";
    tally
        .settle(
            &stage.console,
            "an invitation by somebody removed",
            got_through("invite", invited),
            left,
            &[&admin.account.id.to_string()],
        )
        .await;
    assert!(
        !got_through(
            "invite",
            stage.invites(&admin, "late@meanwhile.example").await
        ),
        "after it, none"
    );
    // A team has so many seats.
    stage
        .console
        .run(
            "delete from team_invitation where vendor_id = $1::uuid",
            &[&stage.vendor],
        )
        .await;
}

/// Nobody's role is changed by somebody whose own was taken before.
async fn manages_while_demoted(stage: &Stage, nth: usize, rng: &mut StdRng, tally: &mut Tally) {
    let owner = stage.seat(stage.owner.clone()).await;
    let admin = stage.member(VendorRole::Admin, rounds_apart(nth)).await;
    let member = stage.member(VendorRole::Support, nth).await;
    let (one, other) = (a_moment(4_000, rng).await, a_moment(4_000, rng).await);
    let (changed, demoted) = tokio::join!(
        after(one, stage.removes(&admin, &member)),
        after(other, stage.demotes(&owner, &admin))
    );
    demoted.unwrap();
    let late = "select count(*)::text from audit_entry late where late.account_id = $1::uuid and late.act = 'team.removed' and late.seq >
                (select seq from audit_entry where act = 'team.role-given' and object_id like $1 || '%')";
    let late = late_by(late);
    tally
        .settle(
            &stage.console,
            "a removal by somebody demoted",
            got_through("remove", changed),
            &late,
            &[&admin.account.id.to_string()],
        )
        .await;
    for gone in [&admin, &member] {
        stage
            .console
            .run(
                "delete from vendor_member where account_id = $1::uuid",
                &[&gone.account.id.to_string()],
            )
            .await;
    }
}

/// What was withdrawn lets nobody in.
async fn joins_while_withdrawn(stage: &Stage, nth: usize, rng: &mut StdRng, tally: &mut Tally) {
    let owner = stage.seat(stage.owner.clone()).await;
    let email = format!("joining.{nth}@meanwhile.example");
    let joining = stage.console.opens_account("Joining", &email).await;
    let mut tx = stage.market.begin().await.unwrap();
    let id = team::invite(&stage.market, &mut tx, &owner, &email, VendorRole::Support)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    // What the mail would carry is known to nobody here, so another stands in for it.
    let token = format!("token-{nth}");
    stage
        .console
        .run("update team_invitation set token_hash = sha256(convert_to($2, 'UTF8')) where id = $1::uuid", &[&id.to_string(), &token])
        .await;
    let by = Customer::of(joining.clone());
    let accepts = async {
        let mut tx = stage.market.begin().await?;
        team::accept(&stage.market, &mut tx, &by, &token).await?;
        Ok::<_, Error>(tx.commit().await?)
    };
    let withdraws = async {
        let mut tx = stage.market.begin().await?;
        team::withdraw(&stage.market, &mut tx, &owner, id).await?;
        Ok::<_, Error>(tx.commit().await?)
    };
    let (one, other) = (a_moment(4_000, rng).await, a_moment(4_000, rng).await);
    let (accepted, withdrawn) = tokio::join!(after(one, accepts), after(other, withdraws));
    let (accepted, withdrawn) = (
        got_through("accept", accepted),
        got_through("withdraw", withdrawn),
    );
    let member = "select case when exists (select from vendor_member where account_id = $1::uuid) = ($2 = 'true') then '0' else '1' end";
    let joined = accepted.to_string();
    tally
        .settle(
            &stage.console,
            "a withdrawn invitation",
            accepted,
            member,
            &[&joining.id.to_string(), &joined],
        )
        .await;
    if accepted == withdrawn {
        tally.wrong.push(format!(
            "an invitation was accepted ({accepted}) and withdrawn ({withdrawn})"
        ));
    }
    stage
        .console
        .run(
            "delete from vendor_member where account_id = $1::uuid",
            &[&joining.id.to_string()],
        )
        .await;
}

/// An admin who is none any more makes no other.
async fn gives_roles_while_losing_theirs(
    stage: &Stage,
    nth: usize,
    rng: &mut StdRng,
    tally: &mut Tally,
) {
    let mut people = Vec::new();
    for (name, role) in [
        ("first", "admin"),
        ("second", "admin"),
        ("third", "customer"),
    ] {
        let email = format!("{name}.{nth}@meanwhile.example");
        let mut account = stage.console.opens_account(name, &email).await;
        stage
            .console
            .run(
                "update account set role = $2 where email = $1",
                &[&email, role],
            )
            .await;
        account.role = Role::from_code(role).unwrap();
        people.push(account);
    }
    let admin = |account: &Account| {
        Administrator::of(Customer::of(account.clone()), &stage.market.policy).unwrap()
    };
    let (first, second) = (admin(&people[0]), admin(&people[1]));
    let (one, other) = (a_moment(4_000, rng).await, a_moment(4_000, rng).await);
    let (given, taken) = tokio::join!(
        after(one, stage.grants(&first, &people[2].email, Role::Admin)),
        after(
            other,
            stage.grants(&second, &people[0].email, Role::Customer)
        )
    );
    taken.unwrap();
    let late = "select count(*)::text from audit_entry late where late.account_id = $1::uuid and late.act = 'role.given' and late.seq >
                (select seq from audit_entry where act = 'role.given' and object_id = $1)";
    tally
        .settle(
            &stage.console,
            "a role by somebody who lost theirs",
            got_through("grant", given),
            &late_by(late),
            &[&people[0].id.to_string()],
        )
        .await;
    stage
        .console
        .run(
            "update account set role = 'customer' where email like '%@meanwhile.example'",
            &[],
        )
        .await;
}

/// A key that was revoked opens nothing that is asked for afterwards.
async fn uses_key_while_revoked(stage: &Stage, nth: usize, rng: &mut StdRng, tally: &mut Tally) {
    let account = stage
        .console
        .opens_account("Robot", &format!("robot.{nth}@meanwhile.example"))
        .await;
    let by = fresh(account, &stage.market);
    let form = ApiKeyForm {
        name: "robot".to_owned(),
        scopes: vec![Scope::AccountRead.code().to_owned()],
        days: 7,
        networks: String::new(),
    };
    let mut tx = stage.market.begin().await.unwrap();
    let (id, sealed) = api_keys::make(&stage.market, &mut tx, &by, &form)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let key = api_keys::open_shown(&stage.market, &by, id, &sealed).unwrap();
    // Keys that are none are counted for each network.
    let from = format!("203.0.113.{}", nth % 250).parse().unwrap();
    let revokes = async {
        let mut tx = stage.market.begin().await?;
        api_keys::revoke(&stage.market, &mut tx, &by, id).await?;
        Ok::<_, Error>(tx.commit().await?)
    };
    let (one, other) = (a_moment(3_000, rng).await, a_moment(1_500, rng).await);
    let (used, revoked) = tokio::join!(
        after(one, api_keys::by_key(&stage.market, &key, from)),
        after(other, revokes)
    );
    revoked.unwrap();
    let alive = got_through("use", api_keys::by_key(&stage.market, &key, from).await);
    let late = if alive { "select '1'" } else { "select '0'" };
    tally
        .settle(
            &stage.console,
            "a revoked key",
            got_through("use", used),
            late,
            &[],
        )
        .await;
}

/// Accounts of one round must not be those of another.
fn rounds_apart(nth: usize) -> usize {
    nth + 1_000_000
}

fn late_by(sql: &str) -> String {
    format!("select ({sql})")
}
