//! Whether somebody's words are given as they were said, in part, or in the words of the narration.

use super::assemble::{count_words, inside_own_region, is_word};
use super::context::{Context, NONE};
use super::draft::Draft;
use super::regions::is_title;
use super::{Pair, QuoteKind};
use crate::Span;

/// No more words between marks may be a term, a title or a name inside an indirect quotation.
const TERM: usize = 3;
/// Marks inside marks are told apart down to this depth.
const DEEPEST: u32 = 8;

/// For each piece, which pair of marks inside other marks it stands in, the innermost one.
pub(super) fn inner_pairs(context: &Context<'_>, pairs: &[Pair]) -> Vec<u32> {
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
pub(super) fn kind(
    context: &Context<'_>,
    inner: &[u32],
    draft: &Draft,
    parts: &[Span],
) -> QuoteKind {
    // The turns of a transcript need no marks.
    if draft.is_whole {
        return QuoteKind::Direct;
    }
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
            let term =
                goes_on && words <= TERM && is_term(context.span(at, end).of(context.source));
            if is_quoted(at) && !term {
                quoted += words;
            }
            at = end;
        }
    }
    match quoted {
        0 => QuoteKind::Indirect,
        _ if quoted == all => QuoteKind::Direct,
        _ => QuoteKind::Mixed,
    }
}

/// Whether words look like a term or a name: `Miss Harbour`, `the Clock`.
fn is_term(words: &str) -> bool {
    is_title(words.strip_prefix("the ").unwrap_or(words))
}
