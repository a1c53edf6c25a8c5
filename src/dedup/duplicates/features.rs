//! What the verdict on a pair goes by.

use super::evidence::Evidence;

/// How many features there are.
pub(super) const NUMBER: usize = 23;

/// The number of the feature that hangs on dates.
pub(super) const DAYS_APART: usize = NUMBER - 1;

/// Their names, in order; the trainer's table goes by them. What each means:
///
/// - `covered_more`, `covered_less`: the share of the words of each text that stand in common passages,
///   furniture aside; that of the text which has more of it, and of the other
/// - `exactness`: the share of the words in passages that are the same, on both sides
/// - `exactness_shorter`: of the shorter text's words in passages
/// - `numbers_agree`: the share of numbers in passages that the other text has at the same place
/// - `numbers_differ`: how many it has not, as a logarithm; `numbers_differ_share`: as a share of all
/// - `numbers_agree_anywhere`: of the numbers of the text with fewer, the share that the other has too
/// - `numbers`: the share of words in passages that are numbers
/// - `covered`, `longest_piece`, `longest_passage`, `shorter`, `longer`: words of the shorter text in
///   passages; matched words of the longest passage, and of the longest run in one without any difference;
///   words of both texts: as logarithms
/// - `piece_share`, `passage_share`: the longest run and the longest passage, as shares of the shorter text
/// - `in_order`: the share of matched words in passages that follow each other in both texts
/// - `scattered`: passages to a hundred words of them
/// - `lead_shorter`, `lead_longer`: the share of each text's first forty words in passages
/// - `furniture`: the share of the shorter text's words that are furniture
/// - `lengths`: the shorter text's words to those of the longer one
/// - `days_apart`: days between the nearest dates of the two; missing where one has none
pub(super) const NAMES: [&str; NUMBER] = [
    "covered_more",
    "covered_less",
    "exactness",
    "exactness_shorter",
    "numbers_agree",
    "numbers_differ",
    "numbers_differ_share",
    "numbers_agree_anywhere",
    "numbers",
    "covered",
    "longest_piece",
    "longest_passage",
    "shorter",
    "longer",
    "piece_share",
    "passage_share",
    "in_order",
    "scattered",
    "lead_shorter",
    "lead_longer",
    "furniture",
    "lengths",
    "days_apart",
];

/// The features of a pair; a missing date is `NaN`.
pub(super) fn features(evidence: &Evidence, days_apart: Option<u32>) -> [f32; NUMBER] {
    let count = |number: u32| number as f32;
    let share = |part: u32, whole: u32| count(part) / count(whole.max(1));
    let logarithm = |number: u32| count(number).ln_1p();
    let Evidence { covered: [mine, theirs], matched, numbers, same_numbers, .. } = *evidence;
    let [shorter, longer] = evidence.words;
    let covered = evidence.coverages();
    let [fewer, more] = evidence.all_numbers;
    [
        covered[0].max(covered[1]),
        covered[0].min(covered[1]),
        share(2 * matched, mine + theirs).min(1.0),
        share(matched, mine).min(1.0),
        share(same_numbers + 1, numbers + 1),
        logarithm(numbers - same_numbers),
        share(numbers - same_numbers, numbers + 1),
        share(evidence.shared_numbers + 1, fewer.min(more) + 1),
        share(numbers, mine),
        logarithm(evidence.covered_plain[0]),
        logarithm(evidence.longest_piece),
        logarithm(evidence.longest_passage),
        logarithm(shorter),
        logarithm(longer),
        share(evidence.longest_piece, shorter).min(1.0),
        share(evidence.longest_passage, shorter).min(1.0),
        share(evidence.in_order, matched),
        100.0 * share(evidence.passages, mine),
        share(evidence.lead_covered[0], evidence.lead[0]),
        share(evidence.lead_covered[1], evidence.lead[1]),
        share(shorter - evidence.plain[0], shorter),
        share(shorter, longer).min(1.0),
        days_apart.map_or(f32::NAN, count),
    ]
}
