//! The first rows of a table, as HTML.

use std::fmt::Write;

use super::counted;
use super::html::escape;
use super::sheet::{MORE, open};

/// So many rows are shown.
pub const TABLE_ROWS: usize = 10;
/// So many characters of a value.
const SHOWN: usize = 80;

const PAGE: &str = "font-size:13px;line-height:1.45;overflow-x:auto;margin:0 0 1.2em";
const HEAD: &str = "font-size:12px;opacity:.8;margin:0 0 .4em";
const TABLE: &str = "border-collapse:collapse;background:none;table-layout:auto;width:max-content;\
                     margin:0";
const NAME: &str = "text-align:left;vertical-align:bottom;padding:.25em 1em .25em 0;\
                    border-bottom:1px solid #8888;background:none;white-space:nowrap";
const CELL: &str = "text-align:left;vertical-align:top;padding:.25em 1em .25em 0;max-width:22em;\
                    white-space:nowrap;overflow:hidden;text-overflow:ellipsis;background:none;\
                    border:0;border-bottom:1px solid #8883";
/// Numbers stand below each other by their last digits.
const FIGURE: &str = ";text-align:right;font-variant-numeric:tabular-nums";
const NULL: &str = "opacity:.6";

/// A table's first rows as HTML, each on one line; what is wider than the page is scrolled to. `title`
/// says what it is, `all` how many rows there are. No script, everything escaped; long values are cut.
pub fn table_html(title: &str, names: &[&str], rows: &[Vec<Option<String>>], all: usize) -> String {
    let mut html = open(PAGE, 0);
    let _ = write!(html, "<div style=\"{HEAD}\">");
    escape(title, &mut html);
    let _ = write!(html, "</div><table style=\"{TABLE}\"><tr>");
    let figures: Vec<&str> =
        (0..names.len()).map(|column| if is_figures(rows, column) { FIGURE } else { "" }).collect();
    for (name, figure) in names.iter().zip(&figures) {
        let _ = write!(html, "<th style=\"{NAME}{figure}\">");
        escape(name, &mut html);
        html.push_str("</th>");
    }
    html.push_str("</tr>");
    for row in rows {
        html.push_str("<tr>");
        for (value, figure) in row.iter().zip(&figures) {
            let _ = write!(html, "<td dir=\"auto\" style=\"{CELL}{figure}\">");
            match value {
                Some(value) => {
                    let end = value.char_indices().nth(SHOWN).map_or(value.len(), |(end, _)| end);
                    escape(&value[..end], &mut html);
                    html.push_str(if end < value.len() { "…" } else { "" });
                }
                None => {
                    let _ = write!(html, "<span style=\"{NULL}\">null</span>");
                }
            }
            html.push_str("</td>");
        }
        html.push_str("</tr>");
    }
    html.push_str("</table>");
    if all > rows.len() {
        let more = counted(all - rows.len(), "more row");
        let _ = write!(html, "<div style=\"{MORE}\">… {more}</div>");
    }
    html.push_str("</div>");
    html
}

/// Whether all values of a column that are shown are numbers, and there are some.
fn is_figures(rows: &[Vec<Option<String>>], column: usize) -> bool {
    let mut values = rows.iter().filter_map(|row| row[column].as_deref()).peekable();
    let is_figure =
        |value: &str| value.len() < 24 && value.parse::<f64>().is_ok_and(f64::is_finite);
    values.peek().is_some() && values.all(is_figure)
}
