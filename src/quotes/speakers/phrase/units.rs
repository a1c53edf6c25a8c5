//! The words of a source as units: names, words, and what stands between them.

use crate::entities::EntityKind;
use crate::lexicon::{self, SpeakerWord, is_speaker_word};
use crate::quotes::speakers::scene::Scene;

/// No more units of a source are looked at.
const MOST_UNITS: usize = 80;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A name: which one, and its tokens.
    Name {
        entity: usize,
        from: usize,
        to: usize,
    },
    Word(usize),
    Comma(usize),
    /// `'s`
    Possessive(usize),
    Preposition(usize),
    /// `who`
    Relative,
}

impl Unit {
    pub fn from(self) -> Option<usize> {
        match self {
            Self::Name { from, .. } => Some(from),
            Self::Word(at) | Self::Comma(at) | Self::Possessive(at) | Self::Preposition(at) => {
                Some(at)
            }
            Self::Relative => None,
        }
    }

    pub fn to(self) -> Option<usize> {
        match self {
            Self::Name { to, .. } => Some(to),
            other => other.from().map(|at| at + 1),
        }
    }
}

/// The units of a source.
pub(super) struct Units<'s, 'r, 't> {
    pub scene: &'s Scene<'r, 't>,
    pub all: Vec<Unit>,
    /// The tokens: from, to.
    pub from: usize,
    pub to: usize,
    /// How many sources this one stands in: `the board` in `a statement by the board`.
    pub depth: usize,
}

impl<'s, 'r, 't> Units<'s, 'r, 't> {
    pub fn of(scene: &'s Scene<'r, 't>, from: usize, to: usize, depth: usize) -> Self {
        Self { scene, all: units(scene, from, to), from, to, depth }
    }

    /// What a unit says; nothing for a name.
    pub fn word(&self, unit: usize) -> &str {
        match self.all.get(unit) {
            Some(Unit::Word(at) | Unit::Preposition(at)) => self.scene.word(*at),
            _ => "",
        }
    }

    /// The token where the word of a token begins, hyphens within: `e-mail`, `31-year-old`.
    pub fn hyphened(&self, at: usize) -> usize {
        let tokens = self.scene.tokens();
        let mut from = at;
        while from >= self.from + 2
            && matches!(self.scene.word(from - 1), "-" | "‑" | "‐")
            && tokens[from - 1].span.end() == tokens[from].span.start()
            && tokens[from - 2].span.end() == tokens[from - 1].span.start()
        {
            from -= 2;
        }
        from
    }

    /// The word that a token ends, hyphens within.
    pub fn whole_word(&self, at: usize) -> &str {
        let tokens = self.scene.tokens();
        let from = tokens[self.hyphened(at)].span;
        &self.scene.source[from.cover(tokens[at].span).range()]
    }

    pub fn person(&self, unit: usize) -> Option<usize> {
        match self.all.get(unit) {
            Some(&Unit::Name { entity, .. }) if self.scene.kind(entity) == EntityKind::Person => {
                Some(entity)
            }
            _ => None,
        }
    }

    /// Where the core ends: the words before a comma or a relative clause.
    pub fn core(&self) -> usize {
        let ends = |unit: &Unit| matches!(unit, Unit::Comma(_) | Unit::Relative);
        self.all.iter().position(ends).unwrap_or(self.all.len())
    }

    /// The unit that says what the words from here to there are.
    pub fn head(&self, from: usize, to: usize) -> Option<usize> {
        let is_part = |unit: &Unit| matches!(unit, Unit::Name { .. } | Unit::Word(_));
        // `about 20 residents`, `more than 50 people`
        let begin =
            (from..to).find(|&it| matches!(self.all[it], Unit::Name { .. } | Unit::Word(_)))?;
        let mut end = begin;
        while end < to && !matches!(self.all[end], Unit::Preposition(_) | Unit::Relative) {
            end += 1;
        }
        if matches!(self.word(end), "than" | "to")
            && end < begin + 3
            && matches!(
                self.word(begin),
                "more" | "fewer" | "less" | "up" | "More" | "Fewer" | "Up" | "Less"
            )
        {
            return self.head(end + 1, to);
        }
        // `the results obtained so far`, `the reports we have`
        let is_person = |it: usize| self.is_person_word(it) || self.person(it).is_some();
        let last_person = (begin..end).rev().find(|&it| is_person(it)).unwrap_or(begin);
        let behind = (begin + 1..end).find(|&it| {
            self.is_noun(it - 1)
                && it > last_person
                && (is_participle(self.word(it)) && lexicon::person_word(self.word(it)).is_none()
                    || matches!(
                        self.word(it),
                        "we" | "they"
                            | "he"
                            | "she"
                            | "I"
                            | "you"
                            | "it"
                            | "elsewhere"
                            | "abroad"
                            | "here"
                            | "alike"
                    ))
        });
        let end = behind.unwrap_or(end);
        let mut head = (begin..end).rev().find(|&it| is_part(&self.all[it]))?;
        // `section 30`, `Appendix 2C`
        if head > begin
            && self.word(head).starts_with(|c: char| c.is_numeric())
            && !self.word(head).contains('%')
            && matches!(self.all[head - 1], Unit::Word(_))
            && self.word(head - 1).starts_with(char::is_alphabetic)
        {
            head -= 1;
        }
        // `leaders gathered`, `the report published`
        while head > begin
            && is_participle(self.word(head))
            && lexicon::person_word(self.word(head)).is_none()
            && is_part(&self.all[head - 1])
            && (self.is_noun(head - 1) || matches!(self.all[head - 1], Unit::Name { .. }))
        {
            head -= 1;
        }
        Some(head)
    }

    pub fn is_noun(&self, unit: usize) -> bool {
        let word = self.word(unit);
        lexicon::speaker_noun(word).is_some() || lexicon::person_word(word).is_some()
    }

    pub fn is_person_word(&self, unit: usize) -> bool {
        lexicon::person_word(self.word(unit)).is_some()
    }

    pub fn is_plural(&self, unit: usize) -> bool {
        let word = self.word(unit);
        word.ends_with('s')
            && !word.ends_with("ss")
            && (lexicon::person_word(&word[..word.len() - 1]).is_some()
                || lexicon::speaker_noun(word).is_some_and(|it| it.1))
            || word.ends_with("men")
    }

    /// The token behind the last unit before another.
    pub fn end_of(&self, unit: usize) -> usize {
        let end = unit.checked_sub(1).and_then(|last| self.all.get(last)).and_then(|it| it.to());
        end.unwrap_or(self.to).min(self.to)
    }
}

/// The source in its units, without what stands in brackets.
fn units(scene: &Scene<'_, '_>, from: usize, to: usize) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut name = scene.names.partition_point(|it| it.tokens.1 <= from);
    let mut at = from;
    let mut brackets = 0;
    while at < to && units.len() < MOST_UNITS {
        while scene.names.get(name).is_some_and(|it| it.tokens.1 <= at) {
            name += 1;
        }
        let word = scene.word(at);
        match word {
            "(" | "（" | "[" => brackets += 1,
            ")" | "）" | "]" => brackets -= 1,
            _ => {}
        }
        if brackets > 0 {
            at += 1;
            continue;
        }
        if let Some(named) = scene.names.get(name)
            && named.tokens.0 <= at
        {
            let end = named.tokens.1.min(to).max(at + 1);
            units.push(Unit::Name { entity: named.entity, from: at, to: end });
            at = end;
            continue;
        }
        match word {
            "," | "—" | "–" | "--" | ";" => units.push(Unit::Comma(at)),
            "'s" | "’s" => units.push(Unit::Possessive(at)),
            "'" | "’" if scene.word_before(at, 1).ends_with(['s', 'S']) => {
                units.push(Unit::Possessive(at));
            }
            _ if is_speaker_word(word, SpeakerWord::Preposition) => {
                units.push(Unit::Preposition(at));
            }
            _ if is_speaker_word(word, SpeakerWord::Relative) && !units.is_empty() => {
                units.push(Unit::Relative);
            }
            _ if word.contains(char::is_alphanumeric) || word == "%" => units.push(Unit::Word(at)),
            _ => {}
        }
        at += 1;
    }
    units
}

pub(super) fn is_participle(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
        && (word.ends_with("ed") && word.len() > 4
            || word.ends_with("ing") && word.len() > 5
            || matches!(
                word,
                "given"
                    | "made"
                    | "seen"
                    | "based"
                    | "known"
                    | "written"
                    | "sent"
                    | "held"
                    | "led"
                    | "drawn"
                    | "close"
                    | "familiar"
                    | "present"
                    | "available"
                    | "here"
                    | "there"
            ))
}
