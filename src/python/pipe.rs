//! Batches: texts in from any iterable, what was read in them out in order.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, TryLockError};
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyIterator, PyString};

use super::convert::{
    BatchError, InputTypeError, InputValueError, Row, copied, day, to_python, type_name,
};
use super::story::PyStory;
use crate::batch::{MOST_THREADS, Ordered, Turn};
use crate::{Day, Reader, Result, Story};

/// A chunk is this many bytes of text at first, so that the first story comes at once, …
const FIRST_CHUNK: usize = 16 * 1024;
/// … and twice as many each time, up to this: enough to make handing it over cost nothing.
const LARGEST_CHUNK: usize = 1024 * 1024;
/// A chunk of empty texts ends too.
const MOST_TEXTS: usize = 1024;
/// How long to wait for a story before looking whether the user has pressed Ctrl-C; and for texts
/// of a slow feed before reading those that are there.
const PATIENCE: Duration = Duration::from_millis(50);
/// How many unreadable rows the warning names.
const ROWS_NAMED: usize = 5;

/// A text on its way in, and the day it was published on: `None` is a row without one.
type Chunk = Vec<Option<(String, Option<Day>)>>;

/// The iterator that `Reader.pipe` returns.
#[pyclass(name = "Pipe", module = "copydesk._core", frozen)]
pub struct PyPipe(Mutex<Batch<Story>>);

/// Many texts on their way through.
pub struct Batch<R> {
    read: Arc<dyn Fn(String, Option<Day>) -> Result<R> + Send + Sync>,
    /// `None` when all texts were taken.
    texts: Option<Py<PyIterator>>,
    published: Published,
    work: Ordered<Vec<Option<Result<R>>>>,
    ready: VecDeque<Option<Result<R>>>,
    /// What the iterable raised, or the row that was no text: raised in its turn.
    failure: Option<PyErr>,
    chunk: usize,
    /// Rows taken so far.
    row: usize,
    unreadable: Vec<usize>,
}

/// When the texts were published: all at once, or each by itself.
enum Published {
    All(Option<Day>),
    Each(Py<PyIterator>),
}

impl Published {
    fn of(given: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(given) = given else { return Ok(Self::All(None)) };
        // They can be gone through, but not day by day.
        let one = given.is_instance_of::<PyString>()
            || given.is_instance_of::<PyBytes>()
            || given.is_instance_of::<PyByteArray>()
            || given.is_instance_of::<PyDict>();
        let each = if one { None } else { given.try_iter().ok() };
        Ok(match each {
            Some(days) => Self::Each(days.unbind()),
            None => Self::All(day(given)?),
        })
    }

    /// The day of the next row.
    fn next(&self, py: Python<'_>, row: usize) -> PyResult<Option<Day>> {
        match self {
            Self::All(day) => Ok(*day),
            Self::Each(days) => match days.bind(py).clone().next() {
                Some(given) => day(&given?).map_err(|error| {
                    if error.is_instance_of::<InputValueError>(py) {
                        InputValueError::new_err(format!("row {row}: {}", error.value(py)))
                    } else {
                        error
                    }
                }),
                None => Err(InputValueError::new_err(format!(
                    "published ends before row {row}: give one day, or one for each text"
                ))),
            },
        }
    }

    /// Whether there is no day more, now that all texts are taken.
    fn end(&self, py: Python<'_>, rows: usize) -> PyResult<()> {
        let Self::Each(days) = self else { return Ok(()) };
        match days.bind(py).clone().next() {
            None => Ok(()),
            Some(more) => {
                more?;
                Err(InputValueError::new_err(format!(
                    "published has more days than the {rows} texts: give one day, or one for each text"
                )))
            }
        }
    }
}

/// How many threads Python asks for.
pub struct Threads(pub Option<usize>);

impl Threads {
    pub fn of(given: Option<i64>) -> PyResult<Self> {
        match given {
            Some(given) if given < 0 => Err(InputValueError::new_err(format!(
                "threads is {given}; it must be 1 to {MOST_THREADS}"
            ))),
            given => Ok(Self(given.map(|given| given as usize))),
        }
    }
}

/// Warns of rows whose texts cannot be read.
pub fn warn_unreadable(py: Python<'_>, rows: &[usize]) -> PyResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut named: Vec<String> = rows.iter().take(ROWS_NAMED).map(ToString::to_string).collect();
    if rows.len() > ROWS_NAMED {
        named.push("…".to_owned());
    }
    let (texts, hold) = if rows.len() == 1 { ("text", "holds") } else { ("texts", "hold") };
    let message = format!(
        "{} {texts} {hold} lone surrogates and came out as None (row {})",
        rows.len(),
        named.join(", ")
    );
    let category = py.import("copydesk.errors")?.getattr("CopydeskWarning")?;
    py.import("warnings")?.call_method1("warn", (message, category, 1))?;
    Ok(())
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
        if texts.is_instance_of::<PyString>() {
            return Err(InputTypeError::new_err(
                "texts is a single str: pass a list of texts, or use the call for one text",
            ));
        }
        let Ok(iterator) = texts.try_iter() else {
            let name = type_name(texts);
            let message = format!("texts must be an iterable of str or None, not {name}");
            return Err(InputTypeError::new_err(message));
        };
        let threads = Threads::of(threads)?;
        Ok(Self {
            read: Arc::new(read),
            texts: Some(iterator.unbind()),
            published: Published::of(published)?,
            work: Ordered::new(threads.0).map_err(to_python)?,
            ready: VecDeque::new(),
            failure: None,
            chunk: FIRST_CHUNK,
            row: 0,
            unreadable: Vec::new(),
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
        let Some(texts) = &self.texts else {
            return Ok(());
        };
        let mut texts = texts.bind(py).clone();
        let started = Instant::now();
        let (mut chunk, mut bytes): (Chunk, usize) = (Vec::new(), 0);
        while bytes < self.chunk && chunk.len() < MOST_TEXTS {
            let item = match texts.next() {
                Some(Ok(item)) => Row::of(&item, self.row),
                Some(Err(error)) => Err(error),
                None => {
                    self.texts = None;
                    self.failure = self.published.end(py, self.row).err();
                    break;
                }
            };
            let item = item.and_then(|item| Ok((item, self.published.next(py, self.row)?)));
            match item {
                Ok((Row::Text(string), published)) => {
                    let text = copied(&string);
                    match &text {
                        Some(text) => bytes += text.len(),
                        None => self.unreadable.push(self.row),
                    }
                    chunk.push(text.map(|text| (text, published)));
                }
                Ok((Row::Null, _)) => chunk.push(None),
                Err(error) => {
                    self.failure = Some(error);
                    self.texts = None;
                    break;
                }
            }
            self.row += 1;
            if started.elapsed() > PATIENCE {
                break;
            }
        }
        self.chunk = (2 * self.chunk).min(LARGEST_CHUNK);
        if chunk.is_empty() {
            return Ok(());
        }
        let read = Arc::clone(&self.read);
        let job = move || {
            let row = |row: Option<(String, Option<Day>)>| row.map(|(text, day)| read(text, day));
            chunk.into_iter().map(row).collect::<Vec<_>>()
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
            let may_take = self.texts.is_some() && !self.work.is_full();
            let patience = if may_take { Duration::ZERO } else { PATIENCE };
            let work = &mut self.work;
            match py.detach(|| work.wait(patience)).map_err(to_python)? {
                Turn::Ready(rows) => self.ready.extend(rows),
                Turn::Running | Turn::Empty if may_take => self.take(py)?,
                Turn::Running => py.check_signals()?,
                Turn::Empty => {
                    warn_unreadable(py, &std::mem::take(&mut self.unreadable))?;
                    return match self.failure.take() {
                        Some(error) => Err(error),
                        None => Ok(None),
                    };
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
