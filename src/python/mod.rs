//! The binding: convert, release the GIL, convert back. Nothing is decided here.

// What stands on classes and functions here are Python docstrings.
#![allow(clippy::doc_link_with_quotes, clippy::doc_markdown)]

mod convert;
mod objects;
mod pipe;
mod reader;
mod story;

use pyo3::prelude::*;

use crate::record::Records;
use crate::{Offsets, render};
use convert::{Words, to_python};
use objects::{PyQuote, PyRepeat, PySpan};
use reader::PyReader;
use story::PyStory;

/// Read one article: everything, in one pass.
///
/// The same as ``Reader().read(text)``.
///
/// Parameters
/// ----------
/// text : str
///     The article. Any string will do, however messy.
///
/// Returns
/// -------
/// Story
///     Its paragraphs, sentences, quotes and repeats. Quotes inside repeated blocks are left out.
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
/// >>> story = cd.read('TROMSO, March 3 - "The harbour is open," said Ane Lie.')
/// >>> story.quotes
/// [Quote('direct', 'The harbour is open,')]
#[pyfunction]
fn read(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<PyStory> {
    PyReader::default().read(py, text)
}

/// Extract the quotations of a text.
///
/// Quotation marks are paired by where they stand, not by how they look, so curly, straight,
/// doubled single, guillemet and wrong-way marks all work, and a missing mark spoils no more than
/// its own paragraph.
///
/// Parameters
/// ----------
/// text : str
///     The article.
///
/// Returns
/// -------
/// list of Quote
///     In the order of the text.
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
fn extract_quotes(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Vec<PyQuote>> {
    let words = Words::of(text)?;
    let text = words.get();
    let (quotes, offsets) = py
        .detach(|| crate::extract_quotes(text).map(|quotes| (quotes, Offsets::new(text))))
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
    module.add_class::<PySpan>()?;
    module.add_class::<PyQuote>()?;
    module.add_class::<PyRepeat>()?;
    module.add_class::<PyStory>()?;
    module.add_class::<PyReader>()?;
    module.add_class::<pipe::PyPipe>()?;
    module.add_function(wrap_pyfunction!(read, module)?)?;
    module.add_function(wrap_pyfunction!(extract_quotes, module)?)?;
    module.add_function(wrap_pyfunction!(find_repeats, module)?)?;
    module.add_function(wrap_pyfunction!(drop_repeats, module)?)?;
    module.add_function(wrap_pyfunction!(terminal_page, module)?)?;
    Ok(())
}
