//! Python's strings in, Python's exceptions out.

use std::borrow::Cow;
use std::io::ErrorKind;

use pyo3::exceptions::{PyFileNotFoundError, PyOSError, PyPermissionError, PyUnicodeEncodeError};
use pyo3::import_exception;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::batch::MOST_THREADS;
use crate::{Day, EntityKind, Error, Kinds};

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
    } else if let Some(why) = error.file_error() {
        match why {
            ErrorKind::NotFound => PyFileNotFoundError::new_err(message),
            ErrorKind::PermissionDenied => PyPermissionError::new_err(message),
            _ => PyOSError::new_err(message),
        }
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
pub fn is_null(item: &Bound<'_, PyAny>) -> PyResult<bool> {
    if item.is_none() {
        return Ok(true);
    }
    let name = item.get_type().name()?;
    Ok(match name.to_cow()?.as_ref() {
        "float" | "float32" | "float64" | "float16" => item.ne(item)?,
        "NAType" | "NaTType" => true,
        // `numpy.datetime64("NaT")`
        "datetime64" => item.ne(item)?,
        _ => false,
    })
}

/// A day as Python, NumPy, pandas and ISO 8601 write it; `None` for none. `name` is what the argument is
/// called.
pub fn day(name: &str, given: &Bound<'_, PyAny>) -> PyResult<Option<Day>> {
    if is_null(given)? {
        return Ok(None);
    }
    let wrong = || {
        let shown = given.repr().map_or_else(|_| "?".into(), |repr| repr.to_string());
        let shown: String = shown.chars().take(80).collect();
        InputValueError::new_err(format!(
            "{name} is {shown}; it must be a date, a datetime, a timestamp, or an ISO 8601 string \
             such as \"2012-02-29\""
        ))
    };
    if let Ok(text) = given.cast::<PyString>() {
        let text = text.to_cow().map_err(|_| wrong())?;
        // What most dates are, then all else that ISO 8601 allows.
        if let Ok(day) = text.trim().parse() {
            return Ok(Some(day));
        }
        let datetime = given.py().import("datetime")?.getattr("datetime")?;
        let parsed = datetime.call_method1("fromisoformat", (text.trim(),)).map_err(|_| wrong())?;
        return of_parts(&parsed)?.ok_or_else(wrong).map(Some);
    }
    if let Some(day) = of_parts(given)? {
        return Ok(Some(day));
    }
    // `numpy.datetime64`, and Arrow's scalars.
    let item = match type_name(given).as_str() {
        "datetime64" => {
            let days = given.call_method1("astype", ("datetime64[D]",))?;
            days.call_method0("item")?
        }
        _ if given.hasattr("as_py")? => given.call_method0("as_py")?,
        _ => return Err(wrong()),
    };
    if item.is_none() {
        return Ok(None);
    }
    of_parts(&item)?.ok_or_else(wrong).map(Some)
}

/// The day of what has a `year`, a `month` and a `day`.
pub fn of_parts(given: &Bound<'_, PyAny>) -> PyResult<Option<Day>> {
    let mut parts = [0_i32; 3];
    for (part, name) in parts.iter_mut().zip(["year", "month", "day"]) {
        let found = given.getattr_opt(name)?.and_then(|found| found.extract().ok());
        let Some(found) = found else { return Ok(None) };
        *part = found;
    }
    let [year, month, day] = parts;
    let small = |part: i32| u8::try_from(part).unwrap_or(0);
    Ok(Day::new(year, small(month), small(day)))
}

/// The kinds of entities that an iterable names: all of them when `None` is given.
pub fn kinds(given: Option<&Bound<'_, PyAny>>) -> PyResult<Kinds> {
    let Some(given) = given else { return Ok(Kinds::ALL) };
    let wrong = |remedy| Err(wrong_type("kinds must be an iterable of names", given, remedy));
    if given.is_instance_of::<PyString>() {
        return wrong(": put it in a list");
    }
    let Ok(names) = given.try_iter() else { return wrong("") };
    names.map(|name| kind(&name?)).collect()
}

/// The kind of entity that a name is of.
pub fn kind(given: &Bound<'_, PyAny>) -> PyResult<EntityKind> {
    let name =
        given.cast::<PyString>().map_err(|_| wrong_type("a kind must be a str", given, ""))?;
    EntityKind::of_name(&name.to_string_lossy()).ok_or_else(|| {
        let known = EntityKind::ALL.map(EntityKind::name).join("', '");
        let given = name.repr().map_or_else(|_| "?".into(), |repr| repr.to_string());
        InputValueError::new_err(format!("{given} is no kind of entity; there are '{known}'"))
    })
}

/// How many threads a caller asks for.
pub fn threads(given: Option<i64>) -> PyResult<Option<usize>> {
    let wrong = |given| {
        InputValueError::new_err(format!("threads is {given}; it must be 1 to {MOST_THREADS}"))
    };
    given.map(|given| usize::try_from(given).map_err(|_| wrong(given))).transpose()
}

/// Says something that is no error.
pub fn warn(py: Python<'_>, message: &str) -> PyResult<()> {
    let category = py.import("copydesk.errors")?.getattr("CopydeskWarning")?;
    py.import("warnings")?.call_method1("warn", (message, category, 1))?;
    Ok(())
}

/// What Python calls the type of a value.
pub fn type_name(given: &Bound<'_, PyAny>) -> String {
    given.get_type().name().map_or_else(|_| "?".into(), |name| name.to_string())
}

pub fn wrong_type(rule: &str, given: &Bound<'_, PyAny>, remedy: &str) -> PyErr {
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
