//! The grammar of sentences, as far as it tells who says what: parts of speech and a tree of which
//! word depends on which.
//!
//! Parts of speech come from the tagger (`parts`); a parser that goes from left to right once
//! (`parser`) builds the tree. Both are fast rather than perfect: what reads them learns how far they
//! can be trusted.

pub(crate) mod parser;
pub(crate) mod parts;
pub(crate) mod relations;
#[cfg(feature = "train")]
#[doc(hidden)]
pub mod train;

use crate::tagger::Document;
use crate::tagger::document::Sentence;

pub(crate) use parts::Part;
pub(crate) use relations::Relation;

/// No piece: the head of a root, and of punctuation.
pub(crate) const NONE: u32 = u32::MAX;

/// The grammar of a document's sentences.
#[derive(Debug, Default)]
pub(crate) struct Syntax {
    /// The part of speech of each piece.
    pub parts: Vec<Part>,
    /// The piece that each piece depends on; `NONE` for roots, punctuation, and in sentences that
    /// were not parsed.
    pub heads: Vec<u32>,
    /// How it depends on it.
    pub relations: Vec<Relation>,
}

impl Syntax {
    /// The parts of speech of a document; no sentence is parsed yet.
    pub fn of(document: &Document) -> Self {
        let parts = parts::find(document);
        let pieces = parts.len();
        Self { parts, heads: vec![NONE; pieces], relations: vec![Relation::Root; pieces] }
    }

    /// Parses a sentence.
    pub fn parse(&mut self, document: &Document, sentence: Sentence) {
        parser::parse(document, sentence, self);
    }
}
