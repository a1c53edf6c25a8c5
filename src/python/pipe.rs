//! `Reader.pipe`: texts in from any iterable, stories out in order.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::PyIterator;

use super::convert::{Row, copied, to_python};
use super::story::PyStory;
use crate::batch::{Ordered, Turn};
use crate::{Reader, Result, Story};

/// A chunk is this many bytes of text at first, so that the first story comes at once, …
const FIRST_CHUNK: usize = 16 * 1024;
/// … and twice as many each time, up to this: enough to make handing it over cost nothing.
const LARGEST_CHUNK: usize = 1024 * 1024;
/// A chunk of empty texts ends too.
const MOST_TEXTS: usize = 1024;
/// How long to wait for a story before looking whether the user has pressed Ctrl-C.
const PATIENCE: Duration = Duration::from_millis(50);
/// How many unreadable rows the warning names.
const ROWS_NAMED: usize = 5;

/// A text on its way in: `None` is a row without one.
type Chunk = Vec<Option<String>>;

/// The iterator that `Reader.pipe` returns.
#[pyclass(name = "Pipe", module = "copydesk._core")]
pub struct PyPipe {
    reader: Reader,
    /// `None` when all texts were taken.
    texts: Option<Py<PyIterator>>,
    /// Never locked: a mutex only makes it shareable, as PyO3 asks of every class.
    work: Mutex<Ordered<Vec<Option<Result<Story>>>>>,
    ready: VecDeque<Option<Result<Story>>>,
    /// What the iterable raised, or the row that was no text: raised in its turn.
    failure: Option<PyErr>,
    chunk: usize,
    /// Rows taken so far.
    row: usize,
    unreadable: Vec<usize>,
}

impl PyPipe {
    pub fn new(reader: Reader, texts: &Bound<'_, PyAny>, threads: Option<i64>) -> PyResult<Self> {
        if texts.is_instance_of::<pyo3::types::PyString>() {
            return Err(super::convert::InputTypeError::new_err(
                "texts is a single str: pass a list of texts, or use Reader.read for one",
            ));
        }
        Ok(Self {
            reader,
            texts: Some(texts.try_iter()?.unbind()),
            work: Mutex::new(
                Ordered::new(threads.map(|n| n.try_into().unwrap_or(0))).map_err(to_python)?,
            ),
            ready: VecDeque::new(),
            failure: None,
            chunk: FIRST_CHUNK,
            row: 0,
            unreadable: Vec::new(),
        })
    }

    /// Takes texts for one chunk and hands it over.
    fn take(&mut self, py: Python<'_>) -> PyResult<()> {
        let Some(texts) = &self.texts else {
            return Ok(());
        };
        let mut texts = texts.bind(py).clone();
        let (mut chunk, mut bytes): (Chunk, usize) = (Vec::new(), 0);
        while bytes < self.chunk && chunk.len() < MOST_TEXTS {
            let item = match texts.next() {
                Some(Ok(item)) => Row::of(&item, self.row),
                Some(Err(error)) => Err(error),
                None => {
                    self.texts = None;
                    break;
                }
            };
            match item {
                Ok(Row::Text(string)) => {
                    let text = copied(&string);
                    match &text {
                        Some(text) => bytes += text.len(),
                        None => self.unreadable.push(self.row),
                    }
                    chunk.push(text);
                }
                Ok(Row::Null) => chunk.push(None),
                Err(error) => {
                    self.failure = Some(error);
                    self.texts = None;
                    break;
                }
            }
            self.row += 1;
        }
        self.chunk = (2 * self.chunk).min(LARGEST_CHUNK);
        if chunk.is_empty() {
            return Ok(());
        }
        let reader = self.reader;
        let read = move || {
            chunk.into_iter().map(|text| text.map(|text| reader.read(text))).collect::<Vec<_>>()
        };
        work(&mut self.work).submit(read).map_err(to_python)
    }

    fn warn(&mut self, py: Python<'_>) -> PyResult<()> {
        let rows = std::mem::take(&mut self.unreadable);
        if rows.is_empty() {
            return Ok(());
        }
        let mut named: Vec<String> =
            rows.iter().take(ROWS_NAMED).map(ToString::to_string).collect();
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
        py.import("warnings")?.call_method1("warn", (message, category, 2))?;
        Ok(())
    }
}

fn work<T>(mutex: &mut Mutex<T>) -> &mut T {
    mutex.get_mut().unwrap_or_else(PoisonError::into_inner)
}

#[pymethods]
impl PyPipe {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[allow(clippy::option_option)] // Python's `StopIteration`, and `None` for a row without text.
    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Option<PyStory>>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                let story = row.transpose().map_err(to_python)?;
                return Ok(Some(story.map(PyStory::from)));
            }
            // Take more texts only while no story is waiting, so as not to run far ahead.
            let may_take = self.texts.is_some() && !work(&mut self.work).is_full();
            let patience = if may_take { Duration::ZERO } else { PATIENCE };
            let work = work(&mut self.work);
            match py.detach(|| work.wait(patience)).map_err(to_python)? {
                Turn::Ready(rows) => self.ready.extend(rows),
                Turn::Running | Turn::Empty if may_take => self.take(py)?,
                Turn::Running => py.check_signals()?,
                Turn::Empty => {
                    self.warn(py)?;
                    return match self.failure.take() {
                        Some(error) => Err(error),
                        None => Ok(None),
                    };
                }
            }
        }
    }
}
