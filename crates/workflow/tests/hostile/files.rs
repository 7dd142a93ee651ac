//! The files, as large as the reader takes them; without optimization a fifth of it.

use serde_json::{Value, json};

const FULL: usize = if cfg!(debug_assertions) {
    980_000
} else {
    4_900_000
};

pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    let mut files = notes();
    files.extend(names());
    files.extend(graphs());
    files.extend(texts());
    files
}

fn text(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

fn node(name: &str, kind: &str, x: f64, y: f64) -> Value {
    json!({ "name": name, "type": format!("n8n-nodes-base.{kind}"), "typeVersion": 1, "position": [x, y], "parameters": {} })
}

fn note(content: &str, index: usize) -> Value {
    json!({ "name": format!("Note{index}"), "type": "n8n-nodes-base.stickyNote", "typeVersion": 1, "position": [index, 0],
        "parameters": { "content": content, "width": 4000, "height": 60_000 } })
}

/// Notes that are full of one piece: one long note, and as many of twenty thousand characters as fit.
fn notes() -> Vec<(&'static str, Vec<u8>)> {
    let pieces = [
        (
            "a note of scripts",
            "<script>alert(1)</script><img src=x onerror=alert(1)>",
        ),
        ("a note of line ends", "\n"),
        ("a note of short lines", "a\n"),
        ("a note of open tags", "<a"),
        ("a note of open brackets", "["),
        ("a note of open links", "[a]("),
        ("a note of open images", "!["),
        ("a note of nested links", "[[a](b)]("),
        ("a note of bold marks", "**__"),
        ("a note of stars", "* *a"),
        ("a note of backslashes", "\\\\"),
        ("a note of tables", "|a|b|\n|-|-|\n"),
        ("a note of headings", "# h\n"),
        ("a note of fences", "```\n"),
        ("a note of videos", "@[youtube](x"),
        ("a note of reversed text", "\u{202e}\u{200b}\u{0}\u{7}x"),
        ("a note of joined letters", "e\u{301}\u{200d}"),
        ("a note of ideographs", "漢"),
        ("a note of flags", "\u{1f1e6}\u{1f1f9}"),
    ];
    pieces
        .into_iter()
        .flat_map(|(name, piece)| {
            let long = piece.repeat(FULL / 2 / json!(piece).to_string().len());
            let short: String = piece.repeat(20_000 / piece.chars().count());
            let count = FULL / (json!(short).to_string().len() + 200);
            let many: Vec<Value> = (0..count).map(|index| note(&short, index)).collect();
            [
                (
                    name,
                    text(&json!({ "nodes": [note(&long, 0)], "connections": {} })),
                ),
                (name, text(&json!({ "nodes": many, "connections": {} }))),
            ]
        })
        .collect()
}

fn names() -> Vec<(&'static str, Vec<u8>)> {
    let long = "x".repeat(1_000_000);
    let gone: Vec<Value> = (0..60_000)
        .map(|_| json!({ "node": "", "type": 1 }))
        .collect();
    let invisible = "\u{202e}".repeat(480_000);
    let hidden: Vec<Value> = (0..40_000).map(|_| json!([7])).collect();
    let spaces = node(&" ".repeat(2_000_000), "noOp", 0.0, 0.0);
    let lines = node(&"\n".repeat(100_000), "noOp", 0.0, 0.0);
    let remarks: Vec<Value> = (0..4_000)
        .map(|index| {
            let mut node = node(&"wide name ".repeat(50), "noOp", f64::from(index), 0.0);
            node["notes"] = json!("remark ".repeat(60));
            node["notesInFlow"] = json!(true);
            node
        })
        .collect();
    vec![
        (
            "a source with a long name and many broken connections",
            text(
                &json!({ "nodes": [node(&long, "noOp", 0.0, 0.0)], "connections": { long.as_str(): { "main": [gone] } } }),
            ),
        ),
        (
            "an invisible name and many broken connections",
            text(
                &json!({ "nodes": [node(&invisible, "noOp", 0.0, 0.0)], "connections": { invisible.as_str(): { invisible.as_str(): hidden } } }),
            ),
        ),
        (
            "a name of spaces",
            text(&json!({ "nodes": [spaces], "connections": {} })),
        ),
        (
            "a name of line ends",
            text(&json!({ "nodes": [lines], "connections": {} })),
        ),
        (
            "thousands of equal names in a heap",
            text(&json!({ "nodes": remarks, "connections": {} })),
        ),
    ]
}

fn graphs() -> Vec<(&'static str, Vec<u8>)> {
    let nodes = |count: usize, kind: &str, apart: f64| -> Vec<Value> {
        let name = |index: usize| format!("{index}");
        (0..count)
            .map(|index| node(&name(index), kind, index as f64 * apart, 0.0))
            .collect()
    };
    let to = |target: usize, index: usize| json!({ "node": target.to_string(), "type": "main", "index": index });
    let all_to_all = |count: usize, each: usize, ports: usize| -> Value {
        let list = |from: usize| {
            (0..each)
                .map(|step| to((from * 7 + step * 13) % count, step % ports))
                .collect::<Vec<_>>()
        };
        (0..count)
            .map(|from| (from.to_string(), json!({ "main": [list(from)] })))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let ai = |count: usize| -> Value {
        let edge = |from: usize| json!({ "ai_tool": [[{ "node": ((from + 1) % count).to_string(), "type": "ai_tool", "index": from }]] });
        (0..count)
            .map(|from| (from.to_string(), edge(from)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let far = |at: f64| vec![node("a", "noOp", at, -at), node("b", "noOp", -at, at)];
    let switch = |outputs: u64| json!({ "name": "s", "type": "n8n-nodes-base.switch", "typeVersion": 3, "position": [0, 0], "parameters": { "mode": "expression", "numberOutputs": outputs } });
    let mut lost = nodes(5_000, "noOp", 0.0);
    lost.iter_mut()
        .for_each(|node| drop(node.as_object_mut().map(|fields| fields.remove("position"))));
    vec![
        (
            "a hundred thousand connections of a hundred nodes",
            text(
                &json!({ "nodes": nodes(100, "noOp", 200.0), "connections": all_to_all(100, 1_000, 64) }),
            ),
        ),
        (
            "a hundred thousand connections of five thousand nodes",
            text(
                &json!({ "nodes": nodes(5_000, "noOp", 200.0), "connections": all_to_all(5_000, 17, 1) }),
            ),
        ),
        (
            "five thousand nodes without a place, each after all others",
            text(&json!({ "nodes": lost, "connections": all_to_all(5_000, 17, 1) })),
        ),
        (
            "five thousand nodes on one spot",
            text(
                &json!({ "nodes": nodes(5_000, "noOp", 0.0), "connections": all_to_all(5_000, 3, 3) }),
            ),
        ),
        (
            "five thousand notes on one spot",
            text(&json!({ "nodes": nodes(5_000, "stickyNote", 0.0), "connections": {} })),
        ),
        (
            "five thousand tools in a circle",
            text(&json!({ "nodes": nodes(5_000, "gmailTool", 10.0), "connections": ai(5_000) })),
        ),
        (
            "nodes as far away as they may be",
            text(&json!({ "nodes": far(199_999.0), "connections": all_to_all(2, 1, 1) })),
        ),
        (
            "nodes too far away",
            text(&json!({ "nodes": far(1e300), "connections": {} })),
        ),
        (
            "a switch of endless outputs",
            text(&json!({ "nodes": [switch(u64::MAX), switch(4_000_000_000)], "connections": {} })),
        ),
    ]
}

fn texts() -> Vec<(&'static str, Vec<u8>)> {
    let inside = |piece: &str, times: usize| piece.repeat(times).into_bytes();
    let wide = format!(
        "{{\"nodes\":[{}{{}}],\"connections\":{{}}}}",
        "7,".repeat(4_999)
    );
    let twice = format!("{{{}\"a\":1}}", "\"a\":1,".repeat(700_000));
    let digits = format!("[{}1]", "12345678901234567890123456789,".repeat(150_000));
    let halves = format!("\"{}\"", "\\ud800".repeat(700_000));
    vec![
        ("brackets", inside("[", FULL)),
        ("braces with keys", inside("{\"a\":", FULL / 5)),
        ("quotes", inside("\"", FULL)),
        ("backslashes", inside("\\", FULL)),
        ("zeros", inside("0", FULL)),
        ("line ends", inside("\n", FULL)),
        ("one key many times", beside(&twice)),
        ("numbers without end", beside(&digits)),
        ("one number without end", beside(&"9".repeat(300))),
        ("half character pairs", beside(&halves)),
        ("entries that are no nodes", wide.into_bytes()),
        (
            "empty lists",
            format!("[{}[]]", "[],".repeat(1_600_000)).into_bytes(),
        ),
    ]
}

/// A workflow without nodes, and beside them a member of which the format knows nothing.
fn beside(member: &str) -> Vec<u8> {
    format!("{{\"nodes\":[],\"connections\":{{}},\"x\":{member}}}").into_bytes()
}
