//! What is told about a piece beside what words tell by themselves: the features of names.
//!
//! Only pieces near a capital, a digit or a currency are
//! looked at closely: the others are hardly ever names, and they are most.

use crate::hash::{feature, pair};
use crate::lexicon::NO_CLUSTER;

use super::votes::Votes;
use crate::tagger::document::{Document, Sentence};
use crate::tagger::features::{BORDER, COARSE, FINE, NO_HABIT};
#[cfg(feature = "train")]
use crate::tagger::features::{DISTANCES, of_word};
use crate::tagger::words::{Case, Mode, Word};

/// Numbers of the templates: what a feature is about.
mod about {
    pub const PLACE: u32 = 100;
    pub const RUN: u32 = 110;
    pub const RUN_CLASS: u32 = 125;
    pub const PAIR: u32 = 130;
    pub const USAGE: u32 = 150;
    pub const USAGE_AT: u32 = 165;
    pub const MATCH: u32 = 170;
    pub const MATCH_CLASS: u32 = 173;
    pub const CLUSTERS: u32 = 180;
    pub const VOTE: u32 = 190;
    pub const VOTE_KIND: u32 = 196;
    pub const ELSEWHERE: u32 = 230;
    pub const LONGEST: u32 = 240;
    pub const CONTENT: u32 = 250;
    pub const VOTE_LISTED: u32 = 270;
}

/// The number of a sentence in the text, as far as it matters.
fn place_of(sentence: usize) -> u64 {
    sentence.min(3) as u64
}

/// What the place of a piece tells: the `at`-th piece of the document, in that sentence.
pub(super) fn of_piece(document: &Document, number: usize, at: usize, sink: &mut Vec<u64>) {
    let sentence = document.sentences[number];
    let Sentence { from, to, mode } = sentence;
    let word = document.word(at);
    let case = word.case as u64;
    let set = mode as u64;
    let get = |distance| sentence.neighbour(at, distance).map(|it| document.word(it));
    let lower = |distance| get(distance).map_or(BORDER, |it| it.lower);
    let is_first = (from..at).rev().take(8).all(|it| !document.word(it).case.has_letters());
    sink.push(feature(about::PLACE, (u64::from(is_first) << 8 | case) << 2 | set));
    if is_first {
        let habit = word.habit.map_or(NO_HABIT, u64::from);
        sink.push(feature(about::PLACE + 5, habit << 8 | case));
    }
    if !is_near(document, sentence, at) {
        return;
    }
    let shape = |distance| get(distance).map_or(BORDER, |it| it.coarse_shape);
    sink.push(feature(about::PLACE + 1, place_of(number) << 8 | case << 2 | set));
    if number == 0 {
        let in_sentence = (at - from).min(8) as u64;
        sink.push(feature(about::PLACE + 2, in_sentence << 8 | case));
        let dash = (at..to.min(at + 6)).any(|it| {
            let it = document.word(it);
            it.case == Case::Mark && !it.is_quote && it.length <= 2
        });
        sink.push(feature(about::PLACE + 3, in_sentence << 1 | u64::from(dash)));
    }
    let bracket = (from.max(at.saturating_sub(6))..at).rev().map(|it| document.word(it));
    let mut bracket = bracket.filter(|it| it.is_bracket || it.closes_bracket);
    let inside = bracket.next().is_some_and(|it| it.is_bracket);
    sink.push(feature(about::PLACE + 4, u64::from(inside) << 8 | case));

    // The run of words with capitals around it, and what stands beside that.
    let (mut left, mut right) = (at, at);
    if word.is_name_like() {
        while left > from && at - left < 6 && document.word(left - 1).is_name_like() {
            left -= 1;
        }
        while right + 1 < to && right - at < 6 && document.word(right + 1).is_name_like() {
            right += 1;
        }
        let before = (left > from).then(|| document.word(left - 1).lower);
        let after = (right + 1 < to).then(|| document.word(right + 1).lower);
        let (l, r) = (before.unwrap_or(BORDER), after.unwrap_or(BORDER));
        sink.push(feature(about::RUN, l));
        sink.push(feature(about::RUN + 1, r));
        sink.push(feature(about::RUN + 2, pair(l, r)));
        sink.push(feature(about::RUN + 3, ((at - left) << 4 | (right - at)) as u64));
        if left > from {
            let second = if left > from + 1 { document.word(left - 2).lower } else { BORDER };
            sink.push(feature(about::RUN + 4, pair(second, l)));
        }
        if right + 1 < to {
            let second = if right + 2 < to { document.word(right + 2).lower } else { BORDER };
            sink.push(feature(about::RUN + 5, pair(r, second)));
        }
        let (first, last) = (document.word(left), document.word(right));
        sink.push(feature(about::RUN + 6, last.lower));
        sink.push(feature(about::RUN + 7, first.lower));
        if left < right {
            let here = u64::from(at == left) | u64::from(at == right) << 1;
            for class in last.classes.iter() {
                sink.push(feature(about::RUN_CLASS, class << 2 | here));
            }
            for class in first.classes.iter() {
                sink.push(feature(about::RUN_CLASS + 1, class << 2 | here));
            }
        }
    }

    if word.is_name_like() {
        beside(document, sentence, left, right, sink);
        elsewhere(document, at, right + 1 - left, sink);
    }

    sink.push(feature(about::PAIR, pair(lower(-1), word.lower)));
    sink.push(feature(about::PAIR + 1, pair(word.lower, lower(1))));
    sink.push(feature(about::PAIR + 2, pair(pair(shape(-1), word.coarse_shape), shape(1))));
    sink.push(feature(about::PAIR + 3, pair(lower(-2), lower(-1))));
    sink.push(feature(about::PAIR + 4, pair(lower(1), lower(2))));
    let cases = (-2..=2).fold(set, |cases, it| cases << 4 | get(it).map_or(9, |it| it.case as u64));
    sink.push(feature(about::PAIR + 5, cases));
    sink.push(feature(about::PAIR + 6, pair(lower(-1), word.coarse_shape)));
    sink.push(feature(about::PAIR + 7, pair(lower(1), word.coarse_shape)));
    sink.push(feature(about::PAIR + 8, pair(lower(-1), lower(1))));
    sink.push(feature(about::PAIR + 9, pair(pair(lower(-1), word.lower), lower(1))));

    if word.clusters[COARSE] != NO_CLUSTER {
        let coarse = u64::from(word.clusters[COARSE]);
        for (number, distance) in [-1, 1].into_iter().enumerate() {
            let value = match get(distance).map_or(NO_CLUSTER, |it| it.clusters[COARSE]) {
                NO_CLUSTER => pair(lower(distance), coarse),
                other => u64::from(other) << 10 | coarse,
            };
            sink.push(feature(about::CLUSTERS + number as u32, value));
            sink.push(feature(about::CLUSTERS + 2 + number as u32, pair(lower(distance), coarse)));
        }
    }

    if word.case.has_letters() {
        usage(document, at, is_first, sink);
        for distance in [-1, 1] {
            if let Some(other) = get(distance) {
                if !other.case.has_letters() {
                    continue;
                }
                let it = document.usages[other.form as usize];
                let flags =
                    [it.lower, it.capital_inside, it.titled, it.says, it.named, it.with_org];
                let flags = flags.iter().fold(u64::from(other.is_name_like()), |flags, &it| {
                    flags << 1 | u64::from(it > 0)
                });
                sink.push(feature(about::USAGE_AT + (distance + 1) as u32, flags));
            }
        }
    }

    let matched = document.matches[at];
    if matched.position != 0 {
        sink.push(feature(about::MATCH, matched.classes.0 << 2 | u64::from(matched.position)));
        for class in matched.classes.iter() {
            sink.push(feature(about::MATCH_CLASS, class << 2 | u64::from(matched.position)));
        }
    }
    for (number, distance) in [-1, 1].into_iter().enumerate() {
        let it = sentence.neighbour(at, distance).map(|it| document.matches[it]);
        if let Some(it) = it.filter(|it| it.position != 0) {
            let value = it.classes.0 << 2 | u64::from(it.position);
            sink.push(feature(about::MATCH + 1 + number as u32, value));
        }
    }
}

/// The distances at which votes are asked.
pub(super) const VOTE_DISTANCES: [isize; 3] = [0, -1, 1];

/// What the first reading found a word to be, told to the piece that has it or to one beside it:
/// `number` is that of the distance in `VOTE_DISTANCES`.
pub(super) fn of_vote(form: u32, number: usize, votes: &Votes, sink: &mut Vec<u64>) {
    let number = number as u32;
    if let Some((set, best)) = votes.of(form) {
        sink.push(feature(about::VOTE + number, set));
        sink.push(feature(about::VOTE + 3 + number, best));
        let mut rest = set;
        for kind in 0..10 {
            sink.push(feature(about::VOTE_KIND + 10 * number + kind, rest & 3));
            rest >>= 2;
        }
    }
}

/// What the first reading found the names beside it in a list to be, told to a piece of a name.
pub(super) fn of_listed_votes(
    document: &Document,
    sentence: Sentence,
    at: usize,
    votes: &Votes,
    sink: &mut Vec<u64>,
) {
    let is_name = |it: &usize| document.word(*it).is_name_like();
    let left = (sentence.from..at).rev().take(6).take_while(is_name).last().unwrap_or(at);
    let right = (at + 1..sentence.to).take(6).take_while(is_name).last().unwrap_or(at);
    for (number, other) in listed(document, sentence, left, right).into_iter().enumerate() {
        if let Some((_, best)) = other.and_then(|it| votes.of(document.word(it).form)) {
            sink.push(feature(about::VOTE_LISTED + number as u32, best));
        }
    }
}

/// The words with a meaning of their own beside a run, and the runs beside it in a list.
fn beside(document: &Document, sentence: Sentence, left: usize, right: usize, sink: &mut Vec<u64>) {
    let content = |it: &&Word| it.case.has_letters() && it.length > 3 && !it.is_name_like();
    let before = (sentence.from.max(left.saturating_sub(5))..left).rev();
    let after = right + 1..sentence.to.min(right + 6);
    let both = [
        before.map(|it| document.word(it)).find(content),
        after.map(|it| document.word(it)).find(content),
    ];
    for (number, word) in both.into_iter().enumerate() {
        let Some(word) = word else { continue };
        let number = number as u32;
        sink.push(feature(about::CONTENT + number, word.lower));
        for (clustering, &cluster) in word.clusters.iter().enumerate().take(2) {
            if cluster != NO_CLUSTER {
                let value = u64::from(cluster) << 4 | clustering as u64;
                sink.push(feature(about::CONTENT + 2 + number, value));
            }
        }
    }
}

/// The last piece of the name before a run in a list, and the first of the one behind it.
fn listed(
    document: &Document,
    sentence: Sentence,
    left: usize,
    right: usize,
) -> [Option<usize>; 2] {
    let joins = |it: usize| document.word(it).joins;
    let is_name = |it: &usize| document.word(*it).is_name_like();
    let mut before = (sentence.from..left).rev().take(3);
    let before = before.find(|&it| !joins(it)).filter(|&it| it + 1 < left);
    let mut after = (right + 1..sentence.to).take(3);
    let after = after.find(|&it| !joins(it)).filter(|&it| it > right + 1);
    [before.filter(is_name), after.filter(is_name)]
}

/// What stands beside its word where else it has a capital, and the longest name that holds it.
fn elsewhere(document: &Document, at: usize, length: usize, sink: &mut Vec<u64>) {
    let usage = document.usage(at);
    for &place in &usage.places[..usize::from(usage.place_count)] {
        let place = place as usize;
        if place == at {
            continue;
        }
        let word = |at: Option<usize>| {
            let piece = at.filter(|&it| it < document.pieces.len())?;
            Some(document.word(piece))
        };
        let both = [word(place.checked_sub(1)), word(Some(place + 1))];
        for (number, other) in both.into_iter().enumerate() {
            let Some(other) = other else { continue };
            sink.push(feature(about::ELSEWHERE + number as u32, other.lower));
            if other.clusters[FINE] != NO_CLUSTER {
                let cluster = u64::from(other.clusters[FINE]);
                sink.push(feature(about::ELSEWHERE + 2 + number as u32, cluster));
            }
        }
    }
    let (from, longest) = usage.longest;
    if usize::from(longest) > length {
        let (from, to) = (from as usize, from as usize + usize::from(longest));
        let (first, last) = (document.word(from), document.word(to - 1));
        let form = document.word(at).form;
        let place = u64::from(first.form == form) | u64::from(last.form == form) << 1;
        sink.push(feature(about::LONGEST, place << 4 | u64::from(longest)));
        sink.push(feature(about::LONGEST + 1, pair(last.lower, place)));
        sink.push(feature(about::LONGEST + 2, pair(first.lower, place)));
        for (number, other) in [first, last].into_iter().enumerate() {
            for class in other.classes.iter() {
                sink.push(feature(about::LONGEST + 3 + number as u32, class << 2 | place));
            }
        }
    }
}

/// How its word is used in the whole text.
fn usage(document: &Document, at: usize, is_first: bool, sink: &mut Vec<u64>) {
    let word = document.word(at);
    let it = document.usage(at);
    let capital = u64::from(word.is_name_like());
    let few = |count: u16| u64::from(count.min(3));
    let mut add = |number: u32, a: u16, b: u16| {
        sink.push(feature(about::USAGE + number, (few(a) << 2 | few(b)) << 1 | capital));
    };
    add(1, it.titled, it.named);
    add(2, it.leads, it.ends);
    add(3, it.says, it.possessive);
    add(4, it.in_place, it.the);
    add(5, it.with_org, it.with_place);
    add(6, it.acronym, it.spelled_out);
    let first = u64::from(is_first);
    let value = ((few(it.capital_inside) << 2 | few(it.lower)) << 1 | capital) << 1 | first;
    sink.push(feature(about::USAGE, value));
    let all = [
        it.capital_inside,
        it.titled,
        it.named,
        it.ends,
        it.says,
        it.in_place,
        it.leads,
        it.lower,
        it.the,
        it.with_org,
        it.with_place,
    ];
    let flags = all.iter().fold(capital, |flags, &it| flags << 1 | u64::from(it > 0));
    sink.push(feature(about::USAGE + 7, flags));
}

/// Whether there is a capital, a digit or a currency within two pieces.
fn is_near(document: &Document, sentence: Sentence, at: usize) -> bool {
    let (from, to) = (sentence.from.max(at.saturating_sub(2)), sentence.to.min(at + 3));
    sentence.mode != Mode::Normal || (from..to).any(|it| document.word(it).is_signal)
}

/// The features of a piece, but for votes.
#[cfg(feature = "train")]
pub(super) fn all(document: &Document, number: usize, at: usize, sink: &mut Vec<u64>) {
    for distance in DISTANCES {
        let other = document.sentences[number].neighbour(at, distance);
        of_word(other.map(|it| document.word(it)), distance, sink);
    }
    of_piece(document, number, at, sink);
}

/// The features of a piece that votes give.
#[cfg(feature = "train")]
pub(super) fn all_votes(
    document: &Document,
    sentence: Sentence,
    at: usize,
    votes: &Votes,
    sink: &mut Vec<u64>,
) {
    if document.word(at).is_name_like() {
        of_listed_votes(document, sentence, at, votes, sink);
        for (number, distance) in VOTE_DISTANCES.into_iter().enumerate() {
            if let Some(other) = sentence.neighbour(at, distance) {
                of_vote(document.word(other).form, number, votes, sink);
            }
        }
    }
}
