//! Who said what: for now the quotation marks, and the quotations that stand between them.
//!
//! 1. [`pair_marks`] pairs the marks (`marks` finds them, `pairs` pairs them);
//! 2. the outermost pairs are quotations, put together where a quotation was broken off or runs
//!    through several paragraphs;
//! 3. what is plainly no quotation is left out: titles of works, nicknames, terms.

mod marks;
mod pairs;
// Nobody asks yet who speaks but tests and the measuring of it.
#[cfg_attr(not(any(test, feature = "train")), allow(dead_code))]
pub(crate) mod speakers;
#[cfg(feature = "train")]
#[doc(hidden)]
pub mod train;

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::lexicon::is_speech_verb;
use crate::text::{Text, is_blank};

pub use pairs::{Pair, pair_marks};

/// What somebody said, wrote or thought, as the text gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// How it is given.
    pub kind: QuoteKind,
    /// Its pieces in order, without the outer marks; never empty, none of them empty.
    pub parts: Vec<Span>,
    /// The words that say that somebody says it: `said`, `according to`.
    pub cue: Option<Span>,
    /// The words that name who says it, where any do: `She`, `a spokesman for the police`.
    pub source: Option<Span>,
    /// Whom the source stands for; `None` where that is not clear.
    pub speaker: Option<Speaker>,
    /// Whether it was said or written, and not but thought, wanted, planned.
    pub speech: bool,
    /// Whether it is denied: `denied the charge`, `did not rule out a strike`.
    pub negated: bool,
    /// How sure it is that this is a quotation by this source, 0 to 1.
    pub confidence: f32,
}

impl Quote {
    /// Words between marks of which nothing else is known yet.
    fn of(kind: QuoteKind, parts: Vec<Span>) -> Self {
        Self {
            kind,
            parts,
            cue: None,
            source: None,
            speaker: None,
            speech: true,
            negated: false,
            confidence: 1.0,
        }
    }

    /// From the start of the first part to the end of the last.
    pub fn span(&self) -> Span {
        self.parts[0].cover(self.parts[self.parts.len() - 1])
    }
}

/// How a text gives somebody's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum QuoteKind {
    /// Word for word, between marks: a sentence or clause of its own.
    Direct,
    /// In the words of the narration, some of them between marks.
    Mixed,
    /// In the words of the narration.
    Indirect,
}

impl QuoteKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Mixed, Self::Indirect];

    /// Its name: `direct`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }

    /// The kind of that name.
    ///
    /// ```
    /// use copydesk::QuoteKind;
    ///
    /// assert_eq!(QuoteKind::of_name("mixed"), Some(QuoteKind::Mixed));
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Whose words a quotation gives.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// The full name of the entity that it is, or the words that describe it: `immigration
    /// authorities in Oslo`.
    pub name: String,
    /// What it is.
    pub kind: SpeakerKind,
    /// The number of the entity that it is, if it has a name.
    pub entity: Option<usize>,
}

/// What speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SpeakerKind {
    /// Somebody, with a name or without: `a fisherman`.
    Person,
    /// A company, a ministry, a state, the police.
    Org,
    /// Several people, or people at large: `residents`.
    Group,
    /// A report, a survey, a law, footage.
    Document,
}

impl SpeakerKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Person, Self::Org, Self::Group, Self::Document];

    /// Its name: `org`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Org => "org",
            Self::Group => "group",
            Self::Document => "document",
        }
    }

    /// The kind of that name.
    ///
    /// ```
    /// use copydesk::quotes::SpeakerKind;
    ///
    /// assert_eq!(SpeakerKind::of_name("group"), Some(SpeakerKind::Group));
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A quotation that a comma breaks off goes on within this many bytes: `,” the mayor said, “`.
const LONGEST_ASIDE: usize = 160;
/// Words in marks that are no more than these may be a title, a nickname, a term.
const SHORT: usize = 5;
/// How many words before and after a pair its verb may stand.
const VERB_BEFORE: usize = 3;
const VERB_AFTER: usize = 4;

/// The quotations of a text, in order.
pub fn extract_quotes(text: &Text<'_>) -> Vec<Quote> {
    let source = text.source();
    let mut quotes: Vec<Quote> = Vec::new();
    let mut last: Option<Pair> = None;
    for pair in pair_marks(source, text.paragraphs()) {
        if pair.depth > 0 || pair.content.is_empty() {
            continue;
        }
        let place = Place { text, source, pair };
        let resumes = last.is_some_and(|last| pair.continues || place.resumes(last));
        match quotes.last_mut() {
            Some(quote) if resumes => quote.parts.push(pair.content),
            _ if place.is_no_quotation() => {
                last = None;
                continue;
            }
            _ => quotes.push(Quote::of(place.kind(), vec![pair.content])),
        }
        last = Some(pair);
    }
    quotes
}

/// A pair of marks and what stands around it.
#[derive(Clone, Copy)]
struct Place<'t> {
    text: &'t Text<'t>,
    source: &'t str,
    pair: Pair,
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

    fn kind(&self) -> QuoteKind {
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
        let words = self.words().split_whitespace().take(SHORT + 1).count();
        words.max(characters.take(SHORT + 1).count())
    }

    /// Whether the pair takes up a quotation that a comma broke off: `“We know,” she said, “that …`.
    fn resumes(&self, last: Pair) -> bool {
        if last.single != self.pair.single || last.close.is_none() {
            return false;
        }
        let (from, to) = (last.span().end(), self.pair.open.start());
        let aside = &self.source[from as usize..to as usize];
        let broken_off = last.content.of(self.source).ends_with([',', '—', '–', '-'])
            || aside.trim_start_matches(is_blank).starts_with([',', '，', '—', '–']);
        let sentences = self.text.sentences();
        let next_sentence = sentences.partition_point(|sentence| sentence.start() <= from);
        let same_sentence = sentences.get(next_sentence).is_none_or(|next| next.start() > to);
        broken_off
            && same_sentence
            && aside.len() <= LONGEST_ASIDE
            && aside.trim_end_matches(is_blank).ends_with([',', '—', '–', '，'])
            && aside.chars().any(char::is_alphabetic)
            && (!self.begins_with_capital() || is_one_cue(aside))
    }

    /// Whether these are plainly no words of somebody's: a title, a nickname, an address.
    fn is_no_quotation(&self) -> bool {
        let words = self.words();
        if self.pair.continues || self.count_words() > SHORT {
            return false;
        }
        let address = words.contains("://") || words.starts_with('@') && !words.contains(' ');
        if address || self.before().ends_with('=') || !words.contains(char::is_alphabetic) {
            return true;
        }
        let spoken = self.begins_sentence() && self.ends_clause()
            || self.before().ends_with([':', '：'])
            || self.is_near_speech_verb();
        !spoken && self.is_title()
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

    /// Whether every word that is not small by nature has a capital: `“The Long Winter”`.
    fn is_title(&self) -> bool {
        let mut capitals = 0;
        for word in self.words().split_whitespace() {
            let Some(c) = word.chars().find(|c| c.is_alphanumeric()) else { continue };
            if c.is_uppercase() || c.is_numeric() {
                capitals += 1;
            } else if word.len() > 3 {
                return false;
            }
        }
        capitals > 0 && self.begins_with_capital()
    }
}

/// Whether an aside tells of one speaker only, `,” she said, “`: not `,” said Lie, and Nes said, “`,
/// nor `,” he said, adding, “`.
fn is_one_cue(aside: &str) -> bool {
    let words = aside.split(|c: char| !c.is_alphanumeric());
    let mut cues = words.filter(|word| is_speech_verb(word));
    cues.next().is_some_and(|cue| !cue.ends_with("ing")) && cues.next().is_none()
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
