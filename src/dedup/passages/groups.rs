//! Which runs are of one passage.
//!
//! A run stands in two texts. Stretches of a text that are mostly the same are one stretch; runs with a
//! stretch in common are of one passage, the longest first, unless one of them is less than half as
//! long: a long article that holds two passages does not make one of them.

use std::cmp::Reverse;

use super::runs::{Words, length};

/// So many stretches that still go on are compared with the next one.
const OPEN: usize = 8;

/// A run in the rows of its two texts, the earlier one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shared {
    /// The row of a text and its words, from the first to behind the last, …
    pub a: (u32, Words),
    /// … and those of a later one.
    pub b: (u32, Words),
    /// How many of the words are the same, in order.
    pub same: u32,
    /// The number of its passage.
    pub passage: u32,
}

impl Shared {
    /// How many words it has in the text where it has more.
    pub fn words(&self) -> u32 {
        length(self.a.1).max(length(self.b.1))
    }
}

/// The stretches of texts that the two sides of each run are, by number.
pub(super) type Stretches = Vec<[u32; 2]>;

/// Gives the runs, which are in order, the numbers of their passages, in no order yet; and says how many
/// passages there are.
pub(super) fn group(runs: &mut [Shared], stretches: &Stretches) -> u32 {
    let mut forest = Forest::new(runs, stretches);
    let mut order: Vec<u32> = (0..runs.len() as u32).collect();
    order.sort_unstable_by_key(|&run| (Reverse(runs[run as usize].words()), run));
    for &run in &order {
        let [a, b] = stretches[run as usize];
        forest.join(a, b);
    }
    let mut numbers = vec![u32::MAX; forest.parents.len()];
    let mut passages = 0;
    for (run, stretches) in runs.iter_mut().zip(stretches) {
        let number = &mut numbers[forest.root(stretches[0]) as usize];
        if *number == u32::MAX {
            *number = passages;
            passages += 1;
        }
        run.passage = *number;
    }
    passages
}

/// The stretches of runs: sides of which most is the same are one.
pub(super) fn stretches(runs: &[Shared]) -> Stretches {
    let mut sides: Vec<(u32, u32, Reverse<u32>, u32, usize)> = Vec::with_capacity(2 * runs.len());
    for (number, run) in runs.iter().enumerate() {
        for (side, (row, words)) in [run.a, run.b].into_iter().enumerate() {
            sides.push((row, words.0, Reverse(words.1), number as u32, side));
        }
    }
    sides.sort_unstable();
    let mut found = vec![[0; 2]; runs.len()];
    let mut open: Vec<(u32, Words)> = Vec::new();
    let (mut row, mut count) = (u32::MAX, 0);
    for (its, start, Reverse(end), run, side) in sides {
        if its != row {
            row = its;
            open.clear();
        }
        open.retain(|&(_, words)| words.1 > start);
        let shared = |words: Words| words.1.min(end) - words.0.max(start);
        let mostly = |words: Words| 2 * shared(words) >= length(words).max(end - start);
        let best = open
            .iter()
            .filter(|&&(_, words)| mostly(words))
            .max_by_key(|&&(number, words)| (shared(words), Reverse(number)));
        let number = if let Some(&(number, _)) = best {
            number
        } else {
            if open.len() == OPEN {
                open.remove(0);
            }
            open.push((count, (start, end)));
            count += 1;
            count - 1
        };
        found[run as usize][side] = number;
    }
    found
}

/// Stretches joined to passages.
struct Forest {
    parents: Vec<u32>,
    /// How long the longest and the shortest stretch of each passage are.
    lengths: Vec<(u32, u32)>,
}

impl Forest {
    fn new(runs: &[Shared], stretches: &Stretches) -> Self {
        let count = stretches.iter().flatten().max().map_or(0, |&most| most as usize + 1);
        let mut lengths = vec![(0, u32::MAX); count];
        for (run, stretches) in runs.iter().zip(stretches) {
            for (stretch, (_, words)) in stretches.iter().zip([run.a, run.b]) {
                let known = &mut lengths[*stretch as usize];
                // What a stretch was joined for is as long as its longest run.
                known.0 = known.0.max(length(words));
                known.1 = known.0;
            }
        }
        Self { parents: (0..count as u32).collect(), lengths }
    }

    fn root(&mut self, mut stretch: u32) -> u32 {
        while self.parents[stretch as usize] != stretch {
            let parent = self.parents[stretch as usize];
            self.parents[stretch as usize] = self.parents[parent as usize];
            stretch = parent;
        }
        stretch
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (left, right) = (self.lengths[a as usize], self.lengths[b as usize]);
        let (longest, shortest) = (left.0.max(right.0), left.1.min(right.1));
        if longest > 2 * shortest {
            return;
        }
        let (root, leaf) = (a.min(b), a.max(b));
        self.parents[leaf as usize] = root;
        self.lengths[root as usize] = (longest, shortest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: (u32, Words), b: (u32, Words)) -> Shared {
        Shared { a, b, same: length(a.1), passage: 0 }
    }

    fn passages(runs: &[Shared]) -> Vec<u32> {
        let mut runs = runs.to_vec();
        let stretches = stretches(&runs);
        let count = group(&mut runs, &stretches);
        assert_eq!(runs.iter().map(|run| run.passage + 1).max().unwrap_or(0), count);
        runs.iter().map(|run| run.passage).collect()
    }

    #[test]
    fn runs_of_about_the_same_stretch_are_one_passage() {
        let first = shared((0, (10, 60)), (1, (0, 50)));
        let second = shared((0, (12, 63)), (2, (5, 56)));
        assert_eq!(passages(&[first, second]), [0, 0]);
        let elsewhere = shared((0, (70, 100)), (2, (80, 110)));
        assert_eq!(passages(&[first, elsewhere]), [0, 1]);
    }

    #[test]
    fn a_long_article_joins_no_passages() {
        let copy = shared((0, (0, 400)), (1, (0, 400)));
        let one = shared((0, (0, 50)), (2, (0, 50)));
        let two = shared((0, (300, 350)), (3, (0, 50)));
        assert_eq!(passages(&[copy, one, two]), [0, 1, 2]);
    }

    #[test]
    fn lengths_do_not_creep() {
        let runs: Vec<Shared> = [160, 120, 90, 70, 52, 40]
            .into_iter()
            .zip(0..)
            .map(|(words, row)| shared((row, (0, words)), (row + 1, (0, words))))
            .collect();
        let found = passages(&runs);
        assert_eq!(found[0], found[2]);
        assert_ne!(found[0], found[5]);
    }
}
