//! Whom a source stands for.
//!
//! 1. `scene` knows who is named where, and what the words beside the names say of them;
//! 2. `phrase` reads the words of a source: a name, a pronoun, a description;
//! 3. `pronouns` says who `she` is, `described` who `the minister` is, each with what was said
//!    before (`said`) in mind;
//! 4. `lead` tells who a lead speaks of that gives no name;
//! 5. `interview` tells who answers in an interview;
//! 6. `floating` gives quotations without a source to who speaks beside them.

mod described;
mod floating;
mod interview;
mod lead;
mod phrase;
mod pronouns;
mod said;
mod scene;
#[cfg(test)]
mod tests;

use super::{Quote, Speaker, SpeakerKind};
use crate::Span;
use crate::entities::{Entity, EntityKind};
use crate::lexicon::is_speech_verb;
use crate::text::Text;
use phrase::Phrase;
use said::{Known, Said};
use scene::Scene;

/// Fills in whom the sources of quotations stand for, and who speaks where there is no source.
///
/// The quotations have their parts, cues and sources; the entities are all that the text names, with
/// their pronouns; who is named in places `apart`, the dateline and the byline, is not spoken of.
pub(crate) fn resolve(text: &Text<'_>, entities: &[Entity], apart: &[Span], quotes: &mut [Quote]) {
    let contents = quotes.iter().flat_map(|quote| quote.parts.iter().copied()).collect();
    let mut sources: Vec<Span> = quotes.iter().filter_map(|quote| quote.source).collect();
    sources.sort_unstable();
    let scene = Scene::of(text, entities, contents, &sources, apart);
    let mut order: Vec<usize> =
        (0..quotes.len()).filter(|&it| !quotes[it].parts.is_empty()).collect();
    order.sort_by_key(|&it| (begin(&quotes[it]), std::cmp::Reverse(quotes[it].span().end())));
    let marked = marked(text);
    let is_marked = |source: Span| {
        let next = marked.partition_point(|it| it.end() < source.end());
        marked.get(next).is_some_and(|it| it.contains(source))
    };
    let mut reader = Reader {
        scene: &scene,
        said: Said::default(),
        goes_on: false,
        is_marked: false,
        is_label: false,
        is_told: false,
        cue_end: 0,
    };
    // The quotations that are open where the next one begins.
    let mut open: Vec<usize> = Vec::new();
    for &number in &order {
        quotes[number].speaker = None;
        let Some(source) = quotes[number].source else { continue };
        open.retain(|&it| quotes[it].span().end() > source.start());
        let holds = |&&it: &&usize| quotes[it].parts.iter().any(|part| part.contains(source));
        let outer = open.iter().rev().find(holds).and_then(|&it| quotes[it].speaker.clone());
        reader.is_marked = is_marked(source);
        let cue = quotes[number].cue.map_or("", |it| it.of(scene.source));
        reader.is_label = cue.ends_with(':');
        reader.is_told = cue.split(' ').any(|it| it.ends_with(char::is_alphabetic) || it.len() > 1)
            && !cue.split(|c: char| !c.is_alphabetic()).any(is_speech_verb);
        reader.cue_end = quotes[number].cue.map_or(0, Span::end);
        reader.goes_on = quotes[number].cue.is_some_and(|cue| goes_on(cue.of(scene.source)));
        quotes[number].speaker = reader.speaker(source, outer.as_ref());
        open.push(number);
    }
    interview::resolve(&scene, quotes);
    // `LEE:`, before a turn of a transcript, is somebody.
    let is_capital = |it: Span| !it.of(scene.source).contains(char::is_lowercase);
    let has_turn = |it: &&mut Quote| {
        it.cue.is_some_and(|cue| cue.of(scene.source) == ":") && it.source.is_some_and(is_capital)
    };
    for speaker in quotes.iter_mut().filter(has_turn).filter_map(|it| it.speaker.as_mut()) {
        let is_org = speaker.entity.is_some_and(|it| scene.kind(it) == EntityKind::Org);
        if speaker.kind == SpeakerKind::Org && !is_org {
            speaker.kind = SpeakerKind::Person;
        }
    }
    lead::resolve(&scene, &order, quotes);
    floating::resolve(&scene, &order, quotes, &is_marked);
}

/// What stands between marks, in order, without what stands there inside other marks.
fn marked(text: &Text<'_>) -> Vec<Span> {
    let pairs = super::pair_marks(text.source(), text.paragraphs());
    let mut marked = Vec::with_capacity(pairs.len());
    for (number, pair) in pairs.iter().enumerate().filter(|it| it.1.depth == 0) {
        // One that is not closed is sure where the next paragraph goes on with it.
        let next = pairs[number + 1..].iter().find(|it| it.depth == 0);
        if pair.close.is_some() || next.is_some_and(|it| it.continues) {
            marked.push(pair.content);
        }
    }
    marked
}

/// Whether a cue tells that who spoke before goes on.
fn goes_on(cue: &str) -> bool {
    let mut words = cue.split_whitespace();
    words.any(|word| {
        matches!(
            word.to_ascii_lowercase().as_str(),
            "added"
                | "adds"
                | "adding"
                | "continued"
                | "continues"
                | "concluded"
                | "further"
                | "also"
                | "went"
                | "goes"
        )
    })
}

/// Where a quotation begins, or its source.
fn begin(quote: &Quote) -> u32 {
    let start = quote.parts[0].start();
    quote.source.map_or(start, |source| start.min(source.start()))
}

/// Reads sources in the order of the text.
struct Reader<'s, 'r, 't> {
    scene: &'s Scene<'r, 't>,
    said: Said,
    /// Whether the cue tells that somebody goes on: `added`.
    goes_on: bool,
    /// Whether the source stands between marks: somebody else tells of it.
    is_marked: bool,
    /// Whether a colon stands behind the source: `Strike is over: “We won”`.
    is_label: bool,
    /// Whether the cue has words, and none of them is a verb of saying: `is over:`.
    is_told: bool,
    /// Where the cue ends.
    cue_end: u32,
}

impl Reader<'_, '_, '_> {
    /// Whom a source stands for; `outer` speaks the quotation that holds it.
    fn speaker(&mut self, source: Span, outer: Option<&Speaker>) -> Option<Speaker> {
        let Some(phrase) = phrase::read(self.scene, source) else { return self.left_out(source) };
        if self.is_label && self.is_topic(&phrase, source) {
            return None;
        }
        let mut known = self.known(&phrase, source, outer)?;
        known.is_inner = outer.is_some() || self.is_marked;
        known.end = source.end().max(self.cue_end);
        let speaker = known.speaker.clone();
        self.said.add(known);
        Some(speaker)
    }

    /// Whether the words before a colon are what a headline is about, and not who speaks.
    fn is_topic(&self, phrase: &Phrase, source: Span) -> bool {
        let Phrase::Described(description) = phrase else { return false };
        let (from, to) = self.scene.tokens_of(source);
        let word = self.scene.word(description.at);
        let is_small = |at: usize| self.scene.word(at).starts_with(char::is_lowercase);
        let small = word.to_lowercase();
        let is_word = || self.scene.has_word(&small);
        // `Vik: “We won”` names one of whom the text says no more; `Strike:` does not, if that has strikes.
        let is_capital = !word.contains(char::is_lowercase);
        !description.is_known
            && !is_capital
            && ((from..to).any(is_small) || self.is_told || is_word())
    }

    /// Who spoke before, where a verb alone says that they go on: `Lie said no, then said it might rain.`
    fn left_out(&self, source: Span) -> Option<Speaker> {
        let paragraph = self.scene.paragraph_of(source.start());
        let last = self.said.lately(source.start()).find(|it| !it.is_inner)?;
        let is_verb = source.of(self.scene.source).starts_with(char::is_lowercase);
        (is_verb && self.scene.paragraph_of(last.at) + 1 >= paragraph).then(|| last.speaker.clone())
    }

    fn known(&self, phrase: &Phrase, source: Span, outer: Option<&Speaker>) -> Option<Known> {
        let at = source.start();
        match phrase {
            Phrase::Pronoun(pronoun) => self.pronoun(*pronoun, source, outer),
            Phrase::Named(entity) => Some(self.entity(self.namesake(*entity, source), at)),
            Phrase::Several { name, kind } => {
                let speaker = Speaker { name: name.clone(), kind: *kind, entity: None };
                Some(Known { at, is_plural: true, ..Known::of(speaker) })
            }
            Phrase::Statement { of: Some(of), .. } => {
                let known = self.known(of, source, outer)?;
                Some(Known { has_stated: true, ..known })
            }
            Phrase::Statement { of: None, description } => Some(self.statement(description, at)),
            Phrase::Described(description) => {
                let found = self.described(description, at)?;
                // Nobody calls themselves `the doctor`.
                let is_self = self.is_marked && outer == Some(&found.speaker) && found.is_person();
                Some(if is_self { self.itself(description, at) } else { found })
            }
        }
    }

    /// Of several who bear the one name that a source gives, the one who spoke last.
    fn namesake(&self, entity: usize, source: Span) -> usize {
        let (from, to) = self.scene.tokens_of(source);
        let named = self.scene.names.partition_point(|it| it.tokens.0 < from);
        let Some(name) = self.scene.names.get(named).filter(|it| it.entity == entity) else {
            return entity;
        };
        let is_alone = name.tokens == (from, from + 1)
            && (to == from + 1
                || matches!(self.scene.word(from + 1), "," | "(" | "himself" | "herself"));
        let bearers = self.scene.bearers(self.scene.word(from));
        if !is_alone || bearers.len() < 2 {
            return entity;
        }
        let spoke = self
            .said
            .lately(source.start())
            .filter(|it| !it.is_inner)
            .filter_map(|it| it.speaker.entity);
        spoke.into_iter().find(|it| bearers.contains(it)).unwrap_or(entity)
    }

    /// An entity as a speaker.
    fn entity(&self, entity: usize, at: u32) -> Known {
        let speaker = speaker(self.scene, entity);
        let gender = self.scene.traits[entity].gender();
        Known { at, gender, ..Known::of(speaker) }
    }
}

/// An entity as a speaker.
fn speaker(scene: &Scene<'_, '_>, entity: usize) -> Speaker {
    let kind = match scene.kind(entity) {
        EntityKind::Person => SpeakerKind::Person,
        EntityKind::Norp => SpeakerKind::Group,
        EntityKind::Product => SpeakerKind::Document,
        _ if is_law(&scene.entities[entity].name) => SpeakerKind::Document,
        _ => SpeakerKind::Org,
    };
    Speaker { name: scene.entities[entity].name.clone(), kind, entity: Some(entity) }
}

/// Whether a name is that of a law or a report.
fn is_law(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or("");
    matches!(
        last.to_ascii_lowercase().as_str(),
        "act"
            | "law"
            | "bill"
            | "constitution"
            | "treaty"
            | "code"
            | "charter"
            | "report"
            | "survey"
            | "index"
    )
}
