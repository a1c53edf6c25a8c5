//! Finds the speakers of annotated quotations. Run with `--help` for how.

use std::error::Error;
use std::fs;
use std::io::Write as _;

use copydesk::Offsets;
use copydesk::train::speakers::{Article, resolve};

const HELP: &str = "\
Finds whom the sources of annotated quotations stand for, to measure that apart from finding them.

    cargo run --release --features train --example resolve_speakers -- GOLD.jsonl OUT.jsonl

GOLD.jsonl holds an annotated article a line: {\"id\", \"text\", \"attributions\": [{\"content\": [[start, end]],
\"cue\": [[start, end]] or null, \"source\": the same, \"kind\"}]}, offsets in code points. OUT.jsonl gets
{\"id\", \"quotes\": [{\"content\", \"cue\", \"source\", \"kind\", \"speaker\", \"speaker_kind\"}]}.
";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [gold, out] = arguments.as_slice() else {
        write!(std::io::stdout(), "{HELP}")?;
        return Ok(());
    };
    let mut lines = String::new();
    for line in fs::read_to_string(gold)?.lines().filter(|line| !line.trim().is_empty()) {
        let article: Article = serde_json::from_str(line)?;
        let offsets = Offsets::new(&article.text);
        let span = |span: copydesk::Span| {
            [span.start(), span.end()].map(|at| offsets.to_chars(&article.text, at))
        };
        let quotes: Vec<serde_json::Value> = resolve(&article)?
            .iter()
            .map(|quote| {
                serde_json::json!({
                    "content": quote.parts.iter().map(|&it| span(it)).collect::<Vec<_>>(),
                    "cue": quote.cue.map(span),
                    "source": quote.source.map(span),
                    "kind": quote.kind.name(),
                    "speaker": quote.speaker.as_ref().map(|it| &it.name),
                    "speaker_kind": quote.speaker.as_ref().map(|it| it.kind.name()),
                    "named": quote.speaker.as_ref().is_some_and(|it| it.entity.is_some()),
                })
            })
            .collect();
        lines += &serde_json::json!({"id": article.id, "quotes": quotes}).to_string();
        lines.push('\n');
    }
    Ok(fs::write(out, lines)?)
}
