//! Reading texts into tables, a part at a time.

use std::sync::Arc;

use arrow_array::{ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{DataType, Field, FieldRef, Fields, SchemaRef};

use super::schema::{AllRows, Kind, MentionRow, QuoteRow, StoryFacts, StoryRow, schema};
use crate::python::columns::IdPart;
use crate::python::feed::Chunk;
use crate::record::Records;
use crate::{Day, Kinds, Offsets, Reader, Repeats, Result, Span, Story};

/// What is read, and which tables are made of it.
#[derive(Clone)]
pub struct Plan {
    reader: Reader,
    kinds: Vec<Kind>,
}

impl Plan {
    /// The tables that a reader fills.
    pub fn tables_of(reader: Reader) -> Vec<Kind> {
        let fills = |kind: &Kind| match kind {
            Kind::Stories => true,
            Kind::Datelines => reader.dateline,
            Kind::Quotes => reader.quotes,
            Kind::Entities | Kind::Mentions => !reader.entities.is_empty(),
            Kind::Repeats => reader.repeats != Repeats::Ignore,
        };
        Kind::ALL.into_iter().filter(fills).collect()
    }

    /// Some of the tables that a reader fills: nothing is read that they do not need.
    pub fn new(reader: Reader, kinds: Vec<Kind>) -> Self {
        let wanted = |kind| kinds.contains(&kind);
        let names = wanted(Kind::Entities) || wanted(Kind::Mentions);
        let quotes = reader.quotes && wanted(Kind::Quotes);
        let repeats = kinds.iter().any(|&kind| kind != Kind::Datelines);
        let reader = Reader {
            dateline: reader.dateline && (wanted(Kind::Datelines) || wanted(Kind::Stories)),
            quotes,
            // Quotations have the numbers of their speakers.
            entities: if names || quotes { reader.entities } else { Kinds::NONE },
            repeats: if repeats { reader.repeats } else { Repeats::Ignore },
        };
        Self { reader, kinds }
    }

    /// The tables.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Their schemas, where ids are of this type, or none are given.
    pub fn schemas(&self, ids: Option<&DataType>) -> Vec<SchemaRef> {
        self.kinds.iter().map(|kind| kind.schema(ids.cloned())).collect()
    }

    /// Reads the texts of a chunk into a part of each table.
    pub fn read(
        &self,
        chunk: &Chunk,
        ids: &IdPart,
        schemas: &[SchemaRef],
    ) -> Result<Vec<RecordBatch>> {
        let rows = self.rows(chunk)?;
        let tables = self.kinds.iter().zip(schemas).map(|(&kind, schema)| {
            let filled = rows.filled(kind);
            let mut arrays = vec![ids.take(filled.texts.iter().map(|&row| row as usize))];
            arrays.extend(filled.arrays);
            RecordBatch::try_new(Arc::clone(schema), arrays)
                .expect("columns are as their schema says")
        });
        Ok(tables.collect())
    }

    /// Reads the texts of a chunk into one column, with a list for each text that is one.
    pub fn read_lists(&self, chunk: &Chunk) -> Result<ArrayRef> {
        let rows = self.rows(chunk)?;
        let filled = rows.filled(self.kinds[0]);
        let mut lengths = vec![0; chunk.len()];
        for &text in &filled.texts {
            lengths[text as usize] += 1;
        }
        let fields: Fields = self.kinds[0].fields().into();
        let values = StructArray::new(fields, filled.arrays, None);
        let nulls = NullBuffer::new(chunk.rows().map(|(text, _)| text.is_some()).collect());
        let list = ListArray::new(
            item_of(self.kinds[0]),
            OffsetBuffer::from_lengths(lengths),
            Arc::new(values),
            Some(nulls).filter(|nulls| nulls.null_count() > 0),
        );
        Ok(Arc::new(list))
    }

    fn rows(&self, chunk: &Chunk) -> Result<AllRows> {
        let mut rows = AllRows::default();
        for (number, (text, published)) in chunk.rows().enumerate() {
            match text {
                Some(text) => self.read_text(number, text, published, &mut rows)?,
                None => rows.stories.push(number, StoryRow { published, of_text: None }),
            }
        }
        Ok(rows)
    }

    fn read_text(
        &self,
        number: usize,
        text: &str,
        published: Option<Day>,
        rows: &mut AllRows,
    ) -> Result<()> {
        if self.kinds == [Kind::Datelines] {
            // They stand at the beginning, and the rest need not be looked at.
            if let Some(dateline) = crate::parse_dateline(text, published)? {
                let opening = &text[..dateline.body_start as usize];
                let record = Records::new(opening, &Offsets::new(opening)).dateline(&dateline);
                rows.datelines.push(number, record);
            }
            return Ok(());
        }
        let story = self.reader.read(text, published)?;
        let records = story.records();
        for &kind in &self.kinds {
            match kind {
                Kind::Stories => {
                    let facts = Some(facts(&story, records));
                    rows.stories.push(number, StoryRow { published, of_text: facts });
                }
                Kind::Datelines => {
                    if let Some(dateline) = story.dateline() {
                        rows.datelines.push(number, records.dateline(dateline));
                    }
                }
                Kind::Quotes => {
                    for (place, quote) in story.quotes().iter().enumerate() {
                        let quote = QuoteRow { number: place, quote: records.quote(quote) };
                        rows.quotes.push(number, quote);
                    }
                }
                Kind::Entities => {
                    for entity in records.entities(story.entities()) {
                        rows.entities.push(number, entity);
                    }
                }
                Kind::Mentions => {
                    for entity in records.entities(story.entities()) {
                        let (name, kind) = (entity.name.into(), entity.kind.name());
                        for mention in entity.mentions {
                            let name = Arc::clone(&name);
                            let row = MentionRow { entity: entity.id, kind, name, mention };
                            rows.mentions.push(number, row);
                        }
                    }
                }
                Kind::Repeats => {
                    for repeat in story.repeats() {
                        rows.repeats.push(number, records.repeat(repeat));
                    }
                }
            }
        }
        Ok(())
    }
}

fn facts(story: &Story, records: Records<'_>) -> StoryFacts {
    let byline = story.byline().map(|byline| records.byline(byline));
    let (byline, byline_names) = match byline {
        Some(byline) => {
            let crate::record::BylineRecord { start, end, text, names, .. } = byline;
            (Some(crate::record::SpanRecord { start, end, text }), names)
        }
        None => (None, Vec::new()),
    };
    StoryFacts {
        length: records.chars(Span::from_usize(0, story.text().len()))[1],
        paragraphs: story.paragraphs().len(),
        sentences: story.sentences().len(),
        body: story.body(),
        byline,
        byline_names,
        credits: story.credits().iter().map(|credit| records.credit(credit).text).collect(),
    }
}

/// What the lists of a column are of.
fn item_of(kind: Kind) -> FieldRef {
    Arc::new(Field::new("item", DataType::Struct(kind.fields().into()), false))
}

/// The schema of a table of one column of lists.
pub fn list_schema(kind: Kind) -> SchemaRef {
    let column = Field::new(kind.name(), DataType::List(item_of(kind)), true);
    schema(kind.name(), vec![Arc::new(column)])
}
