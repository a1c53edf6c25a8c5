//! What holds for every text: the readers against slow, obvious oracles, and hostile texts.

use std::fmt::Write;

use copydesk::dedup::Repeat;
use copydesk::quotes::{Pair, pair_marks};
use copydesk::text::{Text, paragraphs};
use copydesk::{Reader, Repeats, Span, drop_repeats, extract_quotes, find_repeats, read};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

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
    fn quotes_have_words(text in copy()) {
        for quote in extract_quotes(&text).unwrap() {
            prop_assert!(in_order(&quote.parts));
            prop_assert!(quote.parts.iter().all(|part| part.of(&text).trim() == part.of(&text)));
        }
    }

    #[test]
    fn everything_survives_json(text in copy()) {
        let story = read(format!("{text}\n{text}")).unwrap();
        prop_assert_eq!(copydesk::Story::from_json(&story.to_json()).unwrap(), story);
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
    #![proptest_config(ProptestConfig::with_cases(500))]

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

/// Texts that would take for ever if anything were worse than linear in them.
#[test]
fn hostile_texts_are_read() {
    let size = 400_000;
    let reader = Reader { quotes: true, repeats: Repeats::Skip };
    let patterns = [
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
    ];
    for pattern in patterns {
        let text = pattern.repeat(size / pattern.len());
        let story = reader.read(text.as_str()).unwrap();
        assert!(story.paragraphs().len() <= text.len(), "{pattern:?}");
        let _ = copydesk::render::html(&story, 20_000);
    }
}

/// Many units that are nearly alike, in one line and on many.
#[test]
fn near_repeats_without_end_are_read() {
    let mut lines = String::new();
    for n in 0..4_000_u64 {
        let word = |k: u64| (n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (8 * k)) % 40;
        for k in 0..8 {
            let _ = write!(lines, "w{} ", word(k));
        }
        lines += "and so on.\n";
    }
    find_repeats(&lines).unwrap();
    find_repeats(&lines.replace('\n', " ")).unwrap();
}
