//! The values of tables without any library: as Python's objects, and as JSON.

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use crate::Day;

fn day(array: &dyn Array, row: usize) -> Option<Day> {
    Day::of_unix(array.as_primitive::<Date32Type>().value(row).into())
}

/// A value as Python has it.
pub fn object<'py>(py: Python<'py>, array: &dyn Array, row: usize) -> PyResult<Bound<'py, PyAny>> {
    if array.is_null(row) {
        return Ok(py.None().into_bound(py));
    }
    Ok(match array.data_type() {
        DataType::Int64 => {
            array.as_primitive::<Int64Type>().value(row).into_pyobject(py)?.into_any()
        }
        DataType::UInt64 => {
            array.as_primitive::<UInt64Type>().value(row).into_pyobject(py)?.into_any()
        }
        DataType::Float64 => {
            array.as_primitive::<Float64Type>().value(row).into_pyobject(py)?.into_any()
        }
        DataType::Boolean => array.as_boolean().value(row).into_pyobject(py)?.to_owned().into_any(),
        DataType::LargeUtf8 => PyString::new(py, array.as_string::<i64>().value(row)).into_any(),
        DataType::Date32 => match day(array, row) {
            Some(day) => {
                let date = py.import("datetime")?.getattr("date")?;
                date.call1((day.year(), day.month(), day.day()))?
            }
            None => py.None().into_bound(py),
        },
        DataType::List(_) => {
            let list = PyList::empty(py);
            let lists = array.as_list::<i32>();
            let offsets = lists.value_offsets();
            for row in offsets[row]..offsets[row + 1] {
                list.append(object(py, lists.values().as_ref(), row as usize)?)?;
            }
            list.into_any()
        }
        DataType::Struct(fields) => {
            let dict = PyDict::new(py);
            for (field, column) in fields.iter().zip(array.as_struct().columns()) {
                dict.set_item(field.name(), object(py, column.as_ref(), row)?)?;
            }
            dict.into_any()
        }
        // Tables of ours have no other columns.
        _ => py.None().into_bound(py),
    })
}

/// The rows of a batch as lines of JSON.
pub fn json_lines(batch: &RecordBatch, to: &mut String) {
    let schema = batch.schema();
    for row in 0..batch.num_rows() {
        json_object(schema.fields().iter().map(|field| field.name()).zip(batch.columns()), row, to);
        to.push('\n');
    }
}

fn json_object<'a>(
    columns: impl Iterator<Item = (&'a String, &'a arrow_array::ArrayRef)>,
    row: usize,
    to: &mut String,
) {
    to.push('{');
    for (number, (name, column)) in columns.enumerate() {
        if number > 0 {
            to.push_str(", ");
        }
        json_string(name, to);
        to.push_str(": ");
        json(column.as_ref(), row, to);
    }
    to.push('}');
}

fn json_string(text: &str, to: &mut String) {
    to.push_str(&serde_json::Value::from(text).to_string());
}

fn json(array: &dyn Array, row: usize, to: &mut String) {
    // Writing to a string cannot fail.
    let mut put = |value: &dyn std::fmt::Display| {
        let _ = write!(to, "{value}");
    };
    if array.is_null(row) {
        return put(&"null");
    }
    match array.data_type() {
        DataType::Int64 => put(&array.as_primitive::<Int64Type>().value(row)),
        DataType::UInt64 => put(&array.as_primitive::<UInt64Type>().value(row)),
        DataType::Float64 => {
            put(&serde_json::Value::from(array.as_primitive::<Float64Type>().value(row)));
        }
        DataType::Boolean => put(&array.as_boolean().value(row)),
        DataType::LargeUtf8 => json_string(array.as_string::<i64>().value(row), to),
        DataType::Date32 => match day(array, row) {
            Some(day) => put(&format_args!("\"{day}\"")),
            None => put(&"null"),
        },
        DataType::List(_) => {
            let lists = array.as_list::<i32>();
            let offsets = lists.value_offsets();
            to.push('[');
            for at in offsets[row]..offsets[row + 1] {
                if at > offsets[row] {
                    to.push_str(", ");
                }
                json(lists.values().as_ref(), at as usize, to);
            }
            to.push(']');
        }
        DataType::Struct(fields) => {
            let names = fields.iter().map(|field| field.name());
            json_object(names.zip(array.as_struct().columns()), row, to);
        }
        // Tables of ours have no other columns.
        _ => put(&"null"),
    }
}
