//! Seeds: pairs of places in two texts where a passage may stand.
//!
//! Fingerprints are postings, sorted by their hashes. A fingerprint of a few places is a seed of each
//! two of them. One of many places (a common phrase, the boilerplate of a house) is a seed of just
//! two for each text that has it. What that may miss is made good: a stretch of the least length of a
//! passage all of whose fingerprints stand in many places is a posting itself, and as that it stands
//! only where all of its words do, so that two seeds for each text are enough.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rayon::prelude::*;

use super::corpus::Corpus;
use super::fingerprints::{Rolling, Widths, Winnow};
use crate::dedup::codes::Code;
use crate::dedup::postings::{Dealt, buckets_for};

/// So many places make a seed of each two of them; more do not.
pub(super) const FEW: usize = 8;
/// Words of texts whose postings are made at once.
const BATCH: u32 = 1 << 20;

/// The seeds of a corpus, dealt out by the texts that they are for.
pub(super) struct Seeds {
    dealt: Vec<Dealt>,
    buckets: usize,
}

/// A seed is a number: a word of the text that it is for, and the word that stands at the other
/// place, as the corpus numbers them.
fn seed(here: u32, there: u32) -> u64 {
    u64::from(here) << 32 | u64::from(there)
}

/// The two words of a seed.
pub(super) fn places(seed: u64) -> (u32, u32) {
    ((seed >> 32) as u32, seed as u32)
}

impl Seeds {
    /// Finds them.
    pub(super) fn find(corpus: &Corpus, widths: Widths) -> Self {
        let frequent = Marks::new(corpus.words());
        let buckets = buckets_for(corpus.words() as usize);
        let deal = |seeds: &[u64]| {
            Dealt::new(buckets, seeds, |seed| {
                // All seeds of a text belong to one bucket.
                let first = u64::from(corpus.first(corpus.member(places(seed).0)));
                (first * buckets as u64 / u64::from(corpus.words())) as usize
            })
        };
        let fingerprints = Postings::new(
            corpus,
            2 * corpus.words() as usize / (widths.window + 1),
            || Winnow::new(widths),
            |winnow: &mut Winnow, codes, each| winnow.fingerprints(codes, each),
        );
        let mut dealt = fingerprints.lists(
            |list, seeds| {
                if list.len() > FEW {
                    for &place in list {
                        frequent.set(place);
                    }
                }
                link(corpus, list, seeds);
            },
            deal,
        );
        drop(fingerprints);
        let count = frequent.count();
        if count > 0 {
            let stretches = Stretches { widths, frequent: &frequent };
            let expected = count * (widths.window + 1) / 2;
            let postings = Postings::of_places(
                corpus,
                expected,
                || (Winnow::new(widths), Rolling::new(widths.passage), Vec::new()),
                |(winnow, rolling, chosen), first, codes, each| {
                    stretches.find(winnow, rolling, chosen, first, codes, each);
                },
            );
            dealt.extend(postings.lists(|list, seeds| link(corpus, list, seeds), deal));
        }
        Self { dealt, buckets }
    }

    /// How many buckets there are.
    pub(super) fn buckets(&self) -> usize {
        self.buckets
    }

    /// The seeds of a bucket, sorted, so that those of a text stand together.
    pub(super) fn bucket(&self, number: usize) -> Vec<u64> {
        let mut seeds = Dealt::gather(&self.dealt, number);
        seeds.dedup();
        seeds
    }
}

/// The seeds that the places of a list make, which have the same words and are in order.
fn link(corpus: &Corpus, places: &[u32], seeds: &mut Vec<u64>) {
    let [first, .., last] = *places else { return };
    let first_text = corpus.member(first);
    if first_text == corpus.member(last) {
        return;
    }
    if places.len() <= FEW {
        for (number, &here) in places.iter().enumerate() {
            let text = corpus.member(here);
            let others = places[..number].iter().filter(|&&there| corpus.member(there) != text);
            seeds.extend(others.map(|&there| seed(here, there)));
        }
        return;
    }
    // Each text's places with the first place of the first text, and of the text before; those of the
    // first text with the first place of the second one.
    let behind = first_text + 1;
    let second = places.partition_point(|&place| corpus.member(place) < behind);
    seeds.extend(places[1..second].iter().map(|&here| seed(here, places[second])));
    let (mut text, mut begins, mut before) = (u32::MAX, 0, first);
    for &here in &places[second..] {
        let its = corpus.member(here);
        if its != text {
            before = if text == u32::MAX { first } else { begins };
            (text, begins) = (its, here);
        }
        seeds.push(seed(here, first));
        if before != first {
            seeds.push(seed(here, before));
        }
    }
}

/// Finds the stretches of the least length of a passage whose fingerprints are all frequent.
struct Stretches<'m> {
    widths: Widths,
    frequent: &'m Marks,
}

impl Stretches<'_> {
    /// Calls `each` with the first word of each stretch of a text, whose first word in the corpus is
    /// given, and the hash of its words.
    fn find(
        &self,
        winnow: &mut Winnow,
        rolling: &Rolling,
        chosen: &mut Vec<u32>,
        first: u32,
        codes: &[Code],
        each: &mut dyn FnMut(usize, u64),
    ) {
        let Widths { gram, window, passage } = self.widths;
        // Of the windows inside a stretch, how many in a row have chosen what is frequent.
        let inside = (passage + 2 - gram - window) as u32;
        chosen.clear();
        let mut row = 0_u32;
        winnow.windows(codes, |place, _| {
            row = if self.frequent.is(first + place as u32) { row + 1 } else { 0 };
            chosen.push(row);
        });
        if chosen.iter().all(|&row| row < inside) {
            return;
        }
        rolling.runs(codes, |at, hash| {
            if chosen[at + inside as usize - 1] >= inside {
                each(at, hash);
            }
        });
    }
}

/// A bit for each word of the corpus.
struct Marks(Vec<AtomicU64>);

impl Marks {
    fn new(words: u32) -> Self {
        Self((0..=words / 64).map(|_| AtomicU64::new(0)).collect())
    }

    fn set(&self, word: u32) {
        self.0[word as usize / 64].fetch_or(1 << (word % 64), Relaxed);
    }

    fn is(&self, word: u32) -> bool {
        self.0[word as usize / 64].load(Relaxed) >> (word % 64) & 1 == 1
    }

    fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.load(Relaxed).count_ones() as usize).sum()
    }
}

/// Where hashes stand in a corpus. Each posting is a number: the lower bits are the word of the corpus,
/// the others what they leave of the hash.
struct Postings {
    dealt: Vec<Dealt>,
    buckets: usize,
    place_bits: u32,
}

impl Postings {
    /// The postings that `find` gives for each text: the number of a word and a hash.
    fn new<S>(
        corpus: &Corpus,
        expected: usize,
        scratch: impl Fn() -> S + Sync + Send,
        find: impl Fn(&mut S, &[Code], &mut dyn FnMut(usize, u64)) + Sync,
    ) -> Self {
        Self::of_places(corpus, expected, scratch, |scratch, _, codes, each| {
            find(scratch, codes, each);
        })
    }

    /// The same, where `find` is also given the number of the text's first word in the corpus.
    fn of_places<S>(
        corpus: &Corpus,
        expected: usize,
        scratch: impl Fn() -> S + Sync + Send,
        find: impl Fn(&mut S, u32, &[Code], &mut dyn FnMut(usize, u64)) + Sync,
    ) -> Self {
        let place_bits = (u32::BITS - corpus.words().leading_zeros()).max(1);
        let buckets = buckets_for(expected);
        let bucket_bits = buckets.ilog2();
        let dealt = batches(corpus)
            .into_par_iter()
            .map_init(scratch, |scratch, (from, to)| {
                let mut postings = Vec::new();
                for member in from..to {
                    let first = corpus.first(member);
                    find(scratch, first, corpus.codes(member), &mut |word, hash| {
                        postings.push(hash << place_bits | u64::from(first + word as u32));
                    });
                }
                Dealt::new(buckets, &postings, |posting| {
                    posting.checked_shr(u64::BITS - bucket_bits).unwrap_or(0) as usize
                })
            })
            .collect();
        Self { dealt, buckets, place_bits }
    }

    /// Calls `each` for the places of each hash, in order, on all threads; it adds seeds, which `deal`
    /// deals out.
    fn lists(
        &self,
        each: impl Fn(&[u32], &mut Vec<u64>) + Sync,
        deal: impl Fn(&[u64]) -> Dealt + Sync,
    ) -> Vec<Dealt> {
        let bits = self.place_bits;
        // A few buckets together, so that what they find is dealt out in larger pieces.
        let together = self.buckets.div_ceil(64);
        (0..self.buckets.div_ceil(together))
            .into_par_iter()
            .map(|number| {
                let (mut seeds, mut list) = (Vec::new(), Vec::new());
                let buckets = number * together..((number + 1) * together).min(self.buckets);
                for bucket in buckets {
                    let postings = Dealt::gather(&self.dealt, bucket);
                    for same in postings.chunk_by(|a, b| a >> bits == b >> bits) {
                        if same.len() > 1 {
                            list.clear();
                            list.extend(same.iter().map(|&it| (it & ((1 << bits) - 1)) as u32));
                            each(&list, &mut seeds);
                        }
                    }
                }
                deal(&seeds)
            })
            .collect()
    }
}

/// The members of a corpus in batches of about as many words.
fn batches(corpus: &Corpus) -> Vec<(u32, u32)> {
    let mut batches = Vec::new();
    let (mut from, members) = (0, corpus.len() as u32);
    for member in 0..members {
        let behind = corpus.first(member) + corpus.length(member);
        if behind - corpus.first(from) >= BATCH || member + 1 == members {
            batches.push((from, member + 1));
            from = member + 1;
        }
    }
    batches
}
