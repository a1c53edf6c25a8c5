//! A quotation in the making: in pieces of the text.

use super::cues::Cue;

/// What somebody says, before it has spans and a speaker.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Draft {
    /// What is said: pieces from, to; in order, disjoint.
    pub contents: Vec<(usize, usize)>,
    pub cue: Option<Cue>,
    pub source: Option<(usize, usize)>,
    /// Whether its contents are whole as they are, whatever marks stand around them.
    pub is_whole: bool,
}

impl Draft {
    /// How many of some pieces belong to it.
    pub fn covers(&self, pieces: (usize, usize)) -> usize {
        let overlap = |it: &(usize, usize)| it.1.min(pieces.1).saturating_sub(it.0.max(pieces.0));
        self.contents.iter().map(overlap).sum()
    }
}
