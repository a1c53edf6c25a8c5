//! The texts of a corpus as codes, and which of them are the same.

use std::ops::Range;

use rayon::prelude::*;

use crate::dedup::codes::{Code, Digest, Texts, encode};
use crate::{Day, Result};

/// Some texts in a row, as codes.
pub struct Encoded {
    codes: Vec<Code>,
    digests: Vec<Digest>,
    days: Vec<Option<Day>>,
}

impl Encoded {
    /// Encodes texts and their dates; a row without a text is like an empty one.
    pub fn new<'t>(
        texts: impl IntoIterator<Item = (Option<&'t str>, Option<Day>)>,
    ) -> Result<Self> {
        let (mut codes, mut digests, mut days) = (Vec::new(), Vec::new(), Vec::new());
        for (text, day) in texts {
            digests.push(encode(text.unwrap_or_default(), &mut codes)?);
            days.push(day);
        }
        codes.shrink_to_fit();
        Ok(Self { codes, digests, days })
    }

    /// Encodes texts and their dates on the threads of the pool that it is called in.
    pub fn parallel<T: AsRef<str> + Sync>(texts: &[(Option<T>, Option<Day>)]) -> Result<Self> {
        let parts: Vec<Self> = texts
            .par_chunks(AT_ONCE)
            .map(|part| {
                Self::new(part.iter().map(|(text, day)| (text.as_ref().map(T::as_ref), *day)))
            })
            .collect::<Result<_>>()?;
        let mut all = Self { codes: Vec::new(), digests: Vec::new(), days: Vec::new() };
        for part in parts {
            all.codes.extend(part.codes);
            all.digests.extend(part.digests);
            all.days.extend(part.days);
        }
        Ok(all)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.digests.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }

    /// Each text: its codes, what else is known of it, and its date.
    pub(in crate::dedup) fn rows(
        &self,
    ) -> impl Iterator<Item = (&[Code], Digest, Option<Day>)> + '_ {
        let mut start = 0;
        self.digests.iter().zip(&self.days).map(move |(&digest, &day)| {
            let end = start + digest.words as usize;
            let codes = &self.codes[start..end];
            start = end;
            (codes, digest, day)
        })
    }
}

/// So many texts are encoded on one thread.
const AT_ONCE: usize = 64;

/// Where a text's codes are.
#[derive(Clone, Copy)]
struct Place {
    batch: u32,
    start: u32,
}

/// The texts of a corpus by row, as they came.
#[derive(Default)]
pub(super) struct Corpus {
    batches: Vec<Vec<Code>>,
    places: Vec<Place>,
    pub(super) digests: Vec<Digest>,
    pub(super) days: Vec<Option<Day>>,
}

impl Corpus {
    pub(super) fn add(&mut self, encoded: Encoded) {
        let batch = self.batches.len() as u32;
        let mut start = 0;
        for digest in &encoded.digests {
            self.places.push(Place { batch, start });
            start += digest.words;
        }
        self.digests.extend(encoded.digests);
        self.days.extend(encoded.days);
        self.batches.push(encoded.codes);
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.digests.len()
    }

    fn codes(&self, row: u32) -> &[Code] {
        let Place { batch, start } = self.places[row as usize];
        let words = self.digests[row as usize].words;
        &self.batches[batch as usize][start as usize..(start + words) as usize]
    }
}

/// Different texts, numbered by the hash of their words, so that nothing found in them depends on the
/// order in which they came.
pub(super) struct Distinct<'c> {
    corpus: &'c Corpus,
    /// How many words each has.
    pub(super) words: Vec<u32>,
    /// All rows, those of a text together, in order; and where each text's begin.
    rows: Vec<u32>,
    starts: Vec<u32>,
    /// The dates of those rows, text by text in order, [`NO_DAY`] last; none at all if no row has one.
    days: Vec<i32>,
}

const NO_DAY: i32 = i32::MAX;

impl<'c> Distinct<'c> {
    /// Those of a corpus that have words. The same words again after more than a window of days are
    /// another text.
    pub(super) fn of(corpus: &'c Corpus, window: Option<u32>) -> Self {
        let dated = corpus.days.iter().any(Option::is_some);
        let day = |row: u32| corpus.days[row as usize].map_or(NO_DAY, Day::number);
        let mut order: Vec<(u64, u32)> = corpus
            .digests
            .iter()
            .zip(0_u32..)
            .filter(|(digest, _)| digest.words > 0)
            .map(|(digest, row)| (digest.content, row))
            .collect();
        if dated {
            order.par_sort_unstable_by_key(|&(content, row)| (content, day(row), row));
        } else {
            order.par_sort_unstable();
        }
        let mut starts = Vec::new();
        for (at, &(content, row)) in order.iter().enumerate() {
            let same = at.checked_sub(1).map(|before| order[before]).is_some_and(|before| {
                let far = |window| day(row) != NO_DAY && day(before.1).abs_diff(day(row)) > window;
                before.0 == content && !(dated && window.is_some_and(far))
            });
            if !same {
                starts.push(at as u32);
            }
        }
        let words = starts.iter().map(|&at| corpus.digests[order[at as usize].1 as usize].words);
        let words = words.collect();
        starts.push(order.len() as u32);
        let days =
            if dated { order.iter().map(|&(_, row)| day(row)).collect() } else { Vec::new() };
        let mut rows: Vec<u32> = order.into_iter().map(|(_, row)| row).collect();
        if dated {
            for text in starts.windows(2) {
                rows[text[0] as usize..text[1] as usize].sort_unstable();
            }
        }
        Self { corpus, words, rows, starts, days }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The rows of a text, in order.
    pub(super) fn rows(&self, text: u32) -> &[u32] {
        &self.rows[self.range(text)]
    }

    fn range(&self, text: u32) -> Range<usize> {
        self.starts[text as usize] as usize..self.starts[text as usize + 1] as usize
    }

    /// The earliest date of a text, or [`NO_DAY`]; nothing at all if none has one.
    pub(super) fn first_days(&self) -> Option<impl Fn(u32) -> i32 + Sync + '_> {
        let dated = !self.days.is_empty();
        dated.then_some(move |text: u32| self.days[self.starts[text as usize] as usize])
    }

    /// The days between the nearest dates of two texts, if both have one.
    pub(super) fn days_apart(&self, a: u32, b: u32) -> Option<u32> {
        if self.days.is_empty() {
            return None;
        }
        let (a, b) = (&self.days[self.range(a)], &self.days[self.range(b)]);
        let (mut nearest, mut at, mut other) = (None::<u32>, 0, 0);
        while at < a.len() && other < b.len() && a[at] != NO_DAY && b[other] != NO_DAY {
            let apart = a[at].abs_diff(b[other]);
            nearest = Some(nearest.map_or(apart, |nearest| nearest.min(apart)));
            if a[at] < b[other] { at += 1 } else { other += 1 }
        }
        nearest
    }
}

impl Texts for Distinct<'_> {
    fn codes(&self, text: u32) -> &[Code] {
        self.corpus.codes(self.rows(text)[0])
    }
}
