//! The kinds of entities, and sets of them.

use serde::{Deserialize, Serialize};

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum EntityKind {
    /// A person, real or not: `Bente Engesvik`.
    Person,
    /// A company, party, ministry, court, team, newspaper, band: `Reuters`, `the Senate`.
    Org,
    /// A country, city, region, river, sea, street: `Oslo`.
    Loc,
    /// A building, bridge, airport, stadium, prison, port: `Gardermoen Airport`.
    Fac,
    /// A nationality, ethnic, religious or political group: `Norwegian`, `Kurds`, `Democrats`.
    Norp,
    /// A product, vehicle, program: `Boeing 737`.
    Product,
    /// An event, war, law, treaty, award, work of art: `World Cup`.
    Misc,
    /// A day, month, year or decade: `Jan. 12`, `2010`.
    Date,
    /// An amount in a currency: `$34 million`.
    Money,
}

impl EntityKind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 9] = [
        Self::Person,
        Self::Org,
        Self::Loc,
        Self::Fac,
        Self::Norp,
        Self::Product,
        Self::Misc,
        Self::Date,
        Self::Money,
    ];

    /// Its name: `PERSON`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Org => "ORG",
            Self::Loc => "LOC",
            Self::Fac => "FAC",
            Self::Norp => "NORP",
            Self::Product => "PRODUCT",
            Self::Misc => "MISC",
            Self::Date => "DATE",
            Self::Money => "MONEY",
        }
    }

    /// The kind of that name.
    ///
    /// ```
    /// use copydesk::entities::EntityKind;
    ///
    /// assert_eq!(EntityKind::of_name("ORG"), Some(EntityKind::Org));
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A set of kinds.
///
/// ```
/// use copydesk::entities::{EntityKind, Kinds};
///
/// let kinds: Kinds = [EntityKind::Person, EntityKind::Org].into_iter().collect();
/// assert!(kinds.contains(EntityKind::Org) && !kinds.contains(EntityKind::Date));
/// assert!(Kinds::ALL.contains(EntityKind::Date));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Kinds(u16);

impl Kinds {
    /// Every kind.
    pub const ALL: Self = Self((1 << EntityKind::ALL.len()) - 1);
    /// None: entities are not looked for.
    pub const NONE: Self = Self(0);

    /// Whether a kind is in it.
    pub fn contains(self, kind: EntityKind) -> bool {
        self.0 >> kind as u16 & 1 == 1
    }

    /// Whether it holds none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds in it, in order.
    pub fn iter(self) -> impl Iterator<Item = EntityKind> {
        EntityKind::ALL.into_iter().filter(move |&kind| self.contains(kind))
    }
}

impl FromIterator<EntityKind> for Kinds {
    fn from_iter<I: IntoIterator<Item = EntityKind>>(kinds: I) -> Self {
        kinds.into_iter().fold(Self::NONE, |set, kind| Self(set.0 | 1 << kind as u16))
    }
}

impl Default for Kinds {
    fn default() -> Self {
        Self::ALL
    }
}
