//! The places of a dateline, as they are written: names, and what says where they are.

use super::date::date_at;
use super::draft::{Draft, PlaceKind, Qualifier, WrittenPlace};
use super::grammar::Grammar;
use super::lex::{Case, Kind, Piece};
use crate::Span;
use crate::gazetteer::{City, Found};
use crate::lexicon;
use crate::text::Key;

/// A name of a place has at most this many words.
const MOST_WORDS: usize = 9;
/// A dateline names at most this many places, and each has at most so many qualifiers.
const MOST_PLACES: usize = 8;
const MOST_QUALIFIERS: usize = 3;
/// What stands in the names of cities before the river, or the land, that they lie by.
const BY: [&str; 6] = ["am", "an der", "ob der", "im", "in der", "bei"];
/// A city of so many inhabitants may stand in a list of cities.
const LISTED: u32 = 50_000;
/// A city that stands in a list even by a name that is not its first one.
const METROPOLIS: u32 = 1_000_000;

impl Grammar<'_> {
    /// `PARIS/BERLIN`, `NEW YORK AND MAINZ, Germany`
    pub(super) fn places(&self, first: usize) -> Option<(Vec<WrittenPlace>, usize)> {
        let (place, mut at) = self.place(first)?;
        let mut places = vec![place];
        while places.len() < MOST_PLACES {
            // `FARGO, N.D., AND MOORHEAD, Minn.`
            let comma = usize::from(self.is(at, ','));
            let listed = comma == 1 && self.is_listed_city(at + 1);
            let joins = self.is(at, '/')
                || self.is(at, '·')
                || self.is(at, ';')
                || listed
                || self.joins(at + comma, &places);
            // `Гомель /Корр. БЕЛТА/`
            let known = |it: &Draft| it.agencies.iter().any(|it| it.agency.is_some());
            let mut probe = Draft::at(at);
            if self.is(at, '/')
                && !self.is(at + 2, '(')
                && self.enclosed_agencies(at, &mut probe).is_some()
                && known(&probe)
            {
                break;
            }
            let from = if listed { at + 1 } else { at + comma + 1 };
            let Some((place, after)) = joins.then(|| self.place(from)).flatten() else { break };
            // `MALE · AFP · `
            if !self.is(at, '/') && place.found.is_empty() && !self.is(at, ';') {
                break;
            }
            // `/PRNewswire/`
            if self.is(at, '/') && self.is(after, '/') && place.found.is_empty() {
                break;
            }
            // `Pasadena/Calif.`
            let before = places.last_mut().expect("there is one");
            let inside =
                |city: &City| place.found.areas.iter().any(|area| city.area().is_in(*area));
            if self.is(at, '/')
                && place.found.cities().is_empty()
                && before.found.cities().iter().any(inside)
            {
                before.span = before.span.cover(place.span);
                before.qualifiers.push(Qualifier { span: place.span, areas: place.found.areas });
                at = after;
                continue;
            }
            if self.is(at, '/')
                && let Some(found) = self.found_by(before.name, place.name)
            {
                let span = before.span.cover(place.span);
                let name = before.name.cover(place.name);
                *before = WrittenPlace { span, name, found, ..place };
                at = after;
                continue;
            }
            let both = Span::new(places[0].name.start(), place.name.end());
            if places.len() == 1
                && places[0].qualifiers.is_empty()
                && let Some(found) = self.found(both)
            {
                let span = both.cover(place.span);
                places[0] = WrittenPlace { span, name: both, found, ..place };
                at = after;
                continue;
            }
            places.push(place);
            at = after;
        }
        Some((places, at))
    }

    /// Whether a city stands here that needs no words before it; behind an acronym any large one.
    pub(super) fn is_city_alone(&self, at: usize, behind_acronym: bool) -> bool {
        let name = || self.phrase(at).map(|(end, _)| self.words(at, end).of(self.text));
        name().is_some_and(|name| lexicon::stands_alone(name).is_some())
            || (behind_acronym && self.is_listed_city(at))
    }

    /// Whether a city stands here that a list of them goes on with: `RIGA, VILNIUS and WARSAW`.
    pub(super) fn is_listed_city(&self, at: usize) -> bool {
        if self.piece(at).is_none_or(|piece| piece.case() != Some(Case::Upper)) {
            return false;
        }
        let Some((end, Case::Upper)) = self.phrase(at) else { return false };
        let end = (at + 1..end).find(|&word| self.is_joiner(word)).unwrap_or(end);
        self.found(self.words(at, end)).is_some_and(|found| {
            let large = |city: &City| {
                (city.first_name && city.population() >= LISTED) || city.weight() >= METROPOLIS
            };
            found.areas.iter().all(|area| !area.is_country()) && found.cities().iter().any(large)
        })
    }

    /// Whether a word joins two places.
    fn joins(&self, at: usize, places: &[WrittenPlace]) -> bool {
        self.is_joiner(at) && places.iter().all(|place| !place.found.is_empty())
    }

    pub(super) fn is_joiner(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| match piece.kind {
            Kind::Mark('&') => true,
            Kind::Word(_) => matches!(
                piece.span().of(self.text),
                "and"
                    | "AND"
                    | "And"
                    | "und"
                    | "UND"
                    | "y"
                    | "Y"
                    | "et"
                    | "ET"
                    | "e"
                    | "E"
                    | "и"
                    | "И"
                    | "و"
            ),
            _ => false,
        })
    }

    pub(super) fn found(&self, name: Span) -> Option<Found> {
        let found = Found::of(Key::of(name.of(self.text))?);
        (!found.is_empty()).then_some(found)
    }

    /// The city that is told from others by what it lies by: `Frankfurt/Main` for Frankfurt am Main.
    fn found_by(&self, city: Span, by: Span) -> Option<Found> {
        let (city, by) = (city.of(self.text), by.of(self.text));
        BY.iter().find_map(|word| {
            let found = Found::of(Key::of(&format!("{city} {word} {by}"))?);
            (!found.cities().is_empty()).then_some(found)
        })
    }

    /// A place with its qualifiers; the piece after it.
    fn place(&self, first: usize) -> Option<(WrittenPlace, usize)> {
        let (kind, start) = self.surroundings(first);
        let (mut at, case) = match self.phrase(start) {
            Some(phrase) => phrase,
            None => self.loose_phrase(first)?,
        };
        let mut name = self.words(start, at);
        let key = Key::of(name.of(self.text)).filter(|&key| !lexicon::is_weekday(key))?;
        let mut found = Found::of(key);
        // `… with governments (AFP) AFP - `; `at 9 p.m. EST. [AP.]`
        let town = |city: &City| city.first_name && city.population() >= LISTED;
        let agency = || lexicon::agency(name.of(self.text)).is_some_and(|it| !it.is_weak);
        let zone = || name.len() <= 4 && lexicon::is_time_word(name.of(self.text));
        if !found.cities().iter().any(town) && ((found.is_empty() && agency()) || zone()) {
            return None;
        }
        // `TAGUM CITY` is Tagum.
        let known = |city: &City| city.first_name || city.population() >= LISTED;
        if !found.cities().iter().any(known) {
            let short = self.words(start, at).of(self.text).len().checked_sub(" city".len());
            let whole = name.of(self.text);
            if let Some((front, last)) = short.and_then(|cut| whole.split_at_checked(cut))
                && last.eq_ignore_ascii_case(" city")
            {
                let of_front = Key::of(front).map(Found::of).unwrap_or_default();
                if of_front.cities().first().is_some_and(|city| city.first_name) {
                    found = of_front;
                }
            }
        }
        // `TUNIS and ALGIERS`
        if found.is_empty() {
            let joiners = (start + 1..at).filter(|&word| self.is_joiner(word));
            for joiner in joiners.collect::<Vec<_>>() {
                if let Some(of_first) = self.found(self.words(start, joiner)) {
                    (at, name, found) = (joiner, self.words(start, joiner), of_first);
                    break;
                }
            }
        }
        // `FARMINGTON Conn., March 9`, `WASHINGTON DC`
        let mut qualifiers = Vec::new();
        if found.is_empty() && at - start > 1 {
            for cut in (start + 1..at).rev() {
                let areas = self.areas(self.words(cut, at));
                let city = self.words(start, cut);
                if let Some(of_city) = (!areas.is_empty()).then(|| self.found(city)).flatten()
                    && of_city
                        .cities()
                        .iter()
                        .any(|city| areas.iter().any(|area| city.area().is_in(*area)))
                {
                    qualifiers.push(Qualifier { span: self.words(cut, at), areas });
                    (name, found) = (city, of_city);
                    break;
                }
            }
        }
        if !qualifiers.is_empty() && self.is(at, '.') && self.is(at + 1, ',') {
            at += 1;
        }
        while qualifiers.len() < MOST_QUALIFIERS {
            let Some((qualifier, after)) = self.qualifier(at, name, &mut found) else { break };
            qualifiers.extend(qualifier);
            at = after;
        }
        let last =
            qualifiers.last().map_or(name.end(), |it| it.span.end()).max(self.pieces[at - 1].end);
        let span = Span::new(self.pieces[first].start, last);
        Some((WrittenPlace { span, name, qualifiers, case, kind, found }, at))
    }

    /// `NEAR`, `ABOARD`, `ON THE`: what kind of place follows, and where it begins.
    fn surroundings(&self, first: usize) -> (PlaceKind, usize) {
        // `ABOARD`, `On board`
        let begins = self.piece(first).is_some_and(Piece::is_capital);
        let is = |at: usize, words: &[&str]| {
            let word = self.piece(at).map_or("", |piece| piece.span().of(self.text));
            words.iter().any(|it| it.eq_ignore_ascii_case(word))
        };
        // None of these words is longer than `outside`.
        if !begins || self.piece(first).is_none_or(|piece| piece.span().len() > 7) {
            (PlaceKind::Named, first)
        } else if is(first, &["near", "outside", "inside", "off"]) {
            (PlaceKind::Near, first + 1)
        } else if is(first, &["en"]) && is(first + 1, &["route"]) {
            (PlaceKind::Near, first + 2 + usize::from(is(first + 2, &["to"])))
        } else if is(first, &["aboard", "along", "atop", "above", "over", "onboard"])
            || (is(first, &["on", "in", "an", "a", "at", "with", "à", "um"])
                && is(first + 1, &["board", "the", "bord", "bordo", "a", "aboard"]))
        {
            (PlaceKind::Somewhere, first)
        } else {
            (PlaceKind::Named, first)
        }
    }

    /// The words of a name: the piece after them, and how they are cased.
    pub(super) fn phrase(&self, first: usize) -> Option<(usize, Case)> {
        let start = self.piece(first).filter(|piece| piece.is_capital())?;
        if start.span().of(self.text).eq_ignore_ascii_case("by") {
            return None;
        }
        let (mut case, mut at, mut words) = (start.case()?, first + 1, 1);
        let initial = |at: usize| self.pieces[at].is_word() && self.pieces[at].span().len() <= 2;
        let mut all_initials = initial(first);
        while let Some(piece) = self.piece(at) {
            // A headline or a byline, and what stands behind it.
            if piece.new_line || piece.blanks > 1 {
                break;
            }
            let before = &self.pieces[at - 1];
            // `St.`, `Ft.`, `D. C.`
            if piece.is('.') && piece.is_tight() && before.is_word() && before.span().len() <= 5 {
                let next = self.piece(at + 1).filter(|next| next.is_capital() && !next.new_line);
                let goes_on = next.is_some_and(|_| is_shortened(before.span().of(self.text)));
                if goes_on {
                    at += 1;
                    continue;
                }
                // `D.C.`, `Calif.`
                if all_initials || lexicon::abbreviation(before.span().of(self.text)).is_some() {
                    at += 1;
                }
                break;
            }
            // `PORT-AU-PRINCE`, and not `WHITE PLAINS-Starwood`
            let hyphen = piece.kind == Kind::Dash
                && piece.is_tight()
                && piece.span().of(self.text) == "-"
                && self.piece(at + 1).is_some_and(|next| next.is_tight() && next.is_word());
            if hyphen {
                let next = &self.pieces[at + 1];
                // `حلب-سانا`
                let last = self.piece(at + 2).is_none_or(|it| !it.is_word() || it.new_line);
                if last && lexicon::agency(next.span().of(self.text)).is_some() {
                    break;
                }
                let joined = match (case, next.case()) {
                    (Case::Upper, Some(Case::Upper)) => true,
                    // `MAR-A-LAGO`
                    (Case::Upper, Some(Case::Title)) => next.span().len() == 1,
                    (Case::Upper, _) => false,
                    (_, Some(Case::Title | Case::None)) => true,
                    // `Port-au-Prince`
                    (_, Some(Case::Lower)) => next.span().len() <= 4,
                    _ => false,
                };
                if !joined {
                    break;
                }
                at += 2;
                words += 1;
                continue;
            }
            let Some(word_case) = piece.case() else { break };
            let is_month = || date_at(self.text, self.pieces, at).is_some();
            match word_case {
                Case::Upper | Case::Title | Case::None if words < MOST_WORDS => {
                    // A headline, and the dateline after it.
                    let length = piece.span().len();
                    if case == Case::Title && word_case == Case::Upper && length > 3 {
                        return None;
                    }
                    if is_month() {
                        break;
                    }
                    if case == Case::Upper && word_case == Case::Title && piece.span().len() > 1 {
                        case = Case::Title;
                    }
                    all_initials &= initial(at);
                }
                // `On board the …`
                Case::Lower if words == 1 && piece.span().of(self.text) == "board" => {}
                Case::Lower if lexicon::is_place_connector(piece.span().of(self.text)) => {
                    let next = self.piece(at + 1).filter(|next| next.is_word());
                    let again = next.filter(|next| next.case() == Some(Case::Lower));
                    let capital = match again {
                        Some(next) => {
                            lexicon::is_place_connector(next.span().of(self.text))
                                && self.piece(at + 2).is_some_and(Piece::is_capital)
                        }
                        None => next.is_some(),
                    };
                    if !capital || words >= MOST_WORDS {
                        break;
                    }
                }
                _ => break,
            }
            words += 1;
            at += 1;
        }
        // What follows a name in a dateline is a mark, a date or a connector; never another word.
        let next = self.piece(at);
        let ends = match next.map(|piece| piece.kind) {
            Some(Kind::Word(_)) => {
                next.is_some_and(|piece| piece.new_line)
                    || date_at(self.text, self.pieces, at).is_some()
                    || next.is_some_and(|piece| {
                        lexicon::is_place_connector(piece.span().of(self.text))
                    })
                    || (case == Case::Upper && self.is_plain_opening(at))
            }
            Some(Kind::Number) => date_at(self.text, self.pieces, at).is_some(),
            Some(_) => true,
            None => false,
        };
        ends.then_some((at, if all_initials && case != Case::None { Case::Upper } else { case }))
    }

    /// Whether a sentence begins here: `WASHINGTON The Senate …`
    fn is_plain_opening(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| {
            piece.case() == Some(Case::Title)
                && lexicon::starts_sentences(piece.span().of(self.text))
        })
    }

    /// Lower-case typing, in front of a comma and a date: `des moines, april 7 -`
    fn loose_phrase(&self, first: usize) -> Option<(usize, Case)> {
        let small = |at: usize| {
            self.piece(at).is_some_and(|piece| match piece.kind {
                Kind::Word(Case::Lower) | Kind::Mark('.') => true,
                // `Mexico city, april 24 -`
                Kind::Word(Case::Title) => at == first,
                _ => false,
            })
        };
        let mut at = first;
        while small(at) && at - first < 4 {
            at += 1;
        }
        let dated =
            at > first && self.is(at, ',') && date_at(self.text, self.pieces, at + 1).is_some();
        dated.then_some((at, Case::Lower))
    }
}

/// Words that are written short in front of a name: `St.`, `Mt.`, `N.`
fn is_shortened(word: &str) -> bool {
    word.chars().count() <= 2
        || ["Ste", "Sta", "Sto", "Gen", "STE", "STA", "STO", "Pto", "Sgt"].contains(&word)
}
