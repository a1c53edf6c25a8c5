//! Where a run of words stood before, and how well the two agree.
//!
//! An [`Index`] of word 3-grams gives places; those on neighbouring diagonals vote for one; a chain
//! of 3-grams in the same order on both sides is the skeleton of the alignment, and the holes
//! between its links are filled word by word.

use super::words::{Word, WordRange};

/// Words in a gram.
const GRAM: u32 = 3;
/// How many places of a gram are kept. A phrase that stands oftener tells little.
const PLACES: usize = 4;
/// Copies drift off their diagonal by a word now and then: inserted, dropped, split.
const DRIFT: i64 = 6;
/// Holes wider than this are not worth filling.
const WIDEST_HOLE: usize = 24;
/// A hole at an end may take so many words more on the other side.
const SLACK: usize = 4;
const NONE: u32 = u32::MAX;

/// Where each word 3-gram stands that stands more than once.
pub(super) struct Index {
    /// The gram at each word, as the number of its places in `places`; `NONE` if it stands once.
    gram: Vec<u32>,
    /// The first few places of each repeated gram, in order, filled up with `NONE`.
    places: Vec<[u32; PLACES]>,
}

/// A slot of the hash table: a gram's first place, and the number of its places once it repeats.
#[derive(Clone, Copy)]
struct Slot {
    first: u32,
    places: u32,
}

impl Index {
    /// Indexes the 3-grams of some runs of words; none crosses from one run to the next.
    pub(super) fn new(words: &[Word], runs: impl Iterator<Item = WordRange>) -> Self {
        // At most half full, so that probing ends soon.
        let size = (2 * words.len()).next_power_of_two();
        let mask = size - 1;
        let mut table = vec![Slot { first: NONE, places: NONE }; size];
        let mut gram = vec![NONE; words.len()];
        let mut places: Vec<[u32; PLACES]> = Vec::new();
        for run in runs {
            for at in run.start..(run.end + 1).saturating_sub(GRAM).max(run.start) {
                let [a, b, c] = key(words, at);
                let mut slot = mixed(a, b, c) as usize & mask;
                while table[slot].first != NONE && key(words, table[slot].first) != [a, b, c] {
                    slot = (slot + 1) & mask;
                }
                let Slot { first, places: number } = &mut table[slot];
                if *first == NONE {
                    *first = at;
                    continue;
                }
                if *number == NONE {
                    *number = places.len() as u32;
                    gram[*first as usize] = *number;
                    let mut row = [NONE; PLACES];
                    row[0] = *first;
                    places.push(row);
                }
                gram[at as usize] = *number;
                let row = &mut places[*number as usize];
                if let Some(free) = row.iter_mut().find(|place| **place == NONE) {
                    *free = at;
                }
            }
        }
        Self { gram, places }
    }

    /// Whether no gram stands twice.
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The first few places of the gram that begins at a word, if it stands more than once.
    fn places(&self, at: u32) -> impl Iterator<Item = u32> + '_ {
        let row = self.places.get(self.gram[at as usize] as usize);
        row.into_iter().flatten().copied().take_while(|&place| place != NONE)
    }
}

fn key(words: &[Word], at: u32) -> [u64; 3] {
    let at = at as usize;
    [words[at].hash, words[at + 1].hash, words[at + 2].hash]
}

/// Word hashes are mixed well already; rotating keeps the order of the words.
fn mixed(a: u64, b: u64, c: u64) -> u64 {
    let mixed = (a ^ b.rotate_left(21) ^ c.rotate_left(42)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 32)
}

/// How a run of words agrees with another place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Alignment {
    /// The part of the run from its first to its last word that is matched.
    pub(super) here: WordRange,
    /// The other place.
    pub(super) source: WordRange,
    /// Words that are the same on both sides, in order; and those that are nearly so.
    pub(super) matched: u32,
    /// The longest run of words that are not.
    pub(super) longest_hole: u32,
    /// Whether a number is not found on the other side.
    pub(super) other_number: bool,
    /// Whether names stand opposite each other that are not the same, or a `not` on one side only.
    pub(super) other_sense: bool,
}

/// Aligns a run of words with the place that most of its 3-grams point to, among those that
/// `allowed` admits; `None` when fewer than `share` of its 3-grams point anywhere. `bounds` gives
/// the run that a place lies in, which the alignment does not leave at its ends.
pub(super) fn align(
    source: &str,
    words: &[Word],
    index: &Index,
    run: WordRange,
    share: f64,
    allowed: impl Fn(u32) -> bool,
    bounds: impl Fn(u32) -> WordRange,
) -> Option<Alignment> {
    let grams = (run.len() + 1).checked_sub(GRAM).filter(|&grams| grams > 0)?;
    let needed = (share * f64::from(grams)).ceil().max(1.0) as usize;
    let repeated = |at: &u32| index.gram[*at as usize] != NONE;
    if (run.start..run.start + grams).filter(repeated).count() < needed {
        return None;
    }
    // Diagonal first, so that neighbours in the list are neighbours on the page.
    let mut seeds: Vec<(i64, u32)> = Vec::new();
    for at in run.start..run.start + grams {
        let places = index.places(at).filter(|&place| allowed(place));
        seeds.extend(places.map(|place| (i64::from(place) - i64::from(at), at)));
    }
    if seeds.len() < needed {
        return None;
    }
    seeds.sort_unstable();
    let band = best_band(&seeds, i64::from(run.len() / 10) + DRIFT);
    if band.len() < needed {
        return None;
    }
    let mut seeds: Vec<(u32, u32)> =
        band.iter().map(|&(diagonal, at)| (at, (i64::from(at) + diagonal) as u32)).collect();
    seeds.sort_unstable();
    let matches = chain(&seeds);
    let (first, last) = (*matches.first()?, *matches.last()?);
    let mut filled = Filled { source, words, run, matches: Vec::with_capacity(run.len() as usize) };
    filled.fill(&matches, bounds(first.1), bounds(last.1));
    Some(filled.judge())
}

/// The diagonals, no further apart than `width`, that hold most seeds; of equals the earliest.
fn best_band(seeds: &[(i64, u32)], width: i64) -> &[(i64, u32)] {
    let (mut best, mut from) = (0..0, 0);
    for to in 0..seeds.len() {
        while seeds[to].0 - seeds[from].0 > width {
            from += 1;
        }
        if to + 1 - from > best.len() {
            best = from..to + 1;
        }
    }
    &seeds[best]
}

/// Words that agree, in order on both sides: each seed stands for the words of its gram.
fn chain(seeds: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut matches: Vec<(u32, u32)> = Vec::with_capacity(seeds.len() + 2);
    for &(at, place) in seeds {
        // A seed that overlaps the last one must lie on its diagonal.
        let follows = matches.last().is_none_or(|&(last_at, last_place)| {
            place > last_place && at > last_at
                || i64::from(place) - i64::from(at) == i64::from(last_place) - i64::from(last_at)
        });
        if !follows {
            continue;
        }
        for step in 0..GRAM {
            let next = (at + step, place + step);
            if matches.last().is_none_or(|&last| next.0 > last.0 && next.1 > last.1) {
                matches.push(next);
            }
        }
    }
    matches
}

/// An alignment whose holes are being filled.
struct Filled<'w> {
    source: &'w str,
    words: &'w [Word],
    run: WordRange,
    /// Pairs of words that agree, in order.
    matches: Vec<(u32, u32)>,
}

impl Filled<'_> {
    /// Fills the holes between the matches of the chain, and at the two ends.
    fn fill(&mut self, chain: &[(u32, u32)], first_bound: WordRange, last_bound: WordRange) {
        let (first, last) = (chain[0], chain[chain.len() - 1]);
        let reach = (first.0 - self.run.start) + SLACK as u32;
        let from = first.1.saturating_sub(reach).max(first_bound.start);
        self.hole((self.run.start, from), first);
        for pair in chain.windows(2) {
            self.matches.push(pair[0]);
            self.hole((pair[0].0 + 1, pair[0].1 + 1), pair[1]);
        }
        self.matches.push(last);
        let reach = (self.run.end - last.0) + SLACK as u32;
        let to = (last.1 + reach).min(last_bound.end).max(last.1 + 1);
        self.hole((last.0 + 1, last.1 + 1), (self.run.end, to));
    }

    /// Matches equal words between two corners: their longest common subsequence.
    fn hole(&mut self, from: (u32, u32), to: (u32, u32)) {
        let (rows, columns) = ((to.0 - from.0) as usize, (to.1 - from.1) as usize);
        if rows == 0 || columns == 0 || rows > WIDEST_HOLE || columns > WIDEST_HOLE + SLACK {
            return;
        }
        let same = |row: usize, column: usize| {
            let (a, b) = (from.0 as usize + row, from.1 as usize + column);
            self.words[a].hash == self.words[b].hash
        };
        let mut lengths = [[0_u8; WIDEST_HOLE + SLACK + 1]; WIDEST_HOLE + 1];
        for row in (0..rows).rev() {
            for column in (0..columns).rev() {
                lengths[row][column] = if same(row, column) {
                    lengths[row + 1][column + 1] + 1
                } else {
                    lengths[row + 1][column].max(lengths[row][column + 1])
                };
            }
        }
        let (mut row, mut column) = (0, 0);
        let mut found = Vec::new();
        while row < rows && column < columns {
            if same(row, column) {
                found.push((from.0 + row as u32, from.1 + column as u32));
                row += 1;
                column += 1;
            } else if lengths[row + 1][column] >= lengths[row][column + 1] {
                row += 1;
            } else {
                column += 1;
            }
        }
        self.matches.extend(found);
    }

    /// What the matches say.
    fn judge(&self) -> Alignment {
        let (first, last) = (self.matches[0], self.matches[self.matches.len() - 1]);
        let mut alignment = Alignment {
            here: WordRange { start: first.0, end: last.0 + 1 },
            source: WordRange { start: first.1, end: last.1 + 1 },
            matched: self.matches.len() as u32,
            longest_hole: 0,
            other_number: false,
            other_sense: false,
        };
        let mut corner = (self.run.start, first.1.saturating_sub(first.0 - self.run.start));
        let end = (self.run.end, (last.1 + self.run.end - last.0).min(self.words.len() as u32));
        for &next in self.matches.iter().chain([&end]) {
            let here = WordRange { start: corner.0, end: next.0 };
            let there = WordRange { start: corner.1, end: next.1 };
            self.judge_hole(here, there, &mut alignment);
            corner = (next.0 + 1, next.1 + 1);
        }
        alignment
    }

    /// What stands in a hole: words that are nearly the same, other numbers, other names, a `not`.
    fn judge_hole(&self, here: WordRange, there: WordRange, alignment: &mut Alignment) {
        let (mine, theirs) = (&self.words[here.indices()], &self.words[there.indices()]);
        alignment.other_sense |= self.count_negations(mine) != self.count_negations(theirs);
        if mine.is_empty() {
            return;
        }
        let alike = mine.len() == theirs.len();
        let pairs = || mine.iter().zip(theirs);
        alignment.other_number |= mine.iter().any(|word| word.number)
            || alike && pairs().any(|(a, b)| self.has_other_digits(a, b));
        // Nothing wider is compared word by word: it is another passage.
        let narrow = mine.len().max(theirs.len()) <= WIDEST_HOLE + SLACK;
        let near = if alike && narrow {
            pairs().filter(|(a, b)| self.is_near(a, b)).count() as u32
        } else {
            0
        };
        alignment.matched += near;
        alignment.longest_hole = alignment.longest_hole.max(here.len() - near);
        let named = |words: &[Word]| words.iter().any(|word| word.capital && !word.number);
        let shared = || mine.iter().any(|a| a.capital && theirs.iter().any(|b| self.is_near(a, b)));
        alignment.other_sense |=
            near < here.len() && named(mine) && named(theirs) && !(narrow && shared());
    }

    fn count_negations(&self, words: &[Word]) -> usize {
        let negates = |word: &&Word| {
            let text = word.span.of(self.source);
            let whole = ["not", "no", "never", "nor", "cannot"];
            whole.iter().any(|negation| negation.eq_ignore_ascii_case(text))
                || text.ends_with("n't")
                || text.ends_with("n’t")
        };
        words.iter().filter(negates).count()
    }

    /// `image1` and `image3`; but `d1rs` is a scanner's `dlrs`.
    fn has_other_digits(&self, a: &Word, b: &Word) -> bool {
        let digits = |word: &Word| word.span.of(self.source).bytes().filter(u8::is_ascii_digit);
        digits(a).next().is_some() && digits(b).next().is_some() && !digits(a).eq(digits(b))
    }

    /// Whether two words differ as much as a slip of the reader or scanner: a third of the letters.
    fn is_near(&self, a: &Word, b: &Word) -> bool {
        if a.number || b.number {
            return false;
        }
        let (a, b) = (a.span.of(self.source).as_bytes(), b.span.of(self.source).as_bytes());
        let longest = a.len().max(b.len());
        longest <= MOST_LETTERS && distance(a, b) * 3 <= longest
    }
}

/// Longer words are not compared letter by letter.
const MOST_LETTERS: usize = 32;

/// The edits that make one word of the other (Levenshtein), whatever their case.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row = [0; MOST_LETTERS + 1];
    for (i, place) in row.iter_mut().enumerate() {
        *place = i;
    }
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(!x.eq_ignore_ascii_case(y));
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (a, b, edits) in
            [("", "", 0), ("harbour", "harbor", 1), ("Oslo", "oslo", 0), ("a", "xyz", 3)]
        {
            assert_eq!(distance(a.as_bytes(), b.as_bytes()), edits, "{a} {b}");
            assert_eq!(distance(b.as_bytes(), a.as_bytes()), edits, "{b} {a}");
        }
    }
}
