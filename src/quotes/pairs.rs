//! Which quotation mark closes which: by position, not by glyph.
//!
//! Each paragraph is paired by itself with a small stack of what is open. A closing mark takes the
//! innermost open mark of its own looks, or else the innermost at all; pairs never cross. An opening
//! mark where one of the same looks is open already means that a closing one is missing (unless two
//! closing ones follow): the open quotation then ends with the last sentence before it. What the
//! paragraph leaves open ends with it, and goes on if the next paragraph begins with a mark: each
//! paragraph of a long quotation opens anew and only the last one closes.

use super::marks::{Family, Mark, Side, marks};
use crate::Span;
use crate::text::is_blank;

/// Two quotation marks that belong together, or one whose partner is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pair {
    /// The mark that opens: `"`, `“`, `''`, `«`, …
    pub open: Span,
    /// The mark that closes, if it is there.
    pub close: Option<Span>,
    /// What stands between them, without the blanks at its ends. Where the closing mark is missing
    /// it ends with the paragraph, or with the sentence before the next quotation.
    pub content: Span,
    /// How many other pairs this one stands in.
    pub depth: u32,
    /// Whether it goes on with the quotation that the paragraph before left open.
    pub continues: bool,
    /// Whether the marks are single ones, of the second rank in most houses.
    pub single: bool,
}

impl Pair {
    /// From the opening mark to the closing one, or to the content's end.
    pub fn span(&self) -> Span {
        self.open.cover(self.close.unwrap_or(self.content))
    }
}

/// The pairs of quotation marks of a text, nested ones too, in the order in which they open.
/// Linear in the text.
///
/// ```
/// use copydesk::quotes::pair_marks;
///
/// let text = "“People say, ‘It doesn't matter,’” he said.";
/// let pairs = pair_marks(text, &copydesk::text::paragraphs(text));
/// assert_eq!(pairs[0].content.of(text), "People say, ‘It doesn't matter,’");
/// assert_eq!(pairs[1].content.of(text), "It doesn't matter,");
/// assert_eq!(pairs[1].depth, 1);
/// ```
pub fn pair_marks(source: &str, paragraphs: &[Span]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let (mut found, mut closes) = (Vec::new(), Vec::new());
    let mut left_open: Option<LeftOpen> = None;
    for (i, &paragraph) in paragraphs.iter().enumerate() {
        marks(source, paragraph, &mut found);
        closes_later(&found, &mut closes);
        let next = paragraphs.get(i + 1).copied();
        let mut pairing = Pairing {
            source,
            paragraph,
            marks: &found,
            closes_later: &closes,
            open: Vec::new(),
            closed_until: paragraph.start(),
            first: pairs.len(),
        };
        left_open = pairing.pair(left_open, next, &mut pairs);
    }
    pairs
}

/// What a paragraph leaves for the next one to go on with.
#[derive(Clone, Copy)]
struct LeftOpen {
    single: bool,
}

/// A mark that waits for its partner.
#[derive(Clone, Copy)]
struct Open {
    mark: Mark,
    /// Its pair's place in the list, where it waits without a closing mark.
    pair: usize,
}

struct Pairing<'t> {
    source: &'t str,
    paragraph: Span,
    marks: &'t [Mark],
    /// For each mark, whether a later one closes its quotation better: see [`closes_later`].
    closes_later: &'t [bool],
    open: Vec<Open>,
    /// Where the last pair ends that was closed.
    closed_until: u32,
    /// Where this paragraph's pairs begin in the list.
    first: usize,
}

impl Pairing<'_> {
    /// Pairs the marks of the paragraph.
    fn pair(
        &mut self,
        before: Option<LeftOpen>,
        next: Option<Span>,
        pairs: &mut Vec<Pair>,
    ) -> Option<LeftOpen> {
        for number in 0..self.marks.len() {
            let mark = self.marks[number];
            match self.side(number) {
                Some(Side::Opens) => {
                    let continues = before
                        .is_some_and(|left| left.single == mark.family.is_single())
                        && mark.span.start() == self.paragraph.start();
                    self.open(mark, continues, pairs);
                }
                Some(_) => self.close(mark, pairs),
                None => {}
            }
        }
        self.end(next, pairs)
    }

    /// What a mark does here: opens, closes, or nothing.
    fn side(&self, number: usize) -> Option<Side> {
        let mark = self.marks[number];
        match mark.family {
            Family::Single => self.side_of_single(number),
            _ => self.side_of_certain(number),
        }
    }

    fn side_of_certain(&self, number: usize) -> Option<Side> {
        let mark = self.marks[number];
        let same = self.is_open(mark.family);
        let any = same || self.open.iter().any(|open| open.mark.family.is_certain());
        match mark.place {
            Side::Opens => {
                // `“We go, ”he said`: the blank stands on the wrong side.
                if same
                    && (mark.glyph == Side::Closes
                        || self.blank_went_wrong(mark) && !self.closes_later[number])
                {
                    return Some(Side::Closes);
                }
                Some(Side::Opens)
            }
            Side::Closes => {
                if !any {
                    // Two singles that close a single one, or a mark without an opening one.
                    let ticks = mark.family == Family::Ticks && self.is_open(Family::Single);
                    return ticks.then_some(Side::Closes);
                }
                if mark.doubtful && self.closes_later[number] {
                    return None; // a 12" pipe
                }
                Some(Side::Closes)
            }
            Side::Either => match mark.glyph {
                // Wrong-way glyphs close what their own kind opened.
                Side::Opens if same && !mark.isolated => Some(Side::Closes),
                Side::Opens => Some(Side::Opens),
                Side::Closes if any => Some(Side::Closes),
                Side::Closes => (!mark.isolated && mark.after_stop).then_some(Side::Opens),
                Side::Either if any => Some(Side::Closes),
                Side::Either => Some(Side::Opens),
            },
        }
    }

    fn side_of_single(&self, number: usize) -> Option<Side> {
        let mark = self.marks[number];
        let on_top = self.open.last().is_some_and(|open| open.mark.family == Family::Single);
        match mark.place {
            // ’tis, class of '87; but 'Till Monday,' she said
            Side::Opens if mark.clipped && mark.glyph == Side::Closes => None,
            Side::Opens if mark.clipped && self.is_open(Family::Single) => None,
            Side::Opens if mark.clipped => self.closes_later[number].then_some(Side::Opens),
            Side::Opens => Some(Side::Opens),
            Side::Closes => {
                if !on_top {
                    return None; // the Joneses'
                }
                if mark.doubtful && !mark.after_stop && self.closes_later[number] {
                    return None; // 'the workers' rights are safe,' she said
                }
                Some(Side::Closes)
            }
            Side::Either if on_top => Some(Side::Closes),
            // `said:'We go'`, `' We go '`; a lone apostrophe finds no partner and is dropped.
            Side::Either => (mark.after_stop || mark.isolated).then_some(Side::Opens),
        }
    }

    /// Whether a mark that seems to open closes, its blank on the wrong side: `"We go, "he said`.
    fn blank_went_wrong(&self, mark: Mark) -> bool {
        let left = self.source[..mark.span.start() as usize].trim_end_matches(is_blank);
        let right = &self.source[mark.span.end() as usize..];
        mark.glyph == Side::Either
            && left.ends_with([',', '.', '!', '?'])
            && right.starts_with(char::is_lowercase)
    }

    fn is_open(&self, family: Family) -> bool {
        self.open.iter().any(|open| open.mark.family == family)
    }

    fn open(&mut self, mark: Mark, continues: bool, pairs: &mut Vec<Pair>) {
        if let Some(place) = self.open.iter().position(|open| open.mark.family == mark.family) {
            let nested = mark.family.is_certain() && self.two_close_next(mark);
            if !nested {
                self.restart(place, mark, pairs);
            }
        }
        self.open.push(Open { mark, pair: pairs.len() });
        pairs.push(Pair {
            open: mark.span,
            close: None,
            content: Span::new(mark.span.end(), mark.span.end()),
            depth: self.open.len() as u32 - 1,
            continues,
            single: mark.family.is_single(),
        });
    }

    /// Whether the next two marks of a family both close: then an opening one before them is nested.
    fn two_close_next(&self, mark: Mark) -> bool {
        let after = self.marks.partition_point(|other| other.span.start() <= mark.span.start());
        let closes = |other: &&Mark| other.place == Side::Closes || other.glyph == Side::Closes;
        let of_family = self.marks[after..].iter().filter(|other| other.family == mark.family);
        of_family.take(2).filter(closes).count() == 2
    }

    /// Ends a quotation whose closing mark is missing, because another one begins at `next`.
    fn restart(&mut self, place: usize, next: Mark, pairs: &mut [Pair]) {
        for open in self.open.drain(place..) {
            let from = open.mark.span.end();
            // A quotation inside it that is closed stays whole.
            let seen = from.max(self.closed_until);
            let rest = &self.source[seen as usize..next.span.start() as usize];
            let end = rest
                .rfind(['.', '!', '?', '…'])
                .map_or(rest.len(), |at| at + rest[at..].chars().next().map_or(0, char::len_utf8));
            pairs[open.pair].content = trimmed(self.source, from, seen + end as u32);
        }
    }

    fn close(&mut self, mark: Mark, pairs: &mut [Pair]) {
        let of_family = |open: &Open| open.mark.family == mark.family;
        let certain = |open: &Open| open.mark.family.is_certain() == mark.family.is_certain();
        let Some(place) = self
            .open
            .iter()
            .rposition(of_family)
            .or_else(|| self.open.iter().rposition(certain))
            .or_else(|| self.open.len().checked_sub(1))
        else {
            return;
        };
        // What was opened inside and never closed: an apostrophe, or a mark whose partner is missing.
        while self.open.len() > place + 1 {
            let Some(inner) = self.open.pop() else { break };
            self.leave(inner, mark.span.start(), pairs);
        }
        if let Some(open) = self.open.pop() {
            let pair = &mut pairs[open.pair];
            pair.close = Some(mark.span);
            self.closed_until = mark.span.end();
            pair.content = trimmed(self.source, open.mark.span.end(), mark.span.start());
        }
    }

    /// Gives up waiting for a closing mark: the quotation ends at `end`.
    fn leave(&self, open: Open, end: u32, pairs: &mut [Pair]) {
        pairs[open.pair].content = trimmed(self.source, open.mark.span.end(), end);
    }

    /// The paragraph ends: what is still open ends with it.
    fn end(&mut self, next: Option<Span>, pairs: &mut Vec<Pair>) -> Option<LeftOpen> {
        while let Some(open) = self.open.pop() {
            self.leave(open, self.paragraph.end(), pairs);
        }
        let goes_on =
            |single: bool| next.is_some_and(|next| begins_with_mark(self.source, next, single));
        let mut left_open = None;
        // Marks without a partner that prove to be none: apostrophes, ditto marks. An outer one is
        // real only if the next paragraph goes on with it.
        let mut kept = self.first;
        for at in self.first..pairs.len() {
            let pair = pairs[at];
            let to_the_end = pair.close.is_none() && pair.content.end() == self.paragraph.end();
            let mark = self.mark_at(pair.open);
            let real = pair.close.is_some()
                || !pair.content.is_empty()
                    && if mark.family == Family::Single {
                        to_the_end && pair.depth == 0 && goes_on(true)
                    } else {
                        !mark.isolated || mark.glyph == Side::Opens
                    };
            if !real {
                continue;
            }
            if to_the_end && pair.depth == 0 && goes_on(pair.single) {
                left_open = Some(LeftOpen { single: pair.single });
            }
            pairs[kept] = pair;
            kept += 1;
        }
        pairs.truncate(kept);
        count_depths(&mut pairs[self.first..]);
        left_open
    }

    fn mark_at(&self, open: Span) -> Mark {
        let at = self.marks.partition_point(|mark| mark.span.start() < open.start());
        self.marks[at]
    }
}

/// Says of each pair in how many others it stands. Only now is it known where those end whose
/// closing marks are missing, and which are none.
fn count_depths(pairs: &mut [Pair]) {
    let mut ends: Vec<u32> = Vec::new();
    for pair in pairs {
        let span = pair.span();
        while ends.last().is_some_and(|&end| end <= span.start()) {
            ends.pop();
        }
        pair.depth = ends.len() as u32;
        ends.push(span.end());
    }
}

/// For each mark, whether the next one of its looks that is no apostrophe or measure for sure closes.
/// Then a doubtful mark before it is one: `'the workers' rights and the miners' rights are safe,'`.
fn closes_later(marks: &[Mark], closes: &mut Vec<bool>) {
    closes.clear();
    closes.resize(marks.len(), false);
    let mut next = [false; Family::COUNT];
    for (number, mark) in marks.iter().enumerate().rev() {
        let next = &mut next[mark.family as usize];
        closes[number] = *next;
        match mark.place {
            Side::Opens => *next = false,
            Side::Closes if !mark.doubtful => *next = true,
            Side::Closes | Side::Either => {}
        }
    }
}

/// Whether a paragraph begins with a mark that opens a quotation of that rank.
fn begins_with_mark(source: &str, paragraph: Span, single: bool) -> bool {
    let text = paragraph.of(source);
    let mut found = Vec::new();
    // A mark and what stands behind it: the first few characters tell.
    let head = text.char_indices().nth(16).map_or(text.len(), |(at, _)| at);
    let start = paragraph.start() as usize;
    marks(source, Span::from_usize(start, start + head), &mut found);
    found.first().is_some_and(|mark| {
        mark.span.start() == paragraph.start()
            && mark.family.is_single() == single
            && (mark.place == Side::Opens
                || mark.glyph == Side::Opens
                || mark.place == Side::Either)
    })
}

/// A part of the text without the blanks at its ends.
fn trimmed(source: &str, start: u32, end: u32) -> Span {
    let text = &source[start as usize..end.max(start) as usize];
    let body = text.trim_start_matches(is_blank);
    let from = start + (text.len() - body.len()) as u32;
    Span::new(from, from + body.trim_end_matches(is_blank).len() as u32)
}
