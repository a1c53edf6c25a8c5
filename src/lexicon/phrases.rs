//! What words and phrases are known as: the lexicon, compiled in and read in place.
//!
//! `models/lexicon.bin` is written by `tools/lexicon`: the classes of phrases (first names, cities,
//! companies, head words of organisations, …) and the clusters of words.

use std::sync::LazyLock;

use super::packed::Table;
use crate::hash;
use crate::text::fold_char;

/// What a phrase is known as. Most are told apart by the model alone.
#[cfg_attr(not(feature = "train"), expect(dead_code))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    FirstMale,
    FirstFemale,
    Last,
    City1m,
    City100k,
    City15k,
    CityAlt,
    Country,
    State,
    Region,
    WaterMountain,
    LocHead,
    Facility,
    FacHead,
    Company,
    Media,
    Team,
    League,
    OrgIntl,
    OrgGov,
    Party,
    University,
    OrgHead,
    OrgTail,
    BrandProduct,
    Competition,
    Event,
    EventHead,
    Work,
    Norp,
    PersonFamous,
    PersonSuffix,
    Title,
    Currency,
    MonthDay,
}

impl Class {
    /// Every class, by its name in the tables.
    #[cfg(feature = "train")]
    pub const NAMES: [(&'static str, Self); 35] = [
        ("first_male", Self::FirstMale),
        ("first_female", Self::FirstFemale),
        ("last", Self::Last),
        ("city1m", Self::City1m),
        ("city100k", Self::City100k),
        ("city15k", Self::City15k),
        ("city_alt", Self::CityAlt),
        ("country", Self::Country),
        ("state", Self::State),
        ("region", Self::Region),
        ("water_mountain", Self::WaterMountain),
        ("loc_head", Self::LocHead),
        ("facility", Self::Facility),
        ("fac_head", Self::FacHead),
        ("company", Self::Company),
        ("media", Self::Media),
        ("team", Self::Team),
        ("league", Self::League),
        ("org_intl", Self::OrgIntl),
        ("org_gov", Self::OrgGov),
        ("party", Self::Party),
        ("university", Self::University),
        ("org_head", Self::OrgHead),
        ("org_tail", Self::OrgTail),
        ("brand_product", Self::BrandProduct),
        ("competition", Self::Competition),
        ("event", Self::Event),
        ("event_head", Self::EventHead),
        ("work", Self::Work),
        ("norp", Self::Norp),
        ("person_famous", Self::PersonFamous),
        ("person_suffix", Self::PersonSuffix),
        ("title", Self::Title),
        ("currency", Self::Currency),
        ("month_day", Self::MonthDay),
    ];
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Classes(pub u64);

impl Classes {
    /// What a word without a capital may be.
    const COMMON: u64 = 1 << Class::Title as u64
        | 1 << Class::Currency as u64
        | 1 << Class::OrgHead as u64
        | 1 << Class::OrgTail as u64
        | 1 << Class::LocHead as u64
        | 1 << Class::FacHead as u64
        | 1 << Class::EventHead as u64
        | 1 << Class::MonthDay as u64
        | 1 << Class::Norp as u64;

    pub fn has(self, class: Class) -> bool {
        self.0 >> class as u64 & 1 == 1
    }

    pub fn is_first_name(self) -> bool {
        self.has(Class::FirstMale) || self.has(Class::FirstFemale)
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that a word without a capital may have.
    pub fn common(self) -> Self {
        Self(self.0 & Self::COMMON)
    }

    /// The numbers of its classes.
    pub fn iter(self) -> impl Iterator<Item = u64> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let number = u64::from(rest.trailing_zeros());
            (rest != 0).then(|| {
                rest &= rest - 1;
                number
            })
        })
    }
}

/// What the keys of phrases begin with; of single words as they are written.
const PHRASE: u64 = 7;
const EXACT: u64 = 11;

struct Lexicon {
    /// Sets of classes by their number.
    sets: Vec<u64>,
    phrases: Option<Table<'static>>,
    clusters: Option<Table<'static>>,
    habits: Option<Table<'static>>,
}

static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| open(include_bytes!("../../models/lexicon.bin")));

fn open(file: &'static [u8]) -> Lexicon {
    let mut lexicon = Lexicon { sets: Vec::new(), phrases: None, clusters: None, habits: None };
    let Some((count, rest)) = file.split_first_chunk::<4>() else { return lexicon };
    let Some((sets, rest)) = rest.split_at_checked(8 * u32::from_le_bytes(*count) as usize) else {
        return lexicon;
    };
    lexicon.sets = sets
        .chunks_exact(8)
        .map(|it| it.iter().rev().fold(0, |set, &byte| set << 8 | u64::from(byte)))
        .collect();
    let Some((phrases, rest)) = Table::open(rest) else { return lexicon };
    lexicon.phrases = Some(phrases);
    let Some((clusters, rest)) = Table::open(rest) else { return lexicon };
    lexicon.clusters = Some(clusters);
    lexicon.habits = Table::open(rest).map(|it| it.0);
    lexicon
}

impl Lexicon {
    fn set(&self, key: u64) -> Option<Classes> {
        let number = self.phrases?.get(key)?;
        Some(Classes(self.sets.get(number as usize).copied().unwrap_or(0)))
    }
}

/// The key of a word by itself: by its small letters, or as it is written.
pub fn word_key(lower: u64) -> u64 {
    hash::pair(PHRASE, lower)
}

/// The key of an acronym, which only counts as it is written.
#[cfg(feature = "train")]
pub fn acronym_key(exact: u64) -> u64 {
    hash::pair(EXACT, exact)
}

/// The key of a phrase with one more word.
pub fn longer_key(key: u64, lower: u64) -> u64 {
    hash::pair(key, lower)
}

/// What a phrase is known as: nothing for one that only begins others, `None` for one that does not.
pub fn phrase(key: u64) -> Option<Classes> {
    LEXICON.set(key)
}

/// What a word is by itself, by its small letters; and as it is written, for one in capitals.
pub fn classes(lower: u64, exact: Option<u64>) -> Classes {
    let acronym = exact.and_then(|exact| LEXICON.set(hash::pair(EXACT, exact)));
    acronym.or_else(|| LEXICON.set(word_key(lower))).unwrap_or_default()
}

/// How many clusterings there are, and bits of each.
pub const CLUSTERINGS: usize = 3;
pub const CLUSTER_BITS: [u32; CLUSTERINGS] = [8, 10, 12];
/// The cluster of a word that is not known.
pub const NO_CLUSTER: u16 = u16::MAX;

/// The clusters of a word by its small letters.
pub fn clusters(lower: u64) -> [u16; CLUSTERINGS] {
    let Some(mut all) = LEXICON.clusters.and_then(|it| it.get(lower)) else {
        return [NO_CLUSTER; CLUSTERINGS];
    };
    CLUSTER_BITS.map(|bits| {
        let cluster = all & ((1 << bits) - 1);
        all >>= bits;
        cluster as u16
    })
}

/// How a word is written in English at large, by its small letters.
pub fn habit(lower: u64) -> Option<u8> {
    LEXICON.habits?.get(lower).map(|it| it as u8)
}

/// Whose given name a word is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GivenName {
    pub male: bool,
    pub female: bool,
}

/// Whose given name a word is, in any case.
pub fn given_name(word: &str) -> GivenName {
    let mut lower = String::with_capacity(word.len());
    for c in word.chars() {
        fold_char(c, |c| lower.push(c));
    }
    let classes = classes(hash::word(lower.as_bytes()), None);
    GivenName { male: classes.has(Class::FirstMale), female: classes.has(Class::FirstFemale) }
}
