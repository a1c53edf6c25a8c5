//! What looks like a dateline without date and agency, and is none: headlines, scripts, notices,
//! scores, routes, asides.

use memchr::{memchr, memchr_iter, memmem};

use super::draft::Separator;
use super::evidence::{CITY, Evidence, TOWN};
use super::lex::{Case, Kind, Piece};
use crate::gazetteer::{City, Found};
use crate::lexicon;
use crate::text::Key;

/// An aside between dashes has at most this many words: `Berlin – capital and state – grows`.
const LONGEST_ASIDE: usize = 9;
/// A headline has at most this many bytes.
const LONGEST_HEADLINE: usize = 160;
/// A speaker's name has at most this many.
const LONGEST_SPEAKER: usize = 30;

/// What somebody's words begin with in a script.
const SPEAKERS_WORDS: [&str; 8] = ["I", "My", "We", "Our", "You", "Yes", "No", "Well"];

impl Evidence<'_> {
    /// What looks like a dateline without date and agency, and is none.
    pub(super) fn traps(&self) -> f32 {
        let mut sum = 0.0;
        let first = &self.draft.places[0];
        let name = first.name.of(self.text);
        let qualified = !first.qualifiers.is_empty();
        let next = self.pieces.get(self.draft.next);
        let word_at = |at: usize| self.pieces.get(at).map_or("", |it| it.span().of(self.text));
        // `OSLO -`, and `March - May`; `AUGUSTA` is no slip of August.
        let town =
            || first.found.cities().iter().any(|it| it.first_name && it.population() >= TOWN);
        if next.is_none() || (lexicon::month(name).is_some() && !town()) {
            sum += 5.0;
        }
        // `LAS VEGAS - STYLE CASINOS COME TO TOWN`, above a story in small letters
        if self.is_shouted_headline() {
            sum += 5.0;
        }
        // `Nashville, Tenn. - based Hillcrest Freight`
        if matches!(word_at(self.draft.next), "based" | "born" | "area" | "style") {
            sum += 9.0;
        }
        // A headline: `Ankara: Kedi evi kurmanın beş kolay yolu`
        let colon = self.draft.separator == Separator::Colon;
        if !qualified && (colon || first.case != Case::Upper) && self.is_headline() {
            sum += 4.0;
        }
        if colon {
            if self.is_title_case() {
                sum += 9.0;
            }
            // A surname: `Carson: Cruz taking …`
            let city = |it: &City| it.population() >= CITY;
            let known = first.found.areas.iter().any(|it| it.is_country())
                || first.found.cities().iter().any(city);
            if first.case == Case::Title && !qualified && !known {
                sum += 2.0;
            }
            // A transcript: `BERLIN: I never signed that letter.`
            if SPEAKERS_WORDS.contains(&word_at(self.draft.next)) || self.has_speakers(":") {
                sum += 5.0;
            }
            // `DENVER: 2BR/1BA, $1,200/mo`; `Омск: −23, снег`
            let tight =
                |at: usize| self.pieces.get(self.draft.next + at).is_some_and(Piece::is_tight);
            let word = self.pieces.get(self.draft.next + 1).is_some_and(Piece::is_word);
            if next.is_some_and(|it| it.kind == Kind::Number) && (tight(0) || (tight(1) && word)) {
                sum += 9.0;
            }
            // `LON: VTM - 42.10p`
            let first_name = first.found.cities().iter().any(|city| city.first_name);
            if name.len() <= 3 && !first_name {
                sum += 5.0;
            }
            return sum;
        }
        if !matches!(self.draft.separator, Separator::Dash { .. }) {
            return sum;
        }
        // A script: `CHELSEA – And then?`
        if !qualified && (self.has_speakers(" – ") || self.has_speakers(" - ")) {
            sum += 5.0;
        }
        // A notice: `LEE--Ann, 87, of Canal Street`
        let comma_at =
            |at: usize| self.pieces.get(self.draft.next + at).is_some_and(|it| it.is(','));
        let number_at = |at: usize| {
            self.pieces.get(self.draft.next + at).is_some_and(|it| it.kind == Kind::Number)
        };
        let title = next.is_some_and(|it| it.case() == Some(Case::Title));
        // `LEE - Helen M., 92, of Canal Street`
        let initial = self.pieces.get(self.draft.next + 2).is_some_and(|it| it.is('.'));
        let age = if initial { 4 } else { 2 };
        if !qualified && title && comma_at(age - 1) && number_at(age) && comma_at(age + 1) {
            sum += 9.0;
        }
        // `上海—南京高铁…`: the agencies of East Asia have forms of their own.
        let han = |c: char| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
        if name.starts_with(han) {
            sum += 6.0;
        }
        if self.is_score() {
            sum += 9.0;
        }
        // `1. Oslo, Norway — 2. Zurich, Switzerland`
        let numbered = next.is_some_and(|it| it.kind == Kind::Number)
            && self.pieces.get(self.draft.next + 1).is_some_and(|it| it.is('.') && it.is_tight());
        // `OLMEDO - Maria Teresa. Of Santa Fe`
        let small = first.found.cities().iter().all(|city| city.population() < TOWN);
        let named = small
            && !qualified
            && (1..=3).any(|at| self.pieces.get(self.draft.next + at).is_some_and(|it| it.is('.')))
            && self.pieces[self.draft.next.min(self.pieces.len())..]
                .iter()
                .take_while(|it| !it.is('.'))
                .all(|it| it.case() == Some(Case::Title));
        if numbered || named {
            sum += 9.0;
        }
        // `Branches: Leeds - York - Hull`, `Hamburg - St. Pauli: Der Kiez …`
        let ahead = || self.pieces[self.draft.next.min(self.pieces.len())..].iter().take(7);
        let dashes = ahead().filter(|it| it.kind == Kind::Dash && !it.is_tight()).count();
        let headed = first.case == Case::Title && ahead().take(4).any(|it| it.is(':'));
        if dashes > 1 || headed {
            sum += 5.0;
        }
        if self.is_aside() {
            sum += 6.0;
        }
        if let (1, Some(next)) = (self.draft.places.len(), self.pieces.get(self.draft.next)) {
            let after = self.pieces.get(self.draft.next + 1);
            let lower = after.is_some_and(|piece| piece.case() == Some(Case::Lower));
            // `Madrid - Barcelona es la ruta …`, `London - Paris - Rome`, `PARIS - SAINT-GERMAIN`
            let other = || {
                let found = Key::of(next.span().of(self.text)).map(Found::of);
                found.is_some_and(|found| {
                    found.cities().first().is_some_and(|it| it.weight() >= CITY)
                })
            };
            let route = after.is_some_and(|piece| piece.kind == Kind::Dash);
            if first.case == Case::Title
                && next.case() == Some(Case::Title)
                && (lower || route)
                && other()
            {
                sum += 5.0;
            }
            if first.case == Case::Upper
                && next.case() == Some(Case::Upper)
                && next.span().len() > 4
            {
                let hyphen =
                    after.is_some_and(|piece| piece.kind == Kind::Dash && piece.is_tight());
                if hyphen || other() {
                    sum += 5.0;
                }
            }
            // `U.S. - China trade talks`
            let initials = first.name.of(self.text).contains('.') && first.name.len() <= 5;
            if initials {
                sum += 5.0;
            }
        }
        sum
    }

    /// The story's first line, and what follows, if it is short enough for a headline.
    fn short_line(&self) -> Option<(&str, &str)> {
        let from = self.pieces.get(self.draft.next).map_or(self.text.len(), |it| it.start as usize);
        let story = &self.text[from..];
        let start = &story.as_bytes()[..story.len().min(LONGEST_HEADLINE + 2)];
        match memchr(b'\n', start) {
            Some(end) => Some((story[..end].trim_end_matches('\r'), &story[end + 1..])),
            None if story.len() <= LONGEST_HEADLINE => Some((story, "")),
            None => None,
        }
    }

    /// Whether the story's line is a short one that does not end as a sentence does, and not the
    /// first of wrapped copy.
    fn is_headline(&self) -> bool {
        let Some((line, rest)) = self.short_line() else { return false };
        let line = line.trim();
        let short = if rest.trim().is_empty() { LONGEST_HEADLINE } else { 50 };
        line.len() <= short && !line.ends_with(['.', '!', '"', '”', ')', '।', '。', '…', '»', ','])
    }

    /// Whether the story's line has no small letter, and the text has some.
    fn is_shouted_headline(&self) -> bool {
        let Some((line, rest)) = self.short_line() else { return false };
        let shouted = line.split(' ').count() > 2
            && line.contains(char::is_uppercase)
            && !line.contains(char::is_lowercase);
        let calm = |c: char| c.is_lowercase();
        shouted && (rest.trim().is_empty() || rest.chars().take(500).any(calm))
    }

    /// Whether the story's line is a headline with capitals: `Cruz: Trump Would Put Liberals …`
    fn is_title_case(&self) -> bool {
        let Some((line, _)) = self.short_line() else { return false };
        let long =
            line.split(' ').filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3);
        let capital =
            |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let (all, capitals) = (long.clone().count(), long.filter(capital).count());
        all >= 4 && capitals + all / 8 >= all
    }

    /// The result of a match: `Roma - Lazio 1-1`; of a season: `Toronto (AL East) – 88-74`
    fn is_score(&self) -> bool {
        let pieces = &self.pieces[self.draft.next.min(self.pieces.len())..];
        let names = pieces.iter().take_while(|it| it.case() == Some(Case::Title)).count();
        names <= 3
            && matches!(&pieces[names..], [home, mark, away, ..] if home.kind == Kind::Number
                && away.kind == Kind::Number
                && mark.is_tight()
                && away.is_tight()
                && (mark.kind == Kind::Dash || mark.is(':')))
    }

    /// Whether another line begins with somebody's name and such a mark.
    fn has_speakers(&self, mark: &str) -> bool {
        let bytes = self.text.as_bytes();
        memchr_iter(b'\n', bytes).take(4).any(|end| {
            let line = &bytes[end + 1..bytes.len().min(end + 1 + LONGEST_SPEAKER + mark.len())];
            let Some(length) = memmem::find(line, mark.as_bytes()) else { return false };
            let name = &self.text[end + 1..end + 1 + length];
            length > 1
                && !name.contains('\n')
                && name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\''))
                // Several stories in one text begin with places.
                && (mark == ":" || Key::of(name).is_some_and(|key| Found::of(key).is_empty()))
        })
    }

    /// Whether a second dash ends what the first one began.
    pub(super) fn is_aside(&self) -> bool {
        let mut words = 0;
        for at in self.draft.next..self.pieces.len() {
            let piece = &self.pieces[at];
            match piece.kind {
                _ if piece.new_line => return false,
                Kind::Word(_) | Kind::Number => words += 1,
                Kind::Dash if !piece.is_tight() || piece.span().len() > 1 => {
                    let next = self.pieces.get(at + 1);
                    let goes_on =
                        next.is_some_and(|it| it.case() == Some(Case::Lower) && !it.is_tight());
                    if !goes_on {
                        return false;
                    }
                    // An aside later in the story has its own two dashes.
                    let mut rest =
                        self.pieces[at + 1..].iter().take_while(|it| !it.new_line && !it.is('.'));
                    return !rest.any(|it| it.kind == Kind::Dash && !it.is_tight());
                }
                Kind::Mark('.' | '!' | '?' | '"') => return false,
                _ => {}
            }
            if words > LONGEST_ASIDE {
                return false;
            }
        }
        false
    }
}
