//! The zip as it is written: row by row, straight into the store, however much there is.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::Result;

/// Packed bytes that wait before they are handed on, and how many pieces of some megabytes may be on their way.
const WAITING: usize = 64 << 10;
const ON_THE_WAY: usize = 2;

/// One file in it.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub name: String,
    pub about: &'static str,
    pub rows: u64,
}

pub(super) struct Archive {
    zip: ZipWriter<StreamWriter<Outbox>>,
    outbox: Outbox,
    upload: WriteMultipart,
    made_at: OffsetDateTime,
    sum: Sha256,
    bytes: u64,
    files: Vec<Written>,
}

/// What lies in the store afterwards.
pub(super) struct Stored {
    pub bytes: u64,
    pub sha256: [u8; 32],
}

impl Archive {
    pub async fn begin(
        files: &dyn ObjectStore,
        path: &Path,
        made_at: OffsetDateTime,
    ) -> Result<Self> {
        let outbox = Outbox::default();
        Ok(Self {
            zip: ZipWriter::new_stream(outbox.clone()),
            outbox,
            upload: WriteMultipart::new(files.put_multipart(path).await?),
            made_at,
            sum: Sha256::new(),
            bytes: 0,
            files: Vec::new(),
        })
    }

    /// A list of rows follows, each by `row`, then `end_list`.
    pub fn begin_list(&mut self, name: &str, about: &'static str) -> Result<()> {
        self.begin_file(name, about)?;
        Ok(self.zip.write_all(b"[").map_err(anyhow::Error::from)?)
    }

    pub async fn row(&mut self, row: &Value) -> Result<()> {
        let first = self.files.last().is_none_or(|file| file.rows == 0);
        let pretty = serde_json::to_string_pretty(row).map_err(anyhow::Error::from)?;
        let comma = if first { "\n  " } else { ",\n  " };
        let text = format!("{comma}{}", pretty.replace('\n', "\n  "));
        self.zip
            .write_all(text.as_bytes())
            .map_err(anyhow::Error::from)?;
        if let Some(file) = self.files.last_mut() {
            file.rows += 1;
        }
        self.hand_on(WAITING).await
    }

    pub async fn end_list(&mut self) -> Result<()> {
        let some = self.files.last().is_some_and(|file| file.rows > 0);
        let end = if some { "\n]\n" } else { "]\n" };
        self.zip
            .write_all(end.as_bytes())
            .map_err(anyhow::Error::from)?;
        self.hand_on(WAITING).await
    }

    /// A file as it is.
    pub async fn file(&mut self, name: &str, about: &'static str, bytes: &[u8]) -> Result<()> {
        self.begin_file(name, about)?;
        self.zip.write_all(bytes).map_err(anyhow::Error::from)?;
        if let Some(file) = self.files.last_mut() {
            file.rows = 1;
        }
        self.hand_on(WAITING).await
    }

    fn begin_file(&mut self, name: &str, about: &'static str) -> Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip_time(self.made_at));
        self.zip
            .start_file(name, options)
            .map_err(anyhow::Error::from)?;
        self.files.push(Written {
            name: name.to_owned(),
            about,
            rows: 0,
        });
        Ok(())
    }

    /// Adds the manifest and closes it.
    pub async fn finish(mut self, schema_version: u32, account: String) -> Result<Stored> {
        let files: Vec<_> = self.files.iter().map(described).collect();
        let manifest = json!({
            "schema_version": schema_version,
            "account": account,
            "made_at": written(self.made_at),
            "files": files,
        });
        let text = serde_json::to_string_pretty(&manifest).map_err(anyhow::Error::from)?;
        self.file("manifest.json", "What is in this archive", text.as_bytes())
            .await?;
        let Self {
            zip,
            outbox,
            mut upload,
            mut sum,
            mut bytes,
            ..
        } = self;
        zip.finish().map_err(anyhow::Error::from)?;
        let rest = outbox.take();
        sum.update(&rest);
        bytes += rest.len() as u64;
        upload.write(&rest);
        upload.finish().await?;
        Ok(Stored {
            bytes,
            sha256: sum.finalize().into(),
        })
    }

    /// Takes back what was handed on.
    pub async fn abort(self) -> Result<()> {
        Ok(self.upload.abort().await?)
    }

    async fn hand_on(&mut self, from: usize) -> Result<()> {
        if self.outbox.len() < from {
            return Ok(());
        }
        let packed = self.outbox.take();
        self.sum.update(&packed);
        self.bytes += packed.len() as u64;
        self.upload.write(&packed);
        Ok(self.upload.wait_for_capacity(ON_THE_WAY).await?)
    }
}

fn described(file: &Written) -> Value {
    json!({ "name": file.name, "about": file.about, "rows": file.rows })
}

/// As in `2026-11-28T10:00:00Z`.
fn written(at: OffsetDateTime) -> String {
    let (date, time) = (at.date(), at.time());
    format!(
        "{date}T{:02}:{:02}:{:02}Z",
        time.hour(),
        time.minute(),
        time.second()
    )
}

fn zip_time(at: OffsetDateTime) -> DateTime {
    let year = u16::try_from(at.year()).unwrap_or(1980);
    let month = u8::from(at.month());
    let time = DateTime::from_date_and_time(
        year,
        month,
        at.day(),
        at.hour(),
        at.minute(),
        at.second().min(59),
    );
    time.unwrap_or_default()
}

/// Where the zip is written to, and taken from while it goes on.
#[derive(Clone, Default)]
struct Outbox(Arc<Mutex<Vec<u8>>>);

impl Outbox {
    fn len(&self) -> usize {
        self.held().len()
    }

    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.held())
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Outbox {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
