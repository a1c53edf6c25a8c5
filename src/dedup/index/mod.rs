//! An index of texts, to be asked whether it has a text already.
//!
//! Most of it is sorted and does not change (`base`); what was added since is kept beside it (`fresh`) and
//! sorted in when there is enough, so that adding is linear on the whole. Texts of the same words stand there
//! once, with an entry for each. A query finds candidates by shingles and compares them as a search in a
//! corpus does. `file` writes it down and maps it back.

mod base;
mod column;
mod file;
mod fresh;
mod id;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;

use base::{Base, Builder, Glance, NO_DAY, glance, key, may_be_alike};
use fresh::Fresh;

use super::codes::{Code, Digest, Texts};
use super::duplicates::{Desk, Encoded, Options, Relation, are_alike, is_candidate, judged};
use super::shingles::sketch;
use crate::hash::ByHash;
use crate::{Day, Error, Result};

pub use id::Id;

/// A shingle that more texts share than this is furniture, unless they tell few stories.
const MANY: usize = 20;
/// How many texts of a long list are looked at for that.
const SAMPLE: usize = 64;
/// At most so many candidates are compared with a text: those that share most.
const MOST_COMPARED: usize = 64;
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

/// The texts that have a shingle, in order.
struct List<'i> {
    sorted: &'i [u64],
    fresh: &'i [u32],
    /// The number of the first fresh text.
    first: u32,
}

impl<'i> List<'i> {
    fn len(&self) -> usize {
        self.sorted.len() + self.fresh.len()
    }

    fn text(&self, place: usize) -> u32 {
        match place.checked_sub(self.sorted.len()) {
            None => self.sorted[place] as u32,
            Some(fresh) => self.fresh[fresh] + self.first,
        }
    }

    fn texts(&self) -> impl Iterator<Item = u32> + use<'i> {
        let first = self.first;
        let sorted = self.sorted.iter().map(|&posting| posting as u32);
        sorted.chain(self.fresh.iter().map(move |&text| text + first))
    }
}

/// A text to be compared with others.
struct Query<'c> {
    codes: &'c [Code],
    digest: Digest,
    day: Option<Day>,
    /// Only texts before this one count: those that were there when it came.
    before: u32,
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

    /// For each text that which duplicates it most surely. With `add` each is added under its id, and is
    /// there for those behind it; without it they are compared with what is in the index alone.
    pub fn check(&mut self, ids: &[Id], texts: &Encoded, add: bool) -> Result<Vec<Option<Match>>> {
        if add {
            self.check_ids(ids, texts.len())?;
        }
        let mut ids = ids.iter();
        let mut queries = Vec::with_capacity(texts.len());
        for (codes, digest, day) in texts.rows() {
            let query = Query { codes, digest, day, before: self.texts() };
            // A text of the same words gets no number of its own: its entries count as they are now.
            let entries = self.entries();
            let candidates = self.candidates(&query);
            if let Some(id) = ids.next().filter(|_| add) {
                self.insert(id, codes, digest, day_number(day));
            }
            queries.push((query, candidates, entries));
        }
        let found = queries
            .par_iter()
            .map_init(Desk::default, |desk, (query, candidates, entries)| {
                let matches = self.matches_among(query, candidates, desk, *entries);
                matches.into_iter().next()
            })
            .collect();
        drop(queries);
        self.sort_in_if_many();
        Ok(found)
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

    fn alive(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.entries()).filter(|entry| !self.removed.contains(entry))
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

    /// The texts of a shingle among the first so many.
    fn list(&self, key: u32, before: u32) -> List<'_> {
        let first = self.base.texts() as u32;
        let (sorted, fresh) = (self.base.list(key), self.fresh.list(key));
        // Nearly always all that is sorted was there before.
        let end = if before >= first {
            sorted.len()
        } else {
            sorted.partition_point(|&posting| (posting as u32) < before)
        };
        let fresh_end = fresh.partition_point(|&text| text + first < before);
        List { sorted: &sorted[..end], fresh: &fresh[..fresh_end], first }
    }

    /// The texts worth comparing with one, those that share most shingles first.
    fn candidates(&self, query: &Query<'_>) -> Vec<u32> {
        if query.digest.words < self.options.min_words.max(1) {
            return Vec::new();
        }
        let mut keys = Vec::new();
        sketch(query.codes, |hash| keys.push(key(hash)));
        keys.sort_unstable();
        keys.dedup();
        let mut shared: HashMap<u32, u32> = HashMap::new();
        for &key in &keys {
            if !self.is_furniture(key, query.before) {
                for text in self.list(key, query.before).texts().take(MANY) {
                    *shared.entry(text).or_default() += 1;
                }
            }
        }
        let words = query.digest.words;
        let mut candidates: Vec<(u32, u32)> = shared
            .into_iter()
            .filter(|&(text, shared)| {
                let theirs = self.codes(text).len() as u32;
                is_candidate(shared, [words, theirs], self.options.min_words)
                    && self.content(text) != query.digest.content
            })
            .map(|(text, shared)| (shared, text))
            .collect();
        candidates.sort_unstable_by_key(|&(shared, text)| (std::cmp::Reverse(shared), text));
        candidates.truncate(MOST_COMPARED);
        candidates.into_iter().map(|(_, text)| text).collect()
    }

    /// Whether a shingle stands in too many texts that have little else in common, of the first so many. Those
    /// looked at are spread over the list as it was when it last doubled, so that the answer hangs on nothing
    /// but the texts.
    fn is_furniture(&self, key: u32, before: u32) -> bool {
        let list = self.list(key, before);
        if list.len() <= MANY {
            return false;
        }
        let looked_at = (1 << list.len().ilog2()).max(MANY + 1);
        let known = || self.furniture.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(&known) = known().get(&(key, looked_at)) {
            return known;
        }
        let step = looked_at.div_ceil(SAMPLE);
        let mut heads: Vec<(u32, Glance)> = Vec::new();
        for text in (0..looked_at).step_by(step).map(|place| list.text(place)) {
            let glance = self.glance(text);
            let is_alike = |(head, its): &(u32, Glance)| {
                may_be_alike(its, &glance) && are_alike(self.codes(*head), self.codes(text))
            };
            if !heads.iter().any(is_alike) {
                heads.push((text, glance));
            }
        }
        let furniture = heads.len() > MANY && 2 * heads.len() > looked_at.div_ceil(step);
        known().insert((key, looked_at), furniture);
        furniture
    }

    fn glance(&self, text: u32) -> Glance {
        match (text as usize).checked_sub(self.base.texts()) {
            None => self.base.glance(text),
            Some(fresh) => self.fresh.glances[fresh],
        }
    }

    fn matches(&self, query: &Query<'_>, candidates: &[u32], desk: &mut Desk) -> Vec<Match> {
        self.matches_among(query, candidates, desk, self.entries())
    }

    /// The matches among some candidates and the texts of the same words, of the first so many entries.
    fn matches_among(
        &self,
        query: &Query<'_>,
        candidates: &[u32],
        desk: &mut Desk,
        entries: u32,
    ) -> Vec<Match> {
        let mut found: Vec<(Match, u32)> = Vec::new();
        let day = day_number(query.day);
        let apart = |entry: u32| {
            let other = self.day(entry);
            (day != NO_DAY && other != NO_DAY).then(|| day.abs_diff(other))
        };
        if query.digest.words == 0 {
            return Vec::new();
        }
        let exact = self.options.relations.contains(&Relation::Exact);
        if let Some(text) = self.text_of(query.digest.content).filter(|_| exact) {
            for entry in
                self.entries_of(text, entries).filter(|&entry| self.options.is_near(apart(entry)))
            {
                let found_match = Match {
                    id: self.id(entry),
                    relation: Relation::Exact,
                    similarity: 1.0,
                    confidence: 1.0,
                    coverage: 1.0,
                    coverage_match: 1.0,
                };
                found.push((found_match, entry));
            }
        }
        let furniture = |hash| self.is_furniture(key(hash), query.before);
        for &text in candidates {
            let theirs = self.codes(text);
            let mut compared = None;
            for entry in self.entries_of(text, entries) {
                let evidence = *compared
                    .get_or_insert_with(|| desk.compare_two(query.codes, theirs, &furniture));
                let Some(rated) = judged(&evidence, apart(entry), &self.options) else { continue };
                let [mut mine, mut other] = rated.coverages;
                if query.codes.len() > theirs.len() {
                    (mine, other) = (other, mine);
                }
                let found_match = Match {
                    id: self.id(entry),
                    relation: rated.relation,
                    similarity: rated.similarity,
                    confidence: rated.confidence,
                    coverage: mine,
                    coverage_match: other,
                };
                found.push((found_match, entry));
            }
        }
        found.sort_by(|(a, first), (b, second)| {
            (b.relation == Relation::Exact)
                .cmp(&(a.relation == Relation::Exact))
                .then(b.confidence.total_cmp(&a.confidence))
                .then(first.cmp(second))
        });
        found.into_iter().map(|(found, _)| found).collect()
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
