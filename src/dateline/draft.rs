//! What the grammar reads, before anything is decided.

use super::date::Written;
use super::lex::Case;
use crate::Span;
use crate::gazetteer::{Area, Found};
use crate::lexicon::Agency;

/// A dateline as it was read, before anything is decided.
#[derive(Debug)]
pub(super) struct Draft {
    /// Its first piece.
    pub first: usize,
    /// The piece after it, with which the story begins.
    pub next: usize,
    /// The end of its last piece.
    pub end: u32,
    pub places: Vec<WrittenPlace>,
    pub date: Option<Written>,
    /// Whether a day of the week stands in a date's place: `BALLARAT, Tuesday.`
    pub weekday: bool,
    pub agencies: Vec<Credit>,
    pub separator: Separator,
}

/// A place as it is written.
#[derive(Debug)]
pub(super) struct WrittenPlace {
    /// With its qualifiers.
    pub span: Span,
    pub name: Span,
    pub qualifiers: Vec<Qualifier>,
    pub case: Case,
    pub kind: PlaceKind,
    /// What the gazetteer knows by the name.
    pub found: Found,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlaceKind {
    /// `OSLO`
    Named,
    /// `NEAR SINJAR, Iraq`
    Near,
    /// `ABOARD AIR FORCE ONE`, `ON THE TURKEY-SYRIA BORDER`
    Somewhere,
}

/// `Calif.`, `(Badajoz)`, `[Syria]`
#[derive(Debug)]
pub(super) struct Qualifier {
    pub span: Span,
    pub areas: Vec<Area>,
}

/// An agency as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Credit {
    pub span: Span,
    pub agency: Option<Agency>,
    /// Whether it stands in parentheses or slashes.
    pub enclosed: bool,
}

impl Credit {
    /// Whether it is known, and its name is also another word.
    pub fn is_weak(&self) -> bool {
        self.agency.is_some_and(|agency| agency.is_weak)
    }
}

/// The mark between a dateline and its story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separator {
    /// Nothing but a blank.
    None,
    /// The end of the line.
    LineEnd,
    Colon,
    /// A full stop.
    Stop,
    Dash {
        long: bool,
        tight_before: bool,
        tight_after: bool,
    },
}

impl Draft {
    /// One that has read nothing, and begins at a piece.
    pub fn at(first: usize) -> Self {
        Self {
            first,
            next: first,
            end: 0,
            places: Vec::new(),
            date: None,
            weekday: false,
            agencies: Vec::new(),
            separator: Separator::None,
        }
    }

    /// What it has read of agencies and dates, to go back to.
    pub fn mark(&self) -> Mark {
        Mark { agencies: self.agencies.len(), date: self.date }
    }

    /// Forgets the agencies and the date that were read since.
    pub fn back_to(&mut self, mark: Mark) {
        self.agencies.truncate(mark.agencies);
        self.date = mark.date;
    }
}

/// What a draft had read, when more was tried.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// How many agencies.
    pub agencies: usize,
    date: Option<Written>,
}
