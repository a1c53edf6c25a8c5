//! The same words twice: within one text.

mod repeats;

pub use repeats::{Repeat, drop_repeats, find_repeats};
