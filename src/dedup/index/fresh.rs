//! The part of an index that grows: what came since the rest was sorted.

use std::collections::HashMap;

use super::base::{Glance, glance, key};
use crate::dedup::codes::Code;
use crate::dedup::shingles::sketch;
use crate::hash::ByHash;

/// Texts, each of them once, and the entries that have them; their numbers go on from those of the base.
#[derive(Default)]
pub(super) struct Fresh {
    pub(super) contents: Vec<u64>,
    starts: Vec<usize>,
    codes: Vec<Code>,
    pub(super) glances: Vec<Glance>,
    by_content: ByHash<u32>,
    /// For each key of a shingle its text, or [`LISTS`] and the number of its list.
    lists: ByHash<u32>,
    long: Vec<Vec<u32>>,
    pub(super) entry_texts: Vec<u32>,
    pub(super) days: Vec<i32>,
    pub(super) ids: Vec<Box<[u8]>>,
    by_id: HashMap<Box<[u8]>, u32>,
    entries: HashMap<u32, Vec<u32>>,
}

const LISTS: u32 = 1 << 31;

impl Fresh {
    pub(super) fn texts(&self) -> usize {
        self.contents.len()
    }

    pub(super) fn codes(&self, text: u32) -> &[Code] {
        let text = text as usize;
        let end = self.starts.get(text + 1).copied().unwrap_or(self.codes.len());
        &self.codes[self.starts[text]..end]
    }

    pub(super) fn text_of(&self, content: u64) -> Option<u32> {
        self.by_content.get(&content).copied()
    }

    pub(super) fn list(&self, key: u32) -> &[u32] {
        match self.lists.get(&spread(key)) {
            None => &[],
            Some(text) if text & LISTS == 0 => std::slice::from_ref(text),
            Some(number) => &self.long[(number & !LISTS) as usize],
        }
    }

    pub(super) fn entry_of(&self, id: &[u8]) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    /// The entries of a text by its number in the whole index; those here, of that number less `before`.
    pub(super) fn entries_of(&self, text: u32) -> &[u32] {
        self.entries.get(&text).map_or(&[], Vec::as_slice)
    }

    /// Adds a text; `number` is the one that it has in the whole index. It stands in the lists by the number
    /// that it has here.
    pub(super) fn text(&mut self, content: u64, codes: &[Code]) -> u32 {
        let text = self.contents.len() as u32;
        self.starts.push(self.codes.len());
        self.codes.extend_from_slice(codes);
        self.glances.push(glance(codes));
        self.contents.push(content);
        self.by_content.insert(content, text);
        let (lists, long) = (&mut self.lists, &mut self.long);
        sketch(codes, |hash| {
            let known = lists.entry(spread(key(hash))).or_insert(text);
            if *known & LISTS == 0 {
                if *known != text {
                    long.push(vec![*known, text]);
                    *known = LISTS | (long.len() as u32 - 1);
                }
            } else {
                let list = &mut long[(*known & !LISTS) as usize];
                if list.last() != Some(&text) {
                    list.push(text);
                }
            }
        });
        text
    }

    /// Adds an entry for a text by its number in the whole index.
    pub(super) fn entry(&mut self, text: u32, day: i32, id: Vec<u8>) {
        let (entry, id) = (self.entry_texts.len() as u32, id.into_boxed_slice());
        self.entry_texts.push(text);
        self.days.push(day);
        self.by_id.insert(id.clone(), entry);
        self.ids.push(id);
        self.entries.entry(text).or_default().push(entry);
    }

    /// Forgets an id, so that it can be used again.
    pub(super) fn forget(&mut self, id: &[u8]) {
        self.by_id.remove(id);
    }

    /// About how many bytes of memory it holds.
    pub(super) fn memory(&self) -> usize {
        let long: usize = self.long.iter().map(|list| 24 + 4 * list.capacity()).sum();
        let ids: usize = self.ids.iter().map(|id| id.len()).sum();
        2 * self.codes.capacity()
            + 32 * self.contents.capacity()
            + 18 * (self.by_content.capacity() + self.lists.capacity())
            + long
            + 2 * ids
            + 128 * self.entry_texts.len()
    }
}

fn spread(key: u32) -> u64 {
    u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
