//! How much speaks for a draft: each observation adds or takes away, and enough makes a dateline.
//!
//! The weights were set by hand and checked on the development data; `docs/accuracy.md` says what
//! each bought.

use super::draft::{Credit, Draft, PlaceKind, Separator, WrittenPlace};
use super::lex::{Case, Kind, Piece};
use super::starts::Start;
use crate::gazetteer::City;
use crate::lexicon;

/// What a dateline needs.
pub(super) const ENOUGH: f32 = 4.0;
/// A town of so many inhabitants is known to readers of a paper without a date or an agency …
pub(super) const TOWN: u32 = 15_000;
/// … a smaller one a little less …
const SMALL_TOWN: u32 = 5_000;
/// … and a city even more so.
pub(super) const CITY: u32 = 100_000;

/// What speaks for a draft that began at `start`, over all.
pub(super) fn weigh(draft: &Draft, start: Start, text: &str, pieces: &[Piece]) -> f32 {
    let evidence = Evidence { draft, start, text, pieces };
    if draft.places.is_empty() { evidence.of_credit() } else { evidence.of_dateline() }
}

/// Whether a place is small, and nothing says where it is.
pub(super) fn is_little_known(place: &WrittenPlace) -> bool {
    let small = |city: &City| city.population() < TOWN;
    place.qualifiers.is_empty()
        && place.found.areas.is_empty()
        && place.found.cities().iter().all(small)
}

/// A draft and all around it.
pub(super) struct Evidence<'d> {
    pub draft: &'d Draft,
    pub start: Start,
    pub text: &'d str,
    pub pieces: &'d [Piece],
}

impl Evidence<'_> {
    fn of_dateline(&self) -> f32 {
        let draft = self.draft;
        let (agency, date) = (self.agency(), self.date());
        let strong = agency >= 4.0 || date > 0.0;
        let mut sum = agency + date + self.separator(strong) + self.start() + self.follower(strong);
        for place in &draft.places {
            sum += self.place(place, strong) / draft.places.len() as f32;
        }
        if draft.places.len() > 1 && draft.places.iter().all(|place| !place.found.is_empty()) {
            sum += 2.0;
        }
        let first = &draft.places[0];
        if draft.places.len() == 1 && lexicon::is_label(first.name.of(self.text)) && agency < 4.0 {
            sum -= 9.0;
        }
        if self.start == Start::Name {
            let city = first.found.cities().iter().any(|city| city.population() >= CITY);
            sum -= if city && agency >= 4.0 { 1.0 } else { 6.0 };
        }
        // A caption: `… in Manila, Nov. 22, 2022. (AP Photo/Ann Lee)`
        if self.start != Start::Text && self.pieces.len() <= draft.next {
            sum -= 5.0;
        }
        // `… fishes in Colombo, May 3. The pier …`
        let dash = matches!(draft.separator, Separator::Dash { .. });
        if matches!(self.start, Start::Inside | Start::Name) && agency < 4.0 && !dash {
            sum -= 4.0;
        }
        // They only take away.
        if !strong && sum >= ENOUGH {
            sum -= self.traps();
        }
        // No name of a place, but a sentence in a script without capitals.
        let sentence = |it: &WrittenPlace| {
            it.case == Case::None
                && it.found.is_empty()
                && it.qualifiers.is_empty()
                && it.name.of(self.text).contains(' ')
        };
        if draft.places.iter().any(sentence) {
            sum -= 8.0;
        }
        // A headline: `Dell AC Adaptors Recalled October 8, 2004 - `
        let headline = |it: &WrittenPlace| {
            let words = || {
                let words = it.name.of(self.text).split(' ');
                words.filter(|word| !lexicon::is_place_connector(word)).count()
            };
            let most = if it.case == Case::Upper { 5 } else { 3 };
            it.kind != PlaceKind::Somewhere && it.found.is_empty() && words() > most
        };
        if draft.places.iter().any(headline) {
            sum -= 8.0;
        }
        // `"LONDON (Reuters) - " was how …`
        let quoted = |it: &Piece| it.is('"') && !it.is_tight();
        let lower = self.pieces.get(draft.next + 1).and_then(Piece::case) == Some(Case::Lower);
        if self.pieces.get(draft.next).is_some_and(quoted) && lower && self.start != Start::Text {
            sum -= 9.0;
        }
        // `Sydney (Reuters) – no, not that one – is …`
        if first.case == Case::Title && self.next_case() == Some(Case::Lower) && self.is_aside() {
            sum -= 9.0;
        }
        sum
    }

    /// `AP - `, `(Reuters) - `, `June 3 (UPI) -- `
    fn of_credit(&self) -> f32 {
        let agency = self.agency();
        let date = self.date();
        let mut sum = agency + self.start();
        if agency > 0.0 || !matches!(self.draft.separator, Separator::Dash { .. }) {
            sum += date;
        } else {
            // `November 9, 2004 - `: with its year, or it is a row of a table.
            sum += if self.draft.date.is_some_and(|date| date.year.is_some()) { 2.0 } else { 0.0 };
        }
        let enclosed = self.draft.agencies.iter().any(|credit| credit.enclosed);
        sum += match self.draft.separator {
            Separator::Dash { long, tight_before, tight_after } => {
                if (tight_before && tight_after && !long) && !enclosed { -4.0 } else { 2.0 }
            }
            // An interview: `Der Standard: Sie sind …`
            Separator::Colon if !enclosed && date == 0.0 => -6.0,
            Separator::Colon => -1.0,
            Separator::Stop => -3.0,
            Separator::LineEnd => -3.0,
            Separator::None if self.draft.agencies.len() > 1 => 0.0,
            // `(CNN)Hundreds of cyclists …`
            Separator::None if enclosed && self.start == Start::Text => 0.0,
            Separator::None => -8.0,
        };
        if self.draft.agencies.iter().all(|it| it.agency.is_some_and(|it| it.is_weak)) && !enclosed
        {
            sum -= 2.0;
        }
        if matches!(self.start, Start::Capitals | Start::Inside | Start::Name) && !enclosed {
            sum -= 3.0;
        }
        // `The Associated Press — which surveyed …`
        let lower = self.next_case() == Some(Case::Lower);
        if lower && (self.start == Start::Inside || !enclosed) {
            sum -= if self.is_aside() { 9.0 } else { 4.0 };
        }
        // `(Teleborsa) - Seduta …`
        let dash = matches!(self.draft.separator, Separator::Dash { tight_before: false, .. });
        if enclosed && agency < 2.0 && dash && self.start == Start::Text && !lower {
            let name = self.draft.agencies[0].span.of(self.text);
            sum += if lexicon::is_label(name) { 0.0 } else { 2.0 };
        }
        // `Boston Globe | Business`
        if !enclosed && self.text[..self.draft.end as usize].ends_with('|') {
            sum -= 6.0;
        }
        // `"LONDON (Reuters) - " was how …`
        let quoted = self.pieces.get(self.draft.next).is_some_and(|it| it.is('"'));
        let after = self.pieces.get(self.draft.next + 1).and_then(Piece::case);
        if quoted && after == Some(Case::Lower) && self.start != Start::Text {
            sum -= 9.0;
        }
        sum + self.follower(true)
    }

    fn agency(&self) -> f32 {
        let worth = |credit: &Credit| match (credit.agency, credit.enclosed) {
            (Some(_), true) => 6.0,
            (Some(agency), false) => {
                if agency.is_weak {
                    2.5
                } else {
                    4.0
                }
            }
            (None, _) => 1.0,
        };
        self.draft.agencies.iter().map(worth).fold(0.0, f32::max)
    }

    fn date(&self) -> f32 {
        match &self.draft.date {
            Some(date) if date.year.is_some() => 4.5,
            Some(_) => 4.0,
            None if self.draft.weekday => 3.0,
            None => 0.0,
        }
    }

    fn place(&self, place: &WrittenPlace, strong: bool) -> f32 {
        let mut sum = match place.case {
            Case::Upper if place.name.len() > 2 => 2.0,
            Case::Lower => -3.0,
            _ => 0.0,
        };
        let upper = place.case == Case::Upper;
        // No gazetteer knows `ABOARD AIR FORCE ONE`, wherever it is.
        if place.kind == PlaceKind::Somewhere {
            return sum - 1.0;
        }
        // The rest of something else.
        if place.name.len() <= 2 && place.found.is_empty() {
            return -10.0;
        }
        let inhabitants =
            place.found.cities().iter().map(|city| city.population()).max().unwrap_or(0);
        let country = place.found.areas.iter().any(|area| area.is_country());
        sum += if place.found.is_empty() {
            match (upper, strong) {
                (true, true) => -1.0,
                (true, false) => -2.0,
                (false, true) if matches!(self.start, Start::Text | Start::Line) => -1.0,
                (false, _) => -3.0,
            }
        } else if inhabitants >= CITY || country {
            3.5
        } else if inhabitants >= TOWN {
            3.0
        } else if !place.found.cities().is_empty() {
            match (upper, inhabitants >= SMALL_TOWN) {
                (_, true) => 2.5,
                (true, false) => 2.0,
                (false, false) => 1.0,
            }
        } else {
            // A region alone.
            if place.name.len() > 3 { 1.5 } else { -1.0 }
        };
        for qualifier in &place.qualifiers {
            let held = || {
                let cities = place.found.cities().iter();
                cities
                    .clone()
                    .any(|city| qualifier.areas.iter().any(|area| city.area().is_in(*area)))
            };
            sum += match qualifier.areas.is_empty() {
                // `France, Germany, Italy - all three voted …`
                false if country && place.found.cities().is_empty() => -4.0,
                false if held() => 4.0,
                false => 1.5,
                true if strong => -0.5,
                true => -4.0,
            };
        }
        sum
    }

    fn separator(&self, strong: bool) -> f32 {
        match self.draft.separator {
            Separator::Dash { long: true, .. } => 2.0,
            Separator::Dash { tight_before: false, tight_after: false, .. } => 1.5,
            Separator::Dash { tight_before: true, tight_after: true, .. } => {
                // `WHITE PLAINS-Starwood Hotels`
                let next = self.pieces.get(self.draft.next);
                let name =
                    next.is_some_and(|it| it.case() == Some(Case::Title) && it.span().len() > 2);
                if name || strong { 0.0 } else { -6.0 }
            }
            Separator::Dash { .. } => 1.0,
            // `Chicago (NL): Fined …`
            Separator::Colon
                if !strong
                    && !self.draft.agencies.is_empty()
                    && self.first_case() != Some(Case::Upper) =>
            {
                -4.0
            }
            Separator::Colon => 0.5,
            Separator::Stop if strong => 0.5,
            Separator::Stop if self.is_town_alone() => 0.0,
            Separator::Stop => -6.0,
            // `Boston Globe | Business`, above a story
            Separator::LineEnd if self.draft.places.iter().any(|it| it.found.is_empty()) => -8.0,
            Separator::LineEnd if self.agency() >= 4.0 => 0.0,
            Separator::LineEnd if !strong && self.is_town_alone() && self.is_long_line() => -1.0,
            Separator::LineEnd => -6.0,
            Separator::None => {
                let plain = self.pieces.get(self.draft.next).is_some_and(|piece| {
                    lexicon::starts_sentences(piece.span().of(self.text))
                        && !piece.new_line
                        && piece.case() != Some(Case::Lower)
                });
                let sure = |it: &Credit| {
                    let words = it.span.of(self.text);
                    // As the table has it, or in small letters: `(ats)`
                    let small = !words.contains(char::is_uppercase);
                    let written = |agency: &lexicon::Agency| small || agency.form == words;
                    it.enclosed && it.agency.as_ref().is_some_and(|it| !it.is_weak || written(it))
                };
                let credited = self.draft.agencies.iter().any(sure);
                let opens = matches!(self.start, Start::Text | Start::Line);
                let known = self.draft.places.iter().all(|it| !it.found.cities().is_empty());
                match (self.agency() > 0.0, self.date() > 0.0) {
                    (true, true) => 0.0,
                    // `Chur (sda) Der Wolf …`: no dash is the house style
                    (true, false)
                        if credited && opens && known && self.next_case() == Some(Case::Title) =>
                    {
                        -1.0
                    }
                    // `LEEDS (AFP) The …`
                    (true, false) if plain => -1.0,
                    (false, true) if plain => -2.0,
                    // `WASHINGTON The Senate …`
                    (false, false) if plain && self.start == Start::Text => -1.0,
                    _ => -8.0,
                }
            }
        }
    }

    /// `MAINZ. Der Stadtrat …`, and `ANKARA` on a line of its own.
    fn is_town_alone(&self) -> bool {
        let [place] = &self.draft.places[..] else { return false };
        let next = self.pieces.get(self.draft.next);
        matches!(self.start, Start::Text | Start::Line)
            && place.case == Case::Upper
            && place.name.len() > 3
            && place.found.cities().iter().any(|city| city.first_name && city.population() >= CITY)
            && next.is_some_and(|next| next.case() == Some(Case::Title))
    }

    /// Whether the story's first line is a paragraph of it, and no other heading.
    fn is_long_line(&self) -> bool {
        let from = self.pieces.get(self.draft.next).map_or(self.text.len(), |it| it.start as usize);
        let story = &self.text.as_bytes()[from..];
        story.len() >= 80 && !story[..80].contains(&b'\n')
    }

    fn start(&self) -> f32 {
        match self.start {
            Start::Text => 1.0,
            Start::Line | Start::Gap => 0.5,
            Start::Sentence => -0.5,
            Start::Capitals => -1.0,
            Start::Inside | Start::Name => -2.5,
        }
    }

    fn first_case(&self) -> Option<Case> {
        self.draft.places.first().map(|place| place.case)
    }

    /// How the story's first word is written.
    fn next_case(&self) -> Option<Case> {
        self.pieces.get(self.draft.next).and_then(Piece::case)
    }

    /// What the story begins with.
    fn follower(&self, strong: bool) -> f32 {
        match self.pieces.get(self.draft.next) {
            None => -1.0,
            Some(piece) => match piece.kind {
                Kind::Word(Case::Lower) => {
                    if strong {
                        -1.0
                    } else {
                        -6.0
                    }
                }
                Kind::Mark('"' | '“' | '\'') if self.draft.separator == Separator::Colon => {
                    if strong {
                        -0.5
                    } else {
                        -4.0
                    }
                }
                _ => 0.0,
            },
        }
    }
}
