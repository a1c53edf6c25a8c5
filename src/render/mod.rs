//! stub
use crate::Story;
/// x
pub const HTML_CHARS: usize = 20_000;
/// x
#[derive(Clone, Copy, Debug)]
pub struct TerminalOptions {
    /// x
    pub width: usize,
    /// x
    pub color: bool,
}
/// x
pub fn html(story: &Story, _max: usize) -> String {
    story.text().replace('&', "&amp;")
}
/// x
pub fn terminal(story: &Story, _options: TerminalOptions) -> String {
    story.text().to_owned()
}
