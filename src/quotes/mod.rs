//! Who said what.
//!
//! 1. [`pair_marks`] pairs the quotation marks (`marks` finds them, `pairs` pairs them);
//! 2. `context` puts together what the models look at: pieces, grammar, marks, names;
//! 3. `cues` finds the words that say that somebody says something: `said`, `according to`;
//! 4. `arguments` finds for each cue who says it, and what is said;
//!    `resumed` gives them what goes on between marks behind them;
//! 5. `labelled` finds those whom a dash or a label names, without a cue;
//! 6. `assemble` makes quotations of these drafts: `rivals` settles which cue words between marks
//!    belong to, `parts` where exactly they begin and end, `kinds` how they are given; `floating` adds
//!    those without a cue, by what stands around them (`regions`); `negation` tells which are denied;
//! 7. `speakers` tells whom each source stands for;
//! 8. `confidence` tells how sure all that is.

mod arguments;
mod assemble;
mod confidence;
mod context;
mod cues;
mod draft;
mod floating;
mod kinds;
mod labelled;
mod marks;
mod models;
mod negation;
mod pairs;
mod parts;
mod quote;
mod regions;
mod resumed;
mod rivals;
pub(crate) mod speakers;
#[cfg(feature = "train")]
#[doc(hidden)]
pub mod train;

use crate::entities::Entity;
use crate::tagger::Document;
use crate::tagger::memory::Told;
use crate::text::Text;
use arguments::Arguer;
use context::Context;
use cues::{Cue, Finder};
use draft::Draft;

pub use pairs::{Pair, pair_marks};
pub use quote::{Quote, QuoteKind, Speaker, SpeakerKind};

/// The quotations of a text, in order. The entities are all that it names.
///
/// Of speech only, or also what somebody thinks, wants or plans.
pub(crate) fn read(
    text: &Text<'_>,
    document: &Document,
    entities: &[Entity],
    speech_only: bool,
) -> Vec<Quote> {
    let pairs = pair_marks(text.source(), text.paragraphs());
    let mut context = Context::new(text, document, entities, &pairs);
    let find = |pair: models::Pair<'_>, told: &mut Told| drafts(pair, &mut context, told);
    let mut drafts = models::with(true, find).unwrap_or_default();
    if !speech_only {
        let find = |pair: models::Pair<'_>, told: &mut Told| self::drafts(pair, &mut context, told);
        add_thoughts(&mut drafts, models::with(false, find).unwrap_or_default());
    }
    finish(text, &context, &pairs, entities, drafts)
}

/// What models find.
fn drafts(pair: models::Pair<'_>, context: &mut Context<'_>, told: &mut Told) -> Vec<Draft> {
    let (mut finder, mut cues) = Finder::new(pair.cues, pair.lean, context, told);
    context.parse_around(&cues);
    let mut arguer = Arguer::new(pair.arguments);
    let all = 0..cues.len();
    let mut drafts: Vec<Draft> = all.map(|it| arguer.draft(context, &cues, it)).collect();
    // Who says what stands between marks is looked for again where nobody was found to.
    let open = assemble::unclaimed(context, &drafts);
    let more = finder.beside(context, &open, &cues);
    context.parse_around(&more);
    cues.extend(&more);
    cues.sort_unstable_by_key(|it| it.from);
    for number in 0..cues.len() {
        if more.contains(&cues[number]) {
            let draft = arguer.draft(context, &cues, number);
            let claims = |&it: &usize| assemble::claims(context, &draft, it);
            if draft.contents.is_empty() || open.iter().any(claims) {
                drafts.push(draft);
            }
        }
    }
    let open = assemble::unclaimed(context, &drafts);
    resumed::add(context, &open, &mut drafts);
    drafts.retain(|it| !it.contents.is_empty());
    drafts
}

/// Adds what is thought, wanted or planned: attributions whose cues are none of speech.
fn add_thoughts(drafts: &mut Vec<Draft>, more: Vec<Draft>) {
    let mut known: Vec<Cue> = drafts.iter().filter_map(|it| it.cue).collect();
    known.sort_unstable_by_key(|it| it.from);
    let is_new = |cue: Cue| {
        let next = known.partition_point(|it| it.to <= cue.from);
        known.get(next).is_none_or(|it| it.from >= cue.to)
    };
    let thoughts = more.into_iter().filter(|it| it.cue.is_some_and(is_new));
    drafts.extend(thoughts.map(|it| Draft { speech: false, ..it }));
}

/// Makes quotations of drafts.
fn finish(
    text: &Text<'_>,
    context: &Context<'_>,
    pairs: &[Pair],
    entities: &[Entity],
    mut drafts: Vec<Draft>,
) -> Vec<Quote> {
    labelled::add(context, &mut drafts);
    let mut quotes = assemble::quotes(context, pairs, drafts);
    speakers::resolve(text, entities, &mut quotes);
    confidence::rate(text, entities, &mut quotes);
    quotes
}
