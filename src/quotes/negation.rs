//! Quotations that are denied: `denied the charge`, `did not rule out a strike`.

use super::context::Context;
use super::cues::Cue;
use crate::lexicon;
use crate::tagger::words::Common;

/// Whether a cue tells that what follows is not so, or was not said.
pub(super) fn is_negated(context: &Context<'_>, cue: Cue) -> bool {
    let word = |at: usize| context.document.pieces[at].span.of(context.source);
    let is_out = |at: usize| at < cue.to && word(at).eq_ignore_ascii_case("out");
    let rules = |at: usize| matches!(word(at), "rule" | "rules" | "ruled" | "ruling");
    (cue.from..cue.to).any(|at| {
        context.common(at) == Common::Not
            || lexicon::is_denial(word(at))
            || rules(at) && is_out(at + 1)
    })
}
