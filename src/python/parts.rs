//! Texts in, part by part, and what threads make of each part out, in order and in bounded memory.

use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use pyo3::prelude::*;

use super::bars::Bars;
use super::columns::{IdFeed, IdPart};
use super::convert::{BatchError, threads as checked, to_python};
use super::feed::{Chunk, Feed, PATIENCE};
use crate::Result;
use crate::batch::{Ordered, Turn};

/// What is done with a chunk, on a thread.
type Read<R> = dyn Fn(&Chunk, &IdPart) -> Result<R> + Send + Sync;

/// What a user asks for.
pub struct Request<'a, 'py> {
    pub texts: &'a Bound<'py, PyAny>,
    pub ids: Option<&'a Bound<'py, PyAny>>,
    pub published: Option<&'a Bound<'py, PyAny>>,
    pub threads: Option<i64>,
    pub progress: bool,
}

/// A stream of texts on their way through threads; `R` is what becomes of a chunk.
pub struct Parts<R> {
    feed: Feed,
    ids: IdFeed,
    work: Ordered<Result<(usize, R)>>,
    read: Arc<Read<R>>,
    bars: Bars,
    /// What becomes of a text, and of texts, that cannot be read.
    unreadable: [&'static str; 2],
}

impl<R: Send + 'static> Parts<R> {
    /// Those of a request; `read` is done on threads.
    pub fn new(
        request: &Request<'_, '_>,
        ids: IdFeed,
        unreadable: [&'static str; 2],
        read: impl Fn(&Chunk, &IdPart) -> Result<R> + Send + Sync + 'static,
    ) -> PyResult<Self> {
        Ok(Self {
            feed: Feed::new(request.texts, "published", request.published)?,
            ids,
            work: Ordered::new(checked(request.threads)?).map_err(to_python)?,
            read: Arc::new(read),
            bars: Bars::new(request.texts, request.progress)?,
            unreadable,
        })
    }

    /// Takes texts for one chunk and hands it over.
    fn take(&mut self, py: Python<'_>) -> PyResult<()> {
        let mut chunk = self.feed.take(py);
        let (ids, taken) = self.ids.take(py, chunk.len());
        if let Err(failure) = taken {
            // What has an id is read all the same.
            chunk = chunk.first(ids.len().unwrap_or_default());
            self.feed.fail(failure);
        }
        if chunk.is_empty() {
            return Ok(());
        }
        let read = Arc::clone(&self.read);
        let job = move || Ok((chunk.len(), read(&chunk, &ids)?));
        self.work.submit(job).map_err(to_python)
    }

    /// The next part; none when there are no more.
    pub fn next(&mut self, py: Python<'_>) -> PyResult<Option<R>> {
        loop {
            // Take more texts only while no part is waiting, so as not to run far ahead.
            let may_take = !self.feed.is_empty() && !self.work.is_full();
            let patience = if may_take { Duration::ZERO } else { PATIENCE };
            let work = &mut self.work;
            match py.detach(|| work.wait(patience)).map_err(to_python)? {
                Turn::Ready(part) => {
                    let (texts, part) = part.map_err(to_python)?;
                    self.bars.read(py, texts)?;
                    return Ok(Some(part));
                }
                Turn::Running | Turn::Empty if may_take => {
                    self.take(py)?;
                    py.check_signals()?;
                }
                Turn::Running => py.check_signals()?,
                Turn::Empty => {
                    self.bars.close(py)?;
                    self.feed.end(py, self.unreadable)?;
                    let texts = self.feed.taken();
                    self.ids.end(py, texts)?;
                    return Ok(None);
                }
            }
        }
    }
}

/// What one thread of the user's may take parts from at a time.
pub fn for_one_thread<T>(shared: &Mutex<T>) -> PyResult<MutexGuard<'_, T>> {
    match shared.try_lock() {
        Ok(guard) => Ok(guard),
        Err(TryLockError::Poisoned(guard)) => Ok(guard.into_inner()),
        Err(TryLockError::WouldBlock) => Err(BatchError::new_err(
            "these texts are being read already: give each thread an iterator of its own, or take \
             the results in one place",
        )),
    }
}
