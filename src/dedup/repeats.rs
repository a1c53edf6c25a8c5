//! What one text says twice.
//!
//! 1. The text is cut into units: paragraphs, and the sentences of very long ones (pages scraped
//!    into a single line). Their words are folded and hashed.
//! 2. An index of word 3-grams gives, for each unit, the places where its words stood before.
//! 3. The unit is aligned with the likeliest place. Enough agreement, no other number or name, and no
//!    `not` more or less make it a repeat; a unit that stands whole inside a longer one (a deck, a
//!    pull quote) is a repeat of it wherever it stands.
//! 4. Units too short to count by themselves are repeats where they stand beside a repeated block in
//!    the same order as in its source. Neighbours become one block.

use std::ops::Range;

use super::align::{Alignment, Index, align};
use super::words::{Word, WordRange, words};
use crate::Span;
use crate::text::sentences;

/// A block of a text that repeats another block of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeat {
    /// The block that repeats.
    pub span: Span,
    /// The block that it repeats, and that stays. It mostly stands before; only a deck or a pull
    /// quote above the words it was taken from goes in their favour.
    pub first: Span,
    /// 1.0 for the same words, less for an edited copy: the share of its words that are aligned.
    pub similarity: f32,
}

/// Units of fewer words are repeats only inside a block: `Advertisement`, `Yes.`, `* * *`.
const MIN_WORDS: u32 = 6;
/// So are those of fewer words that are no numbers: rows of a table.
const MIN_PLAIN_WORDS: usize = 4;
/// A paragraph of more words is read sentence by sentence.
const LONG_PARAGRAPH: usize = 250;
/// Repeated sentences inside a long paragraph count from this many words on: less is a figure of
/// speech, or a phrase that a speaker comes back to.
const MIN_PASSAGE: u32 = 40;
/// A paragraph of at most so many words is a line of a song, a table, an interview if those around it
/// are.
const MOST_LINE_WORDS: u32 = 10;
/// Between the sources of two neighbouring units of a block at most this many words may stand.
const SOURCE_GAP: u32 = 3;
/// This share of a unit's 3-grams must stand elsewhere before it is looked at closely.
const SEED_SHARE: f64 = 0.3;
/// In a unit of fewer words another name, or a `not`, is another piece of news; in a longer one, a
/// correction.
const ONE_SENSE: u32 = 25;
/// A unit inside a longer one: this share of its words is found there …
const CONTAINED: f64 = 0.9;
/// … and the longer one has at least this many words more.
const LONGER_BY: u32 = 3;

/// The repeats of a text, in order, disjoint. Linear in the text.
///
/// ```
/// use copydesk::dedup::find_repeats;
///
/// let lead = "The ferry to Bergen will not sail before Monday, the company told passengers.";
/// let text = format!("{lead}\nIt is the third time this winter.\n{lead}");
/// let repeats = find_repeats(&text, &copydesk::text::paragraphs(&text));
/// assert_eq!(repeats[0].span.of(&text), lead);
/// assert_eq!(repeats[0].first.start(), 0);
/// ```
pub fn find_repeats(source: &str, paragraphs: &[Span]) -> Vec<Repeat> {
    let mut page = Page::new(source, paragraphs);
    let index = Index::new(&page.words, page.units.iter().map(|unit| unit.words));
    if index.is_empty() {
        return Vec::new();
    }
    page.find_copies(&index);
    page.find_decks(&index);
    page.extend_blocks();
    page.drop_short_passages();
    page.drop_refrains();
    page.blocks()
}

/// The text without its repeats: each block goes together with the white space before it (at the
/// very beginning, that behind it), and nothing else is changed.
///
/// ```
/// use copydesk::dedup::{drop_repeats, find_repeats};
///
/// let lead = "The ferry to Bergen will not sail before Monday, the company told passengers.";
/// let text = format!("{lead}\n\n{lead}\n\nOther ferries sail.");
/// let repeats = find_repeats(&text, &copydesk::text::paragraphs(&text));
/// assert_eq!(drop_repeats(&text, &repeats), format!("{lead}\n\nOther ferries sail."));
/// ```
pub fn drop_repeats(source: &str, repeats: &[Repeat]) -> String {
    let mut kept = String::with_capacity(source.len());
    let mut at = 0;
    for repeat in repeats {
        let span = repeat.span.range();
        kept.push_str(source[at..span.start].trim_end());
        at = span.end;
        if kept.is_empty() {
            at += source[at..].len() - source[at..].trim_start().len();
        }
    }
    kept.push_str(&source[at..]);
    kept
}

/// A paragraph, or a sentence of a very long one.
struct Unit {
    words: WordRange,
    span: Span,
    /// Whether it is a whole paragraph.
    whole: bool,
    copy: Option<Copied>,
    /// Whether another unit repeats it, so that it must stay.
    pinned: bool,
}

/// What a unit repeats, and how much of it.
#[derive(Clone, Copy)]
struct Copied {
    first: WordRange,
    /// The units in which `first` begins and ends; it may have no words.
    units: (usize, usize),
    matched: u32,
}

/// A text in units and words.
struct Page<'t> {
    source: &'t str,
    words: Vec<Word>,
    units: Vec<Unit>,
    /// The unit of each word.
    unit_of: Vec<u32>,
}

impl<'t> Page<'t> {
    fn new(source: &'t str, paragraphs: &[Span]) -> Self {
        let mut page = Self {
            source,
            words: Vec::with_capacity(source.len() / 5),
            units: Vec::with_capacity(paragraphs.len()),
            unit_of: Vec::new(),
        };
        for &paragraph in paragraphs {
            let from = page.words.len();
            words(source, paragraph, |word| page.words.push(word));
            if page.words.len() - from > LONG_PARAGRAPH {
                page.push_sentences(paragraph, from);
            } else {
                page.push_unit(paragraph, from, page.words.len(), true);
            }
        }
        page
    }

    fn push_unit(&mut self, span: Span, from: usize, to: usize, whole: bool) {
        let words = WordRange { start: from as u32, end: to as u32 };
        self.unit_of.resize(to, self.units.len() as u32);
        self.units.push(Unit { words, span, whole, copy: None, pinned: false });
    }

    /// Cuts a long paragraph into its sentences.
    fn push_sentences(&mut self, paragraph: Span, mut from: usize) {
        for sentence in sentences(self.source, paragraph) {
            let words = &self.words[from..];
            let to = from + words.partition_point(|word| word.span.start() < sentence.end());
            self.push_unit(sentence, from, to, false);
            from = to;
        }
    }

    fn unit(&self, word: u32) -> usize {
        self.unit_of[word as usize] as usize
    }

    /// Aligns a unit with the places that `allowed` admits.
    fn align(
        &self,
        index: &Index,
        number: usize,
        allowed: impl Fn(usize) -> bool,
    ) -> Option<Alignment> {
        let allowed = |word: u32| {
            let other = self.unit(word);
            other != number && self.units[other].copy.is_none() && allowed(other)
        };
        let bounds = |word: u32| self.units[self.unit(word)].words;
        let run = self.units[number].words;
        align(self.source, &self.words, index, run, SEED_SHARE, allowed, bounds)
    }

    /// Finds the units that repeat what stands before them.
    fn find_copies(&mut self, index: &Index) {
        for number in 0..self.units.len() {
            if !self.counts_alone(number) {
                continue;
            }
            let Some(found) = self.align(index, number, |other| other < number) else { continue };
            let other = self.unit(found.source.start);
            if self.is_deck(number, other, found) {
                let matched = self.units[other].words.len();
                let (first, units) = (found.here, (number, number));
                self.units[other].copy = Some(Copied { first, units, matched });
                self.units[number].pinned = true;
            } else if is_copy(self.units[number].words.len(), found) {
                self.copy(number, found);
            }
        }
    }

    /// Whether a unit says enough to be a repeat by itself.
    fn counts_alone(&self, number: usize) -> bool {
        let words = &self.words[self.units[number].words.indices()];
        words.len() >= MIN_WORDS as usize
            && words.iter().filter(|word| !word.number).take(MIN_PLAIN_WORDS).count()
                == MIN_PLAIN_WORDS
    }

    fn copy(&mut self, number: usize, found: Alignment) {
        let (first, matched) = (found.source, found.matched);
        let units = (self.unit(first.start), self.unit(first.end - 1));
        // Units without words may stand between the two, any number of them.
        if units.1 - units.0 > self.units[number].words.len() as usize {
            return;
        }
        self.units[number].copy = Some(Copied { first, units, matched });
        for source in &mut self.units[units.0..=units.1] {
            source.pinned = true;
        }
    }

    /// Whether the unit that `found` points to is a deck above this one: all of it stands here, and
    /// more.
    fn is_deck(&self, number: usize, other: usize, found: Alignment) -> bool {
        let (unit, deck) = (&self.units[number], &self.units[other]);
        let whole = found.source.len() >= deck.words.len()
            && f64::from(found.matched) >= 0.95 * f64::from(deck.words.len());
        whole
            && !deck.pinned
            && deck.words.len() >= MIN_WORDS
            && unit.words.len() >= found.here.len() + LONGER_BY
    }

    /// Finds the units that stand whole in a longer one further down.
    fn find_decks(&mut self, index: &Index) {
        for number in 0..self.units.len() {
            let unit = &self.units[number];
            if unit.copy.is_some() || unit.pinned || !unit.whole || unit.words.len() < MIN_WORDS + 2
            {
                continue;
            }
            let length = unit.words.len();
            let Some(found) = self.align(index, number, |other| other > number) else { continue };
            let other = &self.units[self.unit(found.source.start)];
            let contained = f64::from(found.matched) >= CONTAINED * f64::from(length)
                && !found.other_number
                && !found.other_sense;
            if contained && other.words.len() >= length + LONGER_BY {
                self.copy(number, found);
            }
        }
    }

    /// Adds the short units beside a repeated one that stand beside its source too.
    fn extend_blocks(&mut self) {
        for number in 1..self.units.len() {
            self.extend(number - 1, number, true);
        }
        for number in (1..self.units.len()).rev() {
            self.extend(number, number - 1, false);
        }
    }

    /// If `from` is a copy and its neighbour equals its source's neighbour, that is a copy too.
    fn extend(&mut self, from: usize, to: usize, forward: bool) {
        let Some(Copied { units, .. }) = self.units[from].copy else { return };
        if self.units[to].copy.is_some() || self.units[to].pinned {
            return;
        }
        let Some(other) = (if forward { units.1.checked_add(1) } else { units.0.checked_sub(1) })
        else {
            return;
        };
        if other >= self.units.len() || other == to || self.units[other].copy.is_some() {
            return;
        }
        let (mine, theirs) = (self.units[to].words, self.units[other].words);
        let same = mine.len() == theirs.len()
            && self.words[mine.indices()]
                .iter()
                .zip(&self.words[theirs.indices()])
                .all(|(a, b)| a.hash == b.hash)
            && (mine.len() > 0
                || self.units[to].span.of(self.source) == self.units[other].span.of(self.source));
        if same {
            let (units, matched) = ((other, other), mine.len());
            self.units[to].copy = Some(Copied { first: theirs, units, matched });
            self.units[other].pinned = true;
        }
    }

    /// Gives up copies inside a long paragraph that are too short to be pasted.
    fn drop_short_passages(&mut self) {
        for block in self.copied_blocks(|unit| !unit.whole) {
            if self.count_words(&block) < MIN_PASSAGE {
                self.give_up(block);
            }
        }
    }

    /// Gives up copies of a few short lines among other short lines: refrains, rows, answers.
    fn drop_refrains(&mut self) {
        let is_line = |unit: &Unit| unit.whole && unit.words.len() <= MOST_LINE_WORDS;
        for block in self.copied_blocks(|_| true) {
            let around = block.start.saturating_sub(1)..(block.end + 1).min(self.units.len());
            // The same line twice in a row is a slip all the same, and a deck stands above its source.
            let apart = |copy: Copied| copy.units.1 + 1 < block.start;
            let far = self.units[block.start].copy.is_some_and(apart);
            let short = self.count_words(&block) < MIN_PASSAGE / 2;
            if short && far && self.units[around].iter().all(is_line) {
                self.give_up(block);
            }
        }
    }

    fn count_words(&self, block: &Range<usize>) -> u32 {
        self.units[block.clone()].iter().map(|unit| unit.words.len()).sum()
    }

    fn give_up(&mut self, block: Range<usize>) {
        for unit in &mut self.units[block] {
            unit.copy = None;
        }
    }

    /// The units that are copies, neighbours put together, as far as they are of a `kind`.
    fn copied_blocks(&self, kind: impl Fn(&Unit) -> bool) -> Vec<Range<usize>> {
        let mut blocks: Vec<Range<usize>> = Vec::new();
        for (number, unit) in self.units.iter().enumerate() {
            if unit.copy.is_none() || !kind(unit) {
                continue;
            }
            match blocks.last_mut() {
                Some(block) if block.end == number && self.continues(number) => block.end += 1,
                _ => blocks.push(number..number + 1),
            }
        }
        blocks
    }

    /// Whether a unit goes on with the block of the one before it.
    fn continues(&self, number: usize) -> bool {
        match (&self.units[number - 1].copy, &self.units[number].copy) {
            (Some(before), Some(here)) => {
                before.first.end <= here.first.start + SOURCE_GAP
                    && here.first.start <= before.first.end + SOURCE_GAP
            }
            _ => false,
        }
    }

    /// The copies, neighbours put together.
    fn blocks(&self) -> Vec<Repeat> {
        self.copied_blocks(|_| true).into_iter().filter_map(|block| self.block(block)).collect()
    }

    fn block(&self, block: Range<usize>) -> Option<Repeat> {
        let units = &self.units[block];
        let (first, last) = (units.first()?, units.last()?);
        let mut whole = first.copy?;
        for copy in units[1..].iter().filter_map(|unit| unit.copy) {
            whole.first.end = whole.first.end.max(copy.first.end);
            whole.units.1 = whole.units.1.max(copy.units.1);
            whole.matched += copy.matched;
        }
        Some(Repeat {
            span: first.span.cover(last.span),
            first: self.snapped(whole.first, whole.units),
            similarity: share(whole.matched, last.words.end - first.words.start),
        })
    }

    /// The place of a range of words that lies in some units, with the marks at the edges of those
    /// that it fills.
    fn snapped(&self, range: WordRange, units: (usize, usize)) -> Span {
        let (first, last) = (&self.units[units.0], &self.units[units.1]);
        let start = if range.start == first.words.start {
            first.span.start()
        } else {
            self.words[range.start as usize].span.start()
        };
        let end = if range.end == last.words.end {
            last.span.end()
        } else {
            self.words[range.end as usize - 1].span.end()
        };
        Span::new(start, end)
    }
}

/// A share, cut to four decimals, so that 1 means all and writing it down loses nothing.
fn share(matched: u32, length: u32) -> f32 {
    let parts = (u64::from(matched) * 10_000).checked_div(u64::from(length)).unwrap_or(10_000);
    (parts as f64 / 1e4) as f32
}

/// Whether a unit of so many words repeats what it was aligned with.
fn is_copy(words: u32, found: Alignment) -> bool {
    let similarity = f64::from(found.matched) / f64::from(words);
    let needed = match words {
        0..10 => 0.8,
        10..20 => 0.65,
        _ => 0.5,
    };
    similarity >= needed
        && !found.other_number
        && !(found.other_sense && (similarity < 0.9 || words < ONE_SENSE))
        && found.longest_hole <= (words / 4).max(3)
        // Words gathered from here and there are no copy.
        && found.source.len() <= words + (words / 4).max(4)
}
