//! How a story looks: in a notebook, on a terminal.
//!
//! Both views draw the same thing: paragraphs, cut into runs of text at every edge of something
//! marked, each run with what is open there. So a quotation inside a repeated block, and whatever
//! later stands inside a quotation, is drawn right without nesting anything.

mod html;
mod terminal;

use crate::dateline::{Dateline, Place};
use crate::entities::{Entity, EntityKind, MentionForm};
use crate::{Quote, Repeat, Span, Story, span};

pub use html::{HTML_CHARS, html};
pub use terminal::{TerminalOptions, terminal};

/// A piece of a paragraph in which nothing begins or ends.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run<'s> {
    text: &'s str,
    /// The quotation that it belongs to, and its number.
    quote: Option<(usize, &'s Quote)>,
    /// Whether a part of the quotation ends here.
    ends_part: bool,
    /// Whether a sentence begins here, and not the paragraph.
    begins_sentence: bool,
    /// The repeat that it belongs to.
    repeat: Option<&'s Repeat>,
    /// What of the page's furniture it is.
    furniture: Option<Furniture>,
    /// The entity that it mentions, and how.
    mention: Option<(&'s Entity, MentionForm)>,
}

/// What stands around a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Furniture {
    Dateline,
    Byline,
    Credit,
}

/// A paragraph as it is drawn.
#[derive(Debug)]
struct Block<'s> {
    /// Counted from 1.
    number: usize,
    runs: Vec<Run<'s>>,
}

impl<'s> Block<'s> {
    /// The repeat that holds all of it.
    fn repeat(&self) -> Option<&'s Repeat> {
        let first = self.runs.first()?.repeat;
        first.filter(|_| self.runs.iter().all(|run| run.repeat == first))
    }
}

/// The paragraphs of a story, in runs. Linear in the story.
fn blocks(story: &Story) -> impl Iterator<Item = Block<'_>> {
    let mut edges = Edges {
        story,
        parts: story
            .quotes()
            .iter()
            .enumerate()
            .flat_map(|(number, quote)| quote.parts.iter().map(move |&part| (part, number)))
            .collect(),
        furniture: furniture(story),
        mentions: mentions(story),
        next_part: 0,
        next_repeat: 0,
        next_furniture: 0,
        next_mention: 0,
    };
    story
        .paragraphs()
        .iter()
        .enumerate()
        .map(move |(number, &paragraph)| Block { number: number + 1, runs: edges.runs(paragraph) })
}

/// The places of a story's furniture, in order and disjoint.
fn furniture(story: &Story) -> Vec<(Span, Furniture)> {
    let dateline = story.dateline().map(|it| (it.span, Furniture::Dateline));
    let byline = story.byline().map(|it| (it.span, Furniture::Byline));
    let credits = story.credits().iter().map(|it| (it.span, Furniture::Credit));
    let mut places: Vec<_> = dateline.into_iter().chain(byline).chain(credits).collect();
    places.sort_unstable_by_key(|(span, _)| *span);
    places.dedup_by(|next, before| next.0.overlaps(before.0));
    places
}

/// Where entities are mentioned, in order and disjoint.
fn mentions(story: &Story) -> Vec<(Span, &Entity, MentionForm)> {
    let mentions = story.entities().iter().flat_map(|entity| {
        entity.mentions.iter().map(move |mention| (mention.span, entity, mention.form))
    });
    let mut mentions: Vec<_> = mentions.collect();
    mentions.sort_by_key(|(span, ..)| *span);
    mentions.dedup_by(|next, before| next.0.overlaps(before.0));
    mentions
}

/// Cuts paragraph after paragraph, and knows how far it has come.
struct Edges<'s> {
    story: &'s Story,
    /// The parts of the quotations, each with the quotation's number.
    parts: Vec<(Span, usize)>,
    furniture: Vec<(Span, Furniture)>,
    mentions: Vec<(Span, &'s Entity, MentionForm)>,
    next_part: usize,
    next_repeat: usize,
    next_furniture: usize,
    next_mention: usize,
}

impl<'s> Edges<'s> {
    /// Cuts a paragraph at the edges of what is marked, and where sentences begin.
    fn runs(&mut self, paragraph: Span) -> Vec<Run<'s>> {
        let sentences = span::within(self.story.sentences(), paragraph);
        let starts: Vec<u32> = sentences.iter().map(|sentence| sentence.start()).collect();
        let repeats = self.story.repeats();
        let before = |span: Span| span.start() < paragraph.end();
        let parts = self.parts[self.next_part..].iter().map(|&(part, _)| part);
        let blocks = repeats[self.next_repeat..].iter().map(|repeat| repeat.span);
        let furniture = self.furniture[self.next_furniture..].iter().map(|&(span, _)| span);
        let marked = parts.take_while(|&it| before(it)).chain(blocks.take_while(|&it| before(it)));
        let marked = marked.chain(furniture.take_while(|&it| before(it)));
        let mentions = self.mentions[self.next_mention..].iter().map(|&(span, ..)| span);
        let marked = marked.chain(mentions.take_while(|&it| before(it)));
        let inside = |at: &u32| paragraph.start() < *at && *at < paragraph.end();
        let mut cuts: Vec<u32> = marked.flat_map(|span| [span.start(), span.end()]).collect();
        cuts.extend(&starts);
        cuts.retain(inside);
        cuts.extend([paragraph.start(), paragraph.end()]);
        cuts.sort_unstable();
        cuts.dedup();
        let pieces = cuts.windows(2).map(|cut| Span::new(cut[0], cut[1]));
        pieces.map(|piece| self.run(piece, paragraph, &starts)).collect()
    }

    fn run(&mut self, piece: Span, paragraph: Span, starts: &[u32]) -> Run<'s> {
        let (story, repeats) = (self.story, self.story.repeats());
        while self.parts.get(self.next_part).is_some_and(|it| it.0.end() <= piece.start()) {
            self.next_part += 1;
        }
        while repeats.get(self.next_repeat).is_some_and(|it| it.span.end() <= piece.start()) {
            self.next_repeat += 1;
        }
        while self.furniture.get(self.next_furniture).is_some_and(|it| it.0.end() <= piece.start())
        {
            self.next_furniture += 1;
        }
        while self.mentions.get(self.next_mention).is_some_and(|it| it.0.end() <= piece.start()) {
            self.next_mention += 1;
        }
        let furniture = self.furniture.get(self.next_furniture);
        let mention = self.mentions.get(self.next_mention).filter(|it| it.0.contains(piece));
        let part = self.parts.get(self.next_part).filter(|(part, _)| part.contains(piece));
        let repeat = repeats.get(self.next_repeat).filter(|repeat| repeat.span.contains(piece));
        let begins = starts.binary_search(&piece.start()).is_ok();
        Run {
            text: piece.of(story.text()),
            quote: part.map(|&(_, number)| (number, &story.quotes()[number])),
            ends_part: part.is_some_and(|(part, _)| part.end() == piece.end()),
            begins_sentence: begins && piece.start() > paragraph.start(),
            repeat,
            furniture: furniture.filter(|it| it.0.contains(piece)).map(|it| it.1),
            mention: mention.map(|&(_, entity, form)| (entity, form)),
        }
    }
}

/// `Oslo, NO · Reuters · 2010-02-12`
fn dateline_named(dateline: &Dateline) -> String {
    let place = |place: &Place| {
        let site = &place.site;
        let postal = matches!(site.country.as_deref(), Some("US" | "CA" | "AU"));
        let region = site.region_code.as_deref().filter(|_| postal);
        let parts = [site.name.as_deref(), region, site.country.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let places = dateline.places.iter().map(place).filter(|name| !name.is_empty());
    let agencies = dateline.agencies.iter().map(ToString::to_string);
    let date = dateline.date.iter().map(crate::dateline::Date::iso);
    places.chain(agencies).chain(date).collect::<Vec<_>>().join(" · ")
}

/// Whether a kind is one of names: dates and amounts have none.
fn is_named(kind: EntityKind) -> bool {
    !matches!(kind, EntityKind::Date | EntityKind::Money)
}

/// What a text says of an entity beside its name: its role, and the country of a place.
fn described(entity: &Entity) -> impl Iterator<Item = &str> {
    let country = entity.place.as_ref().and(entity.country.as_deref());
    entity.role.as_deref().into_iter().chain(country)
}

/// The numbers of the first and the last paragraph that a span touches, counted from 1.
fn paragraph_numbers(story: &Story, span: Span) -> (usize, usize) {
    let paragraphs = story.paragraphs();
    let first = paragraphs.partition_point(|paragraph| paragraph.end() <= span.start());
    let last = paragraphs.partition_point(|paragraph| paragraph.start() < span.end());
    (first + 1, last.max(first + 1))
}

/// What to call a span: the noun, and the numbers of the first and the last, counted from 1.
/// Paragraphs, or sentences where it is but a part of a paragraph.
fn place(story: &Story, span: Span) -> (&'static str, usize, usize) {
    let (first, last) = paragraph_numbers(story, span);
    let paragraphs = &story.paragraphs()[first - 1..last];
    if paragraphs.iter().all(|&paragraph| span.contains(paragraph)) {
        return ("paragraph", first, last);
    }
    let sentences = story.sentences();
    let first = sentences.partition_point(|sentence| sentence.end() <= span.start());
    let last = sentences.partition_point(|sentence| sentence.start() < span.end());
    ("sentence", first + 1, last.max(first + 1))
}

/// `paragraph 3`, `paragraphs 2–9`, `sentences 4–7`
fn named(story: &Story, span: Span) -> String {
    match place(story, span) {
        (noun, first, last) if first == last => format!("{noun} {first}"),
        (noun, first, last) => format!("{noun}s {first}–{last}"),
    }
}

/// `paragraphs 10–17 repeat paragraphs 2–9 (the same words)`
fn repeat_named(story: &Story, repeat: &Repeat) -> String {
    let (_, first, last) = place(story, repeat.span);
    format!(
        "{} {} {} ({})",
        named(story, repeat.span),
        if first == last { "repeats" } else { "repeat" },
        named(story, repeat.first),
        sameness(repeat.similarity)
    )
}

/// `1 quotation`, `12,345 quotations`
fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// A number with commas between its thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// How much a copy has in common with its source, in words.
fn sameness(similarity: f32) -> String {
    if similarity >= 1.0 {
        "the same words".to_owned()
    } else {
        // Never rounded up to all of them.
        format!("{:.0} % of the words", (similarity * 100.0).floor())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, shown) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), shown);
        }
    }

    proptest! {
        #[test]
        fn runs_are_the_paragraphs_whatever_is_marked(
            text in "([“”\"a-zA-Zé.,\n ]|He said no[.] ){0,120}"
        ) {
            let story = crate::read(text).unwrap();
            for block in blocks(&story) {
                let drawn: String = block.runs.iter().map(|run| run.text).collect();
                prop_assert_eq!(&drawn, story.paragraphs()[block.number - 1].of(story.text()));
                prop_assert!(block.runs.iter().all(|run| !run.text.is_empty()));
            }
        }
    }
}
