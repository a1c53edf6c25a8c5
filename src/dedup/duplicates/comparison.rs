//! Two texts side by side: what they share, word for word.

use super::{Desk, Relation, is_longer};

use super::features::{self, NAMES};
use super::verdict::confidence;
use crate::dedup::chains::Chain;
use crate::dedup::codes::{Code, encode, encode_with_spans};
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
        let content = |text| encode(text, &mut Vec::new()).map(|digest| digest.content);
        let contents = [content(texts[0])?, content(texts[1])?];
        // As in the search: the shorter one is looked for in the longer one.
        let swapped = is_longer((&first, contents[0]), (&second, contents[1]));
        let (here, there) = if swapped { (&second, &first) } else { (&first, &second) };
        let mut desk = Desk::default();
        let evidence = desk.compare_two((&first, contents[0]), (&second, contents[1]), &|hash| {
            furniture.contains(hash)
        });
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
        // Not by the codes: words that are not the same may have the same one, `7` and `seven`.
        let same = !first.is_empty() && contents[0] == contents[1];
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
        // The nearest place where two words in a row agree, or one does straight across or at the end.
        let agrees = |mine_by: usize, theirs_by: usize| {
            let at_end = (mine_by + 1, theirs_by + 1) == (mine.len(), theirs.len());
            let (mine, theirs) = (mine.get(mine_by..), theirs.get(theirs_by..));
            let run = mine.zip(theirs).map_or(0, |(mine, theirs)| {
                mine.iter().zip(theirs).take(2).take_while(|(a, b)| a == b).count()
            });
            run == 2 || run == 1 && (mine_by == theirs_by || at_end)
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

#[cfg(test)]
#[allow(clippy::cast_possible_wrap, clippy::float_cmp, clippy::format_collect)] // Small, exact numbers.
mod tests {
    use super::*;
    use crate::dedup::{Options, find_duplicates};

    const LEAD: &str =
        "The ferry to Bergen will not sail before Monday, the company told passengers on Friday.";
    const MORE: &str =
        "Two of its engines failed in the storm, and parts have to come from Rotterdam by road.";
    const END: &str = "“We are sorry,” said Åse Berg, who runs the line with 14 men and 2 ships.";

    fn compare(a: &str, b: &str) -> Comparison {
        Comparison::of([a, b], [None; 2], &Shingles::default()).unwrap()
    }

    fn words(text: &str) -> Vec<Code> {
        encode_with_spans(text).unwrap().0
    }

    fn check(a: &str, b: &str, compared: &Comparison) {
        let texts = [a, b];
        for passage in &compared.passages {
            let mut before = passage.spans.map(Span::start);
            for piece in &passage.pieces {
                let [mine, theirs] = [0, 1].map(|side| words(piece[side].of(texts[side])));
                assert!(!mine.is_empty());
                assert_eq!(mine, theirs, "{piece:?}");
                for side in [0, 1] {
                    assert!(piece[side].start() >= before[side]);
                    assert!(piece[side].end() <= passage.spans[side].end());
                    before[side] = piece[side].end();
                }
            }
            let (first, last) = (&passage.pieces[0], &passage.pieces[passage.pieces.len() - 1]);
            assert_eq!(first.map(Span::start), passage.spans.map(Span::start));
            assert_eq!(last.map(Span::end), passage.spans.map(Span::end));
        }
    }

    #[test]
    fn pieces_hold_the_same_words() {
        let a = format!("{LEAD} {MORE} {END}");
        let pages = [
            format!("FERRY. {LEAD}"),
            format!("{MORE} {END} {LEAD}"),
            a.replace("Monday", "Sunday").replace("in the storm", "on the way in a heavy storm"),
            a.replace("company", "line").replace("14 men and", "the help of 14 men, a dog and"),
            a.replace(", and parts have to come", ". They come"),
            a.to_uppercase(),
            format!("{a} {a}"),
        ];
        for b in &pages {
            let compared = compare(&a, b);
            assert!(!compared.passages.is_empty());
            check(&a, b, &compared);
            check(b, &a, &compare(b, &a));
        }
    }

    #[test]
    fn sides_are_swapped_with_the_texts() {
        let (a, b) = (format!("{LEAD} {MORE} {END}"), format!("ALERT: {MORE}"));
        let (one, two) = (compare(&a, &b), compare(&b, &a));
        assert_eq!(one.coverages, [two.coverages[1], two.coverages[0]]);
        assert_eq!((one.similarity, one.confidence), (two.similarity, two.confidence));
        let swapped = |passage: &Passage| passage.spans[0] == two.passages[0].spans[1];
        assert!(one.passages.len() == 1 && swapped(&one.passages[0]));
        assert_eq!(one.passages[0].spans[0].of(&a), MORE.trim_end_matches('.'));
    }

    #[test]
    fn passages_are_in_the_order_of_the_first_text() {
        let (a, b) = (format!("{LEAD} {MORE} {END}"), format!("{END} {LEAD} {MORE}"));
        for (a, b) in [(&a, &b), (&b, &a)] {
            let starts: Vec<u32> =
                compare(a, b).passages.iter().map(|it| it.spans[0].start()).collect();
            assert!(starts.len() == 2 && starts.is_sorted(), "{starts:?}");
        }
    }

    #[test]
    fn the_same_words_are_one_passage() {
        let (a, b) = (LEAD.to_owned(), format!("  {}", LEAD.to_uppercase()));
        let compared = compare(&a, &b);
        assert_eq!((compared.relation, compared.confidence), (Relation::Exact, 1.0));
        assert_eq!(compared.passages.len(), 1);
        check(&a, &b, &compared);
    }

    #[test]
    fn texts_without_words_have_nothing_in_common() {
        for (a, b) in [("", ""), ("…", "…"), ("", LEAD), (LEAD, "")] {
            let compared = compare(a, b);
            assert!(compared.passages.is_empty() && compared.relation != Relation::Exact);
            assert_eq!((compared.similarity, compared.coverages), (0.0, [0.0, 0.0]));
        }
    }

    /// A numeral and its digits are no difference for the comparison, but the words are not the same.
    #[test]
    fn a_comparison_calls_exact_what_the_search_does() {
        let texts = [format!("{LEAD} Seven ships wait."), format!("{LEAD} 7 ships wait.")];
        let found = find_duplicates(&texts, &[], Options::default()).unwrap();
        let compared = found.compare([&texts[0], &texts[1]], [None; 2]).unwrap();
        assert_eq!(found.pairs[0].relation, Relation::Same);
        assert_eq!(compared.relation, found.pairs[0].relation);
        assert!((compared.confidence - found.pairs[0].confidence).abs() < 1e-6);
    }

    #[test]
    fn every_feature_has_a_name() {
        let compared = compare(LEAD, MORE);
        let names: Vec<&str> = compared.features.iter().map(|&(name, _)| name).collect();
        assert_eq!(names, NAMES);
        assert!(compared.features.last().unwrap().1.is_nan());
        let day = |day: u8| Day::new(2026, 3, day);
        let days = [day(9), day(2)];
        let dated = Comparison::of([LEAD, MORE], days, &Shingles::default()).unwrap();
        assert_eq!(dated.features.last(), Some(&("days_apart", 7.0)));
    }
}
