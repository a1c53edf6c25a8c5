//! Datelines: where a story was filed, when, by which agency, and where it begins.
//!
//! The opening is cut into pieces (`lex`); from each place where a dateline may begin (`starts`)
//! the grammar reads what could be one (`grammar`, `east_asian`), and what speaks for it is
//! weighed (`evidence`). Of the drafts that are good enough the best is taken, its date gets a
//! year (`date`) and its places are found (`places`). Linear, and never further than the opening
//! of the text.

mod agencies;
mod date;
mod day;
mod draft;
mod east_asian;
mod evidence;
mod grammar;
mod lex;
mod names;
mod places;
mod qualifiers;
mod starts;
mod traps;

use std::borrow::Cow;

use crate::lexicon::Languages;
use crate::{Result, Span, four_decimals, text};

pub use date::Date;
pub use day::Day;
pub use places::Place;

use draft::{Credit, Draft, PlaceKind, WrittenPlace};
use grammar::Grammar;
use starts::Start;

/// Bytes of the first look: enough for a dateline that opens the text.
const FIRST_LOOK: usize = 140;
/// Bytes that are looked at in all …
const OPENING: usize = 600;
/// … and behind a note in parentheses that opens the text, which may be this long.
const LONGEST_NOTE: usize = 1500;
/// A dateline so sure is taken without looking on.
const SURE: f32 = 8.0;

/// A dateline, or the credit of an agency without a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Dateline {
    /// All of it, with the mark that ends it: `OSLO (Reuters) -`.
    pub span: Span,
    /// Where it was filed; nothing in a credit.
    pub places: Vec<Place>,
    /// The agencies, by their usual names.
    pub agencies: Vec<Cow<'static, str>>,
    /// The day, if it names one that exists.
    pub date: Option<Date>,
    /// The byte at which the story begins.
    pub body_start: u32,
    /// The language, ISO 639-1, when the month, the agency or the script tells.
    pub language: Option<Cow<'static, str>>,
    /// How sure all this is, 0 to 1.
    pub confidence: f32,
}

impl Dateline {
    /// Whether it names no place: `AP - `, `(CNN) -- `.
    pub fn is_credit_only(&self) -> bool {
        self.places.is_empty()
    }
}

/// The dateline of a text, if it has one. `published` finds the year of a date without one.
///
/// ```
/// use copydesk::dateline::parse_dateline;
///
/// let text = "HAMMERFEST, Norway, Dec 30 (Reuters) - The ice came early.";
/// let dateline = parse_dateline(text, Some("2012-01-02".parse()?))?.unwrap();
/// assert_eq!(dateline.places[0].site.country.as_deref(), Some("NO"));
/// assert_eq!(dateline.date.unwrap().iso(), "2011-12-30");
/// assert!(text[dateline.body_start as usize..].starts_with("The ice"));
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn parse_dateline(text: &str, published: Option<Day>) -> Result<Option<Dateline>> {
    text::check_length(text)?;
    Ok(read(text, published))
}

/// The dateline of a text that is short enough.
pub(crate) fn read(text: &str, published: Option<Day>) -> Option<Dateline> {
    if let Some(dateline) = east_asian::read(text, published) {
        return Some(dateline);
    }
    let (from, to) = opening(text);
    let mut pieces = Vec::with_capacity(64);
    let first = first_look(text, from, to);
    lex::lex(text, from, first, &mut pieces);
    let best = best(text, &pieces, first < to).or_else(|| {
        if first == to {
            return None;
        }
        lex::lex(text, first, to, &mut pieces);
        best_of(text, &pieces)
    })?;
    Some(finish(text, &pieces, best, published))
}

/// A draft, and what speaks for it.
type Weighed = (f32, Draft);

/// The draft of the first look: one at the very beginning that leaves no doubt.
fn best(text: &str, pieces: &[lex::Piece], more: bool) -> Option<Weighed> {
    if more {
        let draft = Grammar { text, pieces }.read(0)?;
        let sum = evidence::weigh(&draft, Start::Text, text, pieces);
        return (sum >= SURE).then_some((sum, draft));
    }
    best_of(text, pieces)
}

/// The best draft of all.
fn best_of(text: &str, pieces: &[lex::Piece]) -> Option<Weighed> {
    let grammar = Grammar { text, pieces };
    let mut best: Option<Weighed> = None;
    let marks_ahead = starts::with_marks_ahead(pieces);
    for at in 0..pieces.len() {
        // `WASHINGTON The Senate …`, `MAINZ. Der Stadtrat …` have none, at a line's start.
        let alone = pieces[at].new_line && pieces[at].case() == Some(lex::Case::Upper);
        if at > 0 && !marks_ahead[at] && !alone {
            continue;
        }
        let start = starts::start_at(text, pieces, at);
        // `… Names Heyer CEO WHITE PLAINS-Starwood …`, `U.S. ECONOMY IS STRONG LONDON, Oct 20 - …`
        let start = start.or_else(|| {
            let capitals = starts::is_behind_capitals(pieces, at);
            let city = capitals.is_some_and(|acronym| grammar.is_city_alone(at, acronym));
            city.then_some(Start::Capitals)
        });
        let Some(start) = start else { continue };
        let Some(draft) = grammar.read(at) else { continue };
        let sum = evidence::weigh(&draft, start, text, pieces);
        let better = best.as_ref().is_none_or(|(before, _)| sum > *before);
        if sum >= evidence::ENOUGH && better {
            let named = |place: &WrittenPlace| place.kind == PlaceKind::Named;
            let unknown = |place: &WrittenPlace| named(place) && place.found.is_empty();
            let known = !draft.places.iter().any(unknown);
            let sure = sum >= SURE && known;
            best = Some((sum, draft));
            if sure {
                break;
            }
        }
    }
    best
}

/// The bytes in which a dateline may begin.
fn opening(text: &str) -> (usize, usize) {
    let start = text.len() - text.trim_start_matches(text::is_blank).len();
    let note = text[start..].starts_with('(');
    let end = if note {
        let limit = cut(text, start, start + LONGEST_NOTE);
        // The first parenthesis that closes the note, nested ones passed.
        let mut depth = 0_u32;
        let closing = text[start..limit].bytes().position(|byte| {
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            depth == 0
        });
        closing.map_or(start, |at| start + at)
    } else {
        start
    };
    (start, cut(text, start, end + OPENING))
}

/// The end of the first look: the end of a word, so that the second one goes on from there.
fn first_look(text: &str, from: usize, to: usize) -> usize {
    let limit = cut(text, from, from + FIRST_LOOK);
    if limit >= to {
        return to;
    }
    let stretch = &text[from..limit];
    let blank = stretch.rfind(' ').unwrap_or(0);
    let words = stretch[..blank].trim_end_matches(text::is_blank);
    if words.is_empty() { to } else { from + words.len() }
}

/// The end of a stretch of text, moved back to a character's boundary.
fn cut(text: &str, from: usize, to: usize) -> usize {
    let mut to = to.min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    to.max(from)
}

fn finish(text: &str, pieces: &[lex::Piece], best: Weighed, published: Option<Day>) -> Dateline {
    let (sum, draft) = best;
    let span = with_emphasis(text, Span::new(pieces[draft.first].start, draft.end));
    let body_start = lex::skip_blanks(text, span.end() as usize);
    let mut languages = draft.date.as_ref().map_or(Languages::ALL, |date| date.languages);
    for agency in draft.agencies.iter().filter_map(|credit| credit.agency) {
        languages = agency.languages.and(languages);
    }
    let context = places::Context {
        text,
        body: body_start,
        countries: draft.agencies.iter().filter_map(|credit| credit.agency?.country).collect(),
        languages,
        strong: draft.date.is_some() || !draft.agencies.is_empty(),
    };
    let mut confidence = 1.0 / (1.0 + (-(sum - evidence::ENOUGH) / 1.5 - 0.5).exp());
    // A village with nothing beside it may be anything else: `KENNEDY - The senator …`
    if !context.strong && draft.places.iter().all(evidence::is_little_known) {
        confidence *= 0.75;
    }
    let mut places = Vec::with_capacity(draft.places.len());
    for place in &draft.places {
        let (place, share) = places::resolve(place, &context);
        confidence *= 0.5 + share / 2.0;
        places.push(place);
    }
    let american = context.countries.contains(&"US")
        || places.iter().any(|place| place.site.country.as_deref() == Some("US"));
    let date = draft.date.map(|date| if american { date.month_first() } else { date });
    debug_assert!(date.is_none_or(|date| span.contains(date.span)), "a date outside its dateline");
    Dateline {
        span,
        places,
        agencies: draft.agencies.iter().map(|credit| agency_name(credit, text)).collect(),
        date: date.and_then(|date| date.resolve(published)),
        body_start: body_start as u32,
        language: languages.only().map(Cow::Borrowed),
        confidence: four_decimals(confidence.into()) as f32,
    }
}

/// A dateline with the marks of Markdown's emphasis that are its own: `**GENEVA** –`, `**GENEVA –**`.
fn with_emphasis(text: &str, span: Span) -> Span {
    let before = &text[..span.start() as usize];
    let opened = before.len() - before.trim_end_matches('*').len();
    if opened == 0 {
        return span;
    }
    let inside = span.of(text).contains('*');
    let after = text[span.end() as usize..].bytes().take(opened);
    let closed = if inside { 0 } else { after.take_while(|&byte| byte == b'*').count() };
    if inside || closed > 0 {
        Span::new(span.start() - opened as u32, span.end() + closed as u32)
    } else {
        span
    }
}

fn agency_name(credit: &Credit, text: &str) -> Cow<'static, str> {
    match credit.agency {
        Some(agency) => agency.name.into(),
        None => credit.span.of(text).to_owned().into(),
    }
}
