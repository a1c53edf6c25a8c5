//! How a story looks: in a notebook, on a terminal.
//!
//! Both views draw the same thing: paragraphs, cut into runs of text at every edge of something
//! marked, each run with what is open there. So a quotation inside a repeated block, or inside another
//! quotation, is drawn right without nesting anything.

mod columns;
mod html;
pub mod passages;
mod sheet;
mod sides;
mod table;
mod terminal;

use crate::dateline::{Dateline, Place};
use crate::entities::{Entity, EntityKind, MentionForm};
use crate::tally::{SpeakerStats, speakers};
use crate::{Quote, Repeat, Span, Story};
use columns::in_order;

pub use columns::{
    CLUSTERS_SHOWN, ClusterRow, MEMBERS_SHOWN, MemberRow, clusters_html, comparison_html, word_diff,
};
pub use html::{HTML_CHARS, html};
pub use table::{TABLE_ROWS, table_html};
pub use terminal::{TerminalOptions, terminal};

/// A piece of a paragraph in which nothing begins or ends.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run<'s> {
    text: &'s str,
    /// The part of a quotation that it belongs to: of those that hold it the innermost.
    part: Option<Part>,
    /// The part around that one.
    outer: Option<Part>,
    /// How many parts begin with it, and how many end with it.
    opens: usize,
    closes: usize,
    /// Whether it belongs to words that say who says something, or that it is said.
    attribution: Option<Attribution>,
    /// Whether a sentence begins here, and not the paragraph.
    begins_sentence: bool,
    /// The repeat that it belongs to.
    repeat: Option<&'s Repeat>,
    /// What of the page's furniture it is.
    furniture: Option<Furniture>,
    /// The entity that it mentions, and how.
    mention: Option<(&'s Entity, MentionForm)>,
}

/// A part of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    /// The quotation's number in the story.
    quote: usize,
    span: Span,
}

/// The cue or the source of a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Attribution {
    role: Role,
    /// The quotation's number in the story.
    quote: usize,
    /// How many other quotations have the same.
    others: usize,
    span: Span,
}

/// What words do for a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Source,
    Cue,
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
    let mut edges = Edges::new(story);
    story
        .paragraphs()
        .iter()
        .enumerate()
        .map(move |(number, &paragraph)| Block { number: number + 1, runs: edges.runs(paragraph) })
}

/// The parts of a story's quotations, which may stand inside each other.
fn parts(story: &Story) -> Vec<(Span, Part)> {
    let quotes = story.quotes().iter().enumerate();
    let parts = quotes.flat_map(|(quote, it)| it.parts.iter().map(move |&span| (quote, span)));
    parts.map(|(quote, span)| (span, Part { quote, span })).collect()
}

/// The cues and sources of a story's quotations; what several share is there once.
fn attributions(story: &Story) -> Vec<(Span, Attribution)> {
    let quotes = story.quotes().iter().enumerate();
    let attributions = quotes.flat_map(|(quote, it)| {
        let both = [(Role::Source, it.source), (Role::Cue, it.cue)];
        both.into_iter().filter_map(move |(role, span)| {
            span.map(|span| (span, Attribution { role, quote, others: 0, span }))
        })
    });
    let mut attributions: Vec<_> = attributions.collect();
    attributions.sort_by_key(|(span, it)| (*span, it.role));
    attributions.dedup_by(|(span, next), (before, kept)| {
        let same = (*span, next.role) == (*before, kept.role);
        kept.others += usize::from(same);
        same
    });
    attributions
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
fn mentions(story: &Story) -> Vec<(Span, (&Entity, MentionForm))> {
    let mentions = story.entities().iter().flat_map(|entity| {
        entity.mentions.iter().map(move |mention| (mention.span, (entity, mention.form)))
    });
    let mut mentions: Vec<_> = mentions.collect();
    mentions.sort_by_key(|(span, _)| *span);
    mentions.dedup_by(|next, before| next.0.overlaps(before.0));
    mentions
}

/// Things that stand in a text, told by how far one has come in it.
struct Open<T> {
    /// In the order of the text, an outer one before those inside it.
    all: Vec<(Span, T)>,
    next: usize,
    /// Those that have begun, the last one on top. One that ended is taken off when it comes up.
    begun: Vec<(Span, T)>,
}

impl<T: Copy> Open<T> {
    fn new(mut all: Vec<(Span, T)>) -> Self {
        all.sort_by(|(a, _), (b, _)| a.outer_first(*b));
        Self { all, next: 0, begun: Vec::new() }
    }

    /// What is open at a place, which lies behind every place asked for before: of all that is the
    /// innermost, and what is around that.
    fn at(&mut self, place: u32) -> (Option<T>, Option<T>) {
        while let Some(&(span, it)) = self.all.get(self.next)
            && span.start() <= place
        {
            self.begun.push((span, it));
            self.next += 1;
        }
        let is_over = |begun: &[(Span, T)], from_top: usize| {
            let index = begun.len().checked_sub(from_top);
            index.filter(|&it| begun[it].0.end() <= place)
        };
        while is_over(&self.begun, 1).is_some() {
            self.begun.pop();
        }
        while let Some(index) = is_over(&self.begun, 2) {
            self.begun.remove(index);
        }
        let mut open = self.begun.iter().rev().map(|&(_, it)| it);
        (open.next(), open.next())
    }
}

/// Cuts paragraph after paragraph, and knows how far it has come.
struct Edges<'s> {
    story: &'s Story,
    /// Where anything marked begins or ends, and where sentences begin; in order.
    cuts: Vec<u32>,
    next_cut: usize,
    /// Where parts of quotations begin, and where they end; in order.
    part_starts: Vec<u32>,
    part_ends: Vec<u32>,
    parts: Open<Part>,
    attributions: Open<Attribution>,
    repeats: Open<&'s Repeat>,
    furniture: Open<Furniture>,
    mentions: Open<(&'s Entity, MentionForm)>,
}

impl<'s> Edges<'s> {
    fn new(story: &'s Story) -> Self {
        let (parts, attributions) = (parts(story), attributions(story));
        let (furniture, mentions) = (furniture(story), mentions(story));
        let repeats: Vec<_> = story.repeats().iter().map(|it| (it.span, it)).collect();
        let marked = parts.iter().map(|it| it.0);
        let marked = marked.chain(attributions.iter().map(|it| it.0));
        let marked = marked.chain(repeats.iter().map(|it| it.0));
        let marked = marked.chain(furniture.iter().map(|it| it.0));
        let marked = marked.chain(mentions.iter().map(|it| it.0));
        let mut cuts: Vec<u32> = marked.flat_map(|span| [span.start(), span.end()]).collect();
        cuts.extend(story.sentences().iter().map(|sentence| sentence.start()));
        cuts.sort_unstable();
        cuts.dedup();
        let sorted = |mut places: Vec<u32>| {
            places.sort_unstable();
            places
        };
        Self {
            story,
            cuts,
            next_cut: 0,
            part_starts: sorted(parts.iter().map(|it| it.0.start()).collect()),
            part_ends: sorted(parts.iter().map(|it| it.0.end()).collect()),
            parts: Open::new(parts),
            attributions: Open::new(attributions),
            repeats: Open::new(repeats),
            furniture: Open::new(furniture),
            mentions: Open::new(mentions),
        }
    }

    /// Cuts a paragraph at the edges of what is marked, and where sentences begin.
    fn runs(&mut self, paragraph: Span) -> Vec<Run<'s>> {
        let mut runs = Vec::new();
        let mut at = paragraph.start();
        while at < paragraph.end() {
            while self.cuts.get(self.next_cut).is_some_and(|&cut| cut <= at) {
                self.next_cut += 1;
            }
            let end = self.cuts.get(self.next_cut).map_or(paragraph.end(), |&cut| cut);
            let piece = Span::new(at, end.min(paragraph.end()));
            runs.push(self.run(piece, paragraph));
            at = piece.end();
        }
        runs
    }

    fn run(&mut self, piece: Span, paragraph: Span) -> Run<'s> {
        let (start, end) = (piece.start(), piece.end());
        let (part, outer) = self.parts.at(start);
        let sentences = self.story.sentences();
        let begins = sentences.binary_search_by_key(&start, |sentence| sentence.start()).is_ok();
        Run {
            text: piece.of(self.story.text()),
            part,
            outer,
            opens: count(&self.part_starts, start),
            closes: count(&self.part_ends, end),
            attribution: self.attributions.at(start).0,
            begins_sentence: begins && start > paragraph.start(),
            repeat: self.repeats.at(start).0,
            furniture: self.furniture.at(start).0,
            mention: self.mentions.at(start).0,
        }
    }
}

/// How often a number stands in a sorted list.
fn count(sorted: &[u32], number: u32) -> usize {
    sorted.partition_point(|&it| it <= number) - sorted.partition_point(|&it| it < number)
}

/// How many speakers have a colour of their own.
const COLORED: usize = 8;
/// How many characters of a name or of a source are shown where space is short.
const NAME_CHARS: usize = 60;

/// Who says what in a story.
struct Voices {
    /// The most quoted first.
    speakers: Vec<SpeakerStats>,
    /// Which of them each quotation is by.
    of_quotes: Vec<Option<usize>>,
}

impl Voices {
    fn of(story: &Story) -> Self {
        let (speakers, of_quotes) = speakers(story);
        Self { speakers, of_quotes }
    }

    /// Which of the colours is that of a quotation; it has none when nobody knows whose it is, or
    /// when others speak more.
    fn color(&self, quote: usize) -> Option<usize> {
        self.of_quotes[quote].filter(|&speaker| speaker < COLORED)
    }
}

/// Whose words a quotation gives: the speaker's name, or the source as it stands in the text.
fn who(story: &Story, quote: &Quote) -> Option<String> {
    let source = || quote.source.map(|source| format!("“{}”", shortened(source.of(story.text()))));
    quote.speaker.as_ref().map(|speaker| shortened(&speaker.name)).or_else(source)
}

/// What a quotation is beside its kind.
fn flags(quote: &Quote) -> impl Iterator<Item = &'static str> {
    let flags = [(quote.negated, "denied"), (!quote.speech, "not said")];
    flags.into_iter().filter(|it| it.0).map(|it| it.1)
}

/// `3 quotes, 41 words`
fn amount(stats: &SpeakerStats, noun: &str) -> String {
    format!("{}, {}", counted(stats.quotes, noun), counted(stats.words, "word"))
}

/// The beginning of a name, or of what stands for one.
fn shortened(name: &str) -> String {
    match name.char_indices().nth(NAME_CHARS) {
        Some((cut, _)) => format!("{}…", name[..cut].trim_end()),
        None => name.to_owned(),
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
    use crate::quotes::{QuoteKind, Speaker, SpeakerKind};
    use crate::story::Findings;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    #[test]
    fn numbers_are_grouped() {
        for (number, shown) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), shown);
        }
    }

    #[test]
    fn what_stands_around_a_place_is_found_however_it_crosses() {
        let spans = [(2, 9), (0, 30), (4, 6), (5, 12), (40, 41), (5, 8), (11, 11)];
        let all: Vec<(Span, u32)> =
            spans.iter().zip(0..).map(|(&(start, end), n)| (Span::new(start, end), n)).collect();
        let mut open = Open::new(all);
        let found: Vec<_> = (0..42).map(|place| open.at(place)).collect();
        for (places, inner, outer) in [
            (0..2, Some(1), None),
            (2..4, Some(0), Some(1)),
            (4..5, Some(2), Some(0)),
            (5..8, Some(5), Some(3)),
            (8..9, Some(3), Some(0)),
            (9..12, Some(3), Some(1)),
            (12..30, Some(1), None),
            (30..40, None, None),
            (40..41, Some(4), None),
            (41..42, None, None),
        ] {
            for place in places {
                assert_eq!(found[place], (inner, outer), "at {place}");
            }
        }
    }

    /// Four times the quotations take about four times as long to draw, never sixteen times, however
    /// they stand inside and across each other.
    #[test]
    fn drawing_is_linear_in_the_quotations() {
        let nested: fn(u32, u32) -> Span = |n, count| Span::new(n, 2 * count - n);
        let crossing: fn(u32, u32) -> Span = |n, count| Span::new(n, n + count);
        for place in [nested, crossing] {
            let story = |count: u32| {
                let text = "a ".repeat(count as usize);
                let whole = Span::new(0, 2 * count);
                let quotes = (0..count).map(|n| {
                    let span = place(n, count);
                    let quote = Quote::of(QuoteKind::Indirect, vec![span]);
                    Quote { cue: Some(span), source: Some(whole), ..quote }
                });
                let (quotes, paragraphs) = (quotes.collect(), vec![whole]);
                Story::new(text, Findings { paragraphs, quotes, ..Findings::default() })
            };
            let drawn = |story: &Story| {
                let started = Instant::now();
                let options = TerminalOptions { width: 80, color: false };
                let pages = [html(story, usize::MAX), terminal(story, options)];
                (started.elapsed(), pages.map(|page| page.len()))
            };
            let (small, large) = (story(1000), story(4000));
            let (quick, short) = (0..3).map(|_| drawn(&small)).min().unwrap();
            let (slow, long) = (0..2).map(|_| drawn(&large)).min().unwrap();
            assert!(long[0] < 6 * short[0] && long[1] < 6 * short[1], "{short:?}, then {long:?}");
            let over_soon = slow < Duration::from_millis(60);
            assert!(over_soon || slow < 10 * quick, "{quick:?}, then {slow:?}");
        }
    }

    /// A text, and quotations anywhere in it, inside each other and across each other.
    fn quoted() -> impl Strategy<Value = Story> {
        let text = "([“”\"a-zA-Zé.,\n ]|He said no[.] ){1,60}";
        let places = proptest::collection::vec(any::<[proptest::sample::Index; 4]>(), 0..8);
        (text, places, any::<bool>()).prop_map(|(text, places, marks)| {
            let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let span = |a: proptest::sample::Index, b: proptest::sample::Index| {
                let (a, b) = (*a.get(&boundaries), *b.get(&boundaries));
                let end = |at: usize| at + text[at..].chars().next().map_or(0, char::len_utf8);
                Span::from_usize(a.min(b), end(a.max(b)))
            };
            let reader = crate::Reader { quotes: marks, ..crate::Reader::default() };
            let story = reader.read(text.as_str(), None).unwrap();
            let mut found = story.findings().clone();
            for [a, b, c, d] in places {
                let mut quote = Quote::of(QuoteKind::Indirect, vec![span(a, b)]);
                (quote.cue, quote.source) = (Some(span(b, c)), Some(span(c, d)));
                let (name, kind) = ("Lie".to_owned(), SpeakerKind::Person);
                quote.speaker = Some(Speaker { name, kind, entity: None });
                found.quotes.push(quote);
            }
            found.quotes.sort_by(Quote::order);
            found.quotes.dedup_by(|next, before| next.parts == before.parts);
            Story::new(text, found)
        })
    }

    proptest! {
        #[test]
        fn runs_are_the_paragraphs_whatever_is_marked(story in quoted()) {
            for block in blocks(&story) {
                let drawn: String = block.runs.iter().map(|run| run.text).collect();
                prop_assert_eq!(&drawn, story.paragraphs()[block.number - 1].of(story.text()));
                prop_assert!(block.runs.iter().all(|run| !run.text.is_empty()));
            }
        }

        /// Found by looking at every part, cue and source for every run.
        #[test]
        fn runs_know_what_they_stand_in(story in quoted()) {
            let place = |text: &str| text.as_ptr() as usize - story.text().as_ptr() as usize;
            for run in blocks(&story).flat_map(|block| block.runs) {
                let at = Span::from_usize(place(run.text), place(run.text) + run.text.len());
                let holds = |it: &&Span| it.contains(at);
                let parts = || story.quotes().iter().flat_map(|quote| &quote.parts);
                prop_assert_eq!(parts().filter(holds).count().min(2),
                    usize::from(run.part.is_some()) + usize::from(run.outer.is_some()));
                prop_assert!(run.part.into_iter().chain(run.outer).all(|it| it.span.contains(at)));
                let innermost = parts().filter(holds).max_by(|a, b| a.outer_first(**b));
                prop_assert_eq!(run.part.map(|it| it.span), innermost.copied());
                prop_assert_eq!(run.opens, parts().filter(|it| it.start() == at.start()).count());
                prop_assert_eq!(run.closes, parts().filter(|it| it.end() == at.end()).count());
                let said = story.quotes().iter().flat_map(|it| it.cue.iter().chain(&it.source));
                let said: Vec<&Span> = said.filter(holds).collect();
                prop_assert_eq!(run.attribution.is_some(), !said.is_empty());
                prop_assert!(run.attribution.is_none_or(|it| said.contains(&&it.span)));
            }
        }

        #[test]
        fn json_brings_back_whatever_is_quoted(story in quoted()) {
            prop_assert_eq!(Story::from_json(&story.to_json()).unwrap(), story);
        }
    }
}
