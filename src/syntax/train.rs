//! Learning parts of speech and trees from treebanks.

use serde::Deserialize;

use super::parser::{self, State, Step};
use super::{NONE, Part, Relation, Syntax, parts};
use crate::hash::ByHash;
use crate::tagger::document::Document;
use crate::tagger::memory::Memory;
use crate::tagger::train::Learned;
use crate::tagger::train::{Example, Random, Recipe, learn};
use crate::tagger::{Model, features};
use crate::text::Text;
use crate::{Error, Result};

/// A document of a treebank, read.
struct Bank {
    document: Document,
    parts: Vec<Part>,
    heads: Vec<u32>,
    relations: Vec<Relation>,
}

/// A token of a treebank.
struct Entry {
    start: usize,
    end: usize,
    part: Part,
    head: usize,
    relation: Relation,
}

/// Reads the documents of a treebank in the format of Universal Dependencies.
fn read(conllu: &str) -> Result<Vec<Bank>> {
    let mut banks = Vec::new();
    let (mut text, mut entries): (String, Vec<Entry>) = Default::default();
    for block in conllu.split("\n\n") {
        if block.contains("# newdoc") && !entries.is_empty() {
            banks.push(Bank::new(&text, &entries)?);
            text.clear();
            entries.clear();
        }
        add_sentence(block, &mut text, &mut entries)?;
    }
    if !entries.is_empty() {
        banks.push(Bank::new(&text, &entries)?);
    }
    Ok(banks)
}

/// A text as some parser reads it: for each token where it stands in code points, Penn's tag, the
/// relation to its head and the number of that, which is -1 for a root.
#[derive(Deserialize)]
struct Parsed {
    text: String,
    tokens: Vec<(usize, usize, String, String, i64)>,
}

/// Reads texts that a parser read, one a line.
fn read_parsed(lines: &str) -> Result<Vec<Bank>> {
    lines.lines().enumerate().map(|(number, line)| read_line(number, line)).collect()
}

fn read_line(number: usize, line: &str) -> Result<Bank> {
    let wrong = |what: &str| Error::format(format!("line {}: {what}", number + 1));
    let parsed: Parsed = serde_json::from_str(line).map_err(|error| wrong(&error.to_string()))?;
    let mut places: Vec<usize> = parsed.text.char_indices().map(|it| it.0).collect();
    places.push(parsed.text.len());
    let at =
        |chars: usize| places.get(chars).copied().ok_or_else(|| wrong("a token stands beyond"));
    let mut entries = Vec::with_capacity(parsed.tokens.len());
    for (start, end, tag, relation, head) in &parsed.tokens {
        let (start, end) = (at(*start)?, at(*end)?);
        let spelling = &parsed.text[start..end];
        entries.push(Entry {
            start,
            end,
            part: Part::of_penn(tag, relation, spelling),
            head: usize::try_from(*head).unwrap_or(usize::MAX),
            relation: Relation::of_name(relation),
        });
    }
    Bank::new(&parsed.text, &entries)
}

fn add_sentence(block: &str, text: &mut String, entries: &mut Vec<Entry>) -> Result<()> {
    let first = entries.len();
    // A word that is written together with others: its last one, and whether a blank follows.
    let mut together: Option<(usize, bool)> = None;
    for line in block.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, form, _, universal, penn, _, head, relation, _, misc] = fields[..] else {
            return Err(Error::format(format!("this is no line of a treebank: {line:?}")));
        };
        let blank = !misc.contains("SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            together = last.parse().ok().map(|last| (last, blank));
            continue;
        }
        let Ok(number) = id.parse::<usize>() else { continue };
        let start = text.len();
        text.push_str(form);
        entries.push(Entry {
            start,
            end: text.len(),
            part: Part::of_tags(universal, penn, form),
            head: match head.parse::<usize>() {
                Ok(it) if it > 0 => first + it - 1,
                _ => usize::MAX,
            },
            relation: Relation::of_name(relation),
        });
        let blank = match together {
            Some((last, blank)) => number == last && blank,
            None => blank,
        };
        if together.is_some_and(|it| it.0 == number) {
            together = None;
        }
        if blank {
            text.push(' ');
        }
    }
    text.push('\n');
    Ok(())
}

impl Bank {
    fn new(text: &str, entries: &[Entry]) -> Result<Self> {
        let document = Document::new(&Text::new(text)?, &mut Memory::new());
        let pieces = document.pieces.len();
        let mut bank = Self {
            document,
            parts: vec![Part::Other; pieces],
            heads: vec![NONE; pieces],
            relations: vec![Relation::Root; pieces],
        };
        // The first piece of each entry, and the first entry of each piece.
        let mut piece_of = vec![usize::MAX; entries.len()];
        let mut entry_of = vec![usize::MAX; pieces];
        for (number, piece) in bank.document.pieces.iter().enumerate() {
            let (start, end) = (piece.span.start() as usize, piece.span.end() as usize);
            let from = entries.partition_point(|it| it.end <= start);
            let inside = entries[from..].iter().take_while(|it| it.start < end).count();
            for first in &mut piece_of[from..from + inside] {
                *first = number.min(*first);
            }
            if inside > 0 {
                entry_of[number] = from;
            }
        }
        for number in 0..pieces {
            let Some(entry) = entries.get(entry_of[number]) else { continue };
            bank.parts[number] = entry.part;
            let first = piece_of[entry_of[number]];
            if first != number {
                (bank.heads[number], bank.relations[number]) = (first as u32, Relation::Flat);
                continue;
            }
            // Out of what the piece holds of several entries.
            let mut it = entry;
            let mut seen = 0;
            while let Some(head) = entries.get(it.head)
                && piece_of[it.head] == number
                && seen < 8
            {
                it = head;
                seen += 1;
            }
            if let Some(&head) = piece_of.get(it.head) {
                (bank.heads[number], bank.relations[number]) = (head as u32, it.relation);
            }
        }
        bank.mend();
        Ok(bank)
    }

    /// One root in each sentence, no heads elsewhere, no heads that are marks.
    fn mend(&mut self) {
        for sentence in &self.document.sentences {
            let inside = sentence.from as u32..sentence.to as u32;
            let mut root = None;
            for at in sentence.from..sentence.to {
                if self.parts[at].is_mark() {
                    continue;
                }
                let mut head = self.heads[at];
                let mut seen = 0;
                while inside.contains(&head) && self.parts[head as usize].is_mark() && seen < 8 {
                    head = self.heads[head as usize];
                    seen += 1;
                }
                self.heads[at] = if inside.contains(&head) && !self.parts[head as usize].is_mark() {
                    head
                } else {
                    NONE
                };
                if self.heads[at] == NONE {
                    match root {
                        None => root = Some(at),
                        Some(root) => {
                            self.heads[at] = root as u32;
                            self.relations[at] = Relation::Parataxis;
                        }
                    }
                }
            }
        }
    }

    fn part_examples(&self, examples: &mut Vec<Example>) {
        for (number, sentence) in self.document.sentences.iter().enumerate() {
            let mut example = Example { weight: 1.0, ..Example::default() };
            for at in sentence.from..sentence.to {
                for distance in features::DISTANCES {
                    let other = sentence.neighbour(at, distance);
                    let word = other.map(|it| self.document.word(it));
                    features::of_word(word, distance, &mut example.features);
                }
                parts::of_piece(&self.document, number, at, &mut example.features);
                example.optional.push(example.features.len() as u32);
                example.ends.push(example.features.len() as u32);
                example.gold.push(self.parts[at] as u8);
            }
            examples.push(example);
        }
    }

    /// The steps of each sentence, the right one at each; the way is chosen by the model, if there is
    /// one, mostly.
    fn step_examples(
        &self,
        parts: &[Part],
        guide: Option<&Model>,
        random: &mut Random,
        examples: &mut Vec<Example>,
    ) {
        let (mut features, mut scores) = (Vec::new(), vec![0; 64]);
        for &sentence in &self.document.sentences {
            let mut state = State::new(&self.document, sentence, parts);
            let numbers: ByHash<usize> = state
                .pieces()
                .enumerate()
                .map(|(number, piece)| (u64::from(piece), number))
                .collect();
            let gold: Vec<(usize, Relation)> = state
                .pieces()
                .map(|piece| {
                    let head = self.heads[piece as usize];
                    let head = numbers.get(&u64::from(head)).copied().unwrap_or(usize::MAX);
                    (head, self.relations[piece as usize])
                })
                .collect();
            while !state.is_done() {
                if state.stack().is_empty() {
                    state.take(Step::Shift);
                    continue;
                }
                let right = right_step(&state, &gold);
                let mut example = Example { weight: 1.0, ..Example::default() };
                state.features(&mut example.features);
                example.ends.push(example.features.len() as u32);
                example.optional.push(example.features.len() as u32);
                example.gold.push(right.number() as u8);
                examples.push(example);
                let step = match guide {
                    Some(model) if random.happens(0.9) => {
                        parser::best(model, &state, &mut features, &mut scores)
                    }
                    _ => right,
                };
                state.take(step);
            }
        }
    }
}

/// The step that loses the fewest arcs (Goldberg, Nivre: Training deterministic parsers with
/// non-deterministic oracles, TACL 2013).
fn right_step(state: &State, gold: &[(usize, Relation)]) -> Step {
    let stack = state.stack();
    let next = state.next();
    let has_dependents =
        |head: usize, from: usize| gold[from..].iter().filter(|it| it.0 == head).count();
    let mut best: Option<(usize, Step)> = None;
    let mut offer = |cost: usize, step: Step| {
        if state.may(step) && best.is_none_or(|it| cost < it.0) {
            best = Some((cost, step));
        }
    };
    if let Some(&last) = stack.last() {
        let last = usize::from(last);
        let (head, relation) = gold[last];
        let below = stack.len().checked_sub(2).map(|at| usize::from(stack[at]));
        let arc = if relation == Relation::Root { Relation::Parataxis } else { relation };
        let no_head = usize::from(head == usize::MAX);
        if next < gold.len() {
            let cost = usize::from(
                head != next && (Some(head) == below || (head > next && head != usize::MAX)),
            );
            offer(cost + no_head + has_dependents(last, next), Step::Left(arc));
        }
        if let Some(below) = below {
            let cost = usize::from(head != below && head >= next && head != usize::MAX);
            offer(cost + no_head + has_dependents(last, next), Step::Right(arc));
        }
    }
    if next < gold.len() {
        let (head, _) = gold[next];
        let mut cost = 0;
        if let Some((_, rest)) = stack.split_last() {
            cost += usize::from(rest.iter().any(|&it| usize::from(it) == head));
        }
        cost += stack.iter().filter(|&&it| gold[usize::from(it)].0 == next).count();
        offer(cost, Step::Shift);
    }
    best.map_or(Step::Shift, |it| it.1)
}

/// So many parts of the data are held back in turn, for parts of speech as they are found.
const FOLDS: usize = 4;

/// What was learned.
pub struct Models {
    /// The model of parts of speech.
    pub parts: Vec<u8>,
    /// The parser.
    pub parser: Vec<u8>,
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Weights in the file of parts of speech, and in the parser's.
    pub weights: (usize, usize),
    /// Rounds over the data.
    pub epochs: usize,
    /// The share of features dropped at random.
    pub dropout: f32,
    /// L1.
    pub l1: f32,
    /// Where random numbers begin.
    pub seed: u64,
    /// One document of so many is held out and measured; 0 for none.
    pub hold_out: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { weights: (60_000, 210_000), epochs: 4, dropout: 0.2, l1: 2.0, seed: 1, hold_out: 0 }
    }
}

/// Learns from treebanks.
pub fn train(banks: &[String], settings: &Settings, log: &mut dyn FnMut(&str)) -> Result<Models> {
    let mut all = Vec::new();
    for bank in banks {
        all.extend(if bank.starts_with('{') { read_parsed(bank)? } else { read(bank)? });
    }
    let held = |number: usize| settings.hold_out > 0 && number % settings.hold_out == 1;
    let learned: Vec<&Bank> =
        all.iter().enumerate().filter(|it| !held(it.0)).map(|it| it.1).collect();
    let recipe = Recipe {
        epochs: settings.epochs,
        average: settings.epochs / 2,
        cut: 2,
        dropout: settings.dropout,
        rate: 0.1,
        l1: settings.l1,
        l2: 1.0,
        seed: settings.seed,
    };
    let mut examples = Vec::new();
    for bank in &learned {
        bank.part_examples(&mut examples);
    }
    log(&format!("{} documents, {} sentences", learned.len(), examples.len()));
    let parts_file = learn(parts::LABELS, &examples, &recipe, |_, _| {}).file(settings.weights.0);
    let open =
        |file| Model::open(file).ok_or_else(|| Error::format("what was learned is no model"));
    let parts_model = open(&parts_file)?;
    let read_parts = |model: &Model, bank: &Bank| {
        parts::find_with(model, &bank.document, &mut parts::told_of(model))
    };
    // Parts of speech for the parser as they are found by those who have not seen them.
    let mut found: Vec<Vec<Part>> = Vec::with_capacity(learned.len());
    let mut fold_files = Vec::new();
    for fold in 0..FOLDS {
        let mut examples = Vec::new();
        for (number, bank) in learned.iter().enumerate() {
            if number % FOLDS != fold {
                bank.part_examples(&mut examples);
            }
        }
        fold_files
            .push(learn(parts::LABELS, &examples, &recipe, |_, _| {}).file(settings.weights.0));
    }
    for (number, bank) in learned.iter().enumerate() {
        found.push(read_parts(&open(&fold_files[number % FOLDS])?, bank));
    }
    let mut random = Random::new(settings.seed);
    let mut halves = [Vec::new(), Vec::new()];
    for (number, bank) in learned.iter().enumerate() {
        bank.step_examples(&found[number], None, &mut random, &mut halves[number % 2]);
    }
    let guides: Vec<Vec<u8>> = halves
        .iter()
        .map(|examples| {
            learn(parser::LABELS, examples, &recipe, |_, _| {}).file(settings.weights.1)
        })
        .collect();
    let mut examples: Vec<Example> = halves.into_iter().flatten().collect();
    for (number, bank) in learned.iter().enumerate() {
        let guide = open(&guides[1 - number % 2])?;
        bank.step_examples(&found[number], Some(&guide), &mut random, &mut examples);
    }
    log(&format!("{} steps", examples.len()));
    let parser_learned: Learned = learn(parser::LABELS, &examples, &recipe, |epoch, loss| {
        log(&format!("round {}: loss {loss:.5}", epoch + 1));
    });
    log(&format!("{} weights", parser_learned.size()));
    let parser_file = parser_learned.file(settings.weights.1);
    let parser_model = open(&parser_file)?;
    let [mut words, mut right_parts, mut right_heads, mut right_both] = [0_u32; 4];
    for (_, bank) in all.iter().enumerate().filter(|it| held(it.0)) {
        let pieces = bank.parts.len();
        let parts = read_parts(&parts_model, bank);
        let mut syntax =
            Syntax { parts, heads: vec![NONE; pieces], relations: vec![Relation::Root; pieces] };
        for &sentence in &bank.document.sentences {
            parser::parse_with(&parser_model, &bank.document, sentence, &mut syntax);
        }
        for at in (0..pieces).filter(|&at| !bank.parts[at].is_mark()) {
            words += 1;
            right_parts += u32::from(syntax.parts[at] == bank.parts[at]);
            let is_head = syntax.heads[at] == bank.heads[at];
            right_heads += u32::from(is_head);
            right_both += u32::from(is_head && syntax.relations[at] == bank.relations[at]);
        }
    }
    if words > 0 {
        let share = |count: u32| 100.0 * f64::from(count) / f64::from(words);
        log(&format!(
            "{words} words held out: parts {:.2}, heads {:.2}, heads and relations {:.2}",
            share(right_parts),
            share(right_heads),
            share(right_both)
        ));
    }
    log(&format!("{} and {} bytes", parts_file.len(), parser_file.len()));
    Ok(Models { parts: parts_file, parser: parser_file })
}
