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

/// How many buckets so many postings are dealt out to: a power of two.
pub(super) fn buckets_for(postings: usize) -> usize {
    (postings / BUCKET).next_power_of_two().min(MOST_BUCKETS)
}

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
        let buckets = buckets_for(size);
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

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::dedup::codes::{Code, encode};

    /// Texts in a row.
    pub(in crate::dedup) struct Rows(pub(in crate::dedup) Vec<Vec<Code>>);

    impl Rows {
        pub(in crate::dedup) fn of<T: AsRef<str>>(texts: &[T]) -> Self {
            let codes = |text: &T| {
                let mut codes = Vec::new();
                encode(text.as_ref(), &mut codes).unwrap();
                codes
            };
            Self(texts.iter().map(codes).collect())
        }

        pub(in crate::dedup) fn words(&self) -> Vec<u32> {
            self.0.iter().map(|codes| codes.len() as u32).collect()
        }
    }

    impl Texts for Rows {
        fn codes(&self, text: u32) -> &[Code] {
            &self.0[text as usize]
        }
    }

    /// Texts that share runs of words with each other.
    fn texts(number: usize) -> Rows {
        let text = |n: usize| {
            let words = (0..60).map(|word| format!("w{} ", (n * 17) % 40 * 13 + word));
            words.collect::<String>()
        };
        Rows::of(&(0..number).map(text).collect::<Vec<_>>())
    }

    #[test]
    fn each_list_has_the_texts_of_a_shingle() {
        // Enough for several batches, and for several buckets.
        let texts = texts(2 * BATCH + 7);
        let postings = Postings::new(&texts, &texts.words());
        assert!(postings.buckets > 1);
        let mut expected: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        for text in 0..texts.0.len() as u32 {
            sketch(texts.codes(text), |hash| {
                let list =
                    expected.entry(hash << postings.text_bits >> postings.text_bits).or_default();
                if list.last() != Some(&text) {
                    list.push(text);
                }
            });
        }
        let found = postings.buckets(|bucket| {
            let lists = postings.lists(bucket);
            let texts = |list: &[u64]| list.iter().map(|&it| postings.text(it)).collect::<Vec<_>>();
            lists.map(|list| (postings.key(list[0]), texts(list))).collect::<Vec<_>>()
        });
        // In order within a bucket, and from bucket to bucket.
        let found: Vec<(u64, Vec<u32>)> = found.into_iter().flatten().collect();
        assert!(found.iter().eq(&expected.into_iter().collect::<Vec<_>>()));
    }

    #[test]
    fn no_texts_have_no_lists() {
        for texts in [Rows(vec![]), Rows::of(&["", "two words", "…"])] {
            let postings = Postings::new(&texts, &texts.words());
            assert_eq!(postings.buckets(<[u64]>::len), [0]);
        }
    }

    #[test]
    fn what_was_dealt_is_gathered() {
        let numbers: Vec<u64> = (0..1000).map(|n| n * 7919 % 1009).collect();
        let halves = numbers.chunks(500);
        let dealt: Vec<Dealt> =
            halves.map(|part| Dealt::new(8, part, |number| number as usize % 8)).collect();
        for bucket in 0..8 {
            let mut expected: Vec<u64> =
                numbers.iter().copied().filter(|number| number % 8 == bucket).collect();
            expected.sort_unstable();
            assert_eq!(Dealt::gather(&dealt, bucket as usize), expected);
        }
    }

    #[test]
    fn shingles_are_known_by_their_hashes() {
        let texts = texts(50);
        let postings = Postings::new(&texts, &texts.words());
        let keys: Vec<u64> = postings
            .buckets(|bucket| postings.lists(bucket).map(|it| postings.key(it[0])).collect())
            .into_iter()
            .flat_map(|keys: Vec<u64>| keys)
            .collect();
        let mut of_one = Vec::new();
        sketch(texts.codes(3), |hash| of_one.push(hash));
        let all = Shingles::new(&postings, keys.into_iter());
        assert!(of_one.iter().all(|&hash| all.contains(hash)));
        assert!(!all.contains(of_one[0] ^ 1 << 20));
        assert!(!Shingles::default().contains(of_one[0]));
    }
}
