//! The pictures that were asked for last, up to a number of bytes.

use std::collections::VecDeque;

use bytes::Bytes;

/// All pictures together: some hundred.
const MOST: usize = 16 << 20;

#[derive(Default)]
pub(super) struct Kept {
    /// The one asked for last is at the end.
    pictures: VecDeque<([u8; 32], Bytes)>,
    bytes: usize,
}

impl Kept {
    pub(super) fn get(&mut self, hash: &[u8; 32]) -> Option<Bytes> {
        let place = self.pictures.iter().position(|(known, _)| known == hash)?;
        let found = self.pictures.remove(place)?;
        let picture = found.1.clone();
        self.pictures.push_back(found);
        Some(picture)
    }

    pub(super) fn put(&mut self, hash: [u8; 32], picture: Bytes) {
        if self.get(&hash).is_some() {
            return;
        }
        self.bytes += picture.len();
        self.pictures.push_back((hash, picture));
        while self.bytes > MOST {
            let Some((_, gone)) = self.pictures.pop_front() else {
                return;
            };
            self.bytes -= gone.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_nobody_asked_for_longest_makes_room() {
        let mut kept = Kept::default();
        let large = || Bytes::from(vec![0; MOST / 3]);
        for name in 1..=3 {
            kept.put([name; 32], large());
        }
        assert!(kept.get(&[1; 32]).is_some());
        kept.put([4; 32], large());
        let there = [1, 2, 3, 4].map(|name| kept.get(&[name; 32]).is_some());
        assert_eq!(there, [true, false, true, true]);
    }

    #[test]
    fn a_picture_is_kept_once_and_one_too_large_not_at_all() {
        let mut kept = Kept::default();
        for _ in 0..2 {
            kept.put([1; 32], Bytes::from_static(b"picture"));
        }
        assert_eq!((kept.pictures.len(), kept.bytes), (1, 7));
        kept.put([2; 32], Bytes::from(vec![0; MOST + 1]));
        assert_eq!((kept.pictures.len(), kept.bytes), (0, 0));
    }
}
