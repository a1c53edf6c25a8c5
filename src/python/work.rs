//! Work on threads, waited for in a way that Ctrl-C can end.

use std::time::Duration;

use pyo3::prelude::*;

use super::convert::to_python;
use super::feed::{Chunk, Feed, PATIENCE};
use crate::Result;
use crate::batch::{Ordered, Turn};

/// Hands the texts of a feed to threads, chunk by chunk, and gives what they make of them, in order. `taken` is
/// told how many texts were taken.
pub fn for_chunks<R: Send + 'static>(
    py: Python<'_>,
    feed: &mut Feed,
    work: &mut Ordered<Result<R>>,
    job: fn(&Chunk) -> Result<R>,
    mut taken: impl FnMut(usize) -> PyResult<()>,
    mut each: impl FnMut(R) -> PyResult<()>,
) -> PyResult<()> {
    loop {
        let may_take = !feed.is_empty() && !work.is_full();
        let patience = if may_take { Duration::ZERO } else { PATIENCE };
        match py.detach(|| work.wait(patience)).map_err(to_python)? {
            Turn::Ready(done) => each(done.map_err(to_python)?)?,
            Turn::Running | Turn::Empty if may_take => {
                let chunk = feed.take(py);
                taken(chunk.len())?;
                if !chunk.is_empty() {
                    work.submit(move || job(&chunk)).map_err(to_python)?;
                }
                py.check_signals()?;
            }
            Turn::Running => py.check_signals()?,
            Turn::Empty => return Ok(()),
        }
    }
}

/// Waits for the next result, if a job is under way; now and then does something else, which may end it with
/// an error.
pub fn next<R: Send + 'static>(
    py: Python<'_>,
    work: &mut Ordered<R>,
    mut meanwhile: impl FnMut() -> PyResult<()>,
) -> PyResult<Option<R>> {
    loop {
        match py.detach(|| work.wait(PATIENCE)).map_err(to_python)? {
            Turn::Ready(done) => return Ok(Some(done)),
            Turn::Running => meanwhile()?,
            Turn::Empty => return Ok(None),
        }
    }
}

/// Does one thing on threads; now and then something else here, which may end it with an error.
pub fn run<R: Send + 'static>(
    py: Python<'_>,
    threads: Option<usize>,
    job: impl FnOnce() -> R + Send + 'static,
    meanwhile: impl FnMut() -> PyResult<()>,
) -> PyResult<R> {
    let mut work = Ordered::new(threads).map_err(to_python)?;
    work.submit(job).map_err(to_python)?;
    Ok(next(py, &mut work, meanwhile)?.expect("a job was given"))
}
