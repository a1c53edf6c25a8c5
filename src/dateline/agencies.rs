//! The agencies of a dateline: in parentheses, between slashes, or bare.

use super::date::{date_at, day_and_month};
use super::draft::{Credit, Draft};
use super::grammar::Grammar;
use super::lex::{Case, Kind, Piece};
use crate::Span;
use crate::lexicon;

/// An agency's name in parentheses has at most this many bytes.
const LONGEST_AGENCY: u32 = 80;
/// A bare one has at most this many pieces.
const MOST_PIECES: usize = 8;

impl Grammar<'_> {
    /// `(Reuters)`, `/PRNewswire/`, `[AP]`, several of them; the piece after them. Adds to the
    /// draft's agencies, and its date if that stands with them.
    pub(super) fn enclosed_agencies(&self, at: usize, draft: &mut Draft) -> Option<usize> {
        let open = self.piece(at)?;
        let close = match open.kind {
            Kind::Mark('(') => ')',
            Kind::Mark('[') => ']',
            Kind::Mark('/') => '/',
            _ => return None,
        };
        let mut end = at + 1;
        while !self.is(end, close) {
            let piece = self.piece(end)?;
            // `[사진=연합뉴스]` is a photograph's.
            let equals = matches!(piece.span().of(self.text), "=" | "＝");
            if piece.end - open.start > LONGEST_AGENCY || piece.new_line || piece.is('"') || equals
            {
                return None;
            }
            end += 1;
        }
        // `(July 8)`, but not `(March 21 - April 19)`
        if let Some(date) = date_at(self.text, self.pieces, at + 1) {
            if date.next != end || draft.date.is_some() {
                return None;
            }
            draft.date = Some(date);
            return Some(end + 1);
        }
        // `(Newsfile Corp. - April 1, 2019)`, `(Reuters, May 3)`
        let mut date_with_them = None;
        let mut last = end;
        for inner in at + 2..end {
            if (self.is_dash(inner) || self.is(inner, ','))
                && let Some(date) = date_at(self.text, self.pieces, inner + 1)
                && date.next == end
            {
                date_with_them = Some(date);
                last = inner;
                break;
            }
        }
        // `(TTXVN 3/5)`
        if let [day, slash, month] = &self.pieces[end.saturating_sub(3).max(at + 1)..end]
            && slash.is('/')
            && slash.is_tight()
            && month.is_tight()
            && let Some(date) = day_and_month(self.text, day, month, end)
        {
            date_with_them = Some(date);
            last = end - 3;
        }
        // `(By The Associated Press.)`, `(Havas.)`
        let by = |piece: &Piece| piece.span().of(self.text).eq_ignore_ascii_case("by");
        let from = at + 1 + usize::from(self.piece(at + 1).is_some_and(by));
        if last > from + 1 && self.is(last - 1, '.') {
            let whole = lexicon::agency(self.words(from, last).of(self.text));
            let without = lexicon::agency(self.words(from, last - 1).of(self.text));
            last -= usize::from(last == from + 2 || without.is_some() || whole.is_none());
        }
        if last <= from || !self.pieces[from].is_word() {
            return None;
        }
        // `(Special.)`, `(Special to The Journal.)`, `(De nuestra corresponsal)`
        let first = self.pieces[from].span().of(self.text);
        let inner = self.words(from, last).of(self.text);
        let ours = ["correspon", "korrespon", "enviad", "envoyé", "inviat", "reporter"];
        if matches!(first, "Special" | "SPECIAL" | "Delayed" | "DELAYED")
            || (lexicon::agency(inner).is_none() && ours.iter().any(|it| inner.contains(it)))
        {
            return Some(end + 1);
        }
        let before = draft.mark();
        self.agencies_in(from, last, &mut draft.agencies);
        // Slashes enclose only what is known for sure, or follows a date: `PARIS/BERLIN`, `PC/XT, PC`.
        let found = &draft.agencies[before.agencies..];
        let known = found.iter().any(|it| {
            it.agency.is_some()
                && (close != '/' || !it.is_weak() || draft.date.or(date_with_them).is_some())
        });
        // `(elmundo.cr)`, `(iFinnmark)`
        let words = self.words(from, last).of(self.text);
        let site = !words.contains(' ') && words.contains(|c: char| c == '.' || c.is_uppercase());
        let named = (self.pieces[from].is_capital() || site) && last - from <= 5;
        let dated = draft.date.or(date_with_them).is_some()
            && last - from <= if self.is_dash(end + 1) { 3 } else { 1 }
            && self.pieces[from].is_tight();
        if !known && (!named || (close == '/' && !dated)) {
            draft.back_to(before);
            return None;
        }
        draft.date = draft.date.or(date_with_them);
        Some(end + 1)
    }

    /// The agencies that the pieces `from..to` name: one, or several between slashes.
    fn agencies_in(&self, from: usize, to: usize, agencies: &mut Vec<Credit>) {
        let whole = self.words(from, to);
        let credit = |span: Span| {
            let agency = lexicon::agency(span.of(self.text));
            Credit { span, agency, enclosed: true }
        };
        let one = credit(whole);
        // `dpa/lno`, `REUTERS, BLOOMBERG`, `Reuters and AFP`, `A.A.P.-Reuter`
        let parts_at = |at: usize| {
            let hyphen = || self.pieces[at].span().of(self.text) == "-";
            self.is(at, '/') || self.is(at, ',') || self.is_joiner(at) || hyphen()
        };
        let parters: Vec<usize> = (from..to).filter(|&at| parts_at(at)).collect();
        if one.agency.is_some() || parters.is_empty() {
            agencies.push(self.within(from, to, one));
            return;
        }
        let mut parts = Vec::new();
        let mut start = from;
        for parter in parters.into_iter().chain([to]) {
            if start < parter {
                parts.push((credit(self.words(start, parter)), self.pieces[start].is_capital()));
            }
            start = parter + 1;
        }
        if parts.iter().any(|(credit, _)| credit.agency.is_some()) {
            // The desks of an agency are no agencies: `dpa/lrs`.
            let named = parts.into_iter().filter(|(it, capital)| it.agency.is_some() || *capital);
            agencies.extend(named.map(|(credit, _)| credit));
        } else {
            agencies.push(self.within(from, to, one));
        }
    }

    /// The agency that is named among other words: `Корр. ТАСС Ирина Лосева`, `PRNewswire-AsiaNet`.
    fn within(&self, from: usize, to: usize, whole: Credit) -> Credit {
        if whole.agency.is_some() || to - from > 6 {
            return whole;
        }
        let words = (from..to).filter(|&at| self.pieces[at].is_word());
        let known = words.map(|at| self.pieces[at].span()).find_map(|span| {
            let agency = lexicon::agency(span.of(self.text)).filter(|agency| !agency.is_weak)?;
            // As the table writes it, or in capitals: `Star` is a word of many names.
            let word = span.of(self.text);
            let capitals = word.len() > 4 && word == agency.form.to_uppercase();
            ((word == agency.form && span.len() > 2) || capitals).then_some((span, agency))
        });
        known.map_or(whole, |(span, agency)| Credit { span, agency: Some(agency), ..whole })
    }

    /// Whether a word is an agency's whole name, as the table writes it, and a sentence follows.
    fn is_alone(&self, at: usize) -> bool {
        let word = self.pieces[at].span().of(self.text);
        let case = self.pieces[at].case();
        let shouted = case == Some(Case::Upper) && word.len() > 3;
        let next = self.piece(at + 1).filter(|next| next.is_capital() && !next.new_line);
        (shouted || case == Some(Case::None))
            && next.is_some_and(|next| next.case() != Some(Case::Upper))
            && lexicon::agency(word).is_some_and(|agency| {
                agency.form == word && (!agency.is_weak || case == Some(Case::None))
            })
    }

    /// A known agency that stands without parentheses, all the words up to the next mark; the piece
    /// after it.
    pub(super) fn bare_agency(&self, at: usize, draft: &mut Draft) -> Option<usize> {
        if !self.piece(at)?.is_word() {
            return None;
        }
        // `Baku, September 27, AZERTAC A delegation …`
        if draft.date.is_some() && self.is_alone(at) {
            let span = self.words(at, at + 1);
            let agency = lexicon::agency(span.of(self.text));
            draft.agencies.push(Credit { span, agency, enclosed: false });
            return Some(at + 1);
        }
        let mut end = at + 1;
        while let Some(piece) = self.piece(end).filter(|piece| !piece.new_line && piece.blanks < 2)
        {
            let next_is_tight =
                || self.piece(end + 1).is_some_and(|next| next.is_tight() && next.is_word());
            // `Liputan6.com`, `Interfax-Ukraine`, `CNN/Money`
            let inner = piece.is_tight()
                && (piece.is('.') || piece.is('/') || piece.span().of(self.text) == "-")
                && next_is_tight();
            if !piece.is_word() && !inner {
                break;
            }
            end += 1;
            if end - at > MOST_PIECES {
                return None;
            }
        }
        if self.piece(end).is_none_or(|piece| piece.is_word() && !piece.new_line) {
            return None;
        }
        let span = self.words(at, end);
        let words = span.of(self.text);
        let agency = lexicon::agency(words)?;
        if agency.is_weak && agency.form != words && agency.name != words {
            return None;
        }
        draft.agencies.push(Credit { span, agency: Some(agency), enclosed: false });
        Some(end)
    }
}
