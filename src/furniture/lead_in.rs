//! What stands before a story: where it was filed, and who wrote it.

use super::{Byline, find_byline};
use crate::Span;
use crate::dateline::{self, Dateline, Day};
use crate::text::Text;

/// The dateline and the byline of a text. Every reader is told of them: who is named there is not spoken
/// of, and the story begins behind.
#[derive(Debug, Default)]
pub(crate) struct LeadIn {
    pub dateline: Option<Dateline>,
    pub byline: Option<Byline>,
}

impl LeadIn {
    /// That of a text. The day it was published on finds the year of the dateline's date.
    pub fn of(text: &Text<'_>, published: Option<Day>) -> Self {
        let dateline = dateline::read(text.source(), published);
        let place = dateline.as_ref().map(|it| it.span);
        let byline = find_byline(text.source(), text.paragraphs(), place);
        Self { dateline, byline }
    }

    /// Where they stand.
    pub fn spans(&self) -> Vec<Span> {
        let dateline = self.dateline.iter().map(|it| it.span);
        dateline.chain(self.byline.iter().map(|it| it.span)).collect()
    }
}
