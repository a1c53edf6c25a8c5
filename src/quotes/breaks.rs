//! Contents that run on where one quotation ends and something else begins: another quotation, the
//! narration in between, the next sentence.

use super::context::{Context, NONE};
use super::draft::Draft;
use super::regions::{Place, is_title};
use super::rivals::regions_of;
use super::{QuoteKind, floating};
use crate::tagger::words::Common;

/// Cuts the contents of drafts where quotations inside of them end.
pub(super) fn cut(context: &Context<'_>, drafts: &mut Vec<Draft>) {
    let cues = drafts.iter().filter_map(|it| it.cue.map(|cue| cue.from));
    let mut cues: Vec<usize> = cues.filter(|&it| context.region[it] == NONE).collect();
    cues.sort_unstable();
    for draft in drafts.iter_mut().filter(|it| !it.is_whole) {
        if draft.cue.is_some_and(|it| context.region[it.from] != NONE) {
            continue;
        }
        if !regions_of(context, draft).is_empty() {
            let contents = std::mem::take(&mut draft.contents);
            let contents = contents.into_iter().map(|it| of_one_sentence(context, it));
            let contents: Vec<_> = contents.flat_map(|it| of_one_cue(context, &cues, it)).collect();
            draft.contents =
                contents.into_iter().flat_map(|it| pieces(context, draft, it)).collect();
        }
    }
    drafts.retain(|it| !it.contents.is_empty());
}

/// Of a content that runs through the end of a sentence into a quotation, the quotation: `said the
/// warden. “Good luck!”`
fn of_one_sentence(context: &Context<'_>, (from, to): (usize, usize)) -> (usize, usize) {
    let is_word = |&it: &usize| !context.syntax.parts[it].is_mark();
    let Some(first) = (from..to).find(is_word).filter(|&it| context.region[it] == NONE) else {
        return (from, to);
    };
    let Some(number) = (first..to).map(|it| context.region[it]).find(|&it| it != NONE) else {
        return (from, to);
    };
    let begin = context.regions[number as usize].pieces.0.max(from);
    let sentence = context.document.sentences[context.sentence[begin] as usize];
    let is_first = (sentence.from..begin).all(|it| context.syntax.parts[it].is_mark());
    if is_first && context.sentence[first] < context.sentence[begin] {
        (begin, to)
    } else {
        (from, to)
    }
}

/// Of a content that begins with a quotation and runs on into the next cue, the quotation: `“Yes,” said
/// Lie, and Nes said, “No.”` With the one that it ends with, if that is not the next cue's.
fn of_one_cue(
    context: &Context<'_>,
    cues: &[usize],
    (from, to): (usize, usize),
) -> Vec<(usize, usize)> {
    let is_word = |&it: &usize| !context.syntax.parts[it].is_mark();
    let all = vec![(from, to)];
    let Some(first) = (from..to).find(is_word).filter(|&it| context.region[it] != NONE) else {
        return all;
    };
    let region = context.regions[context.region[first] as usize].pieces;
    let next = cues.partition_point(|&it| it < region.1);
    let Some(&cue) = cues.get(next).filter(|&&it| it < to) else { return all };
    let is_closed =
        context.common(region.1 - 1) == Common::Comma || context.ends_sentence(region.1 - 1);
    if region.0 < from || !is_closed {
        return all;
    }
    let last = (from..to).rev().find(is_word).map_or(NONE, |it| context.region[it]);
    let mut kept = vec![(from, region.1)];
    if last != NONE && last != context.region[first] {
        let begin = context.regions[last as usize].pieces.0;
        if (cue + 1..begin).filter(is_word).count() > 1 {
            kept.push((begin, to));
        }
    }
    kept
}

/// What remains of a content.
fn pieces(context: &Context<'_>, draft: &Draft, said: (usize, usize)) -> Vec<(usize, usize)> {
    let mut from = without_number(context, said);
    let mut kept = Vec::new();
    let is_outside = |it: usize| context.region[it] == NONE && !context.syntax.parts[it].is_mark();
    let is_clause = (from..said.1).any(is_outside);
    let first = context.regions.partition_point(|it| it.pieces.1 <= from);
    for number in first..context.regions.len() {
        let region = context.regions[number];
        let end = region.pieces.1;
        if region.pieces.0 >= said.1 || end >= said.1 {
            break;
        }
        let next = context.regions.get(number + 1).filter(|it| it.pieces.0 < said.1);
        match next.map_or(Break::None, |it| between(context, number, end, it.pieces.0)) {
            Break::OtherQuotation => {
                // Its cue stands beside one of the two.
                if draft.cue.is_some_and(|it| it.from >= said.1) {
                    kept.clear();
                } else {
                    kept.push((from, end));
                    return kept;
                }
            }
            // `it “a farce”, “a shame” and “a crime”`
            Break::Comma if is_clause => continue,
            Break::Comma | Break::Narration => kept.push((from, end)),
            Break::None if ends_sentence(context, number, said.1) => {
                kept.push((from, end));
                return kept;
            }
            Break::None => continue,
        }
        from = next.map_or(end, |it| it.pieces.0);
    }
    kept.push((from, said.1));
    kept.retain(|it| it.0 < it.1);
    kept
}

/// What one quotation and the next are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    /// Words of one clause between them.
    None,
    /// No words, but a comma or a dash: `“a farce”, “a shame”`.
    Comma,
    /// The narration, which breaks a quotation off: `“We,” and she paused, “wait.”`
    Narration,
    /// Nothing: `“We go.” “Never!”`
    OtherQuotation,
}

fn between(context: &Context<'_>, number: usize, from: usize, to: usize) -> Break {
    let is_mark = |at: usize| context.syntax.parts[at].is_mark();
    if (from..to).all(is_mark) {
        let parted = (from..to)
            .any(|it| matches!(context.common(it), Common::Comma | Common::Dash | Common::Colon));
        return if !parted && context.ends_sentence(from - 1) {
            Break::OtherQuotation
        } else {
            Break::Comma
        };
    }
    let comma = context.common(from - 1) == Common::Comma;
    if comma && floating::goes_on(context, number + 1) { Break::Narration } else { Break::None }
}

/// Whether a sentence ends with a quotation, and another one begins behind it before `to`.
fn ends_sentence(context: &Context<'_>, number: usize, to: usize) -> bool {
    let region = context.regions[number];
    let (from, end) = region.pieces;
    let words = region.pair.content.of(context.source);
    let next = (end..to).find(|&it| !context.syntax.parts[it].is_mark());
    from < end
        && region.pair.close.is_some()
        && context.ends_sentence(end - 1)
        && (words.ends_with('.') || !is_title(words))
        && next.is_some_and(|it| {
            let word = context.spelling(it);
            context.region[it] == NONE && word.starts_with(char::is_uppercase)
        })
}

/// Where a content begins without the time or number in front of a whole quotation: `18:20 “We go,”`.
fn without_number(context: &Context<'_>, (from, to): (usize, usize)) -> usize {
    let Some(region) = (from..to).map(|it| context.region[it]).find(|&it| it != NONE) else {
        return from;
    };
    let region = context.regions[region as usize];
    let (first, last) = region.pieces;
    let place = Place { source: context.source, pair: region.pair };
    let is_number = first > from && {
        let before = context.span(from, first).of(context.source);
        !before.contains(char::is_alphabetic) && before.contains(char::is_numeric)
    };
    let is_whole = last >= to || (last..to).all(|it| context.syntax.parts[it].is_mark());
    if is_number && is_whole && place.kind() == QuoteKind::Direct { first } else { from }
}
