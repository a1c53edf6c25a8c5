//! `Quote`, `Speaker` and `SpeakerStats`.

use std::fmt::Write;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::convert::{InputValueError, Words, count};
use super::objects::{PySpan, excerpt, hash, to_dict};
use crate::Error;
use crate::quotes::{QuoteKind, SpeakerKind};
use crate::record::{QuoteRecord, SpeakerRecord, SpeakerStatsRecord};

/// What somebody said, wrote or thought, as the text gives it.
///
/// Parameters
/// ----------
/// kind : {"direct", "mixed", "indirect"}
///     ``direct``: word for word, between marks, a sentence or clause of its own. ``mixed``: in the
///     words of the narration, some of them between marks. ``indirect``: in the words of the
///     narration.
/// parts : list of Span
///     The pieces in the order of the text, without the outer quotation marks. A quotation that an
///     aside breaks off has more than one; each paragraph of a long one is a quotation of its own.
/// cue : Span or None
///     The words that say that somebody says it: ``"said"``, ``"according to"``. They may stand
///     anywhere: before the parts, between them or behind.
/// source : Span or None
///     The words that name who says it, as they stand in the text: ``"She"``, ``"a spokesman for the
///     police"``. None where no words there do.
/// speaker : Speaker or None
///     Whom the source stands for; None where that is not clear, or the confidence is below 0.2.
/// speech : bool, default True
///     Whether it was said or written, and not but thought, wanted or planned.
/// negated : bool, default False
///     Whether it is denied: ``"denied that …"``, ``"did not rule out …"``.
/// confidence : float, default 1.0
///     How sure it is that this is a quotation by this source and speaker, 0 to 1: of those at 0.8
///     about eight in ten are right. It is learned from speech in the news.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> [quote] = cd.extract_quotes('"We lost," the coach said, "but we learned."')
/// >>> quote.text
/// 'We lost, but we learned.'
/// >>> quote.parts
/// [Span(1, 9, 'We lost,'), Span(28, 43, 'but we learned.')]
#[pyclass(name = "Quote", module = "copydesk", frozen, eq, ord)]
#[derive(PartialEq, PartialOrd)]
pub struct PyQuote(pub QuoteRecord);

#[pymethods]
impl PyQuote {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str, &'static str, &'static str) =
        ("kind", "parts", "cue", "source", "speaker");

    #[new]
    #[pyo3(signature = (
        kind, parts, cue = None, source = None, speaker = None, speech = true, negated = false,
        confidence = 1.0
    ))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        kind: &str,
        parts: Vec<PySpan>,
        cue: Option<PySpan>,
        source: Option<PySpan>,
        speaker: Option<PySpeaker>,
        speech: bool,
        negated: bool,
        confidence: f64,
    ) -> PyResult<Self> {
        let Some(kind) = QuoteKind::of_name(kind) else {
            let message = format!("kind is {kind:?}; it must be 'direct', 'mixed' or 'indirect'");
            return Err(InputValueError::new_err(message));
        };
        let parts = parts.into_iter().map(|part| part.0).collect();
        let record = QuoteRecord {
            cue: cue.map(|cue| cue.0),
            source: source.map(|source| source.0),
            speaker: speaker.map(|speaker| speaker.0),
            speech,
            negated,
            confidence,
            ..QuoteRecord::new(kind, parts).map_err(refused)?
        };
        record.check().map_err(refused)?;
        Ok(Self(record))
    }

    /// ``"direct"``, ``"mixed"`` or ``"indirect"``.
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind.name()
    }

    /// The pieces in the order of the text, without the outer quotation marks.
    #[getter]
    fn parts(&self) -> Vec<PySpan> {
        self.0.parts.iter().cloned().map(PySpan).collect()
    }

    /// The words of the parts, joined by a blank.
    #[getter]
    fn text(&self) -> &str {
        &self.0.text
    }

    /// Where the first part starts, in code points.
    #[getter]
    fn start(&self) -> u32 {
        self.0.start
    }

    /// Where the last part ends, in code points.
    #[getter]
    fn end(&self) -> u32 {
        self.0.end
    }

    /// The words that say that somebody says it.
    #[getter]
    fn cue(&self) -> Option<PySpan> {
        self.0.cue.clone().map(PySpan)
    }

    /// The words that name who says it, as they stand in the text.
    #[getter]
    fn source(&self) -> Option<PySpan> {
        self.0.source.clone().map(PySpan)
    }

    /// Whom the source stands for; None where that is not clear.
    #[getter]
    fn speaker(&self) -> Option<PySpeaker> {
        self.0.speaker.clone().map(PySpeaker)
    }

    /// Whether it was said or written, and not but thought, wanted or planned.
    #[getter]
    fn speech(&self) -> bool {
        self.0.speech
    }

    /// Whether it is denied.
    #[getter]
    fn negated(&self) -> bool {
        self.0.negated
    }

    /// How sure it is that this is a quotation by this source, 0 to 1.
    #[getter]
    fn confidence(&self) -> f64 {
        self.0.confidence
    }

    /// The same as a dictionary: ``start``, ``end``, ``text``, ``kind``, ``parts``, ``cue``,
    /// ``source``, ``speaker``, ``speech``, ``negated``, ``confidence``.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut repr = format!("Quote('{}', {}", self.kind(), excerpt(py, &self.0.text)?);
        if let Some(speaker) = &self.0.speaker {
            let _ = write!(repr, ", speaker={}", excerpt(py, &speaker.name)?);
        } else if let Some(source) = &self.0.source {
            let _ = write!(repr, ", source={}", excerpt(py, &source.text)?);
        }
        if !self.0.speech {
            repr += ", speech=False";
        }
        if self.0.negated {
            repr += ", negated=True";
        }
        Ok(repr + ")")
    }

    fn __hash__(&self) -> u64 {
        let QuoteRecord { kind, parts, cue, source, speaker, speech, negated, .. } = &self.0;
        hash(&(kind, parts, cue, source, speaker, speech, negated))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let it = slf.get();
        let arguments = (
            it.kind(),
            it.parts(),
            it.cue(),
            it.source(),
            it.speaker(),
            it.speech(),
            it.negated(),
            it.confidence(),
        );
        (slf.get_type(), arguments).into_pyobject(slf.py())
    }
}

/// Whose words a quotation gives.
///
/// Parameters
/// ----------
/// name : str
///     The full name of the entity that it is; or, of somebody without a name, the words that
///     describe them: ``"immigration authorities in Oslo"``.
/// kind : {"person", "org", "group", "document"}
///     What it is. ``person``: somebody, with a name or without. ``org``: a company, a ministry, a
///     state, the police. ``group``: several people, or people at large. ``document``: a report, a
///     survey, a law.
/// entity : int or None
///     The ``id`` of the entity that it is: ``story.entities[speaker.entity]``. None for somebody
///     without a name, and where entities of its kind were not asked for.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> cd.Speaker("immigration authorities in Oslo", "org")
/// Speaker('immigration authorities in Oslo', 'org')
/// >>> cd.Speaker("Maria Keller", "person", entity=2).entity
/// 2
#[pyclass(name = "Speaker", module = "copydesk", frozen, eq, ord, hash, from_py_object)]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PySpeaker(pub SpeakerRecord);

#[pymethods]
impl PySpeaker {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str) = ("name", "kind", "entity");

    #[new]
    #[pyo3(signature = (name, kind, entity = None))]
    fn new(name: &Bound<'_, PyAny>, kind: &str, entity: Option<i128>) -> PyResult<Self> {
        let Some(kind) = SpeakerKind::of_name(kind) else {
            let known = SpeakerKind::ALL.map(SpeakerKind::name).join("', '");
            let message = format!("kind is {kind:?}; it must be one of '{known}'");
            return Err(InputValueError::new_err(message));
        };
        let name = Words::named("name", name)?.get().to_owned();
        let entity = entity.map(|number| count("entity", number)).transpose()?;
        let record = SpeakerRecord { name, kind, entity };
        record.check().map_err(refused)?;
        Ok(Self(record))
    }

    /// The full name of the entity that it is, or the words that describe it.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// ``"person"``, ``"org"``, ``"group"`` or ``"document"``.
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind.name()
    }

    /// The ``id`` of the entity that it is, or None.
    #[getter]
    fn entity(&self) -> Option<u32> {
        self.0.entity
    }

    /// The same as a dictionary, ``{"name", "kind", "entity"}``.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (name, kind) = (excerpt(py, &self.0.name)?, self.kind());
        let entity = self.0.entity.map_or_else(String::new, |it| format!(", entity={it}"));
        Ok(format!("Speaker({name}, '{kind}'{entity})"))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let it = slf.get();
        (slf.get_type(), (it.name(), it.kind(), it.entity())).into_pyobject(slf.py())
    }
}

/// How much somebody says in a story.
///
/// Parameters
/// ----------
/// speaker : Speaker
///     Who it is.
/// quotes : int
///     How many quotations are theirs.
/// words : int
///     How many words these have; a number is a word, ``"don't"`` is one.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> cd.SpeakerStats(cd.Speaker("Maria Keller", "person"), 2, 41)
/// SpeakerStats('Maria Keller', quotes=2, words=41)
#[pyclass(name = "SpeakerStats", module = "copydesk", frozen, eq, ord, hash)]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PySpeakerStats(pub SpeakerStatsRecord);

#[pymethods]
impl PySpeakerStats {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str) = ("speaker", "quotes", "words");

    #[new]
    fn new(speaker: PySpeaker, quotes: i128, words: i128) -> PyResult<Self> {
        let (quotes, words) = (count("quotes", quotes)?, count("words", words)?);
        Ok(Self(SpeakerStatsRecord { speaker: speaker.0, quotes, words }))
    }

    /// Who it is.
    #[getter]
    fn speaker(&self) -> PySpeaker {
        PySpeaker(self.0.speaker.clone())
    }

    /// How many quotations are theirs.
    #[getter]
    fn quotes(&self) -> u32 {
        self.0.quotes
    }

    /// How many words these have.
    #[getter]
    fn words(&self) -> u32 {
        self.0.words
    }

    /// The same as a dictionary, ``{"speaker", "quotes", "words"}``.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let SpeakerStatsRecord { speaker, quotes, words } = &self.0;
        let name = excerpt(py, &speaker.name)?;
        Ok(format!("SpeakerStats({name}, quotes={quotes}, words={words})"))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let it = slf.get();
        (slf.get_type(), (it.speaker(), it.quotes(), it.words())).into_pyobject(slf.py())
    }
}

#[allow(clippy::needless_pass_by_value)] // For `map_err`.
fn refused(error: Error) -> PyErr {
    InputValueError::new_err(error.to_string())
}
