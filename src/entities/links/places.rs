//! Where the places are.
//!
//! What stands behind a name decides (`Oujda, Morocco`), then the dateline, then the countries and
//! regions that the text speaks of, then the number of inhabitants. Names of one place are joined.

use std::borrow::Cow;
use std::collections::HashMap;

use super::groups::{Groups, NONE};
use super::reading::{Reading, Spelled};
use crate::dateline::{Dateline, Place};
use crate::entities::EntityKind;
use crate::gazetteer::{Area, City, Found, Site};
use crate::lexicon::{self, Keyed};
use crate::text::Key;

/// How many other places of the name are given.
const ALTERNATIVES: usize = 3;
/// Of how many namesakes the likeliest is sought.
const NAMESAKES: usize = 24;
/// A city smaller than this gives way to a region of its name.
const TOWN: u32 = 50_000;
/// One smaller than this, to a better known one.
const METROPOLIS: u32 = 500_000;
/// A village smaller than this is not meant unless the text speaks of its country.
const VILLAGE: f32 = 5_000.0;

/// How much more a city is meant that stands in datelines without its country …
const STANDS_ALONE: f32 = 8.0;
/// … and one of the country that the story was filed in.
const FILED_THERE: f32 = 3.0;

/// … and what each other city of its country tells.
const CITY_NEAR: f32 = 2.0;
/// A city is sure if it has so many times the inhabitants of its namesakes in other countries.
const SURE: u32 = 5;

/// The places of a text, by their names.
pub(super) struct Places {
    by_key: HashMap<Key, Resolved, Keyed>,
    /// Those that the text itself says are other ones: `Paris, Texas` where `Paris` is spoken of.
    apart: HashMap<Key, Resolved, Keyed>,
    /// The countries of buildings.
    countries: HashMap<Key, Cow<'static, str>, Keyed>,
}

#[derive(Clone)]
struct Resolved {
    site: Site,
    alternatives: Vec<Site>,
}

/// Finds the places, and joins the groups of names that are one place.
pub(super) fn find(
    reading: &Reading<'_>,
    groups: &mut Groups,
    dateline: Option<&Dateline>,
) -> Places {
    let context = Context::of(reading, dateline);
    let mut by_key: HashMap<Key, Resolved, Keyed> = HashMap::default();
    let mut order: Vec<(Key, usize)> = Vec::new();
    for number in 0..reading.names.len() {
        let name = &reading.names[number];
        if name.kind != EntityKind::Loc || by_key.contains_key(&name.key) {
            continue;
        }
        if let Some(resolved) = context.resolve(reading, number) {
            by_key.insert(name.key, resolved);
            order.push((name.key, number));
        }
    }
    let apart = set_apart(reading, groups, &context, &by_key);
    // `Bombay` is Mumbai: one number in GeoNames.
    let mut by_id: HashMap<Key, usize, Keyed> = HashMap::default();
    for (key, number) in order {
        let Some(resolved) = by_key.get(&key) else { continue };
        let site = &resolved.site;
        let Some(id) = site.geonames_id else { continue };
        let id = Key(u64::from(id));
        match by_id.get(&id) {
            Some(&other) => {
                let (a, b) = (groups.of(other), groups.of(number));
                if a != NONE && b != NONE && a != b {
                    groups.join(a, b);
                }
            }
            None => {
                by_id.insert(id, number);
            }
        }
    }
    let countries = countries_of_buildings(reading, &by_key);
    Places { by_key, apart, countries }
}

/// Sets names apart from others of the same words that are elsewhere: `Paris, Texas`, where the text
/// speaks of Paris; `Atlanta, Georgia`, where it speaks of the country. By the numbers of the names.
fn set_apart(
    reading: &Reading<'_>,
    groups: &mut Groups,
    context: &Context<'_>,
    by_key: &HashMap<Key, Resolved, Keyed>,
) -> HashMap<Key, Resolved, Keyed> {
    let mut apart: HashMap<Key, Resolved, Keyed> = HashMap::default();
    // Their groups, by their words and countries and regions.
    let mut known: HashMap<(Key, Codes), u32> = HashMap::default();
    for number in 0..reading.names.len() {
        let name = &reading.names[number];
        if name.kind != EntityKind::Loc {
            continue;
        }
        let Some(usual) = by_key.get(&name.key) else { continue };
        let qualified = qualifier(reading, number).is_some();
        let own = match number.checked_sub(1) {
            _ if qualified => context.resolve(reading, number),
            Some(before) => around(reading, before, number),
            None => None,
        };
        let Some(own) = own.filter(|own| own.site != usual.site) else { continue };
        let place = (own.site.country.clone(), own.site.region_code.clone());
        let group = *known.entry((name.key, place)).or_insert_with(|| groups.add());
        groups.put(number, group);
        apart.insert(Key(number as u64), own);
    }
    apart
}

/// A country and a region, by their codes.
type Codes = (Option<Cow<'static, str>>, Option<Cow<'static, str>>);

/// The area that a name behind a comma says another place lies in.
fn around(reading: &Reading<'_>, inner: usize, number: usize) -> Option<Resolved> {
    if reading.names[inner].kind != EntityKind::Loc {
        return None;
    }
    let outer = lexicon::usual_place(qualifier(reading, inner)?);
    if Some(outer) != reading.names[number].name_key().map(lexicon::usual_place) {
        return None;
    }
    let found = Found::of(lexicon::usual_place(reading.names[inner].name_key()?));
    let city = found.cities().iter().take(NAMESAKES);
    let mut areas = city.flat_map(|city| {
        Area::named(outer).filter(|&area| city.area() == area || city.area().is_in(area))
    });
    Some(resolved(areas.next()?.site(), [].iter(), &[]))
}

/// The countries of buildings that say where they stand: `Harbour Bridge in Oslo`.
fn countries_of_buildings(
    reading: &Reading<'_>,
    places: &HashMap<Key, Resolved, Keyed>,
) -> HashMap<Key, Cow<'static, str>, Keyed> {
    let mut countries = HashMap::default();
    for pair in reading.names.windows(2) {
        let [name, next] = pair else { continue };
        let beside = next.tokens.0.checked_sub(name.tokens.1) == Some(1)
            && matches!(reading.token(name.tokens.1), "," | "in");
        if name.kind == EntityKind::Fac
            && next.kind == EntityKind::Loc
            && beside
            && let Some(country) = places.get(&next.key).and_then(|it| it.site.country.clone())
        {
            countries.entry(name.key).or_insert(country);
        }
    }
    countries
}

impl Places {
    /// The place of names, and its country.
    pub fn of(
        &self,
        reading: &Reading<'_>,
        names: &[usize],
    ) -> (Option<Place>, Option<Cow<'static, str>>) {
        // The group of a name that was set apart has only such ones.
        let apart = names.first().and_then(|&name| self.apart.get(&Key(name as u64)));
        let keys = || names.iter().take(64).map(|&name| reading.names[name].key);
        let resolved = apart.or_else(|| keys().find_map(|key| self.by_key.get(&key)));
        let Some(resolved) = resolved else {
            return (None, keys().find_map(|key| self.countries.get(&key)).cloned());
        };
        let span = reading.names[names[0]].span;
        let Resolved { site, alternatives } = resolved.clone();
        let country = site.country.clone();
        (Some(Place { span, site, alternatives }), country)
    }
}

/// What the text says about where it plays.
struct Context<'d> {
    dateline: Option<&'d Dateline>,
    /// How often countries are named, by their code.
    countries: HashMap<&'static str, u32>,
    /// How many cities are named that hardly lie elsewhere, by their countries' codes.
    cities: HashMap<&'static str, u32>,
    /// The regions that are named.
    regions: Vec<Area>,
}

/// No more regions are kept in mind.
const MOST_REGIONS: usize = 32;

impl<'d> Context<'d> {
    fn of(reading: &Reading<'_>, dateline: Option<&'d Dateline>) -> Self {
        let mut context = Self {
            dateline,
            countries: HashMap::new(),
            cities: HashMap::new(),
            regions: Vec::new(),
        };
        let mut seen: HashMap<Key, Option<&'static str>, Keyed> = HashMap::default();
        for name in &reading.names {
            let country = match name.kind {
                EntityKind::Norp => *seen.entry(name.key).or_insert_with(|| {
                    lexicon::demonym(name.span.of(reading.source)).map(|it| it.country)
                }),
                EntityKind::Loc => {
                    let known = seen.get(&name.key).copied();
                    known.unwrap_or_else(|| {
                        let country = context.look_up(reading, name);
                        seen.insert(name.key, country);
                        country
                    })
                }
                _ => None,
            };
            if let Some(country) = country {
                *context.countries.entry(country).or_default() += 1;
            }
        }
        let places = dateline.into_iter().flat_map(|dateline| &dateline.places);
        for place in places {
            if let Some(Cow::Borrowed(code)) = place.site.country {
                *context.countries.entry(code).or_default() += 2;
            }
        }
        context
    }

    /// The country that a name is; a region is kept in mind.
    fn look_up(&mut self, reading: &Reading<'_>, name: &Spelled) -> Option<&'static str> {
        let key = name.name_key().map(lexicon::usual_place);
        let found = key.map(Found::of).unwrap_or_default();
        let country = found.country_meant(name.span.of(reading.source)).map(Area::country);
        let is_city = found.cities().first().is_some_and(|it| it.weight() >= TOWN);
        if country.is_none() && !is_city {
            let room = MOST_REGIONS - self.regions.len().min(MOST_REGIONS);
            let own = |area: &&Area| Key::of(area.name()) == key;
            self.regions.extend(found.areas.iter().filter(own).take(room));
        }
        if country.is_none()
            && let Some(country) = only_country(found.cities())
        {
            *self.cities.entry(country).or_default() += 1;
        }
        country
    }

    fn resolve(&self, reading: &Reading<'_>, number: usize) -> Option<Resolved> {
        let name = &reading.names[number];
        let words = name.span.of(reading.source);
        // `Oujda, Morocco` as one name.
        let (own, inside) = match words.split_once(", ") {
            Some((own, qualifier)) => (own, Key::of(qualifier)),
            None => (words, None),
        };
        let key =
            lexicon::usual_place(if inside.is_some() { Key::of(own)? } else { name.name_key()? });
        if let Some(place) = self.in_dateline(key, words) {
            let Place { site, alternatives, .. } = place.clone();
            return site.name.is_some().then_some(Resolved { site, alternatives });
        }
        if lexicon::is_no_place(key) {
            return None;
        }
        let found = Found::of(key);
        if found.is_empty() {
            return None;
        }
        let is_inside = inside.is_some();
        let qualifier = inside.or_else(|| qualifier(reading, number));
        let areas: Vec<Area> =
            qualifier.into_iter().flat_map(|key| Area::named(lexicon::usual_place(key))).collect();
        let inside = |area: Area| areas.iter().any(|&outer| area != outer && area.is_in(outer));
        let cities = &found.cities()[..found.cities().len().min(NAMESAKES)];
        if !areas.is_empty() {
            if let Some(city) =
                cities.iter().find(|city| inside(city.area()) || areas.contains(&city.area()))
            {
                return Some(resolved(city.site(), cities.iter().filter(|it| *it != city), &[]));
            }
            if let Some(&area) = found.areas.iter().find(|&&area| inside(area)) {
                return Some(resolved(area.site(), cities.iter(), &[]));
            }
        }
        // `Oujda, Morocco` where there is no Oujda in Morocco, or no Morocco.
        if is_inside {
            let area = areas.first()?;
            let site = Site { name: Some(own.to_owned().into()), ..area.site() };
            return Some(Resolved { site, alternatives: Vec::new() });
        }
        let country = found.country_meant(own);
        // Georgia, where everything else is in America.
        if let Some(country) = country {
            let spoken = |code: &str| self.countries.get(code).copied().unwrap_or(0);
            let own_count = spoken(country.country());
            let state =
                found.areas.iter().find(|area| !area.is_country() && area.country() == "US");
            if let Some(state) = state
                && own_count <= 1
                && (spoken("US") > 2 || self.regions.iter().any(|it| it.country() == "US"))
            {
                return Some(resolved(state.site(), cities.iter(), &[country]));
            }
            return Some(resolved(country.site(), cities.iter(), &[]));
        }
        self.likeliest(own, key, &found, cities)
    }

    /// Whether the story was filed in a country.
    fn is_filed_in(&self, country: &str) -> bool {
        let places = self.dateline.into_iter().flat_map(|dateline| &dateline.places);
        places.into_iter().any(|place| place.site.country.as_deref() == Some(country))
    }

    fn in_dateline(&self, key: Key, words: &str) -> Option<&'d Place> {
        let places = self.dateline.into_iter().flat_map(|dateline| &dateline.places);
        let mut places = places.filter(|place| place.site.name.is_some());
        let is = |name: &str| Key::of(name).map(lexicon::usual_place) == Some(key);
        places.find(|place| {
            let name = place.site.name.as_deref().unwrap_or_default();
            is(name) || words.len() > 3 && Key::of(words) == Key::of(name)
        })
    }

    fn likeliest(&self, words: &str, key: Key, found: &Found, cities: &[City]) -> Option<Resolved> {
        let standalone = lexicon::stands_alone(words);
        let mut race: Vec<(f32, City)> = cities
            .iter()
            .map(|&city| {
                let country = city.area().country();
                let spoken = self.countries.get(country).copied().unwrap_or(0);
                let mut score = city.weight() as f32 + 300.0;
                if standalone == Some(country) {
                    score *= STANDS_ALONE;
                }
                score *= 1.0 + 8.0 * (spoken.min(4) as f32);
                let near = self.cities.get(country).copied().unwrap_or(0);
                score *= 1.0 + CITY_NEAR * (near.min(4) as f32);
                if self.is_filed_in(country) {
                    score *= FILED_THERE;
                }
                if self.regions.iter().any(|&it| city.area() != it && city.area().is_in(it)) {
                    score *= 10.0;
                }
                (score, city)
            })
            .collect();
        race.sort_by(|a, b| b.0.total_cmp(&a.0));
        let spoken = |code: &str| self.countries.contains_key(code);
        let own = found.areas.iter().filter(|area| Key::of(area.name()) == Some(key));
        // Of several the one whose country is spoken of, else the American one, else the first.
        let region = own.rev().max_by_key(|it| (spoken(it.country()), it.country() == "US"));
        let region = region.or(found.areas.first().filter(|_| race.is_empty()));
        // `Florida` is the state, not the town in Cuba, unless Cuba is spoken of.
        let gives_way = |city: City, region: Area| {
            let known = region.country() == "US" || spoken(region.country());
            city.weight() < TOWN
                || known && city.weight() < METROPOLIS && !spoken(city.area().country())
        };
        if let Some(&region) = region
            && race.first().is_none_or(|&(_, city)| gives_way(city, region))
        {
            return Some(resolved(region.site(), cities.iter(), &[]));
        }
        let &(best, city) = race.first()?;
        // American villages are called as everything.
        let area = city.area();
        let small = area.country() == "US"
            && (city.weight() as f32) < VILLAGE
            && !self.regions.iter().any(|&it| area.is_in(it));
        if best < VILLAGE || small {
            return None;
        }
        let others = race.iter().skip(1).map(|(_, city)| city);
        Some(resolved(city.site(), others, &[]))
    }
}

/// The country of cities of one name, if hardly another one is meant.
fn only_country(cities: &[City]) -> Option<&'static str> {
    let country = cities.first()?.area().country();
    let weight = |city: &City| city.weight();
    let here = cities.iter().filter(|it| it.area().country() == country).map(weight).max()?;
    let others = cities.iter().filter(|it| it.area().country() != country).map(weight).max();
    let is_sure = here as f32 >= VILLAGE && here / SURE >= others.unwrap_or(0);
    is_sure.then_some(country)
}

/// What stands behind a name and may say where it is: `, Morocco`, `(Morocco)`.
fn qualifier(reading: &Reading<'_>, number: usize) -> Option<Key> {
    let (name, next) = (&reading.names[number], reading.names.get(number + 1)?);
    let between = next.tokens.0.checked_sub(name.tokens.1)?;
    let mark = reading.token(name.tokens.1);
    (between == 1 && matches!(mark, "," | "(") && next.kind == EntityKind::Loc)
        .then(|| next.name_key())
        .flatten()
}

fn resolved<'c>(site: Site, cities: impl Iterator<Item = &'c City>, areas: &[Area]) -> Resolved {
    let areas = areas.iter().map(|area| area.site());
    let alternatives = areas.chain(cities.map(|city| city.site()));
    let other = |other: &Site| *other != site;
    let alternatives = alternatives.filter(other).take(ALTERNATIVES).collect();
    Resolved { site, alternatives }
}
