//! Quotations that are denied: `denied the charge`, `did not rule out a strike`.

use super::context::{Context, NONE};
use super::cues::Cue;
use super::draft::Draft;
use crate::lexicon;
use crate::syntax::Part;
use crate::tagger::words::Common;

/// Whether a cue tells that what follows is not so, or was not said.
pub(super) fn is_negated(context: &Context<'_>, cue: Cue) -> bool {
    let word = |at: usize| context.document.pieces[at].span.of(context.source);
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
    let word = |at: usize| context.document.pieces[at].span.of(context.source);
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
                let next = known.partition_point(|it| it.to <= from);
                if known.get(next).is_none_or(|it| it.from >= to) {
                    found.push(Cue { from, to });
                }
            }
        }
    }
    found
}

/// Where a verb that denies ends, if a piece begins one, and it has an object that may be said.
fn denies(context: &Context<'_>, at: usize, end: usize) -> Option<usize> {
    let word = |at: usize| context.document.pieces[at].span.of(context.source);
    if at + 2 >= end {
        return None;
    }
    if matches!(word(at), "rule" | "rules" | "ruled" | "ruling") {
        let is_all = word(at + 1) == "out" && !context.syntax.parts[at + 2].is_mark();
        return (is_all && context.common(at + 2) != Common::Of).then_some(at + 2);
    }
    let is_denied = |at: usize| {
        let word = word(at);
        CHARGES.contains(&word.strip_suffix('s').unwrap_or(word))
    };
    let is_object = lexicon::is_denial(word(at))
        && (context.syntax.parts[at + 1] == Part::Ing
            || (at + 1..end.min(at + 1 + NEAR)).any(is_denied) && !is_person(word(at + 1)));
    is_object.then_some(at + 1)
}

/// What people deny.
const CHARGES: [&str; 12] = [
    "accusation",
    "allegation",
    "charge",
    "claim",
    "collusion",
    "guilt",
    "involvement",
    "report",
    "responsibility",
    "rumor",
    "rumour",
    "wrongdoing",
];
/// It stands so many pieces behind the verb.
const NEAR: usize = 3;

/// Whether a word is that of who is denied something: `denied them entry`.
fn is_person(word: &str) -> bool {
    matches!(word, "him" | "them" | "us" | "me" | "her" | "you")
}

/// Where the verb group of a piece begins; `None` if it is passive.
fn begin(context: &Context<'_>, at: usize, first: usize) -> Option<usize> {
    let word = |at: usize| context.document.pieces[at].span.of(context.source);
    let is_adverb = |at: usize| word(at).ends_with("ly") || word(at) == "also";
    let is_helper = |at: usize| {
        context.common(at) == Common::Not
            || matches!(
                word(at),
                "did"
                    | "does"
                    | "do"
                    | "has"
                    | "have"
                    | "had"
                    | "would"
                    | "will"
                    | "could"
                    | "can"
                    | "cannot"
                    | "not"
                    | "never"
            )
    };
    let back = (first..at).rev().take_while(|&it| is_adverb(it) || is_helper(it)).count();
    let mut from = at - back;
    let before = from.checked_sub(1).filter(|&it| it >= first).map(word);
    while from < at && is_adverb(from) {
        from += 1;
    }
    let is_passive =
        matches!(before, Some("was" | "were" | "been" | "be" | "being" | "is" | "are" | "to"));
    (before.is_some() && !is_passive).then_some(from)
}
