//! Hashes of words and features. They stand in the shipped files, so they never change: a test
//! holds their values.

use std::hash::{BuildHasherDefault, Hasher};

/// A map by hashes that are mixed well already.
pub(crate) type ByHash<V> = std::collections::HashMap<u64, V, BuildHasherDefault<Mixed>>;

/// Takes a hash as it is.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("hashes are numbers");
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Multipliers with well-mixed bits (`SplitMix64`, `xxHash`).
const FIRST: u64 = 0x9e37_79b9_7f4a_7c15;
const SECOND: u64 = 0xd6e8_feb8_6659_fd93;
const THIRD: u64 = 0xa24b_aed4_963e_e407;

/// The hash of two numbers; their order matters.
pub(crate) fn pair(a: u64, b: u64) -> u64 {
    let mixed = (a ^ b.wrapping_mul(THIRD)).wrapping_mul(FIRST);
    mixed ^ (mixed >> 29)
}

/// The hash of a word, eight bytes at once.
pub(crate) fn word(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut eight = [0; 8];
        eight.copy_from_slice(chunk);
        hash = pair(hash, u64::from_le_bytes(eight));
    }
    let mut rest = [0; 8];
    rest[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    let hash = pair(hash, u64::from_le_bytes(rest)).wrapping_mul(SECOND);
    hash ^ (hash >> 32)
}

/// The number of a feature: what it is about, and what is there.
pub(crate) fn feature(template: u32, value: u64) -> u64 {
    let hash = pair(value, u64::from(template) + 1).wrapping_mul(SECOND);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_stay_what_they_are() {
        assert_eq!(word(b"Oslo"), 1_045_757_048_011_021_702);
        assert_eq!(word("Æresbevisning".as_bytes()), 12_818_741_002_361_918_677);
        assert_eq!(feature(7, word(b"said")), 6_908_555_114_588_420_620);
    }

    #[test]
    fn order_and_length_matter() {
        assert_ne!(pair(1, 2), pair(2, 1));
        assert_ne!(word(b""), word(b"\0"));
        assert_ne!(word(b"abcdefgh"), word(b"abcdefgh\0"));
        assert_ne!(feature(1, 0), feature(0, 1));
    }
}
