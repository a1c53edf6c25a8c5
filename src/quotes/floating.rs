//! Quotations without a cue: what stands between marks and nobody is said to say.

use std::collections::HashMap;

use super::assemble::count_words;
use super::context::Context;
use super::regions::Place;
use super::{Quote, QuoteKind};
use crate::text::is_blank;

/// Fewer words between marks inside a sentence are a quotation only with a cue.
const FEW: usize = 7;
/// The narration interrupts somebody's words for no more bytes than these.
const LONGEST_BREAK: usize = 80;

/// Adds the quotations without a cue, and what goes on with them behind a break.
pub(super) fn add(context: &Context<'_>, taken: &[bool], quotes: &mut Vec<Quote>) {
    let mut last: Option<usize> = None;
    let with_cue = quotes.iter().enumerate().filter(|it| it.1.cue.is_some());
    let ends: HashMap<u32, usize> = with_cue.map(|(at, it)| (it.span().end(), at)).collect();
    for number in (0..taken.len()).filter(|&it| !taken[it]) {
        let words = context.regions[number].pair.content;
        if last.is_some_and(|it| it + 1 == number && goes_on(context, number))
            && let Some(quote) = quotes.last_mut()
        {
            quote.parts.push(words);
            last = Some(number);
        } else if let Some(quote) = floating(context, number) {
            let before = number.checked_sub(1).map(|it| context.regions[it].pair.content.end());
            if let Some(&at) = before.and_then(|it| ends.get(&it))
                && quote.kind == QuoteKind::Direct
                && resumes(context, &quotes[at], number)
            {
                quotes[at].parts.push(words);
                last = None;
                continue;
            }

            last = (quote.kind == QuoteKind::Direct).then_some(number);
            quotes.push(quote);
        }
    }
}

/// Whether words go on with those between the marks before, which the narration broke off in the midst
/// of a sentence: `„Nein“, sagte er, „das geht nicht.“`
pub(super) fn goes_on(context: &Context<'_>, number: usize) -> bool {
    let (before, here) = (context.regions[number - 1].pair, context.regions[number].pair);
    let from = before.span().end() as usize;
    let gap = &context.source[from..(here.open.start() as usize).max(from)];
    let gap = gap.trim_matches(is_blank);
    let in_sentence = |text: &str| !text.contains(['.', '!', '?', '…', '\n', '\r', ':', ';']);
    let first = here.content.of(context.source).chars().find(|c| c.is_alphanumeric());
    before.single == here.single
        && before.close.is_some()
        && gap.len() <= LONGEST_BREAK
        && in_sentence(gap)
        && gap.contains(char::is_alphabetic)
        && gap.ends_with([',', '—', '–', '-', '，'])
        && first.is_some_and(|c| !c.is_uppercase())
}

/// Whether a region is a quotation by itself, whoever says it.
pub(super) fn is_quotation(context: &Context<'_>, number: usize) -> bool {
    floating(context, number).is_some()
}

/// A quotation without a cue: a sentence of its own between marks, however short, or many words.
fn floating(context: &Context<'_>, number: usize) -> Option<Quote> {
    let region = context.regions[number];
    let place = Place { source: context.source, pair: region.pair };
    let words = count_words(context, region.pieces);
    let is_quotation = match place.kind() {
        QuoteKind::Direct => words > 0,
        _ => words >= FEW && !region.pair.single,
    };
    (is_quotation && !place.is_no_quotation())
        .then(|| Quote::of(place.kind(), vec![region.pair.content]))
}

/// Whether words go on right behind the sentence of a quotation's cue: `‘We wait’, said Lie. ‘The sea
/// decides.’`
fn resumes(context: &Context<'_>, quote: &Quote, number: usize) -> bool {
    let region = context.regions[number];
    let Some(cue) = quote.cue else { return false };
    let (said, here) = (context.pieces_in(cue).0, region.pieces.0);
    let (cued, sentence) = (context.sentence[said] as usize, context.sentence[here] as usize);
    // A comma tells of a cue of their own, found or not.
    let comma = |text: &str| text.ends_with([',', '，']);
    quote.kind == QuoteKind::Direct
        && !comma(region.pair.content.of(context.source))
        && cue.start() >= quote.span().end()
        && quote.source.is_none_or(|it| !it.overlaps(region.pair.content))
        && cue.end() <= region.pair.open.start()
        && sentence <= cued + 1
        && context.paragraph[cued] == context.paragraph[sentence]
}
