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

/// What a word does among others that say who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerWord {
    /// It counts what stands behind `of`: `lot`.
    Amount,
    /// An office that one person has here, who hardly has another one: `mayor`.
    Office,
    /// It stands behind a name that it is of: `newspaper`.
    Apposed,
    /// It needs no name to be understood: `police`.
    Known,
    /// Most names of such an organisation tell that it is one: `party`.
    Told,
    /// It means two people or so: `couple`.
    Pair,
    /// What stands behind belongs to the noun before: `of`.
    Preposition,
    /// … as a clause: `who`.
    Relative,
    /// It is somebody, or an organisation: `owner`.
    Either,
}

/// Whether a word does that.
pub fn is_speaker_word(word: &str, does: SpeakerWord) -> bool {
    let number = if word == "%" { Some(PERCENT) } else { Key::of(word) };
    let does = 1 << does as u16;
    number.and_then(|key| table().words.get(&key)).is_some_and(|known| known & does != 0)
}

/// `%` has no key of its own.
const PERCENT: Key = Key(u64::MAX >> 1);

/// The lines of words that may stand for one another, of those that a word stands in: `lawmaker` and
/// `senator` share one.
pub fn alike(word: Key) -> &'static [u16] {
    table().alike.get(&word).map_or(&[][..], Vec::as_slice)
}

struct Table {
    nouns: HashMap<Key, SpeakerNoun, Keyed>,
    /// What a word does, a bit for each.
    words: HashMap<Key, u16, Keyed>,
    /// The lines of `like` that a word stands in.
    alike: HashMap<Key, Vec<u16>, Keyed>,
}

fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let mut table = Table {
            nouns: HashMap::default(),
            words: HashMap::default(),
            alike: HashMap::default(),
        };
        for (number, line) in lines(include_str!("speakers.txt")).enumerate() {
            let mut words = line.split_whitespace();
            let class = words.next();
            let key = |word: &str| match word {
                "%" => Some(PERCENT),
                _ => Key::of(&word.replace('_', " ")),
            };
            let keys = words.filter_map(key);
            let does = match class {
                Some("amount") => Some(SpeakerWord::Amount),
                Some("apposed") => Some(SpeakerWord::Apposed),
                Some("known") => Some(SpeakerWord::Known),
                Some("told") => Some(SpeakerWord::Told),
                Some("office") => Some(SpeakerWord::Office),
                Some("pair") => Some(SpeakerWord::Pair),
                Some("preposition") => Some(SpeakerWord::Preposition),
                Some("relative") => Some(SpeakerWord::Relative),
                Some("either") => Some(SpeakerWord::Either),
                _ => None,
            };
            if let Some(does) = does {
                for key in keys {
                    *table.words.entry(key).or_default() |= 1 << does as u16;
                }
                continue;
            }
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
        let lines = |word| alike(Key::of(word).unwrap());
        let share = |one, other| lines(one).iter().any(|line| lines(other).contains(line));
        assert!(share("lawmaker", "senator") && share("Firm", "company"));
        assert!(!share("lawmaker", "company"));
    }
}
