//! Sentences, for news.
//!
//! A sentence ends at a paragraph's end, and at a stop that is one. Whether a `.` is one depends on
//! the word before it (an abbreviation of five kinds, an initial, a list number) and on the word
//! after it; whether `?` and `!` are, on whether the sentence goes on after a quotation
//! (`“Why?” she asked`). Rules and tables only, in one pass over the tokens.

use super::{Token, TokenKind};
use crate::Span;
use crate::lexicon::{Abbreviation, abbreviation, is_speech_verb, is_time_word, starts_sentences};

/// How many words of a name may stand between a quotation and its verb: `!” Ane Marie Lie said`.
const NAME_WORDS: usize = 6;

/// Adds the sentences of a paragraph, whose tokens these are, to `sentences`.
pub(super) fn split(source: &str, tokens: &[Token], sentences: &mut Vec<Span>) {
    let Some(last) = tokens.last() else { return };
    let paragraph = Paragraph { source, tokens };
    let mut first = 0;
    let mut at = 0;
    while at < tokens.len() {
        let (next, ends) = paragraph.pass(first, at);
        if ends && next < tokens.len() {
            sentences.push(tokens[first].span.cover(tokens[next - 1].span));
            first = next;
        }
        at = next;
    }
    sentences.push(tokens[first].span.cover(last.span));
}

struct Paragraph<'t> {
    source: &'t str,
    tokens: &'t [Token],
}

impl<'t> Paragraph<'t> {
    fn word(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.source))
    }

    fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    /// Whether no blank stands between a token and the one before it.
    fn touches(&self, at: usize) -> bool {
        at > 0
            && at < self.tokens.len()
            && self.tokens[at - 1].span.end() == self.tokens[at].span.start()
    }

    /// Passes a token, or a stop with all that closes with it: where the next one is, and whether
    /// the sentence that began at token `first` ends before it.
    fn pass(&self, first: usize, at: usize) -> (usize, bool) {
        let mut next = at + 1;
        if matches!(self.tokens[at].kind, TokenKind::Word | TokenKind::Number) {
            return (next, self.credit_begins(next));
        }
        let Some(mut stop) = Stop::of(self.word(at)) else { return (next, false) };
        // What closes with the sentence: quotation marks, brackets, more stops.
        let mut quoted = false;
        while self.touches(next) {
            let word = self.word(next);
            if let Some(more) = Stop::of(word) {
                stop = stop.and(more);
            } else if is_closing(word) {
                quoted |= is_quotation_mark(word);
            } else {
                break;
            }
            next += 1;
        }
        while let Some(behind) = self.footnote_end(next) {
            next = behind;
        }
        let ends = if self.touches(next) {
            self.ends_without_blank(at, next, stop)
        } else {
            self.ends_before(first, at, next, stop, quoted)
        };
        (next, ends)
    }

    /// Where a footnote's mark ends that begins at a token: `[12]`.
    fn footnote_end(&self, at: usize) -> Option<usize> {
        let mark = self.word(at) == "["
            && self.kind(at + 1) == Some(TokenKind::Number)
            && self.word(at + 2) == "]";
        mark.then_some(at + 3)
    }

    /// Whether a caption's credit begins at a token: `Image:`, `Photo:`.
    fn credit_begins(&self, at: usize) -> bool {
        self.word(at + 1) == ":"
            && self.touches(at + 1)
            && !self.touches(at + 2)
            && matches!(
                self.word(at),
                "Image" | "Images" | "Photo" | "Photos" | "Picture" | "Credit"
            )
    }

    /// Whether a sentence ends though the next one follows without a blank.
    fn ends_without_blank(&self, at: usize, next: usize, stop: Stop) -> bool {
        match stop {
            Stop::Wide => true,
            // `said.The`: cut by the tokens only where it looks like this.
            _ => {
                next == at + 1
                    && self.touches(at)
                    && self.kind(at - 1) == Some(TokenKind::Word)
                    && self.word(at - 1).chars().count() > 1
                    && self.word(at - 1).ends_with(char::is_lowercase)
                    && is_capitalized(self.word(next))
                    && abbreviation(self.word(at - 1)).is_none()
            }
        }
    }

    /// Whether a sentence ends at the stop `at` when `next` is the token after the blank.
    fn ends_before(&self, first: usize, at: usize, next: usize, stop: Stop, quoted: bool) -> bool {
        // The word that follows, behind opening marks.
        let mut begin = next;
        while is_opening(self.word(begin)) && begin < next + 3 {
            begin += 1;
        }
        let word = self.word(begin);
        let Some(c) = word.chars().next() else { return true };
        if matches!(word, "-" | "--" | "–" | "—" | "―") {
            // `“Never.” — Ane Lie`, `Jan. 4 -- Rain.`
            return false;
        }
        if c.is_lowercase() && !is_brand(word) {
            return false;
        }
        match stop {
            Stop::Wide => true,
            Stop::Strong => {
                let goes_on = self.firm_follows(begin) || self.year_follows(next);
                !(goes_on || quoted && self.attribution_follows(next))
            }
            // “I … I cannot”, “Well... No”
            Stop::Dots => !matches!(word, "I" | "I'm" | "I’m") || begin > next,
            Stop::Full => {
                if quoted || !self.touches(at) || at + 1 < next && self.word(at + 1) == ")" {
                    return true;
                }
                self.full_stop_ends(first, at, begin, begin > next)
            }
        }
    }

    /// Whether a plain full stop ends the sentence before `next`, which has a capital, is a number
    /// or no word at all.
    fn full_stop_ends(&self, first: usize, at: usize, next: usize, opened: bool) -> bool {
        let before = self.word(at - 1);
        let after = self.word(next);
        if opened && matches!(self.word(at + 1), "(" | "[") && is_abbreviated(before) {
            // `Casey Jr. (D-Pa.)`, `Nordhav Inc. (NRD.OL)`
            return false;
        }
        let is_number = self.kind(next) == Some(TokenKind::Number);
        let starts = opened || starts_sentences(after);
        // `1. `, `a. `, `IV. ` at the beginning are the labels of a list.
        if at - 1 == first && (self.kind(first) == Some(TokenKind::Number) || is_label(before)) {
            return false;
        }
        match abbreviation(before) {
            Some(Abbreviation::Title) => return false,
            Some(Abbreviation::Number) => return !is_number,
            Some(Abbreviation::Month) => return !is_number && starts,
            Some(Abbreviation::Inner) => return starts,
            Some(Abbreviation::Final) => return !is_time_word(after),
            None => {}
        }
        let mut letters = before.chars();
        if let (Some(letter), None) = (letters.next(), letters.next()) {
            if matches!(before, "b" | "d" | "m") && (is_number || is_time_word(after)) {
                return false; // born, died, married
            }
            // An initial, unless a word follows that begins sentences.
            return !letter.is_uppercase() || starts;
        }
        if is_acronym(before) {
            return starts || abbreviation(after) == Some(Abbreviation::Title);
        }
        // A short word of a capital and consonants is an abbreviation that no table knows.
        !is_clipped(before) || starts
    }

    /// Whether the year of a work follows its name: `Rain! (1965)`.
    fn year_follows(&self, next: usize) -> bool {
        self.word(next) == "("
            && self.kind(next + 1) == Some(TokenKind::Number)
            && self.word(next + 2) == ")"
    }

    /// Whether the rest of a firm's name follows its own mark: `Yahoo! Inc.`
    fn firm_follows(&self, next: usize) -> bool {
        self.word(next + 1) == "." && abbreviation(self.word(next)) == Some(Abbreviation::Inner)
    }

    /// Whether a name and a verb of saying follow a quotation: `Ane Lie said`, `said Ane Lie`.
    fn attribution_follows(&self, next: usize) -> bool {
        for at in next..=next + NAME_WORDS {
            let word = self.word(at);
            if is_speech_verb(word) {
                return true;
            }
            let named =
                is_capitalized(word) || matches!(word, "." | "of" | "de" | "von" | "van" | "al");
            if !named {
                return false;
            }
        }
        false
    }
}

/// Whether a word may have its full stop from being cut short.
fn is_abbreviated(word: &str) -> bool {
    let initial = word.chars().count() == 1 && word.starts_with(char::is_alphabetic);
    initial || abbreviation(word).is_some() || is_acronym(word)
}

/// What kind of stop ends a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// `.`
    Full,
    /// `...`, `…`
    Dots,
    /// `!`, `?`
    Strong,
    /// Stops of scripts that write no blank after them, or that have no other use: `。`, `؟`, `।`.
    Wide,
}

impl Stop {
    fn of(word: &str) -> Option<Self> {
        match word {
            "." => Some(Self::Full),
            "…" => Some(Self::Dots),
            "!" | "?" | "‼" | "⁉" | "⁈" | "‽" => Some(Self::Strong),
            "。" | "！" | "？" | "｡" | "．" | "؟" | "۔" | "।" | "॥" | "։" | "።" | "။" => {
                Some(Self::Wide)
            }
            _ if word.starts_with("..") => Some(Self::Dots),
            _ => None,
        }
    }

    /// Two stops that follow each other.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Wide, _) | (_, Self::Wide) => Self::Wide,
            (Self::Strong, _) | (_, Self::Strong) => Self::Strong,
            _ => Self::Dots,
        }
    }
}

fn is_quotation_mark(word: &str) -> bool {
    matches!(word, "\"" | "'" | "”" | "’" | "“" | "‘" | "»" | "«" | "›" | "‹" | "」" | "』" | "`")
}

fn is_closing(word: &str) -> bool {
    is_quotation_mark(word) || matches!(word, ")" | "]" | "}" | "）" | "】" | "》")
}

fn is_opening(word: &str) -> bool {
    is_quotation_mark(word)
        || matches!(word, "(" | "[" | "„" | "‚" | "¿" | "¡" | "（" | "「" | "『" | "【" | "《")
}

fn is_capitalized(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// `iPhone`, `eBay`: a small letter that may begin a sentence.
fn is_brand(word: &str) -> bool {
    word.chars().nth(1).is_some_and(char::is_uppercase)
}

/// `a`, `B`, `iv`, `XII`: the label of an item of a list.
fn is_label(word: &str) -> bool {
    let single = word.chars().count() == 1 && word != "I";
    single
        || word.len() > 1 && word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'))
        || word.len() > 1 && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}

/// `U.S`, `D.C`, `J.K`: letters with stops between them.
fn is_acronym(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2)
}

/// `Sgt`, `Hwy`: a capital, and small consonants only.
fn is_clipped(word: &str) -> bool {
    let mut chars = word.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    let rest = chars.as_str();
    capital
        && (1..=4).contains(&rest.len())
        && rest.bytes().all(|byte| byte.is_ascii_lowercase() && !b"aeiouy".contains(&byte))
}
