//! `Story`.

use std::fmt::Write;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};

use super::convert::{Words, count, to_python};
use super::entities::PyEntity;
use super::lead::{PyByline, PyCredit, PyDateline};
use super::objects::{PyRepeat, PySpan, excerpt, hash};
use super::quotes::{PyQuote, PySpeakerStats};
use crate::{Span, Story, render};

// A signature shows only a literal.
const _: () = assert!(render::HTML_CHARS == 20_000);

/// An article and what was read in it.
///
/// Made by :func:`copydesk.read`, :meth:`copydesk.Reader.read` and :meth:`copydesk.Reader.pipe`.
/// Frozen, comparable, hashable and picklable. In a notebook it shows the article, marked up. Its
/// lists are made anew each time they are asked for: keep one that you index in a loop.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> story = cd.read('The bridge is shut.\n"We had no choice," said the mayor.')
/// >>> story
/// Story('The bridge is shut.\n"We had no choice,"…', 2 paragraphs, 2 sentences, 1 quote)
/// >>> story.paragraphs[0]
/// Span(0, 19, 'The bridge is shut.')
#[pyclass(name = "Story", module = "copydesk", frozen)]
pub struct PyStory {
    story: Story,
    /// One string for all who ask, so that slicing it once per sentence stays cheap.
    text: PyOnceLock<Py<PyString>>,
}

impl PyStory {
    pub fn core(&self) -> &Story {
        &self.story
    }

    fn spans(&self, spans: &[Span]) -> Vec<PySpan> {
        let records = self.story.records();
        spans.iter().map(|&span| PySpan(records.span(span))).collect()
    }
}

impl From<Story> for PyStory {
    fn from(story: Story) -> Self {
        Self { story, text: PyOnceLock::new() }
    }
}

#[pymethods]
impl PyStory {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str,) = ("text",);

    /// The text as it was given.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        self.text.get_or_init(py, || PyString::new(py, self.story.text()).unbind()).bind(py).clone()
    }

    /// The article as it was meant to be read: the text without its dateline, byline, credits and
    /// repeats.
    #[getter]
    fn body(&self, py: Python<'_>) -> String {
        py.detach(|| self.story.body())
    }

    /// The paragraphs, in order, without the white space around them.
    #[getter]
    fn paragraphs(&self) -> Vec<PySpan> {
        self.spans(self.story.paragraphs())
    }

    /// The sentences, in order. A headline is a sentence; none runs over a paragraph's end.
    #[getter]
    fn sentences(&self) -> Vec<PySpan> {
        self.spans(self.story.sentences())
    }

    /// Where it was filed, when, by which agency, and where it begins; None without a dateline.
    #[getter]
    fn dateline(&self) -> Option<PyDateline> {
        let records = self.story.records();
        self.story.dateline().map(|dateline| PyDateline(records.dateline(dateline)))
    }

    /// Who wrote it; None when it does not say.
    #[getter]
    fn byline(&self) -> Option<PyByline> {
        let records = self.story.records();
        self.story.byline().map(|byline| PyByline(records.byline(byline)))
    }

    /// Who else worked on it, and what the desk adds, in order.
    #[getter]
    fn credits(&self) -> Vec<PyCredit> {
        let (credits, records) = (self.story.credits(), self.story.records());
        credits.iter().map(|credit| PyCredit(records.credit(credit))).collect()
    }

    /// Who and what it names, in the order of their first names in it.
    #[getter]
    fn entities(&self) -> Vec<PyEntity> {
        self.story.records().entities(self.story.entities()).into_iter().map(PyEntity).collect()
    }

    /// The quotations, in the order of their first words; of those that begin together the longest
    /// first. One may stand inside another.
    #[getter]
    fn quotes(&self) -> Vec<PyQuote> {
        let (quotes, records) = (self.story.quotes(), self.story.records());
        quotes.iter().map(|quote| PyQuote(records.quote(quote))).collect()
    }

    /// Who is quoted, and how much: those with most quotations first, then those with most words.
    /// Quotations are those of one speaker if they are of one entity; without an entity, if kind and
    /// name are the same.
    #[getter]
    fn speakers(&self, py: Python<'_>) -> Vec<PySpeakerStats> {
        let records = self.story.records();
        let speakers = py.detach(|| self.story.speakers());
        speakers.iter().map(|stats| PySpeakerStats(records.speaker_stats(stats))).collect()
    }

    /// The blocks that the text says twice, in order; no two overlap.
    #[getter]
    fn repeats(&self) -> Vec<PyRepeat> {
        let (repeats, records) = (self.story.repeats(), self.story.records());
        repeats.iter().map(|repeat| PyRepeat(records.repeat(repeat))).collect()
    }

    /// The story as one line of JSON. Offsets are code points.
    ///
    /// Returns
    /// -------
    /// str
    ///     What :meth:`from_json` reads.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> cd.read("Rain.").to_json()
    /// '{"version":4,"text":"Rain.","paragraphs":[[0,5]],"sentences":[[0,5]],"dateline":null,"byline":null,"credits":[],"entities":[],"quotes":[],"repeats":[]}'
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| self.story.to_json())
    }

    /// The story that :meth:`to_json` wrote.
    ///
    /// Parameters
    /// ----------
    /// json : str
    ///     A story in JSON.
    ///
    /// Returns
    /// -------
    /// Story
    ///     The same story.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.FormatError
    ///     If it is anything else (a ``ValueError``).
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> story = cd.read("Rain.")
    /// >>> cd.Story.from_json(story.to_json()) == story
    /// True
    #[classmethod]
    fn from_json(cls: &Bound<'_, PyType>, json: &Bound<'_, PyAny>) -> PyResult<Self> {
        let words = Words::named("json", json)?;
        cls.py().detach(|| Story::from_json(words.get())).map(Self::from).map_err(to_python)
    }

    /// The story as a dictionary: what its JSON says.
    ///
    /// Returns
    /// -------
    /// dict
    ///     ``version``, ``text``, ``paragraphs`` and ``sentences`` (pairs of offsets), ``dateline``,
    ///     ``byline``, ``credits``, ``entities``, ``quotes``, ``repeats``.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        Ok(py.import("json")?.call_method1("loads", (self.to_json(py),))?.cast_into()?)
    }

    /// The article marked up as a fragment of HTML: what a notebook shows.
    ///
    /// Parameters
    /// ----------
    /// max_chars : int, default 20000
    ///     How much of the text to show; how much is left out stands at the end.
    ///
    /// Returns
    /// -------
    /// str
    ///     HTML without scripts or anything to load, everything from the text escaped.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> cd.read("Rain & wind.").to_html().count("Rain &amp; wind.")
    /// 1
    #[pyo3(signature = (*, max_chars = 20_000))]
    fn to_html(&self, py: Python<'_>, max_chars: i128) -> PyResult<String> {
        let max_chars = count("max_chars", max_chars)? as usize;
        Ok(py.detach(|| render::html(&self.story, max_chars)))
    }

    fn _repr_html_(&self, py: Python<'_>) -> String {
        py.detach(|| render::html(&self.story, render::HTML_CHARS))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut repr = format!("Story({}", excerpt(py, self.story.text())?);
        let counts = [
            (self.story.paragraphs().len(), ["paragraph", "paragraphs"], true),
            (self.story.sentences().len(), ["sentence", "sentences"], true),
            (self.story.entities().len(), ["entity", "entities"], false),
            (self.story.quotes().len(), ["quote", "quotes"], false),
            (self.story.repeats().len(), ["repeat", "repeats"], false),
        ];
        for (count, nouns, always) in counts {
            if always || count > 0 {
                let _ = write!(repr, ", {count} {}", nouns[usize::from(count != 1)]);
            }
        }
        Ok(repr + ")")
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.story == other.story
    }

    fn __hash__(&self) -> u64 {
        let counts = (self.story.entities().len(), self.story.quotes().len());
        hash(&(self.story.text(), counts, self.story.repeats().len()))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let from_json = slf.get_type().getattr("from_json")?;
        (from_json, (slf.get().to_json(slf.py()),)).into_pyobject(slf.py())
    }
}
