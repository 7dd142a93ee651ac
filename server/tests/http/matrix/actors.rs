//! One person for each role there is, at the market and at a vendor, and one who has the same at another vendor.

use market::accounts::{Permission, Role, VendorRole};
use market::demo::SIGN_INS;
use sqlx::PgPool;

use crate::support::{Server, Visitor};

/// The vendor the demo's vendor can sign in as, by the order of accounts; what is not hers is foreign.
pub const OURS: &str = "ours";
pub const ANOTHERS: &str = "anothers";

pub struct Actor {
    pub name: &'static str,
    pub role: Option<Role>,
    pub seat: Option<(&'static str, VendorRole)>,
    pub visitor: Visitor,
}

impl Actor {
    pub fn is_guest(&self) -> bool {
        self.role.is_none()
    }

    /// What the catalogue says of this actor's roles.
    pub fn may(&self, permission: Permission) -> bool {
        self.role.is_some_and(|role| role.may(permission))
            || self.seat.is_some_and(|(_, role)| role.may(permission))
    }

    fn email(&self) -> String {
        match self.name {
            "customer" => SIGN_INS[0].email.to_owned(),
            name => format!("{}@matrix.example", name.replace(' ', ".")),
        }
    }

    /// Signs in again if an act has ended the session.
    pub async fn come_back(&mut self, server: &Server) {
        if self.is_guest() {
            self.visitor = Visitor::to(server);
            return;
        }
        let account = self.visitor.ask("GET", "/account", &[]).await.unwrap();
        if account.status != 200 {
            self.enter(server).await;
        }
    }

    async fn enter(&mut self, server: &Server) {
        self.visitor = Visitor::to(server);
        let email = self.email();
        self.visitor.signs_in(&email, SIGN_INS[0].password).await;
        let account = self.visitor.ask("GET", "/account", &[]).await.unwrap();
        assert_eq!(account.status, 200, "{email} could not sign in");
    }
}

pub struct Cast {
    pub actors: Vec<Actor>,
}

/// What somebody is called, and their roles at the market and at a vendor.
type Part = (
    &'static str,
    Option<Role>,
    Option<(&'static str, VendorRole)>,
);

const PARTS: [Part; 12] = [
    ("guest", None, None),
    ("customer", Some(Role::Customer), None),
    ("other customer", Some(Role::Customer), None),
    (
        "owner",
        Some(Role::Customer),
        Some((OURS, VendorRole::Owner)),
    ),
    (
        "vendor admin",
        Some(Role::Customer),
        Some((OURS, VendorRole::Admin)),
    ),
    (
        "publisher",
        Some(Role::Customer),
        Some((OURS, VendorRole::Publisher)),
    ),
    (
        "vendor support",
        Some(Role::Customer),
        Some((OURS, VendorRole::Support)),
    ),
    (
        "finance",
        Some(Role::Customer),
        Some((OURS, VendorRole::Finance)),
    ),
    (
        "other owner",
        Some(Role::Customer),
        Some((ANOTHERS, VendorRole::Owner)),
    ),
    ("support", Some(Role::Support), None),
    ("moderator", Some(Role::Moderator), None),
    ("admin", Some(Role::Admin), None),
];

impl Cast {
    pub async fn assemble(server: &Server) -> Self {
        let db = server.database().await;
        let mut actors = Vec::new();
        for (name, role, seat) in PARTS {
            let visitor = Visitor::to(server);
            let mut actor = Actor {
                name,
                role,
                seat,
                visitor,
            };
            if let Some(role) = role {
                open_account(&db, &actor, role).await;
                actor.enter(server).await;
            }
            actors.push(actor);
        }
        let cast = Self { actors };
        cast.set_the_scene(server).await;
        cast
    }

    /// Puts back what an act may have changed: seats, somebody to be managed, an invitation to be answered, tries.
    pub async fn set_the_scene(&self, server: &Server) {
        let db = server.database().await;
        run(&db, SCENE).await;
        run(&db, "delete from limit_bucket").await;
        for actor in &self.actors {
            let Some((vendor, role)) = actor.seat else {
                continue;
            };
            let sql = format!(
                "insert into vendor_member (vendor_id, account_id, role, since)
                 select {vendor}.id, account.id, '{}', account.created_at from {}, account where email = '{}'
                 on conflict on constraint vendor_member_pkey do update set role = excluded.role",
                role.code(),
                the_vendor(vendor),
                actor.email(),
            );
            run(&db, &sql).await;
        }
        db.close().await;
    }
}

/// The password is the demo customer's: hashing it anew would make every test wait.
async fn open_account(db: &PgPool, actor: &Actor, role: Role) {
    let sql = format!(
        "insert into account (id, email, name, password_hash, role, email_verified_at, created_at)
         select gen_random_uuid(), '{}', '{}', password_hash, '{}', created_at, created_at
         from account where email = '{}' on conflict on constraint account_email_key do nothing",
        actor.email(),
        actor.name,
        role.code(),
        SIGN_INS[0].email,
    );
    run(db, &sql).await;
}

/// A vendor as a source of rows: the one the demo's vendor owns, or the first of the others.
pub fn the_vendor(which: &str) -> String {
    let sign = if which == OURS { "=" } else { "<>" };
    format!(
        "(select vendor_id as id from vendor_member join account on account.id = account_id
          where email {sign} '{}' and email not like '%@matrix.example' order by vendor_id limit 1) {which}",
        SIGN_INS[1].email
    )
}

const SCENE: &str = "
    update account set closing_asked_at = null, closing_at = null where closing_at is not null;
    update vendor set state = 'approved', closed_with = null where closed_with is not null;
    insert into account (id, email, name, created_at)
    values ('00000000-0000-0000-0000-0000000000aa', 'managed@matrix.example', 'Managed', now())
    on conflict do nothing;
    insert into vendor_member (vendor_id, account_id, role, since)
    select vendor_id, '00000000-0000-0000-0000-0000000000aa', 'publisher', now()
    from vendor_member join account on account.id = account_id where email = 'vendor@example.com'
    on conflict on constraint vendor_member_pkey do update set role = excluded.role;
    insert into team_invitation (id, vendor_id, email, role, token_hash, invited_at, expires_at)
    select '00000000-0000-0000-0000-0000000000bb', vendor_id, 'asked@matrix.example', 'support', sha256('x'), now(), now() + interval '7 days'
    from vendor_member join account on account.id = account_id where email = 'vendor@example.com'
    on conflict on constraint team_invitation_pkey do update set withdrawn_at = null;
    insert into data_export (id, account_id, asked_at, object_key, bytes, sha256, ready_at, expires_at)
    select gen_random_uuid(), id, now(), 'exports/' || id, 1, sha256('x'), now(), now() + interval '7 days'
    from account where email like '%@matrix.example' on conflict on constraint data_export_object_key do nothing;
";

/// The member and the invitation of the scene.
pub const MANAGED: &str = "00000000-0000-0000-0000-0000000000aa";
pub const ASKED: &str = "00000000-0000-0000-0000-0000000000bb";

async fn run(db: &PgPool, sql: &str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(db)
        .await
        .unwrap();
}
