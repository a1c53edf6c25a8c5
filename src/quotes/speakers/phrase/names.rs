//! Whom or what the words of a source name.

use super::Phrase;
use super::units::{Unit, Units};
use crate::entities::EntityKind;
use crate::lexicon::{self, PersonWordKind, SpeakerNoun, SpeakerWord, is_speaker_word};
use crate::quotes::SpeakerKind;
use crate::quotes::speakers::scene::is_article;

impl Units<'_, '_, '_> {
    /// The person whose name the words hold, if it is what they name.
    pub(super) fn named_person(&self, head: usize, core: usize) -> Option<usize> {
        self.person(head)
            .or_else(|| self.called())
            .or_else(|| self.at_the_end(head))
            .or_else(|| self.behind_office(head, core))
            .or_else(|| self.behind_comma(head, core))
            .or_else(|| self.at_the_beginning())
    }

    /// `a man named Bob Roe`, `a man who identified himself as Bob Roe`
    fn called(&self) -> Option<usize> {
        (1..self.all.len()).find_map(|unit| {
            let before = |back: usize| unit.checked_sub(back).map_or("", |it| self.word(it));
            let is_called = matches!(before(1), "named" | "surnamed" | "called" | "nicknamed")
                || before(1) == "as" && before(3).starts_with("identif");
            self.person(unit).filter(|_| is_called)
        })
    }

    /// `the secretary for culture, sports and tourism Ane Lie`: the only person, behind an office.
    fn at_the_end(&self, head: usize) -> Option<usize> {
        let is_relative = |unit: &Unit| matches!(unit, Unit::Relative);
        let end = self.all.iter().position(is_relative).unwrap_or(self.all.len());
        let mut people = (0..end).filter_map(|unit| self.person(unit));
        let only = people.next().filter(|_| people.next().is_none())?;
        if end <= head + 2 || self.person(end - 1).is_none() {
            return None;
        }
        let is_office = self.is_person_word(head) || matches!(self.word(head), "one" | "One");
        let is_apart = match self.all[end - 2] {
            Unit::Name { .. } | Unit::Comma(_) => true,
            // `the adviser to President Ane Lie`
            Unit::Word(_) => !self.is_person_word(end - 2) && !joins(self.word(end - 2)),
            _ => false,
        };
        (is_office && is_apart).then_some(only)
    }

    /// `the minister of health Ane Lie`
    fn behind_office(&self, head: usize, core: usize) -> Option<usize> {
        if core <= head + 2 || !self.is_person_word(head) {
            return None;
        }
        let person = self.person(core - 1)?;
        let is_preposition = |&it: &usize| matches!(self.all[it], Unit::Preposition(_));
        let begin = (head..core).rev().find(is_preposition)? + 1;
        let last = (begin..core - 1).next_back()?;
        let is_titled = self.is_person_word(last) || matches!(self.all[last], Unit::Possessive(_));
        (!is_titled && !joins(self.word(last))).then_some(person)
    }

    /// `the mayor of Oslo, Ane Lie`
    fn behind_comma(&self, head: usize, core: usize) -> Option<usize> {
        let word = self.word(head);
        let may_be_person = self.is_person_word(head)
            || word.starts_with(char::is_lowercase) && lexicon::speaker_noun(word).is_none();
        let is_comma = matches!(self.all.get(core), Some(Unit::Comma(_)));
        if !may_be_person || !is_comma || self.is_plural(head) {
            return None;
        }
        // `, 45, Dr`
        let is_between = |unit: usize| {
            let word = self.word(unit);
            self.is_person_word(unit)
                || matches!(self.all[unit], Unit::Comma(_))
                || is_article(word)
                || !word.is_empty() && word.chars().all(char::is_numeric)
        };
        let mut unit = core + 1;
        while unit < self.all.len() && self.person(unit).is_none() && is_between(unit) {
            unit += 1;
        }
        let next = self.all.get(unit + 1);
        let is_closed = matches!(next, None | Some(Unit::Comma(_) | Unit::Relative));
        self.person(unit).filter(|_| is_closed)
    }

    /// `the ferry's owner, Nordhav,`; but not `the mayor of Oslo, Norway,`
    pub(super) fn organisation_behind_comma(&self, head: usize, core: usize) -> Option<usize> {
        let word = self.word(head);
        let may_be_one = matches!(lexicon::speaker_noun(word), Some((SpeakerNoun::Org, false)))
            || is_speaker_word(word, SpeakerWord::Either);
        let is_comma = matches!(self.all.get(core), Some(Unit::Comma(_)));
        let is_closed = matches!(self.all.get(core + 2), None | Some(Unit::Comma(_)));
        match self.all.get(core + 1) {
            Some(&Unit::Name { entity, .. }) => (may_be_one && is_comma && is_closed)
                .then_some(entity)
                .filter(|&it| self.scene.kind(it) == EntityKind::Org),
            _ => None,
        }
    }

    /// `Ane Lie officer-in-charge of the harbour`, `Mr Bob Roe AM`
    fn at_the_beginning(&self) -> Option<usize> {
        let is_title = |unit: usize| {
            let known = lexicon::person_word(self.word(unit)).map(|it| it.kind);
            matches!(known, Some(PersonWordKind::Address | PersonWordKind::Title))
        };
        let unit = (0..self.all.len()).find(|&unit| !is_title(unit))?;
        let person = self.person(unit)?;
        let next = unit + 1;
        let is_word = matches!(self.all.get(next), Some(Unit::Word(_)));
        let is_role =
            self.is_person_word(next) && !self.is_plural(next) && self.all.len() > next + 2;
        (is_word && (unit > 0 || is_role)).then_some(person)
    }

    /// Who bears a name that stands in the words, where the names of the text lack it: `Mr Lie`.
    pub(super) fn named_elsewhere(&self, head: usize) -> Option<usize> {
        let scene = self.scene;
        let is_name = |unit: usize| {
            let word = self.word(unit);
            word.len() > 2
                && word.starts_with(char::is_uppercase)
                && word.chars().any(char::is_lowercase)
                && lexicon::speaker_noun(word).is_none()
                && lexicon::person_word(word).is_none()
        };
        let first = scene.word(self.from);
        if is_article(first) || !matches!(self.all.get(head), Some(Unit::Word(_))) {
            return None;
        }
        (head.saturating_sub(1)..=head).rev().filter(|&it| is_name(it)).find_map(|unit| match scene
            .bearers(self.word(unit))
        {
            [only] => Some(*only),
            _ => None,
        })
    }

    /// `Ane Lie and Bob Roe`, `Ane Lie, of the board, and Bob Roe`.
    pub(super) fn several(&self, head: usize, core: usize) -> Option<Phrase> {
        let scene = self.scene;
        // `the other two drivers, Ane Lie and Bob Roe`
        if self.is_plural(head)
            && matches!(self.all.get(core), Some(Unit::Comma(_)))
            && let (Some(one), Some(other)) = (self.person(core + 1), self.person(core + 3))
            && self.word(core + 2) == "and"
        {
            let [one, other] = [one, other].map(|it| &scene.entities[it].name);
            return Some(Phrase::Several {
                name: format!("{one} and {other}"),
                kind: SpeakerKind::Group,
            });
        }
        let is_joined = |&unit: &usize| {
            let next = self.all.get(unit + 1);
            unit == head || joins(self.word(unit + 1)) || matches!(next, Some(Unit::Comma(_)))
        };
        let is_person = |&unit: &usize| self.person(unit).is_some();
        if !(0..=head.min(core - 1)).filter(is_person).any(|unit| is_joined(&unit)) {
            return None;
        }
        let begin = (0..core).find(is_person)?;
        // What stands before the first name must be no preposition or possessive of a thing.
        if self.all[..begin].iter().any(|it| matches!(it, Unit::Preposition(_))) {
            return None;
        }
        let mut people = vec![self.person(begin)?];
        let mut others: Option<usize> = None;
        let mut unit = begin + 1;
        let mut joined = false;
        // `Ane Lie, who came with Bob Roe and Ida Dahl` is one.
        while unit < self.all.len() && self.all[unit] != Unit::Relative {
            let after_comma = matches!(self.all[unit - 1], Unit::Comma(_));
            let after_person = self.person(unit - 1).is_some();
            let joins = matches!(self.word(unit), "and" | "&")
                || self.word(unit) == "along" && self.word(unit + 1) == "with";
            if joins && (after_comma || after_person) {
                let mut next = unit + if self.word(unit) == "along" { 2 } else { 1 };
                let begin = next;
                while next < self.all.len()
                    && self.person(next).is_none()
                    && (self.is_person_word(next)
                        || matches!(self.all[next], Unit::Name { .. })
                        || self.word(next).starts_with(char::is_uppercase)
                        || is_article(self.word(next)))
                {
                    next += 1;
                }
                if let Some(person) = self.person(next) {
                    if !people.contains(&person) {
                        people.push(person);
                    }
                    joined = true;
                    unit = next + 1;
                    continue;
                }
                if after_person
                    && begin < self.all.len()
                    && self.word(begin).starts_with(|c: char| c.is_lowercase() || c.is_numeric())
                    && self.is_plural_phrase(begin)
                {
                    others = Some(begin);
                    joined = true;
                }
            } else if after_comma
                && let Some(person) = self.person(unit)
                && matches!(self.word(unit + 1), "and" | "&")
                    | matches!(self.all.get(unit + 1), Some(Unit::Comma(_)))
                && self.person(unit - 2).is_some()
            {
                people.push(person);
            }
            unit += 1;
        }
        if !joined || people.len() < 2 && others.is_none() {
            return None;
        }
        let mut names: Vec<String> =
            people.iter().map(|&it| scene.entities[it].name.clone()).collect();
        if let Some(begin) = others.and_then(|it| self.all[it].from()) {
            names.push(self.plain(begin, self.to));
        }
        let last = names.pop()?;
        Some(Phrase::Several {
            name: format!("{} and {last}", names.join(", ")),
            kind: SpeakerKind::Group,
        })
    }

    pub(super) fn is_plural_phrase(&self, from: usize) -> bool {
        (from..self.all.len().min(from + 4))
            .any(|it| self.is_plural(it) || self.word(it) == "others")
    }

    /// A thing with a name, or what is described by one: `Nordhav`, `the Norwegians`.
    pub(super) fn named_thing(
        &self,
        entity: usize,
        head: usize,
        from: usize,
        core: usize,
    ) -> Phrase {
        let scene = self.scene;
        // `the Defence Ministry and Coast Guard`
        let joined =
            (0..core).take_while(|&it| !matches!(self.all[it], Unit::Preposition(_))).any(|it| {
                it > 0
                    && it < head
                    && matches!(self.word(it), "and" | "&" | "or")
                    && matches!(self.all[it - 1], Unit::Name { .. })
            });
        if joined {
            let kind = if scene.kind(entity) == EntityKind::Norp {
                SpeakerKind::Group
            } else {
                SpeakerKind::Org
            };
            let name = self.full_names(core);
            return Phrase::Several { name, kind };
        }
        if scene.kind(entity) == EntityKind::Norp {
            let mut description = self.description(head, core, from);
            description.kind = SpeakerKind::Group;
            return Phrase::Described(description);
        }
        // `a statement by Nordhav` has the head `statement`; `sources at Nordhav` that of `sources`.
        Phrase::Named(entity)
    }

    /// The words before a unit as a name, with the full names of what they name: `NHB and KRF`.
    fn full_names(&self, core: usize) -> String {
        let mut all: Vec<usize> = Vec::new();
        for unit in &self.all[..core] {
            match *unit {
                Unit::Name { entity, .. } if !all.contains(&entity) => all.push(entity),
                Unit::Word(at)
                    if matches!(self.scene.word(at), "and" | "&")
                        || is_article(self.scene.word(at))
                        || matches!(self.scene.word(at), "both" | "Both") => {}
                Unit::Comma(_) => {}
                _ => return self.plain(self.from, self.end_of(core)),
            }
        }
        let mut names = all.iter().map(|&it| self.scene.entities[it].name.as_str());
        match (names.next_back(), all.len()) {
            (Some(last), 2..) => format!("{} and {last}", names.collect::<Vec<_>>().join(", ")),
            _ => self.plain(self.from, self.end_of(core)),
        }
    }

    /// The organisation before the head, small letters between: `Nordhav shipping company`.
    pub(super) fn organisation_before(&self, head: usize) -> Option<usize> {
        for unit in (head.saturating_sub(3)..head).rev() {
            match self.all[unit] {
                Unit::Name { entity, .. } => {
                    return Some(entity).filter(|&it| self.scene.kind(it) == EntityKind::Org);
                }
                Unit::Word(at) if self.scene.word(at).starts_with(char::is_lowercase) => {}
                _ => return None,
            }
        }
        None
    }
}

/// Whether a word joins two names.
fn joins(word: &str) -> bool {
    matches!(word, "and" | "or" | "&")
}
