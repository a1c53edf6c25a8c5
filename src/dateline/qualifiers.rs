//! What says where a place is: `Calif.`, `(Badajoz)`, `[Syria]`, `West Germany`.

use super::date::{date_at, is_weekday};
use super::draft::{Draft, Qualifier};
use super::grammar::Grammar;
use super::lex::Kind;
use crate::Span;
use crate::gazetteer::{Area, City, Found};
use crate::lexicon;
use crate::text::Key;

/// Beside a city of so many inhabitants a namesake of less than so many is not meant.
const METROPOLIS: u32 = 1_000_000;
const HAMLET: u32 = 5_000;
/// What a division is called behind its name.
const GENERIC: [&str; 8] =
    ["prefecture", "province", "state", "county", "region", "oblast", "district", "governorate"];

impl Grammar<'_> {
    /// A qualifier, and the piece after it. `None` inside when it became part of the name.
    pub(super) fn qualifier(
        &self,
        at: usize,
        name: Span,
        found: &mut Found,
    ) -> Option<(Option<Qualifier>, usize)> {
        let open = self.piece(at)?;
        match open.kind {
            Kind::Mark(',') => {
                let first = at + 1;
                let the = self
                    .piece(first)
                    .is_some_and(|it| it.span().of(self.text).eq_ignore_ascii_case("the"));
                let first = first + usize::from(the);
                if !self.piece(first)?.is_capital()
                    || date_at(self.text, self.pieces, first).is_some()
                {
                    return None;
                }
                // `BALLARAT, Tuesday.`
                if is_weekday(self.text, &self.pieces[first]) {
                    return None;
                }
                // `FARGO, N.D., AND MOORHEAD`, `RIGA, VILNIUS and WARSAW`
                // … and `LONDON, NEW YORK`, though a hamlet has the name there.
                let cities = found.cities();
                let metropolis = cities.iter().any(|city| city.population() >= METROPOLIS);
                let holds = |areas: &[Area]| {
                    let inside = |city: &City| areas.iter().any(|area| city.area().is_in(*area));
                    let large = |city: &City| !metropolis || city.population() >= HAMLET;
                    cities.iter().any(|city| inside(city) && large(city))
                };
                let held = || self.known_area(first).is_some_and(|(_, areas)| holds(&areas));
                let listed = || !cities.is_empty() && self.is_listed_city(first) && !held();
                if self.is_joiner(first) || listed() {
                    return None;
                }
                // `, KOMPAS.com -`
                let mut other = Draft::at(first);
                let weak_but_last = |after: usize, other: &Draft| {
                    let long = other.agencies.iter().any(|it| it.span.len() > 2);
                    long && self.is_dash(after) && self.known_area(first).is_none()
                };
                if let Some(after) = self.bare_agency(first, &mut other) {
                    let sure = other.agencies.iter().any(|it| !it.is_weak());
                    // `Damascus, SANA- `
                    if sure || weak_but_last(after, &other) {
                        return None;
                    }
                }
                let (mut end, areas) = self.known_area(first).or_else(|| {
                    let (end, _) = self.phrase(first)?;
                    (end - first <= 4).then(|| (end, Vec::new()))
                })?;
                // `Calif.`
                if self.is(end, '.') && self.pieces[end].is_tight() {
                    let next = self.piece(end + 1);
                    let structural = next.is_none_or(|it| !it.is_word() || it.new_line);
                    if structural || date_at(self.text, self.pieces, end + 1).is_some() {
                        end += 1;
                    }
                }
                Some((Some(Qualifier { span: self.words(first, end), areas }), end))
            }
            Kind::Mark('(' | '[') => {
                let close = if open.is('(') { ')' } else { ']' };
                let end = (at + 1..at + 8).find(|&end| self.is(end, close))?;
                if end == at + 1 || !self.pieces[at + 1].is_capital() {
                    return None;
                }
                let inner = self.words(at + 1, end);
                let areas = self.areas(inner);
                // `Köln (SID)`, though some language calls the south of Haiti so.
                let meant = || {
                    let inside = |it: &&City| areas.iter().any(|area| it.area().is_in(*area));
                    let cities = found.cities();
                    let held = cities.iter().filter(inside).map(|it| it.weight()).max();
                    let best = cities.iter().map(|it| it.weight()).max().unwrap_or(0);
                    held.is_some_and(|held| held.saturating_mul(10) >= best)
                };
                if lexicon::agency(inner.of(self.text))
                    .is_some_and(|it| !it.is_weak || inner.len() <= 2 || !meant())
                {
                    return None;
                }
                // `Frankfurt (Oder)`
                let both = name.cover(Span::new(name.end(), self.pieces[end].end));
                if let Some(of_joint) = self.found(both)
                    && (found.is_empty() || !of_joint.cities().is_empty())
                {
                    *found = of_joint;
                    return Some((None, end + 1));
                }
                // An unknown one only in front of what makes a dateline.
                let goes_on = self.is(end + 1, ',')
                    || self.is(end + 1, '(')
                    || self.is(end + 1, '/')
                    || date_at(self.text, self.pieces, end + 1).is_some();
                if areas.is_empty() && !goes_on {
                    return None;
                }
                Some((Some(Qualifier { span: inner, areas }), end + 1))
            }
            _ => None,
        }
    }

    /// The longest known area that begins here, in front of a mark or a date.
    fn known_area(&self, first: usize) -> Option<(usize, Vec<Area>)> {
        let mut ends = Vec::with_capacity(8);
        let mut at = first;
        while let Some(piece) = self.piece(at).filter(|_| at - first < 9) {
            let inside = piece.is_word()
                || (piece.is_tight() && piece.is('.'))
                || (piece.is_tight() && piece.kind == Kind::Dash && piece.span().len() == 1)
                || piece.is('&');
            if !inside || (at > first && piece.new_line) {
                break;
            }
            at += 1;
            ends.push(at);
        }
        for &end in ends.iter().rev() {
            let word_follows = self.piece(end).is_some_and(|it| it.is_word() && !it.new_line);
            if word_follows && date_at(self.text, self.pieces, end).is_none() {
                let sign = self
                    .piece(end)
                    .is_some_and(|it| lexicon::is_place_connector(it.span().of(self.text)));
                if !sign {
                    continue;
                }
            }
            let areas = self.areas(self.words(first, end));
            if !areas.is_empty() {
                return Some((end, areas));
            }
        }
        None
    }

    /// The areas of a name, also of `Osaka Prefecture` and `Kerala state`.
    pub(super) fn areas(&self, name: Span) -> Vec<Area> {
        let name = name.of(self.text);
        let areas =
            |name: &str| -> Vec<Area> { Key::of(name).into_iter().flat_map(Area::named).collect() };
        let whole = areas(name);
        if !whole.is_empty() {
            return whole;
        }
        let Some((rest, last)) = name.rsplit_once(' ') else { return whole };
        if GENERIC.iter().any(|it| last.eq_ignore_ascii_case(it)) { areas(rest) } else { whole }
    }
}
