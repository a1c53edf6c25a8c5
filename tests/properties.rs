//! What holds for every text: the readers against slow, obvious oracles.

mod duplicates;

use std::cmp::Reverse;
use std::fmt::Write;

use copydesk::dateline::{Day, parse_dateline};
use copydesk::dedup::Repeat;
use copydesk::quotes::{Pair, pair_marks};
use copydesk::text::{Text, paragraphs};
use copydesk::{
    Entity, EntityKind, Kinds, Quote, Reader, Repeats, Span, drop_repeats, extract_quotes,
    find_repeats, gazetteer, read,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

/// The same texts in every run, or, to look for more, as many times more other ones as
/// `COPYDESK_FUZZ` says.
fn config(cases: u32) -> ProptestConfig {
    let times = std::env::var("COPYDESK_FUZZ").ok().map(|it| it.parse::<u32>().expect("a number"));
    let rng_seed = if times.is_some() { RngSeed::Random } else { RngSeed::Fixed(1) };
    let cases = cases.saturating_mul(times.unwrap_or(1));
    ProptestConfig { cases, rng_seed, ..ProptestConfig::default() }
}

/// Pieces of news, of typography and of trouble.
fn copy() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "The bridge is shut",
        "said the mayor",
        "Mr. Lie",
        "U.S.",
        "Jan. 4",
        "don't",
        "the workers'",
        "'90s",
        "5'10\"",
        "3.5",
        "said.The",
        ".",
        ". ",
        "!",
        "? ",
        ", ",
        ": ",
        "…",
        "...",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\n    ",
        "\"",
        "“",
        "”",
        "‘",
        "’",
        "'",
        "''",
        "``",
        "«",
        "»",
        "„",
        "「",
        "」",
        "—",
        " - ",
        "(",
        ")",
        "[3]",
        "é",
        "e\u{301}",
        "😀",
        "\0",
        "\u{feff}",
        "\u{200b}",
        "\u{a0}",
        "\u{2028}",
        "שלום",
        "大桥",
        "。",
        "a",
        "B",
    ]);
    prop_oneof![vec(pieces, 0..40).prop_map(|pieces| pieces.concat()), "\\PC{0,80}"]
}

/// A mark-rich paragraph.
fn paragraph() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "“",
        "”",
        "\"",
        "'",
        "’",
        "‘",
        "''",
        "«",
        "»",
        "We go",
        "the workers'",
        "he said",
        "No",
        ",",
        ".",
        " ",
        " ",
        " ",
        "12",
        "—",
    ]);
    vec(pieces, 1..24).prop_map(|pieces| format!("x {}", pieces.concat()))
}

fn pairs(text: &str) -> Vec<Pair> {
    pair_marks(text, &paragraphs(text))
}

fn in_order(spans: &[Span]) -> bool {
    spans.iter().all(|span| !span.is_empty())
        && spans.windows(2).all(|pair| pair[0].end() <= pair[1].start())
}

/// Marks that open and close, for quotations and for those inside them.
const OUTER: [(&str, &str); 6] =
    [("“", "”"), ("\"", "\""), ("``", "''"), ("«", "»"), ("„", "“"), ("「", "」")];
const INNER: [(&str, &str); 3] = [("‘", "’"), ("'", "'"), ("‹", "›")];

/// A paragraph that a printer would pass, and its pairs in the order in which they open: the
/// paragraph is put together from them.
fn well_made() -> impl Strategy<Value = (String, Vec<String>)> {
    let words = || select(vec!["We go", "It isn't over", "the 12 boats", "No", "They left Oslo"]);
    let stop = || select(vec![",", ".", "?", "!", "…"]);
    let tail =
        select(vec![" she said.", " said Tom O'Hara.", " Nobody spoke.", " — and left.", ""]);
    let inner = (select(INNER.to_vec()), words(), stop());
    let quotation = (select(OUTER.to_vec()), words(), stop(), proptest::option::of(inner), tail);
    vec(quotation, 0..6).prop_map(|quotations| {
        let (mut text, mut pairs) = ("Then it began.".to_owned(), Vec::new());
        for ((open, close), words, stop, inner, tail) in quotations {
            let inner =
                inner.map(|((open, close), words, stop)| format!("{open}{words}{stop}{close}"));
            let inside = inner.as_ref().map_or(String::new(), |inner| format!(" {inner} it is"));
            let pair = format!("{open}{words}{inside}{stop}{close}");
            let _ = write!(text, " {pair}{tail}");
            pairs.push(pair);
            pairs.extend(inner);
        }
        (text, pairs)
    })
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn sentences_and_tokens_tile_the_paragraphs(text in copy()) {
        let read = Text::new(&text).unwrap();
        prop_assert!(in_order(read.paragraphs()) && in_order(read.sentences()));
        let tokens: Vec<Span> = read.tokens().iter().map(|token| token.span).collect();
        prop_assert!(in_order(&tokens));
        let within: usize =
            read.paragraphs().iter().map(|&span| read.sentences_in(span).len()).sum();
        prop_assert_eq!(within, read.sentences().len(), "each sentence lies in one paragraph");
        let within: usize = read.sentences().iter().map(|&span| read.tokens_in(span).len()).sum();
        prop_assert_eq!(within, tokens.len(), "each token lies in one sentence");
    }

    #[test]
    fn well_made_paragraphs_are_taken_apart_as_they_were_made((text, made) in well_made()) {
        let found: Vec<String> =
            pairs(&text).iter().map(|pair| pair.span().of(&text).to_owned()).collect();
        prop_assert_eq!(found, made, "{}", text);
    }

    #[test]
    fn pairs_never_cross(text in copy()) {
        let spans = paragraphs(&text);
        let pairs = pair_marks(&text, &spans);
        for (i, pair) in pairs.iter().enumerate() {
            prop_assert!(pair.open.end() <= pair.content.start());
            prop_assert!(pair.close.is_none_or(|close| pair.content.end() <= close.start()));
            prop_assert!(text.get(pair.content.range()).is_some());
            prop_assert!(spans.iter().any(|span| span.contains(pair.span())));
            let mut depth = 0;
            for other in &pairs[..i] {
                prop_assert!(other.open.start() < pair.open.start());
                if other.span().overlaps(pair.span()) {
                    prop_assert!(other.span().contains(pair.span()), "{:?} {:?}", other, pair);
                    depth += 1;
                }
            }
            prop_assert_eq!(pair.depth, depth);
        }
    }

    /// Whatever is wrong with a paragraph, those behind a paragraph without marks do not notice.
    #[test]
    fn a_missing_mark_spoils_no_other_paragraph(before in paragraph(), after in paragraph()) {
        let lead = format!("{before}\n\nNobody spoke.\n\n");
        let alone: Vec<(u32, Option<u32>)> =
            pairs(&after).iter().map(|it| (it.open.start(), it.close.map(Span::end))).collect();
        let shift = lead.len() as u32;
        let text = format!("{lead}{after}");
        let behind: Vec<(u32, Option<u32>)> = pairs(&text)
            .iter()
            .filter(|it| it.open.start() >= shift)
            .map(|it| (it.open.start() - shift, it.close.map(|close| close.end() - shift)))
            .collect();
        prop_assert_eq!(behind, alone);
    }

    /// Directly behind it, marks pair as they would alone too: only what is `continues` may differ.
    #[test]
    fn the_next_paragraph_pairs_by_itself(before in paragraph(), after in paragraph()) {
        let lead = format!("{before}\n\n");
        let alone: Vec<(u32, u32)> =
            pairs(&after).iter().map(|it| (it.open.start(), it.content.end())).collect();
        let shift = lead.len() as u32;
        let text = format!("{lead}{after}");
        let behind: Vec<(u32, u32)> = pairs(&text)
            .iter()
            .filter(|it| it.open.start() >= shift)
            .map(|it| (it.open.start() - shift, it.content.end() - shift))
            .collect();
        prop_assert_eq!(behind, alone);
    }

    #[test]
    fn quotes_of_any_text_are_sound(text in copy()) {
        sound_quotes(&text)?;
    }

    #[test]
    fn everything_survives_json(text in copy()) {
        let story = read(format!("{text}\n{text}")).unwrap();
        prop_assert_eq!(copydesk::Story::from_json(&story.to_json()).unwrap(), story);
    }
}

/// The quotes of a text, with thoughts and plans or without.
fn quotes(text: &str, speech_only: bool) -> Vec<Quote> {
    extract_quotes(text, speech_only).unwrap()
}

/// What every quote of every text is, whatever a reader takes for one.
fn sound_quotes(text: &str) -> Result<(), TestCaseError> {
    let all = quotes(text, false);
    for quote in &all {
        prop_assert!(!quote.parts.is_empty() && in_order(&quote.parts), "{:?}", quote);
        let words: Vec<Span> =
            quote.parts.iter().copied().chain(quote.cue).chain(quote.source).collect();
        for span in &words {
            let Some(words) = text.get(span.range()) else {
                return Err(TestCaseError::fail(format!("{span:?} is not in {text:?}")));
            };
            prop_assert!(!words.is_empty() && words.trim() == words, "{:?}", words);
        }
        for (i, span) in words.iter().enumerate() {
            let overlap = words[..i].iter().any(|other| other.overlaps(*span));
            prop_assert!(!overlap, "a word has one task: {:?}", quote);
        }
        prop_assert!((0.0..=1.0).contains(&quote.confidence), "{}", quote.confidence);
        if let Some(speaker) = &quote.speaker {
            prop_assert!(!speaker.name.trim().is_empty());
        }
    }
    let keys: Vec<_> =
        all.iter().map(|quote| (quote.span().start(), Reverse(quote.span().end()))).collect();
    prop_assert!(keys.is_sorted(), "by start, the longest first: {:?}", keys);
    // What was said is in both readings, wherever they take it to begin.
    let words =
        |quote: &Quote| -> Vec<Span> { quote.parts.iter().copied().chain(quote.cue).collect() };
    let known: Vec<Span> = all.iter().flat_map(words).collect();
    for quote in quotes(text, true) {
        prop_assert!(quote.speech);
        let is_known = words(&quote).iter().any(|it| known.iter().any(|span| span.overlaps(*it)));
        prop_assert!(is_known, "{:?} is nowhere in {:?}", quote, all);
    }
    prop_assert_eq!(quotes(text, false), all, "the same again");
    Ok(())
}

/// Names of sources, with titles and appositions or none.
const SOURCES: [&str; 12] = [
    "the mayor",
    "Ane Lie",
    "Dr. Amara Diallo, who runs the clinic,",
    "she",
    "He",
    "They",
    "the Harbour Board (HB)",
    "HB",
    "a report by the Sahel Institute",
    "Residents of Karby",
    "Gov. Cole Whitfield, R-Wyo.,",
    "it",
];
/// What a cue can be, and what it is not.
const CUES: [&str; 14] = [
    "said",
    "told Reuters",
    "has repeatedly denied",
    "did not rule out",
    "warned that",
    "wants",
    "believes that",
    "asked whether",
    "urged people to",
    "added:",
    "accused the board of",
    "declined to comment on",
    "called",
    "bought",
];
/// What somebody may have said.
const CONTENTS: [&str; 10] = [
    "the bridge is shut",
    "two cranes, or “half of the quay”, had been stopped",
    "a strike",
    "hiding two loans",
    "boil their water",
    "it didn't matter that Nes said he would go",
    "the charge",
    "“a bad joke”",
    "that prices rose 3.5 percent to $12 million at 9 a.m.",
    "the film “The Long Winter”",
];

/// A sentence of a newspaper, in one of the orders in which it reports: most of them make sense.
fn report() -> impl Strategy<Value = String> {
    let pieces = (select(SOURCES.to_vec()), select(CUES.to_vec()), select(CONTENTS.to_vec()));
    (pieces, select(CONTENTS.to_vec()), 0..12).prop_map(|((source, cue, said), more, form)| {
        let tail = source.trim_end_matches(',');
        match form {
            0 => format!("{source} {cue} {said}."),
            1 => format!("“{said},” {cue} {tail}. “{more}.”"),
            2 => format!("“{said},” {tail} {cue}, “{more}.”"),
            3 => format!("“{said}."),
            4 => format!("\"{said},\" {tail} {cue} on Monday, adding {more}."),
            5 => format!("{said}, according to {tail}."),
            6 => format!("According to {source} {said}."),
            7 => format!("{said}, {tail} {cue}, and {more}."),
            8 => format!("LIE: {said}? {more}."),
            9 => format!("“{said}” ― {tail}"),
            10 => format!("‘{said}’, {tail} {cue}: ‘{more}’."),
            _ => format!("In a statement, {source} {cue} {said}"),
        }
    })
}

/// A newspaper's page of such sentences, in paragraphs of a few.
fn newspaper() -> impl Strategy<Value = String> {
    let paragraph = vec(report(), 1..4).prop_map(|sentences| sentences.join(" "));
    let head = select(vec!["", "Bridge to stay shut, says mayor\n\n", "OSLO (Reuters) - "]);
    (head, vec(paragraph, 0..6), select(vec!["\n", "\n\n"]))
        .prop_map(|(head, paragraphs, gap)| format!("{head}{}", paragraphs.join(gap)))
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn quotes_of_newspapers_are_sound(text in newspaper()) {
        sound_quotes(&text)?;
    }

    #[test]
    fn speakers_of_a_story_are_its_entities(text in newspaper()) {
        let story = read(&text).unwrap();
        for quote in story.quotes() {
            if let Some(number) = quote.speaker.as_ref().and_then(|speaker| speaker.entity) {
                prop_assert!(number < story.entities().len(), "{:?}", quote);
            }
        }
    }
}

/// Paragraphs that have nothing to do with each other.
const PARAGRAPHS: [&str; 7] = [
    "The bridge over the Sade will stay shut until Friday, the county told drivers.",
    "Ferries sail every half hour instead and carry people on foot for nothing at all.",
    "Nobody was hurt when its deck sank by half a metre during Sunday night's storm.",
    "Engineers walked out on it once more and came back with very long faces.",
    "A school on the west bank teaches its older children in two rooms.",
    "Shops complain that half of their trade has gone over to Karby.",
    "Soup is sold from tables along the quay while the queues grow longer.",
];

/// Exact repeats of whole paragraphs, found by looking at every earlier one.
fn naive(texts: &[&str]) -> Vec<bool> {
    texts.iter().enumerate().map(|(i, text)| texts[..i].contains(text)).collect()
}

fn covered(text: &str, repeats: &[Repeat]) -> Vec<bool> {
    let inside = |span: &Span| repeats.iter().any(|repeat| repeat.span.contains(*span));
    paragraphs(text).iter().map(inside).collect()
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn exact_repeats_are_those_of_the_oracle(picks in vec(select(PARAGRAPHS.to_vec()), 0..20)) {
        let text = picks.join("\n");
        let repeats = find_repeats(&text).unwrap();
        prop_assert_eq!(covered(&text, &repeats), naive(&picks));
        prop_assert!(repeats.iter().all(|repeat| repeat.similarity >= 1.0));
        for repeat in &repeats {
            prop_assert_eq!(repeat.span.of(&text), repeat.first.of(&text));
        }
    }

    #[test]
    fn one_copy_of_everything_is_kept(picks in vec(select(PARAGRAPHS.to_vec()), 1..20)) {
        let text = picks.join("\n\n");
        let kept = drop_repeats(&text).unwrap();
        for paragraph in &picks {
            prop_assert_eq!(kept.matches(paragraph).count(), 1);
        }
        prop_assert_eq!(find_repeats(&kept).unwrap(), []);
    }

    #[test]
    fn repeats_are_disjoint_and_point_elsewhere(text in copy(), picks in vec(select(PARAGRAPHS.to_vec()), 0..9)) {
        let text = format!("{text}\n{}\n{text}\n{}", picks.join("\n"), picks.join(" "));
        let repeats = find_repeats(&text).unwrap();
        let spans: Vec<Span> = repeats.iter().map(|repeat| repeat.span).collect();
        prop_assert!(in_order(&spans));
        for repeat in &repeats {
            prop_assert!(!repeat.span.overlaps(repeat.first));
            prop_assert!(repeat.similarity > 0.0 && repeat.similarity <= 1.0);
            prop_assert!(!spans.iter().any(|span| span.contains(repeat.first)), "its source is kept");
        }
    }
}

/// Pieces of openings.
fn opening() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "OSLO",
        "Oslo",
        "NEW YORK",
        "Paris",
        "St.",
        "LOUIS",
        "Mo.",
        "Calif.",
        "Iraq",
        "(Badajoz)",
        "(Reuters)",
        "/TASS/",
        "AP",
        "(AP)",
        "(Stord Inc., May 3)",
        "(May 3)",
        "(Special.)",
        "(Dân trí)",
        "via London",
        "23-5-2021",
        "//",
        "пресс",
        "(Ann Lee - 3 May)",
        "(서울··부산=연합뉴스)",
        "北京3日",
        "05/03/2020",
        "May 3-4",
        "[Syria]",
        "May 3",
        "3 mai",
        "25.02.2020",
        "Feb. 30",
        "2020",
        "May",
        "-",
        "--",
        "—",
        "_",
        ":",
        ".",
        ",",
        ", ",
        " ",
        " ",
        "  ",
        "\n",
        "/",
        "and",
        "y",
        "By Ann Lee",
        "(Corrects name)",
        "The",
        "said",
        "新华社",
        "北京",
        "3月4日电",
        "【",
        "】",
        "ワシントン",
        "共同",
        "(서울=연합뉴스)",
        "القاهرة",
        "МОСКВА",
        "3 мая",
        "&#8212;",
        "\u{a0}",
        "'",
        "\"",
        "A",
        "É",
        "😀",
        "\0",
        "NEAR",
        "ABOARD",
        "THE",
        "|",
        "=",
        ")",
        "(",
    ]);
    vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

/// Pages: sentences among furniture and what looks like it.
fn page() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "OSLO (Reuters) - ",
        "By Ann Lee",
        "By Ann Lee and Bob Roe in Oslo",
        "Ann Lee, Staff Writer",
        "Written by Ann Lee",
        "(Adds details)",
        "(Corrects spelling of name)",
        "The harbour is shut.",
        "The mayor will speak on Monday, his office said.",
        "\"We go,\" she said.",
        "Nobody was hurt",
        "By noon the post office had closed.",
        "Reporting by Ann Lee",
        "Reporting by Ann Lee in Oslo; Editing by Bob Roe.",
        "(Reporting by Ann Lee and editing by Bob Roe)",
        "Edited by Ann Lee.",
        "Reporting by state media suggested more.",
        "Ann Lee contributed to this report.",
        "Lee reported from Oslo.",
        "REUTERS/Ann Lee",
        "(AP Photo/Ann Lee)",
        "© 2020 AFP.",
        "All rights reserved.",
        "Copyright 2020 was a bad year.",
        "Editor's note: This story is old.",
        "Correction: The name is Lee, not Roe.",
        "This story has been corrected.",
        "An earlier version of this bill failed.",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "Follow us on Twitter.",
        "Read more about it.",
        "Ends",
        "(END)",
        "-30-",
        "AFP",
        "___",
        "* ",
        "-- ",
        " ",
        " ",
        " ",
        "\n",
        "\n",
        "\n\n",
    ]);
    vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

/// Names, what stands around them, and repeats of both.
fn named() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "President Maria Keller",
        "Keller",
        "Ms. Keller's",
        "KELLER",
        "Per Holm, the spokesman for the ferry,",
        "Holm",
        "She",
        "he",
        "their",
        "the Polar Ferry Company (PFC)",
        "PFC",
        "Bergen",
        "BERGEN, Norway (AP) - ",
        "Portland, Maine",
        "Norwegians",
        "on Monday",
        "$12 million",
        "“",
        "”",
        " said",
        ". ",
        ", ",
        " and ",
        " of ",
        " ",
        " ",
        "\n",
        "é",
        "🌊",
    ]);
    let text = vec(pieces, 0..40).prop_map(|pieces| pieces.concat());
    (text, 1..3_usize).prop_map(|(text, times)| vec![text; times].join("\n"))
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn entities_stand_in_the_text_in_order(
        text in prop_oneof![named(), copy()], picked in vec(select(EntityKind::ALL.to_vec()), 0..9)
    ) {
        let entities: Kinds = picked.into_iter().collect();
        for repeats in [Repeats::Skip, Repeats::Mark] {
            let reader = Reader { entities, repeats, ..Reader::default() };
            let story = reader.read(text.as_str(), None).unwrap();
            let firsts: Vec<Span> = story.entities().iter().filter_map(Entity::first_named).collect();
            prop_assert!(firsts.len() == story.entities().len() && in_order(&firsts));
            let mut mentions = Vec::new();
            for entity in story.entities() {
                let spans: Vec<Span> = entity.mentions.iter().map(|it| it.span).collect();
                prop_assert!(in_order(&spans), "{entity:?}");
                prop_assert!(entities.contains(entity.kind) && !entity.name.is_empty());
                prop_assert!(entity.place.as_ref().is_none_or(|it| spans.contains(&it.span)));
                mentions.extend(spans);
            }
            mentions.sort_unstable();
            prop_assert!(in_order(&mentions));
            let skipped = story.repeats().iter().filter(|_| repeats == Repeats::Skip);
            for repeat in skipped {
                prop_assert!(!mentions.iter().any(|it| it.overlaps(repeat.span)));
            }
            for speaker in story.quotes().iter().filter_map(|quote| quote.speaker.as_ref()) {
                prop_assert!(!speaker.name.trim().is_empty());
                prop_assert!(speaker.entity.is_none_or(|it| it < story.entities().len()));
            }
            let quoted = story.quotes().iter().flat_map(|it| {
                it.parts.iter().chain(&it.cue).chain(&it.source).copied()
            });
            let quoted: Vec<Span> = quoted.collect();
            let skipped = story.repeats().iter().filter(|_| repeats == Repeats::Skip);
            for repeat in skipped {
                prop_assert!(!quoted.iter().any(|it| it.overlaps(repeat.span)));
            }
            prop_assert_eq!(copydesk::Story::from_json(&story.to_json()).unwrap(), story);
        }
    }

    #[test]
    fn a_dateline_lies_in_the_text(text in prop_oneof![opening(), copy()], day in any::<bool>()) {
        let published = day.then(|| Day::new(2020, 3, 1).unwrap());
        let Some(dateline) = parse_dateline(&text, published).unwrap() else { return Ok(()) };
        let whole = dateline.span;
        prop_assert!(!whole.is_empty());
        prop_assert!(whole.end() <= dateline.body_start);
        let between = &text[whole.end() as usize..dateline.body_start as usize];
        let blank = |c: char| {
            c.is_whitespace() || matches!(c, '\0' | '\u{feff}' | '\u{200b}' | '\u{2060}')
        };
        prop_assert!(between.replace("&nbsp;", "").chars().all(blank), "{between:?}");
        let mut end = whole.start();
        for place in &dateline.places {
            prop_assert!(whole.contains(place.span) && end <= place.span.start());
            prop_assert!(!place.span.is_empty());
            end = place.span.end();
        }
        prop_assert!(dateline.date.is_none_or(|date| whole.contains(date.span)));
        prop_assert!((0.0..=1.0).contains(&dateline.confidence));
        prop_assert!(
            !dateline.places.is_empty() || !dateline.agencies.is_empty() || dateline.date.is_some()
        );
    }

    #[test]
    fn what_is_found_survives_json(text in prop_oneof![opening(), copy()]) {
        let story = read(text).unwrap();
        prop_assert_eq!(copydesk::Story::from_json(&story.to_json()).unwrap(), story);
    }

    #[test]
    fn the_body_is_the_text_without_what_was_found(text in prop_oneof![opening(), copy(), page()]) {
        let story = read(text.as_str()).unwrap();
        // Its characters come in the text's order.
        let mut rest = text.chars();
        prop_assert!(story.body().chars().all(|c| rest.any(|other| other == c)));
        let nothing = story.dateline().is_none() && story.byline().is_none()
            && story.credits().is_empty() && story.repeats().is_empty();
        if nothing {
            prop_assert_eq!(story.body(), text);
        }
    }

    /// No sentence is lost: each that nothing was found in is in the body, word for word.
    #[test]
    fn the_body_has_every_sentence_of_the_story(text in prop_oneof![opening(), copy(), page()]) {
        let story = read(text.as_str()).unwrap();
        let found: Vec<Span> = (story.dateline().iter().map(|it| it.span))
            .chain(story.byline().iter().map(|it| it.span))
            .chain(story.credits().iter().map(|it| it.span))
            .chain(story.repeats().iter().map(|it| it.span))
            .collect();
        let body = story.body();
        let mut from = 0;
        for sentence in story.sentences() {
            // Rules and brackets go with the credit beside them.
            let words = sentence.of(&text).trim_matches(|c: char| !c.is_alphanumeric());
            if !words.is_empty() && !found.iter().any(|it| it.overlaps(*sentence)) {
                let at = body[from..].find(words);
                prop_assert!(at.is_some(), "{:?} is not in {:?}, found {:?}", words, body, found);
                from += at.unwrap() + words.len();
            }
        }
    }

    #[test]
    fn furniture_is_disjoint_and_in_order(text in prop_oneof![opening(), copy(), page()]) {
        let story = read(text).unwrap();
        prop_assert!(in_order(&story.credits().iter().map(|it| it.span).collect::<Vec<_>>()));
        for credit in story.credits() {
            prop_assert!(in_order(&credit.names) && credit.names.iter().all(|it| credit.span.contains(*it)));
        }
        if let Some(byline) = story.byline() {
            prop_assert!(in_order(&byline.names) && byline.names.iter().all(|it| byline.span.contains(*it)));
            prop_assert!(story.dateline().is_none_or(|it| !it.span.overlaps(byline.span)));
        }
    }

    /// The year that brings a date nearest to the day of publication, by trying them all.
    #[test]
    fn a_missing_year_is_the_nearest(year in 1900_i32..2100, month in 1_u8..13, day in 1_u8..32, at in 0_u32..366) {
        let published = Day::new(year, 1 + (at / 31) as u8, 1 + (at % 28) as u8).unwrap();
        let names = ["Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"];
        let text = format!("OSLO, {} {day} (Reuters) - The ferry sails.", names[usize::from(month) - 1]);
        let found = parse_dateline(&text, Some(published)).unwrap().unwrap().date;
        let days = (year - 9..=year + 9).filter_map(|year| Day::new(year, month, day));
        let nearest = days.min_by_key(|day| distance(*day, published));
        match (found, nearest) {
            (Some(found), Some(nearest)) => {
                let found = Day::new(found.year.unwrap(), found.month, found.day).unwrap();
                prop_assert_eq!(distance(found, published), distance(nearest, published));
            }
            (None, None) => {}
            other => prop_assert!(false, "{other:?}"),
        }
    }

    #[test]
    fn names_are_found_however_they_are_typed(name in select(vec![
        "Saint Petersburg", "São Paulo", "Port-au-Prince", "N'Djamena", "Łódź", "Zürich", "Winston-Salem",
    ])) {
        let found = gazetteer::lookup(name);
        prop_assert!(!found.is_empty());
        for other in [name.to_uppercase(), name.replace('-', " "), name.replace(' ', "  ")] {
            prop_assert_eq!(&gazetteer::lookup(&other), &found);
        }
    }
}

/// Days between two days, counted one by one.
fn distance(a: Day, b: Day) -> u32 {
    let (mut day, to) = (a.min(b), a.max(b));
    let mut days = 0;
    while day < to {
        day = Day::new(day.year(), day.month(), day.day() + 1)
            .or_else(|| Day::new(day.year(), day.month() + 1, 1))
            .or_else(|| Day::new(day.year() + 1, 1, 1))
            .unwrap();
        days += 1;
    }
    days
}
