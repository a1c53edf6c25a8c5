//! Regions between marks that a cue stands beside without having claimed them: the quotation goes on
//! behind the cue, or stands in the paragraph that its colon opens.

use super::context::{Context, NONE};
use super::draft::Draft;
use crate::tagger::words::{Case, Common};

/// A colon stands no more pieces behind its cue: `said in a statement to the board:`.
const FAR: usize = 8;

/// Gives regions that nobody claims to the drafts that go on in them. The drafts are in the order of
/// their cues, and each has one.
pub(super) fn add(context: &Context<'_>, open: &[usize], drafts: &mut [Draft]) {
    for &region in open {
        let owner = resumed(context, region, drafts).or_else(|| announced(context, region, drafts));
        if let Some(owner) = owner {
            let pieces = context.regions[region].pieces;
            let contents = &mut drafts[owner].contents;
            contents.retain(|it| it.1 <= pieces.0 || pieces.1 <= it.0);
            contents.push(pieces);
            contents.sort_unstable();
        }
    }
    blocks(context, drafts);
}

/// `The mayor wrote:`, and a paragraph without marks behind it, set off by its place alone.
fn blocks(context: &Context<'_>, drafts: &mut [Draft]) {
    let sentences = &context.document.sentences;
    for number in 0..drafts.len() {
        let draft = &drafts[number];
        let (Some(cue), Some(source)) = (draft.cue, draft.source) else { continue };
        let here = context.sentence[cue.from] as usize;
        let Some(next) = sentences.get(here + 1) else { continue };
        let colon = sentences[here].to - 1;
        let paragraph = context.paragraph[here + 1];
        let behind = drafts.get(number + 1).map_or(usize::MAX, begins);
        if context.common(colon) != Common::Colon
            || colon > cue.to + FAR
            || source.1 > colon
            || paragraph == context.paragraph[here]
            || behind < colon
        {
            continue;
        }
        let goes_on = context.paragraph[here + 1..].iter().take_while(|&&it| it == paragraph);
        let block = (next.from, sentences[here + goes_on.count()].to);
        let is_own = draft.contents.iter().all(|it| block.0 <= it.0 && it.1 <= block.1);
        let others = drafts[number + 1..].iter().take_while(|it| begins(it) < block.1);
        let is_sentence = context.document.word(block.0).is_name_like()
            || context.document.word(block.0).case == Case::First
            || context.common(block.0) == Common::I;
        if is_own
            && is_sentence
            && context.region[block.0] == NONE
            && context.common(block.1 - 1) == Common::Stop
            && others.into_iter().all(|it| it.contents.is_empty())
        {
            drafts[number].contents = vec![block];
            drafts[number].is_whole = true;
        }
    }
}

/// `“We know,” she said. “It hurts.”`: the draft of the region before, if its cue is all that stands
/// between.
fn resumed(context: &Context<'_>, region: usize, drafts: &[Draft]) -> Option<usize> {
    let before = context.regions[region.checked_sub(1)?];
    let here = context.regions[region];
    let (from, to) = (before.pieces.1, here.pieces.0);
    if before.pair.single != here.pair.single
        || context.paragraph_of(before.pieces.0) != context.paragraph_of(to)
    {
        return None;
    }
    // A comma tells of a cue of its own, found or not.
    if context.common(here.pieces.1 - 1) == Common::Comma {
        return None;
    }
    let first = by_cue(drafts, from);
    let inside = drafts[first..].iter().take(2).take_while(|it| begins(it) < to).count();
    let is_whole = |it: &Draft| it.cue.is_some_and(|cue| cue.to <= to);
    let goes_on = inside == 1
        && is_whole(&drafts[first])
        && drafts[first].covers(before.pieces) > 0
        && ends(context, to);
    goes_on.then_some(first)
}

/// Whether a sentence or clause ends before the mark that opens at a piece.
fn ends(context: &Context<'_>, at: usize) -> bool {
    let before = at.checked_sub(2).map(|it| context.common(it));
    matches!(before, Some(Common::Stop | Common::Comma | Common::Colon | Common::Dash))
}

/// `The mayor said:`, and the quotation in a paragraph of its own: the last draft of that sentence.
fn announced(context: &Context<'_>, region: usize, drafts: &[Draft]) -> Option<usize> {
    let (from, _) = context.regions[region].pieces;
    let colon = from.checked_sub(2).filter(|&it| context.common(it) == Common::Colon)?;
    if context.paragraph_of(colon) == context.paragraph_of(from) {
        return None;
    }
    let sentence = context.sentence[colon];
    let last = by_cue(drafts, colon + 1).checked_sub(1)?;
    (context.sentence[begins(&drafts[last])] == sentence).then_some(last)
}

/// Where a draft's cue begins.
fn begins(draft: &Draft) -> usize {
    draft.cue.map_or(0, |it| it.from)
}

/// The first draft whose cue begins at a piece or behind it.
fn by_cue(drafts: &[Draft], piece: usize) -> usize {
    drafts.partition_point(|it| begins(it) < piece)
}
