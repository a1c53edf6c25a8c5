//! One article, read: everything found in one pass.

use crate::dateline::{self, Dateline, Day};
use crate::dedup::{Repeat, find_repeats};
use crate::furniture::{Byline, Credit, find_byline, find_credits};
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
    /// Whether to read the dateline, the byline and the credits.
    pub dateline: bool,
    /// Whether to extract quotations.
    pub quotes: bool,
    /// What to do about repeated blocks.
    pub repeats: Repeats,
}

impl Default for Reader {
    fn default() -> Self {
        Self { dateline: true, quotes: true, repeats: Repeats::Skip }
    }
}

impl Reader {
    /// Reads one article. The day it was published on finds the year of a dateline's date.
    pub fn read(&self, text: impl Into<String>, published: Option<Day>) -> Result<Story> {
        let source: String = text.into();
        let text = Text::new(&source)?;
        let repeats = match self.repeats {
            Repeats::Ignore => Vec::new(),
            Repeats::Skip | Repeats::Mark => find_repeats(&source, text.paragraphs()),
        };
        let mut found = Findings::default();
        if self.dateline {
            found.dateline = dateline::read(&source, published);
            let place = found.dateline.as_ref().map(|dateline| dateline.span);
            found.byline = find_byline(&source, text.paragraphs(), place);
            found.credits = find_credits(&source, text.paragraphs(), place);
        }
        let mut quotes = if self.quotes { extract_quotes(&text) } else { Vec::new() };
        if self.repeats == Repeats::Skip {
            leave_out(&mut quotes, &repeats);
        }
        found.paragraphs = text.paragraphs().to_vec();
        found.sentences = text.sentences().to_vec();
        Ok(Story::new(source, Findings { quotes, repeats, ..found }))
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
    offsets: Offsets,
    found: Findings,
}

/// What was read in a text; the spans are places in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Findings {
    pub paragraphs: Vec<Span>,
    pub sentences: Vec<Span>,
    pub dateline: Option<Dateline>,
    pub byline: Option<Byline>,
    pub credits: Vec<Credit>,
    pub quotes: Vec<Quote>,
    pub repeats: Vec<Repeat>,
}

impl Story {
    pub(crate) fn new(text: String, found: Findings) -> Self {
        Self { offsets: Offsets::new(&text), text, found }
    }

    /// The text as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its paragraphs, in order.
    pub fn paragraphs(&self) -> &[Span] {
        &self.found.paragraphs
    }

    /// Its sentences, in order.
    pub fn sentences(&self) -> &[Span] {
        &self.found.sentences
    }

    /// Where it was filed, when, by which agency, and where it begins.
    pub fn dateline(&self) -> Option<&Dateline> {
        self.found.dateline.as_ref()
    }

    /// Who wrote it.
    pub fn byline(&self) -> Option<&Byline> {
        self.found.byline.as_ref()
    }

    /// Who else worked on it, and what the desk adds, in order.
    pub fn credits(&self) -> &[Credit] {
        &self.found.credits
    }

    /// Its quotations, in order.
    pub fn quotes(&self) -> &[Quote] {
        &self.found.quotes
    }

    /// The blocks that stand twice, in order, disjoint.
    pub fn repeats(&self) -> &[Repeat] {
        &self.found.repeats
    }

    /// The article as it was meant to be read: without its dateline, byline and credits, and without
    /// what stands twice.
    pub fn body(&self) -> String {
        body(self)
    }

    /// What turns this story's spans into what users see.
    pub fn records(&self) -> Records<'_> {
        Records::new(&self.text, &self.offsets)
    }
}

/// What a story says when everything that is not the story is left out.
fn body(story: &Story) -> String {
    let text = story.text();
    // The dateline goes with the blanks behind it, all else with those before it.
    let mut cuts: Vec<(usize, usize, bool)> = Vec::new();
    let found = &story.found;
    if let Some(dateline) = &found.dateline {
        cuts.push((dateline.span.start() as usize, dateline.body_start as usize, true));
    }
    let furniture =
        found.byline.iter().map(|it| it.span).chain(found.credits.iter().map(|it| it.span));
    cuts.extend(furniture.map(|span| {
        let (start, end) = with_brackets(text, span);
        (start, end, false)
    }));
    cuts.extend(found.repeats.iter().map(|it| (it.span.range().start, it.span.range().end, false)));
    cuts.sort_unstable();
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    let mut next = 0;
    while next < cuts.len() {
        // What stands side by side goes at once.
        let (start, mut end, mut lead) = cuts[next];
        let before = &text[at.min(start)..start];
        let mut gap = &before[before.trim_end().len()..];
        next += 1;
        while let Some(&(from, to, is_lead)) = cuts.get(next)
            && (from <= end || is_between(&text[end..from]))
        {
            let between = text.get(end..from).unwrap_or_default();
            if between.len() > gap.len() && between.trim().is_empty() {
                gap = between;
            }
            (end, lead) = (end.max(to), is_lead);
            next += 1;
        }
        kept.push_str(before.trim_end());
        at = end;
        // What stands behind a credit in its paragraph begins that paragraph.
        let rest = text[at..].trim_start_matches([' ', '\t']);
        let begins = !rest.is_empty() && !rest.starts_with(['\n', '\r']) && gap.contains('\n');
        if (lead || begins) && !kept.is_empty() {
            kept.push_str(gap);
            at = text.len() - if lead { text[at..].len() } else { rest.len() };
        }
        if kept.is_empty() {
            at += text[at..].len() - text[at..].trim_start().len();
        }
    }
    kept.push_str(&text[at..]);
    kept
}

/// Whether words between two cuts go with them: `Reporting by Ann Lee and editing by Bob Roe`
fn is_between(words: &str) -> bool {
    matches!(words.trim(), "" | "and" | "und" | "y" | "et" | "e")
}

/// A credit with the brackets, dashes and stars around it.
fn with_brackets(text: &str, span: Span) -> (usize, usize) {
    let before = &text[..span.start() as usize];
    let mut start = before.trim_end_matches(['(', '[', '*', '_', '—', '–', '-', '•', ' ']).len();
    // The rule above it: `___`
    let above = before[..start].trim_end();
    let rule = above.trim_end_matches('_');
    if above.len() > rule.len() + 1 && rule.ends_with('\n') {
        start = rule.len();
    }
    let after = &text[span.end() as usize..];
    let marks = after.trim_start_matches([')', ']', ';', ',', '.', '*']);
    let dashes = marks.trim_start_matches(['*', '_', '-', '—', '–', ' ']);
    // Stars and dashes behind it, if nothing else stands on the line.
    let rest = if dashes.is_empty() || dashes.starts_with('\n') { dashes } else { marks };
    (start, text.len() - rest.len())
}
