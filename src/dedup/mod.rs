//! The same words twice: within one text.

mod repeats;

pub use repeats::{Repeat, find_repeats};
