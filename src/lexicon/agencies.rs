//! News agencies and wires.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Keyed, Languages, lines};
use crate::text::Key;

/// A news agency, a wire, or a paper that datelines name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agency {
    /// What it is called.
    pub name: &'static str,
    /// The name as the table writes it, for those who care about its case.
    pub form: &'static str,
    /// The country that it writes for, ISO 3166-1 alpha-2.
    pub country: Option<&'static str>,
    /// Its language.
    pub languages: Languages,
    /// Whether the name is also another word, so that it needs parentheses or a date beside it.
    pub is_weak: bool,
}

/// The agency of this name.
pub fn agency(name: &str) -> Option<Agency> {
    static TABLE: LazyLock<HashMap<Key, Agency, Keyed>> = LazyLock::new(|| {
        let mut table = HashMap::default();
        for line in lines(include_str!("agencies.txt")) {
            let mut fields = line.splitn(3, ' ');
            let (country, language) = (fields.next().unwrap_or("-"), fields.next().unwrap_or("-"));
            for entry in fields.next().unwrap_or("").split("; ") {
                let (is_weak, entry) = match entry.strip_prefix('~') {
                    Some(entry) => (true, entry),
                    None => (false, entry),
                };
                let (form, name) = entry.split_once(" = ").unwrap_or((entry, entry));
                let country = (country != "-").then_some(country);
                let languages = Languages::of(language);
                let key = Key::of(form).expect("an agency's name");
                table.entry(key).or_insert(Agency { name, form, country, languages, is_weak });
            }
        }
        table
    });
    Key::of(name).and_then(|key| TABLE.get(&key)).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn agencies_are_known() {
        let known = agency("associated press").unwrap();
        assert_eq!((known.name, known.country), ("AP", None));
        assert_eq!(agency("EFECOM").unwrap().country, Some("ES"));
        assert!(agency("PA").unwrap().is_weak && agency("Nobody").is_none());
    }

    #[test]
    fn no_agency_stands_twice() {
        let mut seen = HashSet::new();
        for line in lines(include_str!("agencies.txt")) {
            for entry in line.splitn(3, ' ').nth(2).unwrap().split("; ") {
                let form = entry.trim_start_matches('~').split(" = ").next().unwrap();
                assert!(seen.insert(Key::of(form).unwrap()), "{form}");
            }
        }
    }
}
