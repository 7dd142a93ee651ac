//! What a test's database starts with.

use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use test_database::Cluster;

#[derive(Clone, Copy)]
pub enum Start {
    Empty,
    Demo,
}

impl Start {
    fn name(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Demo => "demo",
        }
    }

    async fn prepare(self, db: PgPool) {
        market::migrate(&db).await.unwrap();
        if matches!(self, Self::Demo) {
            let shop = super::shop_over(db.clone());
            assert!(
                market::demo::seed(&shop.market, market::demo::Size::default())
                    .await
                    .unwrap()
            );
        }
        db.close().await;
    }
}

/// A migrated database of the test's own.
pub async fn database(start: Start) -> PgPool {
    let template = format!("template_{}_{}", start.name(), fingerprint());
    let prepare = async |draft| {
        start
            .prepare(PgPool::connect_with(draft).await.unwrap())
            .await
    };
    let copy = Cluster::of_the_tests()
        .copy(&template, || true, prepare)
        .await;
    PgPoolOptions::new()
        .max_connections(24)
        .connect_with(copy)
        .await
        .unwrap()
}

pub fn fingerprint() -> String {
    test_database::fingerprint(&std::env::current_exe().unwrap())
}
