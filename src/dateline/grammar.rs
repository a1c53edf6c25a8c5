//! What may be a dateline, read from one start: places ([`super::names`]), date, agencies
//! ([`super::agencies`]), and the mark that ends it.

use super::date::{Written, date_at, day_alone, is_weekday, spaced_numbers, time_at};
use super::draft::{Credit, Draft, Separator, WrittenPlace};
use super::lex::{Case, Kind, Piece};
use crate::Span;

/// The pieces of an opening, to read drafts from.
pub(super) struct Grammar<'t> {
    pub text: &'t str,
    pub pieces: &'t [Piece],
}

impl<'t> Grammar<'t> {
    /// What begins at a piece: a dateline, or a credit without a place.
    pub fn read(&self, first: usize) -> Option<Draft> {
        self.credited(first).or_else(|| self.placed(first))
    }

    pub(super) fn piece(&self, at: usize) -> Option<&'t Piece> {
        self.pieces.get(at)
    }

    pub(super) fn is(&self, at: usize, mark: char) -> bool {
        self.piece(at).is_some_and(|piece| piece.is(mark))
    }

    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|piece| piece.kind == Kind::Dash)
    }

    /// The words of the pieces `from..to`.
    pub(super) fn words(&self, from: usize, to: usize) -> Span {
        Span::new(self.pieces[from].start, self.pieces[to - 1].end)
    }

    /// `AP - `, `(CNN) -- `, `June 3 (UPI) -- `; and what follows such a credit: `(ANSA) - ROMA, …`
    fn credited(&self, first: usize) -> Option<Draft> {
        let mut draft = Draft { date: date_at(self.text, self.pieces, first), ..Draft::at(first) };
        let mut at = first;
        if let Some(date) = &draft.date {
            at = date.next + usize::from(self.is(date.next, '.'));
            at = self.enclosed_agencies(at, &mut draft).unwrap_or(at);
        } else if self.is(first, '(') || self.is(first, '[') || self.is(first, '/') {
            // `[By Associated Press.]` is a byline.
            let by = |it: &Piece| it.span().of(self.text).eq_ignore_ascii_case("by");
            if self.piece(first + 1).is_some_and(by) {
                return None;
            }
            at = self.enclosed_agencies(at, &mut draft)?;
            // An unknown one only in front of a dash: `(Dân trí) - `
            let known = draft.agencies.iter().any(|credit| credit.agency.is_some());
            // `(Special.)` and `(May 3)` alone are no credit.
            let first_agency = draft.agencies.first()?;
            let place = || self.found(first_agency.span).is_some();
            if !known && (first > 0 || !self.is_dash(at) || place()) {
                return None;
            }
        } else {
            at = self.bare_agency(first, &mut draft)?;
            // `AFP (Paris) - `, but `AP (Advanced Placement) exams …`
            let before = draft.mark();
            if let Some(after) = self.enclosed_agencies(at, &mut draft) {
                let known = draft.agencies[before.agencies..].iter().all(|it| it.agency.is_some());
                if known || !matches!(self.separator(after).0, Separator::None) {
                    at = after;
                } else {
                    draft.back_to(before);
                }
            }
        }
        let comma = self.is(at, ',');
        let (separator, next, end) =
            if comma { (Separator::None, at + 1, self.pieces[at].end) } else { self.separator(at) };
        // A place behind the credit.
        let alone = separator == Separator::LineEnd && draft.agencies.is_empty();
        // `(DIRE) Bologna, 7 mar. -`
        let enclosed = separator == Separator::None && draft.agencies.iter().any(|it| it.enclosed);
        if comma || enclosed || !(alone || matches!(separator, Separator::None | Separator::Stop)) {
            // A place that is known, in capitals or dated: `(Bloomberg) -- The U.S.-China talks`
            let ends = |it: &Draft| {
                let sure = |it: &WrittenPlace| it.case == Case::Upper || !it.found.is_empty();
                let tight = matches!(
                    it.separator,
                    Separator::Dash { tight_before: true, tight_after: true, long: false }
                );
                it.separator != Separator::None
                    && (it.date.is_some() || (it.places.iter().all(sure) && !tight))
            };
            if let Some(placed) = self.placed(next).filter(ends) {
                // The paper on a line of its own, above a dateline that names its agency.
                if separator == Separator::LineEnd && !placed.agencies.is_empty() {
                    return None;
                }
                let agencies = draft.agencies.into_iter().chain(placed.agencies).collect();
                return Some(Draft { first, agencies, date: placed.date.or(draft.date), ..placed });
            }
        }
        let unmarked = matches!(separator, Separator::None | Separator::Stop);
        // `(CNN)Hundreds of cyclists …`
        let opens = first == 0 && draft.agencies.iter().any(|it| it.enclosed && !it.is_weak());
        if comma || (unmarked && draft.agencies.len() < 2 && !opens) {
            return None;
        }
        Some(Draft { separator, next, end: end.max(self.pieces[at - 1].end), ..draft })
    }

    /// Places, and what stands behind them.
    fn placed(&self, first: usize) -> Option<Draft> {
        // `(NEW YORK) -- `
        let enclosed = usize::from(self.is(first, '('));
        let (places, mut at) = self.places(first + enclosed)?;
        if enclosed == 1 {
            let alone = places.len() == 1 && places[0].case == Case::Upper;
            if !alone || !self.is(at, ')') || places[0].found.is_empty() {
                return None;
            }
            at += 1;
        }
        let mut draft = Draft { places, ..Draft::at(first) };
        loop {
            let skip = usize::from(self.is(at, ',') || self.is(at, '.'));
            // A comma may end a line of wrapped copy, a full stop ends a headline.
            let comma = self.is(at, ',');
            let same_line = self.piece(at + skip).is_some_and(|it| comma || !it.new_line);
            if draft.date.is_none()
                && same_line
                && let Some(date) = date_at(self.text, self.pieces, at + skip)
            {
                at = date.next;
                draft.date = Some(date);
                continue;
            }
            // `PETROGRAD, March 16, via London, March 17.—`
            if skip == 1
                && draft.date.is_some()
                && let Some(after) = self.route(at + skip)
            {
                at = after;
                continue;
            }
            // `BALLARAT, Tuesday.`
            if skip == 1
                && draft.date.is_none()
                && self.piece(at + skip).is_some_and(|piece| is_weekday(self.text, piece))
            {
                draft.weekday = true;
                at += skip + 1;
                continue;
            }
            // `جنيف - 25 - 6 (كونا) --`
            if draft.date.is_none()
                && self.is_dash(at)
                && let Some(date) = spaced_numbers(self.text, self.pieces, at + 1)
            {
                at = date.next;
                draft.date = Some(date);
                continue;
            }
            // `VALENCIA, 17 (EUROPA PRESS)`
            if draft.date.is_none()
                && same_line
                && let Some(date) = self.day_alone(at + skip)
            {
                at = date.next;
                draft.date = Some(date);
                continue;
            }
            // `, 3:40 p.m. —`, `Oct. 9—10 a. m.—`, `2022 / 09:15 am (CNA)`
            let parted = skip + usize::from(self.is_dash(at + skip) || self.is(at + skip, '/'));
            if parted > 0
                && let Some(after) = time_at(self.text, self.pieces, at + parted)
            {
                at = after;
                continue;
            }
            // `--(BUSINESS WIRE)--`; and behind a dash nothing that is not known: `- (Stord Inc) said`
            let dash = usize::from(self.is_dash(at + skip));
            let before = draft.mark();
            // A headline, and the credit below it.
            let opens = first == 0 || self.pieces[first].new_line;
            let below = self.piece(at + skip).is_some_and(|it| it.new_line)
                && (!opens || draft.places.iter().any(|it| it.found.is_empty()));
            if !below && let Some(after) = self.enclosed_agencies(at + skip + dash, &mut draft) {
                let known =
                    draft.agencies[before.agencies..].iter().any(|credit| credit.agency.is_some());
                let ends = !matches!(self.separator(after).0, Separator::None | Separator::LineEnd);
                // `.—(Special.)—`
                let nobody = draft.agencies.len() == before.agencies;
                if known || nobody || (dash == 0 && (ends || draft.date.is_some())) {
                    at = after;
                    continue;
                }
                draft.back_to(before);
            }
            // `, GNA –`, `. AVN.-`
            if (skip == 1 || draft.date.is_some())
                && let Some(after) = self.bare_agency(at + skip, &mut draft)
            {
                let weak = draft.agencies.last().is_some_and(Credit::is_weak);
                // `March 16, 2021, SPA --`, `Damascus, SANA-`, but `HORSHAM, PA, March 23 -`
                let long = self.pieces[after - 1].end - self.pieces[at + skip].start > 2;
                // `2019 م واس`, in a script without capitals
                let plain = self.pieces[after - 1].case() == Some(Case::None);
                let dated = draft.date.is_some();
                if !weak || (self.is_dash(after) && (long || dated)) || (plain && dated) {
                    at = after;
                    continue;
                }
                draft.agencies.pop();
            }
            break;
        }
        let (mut separator, mut next, mut end) = self.separator(at);
        // `RENO, NV / ACCESSWIRE / November 16, 2021 /`
        if self.is(at, '/') && !draft.agencies.is_empty() {
            separator = Separator::Dash { long: true, tight_before: false, tight_after: false };
            (next, end) = (at + 1, self.pieces[at].end);
        }
        // What else stands between dashes: `— РИА Новости.`, `- 3 May 2022:`
        while let Separator::Dash { .. } = separator {
            let Some(found) = self.between_dashes(next, &mut draft) else { break };
            (separator, next, end) = found;
        }
        let end = end.max(self.pieces[at - 1].end);
        Some(Draft { next, end, separator, ..draft })
    }

    /// The piece behind `via London, March 17`: how the story came.
    fn route(&self, at: usize) -> Option<usize> {
        let word = self.piece(at)?.span().of(self.text);
        if !word.eq_ignore_ascii_case("via") {
            return None;
        }
        let (end, _) = self.phrase(at + 1)?;
        let comma = usize::from(self.is(end, ','));
        let date = date_at(self.text, self.pieces, end + comma);
        Some(date.map_or(end, |date| date.next))
    }

    /// A day whose month goes without saying, in front of a known agency.
    fn day_alone(&self, at: usize) -> Option<Written> {
        let written = day_alone(self.text, self.pieces, at)?;
        let mut other = Draft::at(at);
        self.enclosed_agencies(written.next, &mut other)?;
        other.agencies.iter().any(|it| it.agency.is_some()).then_some(written)
    }

    /// An agency or a date behind a dash, in front of another mark; that mark, as
    /// [`separator`](Self::separator) gives it.
    fn between_dashes(&self, at: usize, draft: &mut Draft) -> Option<(Separator, usize, u32)> {
        let mut other = Draft::at(at);
        let after = match self.bare_agency(at, &mut other) {
            Some(after) if !other.agencies.iter().any(Credit::is_weak) => after,
            _ => {
                let date = date_at(self.text, self.pieces, at).filter(|_| draft.date.is_none())?;
                let after = date.next;
                other.date = Some(date);
                after
            }
        };
        let (separator, next, end) = self.separator(after);
        let ends = match separator {
            // `ŞANLIURFA - Anadolu Agency`, on a line of its own
            Separator::Stop | Separator::LineEnd => other.date.is_none(),
            Separator::Dash { .. } | Separator::Colon => true,
            Separator::None => false,
        };
        let end = end.max(self.pieces[after - 1].end);
        if !ends {
            return None;
        }
        draft.agencies.append(&mut other.agencies);
        draft.date = draft.date.take().or(other.date);
        Some((separator, next, end))
    }

    /// The separator at a piece, the piece after it, and where it ends.
    pub(super) fn separator(&self, at: usize) -> (Separator, usize, u32) {
        let nothing = (Separator::None, at, 0);
        let Some(piece) = self.piece(at) else { return nothing };
        // `.-`, `, -`
        let stop = piece.is('.') || piece.is(',');
        let dash_at = at + usize::from(stop);
        // A dash that begins a line is a bullet.
        if self.is_dash(dash_at) && !self.pieces[dash_at].new_line {
            let dash = &self.pieces[dash_at];
            let words = dash.span().of(self.text);
            let next = self.piece(dash_at + 1);
            let separator = Separator::Dash {
                long: stop || !matches!(words, "-" | "\u{2010}" | "\u{2011}"),
                tight_before: piece.is_tight(),
                tight_after: next.is_some_and(Piece::is_tight),
            };
            return (separator, dash_at + 1, dash.end);
        }
        // `COLOMBO (News 1st); `
        if piece.is(';') && at > 0 && self.is(at - 1, ')') {
            return (Separator::Colon, at + 1, piece.end);
        }
        // `RAS AL KHAIMAH // `
        let slashes = piece.is('/') && !piece.is_tight() && !piece.new_line;
        if slashes && self.piece(at + 1).is_some_and(|next| next.is('/') && next.is_tight()) {
            let separator = Separator::Dash { long: true, tight_before: false, tight_after: false };
            return (separator, at + 2, self.pieces[at + 1].end);
        }
        // `PORT LOUIS | `, `MALE · AFP · `
        let bar = ['|', '·', '•', '●'].iter().any(|&bar| piece.is(bar));
        if bar && !piece.new_line {
            let separator = Separator::Dash { long: true, tight_before: false, tight_after: false };
            return (separator, at + 1, piece.end);
        }
        // `:`, `:-`
        if piece.is(':') {
            let dash = self.piece(at + 1).filter(|dash| dash.kind == Kind::Dash);
            let (next, end) = dash.map_or((at + 1, piece.end), |dash| (at + 2, dash.end));
            return (Separator::Colon, next, end);
        }
        // Not that of `Amazon.com`.
        let apart = self.piece(at + 1).is_none_or(|next| !next.is_tight() || !next.is_word());
        if piece.is('.') && piece.is_tight() && apart {
            return (Separator::Stop, at + 1, piece.end);
        }
        if piece.new_line {
            return (Separator::LineEnd, at, 0);
        }
        nothing
    }
}
