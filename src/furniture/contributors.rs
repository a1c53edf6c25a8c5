//! Who else worked on a story: `Reporting by …; Editing by …`, `… contributed to this report.`

use super::credits::Credit;
use super::people::{People, is_contact, places};
use super::span_of;
use crate::lexicon::{self, CreditKind};

/// What a line of credits is parted by; behind a word, the next credit begins too.
const MARKS: [char; 5] = [';', '.', ',', '/', '\n'];
const JOINERS: [&str; 6] = [" and ", " und ", " y ", " et ", " e ", "--"];

const TASKS: [&str; 3] = [" Editing ", " Writing ", " Additional "];

/// Credits in a sentence, and whether stories have sentences that begin so: `Written by …`
pub(super) struct Contributors {
    pub credits: Vec<Credit>,
    pub is_weak: bool,
}

/// `Reporting by Ann Lee; Editing by Bob Roe`, each by itself; `None` when anything else is there.
pub(super) fn read(text: &str, sentence: &str) -> Option<Contributors> {
    let first = lexicon::credit(sentence).filter(|opening| names_people(opening.kind))?;
    let is_weak = first.is_weak;
    let mut open = (first.kind, 0, first.length);
    let mut credits = Vec::new();
    for (at, mark) in parting(sentence) {
        let start = sentence.len() - sentence[at + mark.len()..].trim_start().len();
        let next = lexicon::credit(&sentence[start..]).filter(|next| names_people(next.kind));
        if let Some(next) = next.filter(|_| start >= open.2) {
            credits.push(segment(text, &sentence[..at + usize::from(mark == ".")], open)?);
            open = (next.kind, start, start + next.length);
        }
    }
    credits.push(segment(text, sentence, open)?);
    Some(Contributors { credits, is_weak })
}

/// Where one credit may end and the next begin, in order.
fn parting(sentence: &str) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, &str)> = sentence.match_indices(MARKS).collect();
    found.extend(JOINERS.iter().flat_map(|joiner| sentence.match_indices(joiner)));
    // A mark is missing: `Reporting by Ann Lee Editing by Bob Roe`
    let tasks = TASKS.iter().flat_map(|task| sentence.match_indices(task));
    found.extend(tasks.map(|(at, task)| (at, &task[..1])));
    found.sort_unstable();
    found
}

/// One credit, which begins and has its names behind those bytes of the line.
fn segment(text: &str, line: &str, open: (CreditKind, usize, usize)) -> Option<Credit> {
    let (kind, from, names) = open;
    let words = line[from..].trim_end_matches([';', ',', ' ', '/', '\n']);
    let list = line[names.min(line.len())..].trim_end_matches([';', '.', ' ']);
    let phrase = line[from..names].trim_end();
    let single = || {
        let one = phrase.ends_with(':')
            || [" by", " por", " par", " von"]
                .iter()
                .any(|end| phrase.to_lowercase().ends_with(end));
        one.then(|| People::single(text, list)).flatten()
    };
    // `Translated from Spanish by Ann Lee`
    let from_language = || {
        let (language, list) = list.split_once(" by ")?;
        let is_language = kind == CreditKind::Translation
            && language.split_whitespace().count() <= 3
            && language.trim().starts_with(char::is_uppercase);
        is_language.then(|| People::read(text, list)).flatten()
    };
    // `With agency inputs` has its people inside.
    let inside = || {
        let is_whole = ["inputs", "input", "agências"].iter().any(|end| phrase.ends_with(end));
        (list.is_empty() && is_whole).then(People::default)
    };
    let people = People::read(text, list).or_else(single).or_else(from_language);
    let people = people.or_else(inside)?;
    Some(Credit { kind, span: span_of(text, words), names: people.names })
}

fn names_people(kind: CreditKind) -> bool {
    matches!(
        kind,
        CreditKind::Reporting
            | CreditKind::Writing
            | CreditKind::Editing
            | CreditKind::Photo
            | CreditKind::Translation
    )
}

/// `AP Photo/Ann Lee`, `REUTERS/Ann Lee`
pub(super) fn photo(text: &str, words: &str) -> Option<Credit> {
    let (agency, name) = words.split_once('/')?;
    let agency = agency.trim().trim_end_matches("Photo").trim_end_matches("Image").trim_end();
    let is_loud = agency.len() > 1 && !agency.contains(char::is_lowercase);
    if !is_loud || lexicon::agency(agency).is_none() {
        return None;
    }
    let names = People::read(text, name)?.names;
    let photo = CreditKind::Photo;
    (!names.is_empty()).then(|| Credit { kind: photo, span: span_of(text, words), names })
}

/// `Associated Press writer Ann Lee in Oslo contributed to this report.`
pub(super) fn contribution(text: &str, sentence: &str) -> Option<Credit> {
    let sentence = sentence.trim_end_matches([')', ']', ' ']);
    let (kind, who, names) = if let Some((who, rest)) = cut(sentence, "contributed") {
        // Two words or more: `Inflation contributed to this story.`
        let people = who_did(text, who).filter(|_| who.trim().contains(' ') || is_agency(who))?;
        let is_known = !people.roles.is_empty() || !people.places.is_empty();
        if !ends_contribution(text, rest, is_known) {
            return None;
        }
        (CreditKind::Reporting, who, people.names)
    } else if let Some((who, rest)) = cut(sentence, "reported from") {
        let mut names = who_did(text, who)?.names;
        names.extend(reported_from(text, rest)?);
        (CreditKind::Reporting, who, names)
    } else {
        let (who, rest) = CONTACTS.iter().find_map(|phrase| cut(sentence, phrase))?;
        let people = who_did(text, who)?;
        let rest = rest.trim_end_matches('.').trim();
        let is_address = is_contact(rest)
            || rest.split_whitespace().all(|word| {
                lexicon::is_address(word)
                    || is_contact(word)
                    || matches!(word, "or" | "and" | "on" | "X" | "Twitter" | "at")
            });
        (is_address && !rest.is_empty()).then_some((CreditKind::Note, who, people.names))?
    };
    (!who.is_empty()).then(|| Credit { kind, span: span_of(text, sentence), names })
}

/// How a writer is reached.
const CONTACTS: [&str; 3] = ["can be reached at", "can be contacted at", "may be reached at"];

/// Whether a sentence says that somebody contributed, or how to reach somebody: worth a closer look.
pub(super) fn may_contribute(words: &str) -> bool {
    ["contributed", "reported from"].iter().chain(&CONTACTS).any(|phrase| words.contains(phrase))
}

/// What stands before a phrase and behind it.
fn cut<'t>(sentence: &'t str, phrase: &str) -> Option<(&'t str, &'t str)> {
    let (who, rest) = sentence.split_once(phrase)?;
    let apart = !rest.starts_with(char::is_alphanumeric);
    let who = who.trim_end().trim_end_matches("also").trim_end();
    (apart && who.len() < sentence.len() - phrase.len() - rest.len()).then_some((who, rest))
}

/// `Reuters contributed to this report.`
fn is_agency(who: &str) -> bool {
    lexicon::agency(who.trim()).is_some_and(|agency| !agency.is_weak) || who.trim() == "Staff"
}

/// The people of a contribution; `A reporter …` is nobody in particular.
fn who_did(text: &str, who: &str) -> Option<People> {
    let people = People::read(text, who).or_else(|| People::single(text, who))?;
    let is_any = |role: &crate::Span| {
        let role = role.of(text);
        ["a ", "an ", "A ", "An "].iter().any(|article| role.starts_with(article))
    };
    (!people.roles.iter().any(is_any)).then_some(people)
}

/// Whether what stands behind `contributed` ends such a line: `to this report from Oslo.`
fn ends_contribution(text: &str, rest: &str, is_known: bool) -> bool {
    const WORKS: [&str; 10] = [
        "report", "story", "article", "dispatch", "column", "review", "post", "piece", "coverage",
        "item",
    ];
    let mut rest = rest.trim();
    let mut is_plain = true;
    for word in ["research and reporting", "reporting and research", "reporting", "research"] {
        if let Some(behind) = rest.strip_prefix(word) {
            (rest, is_plain) = (behind.trim_start(), false);
            break;
        }
    }
    let this = ["to this ", "for this ", "to the "].iter().find_map(|to| rest.strip_prefix(to));
    if let Some(behind) = this {
        let end = behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len());
        if !WORKS.contains(&&behind[..end]) || (rest.starts_with("to the") && !is_known) {
            return false;
        }
        (rest, is_plain) = (behind[end..].trim_start(), false);
    }
    if let Some(list) = rest.strip_prefix("from ") {
        return places(text, list.trim_end_matches('.')).is_some() && (is_known || !is_plain);
    }
    matches!(rest, "" | ".") && (is_known || !is_plain)
}

/// The names in `Oslo and Roe from Paris.`, if all else is places.
fn reported_from(text: &str, list: &str) -> Option<Vec<crate::Span>> {
    let mut names = Vec::new();
    let list = list.trim_end_matches('.');
    for part in list.split([',', ';']).flat_map(|part| part.split(" and ")) {
        let part = part.trim().trim_start_matches("and ");
        if part.is_empty() {
            continue;
        }
        let (who, place) =
            part.split_once(" from ").map_or((None, part), |(who, place)| (Some(who), place));
        places(text, place)?;
        if let Some(who) = who {
            names.extend(who_did(text, who)?.names);
        }
    }
    Some(names)
}
