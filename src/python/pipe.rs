//! Batches: texts in from any column or iterable, what was read in them out in order.

use std::collections::VecDeque;
use std::sync::Mutex;

use pyo3::prelude::*;

use super::columns::{IdFeed, IdPart};
use super::convert::to_python;
use super::feed::Chunk;
use super::parts::{Parts, Request, for_one_thread};
use super::story::PyStory;
use crate::{Day, Reader, Result, Story};

/// The iterator that `Reader.pipe` returns.
#[pyclass(name = "Pipe", module = "copydesk._core", frozen)]
pub struct PyPipe(Mutex<Batch<Story>>);

/// Many texts on their way through.
pub struct Batch<R> {
    parts: Parts<Vec<Option<Result<R>>>>,
    ready: VecDeque<Option<Result<R>>>,
}

impl PyPipe {
    pub fn new(reader: Reader, request: &Request<'_, '_>) -> PyResult<Self> {
        let read = move |text: &str, published| reader.read(text, published);
        Ok(Self(Mutex::new(Batch::new(request, read)?)))
    }
}

impl<R: Send + 'static> Batch<R> {
    pub fn new(
        request: &Request<'_, '_>,
        read: impl Fn(&str, Option<Day>) -> Result<R> + Send + Sync + 'static,
    ) -> PyResult<Self> {
        let read = move |chunk: &Chunk, _: &IdPart| {
            let rows = chunk.rows();
            Ok(rows.map(|(text, day)| text.map(|text| read(text, day))).collect())
        };
        let parts = Parts::new(request, IdFeed::Rows(0), ["came out as None"; 2], read)?;
        Ok(Self { parts, ready: VecDeque::new() })
    }

    /// All that is left, at once.
    pub fn collect(mut self, py: Python<'_>) -> PyResult<Vec<Option<R>>> {
        let mut rows = Vec::new();
        while let Some(row) = self.next(py)? {
            rows.push(row);
        }
        Ok(rows)
    }

    /// The next row: `Some(None)` for one without text, `None` when there are no more.
    #[allow(clippy::option_option)]
    fn next(&mut self, py: Python<'_>) -> PyResult<Option<Option<R>>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Ok(Some(row.transpose().map_err(to_python)?));
            }
            match self.parts.next(py)? {
                Some(rows) => self.ready.extend(rows),
                None => return Ok(None),
            }
        }
    }
}

#[pymethods]
impl PyPipe {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[allow(clippy::option_option)] // Python's `StopIteration`, and `None` for a row without text.
    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Option<PyStory>>> {
        let next = for_one_thread(&self.0)?.next(py)?;
        Ok(next.map(|row| row.map(PyStory::from)))
    }
}
