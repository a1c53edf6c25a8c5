//! Who said what.
//!
//! 1. [`pair_marks`] pairs the quotation marks (`marks` finds them, `pairs` pairs them);
//! 2. `context` puts together what the models look at: pieces, grammar, marks, names;
//! 3. `cues` finds the words that say that somebody says something: `said`, `according to`;
//! 4. `arguments` finds for each cue who says it, and what is said;
//! 5. `assemble` makes quotations of that: whole ones between marks (`regions`), broken-off ones,
//!    those without a cue; `negation` tells which are denied;
//! 6. `speakers` tells whom each source stands for.

mod arguments;
mod assemble;
mod context;
mod cues;
mod marks;
mod pairs;
mod quote;
mod regions;
pub(crate) mod speakers;
#[cfg(feature = "train")]
#[doc(hidden)]
pub mod train;

use crate::entities::Entity;
use crate::tagger::Document;
use crate::text::Text;

pub use pairs::{Pair, pair_marks};
pub use quote::{Quote, QuoteKind, Speaker, SpeakerKind};

/// The quotations of a text, in order, of speech and of thought. The entities are all that it names.
pub(crate) fn read(text: &Text<'_>, document: &Document, entities: &[Entity]) -> Vec<Quote> {
    let pairs = pair_marks(text.source(), text.paragraphs());
    let mut context = context::Context::new(text, document, entities, &pairs);
    let cues = cues::find(&context);
    context.parse_around(&cues);
    let mut quotes =
        assemble::quotes(&context, &pairs, &cues, arguments::find_all(&context, &cues));
    speakers::resolve(text, entities, &mut quotes);
    quotes
}
