//! Quotations that are denied: `denied the charge`, `did not rule out a strike`.

use super::context::{Context, NONE};
use super::cues::Cue;
use super::draft::Draft;
use crate::lexicon;
use crate::syntax::Part;
use crate::tagger::words::Common;

/// Whether a cue tells that what follows is not so, or was not said.
pub(super) fn is_negated(context: &Context<'_>, cue: Cue) -> bool {
    let word = |at: usize| context.spelling(at);
    let is_out = |at: usize| at < cue.to && word(at).eq_ignore_ascii_case("out");
    let rules = |at: usize| matches!(word(at), "rule" | "rules" | "ruled" | "ruling");
    let is_not = (cue.from..cue.to).any(|it| context.common(it) == Common::Not);
    let is_denial = (cue.from..cue.to).any(|it| lexicon::is_denial(word(it)));
    let is_ruled_out = (cue.from..cue.to).any(|it| rules(it) && is_out(it + 1));
    // `did not deny` is no denial.
    is_ruled_out || is_not != is_denial
}

/// Whether nothing is said at all: `declined to comment`.
pub(super) fn is_refusal(context: &Context<'_>, draft: &Draft) -> bool {
    let word = |at: usize| context.spelling(at);
    let refuses = |at: usize| word(at).starts_with("declin") || word(at).starts_with("refus");
    let answers =
        |at: usize| matches!(word(at), "comment" | "respond" | "answer" | "elaborate" | "reply");
    let Some(cue) = draft.cue.filter(|it| (it.from..it.to).any(refuses)) else { return false };
    let Some(&(from, to)) = draft.contents.first() else { return false };
    // `to` belongs to the cue, or to what was taken for content.
    cue.to <= from && (from..to.min(from + 2)).any(answers) && context.region[from] == NONE
}

/// Cues that deny what a noun or a verbal noun stands for, and that are not among those known, which
/// are in order.
pub(super) fn more_cues(context: &Context<'_>, known: &[Cue]) -> Vec<Cue> {
    let sentences = &context.document.sentences;
    let mut found = Vec::new();
    for sentence in sentences {
        for at in sentence.from..sentence.to {
            if let Some(to) = denies(context, at, sentence.to)
                && context.region[at] == NONE
                && let Some(from) = begin(context, at, sentence.from)
            {
                let cue = Cue { from, to };
                if cue.is_apart_from(known) {
                    found.push(cue);
                }
            }
        }
    }
    found
}

/// Where a verb that denies ends, if a piece begins one, and it has an object that may be said.
fn denies(context: &Context<'_>, at: usize, end: usize) -> Option<usize> {
    let word = |at: usize| context.spelling(at);
    if at + 2 >= end {
        return None;
    }
    if matches!(word(at), "rule" | "rules" | "ruled" | "ruling") {
        let is_all = word(at + 1) == "out" && !context.syntax.parts[at + 2].is_mark();
        return (is_all && context.common(at + 2) != Common::Of).then_some(at + 2);
    }
    let is_denied = |it: usize| lexicon::is_charge(word(it));
    let is_object = lexicon::is_denial(word(at))
        && (context.syntax.parts[at + 1] == Part::Ing
            || (at + 1..end.min(at + 1 + NEAR)).any(is_denied) && !is_person(word(at + 1)));
    is_object.then_some(at + 1)
}

/// What is denied stands so many pieces behind the verb.
const NEAR: usize = 3;

/// Whether a word is that of who is denied something: `denied them entry`.
fn is_person(word: &str) -> bool {
    matches!(word, "him" | "them" | "us" | "me" | "her" | "you")
}

/// Where the verb group of a piece begins; `None` if it is passive, or an infinitive.
fn begin(context: &Context<'_>, at: usize, first: usize) -> Option<usize> {
    let part = |at: usize| context.syntax.parts[at];
    let is_adverb = |at: usize| part(at) == Part::Adverb;
    let helps = |&at: &usize| {
        is_adverb(at)
            || context.common(at) == Common::Not
            || matches!(part(at), Part::Auxiliary | Part::Nonfinite | Part::Modal | Part::Not)
                && !context.is_be(at)
    };
    let from = at - (first..at).rev().take_while(helps).count();
    let before = from.checked_sub(1).filter(|&it| it >= first)?;
    let is_active = !context.is_be(before) && part(before) != Part::To;
    is_active.then(|| (from..at).find(|&it| !is_adverb(it)).unwrap_or(at))
}
