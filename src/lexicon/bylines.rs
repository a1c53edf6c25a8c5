//! What writers of stories are called, and what is no name of one.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::{Keyed, lines};
use crate::text::Key;

/// What a word says about the writer of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BylineRole {
    /// What one person is: `reporter`.
    Person,
    /// A desk, or all of them: `newsroom`.
    Staff,
    /// How the names of papers end: `Courier`.
    House,
}

/// What a word, or two with a blank between them, says about the writer of a story.
pub fn byline_role(words: &str) -> Option<BylineRole> {
    static TABLE: LazyLock<HashMap<Key, BylineRole, Keyed>> = LazyLock::new(|| {
        let mut table = HashMap::default();
        for line in lines(include_str!("byline_roles.txt")) {
            let mut words = line.split_whitespace();
            let role = match words.next() {
                Some("person") => BylineRole::Person,
                Some("staff") => BylineRole::Staff,
                Some("house") => BylineRole::House,
                other => unreachable!("byline_roles.txt has a class {other:?}"),
            };
            table.extend(words.filter_map(|word| Some((Key::of(&word.replace('_', " "))?, role))));
        }
        table
    });
    Key::of(words).and_then(|key| TABLE.get(&key)).copied()
}

/// Where the words of a table stand that tell a name or a role from others.
struct NoNames {
    nowhere: HashSet<Key, Keyed>,
    noun: HashSet<Key, Keyed>,
    first: HashSet<Key, Keyed>,
    verb: HashSet<Key, Keyed>,
    tail: HashSet<Key, Keyed>,
}

fn no_names() -> &'static NoNames {
    static TABLE: LazyLock<NoNames> = LazyLock::new(|| {
        let class = |class: &str| {
            let of_class = |line: &'static str| line.strip_prefix(class)?.strip_prefix(' ');
            let lines = lines(include_str!("no_names.txt")).filter_map(of_class);
            lines.flat_map(str::split_whitespace).filter_map(Key::of).collect()
        };
        NoNames {
            nowhere: class("nowhere"),
            noun: class("noun"),
            first: class("first"),
            verb: class("verb"),
            tail: class("tail"),
        }
    });
    &TABLE
}

fn is_among(word: &str, words: &HashSet<Key, Keyed>) -> bool {
    Key::of(word).is_some_and(|key| words.contains(&key))
}

/// Whether a word stands in no person's name.
pub fn is_no_name(word: &str) -> bool {
    is_among(word, &no_names().nowhere) || is_among(word, &no_names().noun)
}

/// Whether a word stands inside no role and is no name by itself: `the`, `our`.
pub fn is_function_word(word: &str) -> bool {
    is_among(word, &no_names().first) || is_among(word, &no_names().nowhere)
}

/// Whether a word begins no role: `was`, `then`.
pub fn is_role_verb(word: &str) -> bool {
    is_among(word, &no_names().verb)
}

/// Whether a word stands behind what somebody is: `correspondent for The Courier`.
pub fn is_role_tail(word: &str) -> bool {
    is_among(word, &no_names().tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_role_stands_twice() {
        let mut seen = HashSet::new();
        let words =
            lines(include_str!("byline_roles.txt")).flat_map(|line| line.split(' ').skip(1));
        let twice: Vec<&str> = words.filter(|word| !seen.insert(*word)).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
