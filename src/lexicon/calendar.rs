//! Months and days of the week.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::{Keyed, Languages, is_slip, keys, lines};
use crate::text::Key;

/// A month's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// From 1.
    pub month: u8,
    /// The languages that call it so.
    pub languages: Languages,
}

/// The month that a word names, in any of many languages, abbreviated or in full, or with a slip of
/// the finger in a long English name.
pub fn month(word: &str) -> Option<Month> {
    static TABLE: LazyLock<HashMap<Key, Month, Keyed>> = LazyLock::new(|| {
        let mut table: HashMap<Key, Month, Keyed> = HashMap::default();
        for line in lines(include_str!("months.txt")) {
            let mut words = line.split_whitespace();
            let (Some(language), Some(number)) = (words.next(), words.next()) else { continue };
            let (languages, number) = (Languages::of(language), number.parse().unwrap_or(0));
            for form in words {
                let key = Key::of(&form.replace('_', " ")).expect("a month's name");
                let known = table.entry(key).or_insert(Month { month: number, languages });
                // Where two languages mean different months, the first keeps the word.
                if known.month == number {
                    known.languages = known.languages.or(languages);
                }
            }
        }
        table
    });
    if word.len() > LONGEST_MONTH {
        return None;
    }
    let known = Key::of(word).and_then(|key| TABLE.get(&key)).copied();
    known.or_else(|| {
        let month = ENGLISH_MONTHS.iter().position(|name| is_slip(word, name))?;
        Some(Month { month: month as u8 + 1, languages: Languages::of("en") })
    })
}

/// No month's name has more bytes.
const LONGEST_MONTH: usize = 40;

const ENGLISH_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Whether a word of this key is a day of the week, in full or abbreviated.
pub fn is_weekday(word: Key) -> bool {
    static TABLE: LazyLock<HashSet<Key, Keyed>> =
        LazyLock::new(|| keys(include_str!("weekdays.txt"), char::is_whitespace).collect());
    TABLE.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_are_known() {
        assert_eq!(month("FEb").map(|it| it.month), Some(2));
        assert_eq!(month("février").and_then(|it| it.languages.only()), Some("fr"));
        assert_eq!(month("Febuary").map(|it| it.month), Some(2), "a letter is missing");
        assert_eq!(month("كانون الثاني").map(|it| it.month), Some(1), "two words");
        assert!(month("Mayor").is_none() && month("Decker").is_none());
        let weekday = |word: &str| is_weekday(Key::of(word).unwrap());
        assert!(weekday("Sunday") && weekday("csütörtök") && !weekday("Oslo"));
    }
}
