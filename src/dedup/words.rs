//! Words as the comparison of texts sees them: folded, hashed, numbers flagged.
//!
//! One pass over the bytes. A word is a run of letters and digits; case, apostrophes, soft hyphens,
//! zero-width characters and ligatures make no difference, all punctuation separates. Inside a
//! number a stop and a comma are the same, and belong to it. A character of a script that writes no
//! blanks (Han, kana, Thai, Lao, Khmer, Burmese) is a word of its own.

use crate::Span;
use crate::text::fold_char;

/// A word: what it folds to, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// The hash of the folded word. Equal words have equal hashes on every machine.
    pub(super) hash: u64,
    /// Where it stands.
    pub(super) span: Span,
    /// Digits only, or a numeral: `1,500`, `seven`.
    pub(super) number: bool,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
}

/// A range of words, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordRange {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl WordRange {
    pub(super) fn len(self) -> u32 {
        self.end - self.start
    }

    pub(super) fn indices(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The hash of a folded word: FNV-1a in 64 bits (Fowler, Noll, Vo), then the finalizer of
/// `MurmurHash3` (Appleby), so that its low bits are as good as the others.
#[cfg(test)]
fn hash(folded: &[u8]) -> u64 {
    finish(folded.iter().fold(BASIS, |hash, &byte| step(hash, byte)))
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

fn finish(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// Numerals that news writes out.
#[rustfmt::skip]
const NUMERALS: [&str; 33] = [
    "zero", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred",
    "thousand", "million", "billion", "trillion", "dozen",
];

/// Their hashes, unfinished; and which last bytes of a hash occur, to look no further at others.
const NUMERAL_HASHES: ([u64; NUMERALS.len()], [bool; 256]) = {
    let (mut hashes, mut last_bytes) = ([0; NUMERALS.len()], [false; 256]);
    let mut number = 0;
    while number < NUMERALS.len() {
        let word = NUMERALS[number].as_bytes();
        let (mut hash, mut at) = (BASIS, 0);
        while at < word.len() {
            hash = step(hash, word[at]);
            at += 1;
        }
        hashes[number] = hash;
        last_bytes[(hash & 0xff) as usize] = true;
        number += 1;
    }
    (hashes, last_bytes)
};

/// Whether an unfinished hash is that of a numeral.
fn is_numeral(hash: u64) -> bool {
    NUMERAL_HASHES.1[(hash & 0xff) as usize] && NUMERAL_HASHES.0.contains(&hash)
}

/// What a byte means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Separator,
    Letter,
    Digit,
    /// Inside words it is passed over: `don't`.
    Apostrophe,
    /// Inside numbers it belongs to them: `1,500`, `3.5`.
    Point,
    /// The beginning of a character beyond ASCII.
    Wide,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Separator; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'\'' => Class::Apostrophe,
            b'.' | b',' => Class::Point,
            0x80.. => Class::Wide,
            _ => Class::Separator,
        };
        byte += 1;
    }
    classes
};

/// Adds the words of a part of `source` to `words`.
pub(super) fn words(source: &str, part: Span, words: &mut Vec<Word>) {
    let bytes = source.as_bytes();
    let end = part.end() as usize;
    let mut at = part.start() as usize;
    let mut word = Builder::default();
    while at < end {
        let byte = bytes[at];
        match CLASSES[byte as usize] {
            Class::Letter => {
                at = word.letters(bytes, at, end);
                continue;
            }
            Class::Digit => word.digit(byte, at),
            Class::Apostrophe => {}
            Class::Point => {
                let inside = word.digits_only()
                    && at + 1 < end
                    && bytes[at + 1].is_ascii_digit()
                    && at > 0
                    && bytes[at - 1].is_ascii_digit();
                if inside {
                    word.point();
                } else {
                    word.end(at, words);
                }
            }
            Class::Separator => word.end(at, words),
            Class::Wide => {
                let Some(c) = source[at..end].chars().next() else { break };
                wide(c, at, &mut word, words);
                at += c.len_utf8();
                continue;
            }
        }
        at += 1;
    }
    word.end(end, words);
}

/// A character beyond ASCII.
fn wide(c: char, at: usize, word: &mut Builder, words: &mut Vec<Word>) {
    match c {
        _ if writes_no_blanks(c) => {
            word.end(at, words);
            word.char(c, false, at);
            word.end(at + c.len_utf8(), words);
        }
        _ => {
            let capital = c.is_uppercase();
            fold_char(c, |folded| match folded {
                '\'' => {}
                '0'..='9' => word.digit(folded as u8, at),
                // Curly quotes, dashes, dots: known without asking Unicode's tables.
                ..='\u{7f}' if !folded.is_ascii_alphabetic() => word.end(at, words),
                _ if folded.is_alphanumeric() => word.char(folded, capital, at),
                // Combining marks stay inside the word.
                '\u{300}'..='\u{36f}' => word.char(folded, false, at),
                _ => word.end(at, words),
            });
        }
    }
}

/// Scripts whose words are not set apart.
fn writes_no_blanks(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A word in the making.
struct Builder {
    hash: u64,
    start: usize,
    length: usize,
    digits: usize,
    capital: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self { hash: BASIS, start: 0, length: 0, digits: 0, capital: false }
    }
}

impl Builder {
    fn byte(&mut self, byte: u8, capital: bool, at: usize) {
        if self.length == 0 {
            self.start = at;
            self.capital = capital;
        }
        self.hash = step(self.hash, byte);
        self.length += 1;
    }

    /// Takes a run of ASCII letters from `at` on, and gives where it ends. Nearly all of news is
    /// such runs.
    fn letters(&mut self, bytes: &[u8], mut at: usize, end: usize) -> usize {
        if self.length == 0 {
            self.start = at;
            self.capital = bytes[at].is_ascii_uppercase();
        }
        let (from, mut hash) = (at, self.hash);
        while at < end && CLASSES[bytes[at] as usize] == Class::Letter {
            hash = step(hash, bytes[at].to_ascii_lowercase());
            at += 1;
        }
        self.hash = hash;
        self.length += at - from;
        at
    }

    fn digit(&mut self, digit: u8, at: usize) {
        self.byte(digit, false, at);
        self.digits += 1;
    }

    fn point(&mut self) {
        self.byte(b'.', false, 0);
        self.digits += 1;
    }

    fn char(&mut self, c: char, capital: bool, at: usize) {
        let mut buffer = [0; 4];
        for &byte in c.encode_utf8(&mut buffer).as_bytes() {
            self.byte(byte, capital, at);
        }
    }

    fn digits_only(&self) -> bool {
        self.length > 0 && self.digits == self.length
    }

    fn end(&mut self, at: usize, words: &mut Vec<Word>) {
        if self.length == 0 {
            return;
        }
        let number = self.digits_only() || is_numeral(self.hash);
        words.push(Word {
            hash: finish(self.hash),
            span: Span::from_usize(self.start, at),
            number,
            capital: self.capital,
        });
        self.hash = BASIS;
        self.length = 0;
        self.digits = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Word> {
        let mut found = Vec::new();
        words(text, Span::from_usize(0, text.len()), &mut found);
        found
    }

    fn hashes(text: &str) -> Vec<u64> {
        read(text).into_iter().map(|word| word.hash).collect()
    }

    #[test]
    fn hashes_are_what_they_were() {
        // A change here changes what stored indexes mean.
        assert_eq!(hash(b""), 0xefd0_1f60_ba99_2926);
        assert_eq!(hash(b"harbour"), hashes("Harbour")[0]);
        assert_eq!(hash(b"harbour"), 0x1b75_49d8_d75b_9068);
    }

    #[test]
    fn typing_makes_no_difference() {
        let plain = hashes("The ferry's office didn't find 1,500 fish - none.");
        for typed in [
            "THE FERRY’S OFFICE DIDN’T FIND 1.500 FISH — NONE!",
            "the fer\u{ad}rys \u{200b}office “didnt” ﬁnd 1,500 ﬁsh … none",
            "Ｔｈｅ ferry's office didn't find 1,500\u{a0}fish\nnone",
        ] {
            assert_eq!(hashes(typed), plain, "{typed}");
        }
    }

    #[test]
    fn numbers_are_flagged_and_kept_apart() {
        let numbers: Vec<bool> =
            read("In 1987 seven of 3.5 million 5th-floor o0ps.").iter().map(|w| w.number).collect();
        assert_eq!(numbers, [false, true, true, false, true, true, false, false, false]);
        assert_ne!(hashes("3.5"), hashes("35"));
    }

    #[test]
    fn scripts_without_blanks_give_a_word_a_character() {
        let text = "新华社 Oslo ไทย";
        let spans: Vec<&str> = read(text).iter().map(|word| word.span.of(text)).collect();
        assert_eq!(spans, ["新", "华", "社", "Oslo", "ไ", "ท", "ย"]);
    }

    #[test]
    fn words_stand_where_they_say() {
        let text = "«Åse», l'été: 1,2. x\u{301}y";
        let spans: Vec<&str> = read(text).iter().map(|word| word.span.of(text)).collect();
        assert_eq!(spans, ["Åse", "l'été", "1,2", "x\u{301}y"]);
    }
}
