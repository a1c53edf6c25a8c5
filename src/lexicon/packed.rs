//! Tables of phrases and words by hash, in one file that is read in place.
//!
//! A table keeps no spellings: 16 bits of the hash stand for them, so one phrase in some ten thousand
//! unknown ones is taken for a known one, which the model has learned to live with.

/// A map from hashes to numbers of some bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'t> {
    bits: u32,
    /// Bytes of an entry: 2 of the hash, and the number.
    entry: usize,
    buckets: &'t [u8],
    entries: &'t [u8],
}

/// Bytes of the hash in an entry.
const PRINT: usize = 2;

const fn place(hash: u64, bits: u32) -> (usize, u16) {
    ((hash & ((1 << bits) - 1)) as usize, (hash >> 48) as u16)
}

impl<'t> Table<'t> {
    /// Reads a table from the front of a file; gives what stands behind it.
    pub fn open(file: &'t [u8]) -> Option<(Self, &'t [u8])> {
        let (header, rest) = file.split_at_checked(12)?;
        let number = |at: usize| {
            u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
        };
        let (bits, entries, entry) = (number(0), number(4) as usize, number(8) as usize);
        if bits > 24 || !(PRINT..=PRINT + 8).contains(&entry) {
            return None;
        }
        let (buckets, rest) = rest.split_at_checked(4 * ((1 << bits) + 1))?;
        let (entries, rest) = rest.split_at_checked(entries.checked_mul(entry)?)?;
        Some((Self { bits, entry, buckets, entries }, rest))
    }

    fn begin(self, bucket: usize) -> usize {
        let at = &self.buckets[4 * bucket..4 * bucket + 4];
        self.entry * u32::from_le_bytes([at[0], at[1], at[2], at[3]]) as usize
    }

    /// The number of a hash.
    pub fn get(self, hash: u64) -> Option<u64> {
        let (bucket, print) = place(hash, self.bits);
        let entries = self.entries.get(self.begin(bucket)..self.begin(bucket + 1))?;
        let found = entries
            .chunks_exact(self.entry)
            .find(|entry| u16::from_le_bytes([entry[0], entry[1]]) == print)?;
        Some(found[PRINT..].iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }
}

/// Writes a table of numbers of so many bytes.
#[cfg(any(test, feature = "train"))]
pub(crate) fn write(entries: &mut Vec<(u64, u64)>, bytes: usize, out: &mut Vec<u8>) {
    let bits = (entries.len() / 3).max(1).ilog2().clamp(1, 24);
    entries.sort_unstable_by_key(|&(hash, number)| (place(hash, bits), hash, number));
    // The first of two that cannot be told apart.
    entries.dedup_by_key(|entry| place(entry.0, bits));
    out.extend(bits.to_le_bytes());
    out.extend((entries.len() as u32).to_le_bytes());
    out.extend(((PRINT + bytes) as u32).to_le_bytes());
    let mut at = 0;
    for bucket in 0..=1usize << bits {
        at += entries[at..].partition_point(|it| place(it.0, bits).0 < bucket);
        out.extend((at as u32).to_le_bytes());
    }
    for &(hash, number) in entries.iter() {
        out.extend(place(hash, bits).1.to_le_bytes());
        out.extend(&number.to_le_bytes()[..bytes]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;

    #[test]
    fn what_is_written_is_read() {
        let words = ["Oslo", "Bergen", "Harstad", "Tromsø", "Bodø", "Alta", "Vardø", "Moss"];
        let mut entries: Vec<(u64, u64)> =
            words.iter().zip(1..).map(|(it, n)| (hash::word(it.as_bytes()), n << 16)).collect();
        let mut file = Vec::new();
        write(&mut entries, 3, &mut file);
        file.push(7);
        let (table, rest) = Table::open(&file).unwrap();
        assert_eq!(rest, [7]);
        for (word, number) in words.iter().zip(1..) {
            assert_eq!(table.get(hash::word(word.as_bytes())), Some(number << 16), "{word}");
        }
        assert_eq!(table.get(hash::word(b"Nowhere")), None);
        assert!(Table::open(&file[..file.len() - 2]).is_none());
    }
}
