//! Texts in: from any column or iterable, a chunk at a time, with their dates.

use std::time::{Duration, Instant};

use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyString};

use super::columns::{
    self, Cursor, Slice, Strings, column_of_days, column_of_strings, ended, is_one, strings,
};
use super::convert::{InputTypeError, InputValueError, Row, copied, day, type_name, warn};
use super::kept::KeptTexts;
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
pub struct Chunk {
    texts: Texts,
    /// One for each text, or one for all.
    days: ChunkDays,
}

enum Texts {
    Copied(Vec<Option<String>>),
    /// A part of somebody's column, not copied.
    Column(Slice),
}

enum ChunkDays {
    All(Option<Day>),
    Each(Vec<Option<Day>>),
}

impl Chunk {
    /// How many rows it has.
    pub fn len(&self) -> usize {
        match &self.texts {
            Texts::Copied(texts) => texts.len(),
            Texts::Column(slice) => slice.len(),
        }
    }

    /// The first rows of it.
    pub fn first(self, rows: usize) -> Self {
        let texts = match self.texts {
            Texts::Copied(mut texts) => {
                texts.truncate(rows);
                Texts::Copied(texts)
            }
            Texts::Column(slice) => Texts::Column(slice.first(rows)),
        };
        Self { texts, days: self.days }
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its texts and days.
    pub fn rows(&self) -> impl Iterator<Item = (Option<&str>, Option<Day>)> {
        (0..self.len()).map(|row| {
            let text = match &self.texts {
                Texts::Copied(texts) => texts[row].as_deref(),
                Texts::Column(slice) => slice.get(row),
            };
            let day = match &self.days {
                ChunkDays::All(day) => *day,
                ChunkDays::Each(days) => days[row],
            };
            (text, day)
        })
    }
}

/// Rows that are still to come.
pub struct Feed {
    texts: Source,
    days: Days,
    /// What the iterable raised, or the row that was no text: raised in its turn.
    failure: Option<PyErr>,
    chunk: usize,
    /// Rows taken so far.
    row: usize,
    unreadable: Vec<usize>,
    /// The texts that were taken, for those who want them.
    kept: Option<KeptTexts>,
}

/// Where texts come from.
enum Source {
    Items(Py<PyIterator>),
    Column(Box<Cursor<Strings>>),
    /// All were taken.
    End,
}

impl Feed {
    /// Those of a column or an iterable. `days` is one for all, or a column or an iterable of one for each;
    /// `name` is what the argument is called.
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
        let texts = if let Some(cursor) = column_of_strings("texts", texts)? {
            Source::Column(Box::new(cursor))
        } else if let Ok(items) = texts.try_iter() {
            Source::Items(items.unbind())
        } else {
            let name = type_name(texts);
            return Err(InputTypeError::new_err(format!(
                "texts must be a column or an iterable of str or None, not {name}"
            )));
        };
        Ok(Self {
            texts,
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
        Self { kept: Some(KeptTexts::default()), ..self }
    }

    /// The texts that were remembered.
    pub fn kept(&mut self) -> KeptTexts {
        self.kept.take().unwrap_or_default()
    }

    /// Whether all texts were taken.
    pub fn is_empty(&self) -> bool {
        matches!(self.texts, Source::End)
    }

    /// How many rows were taken.
    pub fn taken(&self) -> usize {
        self.row
    }

    /// Takes texts for one chunk; none when there are no more.
    pub fn take(&mut self, py: Python<'_>) -> Chunk {
        let chunk = match std::mem::replace(&mut self.texts, Source::End) {
            Source::End => Chunk::default(),
            Source::Items(texts) => self.take_items(texts.into_bound(py)),
            Source::Column(cursor) => self.take_rows(py, cursor),
        };
        self.chunk = (2 * self.chunk).min(LARGEST_CHUNK);
        chunk
    }

    /// Ends it with an error, which is raised when the results of the rows before are out.
    pub fn fail(&mut self, failure: PyErr) {
        self.failure = Some(failure);
        self.texts = Source::End;
    }

    fn take_items(&mut self, mut texts: Bound<'_, PyIterator>) -> Chunk {
        let py = texts.py();
        let started = Instant::now();
        let (mut chunk, mut days, mut bytes) = (Vec::new(), self.days.none(), 0);
        while bytes < self.chunk && chunk.len() < MOST_TEXTS {
            let Some(item) = texts.next() else {
                if let Err(failure) = self.days.end(py, self.row) {
                    self.fail(failure);
                }
                return Chunk { texts: Texts::Copied(chunk), days };
            };
            let item = item.and_then(|item| Row::of(&item, self.row));
            let item = item.and_then(|item| {
                self.days.take(py, self.row, 1, &mut days)?;
                Ok(item)
            });
            let item = match item {
                Ok(item) => item,
                Err(failure) => {
                    self.fail(failure);
                    return Chunk { texts: Texts::Copied(chunk), days };
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
            chunk.push(text);
            self.row += 1;
            if started.elapsed() > PATIENCE {
                break;
            }
        }
        self.texts = Source::Items(texts.unbind());
        Chunk { texts: Texts::Copied(chunk), days }
    }

    fn take_rows(&mut self, py: Python<'_>, mut cursor: Box<Cursor<Strings>>) -> Chunk {
        let mut days = self.days.none();
        let slice = match cursor.array(py, strings) {
            Err(failure) => {
                self.fail(failure);
                return Chunk::default();
            }
            Ok(None) => {
                if let Err(failure) = self.days.end(py, self.row) {
                    self.fail(failure);
                }
                return Chunk::default();
            }
            Ok(Some((array, rows))) => {
                let (mut end, mut bytes) = (rows.start, 0);
                while end < rows.end && bytes < self.chunk && end - rows.start < MOST_TEXTS {
                    if let Some(text) = array.bytes(end) {
                        bytes += text.len();
                        if std::str::from_utf8(text).is_err() {
                            self.unreadable.push(self.row + end - rows.start);
                        }
                    }
                    end += 1;
                }
                Slice::new(array, rows.start..end)
            }
        };
        if let Err(failure) = self.days.take(py, self.row, slice.len(), &mut days) {
            // Those before the row that has none are read.
            let rows = days.len().unwrap_or(0);
            self.unreadable.retain(|&row| row < self.row + rows);
            self.row += rows;
            self.fail(failure);
            return Chunk { texts: Texts::Column(slice.first(rows)), days };
        }
        cursor.skip(slice.len());
        self.row += slice.len();
        if let Some(kept) = &mut self.kept {
            kept.push_column(&slice);
        }
        self.texts = Source::Column(cursor);
        Chunk { texts: Texts::Column(slice), days }
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

impl Default for Chunk {
    fn default() -> Self {
        Self { texts: Texts::Copied(Vec::new()), days: ChunkDays::All(None) }
    }
}

impl ChunkDays {
    /// How many there are, if it is not one for all.
    fn len(&self) -> Option<usize> {
        match self {
            Self::All(_) => None,
            Self::Each(days) => Some(days.len()),
        }
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
    Items(Py<PyIterator>),
    Column(Box<Cursor<columns::Days>>),
}

impl Days {
    fn of(name: &'static str, given: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(given) = given else { return Ok(Self { name, given: Given::All(None) }) };
        if let Some(cursor) = column_of_days(name, given)? {
            return Ok(Self { name, given: Given::Column(Box::new(cursor)) });
        }
        let each = if is_one(given) { None } else { given.try_iter().ok() };
        let given = match each {
            Some(days) => Given::Items(days.unbind()),
            None => Given::All(day(name, given)?),
        };
        Ok(Self { name, given })
    }

    /// The days of a chunk that has no texts yet.
    fn none(&self) -> ChunkDays {
        match &self.given {
            Given::All(day) => ChunkDays::All(*day),
            Given::Items(_) | Given::Column(_) => ChunkDays::Each(Vec::new()),
        }
    }

    /// Takes the days of so many rows, from this one, for a chunk.
    fn take(
        &mut self,
        py: Python<'_>,
        row: usize,
        rows: usize,
        chunk: &mut ChunkDays,
    ) -> PyResult<()> {
        let ChunkDays::Each(taken) = chunk else { return Ok(()) };
        match &mut self.given {
            Given::All(_) => Ok(()),
            Given::Items(days) => {
                for row in row..row + rows {
                    let Some(given) = days.bind(py).clone().next() else {
                        return Err(ended(self.name, row));
                    };
                    taken.push(day(self.name, &given?).map_err(|error| {
                        if error.is_instance_of::<InputValueError>(py) {
                            InputValueError::new_err(format!("row {row}: {}", error.value(py)))
                        } else {
                            error
                        }
                    })?);
                }
                Ok(())
            }
            Given::Column(cursor) => {
                let name = self.name;
                let read = |array: &_, data_type: &_, first| {
                    columns::days(py, name, array, data_type, first)
                };
                cursor.take(py, rows, read, |days, range| {
                    taken.extend_from_slice(&days[range]);
                    Ok(())
                })
            }
        }
    }

    /// An error if there is a day more, now that all texts are taken.
    fn end(&mut self, py: Python<'_>, rows: usize) -> PyResult<()> {
        let more = match &mut self.given {
            Given::All(_) => false,
            Given::Items(days) => days.bind(py).clone().next().transpose()?.is_some(),
            Given::Column(cursor) => {
                cursor.array(py, |array, _, _| Ok(vec![None; array.len()]))?.is_some()
            }
        };
        if !more {
            return Ok(());
        }
        Err(InputValueError::new_err(format!(
            "{} has more days than the {rows} texts: give one day, or one for each text",
            self.name
        )))
    }
}
