//! Finding products by words: a tantivy index that follows the catalogue.

mod fields;
mod finding;
mod following;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anyhow::Context;
use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy};

use crate::Result;
use fields::Fields;

pub use finding::Hits;
pub use following::follow;

/// This node's index. Cheap to clone. Losing it loses nothing: it is rebuilt from Postgres.
#[derive(Clone)]
pub struct Search {
    shared: Arc<Shared>,
}

struct Shared {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    /// Opened by the process that follows the catalogue, when it begins to.
    writer: Mutex<Option<IndexWriter>>,
}

impl Search {
    /// Opens the index in this folder, or begins an empty one. A folder that cannot be read – damaged, or of another
    /// release – is emptied: what was in it can be had again.
    pub fn open(folder: &Path) -> Result<Self> {
        match Self::try_open(folder) {
            Ok(search) => Ok(search),
            Err(error) => {
                tracing::warn!(%error, folder = %folder.display(), "the search index is unreadable and begins anew");
                let damaged: PathBuf = folder.into();
                std::fs::remove_dir_all(&damaged)
                    .context("cannot remove the damaged search index")?;
                Ok(Self::try_open(folder)?)
            }
        }
    }

    fn try_open(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let index = Index::open_or_create(MmapDirectory::open(folder)?, Fields::schema())?;
        Self::over(index)
    }

    /// An index that lives in memory, for tests.
    pub fn in_memory() -> Result<Self> {
        Ok(Self::over(Index::create_in_ram(Fields::schema()))?)
    }

    fn over(index: Index) -> anyhow::Result<Self> {
        fields::register_analyzer(&index);
        let fields = Fields::of(&index.schema())?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            shared: Arc::new(Shared {
                index,
                reader,
                fields,
                writer: Mutex::new(None),
            }),
        })
    }

    /// How many products it knows.
    pub fn len(&self) -> u64 {
        self.shared.reader.searcher().num_docs()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
