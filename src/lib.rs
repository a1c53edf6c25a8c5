//! Reads news copy the way a newspaper's copy desk does.
//!
//! The way of the data is one way: [`text`] (paragraphs, sentences, tokens), then the readers
//! ([`quotes`], [`dedup`]), then the story. Spans are UTF-8 bytes; [`Offsets`] turns them into
//! code points.

pub mod dedup;
mod error;
mod offsets;
pub mod quotes;
pub mod span;
mod story;
pub mod text;

pub use error::{Error, Result};
pub use offsets::Offsets;
pub use span::Span;
pub use story::{Reader, Repeats, Story};
