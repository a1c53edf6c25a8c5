//! What the words of a source say beside names: what it is, and whose.

use super::units::{Unit, Units, is_participle};
use super::what::What;
use super::{Description, Phrase, possessive, read_tokens};
use crate::entities::EntityKind;
use crate::lexicon::{self, SpeakerNoun, SpeakerWord, is_speaker_word};
use crate::quotes::SpeakerKind;
use crate::quotes::speakers::scene::{Scene, is_article, is_definite, is_small};
use crate::text::Key;

impl Units<'_, '_, '_> {
    pub(super) fn described(&self, head: usize, core: usize) -> Phrase {
        let Some(at) = self.all[head].from() else { return self.whole() };
        let word = self.scene.word(at);
        let noun =
            lexicon::speaker_noun(self.whole_word(at)).or_else(|| lexicon::speaker_noun(word));
        // `the newspaper La Patria` has the name as its head; `La Patria newspaper` has it before.
        if noun.is_some_and(|it| it.0 == SpeakerNoun::Org && !it.1)
            && is_speaker_word(word, SpeakerWord::Apposed)
            && let Some(entity) = self.organisation_before(head)
        {
            return Phrase::Named(entity);
        }
        let description = self.description(head, core, at);
        if noun.is_some_and(|it| it.0 == SpeakerNoun::Statement && !it.1) && self.depth < 3 {
            let of = self.author(head, core);
            return Phrase::Statement { of: of.map(Box::new), description };
        }
        Phrase::Described(description)
    }

    /// Who made what the head names: `the board's statement`, `a letter from the board`.
    pub(super) fn author(&self, head: usize, core: usize) -> Option<Phrase> {
        let deeper = |from: usize, to: usize| read_tokens(self.scene, from, to, self.depth + 1);
        if let Some(owner) = possessive(self.scene.word(self.from)) {
            return Some(Phrase::Pronoun(owner));
        }
        if let Some(possessive) =
            (0..head).rev().find(|&it| matches!(self.all[it], Unit::Possessive(_)))
        {
            return deeper(self.from, self.all[possessive].from()?);
        }
        for unit in head + 1..core {
            if matches!(self.word(unit), "by" | "from" | "of") || self.word(unit) == "for" {
                let from = self.all.get(unit + 1)?.from()?;
                let to = (unit + 1..=core)
                    .find(|&it| it == core || matches!(self.word(it), "on" | "to" | "about"))?;
                let phrase = deeper(from, self.end_of(to))?;
                return match &phrase {
                    Phrase::Described(it) if !it.is_known => None,
                    _ => Some(phrase),
                };
            }
        }
        // `a police statement`, `the Nordhav statement`
        let before = head.checked_sub(1)?;
        let begin = (0..head).find(|&it| !is_article(self.word(it)))?;
        match self.all[before] {
            Unit::Name { entity, .. }
                if !matches!(self.scene.kind(entity), EntityKind::Loc | EntityKind::Norp) =>
            {
                Some(Phrase::Named(entity))
            }
            Unit::Word(at) if begin < head => {
                let word = self.scene.word(at);
                let org = matches!(lexicon::speaker_noun(word), Some((SpeakerNoun::Org, false)));
                let from = self.all[begin].from()?;
                org.then(|| deeper(from, at + 1)).flatten()
            }
            _ => None,
        }
    }

    pub(super) fn description(&self, head: usize, core: usize, at: usize) -> Description {
        let scene = self.scene;
        let first = scene.word(self.from);
        let whole = self.whole_word(at);
        let known = lexicon::speaker_noun(whole).is_some() || lexicon::person_word(whole).is_some();
        let word = if known || whole.ends_with("-old") { whole } else { scene.word(at) };
        let keys = |units: std::ops::Range<usize>| {
            let mut keys = Vec::new();
            for unit in units {
                let (Some(from), Some(to)) = (self.all[unit].from(), self.all[unit].to()) else {
                    continue;
                };
                let words = (from..to).map(|at| scene.word(at)).filter(|it| !is_small(it));
                keys.extend(words.filter(|it| !is_article(it)).filter_map(Key::of));
            }
            keys
        };
        let What { mut kind, mut is_plural, is_known, is_place } = self.what(head, word);
        // `a group of activists`
        if kind == SpeakerKind::Org
            && self.word(head + 1) == "of"
            && self.head(head + 2, core).is_some_and(|it| {
                self.is_plural(it) && lexicon::person_word(self.word(it)).is_some()
            })
        {
            (kind, is_plural) = (SpeakerKind::Group, true);
        }
        if self.joins(head) {
            (kind, is_plural) = (SpeakerKind::Group, true);
        }
        let is_named = |kinds: &[EntityKind]| {
            let is_one = |unit: &Unit| match *unit {
                Unit::Name { entity, .. } => kinds.contains(&scene.kind(entity)),
                _ => false,
            };
            self.all[..head].iter().any(is_one)
        };
        let is_any = |words: &[&str]| (0..head).any(|it| words.contains(&self.word(it)));
        Description {
            name: self.owned(self.end_of(self.end_of_name(head, core))),
            head: Key::of(word),
            at,
            before: keys(0..head),
            is_long: core > head + 1,
            is_definite: is_definite(first),
            is_indefinite: matches!(
                first,
                "a" | "an" | "A" | "An" | "one" | "One" | "another" | "Another"
            ),
            is_plural,
            kind,
            gender: lexicon::person_word(word).and_then(|it| it.gender),
            is_known,
            is_place,
            is_either: kind == SpeakerKind::Org
                && lexicon::person_word(word).is_some()
                // `the coast guard` is nobody.
                && !is_any(&["coast", "Coast", "national", "National", "border", "civil"]),
            has_name: is_named(&[EntityKind::Org, EntityKind::Person]),
            has_country: is_named(&[EntityKind::Norp, EntityKind::Loc]),
            country: self.all[..head].iter().find_map(|unit| match *unit {
                Unit::Name { entity, .. } => scene.country(entity),
                _ => None,
            }),
            is_owned: (0..head).any(|it| matches!(self.all[it], Unit::Possessive(_))),
            is_same: is_any(&["same"]),
            is_other: is_any(&["other", "another", "Another", "second", "third"]),
            is_acronym: !is_known && word.len() > 1 && word.chars().all(char::is_uppercase),
        }
    }

    /// Whether two are described: `the paper and its readers`; but `the club's owner and manager` is one.
    fn joins(&self, head: usize) -> bool {
        let joint =
            (1..head).find(|&it| matches!(self.word(it), "and" | "&") && self.is_noun(it - 1));
        joint.is_some_and(|joint| {
            let is_person = |unit: usize| {
                let word = self.word(unit);
                lexicon::person_word(word).is_some() && !self.is_plural(unit)
            };
            let next = self.word(joint + 1);
            is_article(next)
                || possessive(next).is_some()
                || !is_person(joint - 1)
                || !is_person(head)
        })
    }

    /// The unit behind the last one of a description's name: `a driver interviewed by reporters` is a
    /// driver.
    pub(super) fn end_of_name(&self, head: usize, core: usize) -> usize {
        let is_open = |unit: usize| matches!(self.all[unit], Unit::Preposition(_));
        let mut end = core;
        if head + 1 < core && is_participle(self.word(head + 1)) {
            end = head + 1;
        }
        while end > head + 1 && is_open(end - 1) {
            end -= 1;
        }
        end
    }

    /// The words as a name, whose owner is called by name: `Ane Lie's lawyer` for `her lawyer`.
    pub(super) fn owned(&self, to: usize) -> String {
        let first = self.scene.tokens()[self.from].span;
        if possessive(first.of(self.scene.source)).is_some()
            && self.from + 1 < to
            && !self.scene.word(self.from + 1).starts_with(char::is_uppercase)
        {
            let words = self.plain(self.from + 1, to);
            return match self.scene.pronoun(first) {
                Some(owner) => format!("{}’s {words}", self.scene.entities[owner].name),
                None => words,
            };
        }
        self.plain(self.from, to)
    }

    pub(super) fn whole(&self) -> Phrase {
        Phrase::Described(Description {
            name: self.plain(self.from, self.to),
            head: None,
            at: self.from,
            before: Vec::new(),
            is_long: true,
            is_definite: false,
            is_indefinite: false,
            is_plural: false,
            kind: SpeakerKind::Person,
            gender: None,
            is_known: false,
            is_place: false,
            is_either: false,
            is_other: false,
            is_same: false,
            is_owned: false,
            has_name: false,
            has_country: false,
            country: None,
            is_acronym: false,
        })
    }

    /// Words without articles before them, brackets, and the marks around them.
    pub(super) fn plain(&self, from: usize, to: usize) -> String {
        plain(self.scene, from, to)
    }
}

/// Words as a name: without articles and brackets, and one blank between them.
pub(super) fn plain(scene: &Scene<'_, '_>, from: usize, to: usize) -> String {
    let tokens = scene.tokens();
    let mut from = from;
    while from + 1 < to
        && (is_article(scene.word(from)) || !scene.word(from).contains(char::is_alphanumeric))
    {
        from += 1;
    }
    let mut name = String::new();
    let mut brackets = 0;
    let mut last_end: Option<u32> = None;
    for token in tokens.get(from..to).unwrap_or_default() {
        let word = token.span.of(scene.source);
        match word {
            "(" | "（" | "[" => brackets += 1,
            ")" | "）" | "]" => brackets -= 1,
            _ if brackets > 0 => {}
            _ => {
                if last_end.is_some_and(|end| end < token.span.start())
                    && !name.is_empty()
                    && !word.starts_with(',')
                {
                    name.push(' ');
                }
                name.push_str(word);
            }
        }
        last_end = Some(token.span.end());
    }
    name.trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_owned()
}
