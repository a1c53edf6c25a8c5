//! Trains the models of parts of speech and of the parser. Run with `--help` for how.

use std::error::Error;
use std::io::Write as _;
use std::time::Instant;

use copydesk::train::syntax::{Settings, train};

const HELP: &str = "\
Trains the models of parts of speech and of the parser.

    cargo run --release --features train --example train_syntax -- \\
        --train FILE ... --out models

FILE is what tools/tagger/parse_texts.py writes, or a treebank in the format of Universal
Dependencies, with Penn's tags.

    --train FILE ...     what to learn from
    --out FOLDER         where parts.bin and parser.bin go
    --hold-out N         measures on one document of N, which is not learned from
    --parts N --parser N --epochs N --dropout X --l1 X --seed N
                           the recipe; what is left out is as in the models that ship
";

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() {
    if let Err(error) = run() {
        say(&format!("train_syntax: {error}"));
        std::process::exit(1);
    }
}

fn say(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}

fn run() -> Outcome<()> {
    let mut settings = Settings::default();
    let (mut banks, mut out) = (Vec::new(), None);
    let mut option = String::new();
    for argument in std::env::args().skip(1) {
        if let Some(name) = argument.strip_prefix("--") {
            name.clone_into(&mut option);
            if option == "help" {
                write!(std::io::stdout(), "{HELP}")?;
                return Ok(());
            }
            continue;
        }
        match option.as_str() {
            "train" => banks.push(
                std::fs::read_to_string(&argument)
                    .map_err(|error| format!("{argument}: {error}"))?,
            ),
            "out" => out = Some(argument),
            "hold-out" => settings.hold_out = argument.parse()?,
            "parts" => settings.weights.0 = argument.parse()?,
            "parser" => settings.weights.1 = argument.parse()?,
            "epochs" => settings.epochs = argument.parse()?,
            "dropout" => settings.dropout = argument.parse()?,
            "l1" => settings.l1 = argument.parse()?,
            "seed" => settings.seed = argument.parse()?,
            _ => return Err(format!("{HELP}\n{argument} is not known").into()),
        }
    }
    let out = out.ok_or(HELP)?;
    let started = Instant::now();
    let models = train(&banks, &settings, &mut |message| {
        say(&format!("{:6.1} s  {message}", started.elapsed().as_secs_f64()));
    })?;
    std::fs::write(format!("{out}/parts.bin"), models.parts)?;
    Ok(std::fs::write(format!("{out}/parser.bin"), models.parser)?)
}
