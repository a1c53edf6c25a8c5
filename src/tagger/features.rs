//! What a word tells by itself to a piece at some distance, the same wherever it stands: the features
//! that all taggers share.

use crate::hash::feature;
use crate::lexicon::NO_CLUSTER;

use super::words::{AFFIXES, Word};

/// Words this far away are asked.
pub(crate) const REACH: usize = 3;
/// What is known of a word's habits, and which bits are the share of capitals, and of all cases.
pub(crate) const NO_HABIT: u64 = 1 << 8;
const HABIT_CAPITAL: u64 = 0x07;
const HABIT_CASES: u64 = 0x1f;
/// The clustering of 256, which is looked at together with neighbours and case; that of 1,024.
pub(crate) const COARSE: usize = 0;
pub(crate) const FINE: usize = 1;
/// What stands before the first and behind the last piece of a sentence.
pub(crate) const BORDER: u64 = 0x5eed;
/// From here on templates are numbered that look at more than a word.
pub(crate) const FREE: u32 = 300;

/// Numbers of the templates: what a feature is about. Readers number their own from [`FREE`] on.
mod about {
    pub const BIAS: u32 = 0;
    pub const EXACT: u32 = 1;
    pub const LOWER: u32 = 2;
    pub const SHAPE: u32 = 3;
    pub const COARSE: u32 = 4;
    pub const CLUSTER_CASE: u32 = 5;
    pub const CLASS_SET: u32 = 6;
    pub const PREFIX: u32 = 10;
    pub const SUFFIX: u32 = 20;
    /// Of a word at a distance from -3 to 3: the base, and the distance plus 3.
    pub const LOWER_AT: u32 = 30;
    pub const SUFFIX_AT: u32 = 40;
    pub const SHAPE_AT: u32 = 50;
    pub const CLUSTER_AT: u32 = 60;
    pub const CLASS_AT: u32 = 90;
    pub const HABIT: u32 = 280;
    pub const HABIT_AT: u32 = 290;
}

/// The part of a template's number that tells a distance.
const fn place_at(distance: isize) -> u32 {
    (distance + REACH.cast_signed()) as u32
}

/// How many distances are asked, from `-REACH` to `REACH`.
pub(crate) const DISTANCE_COUNT: usize = 2 * REACH + 1;

/// The distances that are asked.
pub(crate) const DISTANCES: std::ops::RangeInclusive<isize> =
    -REACH.cast_signed()..=REACH.cast_signed();

/// What a word tells to the piece that has it (`distance` 0), or to one that many pieces before it
/// (up to `REACH`) or behind it. `None` is the border of a sentence.
pub(crate) fn of_word(word: Option<&Word>, distance: isize, sink: &mut Vec<u64>) {
    let at = place_at(distance);
    let Some(word) = word else {
        sink.push(feature(about::LOWER_AT + at, BORDER));
        if distance.unsigned_abs() == 1 {
            sink.push(feature(about::SHAPE_AT + at, BORDER));
        }
        return;
    };
    if distance == 0 {
        sink.push(feature(about::BIAS, 0));
        sink.push(feature(about::EXACT, word.exact));
        sink.push(feature(about::LOWER, word.lower));
        sink.push(feature(about::SHAPE, word.shape));
        sink.push(feature(about::COARSE, word.coarse_shape));
        for at in 0..AFFIXES {
            if word.prefixes[at] != 0 {
                sink.push(feature(about::PREFIX + at as u32, word.prefixes[at]));
            }
            if word.suffixes[at] != 0 {
                sink.push(feature(about::SUFFIX + at as u32, word.suffixes[at]));
            }
        }
        if word.clusters[COARSE] != NO_CLUSTER {
            let coarse = u64::from(word.clusters[COARSE]);
            sink.push(feature(about::CLUSTER_CASE, coarse << 4 | word.case as u64));
        }
        let habit = word.habit.map_or(NO_HABIT, u64::from);
        let case = word.case as u64 | (word.mode as u64) << 4;
        sink.push(feature(about::HABIT, (habit & (NO_HABIT | HABIT_CAPITAL)) << 8 | case));
        sink.push(feature(about::HABIT + 1, (habit & (NO_HABIT | HABIT_CASES)) << 8 | case));
        sink.push(feature(about::HABIT + 2, habit << 8 | case));
        if !word.classes.is_empty() {
            sink.push(feature(about::CLASS_SET, word.classes.0 << 3 | word.case as u64));
        }
    } else {
        sink.push(feature(about::LOWER_AT + at, word.lower));
        if distance.unsigned_abs() == 1 {
            sink.push(feature(about::SHAPE_AT + at, word.coarse_shape));
            sink.push(feature(about::SUFFIX_AT + at, word.suffixes[2]));
            let habit = word.habit.map_or(NO_HABIT, |it| u64::from(it) & HABIT_CASES);
            let case = word.case as u64 | (word.mode as u64) << 4;
            sink.push(feature(about::HABIT_AT + at, habit << 8 | case));
        }
    }
    if distance.unsigned_abs() <= 2 {
        for (number, &cluster) in word.clusters.iter().enumerate() {
            if cluster != NO_CLUSTER {
                sink.push(feature(about::CLUSTER_AT + at, u64::from(cluster) << 4 | number as u64));
            }
        }
        if word.clusters[COARSE] == NO_CLUSTER {
            sink.push(feature(about::CLUSTER_AT + at, 15));
        }
    }
    if distance.unsigned_abs() <= 1 {
        let capital = u64::from(word.is_name_like());
        for class in word.classes.iter() {
            sink.push(feature(about::CLASS_AT + at, class << 1 | capital));
        }
    }
}
