//! Python's strings in, Python's exceptions out.

use std::borrow::Cow;

use pyo3::exceptions::PyUnicodeEncodeError;
use pyo3::import_exception;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::Error;

// Defined in Python, so that they can be pickled and caught under their own names.
import_exception!(copydesk.errors, BatchError);
import_exception!(copydesk.errors, FormatError);
import_exception!(copydesk.errors, InputTypeError);
import_exception!(copydesk.errors, InputValueError);
import_exception!(copydesk.errors, TextError);

/// An error of the core as the exception that says the same.
#[allow(clippy::needless_pass_by_value)] // For `map_err`.
pub fn to_python(error: Error) -> PyErr {
    let message = error.to_string();
    if error.is_too_long() {
        TextError::new_err(message)
    } else if error.is_threads() {
        BatchError::new_err(message)
    } else if error.is_argument() {
        InputValueError::new_err(message)
    } else {
        FormatError::new_err(message)
    }
}

/// A Python string as the core wants it.
pub struct Words<'py>(Cow<'py, str>);

impl<'py> Words<'py> {
    /// The words of the argument `text`. A lone surrogate is a `TextError`, anything but a `str` an
    /// `InputTypeError`.
    pub fn of<'o: 'py>(text: &'o Bound<'py, PyAny>) -> PyResult<Self> {
        Self::named("text", text)
    }

    /// The words of another argument.
    pub fn named<'o: 'py>(name: &str, text: &'o Bound<'py, PyAny>) -> PyResult<Self> {
        let Ok(string) = text.cast::<PyString>() else {
            let remedy = match type_name(text).as_str() {
                "list" | "tuple" | "Series" | "generator" => ": Reader().pipe(texts) reads many",
                _ => "",
            };
            return Err(wrong_type(&format!("{name} must be a str"), text, remedy));
        };
        string.to_cow().map(Self).map_err(|error| surrogate(text.py(), &error))
    }

    pub fn get(&self) -> &str {
        &self.0
    }
}

/// A copy of a `str`'s words, or `None` when it holds a lone surrogate. Unlike [`Words`], it leaves
/// no UTF-8 behind in the Python object, which would double the memory of a list of texts.
pub fn copied(string: &Bound<'_, PyString>) -> Option<String> {
    let encoded = string.encode_utf8().ok()?;
    String::from_utf8(encoded.as_bytes().to_vec()).ok()
}

/// What stands in a row of a batch.
pub enum Row<'py> {
    Text(Bound<'py, PyString>),
    /// `None`, `NaN`, `NaT` or `NA`.
    Null,
}

impl<'py> Row<'py> {
    pub fn of(item: &Bound<'py, PyAny>, row: usize) -> PyResult<Self> {
        if let Ok(string) = item.cast::<PyString>() {
            return Ok(Self::Text(string.clone()));
        }
        if is_null(item)? {
            return Ok(Self::Null);
        }
        Err(wrong_type(&format!("row {row}: every text must be a str or None"), item, ""))
    }
}

/// Whether a value is how Python, NumPy or pandas says that there is none.
fn is_null(item: &Bound<'_, PyAny>) -> PyResult<bool> {
    if item.is_none() {
        return Ok(true);
    }
    let name = item.get_type().name()?;
    Ok(match name.to_cow()?.as_ref() {
        "float" | "float32" | "float64" | "float16" => item.ne(item)?,
        "NAType" | "NaTType" => true,
        _ => false,
    })
}

/// What Python calls the type of a value.
pub fn type_name(given: &Bound<'_, PyAny>) -> String {
    given.get_type().name().map_or_else(|_| "?".into(), |name| name.to_string())
}

fn wrong_type(rule: &str, given: &Bound<'_, PyAny>, remedy: &str) -> PyErr {
    let name = type_name(given);
    let remedy = match name.as_str() {
        "bytes" | "bytearray" => ": decode it first, for example with .decode(\"utf-8\")",
        "PosixPath" | "WindowsPath" => ": read the file first, with .read_text(\"utf-8\")",
        _ => remedy,
    };
    InputTypeError::new_err(format!("{rule}, not {name}{remedy}"))
}

/// A number of Python's that must not be below 0, nor above what offsets can count.
pub fn count(name: &str, given: i128) -> PyResult<u32> {
    u32::try_from(given).map_err(|_| {
        InputValueError::new_err(format!("{name} is {given}; it must be 0 to {}", u32::MAX))
    })
}

/// The `TextError` for a string that is not valid Unicode.
fn surrogate(py: Python<'_>, error: &PyErr) -> PyErr {
    if !error.is_instance_of::<PyUnicodeEncodeError>(py) {
        return error.clone_ref(py);
    }
    let at = error
        .value(py)
        .getattr("start")
        .and_then(|start| start.extract::<usize>())
        .map_or_else(|_| "somewhere".into(), |start| format!("at position {start}"));
    TextError::new_err(format!(
        "the text holds a lone surrogate {at}, which is no character: replace it, for example \
         with text.encode(\"utf-8\", \"replace\").decode()"
    ))
}
