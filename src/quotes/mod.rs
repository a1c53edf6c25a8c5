//! Who said what.
//!
//! 1. [`pair_marks`] pairs the quotation marks (`marks` finds them, `pairs` pairs them);
//! 2. `context` puts together what the models look at: pieces, grammar, marks, names; sentences begin
//!    behind the dateline, and behind the times of a live page (`clock`);
//! 3. `cues` finds the words that say that somebody says something: `said`, `according to`;
//! 4. `arguments` finds for each cue who says it, and what is said;
//!    `resumed` gives them what goes on between marks behind them;
//! 5. `labelled` finds those whom a dash or a label names, without a cue;
//! 6. `assemble` makes quotations of these drafts: `breaks` ends them where a quotation ends, `rivals`
//!    settles which cue words between marks belong to, `parts` where exactly they begin and end,
//!    `kinds` how they are given; `floating` adds those without a cue, by what stands around them
//!    (`regions`); `negation` tells which are denied;
//! 7. `speakers` tells whom each source stands for;
//! 8. `confidence` tells how sure all that is.
//!
//! Who says what is read in English; in other languages (`english`) only 1 and the quotations without a
//! cue are.

mod arguments;
mod assemble;
mod breaks;
mod clock;
mod confidence;
mod context;
mod cues;
mod draft;
mod english;
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

use crate::Span;
use crate::entities::Entity;
use crate::furniture::LeadIn;
use crate::lexicon::is_speech_verb;
use crate::tagger::Document;
use crate::tagger::memory::Told;
use crate::text::Text;
use arguments::Arguer;
use context::Context;
use cues::{Cue, Finder};
use draft::Draft;

pub use pairs::{Pair, pair_marks};
pub use quote::{Quote, QuoteKind, Speaker, SpeakerKind};

/// Of what is less sure than this, nobody is said to be the speaker.
const SURE_ENOUGH: f32 = 0.2;

/// The quotations of a text, in order. The entities are all that it names.
///
/// Of speech only, or also what somebody thinks, wants or plans. Nobody says the dateline, and the first
/// sentence begins behind it, others behind the times of a live page: the document is parted there. In
/// other languages than English what stands between marks is all that is found.
pub(crate) fn read(
    text: &Text<'_>,
    document: &mut Document,
    lead_in: &LeadIn,
    entities: &[Entity],
    speech_only: bool,
) -> Vec<Quote> {
    let times = text.paragraphs().iter().filter_map(|paragraph| {
        let length = clock::length(paragraph.of(text.source()))?;
        Some(paragraph.start() + length as u32)
    });
    let dateline = lead_in.dateline.as_ref();
    let behind = dateline.map(|it| [it.span.start(), it.body_start]);
    let mut begins: Vec<u32> = behind.into_iter().flatten().chain(times).collect();
    begins.sort_unstable();
    document.part_at(&begins);
    let pairs = pair_marks(text.source(), text.paragraphs());
    let mut context = Context::new(text, document, entities, &pairs);
    context.lead = dateline.map(|it| it.span);
    let mut reading = Reading { text, entities, pairs: &pairs, apart: lead_in.spans(), context };
    if !english::is_english(text) {
        let mut quotes = reading.quotes(Vec::new());
        reading.settle(&mut quotes);
        for quote in quotes.iter_mut().filter(|it| it.source.is_none()) {
            quote.speaker = None;
        }
        return quotes;
    }
    let mut speech =
        models::with(true, |models, told| reading.drafts(models, None, told)).unwrap_or_default();
    // Where it knows nobody who says what stands between marks, the other pair of models may.
    let mut open = assemble::unclaimed(&reading.context, &speech);
    open.retain(|&it| floating::is_quotation(&reading.context, it));
    if !open.is_empty() {
        let more = models::with(false, |models, told| reading.drafts(models, Some(&open), told));
        let mut more = more.unwrap_or_default();
        by_other_cues(&speech, &mut more);
        more.retain(|it| assemble::claims(&reading.context, it, &open));
        speech.extend(more);
    }
    let speech = reading.quotes(speech);
    let mut quotes = if speech_only {
        speech
    } else {
        let all = models::with(false, |models, told| reading.drafts(models, None, told));
        with_speech(text.source(), reading.quotes(all.unwrap_or_default()), speech)
    };
    reading.settle(&mut quotes);
    quotes
}

/// A text whose quotations are read.
struct Reading<'r, 't> {
    text: &'r Text<'t>,
    entities: &'r [Entity],
    pairs: &'r [Pair],
    /// The dateline and the byline: who is named there is not spoken of.
    apart: Vec<Span>,
    context: Context<'r>,
}

impl Reading<'_, '_> {
    /// What models find: in the whole text, or beside some regions.
    fn drafts(
        &mut self,
        models: models::Pair<'_>,
        beside: Option<&[usize]>,
        told: &mut Told,
    ) -> Vec<Draft> {
        let context = &mut self.context;
        let (mut finder, mut cues) =
            Finder::new(models.cues, models.lean.cues, context, beside, told);
        if beside.is_none() {
            cues.extend(negation::more_cues(context, &cues));
            cues.sort_unstable_by_key(|it| it.from);
        }
        context.parse_around(&cues);
        let mut arguer = Arguer::new(models.arguments, models.lean);
        let all = 0..cues.len();
        let mut drafts: Vec<Draft> = all.map(|it| arguer.draft(context, &cues, it)).collect();
        // Who says what stands between marks is looked for again where nobody was found to.
        let mut open = assemble::unclaimed(context, &drafts);
        open.retain(|it| beside.is_none_or(|regions| regions.binary_search(it).is_ok()));
        let more = finder.beside(context, &open, &cues);
        context.parse_around(&more);
        cues.extend(&more);
        cues.sort_unstable_by_key(|it| it.from);
        for cue in more {
            let number = cues.partition_point(|it| it.from < cue.from);
            let draft = arguer.draft(context, &cues, number);
            if draft.contents.is_empty() || assemble::claims(context, &draft, &open) {
                drafts.push(draft);
            }
        }
        drafts.sort_by_key(|it| it.cue.map(|cue| cue.from));
        let open = assemble::unclaimed(context, &drafts);
        resumed::add(context, &open, &mut drafts);
        drafts.retain(|it| !it.contents.is_empty());
        drafts
    }

    /// Quotations of drafts.
    fn quotes(&self, mut drafts: Vec<Draft>) -> Vec<Quote> {
        labelled::add(&self.context, &mut drafts);
        assemble::quotes(&self.context, self.pairs, drafts)
    }

    /// Whom sources stand for, and how sure all is.
    fn settle(&self, quotes: &mut [Quote]) {
        speakers::resolve(self.text, self.entities, &self.apart, quotes);
        confidence::rate(self.text, self.entities, quotes);
        // Nobody rather than a guess.
        for quote in quotes.iter_mut().filter(|it| it.confidence < SURE_ENOUGH) {
            quote.speaker = None;
        }
    }
}

/// All attributions of a text, told which of them are speech by what was found to be; with the speech
/// that is none of them, and says nothing of their words.
fn with_speech(source: &str, mut all: Vec<Quote>, speech: Vec<Quote>) -> Vec<Quote> {
    let cues = sorted(speech.iter().filter_map(|it| it.cue));
    let starts = sorted(speech.iter().map(|it| it.span().start()));
    let says = |cue: Span| cue.of(source).split(|c: char| !c.is_alphabetic()).any(is_speech_verb);
    for quote in &mut all {
        let is_known = |it: Span| meets(&cues, it) || says(it);
        let start = quote.span().start();
        quote.speech = quote.cue.is_some_and(is_known) || starts.binary_search(&start).is_ok();
    }
    // Where nobody was found to say something, the others may know.
    for quote in all.iter_mut().filter(|it| it.cue.is_none()) {
        if let Ok(known) = speech.binary_search_by(|it| it.order(quote)) {
            quote.clone_from(&speech[known]);
        }
    }
    let cues = sorted(all.iter().filter_map(|it| it.cue));
    let mut words: Vec<Span> = Vec::new();
    for part in sorted(all.iter().flat_map(|it| it.parts.iter().copied())) {
        match words.last_mut() {
            Some(last) if last.overlaps(part) => *last = last.cover(part),
            _ => words.push(part),
        }
    }
    let is_new = |it: &Quote| {
        !it.cue.is_some_and(|it| meets(&cues, it)) && !it.parts.iter().any(|&it| meets(&words, it))
    };
    all.extend(speech.into_iter().filter(is_new));
    all.sort_by(Quote::order);
    all
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items
}

/// Whether a span overlaps one of others, which are in order and apart from each other.
fn meets(others: &[Span], span: Span) -> bool {
    let next = others.partition_point(|it| it.end() <= span.start());
    others.get(next).is_some_and(|it| it.overlaps(span))
}

/// Leaves out drafts whose cues others have.
fn by_other_cues(others: &[Draft], drafts: &mut Vec<Draft>) {
    let mut known: Vec<Cue> = others.iter().filter_map(|it| it.cue).collect();
    known.sort_unstable_by_key(|it| it.from);
    drafts.retain(|it| it.cue.is_some_and(|cue| cue.is_apart_from(&known)));
}
