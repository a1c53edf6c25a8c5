//! From cues and what belongs to them to quotations: whole regions between marks, pieces of broken-off
//! quotations, quotations without a cue.

use super::context::{Context, NONE};
use super::draft::Draft;
use super::negation::is_negated;
use super::regions::Place;
use super::{Quote, QuoteKind};
use crate::Span;

/// Fewer words between marks are a quotation only with a cue; inside a sentence fewer than these.
const FEW: usize = 4;
const FEW_INSIDE: usize = 7;

/// The regions that are quotations, by their looks, and that no draft claims.
pub(super) fn unclaimed(context: &Context<'_>, drafts: &[Draft]) -> Vec<usize> {
    let mut claimed = vec![0; context.regions.len()];
    for draft in drafts {
        for (number, pieces) in regions_in(context, draft) {
            claimed[number] += pieces;
        }
    }
    let open = (0..context.regions.len()).filter(|&number| {
        let region = context.regions[number];
        let (from, to) = region.pieces;
        let words = (from..to).filter(|&it| is_word(context, it)).count();
        let place = Place { source: context.source, pair: region.pair };
        claimed[number] * 2 < to - from && words > 0 && !place.is_no_quotation()
    });
    open.collect()
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

/// The quotations that drafts and marks make.
pub(super) fn quotes(context: &Context<'_>, drafts: Vec<Draft>) -> Vec<Quote> {
    let mut quotes = Vec::new();
    let mut taken = vec![false; context.regions.len()];
    for draft in drafts {
        let mut parts: Vec<(usize, usize)> = Vec::new();
        for &content in &draft.contents {
            let whole = snap(context, content, &mut taken);
            let part = if draft.is_whole { content } else { whole };
            match parts.last_mut() {
                Some(last) if last.1 >= part.0 => last.1 = last.1.max(part.1),
                _ => parts.push(part),
            }
        }
        let spans: Vec<Span> =
            parts.iter().filter_map(|&(from, to)| trimmed(context, from, to)).collect();
        if spans.is_empty() {
            continue;
        }
        let (quoted, all) = count_quoted(context, &parts);
        let kind = match quoted {
            0 => QuoteKind::Indirect,
            _ if quoted * 20 >= all * 19 => QuoteKind::Direct,
            _ => QuoteKind::Mixed,
        };
        let mut quote = Quote::of(kind, spans);
        quote.cue = draft.cue.map(|cue| context.span(cue.from, cue.to));
        quote.source = draft.source.map(|(from, to)| context.span(from, to));
        quote.speech = draft.speech;
        quote.negated = draft.cue.is_some_and(|cue| is_negated(context, cue));
        quotes.push(quote);
    }
    // Quotations without a cue.
    for (number, region) in context.regions.iter().enumerate() {
        if taken[number] || region.pair.single {
            continue;
        }
        let words = (region.pieces.0..region.pieces.1).filter(|&it| is_word(context, it)).count();
        let place = Place { source: context.source, pair: region.pair };
        let kind = place.kind();
        let few = if kind == QuoteKind::Direct { FEW } else { FEW_INSIDE };
        if words >= few && !place.is_no_quotation() {
            quotes.push(Quote::of(kind, vec![region.pair.content]));
        }
    }
    quotes.sort_by(Quote::order);
    quotes.dedup_by(|next, before| next.parts == before.parts);
    quotes
}

fn is_word(context: &Context<'_>, at: usize) -> bool {
    !context.syntax.parts[at].is_mark()
}

/// How many of the words of some pieces stand between marks, and how many they are.
fn count_quoted(context: &Context<'_>, parts: &[(usize, usize)]) -> (usize, usize) {
    let words = parts.iter().flat_map(|&(from, to)| from..to).filter(|&it| is_word(context, it));
    words.fold((0, 0), |(quoted, all), it| {
        (quoted + usize::from(context.region[it] != NONE), all + 1)
    })
}

/// A content with the regions that it holds half of made whole.
fn snap(context: &Context<'_>, content: (usize, usize), taken: &mut [bool]) -> (usize, usize) {
    let (mut from, mut to) = content;
    let mut at = content.0;
    while at < content.1 {
        let number = context.region[at];
        if number == NONE {
            at += 1;
            continue;
        }
        let region = context.regions[number as usize];
        let (first, last) = region.pieces;
        let inside = content.1.min(last) - at;
        if inside * 2 >= last - first {
            taken[number as usize] = true;
            (from, to) = (from.min(first), to.max(last));
        }
        at = last.max(at + 1);
    }
    (from, to)
}

/// The span of some pieces without the marks at its ends.
fn trimmed(context: &Context<'_>, from: usize, to: usize) -> Option<Span> {
    let outer = |at: usize| {
        use super::context::Quoted::{Closes, Opens};
        matches!(context.quoted[at], Opens | Closes)
    };
    let (mut from, mut to) = (from, to);
    while from < to && outer(from) && !closes_inside(context, from, to) {
        from += 1;
    }
    while from < to && outer(to - 1) && !opens_inside(context, from, to) {
        to -= 1;
    }
    // From the very first mark to the very last.
    if from + 2 < to && outer(from) && outer(to - 1) {
        let (a, b) = (context.region[from + 1], context.region[to - 2]);
        if a == b && a != NONE {
            (from, to) = (from + 1, to - 1);
        }
    }
    (from < to).then(|| context.span(from, to))
}

/// Whether the region that opens here closes before the end.
fn closes_inside(context: &Context<'_>, from: usize, to: usize) -> bool {
    context
        .regions
        .get(context.region.get(from + 1).copied().unwrap_or(NONE) as usize)
        .is_some_and(|it| it.pair.close.is_some() && it.pieces.1 < to)
}

/// Whether the region that closes at the end opens behind the start.
fn opens_inside(context: &Context<'_>, from: usize, to: usize) -> bool {
    to.checked_sub(2)
        .and_then(|it| context.regions.get(context.region[it] as usize))
        .is_some_and(|it| it.pieces.0 > from)
}
