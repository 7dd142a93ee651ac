//! Takes out of a workflow what belongs to its author's instance and not to the workflow.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::document::Workflow;
use crate::names::credential_label;
use crate::path::with_key;
use crate::text::{plain, shortened};

/// A workflow that is safe to hand on, and what was taken out.
#[derive(Debug, Clone, PartialEq)]
pub struct Sanitised {
    /// The document; everything not named in `removed` is as it was, in the same order.
    pub json: Value,
    /// What was changed. Empty when there was nothing to change.
    pub removed: Vec<Removal>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Removal {
    /// Where, such as `nodes[3].webhookId`.
    pub path: String,
    /// Why, in a few words. Never the value itself.
    pub reason: &'static str,
}

/// What belongs to the instance a workflow was exported from.
const TOP_LEVEL: [(&str, &str); 19] = [
    ("id", "the workflow's id on its author's instance"),
    ("pinData", "pinned test data"),
    ("staticData", "data kept between runs"),
    ("versionId", "version id"),
    ("activeVersionId", "version id"),
    ("activeVersion", "a copy of another version"),
    ("versionCounter", "version counter"),
    ("owner", "who owns it"),
    ("ownedBy", "who owns it"),
    ("shared", "who may see it"),
    ("sharedWithProjects", "who may see it"),
    ("homeProject", "the project it lives in"),
    ("parentFolder", "the folder it lives in"),
    ("usedCredentials", "the author's credentials"),
    ("scopes", "the author's permissions"),
    ("triggerCount", "run statistics"),
    ("createdAt", "when it was made"),
    ("updatedAt", "when it was changed"),
    ("checksum", "checksum of the original"),
];

/// Removes identities, test data, credentials and ids, gives webhooks new ids, and switches the workflow off.
///
/// Every change is in [`Sanitised::removed`], in the order of the document's rules: what the instance knows, the switch, `meta`, tags, then
/// node by node its credentials and webhook. Secrets in parameters are for `secrets::redact`.
///
/// What the workflow does stays the same. Sanitising twice changes nothing more, and the same workflow always gives the same result.
pub fn sanitise(workflow: &Workflow) -> Sanitised {
    let mut cleaner = Cleaner {
        removed: Vec::new(),
        seed: seed(workflow),
    };
    let mut json = workflow.to_json();
    if let Value::Object(document) = &mut json {
        cleaner.document(document);
    }
    Sanitised {
        json,
        removed: cleaner.removed,
    }
}

struct Cleaner {
    removed: Vec<Removal>,
    seed: u128,
}

impl Cleaner {
    fn note(&mut self, path: impl Into<String>, reason: &'static str) {
        self.removed.push(Removal {
            path: path.into(),
            reason,
        });
    }

    fn document(&mut self, document: &mut Map<String, Value>) {
        for (key, reason) in TOP_LEVEL {
            if document.shift_remove(key).is_some() {
                self.note(key, reason);
            }
        }
        if document.get("active") != Some(&Value::Bool(false)) {
            document.insert("active".to_owned(), Value::Bool(false));
            self.note("active", "switched off");
        }
        self.meta(document);
        self.tags(document.get_mut("tags"));
        let nodes = document.get_mut("nodes").and_then(Value::as_array_mut);
        for (index, node) in nodes.into_iter().flatten().enumerate() {
            if let Value::Object(fields) = node {
                self.node(index, fields);
            }
        }
    }

    fn meta(&mut self, document: &mut Map<String, Value>) {
        let Some(Value::Object(meta)) = document.get_mut("meta") else {
            return;
        };
        let keys = [
            ("instanceId", "identifies the author's instance"),
            ("owner", "who owns it"),
            ("templateCredsSetupCompleted", "the author's setup"),
        ];
        for (key, reason) in keys {
            if meta.shift_remove(key).is_some() {
                self.note(format!("meta.{key}"), reason);
            }
        }
    }

    /// Tags keep their names.
    fn tags(&mut self, tags: Option<&mut Value>) {
        let Some(Value::Array(tags)) = tags else {
            return;
        };
        for (index, tag) in tags.iter_mut().enumerate() {
            if let Value::Object(fields) = tag
                && fields.keys().any(|key| key != "name")
            {
                fields.retain(|key, _| key == "name");
                self.note(format!("tags[{index}]"), "tag id");
            }
        }
    }

    fn node(&mut self, index: usize, fields: &mut Map<String, Value>) {
        if let Some(Value::Object(kinds)) = fields.get_mut("credentials") {
            for (kind, value) in kinds {
                let placeholder =
                    json!({ "id": null, "name": shortened(&plain(&credential_label(kind)), 80) });
                if *value != placeholder {
                    let reason = if holds_secret(value) {
                        "a credential written out; its type stays"
                    } else {
                        "the author's credential; its type stays"
                    };
                    *value = placeholder;
                    let path = with_key(&format!("nodes[{index}].credentials"), kind);
                    self.note(path, reason);
                }
            }
        }
        if fields.contains_key("webhookId") {
            let name = fields
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let fresh = Value::String(uuid(self.seed, index, name));
            if fields.get("webhookId") != Some(&fresh) {
                fields.insert("webhookId".to_owned(), fresh);
                self.note(
                    format!("nodes[{index}].webhookId"),
                    "the author's webhook; a new id was given",
                );
            }
        }
    }
}

/// Whether a credential is more than a reference to one.
fn holds_secret(credential: &Value) -> bool {
    let reference = ["id", "name", "__aiGatewayManaged"];
    let fields = credential.as_object();
    fields.is_some_and(|fields| fields.keys().any(|key| !reference.contains(&key.as_str())))
}

/// A number that stays the same when the workflow is sanitised, and differs between workflows.
fn seed(workflow: &Workflow) -> u128 {
    let names = workflow.nodes.iter().flat_map(|node| {
        [
            node.name.as_str(),
            node.type_name.as_str(),
            node.id.as_deref().unwrap_or_default(),
        ]
    });
    workflow
        .name
        .as_deref()
        .into_iter()
        .chain(names)
        .fold(FNV_OFFSET, fnv)
}

const FNV_OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const FNV_PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// FNV-1a, 128 bits, with a separator after each text.
fn fnv(hash: u128, text: &str) -> u128 {
    text.bytes().chain([0xff]).fold(hash, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(FNV_PRIME)
    })
}

fn uuid(seed: u128, index: usize, name: &str) -> String {
    let hash = fnv(fnv(seed, name), &index.to_string());
    // Version 8 (RFC 9562): the bits are ours to choose.
    let bits = hash & !(0xf << 76) & !(0x3 << 62) | (8 << 76) | (0b10 << 62);
    let hex = format!("{bits:032x}");
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}
