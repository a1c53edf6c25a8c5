//! The opening of a story in pieces: words, numbers, marks.

use crate::Span;

/// How a word is cased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `OSLO`: at least two capitals, and no small letter.
    Upper,
    /// `Oslo`, `McAllen`, and a single capital.
    Title,
    /// `oslo`
    Lower,
    /// Scripts that know no capitals.
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word(Case),
    Number,
    /// A dash of any kind: `-`, `--`, `–`, `—`, `_`, `=`, and a character reference that became one.
    Dash,
    Mark(char),
}

/// A piece of the opening.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub kind: Kind,
    pub start: u32,
    pub end: u32,
    /// Blanks before it; 2 stands for more, and for a tab.
    pub blanks: u8,
    /// Whether a line ended before it.
    pub new_line: bool,
}

impl Piece {
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    pub fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word(_))
    }

    pub fn case(&self) -> Option<Case> {
        match self.kind {
            Kind::Word(case) => Some(case),
            _ => None,
        }
    }

    /// A word that a name can begin with.
    pub fn is_capital(&self) -> bool {
        matches!(self.kind, Kind::Word(Case::Upper | Case::Title | Case::None))
    }

    /// Whether it stands right after what stands before it.
    pub fn is_tight(&self) -> bool {
        self.blanks == 0 && !self.new_line
    }
}

/// Character references of dashes, as pages leave them, with their ampersand or without.
const DASH_REFERENCES: [&str; 12] = [
    "&#8212;", "&#8211;", "&mdash;", "&ndash;", "&#151;", "&#150;", "#8212;", "#8211;", "#151;",
    "#150;", "&#x2014;", "&#x2013;",
];
/// Character references of blanks.
const BLANK_REFERENCES: [&str; 2] = ["&nbsp;", "&#160;"];

/// The first byte at or after `from` that is no blank, nor of a reference to one.
pub(super) fn skip_blanks(text: &str, from: usize) -> usize {
    let mut rest = &text[from..];
    loop {
        rest = rest.trim_start_matches(crate::text::is_blank);
        match BLANK_REFERENCES.iter().find_map(|reference| rest.strip_prefix(reference)) {
            Some(after) => rest = after,
            None => return text.len() - rest.len(),
        }
    }
}

/// Cuts `text[from..to]` into pieces, behind those that end at `from`. Linear.
pub(super) fn lex(text: &str, from: usize, to: usize, pieces: &mut Vec<Piece>) {
    let mut lexer = Lexer { text: &text[..to], at: from };
    let (mut blanks, mut new_line) = (0_u8, from == 0);
    while let Some(c) = lexer.peek() {
        let start = lexer.at;
        // What most of a text is.
        if c == ' ' {
            blanks = (blanks + 1).min(2);
            lexer.at += 1;
            continue;
        }
        if c.is_ascii_alphabetic() {
            let kind = lexer.word(c);
            pieces.push(Piece {
                kind,
                start: start as u32,
                end: lexer.at as u32,
                blanks,
                new_line,
            });
            (blanks, new_line) = (0, false);
            continue;
        }
        if c == '\n' || c == '\r' || c == '\u{85}' || c == '\u{2028}' || c == '\u{2029}' {
            new_line = true;
            lexer.at += c.len_utf8();
            continue;
        }
        if let Some(reference) = lexer.reference(c, &BLANK_REFERENCES) {
            blanks = blanks.saturating_add(1).min(2);
            lexer.at += reference;
            continue;
        }
        // `**GENEVA** – `, as pages in Markdown are scraped.
        if c == '*' {
            lexer.at += 1;
            continue;
        }
        if crate::text::is_blank(c) {
            blanks = blanks.saturating_add(if c == '\t' { 2 } else { 1 }).min(2);
            lexer.at += c.len_utf8();
            continue;
        }
        let kind = lexer.piece(c);
        pieces.push(Piece { kind, start: start as u32, end: lexer.at as u32, blanks, new_line });
        (blanks, new_line) = (0, false);
    }
}

/// Each byte of a word of eight bytes, and the upper bit of each.
const ONES: u64 = 0x0101_0101_0101_0101;
const UPPER_BITS: u64 = 0x80 * ONES;

/// How many small letters of ASCII a text begins with; of more than eight only the first eight.
fn small_letters(bytes: &[u8]) -> usize {
    let Some(eight) = bytes.first_chunk::<8>() else {
        return bytes.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    };
    // All at once. The upper bit of each says: from `a`, past `z`, and small.
    let eight = u64::from_le_bytes(*eight);
    let rest = eight & !UPPER_BITS;
    let from_a = rest + u64::from(0x80 - b'a') * ONES;
    let past_z = rest + u64::from(0x7f - b'z') * ONES;
    let small = from_a & !past_z & !eight & UPPER_BITS;
    (small ^ UPPER_BITS).trailing_zeros() as usize / 8
}

/// Whether a character is a letter; those of most of the world's news without asking Unicode.
fn is_letter(c: char) -> bool {
    match c {
        'À'..='ʯ' => !matches!(c, '×' | '÷'),
        'А'..='я' | '\u{620}'..='\u{64a}' | '\u{4e00}'..='\u{9fff}' => true,
        _ => c.is_alphabetic(),
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        let byte = *self.text.as_bytes().get(self.at)?;
        if byte.is_ascii() { Some(char::from(byte)) } else { self.text[self.at..].chars().next() }
    }

    fn reference(&self, first: char, references: &[&str]) -> Option<usize> {
        if !matches!(first, '&' | '#') {
            return None;
        }
        let rest = &self.text[self.at..];
        references.iter().find(|reference| rest.starts_with(**reference)).map(|it| it.len())
    }

    fn piece(&mut self, c: char) -> Kind {
        if let Some(length) = self.reference(c, &DASH_REFERENCES) {
            self.at += length;
            return Kind::Dash;
        }
        match c {
            '0'..='9' => {
                while self.peek().is_some_and(|c| c.is_ascii_digit()) {
                    self.at += 1;
                }
                Kind::Number
            }
            '\u{660}'..='\u{669}' | '\u{966}'..='\u{96f}' | '\u{6f0}'..='\u{6f9}' | '０'..='９' =>
            {
                while let Some(c) = self.peek().filter(|c| c.is_numeric()) {
                    self.at += c.len_utf8();
                }
                Kind::Number
            }
            '-' | '_' | '=' | '\u{2010}'..='\u{2015}' | '−' | '－' | '＝' => {
                // `--` and `---` are one dash.
                while let Some(next) = self.peek().filter(|&next| next == c) {
                    self.at += next.len_utf8();
                }
                Kind::Dash
            }
            _ if is_letter(c) => self.word(c),
            _ => {
                self.at += c.len_utf8();
                Kind::Mark(match c {
                    '（' => '(',
                    '）' => ')',
                    '［' | '〔' => '[',
                    '］' | '〕' => ']',
                    '，' | '،' | '、' => ',',
                    '：' => ':',
                    '／' => '/',
                    '．' | '。' | '।' | '۔' => '.',
                    '”' | '„' | '“' | '«' | '»' | '‘' | '‹' | '›' | '’' => '"',
                    _ => c,
                })
            }
        }
    }

    /// A word, its first letter known.
    #[inline]
    fn word(&mut self, first: char) -> Kind {
        // Most words: a letter of ASCII, and then small ones.
        if first.is_ascii() {
            let rest = &self.text.as_bytes()[self.at + 1..];
            let run = small_letters(rest);
            let goes_on =
                |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'\'' | b'`' | 0x80..);
            if !rest.get(run).is_some_and(goes_on) {
                self.at += 1 + run;
                return Kind::Word(if first.is_ascii_lowercase() {
                    Case::Lower
                } else {
                    Case::Title
                });
            }
        }
        self.any_word(first)
    }

    fn any_word(&mut self, first: char) -> Kind {
        let bytes = self.text.as_bytes();
        // The first one is taken whatever it is: `ʼ` is a letter, and ends a word.
        let (mut upper, mut lower) =
            (u32::from(first.is_uppercase()), u32::from(first.is_lowercase()));
        self.at += first.len_utf8();
        while let Some(&byte) = bytes.get(self.at) {
            match byte {
                b'a'..=b'z' => {
                    let run = small_letters(&bytes[self.at..]);
                    lower += run as u32;
                    self.at += run;
                    continue;
                }
                b'A'..=b'Z' => upper += 1,
                b'0'..=b'9' => {}
                b'\'' | b'`' => {
                    let next = self.text[self.at + 1..].chars().next();
                    if !next.is_some_and(char::is_alphabetic) {
                        break;
                    }
                }
                0..=0x7f => break,
                _ => {
                    let Some(c) = self.text[self.at..].chars().next() else { break };
                    match c {
                        '’' | 'ʼ' | '\u{b4}' => {
                            let next = self.text[self.at + c.len_utf8()..].chars().next();
                            if !next.is_some_and(char::is_alphabetic) {
                                break;
                            }
                        }
                        _ if is_letter(c) => {
                            upper += u32::from(c.is_uppercase());
                            lower += u32::from(c.is_lowercase());
                        }
                        '\u{ad}' | '\u{200c}' => {}
                        _ if unicode_normalization::char::is_combining_mark(c) => {}
                        _ => break,
                    }
                    self.at += c.len_utf8();
                    continue;
                }
            }
            self.at += 1;
        }
        Kind::Word(if upper == 0 && lower == 0 {
            Case::None
        } else if !first.is_uppercase() {
            if upper > 1 && lower == 1 { Case::Title } else { Case::Lower }
        } else if lower == 0 && upper > 1 {
            Case::Upper
        } else {
            Case::Title
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_what_unicode_calls_so() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == c.is_alphabetic()));
    }

    #[test]
    fn small_letters_are_counted_up_to_the_first_other_byte() {
        for other in (0..=u8::MAX).filter(|byte| !byte.is_ascii_lowercase()) {
            for at in 0..12 {
                let mut bytes = *b"abcxyzazmnop";
                bytes[at] = other;
                for end in at..bytes.len() {
                    assert_eq!(small_letters(&bytes[..=end]), at.min(8), "{other} at {at}");
                }
            }
        }
        assert_eq!(small_letters(b""), 0);
    }
}
