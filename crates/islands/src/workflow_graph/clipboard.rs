//! Putting text where other programs can take it.

use js_sys::{Array, JsString, Object, Promise, Reflect};
use leptos::prelude::window;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Blob, BlobPropertyBag, ClipboardItem, Response};

const PLAIN: &str = "text/plain";

/// Only pages that came over a safe connection may write.
pub fn is_there() -> bool {
    window().is_secure_context()
}

/// Whether the text is in the clipboard now.
pub async fn copy(text: String) -> bool {
    let written = window().navigator().clipboard().write_text(&text);
    JsFuture::from(written).await.is_ok()
}

/// Whether what lies at this address of ours is in the clipboard now. The promise of it is handed over at once: a browser that asks for
/// a click would have forgotten it by the time the answer is there.
pub async fn copy_from(address: String) -> bool {
    let Some(item) = promised(future_to_promise(fetched(address))) else {
        return false;
    };
    let written = window().navigator().clipboard().write(&Array::of1(&item));
    JsFuture::from(written).await.is_ok()
}

fn promised(text: Promise) -> Option<JsValue> {
    let record = Object::new();
    Reflect::set(&record, &JsString::from(PLAIN), &text).ok()?;
    let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&record);
    item.ok().map(JsValue::from)
}

async fn fetched(address: String) -> Result<JsValue, JsValue> {
    let response = JsFuture::from(window().fetch_with_str(&address)).await?;
    let response: Response = response.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let text = JsFuture::from(response.text()?).await?;
    let about = BlobPropertyBag::new();
    about.set_type(PLAIN);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text), &about).map(JsValue::from)
}
