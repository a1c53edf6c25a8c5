//! What the rows of tables are called: integers, strings, or the numbers of the rows.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, Int64Array, LargeStringArray, UInt64Array};
use arrow_schema::DataType;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyIterator, PyList, PyString};

use super::capsule::Stream;
use super::cursor::ended;
use super::days::is_one;
use super::strings::are_strings;
use super::{Cursor, Strings};
use crate::python::convert::{InputTypeError, InputValueError, is_null, type_name};

/// The ids of some rows.
#[derive(Clone, Debug)]
pub enum IdPart {
    /// The numbers of the rows, from this one.
    Rows(i64),
    /// Integers.
    Integers(Vec<Option<i64>>),
    /// Integers above those.
    Unsigned(Vec<Option<u64>>),
    /// Strings.
    Strings(Vec<Option<String>>),
}

impl IdPart {
    /// The ids of these rows of the part, as a column.
    pub fn take(&self, rows: impl Iterator<Item = usize>) -> ArrayRef {
        match self {
            Self::Rows(first) => {
                Arc::new(Int64Array::from_iter_values(rows.map(|row| first + row as i64)))
            }
            Self::Integers(ids) => Arc::new(rows.map(|row| ids[row]).collect::<Int64Array>()),
            Self::Unsigned(ids) => Arc::new(rows.map(|row| ids[row]).collect::<UInt64Array>()),
            Self::Strings(ids) => {
                Arc::new(rows.map(|row| ids[row].as_deref()).collect::<LargeStringArray>())
            }
        }
    }

    /// Takes some rows of another part on; the parts of a column are of one kind.
    fn extend(&mut self, other: &Self, rows: Range<usize>) {
        match (self, other) {
            (Self::Integers(all), Self::Integers(more)) => all.extend_from_slice(&more[rows]),
            (Self::Unsigned(all), Self::Unsigned(more)) => all.extend_from_slice(&more[rows]),
            (Self::Strings(all), Self::Strings(more)) => all.extend_from_slice(&more[rows]),
            _ => unreachable!("the parts of a column are of one kind"),
        }
    }

    /// How many there are, where they were given.
    pub fn len(&self) -> Option<usize> {
        match self {
            Self::Rows(_) => None,
            Self::Integers(ids) => Some(ids.len()),
            Self::Unsigned(ids) => Some(ids.len()),
            Self::Strings(ids) => Some(ids.len()),
        }
    }

    /// Those at some places among these.
    fn spread(&self, places: &[Option<usize>]) -> Self {
        fn at<T: Clone>(ids: &[Option<T>], places: &[Option<usize>]) -> Vec<Option<T>> {
            places.iter().map(|place| ids.get((*place)?)?.clone()).collect()
        }
        match self {
            Self::Rows(first) => Self::Rows(*first),
            Self::Integers(ids) => Self::Integers(at(ids, places)),
            Self::Unsigned(ids) => Self::Unsigned(at(ids, places)),
            Self::Strings(ids) => Self::Strings(at(ids, places)),
        }
    }

    /// Takes an id on that stands in this row.
    fn push(&mut self, id: &Bound<'_, PyAny>, row: usize) -> PyResult<()> {
        let null = is_null(id)?;
        let wrong = || {
            let name = match type_name(id) {
                name if name == "int" => "an int that has no room beside the first".to_owned(),
                name => name,
            };
            InputTypeError::new_err(format!(
                "row {row}: this id is {name}; ids of tables are all integers of 64 bits, or all \
                 strings: make them strings, for example with str(id)"
            ))
        };
        if id.is_instance_of::<PyBool>() {
            return Err(wrong());
        }
        match self {
            Self::Integers(ids) if null => ids.push(None),
            Self::Unsigned(ids) if null => ids.push(None),
            Self::Strings(ids) if null => ids.push(None),
            Self::Integers(ids) => ids.push(Some(id.extract().map_err(|_: PyErr| wrong())?)),
            Self::Unsigned(ids) => ids.push(Some(id.extract().map_err(|_: PyErr| wrong())?)),
            Self::Strings(ids) => {
                let id = id.cast::<PyString>().map_err(|_| wrong())?;
                ids.push(Some(id.to_string_lossy().into_owned()));
            }
            Self::Rows(_) => unreachable!("numbers of rows are counted"),
        }
        Ok(())
    }
}

/// What ids are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Integers that have 63 bits and a sign.
    Integers,
    /// Integers that need the 64th bit.
    Unsigned,
    /// Strings.
    Strings,
}

impl Kind {
    /// What a column of this type holds, if it can be ids.
    fn of(data_type: &DataType) -> Option<Self> {
        match data_type {
            DataType::UInt64 => Some(Self::Unsigned),
            other if other.is_integer() => Some(Self::Integers),
            other if are_strings(other) => Some(Self::Strings),
            DataType::Null => Some(Self::Strings),
            DataType::Dictionary(_, values) => Self::of(values),
            _ => None,
        }
    }

    fn none(self) -> IdPart {
        match self {
            Self::Integers => IdPart::Integers(Vec::new()),
            Self::Unsigned => IdPart::Unsigned(Vec::new()),
            Self::Strings => IdPart::Strings(Vec::new()),
        }
    }
}

/// So many nulls in front are looked behind for what ids are; nothing but nulls are strings.
const NULLS_AHEAD: usize = 4096;

/// Ids that come along with texts, some at a time.
pub enum IdFeed {
    /// None were given.
    Rows(usize),
    /// A column.
    Column(Kind, Cursor<IdPart>),
    /// An iterable, its next row, and what was taken of it to know what it holds.
    Items { kind: Kind, ids: Py<PyIterator>, row: usize, ahead: VecDeque<Py<PyAny>> },
}

impl IdFeed {
    /// The ids of a column or an iterable, if there is one.
    pub fn of(given: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(given) = given.filter(|given| !given.is_none()) else { return Ok(Self::Rows(0)) };
        if let Some(stream) = stream_of_ids(given)? {
            let cursor = Cursor::new("ids", stream)?;
            let data_type = cursor.data_type();
            let kind = Kind::of(data_type).ok_or_else(|| {
                InputTypeError::new_err(format!(
                    "ids is a column of {data_type}; ids of tables are integers or strings"
                ))
            })?;
            return Ok(Self::Column(kind, cursor));
        }
        let ids = match given.try_iter() {
            Ok(ids) if !is_one(given) => ids,
            _ => {
                let name = type_name(given);
                let message = format!("ids must be a column or an iterable of ids, not {name}");
                return Err(InputTypeError::new_err(message));
            }
        };
        let mut ahead = VecDeque::new();
        let mut kind = Kind::Strings;
        for id in ids.clone().take(NULLS_AHEAD) {
            let id = id?;
            let is_null = is_null(&id)?;
            if !is_null && !id.is_instance_of::<PyString>() {
                let large = id.extract::<i64>().is_err() && id.extract::<u64>().is_ok();
                kind = if large { Kind::Unsigned } else { Kind::Integers };
            }
            ahead.push_back(id.unbind());
            if !is_null {
                break;
            }
        }
        Ok(Self::Items { kind, ids: ids.unbind(), row: 0, ahead })
    }

    /// The type that the ids have in a table, if there are any.
    pub fn data_type(&self) -> Option<DataType> {
        match self {
            Self::Rows(_) => None,
            Self::Column(kind, _) | Self::Items { kind, .. } => Some(match kind {
                Kind::Integers => DataType::Int64,
                Kind::Unsigned => DataType::UInt64,
                Kind::Strings => DataType::LargeUtf8,
            }),
        }
    }

    /// The ids of the next rows, or of fewer, and why it is fewer.
    pub fn take(&mut self, py: Python<'_>, rows: usize) -> (IdPart, PyResult<()>) {
        let mut part = match self {
            Self::Rows(next) => {
                let first = *next as i64;
                *next += rows;
                return (IdPart::Rows(first), Ok(()));
            }
            Self::Column(kind, _) | Self::Items { kind, .. } => kind.none(),
        };
        let taken = self.take_given(py, rows, &mut part);
        (part, taken)
    }

    fn take_given(&mut self, py: Python<'_>, rows: usize, part: &mut IdPart) -> PyResult<()> {
        match self {
            Self::Rows(_) => Ok(()),
            Self::Column(_, cursor) => cursor.take(py, rows, ids_of, |ids, range| {
                part.extend(ids, range);
                Ok(())
            }),
            Self::Items { ids, row, ahead, .. } => {
                for _ in 0..rows {
                    let id = match ahead.pop_front() {
                        Some(id) => id.into_bound(py),
                        None => ids.bind(py).clone().next().ok_or_else(|| ended("ids", *row))??,
                    };
                    part.push(&id, *row)?;
                    *row += 1;
                }
                Ok(())
            }
        }
    }

    /// An error if there are more ids than texts.
    pub fn end(&mut self, py: Python<'_>, texts: usize) -> PyResult<()> {
        let more = match self {
            Self::Rows(_) => false,
            Self::Column(_, cursor) => cursor.array(py, ids_of)?.is_some(),
            Self::Items { ids, ahead, .. } => {
                !ahead.is_empty() || ids.bind(py).clone().next().transpose()?.is_some()
            }
        };
        if more {
            return Err(InputValueError::new_err(format!(
                "there are more ids than the {texts} texts: give one for each"
            )));
        }
        Ok(())
    }
}

/// Reads the arrays of a column of ids.
#[allow(clippy::unnecessary_wraps)] // What a cursor wants.
fn ids_of(array: &ArrayRef, _: &DataType, _: usize) -> PyResult<IdPart> {
    Ok(match array.data_type() {
        DataType::Int8 => IdPart::Integers(integers::<Int8Type>(array)),
        DataType::Int16 => IdPart::Integers(integers::<Int16Type>(array)),
        DataType::Int32 => IdPart::Integers(integers::<Int32Type>(array)),
        DataType::Int64 => IdPart::Integers(integers::<Int64Type>(array)),
        DataType::UInt8 => IdPart::Integers(integers::<UInt8Type>(array)),
        DataType::UInt16 => IdPart::Integers(integers::<UInt16Type>(array)),
        DataType::UInt32 => IdPart::Integers(integers::<UInt32Type>(array)),
        DataType::UInt64 => IdPart::Unsigned(array.as_primitive::<UInt64Type>().iter().collect()),
        DataType::Dictionary(_, values) if !is_bytes(values) => {
            let dictionary = array.as_any_dictionary();
            let values = ids_of(dictionary.values(), array.data_type(), 0)?;
            let places: Vec<Option<usize>> = if dictionary.values().is_empty() {
                vec![None; array.len()]
            } else {
                let places = dictionary.normalized_keys().into_iter().enumerate();
                places.map(|(row, place)| array.is_valid(row).then_some(place)).collect()
            };
            values.spread(&places)
        }
        _ => {
            let strings = Strings::of(array);
            let ids = (0..array.len()).map(|row| {
                // An id is to be found again as it was written, as far as it is text.
                strings.bytes(row).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            });
            IdPart::Strings(ids.collect())
        }
    })
}

/// Whether values of this type are strings, as they were read.
fn is_bytes(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Binary | DataType::LargeBinary | DataType::BinaryView)
}

fn integers<T: ArrowPrimitiveType>(array: &ArrayRef) -> Vec<Option<i64>>
where
    T::Native: Into<i64>,
{
    array.as_primitive::<T>().iter().map(|id| id.map(Into::into)).collect()
}

/// The Arrow arrays of ids, if a Python object is a column of integers or strings.
fn stream_of_ids(given: &Bound<'_, PyAny>) -> PyResult<Option<Stream>> {
    if given.is_instance_of::<PyString>() {
        return Ok(None);
    }
    let stream = Stream::of(given)?;
    // Of all others their rows tell what they are, if they can be gone through.
    let optional = given.try_iter().is_ok();
    Ok(stream.filter(|stream| {
        !optional || Kind::of(stream.data_type()).is_some() || stream.data_type().is_nested()
    }))
}

/// What is to be gone through for ids or names: the rows of a column of integers or strings, as Python has
/// them; all else as it is.
pub fn objects<'py>(name: &'static str, given: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = given.py();
    let Some(stream) = stream_of_ids(given)? else { return Ok(given.clone()) };
    let mut cursor = Cursor::new(name, stream)?;
    if Kind::of(cursor.data_type()).is_none() {
        return Ok(given.clone());
    }
    let list = PyList::empty(py);
    while let Some((ids, rows)) = cursor.array(py, ids_of)? {
        let taken = rows.len();
        for row in rows {
            match ids {
                IdPart::Rows(first) => list.append(first + row as i64)?,
                IdPart::Integers(ids) => list.append(ids[row])?,
                IdPart::Unsigned(ids) => list.append(ids[row])?,
                IdPart::Strings(ids) => list.append(ids[row].as_deref())?,
            }
        }
        cursor.skip(taken);
    }
    Ok(list.into_any())
}
