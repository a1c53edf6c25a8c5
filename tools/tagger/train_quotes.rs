//! Trains the models of quotations. Run with `--help` for how.

use std::error::Error;
use std::io::Write as _;
use std::time::Instant;

use copydesk::train::quotes::{Article, Lean, Models, Settings, predict, train};

const HELP: &str = "\
Trains the models of quotations.

    cargo run --release --features train --example train_quotes -- \\
        --train NEWS.jsonl --out models/speech

NEWS.jsonl holds an annotated article a line: {\"id\", \"text\", \"attributions\": [{\"content\", \"cue\",
\"source\"}]}, each a list of [start, end] in code points.

    --train FILE ...     what to learn from
    --out NAME           where NAME_cues.bin and NAME_arguments.bin go
    --hold-out N FILE    leaves the articles number 1, N + 1, … out, and writes what is found in them
    --turn K             counts the articles from number K on
    --predict IN OUT     what is found in the articles of another file
    --seed N --epochs N --average N --dropout X --rate X --l1 X --l2 X --cut N --cues N --arguments N
    --models N --folds N --lean CUES CONTENTS
                         the recipe; what is left out is as in the models of speech that ship. With no models
                         (0) nothing is learned: those called NAME read
";

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() {
    if let Err(error) = run() {
        say(&format!("train_quotes: {error}"));
        std::process::exit(1);
    }
}

fn say(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}

fn run() -> Outcome<()> {
    let mut options: Vec<(String, Vec<String>)> = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.strip_prefix("--") {
            Some(option) => options.push((option.to_owned(), Vec::new())),
            None => options.last_mut().ok_or(HELP)?.1.push(argument),
        }
    }
    let mut settings = Settings::default();
    let (mut articles, mut out) = (Vec::new(), None);
    let mut turn = 0;
    let (mut hold_out, mut predictions) = (None, Vec::new());
    for (option, values) in &options {
        let first = values.first().ok_or_else(|| format!("{HELP}\n--{option} needs a value"));
        match (option.as_str(), values.as_slice()) {
            ("help", _) => {
                write!(std::io::stdout(), "{HELP}")?;
                return Ok(());
            }
            ("train", files) => {
                for file in files {
                    articles.extend(load(file)?);
                }
            }
            ("out", [path]) => out = Some(path.clone()),
            ("hold-out", [every, path]) => hold_out = Some((every.parse::<usize>()?, path.clone())),
            ("turn", _) => turn = first?.parse()?,
            ("predict", [from, to]) => predictions.push((from.clone(), to.clone())),
            ("seed", _) => settings.seed = first?.parse()?,
            ("epochs", _) => settings.epochs = first?.parse()?,
            ("average", _) => settings.average = first?.parse()?,
            ("dropout", _) => settings.dropout = first?.parse()?,
            ("lean", [cues, contents]) => {
                settings.lean = Lean { cues: cues.parse()?, contents: contents.parse()? };
            }
            ("rate", _) => settings.rate = first?.parse()?,
            ("l1", _) => settings.penalties.0 = first?.parse()?,
            ("l2", _) => settings.penalties.1 = first?.parse()?,
            ("cut", _) => settings.cut = first?.parse()?,
            ("cues", _) => settings.weights.0 = first?.parse()?,
            ("arguments", _) => settings.weights.1 = first?.parse()?,
            ("models", _) => settings.models = first?.parse()?,
            ("folds", _) => settings.folds = first?.parse()?,
            _ => return Err(format!("{HELP}\n--{option} is not known, or lacks a value").into()),
        }
    }
    let out = out.ok_or(HELP)?;
    let started = Instant::now();
    let mut held = Vec::new();
    if let Some((every, _)) = hold_out {
        let (left, rest): (Vec<_>, Vec<_>) = articles
            .into_iter()
            .enumerate()
            .partition(|it| (it.0 + every - turn % every) % every == 1);
        held = left.into_iter().map(|it| it.1).collect();
        articles = rest.into_iter().map(|it| it.1).collect();
    }
    if settings.models == 0 {
        let models = Models {
            cues: std::fs::read(format!("{out}_cues.bin"))?,
            arguments: std::fs::read(format!("{out}_arguments.bin"))?,
            lean: settings.lean,
        };
        for (from, to) in predictions {
            write_predictions(&models, &load(&from)?, &to)?;
        }
        if let Some((_, path)) = hold_out {
            write_predictions(&models, &held, &path)?;
        }
        return Ok(());
    }
    let models = train(&articles, &settings, &mut |message| {
        say(&format!("{:6.1} s  {message}", started.elapsed().as_secs_f64()));
    })?;
    if let Some((_, path)) = hold_out {
        write_predictions(&models, &held, &path)?;
    }
    for (from, to) in predictions {
        write_predictions(&models, &load(&from)?, &to)?;
    }
    std::fs::write(format!("{out}_cues.bin"), models.cues)?;
    Ok(std::fs::write(format!("{out}_arguments.bin"), models.arguments)?)
}

fn load(path: &str) -> Outcome<Vec<Article>> {
    let lines = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    Article::read_all(&lines).map_err(|error| format!("{path}: {error}").into())
}

fn write_predictions(models: &Models, articles: &[Article], path: &str) -> Outcome<()> {
    let mut out = String::new();
    for article in articles {
        let quotes: Vec<serde_json::Value> = predict(models, article)?
            .into_iter()
            .map(|(quote, spans)| {
                let (parts, rest) = spans.split_at(spans.len() - 2);
                let one = |span: [u32; 2]| (span != [0, 0]).then_some(span);
                serde_json::json!({
                    "content": parts, "cue": one(rest[0]), "source": one(rest[1]),
                    "kind": quote.kind.name(), "speech": quote.speech,
                    "speaker": quote.speaker.map(|it| it.name),
                })
            })
            .collect();
        out += &serde_json::json!({"id": article.id, "quotes": quotes}).to_string();
        out.push('\n');
    }
    Ok(std::fs::write(path, out)?)
}
