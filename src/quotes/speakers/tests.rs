//! The cases of `tests/cases/quotes/speakers`, in which names and quotations are marked, and what
//! holds for any quotations over any text.

use std::fs;
use std::path::Path;
use std::time::Instant;

use proptest::prelude::*;
use serde::Deserialize;

use super::resolve;
use crate::Span;
use crate::entities::{self, Entity, EntityKind};
use crate::quotes::{Quote, QuoteKind};
use crate::text::Text;

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    /// The text. Names are marked `[PERSON Ane Lie]`; of the first quotation a part `{1 We sail}`, the
    /// cue `{1! said}`, the source `{1= she}`.
    text: String,
    /// Of each quotation the speaker with the kind, `person Ane Lie`; empty for nobody.
    speakers: Vec<String>,
}

/// A text without its marks, and what they mark.
struct Marked {
    source: String,
    names: Vec<(Span, EntityKind)>,
    quotes: Vec<Quote>,
}

enum Mark {
    Name(EntityKind),
    Part(usize),
    Cue(usize),
    Source(usize),
}

fn unmarked(marked: &str) -> Marked {
    let (mut source, mut names) = (String::new(), Vec::new());
    let mut open: Vec<(Mark, usize)> = Vec::new();
    let mut spans: Vec<(Mark, Span)> = Vec::new();
    let mut rest = marked;
    while let Some(at) = rest.find(['[', ']', '{', '}']) {
        source.push_str(&rest[..at]);
        let mark = &rest[at..=at];
        rest = &rest[at + 1..];
        if matches!(mark, "]" | "}") {
            let (mark, start) = open.pop().expect("a mark that was opened");
            spans.push((mark, Span::from_usize(start, source.len())));
            continue;
        }
        let (label, behind) = rest.split_once(' ').expect("a label");
        rest = behind;
        let number = |label: &str| label.parse::<usize>().expect("a number") - 1;
        let mark = match (mark, label.strip_suffix('!'), label.strip_suffix('=')) {
            ("[", ..) => Mark::Name(EntityKind::of_name(label).expect("a kind")),
            (_, Some(cue), _) => Mark::Cue(number(cue)),
            (_, _, Some(label)) => Mark::Source(number(label)),
            _ => Mark::Part(number(label)),
        };
        open.push((mark, source.len()));
    }
    source.push_str(rest);
    assert!(open.is_empty(), "a mark that closes");
    spans.sort_by_key(|it| it.1);
    let mut quotes: Vec<Quote> = Vec::new();
    let mut quote = |number: usize, fill: &dyn Fn(&mut Quote)| {
        while quotes.len() <= number {
            quotes.push(Quote::of(QuoteKind::Indirect, Vec::new()));
        }
        fill(&mut quotes[number]);
    };
    for (mark, span) in spans {
        match mark {
            Mark::Name(kind) => names.push((span, kind)),
            Mark::Part(number) => quote(number, &|quote| {
                if source[..span.start() as usize].ends_with(['“', '‘', '"']) {
                    quote.kind = QuoteKind::Direct;
                }
                quote.parts.push(span);
            }),
            Mark::Cue(number) => quote(number, &|quote| quote.cue = Some(span)),
            Mark::Source(number) => quote(number, &|quote| quote.source = Some(span)),
        }
    }
    Marked { source, names, quotes }
}

fn resolved(marked: &Marked) -> (Vec<Entity>, Vec<Quote>) {
    let text = Text::new(&marked.source).unwrap();
    let entities = entities::of_names(&text, &marked.names);
    let mut quotes = marked.quotes.clone();
    resolve(&text, &entities, &[], &mut quotes);
    (entities, quotes)
}

fn check(case: &Case) -> Vec<String> {
    let (entities, quotes) = resolved(&unmarked(&case.text));
    let mut failures = Vec::new();
    let found: Vec<String> = quotes
        .iter()
        .map(|quote| match &quote.speaker {
            Some(speaker) => format!("{} {}", speaker.kind.name(), speaker.name),
            None => String::new(),
        })
        .collect();
    if found != case.speakers {
        failures.push(format!("{}: expected {:?}, found {found:?}", case.name, case.speakers));
    }
    for speaker in quotes.iter().filter_map(|quote| quote.speaker.as_ref()) {
        let entity = entities.iter().position(|it| it.name == speaker.name);
        if speaker.entity != entity {
            failures.push(format!("{}: {speaker:?}, but the entity is {entity:?}", case.name));
        }
    }
    failures
}

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/quotes/speakers");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let (mut failures, mut count) = (Vec::new(), 0);
    for path in paths {
        let file = path.file_stem().unwrap().to_string_lossy().into_owned();
        let cases: File = toml::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for case in &cases.case {
            count += 1;
            failures.extend(check(case).into_iter().map(|failure| format!("{file}: {failure}")));
        }
    }
    assert!(count > 50, "only {count} cases");
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

/// Pieces of news, and what each of them is.
fn copy() -> impl Strategy<Value = Vec<(String, u8)>> {
    let words = prop_oneof![
        prop::sample::select(vec![
            "Ane Lie",
            "Lie",
            "Mr",
            "Bob Roe",
            "the mayor",
            "She",
            "they",
            "it",
            "I",
            "who",
            "said",
            "“We sail,”",
            "“",
            "”",
            "\n\n",
            "a statement by",
            "Nordhav",
            "the company",
            "and",
            ",",
            ".",
            "(",
            ")",
            "'s",
            "of",
            "the report",
            "the same source",
            "her",
            "e-mail",
            "45%",
            "é",
            "大桥",
            "\u{200b}",
            "more than",
            "named",
            "as",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
    ];
    prop::collection::vec((words, 0_u8..12), 0..40)
}

/// The copy as a text, with names and with quotations that may stand anywhere.
fn assembled(pieces: &[(String, u8)], spans: &[(u8, u8, u8)]) -> Marked {
    let (mut source, mut names, mut places) = (String::new(), Vec::new(), vec![0]);
    for (words, kind) in pieces {
        let start = source.len();
        source.push_str(words);
        if !words.trim().is_empty()
            && let Some(&kind) = EntityKind::ALL.get(usize::from(*kind))
        {
            names.push((Span::from_usize(start, source.len()), kind));
        }
        places.push(source.len());
        source.push(' ');
    }
    let place = |at: u8| places[usize::from(at) % places.len()];
    let span = |from: u8, to: u8| {
        let (from, to) = (place(from), place(to));
        Span::from_usize(from.min(to), from.max(to))
    };
    let quote = |&(from, to, what): &(u8, u8, u8)| {
        let kind = QuoteKind::ALL[usize::from(what) % 3];
        let mut quote = Quote::of(kind, vec![span(from, to)]);
        if what & 4 != 0 {
            quote.source = Some(span(from.wrapping_add(what), to.wrapping_add(what)));
            quote.cue = Some(span(to, to.wrapping_add(what)));
        }
        quote
    };
    Marked { quotes: spans.iter().map(quote).collect(), source, names }
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: prop::test_runner::RngSeed::Fixed(1), ..ProptestConfig::with_cases(600) })]

    #[test]
    fn any_quotations_may_stand_in_any_text(
        pieces in copy(),
        spans in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 0..12),
    ) {
        let marked = assembled(&pieces, &spans);
        let (entities, quotes) = resolved(&marked);
        for (quote, given) in quotes.iter().zip(&marked.quotes) {
            prop_assert_eq!((&quote.parts, quote.source), (&given.parts, given.source));
            if let Some(speaker) = &quote.speaker {
                prop_assert!(!speaker.name.trim().is_empty());
                if let Some(entity) = speaker.entity {
                    prop_assert_eq!(&speaker.name, &entities[entity].name);
                }
            }
        }
        prop_assert_eq!(quotes, resolved(&marked).1, "the same again");
    }
}

/// Four times as long a text takes four times as long, not sixteen.
#[test]
fn resolving_is_linear() {
    let people = |number: usize| {
        let number = number + 1;
        format!("“{{{number} No}},” {{{number}! said}} {{{number}= [PERSON Ane Lie]}} of Oslo. ")
    };
    let roles = |number: usize| {
        let number = number + 1;
        format!(
            "[PERSON Bob Roe], a mayor, left. {{{number}= The officer}} {{{number}! said}} {{{number} he left}}. "
        )
    };
    let pronouns = |number: usize| {
        let number = number + 1;
        format!("[ORG Nordhav] grew. {{{number}= They}} {{{number}! said}} {{{number} it grew}}. ")
    };
    let statements = |number: usize| {
        let number = number + 1;
        format!("{{{number}= Its statement}} {{{number}! said}} {{{number} it grew}}. ")
    };
    let floating = |number: usize| format!("“{{{} It grew and grew.\n\n}}", number + 1);
    let makers: [&dyn Fn(usize) -> String; 5] =
        [&people, &roles, &pronouns, &statements, &floating];
    for (number, make) in makers.into_iter().enumerate() {
        let time = |count: usize| {
            let marked = unmarked(&(0..count).map(make).collect::<String>());
            let text = Text::new(&marked.source).unwrap();
            let entities = entities::of_names(&text, &marked.names);
            let best = (0..3).map(|_| {
                let mut quotes = marked.quotes.clone();
                let start = Instant::now();
                resolve(&text, &entities, &[], &mut quotes);
                start.elapsed()
            });
            best.min().unwrap().as_secs_f64()
        };
        // Another process may have had the machine: a second and a third look are fair.
        let times: Vec<(f64, f64)> = (0..3).map(|_| (time(3_000), time(12_000))).collect();
        let linear = times.iter().any(|(short, long)| *long < 10.0 * short);
        assert!(linear, "text {number}: seconds, and of four times as much: {times:?}");
    }
}
