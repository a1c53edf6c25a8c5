//! Columns of tables: what each is called, what it means, and how it is filled.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, LargeStringArray,
    ListArray, StructArray,
};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, FieldRef, Fields};

use crate::Day;
use crate::record::{PlaceRecord, SpanRecord};

/// The key of a field's metadata that says what it means.
pub const DESCRIPTION: &str = "description";

/// A column of a table whose rows are made from `R`.
pub struct Column<R: 'static> {
    pub name: &'static str,
    /// What it means, in a line.
    pub description: &'static str,
    values: Values<R>,
}

/// How the values come from the rows. Those with a `Maybe` may be null.
enum Values<R: 'static> {
    Integer(fn(&R) -> i64),
    MaybeInteger(fn(&R) -> Option<i64>),
    Number(fn(&R) -> f64),
    MaybeNumber(fn(&R) -> Option<f64>),
    Flag(fn(&R) -> bool),
    Text(fn(&R) -> &str),
    MaybeText(fn(&R) -> Option<&str>),
    MaybeDay(fn(&R) -> Option<Day>),
    Texts(fn(&R) -> Vec<&str>),
    MaybeTexts(fn(&R) -> Option<Vec<&str>>),
    Spans(fn(&R) -> &[SpanRecord]),
    Places(fn(&R) -> &[PlaceRecord]),
}

impl<R> Column<R> {
    const fn new(name: &'static str, description: &'static str, values: Values<R>) -> Self {
        Self { name, description, values }
    }

    /// A column of integers.
    pub const fn integer(name: &'static str, about: &'static str, of: fn(&R) -> i64) -> Self {
        Self::new(name, about, Values::Integer(of))
    }

    /// A column of integers and nulls.
    pub const fn maybe_integer(
        name: &'static str,
        about: &'static str,
        of: fn(&R) -> Option<i64>,
    ) -> Self {
        Self::new(name, about, Values::MaybeInteger(of))
    }

    /// A column of floats.
    pub const fn number(name: &'static str, about: &'static str, of: fn(&R) -> f64) -> Self {
        Self::new(name, about, Values::Number(of))
    }

    /// A column of floats and nulls.
    pub const fn maybe_number(
        name: &'static str,
        about: &'static str,
        of: fn(&R) -> Option<f64>,
    ) -> Self {
        Self::new(name, about, Values::MaybeNumber(of))
    }

    /// A column of booleans.
    pub const fn flag(name: &'static str, about: &'static str, of: fn(&R) -> bool) -> Self {
        Self::new(name, about, Values::Flag(of))
    }

    /// A column of strings.
    pub const fn text(name: &'static str, about: &'static str, of: fn(&R) -> &str) -> Self {
        Self::new(name, about, Values::Text(of))
    }

    /// A column of strings and nulls.
    pub const fn maybe_text(
        name: &'static str,
        about: &'static str,
        of: fn(&R) -> Option<&str>,
    ) -> Self {
        Self::new(name, about, Values::MaybeText(of))
    }

    /// A column of days and nulls.
    pub const fn maybe_day(
        name: &'static str,
        about: &'static str,
        of: fn(&R) -> Option<Day>,
    ) -> Self {
        Self::new(name, about, Values::MaybeDay(of))
    }

    /// A column of lists of strings.
    pub const fn texts(name: &'static str, about: &'static str, of: fn(&R) -> Vec<&str>) -> Self {
        Self::new(name, about, Values::Texts(of))
    }

    /// A column of lists of strings, and nulls.
    pub const fn maybe_texts(
        name: &'static str,
        about: &'static str,
        of: fn(&R) -> Option<Vec<&str>>,
    ) -> Self {
        Self::new(name, about, Values::MaybeTexts(of))
    }

    /// A column of lists of places in the text.
    pub const fn spans(
        name: &'static str,
        about: &'static str,
        of: fn(&R) -> &[SpanRecord],
    ) -> Self {
        Self::new(name, about, Values::Spans(of))
    }

    /// A column of lists of places in the world.
    pub const fn places(
        name: &'static str,
        about: &'static str,
        of: fn(&R) -> &[PlaceRecord],
    ) -> Self {
        Self::new(name, about, Values::Places(of))
    }

    /// The column as a schema has it.
    pub fn field(&self) -> FieldRef {
        let (data_type, nullable) = match self.values {
            Values::Integer(_) => (DataType::Int64, false),
            Values::MaybeInteger(_) => (DataType::Int64, true),
            Values::Number(_) => (DataType::Float64, false),
            Values::MaybeNumber(_) => (DataType::Float64, true),
            Values::Flag(_) => (DataType::Boolean, false),
            Values::Text(_) => (DataType::LargeUtf8, false),
            Values::MaybeText(_) => (DataType::LargeUtf8, true),
            Values::MaybeDay(_) => (DataType::Date32, true),
            Values::Texts(_) => (list_of(item(DataType::LargeUtf8)), false),
            Values::MaybeTexts(_) => (list_of(item(DataType::LargeUtf8)), true),
            Values::Spans(_) => (list_of(item(DataType::Struct(fields(SPANS)))), false),
            Values::Places(_) => (list_of(item(DataType::Struct(fields(PLACES)))), false),
        };
        field(self.name, data_type, nullable, self.description)
    }

    /// The column of some rows.
    pub fn array<'r>(&self, rows: impl Iterator<Item = &'r R>) -> ArrayRef {
        let mut array = self.grown(rows);
        // It grew by doubling, and may be kept for long.
        array.shrink_to_fit();
        array
    }

    fn grown<'r>(&self, rows: impl Iterator<Item = &'r R>) -> ArrayRef {
        match self.values {
            Values::Integer(of) => Arc::new(Int64Array::from_iter_values(rows.map(of))),
            Values::MaybeInteger(of) => Arc::new(rows.map(of).collect::<Int64Array>()),
            Values::Number(of) => Arc::new(Float64Array::from_iter_values(rows.map(of))),
            Values::MaybeNumber(of) => Arc::new(rows.map(of).collect::<Float64Array>()),
            Values::Flag(of) => Arc::new(rows.map(|row| Some(of(row))).collect::<BooleanArray>()),
            Values::Text(of) => Arc::new(LargeStringArray::from_iter_values(rows.map(of))),
            Values::MaybeText(of) => Arc::new(rows.map(of).collect::<LargeStringArray>()),
            Values::MaybeDay(of) => {
                let days = rows.map(|row| of(row).map(Day::unix));
                Arc::new(days.collect::<Date32Array>())
            }
            Values::Texts(of) => texts(rows.map(|row| Some(of(row)))),
            Values::MaybeTexts(of) => texts(rows.map(of)),
            Values::Spans(of) => structs(SPANS, rows.map(of)),
            Values::Places(of) => structs(PLACES, rows.map(of)),
        }
    }
}

/// A column's name, type and meaning.
pub fn field(name: &str, data_type: DataType, nullable: bool, about: &str) -> FieldRef {
    let metadata = [(DESCRIPTION.to_owned(), about.to_owned())];
    Arc::new(
        Field::new(name, data_type, nullable)
            .with_metadata(std::collections::HashMap::from(metadata)),
    )
}

fn item(data_type: DataType) -> FieldRef {
    Arc::new(Field::new("item", data_type, false))
}

fn list_of(item: FieldRef) -> DataType {
    DataType::List(item)
}

/// The fields of some columns.
pub fn fields<R>(columns: &'static [Column<R>]) -> Fields {
    columns.iter().map(Column::field).collect()
}

fn texts<'r>(rows: impl Iterator<Item = Option<Vec<&'r str>>>) -> ArrayRef {
    let lists: Vec<Option<Vec<&str>>> = rows.collect();
    let lengths = lists.iter().map(|list| list.as_ref().map_or(0, Vec::len));
    let offsets = OffsetBuffer::from_lengths(lengths);
    let nulls = lists.iter().map(Option::is_some).collect();
    let values = LargeStringArray::from_iter_values(lists.into_iter().flatten().flatten());
    Arc::new(ListArray::new(
        item(DataType::LargeUtf8),
        offsets,
        Arc::new(values),
        Some(arrow_buffer::NullBuffer::new(nulls)).filter(|nulls| nulls.null_count() > 0),
    ))
}

fn structs<'r, R: 'static>(
    columns: &'static [Column<R>],
    rows: impl Iterator<Item = &'r [R]>,
) -> ArrayRef {
    let lists: Vec<&[R]> = rows.collect();
    let offsets = OffsetBuffer::from_lengths(lists.iter().map(|list| list.len()));
    let rows: Vec<&R> = lists.into_iter().flatten().collect();
    let fields = fields(columns);
    let arrays = columns.iter().map(|column| column.array(rows.iter().copied())).collect();
    let values = StructArray::new(fields.clone(), arrays, None);
    Arc::new(ListArray::new(item(DataType::Struct(fields)), offsets, Arc::new(values), None))
}

/// Pieces of the text.
const SPANS: &[Column<SpanRecord>] = &[
    Column::integer("start", "the first code point", |it| it.start.into()),
    Column::integer("end", "the code point after the last one", |it| it.end.into()),
];

/// Places of the world that stand in the text.
const PLACES: &[Column<PlaceRecord>] = &[
    Column::integer("start", "the first code point", |it| it.start.into()),
    Column::integer("end", "the code point after the last one", |it| it.end.into()),
    Column::text("text", "the words, with those that say in which state or country it is", |it| {
        &it.text
    }),
    Column::maybe_text("name", "its name in GeoNames", |it| it.name.as_deref()),
    Column::maybe_text("region", "the state or province", |it| it.region.as_deref()),
    Column::maybe_text("region_code", "its ISO 3166-2 code without the country", |it| {
        it.region_code.as_deref()
    }),
    Column::maybe_text("country", "the country, ISO 3166-1 alpha-2", |it| it.country.as_deref()),
    Column::maybe_number("latitude", "degrees north", |it| it.latitude),
    Column::maybe_number("longitude", "degrees east", |it| it.longitude),
    Column::maybe_integer("geonames_id", "the number in GeoNames", |it| {
        it.geonames_id.map(Into::into)
    }),
];
