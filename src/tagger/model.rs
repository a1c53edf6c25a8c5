//! A trained model, and its file.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | `copydesk` |
//! | 4 | `CRF` and the version of the format |
//! | 1 | kinds of spans |
//! | 1 | bits of a bucket's number |
//! | 1 | 1 where every piece has a kind and no spans are marked, else 0 |
//! | 1 | a quarter of the units of scores in a factor of e of likelihood |
//! | 4 | bytes of the rows |
//! | 2 * labels * labels | transitions, from row to column |
//! | 2^bits | how many rows each bucket has |
//! | | rows, bucket by bucket |
//!
//! A feature's row stands in the bucket of its hash's lowest bits: 2 bytes of its highest bits, the
//! number of its weights, and for each a label and a weight. Numbers are little-endian.

use super::decode::Decoder;
use super::labels::{Labels, Tag};
#[cfg(any(test, feature = "train"))]
use super::rows;
use super::rows::Rows;

const MAGIC: &[u8] = b"copydeskCRF\x01";
const HEADER: usize = MAGIC.len() + 8;

/// What every feature says for every label, and what labels say of each other.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub labels: Labels,
    rows: Rows,
    transitions: Vec<i16>,
    /// Units of scores in a factor of e of likelihood.
    nat: f32,
}

impl Model {
    /// Reads a file; `None` when it is none, or not whole.
    pub fn open(file: &[u8]) -> Option<Self> {
        let header = file.strip_prefix(MAGIC)?.get(..8)?;
        let labels = if header[2] == 1 { Labels::every(header[0]) } else { Labels::new(header[0]) };
        let bits = header[1];
        if labels.len() == 0 || labels.len() > 256 || bits > 24 {
            return None;
        }
        let length = u32::from_le_bytes(header[4..8].try_into().ok()?);
        let (transitions, rest) =
            file[HEADER..].split_at_checked(2 * labels.len() * labels.len())?;
        let (counts, rows) = rest.split_at_checked(1 << bits)?;
        if rows.len() != length as usize {
            return None;
        }
        let rows = Rows::new(labels.len(), bits, counts, rows)?;
        let transitions = transitions.chunks_exact(2).map(|it| i16::from_le_bytes([it[0], it[1]]));
        let nat = 4.0 * f32::from(header[3]);
        Some(Self { labels, rows, transitions: transitions.collect(), nat })
    }

    /// What finds the best labels when those that begin spans of some kinds are so many factors of e
    /// likelier than was learned.
    pub fn leaning(&self, kinds: &[(u8, f32)]) -> Decoder {
        let mut decoder = self.decoder();
        for &(kind, by) in kinds {
            let starts = [Tag::Single(kind), Tag::Begin(kind)].map(|it| self.labels.number(it));
            // Whole units, as all scores are.
            decoder.lean(&starts, (by * self.nat).round());
        }
        decoder
    }

    /// What finds the best labels.
    pub fn decoder(&self) -> Decoder {
        Decoder::new(self.labels, &self.transitions)
    }

    /// Factors of e in units of scores.
    pub fn units(&self, nats: f32) -> i16 {
        (nats * self.nat).round() as i16
    }

    /// How much more a row of scores has for no span than for any label that begins one.
    pub fn margin(&self, row: &[i16]) -> i16 {
        let outside = self.labels.number(Tag::Outside);
        let best = self.labels.first().filter(|&it| it != outside).map(|it| row[it]).max();
        row[outside].saturating_sub(best.unwrap_or(i16::MIN))
    }

    /// Numbers in a row of scores: the labels, and room that makes rows a multiple of a machine's
    /// registers.
    pub fn stride(&self) -> usize {
        self.labels.len().next_multiple_of(8)
    }

    /// Adds what features say to the scores of the labels, and forgets them. Behind the labels' scores,
    /// as far as the [`stride`](Self::stride), anything may stand.
    pub fn add(&self, features: &mut Vec<u64>, scores: &mut [i16]) {
        self.rows.add(features, scores);
    }
}

/// Writes a file: weights by feature and label, and transitions.
#[cfg(any(test, feature = "train"))]
pub(crate) fn write(
    labels: Labels,
    transitions: &[i16],
    weights: &mut [(u64, u8, i8)],
    bits: u8,
    nat: u8,
) -> Vec<u8> {
    weights.sort_unstable_by_key(|&(feature, label, _)| {
        let (bucket, print) = rows::place(feature, bits);
        (bucket, print, feature, label)
    });
    let (mut counts, mut rows) = (vec![0_u8; 1 << bits], Vec::new());
    for row in weights.chunk_by(|a, b| a.0 == b.0) {
        let (bucket, print) = rows::place(row[0].0, bits);
        // What does not fit is hardly ever there.
        if counts[bucket] == u8::MAX {
            continue;
        }
        counts[bucket] += 1;
        rows.extend(print.to_le_bytes());
        rows.push(row.len() as u8);
        for &(_, label, weight) in row {
            rows.extend([label, weight as u8]);
        }
    }
    let mut file = MAGIC.to_vec();
    file.extend([labels.kinds(), bits, u8::from(labels.is_every()), nat]);
    file.extend((rows.len() as u32).to_le_bytes());
    file.extend(transitions.iter().flat_map(|it| it.to_le_bytes()));
    file.extend(counts);
    file.extend(rows);
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let labels = Labels::new(1);
        let mut weights = [(5, 0, 3), (5, 4, -7), (1 << 50 | 5, 2, 100), (9, 1, -128)];
        let file = write(labels, &[0; 25], &mut weights, 3, 0);
        let model = Model::open(&file).unwrap();
        for (feature, expected) in [
            (5, [3, 0, 0, 0, -7]),
            (1 << 50 | 5, [0, 0, 100, 0, 0]),
            (9, [0, -128, 0, 0, 0]),
            (1 << 49 | 5, [0; 5]),
            (6, [0; 5]),
        ] {
            let mut scores = vec![0; model.stride()];
            model.add(&mut vec![feature], &mut scores);
            assert_eq!(scores[..5], expected);
        }
    }

    #[test]
    fn what_is_cut_short_is_no_model() {
        let file = write(Labels::new(1), &[0; 25], &mut [(5, 0, 3)], 3, 0);
        assert!((0..file.len()).all(|end| Model::open(&file[..end]).is_none()));
    }
}
