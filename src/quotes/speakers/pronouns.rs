//! Who `she` is that says something.

use super::phrase::Pronoun;
use super::said::Known;
use super::{Reader, speaker};
use crate::Span;
use crate::entities::EntityKind;
use crate::lexicon::Gender;
use crate::quotes::{Speaker, SpeakerKind};

impl Reader<'_, '_, '_> {
    pub(super) fn pronoun(
        &self,
        pronoun: Pronoun,
        source: Span,
        outer: Option<&Speaker>,
    ) -> Option<Known> {
        let at = source.start();
        let found = match pronoun {
            Pronoun::Third(gender) => self.third(gender, source),
            Pronoun::They => self.they(source),
            Pronoun::It => self.it(at),
            Pronoun::I => return outer.cloned().map(|it| Known { at, ..Known::of(it) }).or_else(|| self.last(|it| it.is_person(), at)),
            Pronoun::We => outer
                .cloned()
                .map(|it| Known { at, ..Known::of(it) })
                .or_else(|| self.last(|it| !it.is_person(), at))
                .or_else(|| self.last(|_| true, at)),
            Pronoun::Who => self.antecedent(source),
            Pronoun::You => None,
        }?;
        Some(found)
    }

    fn last(&self, fits: impl Fn(&Known) -> bool, at: u32) -> Option<Known> {
        self.said.lately().find(|it| fits(it)).map(|it| Known { at, has_stated: false, ..it.clone() })
    }

    fn third(&self, gender: Gender, source: Span) -> Option<Known> {
        let at = source.start();
        let agrees = |it: &Known| it.is_person() && it.gender.is_none_or(|it| it == gender);
        let last = self.last(agrees, at);
        let since = last.as_ref().map_or(0, |_| self.said.lately().find(|it| agrees(it)).map_or(0, |it| it.at));
        let linked = self.scene.pronoun(source);
        let told = |entity: usize| self.scene.tells_of(entity, since, at);
        // Who is spoken of only in what others say does not go on to speak.
        if let Some(entity) = linked.filter(|&it| last.is_none() || told(it)) {
            return Some(Known { gender: Some(gender), ..self.entity(entity, at) });
        }
        if linked.is_none() {
            let fits = |entity: usize| {
                self.scene.kind(entity) == EntityKind::Person
                    && self.scene.traits[entity].may_be(Some(gender))
            };
            if let Some(entity) = self.scene.topic(since, at, fits) {
                return Some(Known { gender: Some(gender), ..self.entity(entity, at) });
            }
        }
        Some(Known { gender: Some(gender), ..last? })
    }

    fn they(&self, source: Span) -> Option<Known> {
        let many = |it: &Known| it.is_plural || it.speaker.kind == SpeakerKind::Group;
        let at = source.start();
        if let Some(entity) = self.scene.pronoun(source) {
            return Some(self.entity(entity, at));
        }
        self.last(|it| many(it) || it.speaker.kind == SpeakerKind::Org, at)
            .or_else(|| self.last(Known::is_person, at))
    }

    fn it(&self, at: u32) -> Option<Known> {
        let thing = |it: &Known| matches!(it.speaker.kind, SpeakerKind::Org | SpeakerKind::Document | SpeakerKind::Group);
        self.last(thing, at)
    }

    /// `who`: the one named right before.
    fn antecedent(&self, source: Span) -> Option<Known> {
        let number = self.scene.names_before(source.start()).checked_sub(1)?;
        let name = self.scene.names[number];
        let (from, _) = self.scene.tokens_of(source);
        let near = name.tokens.1 + 3 >= from;
        (near && self.scene.kind(name.entity) == EntityKind::Person).then(|| Known {
            at: source.start(),
            ..Known::of(speaker(self.scene, name.entity))
        })
    }
}
