//! The lists of an examined file: secrets, remarks, removals.

use leptos::prelude::*;
use workflow::Severity;

use super::super::words::{self, counted};
use super::{badge, panel, place, rest};
use crate::reading::{Examined, Listed, Need, RemarkLine, SecretLine};

pub fn secrets(found: &Examined) -> impl IntoView + use<> {
    let lead = match found.secrets.count {
        0 => {
            "None was found. Rules cannot know every secret, so look at what you wrote into nodes yourself."
        }
        _ => {
            "Only the first characters and the length are shown here. Revoke what was ever shared."
        }
    };
    let list = &found.secrets;
    let title = match list.count {
        0 => "Secrets and private data".to_owned(),
        count => format!("Secrets and private data: {count}"),
    };
    panel(title, lead.to_owned(), secret_list(list))
}

/// The lines of secrets, wherever they are listed.
pub fn secret_list(list: &Listed<SecretLine>) -> AnyView {
    let lines = list.lines.iter().map(secret).collect_view();
    view! { <ul class="finding-list" hidden=list.count == 0>{lines}</ul>{rest(list)} }.into_any()
}

fn secret(line: &SecretLine) -> impl IntoView + use<> {
    let within = match line.within.as_str() {
        "" => String::new(),
        node => format!(" in “{node}”"),
    };
    let starts = format!(
        "{}… · {}",
        line.starts,
        counted(line.length, "character", "characters")
    );
    view! {
        <li class="finding">
            {badge(words::level(line.level))}
            <div class="finding__text">
                <p>{line.what.clone()}{within}</p>
                <p class="finding__small"><code>{starts}</code>" "<span class="finding__rule">{line.rule.clone()}</span></p>
                {place(&line.path, [line.node, None])}
            </div>
        </li>
    }
}

pub fn remarks(found: &Examined) -> impl IntoView + use<> {
    let list = &found.remarks;
    let groups = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| {
        let lines: Vec<_> = list
            .lines
            .iter()
            .filter(|line| line.severity == severity)
            .map(remark)
            .collect();
        let (_, word) = words::severity(severity);
        let heading = format!("{word}s: {}", lines.len());
        (!lines.is_empty()).then(|| {
            view! { <h4 class="finding-list__title">{heading}</h4><ul class="finding-list">{lines}</ul> }
        })
    });
    let lead = match list.count {
        0 => "Nothing. It imports, runs as it is drawn and explains itself.",
        _ => "What would go wrong or be missed when somebody imports it, the gravest first.",
    };
    panel(
        format!("Score: {} of 100", found.score),
        lead.to_owned(),
        view! { {groups.into_iter().collect_view()}{rest(list)} },
    )
}

fn remark(line: &RemarkLine) -> impl IntoView + use<> {
    view! {
        <li class="finding">
            {badge(words::severity(line.severity))}
            <div class="finding__text">
                <p>{line.message.clone()}</p>
                {place(&line.path, [line.node, None])}
            </div>
        </li>
    }
}

pub fn needs(found: &Examined) -> impl IntoView + use<> {
    let rows = found.needs.iter().map(need).collect_view();
    panel(
        "What it needs".to_owned(),
        String::new(),
        view! { <dl class="facts">{rows}</dl> },
    )
}

fn need(need: &Need) -> impl IntoView + use<> {
    let names = need.names.join(", ");
    view! { <dt>{need.what.clone()}</dt><dd>{names}</dd> }
}

pub fn capabilities(found: &Examined) -> impl IntoView + use<> {
    let lead = match found.capabilities.len() {
        0 => "Nothing beyond n8n's own building blocks was found in its nodes.",
        _ => {
            "Found by reading every node; nothing was run. The first lines deserve the closest look."
        }
    };
    let lines = found
        .capabilities
        .iter()
        .map(|capability| {
            let caution = words::risk(capability.risk()).map(badge);
            view! { <li class="finding"><div class="finding__text"><p>{format!("It can {}.", capability.label())}</p>{caution}</div></li> }
        })
        .collect_view();
    panel(
        "What it can do".to_owned(),
        lead.to_owned(),
        view! { <ul class="finding-list" hidden=found.capabilities.is_empty()>{lines}</ul> },
    )
}
