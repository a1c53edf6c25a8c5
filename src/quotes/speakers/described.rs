//! Who `the minister` is, and `the company`.

use super::Reader;
use super::phrase::Description;
use super::said::Known;
use crate::Span;
use crate::entities::EntityKind;
use crate::lexicon::{self, SpeakerWord, is_speaker_word};
use crate::quotes::{Speaker, SpeakerKind};
use crate::text::Key;

/// So many names before a description are looked at.
const FAR: usize = 160;
/// … so many of those who spoke before, for people without names;
const LATELY: usize = 5;
/// … and so many different entities.
const IN_MIND: usize = 40;

impl Reader<'_, '_, '_> {
    /// Whom a description stands for: who was described so before, or has a name, or themselves.
    pub(super) fn described(&self, description: &Description, at: u32) -> Option<Known> {
        if description.name.is_empty() {
            return None;
        }
        if !description.is_indefinite {
            let last = self.said.lately(at).next();
            if description.is_same {
                let same = last.filter(|it| it.speaker.kind == description.kind);
                if let Some(known) = same.or(last) {
                    return Some(Known { at, ..known.clone() });
                }
            }
            // `the broker` is a person where one spoke last.
            if description.is_either && last.is_some_and(Known::is_person) {
                let person = Description { kind: SpeakerKind::Person, ..description.clone() };
                if let Some(found) = self.described_person(&person, at) {
                    return Some(found);
                }
            }
            let found = match description.kind {
                _ if description.is_other => None,
                // `the MEC` may be either.
                SpeakerKind::Org if description.is_acronym && description.is_definite => {
                    self.described_person(description, at)
                }
                SpeakerKind::Person => self.described_person(description, at),
                SpeakerKind::Org => self.described_thing(description, at),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
            // `the couple`
            if description.kind == SpeakerKind::Group
                && is_speaker_word(self.scene.word(description.at), SpeakerWord::Pair)
            {
                let several = |it: &&Known| it.is_plural && it.speaker.name.contains(" and ");
                if let Some(known) = self.said.lately(at).find(several) {
                    return Some(Known { at, ..known.clone() });
                }
                if let Some(pair) = self.pair_before(at) {
                    return Some(pair);
                }
            }
        }
        Some(self.itself(description, at))
    }

    /// The last two people named together: `Ane Lie and the mayor Bob Roe`.
    fn pair_before(&self, at: u32) -> Option<Known> {
        const FAR: usize = 6;
        let end = self.scene.names_before(at);
        let names = &self.scene.names[end.saturating_sub(IN_MIND)..end];
        names.windows(2).rev().find_map(|pair| {
            let [one, other] = pair else { return None };
            let (from, to) = (one.tokens.1, other.tokens.0);
            let is_person = |entity: usize| self.scene.kind(entity) == EntityKind::Person;
            let is_joined = is_person(one.entity)
                && is_person(other.entity)
                && one.entity != other.entity
                && to <= from + FAR
                && self.scene.word(from) == "and"
                && !self.scene.is_said(one.span);
            let phrase = is_joined
                .then(|| super::phrase::read_between(self.scene, one.tokens.0, other.tokens.1))??;
            match &phrase {
                super::phrase::Phrase::Several { .. } => {
                    let source = Span::new(at, at);
                    self.known(&phrase, source, None)
                }
                _ => None,
            }
        })
    }

    /// A description as a speaker of its own; the fuller words for somebody described before.
    pub(super) fn itself(&self, description: &Description, at: u32) -> Known {
        let mut name = description.name.clone();
        if !description.is_indefinite
            && let Some(before) = self.described_before(description, at)
        {
            name.clone_from(&before.speaker.name);
        }
        let speaker = Speaker { name, kind: description.kind, entity: None };
        Known {
            at,
            gender: description.gender,
            is_plural: description.is_plural,
            head: description.head,
            words: description.before.clone(),
            ..Known::of(speaker)
        }
    }

    /// The last one without a name whom the words may describe too, if they say no more.
    fn described_before(&self, description: &Description, at: u32) -> Option<&Known> {
        if description.is_long {
            return None;
        }
        // Authorities who spoke long ago may be others.
        let reach = if description.kind == SpeakerKind::Group { LATELY } else { usize::MAX };
        self.said.lately(at).take(reach).find(|known| {
            known.speaker.entity.is_none()
                && known.head.zip(description.head).is_some_and(|(known, head)| {
                    known == head
                        || description.is_definite
                            && lexicon::alike(known)
                                .iter()
                                .any(|line| lexicon::alike(head).contains(line))
                })
                && known.speaker.kind == description.kind
                && description.before.iter().all(|word| known.words.contains(word))
        })
    }

    /// Those named before, the last one first, each once, with how many others were named since.
    fn named_before(&self, at: u32) -> Vec<usize> {
        let end = self.scene.names_before(at);
        let names = &self.scene.names[end.saturating_sub(FAR)..end];
        let mut entities: Vec<usize> = Vec::new();
        // The narration first, then what is said in it.
        for said in [false, true] {
            for name in names.iter().rev().filter(|it| self.scene.is_said(it.span) == said) {
                if entities.len() < IN_MIND && !entities.contains(&name.entity) {
                    entities.push(name.entity);
                }
            }
        }
        entities
    }

    /// The person whom a description stands for: one who is called so, or the last one who spoke.
    fn described_person(&self, description: &Description, at: u32) -> Option<Known> {
        let head = description.head?;
        if is_nameless(self.scene.word(description.at)) {
            return None;
        }
        // `the official` is the one without a name who spoke last.
        if description.is_definite
            && !description.is_long
            && description.before.is_empty()
            && is_anybody(self.scene.word(description.at))
            && let Some(last) = self.said.lately(at).find(|it| !it.is_inner)
            && last.is_person()
            && last.speaker.entity.is_none()
            && (description.gender.is_none()
                || last.gender.is_none()
                || last.gender == description.gender)
        {
            return Some(Known { at, ..last.clone() });
        }
        let mut best: Option<(i32, usize)> = None;
        let spoke: Vec<usize> = self.said.lately(at).filter_map(|it| it.speaker.entity).collect();
        for (rank, entity) in self.named_before(at).into_iter().enumerate() {
            let traits = &self.scene.traits[entity];
            if self.scene.kind(entity) != EntityKind::Person
                || !traits.may_be(description.gender)
                || !traits.words.has(head)
            {
                continue;
            }
            let matched = description.before.iter().filter(|&&word| traits.words.has(word)).count();
            let missed = description.before.len() - matched;
            // The French president is no other one.
            if description.has_country && missed > 0 && spoke.first() != Some(&entity) {
                continue;
            }
            let is_of = description.country.and_then(|it| traits.is_of(it));
            if is_of == Some(false) {
                continue;
            }
            let exact = traits.words.contains(head);
            let score = 4 * points(matched) - 4 * points(missed) + 3 * i32::from(exact)
                - points(rank.min(6))
                + if spoke.first() == Some(&entity) { 3 } else { 0 }
                + if spoke.contains(&entity) { 2 } else { 0 };
            if best.is_none_or(|(before, _)| score > before) {
                best = Some((score, entity));
            }
        }
        if let Some((_, entity)) = best.filter(|it| it.0 >= -4) {
            return Some(self.entity(entity, at));
        }
        if description.kind != SpeakerKind::Person {
            return None;
        }
        let named = |it: &&Known| it.is_person() && it.speaker.entity.is_some() && !it.is_inner;
        let last = self.said.lately(at).find(named);
        if last.is_none()
            && let Some(later) = self.named_later(description, at)
        {
            return Some(self.entity(later, at));
        }
        if !description.is_definite || description.is_long {
            return None;
        }
        if self.described_before(description, at).is_some() {
            return None;
        }
        if !description.is_known || description.is_owned {
            return None;
        }
        let fits = |entity: usize| {
            self.scene.kind(entity) == EntityKind::Person
                && self.scene.traits[entity].may_be(description.gender)
        };
        let Some(last) = last else {
            // Who the sentence before is about; but not the president of another country.
            let fits = |entity: usize| {
                let is_other = description.has_country && self.scene.traits[entity].words.has(head);
                fits(entity) && !is_other
            };
            let topic = self.scene.topic(0, at, fits, false);
            return topic
                .or_else(|| self.scene.topic(0, at, fits, true))
                .map(|it| self.entity(it, at));
        };
        // What reports say between does not count.
        let speaks = |it: &&Known| !it.is_inner && it.speaker.kind != SpeakerKind::Document;
        let latest = self.said.lately(at).find(speaks)?;
        if latest.at != last.at {
            return None;
        }
        let entity = last.speaker.entity?;
        if self.is_introduced(head, last.at, at) {
            return None;
        }
        // A spokeswoman is not the mayor.
        let words = &self.scene.traits[entity].words;
        let has_office = is_speaker_word(self.scene.word(description.at), SpeakerWord::Office);
        if has_office && words.is_office && !words.has(head) {
            return None;
        }
        let agrees = description.gender.is_none()
            || last.gender.is_none()
            || last.gender == description.gender;
        (agrees && fits(entity)).then(|| self.entity(entity, at))
    }

    /// Whether somebody else was introduced by a noun between two places: `an organiser`.
    fn is_introduced(&self, noun: Key, from: u32, to: u32) -> bool {
        const FAR: usize = 300;
        let (from, _) = self.scene.tokens_of(Span::new(from, from));
        let (to, _) = self.scene.tokens_of(Span::new(to, to));
        (from.max(to.saturating_sub(FAR))..to).any(|at| {
            Key::of(self.scene.word(at)) == Some(noun)
                && (1..4)
                    .any(|back| matches!(self.scene.word_before(at, back), "a" | "an" | "A" | "An"))
        })
    }

    /// Who is named only later: the lead says `the mayor of Oslo`, the next paragraph `Mayor Ane Lie`.
    fn named_later(&self, description: &Description, at: u32) -> Option<usize> {
        const LEAD: usize = 3;
        const NEAR: u32 = 900;
        let head = description.head?;
        if self.scene.paragraph_of(at) >= LEAD {
            return None;
        }
        let from = self.scene.names_before(at);
        let to = self.scene.names_before(at.saturating_add(NEAR));
        let mut found: Option<usize> = None;
        for name in &self.scene.names[from..to] {
            let traits = &self.scene.traits[name.entity];
            let is_first = self.scene.entities[name.entity].first_named() == Some(name.span);
            if self.scene.kind(name.entity) == EntityKind::Person
                && is_first
                && traits.may_be(description.gender)
                && traits.words.has(head)
                && (description.before.is_empty()
                    || !description.is_indefinite && traits.words.contains(head)
                    || description.before.iter().any(|&word| traits.words.has(word)))
            {
                found = Some(name.entity);
                break;
            }
        }
        found
    }

    /// The organisation, or the place, that a description stands for.
    fn described_thing(&self, description: &Description, at: u32) -> Option<Known> {
        let head = description.head?;
        if !description.is_definite || description.is_long || description.is_plural {
            return None;
        }
        let word = self.scene.word(description.at);
        let wanted = |entity: usize| match self.scene.kind(entity) {
            EntityKind::Org if self.scene.traits[entity].is_writer => false,
            EntityKind::Org => {
                !description.is_place || self.scene.traits[entity].is(head) == Some(true)
            }
            EntityKind::Loc => description.is_place && self.is_such_a_place(entity, word),
            _ => false,
        };
        let is_org =
            |entity: usize| wanted(entity) && self.scene.traits[entity].is(head) != Some(false);
        let topic = self.scene.topic(0, at, is_org, true);
        let may_be_any = !is_speaker_word(self.scene.word(description.at), SpeakerWord::Known);
        let spoke: Vec<usize> = self.said.lately(at).filter_map(|it| it.speaker.entity).collect();
        let mut best: Option<(i32, usize)> = None;
        let mut rank = 0;
        for entity in self.named_before(at) {
            let traits = &self.scene.traits[entity];
            if !wanted(entity) {
                continue;
            }
            let is = traits.is(head);
            rank += 1;
            if is == Some(false) || is.is_none() && !may_be_any {
                continue;
            }
            let matched = description.before.iter().filter(|&&word| traits.words.has(word)).count();
            let missed = description.before.len() - matched;
            if description.has_name && missed > 0 {
                continue;
            }
            let exact = traits.heads.contains(head);
            // A name that does not tell what it is of must be on the reader's mind.
            let is_told = is_speaker_word(self.scene.word(description.at), SpeakerWord::Told);
            if is.is_none()
                && !description.is_place
                && (is_told || missed > 0 && topic != Some(entity))
                && spoke.first() != Some(&entity)
            {
                continue;
            }
            let score = 4 * points(matched) - if is.is_none() { 1 } else { 3 } * points(missed)
                + if is == Some(true) { 4 } else { i32::from(description.is_place) }
                + 3 * i32::from(exact)
                - points(rank.min(6))
                + if spoke.first() == Some(&entity) { 3 } else { 0 }
                + if spoke.contains(&entity) { 2 } else { 0 }
                + points(traits.names.min(8) / 2)
                + if topic == Some(entity) { 2 } else { 0 };
            if best.is_none_or(|(before, _)| score > before) {
                best = Some((score, entity));
            }
        }
        let (score, entity) = best?;
        (score >= 0).then(|| self.entity(entity, at))
    }

    /// Whether a place is what a noun says: `the country`.
    fn is_such_a_place(&self, entity: usize, noun: &str) -> bool {
        let Some(place) = &self.scene.entities[entity].place else { return false };
        let is_area = place.site.coordinates.is_none();
        let is_country = is_area && place.site.region.is_none();
        match noun.to_ascii_lowercase().as_str() {
            "country" | "nation" | "kingdom" | "republic" | "emirate" => is_country,
            "province" | "region" | "territory" => is_area && !is_country,
            "island" => true,
            _ => !is_area,
        }
    }

    /// `the statement`: whoever spoke last by one, or last.
    pub(super) fn statement(&self, description: &Description, at: u32) -> Known {
        if description.is_indefinite || description.is_long && !description.is_definite {
            return self.itself(description, at);
        }
        let mut lately = self.said.lately(at);
        let stated = self.said.lately(at).find(|it| it.has_stated);
        let found = stated
            .or_else(|| lately.find(|it| it.speaker.kind == SpeakerKind::Org))
            .or_else(|| self.said.lately(at).next());
        match found {
            Some(known) => Known { at, has_stated: true, ..known.clone() },
            None => self.itself(description, at),
        }
    }
}

/// Whether a noun says hardly more than that it is somebody: `official`.
fn is_anybody(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "official" | "officer" | "man" | "woman" | "resident" | "witness" | "expert"
    )
}

/// Whether a noun is that of people who have no names: `source`.
fn is_nameless(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "source" | "insider" | "person" | "other" | "another" | "one"
    )
}

/// A count to be added up.
fn points(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
