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
                claims.push((region, distance(context, &cues, draft, cue, region), number));
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
            let pieces = context.regions[region].pieces;
            let winner = drafts[nearest].clone();
            drafts[other].contents.retain(|&it| {
                let apart = it.1 <= pieces.0 || pieces.1 <= it.0;
                apart || !covers(context, &winner, it, pieces)
            });
            changed = true;
        }
    }
    if changed {
        drafts.retain(|it| !it.contents.is_empty());
    }
}

/// Whether all words of a content stand in a region or belong to another draft anyway. What says more
/// than the region is a clause of its own, some words of which stand between marks.
fn covers(
    context: &Context<'_>,
    other: &Draft,
    said: (usize, usize),
    region: (usize, usize),
) -> bool {
    (said.0..said.1)
        .filter(|&it| !context.syntax.parts[it].is_mark())
        .all(|it| (region.0..region.1).contains(&it) || other.covers((it, it + 1)) > 0)
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

/// How far away from a region a cue stands, in pieces without its source; what stands in between counts
/// for more.
fn distance(
    context: &Context<'_>,
    cues: &[usize],
    draft: &Draft,
    cue: Cue,
    region: usize,
) -> usize {
    let (from, to) = context.regions[region].pieces;
    let (from, to) =
        if cue.from < from { (cue.to.min(from), from) } else { (to, cue.from.max(to)) };
    let regions = context
        .regions
        .partition_point(|it| it.pieces.1 <= to)
        .saturating_sub(context.regions.partition_point(|it| it.pieces.0 < from));
    let others =
        cues.partition_point(|&it| it < to).saturating_sub(cues.partition_point(|&it| it < from));
    // A mark that is taken for a cue is a poor one.
    let is_mark = (cue.from..cue.to).all(|it| context.syntax.parts[it].is_mark());
    let source = draft.source.map_or(0, |it| it.1.min(to).saturating_sub(it.0.max(from)));
    to - from - source + BETWEEN * (regions + others + usize::from(is_mark))
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
