//! One article, read: everything found in one pass.

use crate::dedup::{Repeat, drop_repeats, find_repeats};
use crate::quotes::{Quote, extract_quotes};
use crate::record::Records;
use crate::text::Text;
use crate::{Offsets, Result, Span};

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
        Self { quotes: true, repeats: Repeats::Skip }
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
        let mut quotes = if self.quotes { extract_quotes(&text) } else { Vec::new() };
        if self.repeats == Repeats::Skip {
            leave_out(&mut quotes, &repeats);
        }
        let (paragraphs, sentences) = (text.paragraphs().to_vec(), text.sentences().to_vec());
        Ok(Story::from_parts(source, paragraphs, sentences, quotes, repeats))
    }
}

/// Leaves out what is quoted inside repeats, which are in order and disjoint.
fn leave_out(quotes: &mut Vec<Quote>, repeats: &[Repeat]) {
    let stays = |part: &Span| {
        let next = repeats.partition_point(|repeat| repeat.span.end() <= part.start());
        !repeats.get(next).is_some_and(|repeat| repeat.span.overlaps(*part))
    };
    quotes.retain_mut(|quote| {
        quote.parts.retain(stays);
        !quote.parts.is_empty()
    });
}

/// An article and what was read in it. Spans are bytes of [`text`](Story::text).
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    text: String,
    paragraphs: Vec<Span>,
    sentences: Vec<Span>,
    quotes: Vec<Quote>,
    repeats: Vec<Repeat>,
    offsets: Offsets,
}

impl Story {
    /// A story from what was read in it. The spans must be places in the text.
    pub(crate) fn from_parts(
        text: String,
        paragraphs: Vec<Span>,
        sentences: Vec<Span>,
        quotes: Vec<Quote>,
        repeats: Vec<Repeat>,
    ) -> Self {
        let offsets = Offsets::new(&text);
        Self { text, paragraphs, sentences, quotes, repeats, offsets }
    }

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

    /// The article as it was meant to be read: without what stands twice.
    pub fn body(&self) -> String {
        drop_repeats(&self.text, &self.repeats)
    }

    /// What turns this story's spans into what users see.
    pub fn records(&self) -> Records<'_> {
        Records::new(&self.text, &self.offsets)
    }
}
