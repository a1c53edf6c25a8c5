//! The names of a text, as the tagger finds them.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::EntityKind;
use super::features;
use super::votes::Votes;
use crate::Span;
use crate::tagger::Document;
use crate::tagger::memory::Told;
use crate::tagger::tagging::{Tagging, add};
use crate::tagger::{Labels, Model, Tag};

/// The labels of names.
pub(super) const LABELS: Labels = Labels::new(EntityKind::ALL.len() as u8);

static MODEL: LazyLock<Option<Model>> =
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
pub(super) fn find_with(model: &Model, document: &Document, told: &mut Told) -> Vec<Name> {
    let mut tagging = Tagging::new(model, document);
    let mut tags = read_once(&mut tagging, document, told);
    let votes = Votes::count(document, &kinds(&tags));
    read_again(model, document, &mut tagging, &votes, &mut tags);
    names(document, &tags)
}

/// Room for what words tell a model.
pub(super) fn told_of(model: &Model) -> Told {
    Told::new(model.stride(), crate::tagger::features::DISTANCE_COUNT)
}

/// What the first reading of a document finds, whose words have these numbers.
#[cfg(feature = "train")]
pub(super) fn first_tags(model: &Model, document: &Document) -> Vec<u8> {
    read_once(&mut Tagging::new(model, document), document, &mut told_of(model))
}

fn read_once(tagging: &mut Tagging<'_>, document: &Document, told: &mut Told) -> Vec<u8> {
    tagging.read(told, |number, at, sink| features::of_piece(document, number, at, sink))
}

/// Reads the sentences again of which votes tell something.
fn read_again(
    model: &Model,
    document: &Document,
    tagging: &mut Tagging<'_>,
    votes: &Votes,
    tags: &mut [u8],
) {
    let distances = features::VOTE_DISTANCES.len();
    let mut told = Told::new(model.stride(), distances);
    let mut sentence_tags = Vec::new();
    for &sentence in &document.sentences {
        let is_name = |&at: &usize| document.word(at).is_name_like();
        let mut changed = false;
        for at in (sentence.from..sentence.to).filter(is_name) {
            changed = true;
            tagging.add(at, |model, sink, row| {
                for (number, distance) in features::VOTE_DISTANCES.into_iter().enumerate() {
                    let Some(other) = sentence.neighbour(at, distance) else { continue };
                    let form = document.word(other).form;
                    let said = told.ask(form as usize * distances + number, |features, row| {
                        features::of_vote(form, number, votes, features);
                        model.add(features, row);
                    });
                    add(row, said);
                }
                features::of_listed_votes(document, sentence, at, votes, sink);
                model.add(sink, row);
            });
        }
        if changed {
            tagging.decode(sentence, &mut sentence_tags);
            tags[sentence.from..sentence.to].copy_from_slice(&sentence_tags);
        }
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
