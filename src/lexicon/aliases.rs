//! Names that are written in more than one way.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Keyed, lines};
use crate::text::Key;

/// The names of each kind: what one is most often called, by what it is called.
struct SameNames {
    places: HashMap<Key, Key, Keyed>,
    organisations: HashMap<Key, Key, Keyed>,
    given: HashMap<Key, Key, Keyed>,
}

static TABLE: LazyLock<SameNames> = LazyLock::new(|| {
    let of_kind = |kind: &str| {
        let mut table = HashMap::default();
        let of_kind = |line: &'static str| line.strip_prefix(kind)?.strip_prefix(' ');
        for line in lines(include_str!("same_names.txt")).filter_map(of_kind) {
            let mut keys = line.split(", ").filter_map(Key::of);
            let Some(first) = keys.next() else { continue };
            table.extend(keys.map(|key| (key, first)));
        }
        table
    };
    SameNames { places: of_kind("LOC"), organisations: of_kind("ORG"), given: of_kind("PERSON") }
});

/// The key of what a place is most often called: that of `United States` for that of `US`.
pub fn usual_place(name: Key) -> Key {
    TABLE.places.get(&name).copied().unwrap_or(name)
}

/// The key of what an organisation is most often called: that of `United Nations` for that of `U.N.`
pub fn usual_organisation(name: Key) -> Key {
    TABLE.organisations.get(&name).copied().unwrap_or(name)
}

/// The key of the full or most usual form of a first name: that of `William` for that of `Bill`.
pub fn usual_given_name(name: Key) -> Key {
    TABLE.given.get(&name).copied().unwrap_or(name)
}

/// The people that a nationality is, as a number, and its country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demonym {
    /// The same for all words of one people: `Dane`, `Danish`.
    pub people: u16,
    /// Its country, ISO 3166-1 alpha-2.
    pub country: &'static str,
}

/// What a word for a people means: `Norwegian`, `Norwegians`.
pub fn demonym(word: &str) -> Option<Demonym> {
    static TABLE: LazyLock<HashMap<Key, Demonym, Keyed>> = LazyLock::new(|| {
        let mut table = HashMap::default();
        for (people, line) in lines(include_str!("demonyms.txt")).enumerate() {
            let (words, country) = line.split_once('\t').unwrap_or_default();
            let known = Demonym { people: people as u16, country };
            table.extend(words.split(", ").filter_map(|word| Some((Key::of(word)?, known))));
        }
        table
    });
    let of = |word: &str| Key::of(word).and_then(|key| TABLE.get(&key)).copied();
    of(word).or_else(|| of(word.strip_suffix(['s', 'S'])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Key {
        Key::of(name).unwrap()
    }

    #[test]
    fn names_are_known_by_their_usual_ones() {
        assert_eq!(usual_place(key("U.S.")), key("United States"));
        assert_eq!(usual_organisation(key("UN")), key("United Nations"));
        assert_eq!(usual_given_name(key("Bill")), key("William"));
        assert_eq!(usual_place(key("Oslo")), key("Oslo"));
    }

    #[test]
    fn peoples_have_countries() {
        assert_eq!(demonym("NORWEGIANS").map(|it| it.country), Some("NO"));
        assert_eq!(demonym("Dane"), demonym("Danish"));
        assert_ne!(demonym("Welsh"), demonym("British"));
        assert!(demonym("Oslo").is_none());
    }

    #[test]
    fn no_name_stands_twice() {
        let mut seen = std::collections::HashSet::new();
        for line in lines(include_str!("demonyms.txt")) {
            let (words, country) = line.split_once('\t').expect("a tab");
            assert!(country.len() == 2, "{line}");
            for word in words.split(", ") {
                assert!(seen.insert(key(word)), "{word}");
            }
        }
    }
}
