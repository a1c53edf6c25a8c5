//! Words as the comparison of texts sees them: folded, hashed, numbers flagged.
//!
//! One pass over the bytes. A word is a run of letters and digits; case, apostrophes, soft hyphens,
//! zero-width characters and ligatures make no difference, all punctuation separates. Inside a
//! number a stop and a comma are the same, and belong to it, unless they set thousands apart. A character of a script that writes no
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
    /// Whether it is one character of a script that writes no blanks.
    pub(super) letter: bool,
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

/// The hash of a word in the making: of its folded bytes, eight at a time, so that a run of letters
/// is taken in one step. The mixing is that of `MurmurHash3`'s finalizer (Appleby).
#[derive(Clone, Copy)]
struct Hash {
    /// Of the whole eights of bytes.
    whole: u64,
    /// The bytes since, the first one lowest.
    rest: u64,
    /// How many bytes there were.
    length: u32,
}

impl Hash {
    const EMPTY: Self = Self { whole: 0xcbf2_9ce4_8422_2325, rest: 0, length: 0 };

    /// Takes up to eight bytes; those of `bytes` above them are 0.
    const fn take(&mut self, bytes: u64, number: u32) {
        let filled = self.length % 8;
        self.rest |= bytes << (8 * filled);
        self.length += number;
        if filled + number >= 8 {
            self.whole = mixed(self.whole ^ self.rest);
            self.rest = if filled == 0 { 0 } else { bytes >> (64 - 8 * filled) };
        }
    }

    const fn finish(self) -> u64 {
        mixed((self.whole ^ self.rest).wrapping_add((self.length as u64) << 56))
    }
}

const fn mixed(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// How many of the next eight bytes are ASCII letters in a row; and those, small.
fn run_of_letters(eight: u64) -> (u32, u64) {
    const A: u64 = 0x61;
    const Z: u64 = 0x7a;
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let small = eight | 0x2020_2020_2020_2020;
    // Added to seven bits, these reach the eighth from `a` on, and from what follows `z` on.
    let from_a = (small & !HIGH) + ONES * (0x80 - A);
    let behind_z = (small & !HIGH) + ONES * (0x80 - Z - 1);
    let others = !(from_a & !behind_z & !eight) & HIGH;
    let run = others.trailing_zeros() / 8;
    (run, small & u64::MAX.checked_shr(64 - 8 * run).unwrap_or(0))
}

/// Numerals that news writes out, and how they are written in digits.
#[rustfmt::skip]
const NUMERALS: [(&str, &str); 33] = [
    ("zero", "0"), ("two", "2"), ("three", "3"), ("four", "4"), ("five", "5"), ("six", "6"),
    ("seven", "7"), ("eight", "8"), ("nine", "9"), ("ten", "10"), ("eleven", "11"),
    ("twelve", "12"), ("thirteen", "13"), ("fourteen", "14"), ("fifteen", "15"),
    ("sixteen", "16"), ("seventeen", "17"), ("eighteen", "18"), ("nineteen", "19"),
    ("twenty", "20"), ("thirty", "30"), ("forty", "40"), ("fifty", "50"), ("sixty", "60"),
    ("seventy", "70"), ("eighty", "80"), ("ninety", "90"), ("hundred", "100"),
    ("thousand", "1000"), ("million", "1000000"), ("billion", "1000000000"),
    ("trillion", "1000000000000"), ("dozen", "12"),
];

/// The hashes of both; and which ends the hash of a numeral has, to look no further at others.
const NUMERAL_HASHES: ([[u64; 2]; NUMERALS.len()], [u64; 64]) = {
    let (mut hashes, mut ends) = ([[0; 2]; NUMERALS.len()], [0; 64]);
    let mut number = 0;
    while number < NUMERALS.len() {
        let (numeral, digits) = NUMERALS[number];
        let numeral = hash(numeral.as_bytes());
        hashes[number] = [numeral, hash(digits.as_bytes())];
        ends[(numeral % 64) as usize] |= 1 << (numeral >> 6 & 63);
        number += 1;
    }
    (hashes, ends)
};

/// The hash of a folded word.
const fn hash(folded: &[u8]) -> u64 {
    let (mut hash, mut at) = (Hash::EMPTY, 0);
    while at < folded.len() {
        hash.take(folded[at] as u64, 1);
        at += 1;
    }
    hash.finish()
}

/// The hash of the digits of a numeral: that of `7` for that of `seven`.
pub(super) fn in_digits(hash: u64) -> Option<u64> {
    let (hashes, ends) = &NUMERAL_HASHES;
    let may_be = ends[(hash % 64) as usize] >> (hash >> 6 & 63) & 1 == 1;
    let numeral = hashes.iter().find(|[numeral, _]| may_be && *numeral == hash);
    numeral.map(|[_, digits]| *digits)
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

/// Gives the words of a part of `source`, in order.
pub(super) fn words(source: &str, part: Span, mut words: impl FnMut(Word)) {
    let words = &mut words;
    let bytes = source.as_bytes();
    let end = part.end() as usize;
    let mut at = part.start() as usize;
    let mut word = Builder::default();
    while at < end {
        let byte = bytes[at];
        match CLASSES[byte as usize] {
            Class::Letter => {
                at = word.letters(bytes, at, end);
                // What follows nearly every word.
                if at < end && bytes[at] == b' ' {
                    word.end(at, words);
                    at += 1;
                }
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
                if inside && is_group(&bytes[at + 1..end]) {
                    // `1,500` is 1500.
                } else if inside {
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

/// Whether three digits follow, and no fourth: thousands, set apart.
fn is_group(bytes: &[u8]) -> bool {
    bytes.len() >= 3
        && bytes[..3].iter().all(u8::is_ascii_digit)
        && !bytes.get(3).is_some_and(u8::is_ascii_digit)
}

/// A character beyond ASCII.
fn wide(c: char, at: usize, word: &mut Builder, words: &mut impl FnMut(Word)) {
    match c {
        _ if writes_no_blanks(c) => {
            word.end(at, words);
            word.char(c, false, at);
            word.letter_of_its_own = true;
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
    hash: Hash,
    start: usize,
    digits: u32,
    capital: bool,
    letter_of_its_own: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self { hash: Hash::EMPTY, start: 0, digits: 0, capital: false, letter_of_its_own: false }
    }
}

impl Builder {
    fn byte(&mut self, byte: u8, capital: bool, at: usize) {
        if self.hash.length == 0 {
            self.start = at;
            self.capital = capital;
        }
        self.hash.take(u64::from(byte), 1);
    }

    /// Takes a run of ASCII letters from `at` on, and gives where it ends. Nearly all of news is
    /// such runs.
    #[inline]
    fn letters(&mut self, bytes: &[u8], mut at: usize, end: usize) -> usize {
        if self.hash.length == 0 {
            self.start = at;
            self.capital = bytes[at].is_ascii_uppercase();
        }
        while at < end {
            let Some(eight) = bytes[at..end].first_chunk::<8>() else {
                if !bytes[at].is_ascii_alphabetic() {
                    break;
                }
                self.hash.take(u64::from(bytes[at].to_ascii_lowercase()), 1);
                at += 1;
                continue;
            };
            let (run, letters) = run_of_letters(u64::from_le_bytes(*eight));
            if run > 0 {
                self.hash.take(letters, run);
            }
            at += run as usize;
            if run < 8 {
                break;
            }
        }
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
        self.hash.length > 0 && self.digits == self.hash.length
    }

    #[inline]
    fn end(&mut self, at: usize, words: &mut impl FnMut(Word)) {
        if self.hash.length == 0 {
            return;
        }
        let hash = self.hash.finish();
        words(Word {
            hash,
            span: Span::from_usize(self.start, at),
            number: self.digits_only() || in_digits(hash).is_some(),
            capital: self.capital,
            letter: self.letter_of_its_own,
        });
        self.hash = Hash::EMPTY;
        self.digits = 0;
        self.letter_of_its_own = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Word> {
        let mut found = Vec::new();
        words(text, Span::from_usize(0, text.len()), |word| found.push(word));
        found
    }

    fn hashes(text: &str) -> Vec<u64> {
        read(text).into_iter().map(|word| word.hash).collect()
    }

    #[test]
    fn hashes_are_what_they_were() {
        // A change here changes what stored indexes mean.
        assert_eq!(hash(b"harbour"), hashes("Harbour")[0]);
        assert_eq!(hash(b"harbour"), 7_211_832_362_315_401_711);
        assert_eq!(hash(b"notwithstanding"), 1_115_977_139_495_311_394);
    }

    #[test]
    fn hashes_do_not_tell_how_the_letters_came() {
        let long = "Notwithstandingly".to_owned();
        for at in 1..long.len() {
            let split = format!("{}\u{ad}{}", &long[..at], &long[at..]);
            assert_eq!(hashes(&split), [hash(b"notwithstandingly")], "{at}");
            assert_eq!(hashes(&format!("x {split} y"))[1], hash(b"notwithstandingly"), "{at}");
        }
        let runs: Vec<u64> =
            (0..20).map(|letters| hash(&b"zzzzzzzzzzzzzzzzzzzz"[..letters])).collect();
        let mut different = runs.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), runs.len());
    }

    #[test]
    fn runs_of_letters_end_where_they_should() {
        for byte in 0..=255_u8 {
            let mut eight = *b"abYZefgh";
            eight[4] = byte;
            let expected = if byte.is_ascii_alphabetic() { 8 } else { 4 };
            assert_eq!(run_of_letters(u64::from_le_bytes(eight)).0, expected, "{byte}");
        }
    }

    #[test]
    fn typing_makes_no_difference() {
        let plain = hashes("The ferry's office didn't find 1,500 fish - none.");
        for typed in [
            "THE FERRY’S OFFICE DIDN’T FIND 1.500 FISH — NONE!",
            "The ferry's office didn't find 1500 fish - none.",
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
        assert_eq!(hashes("1,234,567.8 12.3456"), hashes("1234567.8 12,3456"));
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
