//! What one text says twice.

use crate::Span;

/// A block of a text that repeats another block of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repeat {
    /// The block that repeats: whole paragraphs.
    pub span: Span,
    /// The block that it repeats, and that stays.
    pub first: Span,
    /// 1.0 for the same words; less for an edited copy.
    pub similarity: f32,
}

/// The repeats of a text, in order, disjoint.
pub fn find_repeats(_source: &str, _paragraphs: &[Span]) -> Vec<Repeat> {
    Vec::new()
}

/// The text without its repeats.
pub fn drop_repeats(source: &str, repeats: &[Repeat]) -> String {
    let _ = repeats;
    source.to_owned()
}
