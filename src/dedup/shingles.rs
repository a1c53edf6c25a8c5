//! Shingles: a few words in a row, hashed; and sketches, a fixed share of a text's shingles.
//!
//! The sketch is a `FracMinHash` (Irber and others 2022, after Broder's MinHash): all shingles whose hash is
//! below a limit. It grows with the text, so that an excerpt's sketch is found in that of the whole.

use super::codes::{Code, is_letter};

/// Words in a shingle.
const WIDTH: usize = 3;
/// Characters in a shingle, where the script writes no blanks.
const LETTERS: usize = 6;

/// A sketch keeps every so manieth shingle: one in 2 to the power of this, at most …
const SPARSEST: u32 = 3;
/// … and fewer are left out of short texts, so that about so many stay.
const ENOUGH: u32 = 48;

/// Calls `each` with the first and the last word of each shingle, and its hash.
pub(super) fn shingles(codes: &[Code], mut each: impl FnMut(usize, usize, u64)) {
    let mut window: u128 = 0;
    for (at, &code) in codes.iter().enumerate() {
        window = window << 16 | u128::from(code);
        let width = if is_letter(code) { LETTERS } else { WIDTH };
        if at + 1 >= width {
            let hash = if width == WIDTH {
                mixed(window as u64 & 0xffff_ffff_ffff)
            } else {
                mixed(mixed(window as u64) ^ (window >> 64) as u64 & 0xffff_ffff)
            };
            each(at + 1 - width, at, hash);
        }
    }
}

fn mixed(codes: u64) -> u64 {
    let hash = (codes ^ 0x5bd1_e995_9d1b_58ab).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

/// How sparse the sketch of a text of so many words is: it keeps one shingle in 2 to this power.
pub(super) fn sparsity(words: u32) -> u32 {
    (words / ENOUGH).checked_ilog2().unwrap_or(0).min(SPARSEST)
}

/// Calls `each` with the hash of each shingle of a text's sketch; of one that stands twice, twice.
pub(super) fn sketch(codes: &[Code], mut each: impl FnMut(u64)) {
    sketch_with_places(codes, |_, _, hash| each(hash));
}

/// The same with the first and the last word of each.
pub(super) fn sketch_with_places(codes: &[Code], mut each: impl FnMut(usize, usize, u64)) {
    let limit = u64::MAX >> sparsity(codes.len() as u32);
    shingles(codes, |first, last, hash| {
        if hash <= limit {
            each(first, last, hash);
        }
    });
}

/// About how many shingles the sketches of two texts of so many words can share.
pub(super) fn most_shared(words: u32, others: u32) -> u32 {
    words.min(others) >> sparsity(words.max(others))
}
