//! The texts of a corpus as codes: each different text once, its words numbered through the corpus.

use crate::dedup::codes::{Code, Digest, encode};
use crate::hash::ByHash;
use crate::{Error, Result};

/// Some texts in a row, as codes.
#[derive(Debug, Default)]
pub struct Encoded {
    codes: Vec<Code>,
    digests: Vec<Digest>,
}

impl Encoded {
    /// Encodes texts; a row without a text is like an empty one.
    pub fn new<'t>(texts: impl IntoIterator<Item = Option<&'t str>>) -> Result<Self> {
        let mut encoded = Self::default();
        for text in texts {
            encoded.digests.push(encode(text.unwrap_or_default(), &mut encoded.codes)?);
        }
        encoded.codes.shrink_to_fit();
        Ok(encoded)
    }
}

/// A text that is the first with its words.
#[derive(Clone, Copy, Debug)]
struct Member {
    row: u32,
    /// The batch that holds its codes, and where in it.
    batch: u32,
    start: u32,
    /// The number of its first word in the corpus.
    first: u32,
    words: u32,
}

/// Words behind which the table of members has an entry.
const STEP: u32 = 256;

/// The texts of a corpus that have enough words to share: members, numbered in the order of their rows.
#[derive(Debug)]
pub struct Corpus {
    least: u32,
    rows: u32,
    batches: Vec<Vec<Code>>,
    members: Vec<Member>,
    /// The member that holds each so manieth word of the corpus.
    at: Vec<u32>,
    by_content: ByHash<u32>,
    copies: Vec<(u32, u32)>,
    words: u32,
}

impl Corpus {
    /// A corpus without texts, for runs of at least so many words.
    pub fn new(min_words: u32) -> Self {
        Self {
            least: min_words,
            rows: 0,
            batches: Vec::new(),
            members: Vec::new(),
            at: Vec::new(),
            by_content: ByHash::default(),
            copies: Vec::new(),
            words: 0,
        }
    }

    /// Adds texts behind those that are there.
    pub fn add(&mut self, encoded: Encoded) -> Result<()> {
        let batch = self.batches.len() as u32;
        let (mut start, mut used) = (0, false);
        for digest in encoded.digests {
            let Digest { content, words } = digest;
            let row = self.rows;
            self.rows = row.checked_add(1).ok_or_else(too_many)?;
            if words >= self.least {
                let number = self.members.len() as u32;
                let known = *self.by_content.entry(content).or_insert(number);
                if known == number {
                    let first = self.words;
                    self.words = first.checked_add(words).ok_or_else(too_many)?;
                    self.members.push(Member { row, batch, start, first, words });
                    while self.at.len() as u64 * u64::from(STEP) < u64::from(self.words) {
                        self.at.push(number);
                    }
                    used = true;
                } else {
                    self.copies.push((known, row));
                }
            }
            start += words;
        }
        self.batches.push(if used { encoded.codes } else { Vec::new() });
        Ok(())
    }

    /// How many members there are.
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    /// How many words they have together.
    pub(super) fn words(&self) -> u32 {
        self.words
    }

    /// Rows that have the same words as a member before them.
    pub(super) fn copies(&self) -> &[(u32, u32)] {
        &self.copies
    }

    /// The row of a member.
    pub(super) fn row(&self, member: u32) -> u32 {
        self.members[member as usize].row
    }

    /// The number of a member's first word in the corpus.
    pub(super) fn first(&self, member: u32) -> u32 {
        self.members[member as usize].first
    }

    /// How many words a member has.
    pub(super) fn length(&self, member: u32) -> u32 {
        self.members[member as usize].words
    }

    /// The member that a word of the corpus stands in.
    pub(super) fn member(&self, word: u32) -> u32 {
        let step = (word / STEP) as usize;
        let (from, to) = (self.at[step] as usize, self.at.get(step + 1));
        let to = to.map_or(self.members.len(), |&to| to as usize + 1);
        let near = &self.members[from..to];
        (from + near.partition_point(|member| member.first <= word) - 1) as u32
    }

    /// The codes of a member.
    pub(super) fn codes(&self, member: u32) -> &[Code] {
        let Member { batch, start, words, .. } = self.members[member as usize];
        &self.batches[batch as usize][start as usize..][..words as usize]
    }
}

fn too_many() -> Error {
    Error::argument(format!(
        "the texts have more than {} words together: give them in parts",
        u32::MAX
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_belong_to_their_texts() {
        let mut corpus = Corpus::new(2);
        let long = "x ".repeat(700);
        for texts in [[Some("a b c"), None, Some("a")], [Some("d e"), Some("A, b: c"), Some(&long)]]
        {
            corpus.add(Encoded::new(texts).unwrap()).unwrap();
        }
        assert_eq!((corpus.len(), corpus.words()), (3, 705));
        assert_eq!(corpus.copies(), [(0, 4)]);
        let rows: Vec<u32> = (0..3).map(|member| corpus.row(member)).collect();
        assert_eq!(rows, [0, 3, 5]);
        for member in 0..3 {
            assert_eq!(corpus.codes(member).len(), corpus.length(member) as usize);
            for word in corpus.first(member)..corpus.first(member) + corpus.length(member) {
                assert_eq!(corpus.member(word), member, "{word}");
            }
        }
    }
}
