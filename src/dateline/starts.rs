//! Where a dateline may begin: at the text's start, and behind headlines, decks, bylines and notes.

use super::lex::{Case, Kind, Piece};
use crate::lexicon::{self, Abbreviation};

/// What stands before a possible start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// Nothing.
    Text,
    /// The end of a line.
    Line,
    /// Two blanks or a tab, or the end of a tag.
    Gap,
    /// The end of a sentence, or of a note in parentheses.
    Sentence,
    /// A word that is not all in capitals, as this one is: `GE sells stake NEW DELHI, Nov. 8: …`
    Capitals,
    /// A word that could go on with a name: `auf deutschem Markt Berlin (dpa) - `, but also
    /// `By Ann Woodall (Reuters) - `.
    Name,
    /// Anything else.
    Inside,
}

/// A dateline has a mark within so many pieces: without one near by there is none.
const WITHIN: usize = 14;

/// Which pieces have a mark ahead that a dateline may end with.
pub(super) fn with_marks_ahead(pieces: &[Piece]) -> Vec<bool> {
    let mut ahead = vec![false; pieces.len()];
    let mut nearest = usize::MAX;
    for (at, piece) in pieces.iter().enumerate().rev() {
        let marks = match piece.kind {
            Kind::Dash => true,
            Kind::Mark(c) => matches!(c, '(' | '[' | '/' | ':' | '|'),
            _ => false,
        };
        if marks {
            nearest = at;
        }
        ahead[at] = nearest != usize::MAX && nearest - at < WITHIN;
    }
    ahead
}

/// What kind of start a piece is, if any.
pub(super) fn start_at(text: &str, pieces: &[Piece], at: usize) -> Option<Start> {
    let piece = &pieces[at];
    let opens = piece.is_word()
        || piece.kind == Kind::Number
        || matches!(piece.kind, Kind::Mark('(' | '[' | '/'));
    if !opens {
        return None;
    }
    let Some(before) = at.checked_sub(1).map(|at| &pieces[at]) else { return Some(Start::Text) };
    if piece.new_line {
        return Some(Start::Line);
    }
    if piece.blanks == 0 {
        return before.is('>').then_some(Start::Gap);
    }
    if piece.blanks > 1 || before.is('>') || before.is('|') || before.is('•') {
        return Some(Start::Gap);
    }
    // `BREAKING: LONDON (Reuters) - `, but also `Episode 41: Istanbul - The Bridge`
    if before.is(':') && piece.is_capital() {
        return Some(Start::Inside);
    }
    // `MR. LINCOLN: …`, `Q. PARIS: …`
    let shortened = at.checked_sub(2).map(|at| &pieces[at]).filter(|_| before.is('.'));
    if shortened.is_some_and(|it| it.is_capital() && !it.is_tight() && is_title(it.span().of(text)))
    {
        return None;
    }
    // `PARIS, LONDON, NEW YORK: …`
    if before.is(',') && at > 1 && pieces[at - 2].case() == Some(Case::Upper) {
        return Some(Start::Inside);
    }
    let after_mark =
        matches!(before.kind, Kind::Mark('.' | '!' | '?' | '…' | '"' | ')' | ']' | ';' | '\''));
    if after_mark && (piece.is_capital() || !piece.is_word()) {
        return Some(Start::Sentence);
    }
    match piece.kind {
        // `By JOSEPH VERNE (AP) - ` is a byline.
        Kind::Word(Case::Upper) if before.span().of(text).eq_ignore_ascii_case("by") => None,
        Kind::Word(Case::Upper) => {
            (before.kind != Kind::Word(Case::Upper)).then_some(Start::Capitals)
        }
        // `… successful ankle surgery Boston, MA (Sports Network) - `, `… 5 November 9, 2004 - `
        Kind::Word(Case::Title) => {
            let enclosed = |piece: &Piece| piece.is('(') || piece.is('/');
            let ahead = pieces[at..].iter().take(WITHIN).any(enclosed);
            match before.kind {
                Kind::Word(Case::Lower) if ahead => Some(Start::Inside),
                Kind::Word(Case::Title) if ahead => Some(Start::Name),
                Kind::Number => Some(Start::Inside),
                _ => None,
            }
        }
        // `By Ann Woodall (Reuters) - `
        Kind::Mark('(') => {
            let closes = pieces[at + 1..].iter().take(5).any(|piece| piece.is(')'));
            closes.then_some(Start::Inside)
        }
        _ => None,
    }
}

/// Whether a word in capitals stands behind another one, and whether that is a short one alone.
pub(super) fn is_behind_capitals(pieces: &[Piece], at: usize) -> Option<bool> {
    let [before, last, piece] = pieces.get(at.checked_sub(2)?..=at)? else { return None };
    let upper = |piece: &Piece| piece.case() == Some(Case::Upper);
    let apart = !last.new_line && !piece.new_line && !piece.is_tight();
    let short = last.span().len() <= 4;
    let acronym = short && !upper(before);
    // `ON THE NIGHT TRAIN TO ODESA`
    (upper(piece) && upper(last) && apart && (acronym || !short)).then_some(acronym)
}

/// What is written short in front of a surname: an initial, `Mr`, `GEN`.
fn is_title(word: &str) -> bool {
    let mut letters = word.chars();
    let first: String = letters.next().into_iter().collect();
    let small = first + &letters.as_str().to_lowercase();
    letters.as_str().is_empty() || lexicon::abbreviation(&small) == Some(Abbreviation::Title)
}
