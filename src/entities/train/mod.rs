//! Training the model of names, for `tools/tagger`.

mod augment;
mod lexicon;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::names::{self, LABELS, Name};
use super::votes::Votes;
use super::{EntityKind, features};
use crate::tagger::Document;
use crate::tagger::memory::Memory;
use crate::tagger::train::{Example, Learned, Random, Recipe, learn};
use crate::tagger::{Model, Tag};
use crate::text::Text;
use crate::{Error, Offsets, Result};

/// The lexicon's file, from tables: lines of phrase and class, of word and clusters, of word
/// and habits.
pub fn pack_lexicon(phrases: &str, clusters: &str, habits: &str) -> Vec<u8> {
    lexicon::pack(phrases, clusters, habits)
}

/// An annotated article, as a line of JSON holds it.
#[derive(Clone, Debug, Deserialize)]
pub struct Article {
    /// Its text.
    pub text: String,
    /// Its names, in code points.
    pub entities: Vec<Annotation>,
    /// Stretches that nobody annotated, in code points.
    #[serde(default)]
    pub ignore: Vec<[u32; 2]>,
    /// How much it counts: 1 unless it is given, less for names that a model found.
    #[serde(default = "whole")]
    pub weight: f32,
}

fn whole() -> f32 {
    1.0
}

/// An annotated name.
#[derive(Clone, Debug, Deserialize)]
pub struct Annotation {
    /// Its first code point.
    pub start: u32,
    /// The one behind its last.
    pub end: u32,
    /// Its kind: as ours are named, or as in `OntoNotes` or `Worldwide`.
    pub label: String,
}

impl Article {
    /// Articles from lines of JSON; an error that names the line.
    pub fn read_all(lines: &str) -> Result<Vec<Self>> {
        let read = |(number, line): (usize, &str)| {
            let article: Self = serde_json::from_str(line)
                .map_err(|error| Error::format(format!("line {}: {error}", number + 1)))?;
            for it in &article.entities {
                if kind_of(&it.label).is_none() {
                    let message =
                        format!("line {}: the label {} is not known", number + 1, it.label);
                    return Err(Error::format(message));
                }
            }
            Ok(article)
        };
        let lines = lines.lines().enumerate().filter(|it| !it.1.trim().is_empty());
        lines.map(read).collect()
    }
}

/// The kind that a label of some corpus means.
fn kind_of(label: &str) -> Option<EntityKind> {
    Some(match label {
        "Person" | "PERSON" | "PER" => EntityKind::Person,
        "Organization" | "ORGANIZATION" | "ORG" => EntityKind::Org,
        "Location" | "LOCATION" | "LOC" | "GPE" => EntityKind::Loc,
        "Facility" | "FACILITY" | "FAC" => EntityKind::Fac,
        "NORP" => EntityKind::Norp,
        "Product" | "PRODUCT" => EntityKind::Product,
        "Misc" | "MISC" | "EVENT" | "WORK_OF_ART" | "LAW" | "LANGUAGE" => EntityKind::Misc,
        "Date" | "DATE" => EntityKind::Date,
        "Money" | "MONEY" => EntityKind::Money,
        _ => return None,
    })
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
    /// Weights in the file.
    pub weights: usize,
    /// Models that are averaged.
    pub models: usize,
    /// Parts of the data for what the first reading says of articles that it has not seen.
    pub folds: usize,
    /// The share of articles of which a part is learned in capitals too, and as many with headlines,
    /// half as many with bylines and datelines.
    pub augment: f32,
    /// Where random numbers begin.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            epochs: 6,
            average: 3,
            dropout: 0.3,
            rate: 0.1,
            penalties: (0.3, 1.0),
            cut: 2,
            weights: 1_100_000,
            models: 6,
            folds: 4,
            augment: 0.15,
            seed: 1,
        }
    }
}

/// An article, read and labelled.
struct Labelled {
    document: Document,
    gold: Vec<u8>,
    /// Whether a sentence lies in what nobody annotated.
    ignored: Vec<bool>,
    weight: f32,
}

impl Labelled {
    fn new(article: &Article, memory: &mut Memory) -> Result<Self> {
        let text = Text::new(&article.text)?;
        let document = Document::new(&text, memory);
        let offsets = Offsets::new(&article.text);
        let length = article.text.len() as u32;
        let bytes = |chars: u32| offsets.to_bytes(&article.text, chars).unwrap_or(length);
        let mut spans: Vec<(u32, u32, u8)> = Vec::new();
        for it in &article.entities {
            if let Some(kind) = kind_of(&it.label) {
                spans.push((bytes(it.start), bytes(it.end), kind as u8));
            }
        }
        spans.sort_unstable();
        let outside = LABELS.number(Tag::Outside) as u8;
        let mut gold = vec![outside; document.pieces.len()];
        for sentence in &document.sentences {
            let mut at = sentence.from;
            while at < sentence.to {
                let piece = document.pieces[at].span;
                let next = spans.partition_point(|span| span.1 <= piece.start());
                let Some(&(start, end, kind)) = spans.get(next).filter(|it| it.0 < piece.end())
                else {
                    at += 1;
                    continue;
                };
                let _ = start;
                let mut to = at + 1;
                while to < sentence.to && document.pieces[to].span.start() < end {
                    to += 1;
                }
                for (it, label) in gold.iter_mut().enumerate().take(to).skip(at) {
                    let tag = match (it == at, it + 1 == to) {
                        (true, true) => Tag::Single(kind),
                        (true, false) => Tag::Begin(kind),
                        (false, true) => Tag::End(kind),
                        (false, false) => Tag::Inside(kind),
                    };
                    *label = LABELS.number(tag) as u8;
                }
                at = to;
            }
        }
        let ignored = document.sentences.iter().map(|it| {
            let (start, end) =
                (document.pieces[it.from].span.start(), document.pieces[it.to - 1].span.end());
            article.ignore.iter().any(|&[from, to]| bytes(from) < end && start < bytes(to))
        });
        let ignored = ignored.collect();
        Ok(Self { document, gold, ignored, weight: article.weight })
    }

    /// What its sentences have to be learned from.
    fn examples(&self, votes: Option<&Votes>, examples: &mut Vec<Example>) {
        for (number, sentence) in self.document.sentences.iter().enumerate() {
            if self.ignored[number] {
                continue;
            }
            let mut example = Example { weight: self.weight, ..Example::default() };
            for at in sentence.from..sentence.to {
                features::all(&self.document, number, at, &mut example.features);
                example.optional.push(example.features.len() as u32);
                if let Some(votes) = votes {
                    let sink = &mut example.features;
                    features::all_votes(&self.document, *sentence, at, votes, sink);
                }
                example.ends.push(example.features.len() as u32);
                example.gold.push(self.gold[at]);
            }
            examples.push(example);
        }
    }
}

/// Trains a model of names, and gives its file. `log` is told what happens.
pub fn train(
    articles: &[Article],
    dev: &[(String, Vec<Article>)],
    settings: &Settings,
    log: &mut dyn FnMut(&str),
) -> Result<Vec<u8>> {
    let mut random = Random::new(settings.seed);
    let mut all = articles.to_vec();
    all.extend(augment::more(articles, settings.augment, &mut random));
    let labelled: Vec<Labelled> = all
        .iter()
        .map(|article| Labelled::new(article, &mut Memory::new()))
        .collect::<Result<_>>()?;
    let pieces: usize = labelled.iter().map(|it| it.gold.len()).sum();
    log(&format!("{} articles, {pieces} pieces", labelled.len()));
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
    let votes = jackknife(&labelled, &recipe, settings, log);
    let mut examples = Vec::new();
    for (it, votes) in labelled.iter().zip(&votes) {
        it.examples(votes.as_ref(), &mut examples);
    }
    let learned: Vec<Learned> = std::thread::scope(|scope| {
        let (examples, recipe) = (&examples, &recipe);
        let (sender, receiver) = std::sync::mpsc::channel();
        let threads: Vec<_> = (1..=settings.models)
            .map(|number| {
                let sender = sender.clone();
                scope.spawn(move || {
                    let recipe = Recipe { seed: recipe.seed + number as u64, ..*recipe };
                    learn(LABELS, examples, &recipe, |epoch, loss| {
                        // Whoever does not listen any more need not be told.
                        let _ = sender.send((number, epoch + 1, loss));
                    })
                })
            })
            .collect();
        drop(sender);
        for (number, epoch, loss) in receiver {
            log(&format!("model {number} round {epoch}: loss {loss:.5}"));
        }
        threads.into_iter().filter_map(|it| it.join().ok()).collect()
    });
    let learned = Learned::mean(learned).ok_or_else(|| Error::format("no model was asked for"))?;
    log(&format!("{} weights", learned.size()));
    let file = learned.file(settings.weights);
    log(&format!("{} bytes", file.len()));
    for (name, articles) in dev {
        log(&format!("{name}: {}", evaluate(&file, articles)?));
    }
    Ok(file)
}

/// What the first reading says of each article when it has not seen it.
fn jackknife(
    labelled: &[Labelled],
    recipe: &Recipe,
    settings: &Settings,
    log: &mut dyn FnMut(&str),
) -> Vec<Option<Votes>> {
    let mut votes: Vec<Option<Votes>> = labelled.iter().map(|_| None).collect();
    let folds = if settings.folds < 2 { 0 } else { settings.folds };
    let results: Vec<Vec<(usize, Votes)>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..folds)
            .map(|fold| {
                scope.spawn(move || {
                    let mut examples = Vec::new();
                    for (number, it) in labelled.iter().enumerate() {
                        if number % folds != fold {
                            it.examples(None, &mut examples);
                        }
                    }
                    let file = learn(LABELS, &examples, recipe, |_, _| {}).file(settings.weights);
                    let Some(model) = Model::open(&file) else { return Vec::new() };
                    let held = labelled.iter().enumerate().filter(|it| it.0 % folds == fold);
                    held.map(|(number, it)| {
                        let tags = names::first_tags(&model, &it.document);
                        (number, Votes::count(&it.document, &names::kinds(&tags)))
                    })
                    .collect()
                })
            })
            .collect();
        threads.into_iter().filter_map(|it| it.join().ok()).collect()
    });
    for (number, found) in results.into_iter().flatten() {
        votes[number] = Some(found);
    }
    log(&format!("{} articles have votes", votes.iter().flatten().count()));
    votes
}

/// The names that a model's file finds, in code points.
pub fn predict(file: &[u8], text: &str) -> Result<Vec<(u32, u32, EntityKind)>> {
    let model = Model::open(file).ok_or_else(|| Error::format("this is no model"))?;
    let read = Text::new(text)?;
    let offsets = Offsets::new(text);
    let chars = |at| offsets.to_chars(text, at);
    let document = Document::new(&read, &mut Memory::new());
    let names = names::find_with(&model, &document, &mut names::told_of(&model));
    let found = |it: &Name| (chars(it.span.start()), chars(it.span.end()), it.kind);
    Ok(names.iter().map(found).collect())
}

/// F1 of spans and kinds, all and by kind.
pub fn evaluate(file: &[u8], articles: &[Article]) -> Result<String> {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for article in articles {
        let found = predict(file, &article.text)?;
        let found = found.into_iter();
        let found: Vec<(u32, u32, EntityKind)> =
            found.filter(|it| counted(article, it.0, it.1)).collect();
        let gold = article.entities.iter().filter(|it| counted(article, it.start, it.end));
        let gold: Vec<(u32, u32, EntityKind)> =
            gold.filter_map(|it| Some((it.start, it.end, kind_of(&it.label)?))).collect();
        for it in &found {
            let right = gold.contains(it);
            for name in groups(it.2) {
                let count = counts.entry(name).or_default();
                count[0] += usize::from(right);
                count[1] += 1;
            }
        }
        for it in &gold {
            groups(it.2).for_each(|name| counts.entry(name).or_default()[2] += 1);
        }
    }
    let shown = counts.iter().map(|(name, [right, found, gold])| {
        format!("{name} {:.2}", 200.0 * *right as f64 / (found + gold).max(1) as f64)
    });
    Ok(shown.collect::<Vec<_>>().join("  "))
}

/// All, and the kind.
fn groups(kind: EntityKind) -> impl Iterator<Item = &'static str> {
    let three =
        matches!(kind, EntityKind::Person | EntityKind::Org | EntityKind::Loc | EntityKind::Fac);
    ["all", if three { "three" } else { "other" }, kind.name()].into_iter()
}

fn counted(article: &Article, start: u32, end: u32) -> bool {
    !article.ignore.iter().any(|&[from, to]| from < end && start < to)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A few articles of our own, and where their names stand.
    fn articles() -> Vec<Article> {
        let marked = [
            "[Person:Bente Engesvik] said the [Organization:Harbour Board] of [Location:Moss] would \
             meet.\n“We are late,” [Person:Engesvik] told [Organization:Fjord News].",
            "[Location:OSLO] ([Organization:NTB]) - Pilots left [Location:Moss] on \
             [Date:Monday], the [Organization:Harbour Board] said.",
            "The [NORP:Norwegian] ferry [Product:Sildra] costs [Money:$3 million], said \
             [Person:Ole Vik].",
        ];
        let read = |it: &str| {
            let (mut text, mut entities) = (String::new(), Vec::new());
            let mut rest = it;
            while let Some((before, after)) = rest.split_once('[') {
                let (inside, behind) = after.split_once(']').unwrap();
                let (label, name) = inside.split_once(':').unwrap();
                text += before;
                let start = text.chars().count() as u32;
                text += name;
                let end = text.chars().count() as u32;
                entities.push(Annotation { start, end, label: label.into() });
                rest = behind;
            }
            Article { text: text + rest, entities, ignore: Vec::new(), weight: 1.0 }
        };
        marked.into_iter().cycle().take(12).map(read).collect()
    }

    fn settings() -> Settings {
        Settings { epochs: 4, average: 2, models: 2, folds: 2, cut: 1, ..Settings::default() }
    }

    #[test]
    fn the_same_data_and_seed_give_the_same_file() {
        let file =
            |seed| train(&articles(), &[], &Settings { seed, ..settings() }, &mut |_| {}).unwrap();
        let first = file(1);
        assert!(first == file(1));
        assert!(first != file(2));
    }

    #[test]
    fn what_was_learned_is_found() {
        let file = train(&articles(), &[], &settings(), &mut |_| {}).unwrap();
        let text = "“We are late,” Engesvik told Fjord News in Moss.";
        let found = predict(&file, text).unwrap();
        let words: Vec<(&str, EntityKind)> =
            found.iter().map(|it| (slice(text, it.0, it.1), it.2)).collect();
        let (person, org, loc) = (EntityKind::Person, EntityKind::Org, EntityKind::Loc);
        assert_eq!(words, [("Engesvik", person), ("Fjord News", org), ("Moss", loc)]);
        assert!(evaluate(&file, &articles()).unwrap().contains("all 100.00"));
    }

    fn slice(text: &str, start: u32, end: u32) -> &str {
        let at = |chars: u32| text.char_indices().nth(chars as usize).map_or(text.len(), |it| it.0);
        &text[at(start)..at(end)]
    }

    #[test]
    fn a_label_that_is_not_known_is_named_with_its_line() {
        let lines = "{\"text\": \"a\", \"entities\": []}\n\
                     {\"text\": \"a\", \"entities\": [{\"start\": 0, \"end\": 1, \"label\": \"Ship\"}]}";
        let error = Article::read_all(lines).unwrap_err();
        assert!(error.to_string().contains("line 2") && error.to_string().contains("Ship"));
    }
}
