//! Two cues that lay claim to the same words between marks: they belong to the nearer one.

use super::context::Context;
use super::cues::Cue;
use super::draft::Draft;

/// So many pieces farther away a cue is for each quotation or cue that stands in between.
const BETWEEN: usize = 12;

/// Leaves each region between marks to one of the cues outside of it.
///
/// A cue inside the region, or inside of what another one says, tells who says something in there:
/// the two are no rivals.
pub(super) fn settle(context: &Context<'_>, drafts: &mut Vec<Draft>) {
    let mut cues: Vec<usize> = drafts.iter().filter_map(|it| it.cue).map(|it| it.from).collect();
    cues.sort_unstable();
    let mut claims: Vec<(usize, usize, usize)> = Vec::new();
    for (number, draft) in drafts.iter().enumerate() {
        let Some(cue) = draft.cue else { continue };
        for region in regions_of(context, draft) {
            if !is_inside(cue, context.regions[region].pieces) {
                claims.push((region, distance(context, &cues, cue, region), number));
            }
        }
    }
    claims.sort_unstable();
    let mut changed = false;
    for claims in claims.chunk_by(|a, b| a.0 == b.0) {
        let (region, _, nearest) = claims[0];
        for &(_, _, other) in &claims[1..] {
            if holds_cue(&drafts[other], &drafts[nearest])
                || holds_cue(&drafts[nearest], &drafts[other])
            {
                continue;
            }
            let pieces = with_marks(context, region);
            let contents = drafts[other].contents.iter();
            drafts[other].contents = contents.flat_map(|&it| without(it, pieces)).collect();
            changed = true;
        }
    }
    if changed {
        let is_word = |it: usize| !context.syntax.parts[it].is_mark();
        for draft in drafts.iter_mut() {
            draft.contents.retain(|&(from, to)| (from..to).any(is_word));
        }
        drafts.retain(|it| !it.contents.is_empty());
    }
}

/// The regions that a draft lays claim to, each once.
pub(super) fn regions_of(context: &Context<'_>, draft: &Draft) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for &(from, to) in &draft.contents {
        let first = context.regions.partition_point(|it| it.pieces.1 <= from);
        let inside = context.regions[first..].iter().take_while(|it| it.pieces.0 < to);
        found.extend((first..).zip(inside).map(|it| it.0));
    }
    found.dedup();
    found
}

/// Whether a cue stands between some pieces.
pub(super) fn is_inside(cue: Cue, pieces: (usize, usize)) -> bool {
    (pieces.0..pieces.1).contains(&cue.from)
}

fn holds_cue(outer: &Draft, inner: &Draft) -> bool {
    inner.cue.is_some_and(|cue| outer.contents.iter().any(|&it| is_inside(cue, it)))
}

/// How far away from a region a cue stands, in pieces; what stands in between counts for more.
fn distance(context: &Context<'_>, cues: &[usize], cue: Cue, region: usize) -> usize {
    let (from, to) = context.regions[region].pieces;
    let (from, to) = if cue.from < from { (cue.to, from) } else { (to, cue.from) };
    if to <= from {
        return 0;
    }
    let regions = context
        .regions
        .partition_point(|it| it.pieces.1 <= to)
        .saturating_sub(context.regions.partition_point(|it| it.pieces.0 < from));
    let others =
        cues.partition_point(|&it| it < to).saturating_sub(cues.partition_point(|&it| it < from));
    to - from + BETWEEN * (regions + others)
}

/// The pieces of a region with its marks.
fn with_marks(context: &Context<'_>, region: usize) -> (usize, usize) {
    let (from, to) = context.regions[region].pieces;
    let end = context.regions[region].pair.span().end();
    let open = context.pieces_in(context.regions[region].pair.open);
    let pieces = &context.document.pieces;
    let behind = to + pieces[to..].iter().take_while(|it| it.span.start() < end).count();
    (open.0.min(from), behind)
}

/// Some pieces without those of a hole: up to two spans of them.
pub(super) fn without(
    pieces: (usize, usize),
    hole: (usize, usize),
) -> impl Iterator<Item = (usize, usize)> {
    let before = (pieces.0, pieces.1.min(hole.0));
    let behind = (pieces.0.max(hole.1), pieces.1);
    let apart = pieces.1 <= hole.0 || hole.1 <= pieces.0 || hole.0 >= hole.1;
    let both = if apart { [pieces, (0, 0)] } else { [before, behind] };
    both.into_iter().filter(|it| it.0 < it.1)
}
