//! Who said what: for now the quotation marks, and the quotations that stand between them.

mod marks;

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::text::Text;

pub use marks::{Pair, pair_marks};

/// Words that somebody said or wrote, as the text gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// How it is given.
    pub kind: QuoteKind,
    /// Its pieces in order, without the outer marks; never empty, none of them empty.
    pub parts: Vec<Span>,
}

impl Quote {
    /// From the start of the first part to the end of the last.
    pub fn span(&self) -> Span {
        self.parts[0].cover(self.parts[self.parts.len() - 1])
    }
}

/// How a text gives somebody's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum QuoteKind {
    /// Word for word, between marks: a sentence of its own.
    Direct,
    /// Some words between marks inside a sentence of the narration.
    Mixed,
}

/// The quotations of a text, in order.
pub fn extract_quotes(text: &Text<'_>) -> Vec<Quote> {
    let _ = pair_marks(text.source(), text.paragraphs());
    Vec::new()
}
