//! The names with what their words tell, as every step looks at them.

use crate::Span;
use crate::entities::EntityKind;
use crate::entities::names::Name;
use crate::lexicon;
use crate::text::{KEY_BITS, Key, Text, Token, TokenKind, fold_char};

/// No more words of a name are looked at.
const MOST_WORDS: usize = 16;

/// A word of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub key: Key,
    /// Its first letter, small.
    pub letter: char,
    /// Whether it is an initial: `J`.
    pub is_initial: bool,
    /// Whether it is one of the small words inside names: `al`, `von`, `of`.
    pub is_small: bool,
    pub span: Span,
}

/// A name with its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelled {
    pub span: Span,
    pub kind: EntityKind,
    /// Its tokens: from, to.
    pub tokens: (usize, usize),
    /// The same for all spellings of a name.
    pub key: Key,
    words: (u32, u32),
    /// Whether it has small letters.
    pub is_mixed_case: bool,
}

impl Spelled {
    /// The key that tables of names may have; none of a name without letters.
    pub fn name_key(&self) -> Option<Key> {
        (self.key.0 >> KEY_BITS == 0).then_some(self.key)
    }
}

/// A text and its names.
pub(super) struct Reading<'t> {
    pub source: &'t str,
    pub text: &'t Text<'t>,
    pub names: Vec<Spelled>,
    words: Vec<Word>,
}

impl<'t> Reading<'t> {
    pub fn of(text: &'t Text<'t>, names: &[Name]) -> Self {
        let mut reading = Self {
            source: text.source(),
            text,
            names: Vec::with_capacity(names.len()),
            words: Vec::with_capacity(2 * names.len()),
        };
        for name in names {
            reading.add(name);
        }
        reading
    }

    fn add(&mut self, name: &Name) {
        let words = name.span.of(self.source);
        let from = self.words.len() as u32;
        let tokens = (name.tokens.0 as usize, name.tokens.1 as usize);
        let is_mixed_case = words.chars().any(char::is_lowercase);
        let key = match name.kind {
            EntityKind::Date | EntityKind::Money => None,
            _ => Key::of(words),
        };
        if !matches!(name.kind, EntityKind::Date | EntityKind::Money) {
            let inside = self.tokens().get(tokens.0..tokens.1).unwrap_or_default();
            for token in inside.iter().take(2 * MOST_WORDS) {
                if matches!(token.kind, TokenKind::Word | TokenKind::Number) {
                    self.add_word(token.span, name.kind == EntityKind::Person, is_mixed_case);
                }
            }
        }
        let words = (from, self.words.len() as u32);
        let key = key.unwrap_or_else(|| literal_key(name.span.of(self.source)));
        let spelled =
            Spelled { span: name.span, kind: name.kind, tokens, key, words, is_mixed_case };
        self.names.push(spelled);
    }

    /// Adds a word; initials that are written together as one each.
    fn add_word(&mut self, span: Span, of_person: bool, is_mixed_case: bool) {
        let word = span.of(self.source);
        if matches!(word, "'s" | "’s" | "s") {
            return;
        }
        let letters = word.chars().filter(|&c| c != '.').count();
        let spelt_out = word.contains('.') && word.split('.').all(|it| it.chars().count() <= 2);
        // `J.K`, `KS`
        let together = letters <= 3
            && letters > 1
            && of_person
            && (spelt_out || is_mixed_case && is_capitals_without_vowel(word));
        if together {
            for (at, c) in word.char_indices().filter(|(_, c)| c.is_alphabetic()) {
                let start = span.start() as usize + at;
                let span = Span::from_usize(start, start + c.len_utf8());
                self.push_word(span, true, false);
            }
            return;
        }
        let is_initial = letters == 1 && word.starts_with(char::is_alphabetic);
        let is_small = is_small_word(word);
        self.push_word(span, is_initial && of_person, is_small);
    }

    fn push_word(&mut self, span: Span, is_initial: bool, is_small: bool) {
        let word = span.of(self.source);
        let Some(key) = Key::of(word) else { return };
        let letter = word.chars().next().and_then(|c| c.to_lowercase().next()).unwrap_or(' ');
        self.words.push(Word { key, letter, is_initial, is_small, span });
    }

    pub fn tokens(&self) -> &'t [Token] {
        self.text.tokens()
    }

    /// The words of a name.
    pub fn words(&self, name: usize) -> &[Word] {
        let (from, to) = self.names[name].words;
        &self.words[from as usize..to as usize]
    }

    /// What a token says; nothing beyond the ends.
    pub fn token(&self, at: usize) -> &'t str {
        self.tokens().get(at).map_or("", |token| token.span.of(self.source))
    }

    /// What the token before another says; nothing before the first.
    pub fn token_before(&self, at: usize, back: usize) -> &'t str {
        at.checked_sub(back).map_or("", |at| self.token(at))
    }

    /// The number of the sentence that holds a byte.
    pub fn sentence_of(&self, byte: u32) -> usize {
        self.text.sentences().partition_point(|sentence| sentence.end() <= byte)
    }
}

fn is_capitals_without_vowel(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_uppercase() && !b"AEIOU".contains(&byte))
}

/// Whether a word inside a name says nothing by itself.
fn is_small_word(word: &str) -> bool {
    if word.len() > 5 {
        return false;
    }
    let mut small = [0; 8];
    let Some(small) = small.get_mut(..word.len()) else { return false };
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    let small = std::str::from_utf8(small).unwrap_or_default();
    matches!(small, "of" | "the" | "for" | "and" | "in" | "on" | "at" | "to" | "van" | "abu" | "ul")
        || lexicon::is_particle(small)
}

/// A key of the very words, for amounts and dates.
fn literal_key(words: &str) -> Key {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for c in words.chars() {
        fold_char(c, |c| hash = (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3));
    }
    // Beyond the bits of all other keys.
    Key(hash | 1 << 63)
}

/// About the binary logarithm of a count, the same on every machine.
pub(super) fn log2(count: u32) -> f32 {
    let count = count.max(1);
    let whole = count.ilog2();
    whole as f32 + (count as f32 / (1_u32 << whole) as f32 - 1.0)
}
