//! Work on many texts at once: in order, with bounded memory, on threads of its own.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use crate::{Error, Result};

/// The environment variable that says how many threads a batch uses when its caller does not.
pub const THREADS_VARIABLE: &str = "COPYDESK_THREADS";

/// More threads than this are a slip, not a machine.
pub const MOST_THREADS: usize = 1024;

/// Jobs that run on several threads and come back in the order in which they were given.
///
/// It owns its threads: nothing global is left behind, so a process that forks afterwards is not
/// harmed, and one that forks in between gets an error instead of waiting for ever.
///
/// ```
/// use copydesk::batch::Ordered;
///
/// let mut work = Ordered::new(Some(2))?;
/// for n in 0..5_u32 {
///     work.submit(move || n * n)?;
/// }
/// let mut squares = Vec::new();
/// while let Some(square) = work.next()? {
///     squares.push(square);
/// }
/// assert_eq!(squares, [0, 1, 4, 9, 16]);
/// # Ok::<(), copydesk::Error>(())
/// ```
#[derive(Debug)]
pub struct Ordered<R> {
    /// Always there until it is dropped.
    pool: Option<rayon::ThreadPool>,
    threads: usize,
    process: u32,
    under_way: VecDeque<Receiver<std::thread::Result<R>>>,
}

/// What has become of the job whose turn it is.
#[derive(Debug, PartialEq, Eq)]
pub enum Turn<R> {
    /// It is done.
    Ready(R),
    /// It still runs.
    Running,
    /// No job is left.
    Empty,
}

impl<R: Send + 'static> Ordered<R> {
    /// Starts the threads: as many as asked for, else as `COPYDESK_THREADS` says, else one for each
    /// core that this process may use.
    pub fn new(threads: Option<usize>) -> Result<Self> {
        let threads = match threads {
            Some(threads) => checked(threads, "threads")?,
            None => default_threads()?,
        };
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|n| format!("copydesk-{n}"))
            .build()
            .map_err(|error| Error::threads(format!("{threads} threads did not start: {error}")))?;
        let process = std::process::id();
        Ok(Self { pool: Some(pool), threads, process, under_way: VecDeque::new() })
    }

    /// Whether every thread has a job, and one more is waiting for each: enough for now.
    pub fn is_full(&self) -> bool {
        self.under_way.len() >= 2 * self.threads
    }

    /// Gives it a job.
    pub fn submit(&mut self, job: impl FnOnce() -> R + Send + 'static) -> Result<()> {
        self.check_process()?;
        let Some(pool) = &self.pool else {
            return Err(Error::threads("they were ended"));
        };
        let (send, receive) = sync_channel(1);
        pool.spawn(move || {
            let outcome = catch_unwind(AssertUnwindSafe(job));
            // Nobody listens any more when the batch was dropped half-way.
            let _ = send.send(outcome);
        });
        self.under_way.push_back(receive);
        Ok(())
    }

    /// Waits for the next result at most so long.
    ///
    /// # Panics
    /// When the job did, with its panic.
    pub fn wait(&mut self, at_most: Duration) -> Result<Turn<R>> {
        let Some(next) = self.under_way.front() else {
            return Ok(Turn::Empty);
        };
        self.check_process()?;
        match next.recv_timeout(at_most) {
            Ok(outcome) => {
                self.under_way.pop_front();
                outcome.map(Turn::Ready).or_else(|panic: Box<dyn Any + Send>| resume_unwind(panic))
            }
            Err(RecvTimeoutError::Timeout) => Ok(Turn::Running),
            Err(RecvTimeoutError::Disconnected) => Err(Error::threads("a thread was ended")),
        }
    }

    /// The next result, however long it takes; `None` when no job is left.
    #[allow(clippy::should_implement_trait)] // It can fail, and jobs may be added in between.
    pub fn next(&mut self) -> Result<Option<R>> {
        loop {
            match self.wait(Duration::from_secs(3600))? {
                Turn::Ready(result) => return Ok(Some(result)),
                Turn::Running => {}
                Turn::Empty => return Ok(None),
            }
        }
    }

    fn check_process(&self) -> Result<()> {
        if self.process == std::process::id() {
            Ok(())
        } else {
            Err(Error::threads(
                "it was started in another process, and threads do not survive a fork: start a \
                 new batch in this one",
            ))
        }
    }
}

impl<R> Drop for Ordered<R> {
    fn drop(&mut self) {
        // In a forked child the pool's threads do not exist, and ending them could wait for ever.
        if self.process != std::process::id() {
            std::mem::forget(self.pool.take());
        }
    }
}

fn default_threads() -> Result<usize> {
    match std::env::var(THREADS_VARIABLE) {
        Ok(value) if !value.trim().is_empty() => match value.trim().parse() {
            Ok(threads) => checked(threads, THREADS_VARIABLE),
            Err(_) => Err(Error::argument(format!(
                "{THREADS_VARIABLE} is {value:?}, which is not a number of threads"
            ))),
        },
        _ => Ok(std::thread::available_parallelism().map_or(1, usize::from)),
    }
}

fn checked(threads: usize, name: &str) -> Result<usize> {
    if (1..=MOST_THREADS).contains(&threads) {
        Ok(threads)
    } else {
        Err(Error::argument(format!("{name} is {threads}; it must be 1 to {MOST_THREADS}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        let mut work = Ordered::new(Some(3)).unwrap();
        let mut results = Vec::new();
        for n in 0..200_u64 {
            // The earlier a job, the longer it takes.
            work.submit(move || {
                std::thread::sleep(Duration::from_micros(200 - n));
                n
            })
            .unwrap();
            if work.is_full() {
                results.extend(work.next().unwrap());
            }
        }
        while let Some(n) = work.next().unwrap() {
            results.push(n);
        }
        assert_eq!(results, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn a_job_that_panics_panics_where_its_result_is_taken() {
        let mut work = Ordered::new(Some(1)).unwrap();
        work.submit(|| panic!("the ninth floor")).unwrap();
        work.submit(|| ()).unwrap();
        let panic = catch_unwind(AssertUnwindSafe(|| work.next().unwrap())).unwrap_err();
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"the ninth floor"));
        assert_eq!(work.next().unwrap(), Some(()), "the others go on");
    }

    #[test]
    fn waiting_ends_when_the_time_is_up() {
        let mut work = Ordered::new(Some(1)).unwrap();
        let (go, wait) = sync_channel::<()>(0);
        work.submit(move || wait.recv().is_ok()).unwrap();
        assert_eq!(work.wait(Duration::from_millis(5)).unwrap(), Turn::Running);
        go.send(()).unwrap();
        assert_eq!(work.next().unwrap(), Some(true));
        assert_eq!(work.wait(Duration::ZERO).unwrap(), Turn::Empty);
    }

    #[test]
    fn absurd_numbers_of_threads_are_errors() {
        for threads in [0, MOST_THREADS + 1, usize::MAX] {
            let error = Ordered::<()>::new(Some(threads)).unwrap_err();
            assert!(error.is_argument() && error.to_string().contains("1 to 1024"), "{error}");
        }
    }
}
