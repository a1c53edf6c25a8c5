//! Tokens: words as Unicode defines them, split further where names begin and end.
//!
//! The text between two blanks is cut at the word boundaries of Unicode's text segmentation (UAX
//! #29, by the crate `unicode-segmentation`), and words are then cut where a name may end inside
//! them: before possessives and contractions (`Lie|'s`, `do|n't`), before the plural of years (`1990|s`),
//! at colons, and at a full stop
//! that no blank follows (`said|.|The`). Hyphens and slashes are boundaries already.
//!
//! News is mostly ASCII, accented Latin letters and curly quotes. Those are cut by a table without
//! asking Unicode, and give the same tokens; a test holds the two ways against each other.

use unicode_segmentation::UnicodeSegmentation;

use super::is_blank;
use crate::Span;

/// What a token is, by its first character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenKind {
    /// It begins with a letter: `Oslo`, `U.S`, `n't`, `'s`.
    Word,
    /// It begins with a digit: `1,000`, `3.5`, `5th`.
    Number,
    /// Stops, commas, quotation marks, brackets, dashes. A run of stops or hyphens is one token.
    Punctuation,
    /// All else: `$`, `%`, `&`, emoji, control characters.
    Symbol,
}

/// A word, a number, a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// Adds the tokens of a part of `source` to `tokens`.
pub(super) fn tokenize(source: &str, part: Span, tokens: &mut Vec<Token>) {
    let end = part.end() as usize;
    let mut at = part.start() as usize;
    while at < end {
        let first = tokens.len();
        match chunk_by_table(source, at, end, tokens) {
            Ok(next) => at = next,
            Err(seen) => {
                tokens.truncate(first);
                let next = chunk_end(source, seen, end);
                chunk_by_unicode(source, at, next, tokens);
                // A blank that the table does not know stands between chunks: pass it.
                let blank = source[next..end].chars().next().map_or(0, char::len_utf8);
                at = next + blank;
            }
        }
    }
}

/// What a character means to the table.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    Letter,
    Digit,
    /// `_`, which holds letters and digits together.
    Joiner,
    /// `.`, which stands inside `U.S` and `3.5`.
    Stop,
    /// `'` and `’`, which stand inside `don't` and, some say, `1'000`.
    Apostrophe,
    /// `,` and `;`, which stand inside `1,000`.
    Comma,
    Hyphen,
    Punctuation,
    Symbol,
    /// Not for the table: ask Unicode.
    Other,
}

const CLASSES: [Class; 128] = {
    let mut classes = [Class::Symbol; 128];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t'..=b'\r' | 0 => Class::Blank,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'0'..=b'9' => Class::Digit,
            b'_' => Class::Joiner,
            b'.' => Class::Stop,
            b'\'' => Class::Apostrophe,
            b',' | b';' => Class::Comma,
            b'-' => Class::Hyphen,
            b'!' | b'"' | b'(' | b')' | b':' | b'?' | b'[' | b']' | b'{' | b'}' | b'`' => {
                Class::Punctuation
            }
            b'/' | b'\\' | b'*' => Class::Punctuation,
            _ => Class::Symbol,
        };
        byte += 1;
    }
    classes
};

/// The class and the length of the character at `at`.
fn class(bytes: &[u8], at: usize) -> (Class, usize) {
    match bytes[at] {
        byte @ 0..=0x7F => (CLASSES[byte as usize], 1),
        // U+0080 to U+00BF
        0xC2 => match bytes[at + 1] {
            0xA0 => (Class::Blank, 2),
            0xA1 | 0xAB | 0xBB | 0xBF => (Class::Punctuation, 2), // ¡ « » ¿
            0xA2..=0xA5 | 0xA9 | 0xAE | 0xB0 | 0xB1 => (Class::Symbol, 2), // ¢ £ ¤ ¥ © ® ° ±
            _ => (Class::Other, 2),
        },
        // U+00C0 to U+00FF: letters but × and ÷
        0xC3 if !matches!(bytes[at + 1], 0x97 | 0xB7) => (Class::Letter, 2),
        // U+0100 to U+01FF
        0xC4..=0xC7 => (Class::Letter, 2),
        0xE2 => match (bytes[at + 1], bytes[at + 2]) {
            (0x80, 0x98 | 0x99) => (Class::Apostrophe, 3), // ‘ ’
            (0x80, 0x90..=0x97 | 0x9A..=0xA2 | 0xA6 | 0xB9 | 0xBA) => (Class::Punctuation, 3),
            (0x82, 0xAC) | (0x84, 0xA2) => (Class::Symbol, 3), // € ™
            _ => (Class::Other, 3),
        },
        _ => (Class::Other, 1),
    }
}

/// The tokens from `at` to the next blank, by the table. Gives where it stopped, behind blanks; or
/// where a character stands that only Unicode can tell about.
fn chunk_by_table(
    source: &str,
    mut at: usize,
    end: usize,
    tokens: &mut Vec<Token>,
) -> Result<usize, usize> {
    let bytes = source.as_bytes();
    let mut in_chunk = false;
    while at < end {
        let start = at;
        let (first, length) = class(bytes, at);
        at += length;
        let kind = match first {
            Class::Blank if in_chunk => return Ok(at),
            Class::Blank => continue,
            Class::Other => return Err(start),
            Class::Letter | Class::Digit | Class::Joiner => {
                at = word_end(bytes, at, end, first)?;
                push_word(source, start, at, tokens);
                in_chunk = true;
                continue;
            }
            Class::Stop | Class::Hyphen => {
                while at < end && bytes[at] == bytes[start] {
                    at += 1;
                }
                TokenKind::Punctuation
            }
            Class::Apostrophe | Class::Comma | Class::Punctuation => TokenKind::Punctuation,
            Class::Symbol => TokenKind::Symbol,
        };
        tokens.push(Token { span: Span::from_usize(start, at), kind });
        in_chunk = true;
    }
    Ok(at)
}

/// Where the word ends whose first character, of class `last`, ends at `at`: rules `WB5` to `WB13b` of
/// UAX #29 for the characters that the table knows.
fn word_end(bytes: &[u8], mut at: usize, end: usize, mut last: Class) -> Result<usize, usize> {
    while at < end {
        let (next, length) = class(bytes, at);
        match next {
            Class::Letter | Class::Digit | Class::Joiner => {
                at += length;
                last = next;
            }
            Class::Stop | Class::Apostrophe | Class::Comma => {
                let after = at + length;
                if after >= end {
                    return Ok(at);
                }
                let (beyond, beyond_length) = class(bytes, after);
                let joins = match last {
                    Class::Letter => next != Class::Comma && beyond == Class::Letter,
                    Class::Digit => beyond == Class::Digit,
                    _ => false,
                };
                if beyond == Class::Other {
                    return Err(after);
                }
                if !joins {
                    return Ok(at);
                }
                at = after + beyond_length;
                last = beyond;
            }
            Class::Other => return Err(at),
            _ => return Ok(at),
        }
    }
    Ok(at)
}

/// Where the chunk that holds `at` ends: at the next blank.
fn chunk_end(source: &str, at: usize, end: usize) -> usize {
    source[at..end].find(is_blank).map_or(end, |length| at + length)
}

/// The tokens of a chunk by Unicode's own rules.
fn chunk_by_unicode(source: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    // The blanks that the table had passed before it gave up.
    let chunk = source[start..end].trim_start_matches(is_blank);
    let start = end - chunk.len();
    for (offset, word) in chunk.split_word_bound_indices() {
        let (from, to) = (start + offset, start + offset + word.len());
        let first = word.chars().next().unwrap_or(' ');
        if first.is_alphanumeric() || first == '_' {
            push_word(source, from, to, tokens);
            continue;
        }
        if matches!(first, '.' | '-') {
            // A mark is a token of its own, or of its like: the last byte tells for all.
            let run = |token: &Token| {
                token.kind == TokenKind::Punctuation
                    && token.span.end() as usize == from
                    && token.span.start() as usize >= start
                    && source.as_bytes()[from - 1] == first as u8
            };
            if word.len() == 1 && tokens.last().is_some_and(run) {
                let last = tokens.len() - 1;
                tokens[last].span = tokens[last].span.cover(Span::from_usize(from, to));
                continue;
            }
        }
        let kind = if is_punctuation(first) { TokenKind::Punctuation } else { TokenKind::Symbol };
        tokens.push(Token { span: Span::from_usize(from, to), kind });
    }
}

/// Adds a word, cut where names end inside words.
fn push_word(source: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let bytes = &source.as_bytes()[start..end];
    // `the 1990s`: the year is a date, the `s` is grammar.
    if let [years @ .., b's'] = bytes
        && years.iter().all(u8::is_ascii_digit)
        && !years.is_empty()
    {
        push_piece(source, start, end - 1, tokens);
        push_piece(source, end - 1, end, tokens);
        return;
    }
    // Hardly any word has something to cut at.
    let mark = |&byte: &u8| matches!(byte, b'.' | b'\'' | b':' | 0xE2);
    if !bytes.iter().any(mark) {
        push_piece(source, start, end, tokens);
        return;
    }
    let word = &source[start..end];
    let mut from = 0;
    let (mut before, mut letters_before) = (' ', 0);
    for (at, c) in word.char_indices() {
        let cut = match c {
            ':' => true,
            '.' => {
                letters_before >= 2 && before.is_lowercase() && starts_capitalized(&word[at + 1..])
            }
            _ => false,
        };
        if cut {
            push_contracted(source, start + from, start + at, tokens);
            let span = Span::from_usize(start + at, start + at + 1);
            tokens.push(Token { span, kind: TokenKind::Punctuation });
            from = at + 1;
        }
        letters_before = if c.is_alphabetic() { letters_before + 1 } else { 0 };
        before = c;
    }
    push_contracted(source, start + from, end, tokens);
}

/// Adds a word, its possessive or contracted verb apart.
fn push_contracted(source: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let cut = start + contraction(&source[start..end]);
    push_piece(source, start, cut, tokens);
    push_piece(source, cut, end, tokens);
}

/// Where a possessive or a contracted verb begins in a word; its length when there is none.
fn contraction(word: &str) -> usize {
    let Some(at) = word.rfind(['\'', '’', '‘']) else { return word.len() };
    let mut letters = word[at..].chars();
    letters.next();
    match letters.as_str() {
        "s" | "S" | "m" | "M" | "d" | "D" | "re" | "RE" | "ve" | "VE" | "ll" | "LL" => at,
        "t" | "T" if at > 1 && word[..at].ends_with(['n', 'N']) => at - 1,
        _ => word.len(),
    }
}

/// Whether a sentence seems to begin: a capital and a small letter.
fn starts_capitalized(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

fn push_piece(source: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    if start == end {
        return;
    }
    let kind = match source.as_bytes()[start] {
        b'0'..=b'9' => TokenKind::Number,
        0..=0x7F => TokenKind::Word,
        _ if source[start..].starts_with(char::is_numeric) => TokenKind::Number,
        _ => TokenKind::Word,
    };
    tokens.push(Token { span: Span::from_usize(start, end), kind });
}

/// Punctuation beyond ASCII: the blocks that hold little else.
fn is_punctuation(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_punctuation() && !"$%&+<=>@^|~#".contains(c),
        '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' => true,
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' => true,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' => true,
        '،' | '؛' | '؟' | '۔' | '।' | '॥' | '՝' | '։' | '׃' | '־' => true,
        '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF1F}' | '\u{FF3B}'..='\u{FF3D}' => true,
        '\u{FF5B}'..='\u{FF65}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_table(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenize(text, Span::from_usize(0, text.len()), &mut tokens);
        tokens
    }

    /// Chunk by chunk, and always by Unicode.
    fn by_unicode(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut at = 0;
        for chunk in text.split(is_blank) {
            chunk_by_unicode(text, at, at + chunk.len(), &mut tokens);
            let blank = text[at + chunk.len()..].chars().next().map_or(0, char::len_utf8);
            at += chunk.len() + blank;
        }
        tokens
    }

    #[test]
    fn kinds() {
        use TokenKind::{Number, Punctuation, Symbol, Word};
        let kinds: Vec<TokenKind> =
            by_table("Oslo 1,500 $ . “ 5th €").iter().map(|token| token.kind).collect();
        assert_eq!(kinds, [Word, Number, Symbol, Punctuation, Punctuation, Number, Symbol]);
    }

    #[test]
    fn contractions_are_cut_in_front_of_a_colon_too() {
        let text = "Ann'd:it café'd:é";
        let words: Vec<&str> = by_table(text).iter().map(|token| token.span.of(text)).collect();
        assert_eq!(words, ["Ann", "'d", ":", "it", "café", "'d", ":", "é"]);
        assert_eq!(by_table(text), by_unicode(text));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn the_table_and_unicode_agree(
            text in "([a-zA-Z0-9_.,;:'’‘\"“”«»…–—/$€™éÅßłç-]|[ \t\u{a0}\u{200b}]|[\u{301}\u{ad}Ж中๑😀·\u{2027}\u{b2}ª]){0,24}"
        ) {
            prop_assert_eq!(by_table(&text), by_unicode(&text));
        }

        #[test]
        fn all_that_is_not_blank_is_in_one_token(text in "\\PC{0,60}") {
            let tokens = by_table(&text);
            let mut at = 0;
            for token in &tokens {
                prop_assert!(!token.span.is_empty());
                let between = &text[at..token.span.start() as usize];
                prop_assert!(between.chars().all(is_blank), "{:?}", between);
                at = token.span.end() as usize;
            }
            prop_assert!(text[at..].chars().all(is_blank));
        }
    }
}
