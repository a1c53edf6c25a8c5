//! Texts as rows of codes: a word in sixteen bits.
//!
//! Enough to compare texts by, and small enough to keep a million of them: two words that are not
//! the same have the same code about once in thirty thousand, three in a row never.

use super::words::{Word, in_digits, words};
use crate::{Result, Span, hash, text};

/// A word: its kind in the upper bits, a part of its hash in the others.
pub(super) type Code = u16;

const NUMBER: Code = 0x8000;
const LETTER: Code = 0xc000;

/// The code of a word; a numeral has that of its digits.
pub(super) fn code(word: &Word) -> Code {
    let short = |hash: u64| (hash >> 48) as Code;
    match word {
        Word { letter: true, .. } => short(word.hash) | LETTER,
        Word { number: true, .. } => {
            short(in_digits(word.hash).unwrap_or(word.hash)) & !LETTER | NUMBER
        }
        _ => short(word.hash) & !NUMBER,
    }
}

/// Whether it is the code of a number.
pub(super) fn is_number(code: Code) -> bool {
    code & LETTER == NUMBER
}

/// Whether it is the code of a character in a script that writes no blanks.
pub(super) fn is_letter(code: Code) -> bool {
    code >= LETTER
}

/// What is known of a text beside its codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Digest {
    /// The hash of all its words; 0 for a text without any. Texts of the same words have the same.
    pub(super) content: u64,
    /// How many words it has.
    pub(super) words: u32,
}

/// Adds the codes of a text to `codes`.
pub(super) fn encode(source: &str, codes: &mut Vec<Code>) -> Result<Digest> {
    text::check_length(source)?;
    let (mut content, before) = (0, codes.len());
    words(source, Span::from_usize(0, source.len()), |word| {
        codes.push(code(&word));
        content = hash::pair(content, word.hash);
    });
    Ok(Digest { content, words: (codes.len() - before) as u32 })
}

/// A text's words and where they stand, for those who show them.
pub(super) fn encode_with_spans(source: &str) -> Result<(Vec<Code>, Vec<Span>)> {
    text::check_length(source)?;
    let (mut codes, mut spans) = (Vec::new(), Vec::new());
    words(source, Span::from_usize(0, source.len()), |word| {
        codes.push(code(&word));
        spans.push(word.span);
    });
    Ok((codes, spans))
}

/// The codes of many texts.
pub(super) trait Texts: Sync {
    /// Those of one of them.
    fn codes(&self, text: u32) -> &[Code];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> (Vec<Code>, Digest) {
        let mut codes = Vec::new();
        let digest = encode(text, &mut codes).unwrap();
        (codes, digest)
    }

    #[test]
    fn kinds_are_told_from_codes() {
        let (codes, digest) = encoded("In 1987 港 seven ferries");
        let numbers: Vec<bool> = codes.iter().map(|&code| is_number(code)).collect();
        assert_eq!(numbers, [false, true, false, true, false]);
        let letters: Vec<bool> = codes.iter().map(|&code| is_letter(code)).collect();
        assert_eq!(letters, [false, false, true, false, false]);
        assert_eq!(digest.words, 5);
        assert_eq!(encoded("7 of 1500").0, encoded("Seven of 1,500").0);
    }

    #[test]
    fn the_same_words_have_the_same_content() {
        assert_eq!(encoded("The ferry’s late.").1, encoded("THE FERRY'S, LATE").1);
        assert_ne!(encoded("late ferry").1, encoded("ferry late").1);
        assert_eq!(encoded(" … ").1, Digest::default());
    }

    #[test]
    fn spans_stand_beside_their_codes() {
        let text = "“Åse”: 新 1,5.";
        let (codes, spans) = encode_with_spans(text).unwrap();
        assert_eq!(codes, encoded(text).0);
        let words: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        assert_eq!(words, ["Åse", "新", "1,5"]);
    }
}
