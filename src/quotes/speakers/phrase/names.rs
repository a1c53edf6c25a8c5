//! Whom or what the words of a source name.

use super::Phrase;
use super::units::{Unit, Units};
use crate::entities::EntityKind;
use crate::lexicon::{self, PersonWordKind};
use crate::quotes::SpeakerKind;
use crate::quotes::speakers::scene::is_article;

impl Units<'_, '_, '_> {
    /// The person whose name the words hold, if it is what they name.
    pub(super) fn named_person(&self, head: usize, core: usize) -> Option<usize> {
        if let Some(person) = self.person(head) {
            return Some(person);
        }
        // `Ane Lie himself`, `Ane Lie Jr`, `Ane Lie wrote`: but not `the Lie campaign`
        let is_person_noun = |unit: usize| self.is_person_word(unit);
        // `a man named Bob Roe`
        for unit in 1..self.all.len() {
            if matches!(self.word(unit - 1), "named" | "surnamed" | "called" | "nicknamed")
                && let Some(person) = self.person(unit)
            {
                return Some(person);
            }
            // `a man who identified himself as Bob Roe`
            if self.word(unit - 1) == "as"
                && (unit - 1).checked_sub(2).is_some_and(|it| self.word(it).starts_with("identif"))
                && let Some(person) = self.person(unit)
            {
                return Some(person);
            }
        }
        // `the secretary for culture, sports and tourism Ane Lie`
        let is_relative = |unit: &Unit| matches!(unit, Unit::Relative);
        let end = self.all.iter().position(is_relative).unwrap_or(self.all.len());
        let mut people = (0..end).filter_map(|unit| self.person(unit));
        let only = people.next().filter(|_| people.next().is_none());
        if let Some(person) = only
            && end > head + 2
            && self.person(end - 1).is_some()
            && (is_person_noun(head) || matches!(self.word(head), "one" | "One"))
            && (matches!(self.all[end - 2], Unit::Name { .. } | Unit::Comma(_))
                || matches!(self.all[end - 2], Unit::Word(at) if !is_person_noun(end - 2) && !matches!(self.scene.word(at), "and" | "or" | "&")))
        {
            return Some(person);
        }
        // `the minister of health Ane Lie`, `the representative at NAM, Ane Lie`
        if core > head + 2
            && let Some(person) = self.person(core - 1)
            && is_person_noun(head)
        {
            let begin =
                (head..core).rev().find(|&it| matches!(self.all[it], Unit::Preposition(_)))?;
            let inside = begin + 1..core - 1;
            let last = inside.clone().last();
            let titled = last.is_some_and(|last| {
                is_person_noun(last) || matches!(self.all[last], Unit::Possessive(_))
            });
            let joined = matches!(self.word(core - 2), "and" | "or" | "&");
            if !inside.is_empty() && !titled && !joined {
                return Some(person);
            }
        }
        // `the mayor of Oslo, Ane Lie`
        let known = is_person_noun(head)
            || self.word(head).starts_with(char::is_lowercase)
                && lexicon::speaker_noun(self.word(head)).is_none();
        if known && matches!(self.all.get(core), Some(Unit::Comma(_))) && !self.is_plural(head) {
            let mut unit = core + 1;
            // `, Dr`
            while unit < self.all.len()
                && self.person(unit).is_none()
                && (self.is_person_word(unit)
                    || matches!(self.all[unit], Unit::Comma(_))
                    || is_article(self.word(unit))
                    || self.word(unit).chars().all(char::is_numeric) && !self.word(unit).is_empty())
            {
                unit += 1;
            }
            let next = self.all.get(unit + 1);
            let closed = matches!(next, None | Some(Unit::Comma(_) | Unit::Relative));
            if closed && let Some(person) = self.person(unit) {
                return Some(person);
            }
        }
        None
    }

    /// A person whose name the words begin with, more about them behind: `Ane Lie officer-in-charge`.
    pub(super) fn begins_with_person(&self) -> Option<usize> {
        let mut unit = 0;
        while matches!(lexicon::person_word(self.word(unit)), Some(it) if matches!(it.kind, PersonWordKind::Address | PersonWordKind::Title))
        {
            unit += 1;
        }
        let person = self.person(unit)?;
        let next = self.all.get(unit + 1);
        let plain = matches!(next, Some(Unit::Word(at)) if unit > 0 || lexicon::person_word(self.scene.word(*at)).is_some() && !self.is_plural(unit + 1) && self.all.len() > unit + 3);
        plain.then_some(person)
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
        let first = self.person(head).or_else(|| {
            // `Lie and Roe` with the head at `Roe`
            (0..head).find_map(|unit| {
                self.person(unit).filter(|_| {
                    matches!(self.word(unit + 1), "and" | "&")
                        || matches!(self.all.get(unit + 1), Some(Unit::Comma(_)))
                })
            })
        });
        let begin = (0..core).find(|&unit| first.is_some() && self.person(unit).is_some())?;
        // What stands before the first name must be no preposition or possessive of a thing.
        if self.all[..begin].iter().any(|it| matches!(it, Unit::Preposition(_))) {
            return None;
        }
        let mut people = vec![self.person(begin)?];
        let mut others: Option<usize> = None;
        let mut unit = begin + 1;
        let mut joined = false;
        while unit < self.all.len() {
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
            return Phrase::Several { name: self.plain(self.from, self.end_of(core)), kind };
        }
        if scene.kind(entity) == EntityKind::Norp {
            let mut description = self.description(head, core, from);
            description.kind = SpeakerKind::Group;
            return Phrase::Described(description);
        }
        // `a statement by Nordhav` has the head `statement`; `sources at Nordhav` that of `sources`.
        Phrase::Named(entity)
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
