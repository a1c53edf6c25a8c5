//! The phrases of the lexicon in a sentence.

use crate::lexicon::{self, Classes};

use super::document::Piece;
use super::words::Word;

/// The phrase of several words that holds a piece.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Match {
    pub classes: Classes,
    /// 1 for its first piece, 2 inside, 3 for the last; 0 for no match.
    pub position: u8,
}

/// Words of the longest phrase.
pub(crate) const LONGEST: usize = 7;
/// Marks the longest phrases of several words among the pieces of a sentence.
pub(crate) fn find(pieces: &[Piece], words: &[Word], matches: &mut [Match]) {
    let word = |at: usize| &words[pieces[at].word as usize];
    let mut at = 0;
    while at < pieces.len() {
        let mut best = (1, Classes::default());
        if word(at).is_name_like() || word(at).is_signal {
            let mut key = lexicon::word_key(word(at).lower);
            let mut begins = lexicon::phrase(key).is_some();
            for end in at + 1..pieces.len().min(at + LONGEST) {
                if !begins {
                    break;
                }
                key = lexicon::longer_key(key, word(end).lower);
                let set = lexicon::phrase(key);
                begins = set.is_some();
                if let Some(set) = set.filter(|it| !it.is_empty()) {
                    best = (end + 1 - at, set);
                }
            }
        }
        let (length, classes) = best;
        if length > 1 {
            for (number, it) in matches[at..at + length].iter_mut().enumerate() {
                let position = if number == 0 {
                    1
                } else if number + 1 == length {
                    3
                } else {
                    2
                };
                *it = Match { classes, position };
            }
        }
        at += length;
    }
}
