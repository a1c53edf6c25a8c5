//! How a story looks: in a notebook, on a terminal.
//!
//! Both views draw the same thing: paragraphs, cut into runs of text at every edge of something
//! marked, each run with what is open there. So a quotation inside a repeated block, and whatever
//! later stands inside a quotation, is drawn right without nesting anything.

mod html;
mod terminal;

use crate::{Quote, Repeat, Span, Story, span};

pub use html::{HTML_CHARS, html};
pub use terminal::{TerminalOptions, terminal};

/// A piece of a paragraph in which nothing begins or ends.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Run<'s> {
    text: &'s str,
    /// The quotation that it belongs to, and its number.
    quote: Option<(usize, &'s Quote)>,
    /// Whether a part of the quotation ends here.
    ends_part: bool,
    /// Whether a sentence begins here, and not the paragraph.
    begins_sentence: bool,
}

/// A paragraph as it is drawn.
#[derive(Debug)]
struct Block<'s> {
    /// Counted from 1.
    number: usize,
    runs: Vec<Run<'s>>,
    /// The repeat that holds most of it.
    repeat: Option<&'s Repeat>,
}

/// The paragraphs of a story, in runs. Linear in the story.
fn blocks(story: &Story) -> impl Iterator<Item = Block<'_>> {
    let parts: Vec<(Span, usize)> = story
        .quotes()
        .iter()
        .enumerate()
        .flat_map(|(number, quote)| quote.parts.iter().map(move |&part| (part, number)))
        .collect();
    let (mut next_part, mut next_repeat) = (0, 0);
    story.paragraphs().iter().enumerate().map(move |(number, &paragraph)| {
        while parts.get(next_part).is_some_and(|(part, _)| part.end() <= paragraph.start()) {
            next_part += 1;
        }
        let runs = runs(story, paragraph, &parts[next_part..]);
        let repeats = story.repeats();
        while repeats.get(next_repeat).is_some_and(|it| it.span.end() <= paragraph.start()) {
            next_repeat += 1;
        }
        // A paragraph read sentence by sentence may be repeated in part.
        let repeat = repeats.get(next_repeat).filter(|repeat| {
            let shared = repeat
                .span
                .end()
                .min(paragraph.end())
                .saturating_sub(repeat.span.start().max(paragraph.start()));
            2 * shared >= paragraph.len()
        });
        Block { number: number + 1, runs, repeat }
    })
}

/// Cuts a paragraph at the edges of quotations and at the beginnings of sentences.
fn runs<'s>(story: &'s Story, paragraph: Span, parts: &[(Span, usize)]) -> Vec<Run<'s>> {
    let sentences = span::within(story.sentences(), paragraph);
    let starts = sentences.iter().map(|sentence| sentence.start());
    let mut starts = starts.filter(|&start| start > paragraph.start()).peekable();
    let parts = parts.iter().take_while(|(part, _)| part.start() < paragraph.end());
    let mut parts = parts.peekable();
    let mut runs = Vec::new();
    let mut at = paragraph.start();
    let mut begins_sentence = false;
    while at < paragraph.end() {
        while parts.peek().is_some_and(|(part, _)| part.end() <= at) {
            parts.next();
        }
        let part = parts.peek().copied();
        let inside = part.filter(|(part, _)| part.start() <= at);
        let mut end = match (inside, part) {
            (Some((part, _)), _) => part.end().min(paragraph.end()),
            (None, Some((part, _))) => part.start().min(paragraph.end()),
            (None, None) => paragraph.end(),
        };
        let mut next_begins = false;
        if let Some(&start) = starts.peek()
            && start <= end
        {
            // A sentence that begins where a quotation does is drawn once.
            end = start;
            next_begins = true;
            starts.next();
        }
        if end > at {
            runs.push(Run {
                text: Span::new(at, end).of(story.text()),
                quote: inside.map(|&(_, number)| (number, &story.quotes()[number])),
                ends_part: inside.is_some_and(|(part, _)| part.end() == end),
                begins_sentence,
            });
            begins_sentence = false;
        }
        begins_sentence |= next_begins;
        at = end;
    }
    runs
}

/// The numbers of the first and the last paragraph that a span touches, counted from 1.
fn paragraph_numbers(story: &Story, span: Span) -> (usize, usize) {
    let paragraphs = story.paragraphs();
    let first = paragraphs.partition_point(|paragraph| paragraph.end() <= span.start());
    let last = paragraphs.partition_point(|paragraph| paragraph.start() < span.end());
    (first + 1, last.max(first + 1))
}

/// `paragraph 3`, `paragraphs 2–9`
fn paragraphs_named(story: &Story, span: Span) -> String {
    match paragraph_numbers(story, span) {
        (first, last) if first == last => format!("paragraph {first}"),
        (first, last) => format!("paragraphs {first}–{last}"),
    }
}

/// `paragraphs 10–17 repeat paragraphs 2–9 (the same words)`
fn repeat_named(story: &Story, repeat: &Repeat) -> String {
    let (first, last) = paragraph_numbers(story, repeat.span);
    format!(
        "{} {} {} ({})",
        paragraphs_named(story, repeat.span),
        if first == last { "repeats" } else { "repeat" },
        paragraphs_named(story, repeat.first),
        sameness(repeat.similarity)
    )
}

/// `1 quotation`, `12,345 quotations`
fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// A number with commas between its thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// How much a copy has in common with its source, in words.
fn sameness(similarity: f32) -> String {
    if similarity >= 1.0 {
        "the same words".to_owned()
    } else {
        // Never rounded up to all of them.
        format!("{:.0} % of the words", (similarity * 100.0).floor())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_grouped() {
        for (number, shown) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), shown);
        }
    }

    proptest! {
        #[test]
        fn runs_are_the_paragraphs_whatever_is_marked(
            text in "([“”\"a-zA-Zé.,\n ]|He said no[.] ){0,120}"
        ) {
            let story = crate::read(text).unwrap();
            for block in blocks(&story) {
                let drawn: String = block.runs.iter().map(|run| run.text).collect();
                prop_assert_eq!(&drawn, story.paragraphs()[block.number - 1].of(story.text()));
                prop_assert!(block.runs.iter().all(|run| !run.text.is_empty()));
            }
        }
    }
}
