//! Who answers in an interview whose turns are labelled `Q:` and `A:`: whom the text is about.

use std::cmp::Reverse;

use super::scene::Scene;
use super::speaker;
use crate::Span;
use crate::entities::EntityKind;
use crate::quotes::Quote;

/// Gives the answers of an interview to the person whom its text names most often.
pub(super) fn resolve(scene: &Scene<'_, '_>, quotes: &mut [Quote]) {
    let is_turn = |quote: &Quote, label: &str| {
        quote.cue.is_some_and(|it| it.of(scene.source) == ":")
            && quote.source.is_some_and(|it| it.of(scene.source) == label)
    };
    let questions = quotes.iter().filter(|it| is_turn(it, "Q"));
    let Some(first) = questions.map(|it| it.span().start()).min() else { return };
    let named_first = |at: usize| scene.entities[at].first_named().map(Span::start);
    let people = (0..scene.entities.len()).filter(|&it| {
        scene.kind(it) == EntityKind::Person && named_first(it).is_some_and(|at| at < first)
    });
    // The first of those named as often as each other.
    let most =
        people.max_by_key(|&it| (scene.entities[it].mentions.len(), Reverse(named_first(it))));
    let Some(answers) = most else { return };
    for quote in quotes.iter_mut().filter(|it| it.speaker.is_none() && is_turn(it, "A")) {
        quote.speaker = Some(speaker(scene, answers));
    }
}
