//! The Arrow `PyCapsule` interface: columns of other libraries in, tables of ours out.
//!
//! The one file with unsafe code: it calls what other libraries hand over as pointers. See
//! <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>.

#![allow(unsafe_code)]

use std::ffi::CStr;
use std::sync::Arc;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{
    Array, ArrayRef, NullArray, RecordBatch, RecordBatchIterator, RecordBatchReader, make_array,
};
use arrow_schema::{DataType, Field, SchemaRef};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};

use crate::python::convert::{BatchError, InputTypeError, type_name};

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

/// The arrays of a column, as another library gives them.
pub struct Stream {
    arrays: Arrays,
    /// What its producer calls its type.
    given: DataType,
    /// The same layout by the type that we read it as.
    read_as: DataType,
}

enum Arrays {
    Many(FFI_ArrowArrayStream),
    One(Option<FFI_ArrowArray>),
}

impl Stream {
    /// The arrays of a Python object; none if it is no Arrow column, or cannot be one (a pandas column of
    /// mixed objects) but can be gone through.
    ///
    /// Strings come as bytes, so that nothing is taken for UTF-8 that is not.
    pub fn of(given: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        let (method, stream) = match given.getattr_opt("__arrow_c_stream__")? {
            Some(method) => (method, true),
            None => match given.getattr_opt("__arrow_c_array__")? {
                Some(method) => (method, false),
                None => return Ok(None),
            },
        };
        let capsules = match method.call0() {
            Ok(capsules) => capsules,
            Err(error) => {
                // To go through a table would give the names of its columns.
                let optional = error.is_instance_of::<PyException>(given.py())
                    && given.try_iter().is_ok()
                    && !given.hasattr("columns")?;
                return if optional { Ok(None) } else { Err(error) };
            }
        };
        let (arrays, field) = if stream { many(&capsules)? } else { one(&capsules)? };
        let given = field.data_type().clone();
        let read_as = bytes_for_strings(&given);
        Ok(Some(Self { arrays, given, read_as }))
    }

    /// What its producer calls its type.
    pub fn data_type(&self) -> &DataType {
        &self.given
    }

    /// The next array, if there is one. It may call Python code of its producer, so the GIL is released.
    pub fn next(&mut self, py: Python<'_>) -> PyResult<Option<ArrayRef>> {
        let read_as = self.read_as.clone();
        let array = match &mut self.arrays {
            Arrays::Many(stream) => py.detach(|| next_of(stream))?,
            Arrays::One(array) => array.take(),
        };
        let Some(array) = array else { return Ok(None) };
        if read_as == DataType::Null {
            // Polars gives these a buffer that they do not have.
            return Ok(Some(Arc::new(NullArray::new(array.len()))));
        }
        // SAFETY: the producer says that the array is of its type, and `read_as` has the same layout.
        let data = unsafe { from_ffi_and_data_type(array, read_as) };
        Ok(Some(make_array(data.map_err(arrow)?)))
    }
}

/// Arrow's own error as ours.
pub fn arrow(error: impl std::fmt::Display) -> PyErr {
    BatchError::new_err(format!("the Arrow column cannot be read: {error}"))
}

fn many(capsule: &Bound<'_, PyAny>) -> PyResult<(Arrays, Field)> {
    let pointer = pointer(capsule, STREAM)?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: a capsule of this name holds a stream, which is ours from now on.
    let mut stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer) };
    let mut schema = FFI_ArrowSchema::empty();
    let Some(get_schema) = stream.get_schema() else { return Err(arrow("it was read before")) };
    // SAFETY: the stream is not released, and its own function is called.
    if unsafe { get_schema(&raw mut stream, &raw mut schema) } != 0 {
        return Err(arrow(said_by(&mut stream)));
    }
    let field = Field::try_from(&schema).map_err(arrow)?;
    Ok((Arrays::Many(stream), field))
}

fn one(capsules: &Bound<'_, PyAny>) -> PyResult<(Arrays, Field)> {
    let wrong = || arrow("__arrow_c_array__ gives no pair of a schema and an array");
    let pair = capsules.cast::<PyTuple>().map_err(|_| wrong())?;
    let (schema, array) = pair.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
    let schema = pointer(&schema, SCHEMA)?.cast::<FFI_ArrowSchema>();
    let array = pointer(&array, ARRAY)?.cast::<FFI_ArrowArray>();
    // SAFETY: capsules of these names hold these, and the array is ours from now on.
    let (field, array) =
        unsafe { (Field::try_from(&*schema).map_err(arrow)?, FFI_ArrowArray::from_raw(array)) };
    if array.is_released() {
        return Err(arrow("it was read before"));
    }
    Ok((Arrays::One(Some(array)), field))
}

fn pointer(capsule: &Bound<'_, PyAny>, name: &CStr) -> PyResult<*mut std::ffi::c_void> {
    let capsule = capsule.cast::<PyCapsule>().map_err(|_| {
        let given = type_name(capsule);
        InputTypeError::new_err(format!("an Arrow column must give a PyCapsule, not {given}"))
    })?;
    Ok(capsule.pointer_checked(Some(name))?.as_ptr())
}

fn next_of(stream: &mut FFI_ArrowArrayStream) -> PyResult<Option<FFI_ArrowArray>> {
    let mut array = FFI_ArrowArray::empty();
    let Some(get_next) = stream.get_next() else { return Err(arrow("it was read before")) };
    // SAFETY: the stream is not released, and its own function is called.
    if unsafe { get_next(&raw mut *stream, &raw mut array) } != 0 {
        return Err(arrow(said_by(stream)));
    }
    Ok((!array.is_released()).then_some(array))
}

/// What a stream says went wrong.
fn said_by(stream: &mut FFI_ArrowArrayStream) -> String {
    let Some(get_last_error) = stream.get_last_error() else { return "no reason given".into() };
    // SAFETY: the last call failed, which is when this function may be called; what it returns lives
    // until the next call.
    unsafe {
        let message = get_last_error(&raw mut *stream);
        if message.is_null() {
            "no reason given".into()
        } else {
            CStr::from_ptr(message).to_string_lossy().into_owned()
        }
    }
}

/// The type with the same layout that promises nothing about its bytes.
fn bytes_for_strings(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Utf8 => DataType::Binary,
        DataType::LargeUtf8 => DataType::LargeBinary,
        DataType::Utf8View => DataType::BinaryView,
        DataType::Dictionary(keys, values) => {
            DataType::Dictionary(keys.clone(), Box::new(bytes_for_strings(values)))
        }
        // A table, of which we take the one column.
        DataType::Struct(fields) => {
            let fields = fields.iter().map(|field| {
                let field = field.as_ref().clone();
                let read_as = bytes_for_strings(field.data_type());
                field.with_data_type(read_as)
            });
            DataType::Struct(fields.collect())
        }
        other => other.clone(),
    }
}

/// A table as a capsule that other libraries read.
pub fn stream<'py>(
    py: Python<'py>,
    schema: &SchemaRef,
    batches: &[RecordBatch],
) -> PyResult<Bound<'py, PyCapsule>> {
    let batches: Vec<_> = batches.iter().cloned().map(Ok).collect();
    let reader = RecordBatchIterator::new(batches, Arc::clone(schema));
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), STREAM)
}

/// A table that was one of ours, from another library.
pub fn batches(given: &Bound<'_, PyAny>) -> PyResult<(SchemaRef, Vec<RecordBatch>)> {
    let capsule = given.call_method0("__arrow_c_stream__")?;
    let pointer = pointer(&capsule, STREAM)?.cast::<FFI_ArrowArrayStream>();
    // SAFETY: a capsule of this name holds a stream, which is ours from now on.
    let stream = unsafe { FFI_ArrowArrayStream::from_raw(pointer) };
    let reader = RecordBatchStreamReader::try_new(stream).map_err(arrow)?;
    let schema = reader.schema();
    let batches = reader.collect::<Result<Vec<_>, _>>().map_err(arrow)?;
    for column in batches.iter().flat_map(RecordBatch::columns) {
        column.to_data().validate_full().map_err(arrow)?;
    }
    Ok((schema, batches))
}

/// A table's schema as a capsule that other libraries read.
pub fn schema<'py>(py: Python<'py>, schema: &SchemaRef) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema.as_ref()).map_err(arrow)?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}
