//! Two texts side by side: what they share, word for word.

use super::{Desk, Relation};

use super::features::{self, NAMES};
use super::verdict::confidence;
use crate::dedup::chains::Chain;
use crate::dedup::codes::{Code, encode_with_spans};
use crate::dedup::postings::Shingles;
use crate::{Day, Result, Span};

/// How two texts compare, and why they are taken for duplicates or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// How they are related, if they are duplicates.
    pub relation: Relation,
    /// The share of the words of both that stand opposite the same word: 0 to 1.
    pub similarity: f32,
    /// How sure it is that they tell one story: 0 to 1.
    pub confidence: f32,
    /// The share of each text's words that stand in passages which the other has too.
    pub coverages: [f32; 2],
    /// The passages that both have, in the order of the first text.
    pub passages: Vec<Passage>,
    /// What the verdict goes by, with names. A feature that is missing is `NaN`.
    pub features: Vec<(&'static str, f32)>,
}

/// A passage of two texts: the same words, but for a few.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Where it stands in each text, from the first word to the last.
    pub spans: [Span; 2],
    /// Its pieces that are the same word for word, in order: where each stands in both.
    pub pieces: Vec<[Span; 2]>,
}

impl Comparison {
    /// Compares two texts; `furniture` counts in neither.
    pub(super) fn of(
        texts: [&str; 2],
        days: [Option<Day>; 2],
        furniture: &Shingles,
    ) -> Result<Self> {
        let [(first, first_spans), (second, second_spans)] =
            [encode_with_spans(texts[0])?, encode_with_spans(texts[1])?];
        // As in the search: the shorter one is looked for in the longer one.
        let swapped = first.len() > second.len();
        let (here, there) = if swapped { (&second, &first) } else { (&first, &second) };
        let mut desk = Desk::default();
        let evidence = desk.compare_two(here, there, &|hash| furniture.contains(hash));
        let days_apart = days[0].zip(days[1]).map(|(a, b)| a.number().abs_diff(b.number()));
        let features = features::features(&evidence, days_apart);
        let mut passages: Vec<Passage> = desk
            .passages()
            .iter()
            .map(|chain| {
                let passage = |(from, to): (usize, usize), spans: &[Span]| {
                    Span::new(spans[from].start(), spans[to - 1].end())
                };
                let order = |[here, there]: [(usize, usize); 2]| {
                    let (a, b) = if swapped { (there, here) } else { (here, there) };
                    [passage(a, &first_spans), passage(b, &second_spans)]
                };
                let pieces = pieces(here, there, chain).into_iter().map(order).collect();
                Passage { spans: order([chain.here, chain.there]), pieces }
            })
            .collect();
        passages.sort_by_key(|passage| passage.spans[0].start());
        let mut coverages = evidence.coverages();
        if swapped {
            coverages.reverse();
        }
        let same = !first.is_empty() && first == second;
        Ok(Self {
            relation: if same { Relation::Exact } else { Relation::of(&evidence) },
            similarity: if same { 1.0 } else { evidence.similarity() },
            confidence: if same { 1.0 } else { confidence(&features) },
            coverages: if same { [1.0; 2] } else { coverages },
            passages: if same { whole([&first_spans, &second_spans]) } else { passages },
            features: NAMES.into_iter().zip(features).collect(),
        })
    }
}

/// Texts of the same words are one passage.
fn whole(spans: [&[Span]; 2]) -> Vec<Passage> {
    let spans = spans.map(|spans| Span::new(spans[0].start(), spans[spans.len() - 1].end()));
    vec![Passage { spans, pieces: vec![spans] }]
}

/// How far it is looked, beyond a difference, for where two texts agree again.
const REACH: usize = 16;

/// The pieces of a chain that are the same on both sides, as ranges of words.
fn pieces(here: &[Code], there: &[Code], chain: &Chain) -> Vec<[(usize, usize); 2]> {
    let (mut at, mut other) = (chain.here.0, chain.there.0);
    let mut pieces = Vec::new();
    while at < chain.here.1 && other < chain.there.1 {
        let (mine, theirs) = (&here[at..chain.here.1], &there[other..chain.there.1]);
        let same = mine.iter().zip(theirs).take_while(|(a, b)| a == b).count();
        if same > 0 {
            pieces.push([(at, at + same), (other, other + same)]);
            (at, other) = (at + same, other + same);
            continue;
        }
        // The nearest place where two words in a row agree, or one does straight across.
        let agrees = |mine_by: usize, theirs_by: usize| {
            let (mine, theirs) = (mine.get(mine_by..), theirs.get(theirs_by..));
            let run = mine.zip(theirs).map_or(0, |(mine, theirs)| {
                mine.iter().zip(theirs).take(2).take_while(|(a, b)| a == b).count()
            });
            run == 2 || run == 1 && mine_by == theirs_by
        };
        let steps = (1..=2 * REACH).find_map(|steps| {
            (0..=steps)
                .map(|mine_by| (mine_by, steps - mine_by))
                .filter(|&(mine_by, theirs_by)| mine_by.max(theirs_by) <= REACH)
                .find(|&(mine_by, theirs_by)| agrees(mine_by, theirs_by))
        });
        let (mine_by, theirs_by) = steps.unwrap_or((REACH, REACH));
        (at, other) = (at + mine_by, other + theirs_by);
    }
    pieces
}
