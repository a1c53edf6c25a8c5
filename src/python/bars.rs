//! Progress bars: of texts read, and of pairs compared.

use pyo3::prelude::*;

use crate::dedup::Progress;

/// The bars that a caller wants, if any.
pub struct Bars(Option<Py<PyAny>>);

impl Bars {
    /// Those for texts on their way in, if they are wanted.
    pub fn new(texts: &Bound<'_, PyAny>, wanted: bool) -> PyResult<Self> {
        if !wanted {
            return Ok(Self(None));
        }
        let class = texts.py().import("copydesk._progress")?.getattr("Bars")?;
        Ok(Self(Some(class.call1((texts,))?.unbind())))
    }

    /// So many texts more were read.
    pub fn read(&self, py: Python<'_>, texts: usize) -> PyResult<()> {
        self.0
            .as_ref()
            .map_or(Ok(()), |bars| bars.bind(py).call_method1("read", (texts,)).map(|_| ()))
    }

    /// How many pairs were compared.
    pub fn compared(&self, py: Python<'_>, progress: &Progress) -> PyResult<()> {
        self.0.as_ref().map_or(Ok(()), |bars| {
            bars.bind(py).call_method1("compared", progress.compared()).map(|_| ())
        })
    }

    /// All is done.
    pub fn close(&self, py: Python<'_>) -> PyResult<()> {
        self.0.as_ref().map_or(Ok(()), |bars| bars.bind(py).call_method0("close").map(|_| ()))
    }
}
