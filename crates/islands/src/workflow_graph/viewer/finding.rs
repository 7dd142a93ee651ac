//! Finding nodes by name.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::Viewer;
use crate::workflow_graph::search::matches;

impl Viewer {
    /// Marks what fits as it is typed.
    pub fn find(self, text: &str) {
        let Some(stage) = self.stage() else { return };
        let places = self.cards.with_value(|cards| matches(cards, text));
        self.mark(&stage, "data-found", &places);
        self.mark(&stage, "data-shown", &[]);
        self.shown.set(None);
        if text.trim().is_empty() {
            self.said.set(String::new());
            return self.found.set(None);
        }
        self.said.set(match places.len() {
            0 => "No node is called that.".to_owned(),
            1 => "1 node found. Enter shows it.".to_owned(),
            count => format!("{count} nodes found. Enter shows the first."),
        });
        self.found.set(Some(places));
    }

    /// How many were found, or which of them is shown.
    pub fn count_found(self) -> String {
        let count = self.found.with(|found| found.as_ref().map(Vec::len));
        match (count, self.shown.get()) {
            (None, _) => String::new(),
            (Some(count), None) => format!("{count}"),
            (Some(count), Some(shown)) => format!("{}/{count}", shown + 1),
        }
    }

    /// Whether the key meant something in the field.
    pub(super) fn press_in_field(self, key: &str, shift: bool) -> bool {
        match key {
            "Enter" => self.show_next(shift),
            "Escape" => {
                self.clear_marks();
                self.focus(self.stop.get_value());
            }
            "ArrowDown" => self.focus(self.stop.get_value()),
            _ => return false,
        }
        true
    }

    /// Goes through what was found, round and round. Tab leads to the node that is shown.
    fn show_next(self, back: bool) {
        let places = self.found.get_untracked().unwrap_or_default();
        let Some(last) = places.len().checked_sub(1) else {
            return;
        };
        let next = match (self.shown.get_untracked(), back) {
            (None, false) => 0,
            (None, true) => last,
            (Some(0), true) => last,
            (Some(shown), true) => shown - 1,
            (Some(shown), false) if shown >= last => 0,
            (Some(shown), false) => shown + 1,
        };
        let (Some(place), Some(stage)) = (places.get(next).copied(), self.stage()) else {
            return;
        };
        self.shown.set(Some(next));
        self.mark(&stage, "data-shown", &[place]);
        self.stop_at(place);
        self.look_at(place);
        let told = self
            .cards
            .with_value(|cards| self.web.with_value(|web| web.told(cards, place)));
        self.said
            .set(format!("{} of {}: {told}", next + 1, places.len()));
    }

    pub(super) fn go_to_field(self) {
        if let Some(field) = self.stage().and_then(|stage| stage.field()) {
            field.focus().ok();
        }
    }

    pub(super) fn stop_finding(self) {
        let Some(stage) = self.stage() else { return };
        if let Some(field) = stage
            .field()
            .and_then(|field| field.dyn_into::<HtmlInputElement>().ok())
        {
            field.set_value("");
        }
        self.find("");
    }
}
