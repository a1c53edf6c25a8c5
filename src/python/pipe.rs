//! Batches: texts in from any iterable, what was read in them out in order.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use pyo3::prelude::*;

use super::convert::{BatchError, threads, to_python};
use super::feed::{Feed, PATIENCE};
use super::story::PyStory;
use crate::batch::{Ordered, Turn};
use crate::{Day, Reader, Result, Story};

/// The iterator that `Reader.pipe` returns.
#[pyclass(name = "Pipe", module = "copydesk._core", frozen)]
pub struct PyPipe(Mutex<Batch<Story>>);

/// Many texts on their way through.
pub struct Batch<R> {
    read: Arc<dyn Fn(String, Option<Day>) -> Result<R> + Send + Sync>,
    feed: Feed,
    work: Ordered<Vec<Option<Result<R>>>>,
    ready: VecDeque<Option<Result<R>>>,
}

impl PyPipe {
    pub fn new(
        reader: Reader,
        texts: &Bound<'_, PyAny>,
        published: Option<&Bound<'_, PyAny>>,
        threads: Option<i64>,
    ) -> PyResult<Self> {
        let read = move |text: String, published| reader.read(text, published);
        Ok(Self(Mutex::new(Batch::new(read, texts, published, threads)?)))
    }
}

impl<R: Send + 'static> Batch<R> {
    pub fn new(
        read: impl Fn(String, Option<Day>) -> Result<R> + Send + Sync + 'static,
        texts: &Bound<'_, PyAny>,
        published: Option<&Bound<'_, PyAny>>,
        threads: Option<i64>,
    ) -> PyResult<Self> {
        Ok(Self {
            read: Arc::new(read),
            feed: Feed::new(texts, "published", published)?,
            work: Ordered::new(self::threads(threads)?).map_err(to_python)?,
            ready: VecDeque::new(),
        })
    }

    /// All that is left, at once.
    pub fn collect(mut self, py: Python<'_>) -> PyResult<Vec<Option<R>>> {
        let mut rows = Vec::new();
        while let Some(row) = self.next(py)? {
            rows.push(row);
        }
        Ok(rows)
    }

    /// Takes texts for one chunk and hands it over.
    fn take(&mut self, py: Python<'_>) -> PyResult<()> {
        let chunk = self.feed.take(py);
        if chunk.is_empty() {
            return Ok(());
        }
        let read = Arc::clone(&self.read);
        let job = move || {
            let rows = chunk.into_iter();
            rows.map(|(text, day)| text.map(|text| read(text, day))).collect::<Vec<_>>()
        };
        self.work.submit(job).map_err(to_python)
    }

    /// The next row: `Some(None)` for one without text, `None` when there are no more.
    #[allow(clippy::option_option)]
    fn next(&mut self, py: Python<'_>) -> PyResult<Option<Option<R>>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Ok(Some(row.transpose().map_err(to_python)?));
            }
            // Take more texts only while no story is waiting, so as not to run far ahead.
            let may_take = !self.feed.is_empty() && !self.work.is_full();
            let patience = if may_take { Duration::ZERO } else { PATIENCE };
            let work = &mut self.work;
            match py.detach(|| work.wait(patience)).map_err(to_python)? {
                Turn::Ready(rows) => self.ready.extend(rows),
                Turn::Running | Turn::Empty if may_take => self.take(py)?,
                Turn::Running => py.check_signals()?,
                Turn::Empty => {
                    self.feed.end(py, ["came out as None"; 2])?;
                    return Ok(None);
                }
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
        let next = match self.0.try_lock() {
            Ok(mut batch) => batch.next(py),
            Err(TryLockError::Poisoned(batch)) => batch.into_inner().next(py),
            Err(TryLockError::WouldBlock) => Err(BatchError::new_err(
                "this pipe is being read already: give each thread a pipe of its own, or take its \
                 stories in one place",
            )),
        };
        Ok(next?.map(|row| row.map(PyStory::from)))
    }
}
