//! Words that were met before, and what they tell: kept from text to text, because most words of a
//! text stand in most others too.

use crate::hash::{self, ByHash};
use crate::text::TokenKind;

use super::features::DISTANCE_COUNT;
use super::words::{Mode, Word};

/// So many words are kept; then all are forgotten. Some six megabytes.
const MOST: usize = 8192;

/// Words, and what a model says of what they tell. For one model only.
#[derive(Debug)]
pub(super) struct Memory {
    numbers: ByHash<u32>,
    words: Vec<Word>,
    pub told: Told,
    folded: String,
}

impl Memory {
    /// For a model with so many numbers in a row of scores.
    pub fn new(stride: usize) -> Self {
        Self {
            numbers: ByHash::default(),
            words: Vec::new(),
            told: Told::new(stride),
            folded: String::new(),
        }
    }

    /// Forgets what it knows if that has become much. Not while a document is read: its words say
    /// where they stand here.
    pub fn tidy(&mut self) {
        if self.words.len() > MOST {
            *self = Self::new(self.told.stride);
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

    /// The question what a word tells at a distance, by the distance's place among all; `None` is the
    /// border of a sentence.
    pub fn question(word: Option<&Word>, distance: usize) -> usize {
        word.map_or(0, |it| it.number as usize + 1) * DISTANCE_COUNT + distance
    }
}

/// Answers, kept: rows of scores by the number of the question.
#[derive(Debug)]
pub(super) struct Told {
    /// Which row answers a question; 0 where it was not asked yet.
    rows: Vec<u32>,
    scores: Vec<i16>,
    stride: usize,
    features: Vec<u64>,
}

impl Told {
    pub fn new(stride: usize) -> Self {
        Self { rows: Vec::new(), scores: vec![0; stride], stride, features: Vec::new() }
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
