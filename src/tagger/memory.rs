//! Words that were met before, and what they tell: kept from text to text, because most words of a
//! text stand in most others too.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::hash::{self, ByHash};
use crate::text::TokenKind;

use super::document::Document;
use super::words::{Mode, Word};

/// So many words are kept; then all are forgotten. Some six megabytes.
const MOST: usize = 8192;

/// Numbers of generations of words, each given once.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// Words by their spellings.
#[derive(Debug)]
pub(crate) struct Memory {
    /// Changes when words are forgotten, and their numbers with them.
    pub generation: u32,
    numbers: ByHash<u32>,
    words: Vec<Word>,
    folded: String,
}

impl Memory {
    pub fn new() -> Self {
        Self {
            generation: NEXT.fetch_add(1, Ordering::Relaxed),
            numbers: ByHash::default(),
            words: Vec::new(),
            folded: String::new(),
        }
    }

    /// Forgets what it knows if that has become much. Not while a document is read: its words say
    /// where they stand here.
    pub fn tidy(&mut self) {
        if self.words.len() > MOST {
            *self = Self::new();
        }
    }

    /// The key of a spelling.
    pub fn key(spelling: &str, mode: Mode) -> u64 {
        hash::pair(hash::word(spelling.as_bytes()), mode as u64)
    }

    /// A word by its key, with its number here.
    pub fn word(&mut self, key: u64, spelling: &str, mode: Mode, kind: TokenKind) -> Word {
        let next = self.words.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            let word = Word::new(spelling, mode, kind, &mut self.folded);
            self.words.push(Word { number, ..word });
        }
        self.words[number as usize]
    }
}

/// Answers to what words tell, kept: rows of scores by the number of the question. For one model
/// only.
#[derive(Debug)]
pub(crate) struct Told {
    /// Whose words these are.
    generation: u32,
    /// How many questions there are of each word.
    places: usize,
    /// Which row answers a question; 0 where it was not asked yet.
    rows: Vec<u32>,
    scores: Vec<i16>,
    stride: usize,
    features: Vec<u64>,
}

impl Told {
    /// For a model with so many numbers in a row of scores, and so many questions of each word.
    pub fn new(stride: usize, places: usize) -> Self {
        let (rows, features) = (Vec::new(), Vec::new());
        Self { generation: 0, places, rows, scores: vec![0; stride], stride, features }
    }

    /// Forgets what other words told than those of a document.
    pub fn turn_to(&mut self, document: &Document) {
        if self.generation != document.generation {
            *self = Self::new(self.stride, self.places);
            self.generation = document.generation;
        }
    }

    /// What a word tells to one place of several; `None` is the border of a sentence.
    pub fn ask_word(
        &mut self,
        word: Option<&Word>,
        place: usize,
        answer: impl FnOnce(&mut Vec<u64>, &mut [i16]),
    ) -> &[i16] {
        self.ask(word.map_or(0, |it| it.number as usize + 1) * self.places + place, answer)
    }

    /// The row of a question; what answers it gets room for features and a row of zeros.
    pub fn ask(
        &mut self,
        question: usize,
        answer: impl FnOnce(&mut Vec<u64>, &mut [i16]),
    ) -> &[i16] {
        if question >= self.rows.len() {
            self.rows.resize(question + 1, 0);
        }
        if self.rows[question] == 0 {
            let from = self.scores.len();
            self.rows[question] = (from / self.stride) as u32;
            self.scores.resize(from + self.stride, 0);
            answer(&mut self.features, &mut self.scores[from..]);
        }
        &self.scores[self.rows[question] as usize * self.stride..][..self.stride]
    }
}
