//! How long it takes to read, lint, scan, lay out and draw a workflow of middle size, and the largest.
//!
//! The workflows are those of the folder N8N_CORPUS, or of the shop's own demo when there is none.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use criterion::{Criterion, Throughput};
use workflow::{Pairing, diff, draw, geometry, inspect, lint, parse, secrets};

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4))
        .sample_size(30)
        .configure_from_args();
    let mut files = files();
    files.sort_by_key(|(_, bytes)| bytes.len());
    let near = |size: usize| {
        files
            .iter()
            .min_by_key(|(_, bytes)| bytes.len().abs_diff(size))
    };
    for (size, file) in [("median", near(10_000)), ("largest", files.last())] {
        if let Some((name, bytes)) = file {
            measure(&mut criterion, size, name, bytes);
        }
    }
    if let Some((_, bytes)) = files.last() {
        let large = grown(bytes, 430_000);
        measure(
            &mut criterion,
            "430kB",
            "the largest again and again",
            &large,
        );
    }
    criterion.final_summary();
}

fn measure(criterion: &mut Criterion, size: &str, name: &str, bytes: &[u8]) {
    let Ok(parsed) = parse(bytes) else { return };
    let workflow = &parsed.workflow;
    eprintln!(
        "{size}: {name}, {} bytes, {} nodes",
        bytes.len(),
        workflow.nodes.len()
    );
    let mut group = criterion.benchmark_group(size);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    let options = draw::DrawOptions::default();
    group.bench_function("all", |bench| {
        bench.iter(|| {
            let Ok(parsed) = parse(black_box(bytes)) else {
                return;
            };
            black_box(lint(&parsed));
            black_box(secrets::scan(&parsed.workflow));
            black_box(draw::svg(&parsed.workflow, &options));
        });
    });
    group.bench_function("read", |bench| bench.iter(|| parse(black_box(bytes))));
    group.bench_function("lint", |bench| bench.iter(|| lint(black_box(&parsed))));
    group.bench_function("scan", |bench| {
        bench.iter(|| secrets::scan(black_box(workflow)))
    });
    group.bench_function("lay out", |bench| {
        bench.iter(|| geometry::scene(black_box(workflow)))
    });
    group.bench_function("lay out and draw", |bench| {
        bench.iter(|| draw::svg(black_box(workflow), &options))
    });
    group.bench_function("inspect", |bench| bench.iter(|| inspect(black_box(bytes))));
    group.bench_function("diff", |bench| {
        bench.iter(|| diff(black_box(workflow), workflow, Pairing::Best))
    });
    group.finish();
}

fn files() -> Vec<(String, Vec<u8>)> {
    #[expect(clippy::disallowed_methods, reason = "a benchmark finds its data here")]
    let named = env::var_os("N8N_CORPUS").map(|folder| PathBuf::from(folder).join("public-sample"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = root.join("../../../shared/corpus/n8n/public-sample");
    let demo = root.join("../../demo/workflows");
    let folder = [named.unwrap_or_default(), beside, demo]
        .into_iter()
        .find(|folder| folder.is_dir());
    let entries = folder
        .and_then(|folder| fs::read_dir(folder).ok())
        .into_iter()
        .flatten()
        .flatten();
    entries
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "json"))
        .filter_map(|entry| {
            Some((
                entry.file_name().to_string_lossy().into_owned(),
                fs::read(entry.path()).ok()?,
            ))
        })
        .collect()
}

/// The same nodes again under other names, until the file is as large as wanted.
fn grown(bytes: &[u8], size: usize) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_slice::<serde_json::Value>(bytes) else {
        return Vec::new();
    };
    let nodes = value["nodes"].as_array().cloned().unwrap_or_default();
    for node in nodes.iter().cycle().take(nodes.len() * 4) {
        if value.to_string().len() >= size {
            break;
        }
        let mut copy = node.clone();
        let count = value["nodes"].as_array().map_or(0, Vec::len);
        copy["name"] = format!("{} {count}", copy["name"].as_str().unwrap_or_default()).into();
        copy["id"] = format!("copy-{count}").into();
        copy["position"] = serde_json::json!([count * 100, 20_000]);
        if let Some(list) = value["nodes"].as_array_mut() {
            list.push(copy);
        }
    }
    value.to_string().into_bytes()
}
