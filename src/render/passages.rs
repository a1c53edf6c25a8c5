//! Passages that texts share: as a table, and two texts side by side.

use std::fmt::Write;

use super::html::{COLORS, escape};
use super::{counted, grouped};
use crate::Span;

/// How many passages the table shows.
pub const ROWS: usize = 20;
/// How many characters of each.
const EXCERPT: usize = 240;
/// How many characters of each of two texts are shown, …
const SIDE: usize = 20_000;
/// … and around what they share, where more lies between.
const CONTEXT: usize = 400;

const BOX: &str = "max-width:64em;line-height:1.5;font-size:14px;overflow-wrap:anywhere";
const HEAD: &str = "font-size:12px;opacity:.75;margin:0 0 .6em;padding-bottom:.4em;\
                    border-bottom:1px solid rgba(128,128,128,.35)";
const TABLE: &str = "border-collapse:collapse;width:100%;background:none;table-layout:auto";
const NUMBER: &str = "text-align:right;vertical-align:top;padding:.3em .6em;white-space:nowrap;\
                      background:none;border:0";
const CELL: &str = "text-align:left;vertical-align:top;padding:.3em .6em;background:none;border:0";
const LINE: &str = "border-top:1px solid rgba(128,128,128,.25);background:none";
const COLUMN: &str = "text-align:left;vertical-align:top;width:50%;padding:.3em .9em;\
                      background:none;border:0;white-space:pre-wrap";
const CHIP: &str =
    "font-size:11px;border-radius:2px;padding:0 .4em;background:rgba(128,128,128,.2)";
const LEFT_OUT: &str = "font-size:12px;font-style:italic;opacity:.6";

/// A passage as the table shows it.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its words, or their beginning.
    pub text: String,
    /// How many words it has.
    pub words: u32,
    /// How many texts have it.
    pub texts: u32,
    /// The names of some of those texts.
    pub names: Vec<String>,
    /// Whether it is furniture.
    pub furniture: bool,
}

/// The largest passages as a table; `all` is how many there are, `pairs` how many runs are told.
///
/// ```
/// use copydesk::render::passages::{Row, passages};
///
/// let (text, names) = ("Rain & wind".to_owned(), vec!["a".to_owned(), "b".to_owned()]);
/// let html = passages(&[Row { text, words: 2, texts: 2, names, furniture: false }], 1, 1);
/// assert!(html.contains("Rain &amp; wind"));
/// ```
pub fn passages(rows: &[Row], all: usize, pairs: usize) -> String {
    let mut html = open();
    let (all_named, pairs) = (counted(all, "passage"), counted(pairs, "pair"));
    let _ = write!(html, "<div style=\"{HEAD}\">{all_named} · {pairs}</div>");
    if rows.is_empty() {
        html.push_str("</div>");
        return html;
    }
    let _ = write!(
        html,
        "<table style=\"{TABLE}\"><thead><tr style=\"background:none\"><th style=\"{NUMBER}\"></th>\
         <th style=\"{NUMBER}\">texts</th><th style=\"{NUMBER}\">words</th>\
         <th style=\"{CELL}\">passage</th></tr></thead><tbody>"
    );
    for (number, row) in rows.iter().take(ROWS).enumerate() {
        let _ = write!(
            html,
            "<tr style=\"{LINE}\"><td style=\"{NUMBER};opacity:.5\">{number}</td>\
             <td style=\"{NUMBER}\">{}</td><td style=\"{NUMBER}\">{}</td>\
             <td dir=\"auto\" style=\"{CELL}\">",
            grouped(row.texts as usize),
            grouped(row.words as usize)
        );
        if row.furniture {
            let _ = write!(html, "<span style=\"{CHIP}\">furniture</span> ");
        }
        escape(&excerpt(&row.text), &mut html);
        let _ = write!(html, "<div style=\"{LEFT_OUT}\">");
        escape(&row.names.join(", "), &mut html);
        let more = row.texts as usize - row.names.len().min(row.texts as usize);
        if more > 0 {
            let _ = write!(html, " and {} more", grouped(more));
        }
        html.push_str("</div></td></tr>");
    }
    html.push_str("</tbody></table>");
    if all > rows.len().min(ROWS) {
        let more = counted(all - rows.len().min(ROWS), "more passage");
        let _ = write!(html, "<p style=\"{LEFT_OUT}\">… {more}</p>");
    }
    html.push_str("</div>");
    html
}

/// The beginning of a text, on one line.
fn excerpt(text: &str) -> String {
    let mut shown: String = text.chars().take(EXCERPT).map(blank).collect();
    if text.chars().nth(EXCERPT).is_some() {
        shown.push('…');
    }
    shown
}

fn blank(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}

/// What two texts share, to be shown.
///
/// ```
/// use copydesk::Span;
/// use copydesk::render::passages::Comparison;
///
/// let texts = ["Rain at sea", "Fog, rain at sea"];
/// let runs = [([Span::new(0, 11), Span::new(5, 16)], 1.0, 3)];
/// let view = Comparison { names: ["a", "b"], texts, runs: &runs };
/// assert!(view.html().contains("<mark") && view.plain().contains("3 words, 100 % the same"));
/// ```
#[derive(Clone, Debug)]
pub struct Comparison<'t> {
    /// What they are called.
    pub names: [&'t str; 2],
    /// Their words.
    pub texts: [&'t str; 2],
    /// Where their runs stand in both, the share of words that are the same, and how many words.
    pub runs: &'t [([Span; 2], f64, u32)],
}

impl Comparison<'_> {
    /// The two texts side by side; what they share has a number and a colour.
    pub fn html(&self) -> String {
        let mut html = open();
        let _ = write!(html, "<div style=\"{HEAD}\">{}</div>", self.summary());
        let _ = write!(html, "<table style=\"{TABLE}\"><thead><tr style=\"background:none\">");
        for name in self.names {
            let _ = write!(html, "<th dir=\"auto\" style=\"{CELL};width:50%\">");
            escape(name, &mut html);
            html.push_str("</th>");
        }
        html.push_str("</tr></thead><tbody><tr style=\"background:none\">");
        for side in 0..2 {
            let _ = write!(html, "<td dir=\"auto\" style=\"{COLUMN}\">");
            self.side(side, &mut html);
            html.push_str("</td>");
        }
        html.push_str("</tr></tbody></table></div>");
        html
    }

    /// `2 shared passages, 64 words`
    fn summary(&self) -> String {
        let words: u32 = self.runs.iter().map(|run| run.2).sum();
        format!(
            "{}, {}",
            counted(self.runs.len(), "shared passage"),
            counted(words as usize, "word")
        )
    }

    /// One text, its shared words marked.
    fn side(&self, side: usize, html: &mut String) {
        let text = self.texts[side];
        let (mut at, mut left) = (0, SIDE);
        let pieces = self.pieces(side);
        for (number, span) in &pieces {
            let from = span.start() as usize;
            between(&text[at..from], at == 0, false, &mut left, html);
            at = span.end() as usize;
            let color = COLORS[number % COLORS.len()];
            let percent = (self.runs[*number].1 * 100.0).round();
            let _ = write!(
                html,
                "<mark title=\"passage {0} · {percent} % the same\" style=\"background:rgba({color},.22);\
                 color:inherit;border-radius:2px;border-bottom:2px solid rgba({color},.9)\">\
                 <sup style=\"opacity:.7\">{0}</sup>",
                number + 1
            );
            let shown = cut(span.of(text), left);
            left -= shown.chars().count();
            escape(shown, html);
            if shown.len() < span.len() as usize {
                html.push('…');
            }
            html.push_str("</mark>");
            if left == 0 {
                return;
            }
        }
        between(&text[at..], pieces.is_empty(), true, &mut left, html);
    }

    /// The runs in one text with their numbers, in order; where they overlap, the first has the words.
    fn pieces(&self, side: usize) -> Vec<(usize, Span)> {
        let mut pieces: Vec<(usize, Span)> =
            self.runs.iter().enumerate().map(|(number, run)| (number, run.0[side])).collect();
        pieces.sort_by_key(|&(number, span)| (span.start(), number));
        let mut until = 0;
        pieces.retain_mut(|(_, span)| {
            let from = span.start().max(until);
            let goes_on = from < span.end();
            if goes_on {
                *span = Span::new(from, span.end());
                until = span.end();
            }
            goes_on
        });
        pieces
    }

    /// The shared runs one below the other, for a terminal.
    pub fn plain(&self) -> String {
        let mut page = format!("{} – {}: {}", self.names[0], self.names[1], self.summary());
        for (number, (spans, exactness, words)) in self.runs.iter().enumerate() {
            let _ = write!(
                page,
                "\n\n[{}] {}, {} % the same",
                number + 1,
                counted(*words as usize, "word"),
                (exactness * 100.0).round()
            );
            let [one, two] = [0, 1].map(|side: usize| spans[side].of(self.texts[side]));
            for (side, words) in [one, two].into_iter().enumerate() {
                if side == 1 && one == two {
                    continue;
                }
                let shown: String =
                    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
                let _ = write!(page, "\n{}: {shown}", self.names[side]);
            }
        }
        page
    }
}

/// Words between what is shared: all, or what is near.
fn between(text: &str, is_first: bool, is_last: bool, left: &mut usize, html: &mut String) {
    let count = text.chars().count();
    let (head, tail) = match (is_first, is_last) {
        (true, true) => (*left, 0),
        (true, false) => (0, CONTEXT),
        (false, true) => (CONTEXT, 0),
        (false, false) => (CONTEXT / 2, CONTEXT / 2),
    };
    let (head, tail) = (head.min(*left), tail.min(*left));
    if count <= head + tail {
        *left -= count.min(*left);
        escape(text, html);
        return;
    }
    escape(cut(text, head), html);
    let _ = write!(
        html,
        "<span style=\"{LEFT_OUT}\"> … {} … </span>",
        counted(count - head - tail, "character")
    );
    let from = text.char_indices().nth(count - tail).map_or(text.len(), |(at, _)| at);
    escape(&text[from..], html);
    *left -= (head + tail).min(*left);
}

/// The first so many characters of a text.
fn cut(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(at, _)| &text[..at])
}

fn open() -> String {
    // Jupyter sets whatever stands between dollar signs as a formula, unless told not to.
    format!("<div class=\"copydesk tex2jax_ignore mathjax_ignore\" style=\"{BOX}\">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_texts_share_has_a_number_on_both_sides() {
        let texts = ["<b>Rain</b> & wind at sea", "No: Rain & wind at sea"];
        let spans = [Span::new(3, 25), Span::new(4, 22)];
        let runs = [(spans, 1.0, 5)];
        let view = Comparison { names: ["a\"", "2"], texts, runs: &runs };
        let html = view.html();
        assert_eq!(html.matches("<sup style=\"opacity:.7\">1</sup>Rain").count(), 2);
        assert!(!html.contains("<b>") && html.contains("&lt;b&gt;"), "{html}");
        assert!(html.contains("a&quot;"));
        assert!(
            view.plain().starts_with("a\" – 2: 1 shared passage, 5 words\n\n[1] 5 words, 100 %")
        );
    }

    #[test]
    fn long_stretches_of_other_words_are_left_out() {
        let long = format!("{} shared words {}", "before ".repeat(9000), "behind ".repeat(9000));
        let at = long.find("shared").unwrap();
        let span = Span::from_usize(at, at + 12);
        let runs = [([span, span], 0.9, 2)];
        let view = Comparison { names: ["a", "b"], texts: [&long, &long], runs: &runs };
        let html = view.html();
        assert!(html.len() < 8000 && html.contains("62,601 characters"), "{html}");
        let none = Comparison { names: ["a", "b"], texts: [&long, ""], runs: &[] };
        assert!(none.html().len() < SIDE + 2000);
    }

    #[test]
    fn overlapping_runs_are_drawn_once() {
        let text = "one two three four five";
        let runs = [
            ([Span::new(0, 13), Span::new(0, 13)], 1.0, 3),
            ([Span::new(4, 23), Span::new(4, 23)], 1.0, 4),
            ([Span::new(4, 7), Span::new(4, 7)], 1.0, 1),
        ];
        let view = Comparison { names: ["a", "b"], texts: [text, text], runs: &runs };
        let found: Vec<(usize, &str)> =
            view.pieces(0).into_iter().map(|(number, span)| (number, span.of(text))).collect();
        assert_eq!(found, [(0, "one two three"), (1, " four five")]);
    }
}
