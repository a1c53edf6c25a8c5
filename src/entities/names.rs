//! The names of a text, as the tagger finds them.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::EntityKind;
use super::features;
use super::votes::Votes;
use crate::Span;
use crate::tagger::decode::Decoder;
use crate::tagger::document::{Document, Sentence};
use crate::tagger::memory::Told;
use crate::tagger::{Labels, Model, Tag};

/// The labels of names.
pub(super) const LABELS: Labels = Labels::new(EntityKind::ALL.len() as u8);

static MODEL: LazyLock<Option<Model<'static>>> =
    LazyLock::new(|| Model::open(include_bytes!("../../models/names.bin")));

/// A name at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub span: Span,
    pub kind: EntityKind,
    /// Its tokens: from, to.
    pub tokens: (u32, u32),
}

thread_local! {
    /// What words tell the model that ships.
    static TOLD: RefCell<Option<Told>> = const { RefCell::new(None) };
}

/// The names of a text, in order, disjoint.
pub(super) fn find(document: &Document) -> Vec<Name> {
    let Some(model) = &*MODEL else { return Vec::new() };
    TOLD.with_borrow_mut(|told| {
        find_with(model, document, told.get_or_insert_with(|| told_of(model)))
    })
}

/// The names that a model finds, which told is of.
pub(super) fn find_with(model: &Model<'_>, document: &Document, told: &mut Told) -> Vec<Name> {
    told.turn_to(document);
    let mut tagging = Tagging::new(model, document);
    let mut tags = tagging.read(told);
    let votes = Votes::count(document, &kinds(&tags));
    tagging.read_again(&votes, &mut tags);
    names(document, &tags)
}

/// Room for what words tell a model.
pub(super) fn told_of(model: &Model<'_>) -> Told {
    Told::new(model.stride(), features::DISTANCE_COUNT)
}

/// What the first reading of a document finds, whose words have these numbers.
#[cfg(feature = "train")]
pub(super) fn first_tags(model: &Model<'_>, document: &Document) -> Vec<u8> {
    Tagging::new(model, document).read(&mut told_of(model))
}

/// A document that is being tagged.
struct Tagging<'t, 'm> {
    model: &'t Model<'m>,
    document: &'t Document,
    /// What each label has of each piece, row by row.
    scores: Vec<i16>,
    stride: usize,
    decoder: Decoder,
    features: Vec<u64>,
}

impl<'t, 'm> Tagging<'t, 'm> {
    fn new(model: &'t Model<'m>, document: &'t Document) -> Self {
        let stride = model.stride();
        let scores = vec![0; document.pieces.len() * stride];
        let decoder = model.decoder();
        Self { model, document, scores, stride, decoder, features: Vec::new() }
    }

    /// The labels of the first reading.
    fn read(&mut self, told: &mut Told) -> Vec<u8> {
        let (document, stride) = (self.document, self.stride);
        let mut tags = Vec::with_capacity(document.pieces.len());
        let mut sentence_tags = Vec::new();
        for (number, &sentence) in document.sentences.iter().enumerate() {
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
                features::of_piece(document, number, at, &mut self.features);
                self.model.add(&mut self.features, row);
            }
            self.decode(sentence, &mut sentence_tags);
            tags.extend_from_slice(&sentence_tags);
        }
        tags
    }

    /// Reads the sentences again of which votes tell something.
    fn read_again(&mut self, votes: &Votes, tags: &mut [u8]) {
        let (document, stride) = (self.document, self.stride);
        let distances = features::VOTE_DISTANCES.len();
        let mut told = Told::new(stride, distances);
        let mut sentence_tags = Vec::new();
        for &sentence in &document.sentences {
            let is_name = |&at: &usize| document.word(at).is_name_like();
            let mut changed = false;
            for at in (sentence.from..sentence.to).filter(is_name) {
                changed = true;
                let row = &mut self.scores[at * stride..][..stride];
                for (number, distance) in features::VOTE_DISTANCES.into_iter().enumerate() {
                    let Some(other) = sentence.neighbour(at, distance) else { continue };
                    let form = document.word(other).form;
                    let said = told.ask(form as usize * distances + number, |features, row| {
                        features::of_vote(form, number, votes, features);
                        self.model.add(features, row);
                    });
                    add(row, said);
                }
                features::of_listed_votes(document, sentence, at, votes, &mut self.features);
                self.model.add(&mut self.features, row);
            }
            if changed {
                self.decode(sentence, &mut sentence_tags);
                tags[sentence.from..sentence.to].copy_from_slice(&sentence_tags);
            }
        }
    }

    /// The best labels of a sentence.
    fn decode(&mut self, sentence: Sentence, tags: &mut Vec<u8>) {
        let scores = &self.scores[sentence.from * self.stride..sentence.to * self.stride];
        self.decoder.decode(scores, self.stride, tags);
    }
}

fn add(row: &mut [i16], said: &[i16]) {
    for (score, said) in row.iter_mut().zip(said) {
        *score = score.saturating_add(*said);
    }
}

/// The kind that each label gives its piece.
pub(super) fn kinds(tags: &[u8]) -> Vec<Option<u8>> {
    let kind = |&tag: &u8| match LABELS.tag(usize::from(tag)) {
        Tag::Outside => None,
        Tag::Single(kind) | Tag::Begin(kind) | Tag::Inside(kind) | Tag::End(kind) => Some(kind),
    };
    tags.iter().map(kind).collect()
}

/// The spans that labels make.
pub(super) fn names(document: &Document, tags: &[u8]) -> Vec<Name> {
    let mut names = Vec::new();
    let mut first = 0;
    for (at, &tag) in tags.iter().enumerate() {
        match LABELS.tag(usize::from(tag)) {
            Tag::Begin(_) => first = at,
            Tag::Outside | Tag::Inside(_) => {}
            Tag::Single(kind) | Tag::End(kind) => {
                if matches!(LABELS.tag(usize::from(tag)), Tag::Single(_)) {
                    first = at;
                }
                let (begin, end) = (document.pieces[first], document.pieces[at]);
                names.push(Name {
                    span: begin.span.cover(end.span),
                    kind: EntityKind::ALL[usize::from(kind)],
                    tokens: (begin.tokens.0, end.tokens.1),
                });
            }
        }
    }
    names
}
