//! The changes as sentences, the gravest first, each leading to its node in the drawings.

use leptos::prelude::*;
use market::catalog::{Change, Impact};

use super::drawings::Sign;
use crate::ui::{Badge, Glyph, Tone};

/// What an impact is called, what that means for whoever updates, and how it feels.
fn told(impact: Impact) -> (&'static str, &'static str, Tone) {
    match impact {
        Impact::Breaking => (
            "Breaking",
            "Something has to be set up again, or whoever calls the workflow has to adapt.",
            Tone::Warn,
        ),
        Impact::Behavior => ("Behavior", "The workflow does something else.", Tone::Info),
        Impact::Cosmetic => (
            "Cosmetic",
            "It does what it did; names, notes and places are different.",
            Tone::Neutral,
        ),
    }
}

/// The gravest impact in a word.
#[component]
pub(in crate::products) fn ImpactBadge(impact: Impact) -> impl IntoView {
    let (word, _, tone) = told(impact);
    view! { <Badge tone=tone>{word}</Badge> }
}

/// `7 changes: 2 breaking, 4 in behavior, 1 cosmetic.`
pub(super) fn summary(changes: &[Change]) -> String {
    let count = |impact| {
        changes
            .iter()
            .filter(|change| change.impact == impact)
            .count()
    };
    let parts: Vec<String> = [
        (Impact::Breaking, "breaking"),
        (Impact::Behavior, "in behavior"),
        (Impact::Cosmetic, "cosmetic"),
    ]
    .into_iter()
    .filter_map(|(impact, word)| match count(impact) {
        0 => None,
        count => Some(format!("{count} {word}")),
    })
    .collect();
    format!("{}: {}.", counted(changes.len()), parts.join(", "))
}

/// `1 change`, `2 changes`.
pub(in crate::products) fn counted(changes: usize) -> String {
    match changes {
        1 => "1 change".to_owned(),
        count => format!("{count} changes"),
    }
}

#[component]
pub(super) fn ChangeList(changes: Vec<Change>, from: String) -> impl IntoView {
    let groups: Vec<_> = [Impact::Breaking, Impact::Behavior, Impact::Cosmetic]
        .into_iter()
        .filter_map(|impact| {
            let own: Vec<Change> = changes
                .iter()
                .filter(|change| change.impact == impact)
                .cloned()
                .collect();
            (!own.is_empty())
                .then(|| view! { <Group impact=impact changes=own from=from.clone()/> })
        })
        .collect();
    view! {
        <section class="changes-list" aria-labelledby="list">
            <h2 class="changes-list__title" id="list">"Every change"</h2>
            <p class="changes-list__lead">"Choose one to see it in the drawing. Settings are named; what they are set to is part of the product."</p>
            {groups}
        </section>
    }
}

#[component]
fn Group(impact: Impact, changes: Vec<Change>, from: String) -> impl IntoView {
    let (word, meaning, _) = told(impact);
    let id = match impact {
        Impact::Breaking => "breaking",
        Impact::Behavior => "behavior",
        Impact::Cosmetic => "cosmetic",
    };
    let lines = changes
        .into_iter()
        .map(|change| view! { <Line change=change from=from.clone()/> })
        .collect_view();
    view! {
        <section class="changes-group" aria-labelledby=id>
            <div class="changes-group__head">
                <h3 class="changes-group__title" id=id>{word}</h3>
                <ImpactMark impact=impact/>
                <p class="changes-group__meaning">{meaning}</p>
            </div>
            <ul class="changes-group__list">{lines}</ul>
        </section>
    }
}

/// The icon of an impact beside its heading, which says the word.
#[component]
fn ImpactMark(impact: Impact) -> impl IntoView {
    let (_, _, tone) = told(impact);
    view! { <span class=format!("changes-mark changes-mark--{}", tone.name())><Glyph icon=tone.icon() small=true/></span> }
}

#[component]
fn Line(change: Change, from: String) -> impl IntoView {
    let (kind, sign) = sign_of(&change.code);
    let (old, new) = (
        change.old.map(|node| format!("#old-node-{node}")),
        change.new.map(|node| format!("#new-node-{node}")),
    );
    let sentence = change.sentence;
    let (told, before) = match (old, new) {
        (old, Some(new)) => (view! { <a href=new>{sentence}</a> }.into_any(), old),
        (Some(old), None) => (view! { <a href=old>{sentence}</a> }.into_any(), None),
        (None, None) => (sentence.into_any(), None),
    };
    view! {
        <li class="changes-line">
            <Sign kind=kind sign=sign/>
            <span>{told} {before.map(|old| view! { " "<a class="changes-line__before" href=old>{format!("Before, in {from}")}</a> })}</span>
        </li>
    }
}

fn sign_of(code: &str) -> (&'static str, &'static str) {
    match code {
        "nodes_moved" => ("moved", "↔"),
        code if code.ends_with("_added") => ("added", "+"),
        code if code.ends_with("_removed") => ("removed", "−"),
        _ => ("changed", "~"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(impact: Impact) -> Change {
        Change {
            code: "node_changed".to_owned(),
            impact,
            old: Some(1),
            new: Some(2),
            sentence: "“A” was switched off.".to_owned(),
        }
    }

    #[test]
    fn changes_are_summed_up_by_how_much_they_matter() {
        let changes = [Impact::Breaking, Impact::Cosmetic, Impact::Cosmetic].map(change);
        assert_eq!(summary(&changes), "3 changes: 1 breaking, 2 cosmetic.");
        assert_eq!(summary(&changes[..1]), "1 change: 1 breaking.");
    }

    #[test]
    fn what_came_went_moved_and_changed_has_a_sign_of_its_own() {
        let signs = [
            "node_added",
            "trigger_removed",
            "nodes_moved",
            "node_renamed",
        ]
        .map(|code| sign_of(code).1);
        assert_eq!(signs, ["+", "−", "↔", "~"]);
    }
}
