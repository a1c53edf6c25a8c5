//! What can go wrong, which is little: any text is read.

use std::{fmt, io};

/// Why a call failed. Ask it what it is; the message says what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    TooLong { bytes: usize },
    Argument { what: String },
    Format { what: String },
    File { what: String, why: io::ErrorKind },
    Threads { why: String },
}

impl Error {
    pub(crate) fn too_long(bytes: usize) -> Self {
        Self { kind: Kind::TooLong { bytes } }
    }

    pub(crate) fn argument(what: impl Into<String>) -> Self {
        Self { kind: Kind::Argument { what: what.into() } }
    }

    pub(crate) fn format(what: impl Into<String>) -> Self {
        Self { kind: Kind::Format { what: what.into() } }
    }

    pub(crate) fn file(what: impl Into<String>, why: io::ErrorKind) -> Self {
        Self { kind: Kind::File { what: what.into(), why } }
    }

    pub(crate) fn threads(why: impl Into<String>) -> Self {
        Self { kind: Kind::Threads { why: why.into() } }
    }

    /// Whether a text was longer than offsets can count (4 GiB).
    pub fn is_too_long(&self) -> bool {
        matches!(self.kind, Kind::TooLong { .. })
    }

    /// Whether a number or an option was given a value that it cannot have.
    pub fn is_argument(&self) -> bool {
        matches!(self.kind, Kind::Argument { .. })
    }

    /// Whether stored data was not what this version of copydesk reads.
    pub fn is_format(&self) -> bool {
        matches!(self.kind, Kind::Format { .. })
    }

    /// Whether a file could not be written, or opened.
    pub fn is_file(&self) -> bool {
        self.file_error().is_some()
    }

    /// Why a file could not be written, or opened, as the system tells it.
    pub fn file_error(&self) -> Option<io::ErrorKind> {
        match self.kind {
            Kind::File { why, .. } => Some(why),
            _ => None,
        }
    }

    /// Whether the threads of a batch could not be started, or are gone.
    pub fn is_threads(&self) -> bool {
        matches!(self.kind, Kind::Threads { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::TooLong { bytes } => write!(
                f,
                "the text has {bytes} bytes of UTF-8, and the most that can be read at once is \
                 {}: split it into articles",
                u32::MAX
            ),
            Kind::Argument { what } | Kind::Format { what } | Kind::File { what, .. } => {
                write!(f, "{what}")
            }
            Kind::Threads { why } => write!(f, "the threads of the batch: {why}"),
        }
    }
}

impl std::error::Error for Error {}

/// What calls of this crate return.
pub type Result<T> = std::result::Result<T, Error>;
