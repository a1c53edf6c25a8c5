//! Who spoke so far.

use crate::lexicon::Gender;
use crate::quotes::{Speaker, SpeakerKind};
use crate::text::Key;

/// So many of those who spoke last are looked at.
const IN_MIND: usize = 24;

/// Somebody who spoke, and how they were called.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub speaker: Speaker,
    /// Where their source stands.
    pub at: u32,
    /// … and ends.
    pub end: u32,
    pub gender: Option<Gender>,
    pub is_plural: bool,
    /// The head of the description, for those without names, and the words beside it.
    pub head: Option<Key>,
    pub words: Vec<Key>,
    /// Whether what they made spoke for them: `the statement`.
    pub has_stated: bool,
    /// Whether somebody else tells that they spoke.
    pub is_inner: bool,
}

impl Known {
    pub fn of(speaker: Speaker) -> Self {
        Self {
            speaker,
            at: 0,
            end: 0,
            gender: None,
            is_plural: false,
            head: None,
            words: Vec::new(),
            has_stated: false,
            is_inner: false,
        }
    }

    pub fn is_person(&self) -> bool {
        self.speaker.kind == SpeakerKind::Person
    }
}

/// Who spoke so far, the last one last.
#[derive(Default)]
pub(super) struct Said {
    all: Vec<Known>,
}

impl Said {
    pub fn add(&mut self, known: Known) {
        self.all.push(known);
    }

    /// The last ones whose sources stand before a byte or there, the last one first.
    pub fn lately(&self, at: u32) -> impl Iterator<Item = &Known> {
        self.all.iter().rev().take(IN_MIND).filter(move |it| it.at <= at)
    }
}
