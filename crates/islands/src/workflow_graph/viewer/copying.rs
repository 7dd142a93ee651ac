//! Taking a node, the workflow or an address along in the clipboard.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Viewer;
use crate::workflow_graph::{anchor, clipboard};

/// How long a notice is shown.
const NOTICE: Duration = Duration::from_secs(4);

impl Viewer {
    /// The whole file, to paste into n8n's canvas.
    pub fn copy_workflow(self) {
        self.copy_document(String::new(), "Copied. Paste it into n8n's canvas.");
    }

    pub fn copy_node(self, index: usize) {
        self.copy_document(
            format!("?node={index}"),
            "The node is copied. Paste it into n8n's canvas.",
        );
    }

    fn copy_document(self, part: String, done: &'static str) {
        let Some(address) = self.document.get_value() else {
            return;
        };
        spawn_local(async move {
            let copied = clipboard::copy_from(address + &part).await;
            self.tell(if copied {
                done
            } else {
                "It could not be copied. The file is below, as a download."
            });
        });
    }

    pub fn copy_link(self, index: usize) {
        spawn_local(async move {
            let copied = clipboard::copy(anchor::address(index)).await;
            self.tell(if copied {
                "The link is copied."
            } else {
                "It could not be copied. The link is in the address bar."
            });
        });
    }

    /// The viewer may be gone when the clipboard answers.
    fn tell(self, notice: &'static str) {
        self.notice.try_set(notice);
        set_timeout(
            move || {
                self.notice.try_set("");
            },
            NOTICE,
        );
    }
}
