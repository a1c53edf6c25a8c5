//! Where the lines stand that say who else worked on a story and what the desk adds.

use super::contributors::{self, Contributors};
use super::notes::{self, Note};
use super::{sign_offs, span_of};
use crate::Span;
use crate::lexicon;
pub use crate::lexicon::CreditKind;

/// Credits stand among the last paragraphs, notes among the first.
const LAST_PARAGRAPHS: usize = 10;
const FIRST_PARAGRAPHS: usize = 5;
/// A note stands at most so many paragraphs above the dateline that it belongs to.
const MOST_BETWEEN: usize = 3;
/// Credits are looked for in so many bytes at the end of a paragraph.
const LONGEST: usize = 800;

/// A line of credit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// What it says.
    pub kind: CreditKind,
    /// Its words.
    pub span: Span,
    /// The people that it names.
    pub names: Vec<Span>,
}

/// The credits of a text, in order, given its paragraphs and where its dateline stands.
///
/// ```
/// use copydesk::furniture::{CreditKind, find_credits};
/// use copydesk::text::paragraphs;
///
/// let text = "The harbour is shut. (Reporting by Ann Lee in Oslo; Editing by Bob Roe)";
/// let credits = find_credits(text, &paragraphs(text), None);
/// assert_eq!(credits[1].kind, CreditKind::Editing);
/// assert_eq!(credits[1].names[0].of(text), "Bob Roe");
/// ```
pub fn find_credits(text: &str, paragraphs: &[Span], dateline: Option<Span>) -> Vec<Credit> {
    let mut credits = in_front(text, paragraphs, dateline);
    let story_from = credits.last().map_or(0, |credit| credit.span.end());
    let story_from = story_from.max(dateline.map_or(0, Span::end));
    let first = paragraphs.len().saturating_sub(LAST_PARAGRAPHS);
    // From the end: what is not furniture ends what may be a bare `Ends`.
    let mut behind = Vec::new();
    let mut is_end = true;
    for paragraph in paragraphs[first..].iter().rev() {
        let from = paragraph.start().max(story_from);
        if from >= paragraph.end() {
            break;
        }
        let paragraph = &text[from as usize..paragraph.end() as usize];
        let found = last(text, paragraph, is_end);
        is_end &= found.is_all || !paragraph.contains(char::is_alphanumeric);
        behind.push(found.credits);
    }
    credits.extend(behind.into_iter().rev().flatten());
    credits
}

/// The notes of the desk in front of a story.
fn in_front(text: &str, paragraphs: &[Span], dateline: Option<Span>) -> Vec<Credit> {
    let mut credits = Vec::new();
    let front = &paragraphs[..paragraphs.len().min(FIRST_PARAGRAPHS)];
    for (number, paragraph) in front.iter().enumerate() {
        let end =
            dateline.map_or(paragraph.end(), |dateline| dateline.start().min(paragraph.end()));
        if end <= paragraph.start() {
            break;
        }
        // A byline and its role may stand between.
        let mut near = paragraphs.iter().skip(number).take(1 + MOST_BETWEEN);
        let leads = dateline.is_some_and(|dateline| near.any(|it| it.contains(dateline)));
        match note(text, &text[paragraph.start() as usize..end as usize], leads) {
            Some(credit) => credits.push(credit),
            None if dateline.is_none() && paragraph.len() > 200 => break,
            None => {}
        }
    }
    credits
}

/// A note of the desk in front of a story; `leads` tells whether the dateline comes next.
fn note(text: &str, front: &str, leads: bool) -> Option<Credit> {
    let trimmed = front.trim();
    if let Some(inner) = trimmed.strip_prefix('(') {
        let mut depth = 1_i32;
        let close = inner.char_indices().take(LONGEST).find(|&(_, c)| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        let inner = &inner[..close?.0];
        let kind = notes::bracketed(inner, leads)?;
        return (kind != CreditKind::Copyright).then(|| whole(text, kind, inner));
    }
    let line = trimmed.trim_start_matches(['*', ' ']);
    let is_starred = line.len() < trimmed.len();
    // `UPDATES with quotes`
    let updates = line.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("updates "));
    if (is_starred || leads || updates) && notes::is_bare(line) {
        return Some(whole(text, CreditKind::Correction, line));
    }
    let is_note = |credit: &Credit| {
        credit.span.len() as usize == line.len()
            && matches!(credit.kind, CreditKind::Note | CreditKind::Correction)
    };
    let run = run(text, line, Stands::Alone).filter(|run| run.is_all)?;
    run.credits.into_iter().next().filter(is_note)
}

fn whole(text: &str, kind: CreditKind, words: &str) -> Credit {
    Credit { kind, span: span_of(text, words), names: Vec::new() }
}

/// The credits of a paragraph, or of its end.
#[derive(Default)]
struct Found {
    credits: Vec<Credit>,
    /// Whether nothing else is there.
    is_all: bool,
}

/// The credits at the end of a paragraph, or all of it; `is_end` tells whether no story follows.
fn last(text: &str, paragraph: &str, is_end: bool) -> Found {
    let trimmed = paragraph.trim();
    let line = without_marks(trimmed);
    if let Some(sign_off) = sign_offs::read(text, trimmed, line) {
        if sign_off.is_last && !is_end {
            return Found::default();
        }
        let credit = Credit { kind: CreditKind::End, span: sign_off.span, names: Vec::new() };
        return Found { credits: vec![credit], is_all: true };
    }
    if trimmed.len() <= LONGEST
        && let Some(run) = run(text, line, Stands::Alone)
    {
        return run;
    }
    in_brackets(text, trimmed)
        .or_else(|| behind_stop(text, trimmed))
        .or_else(|| contributions(text, trimmed))
        .unwrap_or_default()
}

/// `… he said. (Reporting by Ann Lee)`, `… on Saturday. (AP Photo/Ann Lee)`
fn in_brackets(text: &str, paragraph: &str) -> Option<Found> {
    let open = paragraph.rfind(['(', '[']).filter(|_| paragraph.ends_with([')', ']', '.']))?;
    let inner = paragraph[open + 1..].trim_end_matches('.');
    let inner = inner.trim_end_matches([')', ']', ' ']);
    let before = paragraph[..open].trim_end();
    let apart = before.is_empty() || before.ends_with(['.', '!', '?', '"', '”', '’', '»', ')']);
    if inner.len() > LONGEST || !apart {
        return None;
    }
    let run = run(text, inner, Stands::Alone).filter(|run| run.is_all)?;
    Some(Found { is_all: before.is_empty(), ..run })
}

/// `… he said. Reporting by Ann Lee; Editing by Bob Roe`
fn behind_stop(text: &str, paragraph: &str) -> Option<Found> {
    let mut from = paragraph.len().saturating_sub(LONGEST);
    while !paragraph.is_char_boundary(from) {
        from += 1;
    }
    let tail = &paragraph[from..];
    let bytes = tail.as_bytes();
    let is_stop = |at: usize| match bytes[at] {
        b'.' | b'"' | b'!' | b'?' | b'*' | b'_' => true,
        byte => byte == b'\x9d' && tail[..=at].ends_with('”'),
    };
    (1..bytes.len())
        .filter(|&at| matches!(bytes[at], b' ' | b'\n' | b'\t' | b'\xc2') && is_stop(at - 1))
        .map(|at| tail[at..].trim_start())
        .find_map(|next| {
            if sign_offs::is_wire_end(next) {
                let credits = vec![whole(text, CreditKind::End, next)];
                return Some(Found { credits, is_all: false });
            }
            let may_begin = lexicon::credit(next).is_some_and(|opening| !opening.is_weak)
                || next.split(' ').next().is_some_and(|word| word.contains('/'));
            let run = if may_begin { run(text, next, Stands::BehindStop) } else { None };
            run.map(|run| Found { is_all: false, ..run })
        })
}

/// The sentences at the end of a paragraph that say who contributed.
fn contributions(text: &str, paragraph: &str) -> Option<Found> {
    let mut from = paragraph.len().saturating_sub(LONGEST);
    while !paragraph.is_char_boundary(from) {
        from += 1;
    }
    if !contributors::may_contribute(&paragraph[from..]) {
        return None;
    }
    let sentences = crate::text::sentences(text, span_of(text, paragraph));
    let end = span_of(text, paragraph).end();
    sentences.iter().filter(|sentence| (end - sentence.start()) as usize <= LONGEST).find_map(
        |sentence| {
            contributors::contribution(text, without_lead(sentence.of(text)))?;
            let rest = &text[sentence.start() as usize..end as usize];
            let run = run(text, without_lead(rest), Stands::BehindStop)?;
            run.is_all.then_some(Found { is_all: false, ..run })
        },
    )
}

/// Where what may be furniture stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// In a paragraph or in brackets of its own.
    Alone,
    /// Behind sentences of the story.
    BehindStop,
}

/// Reads furniture sentence by sentence, until one is something else. `None` when the first is.
fn run(text: &str, words: &str, stands: Stands) -> Option<Found> {
    if !may_begin(words) {
        return None;
    }
    let mut found = Found { credits: Vec::new(), is_all: true };
    let mut is_weak = false;
    for sentence in sentences(text, words) {
        let line = without_lead(sentence);
        if line.is_empty() {
            continue;
        }
        let is_first = found.credits.is_empty();
        if let Some(Contributors { credits, is_weak: weak }) = contributors::read(text, line) {
            is_weak |= is_first && weak;
            found.credits.extend(credits);
        } else if let Some(Note { kind, is_label, is_weak: weak }) = notes::read(line) {
            is_weak |= is_first && weak;
            if is_first && is_label && stands == Stands::Alone {
                found.credits.push(whole(text, kind, words));
                return Some(found);
            }
            add_note(text, &mut found.credits, kind, line);
        } else if let Some(credit) = photo_or_contribution(text, line) {
            found.credits.push(credit);
        } else if let Some(last) = found.credits.last_mut()
            && is_of_desk(last.kind)
            && notes::goes_on(last.kind, line)
        {
            last.span = last.span.cover(span_of(text, line));
        } else {
            found.is_all = false;
            break;
        }
        // `Read more …`, `Written by Ann Lee.`: only where no story is.
        if is_weak && stands == Stands::BehindStop {
            return None;
        }
    }
    let is_sure = found.is_all || !is_weak;
    (is_sure && !found.credits.is_empty()).then_some(found)
}

/// Whether words may be furniture: worth cutting into sentences.
fn may_begin(words: &str) -> bool {
    let first = words.split([' ', '\n']).next().unwrap_or_default();
    lexicon::credit(words).is_some()
        || first.contains('/')
        || words.contains("Photo/")
        || contributors::may_contribute(words)
}

fn photo_or_contribution(text: &str, line: &str) -> Option<Credit> {
    contributors::photo(text, line).or_else(|| contributors::contribution(text, line))
}

/// Adds a note, or makes the one before it longer.
fn add_note(text: &str, credits: &mut Vec<Credit>, kind: CreditKind, line: &str) {
    match credits.last_mut() {
        Some(last) if is_of_desk(last.kind) => last.span = last.span.cover(span_of(text, line)),
        _ => credits.push(whole(text, kind, line)),
    }
}

fn is_of_desk(kind: CreditKind) -> bool {
    matches!(kind, CreditKind::Note | CreditKind::Correction | CreditKind::Copyright)
}

/// The sentences of a few words; `Our Standards:` begins one wherever it stands.
fn sentences<'t>(text: &'t str, words: &'t str) -> Vec<&'t str> {
    let mut found = Vec::new();
    for sentence in crate::text::sentences(text, span_of(text, words)) {
        let sentence = sentence.of(text);
        match sentence.find(" Our Standards:") {
            Some(at) => found.extend([&sentence[..at], &sentence[at + 1..]]),
            None => found.push(sentence),
        }
    }
    found
}

/// A sentence without the marks in front of it: `___ Ann Lee reported from Oslo.`
fn without_lead(line: &str) -> &str {
    line.trim_start_matches(['*', '_', '—', '–', '•', ' '])
}

/// A line without the marks around it, but with brackets of its own: `(c) 2011 The Courier`.
fn without_marks(line: &str) -> &str {
    let rest = line.trim_start_matches(['*', '_', '—', '–', '-', '•', ' ']);
    let rest = rest.trim_end_matches(['*', '_', '—', '–', '-', ' ']);
    let enclosed = [('(', ')'), ('[', ']')].iter().find_map(|&(open, close)| {
        let inner = rest.strip_prefix(open)?;
        inner.strip_suffix(close).or_else(|| inner.strip_suffix('.')?.strip_suffix(close))
    });
    enclosed.unwrap_or(rest).trim()
}
