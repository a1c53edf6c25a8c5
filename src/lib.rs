//! Reads news copy the way a newspaper's copy desk does.
//!
//! The way of the data is one way: [`text`] (paragraphs, sentences, tokens), then the readers
//! ([`dateline`], [`furniture`], [`entities`], [`quotes`], [`dedup`]), then the story. Spans are UTF-8
//! bytes; [`Offsets`] turns them into code points.

pub mod batch;
pub mod dateline;
pub mod dedup;
pub mod entities;
mod error;
pub mod furniture;
pub mod gazetteer;
mod hash;
mod lexicon;
mod offsets;
#[cfg(feature = "python")]
mod python;
pub mod quotes;
pub mod record;
pub mod render;
pub mod span;
mod story;
mod syntax;
mod tagger;
mod tally;
pub mod text;

pub use dateline::{Dateline, Day, parse_dateline};
pub use dedup::{Repeat, drop_furniture, find_passages};
pub use entities::{Entity, EntityKind, Kinds};
pub use error::{Error, Result};
pub use offsets::Offsets;
pub use quotes::{Quote, QuoteKind, Speaker, SpeakerKind};
pub use span::Span;
pub use story::{Reader, Repeats, Story};
pub use tally::SpeakerStats;

/// Reads one article: everything, in one pass. The same as `Reader::default().read(text, None)`.
///
/// ```
/// let story = copydesk::read("The port is shut. \"For how long?\" asked a pilot.")?;
/// assert_eq!(story.sentences().len(), 2);
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn read(text: impl Into<String>) -> Result<Story> {
    Reader::default().read(text, None)
}

/// Who and what a text names, in order of first mention: names, short forms and pronouns gathered
/// into the people, organisations and places that they stand for; of some kinds, or of all.
///
/// ```
/// use copydesk::{EntityKind, Kinds};
///
/// let people: Kinds = [EntityKind::Person].into_iter().collect();
/// let entities = copydesk::extract_entities("The harbour is shut until Monday.", people)?;
/// assert!(entities.is_empty());
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn extract_entities(text: &str, kinds: Kinds) -> Result<Vec<Entity>> {
    let text = text::Text::new(text)?;
    let lead_in = furniture::LeadIn::of(&text, None);
    let document = tagger::Document::of(&text);
    Ok(entities::read(&text, &document, &lead_in, kinds))
}

/// The quotations of a text: in the order of their first words, the longest first where two begin
/// together. One may stand inside another.
///
/// With `speech_only` just what somebody said or wrote; without it also what somebody is told to
/// think, want or plan ([`Quote::speech`]). That is a reading of its own: it finds what the first one
/// finds, but may begin and end it elsewhere, and takes a statement inside a statement for a part of it.
///
/// ```
/// let text = "“We sail at dawn,” she said.";
/// let quotes = copydesk::extract_quotes(text, true)?;
/// assert_eq!(quotes[0].parts[0].of(text), "We sail at dawn,");
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn extract_quotes(text: &str, speech_only: bool) -> Result<Vec<Quote>> {
    let text = text::Text::new(text)?;
    let mut document = tagger::Document::of(&text);
    let lead_in = furniture::LeadIn::of(&text, None);
    let entities = entities::read(&text, &document, &lead_in, Kinds::ALL);
    Ok(quotes::read(&text, &mut document, &lead_in, &entities, speech_only))
}

/// The blocks that a text says twice, in order, disjoint.
///
/// ```
/// let lead = "The ferry to Bergen will not sail before Monday, the company told passengers.";
/// let repeats = copydesk::find_repeats(&format!("{lead}\n{lead}"))?;
/// assert_eq!(repeats[0].span.start(), 78);
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn find_repeats(text: &str) -> Result<Vec<Repeat>> {
    text::check_length(text)?;
    Ok(dedup::find_repeats(text, &text::paragraphs(text)))
}

/// The text without the blocks that it says twice; the first copy stays.
///
/// ```
/// let lead = "The ferry to Bergen will not sail before Monday, the company told passengers.";
/// assert_eq!(copydesk::drop_repeats(&format!("{lead}\n{lead}"))?, lead);
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn drop_repeats(text: &str) -> Result<String> {
    Ok(dedup::drop_repeats(text, &find_repeats(text)?))
}

/// A share as stories keep it: four decimals, so that it survives being written down.
fn four_decimals(share: f64) -> f64 {
    (share * 1e4).round() / 1e4
}

/// What trains the models that ship.
#[cfg(feature = "train")]
#[doc(hidden)]
pub mod train {
    pub use crate::dedup::train as duplicates;
    pub use crate::quotes::train as quotes;
    pub use crate::quotes::train::{confidence, speakers};
    pub use crate::syntax::train as syntax;
}
