//! Who says what, for one cue: a second look at its sentence, from the cue's point of view.
//!
//! Each piece around the cue is told how it stands to it (how far, what is between, by which way
//! through the tree), and the best labels give the source and the contents at once. It is the way in
//! which semantic roles are labelled (Palmer, Gildea, Xue: Semantic Role Labeling, 2010).

use super::context::{Context, NONE, Quoted};
use super::cues::Cue;
use super::draft::Draft;
use super::models::Lean;
use crate::entities::EntityKind;
use crate::hash::{feature, pair};
use crate::lexicon::{self, NO_CLUSTER, SpeakerNoun};
use crate::syntax::{Part, Relation};
use crate::tagger::decode::Decoder;
use crate::tagger::features::{BORDER, COARSE, FINE};
use crate::tagger::words::Common;
use crate::tagger::{Labels, Model, Tag};

/// Kinds of labels.
pub(super) const SOURCE: u8 = 0;
pub(super) const CONTENT: u8 = 1;
pub(super) const LABELS: Labels = Labels::new(2);

/// What a label has that cannot be.
const NEVER: i16 = -16_000;

/// So many pieces before and behind a cue are looked at, at most.
const FAR: usize = 120;
/// … so many of a quotation, from either of its ends;
const EDGE: usize = 8;
/// … and so many sentences.
const SENTENCES: usize = 8;

/// How much likelier sources are than was learned, in factors of e.
const LEAN: f32 = 2.0;
/// … where none was found.
const EAGER: f32 = 6.0;

/// Finds what belongs to cues.
pub(super) struct Arguer<'m> {
    model: &'m Model,
    decoder: Decoder,
    eager: Decoder,
    eager_content: Decoder,
    scores: Vec<i16>,
    features: Vec<u64>,
    tags: Vec<u8>,
}

impl<'m> Arguer<'m> {
    pub fn new(model: &'m Model, lean: Lean) -> Self {
        let decoder = model.leaning(&[(SOURCE, LEAN)]);
        let eager = model.leaning(&[(SOURCE, EAGER)]);
        let eager_content = model.leaning(&[(SOURCE, LEAN), (CONTENT, lean.contents)]);
        let (scores, features, tags) = (Vec::new(), Vec::new(), Vec::new());
        Self { model, decoder, eager, eager_content, scores, features, tags }
    }

    /// What is said by a cue of a text, and by whom; there may be neither.
    pub fn draft(&mut self, context: &Context<'_>, cues: &[Cue], cue: usize) -> Draft {
        let view = View::new(context, cues, cue);
        let stride = self.model.stride();
        self.scores.clear();
        self.scores.resize(view.pieces.len() * stride, 0);
        for (&at, row) in view.pieces.iter().zip(self.scores.chunks_exact_mut(stride)) {
            if (view.cue.from..view.cue.to).contains(&at) {
                // A cue is neither its source nor what is said.
                row[..LABELS.len()].fill(NEVER);
                row[LABELS.number(Tag::Outside)] = 0;
                continue;
            }
            view.features(at, &mut self.features);
            self.model.add(&mut self.features, row);
        }
        self.decoder.decode(&self.scores, stride, &mut self.tags);
        let (mut source, mut contents) = arguments(&self.tags, &view.pieces);
        if contents.is_empty() {
            self.eager_content.decode(&self.scores, stride, &mut self.tags);
            (source, contents) = arguments(&self.tags, &view.pieces);
        }
        of_relative(context, cues[cue], &mut contents);
        if source.is_none() {
            source = beside_quotation(context, cues[cue], &mut contents);
        }
        if source.is_none() {
            self.eager.decode(&self.scores, stride, &mut self.tags);
            source = arguments(&self.tags, &view.pieces)
                .0
                .filter(|it| contents.iter().all(|content| content.1 <= it.0 || it.1 <= content.0));
        }
        let source = source.map(|it| of_one_clause(context, it));
        let source = pronoun_behind(context, cues[cue]).or(source);
        let source = source.map(|it| of_last_clause(context, cues[cue], it));
        let source = source.map(|it| with_noun(context, view.subject, it, &contents));
        let source = source.map(|it| with_apposition(context, cues[cue], it, &mut contents));
        without_places(context, cues[cue], &mut contents);
        if let Some(source) = source {
            without_clause_before(context, source, &mut contents);
            with_subject(context, cues[cue], source, &mut contents);
        }
        Draft { contents, cue: Some(cues[cue]), source, is_whole: false }
    }
}

/// A span of pieces: from, to.
type Pieces = (usize, usize);

/// The source and the contents that labels make.
fn arguments(tags: &[u8], pieces: &[usize]) -> (Option<Pieces>, Vec<Pieces>) {
    let (mut source, mut contents) = (None, Vec::new());
    let mut from = 0;
    for (at, &tag) in tags.iter().enumerate() {
        let kind = match LABELS.tag(usize::from(tag)) {
            Tag::Begin(_) => {
                from = at;
                continue;
            }
            Tag::Outside | Tag::Inside(_) => continue,
            Tag::Single(kind) => {
                from = at;
                kind
            }
            Tag::End(kind) => kind,
        };
        let span = (pieces[from], pieces[at] + 1);
        if kind == SOURCE {
            source.get_or_insert(span);
        } else {
            contents.push(span);
        }
    }
    (source, contents)
}

/// Of a source that holds the clause before, its own end: `a storm tore the ship from its moorings, and
/// the authorities`.
fn of_one_clause(context: &Context<'_>, (from, to): Pieces) -> Pieces {
    let parts = &context.syntax.parts;
    let is_finite = |at: usize| matches!(parts[at], Part::Past | Part::Present | Part::Auxiliary);
    let relates = |at: usize| matches!(parts[at], Part::Question | Part::Subordinator);
    let joins = |&at: &usize| {
        context.common(at - 1) == Common::Comma
            && matches!(context.common(at), Common::And | Common::But)
    };
    let Some(and) = (from + 2..to.saturating_sub(1)).rev().find(joins) else { return (from, to) };
    let before = || from..and - 1;
    // Two who speak together seldom have a comma between them, three have two.
    let are_two = before().any(|it| context.common(it) == Common::Comma) || before().len() < 4;
    let is_clause = before().any(is_finite) || !are_two;
    if is_clause && !before().any(relates) { (and + 1, to) } else { (from, to) }
}

fn is_finite(context: &Context<'_>, at: usize) -> bool {
    matches!(context.syntax.parts[at], Part::Past | Part::Present | Part::Auxiliary | Part::Modal)
}

/// The pronoun right behind a cue: `“Gentlemen,” said he, “good night.”`
fn pronoun_behind(context: &Context<'_>, cue: Cue) -> Option<Pieces> {
    let is_pronoun = |at: usize| matches!(context.common(at), Common::He | Common::They);
    let ends = |at: usize| {
        matches!(context.common(at), Common::Comma | Common::Stop | Common::Dash)
            || context.quoted[at] == Quoted::Opens
    };
    let next = cue.to;
    let sentence = context.document.sentences[context.sentence[cue.from] as usize];
    let is_behind = cue.from > sentence.from && context.quoted[cue.from - 1] == Quoted::Closes;
    (is_behind && next + 1 < sentence.to && is_pronoun(next) && ends(next + 1))
        .then_some((next, next + 1))
}

/// Of a source in the clause before, the one in the cue's: `The board shut the quay, and its head, Ane
/// Lie, said`.
fn of_last_clause(context: &Context<'_>, cue: Cue, source: Pieces) -> Pieces {
    const LONGEST: usize = 12;
    let person = EntityKind::Person as u8 + 1;
    let joins = |&at: &usize| {
        context.common(at - 1) == Common::Comma
            && matches!(context.common(at), Common::And | Common::But)
    };
    let near = (source.1 + 1).max(cue.from.saturating_sub(LONGEST))..cue.from;
    let Some(and) = near.rev().find(joins) else { return source };
    let comma = usize::from(context.common(cue.from - 1) == Common::Comma);
    let last = (and + 1, cue.from - comma);
    let has_verb = |from: usize, to: usize| (from..to).any(|it| is_finite(context, it));
    let is_plain = |at: usize| context.quoted[at] == Quoted::Outside;
    let is_other = last.0 < last.1
        && (last.0..last.1).any(|it| context.entity[it] == person)
        && (source.1..cue.from).all(is_plain)
        && has_verb(source.1, and)
        && !has_verb(last.0, last.1);
    if is_other { last } else { source }
}

/// A source with the noun that it belongs to: `A person familiar with the talks`.
fn with_noun(
    context: &Context<'_>,
    subject: Pieces,
    source: Pieces,
    contents: &[Pieces],
) -> Pieces {
    const LONGEST: usize = 12;
    let sentence = context.document.sentences[context.sentence[source.0] as usize];
    let to = source.1;
    let is_noun = |at: usize| {
        let word = context.spelling(at);
        lexicon::person_word(word).is_some() || lexicon::speaker_noun(word).is_some()
    };
    let is_inside = subject.0 < source.0 && to <= subject.1;
    let from = if is_inside { subject.0 } else { sentence.from };
    if from >= source.0
        || source.0 - from > LONGEST
        || !is_inside && !(from..source.0).any(is_noun)
        || !matches!(context.syntax.parts[source.0 - 1], Part::Preposition | Part::To)
        || !matches!(context.syntax.parts[from], Part::Determiner | Part::Plural | Part::Noun)
        || contents.iter().any(|it| it.0 < to && from < it.1)
    {
        return source;
    }
    let breaks = |at: usize| is_finite(context, at) || context.syntax.parts[at].is_mark();
    if (from..source.0).any(breaks) { source } else { (from, to) }
}

/// A source with the apposition or the clause that was taken for the beginning of what is said:
/// `According to Ane Lie, an economist, wages will rise`.
fn with_apposition(
    context: &Context<'_>,
    cue: Cue,
    source: Pieces,
    contents: &mut [Pieces],
) -> Pieces {
    let first = source.1 + 1;
    let is_according = context.common(cue.from) == Common::According && source.0 == cue.to;
    if !is_according || context.entity[source.1 - 1] == 0 {
        return source;
    }
    let Some(said) = contents.iter_mut().find(|it| it.0 == first || it.0 == source.1) else {
        return source;
    };
    let is_comma = |at: usize| context.common(at) == Common::Comma;
    let Some(end) = (first..said.1).find(|&it| is_comma(it)).filter(|_| is_comma(source.1)) else {
        return source;
    };
    let is_role = |at: usize| {
        let word = context.spelling(at);
        lexicon::person_word(word).is_some()
            || matches!(lexicon::speaker_noun(word), Some((SpeakerNoun::Org, false)))
    };
    let mut inside = first..end;
    let describes = match context.syntax.parts[first] {
        Part::Question => context.common(first) == Common::Who,
        Part::Determiner | Part::Possessive => {
            inside.clone().any(is_role) && !inside.any(|it| is_finite(context, it))
        }
        _ => false,
    };
    if !describes || !(end..said.1).any(|it| is_finite(context, it)) {
        return source;
    }
    said.0 = end + 1;
    (source.0, end)
}

/// What is said with the subject that stands before the cue: `Half of it, she said, would be made up`.
fn with_subject(context: &Context<'_>, cue: Cue, source: Pieces, contents: &mut Vec<Pieces>) {
    let sentence = context.document.sentences[context.sentence[cue.from] as usize];
    let begin = cue.from.min(source.0);
    let [said] = contents[..] else { return };
    let Some(comma) = begin.checked_sub(1).filter(|&it| it > sentence.from) else { return };
    let is_behind = said.0 >= cue.to.max(source.1) && said.1 <= sentence.to;
    let is_verb = (said.0..said.1)
        .find(|&it| !context.syntax.parts[it].is_mark())
        .is_some_and(|it| is_finite(context, it));
    let is_subject = context.common(comma) == Common::Comma
        && !matches!(context.syntax.parts[sentence.from], Part::Preposition | Part::Subordinator)
        && (sentence.from..comma).all(|it| {
            !is_finite(context, it)
                && !context.syntax.parts[it].is_mark()
                && context.quoted[it] == Quoted::Outside
        });
    if is_behind && is_verb && is_subject {
        contents.insert(0, (sentence.from, comma));
    }
}

/// Without the clause that the narration goes on behind: `The plan was read, and both sides said it was
/// fair`.
fn without_clause_before(context: &Context<'_>, source: Pieces, contents: &mut Vec<Pieces>) {
    let Some(and) = source.0.checked_sub(1).filter(|&it| it > 0) else { return };
    let is_joined = matches!(context.common(and), Common::And | Common::But)
        && context.common(and - 1) == Common::Comma;
    if is_joined && contents.iter().any(|it| it.0 >= source.1) {
        let is_marked = |it: &Pieces| (it.0..it.1).any(|at| context.region[at] != NONE);
        contents.retain(|it| it.1 < and - 1 || it.1 > and + 1 || is_marked(it));
    }
}

/// Without what tells where or when it was said: `“We sail,” said Lie outside the hall where they met`.
fn without_places(context: &Context<'_>, cue: Cue, contents: &mut Vec<Pieces>) {
    let is_marked = |it: &Pieces| (it.0..it.1).any(|at| context.region[at] != NONE);
    if contents.iter().any(|it| it.1 <= cue.from && is_marked(it)) {
        let is_place = |it: &Pieces| {
            it.0 > cue.to
                && context.syntax.parts[it.0 - 1] == Part::Question
                && context.common(it.0 - 1) == Common::How
        };
        contents.retain(|it| is_marked(it) || !is_place(it));
    }
}

/// `the accusations, which they say were part of a plot`: what is said goes on with the verb behind the
/// cue, as far as its clause.
fn of_relative(context: &Context<'_>, cue: Cue, contents: &mut Vec<Pieces>) {
    let parts = &context.syntax.parts;
    let is_pronoun = |it: &Pieces| {
        it.0 + 1 == it.1 && parts[it.0] == Part::Question && it.1 < cue.from && it.1 + 8 > cue.from
    };
    let sentence = context.document.sentences[context.sentence[cue.from] as usize];
    let is_finite = cue.to < sentence.to
        && matches!(parts[cue.to], Part::Auxiliary | Part::Modal | Part::Past | Part::Present);
    if !is_finite || !contents.first().is_some_and(is_pronoun) {
        return;
    }
    // Not the hyphen of a compound.
    let pieces = &context.document.pieces;
    let is_apart = |at: usize| pieces[at - 1].span.end() < pieces[at].span.start();
    let ends = |&at: &usize| match context.common(at) {
        Common::Comma | Common::Stop | Common::Semicolon | Common::Colon => true,
        Common::Dash => is_apart(at),
        _ => context.region[at] != context.region[cue.from],
    };
    let end = (cue.to + 1..sentence.to).find(ends).unwrap_or(sentence.to);
    if contents.iter().all(|it| it.1 <= cue.from || it.0 > cue.to && it.0 < end) {
        contents.retain(|it| it.1 <= cue.from);
        contents.push((cue.to, end));
    }
}

/// The source that was taken for content: `“We sail,” said the head of the port.` Beside a cue that
/// has a quotation between marks, words without marks are hardly ever said too.
fn beside_quotation(context: &Context<'_>, cue: Cue, contents: &mut Vec<Pieces>) -> Option<Pieces> {
    let is_marked = |at: usize| context.quoted[at] != Quoted::Outside;
    let is_quoted = |it: &Pieces| is_marked(it.0) || is_marked(it.1 - 1);
    let touches = |it: &Pieces| it.0 == cue.to || it.1 == cue.from;
    let at = contents.iter().position(|it| touches(it) && !is_quoted(it))?;
    let closes = |it: &Pieces| is_quoted(it) && it.1 <= cue.from;
    contents.iter().any(closes).then(|| contents.remove(at))
}

/// The surroundings of a cue, as seen from it.
pub(super) struct View<'t, 'c> {
    context: &'t Context<'c>,
    cue: Cue,
    /// The pieces from and to which is looked, and those that are looked at.
    from: usize,
    to: usize,
    pub pieces: Vec<usize>,
    /// The cue's sentence.
    sentence: (usize, usize),
    /// The piece of the cue that governs: its last verb.
    anchor: usize,
    /// What the cue is, and what stands around it.
    lower: u64,
    like: u64,
    pattern: u64,
    next: u64,
    last: u64,
    /// The subject by the tree, and what the tree says is said.
    subject: (usize, usize),
    clause: (usize, usize),
    /// For each piece of the cue's sentence: how it hangs together with the cue.
    way: Vec<u64>,
    /// Sums over the pieces that are looked at: marks and words that may end a span.
    sums: Vec<[u8; SUMS]>,
    /// The last region that closes before the cue, and the first that opens behind it.
    region_before: u32,
    region_behind: u32,
    /// The nearest other cues.
    cue_before: Option<usize>,
    cue_behind: Option<usize>,
}

/// What is counted between a piece and the cue.
const SUMS: usize = 6;

impl<'t, 'c> View<'t, 'c> {
    pub fn new(context: &'t Context<'c>, cues: &[Cue], number: usize) -> Self {
        let cue = cues[number];
        let sentence_number = context.sentence[cue.from] as usize;
        let sentence = context.document.sentences[sentence_number];
        let parts = &context.syntax.parts;
        let anchor = (cue.from..cue.to).rev().find(|&it| parts[it].is_verb()).unwrap_or(cue.to - 1);
        let (from, to) = window(context, sentence_number, cue);
        let common = |at: usize| context.common(at);
        let next = (cue.to < sentence.to).then_some(cue.to);
        let last = cue.from.checked_sub(1).filter(|&it| it >= sentence.from);
        let code = |at: Option<usize>| match at {
            None => 0,
            Some(at) if context.quoted[at] == Quoted::Opens => 1,
            Some(at) if context.quoted[at] == Quoted::Closes => 2,
            Some(at) if common(at) != Common::No => 3 + common(at) as u64,
            Some(at) => 64 + parts[at] as u64,
        };
        let (next_code, last_code) = (code(next), code(last));
        let is_passive = (cue.from.saturating_sub(2)..cue.to).any(|it| {
            parts[it] == Part::Participle
                && (it.saturating_sub(3)..it).any(|it| {
                    matches!(parts[it], Part::Auxiliary | Part::Nonfinite) && context.is_be(it)
                })
        });
        let pattern = (parts[anchor] as u64) << 1 | u64::from(is_passive);
        let word = context.document.word(anchor);
        let mut view = Self {
            context,
            cue,
            from,
            to,
            pieces: pieces(context, (from, to), cue),
            sentence: (sentence.from, sentence.to),
            anchor,
            lower: word.lower,
            like: match word.clusters[FINE] {
                NO_CLUSTER => word.suffixes[2],
                cluster => u64::from(cluster),
            },
            pattern,
            next: next_code,
            last: last_code,
            subject: (0, 0),
            clause: (0, 0),
            way: vec![0; sentence.to - sentence.from],
            sums: Vec::with_capacity(to - from + 1),
            region_before: NONE,
            region_behind: NONE,
            cue_before: number.checked_sub(1).map(|it| cues[it].from),
            cue_behind: cues.get(number + 1).map(|it| it.from),
        };
        view.read_tree();
        view.count();
        view.region_before = (from..cue.from)
            .rev()
            .map(|it| context.region[it])
            .find(|&it| it != NONE)
            .unwrap_or(NONE);
        view.region_behind =
            (cue.to..to).map(|it| context.region[it]).find(|&it| it != NONE).unwrap_or(NONE);
        view
    }

    /// How each piece of the sentence hangs together with the cue, and what the subject is.
    fn read_tree(&mut self) {
        let context = self.context;
        let (heads, relations) = (&context.syntax.heads, &context.syntax.relations);
        let (from, to) = self.sentence;
        let inside = |at: u32| (at as usize >= from && (at as usize) < to).then_some(at as usize);
        // The cue and what it hangs on, up to three steps.
        let mut above = [usize::MAX; 4];
        let mut at = Some(self.anchor);
        for slot in &mut above {
            let Some(here) = at else { break };
            *slot = here;
            at = inside(heads[here]);
        }
        // A piece is reached over a branch of one of these; 0 where it is not.
        let mut way = vec![u64::MAX; to - from];
        for (step, &here) in above.iter().enumerate() {
            if here != usize::MAX {
                way[here - from] = (step as u64) << 8 | 0xff;
            }
        }
        let mut path: Vec<usize> = Vec::new();
        for piece in from..to {
            let mut here = piece;
            path.clear();
            let code = loop {
                if way[here - from] != u64::MAX {
                    break way[here - from];
                }
                path.push(here);
                match inside(heads[here]) {
                    Some(head) if path.len() <= to - from => here = head,
                    _ => break 0x7_00,
                }
            };
            // From the branch down to the piece.
            let mut code = code;
            for &here in path.iter().rev() {
                if code & 0xff == 0xff {
                    code = code & !0xff | relations[here] as u64;
                }
                way[here - from] = code;
            }
        }
        self.way = way;
        // The subject: of the cue, or of what it hangs on.
        let mut subject = None;
        for (step, &here) in above.iter().enumerate() {
            if here == usize::MAX {
                break;
            }
            let child = (from..to).find(|&it| {
                heads[it] == here as u32
                    && matches!(relations[it], Relation::Subject | Relation::PassiveSubject)
            });
            if child.is_some() {
                subject = child;
                break;
            }
            if relations[here] == Relation::NounClause && step < 3 && above[step + 1] != usize::MAX
            {
                subject = Some(above[step + 1]);
                break;
            }
            if !matches!(
                relations[here],
                Relation::Conjunct | Relation::OpenComplement | Relation::AdverbialClause
            ) {
                break;
            }
        }
        if let Some(subject) = subject {
            self.subject = self.below(subject);
        }
        let clause = (from..to).find(|&it| {
            heads[it] == self.anchor as u32
                && matches!(
                    relations[it],
                    Relation::ClauseComplement | Relation::OpenComplement | Relation::Object
                )
        });
        if let Some(clause) = clause {
            self.clause = self.below(clause);
        }
    }

    /// From the first to behind the last piece that hangs on one.
    fn below(&self, top: usize) -> (usize, usize) {
        let heads = &self.context.syntax.heads;
        let (from, to) = self.sentence;
        let hangs = |piece: usize| {
            let mut here = piece;
            for _ in 0..24 {
                if here == top {
                    return true;
                }
                match heads[here] {
                    it if it as usize >= from && (it as usize) < to => here = it as usize,
                    _ => return false,
                }
            }
            false
        };
        let first = (from..=top).find(|&it| hangs(it)).unwrap_or(top);
        let last = (top..to).rev().find(|&it| hangs(it)).unwrap_or(top);
        (first, last + 1)
    }

    fn count(&mut self) {
        let mut sum = [0_u8; SUMS];
        self.sums.push(sum);
        for at in self.from..self.to {
            let context = self.context;
            let which = match context.common(at) {
                Common::Comma => Some(0),
                Common::That | Common::If | Common::How => Some(1),
                Common::Stop | Common::Colon | Common::Semicolon | Common::Dash => Some(2),
                _ => match context.quoted[at] {
                    Quoted::Opens | Quoted::Closes => Some(3),
                    _ if context.syntax.parts[at].is_verb() => Some(4),
                    _ if matches!(context.common(at), Common::And | Common::But | Common::Or) => {
                        Some(5)
                    }
                    _ => None,
                },
            };
            if let Some(which) = which {
                sum[which] = sum[which].saturating_add(1);
            }
            self.sums.push(sum);
        }
    }

    /// How many of each stand between a piece and the cue, up to two; two bits each.
    fn between(&self, at: usize) -> u64 {
        let (from, to) =
            if at < self.cue.from { (at + 1, self.cue.from) } else { (self.cue.to, at) };
        let (low, high) = (self.sums[from - self.from], self.sums[to.max(from) - self.from]);
        (0..SUMS).fold(0, |code, it| code << 2 | u64::from(high[it].saturating_sub(low[it]).min(2)))
    }

    /// What is told about a piece.
    pub fn features(&self, at: usize, sink: &mut Vec<u64>) {
        let context = self.context;
        let cue = self.cue;
        let mut number = 0;
        let mut add = |value: u64| {
            sink.push(feature(number, value));
            number += 1;
        };
        add(0);
        if (cue.from..cue.to).contains(&at) {
            add(at.abs_diff(cue.from).min(2) as u64);
            return;
        }
        let document = context.document;
        let sentence = document.sentences[context.sentence[at] as usize];
        let near = |distance: isize| {
            at.checked_add_signed(distance).filter(|&it| it >= self.from && it < self.to)
        };
        let parts = &context.syntax.parts;
        let part = |distance| near(distance).map_or(63, |it| parts[it] as u64);
        let lower = |distance| near(distance).map_or(BORDER, |it| document.word(it).lower);
        let quoted = |distance| near(distance).map_or(7, |it| context.quoted[it] as u64);
        let entity = |distance| near(distance).map_or(31, |it| u64::from(context.entity[it]));
        let word = document.word(at);
        let side = u64::from(at > cue.from);
        let same = (self.sentence.0..self.sentence.1).contains(&at);
        let apart = if same {
            0
        } else {
            let there = context.sentence[at].abs_diff(context.sentence[cue.from]);
            u64::from(there.min(3))
        };
        let steps = if at < cue.from { cue.from - at } else { at + 1 - cue.to };
        let far = match steps {
            few @ 1..=4 => few as u64,
            5..=7 => 5,
            8..=12 => 6,
            13..=24 => 7,
            _ => 8,
        };
        let side = side << 2 | apart;
        let place = side << 4 | far;
        let here = part(0);
        let state = quoted(0);
        let states = (quoted(-1) << 3 | state) << 3 | quoted(1);
        let trio = (part(-1) << 6 | here) << 6 | part(1);
        let between = self.between(at);
        let marks = between >> 4;
        let region = match context.region[at] {
            NONE => 0,
            it if it == self.region_before && side >> 2 == 0 => 1,
            it if it == self.region_behind && side >> 2 == 1 => 2,
            _ => 3,
        };
        let cue_here = pair(self.lower, 1);
        let is_start = u64::from(at == sentence.from) | u64::from(at + 1 == sentence.to) << 1;
        // By itself.
        add(pair(word.lower, side));
        add(pair(here, side));
        add(pair(trio, side));
        add(pair(states, side));
        add(pair(lower(-1), side));
        add(pair(lower(1), side));
        add(pair(part(-1), side));
        add(pair(part(1), side));
        add(pair((part(-2) << 6 | part(-1)) << 6 | here, side));
        add(pair((here << 6 | part(1)) << 6 | part(2), side));
        let like = match word.clusters[COARSE] {
            NO_CLUSTER => word.suffixes[2],
            cluster => u64::from(cluster),
        };
        add(pair(like, side));
        add(pair(pair(like, here), side));
        let entities = (entity(-1) << 5 | entity(0)) << 5 | entity(1);
        add(pair(entities, side));
        add(pair(is_start, side));
        add(pair(is_start << 6 | here, side));
        // From where the cue stands.
        add(place);
        add(pair(place, here));
        add(pair(place, state));
        add(pair(between, side));
        add(pair(marks, side));
        add(pair(pair(marks, far), side));
        add(pair(pair(between, states), side));
        add(pair(pair(region, state), side));
        add(pair(pair(region, states), pair(marks, side)));
        // With the cue.
        let (next, last, pattern) = (self.next, self.last, self.pattern);
        let around = next << 8 | last;
        add(pair(cue_here, side));
        add(pair(cue_here, place));
        add(pair(cue_here, pair(here, side)));
        add(pair(cue_here, pair(marks, side)));
        add(pair(self.like, place));
        add(pair(self.like, pair(marks, side)));
        add(pair(pattern, place));
        add(pair(next, place));
        add(pair(next, pair(marks, side)));
        add(pair(next, pair(states, side)));
        add(pair(last, place));
        add(pair(last, pair(marks, side)));
        add(pair(last, pair(states, side)));
        add(pair(around, side));
        // Other cues between, and beyond.
        let other = self.other_cues(at);
        add(pair(other, side));
        add(pair(other, pair(here, side)));
        add(pair(other, pair(state, side)));
        // By the tree, which holds one sentence.
        if !same {
            return;
        }
        let way = self.way[at - self.sentence.0];
        let before = near(-1).map_or(0x5_00, |it| self.way_of(it));
        let behind = near(1).map_or(0x5_00, |it| self.way_of(it));
        let subject = inside(self.subject, at);
        let clause = inside(self.clause, at);
        add(pair(way, side));
        add(pair(way, here));
        add(pair(pair(way, before), behind));
        add(pair(pair(way, before), here));
        add(pair(pair(way, behind), here));
        add(pair(way, marks));
        add(pair(way, place));
        add(subject << 3 | clause);
        add(pair(subject, side));
        add(pair(subject, way));
        add(pair(pair(entities, here), subject));
        add(pair(clause, side));
        add(pair(clause, pair(marks, state)));
        add(pair(cue_here, way));
        add(pair(cue_here, pair(subject, side)));
        add(pair(self.like, way));
        add(pair(pattern, way));
        add(pair(pattern, pair(subject, here)));
        add(pair(next, way));
        add(pair(last, way));
        add(pair(around, pair(subject, side)));
        add(pair(other, way));
    }

    fn way_of(&self, at: usize) -> u64 {
        if (self.sentence.0..self.sentence.1).contains(&at) {
            self.way[at - self.sentence.0]
        } else {
            0x5_00
        }
    }

    /// Whether another cue stands between a piece and this one, or right beyond the piece.
    fn other_cues(&self, at: usize) -> u64 {
        match (self.cue_before, self.cue_behind) {
            (Some(other), _) if at < self.cue.from && other >= self.from => {
                if at < other {
                    1
                } else {
                    2
                }
            }
            (_, Some(other)) if at > self.cue.from && other < self.to => {
                if at > other {
                    3
                } else {
                    4
                }
            }
            _ => 0,
        }
    }
}

/// 0 outside a span, 1 where it begins, 2 inside, 3 where it ends, 4 right before, 5 right behind.
fn inside(span: (usize, usize), at: usize) -> u64 {
    let (from, to) = span;
    match at {
        _ if from == to => 6,
        _ if at == from => 1,
        _ if at + 1 == to => 3,
        _ if (from..to).contains(&at) => 2,
        _ if at + 1 == from => 4,
        _ if at == to => 5,
        _ => 0,
    }
}

/// The pieces that are looked at: of quotations in which the cue does not stand, only those near their
/// marks, because a quotation is said as a whole.
fn pieces(context: &Context<'_>, (from, to): (usize, usize), cue: Cue) -> Vec<usize> {
    let own = context.region[cue.from];
    let is_near = |&at: &usize| {
        let number = context.region[at];
        if number == NONE || number == own {
            return true;
        }
        let (first, last) = context.regions[number as usize].pieces;
        at < first + EDGE || at + EDGE >= last
    };
    (from..to).filter(is_near).collect()
}

/// The pieces around a cue that are looked at: its sentence, those before and behind it as long as a
/// quotation goes on or stands beside it, and what a colon opens.
fn window(context: &Context<'_>, sentence: usize, cue: Cue) -> (usize, usize) {
    let sentences = &context.document.sentences;
    let paragraph = context.paragraph[sentence];
    let quoted = |at: usize| context.region[at] != NONE || context.quoted[at] != Quoted::Outside;
    let mut first = sentence;
    while first > 0
        && sentence - first < SENTENCES
        && context.paragraph[first - 1] == paragraph
        && (quoted(sentences[first].from) || first == sentence)
        && quoted(sentences[first - 1].to - 1)
    {
        first -= 1;
    }
    let mut last = sentence;
    while last + 1 < sentences.len()
        && last - sentence < SENTENCES
        && context.paragraph[last + 1] == paragraph
        && quoted(sentences[last + 1].from)
    {
        last += 1;
    }
    // `The mayor said:` and the quotation in a paragraph of its own.
    let colon = |at: usize| context.common(at) == Common::Colon;
    if last == sentence && last + 1 < sentences.len() && colon(sentences[last].to - 1) {
        last += 1;
        while last + 1 < sentences.len()
            && last - sentence < SENTENCES
            && context.paragraph[last + 1] == context.paragraph[last]
            && quoted(sentences[last].from)
            && quoted(sentences[last + 1].from)
        {
            last += 1;
        }
    }
    let from = sentences[first].from.max(cue.from.saturating_sub(FAR));
    let to = sentences[last].to.min(cue.to + FAR);
    (from, to)
}
