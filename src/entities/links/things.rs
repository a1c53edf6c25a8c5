//! Which names are of one organisation, place, product, event.
//!
//! Names of the same words are one; so are those that a table knows as one. Then the longest names
//! found things, and shorter ones are given to them: acronyms, beginnings, ends.

use std::collections::HashMap;

use super::groups::{Groups, NONE};
use super::reading::{Reading, Word};
use crate::entities::EntityKind;
use crate::gazetteer::{Area, Found};
use crate::lexicon::{self, Keyed, Tail};
use crate::text::Key;

/// So many things that begin or end with a word are kept in mind.
const MOST_BEARERS: usize = 12;
/// An acronym has no more letters.
const LONGEST_ACRONYM: usize = 8;
/// Of longer names no initials are taken.
const MOST_INITIALS: usize = 12;

/// Gathers the names of everything but people.
pub(super) fn gather(reading: &Reading<'_>, groups: &mut Groups) {
    for kinds in [
        &[EntityKind::Org][..],
        &[EntityKind::Loc],
        &[EntityKind::Fac],
        &[EntityKind::Norp],
        &[EntityKind::Product],
        &[EntityKind::Misc],
        &[EntityKind::Date],
        &[EntityKind::Money],
    ] {
        let all = (0..reading.names.len()).filter(|&it| kinds.contains(&reading.names[it].kind));
        Things::new(reading, kinds[0]).gather(all.collect(), groups);
    }
    join_brackets(reading, groups);
}

/// Something, while names are being gathered.
struct Thing {
    group: u32,
    /// The name that founded it.
    name: usize,
    /// The last name that was its.
    last: Option<usize>,
}

struct Things<'r, 't> {
    reading: &'r Reading<'t>,
    kind: EntityKind,
    all: Vec<Thing>,
    /// By their words, in whatever order.
    by_words: HashMap<u64, u32, Keyed>,
    /// By first and last word.
    bearers: HashMap<Key, Vec<u32>, Keyed>,
    /// By initials; `None` where two things have the same.
    by_initials: HashMap<u64, Option<u32>, Keyed>,
}

/// What a spelling is given to.
#[derive(Clone, Copy)]
enum Given {
    To(u32),
    /// To whichever of several was named last.
    ToLast,
}

impl<'r, 't> Things<'r, 't> {
    fn new(reading: &'r Reading<'t>, kind: EntityKind) -> Self {
        Self {
            reading,
            kind,
            all: Vec::new(),
            by_words: HashMap::default(),
            bearers: HashMap::default(),
            by_initials: HashMap::default(),
        }
    }

    fn gather(mut self, all: Vec<usize>, groups: &mut Groups) {
        let mut forms: HashMap<Key, Given, Keyed> = HashMap::default();
        let mut firsts: Vec<usize> = Vec::new();
        for &name in &all {
            if forms.insert(self.reading.names[name].key, Given::ToLast).is_none() {
                firsts.push(name);
            }
        }
        firsts.sort_by_key(|&name| (std::cmp::Reverse(self.length(name)), name));
        for name in firsts {
            let given = match self.known(name) {
                Some(given) => given,
                None => Given::To(self.add(name, groups)),
            };
            forms.insert(self.reading.names[name].key, given);
        }
        for name in all {
            let given = forms.get(&self.reading.names[name].key).copied();
            let thing = match given {
                Some(Given::To(thing)) => thing,
                _ => match self.last_bearer(name) {
                    Some(thing) => thing,
                    None => self.add(name, groups),
                },
            };
            self.all[thing as usize].last = Some(name);
            groups.put(name, self.all[thing as usize].group);
        }
    }

    fn length(&self, name: usize) -> usize {
        core(self.reading, name).iter().filter(|word| !word.is_small).count()
    }

    /// Whether names of this kind have short forms.
    fn has_short_forms(&self) -> bool {
        !matches!(self.kind, EntityKind::Norp | EntityKind::Date | EntityKind::Money)
    }

    /// What a spelling is another form of.
    fn known(&self, name: usize) -> Option<Given> {
        if let Some(&thing) = self.by_words.get(&self.identity(name)) {
            return Some(Given::To(thing));
        }
        if !self.has_short_forms() {
            return None;
        }
        let reading = self.reading;
        let words = core(reading, name);
        if let Some(letters) = acronym(reading, name)
            && let Some(&Some(thing)) = self.by_initials.get(&letters)
        {
            return Some(Given::To(thing));
        }
        let mut fitting = self.candidates(words).filter(|&thing| self.is_short_of(thing, name));
        match (fitting.next(), fitting.next()) {
            (None, _) => None,
            (Some(thing), None) => Some(Given::To(thing)),
            (Some(_), Some(_)) => Some(Given::ToLast),
        }
    }

    fn candidates(&self, words: &[Word]) -> impl Iterator<Item = u32> + '_ {
        let of = |word: Option<&Word>| {
            word.and_then(|word| self.bearers.get(&word.key)).map_or(&[][..], Vec::as_slice)
        };
        // Behind a country, names begin anew.
        let (first, last) = (of(words.first()), of(words.last()));
        first.iter().chain(last.iter().filter(|it| !first.contains(it))).copied()
    }

    /// Of the things that a short name may mean the one that was named last.
    fn last_bearer(&self, name: usize) -> Option<u32> {
        let fitting = self.candidates(core(self.reading, name));
        let fitting = fitting.filter(|&thing| self.is_short_of(thing, name));
        // Of things that come later only, the first.
        fitting.max_by_key(|&thing| {
            let thing = &self.all[thing as usize];
            (thing.last.map_or(0, |last| last + 1), std::cmp::Reverse(thing.name))
        })
    }

    fn add(&mut self, name: usize, groups: &mut Groups) -> u32 {
        let thing = self.all.len() as u32;
        self.all.push(Thing { group: groups.add(), name, last: None });
        let identity = self.identity(name);
        self.by_words.entry(identity).or_insert(thing);
        if !self.has_short_forms() {
            return thing;
        }
        let words = core(self.reading, name);
        let second = words.iter().find(|word| !self.is_of_place(word));
        let ends = [words.first(), words.last(), second].map(|word| word.map(|word| word.key));
        for key in ends.into_iter().flatten() {
            let bearers = self.bearers.entry(key).or_default();
            if bearers.len() < MOST_BEARERS && !bearers.contains(&thing) {
                bearers.push(thing);
            }
        }
        for letters in initials(self.reading, name).into_iter().flatten() {
            let same = |known: &mut Option<u32>| {
                if *known != Some(thing) {
                    *known = None;
                }
            };
            self.by_initials.entry(letters).and_modify(same).or_insert(Some(thing));
        }
        thing
    }

    /// The same for names that mean the same whatever else the text says.
    fn identity(&self, name: usize) -> u64 {
        let spelled = &self.reading.names[name];
        let words = self.reading.words(name);
        match self.kind {
            EntityKind::Loc => {
                // `Oujda` in `Oujda, Morocco`
                let written = spelled.span.of(self.reading.source);
                let town = written.split_once(", ").and_then(|(town, _)| Key::of(town));
                lexicon::usual_place(town.unwrap_or(spelled.key)).0
            }
            EntityKind::Norp => {
                let known = lexicon::demonym(spelled.span.of(self.reading.source));
                known.map_or_else(|| self.without_plural(name), |it| u64::from(it.people) | 1 << 62)
            }
            EntityKind::Date | EntityKind::Money => spelled.key.0,
            _ => {
                let usual = lexicon::usual_organisation(spelled.key);
                if usual != spelled.key || words.len() < 2 {
                    return usual.0;
                }
                // `University of Bergen`, `Bergen University`
                let core = core(self.reading, name);
                let mut counted = core.iter().filter(|word| !word.is_small);
                let Some(first) = counted.next() else { return spelled.key.0 };
                let rest = counted.map(|word| word.key.0);
                match rest.fold((first.key.0, 1), |(sum, n), key| (sum.wrapping_add(key), n + 1)) {
                    (key, 1) => lexicon::usual_organisation(Key(key)).0,
                    (sum, _) if core.iter().any(|it| it.is_small) || core.len() < words.len() => {
                        lexicon::usual_organisation(Key(sum)).0
                    }
                    (sum, _) => sum,
                }
            }
        }
    }

    /// `Kurds` as `Kurd`.
    fn without_plural(&self, name: usize) -> u64 {
        let spelled = &self.reading.names[name];
        let words = spelled.span.of(self.reading.source);
        let one = words.strip_suffix('s').filter(|one| one.len() > 3).and_then(Key::of);
        one.unwrap_or(spelled.key).0
    }

    /// Whether a name may be a short form of a thing's.
    fn is_short_of(&self, thing: u32, name: usize) -> bool {
        let long = core(self.reading, self.all[thing as usize].name);
        let short = core(self.reading, name);
        if short.is_empty() {
            return false;
        }
        if short.len() == long.len() {
            return self.kind == EntityKind::Org && self.is_slip(long, short);
        }
        if short.len() > long.len() {
            return false;
        }
        let same = |(a, b): (&Word, &Word)| a.key == b.key;
        let (head, rest) = long.split_at(short.len());
        if head.iter().zip(short).all(same) {
            return self.may_lose_end(short, rest);
        }
        let (lost, tail) = long.split_at(long.len() - short.len());
        if tail.iter().zip(short).all(same) {
            return self.may_lose_beginning(lost, short);
        }
        // `Supreme Court` of `Italian Supreme Court of Cassation`
        let places = long.iter().take_while(|word| self.is_of_place(word)).count();
        let Some(rest) = long.get(places..).filter(|_| places > 0) else { return false };
        short.len() > 1
            && rest.get(short.len()).is_some_and(|word| word.is_small)
            && rest.iter().zip(short).all(same)
    }

    fn may_lose_end(&self, short: &[Word], rest: &[Word]) -> bool {
        if self.kind == EntityKind::Loc || short.last().is_some_and(|word| word.is_small) {
            return false;
        }
        let common = |word: &Word| word.is_small || lexicon::is_common_in_names(word.key);
        let is_team = rest.iter().all(|it| lexicon::organisation_tail(it.key) == Some(Tail::Team));
        if is_team {
            return true;
        }
        if short.iter().all(|word| common(word) || self.is_of_place(word)) {
            return false;
        }
        let names = short.iter().filter(|word| !word.is_small).count();
        let begins_of = rest.first().is_some_and(|word| word.is_small);
        if names > 1 || begins_of {
            return true;
        }
        // `Nordhav` of `Nordhav Shipping`; but `Nelson` not of `Nelson Mandela University`, and
        // `Seoul` not of `Seoul Court`.
        let is_city = short.iter().any(|word| self.is_city(word));
        self.kind == EntityKind::Org
            && match rest {
                [other] => !(is_city && common(other)),
                _ => {
                    !is_city
                        && rest
                            .iter()
                            .all(|it| common(it) || lexicon::organisation_tail(it.key).is_some())
                }
            }
    }

    fn may_lose_beginning(&self, lost: &[Word], short: &[Word]) -> bool {
        if self.kind == EntityKind::Loc || short.first().is_some_and(|word| word.is_small) {
            return false;
        }
        let of_place = lost.iter().all(|word| word.is_small || self.is_of_place(word));
        let counted = short.iter().filter(|word| !word.is_small).count();
        let heads = self.kind == EntityKind::Org && counted == 1;
        // `Bank of China` is none of the `Agricultural Bank of China`.
        let is_whole = short.first().is_some_and(|it| lexicon::is_common_in_names(it.key))
            && short.iter().any(|word| word.is_small);
        // `Directorate`, `Court`; but not `York` of `New York`.
        of_place
            || counted > 1 && !is_whole && !lost.last().is_some_and(|word| word.is_small)
            || heads && short.iter().any(|word| lexicon::is_common_in_names(word.key))
            // `Rovers`
            || heads
                && short.iter().all(|it| lexicon::organisation_tail(it.key) == Some(Tail::Team))
            // `Lakers` of `Los Angeles Lakers`, `Tribune` of `Chicago Tribune`
            || heads && self.is_city_of_words(lost)
    }

    /// Whether words are together a city that everybody knows.
    fn is_city_of_words(&self, words: &[Word]) -> bool {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
        is_well_known_city(first.span.cover(last.span).of(self.reading.source))
    }

    /// Whether a word is a country or a nationality, or part of one: `South`, `New`.
    fn is_of_place(&self, word: &Word) -> bool {
        let word = word.span.of(self.reading.source);
        lexicon::demonym(word).is_some()
            || matches!(
                word,
                "South"
                    | "North"
                    | "New"
                    | "U.S"
                    | "US"
                    | "U.K"
                    | "UK"
                    | "EU"
                    | "UN"
                    | "Royal"
                    | "National"
            )
            || Key::of(word)
                .is_some_and(|key| Area::named(lexicon::usual_place(key)).any(Area::is_country))
    }

    /// Whether a word is a city that everybody knows.
    fn is_city(&self, word: &Word) -> bool {
        is_well_known_city(word.span.of(self.reading.source))
    }

    /// Whether one word of several is misspelt.
    fn is_slip(&self, long: &[Word], short: &[Word]) -> bool {
        let mut others = long.iter().zip(short).filter(|(a, b)| a.key != b.key);
        let (Some((a, b)), None) = (others.next(), others.next()) else { return false };
        let (a, b) = (a.span.of(self.reading.source), b.span.of(self.reading.source));
        (long.len() > 1 || a.len() > 7)
            && a.bytes().all(|it| !it.is_ascii_digit())
            && lexicon::is_slip(b, a)
    }
}

/// The words of a name without the article before and the form of the firm behind.
pub(super) fn core<'r>(reading: &'r Reading<'_>, name: usize) -> &'r [Word] {
    let mut words = reading.words(name);
    if let [first, rest @ ..] = words
        && !rest.is_empty()
        && first.span.of(reading.source).eq_ignore_ascii_case("the")
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && !rest.is_empty()
        && reading.names[name].kind == EntityKind::Org
        && lexicon::organisation_tail(last.key) == Some(Tail::Firm)
    {
        words = rest;
    }
    words
}

/// The letters of a name that is an acronym, as a number.
pub(super) fn acronym(reading: &Reading<'_>, name: usize) -> Option<u64> {
    let words = reading.names[name].span.of(reading.source);
    let mut letters = Letters::default();
    let (mut capitals, mut count) = (0, 0);
    for c in words.chars() {
        match c {
            '.' | '-' => continue,
            _ if c.is_alphabetic() => {}
            _ => return None,
        }
        count += 1;
        capitals += usize::from(c.is_uppercase());
        letters.push(c);
    }
    let is_acronym = (2..=LONGEST_ACRONYM).contains(&count)
        && (capitals == count || count > 2 && capitals + 1 == count);
    is_acronym.then_some(letters.0)
}

/// The initials of a long name: of its words, without the small ones, and with them.
fn initials(reading: &Reading<'_>, name: usize) -> [Option<u64>; 3] {
    let words = core(reading, name);
    let counted = words.iter().filter(|word| !word.is_small).count();
    if counted < 2 || words.len() > MOST_INITIALS {
        return [None; 3];
    }
    let (mut without, mut with, mut articles) =
        (Letters::default(), Letters::default(), Letters::default());
    for word in words {
        let small = word.span.of(reading.source);
        with.push(word.letter);
        if !word.is_small {
            without.push(word.letter);
        }
        if !matches!(small, "the" | "and" | "for") {
            articles.push(word.letter);
        }
    }
    [Some(without.0), Some(with.0), Some(articles.0)]
}

/// Letters as a number, whatever their case.
struct Letters(u64);

impl Default for Letters {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Letters {
    fn push(&mut self, c: char) {
        let small = c.to_lowercase().next().unwrap_or(c);
        self.0 = (self.0 ^ u64::from(u32::from(small))).wrapping_mul(0x0100_0000_01b3);
    }
}

/// Joins names that the text says are one: `Norwegian Immigration Directorate (UDI)`, `Kham Phaka,
/// better known as …`.
fn join_brackets(reading: &Reading<'_>, groups: &mut Groups) {
    for name in 1..reading.names.len() {
        let mut other = name - 1;
        // `, known by its Spanish acronym PSUV`
        if other > 0
            && reading.names[other].kind == EntityKind::Norp
            && is_abbreviation(reading.token(reading.names[other].tokens.1))
        {
            other -= 1;
        }
        let (before, this) = (&reading.names[other], &reading.names[name]);
        let kinds = (before.kind, this.kind);
        let between = this.tokens.0.saturating_sub(before.tokens.1);
        if between == 0 || between > 9 {
            continue;
        }
        let same = before.kind == this.kind;
        let things =
            !matches!(before.kind, EntityKind::Date | EntityKind::Money | EntityKind::Norp);
        let in_brackets = reading.token(this.tokens.0 - 1) == "("
            && reading.token(this.tokens.1) == ")"
            && between == 1;
        let defined = in_brackets && things && is_defined(reading, other, name);
        let acronymic = same
            || matches!(
                kinds,
                (
                    EntityKind::Org
                        | EntityKind::Misc
                        | EntityKind::Loc
                        | EntityKind::Product
                        | EntityKind::Fac,
                    EntityKind::Org | EntityKind::Misc | EntityKind::Product | EntityKind::Loc
                )
            );
        let person = before.kind == EntityKind::Person;
        let also = (same || person) && things && is_called(reading, before.tokens.1, this.tokens.0);
        if defined && acronymic || also {
            let (a, b) = (groups.of(other), groups.of(name));
            if a != NONE && b != NONE && a != b {
                groups.join(a, b);
            }
        }
    }
}

/// Whether of two names, the second in brackets, one is the other's acronym.
fn is_defined(reading: &Reading<'_>, outer: usize, inner: usize) -> bool {
    let fits = |short: usize, long: usize| {
        let Some(letters) = acronym(reading, short) else { return false };
        let words = core(reading, long);
        if initials(reading, long).contains(&Some(letters)) {
            return true;
        }
        // Loosely: letters of another language, or more than one of a word. What reports it is none.
        let written = reading.names[short].span.of(reading.source);
        let first = written.chars().next().and_then(|c| c.to_lowercase().next());
        let begins = words.iter().any(|word| !word.is_small && Some(word.letter) == first);
        acronym(reading, long).is_none()
            && lexicon::agency(written).is_none()
            && (words.len() > 2 || words.len() > 1 && begins)
    };
    let person = reading.names[outer].kind == EntityKind::Person;
    // A word of another language's: `Nicaraguan Institute of Studies (Ineter)`
    let foreign = reading.names[inner].kind == reading.names[outer].kind
        && reading.names[inner].kind == EntityKind::Org
        && reading.words(inner).len() == 1
        && core(reading, outer).len() > 2
        && lexicon::agency(reading.names[inner].span.of(reading.source)).is_none();
    let fits = || fits(inner, outer) || fits(outer, inner) || is_blend(reading, inner, outer);
    !person && (foreign || fits())
}

/// Whether a word is made of the beginnings of others: `Ineter`.
fn is_blend(reading: &Reading<'_>, short: usize, long: usize) -> bool {
    let ([word], words) = (reading.words(short), core(reading, long)) else { return false };
    let word = word.span.of(reading.source);
    if words.len() < 2 || word.len() < 3 || word.len() > 2 * LONGEST_ACRONYM {
        return false;
    }
    let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).take(31).collect();
    // How many of the letters may be explained by the words so far, as bits.
    let mut reached = 1_u32;
    for other in words.iter().filter(|word| !word.is_small) {
        for start in
            (0..letters.len()).filter(|start| reached >> start & 1 == 1).collect::<Vec<_>>()
        {
            let other = other.span.of(reading.source).chars().flat_map(char::to_lowercase);
            let same = letters[start..].iter().zip(other).take_while(|(a, b)| **a == *b).count();
            for taken in 1..=same.min(letters.len() - 1) {
                reached |= 1 << (start + taken);
            }
        }
    }
    reached >> letters.len() & 1 == 1
}

/// Whether a word says that an acronym follows.
fn is_abbreviation(word: &str) -> bool {
    matches!(word, "acronym" | "initials" | "abbreviation")
}

/// Whether words between two names say that they are one: `, also known as`
fn is_called(reading: &Reading<'_>, from: usize, to: usize) -> bool {
    let mut called = false;
    // `widely known among sailors as`
    let mut aside = false;
    for at in from..to {
        match reading.token(at) {
            "known" => (called, aside) = (true, true),
            "as" => aside = false,
            word if is_abbreviation(word) => aside = false,
            "aka" | "a.k.a" | "alias" | "nicknamed" | "née" | "formerly" | "dubbed" => {
                called = true;
            }
            "also" | "better" | "popularly" | "," | "(" | "." | "or" | "simply" | "best"
            | "widely" | "commonly" | "“" | "\"" | "‘" | "'" | "the" | "who" | "was" | "is" => {
            }
            word if aside && word.starts_with(char::is_lowercase) => {}
            word if aside && lexicon::demonym(word).is_some() => {}
            _ => return false,
        }
    }
    called && !aside
}

fn is_well_known_city(name: &str) -> bool {
    const WELL_KNOWN: u32 = 200_000;
    let found = Key::of(name).map(Found::of).unwrap_or_default();
    found.cities().first().is_some_and(|it| it.first_name && it.weight() > WELL_KNOWN)
}
