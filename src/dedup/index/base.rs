//! The part of an index that is sorted, and does not change: it may stand in a file.

use rayon::prelude::*;

use super::column::Column;
use super::id::Id;
use crate::dedup::codes::Code;
use crate::dedup::postings::Dealt;
use crate::dedup::shingles::sketch;

/// A text without a date.
pub(super) const NO_DAY: i32 = i32::MAX;
/// Postings in a drawer of the directory, about.
const DRAWER: usize = 16;
/// Texts whose postings are made at once.
const BATCH: usize = 4096;
/// Postings that are sorted at once.
const SORTED_AT_ONCE: usize = 1 << 15;

/// Texts, each of them once, and the entries that have them.
#[derive(Default)]
pub(super) struct Base {
    // Of each text.
    /// The hash of its words.
    pub(super) contents: Column<u64>,
    /// Where its codes begin; and where the last ones end.
    pub(super) starts: Column<u64>,
    pub(super) codes: Column<u16>,
    /// [`Glance`]s, one after the other.
    pub(super) glances: Column<u32>,
    /// Upper half of the hash, and the text: sorted.
    pub(super) by_content: Column<u64>,
    /// Key of a shingle, and a text that has it: sorted.
    pub(super) postings: Column<u64>,
    /// Where the postings of each first bits of a key begin; and where the last ones end.
    pub(super) directory: Column<u64>,
    /// Where the entries of each text begin in `text_entries`; and where the last ones end.
    pub(super) entry_starts: Column<u32>,
    pub(super) text_entries: Column<u32>,
    // Of each entry.
    pub(super) entry_texts: Column<u32>,
    pub(super) days: Column<i32>,
    /// Where its id begins in `id_bytes`; and where the last one ends.
    pub(super) id_starts: Column<u64>,
    pub(super) id_bytes: Column<u8>,
    /// Upper half of the id's hash, and the entry: sorted.
    pub(super) by_id: Column<u64>,
}

/// What tells at a glance whether two texts are much the same: the smallest hashes of their shingles, under
/// some orders (Broder's `MinHash`).
pub(super) type Glance = [u32; ORDERS];

const ORDERS: usize = 4;
const MULTIPLIERS: [u32; ORDERS] = [0x9e37_79b1, 0x85eb_ca77, 0xc2b2_ae3d, 0x27d4_eb2f];

/// That of a text.
pub(super) fn glance(codes: &[Code]) -> Glance {
    let mut smallest = [u32::MAX; ORDERS];
    sketch(codes, |hash| {
        for (smallest, multiplier) in smallest.iter_mut().zip(MULTIPLIERS) {
            *smallest = (*smallest).min(key(hash).wrapping_mul(multiplier));
        }
    });
    smallest
}

/// Whether two texts may be much the same: one of the hashes agrees.
pub(super) fn may_be_alike(a: &Glance, b: &Glance) -> bool {
    a.iter().zip(b).any(|(a, b)| a == b)
}

/// The key of a shingle: the part of its hash that postings keep. A sketch's limit is in the upper
/// bits, which are pushed out.
pub(super) fn key(hash: u64) -> u32 {
    (hash << 8 >> 32) as u32
}

/// Packs two numbers, to be sorted by the first.
fn packed(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

fn upper(number: u64) -> u32 {
    (number >> 32) as u32
}

/// The run of packed numbers that begin with this one.
fn run(sorted: &[u64], first: u32) -> &[u64] {
    let from = sorted.partition_point(|&it| upper(it) < first);
    let length = sorted[from..].partition_point(|&it| upper(it) == first);
    &sorted[from..from + length]
}

impl Base {
    pub(super) fn texts(&self) -> usize {
        self.contents.len()
    }

    pub(super) fn entries(&self) -> usize {
        self.entry_texts.len()
    }

    pub(super) fn codes(&self, text: u32) -> &[Code] {
        let text = text as usize;
        &self.codes[self.starts[text] as usize..self.starts[text + 1] as usize]
    }

    /// The text of these words.
    pub(super) fn text_of(&self, content: u64) -> Option<u32> {
        let same = |&it: &u64| self.contents[it as u32 as usize] == content;
        run(&self.by_content, upper(content)).iter().copied().find(same).map(|it| it as u32)
    }

    /// The postings of a shingle: the texts that have it are their lower halves, in order.
    pub(super) fn list(&self, key: u32) -> &[u64] {
        if self.directory.len() < 2 {
            return &[];
        }
        let drawer = key >> (u32::BITS - (self.directory.len() - 1).ilog2());
        let [from, to] = [0, 1].map(|by| self.directory[drawer as usize + by] as usize);
        run(&self.postings[from..to], key)
    }

    pub(super) fn glance(&self, text: u32) -> Glance {
        let first = ORDERS * text as usize;
        std::array::from_fn(|order| self.glances[first + order])
    }

    pub(super) fn entries_of(&self, text: u32) -> &[u32] {
        let text = text as usize;
        &self.text_entries[self.entry_starts[text] as usize..self.entry_starts[text + 1] as usize]
    }

    pub(super) fn id_bytes(&self, entry: u32) -> &[u8] {
        let entry = entry as usize;
        &self.id_bytes[self.id_starts[entry] as usize..self.id_starts[entry + 1] as usize]
    }

    pub(super) fn entry_of(&self, id: &[u8]) -> Option<u32> {
        let same = |&it: &u64| self.id_bytes(it as u32) == id;
        run(&self.by_id, upper(Id::hash(id))).iter().copied().find(same).map(|it| it as u32)
    }

    /// How many bytes of memory it holds.
    pub(super) fn memory(&self) -> usize {
        self.contents.memory()
            + self.starts.memory()
            + self.codes.memory()
            + self.glances.memory()
            + self.by_content.memory()
            + self.postings.memory()
            + self.directory.memory()
            + self.entry_starts.memory()
            + self.text_entries.memory()
            + self.entry_texts.memory()
            + self.days.memory()
            + self.id_starts.memory()
            + self.id_bytes.memory()
            + self.by_id.memory()
    }
}

/// Puts a base together.
#[derive(Default)]
pub(super) struct Builder {
    contents: Vec<u64>,
    starts: Vec<u64>,
    codes: Vec<Code>,
    glances: Vec<u32>,
    entry_texts: Vec<u32>,
    days: Vec<i32>,
    id_starts: Vec<u64>,
    id_bytes: Vec<u8>,
}

impl Builder {
    /// Adds a text, and gives its number.
    pub(super) fn text(&mut self, content: u64, codes: &[Code], glance: Glance) -> u32 {
        self.starts.push(self.codes.len() as u64);
        self.glances.extend(glance);
        self.codes.extend_from_slice(codes);
        self.contents.push(content);
        self.contents.len() as u32 - 1
    }

    /// Adds an entry for a text.
    pub(super) fn entry(&mut self, text: u32, day: i32, id: &[u8]) {
        self.entry_texts.push(text);
        self.days.push(day);
        self.id_starts.push(self.id_bytes.len() as u64);
        self.id_bytes.extend_from_slice(id);
    }

    /// Sorts what is to be found.
    pub(super) fn finish(mut self) -> Base {
        self.starts.push(self.codes.len() as u64);
        self.id_starts.push(self.id_bytes.len() as u64);
        // They stay as they are from here on.
        self.contents.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.codes.shrink_to_fit();
        self.glances.shrink_to_fit();
        self.entry_texts.shrink_to_fit();
        self.days.shrink_to_fit();
        self.id_starts.shrink_to_fit();
        self.id_bytes.shrink_to_fit();
        let texts = self.contents.len();
        let mut by_content: Vec<u64> = (0..)
            .zip(&self.contents)
            .map(|(text, &content)| packed(upper(content), text))
            .collect();
        by_content.par_sort_unstable();
        let mut by_id: Vec<u64> = (0..)
            .zip(self.id_starts.windows(2))
            .map(|(entry, ends)| {
                let id = &self.id_bytes[ends[0] as usize..ends[1] as usize];
                packed(upper(Id::hash(id)), entry)
            })
            .collect();
        by_id.par_sort_unstable();
        let (postings, directory) = self.postings(texts);
        let mut entry_starts = vec![0_u32; texts + 1];
        for &text in &self.entry_texts {
            entry_starts[text as usize + 1] += 1;
        }
        for text in 0..texts {
            entry_starts[text + 1] += entry_starts[text];
        }
        let mut next = entry_starts.clone();
        let mut text_entries = vec![0; self.entry_texts.len()];
        for (entry, &text) in (0..).zip(&self.entry_texts) {
            text_entries[next[text as usize] as usize] = entry;
            next[text as usize] += 1;
        }
        Base {
            contents: self.contents.into(),
            starts: self.starts.into(),
            codes: self.codes.into(),
            glances: self.glances.into(),
            by_content: by_content.into(),
            postings: postings.into(),
            directory: directory.into(),
            entry_starts: entry_starts.into(),
            text_entries: text_entries.into(),
            entry_texts: self.entry_texts.into(),
            days: self.days.into(),
            id_starts: self.id_starts.into(),
            id_bytes: self.id_bytes.into(),
            by_id: by_id.into(),
        }
    }

    fn postings(&self, texts: usize) -> (Vec<u64>, Vec<u64>) {
        let bits = |number: usize, least: u32| number.max(1).ilog2().clamp(least, 20);
        let bucket_bits = bits(self.codes.len() / SORTED_AT_ONCE, 0);
        let batches: Vec<Dealt> = (0..texts)
            .into_par_iter()
            .step_by(BATCH)
            .map(|first| {
                let mut postings = Vec::new();
                for text in first..texts.min(first + BATCH) {
                    let codes =
                        &self.codes[self.starts[text] as usize..self.starts[text + 1] as usize];
                    sketch(codes, |hash| postings.push(packed(key(hash), text as u32)));
                }
                Dealt::new(1 << bucket_bits, &postings, |posting| {
                    posting.checked_shr(u64::BITS - bucket_bits).unwrap_or(0) as usize
                })
            })
            .collect();
        let buckets: Vec<Vec<u64>> = (0..1_usize << bucket_bits)
            .into_par_iter()
            .map(|bucket| {
                let mut postings = Dealt::gather(&batches, bucket);
                postings.dedup();
                postings
            })
            .collect();
        drop(batches);
        let mut postings = Vec::with_capacity(buckets.iter().map(Vec::len).sum());
        for bucket in buckets {
            postings.extend_from_slice(&bucket);
        }
        let drawer_bits = bits(postings.len() / DRAWER, 1);
        let mut directory = vec![0_u64; (1 << drawer_bits) + 1];
        for &posting in &postings {
            directory[(posting >> (u64::BITS - drawer_bits)) as usize + 1] += 1;
        }
        for drawer in 1..directory.len() {
            directory[drawer] += directory[drawer - 1];
        }
        (postings, directory)
    }
}
