//! Which place is meant.

use std::borrow::Cow;

use super::draft::{PlaceKind, WrittenPlace};
use super::lex::Case;
use crate::Span;
use crate::gazetteer::{Area, City, Found, Site};
use crate::lexicon::{self, Languages};
use crate::text::Key;

/// How many other places of the name are given.
const ALTERNATIVES: usize = 3;
/// Where two places are closer than this, the story's own words decide.
const CLOSE_RACE: f32 = 10.0;
/// Of how many the spelling is looked at.
const NAMESAKES: usize = 4;
/// Bytes of the story that are asked.
const STORY_BYTES: usize = 1500;

/// Where the story was filed.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The words, with state or country where it is written: `NAJAF, Iraq`.
    pub span: Span,
    /// What is known of it. It has no name when it is no place of its own (`ABOARD AIR FORCE ONE`),
    /// and the name as it is written when the gazetteer does not know it.
    pub site: Site,
    /// Other places that the words may mean, the likeliest first.
    pub alternatives: Vec<Site>,
}

/// What else is known when a place is to be found.
pub(super) struct Context<'c> {
    pub text: &'c str,
    /// Where the story begins.
    pub body: usize,
    /// The countries that the agencies write for.
    pub countries: Vec<&'static str>,
    pub languages: Languages,
    /// Whether there is an agency or a date.
    pub strong: bool,
}

/// A place, and how sure the choice among its namesakes is, 0 to 1.
pub(super) fn resolve(place: &WrittenPlace, context: &Context<'_>) -> (Place, f32) {
    let text = context.text;
    if place.kind == PlaceKind::Somewhere {
        return (unknown(place, None, None), 1.0);
    }
    let areas: Vec<Area> =
        place.qualifiers.iter().flat_map(|it| it.areas.iter().copied()).collect();
    if !areas.is_empty() {
        let inside = |city: &&City| areas.iter().any(|&area| lies_in(city.area(), area));
        let mut cities: Vec<City> = place.found.cities().iter().filter(inside).copied().collect();
        // Every qualifier, if that leaves any: `SPRINGFIELD, Ill., USA`.
        let all = |city: &City| {
            place.qualifiers.iter().all(|it| {
                it.areas.is_empty() || it.areas.iter().any(|&area| lies_in(city.area(), area))
            })
        };
        if cities.iter().any(all) {
            cities.retain(all);
        }
        // `BETHLEHEM, Pa.` is no other name of Belém in Pará.
        let likely = |city: &City| city.weight() as f32 * if city.first_name { 8.0 } else { 1.0 };
        cities.sort_by(|a, b| likely(b).total_cmp(&likely(a)));
        return match cities.split_first() {
            Some((best, others)) => {
                (known(place, best.site(), others.iter().map(|it| it.site())), 1.0)
            }
            None => (unknown(place, Some(text), area_meant(&areas)), 0.7),
        };
    }
    if place.found.is_empty() {
        if context.strong
            && place.qualifiers.is_empty()
            && let Some(city) = misspelt(place.name.of(text))
        {
            return (known(place, city.site(), std::iter::empty()), 0.8);
        }
        return (unknown(place, Some(text), None), 0.5);
    }
    unqualified(place, context)
}

fn unqualified(place: &WrittenPlace, context: &Context<'_>) -> (Place, f32) {
    let name = place.name.of(context.text);
    let cities = place.found.cities();
    let key = if place.found.areas.is_empty() { None } else { Key::of(name) };
    if let Some(country) = place.found.country_meant(name) {
        // `KUWAIT`, `SINGAPORE`, `México` are cities too; `BAHRAIN` and `JORDAN` are not.
        let capital = cities
            .iter()
            .find(|city| city.area().country() == country.country() && city.weight() > 0);
        let site = capital.map_or_else(|| country.site(), |city| city.site());
        let others = cities.iter().filter(|city| Some(*city) != capital);
        return (known(place, site, others.map(|city| city.site())), 0.9);
    }
    // One that says where it is, though nobody knows it, does not stand alone: `BOSTON, Lincs. (PA)`
    let standalone = lexicon::stands_alone(name).filter(|_| place.qualifiers.is_empty());
    let mut race: Vec<(f32, City)> =
        cities.iter().map(|&city| (score(city, standalone, context), city)).collect();
    race.sort_by(|a, b| b.0.total_cmp(&a.0));
    if race.len() > 1 {
        for (score, city) in race.iter_mut().take(NAMESAKES) {
            // `Beaver Creek` is not `Beavercreek`.
            if city.first_name && words(&city.name()) != words(name) {
                *score *= 0.05;
            }
        }
        race.sort_by(|a, b| b.0.total_cmp(&a.0));
    }
    let Some(&(best, _)) = race.first() else {
        let mut areas = place.found.areas.iter().map(|area| area.site());
        let site = areas.next().expect("something was found");
        return (known(place, site, areas), 0.8);
    };
    let close = race.get(1).is_some_and(|&(second, _)| second * CLOSE_RACE > best);
    if close && standalone.is_none() {
        let story = Story::of(context, name);
        for (score, city) in &mut race {
            *score *= story.speaks_for(*city, name);
            if city.first_name {
                *score *= 2.0;
            }
        }
        race.sort_by(|a, b| b.0.total_cmp(&a.0));
    }
    let sum: f32 = race.iter().map(|(score, _)| score).sum();
    let share = race[0].0 / sum.max(1.0);
    // `CALIFORNIA (AP)` is the state, not the village.
    let region = place.found.areas.iter().find(|area| Key::of(area.name()) == key);
    if let Some(region) =
        region.filter(|_| race[0].1.weight() < 50_000 && context.countries.is_empty())
    {
        let others = race.iter().map(|(_, city)| city.site());
        return (known(place, region.site(), others), share);
    }
    let sites = race.iter().skip(1).map(|(_, city)| city.site());
    (known(place, race[0].1.site(), sites), share)
}

/// Whether a place is in an area, or in what belongs to that country: `HONG KONG, China`.
fn lies_in(area: Area, outer: Area) -> bool {
    area.is_in(outer)
        || (outer.is_country() && lexicon::belongs_to(area.country(), outer.country()))
}

fn words(name: &str) -> usize {
    name.split([' ', '-', '\'', '’', '.']).filter(|word| !word.is_empty()).count()
}

/// How likely a city is meant by its bare name.
fn score(city: City, standalone: Option<&str>, context: &Context<'_>) -> f32 {
    let mut score = city.weight() as f32 + 300.0;
    let country = city.area().country();
    match standalone {
        // `LONDON` needs no country, `LONDON, Ont.` does.
        // … and less so for an agency that has a country of its own: `SAN JUAN (Télam)`.
        Some(home) if home == country => {
            score *= if context.countries.is_empty() { 50.0 } else { 10.0 };
        }
        _ => {}
    }
    if context.languages != Languages::ALL && !city.first_name {
        // Its name in that language, perhaps.
        score *= 2.5;
    }
    if context.countries.contains(&country) {
        // Agencies at home name their country's towns alone, and those abroad with theirs.
        score *= if country == "US" { 3.0 } else { 60.0 };
    } else if context.countries.is_empty()
        && context.languages != Languages::ALL
        && lexicon::is_spoken(context.languages, country)
    {
        score *= 2.0;
    }
    score
}

/// What the story says about where it plays.
struct Story {
    areas: Vec<Area>,
    languages: Languages,
}

impl Story {
    fn of(context: &Context<'_>, own_name: &str) -> Self {
        let own_name = own_name.to_lowercase();
        let body = &context.text[context.body.min(context.text.len())..];
        let mut end = body.len().min(STORY_BYTES);
        while !body.is_char_boundary(end) {
            end -= 1;
        }
        let mut areas = Vec::new();
        let mut before: Option<&str> = None;
        let mut functions = Vec::new();
        for word in body[..end]
            .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '"' | '”'))
        {
            let word = word.trim_end_matches(['.', ':', '?', '!']);
            let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
            if !word.starts_with(char::is_uppercase) {
                functions.push(word);
                before = None;
                continue;
            }
            let two = before.map(|before| {
                let start = before.as_ptr() as usize - body.as_ptr() as usize;
                let end = word.as_ptr() as usize - body.as_ptr() as usize + word.len();
                &body[start..end]
            });
            for name in two.into_iter().chain([word]) {
                // `Kansas City` says nothing of Kansas.
                if name.len() > 3 && !begins_with(&own_name, name) {
                    areas.extend(Key::of(name).into_iter().flat_map(Area::named));
                }
            }
            before = Some(word);
        }
        Self { areas, languages: lexicon::language_of(&functions) }
    }

    fn speaks_for(&self, city: City, name: &str) -> f32 {
        let area = city.area();
        let named = self.areas.iter().filter(|&&named| area.is_in(named)).count();
        let mut factor = 1.0 + 8.0 * named as f32;
        if self.languages != Languages::ALL && lexicon::is_spoken(self.languages, area.country()) {
            factor *= 3.0;
        }
        // `San José` is not `San Jose`.
        if !name.is_ascii() && city.first_name && city.name() == name {
            factor *= 3.0;
        }
        factor
    }
}

/// Whether a name in small letters begins with another one, whatever its case.
fn begins_with(small: &str, other: &str) -> bool {
    let mut letters = small.chars();
    other.chars().flat_map(char::to_lowercase).all(|c| letters.next() == Some(c))
}

/// The prominent city that a misspelt name means: `WASINGTON`.
fn misspelt(name: &str) -> Option<City> {
    let meant = lexicon::standalone_cities().find(|city| lexicon::is_slip(name, city))?;
    Found::of(Key::of(meant)?).cities().first().copied()
}

/// Of several areas of one name, the one that a qualifier means: a country; else a state of the
/// United States, whose papers abbreviate them most.
fn area_meant(areas: &[Area]) -> Option<Area> {
    let country = areas.iter().copied().find(|area| area.is_country());
    let state = || areas.iter().copied().find(|area| area.country() == "US");
    country.or_else(state).or_else(|| areas.first().copied())
}

fn known(place: &WrittenPlace, site: Site, others: impl Iterator<Item = Site>) -> Place {
    Place { span: place.span, site, alternatives: others.take(ALTERNATIVES).collect() }
}

/// A place that the gazetteer does not have, in an area that it may have.
fn unknown(place: &WrittenPlace, text: Option<&str>, area: Option<Area>) -> Place {
    let site = area.map(Area::site).unwrap_or_default();
    let name = text.map(|text| {
        let name = place.name.of(text);
        if place.case == Case::Title { name.to_owned() } else { title_case(name) }
    });
    let site = Site { name: name.map(Cow::Owned), ..site };
    Place { span: place.span, site, alternatives: Vec::new() }
}

/// `MORRIS TOWNSHIP` as `Morris Township`.
fn title_case(name: &str) -> String {
    let mut title = String::with_capacity(name.len());
    let words = name.split_inclusive([' ', '-', '/']);
    for (number, word) in words.enumerate() {
        let small = word.to_lowercase();
        if number > 0 && lexicon::is_place_connector(small.trim_end_matches([' ', '-', '/'])) {
            title.push_str(&small);
            continue;
        }
        let mut inside = false;
        for c in word.chars() {
            if inside {
                title.extend(c.to_lowercase());
            } else {
                title.extend(c.to_uppercase());
            }
            inside = c.is_alphabetic() || matches!(c, '\'' | '’');
        }
    }
    title
}
