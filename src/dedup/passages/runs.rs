//! Runs: seeds extended word by word, exactly and then over small differences.

use super::seeds::places;
use crate::dedup::codes::Code;

use super::corpus::Corpus;
use super::fingerprints::Widths;

/// A difference is at most so many words long, on either side.
const WIDEST: usize = 10;
/// What a word that is the same is worth, …
const SAME: i64 = 2;
/// … what a difference costs, and each word of its longer side.
const DIFFERENCE: i64 = 2;
/// An extension ends when it is worth so much less than it was.
const DROP: i64 = 20;
/// A seed that grows to so many words is extended over differences; …
const LONG_PIECE: usize = 6;
/// … so is one with another seed near it: at most so many words away, …
const NEAR: u32 = 40;
/// … and so far from its diagonal.
const DRIFT: i64 = 8;
/// Of an edited run this share of the words must be the same.
const LEAST_SAME: f64 = 0.7;
/// So many of the latest runs and walks of two texts are remembered.
const REMEMBERED: usize = 16;
/// So many seeds before and behind one are looked at for one near it.
const NEIGHBOURS: usize = 4;

/// A range of words of a text: the first, and the one behind the last.
pub(crate) type Words = (u32, u32);

/// Words that two texts have in common, but for small differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Run {
    /// The member that it was looked for in, …
    pub(super) here: u32,
    /// … and the other one.
    pub(super) there: u32,
    /// Its words in both.
    pub(super) here_words: Words,
    pub(super) there_words: Words,
    /// How many of them are the same.
    pub(super) same: u32,
}

impl Run {
    /// How many words it has in the text where it has more.
    pub(super) fn words(&self) -> u32 {
        length(self.here_words).max(length(self.there_words))
    }
}

/// How many words a range has.
pub(super) fn length(words: Words) -> u32 {
    words.1 - words.0
}

/// A seed in the words of its two texts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Seed {
    there_text: u32,
    here: u32,
    there: u32,
}

impl Seed {
    fn diagonal(self) -> i64 {
        i64::from(self.there) - i64::from(self.here)
    }

    fn is_near(self, other: Self) -> bool {
        let apart = self.here.abs_diff(other.here);
        other.there_text == self.there_text
            && apart > 0
            && apart <= NEAR
            && (self.diagonal() - other.diagonal()).abs() <= DRIFT
    }
}

/// Where an extension has been: between two diagonals, from one word up to another.
#[derive(Clone, Copy)]
struct Walk {
    diagonals: (i64, i64),
    from: u32,
    to: u32,
}

/// Extends seeds; kept from one text to the next.
#[derive(Default)]
pub(super) struct Extender {
    seeds: Vec<Seed>,
    /// Where seeds were extended exactly, and where over differences.
    exact: Vec<Walk>,
    edited: Vec<Walk>,
}

impl Extender {
    /// Adds the runs of a text that its seeds lead to.
    pub(super) fn extend(
        &mut self,
        corpus: &Corpus,
        widths: Widths,
        seeds: &[u64],
        runs: &mut Vec<Run>,
    ) {
        let here_text = corpus.member(places(seeds[0]).0);
        let here_first = corpus.first(here_text);
        let mut all = std::mem::take(&mut self.seeds);
        all.clear();
        all.extend(seeds.iter().map(|&seed| {
            let (here, there) = places(seed);
            let there_text = corpus.member(there);
            let there = there - corpus.first(there_text);
            Seed { there_text, here: here - here_first, there }
        }));
        all.sort_unstable();
        let here = corpus.codes(here_text);
        let (mut begins, mut found_from) = (0, runs.len());
        for number in 0..all.len() {
            let seed = all[number];
            if number == 0 || all[begins].there_text != seed.there_text {
                (begins, found_from) = (number, runs.len());
                self.exact.clear();
                self.edited.clear();
            }
            let near = |other: &Seed| seed.is_near(*other);
            let before = number.saturating_sub(NEIGHBOURS).max(begins)..number;
            let is_pair = || {
                all[before.clone()].iter().any(near)
                    || all[number + 1..].iter().take(NEIGHBOURS).any(near)
            };
            let there = corpus.codes(seed.there_text);
            let latest = &runs[found_from.max(runs.len().saturating_sub(REMEMBERED))..];
            let is_told = |run: &Run| tells(run, here, there, widths, seed);
            if is_walked(&self.exact, seed) || latest.iter().any(is_told) {
                continue;
            }
            if let Some(found) = self.run(here, there, widths, seed, is_pair) {
                let (here_words, there_words, same) = found;
                let there = seed.there_text;
                runs.push(Run { here: here_text, there, here_words, there_words, same });
            }
        }
        self.seeds = all;
    }

    /// The run that a seed grows to, if it is one.
    fn run(
        &mut self,
        here: &[Code],
        there: &[Code],
        widths: Widths,
        seed: Seed,
        is_pair: impl Fn() -> bool,
    ) -> Option<(Words, Words, u32)> {
        let (at, place) = (seed.here as usize, seed.there as usize);
        let ahead = here[at..].iter().zip(&there[place..]).take_while(|(a, b)| a == b).count();
        if ahead < widths.gram {
            // Hashes agree, words do not.
            return None;
        }
        let behind = here[..at].iter().rev().zip(there[..place].iter().rev());
        let behind = behind.take_while(|(a, b)| a == b).count();
        let piece = behind + ahead;
        let (from, to) = (at - behind, at + ahead);
        let (there_from, there_to) = (place - behind, place + ahead);
        let diagonal = seed.diagonal();
        self.exact.push(Walk::new([diagonal; 3], from, to));
        // Anything may be exact, but differences are passed over once.
        let is_exact = piece >= widths.passage;
        let may_be_edited = piece >= LONG_PIECE.min(widths.passage) || is_pair();
        if !is_exact && (!may_be_edited || is_walked(&self.edited, seed)) {
            return None;
        }
        let right = extension::<false>(&here[to..], &there[there_to..]);
        let left = extension::<true>(&here[..from], &there[..there_from]);
        let (from, to) = (from - left.here, to + right.here);
        let (there_from, there_to) = (there_from - left.there, there_to + right.there);
        let of = |from: usize, there: usize| i64::from(there as u32) - i64::from(from as u32);
        let diagonals = [diagonal, of(from, there_from), of(to, there_to)];
        self.edited.push(Walk::new(diagonals, from, to));
        let same = piece + left.same + right.same;
        let words = (to - from).max(there_to - there_from);
        let longest = piece.max(left.longest).max(right.longest);
        let is_exact = longest >= widths.passage;
        let is_edited = words >= widths.passage && same as f64 >= LEAST_SAME * words as f64;
        (is_exact || is_edited).then_some((
            (from as u32, to as u32),
            (there_from as u32, there_to as u32),
            same as u32,
        ))
    }
}

impl Walk {
    fn new(diagonals: [i64; 3], from: usize, to: usize) -> Self {
        let [a, b, c] = diagonals;
        let diagonals = (a.min(b).min(c), a.max(b).max(c));
        Self { diagonals, from: from as u32, to: to as u32 }
    }
}

/// Whether a run tells all that a seed could: it has the seed's words in both texts, and no exact passage
/// around them sticks out of it.
fn tells(run: &Run, here: &[Code], there: &[Code], widths: Widths, seed: Seed) -> bool {
    let (gram, passage) = (widths.gram as u32, widths.passage);
    let inside = |words: Words, at: u32| words.0 <= at && at + gram <= words.1;
    if !inside(run.here_words, seed.here) || !inside(run.there_words, seed.there) {
        return false;
    }
    let (at, place) = (seed.here as usize, seed.there as usize);
    // What lies farther away has seeds of its own.
    let ahead = here[at..].iter().zip(&there[place..]).take(passage);
    let ahead = ahead.take_while(|(a, b)| a == b).count() as u32;
    let behind = here[..at].iter().rev().zip(there[..place].iter().rev()).take(passage);
    let behind = behind.take_while(|(a, b)| a == b).count() as u32;
    let holds = |words: Words, at: u32| words.0 <= at - behind && at + ahead <= words.1;
    behind + ahead < passage as u32
        || holds(run.here_words, seed.here) && holds(run.there_words, seed.there)
}

/// Whether one of the latest walks came by a seed.
fn is_walked(walks: &[Walk], seed: Seed) -> bool {
    let diagonal = seed.diagonal();
    walks.iter().rev().take(REMEMBERED).any(|walk| {
        (walk.diagonals.0..=walk.diagonals.1).contains(&diagonal)
            && (walk.from..walk.to).contains(&seed.here)
    })
}

/// How far two texts go on alike.
#[derive(Clone, Copy, Default)]
struct Extension {
    here: usize,
    there: usize,
    /// Words that are the same, and the longest row of them.
    same: usize,
    longest: usize,
}

/// Extends over differences from where two texts differ: forwards from their beginnings, or
/// `BACKWARDS` from their ends. It ends where it is worth most.
fn extension<const BACKWARDS: bool>(here: &[Code], there: &[Code]) -> Extension {
    let a = |at: usize| if BACKWARDS { here[here.len() - 1 - at] } else { here[at] };
    let b = |at: usize| if BACKWARDS { there[there.len() - 1 - at] } else { there[at] };
    let agree =
        |at: usize, place: usize| at < here.len() && place < there.len() && a(at) == b(place);
    let (mut now, mut best) = (Extension::default(), Extension::default());
    let (mut worth, mut most) = (0, 0);
    loop {
        // Two words that agree, the nearest ones.
        let next = (1..=2 * WIDEST).find_map(|sum| {
            let skips =
                (sum.saturating_sub(WIDEST)..=sum.min(WIDEST)).map(|skip| (skip, sum - skip));
            skips
                .filter(|&(skip, other)| {
                    agree(now.here + skip, now.there + other)
                        && agree(now.here + skip + 1, now.there + other + 1)
                })
                .min_by_key(|&(skip, other)| skip.abs_diff(other))
        });
        let Some((skip, other)) = next else { break };
        worth -= DIFFERENCE + i64::from(skip.max(other) as u32);
        if worth < most - DROP {
            break;
        }
        if skip == other {
            // Single words between others.
            let same = (0..skip).filter(|it| a(now.here + it) == b(now.there + it)).count();
            now.same += same;
            worth += SAME * i64::from(same as u32);
        }
        (now.here, now.there) = (now.here + skip, now.there + other);
        let mut piece = 0;
        while agree(now.here + piece, now.there + piece) {
            piece += 1;
        }
        (now.here, now.there, now.same) = (now.here + piece, now.there + piece, now.same + piece);
        now.longest = now.longest.max(piece);
        worth += SAME * i64::from(piece as u32);
        if worth > most {
            (most, best) = (worth, now);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<Code> {
        let mut codes = Vec::new();
        crate::dedup::codes::encode(text, &mut codes).unwrap();
        codes
    }

    fn ahead(here: &str, there: &str) -> (usize, usize, usize) {
        let (here, there) = (codes(here), codes(there));
        let forwards = extension::<false>(&here, &there);
        let reversed = |codes: &[Code]| codes.iter().rev().copied().collect::<Vec<_>>();
        let backwards = extension::<true>(&reversed(&here), &reversed(&there));
        let found = |it: Extension| (it.here, it.there, it.same);
        assert_eq!(found(forwards), found(backwards));
        found(forwards)
    }

    #[test]
    fn extensions_pass_over_small_differences() {
        let plain = "sails at noon from the new pier with all its passengers";
        assert_eq!(ahead(&format!("ferry {plain}"), &format!("boat {plain}")), (12, 12, 11));
        assert_eq!(ahead(&format!("ferry {plain}"), plain), (12, 11, 11), "a word less");
        assert_eq!(ahead(plain, &format!("the old grey ferry {plain}")), (11, 15, 11), "four more");
    }

    #[test]
    fn extensions_end_where_texts_do_not_go_on_alike() {
        assert_eq!(ahead("", ""), (0, 0, 0));
        assert_eq!(ahead("one two three four", "five six seven eight"), (0, 0, 0));
        // Two words in common behind a difference are chance.
        assert_eq!(ahead("one two of the sea", "six seven of the moon"), (0, 0, 0));
    }
}
