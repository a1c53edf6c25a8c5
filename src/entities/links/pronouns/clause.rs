//! What a mention does in its sentence: whether it stands behind a preposition, and whether it speaks.

use super::quotes::is_quotation_mark;
use super::{Walk, is_determiner};
use crate::lexicon;

impl Walk<'_, '_, '_> {
    /// Whether a preposition, or the name of another one and `and`, stands before a mention, or a
    /// possessive behind it.
    pub(super) fn is_oblique(&self, at: usize, end: usize) -> bool {
        const FAR: usize = 5;
        let mut before = at;
        let reading = self.reading;
        for _ in 0..FAR {
            let Some(previous) = before.checked_sub(1) else { break };
            let word = reading.token(previous);
            let part = word.starts_with(char::is_uppercase) && !lexicon::starts_sentences(word)
                || lexicon::person_word(word).is_some()
                || word == "."
                    && before >= 2
                    && lexicon::abbreviation(reading.token(before - 2)).is_some();
            if !part {
                break;
            }
            before = previous;
        }
        let word = reading.token_before(before, 1);
        let word = if is_determiner(word) { reading.token_before(before, 2) } else { word };
        matches!(
            word,
            "of" | "by"
                | "with"
                | "to"
                | "from"
                | "for"
                | "against"
                | "at"
                | "about"
                | "on"
                | "in"
                | "than"
                | "like"
                | "and"
                | "between"
                | "under"
                | "including"
                | "over"
        ) || matches!(reading.token(end), "'s" | "’s")
    }

    /// Whether a verb of saying stands beside a mention: `Ane Lie said`, `says Ane Lie`, and with
    /// more about her between, `Ane Lie (45), a singer from Bergen, also said`.
    pub(super) fn is_beside_speech(&self, at: usize, end: usize) -> bool {
        let reading = self.reading;
        let beside = [reading.token_before(at, 1), reading.token(end), reading.token(end + 1)];
        beside.into_iter().any(lexicon::is_speech_verb) || {
            let verb = self.behind_more(end);
            verb > end && lexicon::is_speech_verb(reading.token(verb))
        }
    }

    /// Where the verb may stand of a name that ends: behind brackets, an apposition, a day and
    /// adverbs.
    pub(super) fn behind_more(&self, end: usize) -> usize {
        const FAR: usize = 16;
        let reading = self.reading;
        let mut at = end;
        if reading.token(at) == "("
            && let Some(close) = (at..at + FAR).find(|&at| reading.token(at) == ")")
        {
            at = close + 1;
        }
        if reading.token(at) == "," {
            let ends = |word: &str| is_quotation_mark(word) || matches!(word, "" | "." | ";" | ":");
            let inside = at + 1..at + FAR;
            let close = inside
                .take_while(|&at| !ends(reading.token(at)))
                .filter(|&at| reading.token(at) == ",");
            let mut close = close.filter(|&at| self.says(at + 1));
            if let Some(close) = close.next() {
                at = close + 1;
            }
        }
        if matches!(reading.token(at), "on" | "in" | "at")
            && lexicon::is_time_word(reading.token(at + 1))
        {
            at += 2;
        }
        if is_before_verb(reading.token(at)) { at + 1 } else { at }
    }

    /// Whether a verb of saying begins here, perhaps with an adverb before it.
    pub(super) fn says(&self, at: usize) -> bool {
        let word = self.reading.token(at);
        lexicon::is_speech_verb(word)
            || is_before_verb(word) && lexicon::is_speech_verb(self.reading.token(at + 1))
    }

    /// Whether a pronoun is the subject of a verb of saying: `he said`, `she also told`, `” said he`.
    pub(super) fn speaks(&self, at: usize) -> bool {
        let reading = self.reading;
        self.says(at + 1)
            || lexicon::is_speech_verb(reading.token_before(at, 1))
                && matches!(reading.token_before(at, 2), "," | "”" | "\"" | "’" | "'")
    }

    /// Whether nothing between two tokens begins another clause.
    pub(super) fn is_one_clause(&self, from: usize, to: usize) -> bool {
        const FAR: usize = 12;
        // The comma that closes an apposition.
        let from = if self.reading.token(from) == "," { from + 1 } else { from };
        to.saturating_sub(from) <= FAR
            && (from..to).all(|at| {
                !matches!(
                    self.reading.token(at),
                    "," | ";"
                        | ":"
                        | "that"
                        | "who"
                        | "and"
                        | "but"
                        | "after"
                        | "before"
                        | "because"
                        | "when"
                        | "if"
                        | "as"
                        | "while"
                        | "“"
                        | "\""
                        | "”"
                        | "since"
                        | "which"
                        | "where"
                )
            })
    }
}

/// What may stand between a subject and its verb: `also`, `later`, `has`.
pub(super) fn is_before_verb(word: &str) -> bool {
    matches!(word, "also" | "further" | "then" | "later" | "has" | "had" | "once")
        || word.ends_with("ly")
}
