//! Where something stands in a text.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

/// A half-open range of UTF-8 bytes in the text that was given: `start..end`.
///
/// Offsets are `u32`, so a text may be up to 4 GiB long (see [`crate::Error::is_too_long`]).
/// What users of the Python package see are code points; [`crate::Offsets`] converts.
///
/// ```
/// use copydesk::Span;
///
/// let span = Span::new(0, 4);
/// assert_eq!(span.of("OSLO (Reuters)"), "OSLO");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    ///
    /// # Panics
    /// When `start` lies after `end`.
    #[track_caller]
    pub const fn new(start: u32, end: u32) -> Self {
        assert!(start <= end, "a span cannot end before it starts");
        Self { start, end }
    }

    /// The span of a range of byte indices, which must be within a text that [`crate::Reader`]
    /// accepts (below 4 GiB).
    ///
    /// # Panics
    /// When the range runs backwards.
    #[track_caller]
    pub const fn from_usize(start: usize, end: usize) -> Self {
        Self::new(start as u32, end as u32)
    }

    /// The first byte.
    pub const fn start(self) -> u32 {
        self.start
    }

    /// The byte after the last one.
    pub const fn end(self) -> u32 {
        self.end
    }

    /// How many bytes it covers.
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same as a range, to index with.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// What stands there.
    ///
    /// # Panics
    /// When the span is not one of this text: outside it, or inside a character.
    #[track_caller]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The order in which nested spans are told: by where they start, and of those that start
    /// together the longest first.
    ///
    /// ```
    /// use copydesk::Span;
    ///
    /// let (inner, outer) = (Span::new(0, 4), Span::new(0, 9));
    /// assert!(outer.outer_first(inner).is_lt());
    /// ```
    pub fn outer_first(self, other: Span) -> Ordering {
        self.start.cmp(&other.start).then(other.end.cmp(&self.end))
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// `3..7`
impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// The part of `sorted` (disjoint, in text order) that lies wholly inside `outer`.
///
/// ```
/// use copydesk::{Span, span};
///
/// let words = [Span::new(0, 2), Span::new(3, 5), Span::new(6, 9)];
/// assert_eq!(span::within(&words, Span::new(3, 9)), &words[1..]);
/// ```
pub fn within(sorted: &[Span], outer: Span) -> &[Span] {
    let from = sorted.partition_point(|span| span.start < outer.start);
    let to = sorted.partition_point(|span| span.end <= outer.end);
    &sorted[from..to.max(from)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_it_holds_and_touches() {
        let span = Span::new(2, 6);
        assert!(span.contains(Span::new(2, 6)) && span.contains(Span::new(3, 3)));
        assert!(!span.contains(Span::new(1, 3)));
        assert!(span.overlaps(Span::new(5, 9)) && !span.overlaps(Span::new(6, 9)));
        assert_eq!(span.cover(Span::new(9, 12)), Span::new(2, 12));
        assert_eq!(format!("{span:?}"), "2..6");
        assert_eq!((span.len(), span.is_empty()), (4, false));
    }

    #[test]
    #[should_panic(expected = "cannot end before it starts")]
    fn cannot_run_backwards() {
        let _ = Span::new(3, 2);
    }

    #[test]
    fn within_takes_only_what_is_wholly_inside() {
        let spans = [Span::new(0, 4), Span::new(5, 9), Span::new(10, 14)];
        assert_eq!(within(&spans, Span::new(1, 14)), &spans[1..]);
        assert_eq!(within(&spans, Span::new(5, 12)), &spans[1..2]);
        assert_eq!(within(&spans, Span::new(6, 8)), &[]);
    }
}
