//! Two texts side by side, as HTML: what they share in the same colours.

use std::fmt::Write;

use super::COLORED;
use super::html::{COLORS, HTML_CHARS, MORE, escape};
use crate::dedup::{Comparison, Passage};

const PAGE: &str = "max-width:72em;font-size:14px;line-height:1.5;overflow-wrap:anywhere";
const HEAD: &str = "font-size:12px;opacity:.8;margin:0 0 .6em;padding-bottom:.45em;\
                    border-bottom:1px solid rgba(128,128,128,.35)";
const COLUMNS: &str = "display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:0 2em";
const NAME: &str = "font-size:12px;font-weight:600;margin:0 0 .5em";
const TEXT: &str = "white-space:pre-line";
const ALONE: &str = "opacity:.6";
const NUMBER: &str = "font-size:10px;opacity:.7;margin-right:.25em;user-select:none";
const OTHER: &str = "border-bottom:2px solid rgba(239,68,68,.75)";
const ROW: &str = "border-bottom:1px solid rgba(128,128,128,.25)";
const WHOLE: &str = "white-space:nowrap";
const CELL: &str = "text-align:left;vertical-align:top;padding:.25em .9em .25em 0";

/// A comparison of two texts as HTML: both texts, the passages that they share coloured and numbered,
/// words that differ inside them underlined, what only one has pale. No script, everything from the
/// texts escaped. `names` are what the texts are called.
pub fn comparison_html(texts: [&str; 2], names: [&str; 2], compared: &Comparison) -> String {
    let mut html = format!(
        "<div class=\"copydesk tex2jax_ignore mathjax_ignore\" style=\"{PAGE}\"><div style=\"{HEAD}\">"
    );
    let percent = |share: f32| (100.0 * share).round();
    let _ = write!(
        html,
        "<b>{}</b> · confidence {:.2} · {} % of the first text and {} % of the second in {} · the \
         <span style=\"{OTHER}\">underlined</span> differs",
        compared.relation,
        compared.confidence,
        percent(compared.coverages[0]),
        percent(compared.coverages[1]),
        super::counted(compared.passages.len(), "common passage"),
    );
    let _ = write!(html, "</div><div style=\"{COLUMNS}\">");
    for side in [0, 1] {
        html.push_str("<div dir=\"auto\">");
        let _ = write!(html, "<div style=\"{NAME}\">");
        escape(names[side], &mut html);
        let _ = write!(html, "</div><div style=\"{TEXT}\">");
        column(texts[side], side, &compared.passages, &mut html);
        html.push_str("</div></div>");
    }
    html.push_str("</div></div>");
    html
}

/// One of the texts.
fn column(text: &str, side: usize, passages: &[Passage], html: &mut String) {
    let end = text.char_indices().nth(HTML_CHARS).map_or(text.len(), |(end, _)| end);
    let mut order: Vec<usize> = (0..passages.len()).collect();
    order.sort_by_key(|&number| passages[number].spans[side].start());
    let mut page = Column { text, at: 0, end, html };
    for number in order {
        let passage = &passages[number];
        let span = passage.spans[side];
        // Passages may overlap by a few words.
        if (span.end() as usize) <= page.at {
            continue;
        }
        let (start, stop) = with_marks(text, span.start() as usize, span.end() as usize);
        page.to(start, ALONE);
        if page.at >= page.end {
            break;
        }
        let _ = write!(page.html, "<sup style=\"{NUMBER}\">{}</sup>", number + 1);
        let color = COLORS[number % COLORED];
        let same = format!("background:rgba({color},.22)");
        let other = format!("background:rgba({color},.22);{OTHER}");
        page.to(span.start() as usize, &same);
        for piece in &passage.pieces {
            page.to(piece[side].start() as usize, &other);
            page.to(piece[side].end() as usize, &same);
        }
        page.to(span.end() as usize, &other);
        page.to(stop, &same);
    }
    page.to(text.len(), ALONE);
    if end < text.len() {
        let left = text[end..].chars().count();
        let _ = write!(html, "<div style=\"{MORE}\">… and {left} characters more</div>");
    }
}

/// A passage with the marks that stand around it: quotation marks, stops.
fn with_marks(text: &str, start: usize, end: usize) -> (usize, usize) {
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let before = text[..start].trim_end_matches(is_mark).len();
    let behind = text[end..].trim_start_matches(is_mark).len();
    // Marks in a row are a line of a table, not of a sentence.
    let near = |distance: usize| if distance <= FEW_MARKS { distance } else { 0 };
    (start - near(start - before), end + near(text.len() - behind - end))
}

/// So many bytes of marks belong to the words beside them.
const FEW_MARKS: usize = 12;

struct Column<'c> {
    text: &'c str,
    at: usize,
    end: usize,
    html: &'c mut String,
}

impl Column<'_> {
    /// Shows the text up to a place; blanks between two pieces are never marked as different.
    fn to(&mut self, place: usize, style: &str) {
        let place = place.min(self.end);
        if place <= self.at {
            return;
        }
        let part = &self.text[self.at..place];
        let words = part.chars().any(char::is_alphanumeric);
        let style = style.strip_suffix(OTHER).filter(|_| !words).unwrap_or(style);
        let _ = write!(self.html, "<span style=\"{style}\">");
        escape(part, self.html);
        self.html.push_str("</span>");
        self.at = place;
    }
}

/// How many clusters a notebook lists.
pub const CLUSTERS_SHOWN: usize = 20;

/// A cluster as a notebook lists it.
pub struct ClusterRow {
    /// How many texts it has.
    pub texts: usize,
    /// What the text is called that stays.
    pub kept: String,
    /// How many words that one has.
    pub words: usize,
    /// Who published first, and when; may be empty.
    pub first: String,
    /// How that text begins.
    pub text: String,
}

/// The largest clusters as a table; `all` says how many there are.
pub fn clusters_html(title: &str, rows: &[ClusterRow], all: usize) -> String {
    let mut html = format!(
        "<div class=\"copydesk tex2jax_ignore mathjax_ignore\" style=\"{PAGE}\"><div style=\"{HEAD}\">"
    );
    escape(title, &mut html);
    html.push_str("</div>");
    if !rows.is_empty() {
        let first = rows.iter().any(|row| !row.first.is_empty());
        html.push_str("<table style=\"border-collapse:collapse\"><tr>");
        for (name, shown) in
            [("texts", true), ("kept", true), ("words", true), ("first", first), ("begins", true)]
        {
            if shown {
                let _ = write!(html, "<th style=\"{CELL};{WHOLE};font-size:12px\">{name}</th>");
            }
        }
        html.push_str("</tr>");
        for row in rows {
            let _ =
                write!(html, "<tr style=\"{ROW}\"><td style=\"{CELL};{WHOLE}\">{}</td>", row.texts);
            let _ = write!(html, "<td style=\"{CELL};min-width:5em;max-width:16em\">");
            escape(&row.kept, &mut html);
            let _ = write!(html, "</td><td style=\"{CELL};{WHOLE}\">{}</td>", row.words);
            if first {
                let _ = write!(html, "<td style=\"{CELL};{WHOLE}\">");
                escape(&row.first, &mut html);
                html.push_str("</td>");
            }
            let _ = write!(html, "<td style=\"{CELL}\" dir=\"auto\">");
            let begins: String = row.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let cut: String = begins.chars().take(BEGINNING).collect();
            escape(&cut, &mut html);
            html.push_str(if cut.len() < begins.len() { "…</td></tr>" } else { "</td></tr>" });
        }
        html.push_str("</table>");
    }
    if all > rows.len() {
        let _ =
            write!(html, "<div style=\"{MORE}\">… and {} clusters more</div>", all - rows.len());
    }
    html.push_str("</div>");
    html
}

/// Characters that a table shows of a text.
const BEGINNING: usize = 160;

/// What it takes to make the second text of the first: `[-only in the first-]`, `{+only in the
/// second+}`, as `git diff --word-diff` writes it. Linear in the texts, but for sorting.
pub fn word_diff(texts: [&str; 2], compared: &Comparison) -> String {
    let pieces: Vec<[crate::Span; 2]> =
        compared.passages.iter().flat_map(|passage| passage.pieces.iter().copied()).collect();
    let mut diff = String::new();
    let mut at = [0, 0];
    for piece in in_order(pieces) {
        let starts = piece.map(|span| span.start() as usize);
        gap([&texts[0][at[0]..starts[0]], &texts[1][at[1]..starts[1]]], &mut diff);
        diff.push_str(piece[0].of(texts[0]));
        at = piece.map(|span| span.end() as usize);
    }
    gap([&texts[0][at[0]..], &texts[1][at[1]..]], &mut diff);
    diff
}

/// What stands between two pieces.
fn gap([first, second]: [&str; 2], diff: &mut String) {
    let worded = |text: &str| text.chars().any(char::is_alphanumeric);
    if !worded(first) && !worded(second) {
        diff.push_str(first);
        return;
    }
    let around = if first.trim().is_empty() { second } else { first };
    diff.push_str(&around[..around.len() - around.trim_start().len()]);
    for (text, marks) in [(first, ["[-", "-]"]), (second, ["{+", "+}"])] {
        if !text.trim().is_empty() {
            let _ = write!(diff, "{}{}{}", marks[0], text.trim(), marks[1]);
        }
    }
    diff.push_str(&around[around.trim_end().len()..]);
}

/// Of pieces those that follow each other in both texts, and have the most in them: the heaviest
/// increasing subsequence, by a Fenwick tree of maxima.
fn in_order(mut pieces: Vec<[crate::Span; 2]>) -> Vec<[crate::Span; 2]> {
    pieces.sort_by_key(|piece| (piece[0].start(), piece[1].start()));
    let mut ends: Vec<u32> = pieces.iter().map(|piece| piece[1].end()).collect();
    ends.sort_unstable();
    // For each rank of an end in the second text the best chain that ends at most there.
    let mut best: Vec<(u64, usize)> = vec![(0, usize::MAX); ends.len() + 1];
    let mut before = vec![usize::MAX; pieces.len()];
    // Pieces wait until one begins behind them in the first text.
    let mut waiting = std::collections::BinaryHeap::new();
    let mut last = (0, usize::MAX);
    for (number, piece) in pieces.iter().enumerate() {
        while let Some(&std::cmp::Reverse((end, weight, rank, done))) = waiting.peek() {
            if end > piece[0].start() {
                break;
            }
            waiting.pop();
            let mut at: usize = rank;
            while at < best.len() {
                best[at] = best[at].max((weight, done));
                at += at & at.wrapping_neg();
            }
        }
        let mut at = ends.partition_point(|&end| end <= piece[1].start());
        let mut found = (0, usize::MAX);
        while at > 0 {
            found = found.max(if best[at].1 == usize::MAX { (0, usize::MAX) } else { best[at] });
            at -= at & at.wrapping_neg();
        }
        if found.0 > 0 {
            before[number] = found.1;
        }
        let weight = found.0 + u64::from(piece[0].len());
        let rank = ends.partition_point(|&end| end < piece[1].end()) + 1;
        waiting.push(std::cmp::Reverse((piece[0].end(), weight, rank, number)));
        if weight > last.0 {
            last = (weight, number);
        }
    }
    let mut chain = Vec::new();
    let mut number = last.1;
    while number != usize::MAX {
        chain.push(pieces[number]);
        number = before[number];
    }
    chain.reverse();
    chain
}
