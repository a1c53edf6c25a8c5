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
