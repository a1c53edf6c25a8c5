//! Speakers that are named beside what they say, without a verb: `― Ann Lee` behind a quotation, and
//! `LEE:` before it in a transcript.

use super::context::{Context, NONE, Quoted};
use super::cues::Cue;
use super::draft::Draft;
use crate::entities::EntityKind;
use crate::lexicon;
use crate::tagger::words::{Case, Common};

/// A name behind a dash has no more pieces than these.
const LONGEST_NAME: usize = 14;
/// The label of a turn in a transcript: so many words.
const LONGEST_LABEL: usize = 3;

/// Adds quotations whose speakers are named by a dash or a label, and takes away what the models made
/// of the same words.
pub(super) fn add(context: &Context<'_>, drafts: &mut Vec<Draft>) {
    let mut turns = turns(context);
    // A round-up from several places: each has its turn.
    if turns.iter().all(|it| is_place(context, it)) && !come_back(context, &turns) {
        turns.clear();
    }
    let is_marked = |it: &Draft| context.region[it.contents[0].0] != NONE;
    let mut found = if turns.len() > 1 || turns.iter().any(is_marked) { turns } else { Vec::new() };
    found.extend((0..context.regions.len()).filter_map(|it| behind_dash(context, it)));
    let mut wholes: Vec<(usize, usize)> = found.iter().map(|it| it.contents[0]).collect();
    wholes.sort_unstable();
    let mut labels: Vec<usize> = found.iter().filter_map(|it| it.cue).map(|it| it.from).collect();
    labels.sort_unstable();
    drafts.retain(|old| {
        let cue = old.cue.map_or(0, |it| it.from);
        let last = wholes.partition_point(|it| it.0 <= old.contents[0].0);
        let is_same = last.checked_sub(1).is_some_and(|it| {
            let all: usize = old.contents.iter().map(|it| it.1 - it.0).sum();
            let (from, to) = wholes[it];
            old.covers((from, to)) == all && !(from..to).contains(&cue)
        });
        labels.binary_search(&cue).is_err() && !is_same
    });
    drafts.extend(found);
}

/// The pieces of each paragraph.
fn paragraphs(context: &Context<'_>) -> Vec<(usize, usize)> {
    let mut all: Vec<(u32, usize, usize)> = Vec::new();
    for (sentence, &paragraph) in context.document.sentences.iter().zip(&context.paragraph) {
        match all.last_mut() {
            Some(last) if last.0 == paragraph => last.2 = sentence.to,
            _ => all.push((paragraph, sentence.from, sentence.to)),
        }
    }
    all.into_iter().map(|it| (it.1, it.2)).collect()
}

/// Labels of those who ask.
const ASKERS: [&str; 5] = ["Interviewer", "Reporter", "Moderator", "Presenter", "Host"];

/// Whether a label may hold a word that is not in capitals: of somebody's name, or for who asks.
fn is_somebody(context: &Context<'_>, at: usize) -> bool {
    context.entity[at] == EntityKind::Person as u8 + 1 || ASKERS.contains(&context.spelling(at))
}

/// Whether the label of a turn names a place.
fn is_place(context: &Context<'_>, turn: &Draft) -> bool {
    let place = [EntityKind::Loc as u8 + 1, EntityKind::Fac as u8 + 1];
    turn.source.is_some_and(|(from, to)| (from..to).all(|it| place.contains(&context.entity[it])))
}

/// Whether any label stands before two turns.
fn come_back(context: &Context<'_>, turns: &[Draft]) -> bool {
    let label = |it: &Draft| it.source.map(|(from, to)| context.span(from, to).of(context.source));
    let mut labels: Vec<Option<&str>> = turns.iter().map(label).collect();
    labels.sort_unstable();
    labels.windows(2).any(|it| it[0] == it[1])
}

/// Whether a label tells what follows, and not who speaks: `PHOTO:`, `WHEN:`.
fn is_heading(context: &Context<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|it| lexicon::is_heading(&context.spelling(it).to_lowercase()))
}

/// The turns of a transcript: paragraphs that begin with a label and a colon. The label is in capitals,
/// or somebody's name.
fn turns(context: &Context<'_>) -> Vec<Draft> {
    let mut turns = Vec::new();
    for (first, to) in paragraphs(context) {
        let is_mark = |at: usize| matches!(context.quoted[at], Quoted::Opens | Quoted::Closes);
        let from = first + usize::from(is_mark(first));
        let is_capital = |&at: &usize| {
            let word = context.document.word(at);
            word.case == Case::Upper || word.case == Case::First && word.length == 1
        };
        let reach = from..to.min(from + LONGEST_LABEL);
        let mut label = reach.clone().take_while(is_capital).count();
        // No list is taken for a transcript.
        if label == 0 && context.ends_sentence(to - 1) {
            label = reach.take_while(|&it| is_somebody(context, it)).count();
        }
        let colon = from + label;
        if label == 0
            || is_heading(context, from, colon)
            || colon + 1 >= to
            || context.common(colon) != Common::Colon
        {
            continue;
        }
        let mut said = (colon + 1, to);
        while said.0 < said.1 && is_mark(said.0) {
            said.0 += 1;
        }
        while said.0 < said.1 && is_mark(said.1 - 1) {
            said.1 -= 1;
        }
        if said.0 < said.1 {
            turns.push(Draft {
                contents: vec![said],
                cue: Some(Cue { from: colon, to: colon + 1 }),
                source: Some((from, colon)),
                is_whole: true,
            });
        }
    }
    turns
}

/// A quotation with a dash and a name behind it, to the end of its paragraph, or in the next one.
fn behind_dash(context: &Context<'_>, region: usize) -> Option<Draft> {
    let region = context.regions[region];
    region.pair.close?;
    let (from, to) = region.pieces;
    let end = context.document.pieces.len();
    let is_skipped = |&at: &usize| {
        context.quoted[at] == Quoted::Closes
            || matches!(context.common(at), Common::Stop | Common::Comma)
    };
    let dash = to + (to..end.min(to + 3)).take_while(is_skipped).count();
    if dash == to || dash + 1 >= end || context.common(dash) != Common::Dash {
        return None;
    }
    let paragraph = |at: usize| context.paragraph[context.sentence[at] as usize];
    let here = paragraph(dash);
    if here > paragraph(from) + 1 {
        return None;
    }
    let name = dash + 1;
    let last =
        name + (name..end).take_while(|&it| paragraph(it) == here).take(LONGEST_NAME + 1).count();
    let is_said = |at: usize| {
        let part = context.syntax.parts[at];
        context.region[at] == NONE
            && context.quoted[at] == Quoted::Outside
            && !matches!(part, crate::syntax::Part::Past | crate::syntax::Part::Present)
    };
    // `Alpine Police (@alpinepolice) January 4, 2021`
    let is_handle = |at: usize| {
        let behind = context.document.pieces.get(at + 1);
        context.common(at) == Common::Open
            && behind.is_some_and(|it| it.span.of(context.source).starts_with('@'))
    };
    let last = (name + 1..last).find(|&it| is_handle(it)).unwrap_or(last);
    let trimmed =
        last - (name..last).rev().take_while(|&it| context.common(it) == Common::Stop).count();
    let is_name = context.document.word(name).is_name_like()
        && last - name <= LONGEST_NAME
        && name < trimmed
        && (name..trimmed).all(is_said);
    is_name.then(|| Draft {
        contents: vec![(from, to)],
        cue: Some(Cue { from: dash, to: dash + 1 }),
        source: Some((name, trimmed)),
        is_whole: true,
    })
}
