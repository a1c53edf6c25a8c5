//! Which names are of one person.
//!
//! Full names found persons, longest first; then the short ones (`Engesvik`, `Mrs Lie`) are given,
//! one by one in the order of the text, to the person who bears the name and was spoken of last and
//! most.

use std::collections::HashMap;

use super::groups::Groups;
use super::reading::{Reading, Word, log2};
use crate::entities::EntityKind;
use crate::lexicon::{self, Gender, Keyed, PersonWordKind};
use crate::text::Key;

/// So many bearers of a word are kept in mind; more are looked up only by their whole names.
const MOST_BEARERS: usize = 12;

/// What speaks for a bearer of a short name.
const BY_LAST_NAME: f32 = 1.5;
const BY_FIRST_NAME: f32 = 1.0;
const BY_MIDDLE_NAME: f32 = 0.0;
/// The husband's name, as in `Rosa Quintero de Duarte`.
const BY_MARRIED_NAME: f32 = -1.0;
const RECENT: f32 = 2.0;
const OFTEN: f32 = 0.5;
const NOT_YET: f32 = -1.0;
const GENDER_KNOWN: f32 = 1.0;
/// `Roe said`, where one of the Roes has just said something.
const SPEAKS_ON: f32 = 1.0;

/// Somebody, while names are being gathered.
struct Person {
    group: u32,
    /// The name whose words are the fullest.
    name: usize,
    /// A surname that stands only with the name of the partner: `Ann` of `Ann and Bob Lie`.
    surname: Option<Key>,
    gender: Option<Gender>,
    mentions: u32,
    /// The last name that was theirs.
    last: Option<usize>,
}

/// Gathers the names of people, and says what genders their titles and first names tell, by group.
pub(super) fn gather(reading: &Reading<'_>, groups: &mut Groups) {
    let mut people = People {
        reading,
        persons: Vec::new(),
        bearers: HashMap::default(),
        forms: HashMap::default(),
    };
    let is_person = |&name: &usize| reading.names[name].kind == EntityKind::Person;
    let all: Vec<usize> = (0..reading.names.len()).filter(is_person).collect();
    // Full names, the longest first; each spelling once.
    let mut full: Vec<usize> = Vec::new();
    let mut seen: HashMap<Key, bool, Keyed> = HashMap::default();
    for &name in &all {
        if !is_short(people.words(name)) && seen.insert(reading.names[name].key, true).is_none() {
            full.push(name);
        }
    }
    full.sort_by_key(|&name| (std::cmp::Reverse(reading.words(name).len()), name));
    for name in full {
        people.found(name, groups);
    }
    for (at, &name) in all.iter().enumerate() {
        let next = all.get(at + 1).copied();
        people.give(name, next, groups);
    }
}

struct People<'r, 't> {
    reading: &'r Reading<'t>,
    persons: Vec<Person>,
    /// Who bears a word in their name.
    bearers: HashMap<Key, Vec<u32>, Keyed>,
    /// Whose spelling it is.
    forms: HashMap<Key, u32, Keyed>,
}

impl People<'_, '_> {
    /// The words of a name without titles before and `Jr.` behind.
    fn words(&self, name: usize) -> &[Word] {
        core(self.reading, name)
    }

    /// Founds a person for a full name, or gives the name to one who has it already.
    fn found(&mut self, name: usize, groups: &mut Groups) {
        let words = self.words(name);
        let ends = [words.last(), words.first()];
        let mut known: Option<u32> = None;
        for end in ends.into_iter().flatten() {
            let candidates = self.bearers_of(end.key).iter().copied();
            let same = |&person: &u32| self.is_same(person, name);
            known = known.or_else(|| candidates.into_iter().find(same));
        }
        let person = known.unwrap_or_else(|| self.add(name, groups));
        self.forms.insert(self.reading.names[name].key, person);
    }

    fn bearers_of(&self, word: Key) -> &[u32] {
        self.bearers.get(&lexicon::usual_given_name(word)).map_or(&[], Vec::as_slice)
    }

    /// A new person of that name.
    fn add(&mut self, name: usize, groups: &mut Groups) -> u32 {
        let number = self.persons.len() as u32;
        let gender = gender_of_address(self.reading, name).or_else(|| self.gender_of_name(name));
        let group = groups.add();
        self.persons.push(Person { group, name, surname: None, gender, mentions: 0, last: None });
        let alone = self.words(name).len() == 1;
        let keys: Vec<Key> =
            self.words(name).iter().filter(|it| !it.is_initial || alone).map(|it| it.key).collect();
        for key in keys {
            self.bear(key, number);
        }
        number
    }

    fn bear(&mut self, word: Key, person: u32) {
        let bearers = self.bearers.entry(lexicon::usual_given_name(word)).or_default();
        if bearers.len() < MOST_BEARERS && !bearers.contains(&person) {
            bearers.push(person);
        }
    }

    fn gender_of_name(&self, name: usize) -> Option<Gender> {
        let words = self.words(name);
        if words.len() < 2 {
            return None;
        }
        gender_of_first_name(self.reading, words)
    }

    /// Whether a full name may be of a person who has another one, not shorter.
    fn is_same(&self, person: u32, name: usize) -> bool {
        let person = &self.persons[person as usize];
        let (suffix, other) = (suffix(self.reading, person.name), suffix(self.reading, name));
        if suffix.is_some() && other.is_some() && suffix != other {
            return false;
        }
        let genders = (person.gender, gender_of_address(self.reading, name));
        if matches!(genders, (Some(a), Some(b)) if a != b) {
            return false;
        }
        is_short_of(self.reading, self.words(person.name), self.words(name))
    }

    /// Gives a name at its place to a person.
    fn give(&mut self, name: usize, next: Option<usize>, groups: &mut Groups) {
        let key = self.reading.names[name].key;
        let short = is_short(self.words(name));
        let known = if short { None } else { self.forms.get(&key).copied() };
        let person = known.or_else(|| self.bearer(name)).unwrap_or_else(|| {
            let person = self.add(name, groups);
            if let Some(surname) = next.and_then(|next| self.shared_surname(name, next)) {
                self.persons[person as usize].surname = Some(surname);
                self.bear(surname, person);
            }
            person
        });
        let gender = gender_of_address(self.reading, name);
        let person = &mut self.persons[person as usize];
        person.gender = person.gender.or(gender);
        person.mentions += 1;
        person.last = Some(name);
        groups.put(name, person.group);
    }

    /// The surname of `Ann` in `Ann and Bob Lie`.
    fn shared_surname(&self, name: usize, next: usize) -> Option<Key> {
        let (this, other) = (self.reading.names[name], self.reading.names[next]);
        let between = self.reading.token(this.tokens.1);
        let beside = matches!(between, "and" | "&") && this.tokens.1 + 1 == other.tokens.0;
        let [_, .., last] = self.words(next) else { return None };
        (beside && self.words(name).len() == 1).then_some(last.key)
    }

    /// The likeliest bearer of a short name at its place.
    fn bearer(&self, name: usize) -> Option<u32> {
        let words = self.words(name);
        let word = words.iter().rev().find(|word| !word.is_small).or(words.last())?;
        let gender = gender_of_address(self.reading, name);
        let speaks = self.speaks(name);
        let mut best: Option<(f32, u32)> = None;
        for &number in self.bearers_of(word.key) {
            let person = &self.persons[number as usize];
            if matches!((person.gender, gender), (Some(a), Some(b)) if a != b) {
                continue;
            }
            let mut score = self.fit(person, word.key);
            // `Jr.` of one who has none.
            score += match person.last {
                Some(last) => RECENT / (1.0 + (name - last.min(name)) as f32 / 6.0),
                None => NOT_YET,
            };
            score += OFTEN * log2(person.mentions + 1);
            if gender.is_some() && person.gender == gender {
                score += GENDER_KNOWN;
            }
            if person.last.is_some_and(|last| speaks && self.speaks(last)) {
                score += SPEAKS_ON;
            }
            if best.is_none_or(|(before, _)| score > before) {
                best = Some((score, number));
            }
        }
        best.map(|(_, person)| person).or_else(|| self.misspelt(word))
    }

    /// Whether somebody of whom a sentence speaks first says something: `Lie said`, `Lie, a pilot,
    /// told`.
    fn speaks(&self, name: usize) -> bool {
        const FAR: usize = 16;
        let (_, behind) = self.reading.names[name].tokens;
        let apposition = self.reading.token(behind) == ",";
        let closed = |at: &usize| matches!(self.reading.token(*at), "," | "." | "");
        let end = (behind + 1..behind + FAR).find(closed).filter(|_| apposition);
        let verb = self.reading.token(end.map_or(behind, |end| end + 1));
        lexicon::is_speech_verb(verb)
    }

    /// Whose surname a word is but for one letter.
    fn misspelt(&self, word: &Word) -> Option<u32> {
        const FAR: usize = 48;
        let word = word.span.of(self.reading.source);
        if word.len() < 6 {
            return None;
        }
        let recent = self.persons.iter().enumerate().rev().take(FAR);
        let is = |(number, person): (usize, &Person)| {
            let last = self.words(person.name).last()?.span.of(self.reading.source);
            (last.len() > 5 && lexicon::is_slip(word, last)).then_some(number as u32)
        };
        recent.into_iter().find_map(is)
    }

    /// How a word stands in a person's name.
    fn fit(&self, person: &Person, word: Key) -> f32 {
        let words = self.words(person.name);
        let is = |other: &Word| same_given(other.key, word);
        if words.last().is_some_and(is) || person.surname == Some(word) {
            let counted = words.iter().filter(|word| !word.is_small).count();
            let de = |word: &Word| word.span.of(self.reading.source) == "de";
            let is_married = counted > 2 && words.iter().rev().nth(1).is_some_and(de);
            if is_married { BY_MARRIED_NAME } else { BY_LAST_NAME }
        } else if words.first().is_some_and(is) {
            BY_FIRST_NAME
        } else {
            BY_MIDDLE_NAME
        }
    }
}

/// The words of a name without titles before and `Jr.` behind.
pub(super) fn core<'r>(reading: &'r Reading<'_>, name: usize) -> &'r [Word] {
    let mut words = reading.words(name);
    while let [first, rest @ ..] = words
        && rest.iter().any(|word| !word.is_small && !word.is_initial)
        && is_title(first.span.of(reading.source), rest.len())
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && rest.len() > 1
        && is_suffix(last.span.of(reading.source))
    {
        words = rest;
    }
    words
}

/// Whether a word before so many others is none of the name: `Gen Lie`, but `Sheikh Hasan`, `Don Roe`.
fn is_title(word: &str, others: usize) -> bool {
    let known = lexicon::person_word(word);
    known.is_some_and(|it| match it.kind {
        PersonWordKind::Title => true,
        PersonWordKind::Address => others > 1 || matches!(word, "Mr" | "Mrs" | "Ms" | "Dr"),
        _ => false,
    })
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr" | "JR" | "Sr" | "SR" | "II" | "III" | "IV")
}

fn suffix<'t>(reading: &Reading<'t>, name: usize) -> Option<&'t str> {
    let last = reading.words(name).last()?.span.of(reading.source);
    is_suffix(last).then_some(last)
}

/// Whether a name is but a surname or a first name.
fn is_short(words: &[Word]) -> bool {
    words.iter().filter(|word| !word.is_small).count() <= 1
}

/// Whether a name may be a shorter form of another one, both with two words at least.
fn is_short_of(reading: &Reading<'_>, long: &[Word], short: &[Word]) -> bool {
    let (mut matched, mut real, mut slips) = (0, 0, 0);
    let mut at = 0;
    let initials = |words: &[Word]| words.iter().skip(1).filter(|it| it.is_initial).count();
    if initials(short) > 0 && initials(long) > initials(short) {
        return false; // `John A B Lie` and `John B Lie`
    }
    for word in short {
        let rest = &long[at.min(long.len())..];
        let found = rest.iter().position(|other| {
            same_given(other.key, word.key)
                || (word.is_initial || other.is_initial) && word.letter == other.letter
        });
        match found {
            Some(skipped) => {
                at += skipped + 1;
                matched += 1;
                real += usize::from(!word.is_initial && !word.is_small);
            }
            None if word.is_small => {}
            None => {
                // One slip of the pen, or a first name cut short: `Alex`.
                let Some(other) = rest.first() else { return false };
                let (a, b) = (other.span.of(reading.source), word.span.of(reading.source));
                let cut =
                    b.len() > 2 && a.len() > b.len() && a.as_bytes().starts_with(b.as_bytes());
                if !cut && !lexicon::is_slip(b, a) {
                    return false;
                }
                slips += 1;
                at += 1;
            }
        }
    }
    let same =
        |a: Option<&Word>, b: Option<&Word>| matches!((a, b), (Some(a), Some(b)) if a.key == b.key);
    let last = same(long.last(), short.last());
    let first = same(long.first(), short.first());
    // Two words that count, or the surname with an initial.
    let enough = real >= 2 || last && matched >= 2 || slips == 1 && real >= 1;
    slips <= 1 && enough && (last || first || slips == 1)
}

fn same_given(a: Key, b: Key) -> bool {
    a == b || lexicon::usual_given_name(a) == lexicon::usual_given_name(b)
}

/// The gender that the words before a name tell: `Mrs`, `King`, `spokeswoman`, `her brother`.
pub(super) fn gender_of_address(reading: &Reading<'_>, name: usize) -> Option<Gender> {
    let (from, to) = reading.names[name].tokens;
    // `his sister, Ane Lie, a singer`
    let before = reading.token_before(from, 2);
    if reading.token_before(from, 1) == ","
        && before.starts_with(char::is_lowercase)
        && matches!(reading.token(to), "," | "." | "(")
        && let Some(known) = lexicon::person_word(before)
        && known.gender.is_some()
    {
        return known.gender;
    }
    let dot = reading.token_before(from, 1) == ".";
    let word = reading.token_before(from, if dot { 2 } else { 1 });
    if let Some(known) = lexicon::person_word(word) {
        // `the King family`, `Ms. magazine`: only what may stand there.
        return known.gender;
    }
    let first = reading.words(name).first()?.span.of(reading.source);
    let known = lexicon::person_word(first)?;
    known.gender.filter(|_| known.kind == PersonWordKind::Address && reading.words(name).len() > 1)
}

/// The gender that a first name tells.
pub(super) fn gender_of_first_name(reading: &Reading<'_>, words: &[Word]) -> Option<Gender> {
    let first = words.iter().find(|word| !word.is_initial && !word.is_small)?;
    let first = first.span.of(reading.source);
    if let Some(gender) = lexicon::usual_gender(first) {
        return Some(gender);
    }
    let given = lexicon::given_name(first);
    match (given.male, given.female) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}
