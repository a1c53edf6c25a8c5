//! The case files, through Rust's door. The same files run through Python in
//! `tests/python/test_cases.py`.

mod attributions;

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use copydesk::dateline::{Day, Place, parse_dateline};
use copydesk::dedup::{Encoded, Finder, Options, Progress};
use copydesk::furniture::{Byline, Credit, CreditKind};
use copydesk::text::{Text, fold, paragraphs};
use copydesk::{
    Entity, Kinds, QuoteKind, Span, drop_repeats, extract_entities, extract_quotes, find_repeats,
    quotes,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Deserialize)]
struct File<C> {
    case: Vec<C>,
}

/// Runs every case of a folder that the check knows how to read, and names those that fail.
fn run<C: DeserializeOwned>(folder: &str, pattern: &str, check: impl Fn(&C) -> Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let (mut failures, mut count) = (Vec::new(), 0);
    for path in paths.into_iter().filter(|it| it.is_file()) {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if !pattern.is_empty() && pattern != name {
            continue;
        }
        let file: File<C> = toml::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for case in &file.case {
            count += 1;
            failures.extend(check(case).into_iter().map(|failure| format!("{name}: {failure}")));
        }
    }
    assert!(count > 0, "no cases");
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

fn differ<T: Debug + PartialEq>(name: &str, what: &str, found: &T, expected: &T) -> Option<String> {
    (found != expected)
        .then(|| format!("{name}: {what}\n  expected {expected:#?}\n  found    {found:#?}"))
}

/// A difference that a case marks as known is none; that there is no longer one is.
fn known(miss: Option<&str>, name: &str, difference: Option<String>) -> Option<String> {
    match (miss, difference) {
        (Some(_), Some(_)) => None,
        (Some(why), None) => {
            Some(format!("{name}: passes, though known_miss says “{why}”: take the mark away"))
        }
        (None, difference) => difference,
    }
}

fn words(text: &str, spans: &[Span]) -> Vec<String> {
    spans.iter().map(|span| span.of(text).to_owned()).collect()
}

#[derive(Deserialize)]
struct ParagraphCase {
    name: String,
    text: String,
    paragraphs: Vec<String>,
}

#[test]
fn paragraph_cases() {
    run("text", "paragraphs", |case: &ParagraphCase| {
        let found = words(&case.text, &paragraphs(&case.text));
        differ(&case.name, "paragraphs", &found, &case.paragraphs).into_iter().collect()
    });
}

#[derive(Deserialize)]
struct SentenceCase {
    name: String,
    text: String,
    sentences: Vec<String>,
}

#[test]
fn sentence_cases() {
    run("text", "sentences", |case: &SentenceCase| {
        let found = words(&case.text, Text::new(&case.text).unwrap().sentences());
        differ(&case.name, "sentences", &found, &case.sentences).into_iter().collect()
    });
}

#[derive(Deserialize)]
struct TokenCase {
    name: String,
    text: String,
    tokens: Vec<String>,
}

#[test]
fn token_cases() {
    run("text", "tokens", |case: &TokenCase| {
        let text = Text::new(&case.text).unwrap();
        let spans: Vec<Span> = text.tokens().iter().map(|token| token.span).collect();
        let found = words(&case.text, &spans);
        differ(&case.name, "tokens", &found, &case.tokens).into_iter().collect()
    });
}

#[derive(Deserialize)]
struct FoldingCase {
    name: String,
    text: String,
    folded: String,
}

#[test]
fn folding_cases() {
    run("text", "folding", |case: &FoldingCase| {
        let found = fold(&case.text).as_str().to_owned();
        differ(&case.name, "folded", &found, &case.folded).into_iter().collect()
    });
}

/// A pair of marks: closed as it stands, or open to the end of its content.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(untagged)]
enum ExpectedPair {
    Closed(String),
    Open { open: String },
}

#[derive(Debug, Deserialize, PartialEq)]
struct ExpectedQuote {
    kind: QuoteKind,
    parts: Vec<String>,
}

#[derive(Deserialize)]
struct QuoteCase {
    name: String,
    text: String,
    pairs: Vec<ExpectedPair>,
    quotes: Vec<ExpectedQuote>,
    /// Why the trained reader finds other quotes, if it does. The case fails when it no longer does.
    known_miss: Option<String>,
}

#[test]
fn quote_cases() {
    run("quotes", "", |case: &QuoteCase| {
        let text = case.text.as_str();
        let pairs: Vec<ExpectedPair> = quotes::pair_marks(text, &paragraphs(text))
            .iter()
            .map(|pair| {
                let words = pair.span().of(text).to_owned();
                match pair.close {
                    Some(_) => ExpectedPair::Closed(words),
                    None => ExpectedPair::Open { open: words },
                }
            })
            .collect();
        let quotes: Vec<ExpectedQuote> = extract_quotes(text, true)
            .unwrap()
            .iter()
            .map(|quote| ExpectedQuote { kind: quote.kind, parts: words(text, &quote.parts) })
            .collect();
        let pairs = differ(&case.name, "pairs", &pairs, &case.pairs);
        let quotes = differ(&case.name, "quotes", &quotes, &case.quotes);
        let quotes = known(case.known_miss.as_deref(), &case.name, quotes);
        pairs.into_iter().chain(quotes).collect()
    });
}

#[derive(Debug, Deserialize, PartialEq)]
struct ExpectedRepeat {
    text: String,
    first: String,
}

#[derive(Deserialize)]
struct RepeatCase {
    name: String,
    text: String,
    repeats: Vec<ExpectedRepeat>,
    kept: String,
}

#[test]
fn repeat_cases() {
    run("repeats", "", |case: &RepeatCase| {
        let text = case.text.as_str();
        let found: Vec<ExpectedRepeat> = find_repeats(text)
            .unwrap()
            .iter()
            .map(|repeat| ExpectedRepeat {
                text: repeat.span.of(text).to_owned(),
                first: repeat.first.of(text).to_owned(),
            })
            .collect();
        let kept = drop_repeats(text).unwrap();
        let repeats = differ(&case.name, "repeats", &found, &case.repeats);
        repeats.into_iter().chain(differ(&case.name, "kept", &kept, &case.kept)).collect()
    });
}

#[derive(Deserialize)]
struct BylineCase {
    name: String,
    text: String,
    byline: Option<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    places: Vec<String>,
    body: String,
}

#[test]
fn byline_cases() {
    run("furniture", "bylines", |case: &BylineCase| {
        let story = copydesk::read(&case.text).unwrap();
        let found = story.byline().map(|byline| byline.span.of(&case.text).to_owned());
        let part = |part: fn(&Byline) -> &Vec<Span>| {
            story.byline().map_or_else(Vec::new, |byline| words(&case.text, part(byline)))
        };
        let name = &case.name;
        let differences = [
            differ(name, "byline", &found, &case.byline),
            differ(name, "names", &part(|it| &it.names), &case.names),
            differ(name, "roles", &part(|it| &it.roles), &case.roles),
            differ(name, "places", &part(|it| &it.places), &case.places),
            differ(name, "body", &story.body(), &case.body),
        ];
        differences.into_iter().flatten().collect()
    });
}

#[derive(Debug, Deserialize, PartialEq)]
struct ExpectedCredit {
    kind: CreditKind,
    text: String,
    #[serde(default)]
    names: Vec<String>,
}

#[derive(Deserialize)]
struct CreditCase {
    name: String,
    text: String,
    #[serde(default)]
    credits: Vec<ExpectedCredit>,
    body: String,
}

#[test]
fn credit_cases() {
    run("furniture", "credits", |case: &CreditCase| {
        let story = copydesk::read(&case.text).unwrap();
        let credit = |credit: &Credit| ExpectedCredit {
            kind: credit.kind,
            text: credit.span.of(&case.text).to_owned(),
            names: words(&case.text, &credit.names),
        };
        let found: Vec<_> = story.credits().iter().map(credit).collect();
        let credits = differ(&case.name, "credits", &found, &case.credits);
        credits.into_iter().chain(differ(&case.name, "body", &story.body(), &case.body)).collect()
    });
}

#[derive(Deserialize)]
struct DatelineCase {
    name: String,
    text: String,
    published: Option<String>,
    dateline: Option<String>,
    #[serde(default)]
    places: Vec<String>,
    #[serde(default)]
    agencies: Vec<String>,
    date: Option<String>,
    #[serde(default)]
    body: String,
}

/// `Portland, ME, US`
fn named(place: &Place) -> String {
    let site = &place.site;
    let Some(name) = site.name.as_deref() else { return String::new() };
    let postal = matches!(site.country.as_deref(), Some("US" | "CA" | "AU"));
    let region = site.region_code.as_deref().filter(|_| postal);
    [Some(name), region, site.country.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn dateline_cases() {
    run("dateline", "", |case: &DatelineCase| {
        let published = case.published.as_deref().map(|day| day.parse().unwrap());
        let (name, text) = (&case.name, &case.text);
        let found = parse_dateline(text, published).unwrap();
        let words = found.as_ref().map(|it| it.span.of(text).to_owned());
        let Some(dateline) = found else {
            return differ(name, "dateline", &None, &case.dateline).into_iter().collect();
        };
        let places: Vec<String> = dateline.places.iter().map(named).collect();
        let agencies: Vec<String> = dateline.agencies.iter().map(ToString::to_string).collect();
        let body = &text[dateline.body_start as usize..];
        let body = body.get(..case.body.len()).unwrap_or(body).to_owned();
        let differences = [
            differ(name, "dateline", &words, &case.dateline),
            differ(name, "places", &places, &case.places),
            differ(name, "agencies", &agencies, &case.agencies),
            differ(name, "date", &dateline.date.map(|date| date.iso()), &case.date),
            differ(name, "body", &body, &case.body),
        ];
        differences.into_iter().flatten().collect()
    });
}

#[derive(Debug, Deserialize, PartialEq)]
struct ExpectedEntity {
    kind: String,
    name: String,
    mentions: Vec<String>,
    role: Option<String>,
    country: Option<String>,
}

#[derive(Deserialize)]
struct EntityCase {
    name: String,
    text: String,
    entities: Vec<ExpectedEntity>,
}

#[test]
fn entity_cases() {
    run("entities", "stories", |case: &EntityCase| {
        let shown = |entity: Entity| ExpectedEntity {
            kind: entity.kind.name().into(),
            name: entity.name,
            mentions: entity.mentions.iter().map(|it| it.span.of(&case.text).into()).collect(),
            role: entity.role,
            country: entity.country.map(Into::into),
        };
        let found = extract_entities(&case.text, Kinds::ALL).unwrap().into_iter().map(shown);
        let found: Vec<ExpectedEntity> = found.collect();
        differ(&case.name, "entities", &found, &case.entities).into_iter().collect()
    });
}

#[derive(Deserialize)]
struct DuplicatesCase {
    name: String,
    texts: Vec<String>,
    /// Rows without a text.
    #[serde(default)]
    nulls: Vec<usize>,
    /// An empty one is none.
    #[serde(default)]
    dates: Vec<String>,
    threshold: Option<f32>,
    relations: Option<Vec<String>>,
    window: Option<u32>,
    min_words: Option<u32>,
    labels: Vec<u32>,
    /// Rows and relation: `0 2 excerpt`.
    pairs: Option<Vec<String>>,
    /// Why other labels are found, if they are. The case fails when they no longer are.
    known_miss: Option<String>,
}

#[test]
fn duplicates_cases() {
    run("duplicates", "", |case: &DuplicatesCase| {
        let defaults = Options::default();
        let relations = case.relations.as_ref().map_or(defaults.relations, |names| {
            names.iter().map(|name| name.parse().unwrap()).collect()
        });
        let options = Options {
            threshold: case.threshold.unwrap_or(defaults.threshold),
            relations,
            window: case.window,
            min_words: case.min_words.unwrap_or(defaults.min_words),
        };
        let rows = case.texts.iter().enumerate().map(|(row, text)| {
            let day: Option<Day> = case.dates.get(row).and_then(|date| date.parse().ok());
            (Some(text.as_str()).filter(|_| !case.nulls.contains(&row)), day)
        });
        let mut finder = Finder::new(options).unwrap();
        finder.add(Encoded::new(rows).unwrap());
        let found = finder.find(&Progress::default()).unwrap();
        let shown = found.pairs.iter().map(|it| format!("{} {} {}", it.a, it.b, it.relation));
        let pairs = case.pairs.as_ref();
        let labels = differ(&case.name, "labels", &found.labels, &case.labels);
        let differences = [
            known(case.known_miss.as_deref(), &case.name, labels),
            pairs.and_then(|pairs| differ(&case.name, "pairs", &shown.collect(), pairs)),
        ];
        differences.into_iter().flatten().collect()
    });
}
