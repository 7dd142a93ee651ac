//! Which node a path in a file is about.

use serde_json::Value;

/// The nodes of one workflow, by where they stand in its file.
pub struct Places {
    /// Where the workflow stands in the file: `data.workflow`, `[0]`, or nothing.
    root: String,
    /// For each entry of `nodes` its number in the drawing; entries that are no nodes have none.
    numbers: Vec<Option<usize>>,
}

impl Places {
    /// Counts the nodes of this workflow as its reader did.
    pub fn of(workflow: &Value, root: &str) -> Self {
        let entries = workflow.get("nodes").and_then(Value::as_array);
        let mut next = 0..;
        let number = |entry: &Value| entry.is_object().then(|| next.next()).flatten();
        Self {
            root: root.to_owned(),
            numbers: entries.into_iter().flatten().map(number).collect(),
        }
    }

    /// The node of a path in the workflow, such as `nodes[3].parameters.url`.
    pub fn node(&self, path: &str) -> Option<usize> {
        let (place, _) = path.strip_prefix("nodes[")?.split_once(']')?;
        *self.numbers.get(place.parse::<usize>().ok()?)?
    }

    /// The node of a path in the file.
    pub fn node_in_file(&self, path: &str) -> Option<usize> {
        let inside = path.strip_prefix(self.root.as_str())?;
        self.node(inside.strip_prefix('.').unwrap_or(inside))
    }
}
