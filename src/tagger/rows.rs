//! The weights of a model, laid out to be added fast.
//!
//! A feature's row stands in the bucket of its hash's lowest bits, and is told from others there by
//! the highest 16, which it begins with. Behind them stand its weights, in one of three ways:
//!
//! * whole, in models of few labels: a weight for every label;
//! * sparse: how many, then each with its label;
//! * in blocks of eight labels, where there are many: which blocks, with the highest bit set, then
//!   eight weights for each.

/// Bits of where a row begins, and of a bucket: with what tells a feature they fill a word.
const BEGIN_BITS: u32 = 24;

/// So many scores are added at once. Whole rows are of models with no more labels.
const LANES: usize = 16;

/// Labels in a block, and the most blocks that fit into a byte beside the bit that tells them.
const BLOCK: usize = 8;
const MOST_BLOCKS: usize = 7;
const BLOCKS: u8 = 1 << 7;

/// The bucket of a feature, and what tells it from others there.
pub(super) const fn place(feature: u64, bits: u8) -> (usize, u16) {
    ((feature & ((1 << bits) - 1)) as usize, (feature >> 48) as u16)
}

/// The group of a feature in its bucket.
const fn group(print: u16) -> u8 {
    1 << (print & 7)
}

/// What every feature says for every label.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    bits: u8,
    /// For each bucket, which of eight groups of features it has rows of. Many features are asked for
    /// in vain, and are told so here, in a place small enough for a core's own memory.
    groups: Vec<u8>,
    /// For each bucket, and one behind the last, where its rows begin.
    begins: Vec<u32>,
    bytes: Vec<u8>,
    /// Bytes of a whole row; 0 where rows are not.
    whole: usize,
}

impl Rows {
    /// Of so many labels, how many rows each of the buckets has, and the rows of a file; `None` where
    /// they do not belong together, or there are more labels than blocks hold.
    pub fn new(labels: usize, bits: u8, counts: &[u8], mut file: &[u8]) -> Option<Self> {
        let mut rows = Self {
            bits,
            groups: vec![0; counts.len()],
            begins: Vec::with_capacity(counts.len() + 1),
            bytes: Vec::with_capacity(file.len()),
            whole: if labels <= LANES { 2 + labels } else { 0 },
        };
        for (bucket, &count) in counts.iter().enumerate() {
            rows.begins.push(rows.bytes.len() as u32);
            for _ in 0..count {
                let ([low, high, count], rest) = file.split_first_chunk()?;
                let (weights, rest) = rest.split_at_checked(2 * usize::from(*count))?;
                rows.groups[bucket] |= group(u16::from_le_bytes([*low, *high]));
                rows.bytes.extend([low, high]);
                rows.put(labels, weights)?;
                file = rest;
            }
        }
        rows.begins.push(rows.bytes.len() as u32);
        let is_small = rows.bytes.len() < 1 << BEGIN_BITS;
        // As many bytes as are added at once can be read from everywhere.
        rows.bytes.extend([0; LANES]);
        (file.is_empty() && is_small).then_some(rows)
    }

    /// Writes weights, given with their labels; `None` where a label is none.
    fn put(&mut self, labels: usize, weights: &[u8]) -> Option<()> {
        let weights = weights.chunks_exact(2).map(|it| (usize::from(it[0]), it[1]));
        if labels > BLOCK * MOST_BLOCKS || weights.clone().any(|(label, _)| label >= labels) {
            return None;
        }
        let from = self.bytes.len();
        if self.whole > 0 {
            self.bytes.resize(from + labels, 0);
            weights.for_each(|(label, weight)| self.bytes[from + label] = weight);
            return Some(());
        }
        let blocks = weights.clone().fold(0, |set: u8, (label, _)| set | 1 << (label / BLOCK));
        // A block takes as long as some two weights.
        let are_many = weights.len() >= 4.max(2 * blocks.count_ones() as usize);
        if !are_many {
            self.bytes.push(weights.len() as u8);
            weights.for_each(|(label, weight)| self.bytes.extend([label as u8, weight]));
            return Some(());
        }
        self.bytes.push(BLOCKS | blocks);
        self.bytes.resize(from + 1 + BLOCK * blocks.count_ones() as usize, 0);
        for (label, weight) in weights {
            let before = blocks & ((1 << (label / BLOCK)) - 1);
            self.bytes[from + 1 + BLOCK * before.count_ones() as usize + label % BLOCK] = weight;
        }
        Some(())
    }

    /// Adds what features say to the scores of the labels, and forgets them. Behind the labels'
    /// scores anything may stand.
    pub fn add(&self, features: &mut Vec<u64>, scores: &mut [i16]) {
        // One step for all features before the next: a machine waits for many places of its memory
        // at once if nothing hangs on them. Those that are kept are moved without a branch, as nobody
        // can foresee which.
        let mut kept = 0;
        for at in 0..features.len() {
            let feature = features[at];
            let (bucket, print) = place(feature, self.bits);
            features[kept] = feature;
            kept += usize::from(self.groups[bucket] & group(print) != 0);
        }
        features.truncate(kept);
        for feature in features.iter_mut() {
            let (bucket, print) = place(*feature, self.bits);
            let begin = self.begins[bucket] as usize;
            let next = begin + self.length(begin);
            let begin = if self.print(begin) == print { begin } else { next };
            *feature = (begin as u64) << 40 | (bucket as u64) << 16 | u64::from(print);
        }
        match self.whole {
            0 => self.add_parts(features, scores),
            _ if scores.len() >= LANES => self.add_whole::<LANES>(features, scores),
            _ => self.add_whole::<{ LANES / 2 }>(features, scores),
        }
        features.clear();
    }

    /// What tells the feature whose row begins there.
    fn print(&self, begin: usize) -> u16 {
        self.bytes.get(begin..begin + 2).map_or(0, |it| u16::from_le_bytes([it[0], it[1]]))
    }

    /// Bytes of the row that begins there.
    fn length(&self, begin: usize) -> usize {
        match (self.whole, self.bytes.get(begin + 2)) {
            (0, Some(&it)) if it & BLOCKS == 0 => 3 + 2 * usize::from(it),
            (0, Some(&it)) => 3 + BLOCK * (it & !BLOCKS).count_ones() as usize,
            (whole, _) => whole,
        }
    }

    /// Where the row of a feature begins, at or behind what was written down for it.
    fn find(&self, place: u64) -> Option<usize> {
        let (mut begin, bucket) = ((place >> 40) as usize, (place >> 16 & 0xff_ffff) as usize);
        let end = self.begins[bucket + 1] as usize;
        while begin < end && self.print(begin) != place as u16 {
            begin += self.length(begin);
        }
        (begin < end).then_some(begin)
    }

    /// Adds whole rows. What stands behind a row in memory is added behind the scores of labels.
    fn add_whole<const N: usize>(&self, places: &[u64], scores: &mut [i16]) {
        let Some(scores) = scores.first_chunk_mut::<N>() else { return };
        let mut sums = *scores;
        for &place in places {
            let row = self.find(place).and_then(|it| self.bytes.get(it + 2..)?.first_chunk::<N>());
            if let Some(row) = row {
                add_all(row, &mut sums);
            }
        }
        *scores = sums;
    }

    /// Adds rows that are sparse, or in blocks.
    fn add_parts(&self, places: &[u64], scores: &mut [i16]) {
        for &place in places {
            let Some(begin) = self.find(place) else { continue };
            let row = &self.bytes[begin + 3..begin + self.length(begin)];
            let head = self.bytes[begin + 2];
            if head & BLOCKS == 0 {
                for weight in row.chunks_exact(2) {
                    let score = &mut scores[usize::from(weight[0])];
                    *score = score.saturating_add(i16::from(weight[1].cast_signed()));
                }
                continue;
            }
            let mut blocks = head & !BLOCKS;
            for row in row.as_chunks::<BLOCK>().0 {
                let from = BLOCK * blocks.trailing_zeros() as usize;
                blocks &= blocks - 1;
                if let Some(scores) = scores[from..].first_chunk_mut::<BLOCK>() {
                    add_all(row, scores);
                }
            }
        }
    }
}

/// Adds as many weights as there are scores.
fn add_all<const N: usize>(weights: &[u8; N], scores: &mut [i16; N]) {
    for (score, weight) in scores.iter_mut().zip(weights) {
        *score = score.saturating_add(i16::from(weight.cast_signed()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::labels::Labels;
    use super::super::model::{Model, write};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn weights_are_added_however_they_are_laid_out(
            kinds in prop::sample::select(vec![1_u8, 3, 4, 9, 13]),
            // Many features in few buckets, of few and of many labels.
            rows in prop::collection::btree_map(
                (0_u64..8, 0_u64..9),
                prop::collection::btree_map(0_u8..=255, -90_i8..=90, 1..40),
                1..20,
            ),
            every in any::<bool>(),
        ) {
            let labels = if every { Labels::every(kinds) } else { Labels::new(kinds) };
            let rows: Vec<(u64, Vec<(u8, i8)>)> = rows
                .into_iter()
                .map(|((bucket, print), row)| {
                    let row = row.into_iter().filter(|it| usize::from(it.0) < labels.len());
                    (print << 48 | bucket, row.collect())
                })
                .collect();
            let mut weights: Vec<(u64, u8, i8)> = rows
                .iter()
                .flat_map(|(feature, row)| row.iter().map(|it| (*feature, it.0, it.1)))
                .collect();
            let transitions = vec![0; labels.len() * labels.len()];
            let file = write(labels, &transitions, &mut weights, 3, 0);
            let model = Model::open(&file).unwrap();
            let mut expected = vec![0; labels.len()];
            for (_, row) in &rows {
                for &(label, weight) in row {
                    expected[usize::from(label)] += i16::from(weight);
                }
            }
            let mut scores = vec![0; model.stride()];
            // Those that are asked for in vain say nothing.
            let nobody = (0..64).map(|it| 1 << 60 | it);
            let mut features: Vec<u64> = rows.iter().map(|it| it.0).chain(nobody).collect();
            model.add(&mut features, &mut scores);
            prop_assert_eq!(&scores[..labels.len()], &expected[..]);
            prop_assert!(features.is_empty());
        }
    }
}
