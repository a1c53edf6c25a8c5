//! What a story looks like, on a terminal and in a notebook, held against pages that were looked
//! at and found good: `tests/views/*.snap`. After a change, look at the new ones, then keep them
//! with `INSTA_UPDATE=always cargo test --test views`.

use std::fs;
use std::path::Path;

use copydesk::render::{TerminalOptions, html, terminal};
use copydesk::{Kinds, Reader, Story};
use serde_json::{Value, json};

/// A fixture article, read.
fn story(path: &str) -> Story {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    copydesk::read(fs::read_to_string(path).unwrap()).unwrap()
}

/// An article about names: its entities as kind, role, country, and mentions in the order of the
/// text, each with its form. What is no name or pronoun the views do not look for.
const NAMES: &str = "\
TROMSØ, Norway, March 3 (Reuters) – The Norwegian Ferry Authority (NFA) shut the harbour of Tromsø on \
Monday, and its head, Siri Aune, said that she would not open it before Easter.
“We told Aune in 2019 that the Long Quay was too short,” the engineer Per Holm said. “She \
<b>laughed</b>.” Norwegians paid $12 million for it, and the Cape Ellery 2 was too long all the same.
Holm called the Arctic Games “a party for Tromsø and nobody else”.";

/// The same with these entities in it, found by hand.
fn story_of_names() -> Story {
    let text = NAMES.to_owned();
    let reader = Reader { entities: Kinds::NONE, ..Reader::default() };
    let mut record: Value =
        serde_json::from_str(&reader.read(text, None).unwrap().to_json()).unwrap();
    let entities = [
        ("LOC", None, Some("NO"), vec![("TROMSØ", "name"), ("Tromsø", "name"), ("Tromsø", "name")]),
        ("LOC", None, Some("NO"), vec![("Norway", "name")]),
        ("DATE", None, None, vec![("March 3", "name")]),
        ("ORG", None, None, vec![("Reuters", "name")]),
        (
            "ORG",
            None,
            None,
            vec![("Norwegian Ferry Authority", "name"), ("NFA", "acronym"), ("its", "pronoun")],
        ),
        ("DATE", None, None, vec![("Monday", "name")]),
        (
            "PERSON",
            Some("head of the \"Norwegian\" <i>Ferry</i> Authority"),
            None,
            vec![("Siri Aune", "name"), ("she", "pronoun"), ("Aune", "short"), ("She", "pronoun")],
        ),
        ("FAC", None, None, vec![("Long Quay", "name")]),
        ("PERSON", Some("engineer"), None, vec![("Per Holm", "name"), ("Holm", "short")]),
        ("NORP", None, Some("NO"), vec![("Norwegians", "name")]),
        ("MONEY", None, None, vec![("$12 million", "name")]),
        ("PRODUCT", None, None, vec![("Cape Ellery 2", "name")]),
        ("MISC", None, None, vec![("Arctic Games", "name")]),
    ];
    let mut records = Vec::new();
    for (id, (kind, role, country, words)) in entities.into_iter().enumerate() {
        let mut at = 0;
        let mut mentions = Vec::new();
        for (word, form) in &words {
            let found = at + NAMES[at..].find(word).unwrap();
            at = found + word.len();
            let start = NAMES[..found].chars().count();
            let end = start + word.chars().count();
            mentions.push(json!({"start": start, "end": end, "text": word, "form": form}));
        }
        let place = country.filter(|_| kind == "LOC").map(|country| {
            json!({
                "start": mentions[0]["start"], "end": mentions[0]["end"], "text": words[0].0,
                "name": words[0].0, "region": null, "region_code": null, "country": country,
                "latitude": null, "longitude": null, "geonames_id": null, "alternatives": [],
            })
        });
        records.push(json!({
            "id": id, "kind": kind, "name": words[0].0, "aliases": [], "role": role,
            "place": place, "country": country, "mentions": mentions,
        }));
    }
    record["entities"] = records.into();
    Story::from_json(&record.to_string()).unwrap()
}

#[test]
fn pages_with_names() {
    settings().bind(|| {
        let story = story_of_names();
        for color in [false, true] {
            let page = terminal(&story, TerminalOptions { width: 80, color });
            let name = if color { "terminal_names_colours" } else { "terminal_names" };
            insta::assert_snapshot!(name, page.replace('\x1b', "␛"));
        }
        insta::assert_snapshot!("html_names", lines(&html(&story, 20_000)));
    });
}

/// An article about who said what: a person with a name, a pronoun, a group without a name, a
/// document; quotations inside quotations, in parts, denied, only thought.
const SAID: &str = "\
MOSS, Norway, May 4 (Nordlys Wire) – The ferry to Horten was late because of “a rope in the propeller,” \
the captain, Kari Moe, said on Sunday.
“We saw it at once,” Moe told reporters, “but the crane was in Oslo.”
Passengers said that the crew had told them that the engine was on fire. She denied that anybody was \
in danger.
“It was cold,” said one of them.
A report by the Coastal Office found that ropes were to blame for 40 of 52 delays. Its director, Per Nes, \
wants to forbid them.
“No fisherman will <i>ever</i> agree,” he said.";

/// One quotation of it: the kind, its parts, cue, source, speaker (the number of an entity, or a
/// name) and what else is said of it, `negated` or `not said`.
type Said = (
    &'static str,
    &'static [&'static str],
    &'static str,
    &'static str,
    (&'static str, &'static str, Option<u32>),
    &'static str,
);

const QUOTED: [Said; 9] = [
    (
        "mixed",
        &["The ferry to Horten was late because of “a rope in the propeller,”"],
        "‹said› on Sunday",
        "the captain, Kari Moe",
        ("Kari Moe", "person", Some(0)),
        "",
    ),
    (
        "direct",
        &["We saw it at once,", "but the crane was in Oslo."],
        "Moe ‹told›",
        "‹Moe› told",
        ("Kari Moe", "person", Some(0)),
        "",
    ),
    (
        "indirect",
        &["the crew had told them that the engine was on fire"],
        "Passengers ‹said› that",
        "Passengers",
        ("Passengers", "group", None),
        "",
    ),
    (
        "indirect",
        &["the engine was on fire"],
        "had told",
        "the crew",
        ("the crew", "group", None),
        "",
    ),
    (
        "indirect",
        &["anybody was in danger"],
        "denied",
        "She",
        ("Kari Moe", "person", Some(0)),
        "negated",
    ),
    ("direct", &["It was cold,"], "‹said› one of", "one of them", ("", "", None), ""),
    (
        "indirect",
        &["ropes were to blame for 40 of 52 delays"],
        "found",
        "A report by the Coastal Office",
        ("A report by the Coastal Office", "document", None),
        "",
    ),
    (
        "indirect",
        &["to forbid them"],
        "‹wants› to",
        "Its director, Per Nes",
        ("Per Nes", "person", Some(3)),
        "not said",
    ),
    (
        "direct",
        &["No fisherman will <i>ever</i> agree,"],
        "he ‹said›",
        "‹he› said",
        ("Per Nes", "person", Some(3)),
        "",
    ),
];

/// The article with these quotations in it, found by hand. Of words that stand there more than once
/// those are meant that are marked: `Moe ‹told›`.
fn story_of_quotations() -> Story {
    let place = |marked: &str| {
        let (before, rest) = marked.split_once('‹').unwrap_or(("", marked));
        let (words, behind) = rest.split_once('›').unwrap_or((rest, ""));
        let at = SAID.find(&format!("{before}{words}{behind}")).unwrap() + before.len();
        let start = SAID[..at].chars().count();
        json!({"start": start, "end": start + words.chars().count(), "text": words})
    };
    let reader = Reader { entities: Kinds::NONE, quotes: false, ..Reader::default() };
    let mut record: Value =
        serde_json::from_str(&reader.read(SAID, None).unwrap().to_json()).unwrap();
    let entity = |id: usize, kind: &str, name: &str, mentions: &[(&str, &str)]| {
        let mention = |&(words, form): &(&str, &str)| {
            let mut mention = place(words);
            mention["form"] = form.into();
            mention
        };
        let mentions: Vec<Value> = mentions.iter().map(mention).collect();
        json!({"id": id, "kind": kind, "name": name, "aliases": [], "role": null,
               "place": null, "country": null, "mentions": mentions})
    };
    record["entities"] = json!([
        entity(0, "PERSON", "Kari Moe", &[("Kari Moe", "name"), ("She", "pronoun")]),
        entity(1, "LOC", "Oslo", &[("Oslo", "name")]),
        entity(2, "ORG", "Coastal Office", &[("Coastal Office", "name"), ("Its", "pronoun")]),
        entity(3, "PERSON", "Per Nes", &[("Per Nes", "name"), ("‹he› said", "pronoun")]),
    ]);
    let quotes = QUOTED.iter().map(|&(kind, parts, cue, source, (name, of, entity), flag)| {
        let parts: Vec<Value> = parts.iter().map(|part| place(part)).collect();
        let words: Vec<&str> = parts.iter().map(|part| part["text"].as_str().unwrap()).collect();
        let speaker =
            (!name.is_empty()).then(|| json!({"name": name, "kind": of, "entity": entity}));
        json!({
            "start": parts[0]["start"], "end": parts[parts.len() - 1]["end"],
            "text": words.join(" "), "kind": kind, "parts": parts, "cue": place(cue),
            "source": place(source), "speaker": speaker, "speech": flag != "not said",
            "negated": flag == "negated", "confidence": 0.9,
        })
    });
    record["quotes"] = quotes.collect();
    Story::from_json(&record.to_string()).unwrap()
}

#[test]
fn pages_with_speakers() {
    settings().bind(|| {
        let story = story_of_quotations();
        for color in [false, true] {
            let page = terminal(&story, TerminalOptions { width: 80, color });
            let name = if color { "terminal_speakers_colours" } else { "terminal_speakers" };
            insta::assert_snapshot!(name, page.replace('\x1b', "␛"));
        }
        insta::assert_snapshot!("html_speakers", lines(&html(&story, 20_000)));
    });
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("views");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// HTML with a line for each rule and for each element that begins, so that a change is seen where it is.
fn lines(html: &str) -> String {
    let begins = ["<p", "<ol", "<li", "<div", "  <span", "  <mark", "  <i "];
    begins.iter().fold(html.replace('}', "}\n"), |lines, line| {
        lines.replace(line.trim_start(), &format!("\n{line}"))
    })
}

#[test]
fn pages_for_a_terminal() {
    settings().bind(|| {
        for (name, path, width) in [
            ("harbour", "examples/harbour.txt", 80),
            ("scraped_page", "tests/articles/scraped_page.txt", 60),
            ("wire_wrapped", "tests/articles/wire_wrapped.txt", 80),
            ("one_line_page", "tests/articles/one_line_page.txt", 80),
            ("chinese", "tests/articles/chinese.txt", 40),
        ] {
            let page = terminal(&story(path), TerminalOptions { width, color: false });
            insta::assert_snapshot!(format!("terminal_{name}"), page);
        }
    });
}

#[test]
fn a_page_in_colours() {
    settings().bind(|| {
        let story = story("tests/articles/scraped_page.txt");
        let page = terminal(&story, TerminalOptions { width: 72, color: true });
        insta::assert_snapshot!("terminal_colours", page.replace('\x1b', "␛"));
    });
}

#[test]
fn pages_for_a_notebook() {
    settings().bind(|| {
        for (name, path) in [
            ("harbour", "examples/harbour.txt"),
            ("scraped_page", "tests/articles/scraped_page.txt"),
            ("one_line_page", "tests/articles/one_line_page.txt"),
            ("arabic", "tests/articles/arabic.txt"),
        ] {
            insta::assert_snapshot!(format!("html_{name}"), lines(&html(&story(path), 20_000)));
        }
        let cut = html(&story("examples/harbour.txt"), 700);
        insta::assert_snapshot!("html_cut", lines(&cut));
    });
}
