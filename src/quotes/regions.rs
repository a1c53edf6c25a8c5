//! What stands between a pair of marks, by what stands around it: a quotation of its own, some words
//! inside a sentence, or none at all, such as a title of a work, a nickname, a term.

use super::{Pair, QuoteKind};
use crate::lexicon::is_speech_verb;
use crate::text::is_blank;

/// Words in marks that are no more than these may be a title, a nickname, a term.
const SHORT: usize = 5;
/// So many capitals are rarely the beginnings of sentences and names alone.
const TITLE_CAPITALS: usize = 3;
/// Titles are no longer than this.
const LONGEST_TITLE: usize = 8;
/// How many words before and after a pair its verb may stand.
const VERB_BEFORE: usize = 3;
const VERB_AFTER: usize = 4;

/// A pair of marks and what stands around it.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub source: &'t str,
    pub pair: Pair,
}

impl<'t> Place<'t> {
    fn words(&self) -> &'t str {
        self.pair.content.of(self.source)
    }

    /// The paragraph's text before the pair, without blanks at its end.
    fn before(&self) -> &'t str {
        let before = &self.source[..self.pair.open.start() as usize];
        before.trim_end_matches(|c| is_blank(c) && !is_line_end(c))
    }

    /// The text after the pair.
    fn after(&self) -> &'t str {
        &self.source[self.pair.span().end() as usize..]
    }

    /// Whether a sentence or a paragraph begins with the pair, or with a time or number before it.
    fn begins_sentence(&self) -> bool {
        let before = self.before();
        let line = last_bytes(before).rsplit(is_line_end).next().unwrap_or("");
        let closed =
            before.trim_end_matches(['”', '"', '“', '’', '\'', '›', '»', '«', '」', '』', ')']);
        !line.contains(char::is_alphabetic)
            || closed.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।'])
            || before.ends_with(['”', '"', '»', ')', '-', '—', '–', '•', '*', '>'])
    }

    /// Whether the narration hands over to the pair: `he said, “…`, `The mayor: “…`.
    fn is_announced(&self) -> bool {
        let before = self.before();
        before.ends_with([':', '：'])
            || before.ends_with([',', '，'])
                && (self.begins_with_capital() || self.is_near_speech_verb())
    }

    /// Whether the words end like a sentence or clause that somebody spoke.
    fn ends_clause(&self) -> bool {
        let stop =
            |c| matches!(c, '.' | ',' | '!' | '?' | '…' | '。' | '！' | '？' | '，' | '؟' | '—');
        let inner = self.words().trim_end_matches(['’', '\'', '”', '"', ')', '»', '›', '」']);
        let after = self.after();
        inner.ends_with(stop)
            || after.starts_with(stop)
            || [" —", " –", " -", "–", "--"].iter().any(|dash| after.starts_with(dash))
    }

    fn begins_with_capital(&self) -> bool {
        let first = self.words().chars().find(|c| c.is_alphanumeric());
        // Scripts without capitals begin as they please.
        first.is_some_and(|c| !c.is_lowercase())
    }

    pub fn kind(&self) -> QuoteKind {
        let long = self.count_words() >= SHORT;
        let own = self.begins_sentence() && (long || self.ends_clause())
            || self.is_announced()
            || long && self.begins_with_capital() && self.ends_clause()
            || long && self.before().ends_with(" that");
        if own { QuoteKind::Direct } else { QuoteKind::Mixed }
    }

    /// How many words there are, as far as it matters; Chinese and Japanese write no blanks, and
    /// are counted by characters.
    fn count_words(&self) -> usize {
        let characters = self.words().chars().filter(|c| matches!(c, '\u{3040}'..='\u{9fff}'));
        let words = self.words().split_whitespace().take(LONGEST_TITLE + 1).count();
        words.max(characters.take(LONGEST_TITLE + 1).count())
    }

    /// Whether these are plainly no words of somebody's: a title, a nickname, an address.
    pub fn is_no_quotation(&self) -> bool {
        let words = self.words();
        if self.pair.continues || self.count_words() > LONGEST_TITLE {
            return false;
        }
        if self.count_words() <= SHORT {
            let address = words.contains("://") || words.starts_with('@') && !words.contains(' ');
            if address || self.before().ends_with('=') || !words.contains(char::is_alphabetic) {
                return true;
            }
        }
        is_title(words) && !self.is_spoken()
    }

    /// Whether somebody speaks, although the words look like a title.
    fn is_spoken(&self) -> bool {
        let capitals =
            self.words().split_whitespace().filter(|it| it.starts_with(char::is_uppercase));
        let exclaims = self.words().ends_with(['!', '?', '！', '？']);
        self.is_near_speech_verb()
            || self.before().ends_with([':', '：']) && self.count_words() <= SHORT
            || self.begins_sentence()
                && self.ends_clause()
                && (exclaims || capitals.take(TITLE_CAPITALS).count() < TITLE_CAPITALS)
    }

    /// Whether a verb of saying stands beside the pair: `chanted “Go Home”`, `“Never,” Lie said`.
    fn is_near_speech_verb(&self) -> bool {
        let is_verb =
            |word: &str| is_speech_verb(word.trim_matches(|c: char| !c.is_alphanumeric()));
        let before = last_bytes(self.before()).rsplit(is_line_end).next().unwrap_or("");
        let after = first_bytes(self.after()).split(is_line_end).next().unwrap_or("");
        before.split_whitespace().rev().take(VERB_BEFORE).any(is_verb)
            || after.split_whitespace().take(VERB_AFTER).any(is_verb)
    }
}

/// Words that stay small in a title, but for the very short ones.
const SMALL: [&str; 10] =
    ["about", "after", "against", "between", "from", "into", "over", "than", "under", "with"];

/// Whether every word that is not small by nature has a capital: `“The Long Winter”`.
pub(super) fn is_title(words: &str) -> bool {
    let mut capitals = 0;
    for word in words.split_whitespace() {
        let Some(c) = word.chars().find(|c| c.is_alphanumeric()) else { continue };
        if c.is_uppercase() || c.is_numeric() {
            capitals += 1;
        } else if word.len() > 3 && !SMALL.contains(&word) {
            return false;
        }
    }
    // Scripts without capitals write no titles that could be told.
    let first = words.chars().find(|c| c.is_alphanumeric());
    capitals > 0 && first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

/// How far from a pair words are looked at, in bytes: no line is too long.
const REACH: usize = 120;

/// About the last [`REACH`] bytes of a text.
fn last_bytes(text: &str) -> &str {
    let mut from = text.len().saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..]
}

/// About the first [`REACH`] bytes of a text.
fn first_bytes(text: &str) -> &str {
    let mut to = text.len().min(REACH);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    &text[..to]
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\x0b' | '\x0c' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
