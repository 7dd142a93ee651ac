//! How large a file is.

/// Bytes as people read them, in steps of a thousand, to the nearest of the unit.
pub fn size(bytes: i64) -> String {
    match bytes {
        ..1_000 => format!("{bytes}\u{a0}B"),
        1_000..999_500 => format!("{}\u{a0}kB", (bytes + 500) / 1_000),
        _ => {
            let tenths = (bytes + 50_000) / 100_000;
            format!("{}.{}\u{a0}MB", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_written_in_the_unit_people_think_in() {
        let written = [12, 24_310, 999_499, 999_500, 3_450_000].map(size);
        let words = [
            "12\u{a0}B",
            "24\u{a0}kB",
            "999\u{a0}kB",
            "1.0\u{a0}MB",
            "3.5\u{a0}MB",
        ];
        assert_eq!(written, words);
    }
}
