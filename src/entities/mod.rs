//! Entities: who and what is named, every mention gathered into the one it stands for.
//!
//! The tagger finds the names (`names`); then the names that stand for one entity are linked
//! (`links`).

mod features;
mod kind;
mod links;
mod names;
#[cfg(feature = "train")]
#[doc(hidden)]
pub mod train;
mod votes;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::dateline::Place;
use crate::furniture::LeadIn;
use crate::tagger::Document;
use crate::text::Text;

pub use kind::{EntityKind, Kinds};

/// How a mention names its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionForm {
    /// By a full name: `Bente Engesvik`.
    Name,
    /// By a part of it: `Engesvik`.
    Short,
    /// By its letters: `UDI`.
    Acronym,
    /// By a pronoun: `She`.
    Pronoun,
}

impl MentionForm {
    /// Every form.
    pub const ALL: [Self; 4] = [Self::Name, Self::Short, Self::Acronym, Self::Pronoun];

    /// Its name: `acronym`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Short => "short",
            Self::Acronym => "acronym",
            Self::Pronoun => "pronoun",
        }
    }

    /// The form of that name.
    ///
    /// ```
    /// use copydesk::entities::MentionForm;
    ///
    /// assert_eq!(MentionForm::of_name("short"), Some(MentionForm::Short));
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }
}

/// One place where an entity is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mention {
    /// The words: a name without title, article and possessive; or a pronoun.
    pub span: Span,
    /// How they name it.
    pub form: MentionForm,
}

/// Somebody or something that a text names.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its fullest name in the text.
    pub name: String,
    /// Its other names in the text, in order of appearance, each once. No pronouns.
    pub aliases: Vec<String>,
    /// What the text says that it is: `spokeswoman for the Norwegian Immigration Directorate`.
    pub role: Option<String>,
    /// The place that it is, if it is one that the gazetteer knows; the span is one of its mentions.
    pub place: Option<Place>,
    /// The country, ISO 3166-1 alpha-2: that a place lies in, or is; that a nationality is of. `Iran`
    /// and `Iranian` are two entities with one country.
    pub country: Option<Cow<'static, str>>,
    /// Where it is mentioned, in order; no mention overlaps another, of whichever entity.
    pub mentions: Vec<Mention>,
}

impl Entity {
    /// Where it is first mentioned by name; by a pronoun if nothing else is left of it. Entities
    /// stand in this order.
    pub fn first_named(&self) -> Option<Span> {
        let by_name = self.mentions.iter().find(|mention| mention.form != MentionForm::Pronoun);
        by_name.or(self.mentions.first()).map(|mention| mention.span)
    }
}

/// The entities of a text, in order of their first names in it.
///
/// The dateline helps to tell which place is meant; who wrote the story is not `she` in it.
pub(crate) fn read(
    text: &Text<'_>,
    document: &Document,
    lead_in: &LeadIn,
    kinds: Kinds,
) -> Vec<Entity> {
    if kinds.is_empty() {
        return Vec::new();
    }
    let names = names::find(document);
    links::link(text, lead_in, &names, kinds)
}

/// The entities of names that are given, for tests that hold whatever the tagger finds.
#[cfg(test)]
pub(crate) fn of_names(text: &Text<'_>, marked: &[(Span, EntityKind)]) -> Vec<Entity> {
    let token = |byte: u32, ends: bool| {
        let before = |span: Span| if ends { span.start() < byte } else { span.end() <= byte };
        text.tokens().partition_point(|token| before(token.span)) as u32
    };
    let name = |&(span, kind): &(Span, EntityKind)| names::Name {
        span,
        kind,
        tokens: (token(span.start(), false), token(span.end(), true)),
    };
    let names: Vec<names::Name> = marked.iter().map(name).collect();
    links::link(text, &LeadIn::default(), &names, Kinds::ALL)
}
