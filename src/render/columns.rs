//! Two texts side by side, as HTML: what they share in the same colours.

use std::fmt::Write;

use super::counted;
use super::html::escape;
use super::sheet::{MORE, open};
use super::sides::{BOX, HEAD, OTHER, Shared, Sides};
use crate::dedup::{Comparison, Passage};

/// A comparison of two texts as HTML: the texts side by side, the passages that they share in one row,
/// coloured and numbered, words that differ inside them underlined, what only one has pale. No script,
/// everything from the texts escaped. `names` are what the texts are called.
pub fn comparison_html(texts: [&str; 2], names: [&str; 2], compared: &Comparison) -> String {
    let mut html = open(BOX, compared.passages.len());
    let percent = |share: f32| (100.0 * share).round();
    let _ = write!(
        html,
        "<div style=\"{HEAD}\"><b>{}</b> · confidence {:.2} · {} % of the first text and {} % of the \
         second in {}",
        compared.relation,
        compared.confidence,
        percent(compared.coverages[0]),
        percent(compared.coverages[1]),
        counted(compared.passages.len(), "common passage"),
    );
    if compared.passages.iter().any(|passage| passage.pieces.len() > 1) {
        let _ = write!(html, " · <span style=\"{OTHER}\">other words</span> underlined");
    }
    html.push_str("</div>");
    let shared: Vec<Shared> = compared.passages.iter().enumerate().map(in_both).collect();
    Sides { names, texts, shared: &shared, brief: false }.html(&mut html);
    html.push_str("</div>");
    html
}

fn in_both((number, passage): (usize, &Passage)) -> Shared {
    let title = format!("passage {}", number + 1);
    Shared { spans: passage.spans, pieces: passage.pieces.clone(), title }
}

/// How many clusters a notebook lists, …
pub const CLUSTERS_SHOWN: usize = 12;
/// … and how many texts of each.
pub const MEMBERS_SHOWN: usize = 6;
/// Characters that are shown of a text, of a source, and of a name.
const BEGINNING: usize = 110;
const SOURCE_SHOWN: usize = 30;
const NAME_SHOWN: usize = 60;

const TABLE: &str =
    "border-collapse:collapse;table-layout:auto;background:none;margin:0;font-size:13px";
const TITLE: &str = "text-align:left;text-align:start;padding:.8em .4em .3em 0;background:none;border:0;\
                     border-bottom:1px solid #8886;font-weight:normal";
const CELL: &str = "text-align:left;text-align:start;vertical-align:top;padding:.2em 1.4em .2em 0;background:none;border:0";
const WHOLE: &str = "white-space:nowrap";
const FIGURE: &str = "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums";
/// The last column has the room that others need not.
const LAST: &str = "width:99%";
const KEPT: &str = "background:#009e7333;border-radius:3px;padding:0 .4em";

/// A cluster as a notebook lists it.
pub struct ClusterRow {
    /// How many texts it has.
    pub texts: usize,
    /// How the text begins that stays.
    pub text: String,
    /// Some of its texts: the one that stays first, the others as they were published.
    pub members: Vec<MemberRow>,
}

/// A text of a cluster.
pub struct MemberRow {
    /// What it is called.
    pub id: String,
    /// Who published it; may be empty.
    pub source: String,
    /// When; may be empty.
    pub date: String,
    /// How many words it has.
    pub words: usize,
    /// Whether it stays.
    pub kept: bool,
    /// Whether nobody was earlier.
    pub first: bool,
    /// How it is related to the one that stays, if the two were paired.
    pub relation: String,
}

/// The largest clusters as a table; `all` says how many there are.
pub fn clusters_html(title: &str, rows: &[ClusterRow], all: usize) -> String {
    let mut html = open(BOX, 0);
    let _ = write!(html, "<div style=\"{HEAD}\">");
    escape(title, &mut html);
    html.push_str("</div>");
    if !rows.is_empty() {
        let _ = write!(html, "<table style=\"{TABLE}\"><tbody>");
        let members = || rows.iter().flat_map(|row| &row.members);
        let dated = members().any(|member| !member.date.is_empty());
        let sourced = members().any(|member| !member.source.is_empty());
        for row in rows {
            cluster(row, dated, sourced, &mut html);
        }
        html.push_str("</tbody></table>");
    }
    if all > rows.len() {
        let more = counted(all - rows.len(), "more cluster");
        let _ = write!(html, "<div style=\"{MORE}\">… {more}</div>");
    }
    html.push_str("</div>");
    html
}

fn cluster(row: &ClusterRow, dated: bool, sourced: bool, html: &mut String) {
    let columns = 3 + usize::from(dated) + usize::from(sourced);
    let _ = write!(
        html,
        "<tr style=\"background:none\"><th dir=\"auto\" colspan=\"{columns}\" style=\"{TITLE}\"><b>{}</b> ",
        counted(row.texts, "text")
    );
    // Dates are days: who was first on one is not known.
    let first = match row.members.iter().filter(|it| it.first).count() {
        0 | 1 => " <b>first</b>",
        _ => " <b>first day</b>",
    };
    let begins: String = row.text.split_whitespace().collect::<Vec<_>>().join(" ");
    html.push_str("<bdi>");
    escape(&beginning(&begins, BEGINNING), html);
    html.push_str("</bdi></th></tr>");
    for member in &row.members {
        let _ = write!(html, "<tr style=\"background:none\"><td style=\"{CELL};{WHOLE}\">");
        if member.kept {
            let _ = write!(html, "<span style=\"{KEPT}\">kept</span>");
        } else {
            escape(&member.relation, html);
        }
        html.push_str("</td>");
        if dated {
            let _ = write!(html, "<td style=\"{CELL};{WHOLE}\">");
            escape(&member.date, html);
            html.push_str(if member.first { first } else { "" });
            html.push_str("</td>");
        }
        if sourced {
            let _ = write!(html, "<td dir=\"auto\" style=\"{CELL};{WHOLE}\">");
            escape(&beginning(&member.source, SOURCE_SHOWN), html);
            html.push_str("</td>");
        }
        let words = counted(member.words, "word");
        let _ = write!(
            html,
            "<td style=\"{CELL};{FIGURE}\">{words}</td><td dir=\"auto\" style=\"{CELL};{LAST}\">"
        );
        escape(&beginning(&member.id, NAME_SHOWN), html);
        html.push_str("</td></tr>");
    }
    let more = row.texts - row.members.len().min(row.texts);
    if more > 0 {
        let more = counted(more, "more text");
        let _ = write!(
            html,
            "<tr style=\"background:none\"><td colspan=\"{columns}\" style=\"{CELL}\">\
             <div style=\"{MORE}\">… {more}</div></td></tr>"
        );
    }
}

/// The first so many characters of a text.
fn beginning(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        Some((cut, _)) => format!("{}…", text[..cut].trim_end()),
        None => text.to_owned(),
    }
}

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
pub(super) fn in_order(mut pieces: Vec<[crate::Span; 2]>) -> Vec<[crate::Span; 2]> {
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
