//! Who `she` is that says something.

use super::Reader;
use super::phrase::{self, Phrase, Pronoun};
use super::said::Known;
use super::scene::is_article;
use crate::Span;
use crate::entities::EntityKind;
use crate::lexicon::{self, Gender, SpeakerWord, is_speaker_word};
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
            Pronoun::Third(gender) => self.third(gender, source, outer),
            Pronoun::They => self.they(source),
            Pronoun::It => self.it(source),
            // Outside quotations the writer speaks.
            Pronoun::I | Pronoun::We => outer.cloned().map(|it| Known { at, ..Known::of(it) }),
            Pronoun::Who => self.antecedent(source),
            Pronoun::You => None,
        }?;
        Some(found)
    }

    fn last(&self, fits: impl Fn(&Known) -> bool, at: u32) -> Option<Known> {
        self.said.lately(at).find(|it| fits(it)).map(|it| Known {
            at,
            has_stated: false,
            ..it.clone()
        })
    }

    fn third(&self, gender: Gender, source: Span, outer: Option<&Speaker>) -> Option<Known> {
        let at = source.start();
        let is_inner = outer.is_some();
        if let Some(entity) = self.announced(source) {
            return Some(Known { gender: Some(gender), ..self.entity(entity, at) });
        }
        let agrees = |it: &Known| {
            it.is_person()
                && it.gender.is_none_or(|it| it == gender)
                && (is_inner || !it.is_inner)
                // Nobody calls themselves so.
                && outer != Some(&it.speaker)
        };
        let last = self.last(agrees, at);
        let since = last
            .as_ref()
            .map_or(0, |_| self.said.lately(at).find(|it| agrees(it)).map_or(0, |it| it.end));
        let linked = self.scene.pronoun(source);
        let told = |entity: usize| self.scene.tells_of(entity, since, at);
        if self.goes_on
            && let Some(last) = &last
        {
            return Some(Known { gender: Some(gender), ..last.clone() });
        }
        // Who is spoken of only in what others say does not go on to speak.
        // The one who spoke last goes on where the last sentence is about them.
        let fits = |entity: usize| self.scene.kind(entity) == EntityKind::Person;
        let is_topic = last.as_ref().and_then(|it| it.speaker.entity).is_some_and(|it| {
            linked.is_some_and(|linked| linked != it)
                && self.scene.topic(since, at, fits, false) == Some(it)
        });
        if let Some(entity) = linked.filter(|&it| last.is_none() || told(it) && !is_topic) {
            return Some(Known { gender: Some(gender), ..self.entity(entity, at) });
        }
        if linked.is_none() {
            let fits = |entity: usize| {
                self.scene.kind(entity) == EntityKind::Person
                    && self.scene.traits[entity].may_be(Some(gender))
            };
            if let Some(entity) = self.scene.topic(since, at, fits, false) {
                return Some(Known { gender: Some(gender), ..self.entity(entity, at) });
            }
        }
        // A gender that only a given name tells may be wrong.
        let unsure = |it: &Known| {
            it.is_person()
                && (is_inner || !it.is_inner)
                && it.speaker.entity.is_some_and(|it| self.scene.traits[it].is_unsure())
        };
        let known = last
            .or_else(|| {
                self.subject(source, |it| it.is_person() && it.gender.is_none_or(|it| it == gender))
            })
            .or_else(|| self.last(unsure, at))?;
        Some(Known { gender: Some(gender), ..known })
    }

    /// Whom the words before a pronoun announce: `As for Ane Lie, she said`.
    fn announced(&self, source: Span) -> Option<usize> {
        let scene = self.scene;
        let (at, _) = scene.tokens_of(source);
        let name = scene.names[..scene.names_before(source.start())].last()?;
        let is_person = scene.kind(name.entity) == EntityKind::Person;
        let begins = matches!(scene.word_before(name.tokens.0, 1), "for" | "For");
        (is_person && begins && name.tokens.1 + 1 == at && scene.word_before(at, 1) == ",")
            .then_some(name.entity)
    }

    /// `As for Ane Lie and Bob Roe, they said`
    fn announced_pair(&self, source: Span) -> Option<Known> {
        let scene = self.scene;
        let (at, _) = scene.tokens_of(source);
        let before = &scene.names[..scene.names_before(source.start())];
        let [.., one, other] = before else { return None };
        let is_person = |entity: usize| scene.kind(entity) == EntityKind::Person;
        let is_pair = other.tokens.1 + 1 == at
            && scene.word_before(at, 1) == ","
            && one.tokens.1 + 1 == other.tokens.0
            && scene.word(one.tokens.1) == "and"
            && is_person(one.entity)
            && is_person(other.entity);
        let phrase = phrase::read_between(scene, one.tokens.0, other.tokens.1)?;
        self.known(&phrase, source, None).filter(|_| is_pair)
    }

    /// `they`: what the sentence so far or the one before is about, if that is many; or the last many
    /// who spoke.
    fn they(&self, source: Span) -> Option<Known> {
        let many = |it: &Known| {
            it.is_plural && it.speaker.kind != SpeakerKind::Document
                || matches!(it.speaker.kind, SpeakerKind::Group | SpeakerKind::Org)
        };
        let at = source.start();
        if let Some(known) = self.subject_of(source, many, 0) {
            return Some(known);
        }
        if let Some(entity) = self.scene.pronoun(source) {
            return Some(self.entity(entity, at));
        }
        if let Some(known) = self.announced_pair(source) {
            return Some(known);
        }
        // Many who spoke long ago are not meant.
        let near = self.said.lately(at).take(3).any(many);
        self.subject(source, many)
            .or_else(|| self.last(many, at).filter(|_| near))
            .or_else(|| self.last(|it| it.is_person() && it.speaker.entity.is_none(), at))
    }

    /// `it`, in the same way.
    fn it(&self, source: Span) -> Option<Known> {
        let thing = |it: &Known| !it.is_person() && !it.is_plural || it.has_stated;
        self.subject(source, thing).or_else(|| {
            let fits = |it: &Known| (!it.is_person() || it.has_stated) && !it.is_inner;
            self.last(fits, source.start())
        })
    }

    /// What the sentence of a pronoun is about, or the one before, if that fits; not if somebody who
    /// fits spoke since.
    fn subject(&self, source: Span, fits: impl Fn(&Known) -> bool) -> Option<Known> {
        self.subject_of(source, fits, 1)
    }

    /// … of so many sentences before at most.
    fn subject_of(
        &self,
        source: Span,
        fits: impl Fn(&Known) -> bool,
        most: usize,
    ) -> Option<Known> {
        let scene = self.scene;
        let sentences = scene.text.sentences();
        let number = scene.sentence_of(source.start());
        let at = source.start();
        let spoke = self.said.lately(at).find(|it| fits(it) && !it.is_inner).map(|it| it.at);
        for back in 0..=most {
            let sentence = *sentences.get(number.checked_sub(back)?)?;
            if spoke.is_some_and(|it| it >= sentence.start() && it < at) {
                return None;
            }
            let (from, _) = scene.tokens_of(sentence);
            let (end, _) = scene.tokens_of(if back == 0 {
                source
            } else {
                Span::new(sentence.end(), sentence.end())
            });
            let Some(to) = self.end_of_subject(from, end) else { continue };
            let begin = (from..to).find(|&it| scene.word(it).starts_with(char::is_alphabetic))?;
            // `The police questioned him, they said`
            let is_own = most == 0;
            if !is_own && scene.is_said(scene.tokens()[begin].span)
                || opens_clause(scene.word(begin))
            {
                continue;
            }
            let Some(phrase) = phrase::read_between(scene, begin, to) else { continue };
            match &phrase {
                // Nobody asks who they are in turn.
                it if it.is_of_pronoun() => continue,
                Phrase::Described(it) if !it.is_known && !it.is_plural => continue,
                _ => {}
            }
            if let Some(known) = self.known(&phrase, scene.tokens()[begin].span, None).filter(&fits)
            {
                return Some(Known { at, ..known });
            }
        }
        None
    }

    /// Where the words end that a sentence begins with, before its verb.
    fn end_of_subject(&self, from: usize, to: usize) -> Option<usize> {
        const FAR: usize = 16;
        let scene = self.scene;
        (from + 1..to.min(from + FAR)).find(|&at| {
            let word = scene.word(at);
            lexicon::is_speech_verb(word) || is_verb(word)
        })
    }

    /// `who`: the one named right before, or described.
    fn antecedent(&self, source: Span) -> Option<Known> {
        const FAR: usize = 8;
        let scene = self.scene;
        let (who, _) = scene.tokens_of(source);
        let is_comma = matches!(scene.word_before(who, 1), "," | "—" | "–" | "--");
        let end = who.checked_sub(usize::from(is_comma))?;
        let sentence = scene.text.sentences().get(scene.sentence_of(source.start()))?;
        let (begin, _) = scene.tokens_of(*sentence);
        let is_person = source.of(scene.source).to_lowercase() != "which";
        let is_such = |entity: usize| is_person == (scene.kind(entity) == EntityKind::Person);
        let near = end.saturating_sub(FAR).max(begin)..end;
        // The last ones named in the sentence before, the last one first.
        let before = scene.names[..scene.names_before(source.start())].iter().rev().take(3);
        let mut such = before.filter(|it| near.contains(&it.tokens.0) && is_such(it.entity));
        let last = such.next();
        let article = || near.clone().rev().find(|&it| is_article(scene.word(it)));
        let from = match last.filter(|it| it.tokens.1 == end) {
            Some(name) => name.tokens.0,
            // `a driver who`; `Senator Ane Lie of Oslo, who`
            None => article()
                .or_else(|| last.map(|it| it.tokens.0))
                .or_else(|| end.checked_sub(1))?
                .max(begin),
        };
        if from >= end {
            return None;
        }
        let phrase = phrase::read_between(scene, from, end)?;
        let known = match &phrase {
            it if it.is_of_pronoun() => return None,
            Phrase::Described(it) if !it.is_known => return None,
            phrase => self.known(phrase, scene.tokens()[from].span, None)?,
        };
        if is_person && known.speaker.kind == SpeakerKind::Org {
            return None;
        }
        Some(Known { at: source.start(), ..known })
    }
}

/// Whether a word opens something that is not yet what a sentence is about: `As the day ended, they`.
fn opens_clause(word: &str) -> bool {
    let plain = word.to_lowercase();
    is_speaker_word(&plain, SpeakerWord::Preposition)
        || matches!(
            plain.as_str(),
            "while"
                | "when"
                | "if"
                | "although"
                | "though"
                | "because"
                | "whether"
                | "once"
                | "whereas"
                | "despite"
                | "there"
        )
}

/// Whether a word is a verb that may follow a subject, as far as its form tells.
fn is_verb(word: &str) -> bool {
    matches!(
        word,
        "has"
            | "have"
            | "had"
            | "is"
            | "are"
            | "was"
            | "were"
            | "will"
            | "would"
            | "could"
            | "can"
            | "may"
            | "must"
            | "should"
            | "did"
            | "does"
            | "do"
            | "made"
            | "took"
            | "gave"
            | "began"
            | "held"
            | "met"
            | "also"
            | "laid"
            | "led"
            | "left"
            | "lost"
            | "won"
            | "sent"
            | "set"
            | "put"
            | "cut"
            | "shut"
            | "kept"
            | "paid"
            | "sold"
            | "bought"
            | "brought"
            | "built"
            | "caught"
            | "came"
            | "went"
            | "saw"
            | "ran"
            | "rose"
            | "fell"
            | "grew"
            | "drew"
            | "stood"
            | "spent"
            | "sat"
    ) || word.len() > 4 && word.ends_with("ed") && word.starts_with(char::is_lowercase)
}
