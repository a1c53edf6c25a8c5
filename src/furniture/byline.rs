//! Who wrote it: `By Ann Lee`, `By ANN LEE and BOB ROE in Oslo`, `Ann Lee, Staff Writer`.

use super::people::{People, Role, is_role, role};
use super::span_of;
use crate::Span;

/// A byline stands among the first paragraphs …
const FIRST_PARAGRAPHS: usize = 8;
/// … in a paragraph of at most this many bytes, and the line of roles below it has at most so many.
const LONGEST: u32 = 240;
const LONGEST_ROLE: u32 = 70;
/// A byline without a byword has at most this many.
const LONGEST_BARE: usize = 120;
/// What begins a byline.
const BYWORDS: [&str; 22] = [
    "By ",
    "BY ",
    "by ",
    "By: ",
    "By\u{a0}",
    "Von ",
    "VON ",
    "Par ",
    "PAR ",
    "Por ",
    "POR ",
    "Di ",
    "di ",
    "DI ",
    "Af ",
    "AF ",
    "Av ",
    "AV ",
    "Door ",
    "DOOR ",
    "Story by ",
    "Written by ",
];

/// Who wrote a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Byline {
    /// All of it.
    pub span: Span,
    /// The names.
    pub names: Vec<Span>,
    /// What they are, or for whom they write: `Staff Writer`, `Associated Press`.
    pub roles: Vec<Span>,
    /// Where they were: `By Ann Lee in Oslo`.
    pub places: Vec<Span>,
}

/// The byline of a text, given its paragraphs and where its dateline stands.
///
/// ```
/// use copydesk::furniture::find_byline;
/// use copydesk::text::paragraphs;
///
/// let text = "Harbour shut\nBy Ann Lee and Bob Roe\nThe harbour is shut, the port said.";
/// let byline = find_byline(text, &paragraphs(text), None).unwrap();
/// assert_eq!(byline.names[1].of(text), "Bob Roe");
/// ```
pub fn find_byline(text: &str, paragraphs: &[Span], dateline: Option<Span>) -> Option<Byline> {
    for (number, &paragraph) in paragraphs.iter().take(FIRST_PARAGRAPHS).enumerate() {
        if dateline.is_some_and(|dateline| dateline.end() <= paragraph.start()) {
            return None;
        }
        // Before the dateline on its own line: `(Corrects …) By Ann Lee OSLO (Reuters) -`
        if let Some(dateline) = dateline.filter(|dateline| paragraph.contains(*dateline)) {
            let front = &text[paragraph.start() as usize..dateline.start() as usize];
            return inside(text, front);
        }
        if paragraph.len() <= LONGEST {
            let above = number.checked_sub(1).map(|above| paragraphs[above]);
            if above.is_some_and(|above| goes_on(text, above, paragraph)) {
                continue;
            }
            if let Some(mut byline) = whole(text, paragraph.of(text)) {
                // The roles on the line below.
                let below = paragraphs.get(number + 1).filter(|below| below.len() <= LONGEST_ROLE);
                let role = below.filter(|below| {
                    let words = below.of(text);
                    is_role(words)
                        && !dateline.is_some_and(|dateline| dateline.overlaps(**below))
                        && !words.ends_with(['.', '!', '?'])
                        && People::read(text, words).is_some()
                });
                if let Some(role) = role {
                    byline.roles.push(*role);
                    byline.span = byline.span.cover(*role);
                }
                return Some(byline);
            }
        } else {
            // The story has begun.
            return None;
        }
    }
    None
}

/// Whether a line in capitals goes on with a headline in capitals: `CUTS SEEN` / `BY HOUSE LEADER`
fn goes_on(text: &str, above: Span, line: Span) -> bool {
    let shouted = |words: &str| !words.contains(char::is_lowercase);
    let between = &text[above.end() as usize..line.start() as usize];
    shouted(line.of(text)) && shouted(above.of(text)) && between.matches('\n').count() == 1
}

/// A byline that is a paragraph of its own.
fn whole(text: &str, paragraph: &str) -> Option<Byline> {
    let clean = paragraph.trim_matches(|c: char| "*_—–- ".contains(c));
    let enclosed = clean.starts_with(['(', '[']);
    let clean = if enclosed { clean.trim_matches(['(', ')', '[', ']', ' ']) } else { clean };
    let with_byword = BYWORDS.iter().find_map(|byword| clean.strip_prefix(byword));
    let list = with_byword.unwrap_or(clean);
    if list.ends_with(['!', '?', '"', '”', '’', '\'', ':', ',']) {
        return None;
    }
    // `Ann Lee, Staff Writer`
    let is_bare = with_byword.is_none();
    let is_long = list.len() > LONGEST_BARE;
    if is_bare && (is_long || list.ends_with('.') || !list.contains([',', '|', '•', '/'])) {
        return None;
    }
    let people = People::read(text, list)?;
    let is_enough = if is_bare { says_what(text, &people) } else { says_who(text, &people) };
    is_enough.then(|| byline(text, clean, people))
}

/// Behind a byword: somebody's name, or who stands for one: `By Staff Reports`, `By United Press`.
fn says_who(text: &str, people: &People) -> bool {
    let stands_alone = |it: &Span| {
        let role = role(it.of(text));
        matches!(role, Some(Role::Person | Role::Staff | Role::Agency { is_weak: false }))
    };
    !people.names.is_empty() || people.roles.iter().any(stands_alone)
}

/// Without a byword: one name, and behind it what the person is, or a known agency or paper:
/// `Ann Lee, Staff Writer`, and not `Daily Mirror / The Sun`.
fn says_what(text: &str, people: &People) -> bool {
    let ([name], Some(first)) = (people.names.as_slice(), people.roles.first()) else {
        return false;
    };
    // `John Smith, editor of The Daily Post` is in the news himself.
    if [" of ", " at "].iter().any(|word| first.of(text).contains(word)) {
        return false;
    }
    let role = role(first.of(text));
    first.start() > name.end() && matches!(role, Some(Role::Person | Role::Agency { .. }))
}

/// A byline at the end of what stands in front of a dateline.
fn inside(text: &str, front: &str) -> Option<Byline> {
    let front = front.trim_end();
    let mut from = front.len().saturating_sub(LONGEST as usize);
    while !front.is_char_boundary(from) {
        from += 1;
    }
    let starts = front[from..].char_indices().map(|(at, _)| from + at);
    starts.filter(|&at| begins_byline(&front[..at])).find_map(|at| {
        // The bracket that encloses it, and none of its own: `| The Courier (Oslo)`
        let found = front[at..].trim_end();
        let found = if found.contains(['(', '[']) {
            found
        } else {
            found.trim_end_matches([')', ']', ' '])
        };
        let list = BYWORDS.iter().find_map(|byword| found.strip_prefix(byword))?;
        // `a portrait by Clara Voss OSLO (AP) —`
        let behind_words = front[..at].trim_end().ends_with(char::is_alphanumeric);
        if behind_words && found.starts_with(char::is_lowercase) {
            return None;
        }
        let people = People::read(text, list).filter(|people| says_who(text, people))?;
        Some(byline(text, found, people))
    })
}

/// Whether a byline may begin behind this.
fn begins_byline(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')' | '[' | '>'))
}

fn byline(text: &str, words: &str, people: People) -> Byline {
    let People { names, roles, places } = people;
    Byline { span: span_of(text, words), names, roles, places }
}
