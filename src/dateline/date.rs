//! The day of a dateline: reading it, and finding its year.

use super::day::{Day, days_of_month};
use super::lex::{Case, Kind, Piece};
use crate::Span;
use crate::lexicon::{self, Languages, Month};
use crate::text::Key;

/// The date of a dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    /// Its words.
    pub span: Span,
    /// The year: as written, or the one that brings the date nearest to the day of publication;
    /// `None` when neither is there.
    pub year: Option<i32>,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month.
    pub day: u8,
}

impl Date {
    /// `2012-02-29`, or `--02-29` when no year is known.
    pub fn iso(&self) -> String {
        match self.year {
            Some(year) => format!("{year:04}-{:02}-{:02}", self.month, self.day),
            None => format!("--{:02}-{:02}", self.month, self.day),
        }
    }
}

/// A date as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    pub span: Span,
    pub year: Option<i32>,
    /// From 1; 0 when only the day is written.
    pub month: u8,
    pub day: u8,
    pub languages: Languages,
    /// Whether it may as well be read with the month first: `05/03/2020`.
    pub month_or_day: bool,
    /// The piece after it.
    pub next: usize,
}

impl Written {
    /// As American papers write it: `05/03/2020` is the third of May.
    pub fn month_first(self) -> Self {
        if !self.month_or_day || self.day > 12 {
            return self;
        }
        Self { month: self.day, day: self.month, ..self }
    }

    /// The date, if there is such a day.
    pub fn resolve(&self, published: Option<Day>) -> Option<Date> {
        let (month, day) = (self.month, self.day);
        if month == 0 {
            // The nearest such day.
            let published = published?;
            let months = (published.year() - 1..=published.year() + 1)
                .flat_map(|year| (1..=12).filter_map(move |month| Day::new(year, month, day)));
            let away = |day: &Day| (day.number() - published.number()).abs();
            let nearest = months.min_by_key(away)?;
            return Some(Date {
                span: self.span,
                year: Some(nearest.year()),
                month: nearest.month(),
                day,
            });
        }
        let valid = |year: i32| Day::new(year, month, day);
        let year = match self.year {
            Some(year) => Some(valid(year)?.year()),
            None => match published {
                // 29 February may be eight years away.
                Some(published) => {
                    let days = (published.year() - 8..=published.year() + 8).filter_map(valid);
                    let away = |day: &Day| (day.number() - published.number()).abs();
                    Some(days.min_by_key(away)?.year())
                }
                None if day >= 1 && day <= days_of_month(month, None) => None,
                None => return None,
            },
        };
        Some(Date { span: self.span, year, month, day })
    }
}

/// The first number of a date is among so many pieces: `Mon., Sept. 3`.
const LONGEST_TO_NUMBER: usize = 8;

/// Reads the date that begins at a piece.
pub(super) fn date_at(text: &str, pieces: &[Piece], from: usize) -> Option<Written> {
    // Most words have no number near by, and need not be looked up.
    let near = &pieces[from.min(pieces.len())..pieces.len().min(from + LONGEST_TO_NUMBER)];
    if !near.iter().any(|piece| piece.kind == Kind::Number) {
        return None;
    }
    let mut at = from;
    let mut first = from;
    if is_weekday(text, pieces.get(at)?) {
        at += 1;
        while pieces.get(at).is_some_and(|piece| piece.is(',') || piece.is('.')) {
            at += 1;
        }
        first = at;
    }
    if let Some(after) = islamic_day(text, pieces, at) {
        at = after;
    }
    // `le 2 mars`, `den 3. mai`
    let article = |word: &str| {
        matches!(word, "le" | "el" | "den" | "am" | "il" | "ngày" | "lo" | "dia" | "o" | "في")
    };
    let number_next = pieces.get(at + 1).is_some_and(|piece| piece.kind == Kind::Number);
    if number_next && article(pieces.get(at)?.span().of(text)) {
        at += 1;
    }
    let mut written = match pieces.get(at)?.kind {
        Kind::Number => numbers_only(text, pieces, at).or_else(|| day_first(text, pieces, at))?,
        Kind::Word(_) => month_first(text, pieces, at)?,
        _ => return None,
    };
    written.span = Span::new(pieces[first].start, written.span.end());
    Some(written)
}

/// `25.02.2020`, `2020-02-25`, `2020. február 25.`; and in front of an agency `25/2`
fn numbers_only(text: &str, pieces: &[Piece], at: usize) -> Option<Written> {
    let tight = |at: usize| pieces.get(at).is_some_and(Piece::is_tight);
    let all_tight = (at + 1..at + 5).all(tight);
    let made = |year: Option<i32>, month: &Piece, day: &Piece, last: &Piece, next: usize| {
        Some(Written {
            span: pieces[at].span().cover(last.span()),
            year,
            month: small_number(text, month)?,
            day: small_number(text, day)?,
            languages: Languages::ALL,
            month_or_day: false,
            next,
        })
    };
    if let [first, mark, second, again, third] = pieces.get(at..at + 5).unwrap_or_default() {
        // `3.5.2020`, `3. 5. 2020`
        if mark.is('.')
            && again.is('.')
            && tight(at + 1)
            && tight(at + 3)
            && let Some(year) = year_of(text, third)
        {
            return made(Some(year), second, first, third, at + 5);
        }
        // Days stand first, but where there is no such month: `05/13/2020`
        if all_tight && mark.is('/') && again.is('/') {
            let year = Some(year_of(text, third)?);
            let american = small_number(text, second).is_some_and(|month| month > 12);
            let (month, day) = if american { (first, second) } else { (second, first) };
            let made = made(year, month, day, third, at + 5);
            return made.map(|made| Written { month_or_day: !american, ..made });
        }
        let dashes = mark.kind == Kind::Dash && again.kind == Kind::Dash;
        if all_tight && dashes && year_of(text, first).is_some() {
            return made(year_of(text, first), second, third, third, at + 5);
        }
    }
    // `12/05 (BELGA)`
    if let [first, slash, second, open] = pieces.get(at..at + 4).unwrap_or_default()
        && slash.is('/')
        && tight(at + 1)
        && tight(at + 2)
        && open.is('(')
    {
        return made(None, second, first, second, at + 3);
    }
    // `23-5-2021`
    if let [day, dash, month, again, year] = pieces.get(at..at + 5).unwrap_or_default()
        && all_tight
        && dash.kind == Kind::Dash
        && again.kind == Kind::Dash
        && let Some(year) = year_of(text, year)
    {
        return made(Some(year), month, day, &pieces[at + 4], at + 5);
    }
    // `3.5. (STT)`
    if let [first, mark, second, again, open] = pieces.get(at..at + 5).unwrap_or_default()
        && (at + 1..at + 4).all(tight)
        && mark.is('.')
        && again.is('.')
        && (open.is('(') || open.kind == Kind::Dash)
    {
        return made(None, second, first, again, at + 4);
    }
    year_first(text, pieces, at)
}

/// `25 - 6`, in front of an agency in parentheses.
pub(super) fn spaced_numbers(text: &str, pieces: &[Piece], at: usize) -> Option<Written> {
    let [day, dash, month, open] = pieces.get(at..at + 4)? else { return None };
    let is_date = dash.kind == Kind::Dash && open.is('(') && !open.new_line;
    day_and_month(text, day, month, at + 3).filter(|_| is_date)
}

/// A date of two numbers, which ends before a piece.
pub(super) fn day_and_month(
    text: &str,
    day: &Piece,
    month: &Piece,
    next: usize,
) -> Option<Written> {
    Some(Written {
        span: day.span().cover(month.span()),
        year: None,
        month: small_number(text, month).filter(|&month| month <= 12)?,
        day: small_number(text, day)?,
        languages: Languages::ALL,
        month_or_day: false,
        next,
    })
}

/// The piece behind a day of the Islamic calendar and the words for `which is`:
/// `05 شعبان 1440 هـ الموافق`
fn islamic_day(text: &str, pieces: &[Piece], from: usize) -> Option<usize> {
    small_number(text, pieces.get(from)?)?;
    let word = |at: usize| pieces.get(at).map_or("", |piece| piece.span().of(text));
    // The month has one word or two, the era may be missing.
    let which_is = (from + 2..from + 7).find(|&at| matches!(word(at), "الموافق" | "الموافق:"))?;
    Some(which_is + 1)
}

/// `2008. október 16., csütörtök`
fn year_first(text: &str, pieces: &[Piece], from: usize) -> Option<Written> {
    let year = year_of(text, pieces.get(from)?)?;
    let stop = usize::from(pieces.get(from + 1).is_some_and(|piece| piece.is('.')));
    let (month, at) = month_at(text, pieces, from + 1 + stop)?;
    let day = small_number(text, pieces.get(at)?)?;
    let (mut next, mut end) = (at + 1, pieces[at].end);
    // The weekday behind it.
    let stop = usize::from(pieces.get(next).is_some_and(|piece| piece.is('.')));
    let comma = usize::from(pieces.get(next + stop).is_some_and(|piece| piece.is(',')));
    if let Some(word) = pieces.get(next + stop + comma).filter(|piece| is_weekday(text, piece)) {
        (next, end) = (next + stop + comma + 1, word.end);
    }
    let span = Span::new(pieces[from].start, end);
    Some(Written {
        span,
        year: Some(year),
        month: month.month,
        day,
        languages: month.languages,
        month_or_day: false,
        next,
    })
}

/// `25 May 2020`, `25. Mai`, `25 de mayo de 2020`
fn day_first(text: &str, pieces: &[Piece], from: usize) -> Option<Written> {
    let day = small_number(text, &pieces[from])?;
    let mut at = from + 1;
    // `3-4 May`
    if range_end(text, pieces, at).is_some() {
        at += 2;
    }
    if pieces.get(at).is_some_and(|piece| piece.is('.') || piece.is('º') || piece.is('°')) {
        at += 1;
    }
    // `3rd May`, `1er mai`, `of`
    while pieces.get(at).is_some_and(|piece| is_filler(text, piece)) {
        at += 1;
    }
    let (month, after) = month_at(text, pieces, at)?;
    let mut end = pieces[after - 1].end;
    let mut next = after;
    let mut languages = month.languages;
    // Arabic gives a month by both of its names.
    if let Some((again, after)) =
        month_at(text, pieces, next).filter(|it| it.0.month == month.month)
    {
        languages = languages.and(again.languages);
        (next, end) = (after, pieces[after - 1].end);
    }
    let (year, next, end) = with_year(text, pieces, next, end);
    Some(Written {
        span: Span::new(pieces[from].start, end),
        year,
        month: month.month,
        day,
        languages,
        month_or_day: false,
        next,
    })
}

/// `May 25`, `May 25, 2020`
fn month_first(text: &str, pieces: &[Piece], from: usize) -> Option<Written> {
    // A number follows, or it is another word: most are.
    let number = |at: usize| pieces.get(at).is_some_and(|piece| piece.kind == Kind::Number);
    let stop = pieces.get(from + 1).is_some_and(|piece| piece.is('.'));
    if !number(from + 1) && !number(from + 2)
        || (!stop && !number(from + 1) && pieces[from].case() != Some(Case::None))
    {
        return None;
    }
    let (month, at) = month_at(text, pieces, from)?;
    let day = small_number(text, pieces.get(at)?)?;
    let mut next = at + 1;
    let mut end = pieces[at].end;
    let suffix = pieces.get(next).filter(|piece| piece.is_tight() && is_ordinal(text, piece));
    if let Some(suffix) = suffix {
        (next, end) = (next + 1, suffix.end);
    }
    // Lithuanian: `sausio 2 d.`
    if let [d, stop] = pieces.get(next..next + 2).unwrap_or_default()
        && d.span().of(text) == "d"
        && stop.is('.')
    {
        (next, end) = (next + 2, stop.end);
    }
    // `May 3-4`
    if let Some(last) = range_end(text, pieces, next) {
        (next, end) = (next + 2, last);
    }
    let (year, next, end) = with_year(text, pieces, next, end);
    Some(Written {
        span: Span::new(pieces[from].start, end),
        year,
        month: month.month,
        day,
        languages: month.languages,
        month_or_day: false,
        next,
    })
}

/// The end of the second day of `3-4`, whose dash is at a piece; `9—10 a. m.` is an hour.
fn range_end(text: &str, pieces: &[Piece], at: usize) -> Option<u32> {
    let [dash, last] = pieces.get(at..at + 2)? else { return None };
    let tight = dash.kind == Kind::Dash && dash.is_tight() && last.is_tight();
    small_number(text, last).filter(|_| tight && time_at(text, pieces, at + 1).is_none())?;
    Some(last.end)
}

/// The year after a date, if one is there: `2020`, `, 2020`, `de 2020`.
fn with_year(text: &str, pieces: &[Piece], next: usize, end: u32) -> (Option<i32>, usize, u32) {
    let mut at = next;
    if pieces
        .get(at)
        .is_some_and(|piece| piece.is(',') || piece.is('.') || (piece.is('/') && piece.is_tight()))
    {
        at += 1;
    }
    if pieces.get(at).is_some_and(|piece| is_filler(text, piece)) {
        at += 1;
    }
    match pieces.get(at).and_then(|piece| year_of(text, piece)) {
        Some(year) => {
            // `2012 р.`, `2012 года`
            let marker = |piece: &Piece| {
                matches!(
                    piece.span().of(text),
                    "р" | "г" | "года" | "року" | "r" | "roku" | "م" | "هـ"
                )
            };
            match pieces.get(at + 1).filter(|piece| marker(piece)) {
                Some(marker) => {
                    let stop = pieces.get(at + 2).filter(|piece| piece.is('.') && piece.is_tight());
                    let end = stop.map_or(marker.end, |stop| stop.end);
                    (Some(year), at + 2 + usize::from(stop.is_some()), end)
                }
                None => (Some(year), at + 1, pieces[at].end),
            }
        }
        None => (None, next, end),
    }
}

/// The month at a piece and the piece after it, with the full stop of an abbreviation.
fn month_at(text: &str, pieces: &[Piece], at: usize) -> Option<(Month, usize)> {
    let first = pieces.get(at).filter(|piece| piece.is_word())?;
    // `3 d’octubre`
    let word = first.span().of(text);
    let word = word.strip_prefix("d’").or_else(|| word.strip_prefix("d'")).unwrap_or(word);
    let two =
        pieces.get(at + 1).filter(|piece| piece.is_word() && first.kind == Kind::Word(Case::None));
    let of_two = two.and_then(|second| lexicon::month(first.span().cover(second.span()).of(text)));
    // Thai: `พ.ค.`
    let of_three = || {
        let [stop, second] = pieces.get(at + 1..at + 3)? else { return None };
        let tight = stop.is('.') && stop.is_tight() && second.is_word() && second.is_tight();
        let whole = first.span().cover(second.span());
        lexicon::month(whole.of(text)).filter(|_| tight && first.case() == Some(Case::None))
    };
    let (month, mut next) = match of_two {
        Some(month) => (month, at + 2),
        None if lexicon::month(word).is_none() => (of_three()?, at + 3),
        None => (lexicon::month(word)?, at + 1),
    };
    // `янв.`, `ม.ค.`
    if pieces.get(next).is_some_and(|piece| piece.is('.') && piece.is_tight())
        && pieces
            .get(next + 1)
            .is_some_and(|piece| piece.kind == Kind::Number || is_filler(text, piece))
    {
        next += 1;
    }
    Some((month, next))
}

/// Reads a day without its month.
pub(super) fn day_alone(text: &str, pieces: &[Piece], at: usize) -> Option<Written> {
    let piece = pieces.get(at)?;
    let day = small_number(text, piece)?;
    let span = piece.span();
    Some(Written {
        span,
        year: None,
        month: 0,
        day,
        languages: Languages::ALL,
        month_or_day: false,
        next: at + 1,
    })
}

/// The piece behind a time of day: `3:40 p.m.`, `10 a. m.`, `09:15 am`, `14h30`, `1500 GMT`
pub(super) fn time_at(text: &str, pieces: &[Piece], at: usize) -> Option<usize> {
    let word = |at: usize| pieces.get(at).map_or("", |piece| piece.span().of(text));
    number_of(text, pieces.get(at)?)?;
    let mut next = at + 1;
    let colon = pieces.get(next).is_some_and(|it| it.is_tight() && (it.is(':') || it.is('.')));
    let minutes = pieces.get(next + 1).is_some_and(|it| it.kind == Kind::Number && it.is_tight());
    if colon && minutes {
        next += 2;
    }
    let after = |parts: usize| next + parts + usize::from(word(next + parts) == ".");
    match word(next).to_ascii_lowercase().as_str() {
        "am" | "pm" | "gmt" | "utc" | "uhr" | "noon" | "hrs" | "h" => Some(after(1)),
        "a" | "p" if word(next + 1) == "." && word(next + 2).eq_ignore_ascii_case("m") => {
            Some(after(3))
        }
        _ => None,
    }
}

pub(super) fn is_weekday(text: &str, piece: &Piece) -> bool {
    piece.is_word() && Key::of(piece.span().of(text)).is_some_and(lexicon::is_weekday)
}

fn is_ordinal(text: &str, piece: &Piece) -> bool {
    matches!(piece.span().of(text), "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "a")
}

/// What stands between the day, the month and the year.
fn is_filler(text: &str, piece: &Piece) -> bool {
    let word = piece.span().of(text);
    matches!(word, "de" | "of" | "del" | "er") || (piece.is_tight() && is_ordinal(text, piece))
}

fn small_number(text: &str, piece: &Piece) -> Option<u8> {
    let number = number_of(text, piece)?;
    (1..=31).contains(&number).then_some(number as u8)
}

fn year_of(text: &str, piece: &Piece) -> Option<i32> {
    let number = number_of(text, piece)?;
    ((1700..=2199).contains(&number)).then_some(number)
}

fn number_of(text: &str, piece: &Piece) -> Option<i32> {
    if piece.kind != Kind::Number || piece.span().len() > 12 {
        return None;
    }
    piece.span().of(text).chars().try_fold(0_i32, |number, c| {
        let digit = c.to_digit(10).or_else(|| {
            let zero = match c {
                '\u{660}'..='\u{669}' => 0x660,
                '\u{6f0}'..='\u{6f9}' => 0x6f0,
                '\u{966}'..='\u{96f}' => 0x966,
                '０'..='９' => 0xff10,
                _ => return None,
            };
            Some(c as u32 - zero)
        })?;
        number.checked_mul(10)?.checked_add_unsigned(digit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dateline::lex::lex;

    fn read(text: &str) -> Option<(String, Option<i32>, u8, u8)> {
        let mut pieces = Vec::new();
        lex(text, 0, text.len(), &mut pieces);
        let date = date_at(text, &pieces, 0)?;
        Some((date.span.of(text).to_owned(), date.year, date.month, date.day))
    }

    #[test]
    fn dates_are_read_in_many_forms() {
        for (text, year, month, day) in [
            ("May 3 -", None, 5, 3),
            ("Sept. 3, 1906 -", Some(1906), 9, 3),
            ("3 de mayo de 2021 (EFE)", Some(2021), 5, 3),
            ("1er janvier -", None, 1, 1),
            ("20. února -", None, 2, 20),
            ("20.02.2020 (PAP)", Some(2020), 2, 20),
            ("2014-11-05 (BNS)", Some(2014), 11, 5),
            ("2008. október 16., csütörtök (MTI)", Some(2008), 10, 16),
            ("Sunday, Aug. 2.—", None, 8, 2),
            ("٢٠ فبراير شباط", None, 2, 20),
            ("Setpember 18 -", None, 9, 18),
            ("15 апр —", None, 4, 15),
        ] {
            let found = read(text).map(|(_, year, month, day)| (year, month, day));
            assert_eq!(found, Some((year, month, day)), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["May", "May said", "3", "32 May", "Mayor 3", "1.5.3", "The 3", "Marching 3"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
