//! Fingerprints: a few of a text's grams, chosen so that two texts with a run of words in common have
//! chosen one of its grams in both. (Winnowing: Schleimer, Wilkerson and Aiken 2003.)

use crate::dedup::codes::Code;

/// Words in a gram, if passages may not be shorter. Short grams survive in edited copies.
const GRAM: usize = 5;
/// Of so many grams in a row one is chosen, if passages may not be shorter.
const WINDOW: usize = 8;

/// A passage may stick out by this share of the least length.
const OVERHANG: u32 = 4;

/// How texts are fingerprinted for passages of some length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Widths {
    /// Words in a gram.
    pub(super) gram: usize,
    /// Grams in a window, of which one is chosen.
    pub(super) window: usize,
    /// Words in the shortest passage: no fewer than all grams of a window cover.
    pub(super) passage: usize,
}

impl Widths {
    /// For passages of at least so many words, which must be some.
    pub(super) fn new(min_words: u32) -> Self {
        let passage = (min_words as usize).max(1);
        let gram = passage.min(GRAM);
        Self { gram, window: (passage + 1 - gram).min(WINDOW), passage }
    }

    /// So many words of a passage may stick out at an end of what tells it.
    pub(super) fn overhang(self) -> u32 {
        self.passage as u32 / OVERHANG
    }
}

/// Hashes the runs of so many words of a text, each from the one before.
pub(super) struct Rolling {
    /// The multiplier to the power of the run's length.
    out: u64,
    length: usize,
}

const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

impl Rolling {
    pub(super) fn new(length: usize) -> Self {
        let out = (0..length).fold(1_u64, |power, _| power.wrapping_mul(MULTIPLIER));
        Self { out, length }
    }

    /// Calls `each` with the first word of each run and its hash.
    pub(super) fn runs(&self, codes: &[Code], mut each: impl FnMut(usize, u64)) {
        let mut hash = 0_u64;
        for (at, &code) in codes.iter().enumerate() {
            hash = hash.wrapping_mul(MULTIPLIER).wrapping_add(spread(code));
            if at >= self.length {
                hash = hash.wrapping_sub(spread(codes[at - self.length]).wrapping_mul(self.out));
            }
            if at + 1 >= self.length {
                each(at + 1 - self.length, mixed(hash));
            }
        }
    }
}

fn spread(code: Code) -> u64 {
    (u64::from(code) + 1).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

/// Chooses fingerprints, from one text after the other.
pub(super) struct Winnow {
    widths: Widths,
    grams: Rolling,
    /// The grams of the text.
    hashes: Vec<u64>,
}

impl Winnow {
    pub(super) fn new(widths: Widths) -> Self {
        Self { widths, grams: Rolling::new(widths.gram), hashes: Vec::new() }
    }

    /// Calls `each` for every window of grams, in order, with the first word of the gram that it
    /// chooses and that gram's hash: of the smallest the last one. What a window chooses depends on its
    /// words alone.
    pub(super) fn windows(&mut self, codes: &[Code], mut each: impl FnMut(usize, u64)) {
        let (hashes, window) = (&mut self.hashes, self.widths.window);
        hashes.clear();
        self.grams.runs(codes, |_, hash| hashes.push(hash));
        let (mut chosen, mut least) = (usize::MAX, u64::MAX);
        for (at, &hash) in hashes.iter().enumerate() {
            if hash <= least || chosen == usize::MAX {
                (chosen, least) = (at, hash);
            } else if chosen + window <= at {
                least = u64::MAX;
                for (place, &hash) in hashes[at + 1 - window..=at].iter().enumerate() {
                    if hash <= least {
                        (chosen, least) = (at + 1 - window + place, hash);
                    }
                }
            }
            if at + 1 >= window {
                each(chosen, least);
            }
        }
    }

    /// Calls `each` with the first word of each fingerprint and its hash, in order.
    pub(super) fn fingerprints(&mut self, codes: &[Code], mut each: impl FnMut(usize, u64)) {
        let mut last = usize::MAX;
        self.windows(codes, |place, hash| {
            if place != last {
                each(place, hash);
            }
            last = place;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(length: usize, seed: u64, different: u64) -> Vec<Code> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            ((state >> 33) % different) as Code
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn rolling_hashes_depend_on_their_words_alone() {
        let text = codes(60, 1, 5);
        for length in [1, 4, 20] {
            let rolling = Rolling::new(length);
            let mut count = 0;
            rolling.runs(&text, |at, hash| {
                rolling.runs(&text[at..at + length], |_, alone| assert_eq!(alone, hash));
                count += 1;
            });
            assert_eq!(count, 61 - length);
        }
    }

    #[test]
    fn a_shared_run_has_a_fingerprint_in_common() {
        for min_words in [4, 5, 6, 9, 12, 20, 33] {
            let widths = Widths::new(min_words);
            assert!(widths.gram + widths.window - 1 <= widths.passage);
            let mut winnow = Winnow::new(widths);
            for seed in 0..60 {
                // With few different words, grams repeat inside the run.
                let different = if seed % 2 == 0 { 3 } else { 5000 };
                let run = codes(widths.passage, seed, different);
                let mut chosen = [vec![], vec![]];
                for (side, chosen) in chosen.iter_mut().enumerate() {
                    let before = codes(10 + 7 * side, seed + 100 * side as u64 + 1, different);
                    let behind = codes(30 - 7 * side, seed + 200 * side as u64 + 2, different);
                    let text = [before.as_slice(), &run, &behind].concat();
                    winnow.fingerprints(&text, |place, hash| {
                        let inside = (before.len()..before.len() + run.len()).contains(&place);
                        if inside && place + widths.gram <= before.len() + run.len() {
                            chosen.push((place - before.len(), hash));
                        }
                    });
                }
                assert!(
                    chosen[0].iter().any(|it| chosen[1].contains(it)),
                    "{min_words} {seed}: {chosen:?}"
                );
            }
        }
    }

    #[test]
    fn fingerprints_are_few() {
        let text = codes(10_000, 7, 5000);
        let mut count = 0;
        Winnow::new(Widths::new(20)).fingerprints(&text, |_, _| count += 1);
        assert!((2000..2500).contains(&count), "{count}");
    }
}
