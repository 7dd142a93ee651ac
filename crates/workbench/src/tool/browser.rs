//! What the tool asks of the browser: files, the clipboard, a download.

use std::sync::Arc;
use std::time::Duration;

use js_sys::{Array, Uint8Array};
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, ClipboardEvent, DataTransfer, DragEvent, Element, File, FileList,
    HtmlAnchorElement, HtmlInputElement, HtmlTextAreaElement, Response, SvgElement, Url,
};
use workflow::parse::MAX_BYTES;

use super::desk::{Desk, Source};

/// How long a browser may take to begin with a download.
const DOWNLOAD_BEGINS: Duration = Duration::from_secs(20);

/// Takes what is dropped or pasted anywhere on the page.
pub fn listen(desk: Desk) {
    let handles = [
        window_event_listener(ev::dragover, move |event| {
            event.prevent_default();
            desk.over.set(true);
        }),
        window_event_listener(ev::dragleave, move |event: DragEvent| {
            if event.related_target().is_none() {
                desk.over.set(false);
            }
        }),
        window_event_listener(ev::drop, move |event: DragEvent| {
            event.prevent_default();
            desk.over.set(false);
            desk.take(files_of(event.data_transfer()));
        }),
        window_event_listener(ev::paste, move |event: ClipboardEvent| {
            if !is_for_a_field(&event) {
                paste(desk, &event);
            }
        }),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
}

fn is_for_a_field(event: &ClipboardEvent) -> bool {
    let target = event.target();
    target.is_some_and(|target| {
        target.has_type::<HtmlTextAreaElement>() || target.has_type::<HtmlInputElement>()
    })
}

fn paste(desk: Desk, event: &ClipboardEvent) {
    let Some(data) = event.clipboard_data() else {
        return;
    };
    let text = data.get_data("text/plain").unwrap_or_default();
    let files = files_of(Some(data));
    if !files.is_empty() {
        desk.take(files);
    } else if !text.trim().is_empty() {
        desk.take_text(text);
    }
}

fn files_of(data: Option<DataTransfer>) -> Vec<File> {
    listed(data.and_then(|data| data.files()))
}

/// The files of a file input, which is emptied, so that the same file may be chosen again.
pub fn chosen(input: Option<HtmlInputElement>) -> Vec<File> {
    let Some(input) = input else {
        return Vec::new();
    };
    let files = listed(input.files());
    input.set_value("");
    files
}

fn listed(files: Option<FileList>) -> Vec<File> {
    files.map_or(Vec::new(), |files| {
        (0..files.length())
            .filter_map(|place| files.get(place))
            .collect()
    })
}

/// All of a file; only its size when it is too large to be read. None when it cannot be read.
pub async fn read(file: &File) -> Option<Source> {
    let size = file.size() as usize;
    let bytes = if size > MAX_BYTES {
        Vec::new()
    } else {
        let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
        Uint8Array::new(&buffer).to_vec()
    };
    Some(Source {
        name: file.name(),
        bytes: Arc::new(bytes),
        size,
    })
}

/// A file of this server.
pub async fn fetch(address: &str) -> Option<Vec<u8>> {
    let answer = JsFuture::from(window().fetch_with_str(address))
        .await
        .ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    let buffer = JsFuture::from(answer.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Lets the visitor keep a text as a file. It is made here; nothing is asked of a server.
pub fn download(name: &str, kind: &str, text: &str) {
    let about = BlobPropertyBag::new();
    about.set_type(kind);
    let parts = Array::of1(&JsValue::from(text));
    let made = Blob::new_with_str_sequence_and_options(&parts, &about)
        .and_then(|blob| Url::create_object_url_with_blob(&blob));
    let link = document().create_element("a");
    if let (Ok(address), Ok(link)) = (made, link) {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
        let revoke = move || {
            Url::revoke_object_url(&address).ok();
        };
        set_timeout(revoke, DOWNLOAD_BEGINS);
    }
}

/// Puts a text on the clipboard; whether it worked.
pub async fn copy(text: &str) -> bool {
    JsFuture::from(window().navigator().clipboard().write_text(text))
        .await
        .is_ok()
}

/// Marks a node of a drawing and gives it the focus, by which its viewer brings it into sight.
pub fn choose(drawing: usize, node: usize) {
    let frame = format!("#workbench-drawing-{drawing}");
    let Ok(Some(frame)) = document().query_selector(&frame) else {
        return;
    };
    let find = |selector: &str| -> Option<Element> { frame.query_selector(selector).ok()? };
    if let Some(before) = find(".is-selected") {
        before.class_list().remove_1("is-selected").ok();
    }
    if let Some(node) = find(&format!("[data-node='{node}']")) {
        node.class_list().add_1("is-selected").ok();
        if let Ok(node) = node.dyn_into::<SvgElement>() {
            node.focus().ok();
        }
    }
}
