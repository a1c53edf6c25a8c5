//! The first rows of a table, as HTML.

use std::fmt::Write;

use super::html::{MORE, escape};
use super::{counted, grouped};

/// So many rows are shown.
pub const TABLE_ROWS: usize = 10;
/// So many characters of a value.
const SHOWN: usize = 80;

const PAGE: &str = "font-size:13px;line-height:1.45;overflow-x:auto;margin:0 0 1.2em";
const HEAD: &str = "font-size:12px;opacity:.8;margin:0 0 .4em";
const TABLE: &str = "border-collapse:collapse;background:none;table-layout:auto;width:max-content;\
                     margin:0";
const NAME: &str = "text-align:left;vertical-align:bottom;padding:.25em 1em .25em 0;\
                    border-bottom:1px solid rgba(128,128,128,.5);background:none;white-space:nowrap";
const CELL: &str = "text-align:left;vertical-align:top;padding:.25em 1em .25em 0;max-width:22em;\
                    white-space:nowrap;overflow:hidden;text-overflow:ellipsis;background:none;\
                    border:0;border-bottom:1px solid rgba(128,128,128,.2)";
const NULL: &str = "opacity:.4";

/// A table's first rows as HTML, each on one line; what is wider than the page is scrolled to. `title`
/// says what it is, `all` how many rows there are. No script, everything escaped; long values are cut.
pub fn table_html(title: &str, names: &[&str], rows: &[Vec<Option<String>>], all: usize) -> String {
    let mut html = format!(
        "<div class=\"copydesk tex2jax_ignore mathjax_ignore\" style=\"{PAGE}\"><div style=\"{HEAD}\">"
    );
    escape(title, &mut html);
    let _ = write!(html, "</div><table style=\"{TABLE}\"><tr>");
    for name in names {
        let _ = write!(html, "<th style=\"{NAME}\">");
        escape(name, &mut html);
        html.push_str("</th>");
    }
    html.push_str("</tr>");
    for row in rows {
        html.push_str("<tr>");
        for value in row {
            let _ = write!(html, "<td style=\"{CELL}\" dir=\"auto\">");
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
        let more = all - rows.len();
        let noun = counted(more, "row");
        let noun = noun.rsplit(' ').next().unwrap_or("rows");
        let _ = write!(html, "<div style=\"{MORE}\">… and {} {noun} more</div>", grouped(more));
    }
    html.push_str("</div>");
    html
}
