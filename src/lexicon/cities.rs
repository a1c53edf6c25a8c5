//! Cities that need no country, and territories of countries.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::{Keyed, lines};
use crate::text::Key;

/// The country that a city is in which datelines name without one.
pub fn stands_alone(name: &str) -> Option<&'static str> {
    /// Countries, and how many words the city's name has: `GEORGE TOWN` is not Georgetown.
    static TABLE: LazyLock<HashMap<Key, (&'static str, usize), Keyed>> = LazyLock::new(|| {
        let row = |(country, city)| Some((Key::of(city)?, (country, words(city))));
        standalone().filter_map(row).collect()
    });
    let &(country, count) = Key::of(name).and_then(|key| TABLE.get(&key))?;
    (count == words(name)).then_some(country)
}

fn words(name: &str) -> usize {
    name.split([' ', '-']).filter(|word| !word.is_empty()).count()
}

/// The cities that datelines name without a country.
pub fn standalone_cities() -> impl Iterator<Item = &'static str> {
    standalone().map(|(_, city)| city)
}

fn standalone() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(include_str!("standalone_cities.txt")).flat_map(|line| {
        let (country, cities) = line.split_once(' ').unwrap_or_default();
        cities.split(", ").map(move |city| (country, city))
    })
}

/// Whether a territory belongs to a country, both ISO 3166-1 alpha-2.
pub fn belongs_to(territory: &str, country: &str) -> bool {
    static TABLE: LazyLock<HashSet<(&'static str, &'static str)>> = LazyLock::new(|| {
        let of_line = |line: &'static str| {
            let (country, territories) = line.split_once(' ').unwrap_or_default();
            territories.split(' ').map(move |territory| (territory, country))
        };
        lines(include_str!("dependencies.txt")).flat_map(of_line).collect()
    });
    TABLE.contains(&(territory, country))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cities_and_territories_are_known() {
        assert_eq!(stands_alone("LONDON"), Some("GB"));
        assert_eq!((stands_alone("Georgetown"), stands_alone("GEORGE TOWN")), (Some("GY"), None));
        assert!(belongs_to("HK", "CN") && !belongs_to("CN", "HK"));
    }
}
