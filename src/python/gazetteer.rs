//! `copydesk.gazetteer`.

use pyo3::prelude::*;

use super::convert::Words;
use super::lead::PyPlace;
use crate::gazetteer;
use crate::record::{PlaceRecord, SpanRecord};

/// The places of a name: countries, then cities by population, then regions.
///
/// Names are looked up whatever their case, accents, hyphens and full stops, and cities of 15,000
/// inhabitants and more also by their names in other languages and scripts.
///
/// Parameters
/// ----------
/// name : str
///     The name: ``"Georgetown"``, ``"ST. LOUIS"``, ``"Genf"``, ``"北京"``.
/// country : str, optional
///     Only places in this country, ISO 3166-1 alpha-2.
/// region : str, optional
///     Only places in this division: its name, or its ISO 3166-2 code without the country.
///
/// Returns
/// -------
/// list of Place
///     Each with the name as its ``text``, from 0 on.
///
/// Raises
/// ------
/// copydesk.errors.TextError
///     If the name holds lone surrogates (a ``ValueError``).
/// copydesk.errors.InputTypeError
///     If it is no string (a ``TypeError``).
///
/// Examples
/// --------
/// >>> from copydesk import gazetteer
/// >>> gazetteer.lookup("Georgetown", country="US")[0]
/// Place('Georgetown', 'Georgetown, TX, US')
/// >>> [place.country for place in gazetteer.lookup("Genf", region="Geneva")]
/// ['CH', 'CH']
#[pyfunction]
#[pyo3(signature = (name, *, country = None, region = None))]
pub fn lookup(
    name: &Bound<'_, PyAny>,
    country: Option<&str>,
    region: Option<&str>,
) -> PyResult<Vec<PyPlace>> {
    let words = Words::named("name", name)?;
    let text = words.get();
    let at = SpanRecord { start: 0, end: text.chars().count() as u32, text: text.to_owned() };
    let is = |wanted: Option<&str>, found: &[&Option<std::borrow::Cow<'static, str>>]| {
        wanted.is_none_or(|wanted| {
            found.iter().any(|it| it.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(wanted)))
        })
    };
    let sites = gazetteer::lookup(text).into_iter();
    let found = sites.filter(|site| {
        is(country, &[&site.country]) && is(region, &[&site.region, &site.region_code])
    });
    Ok(found.map(|site| PyPlace(PlaceRecord::new(&at, &site, &[]))).collect())
}
