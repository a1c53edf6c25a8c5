//! From cues and what belongs to them to quotations: whole regions between marks, pieces of broken-off
//! quotations, quotations without a cue.

use super::context::{Context, NONE};
use super::draft::Draft;
use super::negation::is_negated;
use super::parts::Edges;
use super::regions::{Place, is_title};
use super::rivals::{is_inside, settle, without};
use super::{Pair, Quote, QuoteKind};
use crate::Span;
use crate::text::is_blank;

/// Fewer words between marks inside a sentence are a quotation only with a cue.
const FEW: usize = 7;
/// No more words between marks may be a term, a title or a name inside an indirect quotation.
const TERM: usize = 3;
/// Who says a part of what stands between marks says all of it, if it is no less than one in so many
/// of its pieces.
const SHARE: usize = 4;
/// Marks inside marks are told apart down to this depth.
const DEEPEST: u32 = 8;
/// The narration interrupts somebody's words for no more bytes than these.
const LONGEST_BREAK: usize = 80;

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

/// Whether a draft lays claim to a region from outside of it.
pub(super) fn claims(context: &Context<'_>, draft: &Draft, region: usize) -> bool {
    let pieces = context.regions[region].pieces;
    draft.covers(pieces) > 0 && draft.cue.is_none_or(|it| !is_inside(it, pieces))
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
pub(super) fn quotes(context: &Context<'_>, pairs: &[Pair], mut drafts: Vec<Draft>) -> Vec<Quote> {
    apart_from_cues(context, &mut drafts);
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
        if parts.is_empty() {
            continue;
        }
        let mut quote = Quote::of(kind(context, &inner, &draft, &parts), parts);
        quote.cue = cue;
        quote.source = draft.source.map(|(from, to)| context.span(from, to));
        quote.speech = draft.speech;
        quote.negated = draft.cue.is_some_and(|cue| is_negated(context, cue));
        quotes.push(quote);
    }
    add_floating(context, &taken, &mut quotes);
    // Of those with the same parts, the one of which most is known.
    let unknown = |it: &Quote| (it.cue.is_none(), it.source.is_none());
    quotes.sort_by(|a, b| a.order(b).then(unknown(a).cmp(&unknown(b))));
    quotes.dedup_by(|next, before| next.parts == before.parts);
    quotes
}

/// What is said holds neither its cue nor its source; a mark is no cue.
fn apart_from_cues(context: &Context<'_>, drafts: &mut Vec<Draft>) {
    use super::context::Quoted::{Closes, Opens};
    let is_mark = |at: usize| matches!(context.quoted[at], Opens | Closes);
    drafts.retain_mut(|draft| {
        if draft.is_whole {
            return true;
        }
        let cue = draft.cue.map(|it| (it.from, it.to));
        for hole in cue.into_iter().chain(draft.source) {
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
fn inside_own_region(context: &Context<'_>, draft: &Draft) -> Option<u32> {
    let own = context.region[draft.cue?.from];
    let is_own = own != NONE
        && !draft.is_whole
        && draft.source.is_none_or(|it| context.region[it.0] == own)
        && !ends_at_cue(context, own as usize, draft);
    is_own.then_some(own)
}

/// Adds the quotations without a cue, and what goes on with them behind a break.
fn add_floating(context: &Context<'_>, taken: &[bool], quotes: &mut Vec<Quote>) {
    let mut last: Option<usize> = None;
    for number in (0..taken.len()).filter(|&it| !taken[it]) {
        let content = context.regions[number].pair.content;
        if last.is_some_and(|it| it + 1 == number && goes_on(context, number))
            && let Some(quote) = quotes.last_mut()
        {
            quote.parts.push(content);
            last = Some(number);
        } else if let Some(quote) = floating(context, number) {
            last = (quote.kind == QuoteKind::Direct).then_some(number);
            quotes.push(quote);
        }
    }
}

/// Whether words go on with those between the marks before, which the narration broke off in the midst
/// of a sentence: `„Nein“, sagte er, „das geht nicht.“`
fn goes_on(context: &Context<'_>, number: usize) -> bool {
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

fn is_word(context: &Context<'_>, at: usize) -> bool {
    !context.syntax.parts[at].is_mark()
}

fn count_words(context: &Context<'_>, pieces: (usize, usize)) -> usize {
    (pieces.0..pieces.1).filter(|&it| is_word(context, it)).count()
}

/// For each piece, which pair of marks inside other marks it stands in, the innermost one.
fn inner_pairs(context: &Context<'_>, pairs: &[Pair]) -> Vec<u32> {
    let mut inner = vec![NONE; context.region.len()];
    for (number, pair) in pairs.iter().enumerate() {
        if (1..=DEEPEST).contains(&pair.depth) {
            let (from, to) = context.pieces_in(pair.content);
            inner[from..to].fill(number as u32);
        }
    }
    inner
}

/// Whether words are given as they were said: all of them, some, or none.
///
/// What somebody says according to somebody else's words is itself given in those: only inner marks
/// make it direct. A term, a title or a name between marks says nothing of it.
fn kind(context: &Context<'_>, inner: &[u32], draft: &Draft, parts: &[Span]) -> QuoteKind {
    let own = inside_own_region(context, draft);
    let around = draft.cue.map_or(NONE, |cue| inner[cue.from]);
    let (mut quoted, mut all) = (0, 0);
    for &part in parts {
        let (from, to) = context.pieces_in(part);
        let mut at = from;
        while at < to {
            let here = context.region[at];
            let is_quoted = |it: usize| match context.region[it] {
                NONE => false,
                number if own == Some(number) => inner[it] != around,
                _ => true,
            };
            let end = at
                + 1
                + (at + 1..to)
                    .take_while(|&it| context.region[it] == here && is_quoted(it) == is_quoted(at))
                    .count();
            let words = count_words(context, (at, end));
            all += words;
            // `the “Miss” of the year`, but not `One word: “Never.”`
            let goes_on = at >= from + 2 && is_word(context, at - 2);
            let is_term =
                goes_on && words <= TERM && is_title(context.span(at, end).of(context.source));
            if is_quoted(at) && !is_term {
                quoted += words;
            }
            at = end;
        }
    }
    match quoted {
        0 => QuoteKind::Indirect,
        _ if quoted * 20 >= all * 19 => QuoteKind::Direct,
        _ => QuoteKind::Mixed,
    }
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
    content: (usize, usize),
    taken: &mut [bool],
) -> (usize, usize) {
    let (mut from, mut to) = content;
    let outside = (from..to).any(|it| context.region[it] == NONE && is_word(context, it));
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
