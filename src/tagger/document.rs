//! A text as the taggers see it: its pieces, sentence by sentence, and what is known of each word
//! from all the places where it stands.

use std::cell::RefCell;

use crate::Span;
use crate::hash::ByHash;
use crate::lexicon::{self, Abbreviation, Class, Classes};
use crate::text::{Text, Token, TokenKind};

use super::matches::{self, Match};
use super::memory::Memory;
use super::words::{Case, Mode, Word};

thread_local! {
    static MEMORY: RefCell<Option<Memory>> = const { RefCell::new(None) };
}

/// So many words of a run are looked at.
const LONGEST_RUN: usize = 8;
/// Longer sentences are cut: what is that long is no sentence.
const LONGEST: usize = 250;

/// A token, or an abbreviation with its full stop: what gets a label.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub span: Span,
    /// Which of the document's words it is.
    pub word: u32,
    /// Its tokens: from, to.
    pub tokens: (u32, u32),
}

/// A run of pieces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sentence {
    pub from: usize,
    pub to: usize,
    pub mode: Mode,
}

impl Sentence {
    /// The piece at a distance from another one, if the sentence has it.
    pub fn neighbour(self, at: usize, distance: isize) -> Option<usize> {
        at.checked_add_signed(distance).filter(|it| (self.from..self.to).contains(it))
    }
}

/// How a word is written elsewhere in the text, whatever its case: counts of what was seen.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Usage {
    /// With a capital where nothing asks for one.
    pub capital_inside: u16,
    pub lower: u16,
    /// Behind a title, behind a first name.
    pub titled: u16,
    pub named: u16,
    /// First or last of several words with capitals.
    pub leads: u16,
    pub ends: u16,
    /// Beside a verb of saying.
    pub says: u16,
    /// Behind `in`, `from`, `at`; behind `the`; before `'s`.
    pub in_place: u16,
    pub the: u16,
    pub possessive: u16,
    /// In a run of words with capitals that holds the head word of an organisation, of a place.
    pub with_org: u16,
    pub with_place: u16,
    /// In brackets behind a name of which it has the first letters; or in that name.
    pub acronym: u16,
    pub spelled_out: u16,
    /// The longest run with capitals that holds it: its first piece, and how many it has.
    pub longest: (u32, u8),
    /// The first places where it stands with a capital, and how many they are.
    pub places: [u32; PLACES],
    pub place_count: u8,
}

/// How many places of a word are looked at from the others.
const PLACES: usize = 4;

/// All that the features ask of a text.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Which memory numbered its words.
    pub generation: u32,
    pub pieces: Vec<Piece>,
    pub sentences: Vec<Sentence>,
    pub words: Vec<Word>,
    pub usages: Vec<Usage>,
    /// For each piece the longest phrase of the lexicon that holds it, if it has several words.
    pub matches: Vec<Match>,
    /// Words by spelling and mode; usages by folded spelling.
    spellings: ByHash<u32>,
    forms: ByHash<u32>,
}

impl Document {
    /// Reads a text, with what this thread remembers of words.
    pub fn of(text: &Text<'_>) -> Self {
        MEMORY.with_borrow_mut(|memory| Self::new(text, memory.get_or_insert_with(Memory::new)))
    }

    /// Reads a text.
    pub fn new(text: &Text<'_>, memory: &mut Memory) -> Self {
        let mut document = Self::default();
        document.read(text, memory);
        document
    }

    pub fn word(&self, piece: usize) -> &Word {
        &self.words[self.pieces[piece].word as usize]
    }

    pub fn usage(&self, piece: usize) -> &Usage {
        &self.usages[self.word(piece).form as usize]
    }

    /// Begins a sentence at each of some bytes, which are in order, inside of those there are.
    pub fn part_at(&mut self, bytes: &[u32]) {
        if bytes.is_empty() {
            return;
        }
        let mut bytes = bytes.iter().peekable();
        let mut parted = Vec::with_capacity(self.sentences.len() + bytes.len());
        for &sentence in &self.sentences {
            let mut rest = sentence;
            let pieces = &self.pieces[sentence.from..sentence.to];
            let end = pieces.last().map_or(0, |it| it.span.end());
            while let Some(&byte) = bytes.next_if(|it| **it < end) {
                let at = sentence.from + pieces.partition_point(|it| it.span.start() < byte);
                if at > rest.from && at < rest.to {
                    parted.push(Sentence { to: at, ..rest });
                    rest.from = at;
                }
            }
            parted.push(rest);
        }
        self.sentences = parted;
    }

    fn read(&mut self, text: &Text<'_>, memory: &mut Memory) {
        memory.tidy();
        self.generation = memory.generation;
        let source = text.source();
        let tokens = text.tokens();
        let mut from = 0;
        for &sentence in text.sentences() {
            while from < tokens.len() && tokens[from].span.start() < sentence.start() {
                from += 1;
            }
            let length =
                tokens[from..].iter().take_while(|it| it.span.end() <= sentence.end()).count();
            let end = from + length;
            while from < end {
                // Cut where it is too long, not inside an abbreviation.
                let to = end.min(from + LONGEST);
                self.add_sentence(source, &tokens[from..to], from, memory);
                from = to;
            }
        }
        self.count_usages();
        self.matches.resize(self.pieces.len(), Match::default());
        for at in 0..self.sentences.len() {
            let Sentence { from, to, .. } = self.sentences[at];
            matches::find(&self.pieces[from..to], &self.words, &mut self.matches[from..to]);
        }
    }

    /// Adds a sentence of these tokens, the first of which has that number.
    fn add_sentence(&mut self, source: &str, tokens: &[Token], number: usize, memory: &mut Memory) {
        let first = self.pieces.len();
        let mode = mode(source, tokens);
        let mut at = 0;
        while at < tokens.len() {
            let next = at + if takes_stop(source, &tokens[at..]) { 2 } else { 1 };
            let span = tokens[at].span.cover(tokens[next - 1].span);
            let word = self.word_of(span.of(source), mode, tokens[at].kind, memory);
            let tokens = ((number + at) as u32, (number + next) as u32);
            self.pieces.push(Piece { span, word, tokens });
            at = next;
        }
        self.sentences.push(Sentence { from: first, to: self.pieces.len(), mode });
    }

    fn word_of(&mut self, spelling: &str, mode: Mode, kind: TokenKind, memory: &mut Memory) -> u32 {
        let key = Memory::key(spelling, mode);
        if let Some(&word) = self.spellings.get(&key) {
            return word;
        }
        let mut word = memory.word(key, spelling, mode, kind);
        let forms = &mut self.forms;
        let usages = &mut self.usages;
        word.form = *forms.entry(word.lower).or_insert_with(|| {
            usages.push(Usage::default());
            usages.len() as u32 - 1
        });
        let number = self.words.len() as u32;
        self.words.push(word);
        self.spellings.insert(key, number);
        number
    }

    fn count_usages(&mut self) {
        for at in 0..self.sentences.len() {
            let Sentence { from, to, mode } = self.sentences[at];
            if mode != Mode::Normal {
                continue;
            }
            let first = (from..to).find(|&it| self.word(it).case.has_letters()).unwrap_or(from);
            let mut run = from;
            for piece in from..to {
                let word = *self.word(piece);
                if !word.case.has_letters() {
                    continue;
                }
                let before = (piece > from).then(|| *self.word(piece - 1));
                let after = (piece + 1 < to).then(|| *self.word(piece + 1));
                let capital = |it: Option<Word>| it.is_some_and(|it| it.is_name_like());
                let usage = &mut self.usages[word.form as usize];
                if !word.is_name_like() {
                    usage.lower = usage.lower.saturating_add(1);
                    continue;
                }
                let inside = piece > first && !before.is_some_and(|it| it.opens);
                let mut count = |field: fn(&mut Usage) -> &mut u16, happened: bool| {
                    if happened {
                        let field = field(usage);
                        *field = field.saturating_add(1);
                    }
                };
                count(|it| &mut it.capital_inside, inside);
                count(|it| &mut it.leads, capital(after) && !capital(before) && inside);
                count(|it| &mut it.ends, capital(before) && !capital(after));
                if let Some(before) = before {
                    count(|it| &mut it.titled, before.classes.has(Class::Title));
                    count(
                        |it| &mut it.named,
                        before.is_name_like() && before.classes.is_first_name(),
                    );
                    count(|it| &mut it.in_place, before.is_preposition);
                    count(|it| &mut it.the, before.is_the);
                    count(|it| &mut it.says, before.says);
                }
                if let Some(after) = after {
                    count(|it| &mut it.says, after.says);
                    count(|it| &mut it.possessive, after.is_possessive);
                }
                if !capital(before) {
                    run = piece;
                }
                let usage = &mut self.usages[word.form as usize];
                if let Some(place) = usage.places.get_mut(usize::from(usage.place_count)) {
                    *place = piece as u32;
                    usage.place_count += 1;
                }
                if !capital(after) {
                    self.count_run(run, piece + 1, to);
                }
            }
        }
    }

    /// What the words of a run with capitals have from each other.
    fn count_run(&mut self, from: usize, to: usize, sentence: usize) {
        for piece in from..to.min(from + LONGEST_RUN) {
            let usage =
                &mut self.usages[self.words[self.pieces[piece].word as usize].form as usize];
            let length = (to - from).min(LONGEST_RUN) as u8;
            if length > usage.longest.1 {
                usage.longest = (from as u32, length);
            }
        }
        let any = |class: fn(Classes) -> bool| {
            (from..to).take(12).any(|it| class(self.words[self.pieces[it].word as usize].classes))
        };
        let org = any(|it| it.has(Class::OrgHead) || it.has(Class::OrgTail));
        let place = any(|it| it.has(Class::LocHead) || it.has(Class::FacHead));
        if to - from > 1 && (org || place) {
            for piece in from..to.min(from + 12) {
                let usage =
                    &mut self.usages[self.words[self.pieces[piece].word as usize].form as usize];
                usage.with_org = usage.with_org.saturating_add(u16::from(org));
                usage.with_place = usage.with_place.saturating_add(u16::from(place));
            }
        }
        // `Norwegian Immigration Directorate (UDI)`, not letter by letter: the run has as many words
        // with capitals at least as the acronym has letters, and begins with its first one.
        if to + 2 < sentence && self.word(to).is_bracket {
            let acronym = *self.word(to + 1);
            let letters = usize::from(acronym.length);
            if acronym.case == Case::Upper && (2..=6).contains(&letters) {
                let begin = (from..to).find(|&it| self.word(it).initial == acronym.initial);
                if begin.is_some_and(|begin| to - begin + 2 >= letters) {
                    let usage = &mut self.usages[acronym.form as usize];
                    usage.acronym = usage.acronym.saturating_add(1);
                    for piece in begin.unwrap_or(from)..to.min(from + 12) {
                        let form = self.word(piece).form as usize;
                        self.usages[form].spelled_out =
                            self.usages[form].spelled_out.saturating_add(1);
                    }
                }
            }
        }
    }
}

/// Whether a sentence is set in capitals, or as a headline.
fn mode(source: &str, tokens: &[Token]) -> Mode {
    let (mut words, mut upper, mut lower) = (0, 0, 0);
    for token in tokens.iter().filter(|it| it.kind == TokenKind::Word) {
        let spelling = token.span.of(source);
        words += 1;
        if !spelling.contains(char::is_uppercase) {
            lower += 1;
        } else if !spelling.contains(char::is_lowercase) && spelling.chars().nth(1).is_some() {
            upper += 1;
        }
    }
    if words >= 3 && upper * 10 >= words * 8 {
        Mode::Capitals
    } else if words >= 4 && lower * 10 <= words * 3 {
        Mode::Headline
    } else {
        Mode::Normal
    }
}

/// Whether the first of these tokens goes with the full stop behind it: `U.S.`, `J.`, `Corp.`, `Mr.`
fn takes_stop(source: &str, tokens: &[Token]) -> bool {
    let [word, stop, ..] = tokens else { return false };
    if word.kind != TokenKind::Word
        || stop.span.start() != word.span.end()
        || stop.span.of(source) != "."
    {
        return false;
    }
    let spelling = word.span.of(source);
    let letters = spelling.split('.').all(|part| part.chars().nth(1).is_none());
    if spelling.contains('.') {
        return letters;
    }
    if letters {
        return tokens.len() > 2 && spelling.starts_with(char::is_uppercase);
    }
    matches!(lexicon::abbreviation(spelling), Some(Abbreviation::Title | Abbreviation::Inner))
        || (tokens.len() > 2 && lexicon::abbreviation(spelling).is_some())
}
