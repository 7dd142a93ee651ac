//! Answering a visitor's words.

use std::str::FromStr;

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, PhrasePrefixQuery, Query, QueryParser, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{TantivyDocument, Term};

use super::Search;
use crate::{ProductId, Result};

/// Products that match, the best first.
#[derive(Debug, Default, PartialEq)]
pub struct Hits {
    pub ids: Vec<ProductId>,
    /// Nothing matched as typed; these contain words like it.
    pub corrected: bool,
}

/// Nobody looks at more.
const MOST: usize = 1_000;
/// Longer questions are cut: they are pasted texts.
const LONGEST: usize = 200;

/// Words, phrases and exclusions are kept; what else the query language knows (fields, ranges, AND) is only text here.
fn question(typed: &str) -> String {
    let mut kept = String::new();
    for c in typed.chars().take(LONGEST) {
        let begins_a_word = kept.is_empty() || kept.ends_with(char::is_whitespace);
        match c {
            '"' => kept.push(c),
            '-' if begins_a_word => kept.push(c),
            c if c.is_alphanumeric() => kept.extend(c.to_lowercase()),
            _ => kept.push(' '),
        }
    }
    kept
}

impl Search {
    /// All words must be there (`"a phrase"` as a phrase, `-word` not at all); the last one may be unfinished.
    pub fn find(&self, words: &str) -> Result<Hits> {
        let words = question(words);
        let mut ids = self.run(&self.as_typed(&words))?;
        let corrected = ids.is_empty();
        if corrected {
            ids = self.run(&*self.loosely(&words))?;
        }
        Ok(Hits {
            corrected: corrected && !ids.is_empty(),
            ids,
        })
    }

    fn as_typed(&self, words: &str) -> BooleanQuery {
        let parsed = self.parser(false).parse_query_lenient(words).0;
        let mut either: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Should, parsed)];
        if let Some(unfinished) = self.with_last_word_unfinished(words) {
            either.push((Occur::Should, unfinished));
        }
        BooleanQuery::new(either)
    }

    /// Plain words only: in a question with operators the parser's reading stands alone.
    fn with_last_word_unfinished(&self, words: &str) -> Option<Box<dyn Query>> {
        let plain = words
            .chars()
            .all(|c| c.is_alphanumeric() || c.is_whitespace());
        let (before, last) = match words.trim_end().rsplit_once(char::is_whitespace) {
            Some((before, last)) => (before, last),
            None => ("", words.trim_end()),
        };
        if !plain || last.is_empty() || words.ends_with(char::is_whitespace) {
            return None;
        }
        let beginning = last.to_lowercase();
        let fields = &self.shared.fields;
        let any_field = [fields.title, fields.tags, fields.apps, fields.vendor]
            .into_iter()
            .map(|field| {
                let query = PhrasePrefixQuery::new(vec![Term::from_field_text(field, &beginning)]);
                (Occur::Should, Box::new(query) as Box<dyn Query>)
            })
            .collect();
        let mut all: Vec<(Occur, Box<dyn Query>)> =
            vec![(Occur::Must, Box::new(BooleanQuery::new(any_field)))];
        if !before.trim().is_empty() {
            all.push((
                Occur::Must,
                self.parser(false).parse_query_lenient(before).0,
            ));
        }
        Some(Box::new(BooleanQuery::new(all)))
    }

    /// One letter may be wrong, missing or too many.
    fn loosely(&self, words: &str) -> Box<dyn Query> {
        self.parser(true).parse_query_lenient(words).0
    }

    fn parser(&self, loose: bool) -> QueryParser {
        let weighted = self.shared.fields.weighted();
        let fields = weighted.iter().map(|(field, _)| *field).collect();
        let mut parser = QueryParser::for_index(&self.shared.index, fields);
        parser.set_conjunction_by_default();
        for (field, weight) in weighted {
            parser.set_field_boost(field, weight);
            if loose {
                parser.set_field_fuzzy(field, false, 1, true);
            }
        }
        parser
    }

    fn run(&self, query: &dyn Query) -> Result<Vec<ProductId>> {
        let searcher = self.shared.reader.searcher();
        let top = searcher
            .search(query, &TopDocs::with_limit(MOST).order_by_score())
            .map_err(anyhow::Error::from)?;
        let mut ids = Vec::with_capacity(top.len());
        for (_, address) in top {
            let document: TantivyDocument = searcher.doc(address).map_err(anyhow::Error::from)?;
            let id = document
                .get_first(self.shared.fields.id)
                .and_then(|id| id.as_str().map(str::to_owned));
            ids.extend(id.and_then(|id| ProductId::from_str(&id).ok()));
        }
        Ok(ids)
    }

    /// Whether the product can be found at all; for checks and tests.
    pub fn knows(&self, product: ProductId) -> Result<bool> {
        let term = Term::from_field_text(self.shared.fields.id, &product.to_string());
        Ok(!self
            .run(&TermQuery::new(term, IndexRecordOption::Basic))?
            .is_empty())
    }
}
