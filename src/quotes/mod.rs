//! Who said what.
//!
//! 1. [`pair_marks`] pairs the quotation marks (`marks` finds them, `pairs` pairs them);
//! 2. `context` puts together what the models look at: pieces, grammar, marks, names;
//! 3. `cues` finds the words that say that somebody says something: `said`, `according to`;
//! 4. `arguments` finds for each cue who says it, and what is said;
//! 5. `labelled` finds those whom a dash or a label names, without a cue;
//! 6. `assemble` makes quotations of these drafts: whole ones between marks (`regions`), broken-off
//!    ones, those without a cue; `negation` tells which are denied;
//! 7. `speakers` tells whom each source stands for.

mod arguments;
mod assemble;
mod context;
mod cues;
mod draft;
mod labelled;
mod marks;
mod negation;
mod pairs;
mod quote;
mod regions;
pub(crate) mod speakers;
#[cfg(feature = "train")]
#[doc(hidden)]
pub mod train;

use crate::entities::Entity;
use crate::tagger::memory::Told;
use crate::tagger::{Document, Model};
use crate::text::Text;
use arguments::Arguer;
use context::Context;
use cues::Finder;
use draft::Draft;

pub use pairs::{Pair, pair_marks};
pub use quote::{Quote, QuoteKind, Speaker, SpeakerKind};

/// The quotations of a text, in order, of speech and of thought. The entities are all that it names.
pub(crate) fn read(text: &Text<'_>, document: &Document, entities: &[Entity]) -> Vec<Quote> {
    let Some(arguments) = arguments::shipped() else { return Vec::new() };
    let read = |cues: &Model<'_>, told: &mut Told| {
        read_with((cues, arguments), text, document, entities, 0, told)
    };
    cues::with_shipped(read).unwrap_or_default()
}

/// The quotations that models of cues and arguments find, as one set of data has them.
fn read_with(
    (cue_model, argument_model): (&Model<'_>, &Model<'_>),
    text: &Text<'_>,
    document: &Document,
    entities: &[Entity],
    domain: u64,
    told: &mut Told,
) -> Vec<Quote> {
    let pairs = pair_marks(text.source(), text.paragraphs());
    let mut context = Context::new(text, document, entities, &pairs);
    let (mut finder, mut cues) = Finder::new(cue_model, &context, domain, told);
    context.parse_around(&cues);
    let mut arguer = Arguer::new(argument_model, domain);
    let all = 0..cues.len();
    let mut drafts: Vec<Draft> = all.filter_map(|it| arguer.draft(&context, &cues, it)).collect();
    // Who says what stands between marks is looked for again where nobody was found to.
    let open = assemble::unclaimed(&context, &drafts);
    let more = finder.beside(&context, &open, &cues);
    context.parse_around(&more);
    cues.extend(&more);
    cues.sort_unstable_by_key(|it| it.from);
    for number in 0..cues.len() {
        if more.contains(&cues[number])
            && let Some(draft) = arguer.draft(&context, &cues, number)
            && open.iter().any(|&it| draft.covers(context.regions[it].pieces) > 0)
        {
            drafts.push(draft);
        }
    }
    labelled::add(&context, &mut drafts);
    let mut quotes = assemble::quotes(&context, drafts);
    speakers::resolve(text, entities, &mut quotes);
    quotes
}
