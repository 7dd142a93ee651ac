//! What the index keeps of a product, and how its words are cut.

use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer,
    TextAnalyzer,
};
use tantivy::{Index, TantivyDocument};

use crate::ProductId;

const ANALYZER: &str = "words";

pub(super) struct Fields {
    pub id: Field,
    pub title: Field,
    pub tags: Field,
    pub apps: Field,
    pub vendor: Field,
    pub summary: Field,
    pub body: Field,
}

/// A product in the words it may be found by.
pub(super) struct Entry {
    pub id: ProductId,
    pub title: String,
    pub slug: String,
    pub tags: Vec<String>,
    pub apps: Vec<String>,
    pub vendor: String,
    pub summary: String,
    pub body: String,
}

impl Fields {
    pub fn schema() -> Schema {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(ANALYZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(indexing);
        schema.add_text_field("id", STRING | STORED);
        for name in ["title", "tags", "apps", "vendor", "summary", "body"] {
            schema.add_text_field(name, text.clone());
        }
        schema.build()
    }

    pub fn of(schema: &Schema) -> tantivy::Result<Self> {
        Ok(Self {
            id: schema.get_field("id")?,
            title: schema.get_field("title")?,
            tags: schema.get_field("tags")?,
            apps: schema.get_field("apps")?,
            vendor: schema.get_field("vendor")?,
            summary: schema.get_field("summary")?,
            body: schema.get_field("body")?,
        })
    }

    /// Fields with their weights: what a product is called matters more than what is said of it.
    pub fn weighted(&self) -> [(Field, f32); 6] {
        [
            (self.title, 6.0),
            (self.tags, 3.0),
            (self.apps, 2.5),
            (self.vendor, 2.0),
            (self.summary, 1.5),
            (self.body, 0.6),
        ]
    }

    pub fn document(&self, entry: &Entry) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.id, entry.id.to_string());
        document.add_text(self.title, &entry.title);
        document.add_text(self.title, entry.slug.replace('-', " "));
        document.add_text(self.tags, entry.tags.join(" "));
        document.add_text(self.apps, entry.apps.join(" "));
        document.add_text(self.vendor, &entry.vendor);
        document.add_text(self.summary, &entry.summary);
        document.add_text(self.body, &entry.body);
        document
    }
}

/// Case, accents and word endings do not matter.
pub(super) fn register_analyzer(index: &Index) {
    let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(60))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build();
    index.tokenizers().register(ANALYZER, analyzer);
}
