//! Files made to hurt: each is read, drawn, listed and compared within two seconds and 256 MB (ten seconds without optimization).

#[cfg(test)]
mod files;
#[cfg(test)]
mod memory;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use workflow::{
        NotAWorkflow, Pairing, diff, draw, geometry, inspect, lint, node_details, outline, parse,
        parse_leading, requirements, sanitise, secrets,
    };

    use crate::{files, memory};

    const MOST_MEMORY: usize = 256 << 20;
    const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 2 });

    /// Everything this crate does with a file on its own; the pictures come back to be looked at.
    fn everything(bytes: &[u8]) -> Vec<String> {
        inspect(bytes);
        let read = parse(bytes).or_else(|refusal| match refusal {
            NotAWorkflow::TrailingData { .. } => parse_leading(bytes),
            refusal => Err(refusal),
        });
        let Ok(parsed) = read else {
            return Vec::new();
        };
        lint(&parsed);
        let workflow = parsed.workflow;
        requirements(&workflow);
        sanitise(&workflow);
        secrets::redact(&workflow);
        geometry::scene(&workflow);
        outline(&workflow, true);
        node_details(&workflow, true);
        diff(&workflow, &workflow, Pairing::Best);
        let picture = draw::svg(&workflow, &draw::DrawOptions::default());
        vec![picture, draw::miniature(&workflow)]
    }

    /// How long this thread has been at work: others at work on the machine do not count.
    fn busy() -> Duration {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
        Duration::from_nanos(nanoseconds.unwrap_or_default())
    }

    // One test, since memory is counted for the whole program.
    #[test]
    fn every_hostile_file_is_survived_in_time_and_memory() {
        let first = busy();
        for (name, bytes) in files::all() {
            assert!(
                bytes.len() <= workflow::parse::MAX_BYTES + 1,
                "{name} is refused for its size: {}",
                bytes.len()
            );
            let before = memory::begin();
            let start = busy();
            let pictures = everything(&bytes);
            let (took, peak) = (busy() - start, memory::peak() - before);
            eprintln!(
                "{name}: {} kB, {took:?}, {} MB",
                bytes.len() / 1000,
                peak >> 20
            );
            assert!(took < LONGEST, "{name} took {took:?}");
            assert!(peak < MOST_MEMORY, "{name} took {} MB", peak >> 20);
            for picture in pictures {
                for bad in [
                    "<script",
                    "<img",
                    "onload=",
                    "javascript:",
                    "NaN",
                    "inf ",
                    "\u{202e}",
                    "\u{0}",
                    "href",
                ] {
                    assert!(!picture.contains(bad), "{name} has {bad}");
                }
            }
        }
        assert!(
            busy() > first,
            "the clock stands still, so nothing was measured"
        );
    }
}
