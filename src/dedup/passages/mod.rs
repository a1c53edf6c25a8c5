//! Passages: runs of words that texts of a corpus have in common, even when the rest differs.
//!
//! 1. Texts become codes, a word in sixteen bits; of texts with the same words the first is read
//!    ([`corpus`]).
//! 2. Of each text a few grams are fingerprints, so that two texts with a run of words in common have
//!    one in common ([`fingerprints`]); places with the same fingerprint are seeds ([`seeds`]).
//! 3. Seeds are extended word by word to runs, over a few other words too ([`runs`]); for each stretch
//!    of a text its best source is told ([`choose`]).
//! 4. Runs of the same stretch are of one passage ([`groups`]), and some passages are furniture
//!    ([`furniture`]).
//!
//! Linear in the texts: a place is a seed with a few others at most, and what was walked through is not
//! walked through again.

mod choose;
mod corpus;
mod fingerprints;
mod furniture;
mod groups;
mod runs;
mod seeds;

use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use rayon::prelude::*;

use super::codes::encode_with_spans;
use crate::furniture::find_credits;
use crate::text::paragraphs;
use crate::{Error, Result, Span};
use choose::{Chooser, complete};
use fingerprints::Widths;
use furniture::{Commons, Edges};
use groups::{Stretches, group, stretches};
use runs::{Extender, Run, length};
use seeds::Seeds;

pub(crate) use corpus::{Corpus, Encoded};
pub(crate) use furniture::{edges as edges_of, reads_like_furniture};
pub(crate) use groups::Shared;
pub(crate) use runs::Words;

/// Passages of fewer words are looked for by nobody: common phrases are as long.
pub const LEAST_MIN_WORDS: u32 = 4;
/// A passage of more words is no notice by its words alone.
const LONGEST_NOTICE: u32 = 300;
/// Furniture is looked for in runs of so many words.
pub(crate) const FURNITURE_WORDS: u32 = 8;

/// Where a passage stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The number of the text.
    pub text: u32,
    /// Its words there, in bytes.
    pub span: Span,
}

/// A run of words that two texts have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SharedRun {
    /// Where it stands in a text, …
    pub a: Place,
    /// … and in a later one.
    pub b: Place,
    /// How many words it has, in the text where it has more.
    pub words: u32,
    /// The share of those words that are the same, in order: 1.0 for an exact copy.
    pub exactness: f64,
    /// The number of its passage.
    pub passage: u32,
}

/// A passage: words that stand in several texts.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedPassage {
    /// All its places, in order. The first is that of the first text.
    pub places: Vec<Place>,
    /// How many words it has there.
    pub words: u32,
    /// How many texts have it.
    pub texts: u32,
    /// Whether it is no news: a notice of the house, or what stands in many texts that share little else.
    pub furniture: bool,
}

/// The passages of a corpus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passages {
    /// Runs that two texts share, by their first text, where they begin in it, and the other text: for
    /// each stretch of a text its best source, not each two texts that have it.
    pub runs: Vec<SharedRun>,
    /// The passages: first those of which the texts have most words together.
    pub passages: Vec<SharedPassage>,
}

/// Finds the runs of at least `min_words` words that texts have in common, exact or lightly edited.
///
/// Every `min_words` words in a row that two texts have are found: in both texts they lie in a run that
/// is told, but for at most a quarter of them at either end. A run inside one of up to twice its length is not
/// told again, so the runs of a passage are about as many as its texts. Repeats inside one text are no
/// passages. Characters of scripts that write no blanks count as words.
///
/// It runs on the threads of the rayon pool that it is called in. Linear in the texts.
///
/// ```
/// use copydesk::dedup::find_passages;
///
/// let release = "The new terminal will open in May and handle two million passengers a year";
/// let texts = [format!("{release}, the port said."), "Rain.".into(), format!("“{release},” he said.")];
/// let found = find_passages(&texts, 10)?;
/// assert_eq!(found.passages[0].places[1].text, 2);
/// assert_eq!(found.runs[0].b.span.of(&texts[2]), release);
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn find_passages(texts: &[impl AsRef<str> + Sync], min_words: u32) -> Result<Passages> {
    let mut corpus = Corpus::new(min_words);
    for batch in texts.chunks(1024) {
        corpus.add(Encoded::new(batch.iter().map(|text| Some(text.as_ref())))?)?;
    }
    let found = find(&corpus, min_words, &AtomicBool::new(false))?;
    let ranges = found.ranges();
    let ranges_count = ranges.len();
    let mut spans = vec![Span::new(0, 0); ranges_count];
    let mut passages: Vec<SharedPassage> = found.passages.iter().map(SharedPassage::of).collect();
    let numbered: Vec<(usize, Range)> = ranges.into_iter().enumerate().collect();
    let mut edges = vec![[false; 2]; ranges_count];
    for of_text in numbered.chunk_by(|a, b| a.1.row == b.1.row) {
        let text = texts[of_text[0].1.row as usize].as_ref();
        let words: Vec<Words> = of_text.iter().map(|(_, range)| range.words).collect();
        let located = locate(text, &words)?;
        for (&(number, range), span) in of_text.iter().zip(located) {
            (spans[number], edges[number]) = (span, edges_of(text, span));
            if let Some(passage) = range.first_of {
                passages[passage as usize].furniture |= reads_like_furniture(span.of(text));
            }
        }
    }
    let number =
        |at: (u32, Words)| numbered.partition_point(|(_, range)| (range.row, range.words) < at);
    let place = |at: (u32, Words)| Place { text: at.0, span: spans[number(at)] };
    for (passage, found) in passages.iter_mut().zip(&found.passages) {
        passage.places = found.places.iter().map(|&at| place(at)).collect();
        passage.furniture |= found.is_furniture(|at| edges[number(at)]);
    }
    let runs = found.runs.iter().map(|run| SharedRun {
        a: place(run.a),
        b: place(run.b),
        words: run.words(),
        exactness: run.exactness(),
        passage: run.passage,
    });
    Ok(Passages { runs: runs.collect(), passages })
}

/// The texts without their furniture: lines of credit, and sentences and paragraphs that are passages
/// of the corpus and read like notices of the house, or stand whole in many texts that share little else.
///
/// ```
/// use copydesk::dedup::drop_furniture;
///
/// let notice = "Sign up for our free newsletter and get the news every morning.";
/// let texts = [format!("It rains.\n\n{notice}"), format!("It snows in the hills.\n\n{notice}")];
/// assert_eq!(drop_furniture(&texts)?, ["It rains.", "It snows in the hills."]);
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn drop_furniture(texts: &[impl AsRef<str> + Sync]) -> Result<Vec<String>> {
    let found = find_passages(texts, FURNITURE_WORDS)?;
    let mut places: Vec<Vec<Span>> = vec![Vec::new(); texts.len()];
    for passage in found.passages.iter().filter(|passage| passage.furniture) {
        for place in &passage.places {
            places[place.text as usize].push(place.span);
        }
    }
    Ok(texts.iter().zip(&places).map(|(text, places)| without(text.as_ref(), places)).collect())
}

/// A text without its lines of credit and the furniture that stands at some places.
pub(crate) fn without(text: &str, places: &[Span]) -> String {
    let credits = find_credits(text, &paragraphs(text), None);
    let credits = credits.into_iter().map(|credit| credit.span);
    furniture::drop_places(text, &places.iter().copied().chain(credits).collect::<Vec<_>>())
}

/// What is found of a corpus, in words of its rows.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) runs: Vec<Shared>,
    pub(crate) passages: Vec<Group>,
}

/// A passage in words of rows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) places: Vec<(u32, Words)>,
    pub(crate) texts: u32,
    /// Whether it stands in many texts that share little else.
    pub(crate) widespread: bool,
}

impl Group {
    /// How many words it has where it stands first.
    pub(crate) fn words(&self) -> u32 {
        length(self.places[0].1)
    }

    /// Whether it is whole sentences that stand in many texts that share little else, given the edges
    /// of a place.
    pub(crate) fn is_furniture(&self, edges: impl Fn((u32, Words)) -> [bool; 2]) -> bool {
        let mut all = Edges::default();
        for &place in self.places.iter().filter(|_| self.widespread) {
            all.add(edges(place));
        }
        self.widespread && all.are_of_sentences()
    }
}

impl SharedPassage {
    /// The passage of a group, without its places.
    fn of(group: &Group) -> Self {
        Self { places: Vec::new(), words: group.words(), texts: group.texts, furniture: false }
    }
}

impl Shared {
    /// The share of its words that are the same.
    pub(crate) fn exactness(&self) -> f64 {
        crate::four_decimals(f64::from(self.same) / f64::from(self.words()))
    }
}

/// A range of words that is to be located in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Range {
    pub(crate) row: u32,
    pub(crate) words: Words,
    /// The passage of which it is the first place.
    pub(crate) first_of: Option<u32>,
}

impl Found {
    /// All ranges of words that it names, text by text in order. A range may be the first of several
    /// passages, and stands there for each.
    pub(crate) fn ranges(&self) -> Vec<Range> {
        let range = |(row, words): (u32, Words)| Range { row, words, first_of: None };
        let mut ranges: Vec<Range> =
            self.runs.iter().flat_map(|run| [range(run.a), range(run.b)]).collect();
        for (number, passage) in self.passages.iter().enumerate() {
            ranges.extend(passage.places.iter().map(|&place| range(place)));
            // Longer ones are stories.
            if passage.words() <= LONGEST_NOTICE {
                let first = range(passage.places[0]);
                ranges.push(Range { first_of: Some(number as u32), ..first });
            }
        }
        ranges.sort_unstable();
        ranges.dedup();
        ranges
    }
}

/// Where ranges of words, sorted, stand in their text, in bytes.
pub(crate) fn locate(text: &str, ranges: &[Words]) -> Result<Vec<Span>> {
    let (_, spans) = encode_with_spans(text)?;
    let span = |words: &Words| spans[words.0 as usize].cover(spans[words.1 as usize - 1]);
    Ok(ranges.iter().map(span).collect())
}

/// Checks the least length of a passage.
pub(crate) fn check_min_words(min_words: i64) -> Result<u32> {
    u32::try_from(min_words).ok().filter(|&words| words >= LEAST_MIN_WORDS).ok_or_else(|| {
        let most = u32::MAX;
        let rule = format!("it must be {LEAST_MIN_WORDS} to {most}");
        Error::argument(format!("min_words is {min_words}; {rule}"))
    })
}

/// Finds the passages of a corpus, on the threads of the pool that it runs in. It ends with nothing
/// once it is told to `stop`.
pub(crate) fn find(corpus: &Corpus, min_words: u32, stop: &AtomicBool) -> Result<Found> {
    let min_words = check_min_words(i64::from(min_words))?;
    if corpus.len() == 0 {
        return Ok(Found::default());
    }
    let widths = Widths::new(min_words);
    let seeds = Seeds::find(corpus, widths);
    let told = tell(corpus, widths, &seeds, stop);
    drop(seeds);
    Ok(gather(corpus, &told))
}

/// The runs that are told.
fn tell(corpus: &Corpus, widths: Widths, seeds: &Seeds, stop: &AtomicBool) -> Vec<Run> {
    let new = || (Extender::default(), Chooser::new(widths), Vec::new());
    let (told, rest): (Vec<Vec<Run>>, Vec<Vec<Run>>) = (0..seeds.buckets())
        .into_par_iter()
        .map_init(new, |(extender, chooser, runs), bucket| {
            let (mut told, mut rest) = (Vec::new(), Vec::new());
            let seeds = seeds.bucket(bucket);
            let text = |seed: &u64| corpus.member(seeds::places(*seed).0);
            for of_text in seeds.chunk_by(|a, b| text(a) == text(b)) {
                if stop.load(Relaxed) {
                    break;
                }
                runs.clear();
                extender.extend(corpus, widths, of_text, runs);
                chooser.choose(runs, &mut told, &mut rest);
            }
            (told, rest)
        })
        .unzip();
    let mut told = told.concat();
    complete(widths, &mut told, rest.concat());
    told
}

/// Gathers runs into passages.
fn gather(corpus: &Corpus, told: &[Run]) -> Found {
    // Texts with the words of an earlier one have numbers behind all others here.
    let members = corpus.len() as u32;
    let row = |text: u32| match text.checked_sub(members) {
        Some(copy) => corpus.copies()[copy as usize].1,
        None => corpus.row(text),
    };
    let mut runs: Vec<Shared> = told
        .iter()
        .map(|run| {
            let (here, there) = ((run.here, run.here_words), (run.there, run.there_words));
            let (a, b) = (here.min(there), here.max(there));
            Shared { a, b, same: run.same, passage: 0 }
        })
        .collect();
    for (number, &(member, _)) in (members..).zip(corpus.copies()) {
        let words = corpus.length(member);
        let whole = (0, words);
        runs.push(Shared { a: (member, whole), b: (number, whole), same: words, passage: 0 });
    }
    runs.sort_unstable();
    runs.dedup_by_key(|run| (run.a, run.b));
    let stretches = stretches(&runs);
    let count = group(&mut runs, &stretches);
    let mut places = with_copies(corpus, places(&runs, &stretches));
    let mut exactness = vec![Exactness::default(); count as usize];
    for run in &runs {
        exactness[run.passage as usize].add(run);
    }
    let mut commons = Commons::default();
    let mut passages = Vec::with_capacity(count as usize);
    for places in places.chunk_by_mut(|a, b| a.passage == b.passage) {
        // Texts with the same words are one text here.
        let of_members: Vec<(u32, Words)> =
            places.iter().filter(|it| it.text < members).map(|it| (it.text, it.words)).collect();
        let number = places[0].passage;
        let widespread =
            exactness[number as usize].is_of_copies() && commons.is_widespread(corpus, &of_members);
        let mut rows: Vec<(u32, Words)> =
            places.iter().map(|it| (row(it.text), it.words)).collect();
        rows.sort_unstable();
        let texts = rows.chunk_by(|a, b| a.0 == b.0).count() as u32;
        passages.push((number, Group { places: rows, texts, widespread }));
    }
    let weight = |group: &Group| u64::from(group.texts) * u64::from(group.words());
    passages.sort_by_cached_key(|(_, group)| (Reverse(weight(group)), group.places.clone()));
    let mut numbers = vec![0; count as usize];
    for (number, (old, _)) in passages.iter().enumerate() {
        numbers[*old as usize] = number as u32;
    }
    for run in &mut runs {
        let (a, b) = ((row(run.a.0), run.a.1), (row(run.b.0), run.b.1));
        let (a, b) = (a.min(b), a.max(b));
        *run = Shared { a, b, passage: numbers[run.passage as usize], ..*run };
    }
    runs.sort_unstable_by_key(|run| (run.a.0, run.a.1.0, run.b.0, run.b.1.0, *run));
    Found { runs, passages: passages.into_iter().map(|(_, group)| group).collect() }
}

/// How exact the runs of a passage are.
#[derive(Clone, Copy, Default)]
struct Exactness {
    same: u64,
    words: u64,
}

impl Exactness {
    /// Stories made from a template differ in more than this share of their words; notices do not.
    const DIFFERENT: u64 = 10;

    fn add(&mut self, run: &Shared) {
        self.same += u64::from(run.same);
        self.words += u64::from(run.words());
    }

    fn is_of_copies(self) -> bool {
        (self.words - self.same) * Self::DIFFERENT <= self.words
    }
}

/// Words of a text that are a place of a passage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct PlaceOf {
    passage: u32,
    text: u32,
    words: Words,
}

/// The places of passages, passage by passage and text by text. A stretch is one place, which begins and
/// ends where most of its runs do: one text may go on with a word that another has too.
fn places(runs: &[Shared], stretches: &Stretches) -> Vec<PlaceOf> {
    let mut sides: Vec<(u32, u32, u32, Words)> = Vec::with_capacity(2 * runs.len());
    for (run, stretches) in runs.iter().zip(stretches) {
        for ((text, words), &stretch) in [run.a, run.b].into_iter().zip(stretches) {
            sides.push((run.passage, text, stretch, words));
        }
    }
    sides.sort_unstable();
    let mut ends = Vec::new();
    let place = |together: &[(u32, u32, u32, Words)]| {
        let (passage, text, _, first) = together[0];
        ends.clear();
        ends.extend(together.iter().map(|side| side.3.1));
        ends.sort_unstable();
        let middle = (together[together.len() / 2].3.0, ends[(ends.len() - 1) / 2]);
        let whole = (first.0, ends[ends.len() - 1]);
        let words = if middle.0 < middle.1 { middle } else { whole };
        PlaceOf { passage, text, words }
    };
    let stretches = sides.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2));
    disjoint(stretches.map(place).collect())
}

/// Places in order. Of those that overlap in one passage the first has the words; what is left of the
/// other is a place if it is most of it.
fn disjoint(mut places: Vec<PlaceOf>) -> Vec<PlaceOf> {
    places.sort_unstable();
    places.dedup_by(|next, before| {
        if (next.passage, next.text) != (before.passage, before.text) {
            return false;
        }
        let from = next.words.0.max(before.words.1);
        let is_new = 2 * next.words.1.saturating_sub(from) > length(next.words);
        next.words.0 = if is_new { from } else { next.words.0 };
        !is_new
    });
    places
}

/// Gives texts with the words of an earlier one the places that it has.
fn with_copies(corpus: &Corpus, mut places: Vec<PlaceOf>) -> Vec<PlaceOf> {
    if corpus.copies().is_empty() {
        return places;
    }
    let members = corpus.len() as u32;
    let mut copies: Vec<(u32, u32)> =
        corpus.copies().iter().zip(members..).map(|(copy, number)| (copy.0, number)).collect();
    copies.sort_unstable();
    let copies_of = |member: u32| {
        let from = copies.partition_point(|copy| copy.0 < member);
        copies[from..].iter().take_while(move |copy| copy.0 == member).map(|copy| copy.1)
    };
    let known = places.len();
    for number in 0..known {
        let place = places[number];
        if place.text < members {
            places.extend(copies_of(place.text).map(|text| PlaceOf { text, ..place }));
        }
    }
    // A copy may be in a passage by itself.
    disjoint(places)
}
