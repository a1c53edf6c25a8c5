//! Two texts side by side: what both have stands in one row, in one colour.

use std::collections::HashSet;
use std::fmt::Write;

use super::html::escape;
use super::sheet::{COLORS, GROUND, MORE, class};
use super::{COLORED, counted};
use crate::Span;

/// How many characters of each text are shown, …
pub(super) const SIDE: usize = 20_000;
/// … and around what they share, where more lies between and not all of it is wanted.
const CONTEXT: usize = 400;
/// So little is shown all the same.
const WORTH_LEAVING_OUT: usize = 200;

pub(super) const BOX: &str = "max-width:72em;line-height:1.5;font-size:14px";
pub(super) const HEAD: &str = "font-size:12.5px;margin:0 0 .6em;padding-bottom:.45em;\
                               border-bottom:1px solid #8886";
const TABLE: &str = "border-collapse:collapse;table-layout:fixed;width:100%;background:none;\
                     margin:0;font-size:inherit";
const NAME: &str = "text-align:left;text-align:start;vertical-align:bottom;width:50%;padding:0 1.8em .5em 0;\
                    background:none;border:0;font-size:12.5px;font-weight:600";
const CELL: &str = "text-align:left;text-align:start;vertical-align:top;padding:0 1.8em .8em 0;background:none;border:0;\
                    white-space:pre-line";
pub(super) const OTHER: &str = "border-bottom:2px solid #e5484d";
const ALONE: &str = "opacity:.65";
const LEFT_OUT: &str = "font-size:12px;font-style:italic";

/// Words that stand in both texts.
pub(super) struct Shared {
    /// Where, in each.
    pub spans: [Span; 2],
    /// Its pieces that are the same word for word; none if that is not known.
    pub pieces: Vec<[Span; 2]>,
    /// What the tooltip says.
    pub title: String,
}

/// Two texts, and what they share.
pub(super) struct Sides<'t> {
    pub names: [&'t str; 2],
    pub texts: [&'t str; 2],
    pub shared: &'t [Shared],
    /// Whether long stretches that only one has are left out.
    pub brief: bool,
}

/// A stretch of one text that is drawn in one way: up to `end`, from where the last one ended.
#[derive(Clone, Copy)]
struct Stretch {
    end: usize,
    /// The number of what it belongs to.
    shared: Option<usize>,
    /// Whether the other text has the same words.
    same: bool,
}

impl Sides<'_> {
    /// Both texts as a table of two columns. Linear in the texts, but for sorting.
    pub fn html(&self, html: &mut String) {
        let _ = write!(html, "<table style=\"{TABLE}\"><tbody><tr style=\"background:none\">");
        for name in self.names {
            let _ = write!(html, "<th dir=\"auto\" style=\"{NAME}\">");
            escape(name, html);
            html.push_str("</th>");
        }
        html.push_str("</tr>");
        let mut columns = [0, 1].map(|side| Column::new(self, side));
        let mut rows = self.rows();
        rows.push(self.texts.map(str::len));
        for ends in rows {
            let cells = [0, 1].map(|side: usize| columns[side].to(ends[side]));
            if cells.iter().all(String::is_empty) {
                continue;
            }
            html.push_str("<tr style=\"background:none\">");
            for cell in cells {
                let _ = write!(html, "<td dir=\"auto\" style=\"{CELL}\">{cell}</td>");
            }
            html.push_str("</tr>");
        }
        html.push_str("</tbody></table>");
    }

    /// Where rows end in both texts: around what follows each other in both, and between its paragraphs.
    fn rows(&self) -> Vec<[usize; 2]> {
        let in_order: HashSet<[Span; 2]> =
            super::in_order(self.shared.iter().map(|it| it.spans).collect()).into_iter().collect();
        let mut rows: Vec<[usize; 2]> = Vec::new();
        let mut shared: Vec<&Shared> =
            self.shared.iter().filter(|it| in_order.contains(&it.spans)).collect();
        shared.sort_by_key(|it| it.spans);
        let mut before = [0, 0];
        for shared in shared {
            let around = [0, 1].map(|side: usize| self.around(shared.spans[side], side));
            let (starts, ends) = (around.map(|it| it.0), around.map(|it| it.1));
            // A few words before them, a dateline, stay in the row.
            let line = |side: usize| {
                self.line(starts[side], side).filter(|&begins| begins >= before[side])
            };
            if let Some((a, b)) = line(0).zip(line(1)) {
                rows.extend(Some([a, b]).filter(|begins| begins != &[0, 0]));
            } else if self.at_a_line(starts) {
                rows.push(starts);
            }
            before = ends;
            let pieces: &[[Span; 2]] =
                if shared.pieces.is_empty() { &[shared.spans] } else { &shared.pieces };
            for piece in pieces {
                self.paragraphs(*piece, &mut rows);
            }
            if self.at_a_line(ends) {
                rows.push(ends);
            }
        }
        rows.sort_unstable();
        // Rows never go back in either text.
        let mut last = [0, 0];
        rows.retain(|ends| {
            let goes_on = ends[0] >= last[0] && ends[1] >= last[1];
            if goes_on {
                last = *ends;
            }
            goes_on
        });
        rows
    }

    /// Where the line begins that a place is in, if that is near.
    fn line(&self, place: usize, side: usize) -> Option<usize> {
        let bytes = &self.texts[side].as_bytes()[..place];
        let near = bytes.len().saturating_sub(LEAD_IN);
        match bytes[near..].iter().rposition(|&byte| byte == b'\n') {
            Some(at) => Some(near + at + 1),
            None => (near == 0).then_some(0),
        }
    }

    /// Whether a line begins at these places in either text: sentences are not torn apart in both.
    fn at_a_line(&self, places: [usize; 2]) -> bool {
        [0, 1].into_iter().any(|side: usize| {
            let (before, behind) = self.texts[side].split_at(places[side]);
            let ended = before.trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
            let begins = behind.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
            ended.is_empty() || ended.ends_with('\n') || begins.starts_with('\n')
        })
    }

    /// Where both texts begin a paragraph in words that they share.
    fn paragraphs(&self, piece: [Span; 2], rows: &mut Vec<[usize; 2]>) {
        let words = [0, 1].map(|side: usize| words(piece[side].of(self.texts[side])));
        let starts = piece.map(|span| span.start() as usize);
        let lines = words.each_ref().map(|words| words.iter().filter(|it| it.1).count());
        // As many of them in both, or else those that begin with the same word.
        let of_lines = |side: usize| words[side].iter().filter(|it| it.1);
        if lines[0] == lines[1] {
            rows.extend(
                of_lines(0).zip(of_lines(1)).map(|(a, b)| [starts[0] + a.0, starts[1] + b.0]),
            );
        } else if words[0].len() == words[1].len() {
            let both = words[0].iter().zip(&words[1]).filter(|(a, b)| a.1 && b.1);
            rows.extend(both.map(|(a, b)| [starts[0] + a.0, starts[1] + b.0]));
        }
    }

    /// A span with the marks that stand around it: quotation marks, stops.
    fn around(&self, span: Span, side: usize) -> (usize, usize) {
        let (text, start, end) = (self.texts[side], span.start() as usize, span.end() as usize);
        // What is left of HTML is no punctuation.
        let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !"<>".contains(c);
        let before = start - text[..start].trim_end_matches(is_mark).len();
        let behind = text.len() - end - text[end..].trim_start_matches(is_mark).len();
        // Marks in a row are a line of a table, not of a sentence.
        let near = |distance: usize| if distance <= FEW_MARKS { distance } else { 0 };
        (start - near(before), end + near(behind))
    }

    /// How all of a text is drawn. Where shared words overlap, the first have them.
    fn stretches(&self, side: usize) -> Vec<Stretch> {
        let mut order: Vec<usize> = (0..self.shared.len()).collect();
        order.sort_by_key(|&number| (self.shared[number].spans[side].start(), number));
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut at = 0;
        for number in order {
            let shared = &self.shared[number];
            let span = shared.spans[side];
            if span.end() as usize <= at {
                continue;
            }
            let (start, stop) = self.around(span, side);
            let mut to = |end: usize, shared: Option<usize>, same: bool| {
                if end <= at {
                    return;
                }
                at = end;
                match stretches.last_mut() {
                    Some(last) if (last.shared, last.same) == (shared, same) => last.end = end,
                    _ => stretches.push(Stretch { end, shared, same }),
                }
            };
            to(start, None, true);
            to(span.start() as usize, Some(number), true);
            for piece in &shared.pieces {
                to(piece[side].start() as usize, Some(number), false);
                to(piece[side].end() as usize, Some(number), true);
            }
            to(span.end() as usize, Some(number), shared.pieces.is_empty());
            to(stop, Some(number), true);
        }
        stretches.push(Stretch { end: self.texts[side].len(), shared: None, same: true });
        stretches
    }
}

/// So many bytes of a line may stand before what is shared, in its row.
const LEAD_IN: usize = 200;
/// So many bytes of marks belong to the words beside them.
const FEW_MARKS: usize = 12;

/// Where words begin in a text, and whether they begin a line.
fn words(text: &str) -> Vec<(usize, bool)> {
    let mut words = Vec::new();
    let (mut blank, mut line) = (true, false);
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            (blank, line) = (true, line || c == '\n');
        } else if blank {
            words.push((at, line));
            (blank, line) = (false, false);
        }
    }
    words
}

/// One of the texts, and how far it is drawn.
struct Column<'s> {
    sides: &'s Sides<'s>,
    side: usize,
    stretches: Vec<Stretch>,
    next: usize,
    at: usize,
    /// Characters that may still be shown.
    left: usize,
    /// What has had its number.
    numbered: HashSet<usize>,
}

impl<'s> Column<'s> {
    fn new(sides: &'s Sides<'s>, side: usize) -> Self {
        let (stretches, numbered) = (sides.stretches(side), HashSet::new());
        Self { sides, side, stretches, next: 0, at: 0, left: SIDE, numbered }
    }

    /// The text up to a place, as a cell holds it.
    fn to(&mut self, place: usize) -> String {
        let text = self.sides.texts[self.side];
        let mut html = String::new();
        if place <= self.at {
            return html;
        }
        // Rows are apart without blank lines between them.
        let row = &text[self.at..place];
        let last = self.at + row.trim_end().len();
        self.at += row.len() - row.trim_start().len();
        while self.at < last {
            while self.stretches[self.next].end <= self.at {
                self.next += 1;
            }
            let stretch = self.stretches[self.next];
            let stop = stretch.end.min(last);
            let part = &text[self.at..stop];
            match stretch.shared {
                Some(number) => self.shared(part, number, stretch.same, &mut html),
                None => self.alone(part, &mut html),
            }
            self.at = stop;
            if self.left == 0 {
                let more = text[stop..].trim_end().chars().count();
                if more > 0 {
                    let more = counted(more, "more character");
                    let _ =
                        write!(html, "<div dir=\"ltr\" style=\"{MORE}\">… {more} not shown</div>");
                }
                self.at = text.len();
            }
        }
        self.at = self.at.max(place);
        html
    }

    /// As much as may still be shown.
    fn take<'p>(&mut self, part: &'p str) -> &'p str {
        let cut = part.char_indices().nth(self.left).map_or(part.len(), |(at, _)| at);
        self.left -= part[..cut].chars().count();
        &part[..cut]
    }

    fn shared(&mut self, part: &str, number: usize, same: bool, html: &mut String) {
        let color = COLORS[number % COLORED];
        let _ = write!(
            html,
            "<mark class=\"{}\" style=\"background-color:{color}{GROUND};color:inherit\" title=\"",
            class(Some(number))
        );
        escape(&self.sides.shared[number].title, html);
        html.push_str("\">");
        if self.numbered.insert(number) {
            let _ = write!(html, "<sup style=\"opacity:.75\">{}</sup>", number + 1);
        }
        let shown = self.take(part);
        // Blanks and marks between two pieces are never other words.
        if same || !shown.chars().any(char::is_alphanumeric) {
            escape(shown, html);
        } else {
            let (words, start) = (shown.trim(), shown.len() - shown.trim_start().len());
            escape(&shown[..start], html);
            let _ = write!(html, "<span style=\"{OTHER}\">");
            escape(words, html);
            html.push_str("</span>");
            escape(&shown[start + words.len()..], html);
        }
        html.push_str(if shown.len() < part.len() { "…</mark>" } else { "</mark>" });
    }

    /// What only this text has: all, or what is near to what both have.
    fn alone(&mut self, part: &str, html: &mut String) {
        if part.trim().is_empty() {
            html.push_str(part);
            return;
        }
        let _ = write!(html, "<span style=\"{ALONE}\">");
        let count = part.chars().count();
        let is_first = self.at == 0;
        let is_last = self.next + 1 == self.stretches.len();
        let (head, tail) = match (is_first, is_last) {
            _ if !self.sides.brief || (is_first && is_last) => (count, 0),
            (true, _) => (0, CONTEXT),
            (_, true) => (CONTEXT, 0),
            _ => (CONTEXT / 2, CONTEXT / 2),
        };
        if count <= head + tail + WORTH_LEAVING_OUT {
            let shown = self.take(part);
            escape(shown, html);
            html.push_str(if shown.len() < part.len() { "…" } else { "" });
        } else {
            let at = |chars: usize| part.char_indices().nth(chars).map_or(part.len(), |it| it.0);
            escape(self.take(&part[..at(head)]), html);
            let left_out = counted(count - head - tail, "character");
            let _ = write!(html, "<span style=\"{LEFT_OUT}\"> … {left_out} … </span>");
            escape(self.take(&part[at(count - tail)..]), html);
        }
        html.push_str("</span>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sides<'t>(texts: [&'t str; 2], shared: &'t [Shared]) -> Sides<'t> {
        Sides { names: ["a", "b"], texts, shared, brief: false }
    }

    fn shared(spans: &[[Span; 2]]) -> Vec<Shared> {
        let of = |&spans: &[Span; 2]| Shared { spans, pieces: Vec::new(), title: String::new() };
        spans.iter().map(of).collect()
    }

    #[test]
    fn overlapping_words_are_drawn_once() {
        let text = "one two three four five";
        let spans = [(0, 13), (4, 23), (4, 7)].map(|(start, end)| [Span::new(start, end); 2]);
        let shared = shared(&spans);
        let mut at = 0;
        let found: Vec<(Option<usize>, &str)> = sides([text, text], &shared)
            .stretches(0)
            .into_iter()
            .map(|it| (it.shared, &text[std::mem::replace(&mut at, it.end)..it.end]))
            .collect();
        assert_eq!(found[..2], [(Some(0), "one two three"), (Some(1), " four five")]);
    }

    #[test]
    fn what_stands_in_another_order_keeps_its_place() {
        let texts = ["Fog at sea\n\nRain at noon", "Rain at noon\n\nFog at sea"];
        let spans = [[Span::new(0, 10), Span::new(14, 24)], [Span::new(12, 24), Span::new(0, 12)]];
        let shared = shared(&spans);
        // The longer one is in a row.
        assert_eq!(sides(texts, &shared).rows(), [[12, 0], [24, 12]]);
        let mut html = String::new();
        sides(texts, &shared).html(&mut html);
        assert_eq!(html.matches("</sup>Fog at sea</mark>").count(), 2, "{html}");
        assert_eq!(html.matches("</sup>Rain at noon</mark>").count(), 2, "{html}");
    }

    #[test]
    fn sentences_are_not_torn_apart_in_both_texts() {
        let texts = ["He said it rains today.", "We know it rains here."];
        let shared = shared(&[[Span::new(8, 16), Span::new(8, 16)]]);
        assert!(sides(texts, &shared).rows().is_empty());
    }
}
