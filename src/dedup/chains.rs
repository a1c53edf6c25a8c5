//! Which words of two texts stand opposite each other: seeds, extended and chained.
//!
//! A [`Seeds`] table of one text's word pairs gives the places of a pair; from there words are compared
//! as far as they agree, and a piece that begins near where the last one of a chain ended, on nearly
//! the same diagonal, goes on with it. (As aligners of long sequences do: seed, extend, chain.) Chains
//! may stand in any order, so that moved paragraphs are found too.

use super::codes::Code;

/// A pair of words with more places than this begins nothing.
const PLACES: u32 = 8;
/// How far a piece may lie from the diagonal of the chain that it goes on with.
const DRIFT: usize = 4;
/// How many words may lie between two pieces of a chain.
const GAP: usize = 12;
/// A piece of so many words is taken without looking what else begins inside it.
const LONG_PIECE: usize = 8;
/// So many chains can be under way at once.
const MOST_OPEN: usize = 24;
const NONE: u32 = u32::MAX;

/// The places of the word pairs of a text.
#[derive(Default)]
pub(super) struct Seeds {
    slots: Vec<Slot>,
    /// The place of the same pair after each.
    next: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Slot {
    pair: u32,
    first: u32,
    places: u32,
}

const EMPTY: Slot = Slot { pair: 0, first: NONE, places: 0 };

impl Seeds {
    /// Fills the table anew.
    pub(super) fn fill(&mut self, codes: &[Code]) {
        let size = (2 * codes.len()).next_power_of_two().max(2);
        self.slots.clear();
        self.slots.resize(size, EMPTY);
        self.next.clear();
        self.next.resize(codes.len(), NONE);
        for at in (0..codes.len().saturating_sub(1)).rev() {
            let pair = pair(codes, at);
            let number = self.find(pair);
            let slot = &mut self.slots[number];
            self.next[at] = slot.first;
            *slot = Slot { pair, first: at as u32, places: slot.places + 1 };
        }
    }

    fn find(&self, pair: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (pair.wrapping_mul(0x9e37_79b1) >> 7) as usize & mask;
        while self.slots[at].first != NONE && self.slots[at].pair != pair {
            at = (at + 1) & mask;
        }
        at
    }

    /// The places of a pair, if they are not too many to tell anything.
    fn places(&self, pair: u32) -> impl Iterator<Item = usize> + '_ {
        let slot = self.slots[self.find(pair)];
        let mut place = if slot.places > PLACES { NONE } else { slot.first };
        std::iter::from_fn(move || {
            let here = place;
            (here != NONE).then(|| {
                place = self.next[here as usize];
                here as usize
            })
        })
    }
}

fn pair(codes: &[Code], at: usize) -> u32 {
    u32::from(codes[at]) << 16 | u32::from(codes[at + 1])
}

/// A run of words that agrees with another, but for a few words here and there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chain {
    /// The words of the one text, …
    pub(super) here: (usize, usize),
    /// … and those of the other: from the first to behind the last.
    pub(super) there: (usize, usize),
    /// How many of them are the same, in order.
    pub(super) matched: u32,
    /// The longest piece without a difference.
    pub(super) longest: u32,
}

impl Chain {
    /// How far a piece at these places is from the chain's diagonal.
    fn drift(&self, here: usize, there: usize) -> usize {
        (there + self.here.1).abs_diff(here + self.there.1)
    }

    /// Whether a piece can go on with it.
    fn reaches(&self, here: usize, there: usize) -> bool {
        here >= self.here.1
            && there >= self.there.1
            && here - self.here.1 <= GAP
            && self.drift(here, there) <= DRIFT
    }

    /// Whether it has been at these places already.
    fn covers(&self, here: usize, there: usize) -> bool {
        here < self.here.1 && there < self.there.1 && self.drift(here, there) == 0
    }
}

/// Finds chains.
#[derive(Default)]
pub(super) struct Chainer {
    open: Vec<Chain>,
    found: Vec<Chain>,
}

impl Chainer {
    /// The chains of at least so many matched words between a text and that whose seeds are given:
    /// the best first, each mostly made of words that no better one has, on both sides. Linear in the
    /// text that has no seeds.
    pub(super) fn chains(
        &mut self,
        here: &[Code],
        there: &[Code],
        seeds: &Seeds,
        least: u32,
    ) -> &[Chain] {
        self.open.clear();
        self.found.clear();
        let mut at = 0;
        while at + 1 < here.len() {
            at += self.step(here, there, seeds, at);
            if at % 4 == 0 || self.open.len() > MOST_OPEN {
                self.close(at, least);
            }
        }
        self.close(usize::MAX, least);
        self.found.sort_unstable_by_key(|chain| {
            (std::cmp::Reverse(chain.matched), chain.here.0, chain.there.0)
        });
        &self.found
    }

    /// Reads on at a word, and says by how many.
    fn step(&mut self, here: &[Code], there: &[Code], seeds: &Seeds, at: usize) -> usize {
        let pair = pair(here, at);
        // The piece that goes on with a chain, on the nearest diagonal.
        let mut best: Option<(usize, usize, usize)> = None;
        let mut fresh = false;
        for place in seeds.places(pair) {
            let mut known = false;
            for (number, chain) in self.open.iter().enumerate() {
                if chain.covers(at, place) {
                    known = true;
                } else if chain.reaches(at, place) {
                    known = true;
                    let drift = chain.drift(at, place);
                    if best.is_none_or(|(least, _, _)| drift < least) {
                        best = Some((drift, number, place));
                    }
                }
            }
            fresh |= !known;
        }
        if best.is_none() {
            // Where a pair is too frequent to be looked up, a chain knows where it should be.
            let expected = |chain: &Chain| {
                let place = chain.there.1 + (at.checked_sub(chain.here.1)?);
                let same = place + 1 < there.len()
                    && there[place] == here[at]
                    && there[place + 1] == here[at + 1];
                (same && chain.reaches(at, place)).then_some(place)
            };
            best = self
                .open
                .iter()
                .enumerate()
                .find_map(|(number, chain)| expected(chain).map(|place| (0, number, place)));
        }
        if let Some((_, number, place)) = best {
            let length = agreement(&here[at..], &there[place..]);
            let chain = &mut self.open[number];
            if chain.drift(at, place) == 0 {
                // Single words between the pieces.
                let gap = chain.here.1..at;
                let matches = gap.filter(|&word| there[place - (at - word)] == here[word]).count();
                chain.matched += matches as u32;
            }
            chain.here.1 = at + length;
            chain.there.1 = place + length;
            chain.matched += length as u32;
            chain.longest = chain.longest.max(length as u32);
            return length;
        }
        if !fresh {
            return 1;
        }
        let mut longest = 0;
        let before = self.open.len();
        for place in seeds.places(pair) {
            if self.open[..before].iter().any(|chain| chain.covers(at, place)) {
                continue;
            }
            let length = agreement(&here[at..], &there[place..]);
            if length >= LONG_PIECE && length > longest {
                // The others would be shorter copies of what this one has.
                self.open.truncate(before);
            } else if longest >= LONG_PIECE {
                continue;
            }
            longest = longest.max(length);
            self.open.push(Chain {
                here: (at, at + length),
                there: (place, place + length),
                matched: length as u32,
                longest: length as u32,
            });
        }
        if longest >= LONG_PIECE { longest } else { 1 }
    }

    /// Ends the chains that nothing at this word can go on with.
    fn close(&mut self, at: usize, least: u32) {
        let found = &mut self.found;
        self.open.retain(|chain| {
            let goes_on = at <= chain.here.1 + GAP;
            if !goes_on && chain.matched >= least {
                found.push(*chain);
            }
            goes_on
        });
        // Hostile texts begin many: the newest matter.
        if self.open.len() > MOST_OPEN {
            let excess = self.open.len() - MOST_OPEN;
            found.extend(self.open.drain(..excess).filter(|chain| chain.matched >= least));
        }
    }
}

/// How many words agree from here on.
fn agreement(here: &[Code], there: &[Code]) -> usize {
    here.iter().zip(there).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::codes::encode;

    fn codes(text: &str) -> Vec<Code> {
        let mut codes = Vec::new();
        encode(text, &mut codes).unwrap();
        codes
    }

    fn chains(here: &[Code], there: &[Code]) -> Vec<Chain> {
        let mut seeds = Seeds::default();
        seeds.fill(there);
        Chainer::default().chains(here, there, &seeds, 6).to_vec()
    }

    /// So many different words, from one on.
    fn words(from: usize, number: usize) -> Vec<Code> {
        let words: Vec<String> = (from..from + number).map(|word| format!("w{word}")).collect();
        codes(&words.join(" "))
    }

    #[test]
    fn a_text_and_itself_are_one_chain() {
        let text = words(0, 50);
        let all = Chain { here: (0, 50), there: (0, 50), matched: 50, longest: 50 };
        assert_eq!(chains(&text, &text), [all]);
    }

    #[test]
    fn what_has_nothing_in_common_has_no_chain() {
        assert_eq!(chains(&words(0, 50), &words(100, 50)), []);
        for (here, there) in [(0, 50), (50, 0), (0, 0), (1, 1)] {
            assert_eq!(chains(&words(0, here), &words(0, there)), []);
        }
    }

    #[test]
    fn too_few_words_are_chance() {
        let with = |number: usize| [words(100, 20), words(0, number), words(200, 20)].concat();
        assert_eq!(chains(&words(0, 5), &with(5)), []);
        let six = Chain { here: (0, 6), there: (20, 26), matched: 6, longest: 6 };
        assert_eq!(chains(&words(0, 6), &with(6)), [six]);
    }

    #[test]
    fn other_words_in_between_are_part_of_a_chain() {
        let text = words(0, 40);
        let mut other = text.clone();
        other[10] = words(500, 1)[0];
        other[25] = words(501, 1)[0];
        let found = chains(&text, &other);
        assert_eq!(found, [Chain { here: (0, 40), there: (0, 40), matched: 38, longest: 14 }]);
    }

    #[test]
    fn a_single_word_between_two_others_counts() {
        let text = words(0, 40);
        let mut other = text.clone();
        for at in [15, 17] {
            other[at] = words(500 + at, 1)[0];
        }
        assert_eq!(chains(&text, &other)[0].matched, 38);
    }

    #[test]
    fn a_few_words_may_be_put_in_and_many_begin_another_chain() {
        let text = words(0, 40);
        for (put_in, expected) in [(1, 1), (4, 1), (5, 2)] {
            let other = [&text[..20], &words(500, put_in), &text[20..]].concat();
            let found = chains(&text, &other);
            assert_eq!(found.len(), expected, "{put_in} words: {found:?}");
            assert_eq!(found.iter().map(|chain| chain.matched).sum::<u32>(), 40);
        }
    }

    #[test]
    fn a_long_stretch_of_other_words_ends_a_chain() {
        let text = words(0, 40);
        for (other_words, expected) in [(GAP, 1), (GAP + 1, 2)] {
            let here = [&text[..20], &words(500, other_words), &text[20..]].concat();
            let there = [&text[..20], &words(700, other_words), &text[20..]].concat();
            assert_eq!(chains(&here, &there).len(), expected, "{other_words} words");
        }
    }

    #[test]
    fn what_was_moved_is_found_where_it_is() {
        let (one, two, three) = (words(0, 30), words(100, 20), words(200, 25));
        let here = [&one[..], &two, &three].concat();
        let there = [&three[..], &one, &two].concat();
        let mut found = chains(&here, &there);
        found.sort_by_key(|chain| chain.here);
        let places: Vec<_> = found.iter().map(|chain| (chain.here, chain.there)).collect();
        assert_eq!(places, [((0, 50), (25, 75)), ((50, 75), (0, 25))]);
    }

    #[test]
    fn the_best_chain_comes_first() {
        let (short, long) = (words(0, 10), words(100, 30));
        let here = [&short[..], &words(300, 20), &long].concat();
        let there = [&long[..], &words(400, 20), &short].concat();
        let found = chains(&here, &there);
        assert_eq!(found.iter().map(|chain| chain.matched).collect::<Vec<_>>(), [30, 10]);
    }

    #[test]
    fn pairs_of_words_that_are_everywhere_begin_nothing_but_go_on() {
        assert_eq!(chains(&codes(&"ferry ".repeat(40)), &codes(&"ferry ".repeat(50))), []);
        let text = [words(0, 10), codes(&"ha ".repeat(20)), words(50, 10)].concat();
        let all = Chain { here: (0, 40), there: (0, 40), matched: 40, longest: 40 };
        assert_eq!(chains(&text, &text), [all]);
    }

    #[test]
    fn a_desk_that_was_used_before_finds_the_same() {
        let (mut seeds, mut chainer) = (Seeds::default(), Chainer::default());
        let texts = [words(0, 50), words(20, 60), words(0, 0), words(45, 8), words(10, 300)];
        for here in &texts {
            for there in &texts {
                seeds.fill(there);
                let found = chainer.chains(here, there, &seeds, 6).to_vec();
                assert_eq!(found, chains(here, there));
            }
        }
    }
}
