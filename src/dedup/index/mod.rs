//! An index of texts, to be asked whether it has a text already.
//!
//! Most of it is sorted and does not change (`base`); what was added since is kept beside it (`fresh`) and
//! sorted in when there is enough, so that adding is linear on the whole. Texts of the same words stand there
//! once, with an entry for each. A `query` finds candidates by shingles and compares them as a search in a
//! corpus does. `file` writes it down and maps it back.

mod base;
mod column;
mod file;
mod fresh;
mod id;
mod query;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;

use base::{Base, Builder, Glance, NO_DAY, glance};
use fresh::Fresh;
use query::Query;

use super::codes::{Code, Digest, Texts};
use super::duplicates::{Desk, Encoded, Options, Relation};
use crate::hash::ByHash;
use crate::{Day, Error, Result};

pub use id::Id;

/// So many fresh texts are sorted in at once, at least, …
const FEWEST_SORTED_IN: usize = 1 << 14;
/// … and this part of those that are sorted.
const PART_SORTED_IN: usize = 4;

/// A text of the index that duplicates another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// What it is called.
    pub id: Id,
    /// How the two are related.
    pub relation: Relation,
    /// The share of the words of both that stand opposite the same word: 0 to 1.
    pub similarity: f32,
    /// How sure it is that they tell one story: 0 to 1.
    pub confidence: f32,
    /// The share of the words asked about that stand in passages which this text has too.
    pub coverage: f32,
    /// The share of this text's words that stand in such passages.
    pub coverage_match: f32,
}

/// Texts that can be asked for duplicates of others, added to, saved and opened again.
///
/// ```
/// use copydesk::dedup::{DuplicateIndex, Encoded, Id, Options, Relation};
///
/// let story = "The ferry to Bergen will not sail before Monday, the company told passengers.";
/// let mut index = DuplicateIndex::new(Options::default())?;
/// index.add(&[Id::Number(7)], &[Encoded::new([(Some(story), None)])?])?;
/// let matches = index.query(&story.to_uppercase(), None)?;
/// assert_eq!((&matches[0].id, matches[0].relation), (&Id::Number(7), Relation::Exact));
/// # Ok::<(), copydesk::Error>(())
/// ```
#[derive(Default)]
pub struct DuplicateIndex {
    options: Options,
    base: Base,
    fresh: Fresh,
    /// Entries that were removed.
    removed: HashSet<u32>,
    /// Which shingles of long lists are furniture: by key and by how much of the list was
    /// looked at.
    furniture: Mutex<HashMap<(u32, usize), bool>>,
}

impl DuplicateIndex {
    /// An empty index that takes for duplicates what the options say.
    pub fn new(options: Options) -> Result<Self> {
        options.check()?;
        Ok(Self { options, ..Self::default() })
    }

    /// What it takes for duplicates.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// How many texts it has.
    pub fn len(&self) -> usize {
        self.base.entries() + self.fresh.entry_texts.len() - self.removed.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it has a text that is called so.
    pub fn contains(&self, id: &Id) -> bool {
        self.entry_of(id).is_some()
    }

    /// The bytes of memory that it holds; a file that is mapped is not counted.
    pub fn memory_bytes(&self) -> usize {
        self.base.memory() + self.fresh.memory()
    }

    /// Adds texts under their ids, all or, if one of the ids is there already, none.
    pub fn add(&mut self, ids: &[Id], texts: &[Encoded]) -> Result<()> {
        let number = texts.iter().map(Encoded::len).sum();
        self.check_ids(ids, number)?;
        let rows = ids.iter().zip(texts.iter().flat_map(Encoded::rows));
        if number > self.many() {
            self.sort_in(rows);
        } else {
            for (id, (codes, digest, day)) in rows {
                self.insert(id, codes, digest, day_number(day));
            }
            self.sort_in_if_many();
        }
        Ok(())
    }

    /// The texts that duplicate this one, the surest first.
    pub fn query(&self, text: &str, day: Option<Day>) -> Result<Vec<Match>> {
        let encoded = Encoded::new([(Some(text), day)])?;
        let Some((codes, digest, day)) = encoded.rows().next() else { return Ok(Vec::new()) };
        let query = Query { codes, digest, day, before: self.texts() };
        Ok(self.matches(&query, &self.candidates(&query), &mut Desk::default()))
    }

    /// For each text that which duplicates it most surely, of those in the index and those before it. Each is
    /// added under its id; if one of the ids is there already, none is.
    pub fn check(&mut self, ids: &[Id], texts: &Encoded) -> Result<Vec<Option<Match>>> {
        self.check_ids(ids, texts.len())?;
        let mut queries = Vec::with_capacity(texts.len());
        for (id, (codes, digest, day)) in ids.iter().zip(texts.rows()) {
            let query = Query { codes, digest, day, before: self.texts() };
            // A text of the same words gets no number of its own: its entries count as they are now.
            let entries = self.entries();
            let candidates = self.candidates(&query);
            self.insert(id, codes, digest, day_number(day));
            queries.push((query, candidates, entries));
        }
        let found = self.best(&queries);
        drop(queries);
        self.sort_in_if_many();
        Ok(found)
    }

    /// For each text that of the index which duplicates it most surely.
    pub fn find(&self, texts: &Encoded) -> Vec<Option<Match>> {
        let queries: Vec<_> = texts
            .rows()
            .map(|(codes, digest, day)| Query { codes, digest, day, before: self.texts() })
            .collect();
        let queries: Vec<_> = queries
            .into_par_iter()
            .map(|query| {
                let candidates = self.candidates(&query);
                (query, candidates, self.entries())
            })
            .collect();
        self.best(&queries)
    }

    /// The surest match of each query among its candidates and the first so many entries.
    fn best(&self, queries: &[(Query<'_>, Vec<u32>, u32)]) -> Vec<Option<Match>> {
        queries
            .par_iter()
            .map_init(Desk::default, |desk, (query, candidates, entries)| {
                self.matches_among(query, candidates, desk, *entries, true).into_iter().next()
            })
            .collect()
    }

    /// Takes a text away; an error if there is none of this name.
    pub fn remove(&mut self, id: &Id) -> Result<()> {
        let Some(entry) = self.entry_of(id) else {
            return Err(Error::argument(format!("the index has no text with the id {id}")));
        };
        self.removed.insert(entry);
        if entry as usize >= self.base.entries() {
            self.fresh.forget(&id.to_bytes());
        }
        // What was removed stands in the way until it is left out.
        if self.removed.len() > self.many() {
            self.sort_in(std::iter::empty());
        }
        Ok(())
    }

    /// Adds all texts of another index, or, if one of its ids is here already, none.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        let entries: Vec<u32> = other.alive().collect();
        let ids: Vec<Id> = entries.iter().map(|&entry| other.id(entry)).collect();
        self.check_ids(&ids, ids.len())?;
        for (&entry, id) in entries.iter().zip(&ids) {
            let text = other.text_of_entry(entry);
            let codes = other.codes(text);
            let digest = Digest { content: other.content(text), words: codes.len() as u32 };
            let day = other.day(entry);
            self.insert(id, codes, digest, day);
        }
        self.sort_in_if_many();
        Ok(())
    }

    /// Writes it to a file. What was there stays whole until the new file is.
    pub fn save(&mut self, path: &Path) -> Result<()> {
        if self.fresh.texts() > 0 || !self.fresh.entry_texts.is_empty() || !self.removed.is_empty()
        {
            self.sort_in(std::iter::empty());
        }
        file::save(&self.base, &self.options, path)
    }

    /// Opens a file that [`save`](Self::save) wrote. It is mapped, not read, so that an index may be larger
    /// than memory; all of it is checked once. A file that is anything else is a format error.
    pub fn open(path: &Path) -> Result<Self> {
        let (base, options) = file::open(path)?;
        Ok(Self { options, base, ..Self::default() })
    }

    // Texts and entries have numbers: first those of the base, then the fresh ones.

    fn texts(&self) -> u32 {
        (self.base.texts() + self.fresh.texts()) as u32
    }

    fn entries(&self) -> u32 {
        (self.base.entries() + self.fresh.entry_texts.len()) as u32
    }

    fn content(&self, text: u32) -> u64 {
        match (text as usize).checked_sub(self.base.texts()) {
            None => self.base.contents[text as usize],
            Some(fresh) => self.fresh.contents[fresh],
        }
    }

    fn text_of(&self, content: u64) -> Option<u32> {
        let fresh = || Some(self.base.texts() as u32 + self.fresh.text_of(content)?);
        self.base.text_of(content).or_else(fresh)
    }

    fn text_of_entry(&self, entry: u32) -> u32 {
        match (entry as usize).checked_sub(self.base.entries()) {
            None => self.base.entry_texts[entry as usize],
            Some(fresh) => self.fresh.entry_texts[fresh],
        }
    }

    fn day(&self, entry: u32) -> i32 {
        match (entry as usize).checked_sub(self.base.entries()) {
            None => self.base.days[entry as usize],
            Some(fresh) => self.fresh.days[fresh],
        }
    }

    fn id_bytes(&self, entry: u32) -> &[u8] {
        match (entry as usize).checked_sub(self.base.entries()) {
            None => self.base.id_bytes(entry),
            Some(fresh) => &self.fresh.ids[fresh],
        }
    }

    fn id(&self, entry: u32) -> Id {
        Id::read(self.id_bytes(entry)).expect("ids were checked when the index was opened")
    }

    fn entry_of(&self, id: &Id) -> Option<u32> {
        let bytes = id.to_bytes();
        let fresh = self.fresh.entry_of(&bytes).map(|it| it + self.base.entries() as u32);
        let sorted = || self.base.entry_of(&bytes).filter(|it| !self.removed.contains(it));
        fresh.or_else(sorted)
    }

    /// The entries of a text that were not removed, of the first so many.
    fn entries_of(&self, text: u32, before: u32) -> impl Iterator<Item = u32> + '_ {
        let sorted =
            if (text as usize) < self.base.texts() { self.base.entries_of(text) } else { &[] };
        let first = self.base.entries() as u32;
        let fresh = self.fresh.entries_of(text).iter().map(move |&it| it + first);
        sorted
            .iter()
            .copied()
            .chain(fresh)
            .filter(move |entry| *entry < before && !self.removed.contains(entry))
    }

    /// Whether a text has an entry that was not removed.
    fn is_there(&self, text: u32) -> bool {
        self.removed.is_empty() || self.entries_of(text, u32::MAX).next().is_some()
    }

    fn alive(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.entries()).filter(|entry| !self.removed.contains(entry))
    }

    fn glance(&self, text: u32) -> Glance {
        match (text as usize).checked_sub(self.base.texts()) {
            None => self.base.glance(text),
            Some(fresh) => self.fresh.glances[fresh],
        }
    }

    /// An error if one of the ids is here, or comes twice.
    fn check_ids(&self, ids: &[Id], texts: usize) -> Result<()> {
        if ids.len() != texts {
            return Err(Error::argument(format!(
                "there are {} ids and {texts} texts: give one for each",
                ids.len()
            )));
        }
        let mut new = HashSet::with_capacity(ids.len());
        for (row, id) in ids.iter().enumerate() {
            if self.contains(id) || !new.insert(id) {
                return Err(Error::argument(format!(
                    "row {row}: the id {id} is in the index already; ids must be different"
                )));
            }
        }
        Ok(())
    }

    fn insert(&mut self, id: &Id, codes: &[Code], digest: Digest, day: i32) {
        let text = self
            .text_of(digest.content)
            .unwrap_or_else(|| self.base.texts() as u32 + self.fresh.text(digest.content, codes));
        self.fresh.entry(text, day, id.to_bytes());
    }

    /// So many fresh texts are sorted in.
    fn many(&self) -> usize {
        FEWEST_SORTED_IN.max(self.base.texts() / PART_SORTED_IN)
    }

    fn sort_in_if_many(&mut self) {
        let many = self.many();
        if self.fresh.texts() > many || self.fresh.entry_texts.len() > 4 * many {
            self.sort_in(std::iter::empty());
        }
    }

    /// Sorts in what is fresh and what is added to it, and leaves out what was removed.
    fn sort_in<'r>(
        &mut self,
        rows: impl Iterator<Item = (&'r Id, (&'r [Code], Digest, Option<Day>))>,
    ) {
        let mut builder = Builder::default();
        let mut numbers: ByHash<u32> = ByHash::default();
        for entry in self.alive() {
            let text = self.text_of_entry(entry);
            let number = *numbers.entry(self.content(text)).or_insert_with(|| {
                builder.text(self.content(text), self.codes(text), self.glance(text))
            });
            builder.entry(number, self.day(entry), self.id_bytes(entry));
        }
        for (id, (codes, digest, day)) in rows {
            let number = *numbers
                .entry(digest.content)
                .or_insert_with(|| builder.text(digest.content, codes, glance(codes)));
            builder.entry(number, day_number(day), &id.to_bytes());
        }
        self.base = builder.finish();
        self.fresh = Fresh::default();
        self.removed.clear();
        self.furniture = Mutex::default();
    }
}

fn day_number(day: Option<Day>) -> i32 {
    day.map_or(NO_DAY, Day::number)
}

impl Texts for DuplicateIndex {
    fn codes(&self, text: u32) -> &[Code] {
        match (text as usize).checked_sub(self.base.texts()) {
            None => self.base.codes(text),
            Some(fresh) => self.fresh.codes(fresh as u32),
        }
    }
}

#[cfg(test)]
mod tests;
