//! A form as it stands in a page.

use scraper::{ElementRef, Html, Selector};

/// What would be posted if the visitor pressed its button now.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// Every form in the page that posts to this address.
    pub fn all(html: &str, action: &str) -> Vec<Self> {
        let page = Html::parse_document(html);
        let posting = Selector::parse(&format!("form[method=post][action='{action}']")).unwrap();
        page.select(&posting).map(Self::read).collect()
    }

    fn read(form: ElementRef<'_>) -> Self {
        let fields = Selector::parse("input[name], textarea[name], select[name]").unwrap();
        let fields = form
            .select(&fields)
            .filter(|field| {
                !matches!(field.attr("type"), Some("checkbox" | "radio"))
                    || field.attr("checked").is_some()
            })
            .map(|field| {
                let value = match field.value().name() {
                    "select" => chosen(field),
                    _ => field.attr("value").unwrap_or_default(),
                };
                (field.attr("name").unwrap().to_owned(), value.to_owned())
            })
            .collect();
        Self {
            action: form.attr("action").unwrap().to_owned(),
            fields,
        }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(field, _)| field != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn value(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }
}

/// The option a browser would send: the one that is selected, else the first.
fn chosen(select: ElementRef<'_>) -> &str {
    let options = Selector::parse("option").unwrap();
    let mut options = select.select(&options);
    let first = options.next();
    let selected = first
        .into_iter()
        .chain(options)
        .find(|option| option.attr("selected").is_some());
    selected
        .or(first)
        .and_then(|option| option.attr("value"))
        .unwrap_or_default()
}
