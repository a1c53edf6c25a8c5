//! Which quotation mark closes which: by position, not by glyph.

use crate::Span;

/// Two marks that belong together, or one whose partner is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The mark that opens (`"`, `“`, `''`, …).
    pub open: Span,
}

/// Pairs the quotation marks of a text.
pub fn pair_marks(_source: &str, _paragraphs: &[Span]) -> Vec<Pair> {
    Vec::new()
}
