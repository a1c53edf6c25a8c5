//! No text takes longer than its length is worth: hostile ones, and four times as much of each.

#![allow(clippy::cast_possible_wrap, clippy::format_collect, clippy::type_complexity)] // Small numbers, few words.

use std::fmt::Write;
use std::time::{Duration, Instant};

use copydesk::dateline::Day;
use copydesk::dedup::{DuplicateIndex, Encoded, Id, Options, find_duplicates};
use copydesk::render::{TerminalOptions, html, terminal};
use copydesk::{Reader, Repeats};

/// Patterns that would take for ever, repeated, if anything were worse than linear in them.
const PATTERNS: &[&str] = &[
    "\"",
    "'",
    "“",
    "”",
    "‘",
    "’",
    "'a ",
    "\"a ",
    "“a ",
    "a\" ",
    "“a” ",
    "“Abc” ",
    "‘a’ ",
    "''",
    "`",
    "«",
    "「",
    "'“",
    "5'",
    "s' a ",
    "1\" a ",
    ".",
    ". ",
    "! ",
    "…",
    "? \"",
    "\n",
    " ",
    "\u{a0}",
    "\r",
    "a",
    "a ",
    "A. ",
    "a\n",
    "Yes.\n",
    "17:40 The quay is shut, Vik said.\n\n",
    "Strike is over: “We won”.\n\n",
    "one two three ",
    "word word word word word word word\n",
    "a b c d e f g h. ",
    "a b c d e f g h.\n",
    "\u{301}",
    "\0",
    "😀",
    "中",
    "。",
    "-",
    "[1] ",
    "Image: ",
    "said ",
    "The bridge is shut, said he.\n",
    "x. Y",
    "(",
    "1,2",
    "www.a.b.c.",
    "don't",
    "OSLO (Reuters) - ",
    "OSLO/",
    "Paris, ",
    "May 3, ",
    "AP - ",
    "By Ann Lee\n",
    "Reporting by Ann Lee; ",
    "Oslo and ",
    "(Corrects ",
    "Editing by Ann Lee. ",
    "Ann Lee contributed to this report. ",
    "© 2020 AFP. ",
    "Our Standards: ",
    "Read more: ",
    "AP/Ann Lee ",
    "Reporting by Ann Lee and ",
    "St. ",
    "___\n",
    "A.",
    "- ",
    "he said ",
    "said Lie, who said ",
    "“a,” he said, ",
    "“a\n",
    ", adding that ",
    "according to ",
    "Lie, ",
    "LIE: a\n",
    "“a” ― Lie\n",
    "He denied that she ",
];

/// A text of about so many bytes.
type Maker = Box<dyn Fn(usize) -> String>;
type Make = fn(usize) -> String;

/// Texts made to be hard to read, each with a name.
fn hostile() -> Vec<(String, Maker)> {
    let repeated = PATTERNS.iter().map(|&pattern| {
        let make = move |size: usize| pattern.repeat(size / pattern.len());
        (format!("{pattern:?}"), Box::new(make) as Maker)
    });
    let others: [(&str, Make); 9] = [
        ("stops behind Han", |size| format!("中{}", ".".repeat(size))),
        ("hyphens behind Han", |size| format!("中{}", "-".repeat(size))),
        ("marks, then blanks", |size| {
            format!("a {}{}x", "'‘".repeat(size / 24), " ".repeat(size * 10 / 12))
        }),
        ("marks behind a digit, then blanks", |size| {
            format!("1{}{}x", "\"“".repeat(size / 24), " ".repeat(size * 10 / 12))
        }),
        ("two long sentences of names, and both again", |size| {
            let names = |letters: [char; 4]| names(letters, size / 32);
            let (one, two) = (names(['a', 'b', 'c', 'd']), names(['w', 'x', 'y', 'z']));
            format!("{one}. {two}. {one} {two}")
        }),
        ("a source around many empty lines", |size| {
            let (one, two) =
                ("alpha beta gamma delta epsilon zeta eta", "theta iota kappa mu nu xi pi");
            let count = size / 80;
            let again = format!("{one} {two}\n").repeat(count);
            format!("{one}\n{}{two}\n{again}", "* * *\n".repeat(count))
        }),
        ("lines nearly alike", lines_nearly_alike),
        ("a turn that begins with marks", |size| {
            format!("LEE: Yes.\n\nLEE: {}a word.\n\nLEE: No.", "«-» ".repeat(size / 6))
        }),
        ("sentences nearly alike", |size| lines_nearly_alike(size).replace('\n', " ")),
    ];
    let others = others.map(|(name, make)| (name.to_owned(), Box::new(make) as Maker));
    repeated.chain(others).collect()
}

/// So many different words with capitals.
fn names(letters: [char; 4], count: usize) -> String {
    let mut names = String::new();
    for number in 0..count {
        names.push('A');
        let mut rest = number;
        for _ in 0..8 {
            names.push(letters[rest % 4]);
            rest /= 4;
        }
        names.push(' ');
    }
    names.trim_end().to_owned()
}

fn lines_nearly_alike(size: usize) -> String {
    let mut lines = String::new();
    for n in 0..size as u64 / 40 {
        let word = |k: u64| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (8 * k)) % 40;
        for k in 0..8 {
            let _ = write!(lines, "w{} ", word(k));
        }
        lines += "and so on.\n";
    }
    lines
}

/// Four times the text takes about four times as long, never sixteen times: the shortest of a few
/// runs each, in the same process, so that a busy machine is no failure.
#[test]
fn reading_is_linear() {
    const SIZE: usize = 50_000;
    let reader = Reader { repeats: Repeats::Mark, ..Reader::default() };
    let shortest = |text: &str, runs: u32| {
        let time = |_| {
            let started = Instant::now();
            let story = reader.read(text, None).unwrap();
            let _ = html(&story, 20_000);
            let _ = terminal(&story, TerminalOptions { width: 80, color: true });
            started.elapsed()
        };
        (0..runs).map(time).min().unwrap()
    };
    let mut slow = Vec::new();
    for (name, make) in hostile() {
        let (small, large) = (make(SIZE), make(4 * SIZE));
        // What is over so soon tells nothing.
        let is_slow = |(quick, long)| long > Duration::from_millis(60) && long > 10 * quick;
        let mut times = (shortest(&small, 3), shortest(&large, 2));
        if is_slow(times) {
            times = (shortest(&small, 9), shortest(&large, 6));
        }
        if is_slow(times) {
            slow.push(format!("{name}: {:?}, then {:?}", times.0, times.1));
        }
    }
    assert!(slow.is_empty(), "worse than linear:\n{}", slow.join("\n"));
}

/// A text of so many words that no other number has.
fn story(number: usize, words: usize) -> String {
    (0..words).map(|word| format!("s{number}w{word} ")).collect()
}

const EXCERPTS: &str = "a long text beside many short excerpts of it";

type Corpus = fn(usize) -> Vec<String>;

/// Corpora of about so many texts that would take for ever if anything were worse than linear in them.
const CORPORA: [(&str, Corpus); 12] = [
    ("all texts equal", |count| vec![story(0, 60); count]),
    ("one boilerplate, and little of their own", |count| {
        let boilerplate = story(0, 120);
        (1..=count).map(|number| format!("{}{boilerplate}", story(number, 10))).collect()
    }),
    (EXCERPTS, |count| {
        // 2 MB of it with the larger of the two sizes.
        let text: Vec<String> = (0..90 * count).map(|word| format!("w{word}")).collect();
        let excerpts = (0..count).map(|number| text[70 * number..70 * number + 60].join(" "));
        std::iter::once(text.join(" ")).chain(excerpts).collect()
    }),
    ("empty texts", |count| vec![String::new(); 100 * count]),
    ("one word repeated", |count| {
        (0..count).map(|number| "ferry ".repeat(30 + number % 200)).collect()
    }),
    ("one very long text of one word", |count| vec!["ferry ".repeat(100 * count); 2]),
    ("periodic texts", |count| {
        let text = |number: usize| {
            let period = 3 + number % 40;
            (0..100).map(|word| format!("w{} ", word % period)).collect()
        };
        (0..count).map(text).collect()
    }),
    ("very long periodic texts", |count| {
        let text = |period: usize| (0..20 * count).map(move |word| format!("w{} ", word % period));
        [10, 11, 12, 13].map(|period| text(period).collect()).to_vec()
    }),
    ("one template, other numbers", |count| {
        let text = |number: usize| {
            let mut text = story(0, 12);
            for part in 1..8 {
                let _ = write!(text, "{} {}", number * part * 7919 % 10_007, story(part, 7));
            }
            text
        };
        (0..count).map(text).collect()
    }),
    ("near-copies of one story", |count| {
        let text = |number: usize| {
            let word = format!("w{} ", number % 90);
            story(0, 90).replacen(&word, &format!("other{number} "), 1)
        };
        (0..count).map(text).collect()
    }),
    ("a story again and again, then near-copies of it", |count| {
        let near = (0..count).map(|number| format!("{} news {number}", story(0, 60)));
        std::iter::repeat_n(story(0, 60), count).chain(near).collect()
    }),
    ("each text shares a part with the next ones", |count| {
        (0..count).map(|number| (number..number + 6).map(|it| story(it, 12)).collect()).collect()
    }),
];

/// Four times the texts take about four times as long to search, and to ask an index for one by one; and what
/// is found is about four times as much.
#[test]
fn duplicates_are_linear() {
    const COUNT: usize = 800;
    let options = || Options { threshold: 0.5, ..Options::default() };
    let days = |count: usize| -> Vec<Option<Day>> {
        (0..count).map(|row| Day::new(2026, 1 + (row % 12) as u8, 1 + (row % 28) as u8)).collect()
    };
    let search = |texts: &[String]| {
        find_duplicates(texts, &days(texts.len()), options()).unwrap().pairs.len()
    };
    let check = |texts: &[String]| {
        let ids: Vec<Id> = (0..texts.len()).map(|id| Id::Number(id as i64)).collect();
        let rows = texts.iter().map(|text| (Some(text.as_str()), None));
        let mut index = DuplicateIndex::new(options()).unwrap();
        let found = index.check(&ids, &Encoded::new(rows).unwrap()).unwrap();
        found.iter().flatten().count()
    };
    let doors: [(&str, &dyn Fn(&[String]) -> usize); 2] = [("search", &search), ("index", &check)];
    let mut slow = Vec::new();
    for (name, make) in CORPORA {
        let (small, large) = (make(COUNT), make(4 * COUNT));
        for (door, run) in doors {
            // A question to an index costs as much as the longest text that it is compared with.
            if door == "index" && name == EXCERPTS {
                continue;
            }
            let shortest = |texts: &[String], runs: u32| {
                let time = |_| {
                    let started = Instant::now();
                    let found = run(texts);
                    (started.elapsed(), found)
                };
                (0..runs).map(time).min().unwrap()
            };
            let is_slow = |(quick, long)| long > Duration::from_millis(60) && long > 10 * quick;
            let (few, many) = (shortest(&small, 2), shortest(&large, 1));
            let mut times = (few.0, many.0);
            if is_slow(times) {
                times = (shortest(&small, 6).0, shortest(&large, 3).0);
            }
            if is_slow(times) {
                slow.push(format!("{door}, {name}: {:?}, then {:?}", times.0, times.1));
            }
            if many.1 > 6 * few.1 + COUNT {
                slow.push(format!("{door}, {name}: {} found, then {}", few.1, many.1));
            }
        }
    }
    assert!(slow.is_empty(), "worse than linear:\n{}", slow.join("\n"));
}
