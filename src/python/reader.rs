//! `Reader`.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::convert::{self, InputValueError, Words, day, to_python};
use super::objects::hash;
use super::parts::Request;
use super::pipe::PyPipe;
use super::story::PyStory;
use super::tables::{self, PyTable, PyTableParts};
use crate::{EntityKind, Kinds, Reader, Repeats};

/// Reads articles: what to look for, decided once.
///
/// Frozen, comparable, hashable and picklable; one reader may be used by many threads at once.
///
/// Parameters
/// ----------
/// dateline : bool, default True
///     Whether to read the dateline, the byline and the credits.
/// quotes : bool, default True
///     Whether to extract quotations.
/// entities : bool, default True
///     Whether to extract entities: people, organisations, places, …
/// kinds : iterable of str, optional
///     The kinds of entities to extract, in any order; all by default: ``"PERSON"``, ``"ORG"``,
///     ``"LOC"``, ``"FAC"``, ``"NORP"``, ``"PRODUCT"``, ``"MISC"``, ``"DATE"``, ``"MONEY"``. Quotations
///     are the same whatever they are: a speaker who is of another kind has a name but no
///     ``entity``.
/// repeats : {"skip", "mark", "ignore"}, default "skip"
///     What to do about blocks that a page says twice. ``skip``: find them, and leave them out of
///     what is read, so that a quotation pasted twice is one quotation. ``mark``: find them, and
///     read them like the rest. ``ignore``: do not look for them.
///
/// Raises
/// ------
/// copydesk.errors.InputTypeError
///     If ``kinds`` is no iterable of strings (a ``TypeError``); one string alone is none.
/// copydesk.errors.InputValueError
///     If an option has a value that it cannot have (a ``ValueError``).
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> reader = cd.Reader(kinds=["ORG", "PERSON"], repeats="mark")
/// >>> reader
/// Reader(kinds=('PERSON', 'ORG'), repeats='mark')
/// >>> [len(story.sentences) for story in reader.pipe(["One. Two.", "Three."])]
/// [2, 1]
#[pyclass(name = "Reader", module = "copydesk", frozen)]
#[derive(Default)]
pub struct PyReader(Reader);

#[pymethods]
impl PyReader {
    #[new]
    #[pyo3(signature = (
        *, dateline = true, quotes = true, entities = true, kinds = None, repeats = "skip"
    ))]
    fn new(
        dateline: bool,
        quotes: bool,
        entities: bool,
        kinds: Option<&Bound<'_, PyAny>>,
        repeats: &str,
    ) -> PyResult<Self> {
        let kinds = convert::kinds(kinds)?;
        let entities = if entities { kinds } else { Kinds::NONE };
        let repeats = match repeats {
            "skip" => Repeats::Skip,
            "mark" => Repeats::Mark,
            "ignore" => Repeats::Ignore,
            _ => {
                return Err(InputValueError::new_err(format!(
                    "repeats is {repeats:?}; it must be 'skip', 'mark' or 'ignore'"
                )));
            }
        };
        Ok(Self(Reader { dateline, quotes, entities, repeats }))
    }

    /// Whether it reads the dateline, the byline and the credits.
    #[getter]
    fn dateline(&self) -> bool {
        self.0.dateline
    }

    /// Whether it extracts quotations.
    #[getter]
    fn quotes(&self) -> bool {
        self.0.quotes
    }

    /// Whether it extracts entities.
    #[getter]
    fn entities(&self) -> bool {
        !self.0.entities.is_empty()
    }

    /// The kinds of entities that it extracts: ``("PERSON", "ORG")``; none if it extracts no entities.
    #[getter]
    fn kinds<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let names: Vec<&str> = self.0.entities.iter().map(EntityKind::name).collect();
        PyTuple::new(py, names)
    }

    /// What it does about repeated blocks: ``"skip"``, ``"mark"`` or ``"ignore"``.
    #[getter]
    fn repeats(&self) -> &'static str {
        match self.0.repeats {
            Repeats::Skip => "skip",
            Repeats::Mark => "mark",
            Repeats::Ignore => "ignore",
        }
    }

    /// Read one article.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///     The article. Any string will do, however messy.
    /// published : date, datetime, timestamp or str, optional
    ///     When the article was published, which finds the year of a dateline's date. Strings as ISO
    ///     8601 has them.
    ///
    /// Returns
    /// -------
    /// Story
    ///     What was read.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.TextError
    ///     If the text holds lone surrogates (a ``ValueError``).
    /// copydesk.errors.InputTypeError
    ///     If it is no string (a ``TypeError``).
    /// copydesk.errors.InputValueError
    ///     If ``published`` is no date (a ``ValueError``).
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> cd.Reader(quotes=False).read("Dr. Aune spoke at 9 a.m. Nobody came.").sentences
    /// [Span(0, 24, 'Dr. Aune spoke at 9 a.m.'), Span(25, 37, 'Nobody came.')]
    #[pyo3(signature = (text, published = None))]
    pub fn read(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        published: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyStory> {
        let words = Words::of(text)?;
        let published = published.map(|given| day("published", given)).transpose()?.flatten();
        py.detach(|| self.0.read(words.get(), published)).map(PyStory::from).map_err(to_python)
    }

    /// Read many articles, one after the other, on all cores.
    ///
    /// Lazy and in order: texts are taken as they are needed, for each thread at most about two
    /// megabytes or two thousand texts ahead of the story that is asked for, so memory stays bounded
    /// however long the stream is. A slow stream is read as it comes.
    ///
    /// Parameters
    /// ----------
    /// texts : column or iterable of str or None
    ///     The articles: a column of pandas, Polars, PyArrow or DuckDB, a list, a generator.
    /// published : date, datetime, timestamp or str, or a column or an iterable of them, optional
    ///     When the articles were published: one day for all, or one for each (None where it is not
    ///     known).
    /// threads : int, optional
    ///     How many threads read. By default as many as ``COPYDESK_THREADS`` says, else one for
    ///     each core that this process may use. The stories are the same whatever it is.
    /// progress : bool, default False
    ///     Whether to show a progress bar, if tqdm is installed.
    ///
    /// Returns
    /// -------
    /// iterator of Story or None
    ///     One for each text. ``None`` for ``None``, ``NaN`` and ``NaT``, and for a text with lone
    ///     surrogates; those are counted in a :class:`copydesk.errors.CopydeskWarning` at the end.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.InputTypeError
    ///     If a row is no string; it names the row, after the stories before it were given out.
    /// copydesk.errors.InputValueError
    ///     If a day of ``published`` is none, or one is missing; it names the row.
    /// copydesk.errors.BatchError
    ///     If the threads cannot be started, the process was forked while they ran, or two threads
    ///     of yours read from one pipe at once.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> list(cd.Reader().pipe(["Rain.", None], threads=2))
    /// [Story('Rain.', 1 paragraph, 1 sentence), None]
    #[pyo3(signature = (texts, published = None, *, threads = None, progress = false))]
    fn pipe<'py>(
        &self,
        texts: &Bound<'py, PyAny>,
        published: Option<&Bound<'py, PyAny>>,
        threads: Option<i64>,
        progress: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let request = Request { texts, ids: None, published, threads, progress };
        Ok(Bound::new(texts.py(), PyPipe::new(self.0, &request)?)?.into_any())
    }

    /// Read many articles into tables, on all cores.
    ///
    /// Tables are columns in memory, as Arrow lays them out, so that pandas, Polars, DuckDB, Spark and
    /// all others take them as they are. Columns of texts are not copied, but read where they are.
    ///
    /// Parameters
    /// ----------
    /// texts : column or iterable of str or None
    ///     The articles: a column of pandas, Polars, PyArrow or DuckDB (whatever has
    ///     ``__arrow_c_stream__`` or ``__arrow_c_array__``), a list, a generator.
    /// ids : column or iterable of int or str, optional
    ///     Their ids in the tables, one for each; by default the number of the row,
    ///     from 0. Whether an id comes twice is not looked at.
    /// published : date, datetime, timestamp or str, or a column or an iterable of them, optional
    ///     When the articles were published: one day for all, or one for each.
    /// only : iterable of {"stories", "datelines", "quotes", "entities", "mentions", "repeats"}, optional
    ///     Which tables are wanted; all by default that this reader fills. Nothing is read that the others
    ///     would need.
    /// threads : int, optional
    ///     How many threads read. By default as many as ``COPYDESK_THREADS`` says, else one for each
    ///     core that this process may use. The tables are the same whatever it is.
    /// progress : bool, default False
    ///     Whether to show a progress bar, if tqdm is installed.
    ///
    /// Returns
    /// -------
    /// StoryTables
    ///     Six tables, each with the id of the text in its first column. ``None``, ``NaN``, ``NaT`` and
    ///     nulls have a row in ``stories`` alone, and so has a text with lone surrogates or bytes that
    ///     are no UTF-8; those are counted and named in a :class:`copydesk.errors.CopydeskWarning`.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.InputTypeError
    ///     If a row is no string, or an id neither an integer nor a string; it names the row.
    /// copydesk.errors.InputValueError
    ///     If a day of ``published`` is none, there are not as many days or ids as texts, or ``only``
    ///     names a table that there is not.
    /// copydesk.errors.BatchError
    ///     If the threads cannot be started, or a column breaks off.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> texts = ['LIMA (AP) - "It rains," Ana Ruiz said.', None]
    /// >>> tables = cd.Reader().tables(texts, ids=["a", "b"], only=["datelines", "quotes"])
    /// >>> tables
    /// StoryTables(datelines=1 row, quotes=1 row)
    /// >>> tables.datelines.to_pydict()["country"]
    /// ['PE']
    #[pyo3(signature = (
        texts, ids = None, published = None, *, only = None, threads = None, progress = false
    ))]
    #[allow(clippy::too_many_arguments)] // Options of a Python method.
    fn tables<'py>(
        &self,
        texts: &Bound<'py, PyAny>,
        ids: Option<&Bound<'py, PyAny>>,
        published: Option<&Bound<'py, PyAny>>,
        only: Option<&Bound<'py, PyAny>>,
        threads: Option<i64>,
        progress: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let request = Request { texts, ids, published, threads, progress };
        tables::tables(texts.py(), self.0, &request, only)
    }

    /// Read many articles into tables, part by part.
    ///
    /// Like :meth:`tables`, for more texts than fit in memory: lazy, in order, and in bounded memory as
    /// long as the texts come from a stream or a generator.
    ///
    /// Parameters
    /// ----------
    /// texts, ids, published, only, threads, progress
    ///     As for :meth:`tables`.
    ///
    /// Returns
    /// -------
    /// iterator of StoryTables
    ///     Tables of some texts after the other, about a megabyte of text each, or 1,024 texts.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.CopydeskError
    ///     As :meth:`tables` does; what is wrong with a row is raised after the parts before it.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> texts = (f'"It rains," Ana Ruiz said {times} times.' for times in range(2, 2000))
    /// >>> sum(len(part.quotes) for part in cd.Reader().iter_tables(texts, only=["quotes"]))
    /// 1998
    #[pyo3(signature = (
        texts, ids = None, published = None, *, only = None, threads = None, progress = false
    ))]
    #[allow(clippy::too_many_arguments)] // Options of a Python method.
    fn iter_tables(
        &self,
        texts: &Bound<'_, PyAny>,
        ids: Option<&Bound<'_, PyAny>>,
        published: Option<&Bound<'_, PyAny>>,
        only: Option<&Bound<'_, PyAny>>,
        threads: Option<i64>,
        progress: bool,
    ) -> PyResult<PyTableParts> {
        PyTableParts::new(self.0, &Request { texts, ids, published, threads, progress }, only)
    }

    /// A table of one column: for each text a list of the rows of the table that is named.
    #[pyo3(signature = (name, texts, published = None, *, threads = None))]
    fn _lists(
        &self,
        name: &Bound<'_, PyAny>,
        texts: &Bound<'_, PyAny>,
        published: Option<&Bound<'_, PyAny>>,
        threads: Option<i64>,
    ) -> PyResult<PyTable> {
        let request = Request { texts, ids: None, published, threads, progress: false };
        tables::lists(texts.py(), self.0, &request, name)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let usual = Reader::default();
        let mut changed = Vec::new();
        if self.0.dateline != usual.dateline {
            changed.push("dateline=False".to_owned());
        }
        if self.0.quotes != usual.quotes {
            changed.push("quotes=False".to_owned());
        }
        if !self.entities() {
            changed.push("entities=False".to_owned());
        } else if self.0.entities != usual.entities {
            changed.push(format!("kinds={}", self.kinds(py)?.repr()?));
        }
        if self.0.repeats != usual.repeats {
            changed.push(format!("repeats='{}'", self.repeats()));
        }
        Ok(format!("Reader({})", changed.join(", ")))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    fn __hash__(&self) -> u64 {
        hash(&self.0)
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let options = PyDict::new(py);
        options.set_item("dateline", slf.get().dateline())?;
        options.set_item("quotes", slf.get().quotes())?;
        options.set_item("entities", slf.get().entities())?;
        options.set_item("kinds", slf.get().kinds(py)?)?;
        options.set_item("repeats", slf.get().repeats())?;
        let make = py.import("copydesk._pickle")?.getattr("call")?;
        (make, (slf.get_type(), options)).into_pyobject(py)
    }
}
