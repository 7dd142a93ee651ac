//! What a list's address asks for, and the addresses of its neighbors.

use leptos_router::params::ParamsMap;
use market::VendorId;
use market::catalog::{Filter, PriceFilter, ProductKind, Sort};
use url::form_urlencoded::Serializer;

/// The longest search that is looked at, in characters.
const LONGEST_SEARCH: usize = 200;

/// The filters, order and page of a list. Every combination has exactly one address.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ListQuery {
    pub kind: Option<ProductKind>,
    /// The category's path; lists of a category live under `/categories/`.
    pub category: Option<String>,
    pub price: Option<PriceFilter>,
    /// At least this many stars, 1 to 5.
    pub rating: Option<u8>,
    /// What was searched for; `Some` makes it a search, even when empty.
    pub words: Option<String>,
    /// The order, when it was chosen.
    pub sort: Option<Sort>,
    /// From 1.
    pub page: u32,
    /// Names of the parts of the address that say nothing we know; they were left out.
    pub unknown: Vec<&'static str>,
}

impl ListQuery {
    /// Reads the part of an address behind the question mark. Nothing in it can fail: what is not understood is named in `unknown`.
    pub fn read(params: &ParamsMap) -> ListQuery {
        let mut query = ListQuery {
            page: 1,
            ..ListQuery::default()
        };
        let mut take = |name: &'static str, keep: &mut dyn FnMut(&mut ListQuery, &str) -> bool| {
            let text = params.get(name).unwrap_or_default();
            if !text.is_empty() && !keep(&mut query, &text) {
                query.unknown.push(name);
            }
        };
        take("kind", &mut |query, text| {
            set(&mut query.kind, ProductKind::parse(text))
        });
        take("price", &mut |query, text| {
            set(&mut query.price, PriceFilter::parse(text))
        });
        take("rating", &mut |query, text| {
            set(&mut query.rating, stars(text))
        });
        take("sort", &mut |query, text| {
            set(&mut query.sort, Sort::parse(text))
        });
        take("category", &mut |query, text| {
            set(&mut query.category, category(text))
        });
        take("page", &mut |query, text| match page(text) {
            Some(page) => {
                query.page = page;
                true
            }
            None => false,
        });
        query
    }

    /// The same, as a search for the words in `q`.
    pub fn read_search(params: &ParamsMap) -> ListQuery {
        let words = params.get("q").unwrap_or_default();
        let shortened: String = words
            .trim()
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST_SEARCH)
            .collect();
        ListQuery {
            words: Some(shortened),
            ..ListQuery::read(params)
        }
    }

    /// The address of this list.
    pub fn href(&self) -> String {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let path = match (&self.words, &self.category) {
            (Some(words), category) => {
                pairs.push(("q", words.clone()));
                pairs.extend(category.iter().map(|path| ("category", path.clone())));
                "/search".to_owned()
            }
            (None, Some(path)) => format!("/categories/{path}"),
            (None, None) => "/products".to_owned(),
        };
        pairs.extend(self.kind.map(|kind| ("kind", kind.as_str().to_owned())));
        pairs.extend(self.price.map(|price| ("price", price.as_str().to_owned())));
        pairs.extend(self.rating.map(|stars| ("rating", stars.to_string())));
        pairs.extend(self.sort.map(|sort| ("sort", sort.as_str().to_owned())));
        pairs.extend((self.page > 1).then(|| ("page", self.page.to_string())));
        if pairs.is_empty() {
            return path;
        }
        format!(
            "{path}?{}",
            Serializer::new(String::new()).extend_pairs(pairs).finish()
        )
    }

    /// The same list changed, back on its first page.
    pub fn with(&self, change: impl FnOnce(&mut ListQuery)) -> ListQuery {
        let mut query = ListQuery {
            page: 1,
            unknown: Vec::new(),
            ..self.clone()
        };
        change(&mut query);
        query
    }

    /// The same list on another page.
    pub fn on_page(&self, page: u32) -> ListQuery {
        ListQuery {
            page,
            unknown: Vec::new(),
            ..self.clone()
        }
    }

    /// The order in force: the best match for a search, else the most popular.
    pub fn sort(&self) -> Sort {
        let searching = self.words.as_deref().is_some_and(|words| !words.is_empty());
        self.sort.unwrap_or(if searching {
            Sort::Relevance
        } else {
            Sort::Popular
        })
    }

    /// How many filters are on; words and category are what the list is, not filters of it.
    pub fn filters(&self) -> usize {
        usize::from(self.kind.is_some())
            + usize::from(self.price.is_some())
            + usize::from(self.rating.is_some())
    }

    /// As the catalogue asks it.
    pub fn filter(&self, vendor: Option<VendorId>) -> Filter {
        Filter {
            kind: self.kind,
            category: self.category.clone(),
            price: self.price,
            min_rating: self.rating,
            vendor,
            words: self.words.clone().filter(|words| !words.is_empty()),
            sort: self.sort(),
            page: self.page,
        }
    }
}

fn set<T>(place: &mut Option<T>, value: Option<T>) -> bool {
    let understood = value.is_some();
    *place = value;
    understood
}

fn stars(text: &str) -> Option<u8> {
    text.parse().ok().filter(|stars| (1..=5).contains(stars))
}

fn page(text: &str) -> Option<u32> {
    // The catalogue counts in thousands; more than that is a typing error or a probe.
    text.parse().ok().filter(|page| (1..=10_000).contains(page))
}

fn category(text: &str) -> Option<String> {
    let plain = text.len() <= 200
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'/');
    plain
        .then(|| text.trim_matches('/').to_owned())
        .filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> ListQuery {
        let mut params = ParamsMap::new();
        for (name, value) in pairs {
            params.insert((*name).to_owned(), (*value).to_owned());
        }
        ListQuery::read_search(&params)
    }

    #[test]
    fn an_address_read_and_written_again_is_the_same_address() {
        let query = read(&[
            ("q", "slack & mail"),
            ("kind", "ai-agent"),
            ("price", "free"),
            ("rating", "4"),
            ("page", "2"),
        ]);
        assert_eq!(
            query.href(),
            "/search?q=slack+%26+mail&kind=ai-agent&price=free&rating=4&page=2"
        );
        assert!(query.unknown.is_empty());
    }

    #[test]
    fn values_that_mean_nothing_are_left_out_and_named() {
        let query = read(&[
            ("kind", "spaceship"),
            ("rating", "9"),
            ("page", "-1"),
            ("sort", "<script>"),
        ]);
        assert_eq!(query.unknown, ["kind", "rating", "sort", "page"]);
        assert_eq!((query.kind, query.rating, query.page), (None, None, 1));
    }

    #[test]
    fn a_list_of_a_category_lives_under_the_category() {
        let query = ListQuery {
            page: 1,
            category: Some("sales/crm".into()),
            ..ListQuery::default()
        };
        assert_eq!(
            query.with(|query| query.rating = Some(4)).href(),
            "/categories/sales/crm?rating=4"
        );
        assert_eq!(query.on_page(3).href(), "/categories/sales/crm?page=3");
    }

    #[test]
    fn a_search_is_cut_to_a_length_that_can_be_looked_at() {
        let query = read(&[("q", &"x".repeat(5_000))]);
        assert_eq!(query.words.map(|words| words.len()), Some(200));
    }
}
