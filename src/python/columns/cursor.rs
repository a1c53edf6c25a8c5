//! Going through a column, array by array.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use pyo3::prelude::*;

use super::capsule::Stream;
use crate::python::convert::{InputTypeError, InputValueError};

/// Where one is in a column whose arrays are read as `A`.
pub struct Cursor<A> {
    /// What the column is called.
    name: &'static str,
    stream: Stream,
    /// The type of its values.
    data_type: DataType,
    current: Option<(A, usize)>,
    /// The next row of the current array.
    at: usize,
    /// Rows of the arrays before it.
    before: usize,
}

impl<A> Cursor<A> {
    /// At the beginning of a column; a table of one column is that column.
    pub fn new(name: &'static str, stream: Stream) -> PyResult<Self> {
        let data_type = match stream.data_type() {
            DataType::Struct(fields) if fields.len() == 1 => fields[0].data_type().clone(),
            DataType::Struct(fields) => {
                let columns: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
                return Err(InputTypeError::new_err(format!(
                    "{name} is a table with the columns {}: pass one of them",
                    columns.join(", ")
                )));
            }
            other => other.clone(),
        };
        Ok(Self { name, stream, data_type, current: None, at: 0, before: 0 })
    }

    /// The type of its values, as their producer calls it.
    pub fn data_type(&self) -> &DataType {
        &self.data_type
    }

    /// The array that has the next row, read by `read`, which is told how many rows stand before it; and the
    /// rows of it that are left. None at the end.
    pub fn array(
        &mut self,
        py: Python<'_>,
        read: impl Fn(&ArrayRef, &DataType, usize) -> PyResult<A>,
    ) -> PyResult<Option<(&A, std::ops::Range<usize>)>> {
        while self.current.as_ref().is_none_or(|(_, len)| self.at == *len) {
            self.before += self.current.take().map_or(0, |(_, len)| len);
            self.at = 0;
            let Some(array) = self.stream.next(py)? else { return Ok(None) };
            let array = match array.data_type() {
                DataType::Struct(_) => column_of(array.as_struct())?,
                _ => array,
            };
            self.current = Some((read(&array, &self.data_type, self.before)?, array.len()));
        }
        Ok(self.current.as_ref().map(|(array, len)| (array, self.at..*len)))
    }

    /// Goes on by so many rows of the current array.
    pub fn skip(&mut self, rows: usize) {
        self.at += rows;
    }

    /// Takes so many rows; an error when there are fewer.
    pub fn take(
        &mut self,
        py: Python<'_>,
        rows: usize,
        read: impl Fn(&ArrayRef, &DataType, usize) -> PyResult<A>,
        mut each: impl FnMut(&A, std::ops::Range<usize>) -> PyResult<()>,
    ) -> PyResult<()> {
        let mut left = rows;
        while left > 0 {
            let row = self.before + self.at;
            let name = self.name;
            let Some((array, range)) = self.array(py, &read)? else {
                return Err(ended(name, row));
            };
            let end = range.end.min(range.start + left);
            each(array, range.start..end)?;
            left -= end - range.start;
            self.skip(end - range.start);
        }
        Ok(())
    }
}

/// Says that a column that goes with the texts has ended before them.
pub fn ended(name: &str, row: usize) -> PyErr {
    InputValueError::new_err(format!("{name} ends before row {row}: give one for each text"))
}

/// The one column of a table; null where the whole row is.
fn column_of(table: &arrow_array::StructArray) -> PyResult<ArrayRef> {
    let column = table.column(0);
    if *column.data_type() == DataType::Null {
        // It has no room for nulls, and is nothing else.
        return Ok(column.clone());
    }
    let nulls = arrow_buffer::NullBuffer::union(table.nulls(), column.nulls());
    if nulls.as_ref() == column.nulls() {
        return Ok(column.clone());
    }
    let data = column.to_data().into_builder().nulls(nulls).build();
    Ok(arrow_array::make_array(data.map_err(super::capsule::arrow)?))
}
