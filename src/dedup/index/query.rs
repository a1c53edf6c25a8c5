//! Which texts of an index duplicate one: candidates by shared shingles, compared one by one.

use std::collections::HashMap;

use super::base::{Glance, NO_DAY, key, may_be_alike};
use super::{DuplicateIndex, Match, day_number};
use crate::Day;
use crate::dedup::codes::{Code, Digest, Texts};
use crate::dedup::duplicates::{
    Desk, Judged, MANY, Relation, are_alike, is_candidate, is_longer, judged,
};
use crate::dedup::shingles::sketch;

/// How many texts of a long list are looked at to tell whether its shingle is furniture.
const SAMPLE: usize = 64;
/// At most so many candidates are compared with a text: those that share most.
const MOST_COMPARED: usize = 64;

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
pub(super) struct Query<'c> {
    pub(super) codes: &'c [Code],
    pub(super) digest: Digest,
    pub(super) day: Option<Day>,
    /// Only texts before this one count: those that were there when it came.
    pub(super) before: u32,
}

impl DuplicateIndex {
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
    pub(super) fn candidates(&self, query: &Query<'_>) -> Vec<u32> {
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

    pub(super) fn matches(
        &self,
        query: &Query<'_>,
        candidates: &[u32],
        desk: &mut Desk,
    ) -> Vec<Match> {
        self.matches_among(query, candidates, desk, self.entries(), false)
    }

    /// The matches among some candidates and the texts of the same words, of the first so many entries. If
    /// only the first one is asked for, of the entries of a text those are left out that cannot be it: a
    /// story that came ten thousand times is not to be compared ten thousand times with each copy.
    pub(super) fn matches_among(
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
