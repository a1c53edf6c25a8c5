//! What counts as a duplicate, and how two duplicates are related.

use std::fmt;
use std::str::FromStr;

use super::evidence::Evidence;
use crate::{Error, Result};

/// How two texts that tell one story are related.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// The same words, however they are typed.
    Exact,
    /// The same story with small differences: another headline or byline, typing, scanning, a cut.
    Same,
    /// One is most of a part of the other: shortened, or quoted whole inside a longer one.
    Excerpt,
    /// Large parts are the same, and both have something of their own: a new lead, other numbers.
    Update,
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Exact, Self::Same, Self::Excerpt, Self::Update];

    /// What it is called: `exact`, `same`, `excerpt`, `update`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Same => "same",
            Self::Excerpt => "excerpt",
            Self::Update => "update",
        }
    }

    /// That of two texts of different words.
    pub(super) fn of(evidence: &Evidence) -> Self {
        let [mine, theirs] = evidence.coverages();
        let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
        let others = evidence.numbers - evidence.same_numbers;
        let other_words = 1.0 - share(evidence.matched, evidence.covered[0]);
        let other_numbers = others >= FEWEST_OTHER_NUMBERS
            && share(others, evidence.numbers) > OTHER_NUMBERS.max(2.0 * other_words);
        if other_numbers {
            Self::Update
        } else if mine.max(theirs) >= WHOLE && mine.min(theirs) < NEARLY_WHOLE {
            Self::Excerpt
        } else if mine.min(theirs) >= NEARLY_WHOLE {
            Self::Same
        } else {
            Self::Update
        }
    }
}

/// This share of a text that is found in the other makes it an excerpt of it, …
const WHOLE: f32 = 0.85;
/// … and this share of both makes them the same, …
const NEARLY_WHOLE: f32 = 0.75;
/// … unless so many numbers are others, more than this share of them, and far more of them than of the
/// words: a scanner's slips are in both.
const FEWEST_OTHER_NUMBERS: u32 = 2;
const OTHER_NUMBERS: f64 = 0.1;

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Relation {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|relation| relation.name() == name).ok_or_else(|| {
            let known = Self::ALL.map(Self::name).join("', '");
            Error::argument(format!("{name:?} is no relation of duplicates; there are '{known}'"))
        })
    }
}

/// Which text of a cluster stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// The one with the earliest date; those without a date come last.
    #[default]
    Earliest,
    /// The one with the latest date; those without a date come last.
    Latest,
    /// The one with most words.
    Longest,
    /// The first one of the corpus.
    First,
}

impl FromStr for Keep {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "earliest" => Ok(Self::Earliest),
            "latest" => Ok(Self::Latest),
            "longest" => Ok(Self::Longest),
            "first" => Ok(Self::First),
            _ => Err(Error::argument(format!(
                "keep is {name:?}; it must be 'earliest', 'latest', 'longest' or 'first'"
            ))),
        }
    }
}

/// What counts as a duplicate.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Two texts are duplicates from this confidence on; more than 0, and at most 1.
    pub threshold: f32,
    /// Only duplicates of these relations count.
    pub relations: Vec<Relation>,
    /// Texts whose dates are more days apart are no duplicates, whatever they say.
    pub window: Option<u32>,
    /// Texts of fewer words are duplicates only of texts of the same words.
    pub min_words: u32,
}

impl Options {
    /// The threshold when none is given.
    pub const THRESHOLD: f32 = 0.9;
    /// The fewest words when none are given.
    pub const MIN_WORDS: u32 = 8;

    /// Whether texts of dates so far apart may be duplicates.
    pub(in crate::dedup) fn is_near(&self, days_apart: Option<u32>) -> bool {
        self.window.zip(days_apart).is_none_or(|(window, apart)| apart <= window)
    }

    /// An error if they make no sense.
    pub(in crate::dedup) fn check(&self) -> Result<()> {
        if !(self.threshold > 0.0 && self.threshold <= 1.0) {
            return Err(Error::argument(format!(
                "threshold is {}; it must be more than 0 and at most 1",
                self.threshold
            )));
        }
        if self.relations.is_empty() {
            return Err(Error::argument(
                "relations is empty: name at least one, for example 'exact'",
            ));
        }
        Ok(())
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            threshold: Self::THRESHOLD,
            relations: Relation::ALL.to_vec(),
            window: None,
            min_words: Self::MIN_WORDS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for relation in Relation::ALL {
            assert_eq!(relation.to_string().parse::<Relation>().unwrap(), relation);
        }
        let error = "Exact".parse::<Relation>().unwrap_err();
        assert!(
            error.is_argument()
                && error.to_string().contains("'exact', 'same', 'excerpt', 'update'")
        );
        assert_eq!("latest".parse::<Keep>().unwrap(), Keep::Latest);
        assert!("best".parse::<Keep>().unwrap_err().to_string().contains("'longest' or 'first'"));
    }

    #[test]
    fn options_that_make_no_sense_are_refused() {
        assert!(Options::default().check().is_ok());
        for threshold in [0.0, -0.5, 1.001, f32::NAN, f32::INFINITY] {
            let error = Options { threshold, ..Options::default() }.check().unwrap_err();
            assert!(error.to_string().starts_with(&format!("threshold is {threshold}")), "{error}");
        }
        assert!(Options { threshold: 1.0, ..Options::default() }.check().is_ok());
        let none = Options { relations: vec![], ..Options::default() };
        assert!(none.check().unwrap_err().is_argument());
    }

    fn related(covered: [u32; 2], numbers: u32, same_numbers: u32) -> Relation {
        Relation::of(&Evidence {
            words: [100, 100],
            plain: [100, 100],
            covered,
            covered_plain: covered,
            matched: covered[0],
            numbers,
            same_numbers,
            ..Evidence::default()
        })
    }

    #[test]
    fn the_relation_follows_from_how_much_of_each_is_in_the_other() {
        assert_eq!(related([100, 30], 0, 0), Relation::Excerpt);
        assert_eq!(related([30, 100], 0, 0), Relation::Excerpt);
        assert_eq!(related([85, 74], 0, 0), Relation::Excerpt);
        assert_eq!(related([84, 74], 0, 0), Relation::Update);
        assert_eq!(related([100, 75], 0, 0), Relation::Same);
        assert_eq!(related([75, 75], 0, 0), Relation::Same);
        assert_eq!(related([60, 60], 0, 0), Relation::Update);
    }

    #[test]
    fn other_numbers_make_an_update() {
        assert_eq!(related([100, 100], 4, 4), Relation::Same);
        assert_eq!(related([100, 100], 4, 3), Relation::Same);
        assert_eq!(related([100, 100], 4, 2), Relation::Update);
        assert_eq!(related([100, 100], 1, 0), Relation::Same);
        assert_eq!(related([100, 100], 30, 28), Relation::Same);
        assert_eq!(related([100, 100], 8, 6), Relation::Update);
    }
}
