//! Small workflows to test with.

use serde_json::{Value, json};
use workflow::{Parsed, Workflow};

/// A node as it stands in a file.
pub fn node(name: &str, kind: &str, version: f64, at: [f64; 2], parameters: Value) -> Value {
    let prefix = if kind.contains('.') {
        ""
    } else {
        "n8n-nodes-base."
    };
    json!({ "name": name, "type": format!("{prefix}{kind}"), "typeVersion": version, "position": at, "parameters": parameters })
}

/// A node of n8n's AI family: `agent`, `lmChatOpenAi`.
pub fn ai_node(name: &str, kind: &str, version: f64) -> Value {
    let kind = format!("@n8n/n8n-nodes-langchain.{kind}");
    node(name, &kind, version, [224.0, 0.0], json!({}))
}

/// A workflow of nodes and connections `(from, kind, output, to, input)`.
pub fn document(nodes: &[Value], edges: &[(&str, &str, usize, &str, usize)]) -> Value {
    let mut connections = json!({});
    for (from, kind, output, to, input) in edges {
        let outputs = &mut connections[*from][*kind];
        if outputs.is_null() {
            *outputs = json!([]);
        }
        let list = outputs.as_array_mut().unwrap();
        while list.len() <= *output {
            list.push(json!([]));
        }
        list[*output]
            .as_array_mut()
            .unwrap()
            .push(json!({ "node": to, "type": kind, "index": input }));
    }
    json!({ "name": "Test", "nodes": nodes, "connections": connections })
}

pub fn read(value: &Value) -> Parsed {
    workflow::parse(value.to_string().as_bytes()).unwrap()
}

pub fn workflow(nodes: &[Value], edges: &[(&str, &str, usize, &str, usize)]) -> Workflow {
    read(&document(nodes, edges)).workflow
}

/// A trigger, a model and an agent.
pub fn an_agent() -> Workflow {
    workflow(
        &[
            node(
                "Chat",
                "@n8n/n8n-nodes-langchain.chatTrigger",
                1.1,
                [0.0, 0.0],
                json!({}),
            ),
            node(
                "Agent",
                "@n8n/n8n-nodes-langchain.agent",
                2.2,
                [224.0, 0.0],
                json!({}),
            ),
            node(
                "Model",
                "@n8n/n8n-nodes-langchain.lmChatOpenAi",
                1.2,
                [160.0, 224.0],
                json!({ "model": { "__rl": true, "mode": "list", "value": "gpt-4o-mini" } }),
            ),
            node(
                "Find",
                "n8n-nodes-base.gmailTool",
                2.1,
                [400.0, 224.0],
                json!({}),
            ),
        ],
        &[
            ("Chat", "main", 0, "Agent", 0),
            ("Model", "ai_languageModel", 0, "Agent", 0),
            ("Find", "ai_tool", 0, "Agent", 0),
        ],
    )
}
