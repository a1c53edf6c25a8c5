//! A tree over the words of a sentence, built from left to right.
//!
//! Arc-hybrid transitions (Kuhlmann, Gómez-Rodríguez, Satta: Dynamic programming algorithms for
//! transition-based dependency parsers, ACL 2011), each chosen by the same hashed features as all
//! else. Marks are left out of the tree; that they stand between words is a feature.

use std::sync::LazyLock;

use super::{NONE, Part, Relation, Syntax};
use crate::hash::{feature, pair};
use crate::lexicon::NO_CLUSTER;
use crate::tagger::document::{Document, Sentence};
use crate::tagger::features::{BORDER, COARSE};
use crate::tagger::{Labels, Model};

/// What to do next: go on to the next word, or hang the last word of the stack on the next word or
/// on the word before it on the stack, each in one of the relations.
pub(super) const LABELS: Labels = Labels::every(1 + 2 * Relation::ARCS as u8);

static MODEL: LazyLock<Option<Model>> =
    LazyLock::new(|| Model::open(include_bytes!("../../models/parser.bin")));

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Shift,
    /// The last on the stack depends on the next word.
    Left(Relation),
    /// The last on the stack depends on the one before it there.
    Right(Relation),
}

impl Step {
    pub fn number(self) -> usize {
        match self {
            Self::Shift => 0,
            Self::Left(relation) => 1 + relation as usize,
            Self::Right(relation) => 1 + Relation::ARCS + relation as usize,
        }
    }

    pub fn of_number(number: usize) -> Self {
        match number {
            0 => Self::Shift,
            it if it <= Relation::ARCS => Self::Left(Relation::ALL[it - 1]),
            it => Self::Right(Relation::ALL[it - 1 - Relation::ARCS]),
        }
    }
}

/// No word.
const NO: u16 = u16::MAX;

/// A word of the sentence, and what hangs on it so far.
#[derive(Clone, Copy, Debug)]
struct Node {
    piece: u32,
    lower: u64,
    cluster: u64,
    part: u64,
    /// Which marks stand before it, since the word before.
    marks: u64,
    head: u16,
    relation: Relation,
    /// Its first and last dependent on either side, how many, and their relations.
    first_left: u16,
    last_right: u16,
    left_count: u8,
    right_count: u8,
    left_set: u64,
    right_set: u64,
}

/// A sentence that is being parsed.
#[derive(Debug, Default)]
pub(super) struct State {
    nodes: Vec<Node>,
    stack: Vec<u16>,
    next: usize,
}

impl State {
    pub fn new(document: &Document, sentence: Sentence, parts: &[Part]) -> Self {
        let mut state = Self::default();
        let mut marks = 0;
        for (piece, &part) in parts.iter().enumerate().take(sentence.to).skip(sentence.from) {
            if part.is_mark() {
                marks |= 1 << (part as u64 - Part::Comma as u64);
                continue;
            }
            let word = document.word(piece);
            let cluster = match word.clusters[COARSE] {
                NO_CLUSTER => word.suffixes[2],
                cluster => u64::from(cluster),
            };
            state.nodes.push(Node {
                piece: piece as u32,
                lower: word.lower,
                cluster,
                part: part as u64,
                marks,
                head: NO,
                relation: Relation::Root,
                first_left: NO,
                last_right: NO,
                left_count: 0,
                right_count: 0,
                left_set: 0,
                right_set: 0,
            });
            marks = 0;
        }
        state
    }

    /// The pieces of the words.
    #[cfg(feature = "train")]
    pub fn pieces(&self) -> impl Iterator<Item = u32> {
        self.nodes.iter().map(|it| it.piece)
    }

    #[cfg(feature = "train")]
    pub fn stack(&self) -> &[u16] {
        &self.stack
    }

    #[cfg(feature = "train")]
    pub fn next(&self) -> usize {
        self.next
    }

    pub fn is_done(&self) -> bool {
        self.next == self.nodes.len() && self.stack.len() < 2
    }

    pub fn may(&self, step: Step) -> bool {
        match step {
            Step::Shift => self.next < self.nodes.len(),
            Step::Left(_) => self.next < self.nodes.len() && !self.stack.is_empty(),
            Step::Right(_) => self.stack.len() > 1,
        }
    }

    pub fn take(&mut self, step: Step) {
        match step {
            Step::Shift => {
                self.stack.push(self.next as u16);
                self.next += 1;
            }
            Step::Left(relation) => {
                let Some(child) = self.stack.pop() else { return };
                let head = &mut self.nodes[self.next];
                head.first_left = child;
                head.left_count = head.left_count.saturating_add(1);
                head.left_set |= 1 << relation as u64;
                self.hang(child, self.next as u16, relation);
            }
            Step::Right(relation) => {
                let Some(child) = self.stack.pop() else { return };
                let Some(&head) = self.stack.last() else { return };
                let node = &mut self.nodes[usize::from(head)];
                node.last_right = child;
                node.right_count = node.right_count.saturating_add(1);
                node.right_set |= 1 << relation as u64;
                self.hang(child, head, relation);
            }
        }
    }

    fn hang(&mut self, child: u16, head: u16, relation: Relation) {
        let child = &mut self.nodes[usize::from(child)];
        (child.head, child.relation) = (head, relation);
    }

    fn node(&self, at: u16) -> Option<&Node> {
        self.nodes.get(usize::from(at))
    }

    /// What the state tells about the next step.
    pub fn features(&self, sink: &mut Vec<u64>) {
        let depth = |back: usize| {
            let at = self.stack.len().checked_sub(back + 1)?;
            self.node(self.stack[at])
        };
        let (s0, s1, s2) = (depth(0), depth(1), depth(2));
        let ahead = |by: usize| self.nodes.get(self.next + by);
        let (b0, b1, b2) = (ahead(0), ahead(1), ahead(2));
        let word = |it: Option<&Node>| it.map_or(BORDER, |it| it.lower);
        let part = |it: Option<&Node>| it.map_or(63, |it| it.part);
        let like = |it: Option<&Node>| it.map_or(BORDER, |it| it.cluster);
        let mut number = 0;
        let mut add = |value: u64| {
            sink.push(feature(number, value));
            number += 1;
        };
        let (s0p, s1p, s2p) = (part(s0), part(s1), part(s2));
        let (b0p, b1p, b2p) = (part(b0), part(b1), part(b2));
        let (s0w, s1w, b0w) = (word(s0), word(s1), word(b0));
        let (s0c, s1c, b0c) = (like(s0), like(s1), like(b0));
        let both = |a: u64, b: u64| a << 6 | b;
        add(pair(s0w, s0p));
        add(pair(s1w, s1p));
        add(pair(b0w, b0p));
        add(pair(word(b1), b1p));
        add(pair(s0w, b0p));
        add(pair(s0p, b0w));
        add(pair(s1w, s0p));
        add(pair(s1p, s0w));
        add(pair(s0c, b0c));
        add(pair(s1c, s0c));
        add(both(both(b0p, b1p), b2p));
        add(both(both(s0p, b0p), b1p));
        add(both(both(both(s1p, s0p), b0p), b1p));
        add(both(both(both(s2p, s1p), s0p), b0p));
        let child = |it: Option<&Node>, left: bool| {
            it.and_then(|it| self.node(if left { it.first_left } else { it.last_right }))
        };
        let of = |it: Option<&Node>| it.map_or(63, |it| it.relation as u64);
        for (it, there) in [(s0, s0p), (s1, s1p)] {
            for left in [true, false] {
                let child = child(it, left);
                add(both(both(both(there, part(child)), of(child)), b0p));
                add(pair(both(there, of(child)), pair(word(child), s0p)));
            }
            let set = it.map_or(0, |it| it.left_set << 20 | it.right_set);
            add(pair(set, both(there, b0p)));
            add(pair(set, word(it)));
            let count = it.map_or(0, |it| {
                u64::from(it.left_count.min(3)) << 2 | u64::from(it.right_count.min(3))
            });
            add(count << 12 | both(there, b0p));
        }
        let left = child(b0, true);
        add(both(both(both(s0p, b0p), part(left)), of(left)));
        add(pair(b0.map_or(0, |it| it.left_set), both(b0p, s0p)));
        add(pair(b0.map_or(0, |it| it.left_set), b0w));
        // What stands between them.
        let place = |it: Option<&Node>, back: usize| match it {
            Some(_) => usize::from(self.stack[self.stack.len() - 1 - back]),
            None => 0,
        };
        let between = |from: usize, to: usize| {
            let inside = self.nodes.get(from + 1..=to).unwrap_or_default();
            // However long a sentence is.
            inside.iter().rev().take(24).fold(0, |set, it| set | it.marks)
        };
        let steps = |from: usize, to: usize| match to.saturating_sub(from) {
            few @ 0..=4 => few as u64,
            5..=7 => 5,
            8..=12 => 6,
            _ => 7,
        };
        let at0 = place(s0, 0);
        let here = self.next.min(self.nodes.len().saturating_sub(1));
        let (gap, marks) = (steps(at0, self.next), between(at0, here));
        add(pair(gap, both(s0p, b0p)));
        add(pair(marks, both(s0p, b0p)));
        add(pair(marks << 3 | gap, s0w));
        add(pair(marks, b0w));
        let at1 = place(s1, 1);
        let (gap, marks) = (steps(at1, at0), between(at1, at0));
        add(pair(gap, both(s1p, s0p)));
        add(pair(marks, both(s1p, s0p)));
        add(pair(marks << 3 | gap, s1w));
        add(pair(marks, both(both(s1p, s0p), b0p)));
        add(b0.map_or(255, |it| it.marks) << 12 | both(s0p, b0p));
    }

    /// Writes the tree down.
    fn write(&self, syntax: &mut Syntax) {
        for node in &self.nodes {
            let head = self.node(node.head).map_or(NONE, |it| it.piece);
            syntax.heads[node.piece as usize] = head;
            syntax.relations[node.piece as usize] = node.relation;
        }
    }
}

/// Parses a sentence with the model that ships.
pub(super) fn parse(document: &Document, sentence: Sentence, syntax: &mut Syntax) {
    if let Some(model) = &*MODEL {
        parse_with(model, document, sentence, syntax);
    }
}

/// Parses a sentence.
pub(super) fn parse_with(
    model: &Model,
    document: &Document,
    sentence: Sentence,
    syntax: &mut Syntax,
) {
    let mut state = State::new(document, sentence, &syntax.parts);
    let mut features = Vec::with_capacity(80);
    let mut scores = vec![0; model.stride()];
    while !state.is_done() {
        state.take(best(model, &state, &mut features, &mut scores));
    }
    state.write(syntax);
}

/// The best step that may be taken.
pub(super) fn best(
    model: &Model,
    state: &State,
    features: &mut Vec<u64>,
    scores: &mut [i16],
) -> Step {
    if state.stack.is_empty() {
        return Step::Shift;
    }
    features.clear();
    scores.fill(0);
    state.features(features);
    model.add(features, scores);
    let steps = (0..LABELS.len()).map(Step::of_number).filter(|&step| state.may(step));
    // The first of the best; `Shift` where nothing is known.
    let mut best = (Step::Shift, i16::MIN);
    for step in steps {
        let score = scores[step.number()];
        if score > best.1 || best.1 == i16::MIN {
            best = (step, score);
        }
    }
    best.0
}
