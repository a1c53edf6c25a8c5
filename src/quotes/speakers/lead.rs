//! Who a lead speaks of that gives no name: `A top scientist said …`, and in the next paragraph the
//! first one to speak is `Ane Lie, a professor`.

use super::scene::Scene;
use super::speaker;
use crate::entities::EntityKind;
use crate::lexicon::{self, SpeakerNoun, SpeakerWord, is_speaker_word};
use crate::quotes::{Quote, Speaker, SpeakerKind};

/// So many paragraphs behind the description the name stands at most.
const NEAR: usize = 2;
/// So many quotations are looked at.
const MOST: usize = 8;
/// The description stands in one of so many paragraphs.
const LEAD: usize = 2;

/// Gives the descriptions of a lead the names of those who speak first behind it.
pub(super) fn resolve(scene: &Scene<'_, '_>, order: &[usize], quotes: &mut [Quote]) {
    for place in 0..order.len().saturating_sub(1).min(MOST) {
        let this = &quotes[order[place]];
        let Some(source) = this.source else { continue };
        let paragraph = scene.paragraph_of(source.start());
        if paragraph >= LEAD {
            return;
        }
        let Some(described) = this.speaker.clone().filter(|it| it.entity.is_none()) else {
            continue;
        };
        if !is_one(&described) {
            continue;
        }
        let near = order[place + 1..].iter().take(MOST).map(|&it| &quotes[it]).take_while(|it| {
            scene.paragraph_of(it.source.unwrap_or(it.parts[0]).start()) <= paragraph + NEAR
        });
        let mut others = near.filter(|it| it.speaker.as_ref() != Some(&described));
        let named = others.next().and_then(|it| Some((it.source?, it.speaker.as_ref()?.entity?)));
        let Some((at, entity)) = named else { continue };
        let is_such = match scene.kind(entity) {
            EntityKind::Person => described.kind == SpeakerKind::Person,
            EntityKind::Org => described.kind == SpeakerKind::Org,
            _ => false,
        };
        let is_new = scene.entities[entity]
            .first_named()
            .is_some_and(|it| it.start() > source.end() && it.start() <= at.end());
        if !is_such || !is_new {
            continue;
        }
        for quote in quotes.iter_mut().filter(|it| it.speaker.as_ref() == Some(&described)) {
            quote.speaker = Some(speaker(scene, entity));
        }
    }
}

/// Whether somebody who is described is one whom a name may follow.
fn is_one(described: &Speaker) -> bool {
    let is_person = |word: &str| lexicon::person_word(word).is_some() && !word.ends_with('s');
    let is_thing =
        |word: &str| matches!(lexicon::speaker_noun(word), Some((SpeakerNoun::Org, false)));
    let mut words = described.name.split([' ', '-']);
    match described.kind {
        SpeakerKind::Person => words.any(is_person),
        // `the police` need no name.
        SpeakerKind::Org => {
            let needs_none = |word: &str| is_speaker_word(word, SpeakerWord::Known);
            words.clone().any(is_thing) && !words.any(needs_none)
        }
        _ => false,
    }
}
