//! Passages that texts share: as a table, and two texts side by side.

use std::fmt::Write;

use super::html::escape;
use super::sheet::open;
use super::sides::{BOX, HEAD, Shared, Sides};
use super::{counted, grouped};
use crate::Span;

/// How many passages the table shows.
pub const ROWS: usize = 20;
/// How many characters of each.
const EXCERPT: usize = 240;

const TABLE: &str = "border-collapse:collapse;table-layout:auto;width:100%;background:none;margin:0;\
                     font-size:13px";
const NUMBER: &str = "text-align:right;vertical-align:top;padding:.3em .6em;white-space:nowrap;\
                      background:none;border:0";
const CELL: &str = "text-align:left;text-align:start;vertical-align:top;padding:.3em .6em;background:none;border:0";
const LINE: &str = "border-top:1px solid #8884;background:none";
const CHIP: &str = "font-size:11px;border-radius:3px;padding:0 .4em;background:#8883";
const LEFT_OUT: &str = "font-size:12px;font-style:italic;opacity:.75";

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
    let mut html = open(BOX, 0);
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
    /// The two texts side by side; what they share stands in one row, with a number and a colour.
    pub fn html(&self) -> String {
        let mut html = open(BOX, self.runs.len());
        let _ = write!(html, "<div style=\"{HEAD}\">{}</div>", self.summary());
        let shared: Vec<Shared> = self.runs.iter().enumerate().map(shared).collect();
        Sides { names: self.names, texts: self.texts, shared: &shared, brief: true }
            .html(&mut html);
        html.push_str("</div>");
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

fn shared((number, run): (usize, &([Span; 2], f64, u32))) -> Shared {
    let (spans, exactness, words) = *run;
    let percent = (exactness * 100.0).round();
    let words = counted(words as usize, "word");
    let title = format!("passage {} · {words} · {percent} % the same", number + 1);
    Shared { spans, pieces: Vec::new(), title }
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
        assert_eq!(html.matches("<mark class=\"cd0\"").count(), 2);
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
        assert!(none.html().len() < 22_000);
    }
}
