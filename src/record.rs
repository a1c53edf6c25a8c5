//! What a reading looks like from outside: code points instead of bytes, and each object with its
//! own words. This is what JSON holds and what Python sees.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::quotes::{Quote, QuoteKind};
use crate::{Error, Offsets, Repeat, Result, Span, Story};

/// The number that a change of the JSON form raises.
const VERSION: u32 = 1;

/// Words at one place: `start..end` in code points.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SpanRecord {
    /// The first code point.
    pub start: u32,
    /// The code point after the last one.
    pub end: u32,
    /// The words that stand there.
    pub text: String,
}

/// A quotation. See [`Quote`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct QuoteRecord {
    /// The start of the first part, in code points.
    pub start: u32,
    /// The end of the last part, in code points.
    pub end: u32,
    /// The parts' words, joined by a blank.
    pub text: String,
    /// How it is given: `direct` or `mixed`.
    pub kind: QuoteKind,
    /// Its pieces, without the outer marks.
    pub parts: Vec<SpanRecord>,
}

impl QuoteRecord {
    /// The quotation that consists of these parts.
    ///
    /// An error that [`is_format`](Error::is_format) when there are none, or not in order.
    pub fn new(kind: QuoteKind, parts: Vec<SpanRecord>) -> Result<Self> {
        let ordered = parts.windows(2).all(|pair| pair[0].end <= pair[1].start);
        let (Some(first), Some(last), true) = (parts.first(), parts.last(), ordered) else {
            return Err(Error::format("a quote needs parts, in the order of the text"));
        };
        let (start, end) = (first.start, last.end);
        let words: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        Ok(Self { start, end, text: words.join(" "), kind, parts })
    }
}

/// A block that stands twice. See [`Repeat`].
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct RepeatRecord {
    /// The start of the block that repeats, in code points.
    pub start: u32,
    /// Its end.
    pub end: u32,
    /// Its words.
    pub text: String,
    /// The block that it repeats, and that stays.
    pub first: SpanRecord,
    /// 1.0 for the same words, less for an edited copy; four decimals.
    pub similarity: f64,
}

/// A story as JSON holds it: paragraphs and sentences as pairs `[start, end]`.
#[derive(Serialize, Deserialize)]
struct StoryRecord<'s> {
    version: u32,
    text: Cow<'s, str>,
    paragraphs: Vec<[u32; 2]>,
    sentences: Vec<[u32; 2]>,
    quotes: Vec<QuoteRecord>,
    repeats: Vec<RepeatRecord>,
}

/// The part of a story's JSON that every version has.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

fn parsed<'j, T: Deserialize<'j>>(json: &'j str) -> Result<T> {
    serde_json::from_str(json)
        .map_err(|error| Error::format(format!("this is not a story in JSON: {error}")))
}

/// A share as stories keep it: four decimals, so that it survives being written down.
fn four_decimals(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

/// Turns what was found in a text into records, each with its own words.
///
/// ```
/// use copydesk::record::Records;
/// use copydesk::{Offsets, Span};
///
/// let text = "Malmö, 3 March";
/// let offsets = Offsets::new(text);
/// let date = Records::new(text, &offsets).span(Span::new(8, 15));
/// assert_eq!((date.start, date.end, date.text.as_str()), (7, 14, "3 March"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Records<'t> {
    text: &'t str,
    offsets: &'t Offsets,
}

impl<'t> Records<'t> {
    /// For a text and its offsets.
    pub fn new(text: &'t str, offsets: &'t Offsets) -> Self {
        Self { text, offsets }
    }

    /// Where a span starts and ends, in code points.
    ///
    /// # Panics
    /// When the span is not a place in the text.
    pub fn chars(self, span: Span) -> [u32; 2] {
        [span.start(), span.end()].map(|at| self.offsets.to_chars(self.text, at))
    }

    /// The record of a span.
    ///
    /// # Panics
    /// When it is not of this text.
    pub fn span(self, span: Span) -> SpanRecord {
        let [start, end] = self.chars(span);
        SpanRecord { start, end, text: span.of(self.text).to_owned() }
    }

    /// The record of a quotation.
    ///
    /// # Panics
    /// When it is not of this text.
    pub fn quote(self, quote: &Quote) -> QuoteRecord {
        let parts = quote.parts.iter().map(|&part| self.span(part)).collect();
        QuoteRecord::new(quote.kind, parts).expect("a quotation has ordered parts")
    }

    /// The record of a repeat.
    ///
    /// # Panics
    /// When it is not of this text.
    pub fn repeat(self, repeat: &Repeat) -> RepeatRecord {
        let SpanRecord { start, end, text } = self.span(repeat.span);
        let similarity = four_decimals(f64::from(repeat.similarity));
        RepeatRecord { start, end, text, first: self.span(repeat.first), similarity }
    }
}

impl Story {
    /// The story as one line of JSON; offsets are code points.
    ///
    /// ```
    /// use copydesk::{Reader, Story};
    ///
    /// let story = Reader::default().read("“Go,” he said.")?;
    /// assert_eq!(Story::from_json(&story.to_json())?, story);
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    ///
    /// # Panics
    /// Never: every story can be written.
    pub fn to_json(&self) -> String {
        let records = self.records();
        let pairs = |spans: &[Span]| spans.iter().map(|&span| records.chars(span)).collect();
        let record = StoryRecord {
            version: VERSION,
            text: Cow::Borrowed(self.text()),
            paragraphs: pairs(self.paragraphs()),
            sentences: pairs(self.sentences()),
            quotes: self.quotes().iter().map(|quote| records.quote(quote)).collect(),
            repeats: self.repeats().iter().map(|repeat| records.repeat(repeat)).collect(),
        };
        serde_json::to_string(&record).expect("strings and numbers only")
    }

    /// The story that [`to_json`](Story::to_json) wrote. Anything else is an error that
    /// [`is_format`](Error::is_format) and says what is wrong.
    pub fn from_json(json: &str) -> Result<Self> {
        // The version first: the rest of another version may look like anything.
        let Versioned { version } = parsed(json)?;
        if version != VERSION {
            return Err(Error::format(format!(
                "the story has JSON version {version}, and this copydesk reads version {VERSION}"
            )));
        }
        let record: StoryRecord<'_> = parsed(json)?;
        let text = record.text.into_owned();
        crate::text::check_length(&text)?;
        let bytes = Bytes { offsets: Offsets::new(&text), text: &text };
        let paragraphs = bytes.all("paragraphs", &record.paragraphs)?;
        let sentences = bytes.all("sentences", &record.sentences)?;
        let mut quotes = Vec::with_capacity(record.quotes.len());
        for quote in &record.quotes {
            if QuoteRecord::new(quote.kind, quote.parts.clone())? != *quote {
                return Err(Error::format(format!(
                    "quotes: {}..{} does not agree with its parts",
                    quote.start, quote.end
                )));
            }
            let parts = quote.parts.iter().map(|part| bytes.checked("quotes", part));
            quotes.push(Quote { kind: quote.kind, parts: parts.collect::<Result<_>>()? });
        }
        ordered("quotes", quotes.iter().map(Quote::span))?;
        let mut repeats = Vec::with_capacity(record.repeats.len());
        for RepeatRecord { start, end, text, first, similarity } in record.repeats {
            if !(0.0..=1.0).contains(&similarity) {
                return Err(Error::format(format!(
                    "repeats: a similarity of {similarity}; it must be 0 to 1"
                )));
            }
            let block = SpanRecord { start, end, text };
            repeats.push(Repeat {
                span: bytes.checked("repeats", &block)?,
                first: bytes.checked("repeats", &first)?,
                similarity: four_decimals(similarity) as f32,
            });
        }
        ordered("repeats", repeats.iter().map(|repeat| repeat.span))?;
        Ok(Story::from_parts(text, paragraphs, sentences, quotes, repeats))
    }
}

/// Code points back to bytes, each checked against the text.
struct Bytes<'t> {
    text: &'t str,
    offsets: Offsets,
}

impl Bytes<'_> {
    fn span(&self, field: &str, start: u32, end: u32) -> Result<Span> {
        let byte = |at| self.offsets.to_bytes(self.text, at);
        match (byte(start), byte(end)) {
            (Some(from), Some(to)) if start < end => Ok(Span::new(from, to)),
            _ => Err(Error::format(format!("{field}: {start}..{end} is not a place in the text"))),
        }
    }

    fn checked(&self, field: &str, record: &SpanRecord) -> Result<Span> {
        let span = self.span(field, record.start, record.end)?;
        if span.of(self.text) == record.text {
            Ok(span)
        } else {
            Err(Error::format(format!(
                "{field}: other words stand at {}..{} of the text: was it changed?",
                record.start, record.end
            )))
        }
    }

    /// Disjoint spans in text order.
    fn all(&self, field: &str, pairs: &[[u32; 2]]) -> Result<Vec<Span>> {
        let spans: Vec<Span> = pairs
            .iter()
            .map(|&[start, end]| self.span(field, start, end))
            .collect::<Result<_>>()?;
        ordered(field, spans.iter().copied())?;
        Ok(spans)
    }
}

/// Whether spans are disjoint and in the text's order, as everything in a story is.
fn ordered(field: &str, spans: impl Iterator<Item = Span>) -> Result<()> {
    let mut end = 0;
    for span in spans {
        if span.start() < end {
            let message = format!("{field}: they overlap, or are not in the text's order");
            return Err(Error::format(message));
        }
        end = span.end();
    }
    Ok(())
}
