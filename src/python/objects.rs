//! The small frozen objects: `Span`, `Repeat`.

use std::hash::{DefaultHasher, Hash, Hasher};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use serde::Serialize;

use super::convert::{InputValueError, Words, count};
use crate::record::{RepeatRecord, SpanRecord};

/// Characters of a text that a `repr` shows.
const REPR_CHARS: usize = 40;

/// Words at one place of a text.
///
/// Parameters
/// ----------
/// start : int
///     The first code point, counted from 0.
/// end : int
///     The code point after the last one.
/// text : str
///     The words that stand there: ``given_text[span.start:span.end] == span.text``.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> cd.read("One. Two.").sentences
/// [Span(0, 4, 'One.'), Span(5, 9, 'Two.')]
#[pyclass(name = "Span", module = "copydesk", frozen, eq, ord, hash, from_py_object)]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PySpan(pub SpanRecord);

#[pymethods]
impl PySpan {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str) = ("start", "end", "text");

    #[new]
    fn new(start: i128, end: i128, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(span(start, end, text)?))
    }

    /// The first code point, counted from 0.
    #[getter]
    fn start(&self) -> u32 {
        self.0.start
    }

    /// The code point after the last one.
    #[getter]
    fn end(&self) -> u32 {
        self.0.end
    }

    /// The words that stand there.
    #[getter]
    fn text(&self) -> &str {
        &self.0.text
    }

    /// The same as a dictionary, ``{"start", "end", "text"}``.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Span({}, {}, {})", self.0.start, self.0.end, excerpt(py, &self.0.text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let SpanRecord { start, end, text } = &slf.get().0;
        (slf.get_type(), (start, end, text)).into_pyobject(slf.py())
    }
}

/// A block of a text that stands there twice.
///
/// Parameters
/// ----------
/// start : int
///     The first code point of the block that repeats.
/// end : int
///     The code point after its last one.
/// text : str
///     Its words.
/// first : Span
///     The block that it repeats, and that stays when repeats are dropped. It mostly stands
///     before; only a deck or pull quote goes in favour of the words in the story below it.
/// similarity : float
///     1.0 when the words are the same, less (above 0) when the copy was edited.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> lead = "The ferry to Bergen will not sail before Monday, the company told passengers."
/// >>> [repeat] = cd.find_repeats(lead + "\n\n" + lead)
/// >>> repeat.start, repeat.end, repeat.similarity
/// (79, 156, 1.0)
/// >>> repeat.first.text == lead
/// True
#[pyclass(name = "Repeat", module = "copydesk", frozen, eq, ord)]
#[derive(PartialEq, PartialOrd)]
pub struct PyRepeat(pub RepeatRecord);

#[pymethods]
impl PyRepeat {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str, &'static str, &'static str) =
        ("start", "end", "text", "first", "similarity");

    #[new]
    fn new(
        start: i128,
        end: i128,
        text: &Bound<'_, PyAny>,
        first: PySpan,
        similarity: f64,
    ) -> PyResult<Self> {
        let SpanRecord { start, end, text } = span(start, end, text)?;
        if !(0.0..=1.0).contains(&similarity) {
            let message = format!("similarity is {similarity}; it must be 0 to 1");
            return Err(InputValueError::new_err(message));
        }
        Ok(Self(RepeatRecord { start, end, text, first: first.0, similarity }))
    }

    /// The first code point of the block that repeats.
    #[getter]
    fn start(&self) -> u32 {
        self.0.start
    }

    /// The code point after its last one.
    #[getter]
    fn end(&self) -> u32 {
        self.0.end
    }

    /// Its words.
    #[getter]
    fn text(&self) -> &str {
        &self.0.text
    }

    /// The block that it repeats, and that stays.
    #[getter]
    fn first(&self) -> PySpan {
        PySpan(self.0.first.clone())
    }

    /// 1.0 when the words are the same, less when the copy was edited.
    #[getter]
    fn similarity(&self) -> f64 {
        self.0.similarity
    }

    /// The same as a dictionary, ``{"start", "end", "text", "first", "similarity"}``.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let RepeatRecord { start, end, text, first, similarity } = &self.0;
        let text = excerpt(py, text)?;
        let first = format!("{}..{}", first.start, first.end);
        Ok(format!("Repeat({start}, {end}, {text}, first={first}, similarity={similarity:?})"))
    }

    fn __hash__(&self) -> u64 {
        hash(&(self.0.start, self.0.end, &self.0.text, &self.0.first))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let RepeatRecord { start, end, text, similarity, .. } = &slf.get().0;
        let arguments = (start, end, text, slf.get().first(), similarity);
        (slf.get_type(), arguments).into_pyobject(slf.py())
    }
}

/// Python's own `repr` of the beginning of a text, on one line.
pub fn excerpt(py: Python<'_>, text: &str) -> PyResult<String> {
    let shown = match text.char_indices().nth(REPR_CHARS) {
        Some((cut, _)) => format!("{}…", text[..cut].trim_end()),
        None => text.to_owned(),
    };
    Ok(shown.into_pyobject(py)?.repr()?.to_string())
}

/// A record as a dictionary: just what its JSON says.
pub fn to_dict<'py>(py: Python<'py>, record: &impl Serialize) -> PyResult<Bound<'py, PyDict>> {
    let json = serde_json::to_string(record).expect("strings and numbers only");
    Ok(py.import("json")?.call_method1("loads", (json,))?.cast_into()?)
}

/// A hash that agrees with equality, the same in every process.
pub fn hash(record: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    record.hash(&mut hasher);
    hasher.finish()
}

/// The record of a place that Python names.
pub fn span(start: i128, end: i128, text: &Bound<'_, PyAny>) -> PyResult<SpanRecord> {
    let (start, end) = (count("start", start)?, count("end", end)?);
    if start > end {
        let message = format!("start is {start} and end {end}: nothing ends before it starts");
        return Err(InputValueError::new_err(message));
    }
    Ok(SpanRecord { start, end, text: Words::of(text)?.get().to_owned() })
}
