//! An index from inside: what is not seen from its doors.

#![allow(clippy::cast_possible_wrap, clippy::float_cmp, clippy::format_collect)] // Small, exact numbers.

use std::path::PathBuf;

use super::*;
use crate::dedup::find_duplicates;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("copydesk-index-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A story of its own for each number, 60 words long.
fn story(number: usize) -> String {
    (0..60).map(|word| format!("s{number}w{word} ")).collect()
}

/// The same with a word or two of its own.
fn copy(number: usize, copy: usize) -> String {
    let story = story(number);
    let other = format!("c{copy}");
    story.replace(&format!("w{} ", 10 + copy % 40), &format!("{other} "))
}

/// A feed of stories, copies, cut copies, the same again, empty ones.
fn feed(number: usize) -> Vec<String> {
    (0..number)
        .map(|n| match (n * 7) % 11 {
            0..=4 => story(n),
            5 => story(n / 3),
            6 | 7 => copy(n / 2, n),
            8 => story(n / 2)[..180].to_owned(),
            9 => String::new(),
            _ => format!("{} {}", story(n / 2), story(n)),
        })
        .collect()
}

fn encoded(texts: &[String]) -> Encoded {
    Encoded::new(texts.iter().map(|text| (Some(text.as_str()), None))).unwrap()
}

fn numbers(from: usize, to: usize) -> Vec<Id> {
    (from..to).map(|number| Id::Number(number as i64)).collect()
}

fn with(texts: &[String]) -> DuplicateIndex {
    let mut index = DuplicateIndex::default();
    index.add(&numbers(0, texts.len()), &[encoded(texts)]).unwrap();
    index
}

fn answers(index: &DuplicateIndex, texts: &[String]) -> Vec<Vec<Match>> {
    texts.iter().map(|text| index.query(text, None).unwrap()).collect()
}

fn sort_in(index: &mut DuplicateIndex) {
    index.sort_in(std::iter::empty());
}

#[test]
fn an_empty_index_has_nothing() {
    let mut index = DuplicateIndex::new(Options::default()).unwrap();
    assert!(index.is_empty() && index.query(&story(1), None).unwrap().is_empty());
    assert!(index.remove(&Id::Number(1)).unwrap_err().is_argument());
    let found = index.check(&[], &encoded(&[])).unwrap();
    assert_eq!((found.len(), index.len()), (0, 0));
    let folder = Folder::new("empty");
    index.save(&folder.file("a")).unwrap();
    let mut again = DuplicateIndex::open(&folder.file("a")).unwrap();
    assert!(again.is_empty() && again.query(&story(1), None).unwrap().is_empty());
    again.add(&numbers(0, 1), &[encoded(&[story(1)])]).unwrap();
    assert_eq!(again.query(&story(1), None).unwrap()[0].id, Id::Number(0));
}

#[test]
fn matches_come_the_surest_first() {
    let index = with(&[story(1)[..200].to_owned(), copy(1, 5), story(1), story(2), story(1)]);
    let found = index.query(&story(1), None).unwrap();
    let ids: Vec<&Id> = found.iter().map(|it| &it.id).collect();
    assert_eq!(ids[..2], [&Id::Number(2), &Id::Number(4)]);
    assert_eq!(found.len(), 4);
    assert!(found[2..].iter().all(|it| it.relation != Relation::Exact));
    assert!(found[2].confidence >= found[3].confidence);
    let cut = found.iter().find(|it| it.id == Id::Number(0)).unwrap();
    assert_eq!((cut.relation, cut.coverage_match), (Relation::Excerpt, 1.0));
    assert!(cut.coverage < 0.7);
}

#[test]
fn a_check_says_what_a_query_says_first() {
    let (texts, later) = (feed(150), feed(300).split_off(150));
    let index = with(&texts);
    let first: Vec<Option<Match>> =
        answers(&index, &later).into_iter().map(|found| found.into_iter().next()).collect();
    assert_eq!(index.find(&encoded(&later)), first);
    assert!(first.iter().flatten().count() > 15);
    assert_eq!(index.len(), 150);
}

#[test]
fn a_check_with_dates_says_what_a_query_says_first() {
    let day = |day: usize| Day::new(2026, 3, 1 + (day % 28) as u8);
    let texts: Vec<String> = (0..60).map(|n| copy(0, n / 15)).collect();
    let rows = texts
        .iter()
        .enumerate()
        .map(|(n, text)| (Some(text.as_str()), if n % 7 == 3 { None } else { day(n * 5) }));
    for window in [None, Some(0), Some(3)] {
        let mut index = DuplicateIndex::new(Options { window, ..Options::default() }).unwrap();
        index.add(&numbers(0, 60), &[Encoded::new(rows.clone()).unwrap()]).unwrap();
        for (n, text) in
            [copy(0, 2), copy(0, 7), story(0), story(0)[..200].to_owned()].iter().enumerate()
        {
            let day = if n == 3 { None } else { day(n * 9) };
            let one = Encoded::new([(Some(text.as_str()), day)]).unwrap();
            let expected = index.query(text, day).unwrap().into_iter().next();
            assert!(expected.is_some() || window == Some(0));
            assert_eq!(index.find(&one), [expected]);
        }
    }
}

#[test]
fn a_check_in_parts_is_a_check_in_one() {
    let texts = feed(400);
    let mut whole = DuplicateIndex::default();
    let expected = whole.check(&numbers(0, 400), &encoded(&texts)).unwrap();
    assert!(expected.iter().flatten().count() > 50);
    for part in [1, 7, 150] {
        let mut index = DuplicateIndex::default();
        let mut found = Vec::new();
        for (number, texts) in texts.chunks(part).enumerate() {
            let ids = numbers(number * part, number * part + texts.len());
            found.extend(index.check(&ids, &encoded(texts)).unwrap());
        }
        assert_eq!(found, expected, "in parts of {part}");
    }
}

#[test]
fn a_check_in_order_knows_what_a_search_finds() {
    let texts = feed(400);
    let found = find_duplicates(&texts, &[], Options::default()).unwrap();
    let later: HashSet<u32> = found.pairs.iter().map(|pair| pair.b).collect();
    let mut index = DuplicateIndex::default();
    let checked = index.check(&numbers(0, 400), &encoded(&texts)).unwrap();
    for (row, found) in (0..).zip(checked) {
        assert_eq!(found.is_some(), later.contains(&row), "row {row}: {found:?}");
    }
}

#[test]
fn sorting_in_changes_no_answer() {
    let texts = feed(300);
    let expected = answers(&with(&texts), &texts);
    for at in [0, 1, 100, 250, 300] {
        let mut index = DuplicateIndex::default();
        for (number, text) in texts.iter().enumerate() {
            if number == at || number == 200 {
                sort_in(&mut index);
            }
            let id = numbers(number, number + 1);
            index.add(&id, &[encoded(std::slice::from_ref(text))]).unwrap();
        }
        if at == 300 {
            sort_in(&mut index);
            assert_eq!(index.fresh.texts(), 0);
        } else {
            assert!(index.fresh.texts() > 0);
        }
        assert_eq!(answers(&index, &texts), expected, "sorted in at {at}");
    }
}

#[test]
fn what_is_removed_is_gone_and_its_id_is_free() {
    for sorted in [false, true] {
        let mut index = with(&[story(1), story(2), story(1)]);
        if sorted {
            sort_in(&mut index);
        }
        index.remove(&Id::Number(0)).unwrap();
        assert!(!index.contains(&Id::Number(0)) && index.len() == 2);
        assert!(index.remove(&Id::Number(0)).is_err());
        assert_eq!(index.query(&story(1), None).unwrap()[0].id, Id::Number(2));
        index.remove(&Id::Number(2)).unwrap();
        assert!(index.query(&copy(1, 3), None).unwrap().is_empty());
        // Under the same id something else, then the same as before.
        index.add(&numbers(0, 1), &[encoded(&[story(3)])]).unwrap();
        assert!(index.query(&story(1), None).unwrap().is_empty());
        assert_eq!(index.query(&story(3), None).unwrap()[0].id, Id::Number(0));
        index.remove(&Id::Number(0)).unwrap();
        index.add(&numbers(0, 1), &[encoded(&[story(1)])]).unwrap();
        assert_eq!(index.query(&copy(1, 3), None).unwrap().len(), 1);
        let before = answers(&index, &[story(1), story(2), story(3)]);
        sort_in(&mut index);
        assert_eq!((index.len(), index.removed.len()), (2, 0));
        assert_eq!(answers(&index, &[story(1), story(2), story(3)]), before);
    }
}

#[test]
fn what_was_removed_does_not_hide_what_is_there() {
    // More copies than are looked at for one shingle; the first ones go.
    let copies: Vec<String> = (0..40).map(|number| copy(1, number)).collect();
    for sorted in [false, true] {
        let mut index = with(&copies);
        if sorted {
            sort_in(&mut index);
        }
        for number in 0..30 {
            index.remove(&Id::Number(number)).unwrap();
        }
        let found = index.query(&story(1), None).unwrap();
        assert_eq!(found.len(), 10, "sorted: {sorted}");
        sort_in(&mut index);
        assert_eq!(index.query(&story(1), None).unwrap(), found);
    }
}

#[test]
fn one_wrong_id_and_nothing_is_added() {
    let mut index = with(&[story(1), story(2)]);
    let new = [story(3), story(4)];
    for ids in [[7, 1], [7, 7]] {
        let ids = ids.map(Id::Number);
        let error = index.add(&ids, &[encoded(&new)]).unwrap_err();
        assert!(error.is_argument() && error.to_string().starts_with("row 1: "), "{error}");
        assert!(index.check(&ids, &encoded(&new)).is_err());
        assert!(index.len() == 2 && !index.contains(&Id::Number(7)));
    }
    assert!(index.add(&numbers(8, 9), &[encoded(&new)]).unwrap_err().is_argument());
    assert!(index.query(&story(3), None).unwrap().is_empty());
    // A number and its digits are two ids.
    index.add(&[Id::Text("1".into())], &[encoded(&[story(5)])]).unwrap();
    assert_eq!(index.len(), 3);
}

#[test]
fn a_merge_has_what_both_had_and_one_that_fails_has_changed_nothing() {
    let texts = feed(200);
    let (mut one, mut two) = (with(&texts[..120]), DuplicateIndex::default());
    two.add(&numbers(120, 200), &[encoded(&texts[120..])]).unwrap();
    two.add(&[Id::Number(5)], &[encoded(&[story(999)])]).unwrap();
    let before = answers(&one, &texts);
    assert!(one.merge(&two).unwrap_err().is_argument());
    assert_eq!((one.len(), answers(&one, &texts)), (120, before));
    two.remove(&Id::Number(5)).unwrap();
    one.merge(&two).unwrap();
    assert_eq!((one.len(), two.len()), (200, 80));
    assert_eq!(answers(&one, &texts), answers(&with(&texts), &texts));
    assert!(one.query(&story(999), None).unwrap().is_empty());
}

#[test]
fn a_file_has_all_of_it() {
    let (folder, texts) = (Folder::new("whole"), feed(300));
    let options = Options {
        threshold: 0.8,
        relations: vec![Relation::Exact, Relation::Excerpt],
        window: Some(3),
        min_words: 12,
    };
    let day = |number: usize| Day::new(2026, 1 + (number % 12) as u8, 1 + (number % 28) as u8);
    let days = |number: usize| if number.is_multiple_of(3) { None } else { day(number) };
    let rows = texts.iter().enumerate().map(|(n, text)| (Some(text.as_str()), days(n)));
    let mut index = DuplicateIndex::new(options.clone()).unwrap();
    let mut ids = numbers(0, 150);
    ids.extend((150..300).map(|number| Id::Text(format!("på-{number}"))));
    index.add(&ids, &[Encoded::new(rows).unwrap()]).unwrap();
    index.remove(&ids[7]).unwrap();
    index.save(&folder.file("a")).unwrap();
    let again = DuplicateIndex::open(&folder.file("a")).unwrap();
    assert_eq!((again.options(), again.len()), (&options, 299));
    assert!(!again.contains(&ids[7]) && again.contains(&ids[8]) && again.contains(&ids[299]));
    for (number, text) in texts.iter().enumerate() {
        let [found, expected] =
            [&again, &index].map(|index| index.query(text, days(number)).unwrap());
        assert_eq!(found, expected);
    }
    assert!(again.memory_bytes() < 1000 && index.memory_bytes() > 10_000);
    // Nothing is left beside it.
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1);
}

#[test]
fn a_saved_index_may_grow_and_be_saved_to_the_same_place() {
    let (folder, texts) = (Folder::new("grow"), feed(200));
    let path = folder.file("a");
    with(&texts[..100]).save(&path).unwrap();
    let (mut index, other) =
        (DuplicateIndex::open(&path).unwrap(), DuplicateIndex::open(&path).unwrap());
    let before = answers(&other, &texts);
    index.add(&numbers(100, 200), &[encoded(&texts[100..])]).unwrap();
    let expected = answers(&index, &texts);
    index.save(&path).unwrap();
    assert_eq!(answers(&index, &texts), expected);
    assert_eq!(answers(&DuplicateIndex::open(&path).unwrap(), &texts), expected);
    // Who had it open has what was there.
    assert_eq!(answers(&other, &texts), before);
    assert_eq!(expected, answers(&with(&texts), &texts));
}

#[test]
fn a_file_that_was_cut_or_changed_is_told() {
    let folder = Folder::new("damage");
    let (whole, path) = (folder.file("whole"), folder.file("damaged"));
    with(&[story(1)[..60].to_owned(), story(2)[..60].to_owned()]).save(&whole).unwrap();
    let bytes = std::fs::read(&whole).unwrap();
    assert!(bytes.len() < 4000, "{} bytes are too many to try all", bytes.len());
    let told = |bytes: &[u8], what: &str| {
        std::fs::write(&path, bytes).unwrap();
        let Err(error) = DuplicateIndex::open(&path) else { panic!("{what} is opened") };
        assert!(error.is_format(), "{what}: {error}");
    };
    for length in 0..bytes.len() {
        told(&bytes[..length], &format!("a file of {length} bytes"));
    }
    for at in 0..bytes.len() {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1 << (at % 8);
        told(&bytes, &format!("a file with byte {at} changed"));
    }
    for more in [&[0_u8][..], &bytes] {
        told(&[&bytes[..], more].concat(), "a file that goes on");
    }
    std::fs::write(&path, &bytes).unwrap();
    assert_eq!(DuplicateIndex::open(&path).unwrap().len(), 2);
}

#[test]
fn a_file_of_another_kind_is_told() {
    let folder = Folder::new("foreign");
    let path = folder.file("foreign");
    let mut zip = vec![0; 5000];
    zip[..4].copy_from_slice(b"PK\x03\x04");
    let mut heads = b"\x93copydk\n".to_vec();
    heads.resize(5000, 0xff);
    let mut newer = b"\x93copydk\n\x02\0\0\0".to_vec();
    newer.resize(5000, 0);
    for bytes in [&b""[..], b"copydesk is a package", &zip, &heads, &[0; 5000]] {
        std::fs::write(&path, bytes).unwrap();
        let error = DuplicateIndex::open(&path).err().unwrap();
        assert!(error.is_format() && error.to_string().contains("foreign"), "{error}");
    }
    std::fs::write(&path, &newer).unwrap();
    let error = DuplicateIndex::open(&path).err().unwrap();
    assert!(error.is_format() && error.to_string().contains("version 2"), "{error}");
    for missing in [folder.file("missing"), folder.0.clone()] {
        assert!(!DuplicateIndex::open(&missing).err().unwrap().is_format());
    }
}

/// Two indexes are saved to one place at once: whoever comes last, it holds one of them.
#[test]
fn saves_to_one_place_do_not_mix() {
    let folder = Folder::new("race");
    let path = folder.file("a");
    with(&feed(10)).save(&path).unwrap();
    std::thread::scope(|scope| {
        for size in [50, 700] {
            let path = &path;
            scope.spawn(move || {
                let mut index = with(&feed(size));
                for _ in 0..40 {
                    index.save(path).unwrap();
                }
            });
        }
        for _ in 0..200 {
            let size = DuplicateIndex::open(&path).unwrap().len();
            assert!([10, 50, 700].contains(&size));
        }
    });
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1);
}
