//! How fast one core reads: `cargo bench`.
//!
//! Reads this project's own fixture articles, or, where `COPYDESK_BENCH_TEXTS` names a file of JSON
//! lines with a field `text`, those.

use std::hint::black_box;
use std::path::Path;
use std::{env, fs};

use copydesk::text::{Text, paragraphs};
use copydesk::{
    Kinds, Reader, Repeats, dedup, extract_entities, gazetteer, parse_dateline, quotes,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn texts() -> Vec<String> {
    if let Ok(path) = env::var("COPYDESK_BENCH_TEXTS") {
        let lines = fs::read_to_string(path).expect("COPYDESK_BENCH_TEXTS names a file");
        return lines
            .lines()
            .map(|line| {
                let row: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
                row["text"].as_str().expect("a field `text`").to_owned()
            })
            .collect();
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn reading(criterion: &mut Criterion) {
    let texts = texts();
    let read: Vec<Text<'_>> = texts.iter().map(|text| Text::new(text).unwrap()).collect();
    let mut group = criterion.benchmark_group("one core");
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("paragraphs, sentences, tokens", |bench| {
        bench.iter(|| {
            texts.iter().map(|text| Text::new(text).unwrap().tokens().len()).sum::<usize>()
        });
    });
    group.bench_function("paragraphs", |bench| {
        bench.iter(|| texts.iter().map(|text| paragraphs(text).len()).sum::<usize>());
    });
    group.bench_function("repeats, with paragraphs", |bench| {
        bench.iter(|| {
            let found = |text: &String| dedup::find_repeats(text, &paragraphs(text)).len();
            texts.iter().map(found).sum::<usize>()
        });
    });
    group.bench_function("quotation marks", |bench| {
        bench.iter(|| {
            let pairs =
                |text: &Text<'_>| quotes::pair_marks(text.source(), text.paragraphs()).len();
            read.iter().map(pairs).sum::<usize>()
        });
    });
    group.bench_function("quotes", |bench| {
        let quotes = |text: &String| copydesk::extract_quotes(text, true).map_or(0, |it| it.len());
        bench.iter(|| texts.iter().map(quotes).sum::<usize>());
    });
    group.bench_function("entities, with paragraphs, sentences, tokens", |bench| {
        let found = |text: &String| extract_entities(text, Kinds::ALL).unwrap().len();
        bench.iter(|| texts.iter().map(found).sum::<usize>());
    });
    group.bench_function("everything", |bench| {
        let reader = Reader { repeats: Repeats::Skip, ..Reader::default() };
        bench.iter(|| {
            for text in &texts {
                black_box(reader.read(text.as_str(), None).unwrap());
            }
        });
    });
    group.finish();
}

/// The openings of our own cases of datelines, negatives too.
fn openings() -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct File {
        case: Vec<Case>,
    }
    #[derive(serde::Deserialize)]
    struct Case {
        text: String,
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/dateline");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files =
        paths.map(|path| toml::from_str::<File>(&fs::read_to_string(path).unwrap()).unwrap());
    files.flat_map(|file| file.case).map(|case| case.text).collect()
}

fn openings_read(criterion: &mut Criterion) {
    let texts = if env::var("COPYDESK_BENCH_TEXTS").is_ok() { texts() } else { openings() };
    let mut group = criterion.benchmark_group("one core, openings");
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.bench_function("datelines", |bench| {
        bench.iter(|| {
            let found = |text: &&String| parse_dateline(text, None).unwrap().is_some();
            texts.iter().filter(found).count()
        });
    });
    group.finish();
    let names = ["Oslo", "NEW YORK", "Georgetown", "Genf", "北京", "Nowhere", "St. Louis", "Cairo"];
    let mut group = criterion.benchmark_group("one core, names");
    group.throughput(Throughput::Elements(names.len() as u64));
    group.bench_function("best place of a name", |bench| {
        bench.iter(|| names.iter().filter(|name| gazetteer::first(name).is_some()).count());
    });
    group.finish();
}

criterion_group!(benches, reading, openings_read);
criterion_main!(benches);
