//! What stands on a story's page and is not the story: bylines, the names of those who worked on it,
//! notes of correction, copyright lines, sign-offs.

mod byline;
mod contributors;
mod credits;
mod lead_in;
mod notes;
mod people;
mod sign_offs;

use crate::Span;

pub use byline::{Byline, find_byline};
pub use credits::{Credit, CreditKind, find_credits};
pub(crate) use lead_in::LeadIn;

/// The span of a part of a text, which must be cut from it.
fn span_of(text: &str, part: &str) -> Span {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    Span::from_usize(start, start + part.len())
}
