//! Which runs are told: for each text the best source of each of its stretches.
//!
//! A run that lies in another run of its text of up to twice its length says little more, and is left
//! out: so a passage of many texts gives about as many runs as texts. (A much shorter one may be what
//! many others have too.) At the end those left out come back whose other side nothing covers.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::fingerprints::Widths;
use super::runs::{Run, Words, length};
use crate::hash::{Mixed, pair};

/// So many runs are looked at for one that holds another.
const LOOKED_AT: usize = 24;

/// Chooses among the runs of one text.
pub(super) struct Chooser {
    overhang: u32,
    /// Runs that were taken, by their length and where they begin, roughly.
    taken: HashMap<u64, Vec<Words>, std::hash::BuildHasherDefault<Mixed>>,
}

impl Chooser {
    pub(super) fn new(widths: Widths) -> Self {
        Self { overhang: widths.overhang(), taken: HashMap::default() }
    }

    /// Sorts the runs of a text into those that are told and those that are not, each in a fixed order.
    pub(super) fn choose(&mut self, runs: &mut [Run], told: &mut Vec<Run>, rest: &mut Vec<Run>) {
        self.taken.clear();
        runs.sort_unstable_by_key(|run| (Reverse(run.words()), Reverse(run.same), *run));
        for run in runs {
            let words = run.here_words;
            if self.is_inside(words) {
                rest.push(*run);
                continue;
            }
            let scale = length(words).ilog2();
            let key = key(scale, words.0 >> scale);
            self.taken.entry(key).or_default().push(words);
            told.push(*run);
        }
    }

    /// Whether a taken run of up to twice the length holds these words.
    fn is_inside(&self, words: Words) -> bool {
        let size = length(words);
        let inside = |taken: &Words| {
            length(*taken) <= 2 * size + self.overhang && is_inside(words, *taken, self.overhang)
        };
        let (shortest, longest) =
            (size.saturating_sub(2 * self.overhang).max(1), 2 * size + self.overhang);
        (shortest.ilog2()..=longest.ilog2()).any(|scale| {
            // Where what holds these words can begin.
            let from = words.1.saturating_sub(self.overhang + (2 << scale)) >> scale;
            let to = (words.0 + self.overhang) >> scale;
            (from..=to).any(|cell| {
                let known = self.taken.get(&key(scale, cell));
                known.is_some_and(|known| known.iter().rev().take(LOOKED_AT).any(inside))
            })
        })
    }
}

fn key(scale: u32, cell: u32) -> u64 {
    pair(u64::from(cell) + 1, u64::from(scale) + 1)
}

/// Whether words lie inside others, but for so many at the ends.
fn is_inside(words: Words, others: Words, overhang: u32) -> bool {
    others.0 <= words.0 + overhang && words.1 <= others.1 + overhang
}

/// Adds to the told runs those of the others whose side in the other text nothing covers.
pub(super) fn complete(widths: Widths, told: &mut Vec<Run>, mut rest: Vec<Run>) {
    let overhang = widths.overhang();
    let mut covered: Vec<(u32, Words)> = told
        .iter()
        .flat_map(|run| [(run.here, run.here_words), (run.there, run.there_words)])
        .collect();
    covered.sort_unstable();
    // How far the words that begin up to here reach, text by text.
    let mut reach: Vec<u32> = Vec::with_capacity(covered.len());
    for (number, &(text, words)) in covered.iter().enumerate() {
        let before = reach.last().filter(|_| covered[number - 1].0 == text);
        reach.push(before.map_or(words.1, |&before| before.max(words.1)));
    }
    rest.sort_unstable_by_key(|run| {
        (run.there, run.there_words.0, Reverse(run.there_words.1), *run)
    });
    let mut last: Option<(u32, Words)> = None;
    for run in rest {
        let (text, words) = (run.there, run.there_words);
        let from = covered.partition_point(|&(other, words)| {
            other < text || other == text && words.0 <= run.there_words.0 + overhang
        });
        let reaches =
            from > 0 && covered[from - 1].0 == text && reach[from - 1] + overhang >= words.1;
        let again =
            last.is_some_and(|(other, last)| other == text && is_inside(words, last, overhang));
        if !reaches && !again {
            last = Some((text, words));
            told.push(run);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(here: u32, here_words: Words, there: u32, start: u32) -> Run {
        let there_words = (start, start + length(here_words));
        Run { here, there, here_words, there_words, same: length(here_words) }
    }

    #[test]
    fn the_longest_run_of_a_stretch_is_told() {
        let mut runs = [
            run(5, (100, 160), 1, 0),
            run(5, (98, 165), 2, 7),
            run(5, (110, 130), 3, 0),
            run(5, (160, 200), 4, 0),
        ];
        let (mut told, mut rest) = (Vec::new(), Vec::new());
        Chooser::new(Widths::new(20)).choose(&mut runs, &mut told, &mut rest);
        // The short one may be what many others have.
        assert_eq!(told.iter().map(|run| run.there).collect::<Vec<_>>(), [2, 4, 3]);
        assert_eq!(rest.iter().map(|run| run.there).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn what_nothing_else_covers_comes_back() {
        let mut told = vec![run(5, (0, 50), 2, 0), run(4, (0, 60), 3, 10)];
        let rest = vec![run(5, (5, 50), 3, 20), run(5, (5, 50), 1, 7), run(6, (0, 40), 1, 9)];
        complete(Widths::new(20), &mut told, rest);
        assert_eq!(told[2..], [run(5, (5, 50), 1, 7)]);
    }
}
