//! The quotation marks of a paragraph: where each stands, and whether it seems to open or to close.
//!
//! Position decides, not the glyph: a mark with a blank before it and a letter behind it opens, the
//! other way round it closes, and only where both sides look alike does the glyph have a say.
//! Apostrophes inside words (`shouldn't`, `O’Neill`) and before decades (`’90s`), inches and feet are
//! told apart here; whether the mark in `the workers' rights` closes anything, and that in `'tis`
//! opens something, depends on what stands around, and is left to the pairing.

use crate::Span;
use crate::text::is_blank;

/// Marks that belong together by their looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// `"`, `＂`
    Straight,
    /// `“ ” „ ‟`
    Curly,
    /// Two singles for a double: `''`, ``` `` ```, `‘‘`, `’’`
    Ticks,
    /// `« »`
    Guillemets,
    /// `『 』`
    Corners,
    /// `' ‘ ’ ‚ ‛` and a lone backtick, which may be apostrophes
    Single,
    /// `‹ ›`
    SingleGuillemets,
    /// `「 」`
    SingleCorners,
}

impl Family {
    /// How many there are.
    pub(super) const COUNT: usize = 8;

    /// Whether its marks are never apostrophes.
    pub(super) fn is_certain(self) -> bool {
        self != Self::Single
    }

    /// Whether it stands for quotation marks of the second rank in most houses.
    pub(super) fn is_single(self) -> bool {
        matches!(self, Self::Single | Self::SingleGuillemets)
    }
}

/// What a mark seems to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Opens,
    Closes,
    /// Words, or blanks, on both sides.
    Either,
}

/// A quotation mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) family: Family,
    /// What its place says.
    pub(super) place: Side,
    /// What its glyph says.
    pub(super) glyph: Side,
    /// Whether blanks stand on both sides.
    pub(super) isolated: bool,
    /// Whether a plural's apostrophe, a clipped `-ing`, inches or feet would look the same:
    /// `workers' rights`, `goin' home`, `12" pipe`.
    pub(super) doubtful: bool,
    /// Whether a stop or comma stands right before it.
    pub(super) after_stop: bool,
    /// Whether a word follows that may be written with an apostrophe: `'round`, `'20`.
    pub(super) clipped: bool,
}

/// Words that are written with an apostrophe before them.
const CLIPPED: [&str; 24] = [
    "bout", "cause", "cos", "coz", "cuz", "em", "er", "fraid", "im", "kay", "n", "neath", "nother",
    "nuff", "round", "scuse", "sup", "til", "till", "tis", "tisn", "twas", "twere", "twill",
];

/// The marks of a paragraph, in order.
pub(super) fn marks(source: &str, paragraph: Span, marks: &mut Vec<Mark>) {
    marks.clear();
    let text = paragraph.of(source);
    let bytes = text.as_bytes();
    let base = paragraph.start() as usize;
    let mut at = 0;
    while let Some(found) = next_candidate(bytes, at) {
        // Neighbouring marks share what stands around them all.
        let mut end = found;
        while let Some((_, _, length)) = glyph(bytes, end) {
            end += length;
        }
        if end == found {
            at = found + 1;
            continue;
        }
        let around = Around::new(text, found, end);
        run(bytes, found, end, &around, base, marks);
        at = end;
    }
}

/// The next byte that may begin a mark.
fn next_candidate(bytes: &[u8], at: usize) -> Option<usize> {
    const MAY_BEGIN: [bool; 256] = {
        let mut table = [false; 256];
        let begins = [b'"', b'\'', b'`', 0xC2, 0xE2, 0xE3, 0xEF];
        let mut i = 0;
        while i < begins.len() {
            table[begins[i] as usize] = true;
            i += 1;
        }
        table
    };
    bytes[at..].iter().position(|&byte| MAY_BEGIN[byte as usize]).map(|offset| at + offset)
}

/// The mark at a byte: its family, what its glyph says, its length.
fn glyph(bytes: &[u8], at: usize) -> Option<(Family, Side, usize)> {
    use Family::{Corners, Curly, Guillemets, Single, SingleCorners, SingleGuillemets, Straight};
    use Side::{Closes, Either, Opens};
    Some(match *bytes.get(at)? {
        b'"' => (Straight, Either, 1),
        b'\'' => (Single, Either, 1),
        b'`' => (Single, Opens, 1),
        0xC2 => match bytes[at + 1] {
            0xAB => (Guillemets, Opens, 2),
            0xBB => (Guillemets, Closes, 2),
            _ => return None,
        },
        0xE2 if bytes[at + 1] == 0x80 => match bytes[at + 2] {
            0x98 | 0x9A | 0x9B => (Single, Opens, 3),
            0x99 => (Single, Closes, 3),
            0x9C | 0x9E | 0x9F => (Curly, Opens, 3),
            0x9D => (Curly, Closes, 3),
            0xB9 => (SingleGuillemets, Opens, 3),
            0xBA => (SingleGuillemets, Closes, 3),
            _ => return None,
        },
        0xE3 if bytes[at + 1] == 0x80 => match bytes[at + 2] {
            0x8C => (SingleCorners, Opens, 3),
            0x8D => (SingleCorners, Closes, 3),
            0x8E => (Corners, Opens, 3),
            0x8F => (Corners, Closes, 3),
            _ => return None,
        },
        0xEF if bytes[at + 1] == 0xBC && bytes[at + 2] == 0x82 => (Straight, Either, 3),
        _ => return None,
    })
}

/// What stands around a run of marks.
struct Around<'t> {
    left: &'t str,
    right: &'t str,
    before: Option<char>,
    after: Option<char>,
    place: Side,
    isolated: bool,
    /// Whether a small letter goes on behind a blank.
    goes_on: bool,
}

impl<'t> Around<'t> {
    fn new(text: &'t str, start: usize, end: usize) -> Self {
        let (left, right) = (&text[..start], &text[end..]);
        let before = left.chars().next_back();
        let after = right.chars().next();
        let free_left = before.is_none_or(|c| is_blank(c) || is_opening_neighbour(c));
        let free_right = after.is_none_or(|c| is_blank(c) || is_closing_neighbour(c));
        let place = match (free_left, free_right) {
            (true, false) => Side::Opens,
            (false, true) => Side::Closes,
            _ => Side::Either,
        };
        let isolated = before.is_none_or(is_blank) && after.is_none_or(is_blank);
        let goes_on = after.is_some_and(is_blank)
            && right.trim_start_matches(is_blank).starts_with(char::is_lowercase);
        Self { left, right, before, after, place, isolated, goes_on }
    }

    /// Whether both neighbours belong to a word: `O'Neill`, `1'000`.
    fn inside_word(&self) -> bool {
        self.before.is_some_and(char::is_alphanumeric)
            && self.after.is_some_and(char::is_alphanumeric)
    }

    /// Whether both neighbours are Hebrew letters.
    fn inside_hebrew(&self) -> bool {
        let hebrew = |c: Option<char>| c.is_some_and(|c| matches!(c, 'א'..='ת'));
        hebrew(self.before) && hebrew(self.after)
    }

    /// The word behind.
    fn word(&self) -> &'t str {
        self.right.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("")
    }

    /// Whether a decade follows, which is never the beginning of a quotation: `'90s`.
    fn before_decade(&self) -> bool {
        self.word().strip_suffix('s').is_some_and(is_two_digits)
    }

    /// Whether a clipped word or year may begin behind: `’tis`, `'n'`, `class of '87`.
    fn before_clipped(&self) -> bool {
        let word = self.word();
        is_two_digits(word) || CLIPPED.iter().any(|clipped| clipped.eq_ignore_ascii_case(word))
    }

    /// Whether feet or inches would look the same: digits before it.
    fn after_digit(&self) -> bool {
        self.before.is_some_and(|c| c.is_ascii_digit())
    }

    /// `5'10`, `5' 10`: what stands before the inches of a height.
    fn after_feet(&self) -> bool {
        let feet = self.left.trim_end_matches(|c: char| c.is_ascii_digit());
        let inches = self.left.len() - feet.len();
        let feet = feet.strip_suffix(' ').unwrap_or(feet);
        (1..=2).contains(&inches)
            && feet
                .strip_suffix(['\'', '’', '′'])
                .is_some_and(|feet| feet.ends_with(|c: char| c.is_ascii_digit()))
    }

    /// `workers' rights`, `goin' home`, `6' tall`: a small letter goes on behind.
    fn doubtful(&self) -> bool {
        let looks_so = self.left.ends_with(['s', 'S', 'z', 'x']) || self.left.ends_with("in");
        self.goes_on && (looks_so || self.after_digit())
    }
}

fn is_two_digits(word: &str) -> bool {
    word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Behind these a mark may open.
fn is_opening_neighbour(c: char) -> bool {
    matches!(
        c,
        '(' | '[' | '{' | '<' | '>' | '/' | '|' | '=' | '*' | '_' | '（' | '【' | '：' | '，'
    ) || is_dash(c)
}

/// Before these a mark may close.
fn is_closing_neighbour(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '<' | '/' | '|' | '*' | '_')
        || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '）' | '】')
        || matches!(c, '。' | '，' | '、' | '！' | '？' | '؟' | '،' | '۔' | '।')
        || is_dash(c)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}')
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | '!' | '?' | '…' | ';' | '。' | '，' | '！' | '？' | '-' | '—' | '–')
}

/// Adds the marks of a run of neighbouring glyphs.
fn run(
    bytes: &[u8],
    start: usize,
    end: usize,
    around: &Around<'_>,
    base: usize,
    marks: &mut Vec<Mark>,
) {
    let mut at = start;
    // How many equal glyphs stand here: counted once for all of them.
    let mut same = 0;
    while at < end {
        let Some((mut family, side, mut length)) = glyph(bytes, at) else { return };
        if same == 0 {
            let unit = &bytes[at..at + length];
            same = bytes[at..end].chunks_exact(length).take_while(|&glyph| glyph == unit).count();
        }
        let mut taken = 1;
        if family == Family::Single && same >= 2 {
            // Two singles are a double; of three, the one that stands nearer to the words is none.
            let inner_first = same == 3 && around.place == Side::Closes;
            if !inner_first {
                family = Family::Ticks;
                taken = 2;
            }
        } else if family == Family::Straight && same >= 2 && around.place != Side::Either {
            // `""Stay,""` is doubled by some export; `""` alone is an empty quotation.
            taken = same;
        }
        length *= taken;
        same -= taken;
        let span = Span::from_usize(base + at, base + at + length);
        let lone = start == at && at + length == end;
        at += length;
        if family == Family::Single && lone {
            if around.inside_word() {
                continue;
            }
            let rock_n_roll = around.place == Side::Closes
                && around
                    .left
                    .strip_suffix(['n', 'N'])
                    .is_some_and(|left| left.ends_with(['\'', '’', '‘']));
            if rock_n_roll || around.place == Side::Opens && around.before_decade() {
                continue;
            }
        }
        // צה"ל: the mark of an acronym, between two letters.
        if family == Family::Straight && lone && around.inside_hebrew() {
            continue;
        }
        let measure = matches!(family, Family::Straight | Family::Curly | Family::Ticks);
        if measure && lone && around.after_feet() {
            continue;
        }
        if family == Family::Single
            && around.after_digit()
            && around.after.is_some_and(|c| c.is_ascii_digit())
        {
            continue;
        }
        marks.push(Mark {
            span,
            family,
            place: around.place,
            glyph: side,
            isolated: around.isolated,
            doubtful: (family == Family::Single || measure && around.after_digit())
                && around.doubtful(),
            after_stop: around.before.is_some_and(is_stop),
            clipped: family == Family::Single
                && lone
                && around.place == Side::Opens
                && around.before_clipped(),
        });
    }
}
