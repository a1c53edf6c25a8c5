//! Texts joined into clusters.

use std::cmp::Reverse;

use super::options::Relation;
use super::{Judged, Link};

/// A text of which less than this share is an excerpt holds more than one story, perhaps.
const MOST_OF_IT: f32 = 0.5;

/// Disjoint sets (Galler and Fischer's union-find, with path halving). A set's root is its smallest
/// member, whatever the order of joining.
pub(super) struct Forest(Vec<u32>);

impl Forest {
    pub(super) fn new(members: usize) -> Self {
        Self((0..members as u32).collect())
    }

    pub(super) fn root(&mut self, mut member: u32) -> u32 {
        let parents = &mut self.0;
        while parents[member as usize] != member {
            let grandparent = parents[parents[member as usize] as usize];
            parents[member as usize] = grandparent;
            member = grandparent;
        }
        member
    }

    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

/// Joins texts that are linked. A roundup does not join the briefs in it: of texts that are a small part
/// of a longer one, that which is most of it is joined with it, and those that stand at the same place.
/// The same whatever the order of the links.
pub(super) fn clusters(texts: usize, links: &[Link]) -> Forest {
    let mut forest = Forest::new(texts);
    let is_part = |Judged { relation, coverages: [_, longer], .. }: &Judged| {
        *relation == Relation::Excerpt && *longer < MOST_OF_IT
    };
    for link in links.iter().filter(|link| !is_part(&link.judged)) {
        forest.join(link.candidate.shorter, link.candidate.longer);
    }
    let mut parts: Vec<&Link> = links.iter().filter(|link| is_part(&link.judged)).collect();
    parts.sort_by_key(|link| {
        let words = link.extent[1] - link.extent[0];
        (link.candidate.longer, Reverse(words), link.candidate.shorter)
    });
    // Joined at the end, so that no roundup sees what another one joined.
    let mut joined: Vec<&Link> = Vec::new();
    for of_one in parts.chunk_by(|a, b| a.candidate.longer == b.candidate.longer) {
        let whole = forest.root(of_one[0].candidate.longer);
        let mut taken: Vec<&Link> = Vec::new();
        let mut roots: Vec<u32> = vec![whole];
        for &link in of_one {
            let root = forest.root(link.candidate.shorter);
            // The largest ones tell: a text of a thousand excerpts is not compared with each.
            let same_place = || taken.iter().take(PLACES).any(|other| overlap(link, other));
            if taken.is_empty() || roots.contains(&root) || same_place() {
                taken.push(link);
                if roots.len() < PLACES && !roots.contains(&root) {
                    roots.push(root);
                }
            }
        }
        joined.extend(taken);
    }
    for link in joined {
        forest.join(link.candidate.shorter, link.candidate.longer);
    }
    forest
}

/// At most so many places of a text are told apart.
const PLACES: usize = 16;

/// Whether the smaller of two places in a text lies mostly inside the other.
fn overlap(a: &Link, b: &Link) -> bool {
    let ([from, to], [other_from, other_to]) = (a.extent, b.extent);
    let both = to.min(other_to).saturating_sub(from.max(other_from));
    2 * both >= (to - from).min(other_to - other_from)
}
