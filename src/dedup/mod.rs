//! The same words twice: within one text, and across many.

mod align;
mod chains;
mod codes;
mod duplicates;
mod index;
pub(crate) mod passages;
mod postings;
mod repeats;
mod shingles;
mod words;

#[cfg(feature = "train")]
#[doc(hidden)]
pub use duplicates::train;
pub use duplicates::{
    Comparison, Duplicates, Encoded, Finder, Keep, Options, Pair, Passage, Progress, Relation,
    find_duplicates,
};
pub use index::{DuplicateIndex, Id, Match};
pub use passages::{
    LEAST_MIN_WORDS, Passages, Place, SharedPassage, SharedRun, drop_furniture, find_passages,
};
pub use repeats::{Repeat, drop_repeats, find_repeats};
