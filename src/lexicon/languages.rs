//! Languages, and what newspapers in them are about.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lines;

/// A set of languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Languages(u64);

impl Languages {
    /// Every language: nothing is known.
    pub const ALL: Self = Self(u64::MAX);

    /// The languages of both sets; of the first, if no language is in both.
    pub fn and(self, other: Self) -> Self {
        match self.0 & other.0 {
            0 => self,
            both => Self(both),
        }
    }

    /// The languages of either set.
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The one language of the set, ISO 639-1.
    pub fn only(self) -> Option<&'static str> {
        self.0.is_power_of_two().then(|| LANGUAGES[self.0.trailing_zeros() as usize])
    }

    /// The one language of a code, ISO 639-1; every language for `-`.
    pub fn of(language: &str) -> Self {
        if language == "-" {
            return Self::ALL;
        }
        let bit = LANGUAGES.iter().position(|known| *known == language);
        Self(1 << bit.unwrap_or_else(|| unreachable!("no table knows a language {language:?}")))
    }
}

/// The languages that tables name, each a bit of [`Languages`].
const LANGUAGES: [&str; 53] = [
    "en", "es", "fr", "de", "it", "pt", "ru", "uk", "pl", "cs", "nl", "sv", "da", "no", "fi", "tr",
    "id", "ms", "ro", "hu", "el", "ar", "hi", "ca", "gl", "eu", "sk", "sl", "sr", "hr", "bs", "bg",
    "mk", "be", "lt", "lv", "et", "is", "af", "he", "fa", "ur", "th", "fil", "sw", "az", "sq",
    "vi", "ga", "cy", "zh", "ja", "ko",
];

/// Whether newspapers in one of these languages mostly deal with places of the country.
pub fn is_spoken(languages: Languages, country: &str) -> bool {
    let mut rows = spoken().rows.iter();
    rows.any(|(language, countries)| language.0 & languages.0 != 0 && countries.contains(&country))
}

/// The language that small words are of, if more of them are than chance would have.
pub fn language_of(words: &[&str]) -> Languages {
    let spoken = spoken();
    let mut counts = vec![0; spoken.rows.len()];
    for row in words.iter().filter_map(|word| spoken.words.get(word)).flatten() {
        counts[*row] += 1;
    }
    let best = (0..counts.len()).max_by_key(|&row| counts[row]);
    let best = best.filter(|&row| 10 * counts[row] > words.len());
    best.map_or(Languages::ALL, |row| spoken.rows[row].0)
}

#[derive(Default)]
struct Spoken {
    /// Languages and their countries.
    rows: Vec<(Languages, Vec<&'static str>)>,
    /// In which rows a small word stands.
    words: HashMap<&'static str, Vec<usize>>,
}

fn spoken() -> &'static Spoken {
    static TABLE: LazyLock<Spoken> = LazyLock::new(|| {
        let mut table = Spoken::default();
        for line in lines(include_str!("spoken.txt")) {
            let (front, words) = line.split_once('|').unwrap_or((line, ""));
            let (language, countries) = front.split_once(' ').unwrap_or((front, ""));
            for word in words.split_whitespace() {
                table.words.entry(word).or_default().push(table.rows.len());
            }
            let countries = countries.split_whitespace().collect();
            table.rows.push((Languages::of(language), countries));
        }
        table
    });
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_tell_a_language() {
        assert_eq!(language_of(&["der", "und", "ist", "Wien"]).only(), Some("de"));
        assert_eq!(language_of(&["Oslo", "Wien"]), Languages::ALL);
    }

    #[test]
    fn every_language_of_a_table_has_a_bit() {
        let of_months = lines(include_str!("months.txt"));
        let of_countries = lines(include_str!("spoken.txt"));
        let first = of_months.chain(of_countries).map(|line| line.split(' ').next().unwrap());
        let second =
            lines(include_str!("agencies.txt")).map(|line| line.split(' ').nth(1).unwrap());
        for language in first.chain(second) {
            assert!(language == "-" || LANGUAGES.contains(&language), "{language}");
        }
    }
}
