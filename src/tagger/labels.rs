//! Labels: what a piece of a sentence is to the span that holds it.

/// What a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Tag {
    /// It is in no span.
    Outside,
    /// It is a whole span of a kind.
    Single(u8),
    /// The first of several pieces.
    Begin(u8),
    /// Neither first nor last.
    Inside(u8),
    /// The last of several.
    End(u8),
}

/// The labels of spans of so many kinds (BIOES): one for `Outside`, four for each kind.
///
/// Ordered so that what may end a span comes first, and what may begin one behind that, the ones that
/// do both between them: a run of labels may follow a run of labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Labels {
    kinds: u8,
    /// Whether every piece has a kind, and no spans are marked: there is one label for each kind.
    every: bool,
}

impl Labels {
    pub const fn new(kinds: u8) -> Self {
        Self { kinds, every: false }
    }

    /// One label for each kind, of which every piece has one and any may follow any.
    pub const fn every(kinds: u8) -> Self {
        Self { kinds, every: true }
    }

    /// Whether every piece has a kind.
    #[cfg(any(test, feature = "train"))]
    pub const fn is_every(self) -> bool {
        self.every
    }

    #[cfg(any(test, feature = "train"))]
    pub const fn kinds(self) -> u8 {
        self.kinds
    }

    /// How many there are.
    pub const fn len(self) -> usize {
        if self.every {
            return self.kinds as usize;
        }
        1 + 4 * self.kinds as usize
    }

    /// The number of a label: `End`s, `Outside`, `Single`s, `Begin`s, `Inside`s.
    pub const fn number(self, tag: Tag) -> usize {
        let kinds = self.kinds as usize;
        match tag {
            Tag::End(kind) => kind as usize,
            Tag::Outside => kinds,
            Tag::Single(kind) => kinds + 1 + kind as usize,
            Tag::Begin(kind) => 2 * kinds + 1 + kind as usize,
            Tag::Inside(kind) => 3 * kinds + 1 + kind as usize,
        }
    }

    /// What a label says.
    pub const fn tag(self, number: usize) -> Tag {
        let kinds = self.kinds as usize;
        if number < kinds {
            Tag::End(number as u8)
        } else if number == kinds {
            Tag::Outside
        } else if number <= 2 * kinds {
            Tag::Single((number - kinds - 1) as u8)
        } else if number <= 3 * kinds {
            Tag::Begin((number - 2 * kinds - 1) as u8)
        } else {
            Tag::Inside((number - 3 * kinds - 1) as u8)
        }
    }

    /// The labels that may stand first in a sentence, and behind what ends or is in no span.
    pub const fn first(self) -> std::ops::Range<usize> {
        let kinds = self.kinds as usize;
        if self.every { 0..kinds } else { kinds..3 * kinds + 1 }
    }

    /// The labels that may stand last, and before what begins or is in no span.
    pub const fn last(self) -> std::ops::Range<usize> {
        if self.every { 0..self.kinds as usize } else { 0..2 * self.kinds as usize + 1 }
    }

    /// The labels that go on with the span that `Begin` or `Inside` leaves open, if it does.
    pub const fn goes_on(self, number: usize) -> Option<[usize; 2]> {
        match self.tag(number) {
            Tag::Begin(kind) | Tag::Inside(kind) if !self.every => {
                Some([self.number(Tag::End(kind)), self.number(Tag::Inside(kind))])
            }
            _ => None,
        }
    }

    /// Whether one label may follow another.
    #[cfg(any(test, feature = "train"))]
    pub fn may_follow(self, before: usize, after: usize) -> bool {
        match self.goes_on(before) {
            Some(both) => both.contains(&after),
            None => self.first().contains(&after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_tags_are_each_others_inverse() {
        let labels = Labels::new(3);
        for number in 0..labels.len() {
            assert_eq!(labels.number(labels.tag(number)), number);
        }
    }

    #[test]
    fn what_follows_what() {
        use Tag::{Begin, End, Inside, Outside, Single};
        let labels = Labels::new(2);
        let follows = |a, b| labels.may_follow(labels.number(a), labels.number(b));
        assert!(
            follows(Outside, Outside) && follows(Outside, Single(1)) && follows(End(0), Begin(0))
        );
        assert!(follows(Begin(1), Inside(1)) && follows(Inside(1), End(1)));
        assert!(!follows(Begin(1), Inside(0)) && !follows(Begin(0), Outside));
        assert!(!follows(Outside, Inside(0)) && !follows(Single(0), End(0)));
        assert!(!labels.last().contains(&labels.number(Begin(0))));
        assert!(labels.first().contains(&labels.number(Outside)));
    }
}
