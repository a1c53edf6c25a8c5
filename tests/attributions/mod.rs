//! Who said what: the cases in `tests/cases/quotes/attributions` against what the reader finds. The
//! same files run through Python in `tests/python/test_cases.py`.
//!
//! A trained reader will not get every case. One that it is known to miss says why (`known_miss`) and
//! is then expected to fail: the runner fails where an unmarked case fails, and where a marked one
//! passes, so that the marks stay true. So it is with a single quote of a long case, and with how many
//! quotes too many are found there (`known_extras`). `COPYDESK_CASES=report cargo test --test cases attribution --
//! --nocapture` prints every failing case with its differences, and totals.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use copydesk::quotes::SpeakerKind;
use copydesk::{Quote, QuoteKind, Span, extract_quotes, read};
use serde::Deserialize;

/// An attribution as a case writes it down. What is left out is not tested, but for the two flags; an
/// empty string says that there is none.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    kind: QuoteKind,
    parts: Vec<String>,
    cue: Option<String>,
    source: Option<String>,
    speaker: Option<String>,
    speaker_kind: Option<SpeakerKind>,
    #[serde(default)]
    negated: bool,
    #[serde(default = "yes")]
    speech: bool,
    /// Why the reader misses this one, if it does.
    known_miss: Option<String>,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    #[serde(default)]
    text: String,
    /// A page in `tests/articles`, instead of a text: it is read by `read`, which skips what a page
    /// repeats.
    article: Option<String>,
    /// Whether thoughts, wishes and plans are left out, as they are unless asked for.
    #[serde(default = "yes")]
    speech_only: bool,
    /// Why the reader fails this case, if it does.
    known_miss: Option<String>,
    /// How many quotes the reader finds that are none.
    #[serde(default)]
    known_extras: usize,
    quotes: Vec<Expected>,
}

impl Case {
    fn text(&self) -> String {
        let Some(name) = &self.article else { return self.text.clone() };
        fs::read_to_string(tests().join("articles").join(name)).unwrap()
    }

    /// What the reader finds.
    fn found(&self) -> Vec<Found> {
        let text = self.text();
        let quotes = match &self.article {
            Some(_) => read(&text).unwrap().quotes().to_vec(),
            None => extract_quotes(&text, self.speech_only).unwrap(),
        };
        quotes.iter().map(|quote| Found::of(quote, &text)).collect()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// An attribution as the reader gives it, in words.
#[derive(Clone, Debug)]
struct Found {
    kind: QuoteKind,
    parts: Vec<String>,
    cue: String,
    source: String,
    speaker: String,
    speaker_kind: Option<SpeakerKind>,
    negated: bool,
    speech: bool,
}

impl Found {
    fn of(quote: &Quote, text: &str) -> Self {
        let words = |span: Option<Span>| span.map_or("", |it| it.of(text)).to_owned();
        let speaker = quote.speaker.as_ref();
        Self {
            kind: quote.kind,
            parts: super::words(text, &quote.parts),
            cue: words(quote.cue),
            source: words(quote.source),
            speaker: speaker.map_or_else(String::new, |it| it.name.clone()),
            speaker_kind: speaker.map(|it| it.kind),
            negated: quote.negated,
            speech: quote.speech,
        }
    }
}

impl Found {
    /// The answer that an attribution asks for.
    fn answering(expected: &Expected) -> Self {
        Self {
            kind: expected.kind,
            parts: expected.parts.clone(),
            cue: expected.cue.clone().unwrap_or_default(),
            source: expected.source.clone().unwrap_or_default(),
            speaker: expected.speaker.clone().unwrap_or_default(),
            speaker_kind: expected.speaker_kind,
            negated: expected.negated,
            speech: expected.speech,
        }
    }
}

/// Which found attribution answers which expected one: the one with the same parts, else the one that
/// shares the most words of theirs.
fn align(expected: &[Expected], found: &[Found]) -> Vec<Option<usize>> {
    let mut free: Vec<usize> = (0..found.len()).collect();
    let mut answers: Vec<Option<usize>> = expected
        .iter()
        .map(|it| free.iter().position(|&i| found[i].parts == it.parts).map(|at| free.remove(at)))
        .collect();
    for (it, answer) in expected.iter().zip(&mut answers).filter(|(_, answer)| answer.is_none()) {
        let best = (0..free.len())
            .map(|at| (shared_words(&it.parts, &found[free[at]].parts), at))
            .max_by_key(|&(shared, at)| (shared, free.len() - at));
        // More than half of the words that either has.
        if let Some((shared, at)) = best
            && 2 * shared > count_words(&it.parts).max(count_words(&found[free[at]].parts))
        {
            *answer = Some(free.remove(at));
        }
    }
    answers
}

fn count_words(parts: &[String]) -> usize {
    parts.iter().flat_map(|part| part.split_whitespace()).count()
}

fn shared_words(a: &[String], b: &[String]) -> usize {
    let mut rest: Vec<&str> = b.iter().flat_map(|part| part.split_whitespace()).collect();
    let words = a.iter().flat_map(|part| part.split_whitespace());
    words
        .filter(|word| {
            rest.iter().position(|it| it == word).map(|at| rest.swap_remove(at)).is_some()
        })
        .count()
}

/// What is wrong with one answer: the name of the key, what is expected, what was found.
fn faults(expected: &Expected, found: &Found) -> Vec<(&'static str, String, String)> {
    let mut faults = Vec::new();
    let mut check = |key, expected: String, found: String| {
        if expected != found {
            faults.push((key, expected, found));
        }
    };
    check("parts", shown(&expected.parts), shown(&found.parts));
    check("kind", expected.kind.name().into(), found.kind.name().into());
    if let Some(cue) = &expected.cue {
        check("cue", cue.clone(), found.cue.clone());
    }
    if let Some(source) = &expected.source {
        check("source", source.clone(), found.source.clone());
    }
    if let Some(speaker) = &expected.speaker {
        check("speaker", speaker.clone(), found.speaker.clone());
    }
    if let Some(kind) = expected.speaker_kind {
        let found = found.speaker_kind.map_or("", SpeakerKind::name);
        check("speaker_kind", kind.name().into(), found.into());
    }
    check("negated", expected.negated.to_string(), found.negated.to_string());
    check("speech", expected.speech.to_string(), found.speech.to_string());
    faults
}

fn shown(parts: &[String]) -> String {
    parts.join(" | ")
}

/// Every difference between what is expected and what was found, a line each.
fn compare(expected: &[Expected], found: &[Found]) -> Vec<String> {
    let answers = align(expected, found);
    let mut lines: Vec<String> = expected
        .iter()
        .zip(&answers)
        .flat_map(|(it, answer)| differences(it, answer.map(|i| &found[i])))
        .collect();
    lines.extend(extras(&answers, found));
    lines
}

/// What is wrong with the answer to one attribution, a line each.
fn differences(expected: &Expected, answer: Option<&Found>) -> Vec<String> {
    let Some(answer) = answer else {
        return vec![format!("not found: {} {}", expected.kind.name(), shown(&expected.parts))];
    };
    let of = expected.parts[0].split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    let line = |(key, wanted, got)| format!("{key} of “{of}…”: expected “{wanted}”, found “{got}”");
    faults(expected, answer).into_iter().map(line).collect()
}

/// What was found and answers nothing, a line each.
fn extras(answers: &[Option<usize>], found: &[Found]) -> Vec<String> {
    let extra = found.iter().enumerate().filter(|(i, _)| !answers.contains(&Some(*i)));
    extra
        .map(|(_, it)| format!("too many: {} {} ({})", it.kind.name(), shown(&it.parts), it.source))
        .collect()
}

/// The differences that no mark excuses, and the marks that are no longer true.
fn unexcused(expected: &[Expected], known_extras: usize, found: &[Found]) -> Vec<String> {
    let answers = align(expected, found);
    let mut lines = Vec::new();
    for (it, answer) in expected.iter().zip(&answers) {
        let differences = differences(it, answer.map(|i| &found[i]));
        match &it.known_miss {
            None => lines.extend(differences),
            Some(why) if differences.is_empty() => lines.push(format!(
                "found: {}, though known_miss says “{why}”: take the mark away",
                shown(&it.parts)
            )),
            Some(_) => {}
        }
    }
    let extras = extras(&answers, found);
    if extras.len() != known_extras {
        lines.push(format!("{} quotes too many, known are {known_extras}", extras.len()));
        lines.extend(extras);
    }
    lines
}

/// What is wrong with a case, given its differences: none of them may be there, unless it is known to
/// be missed, when some must.
fn verdict(name: &str, known_miss: Option<&str>, differences: &[String]) -> Option<String> {
    match known_miss {
        None if differences.is_empty() => None,
        None => Some(format!("{name}\n    {}", differences.join("\n    "))),
        Some(why) if differences.is_empty() => {
            Some(format!("{name}: passes, though known_miss says “{why}”: take the mark away"))
        }
        Some(_) => None,
    }
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The case files, by name, with their cases.
fn files() -> Vec<(String, Vec<Case>)> {
    let folder = tests().join("cases/quotes/attributions");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|it| it == "toml"));
    paths.sort();
    let load = |path: &PathBuf| {
        let file: File = toml::from_str(&fs::read_to_string(path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path.file_stem().unwrap().to_string_lossy().into_owned(), file.case)
    };
    paths.iter().map(load).collect()
}

#[test]
fn attribution_cases() {
    let (mut failures, mut count) = (Vec::new(), 0);
    for (file, cases) in files() {
        for case in &cases {
            count += 1;
            let differences = unexcused(&case.quotes, case.known_extras, &case.found());
            let name = format!("{file}: {}", case.name);
            failures.extend(verdict(&name, case.known_miss.as_deref(), &differences));
        }
    }
    assert!(count > 0, "no cases");
    let failures_of = format!("{} failures in {count} cases", failures.len());
    assert!(failures.is_empty(), "{failures_of}\n{}", failures.join("\n"));
}

/// How many of how many.
#[derive(Clone, Copy, Default)]
struct Share(usize, usize);

impl Share {
    fn count(&mut self, right: bool) {
        self.0 += usize::from(right);
        self.1 += 1;
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}", self.0, self.1))
    }
}

/// The report's totals: cases that pass, attributions found at all and with the very same parts, and
/// of what a case gives, how much is right.
#[derive(Default)]
struct Totals {
    cases: Share,
    found: Share,
    parts: Share,
    kind: Share,
    cue: Share,
    source: Share,
    speaker: Share,
    too_many: usize,
}

impl Totals {
    fn add(&mut self, expected: &[Expected], found: &[Found]) {
        self.cases.count(compare(expected, found).is_empty());
        let answers = align(expected, found);
        self.too_many += found.len() - answers.iter().flatten().count();
        for (it, answer) in expected.iter().zip(answers) {
            let answer = answer.map(|i| &found[i]);
            let right = |key| {
                answer.is_some_and(|answer| faults(it, answer).iter().all(|fault| fault.0 != key))
            };
            self.found.count(answer.is_some());
            self.parts.count(right("parts"));
            self.kind.count(right("kind"));
            if it.cue.is_some() {
                self.cue.count(right("cue"));
            }
            if it.source.is_some() {
                self.source.count(right("source"));
            }
            if it.speaker.is_some() {
                self.speaker.count(right("speaker"));
            }
        }
    }

    fn line(&self, name: &str) -> String {
        let Self { cases, found, parts, kind, cue, source, speaker, too_many } = self;
        format!(
            "{name:24} cases {cases:>8}  found {found:>8}  parts {parts:>8}  kind {kind:>8}  cue \
             {cue:>8}  source {source:>8}  speaker {speaker:>8}  too many {too_many}"
        )
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the report is what it is for")]
fn attribution_report() {
    if std::env::var("COPYDESK_CASES").as_deref() != Ok("report") {
        return;
    }
    let (mut all, mut lines) = (Totals::default(), Vec::new());
    for (file, cases) in files() {
        let mut totals = Totals::default();
        for case in &cases {
            let found = case.found();
            totals.add(&case.quotes, &found);
            all.add(&case.quotes, &found);
            let differences = compare(&case.quotes, &found);
            if !differences.is_empty() {
                let mark = case.known_miss.as_ref().map_or(String::new(), |it| format!(" [{it}]"));
                println!("{file}: {}{mark}\n    {}", case.name, differences.join("\n    "));
            } else if case.known_miss.is_some() {
                println!("{file}: {}: passes, though marked as a known miss", case.name);
            }
        }
        lines.push(totals.line(&file));
    }
    println!("\n{}\n{}", lines.join("\n"), all.line("all"));
}

/// A case that contradicts its own text, or says nothing, would be a wrong measure.
#[test]
fn attribution_cases_are_well_formed() {
    let mut wrong = Vec::new();
    for (file, cases) in files() {
        let mut names = HashSet::new();
        for case in &cases {
            let mut say = |what: String| wrong.push(format!("{file}: {}: {what}", case.name));
            if !names.insert(&case.name) {
                say("a second case of this name".into());
            }
            let marks = case.quotes.iter().map(|quote| &quote.known_miss).chain([&case.known_miss]);
            if marks.flatten().any(String::is_empty) {
                say("known_miss does not say why".into());
            }
            let answers: Vec<Found> = case.quotes.iter().map(Found::answering).collect();
            if !compare(&case.quotes, &answers).is_empty() {
                say("nothing could pass this".into());
            }
            let text = case.text();
            if text.is_empty() || case.article.is_some() && !case.text.is_empty() {
                say("a text or an article, not both".into());
            }
            for quote in &case.quotes {
                for fault in malformed(quote, &text, case.speech_only) {
                    say(fault);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}

/// Words that end with a stop of their own.
const ABBREVIATIONS: [&str; 6] = ["a.m.", "p.m.", "U.S.", "Inc.", "Jr.", "U.N."];

/// What no attribution of a text can be.
fn malformed(quote: &Expected, text: &str, speech_only: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if quote.parts.is_empty() {
        faults.push("no parts".into());
    }
    let mut rest = text;
    for part in &quote.parts {
        match rest.find(part.as_str()) {
            Some(at) => rest = &rest[at + part.len()..],
            None => faults.push(format!("the text has no part “{part}” (behind the one before)")),
        }
        if part.trim() != part || part.is_empty() {
            faults.push(format!("blanks around “{part}”"));
        }
        let wrapped = [('“', '”'), ('"', '"'), ('‘', '’'), ('\'', '\'')].into_iter().any(|it| {
            let inner = part.strip_prefix(it.0).and_then(|part| part.strip_suffix(it.1));
            inner.is_some_and(|inner| !inner.contains([it.0, it.1]))
        });
        if wrapped {
            faults.push(format!("outer marks around “{part}”"));
        }
        let stopped = part.ends_with(['.', ',', ';', ':'])
            && !ABBREVIATIONS.iter().any(|it| part.ends_with(it));
        if quote.kind == QuoteKind::Indirect && stopped {
            faults.push(format!("a stop at the end of the indirect “{part}”"));
        }
        if quote.kind == QuoteKind::Indirect && part.starts_with("that ") {
            faults.push(format!("“that” before the indirect “{part}”"));
        }
    }
    let marked = |it: &str| it.contains(['“', '"', '‘', '«', '\'', '`', '”']);
    if quote.kind == QuoteKind::Mixed && !quote.parts.iter().any(|it| marked(it)) {
        let between = quote.parts.iter().any(|part| {
            text.match_indices(part.as_str())
                .any(|(at, _)| text[..at].ends_with(['“', '"', '‘', '\'']))
        });
        if !between {
            faults.push("mixed, but no part has marks in or around it".into());
        }
    }
    for words in [&quote.cue, &quote.source].into_iter().flatten() {
        if !text.contains(words.as_str()) {
            faults.push(format!("the text has no “{words}”"));
        }
    }
    if quote.speaker.as_deref() == Some("") && quote.speaker_kind.is_some() {
        faults.push("a kind of no speaker".into());
    }
    if speech_only && !quote.speech {
        faults.push("a thought where only speech is asked for".into());
    }
    faults
}

mod the_comparison {
    use super::*;

    fn expected(toml: &str) -> Expected {
        toml::from_str(toml).unwrap()
    }

    fn found() -> Found {
        Found {
            kind: QuoteKind::Indirect,
            parts: vec!["the bridge is shut".into()],
            cue: "said".into(),
            source: "She".into(),
            speaker: "Ane Lie".into(),
            speaker_kind: Some(SpeakerKind::Person),
            negated: false,
            speech: true,
        }
    }

    const WHOLE: &str = r#"
        kind = "indirect"
        parts = ["the bridge is shut"]
        cue = "said"
        source = "She"
        speaker = "Ane Lie"
        speaker_kind = "person""#;

    #[test]
    fn passes_what_is_the_same() {
        assert_eq!(compare(&[expected(WHOLE)], &[found()]), [] as [String; 0]);
        let bare = expected("kind = 'indirect'\nparts = ['the bridge is shut']");
        assert_eq!(compare(&[bare], &[found()]), [] as [String; 0]);
        assert_eq!(compare(&[], &[]), [] as [String; 0]);
    }

    #[test]
    fn fails_every_single_difference() {
        let changes: [fn(&mut Found); 8] = [
            |it| it.kind = QuoteKind::Mixed,
            |it| it.parts[0].push_str(" now"),
            |it| it.cue = "added".into(),
            |it| it.source.clear(),
            |it| it.speaker = "Lie".into(),
            |it| it.speaker_kind = None,
            |it| it.negated = true,
            |it| it.speech = false,
        ];
        for (i, change) in changes.iter().enumerate() {
            let mut other = found();
            change(&mut other);
            assert_eq!(compare(&[expected(WHOLE)], &[other]).len(), 1, "change {i}");
        }
    }

    #[test]
    fn fails_what_is_missing_and_what_is_too_much() {
        assert_eq!(compare(&[expected(WHOLE)], &[]).len(), 1);
        assert_eq!(compare(&[], &[found()]).len(), 1);
        assert_eq!(compare(&[expected(WHOLE)], &[found(), found()]).len(), 1);
        let mut elsewhere = found();
        elsewhere.parts = vec!["it rains in Oslo".into()];
        assert_eq!(compare(&[expected(WHOLE)], &[elsewhere]).len(), 2);
    }

    #[test]
    fn an_empty_string_asks_for_none() {
        let none = "kind = 'indirect'\nparts = ['the bridge is shut']\nsource = ''\nspeaker = ''";
        let mut other = found();
        assert_eq!(compare(&[expected(none)], &[other.clone()]).len(), 2);
        other.source.clear();
        other.speaker.clear();
        assert_eq!(compare(&[expected(none)], &[other]), [] as [String; 0]);
    }

    #[test]
    fn the_order_does_not_matter_but_each_answers_once() {
        let second = "kind = 'direct'\nparts = ['Go home.']\nsource = 'Nes'";
        let mut other = found();
        other.kind = QuoteKind::Direct;
        other.parts = vec!["Go home.".into()];
        other.source = "Nes".into();
        let both = [expected(WHOLE), expected(second)];
        assert_eq!(compare(&both, &[other, found()]), [] as [String; 0]);
    }

    #[test]
    fn marks_of_known_misses_stay_true() {
        let wrong = ["not found".to_owned()];
        assert!(verdict("a case", None, &[]).is_none());
        assert!(verdict("a case", None, &wrong).unwrap().contains("not found"));
        assert!(verdict("a case", Some("too far away"), &wrong).is_none());
        assert!(
            verdict("a case", Some("too far away"), &[]).unwrap().contains("take the mark away")
        );
    }

    #[test]
    fn marks_of_single_quotes_stay_true() {
        let marked = expected(&format!("{WHOLE}\nknown_miss = 'too far away'"));
        let second = expected("kind = 'direct'\nparts = ['Go home.']");
        let both = [marked, second];
        let other = Found { kind: QuoteKind::Direct, parts: vec!["Go home.".into()], ..found() };
        assert_eq!(unexcused(&both, 0, std::slice::from_ref(&other)), [] as [String; 0]);
        assert!(unexcused(&both, 0, &[found(), other.clone()])[0].contains("take the mark away"));
        assert_eq!(unexcused(&both, 0, &[]).len(), 1);
        let extra = Found { parts: vec!["it rains in Oslo".into()], ..found() };
        assert_eq!(unexcused(&both, 1, &[other.clone(), extra.clone()]), [] as [String; 0]);
        assert_eq!(unexcused(&both, 0, &[other.clone(), extra]).len(), 2);
        assert_eq!(unexcused(&both, 1, &[other]).len(), 1);
    }

    #[test]
    fn cases_that_contradict_their_text_are_told() {
        let text = "“The bridge is shut,” she said on Friday.";
        let faults = |toml: &str| malformed(&expected(toml), text, true);
        assert_eq!(
            faults("kind = 'direct'\nparts = ['The bridge is shut,']\ncue = 'said'"),
            [] as [String; 0]
        );
        assert_eq!(faults("kind = 'direct'\nparts = ['The bridge was shut,']").len(), 1);
        assert_eq!(faults("kind = 'direct'\nparts = ['“The bridge is shut,”']").len(), 1);
        assert_eq!(faults("kind = 'indirect'\nparts = ['The bridge is shut,']").len(), 1);
        assert_eq!(faults("kind = 'direct'\nparts = ['she said', 'The bridge']").len(), 1);
        assert_eq!(faults("kind = 'mixed'\nparts = ['she said']").len(), 1);
        assert_eq!(faults("kind = 'direct'\nparts = ['is shut,']\nsource = 'Lie'").len(), 1);
        assert_eq!(faults("kind = 'direct'\nparts = ['is shut,']\nspeech = false").len(), 1);
    }
}
