//! Nouns of what speaks: organisations, groups, documents.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Keyed, lines};
use crate::text::Key;

/// What a noun speaks as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerNoun {
    /// What acts as one: `ministry`.
    Org,
    /// A place, for those who govern it: `city`.
    Place,
    /// Several people: `media`.
    Group,
    /// One person: `source`.
    Person,
    /// What was written, counted, recorded: `report`.
    Document,
    /// … and stands for who made it: `statement`.
    Statement,
}

/// What a noun speaks as, and whether it is found as a plural.
pub fn speaker_noun(word: &str) -> Option<(SpeakerNoun, bool)> {
    let of = |word: &str| Key::of(word).and_then(|key| table().nouns.get(&key)).copied();
    let plural = || {
        let one = word.strip_suffix('s').filter(|one| one.len() > 2)?;
        of(one)
            .or_else(|| of(one.strip_suffix('e')?))
            .or_else(|| of(&format!("{}y", one.strip_suffix("ie")?)))
    };
    of(word).map(|noun| (noun, false)).or_else(|| Some((plural()?, true)))
}

/// Whether one of two different words may stand for the other: `lawmaker`, `senator`.
pub fn are_alike(one: Key, other: Key) -> bool {
    let groups = |key| table().alike.get(&key).map_or(&[][..], Vec::as_slice);
    one == other || groups(one).iter().any(|group| groups(other).contains(group))
}

struct Table {
    nouns: HashMap<Key, SpeakerNoun, Keyed>,
    /// The lines of `like` that a word stands in.
    alike: HashMap<Key, Vec<u16>, Keyed>,
}

fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let mut table = Table { nouns: HashMap::default(), alike: HashMap::default() };
        for (number, line) in lines(include_str!("speakers.txt")).enumerate() {
            let mut words = line.split_whitespace();
            let class = words.next();
            let keys = words.filter_map(|word| Key::of(&word.replace('_', " ")));
            let noun = match class {
                Some("org") => SpeakerNoun::Org,
                Some("place") => SpeakerNoun::Place,
                Some("group") => SpeakerNoun::Group,
                Some("person") => SpeakerNoun::Person,
                Some("document") => SpeakerNoun::Document,
                Some("statement") => SpeakerNoun::Statement,
                Some("like") => {
                    for key in keys {
                        table.alike.entry(key).or_default().push(number as u16);
                    }
                    continue;
                }
                other => unreachable!("speakers.txt has a class {other:?}"),
            };
            for key in keys {
                table.nouns.entry(key).or_insert(noun);
            }
        }
        table
    });
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_known_in_both_numbers() {
        assert_eq!(speaker_noun("Ministry"), Some((SpeakerNoun::Org, false)));
        assert_eq!(speaker_noun("ministries"), Some((SpeakerNoun::Org, true)));
        assert_eq!(speaker_noun("reports"), Some((SpeakerNoun::Document, true)));
        assert_eq!(speaker_noun("harbour"), None);
    }

    #[test]
    fn some_words_stand_for_one_another() {
        let alike = |one, other| are_alike(Key::of(one).unwrap(), Key::of(other).unwrap());
        assert!(alike("lawmaker", "senator") && alike("Firm", "company"));
        assert!(!alike("lawmaker", "company"));
    }
}
