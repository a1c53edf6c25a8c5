//! Where the words of a source begin and end, where they were cut too short or too long.

use super::{Scene, pronoun};
use crate::entities::EntityKind;
use crate::lexicon::{self, SpeakerNoun, SpeakerWord, is_speaker_word};

/// So many words may stand between what was found of a source and the name that it ends with.
const FAR: usize = 10;

/// The tokens of a source, with the rest of a name that it cuts, and the name that it stands before.
pub(super) fn widened(scene: &Scene<'_, '_>, (from, to): (usize, usize)) -> (usize, usize) {
    let (mut from, mut to) = (behind_place(scene, behind_day(scene, from, to), to), to);
    let first = scene.names.partition_point(|it| it.tokens.1 <= from);
    let is_person = |entity: usize| scene.kind(entity) == EntityKind::Person;
    let mut has_person = false;
    let end = to;
    for name in scene.names[first..].iter().take_while(|it| it.tokens.0 < end) {
        // `Chun-yin` cut at the hyphen; `Nordhav` of `Nordhav Bank`
        if is_person(name.entity) {
            has_person = true;
            from = from.min(name.tokens.0);
        }
        to = to.max(name.tokens.1);
    }
    if has_person || to == from || pronoun(scene.word(from)).is_some() {
        return (from, to);
    }
    (from, before_name(scene, from, to).unwrap_or(to))
}

/// Behind the day that was taken for a part of the source: `Friday, July 22nd, Nordhav`.
fn behind_day(scene: &Scene<'_, '_>, from: usize, to: usize) -> usize {
    let is_day =
        |word: &str| lexicon::is_time_word(word) || word.starts_with(|c: char| c.is_ascii_digit());
    let mut at = from;
    while at < to && is_day(scene.word(at)) {
        at += 1;
    }
    let is_behind = at > from
        && lexicon::is_time_word(scene.word(from))
        && scene.word(at) == ","
        && at + 1 < to;
    if is_behind { at + 1 } else { from }
}

/// Behind the name that stands before the source: `In an interview with Radio Nord, Ane Lie said`.
fn behind_place(scene: &Scene<'_, '_>, from: usize, to: usize) -> usize {
    let first = scene.names.partition_point(|it| it.tokens.0 < from);
    let Some([before, name]) = scene.names.get(first..first + 2) else { return from };
    let is_person = |entity: usize| scene.kind(entity) == EntityKind::Person;
    let is_behind = is_speaker_word(scene.word_before(from, 1), SpeakerWord::Preposition)
        && before.tokens.0 == from
        && scene.word(before.tokens.1) == ","
        && name.tokens.0 == before.tokens.1 + 1
        && name.tokens.1 <= to
        && !is_person(before.entity)
        && is_person(name.entity);
    if is_behind { name.tokens.0 } else { from }
}

/// Behind the name of a person that a source without a name stands before: `the mayor of Oslo` with
/// `, Ane Lie,` behind it, `Labour` with `leader Ane Lie`.
fn before_name(scene: &Scene<'_, '_>, from: usize, to: usize) -> Option<usize> {
    let next = scene.names.partition_point(|it| it.tokens.0 < to);
    let name = scene
        .names
        .get(next..)?
        .iter()
        .take(3)
        .find(|it| scene.kind(it.entity) == EntityKind::Person)?;
    let (begin, end) = name.tokens;
    let is_role = |at: usize| {
        lexicon::person_word(scene.word(at)).is_some() && !scene.word(at).ends_with('s')
    };
    if begin > to + FAR {
        return None;
    }
    let sentence = scene.sentence_of(scene.tokens()[to - 1].span.start());
    if sentence != scene.sentence_of(name.span.start()) {
        return None;
    }
    // `the executive director (NHV), Ane Lie,`
    let bracket = if scene.word(to) == "(" {
        (to..begin).find(|&at| scene.word(at) == ")").map_or(to, |at| at + 1)
    } else {
        to
    };
    // `the spokesman for the harbour, Nordhav, Ane Lie`
    let is_second = scene.names[next].tokens == (bracket + 1, begin.saturating_sub(1))
        && scene.word(begin.saturating_sub(1)) == ",";
    if scene.word(bracket) == "," && (begin == bracket + 1 || is_second) {
        let has_role = (from..to).any(is_role);
        let closes = matches!(scene.word(end), "," | "”" | "\"" | "." | "(" | "who")
            || lexicon::is_speech_verb(scene.word(end));
        let is_alone = scene.word_before(from, 1) != "and" && scene.word(end + 1) != "and";
        return (has_role && closes && is_alone).then_some(end);
    }
    // All between are words of a role or a name, and one is a role.
    let between = to..begin;
    let is_part = |at: usize| {
        let word = scene.word(at);
        word == "-"
            || is_role(at)
            || word.starts_with(char::is_uppercase)
            || matches!(word, "and" | "of" | "for") && at > to
    };
    let is_title = begin == to && (from..to).any(is_role);
    let ends_title = scene.word(begin.checked_sub(1)?) != "and";
    let joins = begin > to && between.clone().all(is_part) && between.clone().any(is_role);
    (ends_title && (is_title || joins)).then_some(end)
}

/// Whether words name nobody: `said`, `And`.
pub(super) fn is_nobody(scene: &Scene<'_, '_>, from: usize, to: usize) -> bool {
    let first = scene.names.partition_point(|it| it.tokens.1 <= from);
    if scene.names.get(first).is_some_and(|it| it.tokens.0 < to) {
        return false;
    }
    // `Co` of `co-founder`
    let tokens = scene.tokens();
    if from + 1 == to && scene.word(to) == "-" && tokens[to].span.start() == tokens[from].span.end()
    {
        return true;
    }
    (from..to).all(|at| {
        let word = scene.word(at);
        let small = word.to_lowercase();
        let is_noun = lexicon::speaker_noun(word).is_some()
            || lexicon::person_word(word).is_some()
            || pronoun(word).is_some()
            || is_speaker_word(word, SpeakerWord::Amount)
            || is_speaker_word(word, SpeakerWord::Pair);
        !is_noun
            && (!word.contains(char::is_alphanumeric)
                || lexicon::is_speech_verb(word)
                || word.len() == 1
                || matches!(small.as_str(), "and" | "but" | "the" | "an" | "or" | "so" | "yet")
                || is_speaker_word(&small, SpeakerWord::Preposition)
                || (small.ends_with("ing") || small.ends_with("ed")) && small.len() > 5)
    })
}

/// Where the words end that say who speaks; how and when stands behind: `the ministry in a statement
/// on Monday`.
pub(super) fn end_of_who(scene: &Scene<'_, '_>, from: usize, to: usize) -> usize {
    let is_made = |word: &str| {
        matches!(lexicon::speaker_noun(word), Some((SpeakerNoun::Statement, _)))
            || matches!(
                word,
                "interview" | "briefing" | "conference" | "speech" | "article" | "report"
            )
    };
    (from + 1..to)
        .find(|&at| match scene.word(at) {
            "in" | "through" | "via" => {
                matches!(scene.word(at + 1), "a" | "an" | "its" | "his" | "her" | "their")
                    && (at + 2..to.min(at + 5)).any(|it| is_made(scene.word(it)))
            }
            _ => false,
        })
        .unwrap_or(to)
}
