//! Compares two workflows, which stand one after the other with a zero byte between them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use workflow::{Pairing, diff, parse};

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (Some(old), Some(new)) = (parts.next(), parts.next()) else {
        return;
    };
    let (Ok(old), Ok(new)) = (parse(old), parse(new)) else {
        return;
    };
    for pairing in [Pairing::Ids, Pairing::Best] {
        let diff = diff(&old.workflow, &new.workflow, pairing);
        let figures = &diff.figures;
        assert_eq!(figures.added.len() + diff.pairs.len(), new.workflow.nodes.len());
        assert_eq!(figures.removed.len() + diff.pairs.len(), old.workflow.nodes.len());
    }
    assert!(diff(&new.workflow, &new.workflow, Pairing::Best).changes.is_empty());
});
