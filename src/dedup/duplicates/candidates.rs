//! Which pairs of texts are worth a closer look, and which shingles are furniture.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use rayon::prelude::*;

use super::families::families;
use crate::dedup::codes::Texts;
use crate::dedup::postings::{Dealt, Postings, Shingles};
use crate::dedup::shingles::{most_shared, sparsity};

/// A shingle that more texts share than this is furniture, unless most of them tell few stories.
pub(in crate::dedup) const MANY: usize = 20;
/// So many families have heads at least, if there are so many; more, where they are not far smaller than
/// the largest.
const FEWEST_HEADS: usize = 4;
/// So many shingles must be shared …
const LEAST_SHARED: u32 = 3;
/// … or so many where the sketches hold no more than so many.
const LEAST_SHARED_SHORT: u32 = 2;
const SHORT: u32 = 12;
/// … and this share of the most that could be.
const LEAST_SHARE: f64 = 0.05;
/// A text of whose shingles this share is in long lists may be one of many copies.
const MANY_LONG: f64 = 0.45;
/// Pairs are counted for about so many texts at once.
const TEXTS_AT_ONCE: usize = 1024;

/// A pair of texts to be aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    /// The one with more words; of equals that with the larger number.
    pub(super) longer: u32,
    /// The other.
    pub(super) shorter: u32,
    /// How many shingles of their sketches they share, furniture aside.
    pub(super) shared: u32,
}

/// What the postings show.
pub(super) struct Candidates {
    /// Sorted.
    pub(super) pairs: Vec<Candidate>,
    /// What stands in too many texts to tell anything.
    pub(super) furniture: Shingles,
}

impl Candidates {
    /// Finds them among texts number 0 to `words.len()`, which have so many words each; no pair has one of
    /// fewer than `min_words`.
    /// With `days` a text is also paired with the nearest ones of its family by date.
    pub(super) fn find(
        texts: &impl Texts,
        words: &[u32],
        days: Option<&(impl Fn(u32) -> i32 + Sync)>,
        min_words: u32,
    ) -> Self {
        let postings = Postings::new(texts, words);
        let in_long_lists: Vec<AtomicU32> = words.iter().map(|_| AtomicU32::new(0)).collect();
        let groups = (words.len() / TEXTS_AT_ONCE).next_power_of_two();
        let deal = |pairs: &[u64]| {
            Dealt::new(groups, pairs, |pair| (pair >> 32) as usize * groups / words.len())
        };
        let (mut dealt, long): (Vec<Dealt>, Vec<Vec<u64>>) = postings
            .buckets(|bucket| {
                let (mut pairs, mut long) = (Vec::new(), Vec::new());
                for list in postings.lists(bucket) {
                    if list.len() > MANY {
                        for &posting in list {
                            in_long_lists[postings.text(posting) as usize].fetch_add(1, Relaxed);
                        }
                        long.extend_from_slice(list);
                    } else {
                        for (number, &first) in list.iter().enumerate() {
                            let first = u64::from(postings.text(first)) << 32;
                            let others = &list[number + 1..];
                            pairs.extend(
                                others.iter().map(|&other| first | u64::from(postings.text(other))),
                            );
                        }
                    }
                }
                (deal(&pairs), long)
            })
            .into_iter()
            .unzip();
        let furniture = if long.iter().all(Vec::is_empty) {
            Shingles::default()
        } else {
            let suspects: Vec<u32> = (0_u32..)
                .zip(words.iter().zip(&in_long_lists))
                .filter(|&(_, (&words, long))| {
                    f64::from(long.load(Relaxed)) > MANY_LONG * f64::from(words >> sparsity(words))
                })
                .map(|(text, _)| text)
                .collect();
            let families = families(texts, words.len(), &suspects);
            let found: Vec<(Dealt, Vec<u64>)> = long
                .par_iter()
                .map(|bucket| {
                    let (mut pairs, mut furniture) = (Vec::new(), Vec::new());
                    let mut heads = Vec::new();
                    for list in postings.lists(bucket) {
                        if heads_of_families(&postings, list, &families, &mut heads) {
                            pair_with_heads(&postings, list, &heads, &mut pairs);
                            if let Some(day) = days {
                                pair_by_date(&postings, list, &families, day, &mut pairs);
                            }
                        } else {
                            furniture.push(postings.key(list[0]));
                        }
                    }
                    (deal(&pairs), furniture)
                })
                .collect();
            let (more, keys): (Vec<Dealt>, Vec<Vec<u64>>) = found.into_iter().unzip();
            dealt.extend(more);
            Shingles::new(&postings, keys.into_iter().flatten())
        };
        drop(postings);
        let mut pairs: Vec<Candidate> = (0..groups)
            .into_par_iter()
            .flat_map_iter(|group| {
                let pairs = Dealt::gather(&dealt, group);
                let found: Vec<Candidate> = pairs
                    .chunk_by(|a, b| a == b)
                    .filter_map(|run| candidate(run, words, min_words))
                    .collect();
                found
            })
            .collect();
        pairs.par_sort_unstable();
        Self { pairs, furniture }
    }
}

/// Finds the first text of each of the largest families in a list; false if it is furniture: in many
/// texts, most of which have little else in common.
fn heads_of_families(
    postings: &Postings,
    list: &[u64],
    families: &[u32],
    heads: &mut Vec<u32>,
) -> bool {
    let text = |&posting: &u64| postings.text(posting);
    let mut members: Vec<(u32, u32)> =
        list.iter().map(text).map(|text| (families[text as usize], text)).collect();
    members.sort_unstable();
    let mut sizes: Vec<(std::cmp::Reverse<usize>, u32)> = members
        .chunk_by(|a, b| a.0 == b.0)
        .map(|family| (std::cmp::Reverse(family.len()), family[0].1))
        .collect();
    if sizes.len() > MANY && 2 * sizes.len() > list.len() {
        return false;
    }
    sizes.sort_unstable();
    // A straggler beside a large family meets that one's head; it need not be a head for thousands.
    let largest = sizes[0].0.0;
    let counts = |&(rank, (size, _)): &(usize, (std::cmp::Reverse<usize>, u32))| {
        rank < FEWEST_HEADS || size.0 * MANY >= largest
    };
    let counted = sizes.into_iter().enumerate().take(MANY).take_while(counts);
    heads.clear();
    heads.extend(counted.map(|(_, (_, head))| head));
    true
}

/// Pairs each text of a list with the first of each family.
fn pair_with_heads(postings: &Postings, list: &[u64], heads: &[u32], pairs: &mut Vec<u64>) {
    for &posting in list {
        let text = postings.text(posting);
        for &head in heads.iter().filter(|&&head| head != text) {
            let (first, second) = (head.min(text), head.max(text));
            // Two heads meet once.
            if text == first && heads.contains(&text) {
                continue;
            }
            pairs.push(u64::from(first) << 32 | u64::from(second));
        }
    }
}

/// Pairs each text of a list with the next one of its family by date: in a family of notices that come again
/// and again, those of one day are duplicates, and the first of all is of another year.
fn pair_by_date(
    postings: &Postings,
    list: &[u64],
    families: &[u32],
    day: impl Fn(u32) -> i32,
    pairs: &mut Vec<u64>,
) {
    let text = |&posting: &u64| postings.text(posting);
    let mut members: Vec<(u32, i32, u32)> =
        list.iter().map(text).map(|text| (families[text as usize], day(text), text)).collect();
    members.sort_unstable();
    for pair in members.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let (first, second) = (pair[0].2.min(pair[1].2), pair[0].2.max(pair[1].2));
        pairs.push(u64::from(first) << 32 | u64::from(second));
    }
}

/// The pair of texts in a run of equal pairs, if it is worth aligning.
fn candidate(run: &[u64], words: &[u32], min_words: u32) -> Option<Candidate> {
    let (first, second) = ((run[0] >> 32) as u32, run[0] as u32);
    let shared = run.len() as u32;
    let [mine, theirs] = [first, second].map(|text| words[text as usize]);
    if !is_candidate(shared, [mine, theirs], min_words) {
        return None;
    }
    let ordered = (theirs, second) > (mine, first);
    let (longer, shorter) = if ordered { (second, first) } else { (first, second) };
    Some(Candidate { longer, shorter, shared })
}

/// Whether texts of so many words each that share so many shingles are worth aligning.
pub(in crate::dedup) fn is_candidate(shared: u32, words: [u32; 2], min_words: u32) -> bool {
    let most = most_shared(words[0], words[1]);
    let least = if most <= SHORT { LEAST_SHARED_SHORT } else { LEAST_SHARED };
    words[0].min(words[1]) >= min_words
        && shared >= least
        && f64::from(shared) >= LEAST_SHARE * f64::from(most)
}
