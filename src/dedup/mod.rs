//! The same words twice: within one text, and across many.

mod align;
mod chains;
mod codes;
mod duplicates;
pub(crate) mod passages;
mod repeats;
mod shingles;
mod words;

#[cfg(feature = "train")]
#[doc(hidden)]
pub use duplicates::train;
pub use passages::{
    LEAST_MIN_WORDS, Passage, Passages, Place, SharedRun, drop_furniture, find_passages,
};
pub use repeats::{Repeat, drop_repeats, find_repeats};
