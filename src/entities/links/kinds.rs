//! One kind for one name, where the text is clear.
//!
//! The tagger sees a sentence; the text may say `Nordhav` five times, once where it looks like a
//! person.

use std::collections::HashMap;

use super::reading::Reading;
use crate::entities::EntityKind;
use crate::lexicon::{self, Keyed, PersonWordKind};
use crate::text::Key;

/// How often a name has a kind.
type Counts = [u32; EntityKind::ALL.len()];

/// Gives names the kind that they mostly have.
pub(super) fn settle(reading: &mut Reading<'_>) {
    let mut counts: HashMap<Key, Counts, Keyed> = HashMap::default();
    // Surnames of people with first names.
    let mut surnames: HashMap<Key, u32, Keyed> = HashMap::default();
    let mut first_names: HashMap<Key, u32, Keyed> = HashMap::default();
    for number in 0..reading.names.len() {
        let name = reading.names[number];
        if is_settled(name.kind) {
            continue;
        }
        counts.entry(name.key).or_default()[name.kind as usize] += 1;
        if name.kind == EntityKind::Person
            && let [first, .., last] = reading.words(number)
            && !first.is_small
            && last.key != first.key
        {
            *surnames.entry(last.key).or_default() += 1;
            *first_names.entry(first.key).or_default() += 1;
        }
    }
    for number in 0..reading.names.len() {
        let name = reading.names[number];
        let Some(&count) = counts.get(&name.key) else { continue };
        if is_settled(name.kind) {
            continue;
        }
        // A village that is called as somebody in the text.
        let is_surname = name.kind == EntityKind::Person && surnames.contains_key(&name.key);
        if let Some(kind) = majority(name.kind, count).filter(|_| !is_surname) {
            reading.names[number].kind = kind;
            continue;
        }
        // `Engesvik`, an organisation or a place once, when somebody is called so.
        let is_bare = reading.words(number).len() == 1;
        if is_bare
            && name.kind != EntityKind::Person
            && count[EntityKind::Person as usize] >= count[name.kind as usize]
            && surnames.contains_key(&name.key)
        {
            reading.names[number].kind = EntityKind::Person;
            continue;
        }
        // `Interior Minister Anupong Paojinda`, an organisation, when `Anupong` is somebody.
        let words = reading.words(number);
        let titled = !is_bare
            && name.kind != EntityKind::Person
            && words.len() < 5
            && has_role_before(reading, name.tokens.0)
            && words.iter().any(|word| {
                let of_person = |count: &Counts| count[EntityKind::Person as usize] > 0;
                !word.is_small && (counts.get(&word.key).is_some_and(of_person))
            });
        if titled {
            reading.names[number].kind = EntityKind::Person;
            continue;
        }
        let kin = || has_kin_before(reading, name.tokens);
        let rank = || is_rank_and_name(reading, number, [&surnames, &first_names]);
        if name.kind != EntityKind::Person && (is_bare && kin() || rank()) {
            reading.names[number].kind = EntityKind::Person;
            continue;
        }
        if is_bare && name.kind != EntityKind::Person && is_addressed(reading, name.tokens.0) {
            reading.names[number].kind = EntityKind::Person;
        }
    }
}

/// Whether a kind is never wrong for another one in ways that the text could tell.
fn is_settled(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Date | EntityKind::Money | EntityKind::Norp)
}

/// The kind that a name has so much more often than its own here that this one is a slip.
fn majority(own: EntityKind, counts: Counts) -> Option<EntityKind> {
    let best =
        EntityKind::ALL.into_iter().max_by_key(|&kind| (counts[kind as usize], kind == own))?;
    let (most, here) = (counts[best as usize], counts[own as usize]);
    // A city is a team in the next sentence, a ship is named after a town.
    let apart = matches!(
        (own, best),
        (EntityKind::Loc, EntityKind::Org) | (EntityKind::Org, EntityKind::Loc)
    );
    let times = if apart { 4 } else { 2 };
    (best != own && most >= times * here).then_some(best)
}

/// Whether `Mr` or `Mrs` stands before a token.
fn is_addressed(reading: &Reading<'_>, at: usize) -> bool {
    let dot = reading.token_before(at, 1) == ".";
    let word = reading.token_before(at, if dot { 2 } else { 1 });
    matches!(word, "Mr" | "Mrs" | "Ms" | "Dr")
        && lexicon::person_word(word).is_some_and(|it| it.kind == PersonWordKind::Address)
}

/// Whether what somebody is stands before a token: `Minister`.
fn has_role_before(reading: &Reading<'_>, at: usize) -> bool {
    let known = lexicon::person_word(reading.token_before(at, 1));
    known.is_some_and(|it| it.kind == PersonWordKind::Role)
}

/// Whether whose kin somebody is stands before a token: `their daughter, Virginia`.
fn has_kin_before(reading: &Reading<'_>, (at, end): (usize, usize)) -> bool {
    let comma = reading.token_before(at, 1) == ",";
    if comma && !matches!(reading.token(end), "," | "." | ";" | ")" | "") {
        return false;
    }
    let known = lexicon::person_word(reading.token_before(at, if comma { 2 } else { 1 }));
    known.is_some_and(|it| it.kind == PersonWordKind::Kin && it.gender.is_some())
}

/// Whether a name is a rank and the name of somebody: `Gen Prawat`.
fn is_rank_and_name(
    reading: &Reading<'_>,
    number: usize,
    known: [&HashMap<Key, u32, Keyed>; 2],
) -> bool {
    let [rank, name] = reading.words(number) else { return false };
    let word = lexicon::person_word(rank.span.of(reading.source));
    word.is_some_and(|it| it.kind == PersonWordKind::Title)
        && known.iter().any(|known| known.contains_key(&name.key))
}
