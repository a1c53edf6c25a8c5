//! Measures how many boundaries of annotated entities fall on boundaries of tokens.
//!
//! usage: `cargo run --release --example token_boundaries -- FILE.jsonl…`
//!
//! Each line of a file is an object with `text` and `entities`, a list of `{start, end}` in code
//! points. Prints each boundary that falls inside a token on standard error, and the share of those
//! that do not, in percent, on standard output.

use std::collections::HashSet;
use std::error::Error;
use std::{env, fs};

use copydesk::Offsets;
use copydesk::text::Text;
use serde::Deserialize;

#[derive(Deserialize)]
struct Article {
    text: String,
    entities: Vec<Entity>,
}

#[derive(Deserialize)]
struct Entity {
    start: u32,
    end: u32,
}

#[allow(clippy::print_stdout, clippy::print_stderr)] // A command.
fn main() -> Result<(), Box<dyn Error>> {
    let (mut all, mut inside) = (0_u32, 0_u32);
    for path in env::args().skip(1) {
        for line in fs::read_to_string(path)?.lines() {
            let article: Article = serde_json::from_str(line)?;
            let offsets = Offsets::new(&article.text);
            let text = Text::new(&article.text)?;
            let spans = text.tokens().iter().map(|token| token.span);
            let starts: HashSet<u32> = spans.clone().map(copydesk::Span::start).collect();
            let ends: HashSet<u32> = spans.map(copydesk::Span::end).collect();
            for entity in &article.entities {
                for (at, boundaries) in [(entity.start, &starts), (entity.end, &ends)] {
                    let byte = offsets.to_bytes(&article.text, at).ok_or("an offset is outside")?;
                    all += 1;
                    if !boundaries.contains(&byte) {
                        inside += 1;
                        eprintln!("{}", around(&article.text, byte as usize));
                    }
                }
            }
        }
    }
    println!("{:.3}", 100.0 * f64::from(all - inside) / f64::from(all.max(1)));
    Ok(())
}

/// What stands around a place, with a bar at it.
fn around(text: &str, at: usize) -> String {
    let before: String = text[..at].chars().rev().take(20).collect();
    let before: String = before.chars().rev().collect();
    let after: String = text[at..].chars().take(20).collect();
    format!("{before}|{after}").replace('\n', "⏎")
}
