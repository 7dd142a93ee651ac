//! SQL is written by us and checked when it is compiled; nothing that comes from outside becomes a part of it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::report::Report;

/// Ways to run a statement that nobody has checked, or to put one together.
const UNCHECKED: [&str; 12] = [
    "sqlx::query(",
    "sqlx::query_as(",
    "sqlx::query_scalar(",
    "query_with(",
    "query_as_with(",
    "query_scalar_with(",
    "sqlx::raw_sql(",
    "AssertSqlSafe",
    "QueryBuilder",
    ".execute(&*",
    ".execute(format!",
    "PgListener",
];

/// The places that do, each looked at: the file, what it says, and why it is safe.
const REVIEWED: [(&str, &str, &str); 2] = [
    (
        "crates/market/src/demo/mod.rs",
        "sqlx::raw_sql(",
        "a word of ours: analyze",
    ),
    ("server/src/work.rs", "PgListener", "channels of ours"),
];

/// The beginnings of statements, which have no place in a text that is put together.
const STATEMENTS: [&str; 7] = [
    "select ",
    "insert into ",
    "update ",
    "delete from ",
    "with recursive ",
    "alter table ",
    "set local ",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Texts that are put together in this line and begin as a statement does.
fn puts_together(line: &str) -> bool {
    let made = ["format!(\"", "format!(r#\"", "format!(r\"", "write!("]
        .iter()
        .any(|way| line.contains(way));
    let lower = line.to_lowercase();
    made && STATEMENTS.iter().any(|begin| {
        let quoted = lower.find('"').map(|at| &lower[at + 1..]);
        quoted.is_some_and(|text| text.trim_start_matches(['#', '"']).starts_with(begin))
    })
}

#[test]
fn none_is_put_together_from_what_somebody_sent() {
    let report = Report::of("J1");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in [
        "crates/market/src",
        "crates/islands/src",
        "app/src",
        "server/src",
    ] {
        sources(&root.join(folder), &mut files);
    }
    let (mut wrong, mut reviewed, mut checked) = (Vec::new(), 0, 0);
    for path in &files {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        let text = fs::read_to_string(path).unwrap();
        for (nth, line) in text.lines().enumerate() {
            checked += usize::from(
                line.contains("query!(")
                    || line.contains("query_as!(")
                    || line.contains("query_scalar!("),
            );
            if line.trim_start().starts_with("//") {
                continue;
            }
            for way in UNCHECKED.iter().filter(|way| line.contains(**way)) {
                let known = REVIEWED
                    .iter()
                    .any(|(file, what, _)| *file == name && what == way);
                reviewed += usize::from(known);
                if !known {
                    wrong.push(format!("{name}:{}: {}", nth + 1, line.trim()));
                }
            }
            if puts_together(line) {
                wrong.push(format!("{name}:{}: {}", nth + 1, line.trim()));
            }
        }
    }
    println!("{wrong:#?}");
    report
        .figure("files", files.len())
        .figure("checked_statements", checked)
        .figure("reviewed", reviewed)
        .figure("wrong", wrong.len())
        .pass(wrong.is_empty() && checked > 200);
}

#[test]
fn a_statement_that_is_put_together_is_found() {
    assert!(puts_together(
        "let sql = format!(\"select {column} from account\");"
    ));
    assert!(puts_together("write!(sql, \"delete from {table}\")?;"));
    assert!(!puts_together("format!(\"selected {n}\")"));
}
