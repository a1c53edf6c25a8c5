//! Which passages are furniture: notices of the house, and what stands in many texts that have little
//! else in common.

use std::collections::HashMap;

use super::corpus::Corpus;
use super::runs::{Words, length};
use crate::dedup::shingles::{sketch, sparsity};
use crate::lexicon::{credit, is_notice};
use crate::text::{paragraphs, sentences};
use crate::{Span, text};

/// A passage of fewer texts is furniture only if it reads like it.
const MANY: usize = 8;
/// So many of its texts are compared with each other.
const COMPARED: usize = 25;
/// Of the rest of two texts less than this share may be the same …
const LITTLE: f64 = 0.25;
/// … in this share of the pairs.
const MOSTLY: f64 = 0.75;
/// A text with fewer other words has no rest.
const LEAST_REST: f64 = 20.0;
/// This share of a passage's words must be in notices.
const NOTICES: f64 = 0.5;

/// A share of a text's shingles.
struct Sketch {
    hashes: Vec<u64>,
    limit: u64,
}

impl Sketch {
    fn new(corpus: &Corpus, member: u32) -> Self {
        let mut hashes = Vec::new();
        sketch(corpus.codes(member), |hash| hashes.push(hash));
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes, limit: u64::MAX >> sparsity(corpus.length(member)) }
    }

    /// Which share of the shingles of the one that has fewer the other one has too.
    fn contained(&self, other: &Self) -> f64 {
        let limit = self.limit.min(other.limit);
        let below = |hashes: &[u64]| hashes.partition_point(|&hash| hash <= limit);
        let (a, b) = (&self.hashes[..below(&self.hashes)], &other.hashes[..below(&other.hashes)]);
        let (fewer, more) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let mut rest = more;
        let mut shared = 0;
        for hash in fewer {
            rest = &rest[rest.partition_point(|other| other < hash)..];
            shared += usize::from(rest.first() == Some(hash));
        }
        shared as f64 / fewer.len().max(1) as f64
    }
}

/// Compares the texts of passages with each other.
#[derive(Default)]
pub(super) struct Commons(HashMap<u32, Sketch>);

impl Commons {
    /// Whether the places of a passage, those of a text together, are in many texts that share little
    /// else.
    pub(super) fn is_widespread(&mut self, corpus: &Corpus, places: &[(u32, Words)]) -> bool {
        let mut texts: Vec<(u32, u32)> = Vec::new();
        for &(member, words) in places {
            match texts.last_mut() {
                Some(last) if last.0 == member => last.1 += length(words),
                _ => texts.push((member, length(words))),
            }
        }
        if texts.len() < MANY {
            return false;
        }
        let step = texts.len().div_ceil(COMPARED);
        let compared: Vec<(u32, u32)> = texts.into_iter().step_by(step).collect();
        for &(member, _) in &compared {
            self.0.entry(member).or_insert_with(|| Sketch::new(corpus, member));
        }
        let little = compared
            .windows(2)
            .filter(|pair| {
                let [(a, of_a), (b, of_b)] = [pair[0], pair[1]];
                let words = f64::from(corpus.length(a).min(corpus.length(b)));
                let passage = f64::from(of_a.min(of_b));
                let shared = words * self.0[&a].contained(&self.0[&b]);
                words - passage >= LEAST_REST && shared - passage < LITTLE * (words - passage)
            })
            .count();
        little as f64 >= MOSTLY * (compared.len() - 1) as f64
    }
}

/// Whether words of a text begin, and whether they end, where a sentence or a line does.
pub(crate) fn edges(text: &str, span: Span) -> [bool; 2] {
    let (before, behind) = (&text[..span.start() as usize], &text[span.end() as usize..]);
    let mark = |c: &char| !c.is_alphanumeric();
    let before_it: String = before.chars().rev().take_while(mark).take(GAP).collect();
    let behind_it: String = behind.chars().take_while(mark).take(GAP).collect();
    // Lines of hard-wrapped copy go on with a small letter.
    let is_small = |text: &str| text.starts_with(char::is_lowercase);
    let is_edge = |gap: &str, next: &str| {
        gap.contains(['。', '！', '？'])
            || gap.contains(['.', '!', '?', '…']) && gap.contains(char::is_whitespace)
            || gap.contains(['\n', '\r']) && !is_small(next)
    };
    [
        before_it.len() == before.len() || is_edge(&before_it, span.of(text)),
        behind_it.len() == behind.len() || is_edge(&behind_it, &behind[behind_it.len()..]),
    ]
}

/// How many characters between words are looked at.
const GAP: usize = 12;

/// At how many of a passage's places it begins, and ends, where a sentence does.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Edges {
    begin: u32,
    end: u32,
    all: u32,
}

impl Edges {
    /// Counts the edges of a place.
    pub(crate) fn add(&mut self, [begins, ends]: [bool; 2]) {
        self.begin += u32::from(begins);
        self.end += u32::from(ends);
        self.all += 1;
    }

    /// Whether a passage is whole sentences: a phrase that many texts use is none.
    pub(crate) fn are_of_sentences(self) -> bool {
        2 * self.begin >= self.all && 2 * self.end >= self.all
    }
}

/// Whether most of a passage reads like notices of the house or lines of credit.
pub(crate) fn reads_like_furniture(passage: &str) -> bool {
    let (mut notices, mut all) = (0, 0);
    for paragraph in paragraphs(passage) {
        for sentence in sentences(passage, paragraph) {
            let words = sentence.of(passage);
            let count = words.split_whitespace().count();
            all += count;
            notices += if is_furniture(words) { count } else { 0 };
        }
    }
    all > 0 && f64::from(notices as u32) >= NOTICES * all as f64
}

fn is_furniture(sentence: &str) -> bool {
    credit(sentence.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©')).is_some()
        || is_notice(sentence)
}

/// A text without the paragraphs and sentences that are mostly furniture, which stands at the given
/// places, in order. Each goes together with the white space before it (at the very beginning, that
/// behind it).
pub(super) fn drop_places(source: &str, places: &[Span]) -> String {
    let mut places: Vec<Span> = places.to_vec();
    places.sort_unstable_by_key(|span| (span.start(), span.end()));
    let (mut kept, mut at) = (String::with_capacity(source.len()), 0);
    let mut drop = |span: Span| {
        kept.push_str(source[at..span.start() as usize].trim_end());
        at = span.end() as usize;
        if kept.is_empty() {
            at += source[at..].len() - source[at..].trim_start().len();
        }
    };
    let mut next = 0;
    for paragraph in text::paragraphs(source) {
        while next < places.len() && places[next].end() <= paragraph.start() {
            next += 1;
        }
        let near = &places[next..];
        let near = &near[..near.partition_point(|place| place.start() < paragraph.end())];
        if near.is_empty() {
            continue;
        }
        if is_mostly(source, paragraph, near) {
            drop(paragraph);
            continue;
        }
        for sentence in sentences(source, paragraph) {
            if is_mostly(source, sentence, near) {
                drop(sentence);
            }
        }
    }
    kept.push_str(&source[at..]);
    kept
}

/// Of a paragraph or sentence all letters must be in places, but for this share.
const OUTSIDE: f64 = 0.2;

fn is_mostly(source: &str, unit: Span, places: &[Span]) -> bool {
    let letters = |from: u32, to: u32| {
        let words = &source.as_bytes()[from as usize..to as usize];
        words.iter().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()).count()
    };
    let (all, mut inside, mut until) = (letters(unit.start(), unit.end()), 0, unit.start());
    for place in places {
        let (from, to) = (place.start().max(until), place.end().min(unit.end()));
        if from < to {
            inside += letters(from, to);
            until = to;
        }
    }
    all > 0 && (all - inside) as f64 <= OUTSIDE * all as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_furniture() {
        assert!(reads_like_furniture("(Reporting by Siri Holm; editing by Jon Berg)"));
        assert!(reads_like_furniture("Sign up for our newsletter. It comes every morning."));
        assert!(!reads_like_furniture(
            "The ferry is late, the company said on Monday. Read more on page 4."
        ));
        assert!(!reads_like_furniture(" … "));
    }

    #[test]
    fn sentences_have_edges() {
        let text = "It rains. “Stay home, all of you,” she said\nNobody did.";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            edges(text, Span::from_usize(start, start + words.len()))
        };
        assert_eq!(at("It rains"), [true, true]);
        assert_eq!(at("Stay home"), [true, false]);
        assert_eq!(at("she said"), [false, true]);
        assert_eq!(at("Nobody did"), [true, true]);
        assert_eq!(at("of you"), [false, false]);
        let wrapped = "The harbour\nmaster left";
        assert_eq!(edges(wrapped, Span::new(0, 11)), [true, false]);
        assert_eq!(edges(wrapped, Span::new(12, 23)), [false, true]);
    }

    #[test]
    fn whole_sentences_and_paragraphs_go() {
        let text =
            "Sign up here.\n\nThe ferry is late. Follow us on every screen. Nobody knows why.";
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::from_usize(start, start + words.len())
        };
        let dropped = drop_places(text, &[at("Sign up here"), at("Follow us on every screen")]);
        assert_eq!(dropped, "The ferry is late. Nobody knows why.");
        assert_eq!(drop_places(text, &[at("Follow us")]), text, "a part is not enough");
        assert_eq!(drop_places(text, &[Span::from_usize(0, text.len())]), "");
        assert_eq!(drop_places(text, &[]), text);
    }
}
