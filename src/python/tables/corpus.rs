//! The tables of duplicates and of passages.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, FieldRef};
use pyo3::prelude::*;

use super::column::{Column, field};
use super::schema::schema;
use super::{PyTable, named_tables};
use crate::python::columns::IdPart;
use crate::python::ids::Ids;

/// A text and its cluster.
pub struct TextRow {
    pub row: u32,
    pub label: u32,
    pub size: u32,
    pub keep: bool,
}

/// Two duplicates.
pub struct DuplicateRow {
    pub a: u32,
    pub b: u32,
    pub relation: &'static str,
    pub similarity: f64,
    pub confidence: f64,
    pub coverage_a: f64,
    pub coverage_b: f64,
}

/// Words that stand in several texts.
pub struct PassageRow {
    pub number: usize,
    pub text: String,
    pub words: u32,
    pub texts: u32,
    pub furniture: bool,
}

/// Where a passage stands.
pub struct PlaceRow {
    pub passage: usize,
    pub row: u32,
    pub start: u32,
    pub end: u32,
}

/// A run of words that two texts share.
pub struct RunRow {
    pub a: u32,
    pub start_a: u32,
    pub end_a: u32,
    pub b: u32,
    pub start_b: u32,
    pub end_b: u32,
    pub words: u32,
    pub exactness: f64,
    pub passage: u32,
    pub furniture: bool,
}

const TEXTS: &[Column<TextRow>] = &[
    Column::integer("label", "the row of the first text of its cluster, from 0", |it| {
        it.label.into()
    }),
    Column::integer("size", "how many texts its cluster has", |it| it.size.into()),
    Column::flag("keep", "whether it stays when duplicates go", |it| it.keep),
];

const PAIRS: &[Column<DuplicateRow>] = &[
    Column::text("relation", "exact, same, excerpt or update", |it| it.relation),
    Column::number("similarity", "the share of the words of both opposite the same word", |it| {
        it.similarity
    }),
    Column::number("confidence", "how sure it is that they tell one story, 0 to 1", |it| {
        it.confidence
    }),
    Column::number("coverage_a", "the share of the words of a in passages of both", |it| {
        it.coverage_a
    }),
    Column::number("coverage_b", "the share of the words of b in passages of both", |it| {
        it.coverage_b
    }),
];

const PASSAGES: &[Column<PassageRow>] = &[
    Column::integer("passage", "its number", |it| it.number as i64),
    Column::text("text", "the words as the first text has them", |it| &it.text),
    Column::integer("words", "how many words these are", |it| it.words.into()),
    Column::integer("texts", "how many texts have it, or most of it", |it| it.texts.into()),
    Column::flag("furniture", "whether it is furniture", |it| it.furniture),
];

const PLACES: &[Column<PlaceRow>] = &[
    Column::integer("passage", "the number of the passage", |it| it.passage as i64),
    Column::integer("start", "the first code point", |it| it.start.into()),
    Column::integer("end", "the code point after the last one", |it| it.end.into()),
];

const RUNS: &[Column<RunRow>] = &[
    Column::integer("start_a", "the first code point in a", |it| it.start_a.into()),
    Column::integer("end_a", "the code point after the last one", |it| it.end_a.into()),
    Column::integer("start_b", "the first code point in b", |it| it.start_b.into()),
    Column::integer("end_b", "the code point after the last one", |it| it.end_b.into()),
    Column::integer("words", "how many words the run has, where it has more", |it| it.words.into()),
    Column::number("exactness", "the share of these that are the same in both", |it| it.exactness),
    Column::integer("passage", "the number of the passage that it is of", |it| it.passage.into()),
    Column::flag("furniture", "whether that is furniture", |it| it.furniture),
];

/// Columns of ids, each with its place among the columns and the row that it names.
type IdColumn<R> = (usize, &'static str, &'static str, fn(&R) -> u32);

fn table<R: 'static>(
    name: &str,
    columns: &'static [Column<R>],
    id_columns: &[IdColumn<R>],
    ids: &IdPart,
    rows: &[R],
) -> PyTable {
    let mut fields: Vec<FieldRef> = columns.iter().map(Column::field).collect();
    let mut arrays: Vec<ArrayRef> = columns.iter().map(|it| it.array(rows.iter())).collect();
    for &(place, name, about, row) in id_columns {
        let array = ids.take(rows.iter().map(|it| row(it) as usize));
        let data_type: &DataType = array.data_type();
        let nullable = !matches!(ids, IdPart::Rows(_));
        fields.insert(place, field(name, data_type.clone(), nullable, about));
        arrays.insert(place, array);
    }
    let schema = schema(name, fields);
    let batch = RecordBatch::try_new(Arc::clone(&schema), arrays);
    PyTable::new(schema, vec![batch.expect("columns are as their schema says")])
}

const ID: &str = "the text: its id, or the number of its row where no ids were given";
const A: &str = "the text that comes first: its id, or the number of its row";
const B: &str = "the other text";

/// The tables of duplicates.
pub fn duplicate_tables<'py>(
    py: Python<'py>,
    ids: &Ids,
    texts: &[TextRow],
    pairs: &[DuplicateRow],
) -> PyResult<Bound<'py, PyAny>> {
    let ids = ids.part(py)?;
    let of_texts = table("texts", TEXTS, &[(0, "id", ID, |it| it.row)], &ids, texts);
    let both: [IdColumn<DuplicateRow>; 2] = [(0, "a", A, |it| it.a), (1, "b", B, |it| it.b)];
    let of_pairs = table("pairs", PAIRS, &both, &ids, pairs);
    named_tables(py, "DuplicateTables", [("texts", of_texts), ("pairs", of_pairs)])
}

/// The tables of passages.
pub fn passage_tables<'py>(
    py: Python<'py>,
    ids: &Ids,
    passages: &[PassageRow],
    places: &[PlaceRow],
    runs: &[RunRow],
) -> PyResult<Bound<'py, PyAny>> {
    let ids = ids.part(py)?;
    let of_passages = table("passages", PASSAGES, &[], &ids, passages);
    let of_places = table("places", PLACES, &[(1, "id", ID, |it| it.row)], &ids, places);
    let both: [IdColumn<RunRow>; 2] = [(0, "a", A, |it| it.a), (3, "b", B, |it| it.b)];
    let of_runs = table("pairs", RUNS, &both, &ids, runs);
    let tables = [("passages", of_passages), ("places", of_places), ("pairs", of_runs)];
    named_tables(py, "PassageTables", tables)
}
