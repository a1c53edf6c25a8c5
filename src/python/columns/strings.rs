//! Columns of strings, in every layout that Arrow has for them.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{BinaryViewType, GenericBinaryType};
use arrow_array::{Array, ArrayRef, GenericByteArray, GenericByteViewArray};
use arrow_schema::DataType;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::Cursor;
use super::capsule::Stream;
use crate::python::convert::InputTypeError;

/// An array of strings: shared, not copied. They are bytes until they prove to be UTF-8.
#[derive(Clone)]
pub enum Strings {
    /// With offsets of 32 bits.
    Small(GenericByteArray<GenericBinaryType<i32>>),
    /// With offsets of 64 bits.
    Large(GenericByteArray<GenericBinaryType<i64>>),
    /// Views.
    View(GenericByteViewArray<BinaryViewType>),
    /// The places of the rows among some values.
    Dictionary(Arc<[Option<usize>]>, Box<Strings>),
    /// Nothing but nulls.
    Null,
}

impl Strings {
    /// Those of an array that was read as bytes.
    pub fn of(array: &ArrayRef) -> Self {
        match array.data_type() {
            DataType::Binary => Self::Small(array.as_binary().clone()),
            DataType::LargeBinary => Self::Large(array.as_binary().clone()),
            DataType::BinaryView => Self::View(array.as_binary_view().clone()),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary();
                if dictionary.values().is_empty() {
                    return Self::Null;
                }
                let places = dictionary.normalized_keys().into_iter().enumerate();
                let places = places.map(|(row, place)| array.is_valid(row).then_some(place));
                Self::Dictionary(places.collect(), Box::new(Self::of(dictionary.values())))
            }
            _ => Self::Null,
        }
    }

    /// The bytes of a row.
    pub fn bytes(&self, row: usize) -> Option<&[u8]> {
        match self {
            Self::Small(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Large(array) => array.is_valid(row).then(|| array.value(row)),
            Self::View(array) => array.is_valid(row).then(|| array.value(row)),
            Self::Dictionary(places, values) => values.bytes(places[row]?),
            Self::Null => None,
        }
    }

    /// The string of a row; none if it is null or no UTF-8.
    pub fn get(&self, row: usize) -> Option<&str> {
        std::str::from_utf8(self.bytes(row)?).ok()
    }
}

/// Whether values of this type are strings.
pub fn are_strings(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => are_strings(values),
        _ => false,
    }
}

/// A column of strings, if a Python object is one. One of another type is an error, unless it can be gone
/// through, so that its rows tell what is wrong with them.
pub fn column_of_strings(
    name: &'static str,
    given: &Bound<'_, PyAny>,
) -> PyResult<Option<Cursor<Strings>>> {
    if given.is_instance_of::<PyString>() {
        return Ok(None);
    }
    let Some(stream) = Stream::of(given)? else { return Ok(None) };
    let cursor = Cursor::new(name, stream)?;
    let data_type = cursor.data_type();
    if are_strings(data_type) || *data_type == DataType::Null {
        return Ok(Some(cursor));
    }
    // pandas has columns of NaN for columns of nothing.
    if data_type.is_floating() && given.try_iter().is_ok() {
        return Ok(None);
    }
    let remedy = match data_type {
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => ": decode it first",
        _ => "",
    };
    let message = format!("{name} is a column of {data_type}; it must be one of strings{remedy}");
    Err(InputTypeError::new_err(message))
}

/// Reads the arrays of a column of strings.
#[allow(clippy::unnecessary_wraps)] // What a cursor wants.
pub fn strings(array: &ArrayRef, _: &DataType, _: usize) -> PyResult<Strings> {
    Ok(Strings::of(array))
}

/// Some rows of an array.
#[derive(Clone)]
pub struct Slice {
    strings: Strings,
    rows: Range<usize>,
}

impl Slice {
    /// These rows.
    pub fn new(strings: &Strings, rows: Range<usize>) -> Self {
        Self { strings: strings.clone(), rows }
    }

    /// The first of them.
    pub fn first(&self, rows: usize) -> Self {
        Self { strings: self.strings.clone(), rows: self.rows.start..self.rows.start + rows }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The string of a row, counted from the first of these.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.strings.get(self.rows.start + row)
    }
}
