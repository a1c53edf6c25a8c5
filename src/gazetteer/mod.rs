//! Places by name: cities, regions and countries of the world.
//!
//! The data are `GeoNames`' cities of 500 inhabitants and more, the names that the larger ones have
//! in other languages and scripts, the divisions and countries that they lie in, and a supplement of
//! places that datelines name (`SOURCES.md` beside this file names sources and licences). They are
//! compiled in and read in place: there is nothing to load.

mod format;

#[cfg(any(test, feature = "pack"))]
#[doc(hidden)]
pub mod pack;
mod symbols;

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::text::Key;
use format::{File, NONE, Named};

/// Kinds of areas.
const COUNTRY: u8 = 0;
#[cfg(any(test, feature = "pack"))]
const REGION: u8 = 1;
const DISTRICT: u8 = 2;
/// A city of so many inhabitants is not taken for a country that some language calls as it; one of so
/// many not even by another name in another script.
const WELL_KNOWN: u32 = 50_000;
const METROPOLIS: u32 = 500_000;

static FILE: LazyLock<File<'static>> = LazyLock::new(|| File::new(include_bytes!("gazetteer.bin")));

/// What is known of a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Site {
    /// Its name: English where English has one of its own.
    pub name: Option<Cow<'static, str>>,
    /// The first-order division that it lies in, or is: `Bavaria`.
    pub region: Option<Cow<'static, str>>,
    /// The division's ISO 3166-2 code without the country, which is the postal code in the United
    /// States, Canada and Australia: `CA`.
    pub region_code: Option<Cow<'static, str>>,
    /// The country, ISO 3166-1 alpha-2: `NO`.
    pub country: Option<Cow<'static, str>>,
    /// Degrees north and east; countries and regions have none.
    pub coordinates: Option<(f64, f64)>,
    /// The number in `GeoNames`, where it has one.
    pub geonames_id: Option<u32>,
}

/// The places of a name, in any spelling and in many languages: the country that bears it, then
/// cities by population, then countries and regions that some language calls so.
///
/// ```
/// use copydesk::gazetteer;
///
/// let georgetowns = gazetteer::lookup("GEORGETOWN");
/// assert!(georgetowns.iter().any(|site| site.country.as_deref() == Some("GY")));
/// assert_eq!(gazetteer::lookup("Genf")[0].name.as_deref(), Some("Geneva"));
/// ```
pub fn lookup(name: &str) -> Vec<Site> {
    let Some(key) = Key::of(name) else {
        return Vec::new();
    };
    let found = Found::of(key);
    let first = found.country_meant(name);
    let areas = |countries: bool| {
        let others = found.areas.iter().copied().filter(move |area| Some(*area) != first);
        others.filter(move |area| area.is_country() == countries).map(Area::site)
    };
    let cities = found.cities().iter().map(|city| city.site());
    let first = first.into_iter().map(Area::site);
    first.chain(cities).chain(areas(true)).chain(areas(false)).collect()
}

/// The place that a name most often means: the first of [`lookup`], without looking at the others.
///
/// ```
/// use copydesk::gazetteer;
///
/// assert_eq!(gazetteer::first("OSLO").and_then(|site| site.country).as_deref(), Some("NO"));
/// assert!(gazetteer::first("Nowhere at all").is_none());
/// ```
pub fn first(name: &str) -> Option<Site> {
    let found = Found::of(Key::of(name)?);
    let city = || found.cities.first().map(|city| city.site());
    found
        .country_meant(name)
        .map(Area::site)
        .or_else(city)
        .or_else(|| found.areas.first().map(|area| area.site()))
}

/// A city in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct City {
    number: u32,
    /// Whether it was found by its first name, and not by another one.
    pub first_name: bool,
    population: u32,
}

impl City {
    pub fn population(self) -> u32 {
        self.population
    }

    /// How much speaks for it among its namesakes: inhabitants, but fewer when the name is not its
    /// first one.
    pub fn weight(self) -> u32 {
        if self.first_name { self.population() } else { self.population() / 5 }
    }

    /// The finest area that is known to hold it.
    pub fn area(self) -> Area {
        Area(FILE.area_of(self.number))
    }

    pub fn name(self) -> String {
        FILE.name(self.number)
    }

    pub fn site(self) -> Site {
        let record = FILE.place(self.number);
        let area = Area(record.area);
        let region = area.region();
        Site {
            name: Some(self.name().into()),
            region: region.map(|region| region.name().into()),
            region_code: region.and_then(Area::code),
            country: Some(area.country().into()),
            coordinates: Some((record.latitude, record.longitude)),
            geonames_id: (record.id > 0).then_some(record.id),
        }
    }
}

/// A country, region or district.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area(u16);

impl Area {
    /// The areas that a name names.
    pub fn named(key: Key) -> impl Iterator<Item = Self> {
        FILE.named(key).filter_map(|named| match named {
            Named::Area(number) => Some(Self(number)),
            Named::Place { .. } => None,
        })
    }

    pub fn is_country(self) -> bool {
        FILE.area_kind(self.0) == COUNTRY
    }

    pub fn country(self) -> &'static str {
        FILE.area_country(self.0)
    }

    pub fn name(self) -> &'static str {
        FILE.area_name(self.0)
    }

    /// The region that it is, or lies in.
    fn region(self) -> Option<Self> {
        match FILE.area_kind(self.0) {
            COUNTRY => None,
            DISTRICT => Some(Self(FILE.area_parent(self.0))),
            _ => Some(self),
        }
    }

    fn code(self) -> Option<Cow<'static, str>> {
        let code = FILE.area_code(self.0);
        (!code.is_empty()).then_some(code.into())
    }

    /// Whether it is `outer`, or lies in it.
    pub fn is_in(self, outer: Self) -> bool {
        let mut area = self;
        while area != outer {
            let parent = FILE.area_parent(area.0);
            if parent == NONE {
                return false;
            }
            area = Self(parent);
        }
        true
    }

    pub fn site(self) -> Site {
        let region = self.region();
        Site {
            name: Some(self.name().into()),
            region: region.map(|region| region.name().into()),
            region_code: region.and_then(Self::code),
            country: Some(self.country().into()),
            coordinates: None,
            geonames_id: None,
        }
    }
}

/// All that a name names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    cities: Vec<City>,
    pub areas: Vec<Area>,
}

impl Found {
    pub fn of(key: Key) -> Self {
        let mut found = Self::default();
        for named in FILE.named(key) {
            match named {
                Named::Place { number, first_name } => {
                    let population = FILE.population_of(number);
                    found.cities.push(City { number, first_name, population });
                }
                Named::Area(number) => found.areas.push(Area(number)),
            }
        }
        found.cities.sort_by_key(|city| std::cmp::Reverse(city.weight()));
        found
    }

    pub fn is_empty(&self) -> bool {
        self.cities.is_empty() && self.areas.is_empty()
    }

    /// The country that a name means before any city. `Granada` is Spanish for Grenada, but a city;
    /// so is عمان, which is Amman and Oman.
    pub fn country_meant(&self, name: &str) -> Option<Area> {
        let latin = name.starts_with(|c: char| c < '\u{250}');
        let large = self.cities.iter().any(|city| {
            let first = city.first_name && city.population() >= WELL_KNOWN;
            first || (!latin && city.population() >= METROPOLIS)
        });
        let mut countries = self.areas.iter().copied().filter(|area| area.is_country());
        countries.find(|area| !large || Key::of(area.name()) == Key::of(name))
    }

    /// The cities, the one that is most often meant first.
    pub fn cities(&self) -> &[City] {
        &self.cities
    }
}
