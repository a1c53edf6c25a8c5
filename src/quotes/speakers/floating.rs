//! Quotations without a source: who speaks beside them.

use super::scene::Scene;
use super::{begin, speaker};
use crate::Span;
use crate::entities::EntityKind;
use crate::quotes::{Quote, QuoteKind, Speaker, SpeakerKind};

/// So many quotations before are looked at.
const NEAR: usize = 8;
/// … and so many names between.
const MOST_NAMES: usize = 40;

/// Where a quotation ends, with its cue and source.
fn end(quote: &Quote) -> u32 {
    let ends = [Some(quote.span()), quote.cue, quote.source];
    ends.into_iter().flatten().map(Span::end).max().unwrap_or(0)
}

fn is_floating(quote: &Quote) -> bool {
    quote.source.is_none() && quote.cue.is_none() && quote.kind != QuoteKind::Indirect
}

/// Whether a source is the speaker, in the speaker's own words: `I`.
fn is_first(source: &str) -> bool {
    matches!(source, "I" | "we" | "We")
}

/// Whether nothing is told between a quotation and the next one.
fn is_next(source: &str, quote: &Quote, next: &Quote) -> bool {
    let from = quote.span().end();
    let to = next.parts[0].start().max(from);
    !source.get(from as usize..to as usize).unwrap_or("").contains(char::is_alphanumeric)
}

/// Whether no mark closes a quotation.
fn is_open(source: &str, quote: &Quote) -> bool {
    let end = quote.span().end() as usize;
    let closes = |c: char| matches!(c, '”' | '"' | '’' | '\'' | '»' | '“');
    let inside = source[..end].chars().next_back();
    let behind = source[end..].chars().find(|c| !matches!(c, '.' | ',' | '!' | '?'));
    !inside.is_some_and(closes) && !behind.is_some_and(closes)
}

/// Gives quotations without source and cue to who speaks beside them.
///
/// Those of whom somebody tells between marks do not speak.
pub(super) fn resolve(
    scene: &Scene<'_, '_>,
    order: &[usize],
    quotes: &mut [Quote],
    is_marked: &impl Fn(Span) -> bool,
) {
    // Whose closing mark is missing goes on in the next paragraph.
    for place in (0..order.len().saturating_sub(1)).rev() {
        let (this, next) = (&quotes[order[place]], &quotes[order[place + 1]]);
        if is_floating(this) && is_open(scene.source, this) && is_next(scene.source, this, next) {
            let speaker = next.speaker.clone();
            quotes[order[place]].speaker = speaker;
        }
    }
    for (place, &number) in order.iter().enumerate() {
        let quote = &quotes[number];
        let is_own = quote.source.is_some_and(|it| is_marked(it) && is_first(it.of(scene.source)));
        if !is_floating(quote) && !is_own || quote.speaker.is_some() {
            continue;
        }
        let start = quote.parts[0].start();
        // The one that ends last: others may stand inside it.
        let speaks = |it: &usize| !quotes[*it].source.is_some_and(is_marked);
        let before = quotes_before(order, place).iter().copied().filter(speaks);
        let before = before.max_by_key(|&it| (end(&quotes[it]), std::cmp::Reverse(it)));
        let before = before.map(|it| teller(quotes_before(order, place), it, quotes));
        let end_before = before.map_or(0, |it| end(&quotes[it])).min(start);
        let told = scene.source.get(end_before as usize..start as usize).unwrap_or("");
        let is_beside = !told.contains(char::is_alphanumeric);
        let mut found = before.and_then(|it| quotes[it].speaker.clone()).filter(|_| is_beside);
        if found.is_none() {
            // Who was named last between the two.
            let from = before.map(|it| &quotes[it]).filter(|it| it.speaker.is_none());
            let from = from.map_or(end_before, |it| begin(it).min(end_before));
            found = introduced(scene, from, start).map(|it| speaker(scene, it));
        }
        if found.is_none() {
            // A person goes on after some narration; an organisation hardly does.
            let is_person = |it: &Speaker| it.kind == SpeakerKind::Person;
            found = before.and_then(|it| quotes[it].speaker.clone()).filter(is_person);
        }
        if found.is_none()
            && before.is_none()
            && let Some(next) = order.get(place + 1).map(|&it| &quotes[it])
            && is_next(scene.source, quote, next)
        {
            found.clone_from(&next.speaker);
        }
        if found.is_none() && quotes[number].source.is_none() {
            // Whom the sentence before names first.
            let is_person = |it: usize| scene.kind(it) == EntityKind::Person;
            let near = scene.text.paragraphs().get(scene.paragraph_of(start).saturating_sub(1));
            let from = near.map_or(start, |it| it.start());
            found = scene.topic(from, start, is_person, false).map(|it| speaker(scene, it));
        }
        quotes[number].speaker = found;
    }
}

/// Who goes on after a quotation: of what a report says, or what is said according to somebody, the one
/// whose words it stands in or follows in the sentence.
fn teller(near: &[usize], last: usize, quotes: &[Quote]) -> usize {
    let is_told = |it: &Quote| {
        it.kind == QuoteKind::Indirect
            && it.speaker.as_ref().is_some_and(|it| it.kind != SpeakerKind::Person)
    };
    if !is_told(&quotes[last]) {
        return last;
    }
    let holds = |it: &&usize| {
        let (this, told) = (&quotes[**it], &quotes[last]);
        !is_told(this)
            && this.speaker.is_some()
            && (this.span().overlaps(told.span())
                || this.source.is_some_and(|it| told.span().contains(it)))
    };
    near.iter().rev().find(holds).copied().unwrap_or(last)
}

/// The quotations before one, as far as one looks.
fn quotes_before(order: &[usize], place: usize) -> &[usize] {
    &order[place.saturating_sub(NEAR)..place]
}

/// Whom the narration between two places introduces: the one person whom its last sentence names, or all
/// of it.
fn introduced(scene: &Scene<'_, '_>, from: u32, to: u32) -> Option<usize> {
    let sentence =
        scene.sentence_of(to).checked_sub(1).and_then(|it| scene.text.sentences().get(it));
    let last = sentence.map_or(from, |it| it.start()).max(from).min(to);
    only_person(scene, last, to).or_else(|| only_person(scene, from, to))
}

/// The one person whom the text between two places names.
fn only_person(scene: &Scene<'_, '_>, from: u32, to: u32) -> Option<usize> {
    let (from, to) = (scene.names_before(from), scene.names_before(to));
    let names = scene.names[from.max(to.saturating_sub(MOST_NAMES)).min(to)..to].iter();
    let mut people = names.map(|it| it.entity).filter(|&it| scene.kind(it) == EntityKind::Person);
    let first = people.next()?;
    people.all(|it| it == first).then_some(first)
}
