//! Who is quoted in a story, and how much.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::quotes::{Speaker, SpeakerKind};
use crate::text::{self, TokenKind, fold};
use crate::{Span, Story};

/// How much somebody says in a story.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SpeakerStats {
    /// Who it is: as the first of the quotations says.
    pub speaker: Speaker,
    /// How many quotations are theirs.
    pub quotes: usize,
    /// How many words these have: words and numbers inside their parts.
    pub words: usize,
}

/// What makes two quotations those of one speaker.
#[derive(PartialEq, Eq, Hash)]
enum Who {
    Entity(usize),
    Described(SpeakerKind, String),
}

impl Who {
    fn of(speaker: &Speaker) -> Self {
        match speaker.entity {
            Some(number) => Self::Entity(number),
            None => Self::Described(speaker.kind, fold(&speaker.name).as_str().to_lowercase()),
        }
    }
}

/// The speakers of a story: those with most quotations first, then those with most words, then in
/// the order of their first quotations. And for each quotation the place of its speaker among them.
pub(crate) fn speakers(story: &Story) -> (Vec<SpeakerStats>, Vec<Option<usize>>) {
    let mut numbers = numbers(story);
    if numbers.iter().all(Option::is_none) {
        return (Vec::new(), numbers);
    }
    let words = WordStarts::of(story);
    let mut all: Vec<(usize, SpeakerStats)> = Vec::new();
    for (quote, number) in story.quotes().iter().zip(&numbers) {
        let (&Some(number), Some(speaker)) = (number, &quote.speaker) else { continue };
        if number == all.len() {
            all.push((number, SpeakerStats { speaker: speaker.clone(), quotes: 0, words: 0 }));
        }
        let (_, stats) = &mut all[number];
        stats.quotes += 1;
        stats.words += quote.parts.iter().map(|&part| words.within(part)).sum::<usize>();
    }
    all.sort_by_key(|(_, stats)| Reverse((stats.quotes, stats.words)));
    let mut places = vec![0; all.len()];
    for (place, &(number, _)) in all.iter().enumerate() {
        places[number] = place;
    }
    for number in numbers.iter_mut().flatten() {
        *number = places[*number];
    }
    (all.into_iter().map(|(_, stats)| stats).collect(), numbers)
}

/// For each quotation the number of its speaker, in the order of first quotations.
fn numbers(story: &Story) -> Vec<Option<usize>> {
    let mut known: HashMap<Who, usize> = HashMap::new();
    let speakers = story.quotes().iter().map(|quote| quote.speaker.as_ref());
    let numbers = speakers.map(|speaker| {
        let next = known.len();
        speaker.map(|speaker| *known.entry(Who::of(speaker)).or_insert(next))
    });
    numbers.collect()
}

/// Where the words of a story begin, in order.
struct WordStarts(Vec<u32>);

impl WordStarts {
    fn of(story: &Story) -> Self {
        let mut starts = Vec::new();
        for &paragraph in story.paragraphs() {
            let tokens = text::tokens(story.text(), paragraph);
            let words = tokens.iter().filter(|token| {
                matches!(token.kind, TokenKind::Word | TokenKind::Number)
                    && !is_ending(token.span, story.text())
            });
            starts.extend(words.map(|token| token.span.start()));
        }
        Self(starts)
    }

    fn within(&self, part: Span) -> usize {
        let before = |at: u32| self.0.partition_point(|&start| start < at);
        before(part.end()) - before(part.start())
    }
}

/// Whether a token is but the end of the word before it: `'s`, `n't`, the `s` of `1990s`.
fn is_ending(token: Span, text: &str) -> bool {
    let behind_word = text[..token.start() as usize].ends_with(char::is_alphanumeric);
    let word = token.of(text);
    behind_word
        && (word == "s"
            || word.starts_with(['\'', '’'])
            || ["n't", "n’t"].iter().any(|it| word.eq_ignore_ascii_case(it)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quotes::{Quote, QuoteKind};
    use crate::story::Findings;

    fn speaker(name: &str, kind: SpeakerKind, entity: Option<usize>) -> Speaker {
        Speaker { name: name.to_owned(), kind, entity }
    }

    /// A story of one paragraph, in which these words are quoted.
    fn story(text: &str, said: &[(&[&str], Option<Speaker>)]) -> Story {
        let quotes = said.iter().map(|(parts, speaker)| {
            let part = |words: &&str| {
                let at = text.find(words).unwrap();
                Span::from_usize(at, at + words.len())
            };
            let parts = parts.iter().map(part).collect();
            Quote { speaker: speaker.clone(), ..Quote::of(QuoteKind::Direct, parts) }
        });
        let quotes = quotes.collect();
        let paragraphs = vec![Span::from_usize(0, text.len())];
        Story::new(text.to_owned(), Findings { paragraphs, quotes, ..Findings::default() })
    }

    #[test]
    fn those_who_say_most_come_first() {
        use SpeakerKind::{Group, Org, Person};
        let text = "One two three. Four. Five six, seven. Eight nine. Ten – eleven. Twelve";
        let lie = |name| Some(speaker(name, Person, Some(4)));
        let quoted: [(&[&str], _); 7] = [
            (&["One two three"], Some(speaker("The Crew", Group, None))),
            (&["Four"], None),
            (&["Five six", "seven"], lie("Ane Lie")),
            (&["Eight nine"], Some(speaker("the crew", Group, None))),
            (&["Ten – eleven"], lie("Lie")),
            // One of another kind is another one.
            (&["Twelve"], Some(speaker("the crew", Org, None))),
            (&["two"], Some(speaker("Ane Lie", Person, Some(5)))),
        ];
        let (speakers, of_quotes) = speakers(&story(text, &quoted));
        let shown: Vec<(&str, usize, usize)> =
            speakers.iter().map(|it| (it.speaker.name.as_str(), it.quotes, it.words)).collect();
        assert_eq!(
            shown,
            [("The Crew", 2, 5), ("Ane Lie", 2, 5), ("the crew", 1, 1), ("Ane Lie", 1, 1)]
        );
        assert_eq!(of_quotes, [Some(0), None, Some(1), Some(0), Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn words_are_counted_as_people_count_them() {
        for (quote, words) in [
            ("We don't know.", 3),
            ("It’s the crew's, of the 1990s", 6),
            ("$12 million – or 3.5 %", 4),
            ("s ’tis", 2),
            ("港口关闭", 4),
            ("…", 0),
        ] {
            let quoted = Some(speaker("x", SpeakerKind::Person, None));
            let (speakers, _) = speakers(&story(quote, &[(&[quote], quoted)]));
            assert_eq!(speakers[0].words, words, "{quote}");
        }
    }

    #[test]
    fn without_speakers_there_are_none() {
        assert_eq!(speakers(&story("One.", &[(&["One"], None)])), (Vec::new(), vec![None]));
    }
}
