//! The tables of a reading: which there are, and what is in them.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType, FieldRef, Schema, SchemaRef};

use super::column::{Column, field, fields};
use crate::Day;
use crate::record::{
    DatelineRecord, EntityRecord, MentionRecord, PlaceRecord, QuoteRecord, RepeatRecord, SpanRecord,
};

/// The number that a change of the tables raises: a column that goes, or means something else.
pub const VERSION: u32 = 1;

/// The key of a schema's metadata that says which table it is of.
pub const TABLE: &str = "copydesk.table";

/// A table of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A row for each text.
    Stories,
    /// A row for each text that has a dateline.
    Datelines,
    /// A row for each quotation.
    Quotes,
    /// A row for each entity of each text.
    Entities,
    /// A row for each mention of each entity.
    Mentions,
    /// A row for each block that stands twice.
    Repeats,
}

impl Kind {
    /// All, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Stories,
        Self::Datelines,
        Self::Quotes,
        Self::Entities,
        Self::Mentions,
        Self::Repeats,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stories => "stories",
            Self::Datelines => "datelines",
            Self::Quotes => "quotes",
            Self::Entities => "entities",
            Self::Mentions => "mentions",
            Self::Repeats => "repeats",
        }
    }

    /// The columns behind the first, which is the id.
    pub fn fields(self) -> Vec<FieldRef> {
        let fields = match self {
            Self::Stories => fields(STORIES),
            Self::Datelines => fields(DATELINES),
            Self::Quotes => fields(QUOTES),
            Self::Entities => fields(ENTITIES),
            Self::Mentions => fields(MENTIONS),
            Self::Repeats => fields(REPEATS),
        };
        fields.iter().cloned().collect()
    }

    /// Its schema, where ids are of this type, or where none are given the numbers of rows.
    pub fn schema(self, ids: Option<DataType>) -> SchemaRef {
        let mut fields = self.fields();
        let about = "the text: its id, or the number of its row where no ids were given";
        let (nullable, ids) = (ids.is_some(), ids.unwrap_or(DataType::Int64));
        fields.insert(0, field("id", ids, nullable, about));
        schema(self.name(), fields)
    }
}

/// The schema of a table, which says what is in it.
pub fn schema(name: &str, fields: Vec<FieldRef>) -> SchemaRef {
    let metadata = [
        (TABLE, name.to_owned()),
        ("copydesk.schema_version", VERSION.to_string()),
        ("copydesk.offsets", "Unicode code points".to_owned()),
    ];
    let metadata = metadata.map(|(key, value)| (key.to_owned(), value));
    Arc::new(Schema::new_with_metadata(fields, HashMap::from(metadata)))
}

/// A text, as a whole. All but `read` and `published` is null where there is none.
#[derive(Default)]
pub struct StoryRow {
    pub published: Option<Day>,
    pub of_text: Option<StoryFacts>,
}

/// What is known of a text.
pub struct StoryFacts {
    pub length: u32,
    pub paragraphs: usize,
    pub sentences: usize,
    pub body: String,
    pub byline: Option<SpanRecord>,
    pub byline_names: Vec<SpanRecord>,
    pub credits: Vec<String>,
}

impl StoryRow {
    fn of<T>(&self, fact: impl FnOnce(&StoryFacts) -> T) -> Option<T> {
        self.of_text.as_ref().map(fact)
    }
}

/// A quotation, and its number in the text.
pub struct QuoteRow {
    pub number: usize,
    pub quote: QuoteRecord,
}

/// A mention, and the entity that it is of.
pub struct MentionRow {
    pub entity: u32,
    pub kind: &'static str,
    pub name: Arc<str>,
    pub mention: MentionRecord,
}

const STORIES: &[Column<StoryRow>] = &[
    Column::flag("read", "false where there is no text, or one that cannot be read", |it| {
        it.of_text.is_some()
    }),
    Column::maybe_day("published", "the day that was given", |it| it.published),
    Column::maybe_integer("length", "code points of the text", |it| it.of(|it| it.length.into())),
    Column::maybe_integer("paragraphs", "how many there are", |it| {
        it.of(|it| it.paragraphs as i64)
    }),
    Column::maybe_integer("sentences", "how many there are", |it| it.of(|it| it.sentences as i64)),
    Column::maybe_text(
        "body",
        "the text without its dateline, byline and credits, and without what stands twice",
        |it| it.of_text.as_ref().map(|it| it.body.as_str()),
    ),
    Column::maybe_text("byline", "the line that says who wrote it", |it| {
        it.of_text.as_ref()?.byline.as_ref().map(|it| it.text.as_str())
    }),
    Column::maybe_texts("byline_names", "the names in it", |it| {
        let facts = it.of_text.as_ref()?;
        Some(facts.byline_names.iter().map(|name| name.text.as_str()).collect())
    }),
    Column::maybe_texts(
        "credits",
        "lines that say who else worked on it, or what the desk adds",
        |it| Some(it.of_text.as_ref()?.credits.iter().map(String::as_str).collect()),
    ),
];

fn first_place(dateline: &DatelineRecord) -> Option<&PlaceRecord> {
    dateline.places.first()
}

const DATELINES: &[Column<DatelineRecord>] = &[
    Column::integer("start", "the first code point of it", |it| it.start.into()),
    Column::integer("end", "the code point after the mark that ends it", |it| it.end.into()),
    Column::text("text", "its words", |it| &it.text),
    Column::maybe_text("place", "the first place: its name in GeoNames", |it| {
        first_place(it)?.name.as_deref()
    }),
    Column::maybe_text("region", "the state or province of that", |it| {
        first_place(it)?.region.as_deref()
    }),
    Column::maybe_text("region_code", "its ISO 3166-2 code without the country", |it| {
        first_place(it)?.region_code.as_deref()
    }),
    Column::maybe_text("country", "the country, ISO 3166-1 alpha-2", |it| {
        first_place(it)?.country.as_deref()
    }),
    Column::maybe_number("latitude", "degrees north", |it| first_place(it)?.latitude),
    Column::maybe_number("longitude", "degrees east", |it| first_place(it)?.longitude),
    Column::maybe_integer("geonames_id", "the number in GeoNames", |it| {
        first_place(it)?.geonames_id.map(Into::into)
    }),
    Column::places("places", "all its places", |it| &it.places),
    Column::maybe_text("agency", "the first agency, by its usual name", |it| {
        it.agencies.first().map(String::as_str)
    }),
    Column::texts("agencies", "all its agencies", |it| {
        it.agencies.iter().map(String::as_str).collect()
    }),
    Column::maybe_text(
        "date",
        "the date, 2012-02-29, or --02-29 where the year is not known",
        |it| it.date.as_ref().map(|date| date.iso.as_str()),
    ),
    Column::maybe_day("day", "the date where its year is known", |it| {
        it.date.as_ref().and_then(|date| Day::new(date.year?, date.month, date.day))
    }),
    Column::integer("body_start", "where the story begins", |it| it.body_start.into()),
    Column::flag("credit_only", "whether it names no place", |it| it.credit_only),
    Column::maybe_text("language", "its language, ISO 639-1, where it tells", |it| {
        it.language.as_deref()
    }),
    Column::number("confidence", "how sure all this is, 0 to 1", |it| it.confidence),
];

const QUOTES: &[Column<QuoteRow>] = &[
    Column::integer("quote", "its number in the text, from 0", |it| it.number as i64),
    Column::text("kind", "direct, indirect or mixed", |it| it.quote.kind.name()),
    Column::integer("start", "the first code point of its first part", |it| it.quote.start.into()),
    Column::integer("end", "the code point after its last part", |it| it.quote.end.into()),
    Column::text("text", "its words: the parts joined by a blank", |it| &it.quote.text),
    Column::spans("parts", "where its parts stand", |it| &it.quote.parts),
    Column::maybe_text("cue", "the words that say that somebody says it", |it| {
        it.quote.cue.as_ref().map(|it| it.text.as_str())
    }),
    Column::maybe_integer("cue_start", "where they start", |it| {
        it.quote.cue.as_ref().map(|it| it.start.into())
    }),
    Column::maybe_integer("cue_end", "where they end", |it| {
        it.quote.cue.as_ref().map(|it| it.end.into())
    }),
    Column::maybe_text("source", "the words that name who says it", |it| {
        it.quote.source.as_ref().map(|it| it.text.as_str())
    }),
    Column::maybe_integer("source_start", "where they start", |it| {
        it.quote.source.as_ref().map(|it| it.start.into())
    }),
    Column::maybe_integer("source_end", "where they end", |it| {
        it.quote.source.as_ref().map(|it| it.end.into())
    }),
    Column::maybe_text("speaker", "whom the source stands for", |it| {
        it.quote.speaker.as_ref().map(|it| it.name.as_str())
    }),
    Column::maybe_text("speaker_kind", "person, org, group or document", |it| {
        it.quote.speaker.as_ref().map(|it| it.kind.name())
    }),
    Column::maybe_integer("entity", "the number of the speaker among the text's entities", |it| {
        it.quote.speaker.as_ref()?.entity.map(Into::into)
    }),
    Column::flag("speech", "whether it was said or written, and not but thought", |it| {
        it.quote.speech
    }),
    Column::flag("negated", "whether it is denied", |it| it.quote.negated),
    Column::number("confidence", "how sure all this is, 0 to 1", |it| it.quote.confidence),
];

const ENTITIES: &[Column<EntityRecord>] = &[
    Column::integer("entity", "its number in the text, from 0", |it| it.id.into()),
    Column::text("kind", "PERSON, ORG, LOC, FAC, NORP, PRODUCT, MISC, DATE or MONEY", |it| {
        it.kind.name()
    }),
    Column::text("name", "its fullest name in the text", |it| &it.name),
    Column::texts("aliases", "its other names in the text", |it| {
        it.aliases.iter().map(String::as_str).collect()
    }),
    Column::maybe_text("role", "what the text says that it is", |it| it.role.as_deref()),
    Column::maybe_text(
        "country",
        "the country that it is, or belongs to, ISO 3166-1 alpha-2",
        |it| it.country.as_deref(),
    ),
    Column::maybe_text("place", "the place that it is: its name in GeoNames", |it| {
        it.place.as_ref()?.name.as_deref()
    }),
    Column::maybe_text("region", "the state or province of that", |it| {
        it.place.as_ref()?.region.as_deref()
    }),
    Column::maybe_text("region_code", "its ISO 3166-2 code without the country", |it| {
        it.place.as_ref()?.region_code.as_deref()
    }),
    Column::maybe_number("latitude", "degrees north", |it| it.place.as_ref()?.latitude),
    Column::maybe_number("longitude", "degrees east", |it| it.place.as_ref()?.longitude),
    Column::maybe_integer("geonames_id", "the number in GeoNames", |it| {
        it.place.as_ref()?.geonames_id.map(Into::into)
    }),
    Column::integer("mentions", "how often it is mentioned", |it| it.mentions.len() as i64),
];

const MENTIONS: &[Column<MentionRow>] = &[
    Column::integer("entity", "the number of its entity in the text", |it| it.entity.into()),
    Column::text("kind", "the kind of that", |it| it.kind),
    Column::text("name", "the name of that", |it| &it.name),
    Column::integer("start", "the first code point", |it| it.mention.start.into()),
    Column::integer("end", "the code point after the last one", |it| it.mention.end.into()),
    Column::text("text", "its words", |it| &it.mention.text),
    Column::text("form", "name, short, acronym or pronoun", |it| it.mention.form.name()),
];

const REPEATS: &[Column<RepeatRecord>] = &[
    Column::integer("start", "the first code point of the block that repeats", |it| {
        it.start.into()
    }),
    Column::integer("end", "the code point after its last one", |it| it.end.into()),
    Column::text("text", "its words", |it| &it.text),
    Column::integer("first_start", "the first code point of the block that it repeats", |it| {
        it.first.start.into()
    }),
    Column::integer("first_end", "the code point after the last one of that", |it| {
        it.first.end.into()
    }),
    Column::number("similarity", "1.0 for the same words, less for an edited copy", |it| {
        it.similarity
    }),
];

/// The rows of a part of a table: each with the place of its text in the part.
pub struct Rows<R> {
    texts: Vec<u32>,
    rows: Vec<R>,
}

impl<R> Default for Rows<R> {
    fn default() -> Self {
        Self { texts: Vec::new(), rows: Vec::new() }
    }
}

impl<R: 'static> Rows<R> {
    /// One row more.
    pub fn push(&mut self, text: usize, row: R) {
        self.texts.push(text as u32);
        self.rows.push(row);
    }

    fn arrays(&self, columns: &'static [Column<R>]) -> Filled {
        let arrays = columns.iter().map(|column| column.array(self.rows.iter())).collect();
        Filled { texts: self.texts.clone(), arrays }
    }
}

/// The columns of a part of a table, behind the id, and the places of the rows' texts in the part.
pub struct Filled {
    pub texts: Vec<u32>,
    pub arrays: Vec<arrow_array::ArrayRef>,
}

/// The rows of all tables.
#[derive(Default)]
pub struct AllRows {
    pub stories: Rows<StoryRow>,
    pub datelines: Rows<DatelineRecord>,
    pub quotes: Rows<QuoteRow>,
    pub entities: Rows<EntityRecord>,
    pub mentions: Rows<MentionRow>,
    pub repeats: Rows<RepeatRecord>,
}

impl AllRows {
    /// The columns of one of the tables.
    pub fn filled(&self, kind: Kind) -> Filled {
        match kind {
            Kind::Stories => self.stories.arrays(STORIES),
            Kind::Datelines => self.datelines.arrays(DATELINES),
            Kind::Quotes => self.quotes.arrays(QUOTES),
            Kind::Entities => self.entities.arrays(ENTITIES),
            Kind::Mentions => self.mentions.arrays(MENTIONS),
            Kind::Repeats => self.repeats.arrays(REPEATS),
        }
    }
}
