//! What the worker is asked: everything heavy, away from the page.

use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::reading::{Answer, read};

/// Reads one file or two (`Uint8Array`s). `tell` is called with the number of each [`crate::reading::Stage`]. Gives back three lists of
/// texts: the report as JSON, the drawings, the cleaned file.
#[wasm_bindgen]
pub fn read_files(files: Vec<Uint8Array>, leading: bool, tell: &Function) -> Array {
    let files: Vec<Vec<u8>> = files.iter().map(Uint8Array::to_vec).collect();
    let Answer {
        report,
        drawings,
        cleaned,
    } = read(&files, leading, &mut |stage| {
        // Whoever waits need not listen.
        tell.call1(&JsValue::NULL, &JsValue::from(stage as u32))
            .ok();
    });
    let report = serde_json::to_string(&report).unwrap_or_default();
    [vec![report], drawings, cleaned]
        .into_iter()
        .map(|texts| texts.into_iter().map(JsValue::from).collect::<Array>())
        .collect()
}
