//! Looks for secrets and takes them out; what was taken out is not found again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use workflow::{parse, secrets};

fuzz_target!(|bytes: &[u8]| {
    let Ok(parsed) = parse(bytes) else { return };
    for finding in secrets::scan(&parsed.workflow) {
        assert!(finding.starts.chars().count() <= 4 && finding.starts.chars().count() <= finding.length);
    }
    let clean = secrets::redact(&parsed.workflow).json;
    let left = secrets::scan_value(&clean);
    assert!(left.is_empty(), "{left:?} is left in {clean}");
});
