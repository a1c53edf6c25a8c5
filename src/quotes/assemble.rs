//! From cues and what belongs to them to quotations: whole regions between marks, pieces of broken-off
//! quotations, quotations without a cue.

use super::context::{Context, NONE};
use super::draft::Draft;
use super::kinds::{inner_pairs, kind};
use super::negation::{is_negated, is_refusal};
use super::parts::Edges;
use super::regions::Place;
use super::rivals::{is_inside, regions_of, settle, without};
use super::{Pair, Quote, breaks, floating};
use crate::Span;

/// Who says a part of what stands between marks says all of it, if it is no less than one in so many
/// of its pieces.
const SHARE: usize = 4;

/// The regions that are quotations, by their looks, and that no draft claims.
pub(super) fn unclaimed(context: &Context<'_>, drafts: &[Draft]) -> Vec<usize> {
    let mut claimed = vec![0; context.regions.len()];
    for draft in drafts {
        for (number, pieces) in regions_in(context, draft) {
            if draft.cue.is_some_and(|it| is_inside(it, context.regions[number].pieces)) {
                continue;
            }
            claimed[number] += pieces;
        }
    }
    let open = (0..context.regions.len()).filter(|&number| {
        let region = context.regions[number];
        let (from, to) = region.pieces;
        let place = Place { source: context.source, pair: region.pair };
        claimed[number] * 2 < to - from
            && count_words(context, region.pieces) > 0
            && !place.is_no_quotation()
    });
    open.collect()
}

/// Whether a draft lays claim to one of some regions, in order, from outside of it.
pub(super) fn claims(context: &Context<'_>, draft: &Draft, regions: &[usize]) -> bool {
    regions_of(context, draft).into_iter().any(|it| {
        let pieces = context.regions[it].pieces;
        regions.binary_search(&it).is_ok() && draft.cue.is_none_or(|cue| !is_inside(cue, pieces))
    })
}

/// The regions that the contents of a draft lie in, with how many pieces.
fn regions_in(context: &Context<'_>, draft: &Draft) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for &(from, to) in &draft.contents {
        let mut at = from;
        while at < to {
            let number = context.region[at];
            if number == NONE {
                at += 1;
                continue;
            }
            let end = context.regions[number as usize].pieces.1.min(to).max(at + 1);
            found.push((number as usize, end - at));
            at = end;
        }
    }
    found
}

/// The quotations that drafts make, and what no draft claims.
pub(super) fn quotes(context: &Context<'_>, pairs: &[Pair], mut drafts: Vec<Draft>) -> Vec<Quote> {
    apart_from_cues(context, &mut drafts);
    breaks::cut(context, &mut drafts);
    settle(context, &mut drafts);
    let inner = inner_pairs(context, pairs);
    for draft in &mut drafts {
        to_one_sentence(context, &inner, draft);
    }
    let mut quotes = Vec::new();
    let mut taken = vec![false; context.regions.len()];
    for draft in drafts {
        let cue = draft.cue.map(|cue| context.span(cue.from, cue.to));
        let edges = Edges { context, pairs, cue, is_whole: draft.is_whole };
        let mut parts: Vec<Span> = Vec::new();
        for &content in &draft.contents {
            let whole = snap(context, &draft, content, &mut taken);
            let (from, to) = if draft.is_whole { content } else { whole };
            let Some(part) = edges.tidy(context.span(from, to)) else { continue };
            match parts.last_mut() {
                Some(last) if last.end() > part.start() => *last = last.cover(part),
                _ => parts.push(part),
            }
        }
        if parts.is_empty() || is_refusal(context, &draft) {
            continue;
        }
        let mut quote = Quote::of(kind(context, &inner, &draft, &parts), parts);
        // A word has one task.
        let is_free = |it: &Span| !quote.parts.iter().any(|part| part.overlaps(*it));
        let cue = cue.filter(is_free);
        let is_named = |it: &Span| context.has_words(it.start(), it.end());
        let source = draft.source.map(|(from, to)| edges.without_tags(context.span(from, to)));
        let source = source.filter(is_free).filter(is_named);
        quote.cue = cue;
        quote.source = source.filter(|it| cue.is_none_or(|cue| !cue.overlaps(*it)));
        quote.negated = draft.cue.is_some_and(|cue| is_negated(context, cue));
        quotes.push(quote);
    }
    floating::add(context, &taken, &mut quotes);
    // Of those with the same parts, the one of which most is known.
    let unknown = |it: &Quote| (it.cue.is_none(), it.source.is_none());
    quotes.sort_by(|a, b| a.order(b).then(unknown(a).cmp(&unknown(b))));
    quotes.dedup_by(|next, before| next.parts == before.parts);
    quotes
}

/// What is said holds neither its cue nor its source nor the dateline; a mark is no cue, and no source.
fn apart_from_cues(context: &Context<'_>, drafts: &mut Vec<Draft>) {
    use super::context::Quoted::{Closes, Opens};
    let is_mark = |at: usize| matches!(context.quoted[at], Opens | Closes);
    let lead = context.lead.map(|it| context.pieces_in(it));
    drafts.retain_mut(|draft| {
        if draft.is_whole {
            return true;
        }
        let is_lead = |it: (usize, usize)| lead.is_some_and(|lead| it.0 < lead.1 && lead.0 < it.1);
        let has_word = |it: (usize, usize)| (it.0..it.1).any(|at| is_word(context, at));
        draft.source = draft.source.filter(|&it| !is_lead(it) && has_word(it));
        let cue = draft.cue.map(|it| (it.from, it.to));
        for hole in cue.into_iter().chain(draft.source).chain(lead) {
            let contents = draft.contents.iter();
            draft.contents = contents.flat_map(|&it| without(it, hole)).collect();
        }
        !draft.contents.is_empty() && cue.is_none_or(|it| !(it.0..it.1).all(is_mark))
    });
}

/// Without marks of their own, words inside somebody's words reach no farther than the sentence of
/// their cue.
fn to_one_sentence(context: &Context<'_>, inner: &[u32], draft: &mut Draft) {
    let Some(own) = inside_own_region(context, draft) else { return };
    let Some(cue) = draft.cue else { return };
    let sentence = context.document.sentences[context.sentence[cue.from] as usize];
    for content in &mut draft.contents {
        let is_own = |at: usize| context.region[at] == own && inner[at] == NONE;
        if content.0 < sentence.to && content.1 > sentence.to && is_own(content.1 - 1) {
            content.1 = sentence.to;
        }
        if content.1 > sentence.from && content.0 < sentence.from && is_own(content.0) {
            content.0 = sentence.from;
        }
    }
}

/// The region that a draft's cue stands in with its source: that of somebody else's words.
pub(super) fn inside_own_region(context: &Context<'_>, draft: &Draft) -> Option<u32> {
    let own = context.region[draft.cue?.from];
    let is_own = own != NONE
        && !draft.is_whole
        && draft.source.is_none_or(|it| context.region[it.0] == own)
        && !ends_at_cue(context, own as usize, draft);
    is_own.then_some(own)
}

pub(super) fn is_word(context: &Context<'_>, at: usize) -> bool {
    !context.syntax.parts[at].is_mark()
}

pub(super) fn count_words(context: &Context<'_>, pieces: (usize, usize)) -> usize {
    (pieces.0..pieces.1).filter(|&it| is_word(context, it)).count()
}

/// Whether a region whose closing mark is missing really ends where a draft's cue stands: `“The bridge
/// is shut, said the mayor.`
fn ends_at_cue(context: &Context<'_>, number: usize, draft: &Draft) -> bool {
    let region = context.regions[number];
    let goes_on = context.regions.get(number + 1).is_some_and(|it| it.pair.continues);
    region.pair.close.is_none()
        && !goes_on
        && draft.contents.first().is_some_and(|it| it.0 <= region.pieces.0)
        && draft.cue.is_some_and(|it| it.from > region.pieces.0)
}

/// A content with the regions that it holds some of made whole, but for that of its cue.
fn snap(
    context: &Context<'_>,
    draft: &Draft,
    pieces: (usize, usize),
    taken: &mut [bool],
) -> (usize, usize) {
    let (mut from, mut to) = pieces;
    let outside = (from..to).any(|it| context.region[it] == NONE && is_word(context, it));
    let mut at = pieces.0;
    while at < pieces.1 {
        let number = context.region[at];
        if number == NONE {
            at += 1;
            continue;
        }
        let region = context.regions[number as usize];
        let (first, last) = region.pieces;
        let inside = pieces.1.min(last) - at;
        if !draft.is_whole && draft.cue.is_some_and(|cue| is_inside(cue, region.pieces)) {
            taken[number as usize] |= inside_own_region(context, draft) != Some(number);
        } else if !outside || inside * SHARE >= last - first {
            taken[number as usize] = true;
            (from, to) = (from.min(first), to.max(last));
        }
        at = last.max(at + 1);
    }
    (from, to)
}
