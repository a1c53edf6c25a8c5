//! What the first reading found each word of a text to be, for the second one.

use super::kind::EntityKind;
use crate::tagger::Document;

/// Kinds, and none.
const CHOICES: usize = EntityKind::ALL.len() + 1;

/// For each form of a word, how often it was of each kind where it has a capital.
#[derive(Debug, Default)]
pub(super) struct Votes {
    counts: Vec<[u16; CHOICES]>,
}

impl Votes {
    /// For a document, from the kind of each of its pieces.
    pub fn count(document: &Document, kinds: &[Option<u8>]) -> Self {
        let mut counts = vec![[0; CHOICES]; document.usages.len()];
        for (at, kind) in kinds.iter().enumerate() {
            let word = document.word(at);
            if word.is_name_like() {
                let choice = kind.map_or(CHOICES - 1, usize::from);
                let count: &mut u16 = &mut counts[word.form as usize][choice];
                *count = count.saturating_add(1);
            }
        }
        Self { counts }
    }

    /// The share of each kind in four steps, two bits each; and the most frequent kind.
    pub fn of(&self, form: u32) -> Option<(u64, u64)> {
        let counts = &self.counts[form as usize];
        let sum: u32 = counts.iter().map(|&it| u32::from(it)).sum();
        if sum == 0 {
            return None;
        }
        let step = |count: u16| match u32::from(count) * 100 / sum {
            _ if count == 0 => 0,
            0..25 => 1,
            25..60 => 2,
            _ => 3_u64,
        };
        let set = counts.iter().rev().fold(0, |set, &count| set << 2 | step(count));
        let best =
            (0..CHOICES).fold(0, |best, it| if counts[it] > counts[best] { it } else { best });
        Some((set, best as u64))
    }
}
