//! Texts in: from any iterable, a chunk at a time, with their dates.

use std::time::{Duration, Instant};

use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyIterator, PyString};

use super::convert::{InputTypeError, InputValueError, Row, copied, day, type_name, warn};
use crate::Day;

/// A chunk is this many bytes of text at first, so that the first result comes at once, …
const FIRST_CHUNK: usize = 16 * 1024;
/// … and twice as many each time, up to this: enough to make handing it over cost nothing.
const LARGEST_CHUNK: usize = 1024 * 1024;
/// A chunk of empty texts ends too.
const MOST_TEXTS: usize = 1024;
/// How long to wait for a result before looking whether the user has pressed Ctrl-C; and for texts
/// of a slow feed before reading those that are there.
pub const PATIENCE: Duration = Duration::from_millis(50);
/// How many unreadable rows the warning names.
const ROWS_NAMED: usize = 5;

/// Texts on their way in, and the days they are of. A row without a text is null, or unreadable.
pub type Chunk = Vec<(Option<String>, Option<Day>)>;

/// Rows that are still to come.
pub struct Feed {
    /// `None` when all texts were taken.
    texts: Option<Py<PyIterator>>,
    days: Days,
    /// What the iterable raised, or the row that was no text: raised in its turn.
    failure: Option<PyErr>,
    chunk: usize,
    /// Rows taken so far.
    row: usize,
    unreadable: Vec<usize>,
    /// The texts that were taken, for those who want them.
    kept: Option<Vec<Option<Py<PyString>>>>,
}

impl Feed {
    /// Those of an iterable. `days` is one for all, or an iterable of one for each; `name` is what the
    /// argument is called.
    pub fn new(
        texts: &Bound<'_, PyAny>,
        name: &'static str,
        days: Option<&Bound<'_, PyAny>>,
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
        Ok(Self {
            texts: Some(iterator.unbind()),
            days: Days::of(name, days)?,
            failure: None,
            chunk: FIRST_CHUNK,
            row: 0,
            unreadable: Vec::new(),
            kept: None,
        })
    }

    /// The same, and remembers the texts.
    pub fn keeping(self) -> Self {
        Self { kept: Some(Vec::new()), ..self }
    }

    /// The texts that were remembered.
    pub fn kept(&mut self) -> Vec<Option<Py<PyString>>> {
        self.kept.take().unwrap_or_default()
    }

    /// Whether all texts were taken.
    pub fn is_empty(&self) -> bool {
        self.texts.is_none()
    }

    /// Takes texts for one chunk; none when there are no more.
    pub fn take(&mut self, py: Python<'_>) -> Chunk {
        let Some(texts) = &self.texts else {
            return Vec::new();
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
                    self.failure = self.days.end(py, self.row).err();
                    break;
                }
            };
            let item = item.and_then(|item| Ok((item, self.days.next(py, self.row)?)));
            let (item, day) = match item {
                Ok(row) => row,
                Err(error) => {
                    self.failure = Some(error);
                    self.texts = None;
                    break;
                }
            };
            let text = match &item {
                Row::Text(string) => {
                    let text = copied(string);
                    if text.is_none() {
                        self.unreadable.push(self.row);
                    }
                    text
                }
                Row::Null => None,
            };
            if let Some(kept) = &mut self.kept {
                kept.push(match item {
                    Row::Text(string) if text.is_some() => Some(string.unbind()),
                    _ => None,
                });
            }
            bytes += text.as_ref().map_or(0, String::len);
            chunk.push((text, day));
            self.row += 1;
            if started.elapsed() > PATIENCE {
                break;
            }
        }
        self.chunk = (2 * self.chunk).min(LARGEST_CHUNK);
        chunk
    }

    /// What is to be said when all results are out: a warning about texts that could not be read and
    /// what has become of them, and the error that ended the feed.
    pub fn end(&mut self, py: Python<'_>, outcome: [&str; 2]) -> PyResult<()> {
        let rows = std::mem::take(&mut self.unreadable);
        if !rows.is_empty() {
            let mut named: Vec<String> =
                rows.iter().take(ROWS_NAMED).map(ToString::to_string).collect();
            if rows.len() > ROWS_NAMED {
                named.push("…".to_owned());
            }
            let one = rows.len() == 1;
            let (texts, hold) = if one { ("text", "holds") } else { ("texts", "hold") };
            let message = format!(
                "{} {texts} {hold} lone surrogates and {} (row {})",
                rows.len(),
                outcome[usize::from(!one)],
                named.join(", ")
            );
            warn(py, &message)?;
        }
        self.failure.take().map_or(Ok(()), Err)
    }
}

/// What days texts are of: all of one, or each by itself.
struct Days {
    /// What the argument is called.
    name: &'static str,
    given: Given,
}

enum Given {
    All(Option<Day>),
    Each(Py<PyIterator>),
}

impl Days {
    fn of(name: &'static str, given: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(given) = given else { return Ok(Self { name, given: Given::All(None) }) };
        // They can be gone through, but not day by day.
        let one = given.is_instance_of::<PyString>()
            || given.is_instance_of::<PyBytes>()
            || given.is_instance_of::<PyByteArray>()
            || given.is_instance_of::<PyDict>();
        let each = if one { None } else { given.try_iter().ok() };
        let given = match each {
            Some(days) => Given::Each(days.unbind()),
            None => Given::All(day(name, given)?),
        };
        Ok(Self { name, given })
    }

    /// The day of the next row.
    fn next(&self, py: Python<'_>, row: usize) -> PyResult<Option<Day>> {
        let days = match &self.given {
            Given::All(day) => return Ok(*day),
            Given::Each(days) => days,
        };
        match days.bind(py).clone().next() {
            Some(given) => day(self.name, &given?).map_err(|error| {
                if error.is_instance_of::<InputValueError>(py) {
                    InputValueError::new_err(format!("row {row}: {}", error.value(py)))
                } else {
                    error
                }
            }),
            None => Err(InputValueError::new_err(format!(
                "{} ends before row {row}: give one day, or one for each text",
                self.name
            ))),
        }
    }

    /// Whether there is no day more, now that all texts are taken.
    fn end(&self, py: Python<'_>, rows: usize) -> PyResult<()> {
        let Given::Each(days) = &self.given else { return Ok(()) };
        match days.bind(py).clone().next() {
            None => Ok(()),
            Some(more) => {
                more?;
                Err(InputValueError::new_err(format!(
                    "{} has more days than the {rows} texts: give one day, or one for each text",
                    self.name
                )))
            }
        }
    }
}
