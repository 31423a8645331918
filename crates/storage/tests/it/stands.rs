//! Databases to test on, fresh for every test.

use std::{any::Any, sync::Arc};

use dateline_storage::{Config, Store, open};
use dateline_test_support::postgres::Database;

pub struct Stand {
    pub url: String,
    kept: Box<dyn Any + Send + Sync>,
}

impl Stand {
    pub async fn embedded() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("embedded:{}", folder.path().join("store.db").display());
        Self { url, kept: Box::new(folder) }
    }

    pub async fn postgres() -> Self {
        let database = Database::fresh().await;
        Self { url: database.url.clone(), kept: Box::new(database) }
    }

    /// A new handle to the same database, as another process would have.
    pub async fn store(&self) -> Arc<dyn Store> {
        self.store_with(|_| {}).await
    }

    pub async fn store_with(&self, change: impl FnOnce(&mut Config)) -> Arc<dyn Store> {
        let store = self.unmigrated(change).await;
        store.migrate().await.unwrap();
        store
    }

    pub async fn unmigrated(&self, change: impl FnOnce(&mut Config)) -> Arc<dyn Store> {
        let mut config = Config { url: self.url.clone(), connections: 4, ..Config::default() };
        change(&mut config);
        open(&config).await.unwrap()
    }

    /// Runs a statement behind the store's back.
    pub async fn execute(&self, statement: &str) {
        if let Some(database) = self.kept.downcast_ref::<Database>() {
            return database.execute(statement).await;
        }
        let connection = rusqlite::Connection::open(self.url.strip_prefix("embedded:").unwrap()).unwrap();
        connection.execute_batch(statement).unwrap();
    }
}
