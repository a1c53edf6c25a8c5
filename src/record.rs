//! What a reading looks like from outside: code points instead of bytes, and each object with its
//! own words. This is what JSON holds and what Python sees.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

use crate::dateline::{Date, Dateline, Day, Place};
use crate::entities::{Entity, EntityKind, Mention, MentionForm};
use crate::furniture::{Byline, Credit, CreditKind};
use crate::gazetteer::Site;
use crate::quotes::{Quote, QuoteKind, Speaker, SpeakerKind};
use crate::story::Findings;
use crate::tally::SpeakerStats;
use crate::{Error, Offsets, Repeat, Result, Span, Story, four_decimals};

/// The number that a change of the JSON form raises.
const VERSION: u32 = 4;

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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuoteRecord {
    /// The start of the first part, in code points.
    pub start: u32,
    /// The end of the last part, in code points.
    pub end: u32,
    /// The parts' words, joined by a blank.
    pub text: String,
    /// How it is given: `direct`, `mixed` or `indirect`.
    pub kind: QuoteKind,
    /// Its pieces, without the outer marks.
    pub parts: Vec<SpanRecord>,
    /// The words that say that somebody says it. They may stand anywhere.
    pub cue: Option<SpanRecord>,
    /// The words that name who says it. They may stand anywhere.
    pub source: Option<SpanRecord>,
    /// Whom the source stands for.
    pub speaker: Option<SpeakerRecord>,
    /// Whether it was said or written, and not but thought.
    pub speech: bool,
    /// Whether it is denied.
    pub negated: bool,
    /// How sure all this is, 0 to 1; four decimals.
    pub confidence: f64,
}

impl QuoteRecord {
    /// The quotation that consists of these parts, and of which nothing else is known.
    ///
    /// An error that [`is_format`](Error::is_format) when there are none, or not in order.
    pub fn new(kind: QuoteKind, parts: Vec<SpanRecord>) -> Result<Self> {
        let ordered = parts.windows(2).all(|pair| pair[0].end <= pair[1].start);
        let (Some(first), Some(last), true) = (parts.first(), parts.last(), ordered) else {
            return Err(Error::format("a quote needs parts, in the order of the text"));
        };
        let (start, end) = (first.start, last.end);
        let words: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        Ok(Self {
            start,
            end,
            text: words.join(" "),
            kind,
            parts,
            cue: None,
            source: None,
            speaker: None,
            speech: true,
            negated: false,
            confidence: 1.0,
        })
    }

    /// Whether it begins, ends and reads as its parts do, its speaker has a name, and its confidence
    /// is one; an error that [`is_format`](Error::is_format) when not.
    pub fn check(&self) -> Result<()> {
        let of_parts = Self::new(self.kind, self.parts.clone())?;
        let (start, end) = (self.start, self.end);
        let wrong = |what: &str| Err(Error::format(format!("quote {start}..{end}: {what}")));
        if (start, end, &self.text) != (of_parts.start, of_parts.end, &of_parts.text) {
            return wrong("it does not agree with its parts");
        }
        if !(0.0..=1.0).contains(&self.confidence) {
            return wrong(&format!("confidence is {}; it must be 0 to 1", self.confidence));
        }
        self.speaker.as_ref().map_or(Ok(()), SpeakerRecord::check)
    }
}

/// In the order of a story: by where they start, the longest first; see [`Quote::order`].
impl PartialOrd for QuoteRecord {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let places = |it: &Self| -> Vec<(u32, Reverse<u32>)> {
            it.parts.iter().map(|part| (part.start, Reverse(part.end))).collect()
        };
        let place = |it: &Self| (it.start, Reverse(it.end), places(it));
        // And all else, so that only what is equal is neither before nor behind.
        let by_place = place(self).cmp(&place(other));
        let rest = by_place
            .then_with(|| (&self.parts, &self.text).cmp(&(&other.parts, &other.text)))
            .then_with(|| (&self.cue, &self.source).cmp(&(&other.cue, &other.source)))
            .then_with(|| (&self.speaker, self.kind).cmp(&(&other.speaker, other.kind)))
            .then_with(|| (self.speech, self.negated).cmp(&(other.speech, other.negated)));
        match rest {
            Ordering::Equal => self.confidence.partial_cmp(&other.confidence),
            unequal => Some(unequal),
        }
    }
}

/// Whose words a quotation gives. See [`Speaker`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SpeakerRecord {
    /// The full name of the entity that it is, or the words that describe it.
    pub name: String,
    /// What it is: `person`, `org`, `group` or `document`.
    pub kind: SpeakerKind,
    /// The number of the entity that it is, if it has a name.
    pub entity: Option<u32>,
}

impl SpeakerRecord {
    /// Whether it has a name; an error that [`is_format`](Error::is_format) when it does not.
    pub fn check(&self) -> Result<()> {
        if self.name.trim().is_empty() {
            return Err(Error::format("a speaker needs a name"));
        }
        Ok(())
    }
}

/// How much somebody says in a story. See [`SpeakerStats`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SpeakerStatsRecord {
    /// Who it is.
    pub speaker: SpeakerRecord,
    /// How many quotations are theirs.
    pub quotes: u32,
    /// How many words these have.
    pub words: u32,
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

/// Where, when and by whom a story was filed. See [`Dateline`].
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct DatelineRecord {
    /// Its start, in code points.
    pub start: u32,
    /// The end of the mark that ends it.
    pub end: u32,
    /// Its words.
    pub text: String,
    /// Where it was filed; nothing in a credit.
    pub places: Vec<PlaceRecord>,
    /// The agencies, by their usual names.
    pub agencies: Vec<String>,
    /// The day.
    pub date: Option<DateRecord>,
    /// Where the story begins, in code points.
    pub body_start: u32,
    /// Whether it names no place.
    pub credit_only: bool,
    /// The language, ISO 639-1, when the dateline tells it.
    pub language: Option<String>,
    /// How sure all this is, 0 to 1; four decimals.
    pub confidence: f64,
}

/// A place. See [`Place`].
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct PlaceRecord {
    /// Its start, in code points.
    pub start: u32,
    /// Its end.
    pub end: u32,
    /// Its words, with those that say in which state or country it is.
    pub text: String,
    /// Its name.
    pub name: Option<String>,
    /// The first-order division, by name.
    pub region: Option<String>,
    /// Its ISO 3166-2 code without the country.
    pub region_code: Option<String>,
    /// The country, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// The number in `GeoNames`.
    pub geonames_id: Option<u32>,
    /// Other places that the words may mean, the likeliest first; they have none themselves.
    pub alternatives: Vec<PlaceRecord>,
}

impl PlaceRecord {
    /// The record of a place at one place.
    pub fn new(at: &SpanRecord, site: &Site, alternatives: &[Site]) -> Self {
        let SpanRecord { start, end, text } = at.clone();
        let owned = |name: &Option<Cow<'static, str>>| name.as_deref().map(str::to_owned);
        Self {
            start,
            end,
            text,
            name: owned(&site.name),
            region: owned(&site.region),
            region_code: owned(&site.region_code),
            country: owned(&site.country),
            latitude: site.coordinates.map(|it| it.0),
            longitude: site.coordinates.map(|it| it.1),
            geonames_id: site.geonames_id,
            alternatives: alternatives.iter().map(|it| Self::new(at, it, &[])).collect(),
        }
    }

    /// Whether its coordinates are a point of the globe, or none; an error that
    /// [`is_format`](Error::is_format) when they are not.
    pub fn check_coordinates(&self) -> Result<()> {
        let on_globe = match (self.latitude, self.longitude) {
            (Some(north), Some(east)) => north.abs() <= 90.0 && east.abs() <= 180.0,
            (north, east) => north.is_none() && east.is_none(),
        };
        let point = (self.latitude, self.longitude);
        let shown = |degrees: Option<f64>| degrees.map_or("none".into(), |it| it.to_string());
        on_globe.then_some(()).ok_or_else(|| {
            Error::format(format!(
                "place: latitude {} and longitude {} are no point of the globe: give both, -90 to 90 \
                 and -180 to 180, or neither",
                shown(point.0),
                shown(point.1)
            ))
        })
    }

    fn site(self) -> Site {
        Site {
            name: self.name.map(Cow::Owned),
            region: self.region.map(Cow::Owned),
            region_code: self.region_code.map(Cow::Owned),
            country: self.country.map(Cow::Owned),
            coordinates: self.latitude.zip(self.longitude),
            geonames_id: self.geonames_id,
        }
    }
}

/// A date. See [`Date`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DateRecord {
    /// Its start, in code points.
    pub start: u32,
    /// Its end.
    pub end: u32,
    /// Its words.
    pub text: String,
    /// The year, if one is known.
    pub year: Option<i32>,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month.
    pub day: u8,
    /// `2012-02-29`, or `--02-29` without a year.
    pub iso: String,
}

impl DateRecord {
    /// The record of a date at one place; an error that [`is_format`](Error::is_format) when there
    /// is no such day.
    pub fn new(at: SpanRecord, year: Option<i32>, month: u8, day: u8) -> Result<Self> {
        let SpanRecord { start, end, text } = at;
        let iso = Date { span: Span::new(0, 0), year, month, day }.iso();
        // A year that has a 29 February stands for none.
        if Day::new(year.unwrap_or(2000), month, day).is_none() {
            return Err(Error::format(format!("date: there is no day {iso}")));
        }
        Ok(Self { start, end, text, year, month, day, iso })
    }
}

/// Who wrote a story. See [`Byline`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BylineRecord {
    /// Its start, in code points.
    pub start: u32,
    /// Its end.
    pub end: u32,
    /// Its words.
    pub text: String,
    /// The names.
    pub names: Vec<SpanRecord>,
    /// What they are, or for whom they write.
    pub roles: Vec<SpanRecord>,
    /// Where they were.
    pub places: Vec<SpanRecord>,
}

/// A line of credit. See [`Credit`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CreditRecord {
    /// Its start, in code points.
    pub start: u32,
    /// Its end.
    pub end: u32,
    /// Its words.
    pub text: String,
    /// What it says.
    pub kind: CreditKind,
    /// The people that it names.
    pub names: Vec<SpanRecord>,
}

/// Somebody or something that a text names. See [`Entity`].
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct EntityRecord {
    /// Its number in the text, from 0 in the order of first names.
    pub id: u32,
    /// What it is.
    pub kind: EntityKind,
    /// Its fullest name in the text.
    pub name: String,
    /// Its other names in the text.
    pub aliases: Vec<String>,
    /// What the text says that it is.
    pub role: Option<String>,
    /// The place that it is, at one of its mentions.
    pub place: Option<PlaceRecord>,
    /// The country that it is, or belongs to, ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Where it is mentioned, in order.
    pub mentions: Vec<MentionRecord>,
}

impl EntityRecord {
    /// Whether it has a name, mentions in the order of the text, and a place at one of them if it
    /// has a place; an error that [`is_format`](Error::is_format) when it does not.
    pub fn check(&self) -> Result<()> {
        let wrong = |what: &str| Err(Error::format(format!("entity {}: {what}", self.id)));
        if self.name.is_empty() {
            return wrong("it has no name");
        }
        if self.mentions.is_empty() || self.mentions.windows(2).any(|it| it[0].end > it[1].start) {
            return wrong("it needs mentions, in the order of the text");
        }
        if let Some(place) = &self.place {
            let at =
                |mention: &MentionRecord| (mention.start, mention.end) == (place.start, place.end);
            if !self.mentions.iter().any(at) {
                return wrong("its place stands at none of its mentions");
            }
        }
        Ok(())
    }
}

/// A mention of an entity. See [`Mention`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MentionRecord {
    /// Its start, in code points.
    pub start: u32,
    /// Its end.
    pub end: u32,
    /// Its words.
    pub text: String,
    /// How they name the entity.
    pub form: MentionForm,
}

/// A story as JSON holds it: paragraphs and sentences as pairs `[start, end]`.
#[derive(Serialize, Deserialize)]
struct StoryRecord<'s> {
    version: u32,
    text: Cow<'s, str>,
    paragraphs: Vec<[u32; 2]>,
    sentences: Vec<[u32; 2]>,
    dateline: Option<DatelineRecord>,
    byline: Option<BylineRecord>,
    credits: Vec<CreditRecord>,
    entities: Vec<EntityRecord>,
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

    fn spans(self, spans: &[Span]) -> Vec<SpanRecord> {
        spans.iter().map(|&span| self.span(span)).collect()
    }

    /// The record of a dateline.
    ///
    /// # Panics
    /// When it is not of this text.
    pub fn dateline(self, dateline: &Dateline) -> DatelineRecord {
        let SpanRecord { start, end, text } = self.span(dateline.span);
        let date = |date: Date| {
            let record = DateRecord::new(self.span(date.span), date.year, date.month, date.day);
            record.expect("a date is a day")
        };
        DatelineRecord {
            start,
            end,
            text,
            places: dateline.places.iter().map(|place| self.place(place)).collect(),
            agencies: dateline.agencies.iter().map(ToString::to_string).collect(),
            date: dateline.date.map(date),
            body_start: self.offsets.to_chars(self.text, dateline.body_start),
            credit_only: dateline.is_credit_only(),
            language: dateline.language.as_deref().map(str::to_owned),
            confidence: four_decimals(f64::from(dateline.confidence)),
        }
    }

    fn place(self, place: &Place) -> PlaceRecord {
        PlaceRecord::new(&self.span(place.span), &place.site, &place.alternatives)
    }

    /// The record of a byline.
    ///
    /// # Panics
    /// When it is not of this text.
    pub fn byline(self, byline: &Byline) -> BylineRecord {
        let SpanRecord { start, end, text } = self.span(byline.span);
        let (names, roles) = (self.spans(&byline.names), self.spans(&byline.roles));
        BylineRecord { start, end, text, names, roles, places: self.spans(&byline.places) }
    }

    /// The record of a credit.
    ///
    /// # Panics
    /// When it is not of this text.
    pub fn credit(self, credit: &Credit) -> CreditRecord {
        let SpanRecord { start, end, text } = self.span(credit.span);
        CreditRecord { start, end, text, kind: credit.kind, names: self.spans(&credit.names) }
    }

    /// The record of an entity, which has this number in the text.
    ///
    /// # Panics
    /// When it is not of this text.
    pub fn entity(self, id: usize, entity: &Entity) -> EntityRecord {
        let mention = |mention: &Mention| {
            let SpanRecord { start, end, text } = self.span(mention.span);
            MentionRecord { start, end, text, form: mention.form }
        };
        EntityRecord {
            id: id as u32,
            kind: entity.kind,
            name: entity.name.clone(),
            aliases: entity.aliases.clone(),
            role: entity.role.clone(),
            place: entity.place.as_ref().map(|place| self.place(place)),
            country: entity.country.as_deref().map(str::to_owned),
            mentions: entity.mentions.iter().map(mention).collect(),
        }
    }

    /// The records of a text's entities.
    ///
    /// # Panics
    /// When one is not of this text.
    pub fn entities(self, entities: &[Entity]) -> Vec<EntityRecord> {
        entities.iter().enumerate().map(|(id, entity)| self.entity(id, entity)).collect()
    }

    /// The record of a quotation.
    ///
    /// # Panics
    /// When it is not of this text.
    pub fn quote(self, quote: &Quote) -> QuoteRecord {
        let of_parts = QuoteRecord::new(quote.kind, self.spans(&quote.parts));
        QuoteRecord {
            cue: quote.cue.map(|cue| self.span(cue)),
            source: quote.source.map(|source| self.span(source)),
            speaker: quote.speaker.as_ref().map(speaker),
            speech: quote.speech,
            negated: quote.negated,
            confidence: four_decimals(f64::from(quote.confidence)),
            ..of_parts.expect("a quotation has ordered parts")
        }
    }

    /// The record of how much somebody says.
    pub fn speaker_stats(self, stats: &SpeakerStats) -> SpeakerStatsRecord {
        SpeakerStatsRecord {
            speaker: speaker(&stats.speaker),
            quotes: stats.quotes as u32,
            words: stats.words as u32,
        }
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
    /// let story = Reader::default().read("“Go,” he said.", None)?;
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
            dateline: self.dateline().map(|dateline| records.dateline(dateline)),
            byline: self.byline().map(|byline| records.byline(byline)),
            credits: self.credits().iter().map(|credit| records.credit(credit)).collect(),
            entities: records.entities(self.entities()),
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
        let dateline = record.dateline.map(|dateline| bytes.dateline(dateline)).transpose()?;
        let byline = record.byline.map(|byline| bytes.byline(&byline)).transpose()?;
        let credits = record.credits.iter().map(|credit| bytes.credit(credit));
        let credits: Vec<Credit> = credits.collect::<Result<_>>()?;
        ordered("credits", credits.iter().map(|credit| credit.span))?;
        let entities = bytes.entities(record.entities)?;
        let quotes = bytes.quotes(record.quotes, entities.len())?;
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
        let found = Findings {
            paragraphs,
            sentences,
            dateline,
            byline,
            credits,
            entities,
            quotes,
            repeats,
        };
        Ok(Story::new(text, found))
    }
}

fn speaker(speaker: &Speaker) -> SpeakerRecord {
    let Speaker { name, kind, entity } = speaker;
    SpeakerRecord { name: name.clone(), kind: *kind, entity: entity.map(|it| it as u32) }
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

    fn at(&self, field: &str, start: u32, end: u32, text: &str) -> Result<Span> {
        self.checked(field, &SpanRecord { start, end, text: text.to_owned() })
    }

    /// Parts of what stands at `whole`.
    fn many(&self, field: &str, whole: Span, records: &[SpanRecord]) -> Result<Vec<Span>> {
        records.iter().map(|record| inside(field, whole, self.checked(field, record)?)).collect()
    }

    fn dateline(&self, record: DatelineRecord) -> Result<Dateline> {
        let field = "dateline";
        if !(0.0..=1.0).contains(&record.confidence) {
            let message =
                format!("dateline: a confidence of {}; it must be 0 to 1", record.confidence);
            return Err(Error::format(message));
        }
        let span = self.at(field, record.start, record.end, &record.text)?;
        let body_start = self.offsets.to_bytes(self.text, record.body_start);
        let Some(body_start) = body_start.filter(|&at| at >= span.end()) else {
            let message = format!("dateline: the story cannot begin at {}", record.body_start);
            return Err(Error::format(message));
        };
        let place = |place: PlaceRecord| {
            let place = self.place(field, place)?;
            inside(field, span, place.span).map(|_| place)
        };
        let date = |date: DateRecord| {
            let span = inside(field, span, self.at(field, date.start, date.end, &date.text)?)?;
            let at = SpanRecord { start: date.start, end: date.end, text: date.text.clone() };
            if DateRecord::new(at, date.year, date.month, date.day)? != date {
                return Err(Error::format(format!("dateline: {:?} is not its date", date.iso)));
            }
            Ok(Date { span, year: date.year, month: date.month, day: date.day })
        };
        let places: Vec<Place> = record.places.into_iter().map(place).collect::<Result<_>>()?;
        if places.is_empty() != record.credit_only {
            let message = "dateline: it is credit_only when it has no places, and only then";
            return Err(Error::format(message));
        }
        Ok(Dateline {
            span,
            places,
            agencies: record.agencies.into_iter().map(Cow::Owned).collect(),
            date: record.date.map(date).transpose()?,
            body_start,
            language: record.language.map(Cow::Owned),
            confidence: four_decimals(record.confidence) as f32,
        })
    }

    fn place(&self, field: &str, mut record: PlaceRecord) -> Result<Place> {
        let span = self.at(field, record.start, record.end, &record.text)?;
        record.check_coordinates()?;
        let alternatives = std::mem::take(&mut record.alternatives);
        for other in &alternatives {
            other.check_coordinates()?;
            if (other.start, other.end) != (record.start, record.end) {
                let message = format!("{field}: an alternative stands where its place does not");
                return Err(Error::format(message));
            }
        }
        let alternatives = alternatives.into_iter().map(PlaceRecord::site).collect();
        Ok(Place { span, alternatives, site: record.site() })
    }

    fn entities(&self, records: Vec<EntityRecord>) -> Result<Vec<Entity>> {
        let field = "entities";
        let mut entities = Vec::with_capacity(records.len());
        for (position, record) in records.into_iter().enumerate() {
            if record.id as usize != position {
                let message = format!("{field}: number {} stands at {position}", record.id);
                return Err(Error::format(message));
            }
            entities.push(self.entity(field, record)?);
        }
        ordered(field, entities.iter().filter_map(Entity::first_named))?;
        let mentions = entities.iter().flat_map(|entity| &entity.mentions);
        let mut mentions: Vec<Span> = mentions.map(|mention| mention.span).collect();
        mentions.sort_unstable();
        ordered(field, mentions.into_iter())?;
        Ok(entities)
    }

    fn entity(&self, field: &str, record: EntityRecord) -> Result<Entity> {
        record.check()?;
        let mention = |it: MentionRecord| {
            Ok(Mention { span: self.at(field, it.start, it.end, &it.text)?, form: it.form })
        };
        Ok(Entity {
            kind: record.kind,
            name: record.name,
            aliases: record.aliases,
            role: record.role,
            place: record.place.map(|place| self.place(field, place)).transpose()?,
            country: record.country.map(Cow::Owned),
            mentions: record.mentions.into_iter().map(mention).collect::<Result<_>>()?,
        })
    }

    /// The quotations of a story that has so many entities. They may stand inside each other.
    fn quotes(&self, records: Vec<QuoteRecord>, entities: usize) -> Result<Vec<Quote>> {
        let quotes = records.into_iter().map(|record| self.quote(record, entities));
        let quotes: Vec<Quote> = quotes.collect::<Result<_>>()?;
        for pair in quotes.windows(2) {
            match pair[0].order(&pair[1]) {
                Ordering::Less => {}
                Ordering::Equal => return Err(Error::format("quotes: one stands there twice")),
                Ordering::Greater => {
                    return Err(Error::format("quotes: they are not in the text's order"));
                }
            }
        }
        Ok(quotes)
    }

    fn quote(&self, record: QuoteRecord, entities: usize) -> Result<Quote> {
        let field = "quotes";
        record.check()?;
        let span = |record: &SpanRecord| self.checked(field, record);
        let speaker = record.speaker.map(|SpeakerRecord { name, kind, entity }| {
            match entity.map(|number| number as usize) {
                Some(number) if number >= entities => Err(Error::format(format!(
                    "{field}: a speaker is entity {number}, and the story has {entities}"
                ))),
                entity => Ok(Speaker { name, kind, entity }),
            }
        });
        Ok(Quote {
            kind: record.kind,
            parts: record.parts.iter().map(span).collect::<Result<_>>()?,
            cue: record.cue.as_ref().map(span).transpose()?,
            source: record.source.as_ref().map(span).transpose()?,
            speaker: speaker.transpose()?,
            speech: record.speech,
            negated: record.negated,
            confidence: four_decimals(record.confidence) as f32,
        })
    }

    fn byline(&self, record: &BylineRecord) -> Result<Byline> {
        let span = self.at("byline", record.start, record.end, &record.text)?;
        Ok(Byline {
            span,
            names: self.many("byline", span, &record.names)?,
            roles: self.many("byline", span, &record.roles)?,
            places: self.many("byline", span, &record.places)?,
        })
    }

    fn credit(&self, record: &CreditRecord) -> Result<Credit> {
        let span = self.at("credits", record.start, record.end, &record.text)?;
        Ok(Credit { kind: record.kind, span, names: self.many("credits", span, &record.names)? })
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

/// A part, if it lies in the whole.
fn inside(field: &str, whole: Span, part: Span) -> Result<Span> {
    if whole.contains(part) {
        Ok(part)
    } else {
        Err(Error::format(format!("{field}: a part of it stands elsewhere in the text")))
    }
}

/// Whether spans are disjoint and in the text's order, as everything but quotations is.
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
