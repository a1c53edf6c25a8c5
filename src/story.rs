//! One article, read: everything found in one pass.

use crate::dedup::{Repeat, find_repeats};
use crate::quotes::{Quote, extract_quotes};
use crate::text::Text;
use crate::{Result, Span};

/// What to do about blocks that a page says twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Repeats {
    /// Find them, and leave them out of what is read: a quotation pasted twice is one quotation.
    #[default]
    Skip,
    /// Find them, and read them like the rest.
    Mark,
    /// Do not look for them.
    Ignore,
}

/// Reads articles: what to look for, decided once. Cheap to copy, safe to share among threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reader {
    /// Whether to extract quotations.
    pub quotes: bool,
    /// What to do about repeated blocks.
    pub repeats: Repeats,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            quotes: true,
            repeats: Repeats::Skip,
        }
    }
}

impl Reader {
    /// Reads one article.
    pub fn read(&self, text: impl Into<String>) -> Result<Story> {
        let source: String = text.into();
        let text = Text::new(&source)?;
        let repeats = match self.repeats {
            Repeats::Ignore => Vec::new(),
            Repeats::Skip | Repeats::Mark => find_repeats(&source, text.paragraphs()),
        };
        let mut quotes = if self.quotes {
            extract_quotes(&text)
        } else {
            Vec::new()
        };
        if self.repeats == Repeats::Skip {
            quotes.retain(|quote| {
                !repeats
                    .iter()
                    .any(|repeat| repeat.span.overlaps(quote.span()))
            });
        }
        let (paragraphs, sentences) = (text.paragraphs().to_vec(), text.sentences().to_vec());
        Ok(Story {
            text: source,
            paragraphs,
            sentences,
            quotes,
            repeats,
        })
    }
}

/// An article and what was read in it. Spans are bytes of [`text`](Story::text).
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    text: String,
    paragraphs: Vec<Span>,
    sentences: Vec<Span>,
    quotes: Vec<Quote>,
    repeats: Vec<Repeat>,
}

impl Story {
    /// The text as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its paragraphs, in order.
    pub fn paragraphs(&self) -> &[Span] {
        &self.paragraphs
    }

    /// Its sentences, in order.
    pub fn sentences(&self) -> &[Span] {
        &self.sentences
    }

    /// Its quotations, in order.
    pub fn quotes(&self) -> &[Quote] {
        &self.quotes
    }

    /// The blocks that stand twice, in order, disjoint.
    pub fn repeats(&self) -> &[Repeat] {
        &self.repeats
    }
}
