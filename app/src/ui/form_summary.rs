//! What is wrong with a form, in one box above it that takes the focus when the page opens.

use leptos::prelude::*;

use super::{Glyph, Icon, field_id};

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The field's name, when one field is to blame.
    pub field: Option<String>,
    /// What happened and what to do, as a sentence.
    pub message: String,
}

/// The box above a form; draws nothing when there is nothing to mend.
#[component]
pub fn FormSummary(
    mistakes: Vec<Mistake>,
    #[prop(default = "There is a problem".to_owned(), into)] title: String,
) -> impl IntoView {
    (!mistakes.is_empty()).then(|| {
        let lines = mistakes.into_iter().map(line).collect_view();
        view! {
            <div class="form-summary" id="form-summary" role="alert" tabindex="-1" autofocus>
                <Glyph icon=Icon::Warning/>
                <h2 class="form-summary__title">{title}</h2>
                <ul class="form-summary__list">{lines}</ul>
            </div>
        }
    })
}

fn line(mistake: Mistake) -> impl IntoView {
    match mistake.field {
        Some(field) => {
            view! { <li><a href=format!("#{}", field_id(&field))>{mistake.message}</a></li> }
                .into_any()
        }
        None => view! { <li>{mistake.message}</li> }.into_any(),
    }
}
