//! Word tables: text files with a header that names source and licence, read once.

mod agencies;
mod aliases;
mod bylines;
mod calendar;
mod cities;
mod credits;
mod languages;
mod notices;
pub mod packed;
mod particles;
mod people;
mod phrases;
// Nobody asks yet who speaks but tests and the measuring of it.
mod speakers;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::text::Key;

pub use agencies::{Agency, agency};
pub use aliases::{demonym, usual_given_name, usual_organisation, usual_place};
pub use bylines::{
    BylineRole, byline_role, is_function_word, is_no_name, is_role_tail, is_role_verb,
};
pub use calendar::{Month, is_weekday, month};
pub use cities::{belongs_to, standalone_cities, stands_alone};
pub use credits::{CreditKind, Opening, credit, is_address, is_desk_verb, is_trade_word, sign_off};
pub use languages::{Languages, is_spoken, language_of};
pub use notices::is_notice;
pub use particles::{is_particle, is_place_connector};
pub use people::{
    Gender, PersonWord, PersonWordKind, Tail, is_common_in_names, organisation_tail, person_word,
    usual_gender,
};
#[cfg(feature = "train")]
pub use phrases::{CLUSTER_BITS, acronym_key};
pub use phrases::{
    CLUSTERINGS, Class, Classes, NO_CLUSTER, classes, clusters, given_name, habit, longer_key,
    phrase, word_key,
};
pub use speakers::{SpeakerNoun, SpeakerWord, alike, is_speaker_word, speaker_noun};

/// What may follow an abbreviation's full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// A name: `Gen.`
    Title,
    /// A number: `No.`
    Number,
    /// A day: `Jan.`
    Month,
    /// The rest of a name or phrase: `Corp.`
    Inner,
    /// More, or a new sentence: `Calif.`
    Final,
}

/// What the abbreviation is, given without its full stop.
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
    static TABLE: LazyLock<HashMap<&str, Abbreviation>> = LazyLock::new(|| {
        let mut table = HashMap::new();
        for line in lines(include_str!("abbreviations.txt")) {
            let mut words = line.split_whitespace();
            let class = match words.next() {
                Some("title") => Abbreviation::Title,
                Some("number") => Abbreviation::Number,
                Some("month") => Abbreviation::Month,
                Some("inner") => Abbreviation::Inner,
                Some("final") => Abbreviation::Final,
                other => unreachable!("abbreviations.txt has a class {other:?}"),
            };
            table.extend(words.map(|word| (word, class)));
        }
        table
    });
    TABLE
        .get(word)
        .or_else(|| {
            // `Para.`, `Max.`
            let first = word.as_bytes().first().filter(|first| first.is_ascii_uppercase())?;
            let mut lower = [0; LONGEST_ABBREVIATION];
            let lower = lower.get_mut(..word.len())?;
            lower.copy_from_slice(word.as_bytes());
            lower[0] = first.to_ascii_lowercase();
            TABLE.get(std::str::from_utf8(lower).ok()?)
        })
        .copied()
}

/// Longer ones have no small first letter to look for.
const LONGEST_ABBREVIATION: usize = 8;

/// Whether a word with a capital begins a sentence, as far as one can tell from the word.
pub fn starts_sentences(word: &str) -> bool {
    static TABLE: LazyLock<Words> =
        LazyLock::new(|| Words::new(include_str!("sentence_starters.txt")));
    TABLE.contains(word)
}

/// Whether a word is a form of a verb of saying.
pub fn is_speech_verb(word: &str) -> bool {
    static TABLE: LazyLock<Words> = LazyLock::new(|| Words::new(include_str!("speech_verbs.txt")));
    TABLE.contains(word)
}

/// Whether a word is a noun of what people deny: `charge`.
pub fn is_charge(word: &str) -> bool {
    static TABLE: LazyLock<Words> = LazyLock::new(|| Words::new(include_str!("charges.txt")));
    TABLE.contains(word)
}

/// Whether a word, in small letters, stands in labels that tell what follows, and not who speaks.
pub fn is_heading(word: &str) -> bool {
    static TABLE: LazyLock<Words> = LazyLock::new(|| Words::new(include_str!("headings.txt")));
    TABLE.contains(word)
}

/// Whether a word is a form of a verb that tells that something is not so: `denied`.
pub fn is_denial(word: &str) -> bool {
    static TABLE: LazyLock<Words> = LazyLock::new(|| Words::new(include_str!("denials.txt")));
    TABLE.contains(word)
}

/// Whether a date or an hour goes on with a word: a day, a month, a time zone.
pub fn is_time_word(word: &str) -> bool {
    static TABLE: LazyLock<Words> = LazyLock::new(|| Words::new(include_str!("time_words.txt")));
    TABLE.contains(word)
}

/// Whether a word is a longer one with one letter too many, too few, wrong, or two swapped.
pub fn is_slip(word: &str, of: &str) -> bool {
    let (word, of) = (word.as_bytes(), of.as_bytes());
    if of.len() < 5 || word.len().abs_diff(of.len()) > 1 || !word.is_ascii() {
        return false;
    }
    let same = |a: &u8, b: &u8| a.eq_ignore_ascii_case(b);
    let front = word.iter().zip(of).take_while(|(a, b)| same(a, b)).count();
    let (word, of) = (&word[front..], &of[front..]);
    let back = word.iter().rev().zip(of.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    match (&word[..word.len() - back], &of[..of.len() - back]) {
        ([_] | [], [_]) | ([_], []) => true,
        ([a, b], [c, d]) => same(a, d) && same(b, c),
        _ => false,
    }
}

/// Whether words open a line and are no place: `GOLF`, `ANALYSIS`.
pub fn is_label(words: &str) -> bool {
    static TABLE: LazyLock<HashSet<Key, Keyed>> =
        LazyLock::new(|| keys(include_str!("labels.txt"), |c| c == ',' || c == '\n').collect());
    Key::of(words).is_some_and(|key| TABLE.contains(&key))
}

/// Whether a name is that of a part of the world larger than a country, a sea, a river.
pub fn is_no_place(name: Key) -> bool {
    static TABLE: LazyLock<HashSet<Key, Keyed>> =
        LazyLock::new(|| keys(include_str!("no_places.txt"), |c| c == ',').collect());
    TABLE.contains(&name)
}

/// Keys are hashes already.
pub(crate) type Keyed = BuildHasherDefault<KeyHasher>;

#[derive(Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are numbers");
    }

    fn write_u64(&mut self, key: u64) {
        // hashbrown takes its tags from the upper bits, which keys leave empty.
        self.0 = key | key << 40;
    }
}

/// The keys of a table's words.
fn keys(table: &'static str, separates: fn(char) -> bool) -> impl Iterator<Item = Key> {
    lines(table).flat_map(move |line| line.split(separates)).filter_map(Key::of)
}

/// Small English words, looked up whatever their case.
struct Words {
    sorted: Vec<&'static str>,
    longest: usize,
}

impl Words {
    fn new(table: &'static str) -> Self {
        let mut sorted: Vec<&str> = lines(table).flat_map(str::split_whitespace).collect();
        sorted.sort_unstable();
        let longest = sorted.iter().map(|word| word.len()).max().unwrap_or(0);
        Self { sorted, longest }
    }

    fn contains(&self, word: &str) -> bool {
        if word.len() > self.longest {
            return false;
        }
        let lower = |byte: &u8| byte.to_ascii_lowercase();
        self.sorted
            .binary_search_by(|known| known.bytes().cmp(word.as_bytes().iter().map(lower)))
            .is_ok()
    }
}

/// The lines of a table without its comments.
fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_answer() {
        assert_eq!(abbreviation("Gen"), Some(Abbreviation::Title));
        assert_eq!(abbreviation("Calif"), Some(Abbreviation::Final));
        assert_eq!(abbreviation("harbour"), None);
        assert!(starts_sentences("The") && !starts_sentences("Oslo"));
        assert!(is_speech_verb("said") && is_speech_verb("Said") && !is_speech_verb("sailed"));
        assert!(is_label("GOLF") && !is_label("Oslo"));
        assert!(is_slip("Philadephia", "Philadelphia") && !is_slip("Paris", "Perth"));
    }

    const TABLES: [&str; 21] = [
        include_str!("abbreviations.txt"),
        include_str!("sentence_starters.txt"),
        include_str!("speech_verbs.txt"),
        include_str!("time_words.txt"),
        include_str!("agencies.txt"),
        include_str!("byline_roles.txt"),
        include_str!("credits.txt"),
        include_str!("dependencies.txt"),
        include_str!("labels.txt"),
        include_str!("months.txt"),
        include_str!("no_names.txt"),
        include_str!("no_places.txt"),
        include_str!("sign_offs.txt"),
        include_str!("spoken.txt"),
        include_str!("standalone_cities.txt"),
        include_str!("weekdays.txt"),
        include_str!("demonyms.txt"),
        include_str!("organisation_tails.txt"),
        include_str!("people.txt"),
        include_str!("same_names.txt"),
        include_str!("speakers.txt"),
    ];
    /// Of these the ones that are words and nothing else.
    const WORDS: usize = 4;

    #[test]
    fn abbreviations_may_have_a_capital() {
        assert_eq!(abbreviation("Para"), abbreviation("para"));
        let words = lines(TABLES[0]).flat_map(|line| line.split_whitespace().skip(1));
        let small = words.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
        assert!(small.map(str::len).max().is_some_and(|longest| longest <= LONGEST_ABBREVIATION));
    }

    #[test]
    fn no_word_stands_twice_in_a_table() {
        for table in &TABLES[..WORDS] {
            let classes = ["title", "number", "month", "inner", "final"];
            let mut seen = std::collections::HashSet::new();
            let words = lines(table).flat_map(str::split_whitespace);
            let words = words.filter(|word| !classes.contains(word));
            let twice: Vec<&str> = words.filter(|word| !seen.insert(*word)).collect();
            assert!(twice.is_empty(), "{twice:?}");
        }
    }

    #[test]
    fn every_table_names_its_source_and_licence() {
        for table in TABLES {
            assert!(table.contains("Source:") && table.contains("Licence:"));
        }
    }
}
