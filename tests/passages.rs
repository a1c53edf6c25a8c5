//! Passages that texts share: against a slow, obvious oracle, and on corpora made to be hard.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use copydesk::dedup::{Passages, SharedRun};
use copydesk::{drop_furniture, find_passages};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// The same texts in every run, or, to look for more, as many times more other ones as
/// `COPYDESK_FUZZ` says.
fn config(cases: u32) -> ProptestConfig {
    let times = std::env::var("COPYDESK_FUZZ").ok().map(|it| it.parse::<u32>().expect("a number"));
    let rng_seed = if times.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) };
    let cases = cases.saturating_mul(times.unwrap_or(1));
    ProptestConfig { cases, rng_seed, ..ProptestConfig::default() }
}

/// A text of words with these numbers, and where each of them stands.
fn text(words: &[u32]) -> (String, Vec<(u32, u32)>) {
    let (mut text, mut places) = (String::new(), Vec::new());
    for word in words {
        let start = text.len() as u32;
        text += "word";
        text.push(char::from(b'a' + (word % 26) as u8));
        for _ in 0..word / 26 {
            text.push('x');
        }
        places.push((start, text.len() as u32));
        text.push(' ');
    }
    (text, places)
}

/// Texts of shared pieces and of words of their own, out of few different words or many.
fn corpora() -> impl Strategy<Value = Vec<Vec<u32>>> {
    (2_u32..400).prop_flat_map(|different| {
        let piece = vec(0..different, 1..60);
        (vec(piece, 1..6), Just(different)).prop_flat_map(|(pieces, different)| {
            let own = vec(0..different, 0..25);
            let count = pieces.len();
            let part = (0..count, own, 0_usize..20, 0_usize..20);
            let pieces = std::sync::Arc::new(pieces);
            let texts = vec(vec(part, 0..5), 1..14);
            texts.prop_map(move |texts| {
                let words = |parts: Vec<(usize, Vec<u32>, usize, usize)>| {
                    let mut words = Vec::new();
                    for (number, own, from, less) in parts {
                        words.extend(own);
                        let piece = &pieces[number];
                        let from = from.min(piece.len());
                        let to = piece.len().saturating_sub(less).max(from);
                        words.extend(&piece[from..to]);
                    }
                    words
                };
                texts.into_iter().map(words).collect()
            })
        })
    })
}

/// All runs of words as long as can be that two texts share: where they begin, and how many words.
fn shared_runs(a: &[u32], b: &[u32], least: usize) -> Vec<(usize, usize, usize)> {
    let mut runs = Vec::new();
    for i in 0..a.len() {
        for j in 0..b.len() {
            if i > 0 && j > 0 && a[i - 1] == b[j - 1] {
                continue;
            }
            let length = a[i..].iter().zip(&b[j..]).take_while(|(a, b)| a == b).count();
            if length >= least {
                runs.push((i, j, length));
            }
        }
    }
    runs
}

/// The sides of the runs that are told: number of the run, text, first byte, last byte.
fn sides(runs: &[SharedRun]) -> Vec<(usize, u32, u32, u32)> {
    let of_run = |(number, run): (usize, &SharedRun)| {
        [run.a, run.b].map(|it| (number, it.text, it.span.start(), it.span.end()))
    };
    runs.iter().enumerate().flat_map(of_run).collect()
}

/// What every result is, whatever the texts.
fn sound(texts: &[String], least: u32, found: &Passages) -> Result<(), TestCaseError> {
    let mut before = None;
    for run in &found.runs {
        prop_assert!(run.a.text < run.b.text, "{run:?}");
        prop_assert!(run.words >= least && run.exactness > 0.0 && run.exactness <= 1.0, "{run:?}");
        let key = (run.a.text, run.a.span.start(), run.b.text, run.b.span.start());
        prop_assert!(before.is_none_or(|before| before <= key), "in order");
        before = Some(key);
        for side in [run.a, run.b] {
            let words = texts[side.text as usize].get(side.span.range());
            prop_assert!(words.is_some_and(|it| !it.is_empty()), "{side:?}");
            let passage = &found.passages[run.passage as usize];
            let known = passage.places.iter().any(|place| place.text == side.text);
            prop_assert!(known, "{run:?} {passage:?}");
        }
    }
    for passage in &found.passages {
        let rows: BTreeSet<u32> = passage.places.iter().map(|place| place.text).collect();
        prop_assert_eq!(rows.len() as u32, passage.texts);
        prop_assert!(passage.texts >= 2 && passage.words > 0 && passage.places.is_sorted());
    }
    let weights = found.passages.iter().map(|it| u64::from(it.texts) * u64::from(it.words));
    prop_assert!(weights.rev().is_sorted(), "the largest first");
    Ok(())
}

proptest! {
    #![proptest_config(config(800))]

    /// Words in a row that two texts have lie in a run that is told, in both of them.
    #[test]
    fn whatever_texts_share_is_found(corpus in corpora(), least in prop_oneof![4_u32..24, Just(20)]) {
        let (texts, places): (Vec<String>, Vec<_>) = corpus.iter().map(|it| text(it)).unzip();
        let found = find_passages(&texts, least).unwrap();
        sound(&texts, least, &found)?;
        let told = sides(&found.runs);
        let overhang = least as usize / 4;
        let covered = |row: usize, start: usize| {
            // Of texts with the same words the first one is told for all.
            let row = corpus.iter().position(|it| *it == corpus[row]).unwrap();
            let places = &places[row];
            let from = places[start + overhang].0;
            let to = places[start + least as usize - 1 - overhang].1;
            told.iter().any(|&(_, text, start, end)| {
                text == row as u32 && start <= from && to <= end
            })
        };
        for a in 0..corpus.len() {
            for b in a + 1..corpus.len() {
                for (i, j, length) in shared_runs(&corpus[a], &corpus[b], least as usize) {
                    for step in 0..=length - least as usize {
                        let (i, j) = (i + step, j + step);
                        prop_assert!(covered(a, i), "{a} {i} with {b} {j}");
                        prop_assert!(covered(b, j), "{b} {j} with {a} {i}");
                    }
                }
            }
        }
    }

    /// What has no four words in common with any other text has no passage.
    #[test]
    fn nothing_is_made_up(corpus in vec(vec(0..2000_u32, 0..60), 1..6)) {
        let texts: Vec<String> = corpus.iter().map(|it| text(it).0).collect();
        let found = find_passages(&texts, 12).unwrap();
        sound(&texts, 12, &found)?;
        for run in &found.runs {
            let (a, b) = (&corpus[run.a.text as usize], &corpus[run.b.text as usize]);
            prop_assert!(!shared_runs(a, b, 4).is_empty(), "{run:?}");
        }
    }
}

/// A text of its own: so many words that no other one has.
fn filler(seed: u64, words: usize) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1;
    let mut word = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = state >> 40;
        (0..5).map(|at| char::from(b'a' + (number >> (5 * at)) as u8 % 26)).collect::<String>()
    };
    (0..words).map(|_| word()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_passage_of_many_texts_is_one() {
    let release = filler(1, 40);
    for count in [2, 8, 9, 40, 300] {
        let text = |n: u64| {
            let (before, behind) =
                (filler(2 * n + 100, 30 + n as usize % 7), filler(2 * n + 101, 25));
            format!("{before}. {release}. {behind}")
        };
        let texts: Vec<String> = (0..count).map(text).collect();
        let found = find_passages(&texts, 20).unwrap();
        let [passage] = found.passages.as_slice() else { panic!("{count}: {:?}", found.passages) };
        assert_eq!((passage.texts, passage.places.len()), (count as u32, count as usize));
        assert_eq!(passage.words, 40);
        assert!(found.runs.len() < 2 * count as usize, "{} runs", found.runs.len());
        for place in &passage.places {
            let words = place.span.of(&texts[place.text as usize]);
            // Among many texts some go on with words of the same code.
            assert!(words == release || count == 300 && words.contains(&release), "{words}");
        }
        assert_eq!(passage.furniture, count >= 8, "in many texts that share little else");
    }
}

#[test]
fn a_story_that_many_papers_carry_is_no_furniture() {
    let story = filler(1, 200);
    let texts: Vec<String> = (0..30)
        .map(|n| format!("{} {story} {}", filler(2 * n + 9, 20), filler(2 * n + 10, 30)))
        .collect();
    let found = find_passages(&texts, 20).unwrap();
    assert_eq!(found.passages.len(), 1);
    assert!(!found.passages[0].furniture);
    assert_eq!(drop_furniture(&texts).unwrap(), texts);
}

#[test]
fn texts_that_are_the_same_have_the_same_places() {
    let notice = filler(3, 30);
    let one = format!("{} {notice}", filler(4, 100));
    let two = format!("{notice} {}", filler(5, 100));
    let found = find_passages(&[&one, &two, &one, &one], 20).unwrap();
    let [whole, passage] = found.passages.as_slice() else { panic!("{:?}", found.passages) };
    assert_eq!((whole.texts, whole.words), (3, 130));
    assert_eq!((passage.texts, passage.words), (4, 30));
}

#[test]
fn the_threads_make_no_difference() {
    let texts: Vec<String> = (0..400)
        .map(|n| {
            format!("{} {} {}", filler(n % 40, 30), filler(n + 1000, 40), filler(n % 7 + 50, 25))
        })
        .collect();
    let on = |threads| {
        let pool = rayon_pool(threads);
        pool.install(|| find_passages(&texts, 20).unwrap())
    };
    assert_eq!(on(1), on(3));
}

fn rayon_pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

#[test]
fn lengths_below_four_are_errors() {
    assert!(find_passages(&["a"], 3).unwrap_err().is_argument());
    assert!(find_passages(&[""; 0], 4).unwrap().runs.is_empty());
}

type Make = fn(usize) -> Vec<String>;

/// Corpora of about so many bytes that would take for ever, or all memory, if anything were worse than
/// linear in them.
fn hostile() -> [(&'static str, Make); 10] {
    [
        ("all the same", |size| vec![filler(1, 200); size / 1200]),
        ("nearly the same", |size| {
            let story = filler(1, 200);
            (0..size / 1230).map(|n| format!("{story} {}", filler(n as u64 + 2, 5))).collect()
        }),
        ("one notice in all", |size| {
            let notice = filler(1, 40);
            (0..size / 840).map(|n| format!("{} {notice}", filler(n as u64 + 2, 100))).collect()
        }),
        ("one notice many times in each", |size| {
            let notice = format!("{} ", filler(1, 20)).repeat(5);
            (0..size / 660).map(|n| format!("{} {notice}", filler(n as u64 + 2, 10))).collect()
        }),
        ("one long text", |size| vec![filler(1, size / 6), filler(2, 50)]),
        ("two long texts, the same but for every tenth word", |size| {
            let words = filler(1, size / 12);
            let other = words
                .split(' ')
                .enumerate()
                .map(|(at, it)| if at % 10 == 0 { "other" } else { it });
            vec![other.collect::<Vec<_>>().join(" "), words]
        }),
        ("empty texts", |size| vec![String::new(); size / 2]),
        ("one word", |size| {
            vec!["word ".repeat(size / 10), "word ".repeat(size / 20), "word ".repeat(size / 20)]
        }),
        ("periods", |size| {
            let period = |number: usize| format!("{} ", filler(1, number));
            (3..13).map(|number| period(number).repeat(size / 60 / number)).collect()
        }),
        ("few different words", |size| {
            let words: Vec<String> = filler(7, size / 6)
                .bytes()
                .filter(|byte| *byte != b' ')
                .map(|byte| ["ship", "port", "sea"][byte as usize % 3].to_owned())
                .collect();
            words.chunks(100).take(size / 500).map(|words| words.join(" ")).collect()
        }),
    ]
}

/// Four times the corpus takes about four times as long, never sixteen times.
#[test]
fn finding_is_linear() {
    const SIZE: usize = 250_000;
    let pool = rayon_pool(1);
    let shortest = |texts: &[String], runs: u32| {
        let time = |_| {
            let started = Instant::now();
            let found = pool.install(|| find_passages(texts, 20).unwrap());
            let words: usize = texts.iter().map(|it| it.len() / 4 + 1).sum();
            assert!(found.runs.len() <= words / 4, "{} runs", found.runs.len());
            started.elapsed()
        };
        (0..runs).map(time).min().unwrap()
    };
    let mut slow = Vec::new();
    for (name, make) in hostile() {
        let (small, large) = (make(SIZE), make(4 * SIZE));
        let is_slow = |(quick, long)| long > Duration::from_millis(60) && long > 10 * quick;
        let mut times = (shortest(&small, 2), shortest(&large, 1));
        if is_slow(times) {
            times = (shortest(&small, 6), shortest(&large, 4));
        }
        if is_slow(times) || times.1 > Duration::from_secs(20) {
            slow.push(format!("{name}: {:?}, then {:?}", times.0, times.1));
        }
    }
    assert!(slow.is_empty(), "worse than linear:\n{}", slow.join("\n"));
}

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    min_words: u32,
    texts: Vec<String>,
    passages: Vec<ExpectedPassage>,
    kept: Option<Vec<String>>,
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct ExpectedPassage {
    text: String,
    texts: Vec<u32>,
    furniture: bool,
}

/// The same file runs through Python in `tests/python/test_passages.py`.
#[test]
fn cases() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/passages/shared.toml");
    let cases: Cases = toml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let mut failures = Vec::new();
    for Case { name, min_words, texts, passages, kept } in cases.case {
        let found = find_passages(&texts, min_words).unwrap();
        let shown: Vec<ExpectedPassage> = found
            .passages
            .iter()
            .map(|it| ExpectedPassage {
                text: it.places[0].span.of(&texts[it.places[0].text as usize]).to_owned(),
                texts: it.places.iter().map(|place| place.text).collect(),
                furniture: it.furniture,
            })
            .collect();
        if shown != passages {
            failures.push(format!("{name}: expected {passages:#?}, found {shown:#?}"));
        }
        let left = drop_furniture(&texts).unwrap();
        let kept = kept.unwrap_or(texts);
        if left != kept {
            failures.push(format!("{name}: expected {kept:#?}, kept {left:#?}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_phrase_of_many_texts_is_no_furniture() {
    let phrase = filler(1, 14);
    let texts: Vec<String> = (0..20)
        .map(|n| format!("{} {phrase} {}.", filler(2 * n + 9, 40), filler(2 * n + 10, 40)))
        .collect();
    let found = find_passages(&texts, 12).unwrap();
    assert_eq!(found.passages[0].texts, 20);
    assert!(!found.passages[0].furniture, "it is no sentence");
}
