//! Quotations without a source: who speaks beside them.

use super::scene::Scene;
use super::speaker;
use crate::entities::EntityKind;
use crate::quotes::{Quote, QuoteKind};

/// Gives quotations without source and cue to who speaks beside them.
pub(super) fn resolve(scene: &Scene<'_, '_>, order: &[usize], quotes: &mut [Quote]) {
    for (place, &number) in order.iter().enumerate() {
        let quote = &quotes[number];
        if quote.source.is_some() || quote.cue.is_some() || quote.kind == QuoteKind::Indirect {
            continue;
        }
        let start = quote.parts[0].start();
        let before = place.checked_sub(1).map(|it| order[it]);
        let end_before = before.map_or(0, |it| {
            let quote = &quotes[it];
            let ends = [Some(quote.span()), quote.cue, quote.source];
            ends.into_iter().flatten().map(|span| span.end()).max().unwrap_or(0)
        });
        let told = scene.source.get(end_before as usize..start as usize).unwrap_or("");
        let is_beside = !told.contains(char::is_alphanumeric);
        let mut found = before.and_then(|it| quotes[it].speaker.clone()).filter(|_| is_beside);
        if found.is_none() {
            // Who was named last between the two.
            found = introduced(scene, end_before, start).map(|it| speaker(scene, it));
        }
        if found.is_none() {
            found = before.and_then(|it| quotes[it].speaker.clone());
        }
        if found.is_none() {
            found = order.get(place + 1).and_then(|&it| quotes[it].speaker.clone());
        }
        quotes[number].speaker = found;
    }
}

/// The one person whom the narration between two places names.
fn introduced(scene: &Scene<'_, '_>, from: u32, to: u32) -> Option<usize> {
    let names = &scene.names[scene.names_before(from)..scene.names_before(to)];
    let mut people = names.iter().map(|it| it.entity).filter(|&it| scene.kind(it) == EntityKind::Person);
    let first = people.next()?;
    people.all(|it| it == first).then_some(first)
}
