//! The words that say that somebody says something: `said`, `has denied`, `according to`.

use super::context::{Context, NONE, Quoted};
use crate::hash::{feature, pair};
use crate::lexicon::NO_CLUSTER;
use crate::tagger::features::{BORDER, DISTANCE_COUNT, FINE, FREE};
use crate::tagger::memory::Told;
use crate::tagger::tagging::Tagging;
use crate::tagger::words::Common;
use crate::tagger::{Labels, Model, Tag};

/// A cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    /// Its pieces: from, to.
    pub from: usize,
    pub to: usize,
}

impl Cue {
    /// Whether it shares no piece with others, which are in order and disjoint.
    pub fn is_apart_from(self, others: &[Self]) -> bool {
        let next = others.partition_point(|it| it.to <= self.from);
        others.get(next).is_none_or(|it| it.from >= self.to)
    }
}

pub(super) const LABELS: Labels = Labels::new(1);

/// Room for what words tell a model.
pub(super) fn told_of(model: &Model) -> Told {
    Told::new(model.stride(), DISTANCE_COUNT)
}

/// How much likelier cues are than was learned, in factors of e, in a sentence beside a quotation of
/// which nobody is known to say it. What is none is found out when nothing belongs to it.
const EAGER: f32 = 5.0;

/// Where by the words alone no cue is likelier by so many factors of e, nothing else is asked.
const ENOUGH: f32 = 3.0;

/// Finds cues.
pub(super) struct Finder<'t> {
    tagging: Tagging<'t>,
    sentence_tags: Vec<u8>,
}

impl<'t> Finder<'t> {
    /// With the cues of a text, in order, disjoint; `lean` says how much likelier than was learned
    /// they are, in factors of e. Of the whole text, or of what stands beside some regions.
    pub fn new(
        model: &'t Model,
        lean: f32,
        context: &Context<'t>,
        beside: Option<&[usize]>,
        told: &mut Told,
    ) -> (Self, Vec<Cue>) {
        let read = |_: usize, at: usize, sink: &mut Vec<u64>| of_piece(context, at, sink);
        let decoder = model.leaning(&[(0, lean)]);
        let mut tagging = Tagging::leaning(model, context.document, decoder);
        tagging.hurry(ENOUGH);
        let tags = match beside {
            None => tagging.read(told, read),
            Some(regions) => {
                tagging.read_some(sentences_beside(context, regions).into_iter(), told, read)
            }
        };
        tagging.turn_to(model.leaning(&[(0, EAGER)]));
        (Self { tagging, sentence_tags: Vec::new() }, of_tags(&tags, 0))
    }

    /// More cues in the sentences beside some regions, looked for eagerly; none that others are near.
    pub fn beside(&mut self, context: &Context<'_>, regions: &[usize], known: &[Cue]) -> Vec<Cue> {
        let mut more = Vec::new();
        for sentence in sentences_beside(context, regions) {
            let sentence = context.document.sentences[sentence];
            self.tagging.decode(sentence, &mut self.sentence_tags);
            more.extend(of_tags(&self.sentence_tags, sentence.from));
        }
        more.retain(|it| it.is_apart_from(known));
        more
    }
}

/// The sentences in which regions begin and end, and those right beside them.
fn sentences_beside(context: &Context<'_>, regions: &[usize]) -> Vec<usize> {
    let pieces = context.sentence.len();
    let mut sentences = Vec::new();
    for &region in regions {
        let (from, to) = context.regions[region].pieces;
        let before = from.saturating_sub(2);
        let around = [before, before + 1, from, to.saturating_sub(1), to, to + 1];
        let around = around.iter().filter(|&&it| it < pieces);
        sentences.extend(around.map(|&it| context.sentence[it] as usize));
    }
    sentences.sort_unstable();
    sentences.dedup();
    sentences
}

/// The cues that labels make.
fn of_tags(tags: &[u8], first: usize) -> Vec<Cue> {
    let mut cues = Vec::new();
    let mut from = 0;
    for (at, &tag) in tags.iter().enumerate() {
        let tag = LABELS.tag(usize::from(tag));
        if matches!(tag, Tag::Begin(_) | Tag::Single(_)) {
            from = at;
        }
        if matches!(tag, Tag::End(_) | Tag::Single(_)) {
            cues.push(Cue { from: first + from, to: first + at + 1 });
        }
    }
    cues
}

/// What the place of a piece tells beside its words.
pub(super) fn of_piece(context: &Context<'_>, at: usize, sink: &mut Vec<u64>) {
    let document = context.document;
    let sentence = document.sentences[context.sentence[at] as usize];
    let near = |distance: isize| sentence.neighbour(at, distance);
    let part = |distance| near(distance).map_or(63, |it| context.syntax.parts[it] as u64);
    let lower = |distance| near(distance).map_or(BORDER, |it| document.word(it).lower);
    let quoted = |distance| near(distance).map_or(7, |it| context.quoted[it] as u64);
    let like = |distance| {
        near(distance).map_or(BORDER, |it| {
            let word = document.word(it);
            match word.clusters[FINE] {
                NO_CLUSTER => word.suffixes[2],
                cluster => u64::from(cluster),
            }
        })
    };
    let word = document.word(at);
    let mut number = FREE;
    let mut add = |value: u64| {
        sink.push(feature(number, value));
        number += 1;
    };
    let here = part(0);
    let state = quoted(0);
    add(here);
    add((part(-1) << 6 | here) << 6 | part(1));
    add((quoted(-1) << 3 | state) << 3 | quoted(1));
    add(pair(like(0), here));
    // Most cues are verbs: what stands beside none is not looked at closely.
    if !(-2..=2).filter_map(near).any(|it| may_hold(context, it)) {
        return;
    }
    add(part(-1));
    add(part(1));
    add(here << 6 | part(1));
    add(part(-1) << 6 | here);
    add((part(-2) << 6 | part(-1)) << 6 | here);
    add((here << 6 | part(1)) << 6 | part(2));
    add(pair(here, word.lower));
    add(pair(part(-1), word.lower));
    add(pair(part(1), word.lower));
    add(pair(pair(part(-1), word.lower), part(1)));
    add(pair(lower(-1), word.lower));
    add(pair(word.lower, lower(1)));
    add(pair(lower(-1), like(0)));
    add(pair(like(0), lower(1)));
    add(pair(like(0), (part(-1) << 6 | here) << 6 | part(1)));
    add(state);
    add(pair(state, word.lower));
    add(pair(quoted(-1) << 3 | quoted(1), like(0)));
    add(pair(state, here));
    // The nearest marks on either side, outside quotations.
    let before = (sentence.from..at).rev().take(12).find(|&it| is_edge(context, it));
    let after = (at + 1..sentence.to).take(12).find(|&it| is_edge(context, it));
    let far = |it: Option<usize>| match it.map(|it| it.abs_diff(at)) {
        Some(few @ 1..=3) => few as u64,
        Some(4..=6) => 4,
        Some(_) => 5,
        None => 0,
    };
    let which = |it: Option<usize>| it.map_or(7, |it| context.quoted[it] as u64);
    let edges = (far(before) << 3 | which(before)) << 6 | far(after) << 3 | which(after);
    add(edges);
    add(pair(edges, here));
    add(pair(edges, u64::from(word.says)));
    add(far(before) << 3 | which(before));
    add(far(after) << 3 | which(after));
    // What follows the next few words: a clause, a quotation, the end.
    let next = (at + 1..sentence.to).take(8).find_map(|it| match context.common(it) {
        Common::That
        | Common::If
        | Common::How
        | Common::To
        | Common::Of
        | Common::For
        | Common::Comma
        | Common::Colon
        | Common::Stop => Some(context.common(it) as u64),
        _ => None,
    });
    let next = next.unwrap_or(40);
    add(next);
    add(pair(next, like(0)));
    add(pair(next, here));
    let last = (sentence.from..at).rev().take(6).find_map(|it| match context.common(it) {
        Common::Comma
        | Common::Who
        | Common::He
        | Common::They
        | Common::It
        | Common::I
        | Common::You
        | Common::By
        | Common::To
        | Common::Not => Some(context.common(it) as u64),
        _ if context.entity[it] != 0 => Some(50 + u64::from(context.entity[it])),
        _ => None,
    });
    let last = last.unwrap_or(40);
    add(last);
    add(pair(last, like(0)));
    add(last << 6 | next);
    let entity = |distance| near(distance).map_or(31, |it| u64::from(context.entity[it]));
    add(entity(-1) << 5 | entity(1));
    add(pair(entity(-1), like(0)));
    add(pair(entity(1), like(0)));
    add(pair(entity(-1), here << 6 | part(1)));
    // The sentence: whether it holds a quotation, begins or ends with one, and where this is.
    let region = |it: usize| context.region[it] != NONE || context.quoted[it] != Quoted::Outside;
    let holds = (sentence.from..sentence.to).take(80).any(region);
    let ends = region(sentence.to - 1);
    let begins = region(sentence.from);
    let shape = u64::from(holds) | u64::from(begins) << 1 | u64::from(ends) << 2;
    add(shape << 3 | state);
    add(pair(shape << 3 | state, like(0)));
    let from_start = (at - sentence.from).min(6) as u64;
    let from_end = (sentence.to - 1 - at).min(6) as u64;
    add(from_start);
    add(from_end);
    add(pair(from_end, here));
    add(pair(from_start, here));
    add(pair(from_end, like(0)));
    add((word.mode as u64) << 6 | here);
    let says_near = (sentence.from..sentence.to)
        .take(80)
        .filter(|&it| it != at && document.word(it).says && context.quoted[it] == Quoted::Outside)
        .count();
    add(says_near.min(2) as u64);
    add(pair(says_near.min(2) as u64, here << 1 | u64::from(word.says)));
}

/// Whether a piece may be what a cue is about.
fn may_hold(context: &Context<'_>, at: usize) -> bool {
    context.syntax.parts[at].is_verb()
        || context.document.word(at).says
        || matches!(context.common(at), Common::According | Common::Colon | Common::Dash)
}

/// Whether a mark of quotation stands at a piece.
fn is_edge(context: &Context<'_>, at: usize) -> bool {
    matches!(context.quoted[at], Quoted::Opens | Quoted::Closes)
}
