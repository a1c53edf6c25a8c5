//! The same words twice: within one text.

mod align;
mod repeats;
mod words;

pub use repeats::{Repeat, drop_repeats, find_repeats};
