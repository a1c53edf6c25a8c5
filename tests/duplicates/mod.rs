//! What holds for every corpus that is searched for duplicates.

#![allow(clippy::cast_possible_wrap, clippy::float_cmp)] // Small, exact numbers.

use std::collections::{BTreeSet, HashMap};

use copydesk::Span;
use copydesk::dateline::Day;
use copydesk::dedup::{
    DuplicateIndex, Duplicates, Encoded, Finder, Id, Keep, Options, Pair, Progress, Relation,
    find_duplicates,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::config;

/// Headlines of few words, typed in many ways.
fn headline() -> impl Strategy<Value = String> {
    let words = select(vec![
        "ferry",
        "Ferry",
        "FERRY",
        "“ferry”",
        "rain,",
        "Rain",
        "RAIN!",
        "fer\u{ad}ry",
        "7",
        "seven",
        "…",
        "-",
    ]);
    vec(words, 0..4).prop_map(|words| words.join(" "))
}

/// The words of such a headline, found the slow way.
fn plain(headline: &str) -> Vec<String> {
    headline
        .split(' ')
        .map(|word| word.chars().filter(|it| it.is_alphanumeric()).collect::<String>())
        .map(|word| word.to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// A piece of a story: which one, from which word, how many, and an edit.
#[derive(Clone, Debug)]
enum Piece {
    Words { story: usize, from: usize, number: usize },
    Other { seed: usize },
    Number(u32),
}

impl Piece {
    fn text(&self) -> String {
        match *self {
            Self::Words { story, from, number } => {
                // Words that come again here and there, as words do.
                let word = |at: usize| match (story * 31 + at * 7) % 5 {
                    0 => "the ".to_owned(),
                    1 => format!("of{} ", at % 3),
                    _ => format!("s{story}w{at} "),
                };
                (from..from + number).map(word).collect()
            }
            Self::Other { seed } => format!("other{seed} and more{} ", seed % 7),
            Self::Number(number) => format!("{number} "),
        }
    }
}

/// A text of pieces of a few stories, as copies are: cut, moved, with words and numbers of its own.
fn patchwork() -> impl Strategy<Value = String> {
    let words =
        (0..3_usize, select(vec![0_usize, 0, 0, 10, 25, 40]), select(vec![15_usize, 30, 60, 90]));
    let piece = prop_oneof![
        5 => words.prop_map(|(story, from, number)| Piece::Words { story, from, number }),
        2 => (0..20_usize).prop_map(|seed| Piece::Other { seed }),
        1 => (0..60_u32).prop_map(Piece::Number),
    ];
    let pieces = vec(piece, 0..5);
    (pieces, 0..6_u8).prop_map(|(pieces, typed)| {
        let text: String = pieces.iter().map(Piece::text).collect();
        if typed == 0 { text.to_uppercase() } else { text }
    })
}

fn corpus() -> impl Strategy<Value = Vec<String>> {
    vec(patchwork(), 0..14)
}

fn days(number: usize) -> impl Strategy<Value = Vec<Option<Day>>> {
    let day = prop_oneof![
        1 => Just(None),
        3 => (1_u8..28).prop_map(|day| Day::new(2026, 3, day)),
    ];
    vec(day, number)
}

fn dated_corpus() -> impl Strategy<Value = Vec<(String, Option<Day>)>> {
    corpus().prop_flat_map(|texts| {
        let number = texts.len();
        (Just(texts), days(number)).prop_map(|(texts, days)| texts.into_iter().zip(days).collect())
    })
}

fn search(texts: &[String], options: Options) -> Duplicates {
    find_duplicates(texts, &[], options).unwrap()
}

/// The clusters as sets of what the rows were called.
fn named(labels: &[u32], names: &[usize]) -> BTreeSet<BTreeSet<usize>> {
    let mut clusters: HashMap<u32, BTreeSet<usize>> = HashMap::new();
    for (&label, &name) in labels.iter().zip(names) {
        clusters.entry(label).or_default().insert(name);
    }
    clusters.into_values().collect()
}

fn encoded(texts: &[String]) -> Encoded {
    Encoded::new(texts.iter().map(|text| (Some(text.as_str()), None))).unwrap()
}

fn ids(number: usize) -> Vec<Id> {
    (0..number).map(|id| Id::Number(id as i64)).collect()
}

proptest! {
    #![proptest_config(config(200))]

    /// Below `min_words` only the same words are duplicates: whoever compares all of them finds the same.
    #[test]
    fn exact_copies_are_those_of_the_same_words(texts in vec(headline(), 0..30)) {
        let options = Options { min_words: u32::MAX, ..Options::default() };
        let found = search(&texts, options);
        let words: Vec<Vec<String>> = texts.iter().map(|text| plain(text)).collect();
        let first = |row: usize| (0..row).find(|&other| words[other] == words[row]);
        for row in 0..texts.len() {
            let expected = if words[row].is_empty() { row } else { first(row).unwrap_or(row) };
            prop_assert_eq!(found.labels[row] as usize, expected, "{:?}", &texts[row]);
        }
        let pairs: Vec<[usize; 2]> =
            found.pairs.iter().map(|pair| [pair.a as usize, pair.b as usize]).collect();
        let mut expected: Vec<[usize; 2]> = (0..texts.len())
            .filter(|&row| !words[row].is_empty())
            .filter_map(|row| first(row).map(|first| [first, row]))
            .collect();
        expected.sort_unstable();
        prop_assert_eq!(pairs, expected);
        prop_assert!(found.pairs.iter().all(|pair| pair.relation == Relation::Exact));
    }

    #[test]
    fn results_are_well_formed(texts in corpus(), threshold in select(vec![0.2_f32, 0.6, 0.9])) {
        let options = Options { threshold, ..Options::default() };
        let found = search(&texts, options.clone());
        prop_assert_eq!(found.labels.len(), texts.len());
        for (row, &label) in (0..).zip(&found.labels) {
            prop_assert!(label <= row && found.labels[label as usize] == label);
        }
        prop_assert!(found.pairs.is_sorted_by_key(|pair| (pair.a, pair.b)));
        for Pair { a, b, relation, similarity, confidence, coverage_a, coverage_b } in &found.pairs {
            prop_assert!(a < b && (*b as usize) < texts.len());
            for share in [similarity, confidence, coverage_a, coverage_b] {
                prop_assert!((0.0..=1.0).contains(share));
            }
            prop_assert!(*confidence >= threshold);
            // Only briefs in a roundup are pairs and no cluster.
            let [a, b] = [*a, *b].map(|row| found.labels[row as usize]);
            prop_assert!(a == b || *relation == Relation::Excerpt);
        }
        // Whoever is in a cluster with others is in a pair.
        for (row, &label) in (0..).zip(&found.labels) {
            if label != row {
                prop_assert!(found.pairs.iter().any(|pair| pair.a == row || pair.b == row));
            }
        }
        // A stricter threshold finds a part of it.
        let strict = search(&texts, Options { threshold: 0.97, ..options });
        prop_assert!(strict.pairs.iter().all(|pair| found.pairs.contains(pair)));
    }

    /// A comparison says what the search said.
    #[test]
    fn comparisons_agree_with_pairs(texts in corpus()) {
        let found = search(&texts, Options { threshold: 0.3, ..Options::default() });
        for pair in &found.pairs {
            let [a, b] = [pair.a, pair.b].map(|row| texts[row as usize].as_str());
            let compared = found.compare([a, b], [None; 2]).unwrap();
            prop_assert_eq!(compared.relation, pair.relation);
            prop_assert_eq!(compared.confidence, pair.confidence);
            prop_assert_eq!(compared.similarity, pair.similarity);
            prop_assert_eq!(compared.coverages, [pair.coverage_a, pair.coverage_b]);
        }
    }

    #[test]
    fn the_order_of_the_texts_does_not_matter(
        (corpus, order) in dated_corpus().prop_flat_map(|corpus| {
            let order: Vec<usize> = (0..corpus.len()).collect();
            (Just(corpus), Just(order).prop_shuffle())
        }),
        window in select(vec![None, Some(0), Some(4)]),
    ) {
        let options = Options { window, ..Options::default() };
        let search = |order: &[usize]| {
            let texts: Vec<&str> = order.iter().map(|&row| corpus[row].0.as_str()).collect();
            let days: Vec<Option<Day>> = order.iter().map(|&row| corpus[row].1).collect();
            named(&find_duplicates(&texts, &days, options.clone()).unwrap().labels, order)
        };
        let as_it_is: Vec<usize> = (0..corpus.len()).collect();
        prop_assert_eq!(search(&order), search(&as_it_is));
    }

    #[test]
    fn one_text_of_each_cluster_stays(corpus in dated_corpus()) {
        let (texts, days): (Vec<String>, Vec<Option<Day>>) = corpus.into_iter().unzip();
        let mut finder = Finder::new(Options::default()).unwrap();
        let rows = texts.iter().zip(&days).map(|(text, day)| (Some(text.as_str()), *day));
        finder.add(Encoded::new(rows).unwrap());
        let found = finder.find(&Progress::default()).unwrap();
        let words = finder.words();
        for keep in [Keep::First, Keep::Earliest, Keep::Latest, Keep::Longest] {
            let kept = found.keep(keep, finder.days(), &words);
            for label in found.labels.iter().copied().collect::<BTreeSet<u32>>() {
                let members: Vec<usize> =
                    (0..texts.len()).filter(|&row| found.labels[row] == label).collect();
                let stays: Vec<usize> = members.iter().copied().filter(|&row| kept[row]).collect();
                prop_assert_eq!(stays.len(), 1);
                let dates = members.iter().filter_map(|&row| days[row]);
                let (day, size) = (days[stays[0]], words[stays[0]]);
                match keep {
                    Keep::First => prop_assert_eq!(stays[0], members[0]),
                    Keep::Earliest => prop_assert_eq!(day, dates.min()),
                    Keep::Latest => prop_assert_eq!(day, dates.max()),
                    Keep::Longest => {
                        prop_assert!(members.iter().all(|&row| words[row] <= size));
                    }
                }
            }
        }
    }

    /// Whoever comes later in a pair is told so by an index to which the texts come one by one.
    #[test]
    fn an_index_knows_what_a_search_finds(texts in corpus(), part in 1..6_usize, saved in any::<bool>()) {
        let found = search(&texts, Options::default());
        let later: BTreeSet<u32> = found.pairs.iter().map(|pair| pair.b).collect();
        let mut index = DuplicateIndex::default();
        let mut matches = Vec::new();
        let path = std::env::temp_dir().join(format!("copydesk-property-{}", std::process::id()));
        for (number, texts) in texts.chunks(part).enumerate() {
            let ids: Vec<Id> =
                (0..texts.len()).map(|id| Id::Number((number * part + id) as i64)).collect();
            matches.extend(index.check(&ids, &encoded(texts)).unwrap());
            if saved && number == 1 {
                index.save(&path).unwrap();
                index = DuplicateIndex::open(&path).unwrap();
                std::fs::remove_file(&path).unwrap();
            }
        }
        for (row, found) in (0..).zip(&matches) {
            prop_assert_eq!(found.is_some(), later.contains(&row), "row {}: {:?}", row, found);
            if let Some(found) = found {
                let Id::Number(id) = found.id else { unreachable!("all ids are numbers") };
                prop_assert!(id < i64::from(row));
            }
        }
        prop_assert_eq!(index.len(), texts.len());
    }

    /// What is removed might as well never have been there.
    #[test]
    fn a_removed_text_leaves_nothing(texts in corpus(), gone in vec(any::<bool>(), 14), asked in patchwork()) {
        let mut index = DuplicateIndex::default();
        index.add(&ids(texts.len()), &[encoded(&texts)]).unwrap();
        let mut rest = DuplicateIndex::default();
        for (id, (text, gone)) in ids(texts.len()).iter().zip(texts.iter().zip(&gone)) {
            if *gone {
                index.remove(id).unwrap();
            } else {
                let one = encoded(std::slice::from_ref(text));
                rest.add(std::slice::from_ref(id), &[one]).unwrap();
            }
        }
        prop_assert_eq!(index.len(), rest.len());
        prop_assert_eq!(index.query(&asked, None).unwrap(), rest.query(&asked, None).unwrap());
    }

    /// Passages and their pieces are inside the texts, in order, and of the same words.
    #[test]
    fn passages_are_of_the_same_words(a in patchwork(), b in patchwork()) {
        let found = search(&[a.clone(), b.clone()], Options::default());
        let compared = found.compare([&a, &b], [None; 2]).unwrap();
        let texts = [a.as_str(), b.as_str()];
        prop_assert!(compared.passages.is_sorted_by_key(|passage| passage.spans[0].start()));
        for passage in &compared.passages {
            prop_assert!(!passage.pieces.is_empty());
            let mut before = passage.spans.map(Span::start);
            for piece in &passage.pieces {
                // Slicing would panic outside the text, and inside a character.
                let words = [0, 1].map(|side: usize| plain(piece[side].of(texts[side])));
                prop_assert!(!words[0].is_empty());
                prop_assert_eq!(&words[0], &words[1]);
                for side in [0, 1] {
                    prop_assert!(piece[side].start() >= before[side]);
                    before[side] = piece[side].end();
                }
            }
            let (first, last) = (passage.pieces[0], passage.pieces[passage.pieces.len() - 1]);
            prop_assert_eq!(first.map(Span::start), passage.spans.map(Span::start));
            prop_assert_eq!(last.map(Span::end), passage.spans.map(Span::end));
            let words = [0, 1].map(|side: usize| plain(passage.spans[side].of(texts[side])));
            prop_assert_eq!(words[0].first(), words[1].first());
            prop_assert_eq!(words[0].last(), words[1].last());
        }
    }

    #[test]
    fn no_text_is_too_odd(
        texts in vec(prop_oneof!["\\PC{0,60}", crate::copy(), patchwork(), ".{0,60}"], 0..12),
        days in days(12),
        window in select(vec![None, Some(0), Some(u32::MAX)]),
        min_words in select(vec![0, 1, 8]),
    ) {
        let options = Options { window, min_words, threshold: 0.5, ..Options::default() };
        // The same again, so that there is something to find.
        let texts: Vec<String> = texts.iter().chain(&texts).cloned().collect();
        let days: Vec<Option<Day>> = days.iter().cycle().take(texts.len()).copied().collect();
        let found = find_duplicates(&texts, &days, options.clone()).unwrap();
        let mut index = DuplicateIndex::new(options).unwrap();
        index.check(&ids(texts.len()), &encoded(&texts)).unwrap();
        for pair in texts.windows(2) {
            let compared = found.compare([&pair[0], &pair[1]], [days[0], None]).unwrap();
            prop_assert!((0.0..=1.0).contains(&compared.confidence));
            index.query(&pair[0], days[0]).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn the_number_of_threads_does_not_matter(texts in vec(patchwork(), 0..60)) {
        // Enough of them to be dealt out, all different but for what they share.
        let texts: Vec<String> = (0..24)
            .flat_map(|turn| texts.iter().map(move |text| format!("{text} turn{turn} of{}", turn % 5)))
            .collect();
        let search = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| {
                let found = search(&texts, Options::default());
                let mut index = DuplicateIndex::default();
                let checked = index.check(&ids(texts.len()), &encoded(&texts)).unwrap();
                (found.labels, found.pairs, checked)
            })
        };
        let alone = search(1);
        for threads in [2, 3] {
            prop_assert_eq!(&search(threads), &alone);
        }
    }
}
