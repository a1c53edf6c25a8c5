//! Paragraphs, whatever marks their ends: blank lines, every line break, or the indented first
//! lines of hard-wrapped wire copy. Which of these it is, the text itself tells.
//!
//! Copy was hard-wrapped when nearly every line ends only because the next line's first word would
//! not have fitted (`tight`), and many lines end in the middle of a sentence. In such copy a line
//! break is a paragraph's end only at a blank line, before an indented line, or where the next word
//! would have fitted. In all other copy every line break ends a paragraph.

use super::is_blank;
use crate::Span;

/// A wrapped column is narrower than this many characters (wire copy 64 to 69, mail 72 to 80).
const WIDEST_COLUMN: usize = 132;
/// Lines shorter than this are headlines and lists, not a column.
const NARROWEST_COLUMN: usize = 40;
/// Of the line breaks in wrapped copy at least this share is forced by the column's width …
const TIGHT_SHARE: f64 = 0.75;
/// … and at least this share falls inside a sentence.
const MID_SENTENCE_SHARE: f64 = 0.3;
/// The column's width is that of the line at this percentile: one long address is no column.
const WIDTH_PERCENTILE: f64 = 0.95;
/// Room left at a line's end for the next word and this much more is a line ended on purpose.
const ROOM_AFTER_STOP: usize = 1;
const ROOM_INSIDE_SENTENCE: usize = 10;

/// A line that is not blank, without the white space around it.
struct Line {
    span: Span,
    /// Characters of white space before it.
    indent: usize,
    /// Whether a blank line stands before it.
    after_blank: bool,
}

/// The paragraphs of a text in order, without the white space around them. Linear in the text.
///
/// ```
/// let text = "First paragraph.\nSecond paragraph.";
/// let spans = copydesk::text::paragraphs(text);
/// assert_eq!(spans[1].of(text), "Second paragraph.");
/// ```
pub fn paragraphs(text: &str) -> Vec<Span> {
    let lines = lines(text);
    match Column::of(text, &lines) {
        None => lines.iter().map(|line| line.span).collect(),
        Some(column) => {
            let mut paragraphs: Vec<Span> = Vec::new();
            for (i, line) in lines.iter().enumerate() {
                match paragraphs.last_mut() {
                    Some(open) if !column.breaks(text, &lines[i - 1], line) => {
                        *open = open.cover(line.span);
                    }
                    _ => paragraphs.push(line.span),
                }
            }
            paragraphs
        }
    }
}

/// The column that hard-wrapped copy was set in.
struct Column {
    width: usize,
    indent: usize,
}

impl Column {
    /// The column of this text, if it was hard-wrapped.
    fn of(text: &str, lines: &[Line]) -> Option<Self> {
        if lines.len() < 2 {
            return None;
        }
        let mut widths = [0_usize; WIDEST_COLUMN + 1];
        let mut wider = 0;
        let most_wider = ((1.0 - WIDTH_PERCENTILE) * lines.len() as f64) as usize;
        for line in lines {
            match width(text, line.span) {
                Some(width) => widths[width] += 1,
                None => wider += 1,
            }
            if wider > most_wider {
                return None;
            }
        }
        let rank = (WIDTH_PERCENTILE * lines.len() as f64).ceil() as usize;
        let mut seen = 0;
        let column_width = widths.iter().position(|&count| {
            seen += count;
            seen >= rank
        })?;
        if column_width < NARROWEST_COLUMN {
            return None;
        }
        let indent = lines.iter().map(|line| line.indent).min()?;
        let column = Self { width: column_width, indent };
        let indented = lines.iter().any(|line| column.indents(line));
        let (mut breaks, mut tight, mut inside) = (0_usize, 0_usize, 0_usize);
        for pair in lines.windows(2) {
            let [before, after] = pair else { unreachable!("windows of two") };
            let elsewhere = after.after_blank || column.indents(after);
            // Lists, addresses and last lines say nothing about the column.
            let short = width(text, before.span).is_some_and(|used| 2 * used < column.width);
            if elsewhere || short || column.signs_off(text, before, after) {
                continue;
            }
            breaks += 1;
            tight += usize::from(!column.has_room(text, before, after, 0));
            inside += usize::from(is_inside_sentence(text, before, after, indented));
        }
        let share = |part: usize| part as f64 / breaks as f64;
        (breaks > 0 && share(tight) >= TIGHT_SHARE && share(inside) >= MID_SENTENCE_SHARE)
            .then_some(column)
    }

    /// Whether a paragraph ends between two neighbouring lines.
    fn breaks(&self, text: &str, before: &Line, after: &Line) -> bool {
        if after.after_blank || self.indents(after) {
            return true;
        }
        if self.signs_off(text, before, after) {
            return true;
        }
        if ends_sentence(before.span.of(text)) {
            return self.has_room(text, before, after, ROOM_AFTER_STOP);
        }
        !starts_lower(after.span.of(text))
            && self.has_room(text, before, after, ROOM_INSIDE_SENTENCE)
    }

    fn indents(&self, line: &Line) -> bool {
        line.indent >= self.indent + 2
    }

    /// Whether the agency's sign-off follows; it stands one blank in: ` Reuter`.
    fn signs_off(&self, text: &str, before: &Line, after: &Line) -> bool {
        after.indent > self.indent
            && (ends_sentence(before.span.of(text)) || !after.span.of(text).contains(is_blank))
    }

    /// Whether the first word of `after`, and `spare` characters more, would have fitted on the
    /// line `before`.
    fn has_room(&self, text: &str, before: &Line, after: &Line, spare: usize) -> bool {
        let used = width(text, before.span).unwrap_or(WIDEST_COLUMN) + before.indent - self.indent;
        let word = after.span.of(text).split_whitespace().next().unwrap_or("");
        used + 1 + word.chars().count() + spare <= self.width
    }
}

/// Characters in a line, or `None` if it is too wide for a column.
fn width(text: &str, line: Span) -> Option<usize> {
    let line = line.of(text);
    if line.len() > 4 * WIDEST_COLUMN {
        return None;
    }
    let width = line.chars().count();
    (width <= WIDEST_COLUMN).then_some(width)
}

/// Whether a line ends inside a sentence. Where first lines are indented, a line without a stop is
/// enough; elsewhere it may be a headline, and the next one must look as if it went on.
fn is_inside_sentence(text: &str, before: &Line, after: &Line, indented: bool) -> bool {
    let (before, after) = (before.span.of(text), after.span.of(text));
    !ends_sentence(before) && (indented || starts_lower(after) || is_in_capitals(after))
}

/// Telegraphs and old wires know capitals only.
fn is_in_capitals(line: &str) -> bool {
    line.contains(char::is_uppercase) && !line.contains(char::is_lowercase)
}

fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end_matches(['"', '\'', '”', '’', '»', '«', '“', ')', ']']);
    line.ends_with(['.', '!', '?', ':', '…', '。', '！', '？', '-', '—'])
}

fn starts_lower(line: &str) -> bool {
    line.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase)
        && line.starts_with(|c: char| c.is_alphabetic() || "\"'(“‘".contains(c))
}

/// The lines that are not blank.
fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let (mut start, mut at, mut after_blank) = (0, 0, false);
    let mut end_line = |start: usize, end: usize, lines: &mut Vec<Line>| {
        let raw = &text[start..end];
        let content = raw.trim_start_matches(is_blank);
        let indent = raw.len() - content.len();
        let content = content.trim_end_matches(is_blank);
        if content.is_empty() {
            after_blank = true;
        } else {
            let from = start + indent;
            lines.push(Line {
                span: Span::from_usize(from, from + content.len()),
                indent: text[start..from].chars().count(),
                after_blank,
            });
            after_blank = false;
        }
    };
    while at < bytes.len() {
        let length = line_end(bytes, at);
        if length == 0 {
            at += 1;
        } else {
            end_line(start, at, &mut lines);
            at += length;
            start = at;
        }
    }
    end_line(start, bytes.len(), &mut lines);
    lines
}

/// How many bytes of line break stand at `at`: the breaks of Unicode's line-breaking annex
/// (UAX #14: BK, CR, LF, NL), with CR LF as one.
fn line_end(bytes: &[u8], at: usize) -> usize {
    match bytes[at] {
        b'\n' | b'\x0b' | b'\x0c' => 1,
        b'\r' => 1 + usize::from(bytes.get(at + 1) == Some(&b'\n')),
        0xC2 if bytes.get(at + 1) == Some(&0x85) => 2,
        0xE2 if matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9])) => 3,
        _ => 0,
    }
}
