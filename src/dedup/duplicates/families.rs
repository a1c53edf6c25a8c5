//! Texts that are much the same at a glance: the many copies of one story.
//!
//! A shingle in many texts is furniture if they have little else in common, and a story carried by many
//! papers if they are much the same. Texts whose sketches agree in their smallest hash under some
//! order (Broder's `MinHash`) are compared sketch by sketch, each with its neighbour only, so that the
//! work is linear however many copies there are.

use rayon::prelude::*;

use super::clusters::Forest;
use crate::dedup::codes::{Code, Texts};
use crate::dedup::shingles::{sketch, sketch_with_places};

/// Under so many orders.
const ORDERS: usize = 4;
const MULTIPLIERS: [u64; ORDERS] =
    [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9, 0x27d4_eb2f_1656_67c5];
/// This share of the larger sketch must be in the other one, …
const SHARED: f64 = 0.25;
/// … and of each quarter of both texts a third of what it would have if that were spread evenly: texts
/// that share a long boilerplate share it in one place.
const PARTS: usize = 4;
const LEAST_OF_PART: usize = 3;
/// Of fewer shingles a quarter has too few to tell; most must be the same.
const FEW: usize = 24;
const SHARED_OF_FEW: f64 = 0.6;

/// The family of each text, as the number of its first member; of those that are not among `suspects`
/// the text itself.
pub(super) fn families(texts: &impl Texts, number: usize, suspects: &[u32]) -> Vec<u32> {
    let smallest: Vec<[u64; ORDERS]> = suspects
        .par_iter()
        .map(|&text| {
            let mut smallest = [u64::MAX; ORDERS];
            sketch(texts.codes(text), |hash| {
                for (smallest, multiplier) in smallest.iter_mut().zip(MULTIPLIERS) {
                    *smallest = (*smallest).min(hash.wrapping_mul(multiplier));
                }
            });
            smallest
        })
        .collect();
    let mut neighbours: Vec<(u32, u32)> = Vec::new();
    for order in 0..ORDERS {
        let mut sorted: Vec<(u64, u32)> =
            smallest.iter().zip(0..).map(|(smallest, place)| (smallest[order], place)).collect();
        sorted.par_sort_unstable();
        let pairs = sorted.windows(2).filter(|pair| {
            let [a, b] = [pair[0].1, pair[1].1].map(|place: u32| &smallest[place as usize]);
            // One frequent phrase may be the smallest of many; two that agree are no chance.
            pair[0].0 == pair[1].0 && a.iter().zip(b).filter(|(a, b)| a == b).count() > 1
        });
        neighbours
            .extend(pairs.map(|pair| (suspects[pair[0].1 as usize], suspects[pair[1].1 as usize])));
    }
    neighbours.sort_unstable();
    neighbours.dedup();
    let alike: Vec<bool> =
        neighbours.par_iter().map(|&(a, b)| are_alike(texts.codes(a), texts.codes(b))).collect();
    let mut forest = Forest::new(number);
    for (&(a, b), _) in neighbours.iter().zip(alike).filter(|&(_, alike)| alike) {
        forest.join(a, b);
    }
    (0..number as u32).map(|text| forest.root(text)).collect()
}

/// Whether two texts are the same all over, if not everywhere.
pub(in crate::dedup) fn are_alike(a: &[Code], b: &[Code]) -> bool {
    let sorted = |codes: &[Code]| {
        let mut shingles = Vec::new();
        sketch_with_places(codes, |first, _, hash| {
            shingles.push((hash, PARTS * first / codes.len()));
        });
        shingles.sort_unstable();
        shingles.dedup_by_key(|(hash, _)| *hash);
        shingles
    };
    let (a, b) = (sorted(a), sorted(b));
    let mut parts = [[0; PARTS]; 2];
    let (mut at, mut other, mut shared) = (0, 0, 0);
    while at < a.len() && other < b.len() {
        let step = a[at].0.cmp(&b[other].0);
        if step.is_eq() {
            shared += 1;
            parts[0][a[at].1] += 1;
            parts[1][b[other].1] += 1;
        }
        at += usize::from(step.is_le());
        other += usize::from(step.is_ge());
    }
    let share = shared as f64 / a.len().max(b.len()).max(1) as f64;
    if shared < FEW {
        return share >= SHARED_OF_FEW;
    }
    share >= SHARED
        && parts.as_flattened().iter().all(|part| part * LEAST_OF_PART * PARTS >= shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::postings::tests::Rows;

    /// A text of 120 words, its own from `begins` on, with every so manieth word another one.
    fn text(begins: usize, other: usize) -> String {
        let word = |at: usize| {
            if other > 0 && at % 60 == other % 60 {
                format!("x{other} ")
            } else {
                format!("w{} ", begins + at)
            }
        };
        (0..120).map(word).collect()
    }

    #[test]
    fn copies_of_a_story_are_a_family() {
        let mut texts: Vec<String> = (0..30).map(|copy| text(0, copy)).collect();
        texts.extend((1..5).map(|other| text(1000 * other, 0)));
        let rows = Rows::of(&texts);
        let suspects: Vec<u32> = (0..34).collect();
        let found = families(&rows, 34, &suspects);
        assert!(found[..30].iter().all(|&family| family == 0), "{found:?}");
        assert_eq!(found[30..], [30, 31, 32, 33]);
    }

    #[test]
    fn what_is_no_suspect_is_a_family_of_its_own() {
        let rows = Rows::of(&[text(0, 0), text(0, 1), text(0, 0), text(0, 2)]);
        assert_eq!(families(&rows, 4, &[1, 3]), [0, 1, 2, 1]);
        assert_eq!(families(&rows, 4, &[]), [0, 1, 2, 3]);
    }

    #[test]
    fn texts_that_share_a_part_are_no_family() {
        // Half of each is the same.
        let half = |begins: usize| format!("{}{}", text(0, 0), text(begins, 0));
        let rows = Rows::of(&[half(1000), half(2000), half(3000)]);
        assert_eq!(families(&rows, 3, &[0, 1, 2]), [0, 1, 2]);
    }
}
