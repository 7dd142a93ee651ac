//! Real workflows, of which their collectors made sure that they hold no secret. The folder is not part of the repository.

use std::path::PathBuf;
use std::{env, fs};

use workflow::secrets::{redact, scan, scan_value};

fn files(folder: &str) -> Vec<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test finds its data here")]
    let root = env::var_os("N8N_CORPUS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/n8n"),
        PathBuf::from,
    );
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        eprintln!(
            "SKIPPED: no workflows in {}; set N8N_CORPUS to a folder that has {folder}",
            root.display()
        );
        return Vec::new();
    };
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        .collect();
    files.sort();
    files
}

#[test]
fn real_workflows_that_were_looked_through_have_no_findings() {
    let mut found = Vec::new();
    for file in files("public-sample") {
        let parsed = workflow::parse(&fs::read(&file).unwrap()).unwrap();
        for finding in scan(&parsed.workflow) {
            found.push(format!(
                "{} {} {} {}… {}",
                file.file_name().unwrap().display(),
                finding.rule,
                finding.path,
                finding.starts,
                finding.length
            ));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn whatever_is_found_in_other_versions_is_gone_once_it_was_redacted() {
    for file in files("diff-pairs").into_iter().chain(files("edge-cases")) {
        let Ok(parsed) = workflow::parse(&fs::read(&file).unwrap()) else {
            continue;
        };
        let redacted = redact(&parsed.workflow);
        for finding in &redacted.replaced {
            eprintln!(
                "{} {} {} {}… {}",
                file.file_name().unwrap().display(),
                finding.rule,
                finding.path,
                finding.starts,
                finding.length
            );
        }
        assert_eq!(scan_value(&redacted.json), [], "{}", file.display());
    }
}

#[test]
fn the_credential_somebody_wrote_out_is_found() {
    for file in files("edge-cases")
        .iter()
        .filter(|file| file.ends_with("21-inline-credential-data.json"))
    {
        let parsed = workflow::parse(&fs::read(file).unwrap()).unwrap();
        let found = scan(&parsed.workflow);
        assert_eq!(
            (found.len(), found[0].rule, found[0].path.as_str()),
            (
                1,
                "inline-credential",
                "nodes[1].credentials.httpBasicAuth.password"
            )
        );
    }
}
