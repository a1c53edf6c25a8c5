//! Trains the models in `models/`. Run with `--help` for how.

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use copydesk::entities::train::{Article, Settings, evaluate, pack_lexicon, predict, train};

const HELP: &str = "\
Trains the tagger of names.

    cargo run --release --features train --example train_names -- \\
        --train FILE.jsonl ... --dev FILE.jsonl ... --out models/names.bin

FILE.jsonl holds an annotated article a line: {\"text\", \"entities\": [{\"start\", \"end\", \"label\"}],
\"ignore\": [[start, end]]}, offsets in code points; labels PERSON ORG LOC FAC NORP PRODUCT MISC DATE
MONEY, or as in OntoNotes and in the Worldwide newswire set.

    --train FILE ...    what to learn from
    --dev FILE ...      what to print figures of
    --out FILE          where the model goes
    --seed N --epochs N --average N --dropout X --rate X --l1 X --l2 X --cut N --weights N --models N
    --folds N --augment X    the recipe; what is left out is as in the model that ships

    --predict MODEL IN.jsonl OUT.jsonl      what a model finds in articles with `id` and `text`
    --evaluate MODEL FILE ...               a model's figures
    --lexicon PHRASES.tsv CLUSTERS.tsv HABITS.tsv OUT    writes models/lexicon.bin (tools/lexicon makes the tables)
";

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() {
    if let Err(error) = run() {
        say(&format!("train_names: {error}"));
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
    let (mut articles, mut dev, mut out) = (Vec::new(), Vec::new(), None);
    for (option, values) in &options {
        let first = values.first().ok_or_else(|| format!("{HELP}\n--{option} needs a value"));
        match (option.as_str(), values.as_slice()) {
            ("help", _) => {
                write!(std::io::stdout(), "{HELP}")?;
                return Ok(());
            }
            ("lexicon", [phrases, clusters, habits, out]) => {
                let file = pack_lexicon(&read(phrases)?, &read(clusters)?, &read(habits)?);
                return Ok(std::fs::write(out, file)?);
            }
            ("predict", [model, from, to]) => return predict_all(model, from, to),
            ("evaluate", [model, files @ ..]) => {
                let model = std::fs::read(model)?;
                for file in files {
                    say(&format!("{file}: {}", evaluate(&model, &load(file)?)?));
                }
                return Ok(());
            }
            ("train", files) => {
                for file in files {
                    articles.extend(load(file)?);
                }
            }
            ("dev", files) => {
                for file in files {
                    dev.push((file.clone(), load(file)?));
                }
            }
            ("out", [path]) => out = Some(PathBuf::from(path)),
            ("seed", _) => settings.seed = first?.parse()?,
            ("epochs", _) => settings.epochs = first?.parse()?,
            ("average", _) => settings.average = first?.parse()?,
            ("dropout", _) => settings.dropout = first?.parse()?,
            ("rate", _) => settings.rate = first?.parse()?,
            ("l1", _) => settings.penalties.0 = first?.parse()?,
            ("l2", _) => settings.penalties.1 = first?.parse()?,
            ("cut", _) => settings.cut = first?.parse()?,
            ("weights", _) => settings.weights = first?.parse()?,
            ("models", _) => settings.models = first?.parse()?,
            ("folds", _) => settings.folds = first?.parse()?,
            ("augment", _) => settings.augment = first?.parse()?,
            _ => return Err(format!("{HELP}\n--{option} is not known, or lacks a value").into()),
        }
    }
    let out = out.ok_or(HELP)?;
    if articles.is_empty() {
        return Err(format!("{HELP}\nthere is nothing to learn from: give --train").into());
    }
    let started = Instant::now();
    let file = train(&articles, &dev, &settings, &mut |message| {
        say(&format!("{:6.1} s  {message}", started.elapsed().as_secs_f64()));
    })?;
    Ok(std::fs::write(out, file)?)
}

fn read(path: impl AsRef<Path>) -> Outcome<String> {
    let path = path.as_ref();
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn load(path: &str) -> Outcome<Vec<Article>> {
    Article::read_all(&read(path)?).map_err(|error| format!("{path}: {error}").into())
}

fn predict_all(model: &str, from: &str, to: &str) -> Outcome<()> {
    #[derive(serde::Deserialize)]
    struct Line {
        id: String,
        text: String,
    }
    let model = std::fs::read(model)?;
    let mut out = String::new();
    for line in read(from)?.lines() {
        let line: Line = serde_json::from_str(line)?;
        let entities: Vec<serde_json::Value> = predict(&model, &line.text)?
            .into_iter()
            .map(|(start, end, kind)| {
                serde_json::json!({"start": start, "end": end, "label": kind.name()})
            })
            .collect();
        out += &serde_json::json!({"id": line.id, "entities": entities}).to_string();
        out.push('\n');
    }
    Ok(std::fs::write(to, out)?)
}
