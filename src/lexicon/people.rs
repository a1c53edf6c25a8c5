//! Words beside the names of people and at the ends of those of organisations.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::{Keyed, lines};
use crate::text::Key;

/// What a word beside a name says about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonWord {
    /// What kind of word it is.
    pub kind: PersonWordKind,
    /// The gender that it tells.
    pub gender: Option<Gender>,
}

/// A kind of word beside a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonWordKind {
    /// An address: `Mrs`.
    Address,
    /// A title that stands before names only: `Gen`.
    Title,
    /// What somebody is: `director`.
    Role,
    /// Whose kin: `daughter`.
    Kin,
    /// Nothing but a person: `woman`.
    Someone,
}

/// Grammatical gender, as pronouns and titles show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

/// What a word of this key says about a person, in the singular or, for one that has no entry, the plural.
pub fn person_word(word: &str) -> Option<PersonWord> {
    static TABLE: LazyLock<HashMap<Key, PersonWord, Keyed>> = LazyLock::new(|| {
        use PersonWordKind::{Address, Kin, Role, Someone, Title};
        let (male, female) = (Some(Gender::Male), Some(Gender::Female));
        let mut table = HashMap::default();
        for line in lines(include_str!("people.txt")) {
            let mut words = line.split_whitespace();
            let (kind, gender) = match words.next() {
                Some("mr") => (Address, male),
                Some("mrs") => (Address, female),
                Some("address") => (Address, None),
                Some("title") => (Title, None),
                Some("role") => (Role, None),
                Some("role.m") => (Role, male),
                Some("role.f") => (Role, female),
                Some("kin") => (Kin, None),
                Some("kin.m") => (Kin, male),
                Some("kin.f") => (Kin, female),
                Some("someone") => (Someone, None),
                Some("someone.m") => (Someone, male),
                Some("someone.f") => (Someone, female),
                other => unreachable!("people.txt has a class {other:?}"),
            };
            for word in words.filter_map(|word| Key::of(&word.replace('_', " "))) {
                let known = table.entry(word).or_insert(PersonWord { kind, gender });
                known.gender = known.gender.or(gender);
            }
        }
        table
    });
    let of = |word: &str| Key::of(word).and_then(|key| TABLE.get(&key)).copied();
    let plural = || {
        let one = word.strip_suffix('s').filter(|one| one.len() > 2)?;
        of(one).or_else(|| of(one.strip_suffix('e')?))
    };
    let men = || {
        let stem = word.strip_suffix("men").filter(|stem| stem.len() > 2)?;
        of(&format!("{stem}man"))
    };
    of(word).or_else(plural).or_else(men)
}

/// The gender of nearly all who bear a given name, as far as one is known.
pub fn usual_gender(name: &str) -> Option<Gender> {
    static TABLE: LazyLock<HashMap<Key, Gender, Keyed>> = LazyLock::new(|| {
        let mut table = HashMap::<Key, Gender, Keyed>::default();
        for line in lines(include_str!("given_names.txt")) {
            let mut words = line.split_whitespace();
            let gender = match words.next() {
                Some("male") => Gender::Male,
                Some("female") => Gender::Female,
                other => unreachable!("given_names.txt has a class {other:?}"),
            };
            table.extend(words.filter_map(Key::of).map(|name| (name, gender)));
        }
        table
    });
    Key::of(name).and_then(|key| TABLE.get(&key)).copied()
}

/// What a word at the end of an organisation's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// The form of a firm: `Corp`.
    Firm,
    /// It may go: `Group`.
    House,
    /// It may go from a team's name: `FC`.
    Team,
}

/// What a word at the end of an organisation's name says.
pub fn organisation_tail(word: Key) -> Option<Tail> {
    tails().0.get(&word).copied()
}

/// Whether many organisations have a word in their names, so that alone it is nobody's.
pub fn is_common_in_names(word: Key) -> bool {
    tails().1.contains(&word)
}

/// The ends, and the common words.
type Tails = (HashMap<Key, Tail, Keyed>, HashSet<Key, Keyed>);

fn tails() -> &'static Tails {
    static TABLE: LazyLock<Tails> = LazyLock::new(|| {
        let (mut tails, mut common) = Tails::default();
        for line in lines(include_str!("organisation_tails.txt")) {
            let mut words = line.split_whitespace();
            let class = words.next();
            let words = words.filter_map(Key::of);
            let tail = match class {
                Some("firm") => Tail::Firm,
                Some("house") => Tail::House,
                Some("team") => Tail::Team,
                Some("common") => {
                    common.extend(words);
                    continue;
                }
                other => unreachable!("organisation_tails.txt has a class {other:?}"),
            };
            for word in words {
                tails.entry(word).or_insert(tail);
            }
        }
        (tails, common)
    });
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_names_are_known() {
        let known = |word| person_word(word).map(|it| (it.kind, it.gender));
        assert_eq!(known("Mrs"), Some((PersonWordKind::Address, Some(Gender::Female))));
        assert_eq!(known("spokesmen"), Some((PersonWordKind::Role, None)));
        assert_eq!(known("actresses"), Some((PersonWordKind::Role, Some(Gender::Female))));
        assert_eq!(known("Daughters"), Some((PersonWordKind::Kin, Some(Gender::Female))));
        assert_eq!(known("harbour"), None);
    }

    #[test]
    fn given_names_tell_the_gender_of_nearly_all_who_bear_them() {
        assert_eq!(usual_gender("John"), Some(Gender::Male));
        assert_eq!(usual_gender("MARY"), Some(Gender::Female));
        assert_eq!(usual_gender("Andrea"), None);
    }

    #[test]
    fn ends_of_names_are_known() {
        let key = |word| Key::of(word).unwrap();
        assert_eq!(organisation_tail(key("Corp.")), Some(Tail::Firm));
        assert!(is_common_in_names(key("Bank")) && !is_common_in_names(key("Nordhav")));
    }
}
