//! The worker, as seen from the page.

use js_sys::{Array, Object, Reflect, Uint8Array};
use leptos::wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::ToolFiles;
use super::desk::Source;
use crate::reading::{Answer, Report};

/// What the worker lets the page know.
pub enum News {
    /// It has begun with the stage of this number.
    Stage(u32),
    /// It is done.
    Answer(Answer),
    /// It broke down: out of memory, or a mistake of ours.
    Failed,
}

/// A worker that reads files. It ends when this is dropped, whatever it is doing.
pub struct Assistant {
    worker: Worker,
    _hear: Closure<dyn Fn(MessageEvent)>,
    _fall: Closure<dyn Fn(Event)>,
}

impl Assistant {
    /// Starts a worker with the wasm the page has already loaded. None where the browser has no workers with modules.
    pub fn hire(files: &ToolFiles, hear: impl Fn(News) + Clone + 'static) -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&files.worker, &options).ok()?;
        let fallen = hear.clone();
        let fall = Closure::<dyn Fn(Event)>::new(move |_| fallen(News::Failed));
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
            if let Some(news) = news(&message.data()) {
                hear(news);
            }
        });
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        worker.set_onerror(Some(fall.as_ref().unchecked_ref()));
        let start = object(&[
            ("module", leptos::wasm_bindgen::module()),
            ("script", files.script.as_str().into()),
        ]);
        worker.post_message(&start).ok()?;
        Some(Self {
            worker,
            _hear: hear,
            _fall: fall,
        })
    }

    /// Asks for one file to be examined, or two to be compared. The answer comes as news.
    pub fn ask(&self, sources: &[Source], leading: bool) {
        let files: Array = sources
            .iter()
            .map(|source| JsValue::from(Uint8Array::from(source.bytes.as_slice())))
            .collect();
        let task = object(&[("files", files.into()), ("leading", leading.into())]);
        self.worker.post_message(&task).ok();
    }
}

impl Drop for Assistant {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value).ok();
    }
    object.into()
}

fn news(message: &JsValue) -> Option<News> {
    let field = |name: &str| {
        let value = Reflect::get(message, &name.into()).ok()?;
        (!value.is_undefined()).then_some(value)
    };
    if let Some(stage) = field("stage") {
        return Some(News::Stage(stage.as_f64()? as u32));
    }
    if field("failed").is_some() {
        return Some(News::Failed);
    }
    let answer = Array::from(&field("answer")?);
    Some(read(&answer).map_or(News::Failed, News::Answer))
}

/// The three lists of texts that `read_files` gives.
fn read(answer: &Array) -> Option<Answer> {
    let texts = |place: u32| -> Vec<String> {
        Array::from(&answer.get(place))
            .iter()
            .filter_map(|text| text.as_string())
            .collect()
    };
    let report: Report = serde_json::from_str(texts(0).first()?).ok()?;
    Some(Answer {
        report,
        drawings: texts(1),
        cleaned: texts(2),
    })
}
