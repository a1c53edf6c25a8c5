//! What the words of a source say: a name, a pronoun, a description, and which of its words counts.
//!
//! `widen` mends where they begin and end, `units` cuts them, `names` finds whom they name, `description` reads what else they say,
//! `what` says what the one described is.

mod description;
mod names;
mod units;
mod what;
mod widen;

use super::scene::Scene;
use crate::Span;
use crate::entities::EntityKind;
use crate::lexicon::{Gender, SpeakerWord, is_speaker_word};
use crate::quotes::SpeakerKind;
use crate::text::Key;
use units::{Unit, Units};

/// The words of a source, read.
#[derive(Clone, Debug)]
pub(super) enum Phrase {
    /// `she`
    Pronoun(Pronoun),
    /// Somebody or something with a name.
    Named(usize),
    /// `Ane Lie and Bob Roe`
    Several { name: String, kind: SpeakerKind },
    /// `the statement`, and whose it is, where the words say so.
    Statement { of: Option<Box<Phrase>>, description: Description },
    /// All else.
    Described(Description),
}

impl Phrase {
    /// Whether it is a pronoun, or a pronoun's: `she`, `her statement`.
    pub fn is_of_pronoun(&self) -> bool {
        match self {
            Self::Pronoun(_) => true,
            Self::Statement { of: Some(of), .. } => of.is_of_pronoun(),
            _ => false,
        }
    }
}

/// A pronoun that is a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    /// `he`, `she`
    Third(Gender),
    They,
    It,
    We,
    I,
    You,
    Who,
}

/// A description: `the spokeswoman for the board`.
#[derive(Clone, Debug)]
pub(super) struct Description {
    /// The words without article, as a name.
    pub name: String,
    /// The one that says what it is.
    pub head: Option<Key>,
    /// The head's token.
    pub at: usize,
    /// The words before it.
    pub before: Vec<Key>,
    /// Whether more stands behind it: `of the board`.
    pub is_long: bool,
    pub is_definite: bool,
    pub is_indefinite: bool,
    pub is_plural: bool,
    pub kind: SpeakerKind,
    pub gender: Option<Gender>,
    /// Whether the table of nouns has the head, or that of people.
    pub is_known: bool,
    pub is_place: bool,
    /// Whether the head may be a person as well as an organisation: `the broker`.
    pub is_either: bool,
    /// Whether it is one besides others: `the other woman`.
    pub is_other: bool,
    /// Whether it is the one that spoke before: `the same source`.
    pub is_same: bool,
    /// Whether a name stands before the head: `the Nordhav team`.
    pub has_name: bool,
    /// Whether a country or nationality does: `the French president`.
    pub has_country: bool,
    /// Which one, if it is known.
    pub country: Option<[u8; 2]>,
    /// Whether it is somebody's: `the city's mayor`.
    pub is_owned: bool,
    /// Whether the head is an acronym: `the MEC`.
    pub is_acronym: bool,
}

/// Reads the words of a source.
pub(super) fn read(scene: &Scene<'_, '_>, source: Span) -> Option<Phrase> {
    let (from, to) = widen::widened(scene, scene.tokens_of(source));
    if widen::is_nobody(scene, from, to) {
        return None;
    }
    // Somebody may be called You, or He.
    let name = scene.names.partition_point(|it| it.tokens.0 < from);
    if let Some(name) = scene.names.get(name).filter(|it| it.tokens == (from, to))
        && scene.kind(name.entity) == EntityKind::Person
    {
        return Some(Phrase::Named(name.entity));
    }
    read_tokens(scene, from, to, 0)
}

/// Reads the words between two tokens.
pub(super) fn read_between(scene: &Scene<'_, '_>, from: usize, to: usize) -> Option<Phrase> {
    read_tokens(scene, from, to, 1)
}

fn read_tokens(scene: &Scene<'_, '_>, from: usize, to: usize, depth: usize) -> Option<Phrase> {
    let is_mark =
        |at: usize| !scene.word(at).contains(char::is_alphanumeric) && scene.word(at) != "(";
    let (mut from, mut to) = (from, to);
    while from < to && is_mark(from) {
        from += 1;
    }
    while from < to && is_mark(to - 1) && scene.word(to - 1) != ")" && scene.word(to - 1) != "%" {
        to -= 1;
    }
    if from >= to {
        return None;
    }
    if let Some(pronoun) = pronoun(scene.word(from))
        && (to == from + 1
            || matches!(
                scene.word(from + 1),
                "himself"
                    | "herself"
                    | "themselves"
                    | "itself"
                    | "myself"
                    | "both"
                    | "all"
                    | ","
                    | "also"
                    | "who"
            ))
    {
        return Some(Phrase::Pronoun(pronoun));
    }
    let to = widen::end_of_who(scene, from, to);
    Units::of(scene, from, to, depth).read()
}

pub(super) fn pronoun(word: &str) -> Option<Pronoun> {
    Some(match word.to_ascii_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Pronoun::Third(Gender::Male),
        "she" | "her" | "hers" | "herself" => Pronoun::Third(Gender::Female),
        "they" | "them" | "their" | "theirs" | "themselves" => Pronoun::They,
        "it" | "its" | "itself" | "this" | "that" => Pronoun::It,
        "we" | "us" | "our" | "ours" => Pronoun::We,
        "i" | "me" | "my" | "mine" => Pronoun::I,
        "you" | "your" | "yours" => Pronoun::You,
        "who" | "which" => Pronoun::Who,
        _ => return None,
    })
}

/// The pronoun that a possessive is of.
fn possessive(word: &str) -> Option<Pronoun> {
    Some(match word.to_ascii_lowercase().as_str() {
        "his" => Pronoun::Third(Gender::Male),
        "her" => Pronoun::Third(Gender::Female),
        "their" => Pronoun::They,
        "its" => Pronoun::It,
        "my" => Pronoun::I,
        "our" => Pronoun::We,
        _ => return None,
    })
}

impl Units<'_, '_, '_> {
    /// What the words say.
    fn read(&self) -> Option<Phrase> {
        let core = self.core();
        let mut head = self.head(0, core)?;
        // `a lot of people`, `a number of experts`
        while is_speaker_word(self.word(head), SpeakerWord::Amount)
            && self.word(head + 1) == "of"
            && head + 2 < core
        {
            let Some(next) = self.head(head + 2, core) else { break };
            if pronoun(self.word(next)).is_some() {
                break;
            }
            head = next;
        }
        if let Some(several) = self.several(head, core) {
            return Some(several);
        }
        if let Some(person) = self.named_person(head, core) {
            return Some(Phrase::Named(person));
        }
        if let Some(entity) = self.organisation_behind_comma(head, core) {
            return Some(Phrase::Named(entity));
        }
        if let Some(entity) = self.named_elsewhere(head) {
            return Some(Phrase::Named(entity));
        }
        match self.all[head] {
            Unit::Name { entity, from, .. } => Some(self.named_thing(entity, head, from, core)),
            _ => Some(self.described(head, core)),
        }
    }
}
