//! What the models look at: the pieces of a text with their grammar, the quotation marks around
//! them, and who is named.

use super::Pair;
use super::cues::Cue;
use crate::entities::{Entity, EntityKind, MentionForm};
use crate::span::Span;
use crate::syntax::Syntax;
use crate::tagger::Document;
use crate::tagger::words::Common;
use crate::text::Text;

/// In no quotation, of no entity.
pub(super) const NONE: u32 = u32::MAX;

/// Where a piece stands to quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quoted {
    #[default]
    Outside,
    /// Between double marks, or those that stand for them.
    Inside,
    /// Between single marks.
    InsideSingle,
    Opens,
    Closes,
}

/// What stands between a pair of marks that stands in no other one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    pub pair: Pair,
    /// The pieces between the marks: from, to.
    pub pieces: (usize, usize),
}

/// A text as the models of quotations see it.
pub(super) struct Context<'t> {
    pub source: &'t str,
    pub document: &'t Document,
    pub syntax: Syntax,
    /// The dateline, which is nobody's words.
    pub lead: Option<Span>,
    pub regions: Vec<Region>,
    /// For each piece: where it stands to marks, and in which region.
    pub quoted: Vec<Quoted>,
    pub region: Vec<u32>,
    /// The kind of the entity that a piece names, plus one; 0 for none.
    pub entity: Vec<u8>,
    /// Whether each sentence has been parsed.
    parsed: Vec<bool>,
    /// The sentence of each piece; the paragraph of each sentence.
    pub sentence: Vec<u32>,
    pub paragraph: Vec<u32>,
    /// Where letters and digits stand in a row: from, to.
    runs: Vec<(u32, u32)>,
}

impl<'t> Context<'t> {
    pub fn new(
        text: &'t Text<'t>,
        document: &'t Document,
        entities: &[Entity],
        pairs: &[Pair],
    ) -> Self {
        let pieces = document.pieces.len();
        let mut context = Self {
            source: text.source(),
            document,
            syntax: Syntax::of(document),
            lead: None,
            regions: Vec::new(),
            quoted: vec![Quoted::Outside; pieces],
            region: vec![NONE; pieces],
            entity: vec![0; pieces],
            parsed: vec![false; document.sentences.len()],
            sentence: Vec::with_capacity(pieces),
            paragraph: Vec::with_capacity(document.sentences.len()),
            runs: runs(text.source()),
        };
        let mut paragraph = 0;
        let paragraphs = text.paragraphs();
        for (number, sentence) in document.sentences.iter().enumerate() {
            context.sentence.resize(sentence.to, number as u32);
            let start = document.pieces[sentence.from].span.start();
            while paragraphs.get(paragraph).is_some_and(|it| it.end() <= start) {
                paragraph += 1;
            }
            context.paragraph.push(paragraph as u32);
        }
        for pair in pairs.iter().filter(|it| it.depth == 0 && !it.content.is_empty()) {
            context.add_region(*pair);
        }
        for entity in entities {
            for mention in &entity.mentions {
                if mention.form != MentionForm::Pronoun {
                    context.add_name(mention.span, entity.kind);
                }
            }
        }
        context
    }

    fn add_region(&mut self, pair: Pair) {
        let (from, to) = self.pieces_in(pair.content);
        let number = self.regions.len() as u32;
        let inside = if pair.single { Quoted::InsideSingle } else { Quoted::Inside };
        self.quoted[from..to].fill(inside);
        self.region[from..to].fill(number);
        let open = self.pieces_in(pair.open);
        self.quoted[open.0..open.1.min(from.max(open.0))].fill(Quoted::Opens);
        if let Some(close) = pair.close {
            let close = self.pieces_in(close);
            self.quoted[close.0.max(to).min(close.1)..close.1].fill(Quoted::Closes);
        }
        self.regions.push(Region { pair, pieces: (from, to) });
    }

    fn add_name(&mut self, span: Span, kind: EntityKind) {
        let (from, to) = self.pieces_in(span);
        self.entity[from..to].fill(kind as u8 + 1);
    }

    /// Whether letters or digits stand between two places of the text.
    pub fn has_words(&self, from: u32, to: u32) -> bool {
        let next = self.runs.partition_point(|it| it.1 <= from);
        from < to && self.runs.get(next).is_some_and(|it| it.0 < to)
    }

    /// The pieces that begin inside a span: from, to.
    pub fn pieces_in(&self, span: Span) -> (usize, usize) {
        let pieces = &self.document.pieces;
        let from = pieces.partition_point(|piece| piece.span.start() < span.start());
        let to = pieces.partition_point(|piece| piece.span.start() < span.end());
        (from, to.max(from))
    }

    /// From the first to the last of some pieces.
    pub fn span(&self, from: usize, to: usize) -> Span {
        self.document.pieces[from].span.cover(self.document.pieces[to - 1].span)
    }

    /// A piece as it is spelled.
    pub fn spelling(&self, at: usize) -> &'t str {
        self.document.pieces[at].span.of(self.source)
    }

    /// Whether a piece is, or ends with, a mark that ends sentences.
    pub fn ends_sentence(&self, at: usize) -> bool {
        self.spelling(at).ends_with(['.', '!', '?', '…'])
    }

    /// Whether a piece is a form of `be`, by its letters.
    pub fn is_be(&self, at: usize) -> bool {
        matches!(
            self.spelling(at),
            "is" | "are" | "was" | "were" | "be" | "been" | "being" | "'s" | "’s" | "'re" | "’re"
        )
    }

    /// Which of the words that grammar turns on a piece is.
    pub fn common(&self, at: usize) -> Common {
        self.document.word(at).common
    }

    /// The paragraph of a piece.
    pub fn paragraph_of(&self, piece: usize) -> u32 {
        self.paragraph[self.sentence[piece] as usize]
    }

    /// Parses the sentences that hold cues.
    pub fn parse_around(&mut self, cues: &[Cue]) {
        for cue in cues {
            let sentence = self.sentence[cue.from] as usize;
            if !std::mem::replace(&mut self.parsed[sentence], true) {
                self.syntax.parse(self.document, self.document.sentences[sentence]);
            }
        }
    }
}

/// Where letters and digits stand in a row.
fn runs(text: &str) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::with_capacity(text.len() / 6);
    for (at, letter) in text.char_indices().filter(|it| it.1.is_alphanumeric()) {
        let (from, to) = (at as u32, (at + letter.len_utf8()) as u32);
        match runs.last_mut() {
            Some(last) if last.1 == from => last.1 = to,
            _ => runs.push((from, to)),
        }
    }
    runs
}
