//! What all pages for notebooks share: how they begin, their colours, their style sheet.
//!
//! A page is right without its style sheet, since many places strip one: colours are inline. The sheet
//! adds what a style attribute cannot say. Its rules are the same in every page and reach no further
//! than the page they look at, so that pages can stand in one notebook, and one page twice.

use std::fmt::Write;

use super::COLORED;

/// The colours of speakers and of passages, in their order: seen on light and on dark grounds, and
/// told apart by the colour-blind.
pub(super) const COLORS: [&str; COLORED] =
    ["#e69f00", "#1c80c4", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#999933", "#9467bd"];
/// For all others.
pub(super) const GREY: &str = "#808080";
/// How opaque a ground is: text on it must be read in either theme.
pub(super) const GROUND: &str = "33";
pub(super) const MORE: &str = "font-size:12px;font-style:italic;opacity:.75;margin:.4em 0 0";
/// How many speakers or passages light up by themselves.
const LIT: usize = 40;

const RULES: &str = "\
.copydesk li::marker{font-size:11px;color:#808080}\
.copydesk mark{border-radius:2px}\
.copydesk li mark,.copydesk span>mark{padding:0 1px}\
.copydesk span[class^=cd]{border-radius:3px;padding:0 2px}\
.copydesk [tabindex]{cursor:pointer}\
@media print{.copydesk,.copydesk div{max-width:none!important;overflow:visible!important}\
.copydesk table{width:100%!important}\
.copydesk td,.copydesk th{white-space:pre-line!important;max-width:none!important}\
.copydesk table:has(td:nth-child(8)) :is(td,th){font-size:8px!important;padding:2px 4px!important}}";
/// Whatever belongs to somebody turns grey while the pointer, or the keyboard, is on something …
const DIMMED: &str = ".copydesk:has([class^=cd]:is(:hover,:focus)) [class^=cd]{\
background-color:transparent!important;border-color:#8886!important;outline-color:#8885!important}";
/// … but for what belongs to the same.
const LIGHTED: &str = "{background-color:color-mix(in srgb,var(--cd,#808080) 30%,transparent)!important;\
border-color:var(--cd,#808080)!important;outline-color:var(--cd,#808080)!important}";

/// Begins a page whose `count` speakers or passages light up under the pointer.
pub(super) fn open(style: &str, count: usize) -> String {
    // Jupyter sets whatever stands between dollar signs as a formula, unless told not to.
    let mut html = format!(
        "<div class=\"copydesk tex2jax_ignore mathjax_ignore\" \
         style=\"{style};overflow-wrap:anywhere;print-color-adjust:exact\"><style>{RULES}"
    );
    if count > 0 {
        let count = count.min(LIT);
        html.push_str(DIMMED);
        for (number, color) in COLORS.iter().enumerate().take(count) {
            let _ = write!(html, ".copydesk .cd{number}{{--cd:{color}}}");
        }
        for number in 0..count {
            let _ = write!(html, ".copydesk:has(.cd{number}:is(:hover,:focus)) .cd{number},");
        }
        html.push_str(".copydesk:has(.cdx:hover) .cdx:hover");
        html.push_str(LIGHTED);
    }
    html.push_str("</style>");
    html
}

/// The class of what belongs to a speaker or a passage.
pub(super) fn class(number: Option<usize>) -> String {
    number.filter(|&it| it < LIT).map_or_else(|| "cdx".to_owned(), |number| format!("cd{number}"))
}

/// The colour of a speaker.
pub(super) fn color(number: Option<usize>) -> &'static str {
    number.and_then(|number| COLORS.get(number)).unwrap_or(&GREY)
}
