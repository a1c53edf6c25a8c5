//! The binding: convert, release the GIL, convert back. Nothing is decided here.

// What stands on classes and functions here are Python docstrings.
#![allow(clippy::doc_link_with_quotes, clippy::doc_markdown)]

mod bars;
mod columns;
mod convert;
mod duplicates;
mod entities;
mod feed;
mod gazetteer;
mod ids;
mod index;
mod kept;
mod lead;
mod objects;
mod parts;
mod passages;
mod pipe;
mod quotes;
mod reader;
mod story;
mod tables;
mod work;

use pyo3::prelude::*;

use crate::record::{DatelineRecord, Records};
use crate::{Day, Offsets, Result, render};
use convert::{Words, day, to_python};
use entities::{PyEntity, PyMention};
use lead::{PyByline, PyCredit, PyDate, PyDateline, PyPlace};
use objects::{PyRepeat, PySpan};
use parts::Request;
use pipe::Batch;
use quotes::{PyQuote, PySpeaker, PySpeakerStats};
use reader::PyReader;
use story::PyStory;

/// Read one article: everything, in one pass.
///
/// The same as ``Reader().read(text, published)``.
///
/// Parameters
/// ----------
/// text : str
///     The article. Any string will do, however messy.
/// published : date, datetime, timestamp or str, optional
///     When it was published, which finds the year of a dateline's date. Strings as ISO 8601 has
///     them.
///
/// Returns
/// -------
/// Story
///     Its paragraphs, sentences, dateline, byline, credits, entities, quotes and repeats. What is
///     quoted and named inside repeated blocks is left out.
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
/// >>> story = cd.read('TROMSO, March 3 - "The harbour is open," said Ane Lie.', "2014-03-04")
/// >>> story.quotes
/// [Quote('direct', 'The harbour is open,', speaker='Ane Lie')]
/// >>> story.dateline.place.country, story.dateline.date.iso
/// ('NO', '2014-03-03')
#[pyfunction]
#[pyo3(signature = (text, published = None))]
fn read(
    py: Python<'_>,
    text: &Bound<'_, PyAny>,
    published: Option<&Bound<'_, PyAny>>,
) -> PyResult<PyStory> {
    PyReader::default().read(py, text, published)
}

/// Find the dateline of a text: where it was filed, when, by which agency, and where it begins.
///
/// In every house style and language that agencies use, also behind a headline, a byline or a note
/// of correction.
///
/// Parameters
/// ----------
/// text : str
///     The article, or its beginning.
/// published : date, datetime, timestamp or str, optional
///     When it was published: a date without a year gets the year that brings it nearest. Strings as
///     ISO 8601 has them.
///
/// Returns
/// -------
/// Dateline or None
///     ``credit_only`` when it names an agency or a date but no place.
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
/// >>> cd.parse_dateline("BERLIN/OSLO, 31. Dez (dpa) - Die Fähre fährt.", published="2020-01-02")
/// Dateline('BERLIN/OSLO, 31. Dez (dpa) -', 'Berlin, DE; Oslo, NO', 'dpa', 2019-12-31)
/// >>> cd.parse_dateline("London - the city that never sleeps - wakes up.") is None
/// True
#[pyfunction]
#[pyo3(signature = (text, published = None))]
fn parse_dateline(
    py: Python<'_>,
    text: &Bound<'_, PyAny>,
    published: Option<&Bound<'_, PyAny>>,
) -> PyResult<Option<PyDateline>> {
    let words = Words::of(text)?;
    let text = words.get();
    let published = published.map(|given| day("published", given)).transpose()?.flatten();
    let record = py.detach(|| dateline_record(text, published)).map_err(to_python)?;
    Ok(record.map(PyDateline))
}

/// Find the datelines of many texts, on all cores.
///
/// Parameters
/// ----------
/// texts : column or iterable of str or None
///     The articles, or their beginnings: a column of pandas, Polars, PyArrow or DuckDB, a list, a generator.
/// published : date, datetime, timestamp or str, or a column or an iterable of them, optional
///     When they were published: one day for all, or one for each.
/// threads : int, optional
///     How many threads read. By default as many as ``COPYDESK_THREADS`` says, else one for each
///     core that this process may use.
///
/// Returns
/// -------
/// list of Dateline or None
///     One for each text: what :func:`parse_dateline` returns for it. ``None`` for ``None``, ``NaN``
///     and ``NaT``, and for a text with lone surrogates; those are counted in a
///     :class:`copydesk.errors.CopydeskWarning`.
///
/// Raises
/// ------
/// copydesk.errors.InputTypeError
///     If a row is no string; it names the row.
/// copydesk.errors.InputValueError
///     If a day of ``published`` is none, or one is missing; it names the row.
/// copydesk.errors.BatchError
///     If the threads cannot be started.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> cd.parse_datelines(["LIMA (AP) — It rains.", None, "It rains."])
/// [Dateline('LIMA (AP) —', 'Lima, PE', 'AP'), None, None]
#[pyfunction]
#[pyo3(signature = (texts, published = None, *, threads = None))]
fn parse_datelines(
    texts: &Bound<'_, PyAny>,
    published: Option<&Bound<'_, PyAny>>,
    threads: Option<i64>,
) -> PyResult<Vec<Option<PyDateline>>> {
    let read = |text: &str, published| dateline_record(text, published);
    let request = Request { texts, ids: None, published, threads, progress: false };
    let rows = Batch::new(&request, read)?.collect(texts.py())?;
    Ok(rows.into_iter().map(|row| row.flatten().map(PyDateline)).collect())
}

fn dateline_record(text: &str, published: Option<Day>) -> Result<Option<DatelineRecord>> {
    let dateline = crate::parse_dateline(text, published)?;
    Ok(dateline.map(|dateline| {
        // The opening is all that its offsets need.
        let opening = &text[..dateline.body_start as usize];
        Records::new(opening, &Offsets::new(opening)).dateline(&dateline)
    }))
}

/// Extract who and what a text names: people, organisations, places, …
///
/// Every mention is gathered into the entity that it stands for: full names, surnames alone,
/// acronyms, and pronouns where it is plain whom they mean.
///
/// Parameters
/// ----------
/// text : str
///     The article.
/// kinds : iterable of str, optional
///     The kinds to extract, all by default: ``"PERSON"``, ``"ORG"``, ``"LOC"``, ``"FAC"``,
///     ``"NORP"``, ``"PRODUCT"``, ``"MISC"``, ``"DATE"``, ``"MONEY"``.
///
/// Returns
/// -------
/// list of Entity
///     In the order of their first names in the text.
///
/// Raises
/// ------
/// copydesk.errors.TextError
///     If the text holds lone surrogates (a ``ValueError``).
/// copydesk.errors.InputTypeError
///     If it is no string, or ``kinds`` no iterable of strings (a ``TypeError``).
/// copydesk.errors.InputValueError
///     If there is no such kind (a ``ValueError``).
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> text = "President Maria Keller spoke to the United Nations in Geneva."
/// >>> for entity in cd.extract_entities(text, kinds=["PERSON", "ORG"]):
/// ...     print(entity.kind, entity.name)
/// PERSON Maria Keller
/// ORG United Nations
#[pyfunction]
#[pyo3(signature = (text, *, kinds = None))]
fn extract_entities(
    py: Python<'_>,
    text: &Bound<'_, PyAny>,
    kinds: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<PyEntity>> {
    let words = Words::of(text)?;
    let text = words.get();
    let kinds = convert::kinds(kinds)?;
    let (entities, offsets) = py
        .detach(|| crate::extract_entities(text, kinds).map(|found| (found, Offsets::new(text))))
        .map_err(to_python)?;
    let records = Records::new(text, &offsets).entities(&entities);
    Ok(records.into_iter().map(PyEntity).collect())
}

/// Extract the quotations of a text: who says what, word for word or in the words of the text.
///
/// Quotation marks are paired by where they stand, not by how they look, so curly, straight,
/// doubled single, guillemet and wrong-way marks all work, and a missing mark spoils no more than
/// its own paragraph.
///
/// Parameters
/// ----------
/// text : str
///     The article.
/// speech_only : bool, default True
///     Whether to leave out what somebody is told to think, want or plan (``quote.speech`` is False),
///     and keep what was said or written. Without it the text is read in another way: it finds
///     what was said too, but may begin and end it elsewhere, and takes a statement inside a
///     statement for a part of it.
///
/// Returns
/// -------
/// list of Quote
///     In the order of their first words; of those that begin together the longest first. One may
///     stand inside another. ``speaker.entity`` is the ``id`` that the entity has in
///     ``extract_entities(text)``.
///
/// Raises
/// ------
/// copydesk.errors.TextError
///     If the text holds lone surrogates (a ``ValueError``).
/// copydesk.errors.InputTypeError
///     If it is no string (a ``TypeError``).
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> [quote.text for quote in cd.extract_quotes('“We sail at dawn,” she said.')]
/// ['We sail at dawn,']
#[pyfunction]
#[pyo3(signature = (text, *, speech_only = true))]
fn extract_quotes(
    py: Python<'_>,
    text: &Bound<'_, PyAny>,
    speech_only: bool,
) -> PyResult<Vec<PyQuote>> {
    let words = Words::of(text)?;
    let text = words.get();
    let (quotes, offsets) = py
        .detach(|| {
            crate::extract_quotes(text, speech_only).map(|quotes| (quotes, Offsets::new(text)))
        })
        .map_err(to_python)?;
    let records = Records::new(text, &offsets);
    Ok(quotes.iter().map(|quote| PyQuote(records.quote(quote))).collect())
}

/// Find the blocks that a text says twice.
///
/// Scrapers paste the same paragraphs twice, pages lift a sentence into a pull quote or a deck.
/// Short lines, refrains and rows of a table are left alone, and a paragraph with another number
/// in it is another paragraph.
///
/// Parameters
/// ----------
/// text : str
///     The article.
///
/// Returns
/// -------
/// list of Repeat
///     In the order of the text; no two overlap.
///
/// Raises
/// ------
/// copydesk.errors.TextError
///     If the text holds lone surrogates (a ``ValueError``).
/// copydesk.errors.InputTypeError
///     If it is no string (a ``TypeError``).
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> lead = "The ferry to Bergen will not sail before Monday, the company told passengers."
/// >>> cd.find_repeats(lead + "\n" + lead)
/// [Repeat(78, 155, 'The ferry to Bergen will not sail before…', first=0..77, similarity=1.0)]
#[pyfunction]
fn find_repeats(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Vec<PyRepeat>> {
    let words = Words::of(text)?;
    let text = words.get();
    let (repeats, offsets) = py
        .detach(|| crate::find_repeats(text).map(|repeats| (repeats, Offsets::new(text))))
        .map_err(to_python)?;
    let records = Records::new(text, &offsets);
    Ok(repeats.iter().map(|repeat| PyRepeat(records.repeat(repeat))).collect())
}

/// The text without the blocks that it says twice.
///
/// The first copy stays; nothing else is changed.
///
/// Parameters
/// ----------
/// text : str
///     The article.
///
/// Returns
/// -------
/// str
///     The text without its repeats.
///
/// Raises
/// ------
/// copydesk.errors.TextError
///     If the text holds lone surrogates (a ``ValueError``).
/// copydesk.errors.InputTypeError
///     If it is no string (a ``TypeError``).
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> lead = "The ferry to Bergen will not sail before Monday, the company told passengers."
/// >>> cd.drop_repeats(lead + "\n" + lead) == lead
/// True
#[pyfunction]
fn drop_repeats(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<String> {
    let words = Words::of(text)?;
    py.detach(|| crate::drop_repeats(words.get())).map_err(to_python)
}

/// A story as a page for a terminal; what ``copydesk read`` prints.
#[pyfunction]
#[pyo3(signature = (story, *, width, color))]
fn terminal_page(py: Python<'_>, story: &PyStory, width: usize, color: bool) -> String {
    py.detach(|| render::terminal(story.core(), render::TerminalOptions { width, color }))
}

#[pymodule]
fn _core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("SCHEMA_VERSION", tables::VERSION)?;
    module.add_class::<PySpan>()?;
    module.add_class::<PyDateline>()?;
    module.add_class::<PyPlace>()?;
    module.add_class::<PyDate>()?;
    module.add_class::<PyByline>()?;
    module.add_class::<PyCredit>()?;
    module.add_class::<PyEntity>()?;
    module.add_class::<PyMention>()?;
    module.add_class::<PyQuote>()?;
    module.add_class::<PySpeaker>()?;
    module.add_class::<PySpeakerStats>()?;
    module.add_class::<PyRepeat>()?;
    module.add_class::<PyStory>()?;
    module.add_class::<PyReader>()?;
    module.add_class::<pipe::PyPipe>()?;
    module.add_class::<tables::PyTable>()?;
    module.add_class::<tables::PyTableParts>()?;
    module.add_function(wrap_pyfunction!(tables::table_columns, module)?)?;
    module.add_function(wrap_pyfunction!(tables::_table_of, module)?)?;
    module.add_class::<duplicates::PyDuplicates>()?;
    module.add_class::<duplicates::PyComparison>()?;
    module.add_class::<index::PyDuplicateIndex>()?;
    module.add_function(wrap_pyfunction!(duplicates::find_duplicates, module)?)?;
    module.add_class::<passages::PyPassages>()?;
    module.add_class::<passages::PyPassageComparison>()?;
    module.add_function(wrap_pyfunction!(read, module)?)?;
    module.add_function(wrap_pyfunction!(parse_dateline, module)?)?;
    module.add_function(wrap_pyfunction!(parse_datelines, module)?)?;
    module.add_function(wrap_pyfunction!(gazetteer::lookup, module)?)?;
    module.add_function(wrap_pyfunction!(extract_entities, module)?)?;
    module.add_function(wrap_pyfunction!(extract_quotes, module)?)?;
    module.add_function(wrap_pyfunction!(find_repeats, module)?)?;
    module.add_function(wrap_pyfunction!(drop_repeats, module)?)?;
    module.add_function(wrap_pyfunction!(passages::find_passages, module)?)?;
    module.add_function(wrap_pyfunction!(passages::drop_furniture, module)?)?;
    module.add_function(wrap_pyfunction!(terminal_page, module)?)?;
    Ok(())
}
