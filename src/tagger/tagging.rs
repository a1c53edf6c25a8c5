//! Tagging a document, sentence by sentence.

use super::decode::Decoder;
use super::document::{Document, Sentence};
use super::features;
use super::labels::Tag;
use super::memory::Told;
use super::model::Model;

/// A document that is being tagged.
pub(crate) struct Tagging<'t> {
    model: &'t Model,
    document: &'t Document,
    /// What each label has of each piece, row by row.
    scores: Vec<i16>,
    stride: usize,
    decoder: Decoder,
    features: Vec<u64>,
    /// Where no span is so much likelier by the words alone, nothing else is asked.
    enough: i16,
}

impl<'t> Tagging<'t> {
    pub fn new(model: &'t Model, document: &'t Document) -> Self {
        Self::leaning(model, document, model.decoder())
    }

    /// With another decoder of the model.
    pub fn leaning(model: &'t Model, document: &'t Document, decoder: Decoder) -> Self {
        let stride = model.stride();
        let scores = vec![0; document.pieces.len() * stride];
        Self { model, document, scores, stride, decoder, features: Vec::new(), enough: i16::MAX }
    }

    /// Asks nothing else where by the words alone no span is likelier by so many factors of e.
    pub fn hurry(&mut self, enough: f32) {
        self.enough = self.model.units(enough);
    }

    /// The labels of all pieces. Beside what words tell by themselves, `of_piece` gives the features
    /// of a piece: of the document, the sentence's number and the piece's.
    pub fn read(
        &mut self,
        told: &mut Told,
        of_piece: impl FnMut(usize, usize, &mut Vec<u64>),
    ) -> Vec<u8> {
        self.read_some(0..self.document.sentences.len(), told, of_piece)
    }

    /// The labels of all pieces, where but some sentences are read; others have no spans.
    pub fn read_some(
        &mut self,
        sentences: impl Iterator<Item = usize>,
        told: &mut Told,
        mut of_piece: impl FnMut(usize, usize, &mut Vec<u64>),
    ) -> Vec<u8> {
        let (document, stride) = (self.document, self.stride);
        told.turn_to(document);
        let mut tags = vec![self.model.labels.number(Tag::Outside) as u8; document.pieces.len()];
        let mut sentence_tags = Vec::new();
        for number in sentences {
            let sentence = document.sentences[number];
            for at in sentence.from..sentence.to {
                let row = &mut self.scores[at * stride..][..stride];
                for (place, distance) in features::DISTANCES.enumerate() {
                    let word = sentence.neighbour(at, distance).map(|it| document.word(it));
                    let said = told.ask_word(word, place, |features, row| {
                        features::of_word(word, distance, features);
                        self.model.add(features, row);
                    });
                    add(row, said);
                }
                if self.enough < i16::MAX && self.model.margin(row) > self.enough {
                    continue;
                }
                of_piece(number, at, &mut self.features);
                self.model.add(&mut self.features, row);
            }
            self.decode(sentence, &mut sentence_tags);
            tags[sentence.from..sentence.to].copy_from_slice(&sentence_tags);
        }
        tags
    }

    /// Adds to what is known of a piece.
    pub fn add(&mut self, at: usize, add_to: impl FnOnce(&Model, &mut Vec<u64>, &mut [i16])) {
        let row = &mut self.scores[at * self.stride..][..self.stride];
        add_to(self.model, &mut self.features, row);
    }

    /// From here on decodes otherwise.
    pub fn turn_to(&mut self, decoder: Decoder) {
        self.decoder = decoder;
    }

    /// The best labels of a sentence.
    pub fn decode(&mut self, sentence: Sentence, tags: &mut Vec<u8>) {
        let scores = &self.scores[sentence.from * self.stride..sentence.to * self.stride];
        self.decoder.decode(scores, self.stride, tags);
    }
}

/// Adds a row of scores to another.
pub(crate) fn add(row: &mut [i16], said: &[i16]) {
    for (score, said) in row.iter_mut().zip(said) {
        *score = score.saturating_add(*said);
    }
}
