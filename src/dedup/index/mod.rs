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
use super::duplicates::{
    Desk, Encoded, Judged, MANY, Options, Relation, are_alike, is_candidate, is_longer, judged,
};
use super::shingles::sketch;
use crate::hash::ByHash;
use crate::{Day, Error, Result};

pub use id::Id;

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
                for text in self.ends(&self.list(key, query.before)) {
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

    /// The texts of a list that are there: all of a short one; of a long one the first and the last, which
    /// are the oldest and the newest.
    fn ends(&self, list: &List<'_>) -> Vec<u32> {
        let is_there = |text: &u32| self.is_there(*text);
        if list.len() <= MANY {
            return list.texts().filter(is_there).collect();
        }
        let oldest = (0..list.len()).map(|place| list.text(place)).filter(is_there);
        let newest = (0..list.len()).rev().map(|place| list.text(place)).filter(is_there);
        let mut ends: Vec<u32> = oldest.take(MANY / 2).chain(newest.take(MANY / 2)).collect();
        ends.sort_unstable();
        ends.dedup();
        ends
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
        self.matches_among(query, candidates, desk, self.entries(), false)
    }

    /// The matches among some candidates and the texts of the same words, of the first so many entries. If
    /// only the first one is asked for, of the entries of a text those are left out that cannot be it: a
    /// story that came ten thousand times is not to be compared ten thousand times with each copy.
    fn matches_among(
        &self,
        query: &Query<'_>,
        candidates: &[u32],
        desk: &mut Desk,
        entries: u32,
        only_first: bool,
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
                if only_first {
                    return found.into_iter().map(|(found, _)| found).collect();
                }
            }
        }
        let furniture = |hash| self.is_furniture(key(hash), query.before);
        for &text in candidates {
            let asked = (query.codes, query.digest.content);
            let theirs = (self.codes(text), self.content(text));
            let mut compared = None;
            // Whatever has the same date is rated the same.
            let mut rated_by_days: HashMap<Option<u32>, Option<Judged>> = HashMap::new();
            for entry in self.entries_of(text, entries) {
                let apart = apart(entry);
                if only_first && rated_by_days.contains_key(&apart) {
                    if query.day.is_none() {
                        break;
                    }
                    continue;
                }
                let evidence =
                    *compared.get_or_insert_with(|| desk.compare_two(asked, theirs, &furniture));
                let rated = rated_by_days
                    .entry(apart)
                    .or_insert_with(|| judged(&evidence, apart, &self.options));
                let Some(rated) = *rated else { continue };
                let [mut mine, mut other] = rated.coverages;
                if is_longer(asked, theirs) {
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

#[cfg(test)]
#[allow(clippy::cast_possible_wrap, clippy::float_cmp, clippy::format_collect)] // Small, exact numbers.
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::dedup::find_duplicates;

    /// A folder that goes with the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("copydesk-index-{name}-{}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn file(&self, name: &str) -> PathBuf {
            self.0.join(name)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    /// A story of its own for each number, 60 words long.
    fn story(number: usize) -> String {
        (0..60).map(|word| format!("s{number}w{word} ")).collect()
    }

    /// The same with a word or two of its own.
    fn copy(number: usize, copy: usize) -> String {
        let story = story(number);
        let other = format!("c{copy}");
        story.replace(&format!("w{} ", 10 + copy % 40), &format!("{other} "))
    }

    /// A feed of stories, copies, cut copies, the same again, empty ones.
    fn feed(number: usize) -> Vec<String> {
        (0..number)
            .map(|n| match (n * 7) % 11 {
                0..=4 => story(n),
                5 => story(n / 3),
                6 | 7 => copy(n / 2, n),
                8 => story(n / 2)[..180].to_owned(),
                9 => String::new(),
                _ => format!("{} {}", story(n / 2), story(n)),
            })
            .collect()
    }

    fn encoded(texts: &[String]) -> Encoded {
        Encoded::new(texts.iter().map(|text| (Some(text.as_str()), None))).unwrap()
    }

    fn numbers(from: usize, to: usize) -> Vec<Id> {
        (from..to).map(|number| Id::Number(number as i64)).collect()
    }

    fn with(texts: &[String]) -> DuplicateIndex {
        let mut index = DuplicateIndex::default();
        index.add(&numbers(0, texts.len()), &[encoded(texts)]).unwrap();
        index
    }

    fn answers(index: &DuplicateIndex, texts: &[String]) -> Vec<Vec<Match>> {
        texts.iter().map(|text| index.query(text, None).unwrap()).collect()
    }

    fn sort_in(index: &mut DuplicateIndex) {
        index.sort_in(std::iter::empty());
    }

    #[test]
    fn an_empty_index_has_nothing() {
        let mut index = DuplicateIndex::new(Options::default()).unwrap();
        assert!(index.is_empty() && index.query(&story(1), None).unwrap().is_empty());
        assert!(index.remove(&Id::Number(1)).unwrap_err().is_argument());
        let found = index.check(&[], &encoded(&[])).unwrap();
        assert_eq!((found.len(), index.len()), (0, 0));
        let folder = Folder::new("empty");
        index.save(&folder.file("a")).unwrap();
        let mut again = DuplicateIndex::open(&folder.file("a")).unwrap();
        assert!(again.is_empty() && again.query(&story(1), None).unwrap().is_empty());
        again.add(&numbers(0, 1), &[encoded(&[story(1)])]).unwrap();
        assert_eq!(again.query(&story(1), None).unwrap()[0].id, Id::Number(0));
    }

    #[test]
    fn matches_come_the_surest_first() {
        let index = with(&[story(1)[..200].to_owned(), copy(1, 5), story(1), story(2), story(1)]);
        let found = index.query(&story(1), None).unwrap();
        let ids: Vec<&Id> = found.iter().map(|it| &it.id).collect();
        assert_eq!(ids[..2], [&Id::Number(2), &Id::Number(4)]);
        assert_eq!(found.len(), 4);
        assert!(found[2..].iter().all(|it| it.relation != Relation::Exact));
        assert!(found[2].confidence >= found[3].confidence);
        let cut = found.iter().find(|it| it.id == Id::Number(0)).unwrap();
        assert_eq!((cut.relation, cut.coverage_match), (Relation::Excerpt, 1.0));
        assert!(cut.coverage < 0.7);
    }

    #[test]
    fn a_check_says_what_a_query_says_first() {
        let (texts, later) = (feed(150), feed(300).split_off(150));
        let index = with(&texts);
        let first: Vec<Option<Match>> =
            answers(&index, &later).into_iter().map(|found| found.into_iter().next()).collect();
        assert_eq!(index.find(&encoded(&later)), first);
        assert!(first.iter().flatten().count() > 15);
        assert_eq!(index.len(), 150);
    }

    #[test]
    fn a_check_with_dates_says_what_a_query_says_first() {
        let day = |day: usize| Day::new(2026, 3, 1 + (day % 28) as u8);
        let texts: Vec<String> = (0..60).map(|n| copy(0, n / 15)).collect();
        let rows = texts
            .iter()
            .enumerate()
            .map(|(n, text)| (Some(text.as_str()), if n % 7 == 3 { None } else { day(n * 5) }));
        for window in [None, Some(0), Some(3)] {
            let mut index = DuplicateIndex::new(Options { window, ..Options::default() }).unwrap();
            index.add(&numbers(0, 60), &[Encoded::new(rows.clone()).unwrap()]).unwrap();
            for (n, text) in
                [copy(0, 2), copy(0, 7), story(0), story(0)[..200].to_owned()].iter().enumerate()
            {
                let day = if n == 3 { None } else { day(n * 9) };
                let one = Encoded::new([(Some(text.as_str()), day)]).unwrap();
                let expected = index.query(text, day).unwrap().into_iter().next();
                assert!(expected.is_some() || window == Some(0));
                assert_eq!(index.find(&one), [expected]);
            }
        }
    }

    #[test]
    fn a_check_in_parts_is_a_check_in_one() {
        let texts = feed(400);
        let mut whole = DuplicateIndex::default();
        let expected = whole.check(&numbers(0, 400), &encoded(&texts)).unwrap();
        assert!(expected.iter().flatten().count() > 50);
        for part in [1, 7, 150] {
            let mut index = DuplicateIndex::default();
            let mut found = Vec::new();
            for (number, texts) in texts.chunks(part).enumerate() {
                let ids = numbers(number * part, number * part + texts.len());
                found.extend(index.check(&ids, &encoded(texts)).unwrap());
            }
            assert_eq!(found, expected, "in parts of {part}");
        }
    }

    #[test]
    fn a_check_in_order_knows_what_a_search_finds() {
        let texts = feed(400);
        let found = find_duplicates(&texts, &[], Options::default()).unwrap();
        let later: HashSet<u32> = found.pairs.iter().map(|pair| pair.b).collect();
        let mut index = DuplicateIndex::default();
        let checked = index.check(&numbers(0, 400), &encoded(&texts)).unwrap();
        for (row, found) in (0..).zip(checked) {
            assert_eq!(found.is_some(), later.contains(&row), "row {row}: {found:?}");
        }
    }

    #[test]
    fn sorting_in_changes_no_answer() {
        let texts = feed(300);
        let expected = answers(&with(&texts), &texts);
        for at in [0, 1, 100, 250, 300] {
            let mut index = DuplicateIndex::default();
            for (number, text) in texts.iter().enumerate() {
                if number == at || number == 200 {
                    sort_in(&mut index);
                }
                let id = numbers(number, number + 1);
                index.add(&id, &[encoded(std::slice::from_ref(text))]).unwrap();
            }
            if at == 300 {
                sort_in(&mut index);
                assert_eq!(index.fresh.texts(), 0);
            } else {
                assert!(index.fresh.texts() > 0);
            }
            assert_eq!(answers(&index, &texts), expected, "sorted in at {at}");
        }
    }

    #[test]
    fn what_is_removed_is_gone_and_its_id_is_free() {
        for sorted in [false, true] {
            let mut index = with(&[story(1), story(2), story(1)]);
            if sorted {
                sort_in(&mut index);
            }
            index.remove(&Id::Number(0)).unwrap();
            assert!(!index.contains(&Id::Number(0)) && index.len() == 2);
            assert!(index.remove(&Id::Number(0)).is_err());
            assert_eq!(index.query(&story(1), None).unwrap()[0].id, Id::Number(2));
            index.remove(&Id::Number(2)).unwrap();
            assert!(index.query(&copy(1, 3), None).unwrap().is_empty());
            // Under the same id something else, then the same as before.
            index.add(&numbers(0, 1), &[encoded(&[story(3)])]).unwrap();
            assert!(index.query(&story(1), None).unwrap().is_empty());
            assert_eq!(index.query(&story(3), None).unwrap()[0].id, Id::Number(0));
            index.remove(&Id::Number(0)).unwrap();
            index.add(&numbers(0, 1), &[encoded(&[story(1)])]).unwrap();
            assert_eq!(index.query(&copy(1, 3), None).unwrap().len(), 1);
            let before = answers(&index, &[story(1), story(2), story(3)]);
            sort_in(&mut index);
            assert_eq!((index.len(), index.removed.len()), (2, 0));
            assert_eq!(answers(&index, &[story(1), story(2), story(3)]), before);
        }
    }

    #[test]
    fn what_was_removed_does_not_hide_what_is_there() {
        // More copies than are looked at for one shingle; the first ones go.
        let copies: Vec<String> = (0..40).map(|number| copy(1, number)).collect();
        for sorted in [false, true] {
            let mut index = with(&copies);
            if sorted {
                sort_in(&mut index);
            }
            for number in 0..30 {
                index.remove(&Id::Number(number)).unwrap();
            }
            let found = index.query(&story(1), None).unwrap();
            assert_eq!(found.len(), 10, "sorted: {sorted}");
            sort_in(&mut index);
            assert_eq!(index.query(&story(1), None).unwrap(), found);
        }
    }

    #[test]
    fn one_wrong_id_and_nothing_is_added() {
        let mut index = with(&[story(1), story(2)]);
        let new = [story(3), story(4)];
        for ids in [[7, 1], [7, 7]] {
            let ids = ids.map(Id::Number);
            let error = index.add(&ids, &[encoded(&new)]).unwrap_err();
            assert!(error.is_argument() && error.to_string().starts_with("row 1: "), "{error}");
            assert!(index.check(&ids, &encoded(&new)).is_err());
            assert!(index.len() == 2 && !index.contains(&Id::Number(7)));
        }
        assert!(index.add(&numbers(8, 9), &[encoded(&new)]).unwrap_err().is_argument());
        assert!(index.query(&story(3), None).unwrap().is_empty());
        // A number and its digits are two ids.
        index.add(&[Id::Text("1".into())], &[encoded(&[story(5)])]).unwrap();
        assert_eq!(index.len(), 3);
    }

    #[test]
    fn a_merge_has_what_both_had_and_one_that_fails_has_changed_nothing() {
        let texts = feed(200);
        let (mut one, mut two) = (with(&texts[..120]), DuplicateIndex::default());
        two.add(&numbers(120, 200), &[encoded(&texts[120..])]).unwrap();
        two.add(&[Id::Number(5)], &[encoded(&[story(999)])]).unwrap();
        let before = answers(&one, &texts);
        assert!(one.merge(&two).unwrap_err().is_argument());
        assert_eq!((one.len(), answers(&one, &texts)), (120, before));
        two.remove(&Id::Number(5)).unwrap();
        one.merge(&two).unwrap();
        assert_eq!((one.len(), two.len()), (200, 80));
        assert_eq!(answers(&one, &texts), answers(&with(&texts), &texts));
        assert!(one.query(&story(999), None).unwrap().is_empty());
    }

    #[test]
    fn a_file_has_all_of_it() {
        let (folder, texts) = (Folder::new("whole"), feed(300));
        let options = Options {
            threshold: 0.8,
            relations: vec![Relation::Exact, Relation::Excerpt],
            window: Some(3),
            min_words: 12,
        };
        let day = |number: usize| Day::new(2026, 1 + (number % 12) as u8, 1 + (number % 28) as u8);
        let days = |number: usize| if number.is_multiple_of(3) { None } else { day(number) };
        let rows = texts.iter().enumerate().map(|(n, text)| (Some(text.as_str()), days(n)));
        let mut index = DuplicateIndex::new(options.clone()).unwrap();
        let mut ids = numbers(0, 150);
        ids.extend((150..300).map(|number| Id::Text(format!("på-{number}"))));
        index.add(&ids, &[Encoded::new(rows).unwrap()]).unwrap();
        index.remove(&ids[7]).unwrap();
        index.save(&folder.file("a")).unwrap();
        let again = DuplicateIndex::open(&folder.file("a")).unwrap();
        assert_eq!((again.options(), again.len()), (&options, 299));
        assert!(!again.contains(&ids[7]) && again.contains(&ids[8]) && again.contains(&ids[299]));
        for (number, text) in texts.iter().enumerate() {
            let [found, expected] =
                [&again, &index].map(|index| index.query(text, days(number)).unwrap());
            assert_eq!(found, expected);
        }
        assert!(again.memory_bytes() < 1000 && index.memory_bytes() > 10_000);
        // Nothing is left beside it.
        assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1);
    }

    #[test]
    fn a_saved_index_may_grow_and_be_saved_to_the_same_place() {
        let (folder, texts) = (Folder::new("grow"), feed(200));
        let path = folder.file("a");
        with(&texts[..100]).save(&path).unwrap();
        let (mut index, other) =
            (DuplicateIndex::open(&path).unwrap(), DuplicateIndex::open(&path).unwrap());
        let before = answers(&other, &texts);
        index.add(&numbers(100, 200), &[encoded(&texts[100..])]).unwrap();
        let expected = answers(&index, &texts);
        index.save(&path).unwrap();
        assert_eq!(answers(&index, &texts), expected);
        assert_eq!(answers(&DuplicateIndex::open(&path).unwrap(), &texts), expected);
        // Who had it open has what was there.
        assert_eq!(answers(&other, &texts), before);
        assert_eq!(expected, answers(&with(&texts), &texts));
    }

    #[test]
    fn a_file_that_was_cut_or_changed_is_told() {
        let folder = Folder::new("damage");
        let (whole, path) = (folder.file("whole"), folder.file("damaged"));
        with(&[story(1)[..60].to_owned(), story(2)[..60].to_owned()]).save(&whole).unwrap();
        let bytes = std::fs::read(&whole).unwrap();
        assert!(bytes.len() < 4000, "{} bytes are too many to try all", bytes.len());
        let told = |bytes: &[u8], what: &str| {
            std::fs::write(&path, bytes).unwrap();
            let Err(error) = DuplicateIndex::open(&path) else { panic!("{what} is opened") };
            assert!(error.is_format(), "{what}: {error}");
        };
        for length in 0..bytes.len() {
            told(&bytes[..length], &format!("a file of {length} bytes"));
        }
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 1 << (at % 8);
            told(&bytes, &format!("a file with byte {at} changed"));
        }
        for more in [&[0_u8][..], &bytes] {
            told(&[&bytes[..], more].concat(), "a file that goes on");
        }
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(DuplicateIndex::open(&path).unwrap().len(), 2);
    }

    #[test]
    fn a_file_of_another_kind_is_told() {
        let folder = Folder::new("foreign");
        let path = folder.file("foreign");
        let mut zip = vec![0; 5000];
        zip[..4].copy_from_slice(b"PK\x03\x04");
        let mut heads = b"copydesk".to_vec();
        heads.resize(5000, 0xff);
        let mut newer = b"copydesk\x02\0\0\0".to_vec();
        newer.resize(5000, 0);
        for bytes in [&b""[..], b"id,text\n1,Rain.\n", &zip, &heads, &[0; 5000]] {
            std::fs::write(&path, bytes).unwrap();
            let error = DuplicateIndex::open(&path).err().unwrap();
            assert!(error.is_format() && error.to_string().contains("foreign"), "{error}");
        }
        std::fs::write(&path, &newer).unwrap();
        let error = DuplicateIndex::open(&path).err().unwrap();
        assert!(error.is_format() && error.to_string().contains("version 2"), "{error}");
        for missing in [folder.file("missing"), folder.0.clone()] {
            assert!(!DuplicateIndex::open(&missing).err().unwrap().is_format());
        }
    }

    /// Two indexes are saved to one place at once: whoever comes last, it holds one of them.
    #[test]
    fn saves_to_one_place_do_not_mix() {
        let folder = Folder::new("race");
        let path = folder.file("a");
        with(&feed(10)).save(&path).unwrap();
        std::thread::scope(|scope| {
            for size in [50, 700] {
                let path = &path;
                scope.spawn(move || {
                    let mut index = with(&feed(size));
                    for _ in 0..40 {
                        index.save(path).unwrap();
                    }
                });
            }
            for _ in 0..200 {
                let size = DuplicateIndex::open(&path).unwrap().len();
                assert!([10, 50, 700].contains(&size));
            }
        });
        assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1);
    }
}
