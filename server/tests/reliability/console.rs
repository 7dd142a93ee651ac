//! The database as somebody at its console sees it: for what no visitor can bring about, and for looking at what came of it.

use market::Clock;
use market::accounts::{Account, Role};
use market::demo::SIGN_INS;
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, PgPool};

use crate::support::Server;

pub struct Console(PgPool);

/// What everybody has whom the console lets in: hashing it anew would make every check wait.
pub const PASSWORD: &str = SIGN_INS[0].password;

#[expect(
    clippy::disallowed_methods,
    reason = "tests of the server have no checked queries"
)]
impl Console {
    pub async fn of(server: &Server) -> Self {
        let pool = PgPoolOptions::new().max_connections(4);
        Self(pool.connect(&server.stock.database_url).await.unwrap())
    }

    /// Every value is a text, for the statement to cast. Returns how many rows it was about.
    pub async fn run(&self, sql: &str, values: &[&str]) -> u64 {
        let query = sqlx::query(AssertSqlSafe(sql.to_owned()));
        let query = values.iter().fold(query, |query, value| query.bind(*value));
        let done = query.execute(&self.0).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}"))
            .rows_affected()
    }

    /// The texts of the first column.
    pub async fn all(&self, sql: &str, values: &[&str]) -> Vec<String> {
        let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
        let query = values.iter().fold(query, |query, value| query.bind(*value));
        let found = query.fetch_all(&self.0).await;
        found.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    pub async fn one(&self, sql: &str, values: &[&str]) -> String {
        let found = self.all(sql, values).await.into_iter().next();
        found.unwrap_or_else(|| panic!("{sql} finds nothing"))
    }

    /// Lets somebody have an account with a confirmed address.
    pub async fn opens_account(&self, name: &str, email: &str) -> Account {
        let id = self
            .one(
                "insert into account (id, email, name, password_hash, email_verified_at, created_at)
                 select gen_random_uuid(), $1, $2, password_hash, created_at, created_at from account where email = $3
                 returning id::text",
                &[email, name, SIGN_INS[0].email],
            )
            .await;
        Account {
            id: id.parse().unwrap(),
            email: email.to_owned(),
            name: name.to_owned(),
            role: Role::Customer,
            session_version: 1,
            closing_at: None,
            avatar: None,
            time_zone: "UTC".to_owned(),
            created_at: Clock::system().now(),
            sells: false,
        }
    }
}
