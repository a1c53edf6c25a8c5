//! Reads a corpus on threads, in Rust alone: what Python's doors are measured against.
//!
//! usage: `cargo run --release --example batch -- TEXTS.jsonl THREADS`
//!
//! Each line of the file is an object with `text`. Every story is read as `Reader.tables` reads it, and let
//! go. Prints seconds of the wall and bytes of text.

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;
use std::{env, fs};

use copydesk::Reader;
use copydesk::batch::Ordered;

/// Bytes of text that are handed over at once.
const CHUNK: usize = 1024 * 1024;

#[allow(clippy::print_stdout)] // A command.
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(path), Some(threads)) = (arguments.next(), arguments.next()) else {
        return Err("usage: batch TEXTS.jsonl THREADS".into());
    };
    let mut texts: Vec<String> = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        texts.push(row["text"].as_str().ok_or("a line without text")?.to_owned());
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    let started = Instant::now();
    let reader = Reader::default();
    let mut work: Ordered<usize> = Ordered::new(Some(threads.parse()?))?;
    let (texts, mut quotes, mut from, mut size) = (Arc::new(texts), 0, 0, 0);
    for to in 1..=texts.len() {
        size += texts[to - 1].len();
        if size < CHUNK && to < texts.len() {
            continue;
        }
        while work.is_full() {
            quotes += work.next()?.unwrap_or(0);
        }
        let texts = Arc::clone(&texts);
        work.submit(move || {
            let stories = texts[from..to].iter().filter_map(|text| reader.read(text, None).ok());
            stories.map(|story| story.quotes().len()).sum()
        })?;
        (from, size) = (to, 0);
    }
    while let Some(more) = work.next()? {
        quotes += more;
    }
    println!("{} {bytes} {quotes}", started.elapsed().as_secs_f64());
    Ok(())
}
