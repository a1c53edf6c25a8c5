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

#[cfg(test)]
#[allow(clippy::format_collect)] // A few words.
mod tests {
    use super::*;
    use crate::dedup::codes::encode;

    fn codes(text: &str) -> Vec<Code> {
        let mut codes = Vec::new();
        encode(text, &mut codes).unwrap();
        codes
    }

    /// A text of so many different words.
    fn numbered(words: usize) -> Vec<Code> {
        codes(&(0..words).map(|word| format!("w{word} ")).collect::<String>())
    }

    fn sketched(codes: &[Code]) -> Vec<u64> {
        let mut hashes = Vec::new();
        sketch(codes, |hash| hashes.push(hash));
        hashes
    }

    #[test]
    fn three_words_are_a_shingle_and_six_characters_without_blanks() {
        let places = |text: &str| {
            let mut places = Vec::new();
            shingles(&codes(text), |first, last, _| places.push((first, last)));
            places
        };
        assert_eq!(places("the bridge is shut"), [(0, 2), (1, 3)]);
        assert_eq!(places("the bridge"), []);
        assert_eq!(places("港口大桥今天关"), [(0, 5), (1, 6)]);
    }

    #[test]
    fn shingles_of_the_same_words_are_the_same_wherever_they_stand() {
        let hashes = |text: &str| {
            let mut hashes = Vec::new();
            shingles(&codes(text), |_, _, hash| hashes.push(hash));
            hashes
        };
        let (one, two) = (hashes("so the bridge is shut"), hashes("The BRIDGE is open"));
        assert_eq!(one[1], two[0]);
        assert_eq!(one.iter().filter(|hash| two.contains(hash)).count(), 1);
        let (one, two) = (hashes("今日港口大桥关闭"), hashes("明日港口大桥关闭"));
        assert_eq!(one[2], two[2]);
        assert_ne!(one[0], two[0]);
    }

    #[test]
    fn the_sketch_of_an_excerpt_is_in_that_of_the_whole() {
        let whole = numbered(2000);
        let all = sketched(&whole);
        for (from, to) in [(0, 800), (500, 1100), (1300, 2000)] {
            let part = &whole[from..to];
            assert_eq!(sparsity(part.len() as u32), sparsity(whole.len() as u32));
            let sketch = sketched(part);
            assert!(sketch.len() > 40);
            assert!(sketch.iter().all(|hash| all.contains(hash)));
        }
    }

    #[test]
    fn a_sparser_sketch_holds_a_part_of_a_denser_one() {
        let whole = numbered(2000);
        let all = sketched(&whole);
        let mut before = usize::MAX;
        for words in [90, 180, 380] {
            let part = &whole[..words];
            let (dense, sparse) = (sketched(part), {
                let mut hashes = Vec::new();
                shingles(part, |_, _, hash| hashes.push(hash));
                hashes.retain(|hash| all.contains(hash));
                hashes
            });
            assert!(sparse.iter().all(|hash| dense.contains(hash)));
            // The longer the part, the less of it is left out already.
            let extra = dense.len() * 100 / sparse.len().max(1);
            assert!(extra < before, "{words}: {extra}");
            before = extra;
        }
    }

    #[test]
    fn sketches_grow_with_the_text() {
        assert_eq!([0, 95, 96, 192, 384, 5000].map(sparsity), [0, 0, 1, 2, 3, 3]);
        assert_eq!(sketched(&numbered(95)).len(), 93);
        for words in [1000_usize, 4000, 16000] {
            let kept = sketched(&numbered(words)).len();
            assert!(kept.abs_diff(words / 8) < words / 40, "{kept} of {words}");
        }
        assert_eq!(most_shared(50, 5000), 50 >> 3);
        assert_eq!(most_shared(50, 60), 50);
    }
}
