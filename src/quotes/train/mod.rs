//! Learning to find quotations from annotated articles.

pub mod confidence;
pub mod speakers;

use serde::Deserialize;

use super::arguments::{self, View};
use super::context::Context;
use super::cues::{self, Cue, Finder};
use super::models::LEAN_SPEECH;
pub use super::models::Lean;
use super::{Pair, Quote, pair_marks};
use crate::entities::{self, Entity, Kinds};
use crate::furniture::LeadIn;
use crate::tagger::memory::Memory;
use crate::tagger::train::{Example, Learned, Recipe, learn};
use crate::tagger::{Document, Labels, Model, Tag, features};
use crate::text::Text;
use crate::{Error, Offsets, Result};

/// An annotated article: spans in code points.
#[derive(Clone, Debug, Deserialize)]
pub struct Article {
    /// Its name.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Who says what in it.
    #[serde(default)]
    pub attributions: Vec<Attribution>,
}

/// Who says what.
#[derive(Clone, Debug, Deserialize)]
pub struct Attribution {
    /// What is said.
    pub content: Spans,
    /// By whom.
    pub source: Option<Spans>,
    /// The words that say that it is said.
    pub cue: Option<Spans>,
}

/// One span, or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Spans {
    /// One.
    One([u32; 2]),
    /// Several.
    Many(Vec<[u32; 2]>),
}

impl Spans {
    fn all(&self) -> &[[u32; 2]] {
        match self {
            Self::One(span) => std::slice::from_ref(span),
            Self::Many(spans) => spans,
        }
    }
}

impl Article {
    /// Reads articles, one a line.
    pub fn read_all(lines: &str) -> Result<Vec<Self>> {
        let read = |(number, line): (usize, &str)| {
            serde_json::from_str(line)
                .map_err(|error| Error::format(format!("line {}: {error}", number + 1)))
        };
        lines.lines().enumerate().filter(|it| !it.1.trim().is_empty()).map(read).collect()
    }
}

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Rounds over the data.
    pub epochs: usize,
    /// Of how many of the last rounds the mean is taken.
    pub average: usize,
    /// The share of features dropped at random.
    pub dropout: f32,
    /// The step.
    pub rate: f32,
    /// L1 and L2.
    pub penalties: (f32, f32),
    /// Features seen less often are not learned.
    pub cut: u32,
    /// Weights in the file of cues, and in that of arguments.
    pub weights: (usize, usize),
    /// Models that are averaged.
    pub models: usize,
    /// Parts of the data for the cues of articles that the model of cues has not seen.
    pub folds: usize,
    /// How much likelier something is than was learned.
    pub lean: Lean,
    /// Where random numbers begin.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 8,
            average: 4,
            dropout: 0.3,
            rate: 0.08,
            penalties: (1.0, 1.0),
            cut: 2,
            weights: (60_000, 200_000),
            models: 6,
            folds: 3,
            lean: LEAN_SPEECH,
            seed: 1,
        }
    }
}

/// The files of what was learned.
pub struct Models {
    /// The model of cues.
    pub cues: Vec<u8>,
    /// The model of sources and contents.
    pub arguments: Vec<u8>,
    /// How much likelier something is than was learned.
    pub lean: Lean,
}

/// An article, read.
struct Page<'t> {
    text: Text<'t>,
    document: Document,
    entities: Vec<Entity>,
}

impl<'t> Page<'t> {
    fn new(article: &'t Article) -> Result<Self> {
        let text = Text::new(&article.text)?;
        let document = Document::new(&text, &mut Memory::new());
        let lead_in = LeadIn::of(&text, None);
        let entities = entities::read(&text, &document, &lead_in, Kinds::ALL);
        Ok(Self { text, document, entities })
    }

    fn bare_context(&self, pairs: &[Pair]) -> Context<'_> {
        Context::new(&self.text, &self.document, &self.entities, pairs)
    }

    /// With all sentences parsed.
    fn context(&self) -> Context<'_> {
        let pairs = pair_marks(self.text.source(), self.text.paragraphs());
        let mut context = self.bare_context(&pairs);
        for &sentence in &self.document.sentences {
            context.syntax.parse(&self.document, sentence);
        }
        context
    }
}

/// What an article's annotation says, in pieces.
struct Gold {
    cue: Option<(usize, usize)>,
    source: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

fn gold(article: &Article, context: &Context<'_>) -> Vec<Gold> {
    let offsets = Offsets::new(&article.text);
    let length = article.text.len() as u32;
    let bytes = |chars: u32| offsets.to_bytes(&article.text, chars).unwrap_or(length);
    let pieces = &context.document.pieces;
    let find = |spans: Option<&Spans>| -> Vec<(usize, usize)> {
        let spans = spans.map(Spans::all).unwrap_or_default().iter();
        let found = spans.map(|&[start, end]| {
            let (start, end) = (bytes(start), bytes(end));
            let from = pieces.partition_point(|it| it.span.end() <= start);
            let to = pieces.partition_point(|it| it.span.start() < end);
            (from, to)
        });
        found.filter(|it| it.0 < it.1).collect()
    };
    let read = |it: &Attribution| Gold {
        cue: find(it.cue.as_ref()).first().copied(),
        source: find(it.source.as_ref()),
        content: find(Some(&it.content)),
    };
    article.attributions.iter().map(read).collect()
}

/// Marks a span among labels where nothing is marked yet.
fn mark(gold: &mut [u8], labels: Labels, span: (usize, usize), kind: u8) {
    let outside = labels.number(Tag::Outside) as u8;
    let (from, to) = (span.0, span.1.min(gold.len()));
    let mut at = from;
    while at < to {
        if gold[at] != outside {
            at += 1;
            continue;
        }
        let end = (at..to).find(|&it| gold[it] != outside).unwrap_or(to);
        for (it, label) in gold.iter_mut().enumerate().take(end).skip(at) {
            let tag = match (it == at, it + 1 == end) {
                (true, true) => Tag::Single(kind),
                (true, false) => Tag::Begin(kind),
                (false, true) => Tag::End(kind),
                (false, false) => Tag::Inside(kind),
            };
            *label = labels.number(tag) as u8;
        }
        at = end;
    }
}

/// Examples of cues, sentence by sentence.
fn cue_examples(context: &Context<'_>, cues: &[Cue]) -> Vec<Example> {
    let outside = cues::LABELS.number(Tag::Outside) as u8;
    let document = context.document;
    let mut gold = vec![outside; document.pieces.len()];
    for cue in cues {
        mark(&mut gold, cues::LABELS, (cue.from, cue.to), 0);
    }
    let examples = document.sentences.iter().map(|sentence| {
        let mut example = Example { weight: 1.0, ..Example::default() };
        let mut labels = vec![outside; sentence.to - sentence.from];
        for cue in cues.iter().filter(|it| it.from < sentence.to && it.to > sentence.from) {
            let from = cue.from.max(sentence.from) - sentence.from;
            let to = cue.to.min(sentence.to) - sentence.from;
            mark(&mut labels, cues::LABELS, (from, to), 0);
        }
        for at in sentence.from..sentence.to {
            for distance in features::DISTANCES {
                let word = sentence.neighbour(at, distance).map(|it| document.word(it));
                features::of_word(word, distance, &mut example.features);
            }
            cues::of_piece(context, at, &mut example.features);
            example.optional.push(example.features.len() as u32);
            example.ends.push(example.features.len() as u32);
        }
        example.gold = labels;
        example
    });
    examples.collect()
}

/// An example of what belongs to a cue.
fn argument_example(
    context: &Context<'_>,
    cues: &[Cue],
    number: usize,
    gold: Option<&Gold>,
) -> Example {
    let view = View::new(context, cues, number);
    // Which span each piece belongs to, and its kind; the cue itself to none.
    let cue = cues[number];
    let spans: Vec<((usize, usize), u8)> = gold.map_or_else(Vec::new, |gold| {
        let sources = gold.source.iter().map(|&it| (it, arguments::SOURCE));
        sources.chain(gold.content.iter().map(|&it| (it, arguments::CONTENT))).collect()
    });
    let span_of = |at: usize| {
        if (cue.from..cue.to).contains(&at) {
            return None;
        }
        spans.iter().position(|((from, to), _)| (*from..*to).contains(&at))
    };
    let of: Vec<Option<usize>> = view.pieces.iter().map(|&at| span_of(at)).collect();
    let mut example = Example { weight: 1.0, ..Example::default() };
    for (place, &at) in view.pieces.iter().enumerate() {
        let here = of[place];
        let begins = place == 0 || of[place - 1] != here;
        let ends = of.get(place + 1) != Some(&here);
        let tag = match here.map(|it| spans[it].1) {
            None => Tag::Outside,
            Some(kind) if begins && ends => Tag::Single(kind),
            Some(kind) if begins => Tag::Begin(kind),
            Some(kind) if ends => Tag::End(kind),
            Some(kind) => Tag::Inside(kind),
        };
        example.gold.push(arguments::LABELS.number(tag) as u8);
        view.features(at, &mut example.features);
        example.optional.push(example.features.len() as u32);
        example.ends.push(example.features.len() as u32);
    }
    example
}

fn find_cues(model: &Model, lean: f32, context: &Context<'_>) -> Vec<Cue> {
    Finder::new(model, lean, context, None, &mut cues::told_of(model)).1
}

fn open(file: &[u8]) -> Result<Model> {
    Model::open(file).ok_or_else(|| Error::format("this is no model"))
}

fn overlap(a: (usize, usize), b: (usize, usize)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Learns several models with different seeds, in as many threads, and takes their mean.
fn learn_mean(
    labels: Labels,
    examples: &[Example],
    recipe: &Recipe,
    models: usize,
) -> Result<Learned> {
    let learned: Vec<Learned> = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=models as u64)
            .map(|number| {
                let recipe = Recipe { seed: recipe.seed + number, ..*recipe };
                scope.spawn(move || learn(labels, examples, &recipe, |_, _| {}))
            })
            .collect();
        threads.into_iter().filter_map(|it| it.join().ok()).collect()
    });
    Learned::mean(learned).ok_or_else(|| Error::format("no model was asked for"))
}

/// Learns to find quotations.
pub fn train(
    articles: &[Article],
    settings: &Settings,
    log: &mut dyn FnMut(&str),
) -> Result<Models> {
    let pages: Vec<Page<'_>> = articles.iter().map(Page::new).collect::<Result<_>>()?;
    let contexts: Vec<Context<'_>> = pages.iter().map(Page::context).collect();
    let golds: Vec<Vec<Gold>> =
        articles.iter().zip(&contexts).map(|(article, context)| gold(article, context)).collect();
    log(&format!("{} articles read", articles.len()));
    let recipe = Recipe {
        epochs: settings.epochs,
        average: settings.average,
        cut: settings.cut,
        dropout: settings.dropout,
        rate: settings.rate,
        l1: settings.penalties.0,
        l2: settings.penalties.1,
        seed: settings.seed,
    };
    let cues: Vec<Vec<Cue>> = golds.iter().map(|it| gold_cues(it)).collect();

    // Cues as they are found in articles that were not learned from.
    let mut found: Vec<Vec<Cue>> = vec![Vec::new(); articles.len()];
    let mut all = Vec::new();
    let mut begins = vec![0];
    for (context, cues) in contexts.iter().zip(&cues) {
        all.extend(cue_examples(context, cues));
        begins.push(all.len());
    }
    for fold in 0..settings.folds {
        let mut examples = Vec::new();
        for number in (0..articles.len()).filter(|it| it % settings.folds != fold) {
            examples.extend_from_slice(&all[begins[number]..begins[number + 1]]);
        }
        let file = learn(cues::LABELS, &examples, &recipe, |_, _| {}).file(settings.weights.0);
        let model = open(&file)?;
        for number in (0..articles.len()).filter(|it| it % settings.folds == fold) {
            found[number] = find_cues(&model, settings.lean.cues, &contexts[number]);
        }
    }
    log("cues of all articles found");
    let learned_cues = learn_mean(cues::LABELS, &all, &recipe, settings.models)?;
    drop(all);
    log(&format!("{} weights of cues", learned_cues.size()));

    let mut examples = Vec::new();
    for number in 0..articles.len() {
        let (context, golds) = (&contexts[number], &golds[number]);
        // The cues that are found, and those that are not; of those that are one, the found one.
        let mut all = found[number].clone();
        all.extend(cues[number].iter().filter(|it| {
            !found[number].iter().any(|other| overlap((it.from, it.to), (other.from, other.to)))
        }));
        all.sort_unstable_by_key(|it| it.from);
        for at in 0..all.len() {
            let cue = (all[at].from, all[at].to);
            let gold = golds.iter().find(|it| it.cue.is_some_and(|it| overlap(it, cue)));
            examples.push(argument_example(context, &all, at, gold));
        }
    }
    log(&format!("{} cues", examples.len()));
    let learned = learn_mean(arguments::LABELS, &examples, &recipe, settings.models)?;
    log(&format!("{} weights of arguments", learned.size()));
    let models = Models {
        cues: learned_cues.file(settings.weights.0),
        arguments: learned.file(settings.weights.1),
        lean: settings.lean,
    };
    log(&format!("{} and {} bytes", models.cues.len(), models.arguments.len()));
    Ok(models)
}

/// The cues of an article, in order, disjoint.
fn gold_cues(golds: &[Gold]) -> Vec<Cue> {
    let mut cues: Vec<Cue> =
        golds.iter().filter_map(|it| it.cue).map(|(from, to)| Cue { from, to }).collect();
    cues.sort_unstable_by_key(|it| (it.from, it.to));
    cues.dedup_by(|next, last| next.from < last.to);
    cues
}

/// The quotations that models find, with their texts, in code points.
pub fn predict(models: &Models, article: &Article) -> Result<Vec<(Quote, Vec<[u32; 2]>)>> {
    let page = Page::new(article)?;
    let (cues, arguments) = (open(&models.cues)?, open(&models.arguments)?);
    let told = &mut cues::told_of(&cues);
    let pairs = pair_marks(&article.text, page.text.paragraphs());
    let context = page.bare_context(&pairs);
    let pair = super::models::Pair { cues: &cues, arguments: &arguments, lean: models.lean };
    let (text, entities) = (&page.text, page.entities.as_slice());
    let mut reading = super::Reading { text, entities, pairs: &pairs, apart: Vec::new(), context };
    let drafts = reading.drafts(pair, None, told);
    let quotes = reading.quotes(drafts);
    let offsets = Offsets::new(&article.text);
    let chars = |span: crate::Span| {
        [offsets.to_chars(&article.text, span.start()), offsets.to_chars(&article.text, span.end())]
    };
    Ok(quotes
        .into_iter()
        .map(|quote| {
            let mut spans: Vec<[u32; 2]> = quote.parts.iter().map(|&it| chars(it)).collect();
            for it in [quote.cue, quote.source] {
                spans.push(it.map_or([0, 0], chars));
            }
            (quote, spans)
        })
        .collect())
}
