//! Reads, counts, writes and reads again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use workflow::{inspect, parse, parse_leading, path};

fuzz_target!(|bytes: &[u8]| {
    let counted = inspect(bytes);
    let Ok(parsed) = parse(bytes).or_else(|_| parse_leading(bytes)) else {
        return;
    };
    for problem in &parsed.problems {
        assert!(problem.line >= 1 && problem.column >= 1 && !problem.message.is_empty());
        assert_eq!(path::written(&path::steps(&problem.path)), problem.path);
    }
    assert!(counted.parse_ok || counted.leading_value_ok == Some(true));
    let written = parsed.workflow.to_json().to_string();
    let again = parse(written.as_bytes()).expect("what was written can be read");
    assert!(again.workflow == parsed.workflow, "what was read is not what was written");
});
