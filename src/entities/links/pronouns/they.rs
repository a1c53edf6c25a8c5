//! The organisation that `they` are.

use super::clause::is_before_verb;
use super::{Place, Walk};
use crate::entities::EntityKind;
use crate::entities::links::groups::NONE;
use crate::lexicon;

impl Walk<'_, '_, '_> {
    /// The organisation that `they` are: the subject of the sentence so far, if nothing else in it
    /// can be many.
    pub(super) fn organisation(&self, at: usize, place: Place) -> Option<u32> {
        const FAR: usize = 30;
        let reading = self.reading;
        let sentence = reading.text.sentences().get(place.sentence)?;
        let begin = reading.tokens().partition_point(|it| it.span.start() < sentence.start());
        if at.saturating_sub(begin) > FAR {
            return None;
        }
        let first = reading.names.partition_point(|name| name.tokens.0 < begin);
        let names = reading.names[first..].iter().zip(first..).take_while(|it| it.0.tokens.1 <= at);
        let (mut found, mut word) = (None, begin);
        for (name, number) in names {
            if (word..name.tokens.0).any(|at| may_be_many(reading.token(at))) {
                return None;
            }
            word = name.tokens.1;
            match name.kind {
                EntityKind::Org => {
                    let cluster = Some(self.of_name[number]).filter(|&it| it != NONE);
                    let joined =
                        [reading.token_before(name.tokens.0, 1), reading.token(name.tokens.1)];
                    if cluster.is_none()
                        || found.is_some_and(|it| Some(it) != cluster)
                        || found.is_none() && !self.is_topic(begin, name.tokens)
                        || joined.into_iter().any(|it| matches!(it, "and" | "&" | "or"))
                    {
                        return None;
                    }
                    found = cluster;
                }
                EntityKind::Person if found.is_none() => return None,
                EntityKind::Norp
                    if !reading.token(name.tokens.1).starts_with(char::is_lowercase) =>
                {
                    return None;
                }
                _ => {}
            }
        }
        if (word..at).any(|at| may_be_many(reading.token(at))) || self.quotes.holding(at) != NONE {
            return None;
        }
        found
    }

    /// Whether a name is what a sentence is about: it begins it, and its verb follows.
    fn is_topic(&self, begin: usize, name: (usize, usize)) -> bool {
        const FAR: usize = 2;
        let reading = self.reading;
        let (last, next) = (reading.token_before(name.1, 1), reading.token(name.1));
        let verb = |word: &str| {
            lexicon::is_speech_verb(word)
                || word.ends_with("ed")
                || matches!(
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
                        | "must"
                        | "can"
                        | "may"
                        | "gave"
                        | "won"
                        | "lost"
                        | "made"
                        | "took"
                )
        };
        name.0.saturating_sub(begin) <= FAR
            && !self.is_oblique(name.0, name.1)
            && (verb(next)
                || is_before_verb(next) && verb(reading.token(name.1 + 1))
                || last.ends_with('s') && next.starts_with(char::is_lowercase))
    }
}

pub(super) fn is_they(word: &str) -> bool {
    matches!(word, "they" | "their" | "themselves")
}

/// Whether a word may be a noun in the plural, or tell of one.
fn may_be_many(word: &str) -> bool {
    let plural = word.len() > 3
        && word.ends_with('s')
        && word.starts_with(char::is_alphabetic)
        && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
        && !matches!(word, "does" | "says" | "always" | "perhaps");
    plural
        || word.ends_with("men")
        || matches!(
            word,
            "people"
                | "children"
                | "police"
                | "and"
                | "who"
                | "both"
                | "many"
                | "most"
                | "some"
                | "all"
                | "few"
                | "other"
                | "two"
                | "three"
                | "four"
                | "five"
                | "six"
                | "staff"
                | "public"
                | "youth"
                | "media"
                | "“"
                | "\""
                | "everyone"
                | "anyone"
                | "each"
                | "someone"
                | "every"
                | "couple"
                | "family"
                | "crew"
                | "group"
                | "We"
                | "we"
                | "us"
                | "They"
                | "they"
                | "them"
                | "their"
                | "themselves"
        )
}
