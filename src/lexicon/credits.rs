//! How lines of credit begin, and how stories end.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{Keyed, lines};
use crate::text::Key;

/// What a credit says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CreditKind {
    /// `Reporting by`, `Additional reporting by`, `… contributed to this report.`
    Reporting,
    /// `Writing by`
    Writing,
    /// `Editing by`
    Editing,
    /// `Photo by`
    Photo,
    /// `Translated by`
    Translation,
    /// `© AFP`, `Copyright 2020 The Associated Press.`
    Copyright,
    /// `(Corrects spelling of name)`, `(Adds quotes)`
    Correction,
    /// `Editor's note: …`, `Our Standards: …`
    Note,
    /// `(END)`, `REUTER`
    End,
}

impl CreditKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Reporting,
        Self::Writing,
        Self::Editing,
        Self::Photo,
        Self::Translation,
        Self::Copyright,
        Self::Correction,
        Self::Note,
        Self::End,
    ];

    /// What it is called: `reporting`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reporting => "reporting",
            Self::Writing => "writing",
            Self::Editing => "editing",
            Self::Photo => "photo",
            Self::Translation => "translation",
            Self::Copyright => "copyright",
            Self::Correction => "correction",
            Self::Note => "note",
            Self::End => "end",
        }
    }
}

/// How a wire story ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignOff {
    /// Whether the words are also others, so that they need dashes, brackets or capitals.
    pub is_weak: bool,
}

/// The sign-off that words are.
pub fn sign_off(words: &str) -> Option<SignOff> {
    static TABLE: LazyLock<HashMap<Key, SignOff, Keyed>> = LazyLock::new(|| {
        let entries = lines(include_str!("sign_offs.txt")).flat_map(|line| line.split(','));
        let entries = entries.map(str::trim).filter_map(|entry| {
            let is_weak = entry.starts_with('~');
            Some((Key::of(entry.trim_start_matches('~'))?, SignOff { is_weak }))
        });
        entries.collect()
    });
    Key::of(words).and_then(|key| TABLE.get(&key)).copied()
}

/// How a line of credit begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// What the line is.
    pub kind: CreditKind,
    /// The bytes of the phrase.
    pub length: usize,
    /// Whether it is a label, to which all of its paragraph belongs.
    pub is_label: bool,
    /// Whether sentences of stories begin so too.
    pub is_weak: bool,
}

/// A phrase of the table of credits.
struct Phrase {
    opening: Opening,
    words: &'static str,
    /// One of these must be the next word.
    next: Vec<&'static str>,
    /// One of these must follow in the same sentence.
    soon: Vec<&'static str>,
}

/// So many words of a sentence are looked at for what must follow.
const SOON: usize = 14;

impl Phrase {
    fn new(kind: CreditKind, is_label: bool, entry: &'static str) -> Self {
        let is_weak = entry.starts_with('~');
        let entry = entry.trim_start_matches('~');
        let (entry, soon) = entry.split_once(" + ").unwrap_or((entry, ""));
        let (words, next) = entry.split_once(" = ").unwrap_or((entry, ""));
        let opening = Opening { kind, length: 0, is_label, is_weak };
        let list = |words: &'static str| words.split_whitespace().collect();
        Self { opening, words, next: list(next), soon: list(soon) }
    }

    /// The phrase at the beginning of a line, with all that must follow it.
    fn opens(&self, line: &str) -> Option<Opening> {
        let length = begins_with(line, self.words)?;
        let rest = &line[length..];
        let whole = self.words.ends_with(|c: char| !c.is_alphabetic())
            || !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
        (whole && self.is_followed(rest)).then_some(Opening { length, ..self.opening })
    }

    fn is_followed(&self, rest: &str) -> bool {
        let rest = rest.trim_start();
        let ends = |rest: &str| rest.is_empty() || rest.starts_with(['.', ')', ']', ';', '|']);
        let mut words = rest.split_whitespace();
        if !self.next.is_empty() {
            let mark = ends(rest) || rest.starts_with([':', '-', '–', '—', '_', '(', '*']);
            let next = words.clone().next().unwrap_or_default();
            if mark && self.next.contains(&":") {
                return true;
            }
            if !self.next.iter().any(|wanted| is_wanted(wanted, next, false)) {
                return false;
            }
            words.next();
        }
        if self.soon.is_empty() {
            return true;
        }
        // A sentence that is over at once: `This story has been corrected.`
        let over = |word: &str| word.ends_with(['.', '!', '?']);
        let is_over = words.clone().next().is_none()
            || (!self.next.is_empty() && rest.split_whitespace().next().is_some_and(over));
        if (is_over || rest.starts_with([':', '(', '–', '—'])) && self.soon.contains(&":") {
            return true;
        }
        let mut words = words.take(SOON).peekable();
        while let Some(word) = words.next() {
            let last = over(word) || words.peek().is_none();
            if self.soon.iter().any(|wanted| is_wanted(wanted, word, last)) {
                return true;
            }
            if over(word) {
                return false;
            }
        }
        false
    }
}

/// Whether a word is what a phrase wants: `@` is an address, `x.` the last word of the sentence.
fn is_wanted(wanted: &str, word: &str, is_last: bool) -> bool {
    if wanted == "@" {
        return is_address(word);
    }
    let wanted = match wanted.strip_suffix('.') {
        Some(wanted) if is_last => wanted,
        Some(_) => return false,
        None => wanted,
    };
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    begins_with(word, wanted) == Some(word.len())
}

/// Whether a word is an address: `a@b.example`, `@oslo`, `www.b.example`, `https://…`.
pub fn is_address(word: &str) -> bool {
    const PARTS: [&str; 8] = ["://", "www.", ".com", ".org", ".net", ".co.", ".news", ".example"];
    let at = word.find('@');
    at.is_some_and(|at| word[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        || (word.contains(['.', ':']) && PARTS.iter().any(|part| word.contains(part)))
}

/// Phrases by their first letter, and what notes in brackets are made of.
struct Credits {
    phrases: HashMap<char, Vec<Phrase>>,
    verbs: HashSet<Key, Keyed>,
    trade: HashSet<Key, Keyed>,
}

fn credits() -> &'static Credits {
    static TABLE: LazyLock<Credits> = LazyLock::new(|| {
        let mut phrases: HashMap<char, Vec<Phrase>> = HashMap::new();
        let (mut verbs, mut trade) = (HashSet::default(), HashSet::default());
        for line in lines(include_str!("credits.txt")) {
            let (name, entries) = line.split_once(' ').unwrap_or_default();
            let entries = entries.split("; ");
            match name {
                "verb" => verbs.extend(entries.filter_map(Key::of)),
                "trade" => trade.extend(entries.filter_map(Key::of)),
                _ => {
                    let is_label = name.ends_with(':');
                    let name = name.trim_end_matches(':');
                    let kind = CreditKind::ALL.into_iter().find(|known| known.name() == name);
                    let kind = kind.expect("a kind of credit");
                    for entry in entries {
                        let phrase = Phrase::new(kind, is_label, entry);
                        let first = phrase.words.chars().next().unwrap_or_default();
                        phrases.entry(first).or_default().push(phrase);
                    }
                }
            }
        }
        Credits { phrases, verbs, trade }
    });
    &TABLE
}

/// How a line of credit begins; the longest phrase that fits.
pub fn credit(line: &str) -> Option<Opening> {
    let first = line.chars().next()?.to_lowercase().next()?;
    let phrases = credits().phrases.get(&first)?;
    phrases.iter().filter_map(|phrase| phrase.opens(line)).max_by_key(|opening| opening.length)
}

/// Whether notes of correction begin with a word: `Adds`, `Corrects`, `Agrega`.
pub fn is_desk_verb(words: &str) -> bool {
    Key::of(words).is_some_and(|key| credits().verbs.contains(&key))
}

/// Whether a word is of the newspaper's trade: `headline`, `quotes`, `misspelled`.
pub fn is_trade_word(word: &str) -> bool {
    Key::of(word).is_some_and(|key| credits().trade.contains(&key))
}

/// The bytes at a line's beginning that are a phrase of small letters, whatever their case.
fn begins_with(line: &str, phrase: &str) -> Option<usize> {
    let mut wanted = phrase.chars();
    let mut next = wanted.next();
    for (at, c) in line.char_indices() {
        let Some(letter) = next else { return Some(at) };
        if c.to_lowercase().next() != Some(letter) && c != letter {
            return None;
        }
        next = wanted.next();
    }
    next.is_none().then_some(line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_are_known() {
        assert_eq!(credit("Additional reporting by Ann").map(|it| it.length), Some(23));
        assert_eq!(credit("Reportings by Ann"), None);
    }

    #[test]
    fn no_phrase_stands_twice() {
        let mut seen = HashSet::new();
        for line in lines(include_str!("credits.txt")) {
            let (kind, entries) = line.split_once(' ').unwrap();
            for entry in entries.split("; ") {
                let phrase = Phrase::new(CreditKind::Note, false, entry);
                assert_eq!(phrase.words, phrase.words.trim().to_lowercase(), "{kind}: {entry}");
                // A phrase may want one word in one place and another in another.
                let list = if matches!(kind, "verb" | "trade") { kind } else { "" };
                let key = (list, phrase.words, phrase.next, phrase.soon);
                assert!(seen.insert(key), "{kind}: {entry} stands twice");
            }
        }
    }
}
