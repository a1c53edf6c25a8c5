//! Prints the features of the pairs of texts that are compared, for `tools.dedup.train`.
//!
//! usage: `cargo run --release --features train --example pair_features -- DOCS.jsonl > FEATURES.tsv`
//!
//! DOCS.jsonl has objects with `id`, `text` and, where it is known, `date` (ISO 8601). Columns: the ids of
//! the shorter and the longer text, then the features, empty where one is missing.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::{env, error::Error, fs::File};

use copydesk::Day;
use copydesk::train::duplicates::{names, pairs};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    id: String,
    text: String,
    date: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("usage: pair_features DOCS.jsonl > FEATURES.tsv")?;
    let (mut ids, mut texts) = (Vec::new(), Vec::new());
    for line in BufReader::new(File::open(path)?).lines() {
        let row: Row = serde_json::from_str(&line?)?;
        let day = row.date.as_deref().and_then(|date| date.get(..10)?.parse::<Day>().ok());
        ids.push(row.id);
        texts.push((row.text, day));
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "a\tb\t{}", names().join("\t"))?;
    for pair in pairs(&texts)? {
        write!(out, "{}\t{}", ids[pair.a], ids[pair.b])?;
        for feature in pair.features {
            if feature.is_nan() {
                write!(out, "\t")?;
            } else {
                write!(out, "\t{feature:.5}")?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}
