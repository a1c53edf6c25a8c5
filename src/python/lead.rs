//! What stands in front of a story: `Dateline`, `Place`, `Date`, `Byline`; and `Credit`.

use std::fmt::Write;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::convert::{InputValueError, count};
use super::objects::{PySpan, excerpt, hash, span, to_dict};
use crate::lexicon::CreditKind;
use crate::record::{
    BylineRecord, CreditRecord, DateRecord, DatelineRecord, PlaceRecord, SpanRecord,
};

/// The dateline of a story: where it was filed, when, by which agency, and where the story begins.
///
/// Parameters
/// ----------
/// start : int
///     Its first code point.
/// end : int
///     The code point after the mark that ends it.
/// text : str
///     Its words: ``"OSLO (Reuters) -"``.
/// places : list of Place
///     Where the story was filed. None in the credit of an agency (``"AP - "``).
/// agencies : list of str
///     The agencies, by their usual names: ``"AP"`` for ``"Associated Press"``.
/// date : Date or None
///     The day, if it names one that exists.
/// body_start : int
///     The code point with which the story begins.
/// language : str or None
///     ISO 639-1, when the month, the agency or the script tells it.
/// confidence : float
///     How sure all this is, 0 to 1.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> text = "NAJAF, Iraq, Dec 31 (Reuters) - The bridge is open."
/// >>> dateline = cd.parse_dateline(text, published="2005-01-02")
/// >>> dateline
/// Dateline('NAJAF, Iraq, Dec 31 (Reuters) -', 'Najaf, IQ', 'Reuters', 2004-12-31)
/// >>> text[dateline.body_start :]
/// 'The bridge is open.'
#[pyclass(name = "Dateline", module = "copydesk", frozen, eq, ord)]
#[derive(PartialEq, PartialOrd)]
pub struct PyDateline(pub DatelineRecord);

#[pymethods]
impl PyDateline {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str) = ("places", "agencies", "date");

    #[new]
    #[pyo3(signature = (start, end, text, places, agencies, date, body_start, language = None, confidence = 1.0))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        start: i128,
        end: i128,
        text: &Bound<'_, PyAny>,
        places: Vec<PyPlace>,
        agencies: Vec<String>,
        date: Option<PyDate>,
        body_start: i128,
        language: Option<String>,
        confidence: f64,
    ) -> PyResult<Self> {
        let SpanRecord { start, end, text } = span(start, end, text)?;
        let body_start = count("body_start", body_start)?;
        if body_start < end {
            let message = format!("body_start is {body_start}, before the dateline's end at {end}");
            return Err(InputValueError::new_err(message));
        }
        if !(0.0..=1.0).contains(&confidence) {
            let message = format!("confidence is {confidence}; it must be 0 to 1");
            return Err(InputValueError::new_err(message));
        }
        let places: Vec<PlaceRecord> = places.into_iter().map(|place| place.0).collect();
        Ok(Self(DatelineRecord {
            start,
            end,
            text,
            credit_only: places.is_empty(),
            places,
            agencies,
            date: date.map(|date| date.0),
            body_start,
            language,
            confidence,
        }))
    }

    /// Its first code point.
    #[getter]
    fn start(&self) -> u32 {
        self.0.start
    }

    /// The code point after the mark that ends it.
    #[getter]
    fn end(&self) -> u32 {
        self.0.end
    }

    /// Its words.
    #[getter]
    fn text(&self) -> &str {
        &self.0.text
    }

    /// Where the story was filed.
    #[getter]
    fn places(&self) -> Vec<PyPlace> {
        self.0.places.iter().cloned().map(PyPlace).collect()
    }

    /// The first place, or None.
    #[getter]
    fn place(&self) -> Option<PyPlace> {
        self.0.places.first().cloned().map(PyPlace)
    }

    /// The agencies, by their usual names.
    #[getter]
    fn agencies(&self) -> Vec<String> {
        self.0.agencies.clone()
    }

    /// The first agency, or None.
    #[getter]
    fn agency(&self) -> Option<&str> {
        self.0.agencies.first().map(String::as_str)
    }

    /// The day, if it names one that exists.
    #[getter]
    fn date(&self) -> Option<PyDate> {
        self.0.date.clone().map(PyDate)
    }

    /// The code point with which the story begins.
    #[getter]
    fn body_start(&self) -> u32 {
        self.0.body_start
    }

    /// Whether it names no place, but only an agency or a date: ``"(CNN) -- "``.
    #[getter]
    fn credit_only(&self) -> bool {
        self.0.credit_only
    }

    /// The language, ISO 639-1, when the dateline tells it.
    #[getter]
    fn language(&self) -> Option<&str> {
        self.0.language.as_deref()
    }

    /// How sure all this is, 0 to 1.
    #[getter]
    fn confidence(&self) -> f64 {
        self.0.confidence
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut repr = format!("Dateline({}", excerpt(py, &self.0.text)?);
        if !self.0.places.is_empty() {
            let places: Vec<String> = self.0.places.iter().map(short).collect();
            let _ = write!(repr, ", {}", quoted(py, &places.join("; "))?);
        }
        if !self.0.agencies.is_empty() {
            let _ = write!(repr, ", {}", quoted(py, &self.0.agencies.join(", "))?);
        }
        if let Some(date) = &self.0.date {
            let _ = write!(repr, ", {}", date.iso);
        }
        Ok(repr + ")")
    }

    fn __hash__(&self) -> u64 {
        hash(&(self.0.start, self.0.end, &self.0.text, &self.0.agencies, &self.0.date))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let it = slf.get();
        let record = &it.0;
        let arguments = (
            record.start,
            record.end,
            &record.text,
            it.places(),
            it.agencies(),
            it.date(),
            record.body_start,
            &record.language,
            record.confidence,
        );
        (slf.get_type(), arguments).into_pyobject(slf.py())
    }
}

/// A place that a dateline names, or that the gazetteer knows.
///
/// Parameters
/// ----------
/// start : int
///     Its first code point.
/// end : int
///     The code point after its last one.
/// text : str
///     Its words, with those that say in which state or country it is: ``"NAJAF, Iraq"``.
/// name : str or None
///     Its name, in English where English has one of its own; as it is written when the gazetteer
///     does not know it; None when it is no place with a name (``"ABOARD AIR FORCE ONE"``).
/// region : str or None
///     The first-order division that it lies in: ``"California"``.
/// region_code : str or None
///     The division's ISO 3166-2 code without the country, which is the postal code in the United
///     States, Canada and Australia: ``"CA"``.
/// country : str or None
///     ISO 3166-1 alpha-2: ``"IQ"``.
/// latitude, longitude : float or None
///     In degrees. Countries and regions have none.
/// geonames_id : int or None
///     The number of the city in GeoNames.
/// alternatives : list of Place
///     Other places that the words may mean, the likeliest first; at most three.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> place = cd.parse_dateline("GEORGETOWN, Texas (AP) - The mill is shut.").place
/// >>> place
/// Place('GEORGETOWN, Texas', 'Georgetown, TX, US')
/// >>> round(place.latitude), place.region
/// (31, 'Texas')
#[pyclass(name = "Place", module = "copydesk", frozen, eq, ord, from_py_object)]
#[derive(Clone, PartialEq, PartialOrd)]
pub struct PyPlace(pub PlaceRecord);

#[pymethods]
impl PyPlace {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str) = ("name", "region", "country");

    #[new]
    #[pyo3(signature = (
        start, end, text, name = None, region = None, region_code = None, country = None,
        latitude = None, longitude = None, geonames_id = None, alternatives = Vec::new()
    ), text_signature = "(start, end, text, name=None, region=None, region_code=None, country=None, \
                         latitude=None, longitude=None, geonames_id=None, alternatives=())")]
    #[allow(clippy::too_many_arguments)]
    fn new(
        start: i128,
        end: i128,
        text: &Bound<'_, PyAny>,
        name: Option<String>,
        region: Option<String>,
        region_code: Option<String>,
        country: Option<String>,
        latitude: Option<f64>,
        longitude: Option<f64>,
        geonames_id: Option<i128>,
        alternatives: Vec<PyPlace>,
    ) -> PyResult<Self> {
        let SpanRecord { start, end, text } = span(start, end, text)?;
        let alternatives = alternatives.into_iter().map(|place| place.0).collect();
        let geonames_id = geonames_id.map(|given| count("geonames_id", given)).transpose()?;
        let record = PlaceRecord {
            start,
            end,
            text,
            name,
            region,
            region_code,
            country,
            latitude,
            longitude,
            geonames_id,
            alternatives,
        };
        let checked = record.check_coordinates();
        checked.map_err(|error| InputValueError::new_err(error.to_string()))?;
        Ok(Self(record))
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

    /// Its name.
    #[getter]
    fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// The first-order division that it lies in.
    #[getter]
    fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// The division's ISO 3166-2 code without the country.
    #[getter]
    fn region_code(&self) -> Option<&str> {
        self.0.region_code.as_deref()
    }

    /// The country, ISO 3166-1 alpha-2.
    #[getter]
    fn country(&self) -> Option<&str> {
        self.0.country.as_deref()
    }

    /// Degrees north.
    #[getter]
    fn latitude(&self) -> Option<f64> {
        self.0.latitude
    }

    /// Degrees east.
    #[getter]
    fn longitude(&self) -> Option<f64> {
        self.0.longitude
    }

    /// The number of the city in GeoNames.
    #[getter]
    fn geonames_id(&self) -> Option<u32> {
        self.0.geonames_id
    }

    /// Other places that the words may mean, the likeliest first.
    #[getter]
    fn alternatives(&self) -> Vec<PyPlace> {
        self.0.alternatives.iter().cloned().map(PyPlace).collect()
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (text, place) = (excerpt(py, &self.0.text)?, quoted(py, &short(&self.0))?);
        Ok(format!("Place({text}, {place})"))
    }

    fn __hash__(&self) -> u64 {
        hash(&(self.0.start, self.0.end, &self.0.text, &self.0.name, self.0.geonames_id))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let it = slf.get();
        let record = &it.0;
        let arguments = (
            record.start,
            record.end,
            &record.text,
            &record.name,
            &record.region,
            &record.region_code,
            &record.country,
            record.latitude,
            record.longitude,
            record.geonames_id,
            it.alternatives(),
        );
        (slf.get_type(), arguments).into_pyobject(slf.py())
    }
}

/// The date of a dateline.
///
/// Parameters
/// ----------
/// start : int
///     Its first code point.
/// end : int
///     The code point after its last one.
/// text : str
///     Its words.
/// year : int or None
///     As written, or the one that brings the date nearest to the day of publication; None when
///     neither is known.
/// month : int
///     From 1.
/// day : int
///     The day of the month.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> cd.parse_dateline("LIMA, 3 mayo (EFE).- El puerto abre.").date
/// Date('3 mayo', '--05-03')
#[pyclass(name = "Date", module = "copydesk", frozen, eq, ord, hash, from_py_object)]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyDate(pub DateRecord);

#[pymethods]
impl PyDate {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str) = ("year", "month", "day");

    #[new]
    fn new(
        start: i128,
        end: i128,
        text: &Bound<'_, PyAny>,
        year: Option<i128>,
        month: i128,
        day: i128,
    ) -> PyResult<Self> {
        let at = span(start, end, text)?;
        let number = |given: i128| u8::try_from(given).unwrap_or(0);
        let of_year = year.map(|given| i32::try_from(given).unwrap_or(0));
        DateRecord::new(at, of_year, number(month), number(day)).map(Self).map_err(|_| {
            let year = year.map_or_else(|| "None".into(), |year| year.to_string());
            InputValueError::new_err(format!(
                "there is no day with year={year}, month={month}, day={day}"
            ))
        })
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

    /// The year, if one is known.
    #[getter]
    fn year(&self) -> Option<i32> {
        self.0.year
    }

    /// The month, from 1.
    #[getter]
    fn month(&self) -> u8 {
        self.0.month
    }

    /// The day of the month.
    #[getter]
    fn day(&self) -> u8 {
        self.0.day
    }

    /// As ISO 8601 has it: ``"2012-02-29"``; ``"--02-29"`` without a year.
    #[getter]
    fn iso(&self) -> &str {
        &self.0.iso
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Date({}, '{}')", excerpt(py, &self.0.text)?, self.0.iso))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let DateRecord { start, end, text, year, month, day, .. } = &slf.get().0;
        (slf.get_type(), (start, end, text, year, month, day)).into_pyobject(slf.py())
    }
}

/// Who wrote a story.
///
/// Parameters
/// ----------
/// start : int
///     Its first code point.
/// end : int
///     The code point after its last one.
/// text : str
///     Its words: ``"By Ann Lee in Oslo"``.
/// names : list of Span
///     The names.
/// roles : list of Span
///     What they are, or for whom they write: ``"Staff Writer"``, ``"Associated Press"``.
/// places : list of Span
///     Where they were.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> byline = cd.read("Harbour shut\nBy Ann Lee in Oslo\nThe harbour is shut, it said.").byline
/// >>> [name.text for name in byline.names], [place.text for place in byline.places]
/// (['Ann Lee'], ['Oslo'])
#[pyclass(name = "Byline", module = "copydesk", frozen, eq, ord, hash)]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyByline(pub BylineRecord);

#[pymethods]
impl PyByline {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str) = ("names", "roles", "places");

    #[new]
    #[pyo3(
        signature = (start, end, text, names, roles = Vec::new(), places = Vec::new()),
        text_signature = "(start, end, text, names, roles=(), places=())"
    )]
    fn new(
        start: i128,
        end: i128,
        text: &Bound<'_, PyAny>,
        names: Vec<PySpan>,
        roles: Vec<PySpan>,
        places: Vec<PySpan>,
    ) -> PyResult<Self> {
        let SpanRecord { start, end, text } = span(start, end, text)?;
        let records = |spans: Vec<PySpan>| spans.into_iter().map(|span| span.0).collect();
        let (names, roles, places) = (records(names), records(roles), records(places));
        Ok(Self(BylineRecord { start, end, text, names, roles, places }))
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

    /// The names.
    #[getter]
    fn names(&self) -> Vec<PySpan> {
        self.0.names.iter().cloned().map(PySpan).collect()
    }

    /// What they are, or for whom they write.
    #[getter]
    fn roles(&self) -> Vec<PySpan> {
        self.0.roles.iter().cloned().map(PySpan).collect()
    }

    /// Where they were.
    #[getter]
    fn places(&self) -> Vec<PySpan> {
        self.0.places.iter().cloned().map(PySpan).collect()
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Byline({})", excerpt(py, &self.0.text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let it = slf.get();
        let BylineRecord { start, end, text, .. } = &it.0;
        let arguments = (start, end, text, it.names(), it.roles(), it.places());
        (slf.get_type(), arguments).into_pyobject(slf.py())
    }
}

/// A line that says who else worked on a story, or what the desk adds.
///
/// Parameters
/// ----------
/// kind : str
///     ``"reporting"``, ``"writing"``, ``"editing"``, ``"photo"``, ``"translation"``;
///     ``"copyright"``, ``"correction"`` (also a note of what was added), ``"note"``, ``"end"`` (the
///     sign-off of a wire story).
/// start : int
///     Its first code point.
/// end : int
///     The code point after its last one.
/// text : str
///     Its words, without the brackets around them.
/// names : list of Span
///     The people that it names.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> story = cd.read("It rains. (Reporting by Ann Lee; Editing by Bob Roe)")
/// >>> story.credits
/// [Credit('reporting', 'Reporting by Ann Lee'), Credit('editing', 'Editing by Bob Roe')]
/// >>> story.body
/// 'It rains.'
#[pyclass(name = "Credit", module = "copydesk", frozen, eq, ord, hash)]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyCredit(pub CreditRecord);

#[pymethods]
impl PyCredit {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str) = ("kind", "text", "names");

    #[new]
    #[pyo3(
        signature = (kind, start, end, text, names = Vec::new()),
        text_signature = "(kind, start, end, text, names=())"
    )]
    fn new(
        kind: &str,
        start: i128,
        end: i128,
        text: &Bound<'_, PyAny>,
        names: Vec<PySpan>,
    ) -> PyResult<Self> {
        let Some(kind) = CreditKind::ALL.into_iter().find(|known| known.name() == kind) else {
            let known = CreditKind::ALL.map(CreditKind::name).join("', '");
            let message = format!("kind is {kind:?}; it must be one of '{known}'");
            return Err(InputValueError::new_err(message));
        };
        let SpanRecord { start, end, text } = span(start, end, text)?;
        let names = names.into_iter().map(|name| name.0).collect();
        Ok(Self(CreditRecord { start, end, text, kind, names }))
    }

    /// What it says.
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind.name()
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

    /// The people that it names.
    #[getter]
    fn names(&self) -> Vec<PySpan> {
        self.0.names.iter().cloned().map(PySpan).collect()
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        to_dict(py, &self.0)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Credit('{}', {})", self.kind(), excerpt(py, &self.0.text)?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let it = slf.get();
        let CreditRecord { start, end, text, .. } = &it.0;
        (slf.get_type(), (it.kind(), start, end, text, it.names())).into_pyobject(slf.py())
    }
}

/// `Georgetown, TX, US`
fn short(place: &PlaceRecord) -> String {
    let home = matches!(place.country.as_deref(), Some("US" | "CA" | "AU"));
    let region = place.region_code.as_deref().filter(|_| home);
    let parts = [place.name.as_deref(), region, place.country.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn quoted(py: Python<'_>, text: &str) -> PyResult<String> {
    Ok(text.into_pyobject(py)?.repr()?.to_string())
}
