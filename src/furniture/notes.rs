//! What the desk adds: `(Corrects …)`, `Editor's note: …`, `© AFP`.

use super::people::is_contact;
use crate::lexicon::{self, CreditKind, Opening};

/// So many words of a line of copyright, or of a note, are looked at.
const MOST_WORDS: usize = 40;
/// Between a comma and `said` stand fewer words.
const CLAUSE: usize = 4;
/// A note in brackets in front of a story has at most so many bytes.
const LONGEST: usize = 600;

/// A sentence of the desk.
#[derive(Clone, Copy)]
pub(super) struct Note {
    pub kind: CreditKind,
    /// Whether all of its paragraph belongs to it: `Editor's note:`
    pub is_label: bool,
    /// Whether stories have sentences that begin so: `Read more …`
    pub is_weak: bool,
}

/// The note that a sentence is.
pub(super) fn read(sentence: &str) -> Option<Note> {
    let opening = lexicon::credit(sentence)?;
    let Opening { kind, length, is_label, is_weak } = opening;
    let (phrase, rest) = sentence.split_at(length);
    let is_note = match kind {
        CreditKind::Copyright if is_copyright_mark(phrase) => names_holder(phrase, rest),
        CreditKind::Copyright => true,
        CreditKind::Note | CreditKind::Correction => !is_news(opening, phrase, rest),
        _ => false,
    };
    is_note.then_some(Note { kind, is_label, is_weak })
}

/// `©`, `(c)`, `Copyright`, and not `All rights reserved`.
fn is_copyright_mark(phrase: &str) -> bool {
    phrase.starts_with(['©', '(', 'c', 'C'])
}

/// Whether whom a text belongs to follows, and nothing else: `2020 The Courier`, `by Ann Lee`, `dpa`;
/// and not `law, the judge said`.
fn names_holder(phrase: &str, rest: &str) -> bool {
    let words: Vec<&str> = rest.split_whitespace().take(MOST_WORDS).map(bare).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let Some((&first, behind)) = words.split_first() else { return false };
    // `(c) Norway` may be one of a list.
    let is_symbol = phrase.ends_with('©');
    let capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase());
    let begins = is_year(first)
        || is_agency(first)
        || (matches!(first, "by" | "the" | "The" | "By") && behind.first().is_some_and(capital))
        || (is_symbol && capital(&first))
        || (capital(&first) && words.iter().any(|word| is_year(word)));
    begins && words.iter().all(|word| is_of_holder(word))
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// `2020`, `2010-2020`
fn is_year(word: &str) -> bool {
    word.split(['-', '–', '/']).all(|year| {
        year.len() == 4
            && (year.starts_with("19") || year.starts_with("20"))
            && year.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether a word may stand in the name of whom a text belongs to, or in what is said about rights.
fn is_of_holder(word: &str) -> bool {
    const SMALL: [&str; 56] = [
        "of",
        "by",
        "and",
        "the",
        "a",
        "for",
        "in",
        "via",
        "from",
        "with",
        "to",
        "under",
        "on",
        "c",
        "all",
        "rights",
        "reserved",
        "inc",
        "ltd",
        "distributed",
        "provided",
        "published",
        "syndicated",
        "licensed",
        "permission",
        "without",
        "used",
        "or",
        "its",
        "affiliates",
        "tous",
        "droits",
        "réservés",
        "alle",
        "rechte",
        "vorbehalten",
        "todos",
        "los",
        "os",
        "derechos",
        "direitos",
        "reservados",
        "de",
        "la",
        "le",
        "les",
        "du",
        "da",
        "do",
        "del",
        "der",
        "die",
        "und",
        "y",
        "e",
        "et",
    ];
    !word.starts_with(char::is_lowercase)
        || SMALL.contains(&word)
        || lexicon::is_address(word)
        || is_agency(word)
}

/// `dpa`, `dpa-infocom`, `dpa:200503`
fn is_agency(word: &str) -> bool {
    let word = word.split(':').next().unwrap_or_default();
    let case = word.chars().next().map(char::is_lowercase);
    lexicon::agency(word)
        .is_some_and(|agency| agency.form.chars().next().map(char::is_lowercase) == case)
}

/// Whether what begins like a note is news: somebody says it, and it is not about the paper itself.
/// `Correction: the mayor was not fired, his office said`
fn is_news(opening: Opening, phrase: &str, rest: &str) -> bool {
    if phrase.to_lowercase().starts_with("editor") || phrase.to_lowercase().starts_with("our ") {
        return false;
    }
    let is_sure = !opening.is_weak && !opening.is_label;
    let mut since_comma = usize::MAX;
    let mut says = false;
    for word in rest.split_whitespace().take(2 * MOST_WORDS) {
        let is_label = phrase.ends_with(':');
        if is_label && is_of_trade(bare(word)) {
            return false;
        }
        // `has been corrected to show what he said`, but `was updated, the lawyer argued`
        says |= is_said(bare(word)) && (!is_sure || since_comma < CLAUSE);
        since_comma = if word.ends_with(',') { 0 } else { since_comma.saturating_add(1) };
    }
    says
}

/// Whether somebody says something, in the languages whose notes are known.
fn is_said(word: &str) -> bool {
    const OTHERS: [&str; 18] = [
        "sagte",
        "sagt",
        "teilte",
        "erklärte",
        "laut",
        "hieß",
        "meldete",
        "dijo",
        "afirmó",
        "según",
        "declaró",
        "dit",
        "déclaré",
        "selon",
        "annoncé",
        "disse",
        "segundo",
        "afirmou",
    ];
    let also = ["read", "reads", "comments", "notes", "tell", "ask", "answers", "posted", "stated"];
    OTHERS.contains(&word) || (lexicon::is_speech_verb(word) && !also.contains(&word))
}

/// Words of the paper about itself.
fn is_of_trade(word: &str) -> bool {
    const WORDS: [&str; 22] = [
        "story",
        "article",
        "version",
        "report",
        "headline",
        "caption",
        "column",
        "item",
        "photo",
        "graphic",
        "misstated",
        "misspelled",
        "misidentified",
        "incorrectly",
        "erroneously",
        "mistakenly",
        "newsletter",
        "copyright",
        "author",
        "embargo",
        "editors",
        "dispatch",
    ];
    let small = word.to_lowercase();
    WORDS.contains(&small.as_str())
}

/// Whether a sentence goes on with the note before it: `This material may not be published.`
pub(super) fn goes_on(kind: CreditKind, sentence: &str) -> bool {
    const PARTS: [&str; 16] = [
        "permission",
        "rights reserved",
        "redistribut",
        "republish",
        "distributed by",
        "newsletter",
        "copyright",
        "prohibited",
        "syndicat",
        "droits",
        "terms of use",
        "terms and conditions",
        "check back",
        "will be updated",
        "solely responsible",
        "follow us",
    ];
    const CORRECTS: [&str; 6] =
        ["version", "incorrectly", "misstated", "erroneously", "misspelled", "the error"];
    if let Some(opening) = lexicon::credit(sentence)
        && matches!(opening.kind, CreditKind::Copyright | CreditKind::Correction | CreditKind::Note)
    {
        return read(sentence).is_some();
    }
    if sentence.split_whitespace().take(MOST_WORDS).map(bare).any(is_said) {
        return false;
    }
    let small = sentence.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| small.contains(part));
    has(&PARTS)
        || (kind == CreditKind::Correction && has(&CORRECTS))
        || sentence.split_whitespace().any(lexicon::is_address)
        || is_contact(sentence)
}

/// What stands in brackets in front of a story, if it is a note, and what kind. `leads` tells whether
/// the dateline comes next, in front of which the desk says nearly anything.
pub(super) fn bracketed(inner: &str, leads: bool) -> Option<CreditKind> {
    if inner.len() > LONGEST {
        return None;
    }
    let sentence = read(inner).map(|note| note.kind);
    sentence.or_else(|| {
        // `(With a photo of his wife)` is none.
        let is_preposition = matches!(
            inner.split(' ').next().map(str::to_lowercase).as_deref(),
            Some("with" | "con" | "com" | "avec" | "mit")
        );
        let has_object = has_trade_word(inner) && (!is_preposition || is_bare(inner));
        let is_correction =
            (opens_with_verb(inner) && (leads || has_object)) || is_story_note(inner);
        is_correction.then_some(CreditKind::Correction)
    })
}

/// `Adds details`, `Mit weiteren Angaben`
fn opens_with_verb(words: &str) -> bool {
    let ends = words.match_indices(' ').map(|(at, _)| at).take(2).chain([words.len()]);
    ends.take(2)
        .any(|end| lexicon::is_desk_verb(words[..end].trim_end_matches([',', ';', ':', '-'])))
}

/// Whether a note says what of the story it changes: `details`, `headline`, `spelling`.
fn has_trade_word(words: &str) -> bool {
    words.split_whitespace().take(MOST_WORDS).any(lexicon::is_trade_word)
}

/// `In Dec. 25 story, corrects …`, `This May 3 story has been corrected …`
fn is_story_note(inner: &str) -> bool {
    const CHANGES: [&str; 17] = [
        "corrects",
        "corrected",
        "fixes",
        "removes",
        "clarifies",
        "adds",
        "updates",
        "updated",
        "changes",
        "deletes",
        "refiles",
        "recasts",
        "restores",
        "amends",
        "corrected:",
        "drops",
        "clarified",
    ];
    let words: Vec<&str> = inner.split_whitespace().take(MOST_WORDS).collect();
    let is_item = |word: &&str| {
        matches!(bare(word), "story" | "story's" | "story’s" | "version" | "item" | "article")
    };
    matches!(words.first(), Some(&("In" | "This")))
        && words.iter().take(9).position(is_item).is_some_and(|at| {
            words[at + 1..].iter().take(8).any(|word| CHANGES.contains(&bare(word)))
        })
}

/// Whether a line without brackets is a note: `Adds quotes, background`, and not `Adds 2,000 jobs`.
pub(super) fn is_bare(line: &str) -> bool {
    const SMALL: [&str; 14] = [
        "and", "more", "with", "to", "in", "of", "on", "from", "for", "the", "by", "weiteren",
        "de", "y",
    ];
    let mut words = line.split_whitespace().take(MOST_WORDS);
    words.next();
    opens_with_verb(line)
        && has_trade_word(line)
        && words.map(bare).all(|word| {
            SMALL.contains(&word)
                || lexicon::is_trade_word(word)
                || lexicon::is_desk_verb(word)
                || word.bytes().all(|byte| byte.is_ascii_digit())
        })
}
