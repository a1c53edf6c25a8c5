//! `Entity` and `Mention`.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::convert::{InputValueError, Words, count, kind};
use super::lead::PyPlace;
use super::objects::{excerpt, hash, span, to_dict};
use crate::entities::{EntityKind, MentionForm};
use crate::record::{EntityRecord, MentionRecord, SpanRecord};

/// Somebody or something that a text names, with every mention of it.
///
/// Parameters
/// ----------
/// id : int
///     Its number in the text: ``story.entities[entity.id] == entity``.
/// kind : {"PERSON", "ORG", "LOC", "FAC", "NORP", "PRODUCT", "MISC", "DATE", "MONEY"}
///     What it is. ``FAC`` is a building, bridge or airport; ``NORP`` a nationality, religion or
///     political group; ``MISC`` an event, law, award or work.
/// name : str
///     Its fullest name in the text.
/// mentions : sequence of Mention
///     Where it is mentioned, in the order of the text.
/// aliases : sequence of str
///     Its other names in the text, in order of appearance; no pronouns.
/// role : str or None
///     What the text says that it is: ``"spokeswoman for the harbour"``.
/// place : Place or None
///     The place that it is, if it is one that the gazetteer knows. It stands at one of the mentions.
/// country : str or None
///     ISO 3166-1 alpha-2: the country that a place lies in, or is; that a nationality is of.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> text = "President Maria Keller met reporters on the quay. Keller smiled."
/// >>> [keller] = cd.extract_entities(text, kinds=["PERSON"])
/// >>> keller
/// Entity('PERSON', 'Maria Keller', mentions=2)
/// >>> [mention.text for mention in keller.mentions]
/// ['Maria Keller', 'Keller']
#[pyclass(name = "Entity", module = "copydesk", frozen, eq, ord)]
#[derive(PartialEq, PartialOrd)]
pub struct PyEntity(pub EntityRecord);

#[pymethods]
impl PyEntity {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str) = ("kind", "name", "mentions");

    #[new]
    #[pyo3(signature = (
        id, kind, name, mentions, aliases = Vec::new(), role = None, place = None, country = None
    ), text_signature = "(id, kind, name, mentions, aliases=(), role=None, place=None, country=None)")]
    #[allow(clippy::too_many_arguments)]
    fn new(
        id: i128,
        #[pyo3(from_py_with = kind)] kind: EntityKind,
        name: &Bound<'_, PyAny>,
        mentions: Vec<PyMention>,
        aliases: Vec<String>,
        role: Option<String>,
        place: Option<PyPlace>,
        country: Option<String>,
    ) -> PyResult<Self> {
        let record = EntityRecord {
            id: count("id", id)?,
            kind,
            name: Words::named("name", name)?.get().to_owned(),
            aliases,
            role,
            place: place.map(|place| place.0),
            country,
            mentions: mentions.into_iter().map(|mention| mention.0).collect(),
        };
        record.check().map_err(|error| InputValueError::new_err(error.to_string()))?;
        Ok(Self(record))
    }

    /// Its number in the text.
    #[getter]
    fn id(&self) -> u32 {
        self.0.id
    }

    /// What it is: ``"PERSON"``, ``"ORG"``, …
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind.name()
    }

    /// Its fullest name in the text.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Where it is mentioned, in the order of the text.
    #[getter]
    fn mentions<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.mentions.iter().cloned().map(PyMention))
    }

    /// Its other names in the text, in order of appearance.
    #[getter]
    fn aliases<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.aliases)
    }

    /// What the text says that it is.
    #[getter]
    fn role(&self) -> Option<&str> {
        self.0.role.as_deref()
    }

    /// The place that it is, if the gazetteer knows it.
    #[getter]
    fn place(&self) -> Option<PyPlace> {
        self.0.place.clone().map(PyPlace)
    }

    /// The country that it is, lies in, or is of: ISO 3166-1 alpha-2.
    #[getter]
    fn country(&self) -> Option<&str> {
        self.0.country.as_deref()
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (name, mentions) = (excerpt(py, &self.0.name)?, self.0.mentions.len());
        Ok(format!("Entity('{}', {name}, mentions={mentions})", self.kind()))
    }

    fn __hash__(&self) -> u64 {
        hash(&(self.0.id, self.0.kind, &self.0.name, &self.0.mentions))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let it = slf.get();
        let arguments = (
            it.id(),
            it.kind(),
            it.name(),
            it.mentions(slf.py())?,
            it.aliases(slf.py())?,
            it.role(),
            it.place(),
            it.country(),
        );
        (slf.get_type(), arguments).into_pyobject(slf.py())
    }
}

/// One place where a text mentions an entity.
///
/// Parameters
/// ----------
/// start : int
///     Its first code point.
/// end : int
///     The code point after its last one.
/// text : str
///     Its words: a name without title, article and possessive; or a pronoun.
/// form : {"name", "short", "acronym", "pronoun"}
///     How it names the entity: by a full name (``"Maria Keller"``), a part of it (``"Keller"``), its
///     letters (``"UDI"``), or a pronoun (``"She"``).
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> cd.Mention(10, 22, "Maria Keller", "name")
/// Mention(10, 22, 'Maria Keller', 'name')
#[pyclass(name = "Mention", module = "copydesk", frozen, eq, ord, hash, from_py_object)]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyMention(pub MentionRecord);

#[pymethods]
impl PyMention {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str, &'static str) =
        ("start", "end", "text", "form");

    #[new]
    fn new(start: i128, end: i128, text: &Bound<'_, PyAny>, form: &str) -> PyResult<Self> {
        let Some(form) = MentionForm::of_name(form) else {
            let known = MentionForm::ALL.map(MentionForm::name).join("', '");
            let message = format!("form is {form:?}; it must be one of '{known}'");
            return Err(InputValueError::new_err(message));
        };
        let SpanRecord { start, end, text } = span(start, end, text)?;
        Ok(Self(MentionRecord { start, end, text, form }))
    }

    /// Its first code point.
    #[getter]
    fn start(&self) -> u32 {
        self.0.start
    }

    /// The code point after its last one.
    #[getter]
    fn end(&self) -> u32 {
        self.0.end
    }

    /// Its words.
    #[getter]
    fn text(&self) -> &str {
        &self.0.text
    }

    /// How it names the entity: ``"name"``, ``"short"``, ``"acronym"`` or ``"pronoun"``.
    #[getter]
    fn form(&self) -> &'static str {
        self.0.form.name()
    }

    /// The same as a dictionary, ``{"start", "end", "text", "form"}``.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let MentionRecord { start, end, text, .. } = &self.0;
        Ok(format!("Mention({start}, {end}, {}, '{}')", excerpt(py, text)?, self.form()))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let MentionRecord { start, end, text, .. } = &slf.get().0;
        (slf.get_type(), (start, end, text, slf.get().form())).into_pyobject(slf.py())
    }
}
