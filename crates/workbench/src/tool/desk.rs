//! What lies on the desk, and what is being done with it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use workflow::NotAWorkflow;
use workflow::parse::MAX_BYTES;

use super::assistant::{Assistant, News};
use super::{ToolFiles, browser, words};
use crate::reading::{Answer, Refused};

/// A file a visitor gave, or a text that was pasted.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// As its owner calls it.
    pub name: String,
    /// All of it; nothing of what is too large to be read.
    pub bytes: Arc<Vec<u8>>,
    /// How many bytes it has.
    pub size: usize,
}

/// What came of some files.
#[derive(Debug, PartialEq)]
pub struct Done {
    /// Their names, in order.
    pub names: Vec<String>,
    /// What is said about them.
    pub answer: Answer,
}

/// How far the work is.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Nothing lies on the desk.
    Waiting,
    /// The number of the stage.
    Busy(u32),
    /// There is something to show.
    Done(Arc<Done>),
    /// It did not work, and why.
    Failed(String),
}

/// The state of the tool; a handle, copied into every listener.
#[derive(Clone, Copy)]
pub struct Desk {
    /// Whether the script has taken over.
    pub live: RwSignal<bool>,
    /// Whether something is held over the page.
    pub over: RwSignal<bool>,
    pub phase: RwSignal<Phase>,
    /// What lies there now, one file or two.
    pub sources: RwSignal<Vec<Source>>,
    files: StoredValue<ToolFiles>,
    /// Counts the tasks; news of an older one is no news.
    task: StoredValue<u32>,
    /// Whether the assistant has been asked and has not answered.
    asked: StoredValue<bool>,
    assistant: StoredValue<Option<SendWrapper<Assistant>>>,
}

impl Desk {
    pub fn new(files: ToolFiles) -> Self {
        Self {
            live: RwSignal::new(false),
            over: RwSignal::new(false),
            phase: RwSignal::new(Phase::Waiting),
            sources: RwSignal::new(Vec::new()),
            files: StoredValue::new(files),
            task: StoredValue::new(0),
            asked: StoredValue::new(false),
            assistant: StoredValue::new(None),
        }
    }

    /// Begins to take files, from everywhere on the page. The assistant is there before it is needed, so that no request follows a file.
    pub fn open(self) {
        browser::listen(self);
        self.hire();
        self.live.set(true);
    }

    /// Takes files in place of what lies there.
    pub fn take(self, given: Vec<web_sys::File>) {
        self.gather(Vec::new(), given);
    }

    /// Takes another version of the one that lies there.
    pub fn take_version(self, given: Vec<web_sys::File>) {
        let first = self.sources.get_untracked().into_iter().take(1).collect();
        self.gather(first, given);
    }

    fn gather(self, mut sources: Vec<Source>, given: Vec<web_sys::File>) {
        if given.is_empty() {
            return;
        }
        if sources.len() + given.len() > 2 {
            return self
                .fail("One file is examined, two are compared. Choose no more than two at once.");
        }
        self.busy();
        let task = self.task.get_value();
        spawn_local(async move {
            for file in given {
                match browser::read(&file).await {
                    Some(source) => sources.push(source),
                    None => {
                        return self.fail(&format!(
                            "“{}” could not be read. If it was moved or changed, choose it again.",
                            file.name()
                        ));
                    }
                }
            }
            if task == self.task.get_value() {
                self.examine(sources, false);
            }
        });
    }

    /// Takes text that was pasted.
    pub fn take_text(self, text: String) {
        let bytes = text.into_bytes();
        let source = Source {
            name: "pasted text".to_owned(),
            size: bytes.len(),
            bytes: Arc::new(bytes),
        };
        self.examine(vec![source], false);
    }

    /// Fetches the example, the one thing that is asked of the server.
    pub fn take_example(self) {
        self.busy();
        let task = self.task.get_value();
        let address = self.files.with_value(|files| files.example.clone());
        spawn_local(async move {
            let fetched = browser::fetch(&address).await;
            if task != self.task.get_value() {
                return;
            }
            match fetched {
                Some(bytes) => {
                    let source = Source {
                        name: "example.json".to_owned(),
                        size: bytes.len(),
                        bytes: Arc::new(bytes),
                    };
                    self.examine(vec![source], false);
                }
                None => self
                    .fail("The example could not be fetched. Your own files need no connection."),
            }
        });
    }

    /// Compares the other way round.
    pub fn swap(self) {
        let mut sources = self.sources.get_untracked();
        sources.reverse();
        self.examine(sources, false);
    }

    /// Looks at one of the two alone.
    pub fn only(self, place: usize) {
        let one = self.sources.get_untracked().into_iter().skip(place).take(1);
        self.examine(one.collect(), false);
    }

    /// Reads what comes first in a file that goes on after its workflow.
    pub fn go_on_with_what_leads(self) {
        self.examine(self.sources.get_untracked(), true);
    }

    fn examine(self, sources: Vec<Source>, leading: bool) {
        let names = sources.iter().map(|source| source.name.clone()).collect();
        self.sources.set(sources.clone());
        let too_large = sources.iter().position(|source| source.size > MAX_BYTES);
        if let Some((place, source)) =
            too_large.and_then(|place| Some((place, sources.get(place)?)))
        {
            let reason = NotAWorkflow::TooLarge { bytes: source.size };
            let answer = Refused::of(place, &reason).into();
            return self
                .phase
                .set(Phase::Done(Arc::new(Done { names, answer })));
        }
        self.busy();
        if self.assistant.with_value(Option::is_none) {
            self.hire();
        }
        self.assistant.with_value(|assistant| {
            if let Some(assistant) = assistant {
                assistant.ask(&sources, leading);
                self.asked.set_value(true);
            }
        });
    }

    /// Gives up on what is being read. The worker ends in the middle of whatever it does.
    pub fn cancel(self) {
        self.stop();
        self.phase.set(Phase::Waiting);
        self.hire();
    }

    fn busy(self) {
        // Who is still busy with something else is stopped. An idle assistant stays, so that none has to be fetched.
        if self.asked.get_value() {
            self.stop();
        }
        self.phase.set(Phase::Busy(0));
    }

    fn stop(self) {
        self.task.update_value(|task| *task += 1);
        self.assistant.set_value(None);
        self.asked.set_value(false);
    }

    fn fail(self, sentence: &str) {
        self.phase.set(Phase::Failed(sentence.to_owned()));
    }

    fn hire(self) {
        let task = self.task.get_value();
        let hear = move |news| {
            if task == self.task.get_value() {
                self.hear(news);
            }
        };
        match self.files.with_value(|files| Assistant::hire(files, hear)) {
            Some(assistant) => self.assistant.set_value(Some(SendWrapper::new(assistant))),
            None => self.fail(words::NO_WORKER),
        }
    }

    fn hear(self, news: News) {
        match news {
            News::Stage(stage) => self.phase.set(Phase::Busy(stage)),
            News::Answer(answer) => {
                self.asked.set_value(false);
                let names = self.sources.with_untracked(|sources| {
                    sources.iter().map(|source| source.name.clone()).collect()
                });
                self.phase
                    .set(Phase::Done(Arc::new(Done { names, answer })));
            }
            News::Failed => {
                self.stop();
                self.fail(words::BROKEN);
            }
        }
    }

    /// What screen readers are told.
    pub fn said(self) -> String {
        self.phase.with(|phase| match phase {
            Phase::Waiting | Phase::Failed(_) => String::new(),
            Phase::Busy(stage) => words::stage(*stage).to_owned(),
            Phase::Done(done) => words::summary(&done.answer.report),
        })
    }
}
