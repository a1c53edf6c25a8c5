//! What texts of an index are called.

use std::fmt;

use crate::hash;

/// The name of a text: a number or a string.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Id {
    /// A number.
    Number(i64),
    /// A string, such as an address.
    Text(String),
}

const NUMBER: u8 = 0;
const TEXT: u8 = 1;

impl Id {
    /// It as bytes: what it is, then what it says.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Number(number) => [&[NUMBER], &number.to_le_bytes()[..]].concat(),
            Self::Text(text) => [&[TEXT], text.as_bytes()].concat(),
        }
    }

    /// The id that bytes say, if they do.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (&kind, rest) = bytes.split_first()?;
        match kind {
            NUMBER => Some(Self::Number(i64::from_le_bytes(rest.try_into().ok()?))),
            TEXT => Some(Self::Text(str::from_utf8(rest).ok()?.to_owned())),
            _ => None,
        }
    }

    /// The hash of its bytes.
    pub(super) fn hash(bytes: &[u8]) -> u64 {
        hash::word(bytes)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "{text:?}"),
        }
    }
}
