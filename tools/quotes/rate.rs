//! Rates quotations that were found. Run with `--help` for how.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::io::Write as _;

use copydesk::train::confidence::{Found, rate};
use serde::Deserialize;

const HELP: &str = "\
Writes what speaks for quotations that were found, and against them, for tools/quotes/confidence.py.

    cargo run --release --features train --example rate_quotes -- ARTICLES.jsonl FOUND.jsonl OUT.jsonl

ARTICLES.jsonl has {\"id\", \"text\"} a line, FOUND.jsonl what train_quotes writes: {\"id\", \"quotes\"}. OUT.jsonl
gets {\"id\", \"quotes\": [{\"content\", \"source\", \"kind\", \"speaker\", \"confidence\", \"evidence\": [name]}]}.
";

#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
}

#[derive(Deserialize)]
struct Page {
    id: String,
    quotes: Vec<Found>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [articles, found, out] = arguments.as_slice() else {
        write!(std::io::stdout(), "{HELP}")?;
        return Ok(());
    };
    let mut texts = HashMap::new();
    for line in fs::read_to_string(articles)?.lines().filter(|line| !line.trim().is_empty()) {
        let article: Article = serde_json::from_str(line)?;
        texts.insert(article.id, article.text);
    }
    let mut lines = String::new();
    for line in fs::read_to_string(found)?.lines().filter(|line| !line.trim().is_empty()) {
        let mut page: Page = serde_json::from_str(line)?;
        let text = texts.get(&page.id).ok_or_else(|| format!("no article {}", page.id))?;
        page.quotes.retain(|it| !it.content.is_empty());
        let rated = rate(text, &page.quotes)?;
        let quotes: Vec<serde_json::Value> = page
            .quotes
            .iter()
            .zip(rated)
            .map(|(found, (speaker, confidence, evidence))| {
                serde_json::json!({
                    "content": found.content, "source": found.source, "kind": found.kind,
                    "speaker": speaker, "confidence": confidence, "evidence": evidence,
                })
            })
            .collect();
        lines += &serde_json::json!({"id": page.id, "quotes": quotes}).to_string();
        lines.push('\n');
    }
    Ok(fs::write(out, lines)?)
}
