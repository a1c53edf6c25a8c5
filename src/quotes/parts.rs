//! Where a part of a quotation begins and ends, to the character: at the marks around it, without what
//! only stands beside it.

use super::Pair;
use super::context::Context;
use crate::Span;
use crate::text::is_blank;

/// Pairs are looked at that open no more than so many pairs before a part.
const NEAR: usize = 32;
/// Words that join a part to what is none of it.
const JOINTS: [&str; 3] = ["and", "but", "or"];

/// What stands around a part.
#[derive(Clone, Copy)]
pub(super) struct Edges<'t, 'c> {
    pub context: &'t Context<'c>,
    /// Every pair of marks, in the order of opening.
    pub pairs: &'t [Pair],
    /// The cue of the quotation.
    pub cue: Option<Span>,
    /// Whether its stops belong to it, whatever stands around.
    pub is_whole: bool,
}

impl Edges<'_, '_> {
    fn text(&self, from: u32, to: u32) -> &str {
        &self.context.source[from as usize..to.max(from) as usize]
    }

    fn has_words(&self, from: u32, to: u32) -> bool {
        self.context.has_words(from, to)
    }

    /// The part with its edges in order; `None` if no words are left.
    pub fn tidy(&self, part: Span) -> Option<Span> {
        let mut part = part;
        // What stands at an edge may hide something else: a few rounds are enough.
        for _ in 0..4 {
            let before = part;
            part = self.without_tags(part);
            if let Some(content) = self.between_marks(part) {
                return Some(content);
            }
            part = self.balanced(part);
            if !self.is_whole {
                part = self.inside_bracket(part);
                part = self.trimmed(part);
            }
            if part.is_empty() || !self.has_words(part.start(), part.end()) {
                return None;
            }
            if part == before {
                break;
            }
        }
        Some(part)
    }

    /// The pairs that may begin or end in a part, or stand around it.
    fn near(&self, part: Span) -> impl Iterator<Item = &Pair> {
        let first = self.pairs.partition_point(|it| it.open.start() < part.start());
        let last = self.pairs.partition_point(|it| it.open.start() < part.end());
        self.pairs[first.saturating_sub(NEAR)..last]
            .iter()
            .filter(move |it| it.span().end() > part.start() && !it.content.is_empty())
    }

    /// What stands between a pair of marks whose words are those of the part.
    fn between_marks(&self, part: Span) -> Option<Span> {
        let same = |a: u32, b: u32| !self.has_words(a.min(b), a.max(b));
        self.near(part).map(|it| it.content).find(|it| {
            same(it.start(), part.start())
                && same(it.end(), part.end())
                && self.has_words(it.start(), it.end())
        })
    }

    /// No mark at an edge has its partner outside.
    fn balanced(&self, part: Span) -> Span {
        let (mut from, mut to) = (part.start(), part.end());
        for pair in self.near(part) {
            let (open, Some(close)) = (pair.open, pair.close) else {
                // A mark without a partner.
                if pair.open.end() <= part.end() && !self.has_words(from, pair.open.end()) {
                    from = from.max(pair.open.end());
                }
                continue;
            };
            let opens_inside = open.start() >= from && open.start() < to;
            let closes_inside = close.end() <= to && close.start() >= from;
            if opens_inside && close.end() > to {
                if !self.has_words(from, open.end()) {
                    from = open.end();
                } else if !self.has_words(open.end(), to) {
                    to = open.start();
                } else if !self.has_words(to, close.start()) {
                    to = close.end();
                }
            } else if closes_inside && open.start() < from {
                if !self.has_words(close.start(), to) {
                    to = close.start();
                } else if !self.has_words(from, close.start()) {
                    from = close.end();
                } else if !self.has_words(open.end(), from) {
                    from = open.start();
                }
            }
        }
        Span::new(from, to.max(from))
    }

    /// Tags of HTML at the edges fall off.
    pub fn without_tags(&self, part: Span) -> Span {
        let (mut from, mut to) = (part.start(), part.end());
        loop {
            let text = self.text(from, to);
            let blank = text.len() - text.trim_start_matches(is_blank).len();
            let Some(length) = tag(&text[blank..]) else { break };
            from += (blank + length) as u32;
        }
        loop {
            let text = self.text(from, to).trim_end_matches(is_blank);
            let Some(at) = text.rfind('<').filter(|&at| tag(&text[at..]) == Some(text.len() - at))
            else {
                break;
            };
            to = from + at as u32;
        }
        Span::new(from, to)
    }

    /// A part does not reach over a bracket that its cue stands behind.
    fn inside_bracket(&self, part: Span) -> Span {
        let (mut from, mut to) = (part.start(), part.end());
        let mut open: Vec<u32> = Vec::new();
        for (at, c) in self.text(from, to).char_indices() {
            let at = part.start() + at as u32;
            match c {
                '(' | '[' => open.push(at),
                ')' | ']' if open.pop().is_none() => {
                    if !self.has_words(at, to) || self.cue.is_some_and(|cue| cue.end() <= from) {
                        to = at;
                        break;
                    }
                    if !self.has_words(from, at) {
                        from = at + 1;
                    }
                }
                _ => {}
            }
        }
        if let Some(&at) = open.last().filter(|&&at| at < to) {
            let cue_behind = self.cue.is_some_and(|cue| {
                cue.start() >= to && !self.text(to, cue.start()).contains([')', ']'])
            });
            if cue_behind || !self.has_words(from, at) {
                from = at + 1;
            } else if !self.has_words(at, to) {
                to = at;
            }
        }
        Span::new(from, to)
    }

    /// Without blanks, commas, dashes, empty pairs of marks and other stray characters at the edges,
    /// and without the stop of the narration's sentence.
    fn trimmed(&self, part: Span) -> Span {
        let (mut from, mut to) = (part.start(), part.end());
        loop {
            let text = self.text(from, to);
            let mut start = text.trim_start_matches(is_stray);
            let mut end = text.trim_end_matches(is_stray);
            if let Some(mark) = self.stray_mark(from + (text.len() - start.len()) as u32, true) {
                start = start.get(mark.len() as usize..).unwrap_or("");
            }
            if let Some(mark) = self.stray_mark(from + end.len() as u32, false) {
                end = end.get(..end.len().saturating_sub(mark.len() as usize)).unwrap_or("");
            }
            if let Some(rest) = JOINTS.iter().find_map(|it| without_first(start, it)) {
                start = rest;
            }
            if let Some(rest) = JOINTS.iter().find_map(|it| without_last(end, it)) {
                end = rest;
            }
            let behind = from + end.len() as u32;
            if end.ends_with(['.', '?', '!']) && self.is_stop(behind - 1) {
                end = &end[..end.len() - 1];
            }
            let next = from + (text.len() - start.len()) as u32;
            let last = (from + end.len() as u32).max(next);
            if (next, last) == (from, to) {
                return Span::new(from, to);
            }
            (from, to) = (next, last);
        }
    }

    /// The empty pair of marks, or the mark without a partner, that begins or ends at a place.
    fn stray_mark(&self, at: u32, begins: bool) -> Option<Span> {
        let before = &self.context.source[..at as usize];
        let behind = &self.context.source[at as usize..];
        let is_mark = |c: &char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘');
        let c = if begins { behind.chars().next() } else { before.chars().next_back() };
        let length = c.filter(is_mark)?.len_utf8() as u32;
        let mark = if begins { Span::new(at, at + length) } else { Span::new(at - length, at) };
        // The pair that opens last before the mark's end, and those around it.
        let last = self.pairs.partition_point(|it| it.open.start() < mark.end());
        let near = &self.pairs[last.saturating_sub(NEAR)..last];
        let empty = near.iter().find(|it| it.content.is_empty() && it.span().contains(mark));
        if let Some(pair) = empty {
            return Some(pair.span());
        }
        let of_pair =
            |it: &Pair| it.open.overlaps(mark) || it.close.is_some_and(|it| it.overlaps(mark));
        (!near.iter().any(of_pair)).then_some(mark)
    }

    /// Whether a stop of a sentence stands here, not that of an abbreviation.
    fn is_stop(&self, at: u32) -> bool {
        let (from, to) = self.context.pieces_in(Span::new(at, at + 1));
        from < to
    }
}

/// The length of the tag of HTML that a text begins with.
fn tag(text: &str) -> Option<usize> {
    let name = text.strip_prefix('<')?.trim_start_matches('/');
    let length = text.find('>')? + 1;
    (name.starts_with(|c: char| c.is_ascii_alphabetic()) && !text[1..length].contains('<'))
        .then_some(length)
}

/// A text without its first word, if it is that one.
fn without_first<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = text.get(word.len()..)?;
    (text[..word.len()].eq_ignore_ascii_case(word) && rest.starts_with([' ', ','])).then_some(rest)
}

/// A text without its last word, if it is that one.
fn without_last<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    text.strip_suffix(word).filter(|rest| rest.ends_with([' ', ',']))
}

/// Characters that stand beside what is said, but are none of it.
fn is_stray(c: char) -> bool {
    is_blank(c)
        || matches!(c, ',' | ';' | ':' | '–' | '—' | '―' | '-' | '•' | '*' | '|' | '~' | '_' | '<' | '>' | '=')
        // Arrows, pictographs and what joins them; marks of direction.
        || matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' | '\u{fe0f}' | '\u{200d}')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
