//! What a quotation is, and who speaks it.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::Span;

/// What somebody said, wrote or thought, as the text gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// How it is given.
    pub kind: QuoteKind,
    /// Its pieces in order, without the outer marks; never empty, none of them empty.
    pub parts: Vec<Span>,
    /// The words that say that somebody says it: `said`, `according to`.
    pub cue: Option<Span>,
    /// The words that name who says it, where any do: `She`, `a spokesman for the police`.
    pub source: Option<Span>,
    /// Whom the source stands for; `None` where that is not clear, or the confidence is below 0.2.
    pub speaker: Option<Speaker>,
    /// Whether it was said or written, and not but thought, wanted, planned.
    pub speech: bool,
    /// Whether it is denied: `denied the charge`, `did not rule out a strike`.
    pub negated: bool,
    /// How sure it is that this is a quotation by this source and speaker, 0 to 1: of those at 0.8
    /// about eight in ten are right. It is learned from speech in the news.
    pub confidence: f32,
}

impl Quote {
    /// Words between marks of which nothing else is known yet.
    pub(crate) fn of(kind: QuoteKind, parts: Vec<Span>) -> Self {
        Self {
            kind,
            parts,
            cue: None,
            source: None,
            speaker: None,
            speech: true,
            negated: false,
            confidence: 1.0,
        }
    }

    /// From the start of the first part to the end of the last.
    pub fn span(&self) -> Span {
        self.parts[0].cover(self.parts[self.parts.len() - 1])
    }

    /// The order of quotations in a story: by where they start, and the longest first, so that one
    /// stands before those that stand inside it. Equal only where the parts are the same.
    pub fn order(&self, other: &Self) -> Ordering {
        let parts = self.parts.iter().zip(&other.parts);
        let of_parts = parts.map(|(a, b)| a.outer_first(*b)).find(|it| it.is_ne());
        self.span()
            .outer_first(other.span())
            .then(of_parts.unwrap_or_else(|| self.parts.len().cmp(&other.parts.len())))
    }
}

/// How a text gives somebody's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum QuoteKind {
    /// Word for word, between marks: a sentence or clause of its own.
    Direct,
    /// In the words of the narration, some of them between marks.
    Mixed,
    /// In the words of the narration.
    Indirect,
}

impl QuoteKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Mixed, Self::Indirect];

    /// Its name: `direct`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Mixed => "mixed",
            Self::Indirect => "indirect",
        }
    }

    /// The kind of that name.
    ///
    /// ```
    /// use copydesk::QuoteKind;
    ///
    /// assert_eq!(QuoteKind::of_name("mixed"), Some(QuoteKind::Mixed));
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Whose words a quotation gives.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Speaker {
    /// The full name of the entity that it is, or the words that describe it: `immigration
    /// authorities in Oslo`.
    pub name: String,
    /// What it is.
    pub kind: SpeakerKind,
    /// The number of the entity that it is, if it has a name.
    pub entity: Option<usize>,
}

/// What speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SpeakerKind {
    /// Somebody, with a name or without: `a fisherman`.
    Person,
    /// A company, a ministry, a state, the police.
    Org,
    /// Several people, or people at large: `residents`.
    Group,
    /// A report, a survey, a law, footage.
    Document,
}

impl SpeakerKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Person, Self::Org, Self::Group, Self::Document];

    /// Its name: `org`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Org => "org",
            Self::Group => "group",
            Self::Document => "document",
        }
    }

    /// The kind of that name.
    ///
    /// ```
    /// use copydesk::quotes::SpeakerKind;
    ///
    /// assert_eq!(SpeakerKind::of_name("group"), Some(SpeakerKind::Group));
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
