//! Which texts have a shingle in common: sorted postings, a bucket at a time.
//!
//! Every shingle of every sketch is a posting. They are dealt out to buckets by their hashes, so that
//! each bucket is sorted in the cache and nothing larger is ever sorted. The same dealing out then
//! brings together the pairs of texts that the buckets find.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;

use rayon::prelude::*;

use crate::dedup::codes::Texts;
use crate::dedup::shingles::sketch;
use crate::hash::Mixed;

/// Texts whose sketches are made at once.
const BATCH: usize = 4096;
/// Postings in a bucket, about: so many fit into a core's cache.
const BUCKET: usize = 1 << 15;
/// The most buckets: for each batch every bucket should get some postings at once.
const MOST_BUCKETS: usize = 1 << 12;
/// So many bits of a hash are pushed out at least: those that a sketch's limit makes 0.
const FEWEST_TEXT_BITS: u32 = 8;

/// Pairs of numbers dealt out to buckets, by one batch of work.
pub(super) struct Dealt {
    pairs: Vec<u64>,
    /// Where each bucket's begin, and the end of the last.
    starts: Vec<u32>,
}

impl Dealt {
    /// Deals out, by a counting sort.
    pub(super) fn new(buckets: usize, pairs: &[u64], bucket: impl Fn(u64) -> usize) -> Self {
        let mut starts = vec![0_u32; buckets + 1];
        for &pair in pairs {
            starts[bucket(pair) + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut dealt = vec![0; pairs.len()];
        for &pair in pairs {
            let place = &mut next[bucket(pair)];
            dealt[*place as usize] = pair;
            *place += 1;
        }
        Self { pairs: dealt, starts }
    }

    fn bucket(&self, number: usize) -> &[u64] {
        &self.pairs[self.starts[number] as usize..self.starts[number + 1] as usize]
    }

    /// What all batches dealt to one bucket, sorted.
    pub(super) fn gather(all: &[Self], number: usize) -> Vec<u64> {
        let mut pairs =
            Vec::with_capacity(all.iter().map(|dealt| dealt.bucket(number).len()).sum());
        for dealt in all {
            pairs.extend_from_slice(dealt.bucket(number));
        }
        pairs.sort_unstable();
        pairs
    }
}

/// The postings of a corpus. Each is a number: the lower bits are the text, the others what they
/// leave of the shingle's hash. (The limit of a sketch is in the upper bits, which are pushed out.)
pub(super) struct Postings {
    dealt: Vec<Dealt>,
    buckets: usize,
    text_bits: u32,
}

impl Postings {
    /// The postings of texts number 0 to `words.len()`, which have so many words each.
    pub(super) fn new(texts: &impl Texts, words: &[u32]) -> Self {
        let size: usize = words
            .par_iter()
            .map(|&words| words as usize >> crate::dedup::shingles::sparsity(words))
            .sum();
        let buckets = (size / BUCKET).next_power_of_two().clamp(1, MOST_BUCKETS);
        let text_bits = (usize::BITS - words.len().leading_zeros()).max(FEWEST_TEXT_BITS);
        let bucket_bits = buckets.ilog2();
        let dealt = words
            .par_chunks(BATCH)
            .enumerate()
            .map(|(batch, part)| {
                let mut postings = Vec::new();
                for text in batch * BATCH..batch * BATCH + part.len() {
                    let text = text as u32;
                    sketch(texts.codes(text), |hash| {
                        postings.push(hash << text_bits | u64::from(text));
                    });
                }
                Dealt::new(buckets, &postings, |posting| {
                    posting.checked_shr(u64::BITS - bucket_bits).unwrap_or(0) as usize
                })
            })
            .collect();
        Self { dealt, buckets, text_bits }
    }

    /// Calls `each` for the buckets, on all threads, and gives what it returns in order. It is given
    /// the bucket's postings, sorted, so that those of a shingle stand together.
    pub(super) fn buckets<R: Send>(&self, each: impl Fn(&[u64]) -> R + Sync) -> Vec<R> {
        (0..self.buckets)
            .into_par_iter()
            .map(|number| {
                let mut postings = Dealt::gather(&self.dealt, number);
                postings.dedup();
                each(&postings)
            })
            .collect()
    }

    /// The lists of a bucket: the postings of a shingle, by text.
    pub(super) fn lists<'p>(
        &self,
        postings: &'p [u64],
    ) -> impl Iterator<Item = &'p [u64]> + use<'p> {
        let bits = self.text_bits;
        postings.chunk_by(move |a, b| a >> bits == b >> bits)
    }

    /// The text of a posting.
    pub(super) fn text(&self, posting: u64) -> u32 {
        (posting & ((1 << self.text_bits) - 1)) as u32
    }

    /// The postings' part of a shingle's hash.
    pub(super) fn key(&self, posting: u64) -> u64 {
        posting >> self.text_bits
    }
}

/// Some shingles.
#[derive(Debug, Default)]
pub(super) struct Shingles {
    keys: HashSet<u64, BuildHasherDefault<Mixed>>,
    text_bits: u32,
}

impl Shingles {
    /// Those of some lists of postings, by their keys.
    pub(super) fn new(postings: &Postings, keys: impl Iterator<Item = u64>) -> Self {
        let keys = keys.map(spread).collect();
        Self { keys, text_bits: postings.text_bits }
    }

    /// Whether a shingle is among them.
    pub(super) fn contains(&self, hash: u64) -> bool {
        self.keys.contains(&spread(hash << self.text_bits >> self.text_bits))
    }
}

/// Tables want their upper bits mixed too.
fn spread(key: u64) -> u64 {
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
