//! `DuplicateIndex`.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyIterator, PyList, PyString};

use super::columns::objects;
use super::convert::{
    InputTypeError, InputValueError, Words, day, threads, to_python, type_name, wrong_type,
};
use super::duplicates::{encode, options, rounded, row_class};
use super::feed::Feed;
use super::work;
use crate::batch::Ordered;
use crate::dedup::{DuplicateIndex, Encoded, Id, Match};

/// An index of texts, to be asked whether it has a text already.
///
/// What :func:`find_duplicates` does for a corpus that is there at once, an index does for one that grows:
/// a feed, an archive, a crawl. It decides by the same model. It can be saved and opened again, and is mapped
/// into memory then, so that it may be larger than that.
///
/// Parameters
/// ----------
/// threshold : float, default 0.9
///     How sure it must be that two texts tell one story, more than 0 and at most 1. Higher is stricter.
/// relations : iterable of {"exact", "same", "excerpt", "update"}, optional
///     The kinds of duplicates that count; all by default.
/// window : int, optional
///     Texts whose dates are more days apart are no duplicates, whatever they say.
/// min_words : int, default 8
///     Texts of fewer words are duplicates only of texts of the same words.
///
/// Raises
/// ------
/// copydesk.errors.InputValueError
///     If an option has no such value.
///
/// Notes
/// -----
/// It keeps no texts, but their words and shingles as numbers: about 1.4 kB for a text of 370 words, 220
/// bytes for one of ten, and the id; twice as much until it is sorted in, which happens by itself when
/// there is enough. Texts of the same words are kept once. Threads may share one; who changes it waits for
/// those who ask. A text is compared with at most 64 others: those that share most, and of a phrase that
/// very many share the oldest and the newest.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> index = cd.DuplicateIndex()
/// >>> index.add(["a1"], ["The ferry to Bergen will not sail before Monday, the company told passengers."])
/// >>> [match] = index.query("ALERT: The ferry to Bergen will not sail before Monday, the company told passengers")
/// >>> match.id, match.relation, match.coverage, match.coverage_match
/// ('a1', 'same', 0.9286, 1.0)
#[pyclass(name = "DuplicateIndex", module = "copydesk", frozen)]
pub struct PyDuplicateIndex(Arc<RwLock<DuplicateIndex>>);

/// The index, to be asked.
fn reading(index: &RwLock<DuplicateIndex>) -> RwLockReadGuard<'_, DuplicateIndex> {
    index.read().unwrap_or_else(PoisonError::into_inner)
}

/// The index, to be changed.
fn writing(index: &RwLock<DuplicateIndex>) -> RwLockWriteGuard<'_, DuplicateIndex> {
    index.write().unwrap_or_else(PoisonError::into_inner)
}

#[allow(clippy::needless_pass_by_value)] // Python's paths come as their own.
#[pymethods]
impl PyDuplicateIndex {
    #[new]
    #[pyo3(signature = (
        *, threshold = 0.9, relations = None, window = None, min_words = 8
    ))]
    fn new(
        threshold: f32,
        relations: Option<&Bound<'_, PyAny>>,
        window: Option<i64>,
        min_words: i64,
    ) -> PyResult<Self> {
        let options = options(threshold, relations, window, min_words)?;
        Ok(DuplicateIndex::new(options).map_err(to_python)?.into())
    }

    /// Add texts: all of them, or none if something is wrong with one.
    ///
    /// Parameters
    /// ----------
    /// ids : column or iterable of int or str
    ///     Their ids, one for each. No two may be the same, nor be in the index.
    /// texts : column or iterable of str or None
    ///     The texts. None, NaN and empty texts get their ids and are duplicates of nothing.
    /// dates : column or iterable of date, datetime, timestamp, str or None, optional
    ///     When they were published.
    /// threads : int, optional
    ///     How many threads work; by default as for :func:`find_duplicates`.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.InputTypeError
    ///     If a row is no string, or an id neither a string nor an integer; it names the row.
    /// copydesk.errors.InputValueError
    ///     If an id comes twice or is in the index, there are not as many ids as texts, or a date is none.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> index = cd.DuplicateIndex()
    /// >>> index.add([1, 2], ["It rains in Oslo.", None])
    /// >>> len(index), 2 in index
    /// (2, True)
    #[pyo3(signature = (ids, texts, dates = None, *, threads = None))]
    fn add(
        &self,
        py: Python<'_>,
        ids: &Bound<'_, PyAny>,
        texts: &Bound<'_, PyAny>,
        dates: Option<&Bound<'_, PyAny>>,
        threads: Option<i64>,
    ) -> PyResult<()> {
        let ids = all_ids(ids)?;
        let mut feed = Feed::new(texts, "dates", dates)?;
        let threads = self::threads(threads)?;
        let mut work = Ordered::new(threads).map_err(to_python)?;
        let mut encoded = Vec::new();
        work::for_chunks(
            py,
            &mut feed,
            &mut work,
            encode,
            |_| Ok(()),
            |part| {
                encoded.push(part);
                Ok(())
            },
        )?;
        feed.end(py, UNREADABLE)?;
        drop(work);
        self.on_threads(py, threads, move |index| writing(index).add(&ids, &encoded))
    }

    /// Find the texts of the index that duplicate this one.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///     Any text.
    /// date : date, datetime, timestamp or str, optional
    ///     When it was published.
    ///
    /// Returns
    /// -------
    /// list of DuplicateMatch
    ///     Those of the same words first, then the surest.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.TextError
    ///     If the text holds lone surrogates.
    /// copydesk.errors.InputTypeError
    ///     If it is no string.
    /// copydesk.errors.InputValueError
    ///     If ``date`` is no date.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> index = cd.DuplicateIndex()
    /// >>> index.add([7], ["It rains in Oslo."])
    /// >>> index.query("IT RAINS IN OSLO")[0].id
    /// 7
    #[pyo3(signature = (text, date = None))]
    fn query<'py>(
        &self,
        py: Python<'py>,
        text: &Bound<'py, PyAny>,
        date: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyList>> {
        let words = Words::of(text)?;
        let day = date.map(|given| day("date", given)).transpose()?.flatten();
        let index = &self.0;
        let found = py.detach(|| reading(index).query(words.get(), day)).map_err(to_python)?;
        let class = row_class(py, "DuplicateMatch")?;
        let matches: Vec<_> =
            found.into_iter().map(|found| to_row(&class, found)).collect::<PyResult<_>>()?;
        PyList::new(py, matches)
    }

    /// Ask for many texts whether the index has them already, and add them.
    ///
    /// For a feed: each text is compared with those of the index and with the texts before it. Called again
    /// and again with a part of the feed, it answers as if it had been called once with all.
    ///
    /// Parameters
    /// ----------
    /// ids : column or iterable of int or str
    ///     Their ids, one for each.
    /// texts : column or iterable of str or None
    ///     The texts; they are taken as they come, in bounded memory.
    /// dates : column or iterable of date, datetime, timestamp, str or None, optional
    ///     When they were published.
    /// add : bool, default True
    ///     Whether to add them. Without it, they are compared with what is in the index alone.
    /// threads : int, optional
    ///     How many threads work; by default as for :func:`find_duplicates`.
    ///
    /// Returns
    /// -------
    /// list of DuplicateMatch or None
    ///     For each text the one that it duplicates most surely, or None.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.InputTypeError
    ///     If a row is no string, or an id neither a string nor an integer; it names the row. The texts
    ///     before it may have been added.
    /// copydesk.errors.InputValueError
    ///     If an id comes twice or is in the index, there are not as many ids as texts, or a date is none.
    ///     The texts before it may have been added.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> index = cd.DuplicateIndex()
    /// >>> found = index.check(["a", "b", "c"], ["It rains in Oslo.", "It rains in Rome.", "It rains in OSLO!"])
    /// >>> [match and match.id for match in found]
    /// [None, None, 'a']
    #[pyo3(signature = (ids, texts, dates = None, *, add = true, threads = None))]
    fn check<'py>(
        &self,
        py: Python<'py>,
        ids: &Bound<'py, PyAny>,
        texts: &Bound<'py, PyAny>,
        dates: Option<&Bound<'py, PyAny>>,
        add: bool,
        threads: Option<i64>,
    ) -> PyResult<Bound<'py, PyList>> {
        let mut ids = iterated(ids)?;
        let mut feed = Feed::new(texts, "dates", dates)?;
        let mut work: Ordered<crate::Result<Vec<Option<Match>>>> =
            Ordered::new(self::threads(threads)?).map_err(to_python)?;
        let class = row_class(py, "DuplicateMatch")?;
        let found = PyList::empty(py);
        let mut row = 0;
        let mut chunk = feed.take(py);
        // While a chunk is being checked the next one is taken.
        while !chunk.is_empty() {
            let names: Vec<Id> = ids
                .by_ref()
                .take(chunk.len())
                .map(|id| {
                    row += 1;
                    self::id(&id?, row - 1)
                })
                .collect::<PyResult<_>>()?;
            if names.len() < chunk.len() {
                return Err(InputValueError::new_err(format!(
                    "ids ends before row {row}: give one for each text"
                )));
            }
            let index = Arc::clone(&self.0);
            work.submit(move || {
                let encoded = Encoded::parallel(&chunk.rows().collect::<Vec<_>>())?;
                if add {
                    writing(&index).check(&names, &encoded)
                } else {
                    Ok(reading(&index).find(&encoded))
                }
            })
            .map_err(to_python)?;
            chunk = feed.take(py);
            let Some(matches) = work::next(py, &mut work, || py.check_signals())? else { break };
            for found_match in matches.map_err(to_python)? {
                match found_match {
                    Some(found_match) => found.append(to_row(&class, found_match)?)?,
                    None => found.append(py.None())?,
                }
            }
        }
        feed.end(py, UNREADABLE)?;
        if ids.next().is_some() {
            return Err(InputValueError::new_err(format!(
                "there are more ids than the {row} texts: give one for each"
            )));
        }
        Ok(found)
    }

    /// Take a text away.
    ///
    /// Parameters
    /// ----------
    /// id : int or str
    ///     Its id.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.InputValueError
    ///     If the index has no text of this id.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> index = cd.DuplicateIndex()
    /// >>> index.add([7], ["It rains in Oslo."])
    /// >>> index.remove(7)
    /// >>> len(index)
    /// 0
    fn remove(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> PyResult<()> {
        let (id, index) = (one_id(id)?, &self.0);
        py.detach(|| writing(index).remove(&id)).map_err(to_python)
    }

    /// Add all texts of another index.
    ///
    /// Parameters
    /// ----------
    /// other : DuplicateIndex
    ///     Its ids must be others than those here. It stays as it is.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.InputValueError
    ///     If an id is in both; nothing is added then.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> one, two = cd.DuplicateIndex(), cd.DuplicateIndex()
    /// >>> one.add(["a"], ["It rains in Oslo."])
    /// >>> two.add(["b"], ["It rains in Rome."])
    /// >>> one.merge(two)
    /// >>> "b" in one
    /// True
    fn merge(&self, py: Python<'_>, other: &Bound<'_, Self>) -> PyResult<()> {
        let other = &other.get().0;
        if Arc::ptr_eq(&self.0, other) {
            return Err(InputValueError::new_err("an index cannot be merged with itself"));
        }
        let other = Arc::clone(other);
        self.on_threads(py, None, move |index| {
            // Two threads may merge two indexes into each other: never wait for one holding the other.
            loop {
                let mut index = writing(index);
                match other.try_read() {
                    Ok(other) => break index.merge(&other),
                    Err(TryLockError::Poisoned(other)) => break index.merge(&other.into_inner()),
                    Err(TryLockError::WouldBlock) => drop(index),
                }
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
        })
    }

    /// Write the index to a file.
    ///
    /// It is written beside its place and then renamed: until it is whole, what was there stays.
    ///
    /// Parameters
    /// ----------
    /// path : str or path
    ///     Where to; a file that is there is replaced.
    ///
    /// Raises
    /// ------
    /// OSError
    ///     If the file cannot be written.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd, tempfile, pathlib
    /// >>> index = cd.DuplicateIndex()
    /// >>> index.add([7], ["It rains in Oslo."])
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     index.save(pathlib.Path(folder) / "wire.index")
    /// ...     print(cd.DuplicateIndex.open(pathlib.Path(folder) / "wire.index"))
    /// DuplicateIndex(1 text)
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        self.on_threads(py, None, move |index| writing(index).save(&path))
    }

    /// Open an index that was saved.
    ///
    /// The file is mapped into memory. All of it is checked once, and nothing of it copied. It must not be changed
    /// in place while it is open; saving to the same path is fine.
    ///
    /// Parameters
    /// ----------
    /// path : str or path
    ///     The file.
    ///
    /// Returns
    /// -------
    /// DuplicateIndex
    ///     With the options that it was made with.
    ///
    /// Raises
    /// ------
    /// OSError
    ///     If the file cannot be opened.
    /// copydesk.errors.FormatError
    ///     If it is no index, was cut off, damaged, or is of another version.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> import pathlib, tempfile
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     path = pathlib.Path(folder) / "rain.index"
    /// ...     index = cd.DuplicateIndex(window=30)
    /// ...     index.add([7], ["It rains in Oslo."], dates=["2026-03-02"])
    /// ...     index.save(path)
    /// ...     opened = cd.DuplicateIndex.open(path)
    /// >>> len(opened.query("It rains in Oslo!", "2026-03-09")), len(opened.query("It rains in Oslo!", "2027-01-01"))
    /// (1, 0)
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let opened =
            work::run(py, None, move || DuplicateIndex::open(&path), || py.check_signals())?;
        Ok(opened.map_err(to_python)?.into())
    }

    /// How many bytes of memory it holds. A file that was opened is not counted.
    #[getter]
    fn memory_bytes(&self, py: Python<'_>) -> usize {
        let index = &self.0;
        py.detach(|| reading(index).memory_bytes())
    }

    fn __len__(&self, py: Python<'_>) -> usize {
        let index = &self.0;
        py.detach(|| reading(index).len())
    }

    fn __contains__(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> bool {
        let index = &self.0;
        one_id(id).is_ok_and(|id| py.detach(|| reading(index).contains(&id)))
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let texts = self.__len__(py);
        format!("DuplicateIndex({texts} text{})", if texts == 1 { "" } else { "s" })
    }
}

impl PyDuplicateIndex {
    /// Changes the index on threads of its own, which leave nothing behind if the process forks later.
    fn on_threads(
        &self,
        py: Python<'_>,
        threads: Option<usize>,
        change: impl FnOnce(&RwLock<DuplicateIndex>) -> crate::Result<()> + Send + 'static,
    ) -> PyResult<()> {
        let index = Arc::clone(&self.0);
        work::run(py, threads, move || change(&index), || py.check_signals())?.map_err(to_python)
    }
}

/// What becomes of texts that cannot be read.
const UNREADABLE: [&str; 2] = ["is a duplicate of nothing", "are duplicates of nothing"];

impl From<DuplicateIndex> for PyDuplicateIndex {
    fn from(index: DuplicateIndex) -> Self {
        Self(Arc::new(RwLock::new(index)))
    }
}

/// A match as Python has it.
fn to_row<'py>(class: &Bound<'py, PyAny>, found: Match) -> PyResult<Bound<'py, PyAny>> {
    let py = class.py();
    let id = match found.id {
        Id::Number(number) => number.into_pyobject(py)?.into_any(),
        Id::Text(text) => text.into_pyobject(py)?.into_any(),
    };
    class.call1((
        id,
        found.relation.name(),
        rounded(found.similarity),
        rounded(found.confidence),
        rounded(found.coverage),
        rounded(found.coverage_match),
    ))
}

/// What a text is called.
fn one_id(given: &Bound<'_, PyAny>) -> PyResult<Id> {
    if let Ok(text) = given.cast::<PyString>() {
        return match text.to_cow() {
            Ok(text) => Ok(Id::Text(text.into_owned())),
            Err(_) => Err(InputValueError::new_err("an id holds lone surrogates")),
        };
    }
    // NumPy's integers too, but no floats and no booleans.
    let whole = !given.is_instance_of::<PyBool>() && given.hasattr("__index__")?;
    match given.extract::<i64>() {
        Ok(number) if whole => Ok(Id::Number(number)),
        _ => Err(wrong_type("an id must be a str or an int of 64 bits", given, "")),
    }
}

fn id(given: &Bound<'_, PyAny>, row: usize) -> PyResult<Id> {
    one_id(given).map_err(|error| {
        let message = format!("row {row}: {}", error.value(given.py()));
        if error.is_instance_of::<InputTypeError>(given.py()) {
            InputTypeError::new_err(message)
        } else {
            InputValueError::new_err(message)
        }
    })
}

fn iterated<'py>(given: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyIterator>> {
    let given = &objects("ids", given)?;
    match given.try_iter() {
        Ok(ids) if !given.is_instance_of::<PyString>() => Ok(ids),
        _ => Err(InputTypeError::new_err(format!(
            "ids must be an iterable of ids, not {}",
            type_name(given)
        ))),
    }
}

fn all_ids(given: &Bound<'_, PyAny>) -> PyResult<Vec<Id>> {
    iterated(given)?.enumerate().map(|(row, given)| id(&given?, row)).collect()
}
