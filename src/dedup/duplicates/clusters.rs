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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::duplicates::candidates::Candidate;

    fn link(shorter: u32, longer: u32, relation: Relation, part: f32, extent: [u32; 2]) -> Link {
        Link {
            candidate: Candidate { longer, shorter, shared: 9 },
            judged: Judged { relation, similarity: 0.9, confidence: 0.95, coverages: [1.0, part] },
            extent,
        }
    }

    fn same(a: u32, b: u32) -> Link {
        link(a, b, Relation::Same, 1.0, [0, 100])
    }

    /// A text that stands in a longer one, from word to word.
    fn brief(shorter: u32, longer: u32, extent: [u32; 2]) -> Link {
        link(shorter, longer, Relation::Excerpt, 0.2, extent)
    }

    fn roots(texts: u32, links: &[Link]) -> Vec<u32> {
        let mut forest = clusters(texts as usize, links);
        (0..texts).map(|text| forest.root(text)).collect()
    }

    #[test]
    fn a_root_is_the_smallest_member() {
        let mut forest = Forest::new(8);
        for (a, b) in [(7, 6), (5, 7), (3, 1), (6, 3), (2, 2)] {
            forest.join(a, b);
        }
        let roots: Vec<u32> = (0..8).map(|member| forest.root(member)).collect();
        assert_eq!(roots, [0, 1, 2, 1, 4, 1, 1, 1]);
    }

    #[test]
    fn copies_of_copies_are_one_cluster() {
        assert_eq!(roots(6, &[same(1, 4), same(4, 2), same(5, 3)]), [0, 1, 1, 3, 1, 3]);
        assert_eq!(roots(3, &[]), [0, 1, 2]);
    }

    #[test]
    fn a_roundup_goes_with_its_longest_brief_alone() {
        // 3 holds 0, 1 and 2, one behind the other; 1 is the longest.
        let links = [brief(0, 3, [0, 80]), brief(1, 3, [100, 220]), brief(2, 3, [240, 300])];
        assert_eq!(roots(4, &links), [0, 1, 2, 1]);
    }

    #[test]
    fn briefs_of_the_same_place_are_one_story() {
        let links = [brief(0, 3, [0, 80]), brief(1, 3, [100, 220]), brief(2, 3, [110, 200])];
        assert_eq!(roots(4, &links), [0, 1, 1, 1]);
    }

    #[test]
    fn copies_of_a_brief_stay_together() {
        // 2 is a copy of 1, though it stands elsewhere in the roundup.
        let links =
            [brief(1, 3, [0, 120]), brief(2, 3, [200, 290]), same(1, 2), brief(0, 3, [300, 360])];
        assert_eq!(roots(4, &links), [0, 1, 1, 1]);
    }

    #[test]
    fn an_excerpt_that_is_most_of_the_whole_is_joined() {
        let links = [
            link(0, 2, Relation::Excerpt, 0.6, [0, 80]),
            link(1, 2, Relation::Excerpt, 0.6, [90, 170]),
        ];
        assert_eq!(roots(3, &links), [0, 0, 0]);
    }

    #[test]
    fn two_roundups_do_not_join_what_only_one_of_them_would() {
        let links = [
            brief(0, 4, [0, 120]),
            brief(1, 4, [130, 200]),
            brief(1, 5, [0, 70]),
            brief(2, 5, [80, 140]),
        ];
        assert_eq!(roots(6, &links), [0, 1, 2, 3, 0, 1]);
    }

    #[test]
    fn the_order_of_the_links_does_not_matter() {
        let all = || {
            [
                brief(0, 6, [0, 80]),
                brief(1, 6, [100, 220]),
                brief(2, 6, [110, 200]),
                same(3, 0),
                brief(3, 7, [5, 60]),
                brief(4, 7, [70, 125]),
                link(5, 4, Relation::Update, 0.6, [0, 70]),
            ]
        };
        let expected = roots(8, &all());
        for turn in 0..7 {
            let mut links: Vec<Link> = all().into_iter().collect();
            links.rotate_left(turn);
            assert_eq!(roots(8, &links), expected);
            links.reverse();
            assert_eq!(roots(8, &links), expected);
        }
    }
}
