//! Near-duplicates across a corpus: who copied whom.
//!
//! 1. Each text becomes a row of codes, a word in sixteen bits (`corpus`, over `dedup::codes`). Texts of the
//!    same words are one from here on, numbered so that nothing depends on their order.
//! 2. Texts that share shingles are candidates; shingles of too many texts are furniture (`candidates`,
//!    over `postings`; `families` knows the story that two hundred papers carry).
//! 3. Candidates are aligned, and what that shows is counted (`evidence`, over `dedup::chains`): how much of
//!    each text stands in the other, how exactly, in which order, whether the numbers agree.
//! 4. A few trees decide (`features`, `verdict`), and pairs are joined into clusters (`clusters`).

mod candidates;
mod clusters;
mod comparison;
mod corpus;
mod evidence;
mod families;
mod features;
mod options;
#[cfg(feature = "train")]
pub mod train;
mod verdict;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use rayon::prelude::*;

use candidates::{Candidate, Candidates};
pub(super) use candidates::{MANY, is_candidate};
use clusters::Forest;
use corpus::{Corpus, Distinct};
use evidence::{Evidence, Prepared, Workbench};
pub(super) use families::are_alike;

use crate::dedup::chains::{Chain, Seeds};
use crate::dedup::codes::{Code, Texts};
use crate::dedup::postings::Shingles;
use crate::{Day, Error, Result};

pub use comparison::{Comparison, Passage};
pub use corpus::Encoded;
pub use options::{Keep, Options, Relation};

/// Texts of a chunk that are encoded on one thread.
const CHUNK: usize = 512;

/// Two texts that are duplicates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The row of the first.
    pub a: u32,
    /// The row of the second; more than `a`.
    pub b: u32,
    /// How they are related.
    pub relation: Relation,
    /// The share of the words of both that stand opposite the same word: 0 to 1.
    pub similarity: f32,
    /// How sure it is that they tell one story: 0 to 1.
    pub confidence: f32,
    /// The share of the first one's words that stand in passages which the second has too.
    pub coverage_a: f32,
    /// The same of the second.
    pub coverage_b: f32,
}

/// What is found in a corpus.
#[derive(Debug, Default)]
pub struct Duplicates {
    /// For each row the first row of its cluster; a row by itself has its own.
    pub labels: Vec<u32>,
    /// In order. Of more than two rows of the same words, each is paired with the first, and only that one
    /// with other texts.
    pub pairs: Vec<Pair>,
    furniture: Shingles,
}

impl Duplicates {
    /// Two texts of the corpus side by side. Its furniture does not count.
    pub fn compare(&self, texts: [&str; 2], days: [Option<Day>; 2]) -> Result<Comparison> {
        Comparison::of(texts, days, &self.furniture)
    }

    /// Which rows stay when one of each cluster does. `days` and `words` are those of the rows.
    pub fn keep(&self, keep: Keep, days: &[Option<Day>], words: &[u32]) -> Vec<bool> {
        let mut best: Vec<u32> = (0..).take(self.labels.len()).collect();
        for (row, &label) in (0_u32..).zip(&self.labels) {
            let known = &mut best[label as usize];
            let day = |row: u32| days.get(row as usize).copied().flatten();
            let better = match keep {
                Keep::First => false,
                Keep::Longest => words[row as usize] > words[*known as usize],
                Keep::Earliest => {
                    day(row).is_some_and(|day_| day(*known).is_none_or(|it| day_ < it))
                }
                Keep::Latest => day(row).is_some_and(|day_| day(*known).is_none_or(|it| day_ > it)),
            };
            if better {
                *known = row;
            }
        }
        let mut kept = vec![false; self.labels.len()];
        for (row, &label) in (0_u32..).zip(&self.labels) {
            if row == label {
                kept[best[row as usize] as usize] = true;
            }
        }
        kept
    }
}

/// How far a search is, for another thread to look at; and how to stop it.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    total: AtomicUsize,
    stopped: AtomicBool,
}

impl Progress {
    /// Pairs of texts that were compared, and how many there are; 0 while that is not known.
    pub fn compared(&self) -> (usize, usize) {
        (self.done.load(Relaxed), self.total.load(Relaxed))
    }

    /// Makes the search end soon, with an error.
    pub fn stop(&self) {
        self.stopped.store(true, Relaxed);
    }

    fn check(&self) -> Result<()> {
        if self.stopped.load(Relaxed) {
            Err(Error::threads("the search was stopped"))
        } else {
            Ok(())
        }
    }
}

/// Finds duplicates among texts that come in parts.
///
/// ```
/// use copydesk::dedup::{Encoded, Finder, Options, Progress};
///
/// let story = "The ferry to Bergen will not sail before Monday, the company told passengers.";
/// let mut finder = Finder::new(Options::default())?;
/// finder.add(Encoded::new([(Some(story), None), (None, None)])?);
/// finder.add(Encoded::new([(Some(&*story.to_uppercase()), None)])?);
/// let found = finder.find(&Progress::default())?;
/// assert_eq!(found.labels, [0, 1, 0]);
/// # Ok::<(), copydesk::Error>(())
/// ```
pub struct Finder {
    options: Options,
    corpus: Corpus,
}

impl Finder {
    /// A search for what the options say.
    pub fn new(options: Options) -> Result<Self> {
        options.check()?;
        Ok(Self { options, corpus: Corpus::default() })
    }

    /// Adds texts, as the rows behind those that it has.
    pub fn add(&mut self, texts: Encoded) {
        self.corpus.add(texts);
    }

    /// The dates of the rows.
    pub fn days(&self) -> &[Option<Day>] {
        &self.corpus.days
    }

    /// How many words each row has.
    pub fn words(&self) -> Vec<u32> {
        self.corpus.digests.iter().map(|digest| digest.words).collect()
    }

    /// Finds the duplicates, on the threads of the pool that it is called in: the same whatever their
    /// number, and whatever the order of the rows.
    pub fn find(&self, progress: &Progress) -> Result<Duplicates> {
        let texts = Distinct::of(&self.corpus, self.options.window);
        let found = Candidates::find(
            &texts,
            &texts.words,
            texts.first_days().as_ref(),
            self.options.min_words,
        );
        progress.check()?;
        progress.total.store(found.pairs.len(), Relaxed);
        let links: Vec<Link> = compare(&texts, &found, progress, |candidate, evidence| {
            let days_apart = texts.days_apart(candidate.shorter, candidate.longer);
            let judged = judged(evidence, days_apart, &self.options)?;
            Some(Link { candidate, judged, extent: evidence.extent })
        });
        progress.check()?;
        let mut clusters = clusters::clusters(texts.len(), &links);
        let mut pairs: Vec<Pair> = links.iter().map(|link| link.pair(&texts)).collect();
        let mut rows = Forest::new(self.corpus.len());
        let exact = self.options.relations.contains(&Relation::Exact);
        let mut linked = vec![false; texts.len()];
        for Link { candidate, .. } in &links {
            linked[candidate.shorter as usize] = true;
            linked[candidate.longer as usize] = true;
        }
        for text in 0..texts.len() as u32 {
            let first = texts.rows(text)[0];
            rows.join(first, texts.rows(clusters.root(text))[0]);
            // What one of them has to do with another text, all of the same words have.
            if exact || linked[text as usize] {
                for &other in &texts.rows(text)[1..] {
                    rows.join(first, other);
                }
            }
            if exact {
                pairs.extend(self.exact_pairs(texts.rows(text)));
            }
        }
        pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
        let labels = (0..self.corpus.len() as u32).map(|row| rows.root(row)).collect();
        Ok(Duplicates { labels, pairs, furniture: found.furniture })
    }

    /// The pairs of some rows of the same words: each with the first, or, where only a window of days
    /// counts, with the one before it by date.
    fn exact_pairs(&self, rows: &[u32]) -> Vec<Pair> {
        let day = |row: u32| self.corpus.days[row as usize];
        if self.options.window.is_none() {
            return rows[1..].iter().map(|&row| Pair::exact(rows[0], row)).collect();
        }
        let (mut dated, undated): (Vec<u32>, Vec<u32>) =
            rows.iter().partition(|&&row| day(row).is_some());
        dated.sort_by_key(|&row| (day(row), row));
        let next =
            dated.windows(2).map(|pair| Pair::exact(pair[0].min(pair[1]), pair[0].max(pair[1])));
        let others = undated.iter().filter(|&&row| row != rows[0]);
        let mut pairs: Vec<Pair> =
            next.chain(others.map(|&row| Pair::exact(rows[0], row))).collect();
        // The first row may be the undated one that holds the others together.
        if let Some(&earliest) = dated.first().filter(|_| day(rows[0]).is_none()) {
            pairs.push(Pair::exact(rows[0], earliest));
        }
        pairs
    }
}

impl Pair {
    fn exact(a: u32, b: u32) -> Self {
        Self {
            a,
            b,
            relation: Relation::Exact,
            similarity: 1.0,
            confidence: 1.0,
            coverage_a: 1.0,
            coverage_b: 1.0,
        }
    }
}

/// What passes for duplicates.
#[derive(Clone, Copy)]
pub(super) struct Judged {
    pub(super) relation: Relation,
    pub(super) similarity: f32,
    pub(super) confidence: f32,
    /// Of the shorter and the longer text.
    pub(super) coverages: [f32; 2],
}

/// Whether two texts of different words are duplicates, by what their comparison shows.
pub(super) fn judged(
    evidence: &Evidence,
    days_apart: Option<u32>,
    options: &Options,
) -> Option<Judged> {
    let confidence = verdict::confidence(&features::features(evidence, days_apart));
    let relation = Relation::of(evidence);
    let passes = options.is_near(days_apart)
        && confidence >= options.threshold
        && options.relations.contains(&relation);
    passes.then(|| Judged {
        relation,
        similarity: evidence.similarity(),
        confidence,
        coverages: evidence.coverages(),
    })
}

/// Two different texts that are duplicates.
struct Link {
    candidate: Candidate,
    judged: Judged,
    /// Where the passages stand in the longer one, in words.
    extent: [u32; 2],
}

impl Link {
    /// The pair of the first rows of the two.
    fn pair(&self, texts: &Distinct<'_>) -> Pair {
        let Self { candidate, judged, .. } = self;
        let [a, b] = [candidate.shorter, candidate.longer].map(|it| texts.rows(it)[0]);
        let [mine, theirs] = judged.coverages;
        let (coverage_a, coverage_b) = if a < b { (mine, theirs) } else { (theirs, mine) };
        Pair {
            a: a.min(b),
            b: a.max(b),
            relation: judged.relation,
            similarity: judged.similarity,
            confidence: judged.confidence,
            coverage_a,
            coverage_b,
        }
    }
}

/// What comparing needs, kept from one text to the next.
#[derive(Default)]
pub(super) struct Desk {
    seeds: Seeds,
    here: Prepared,
    there: Prepared,
    workbench: Workbench,
}

impl Desk {
    /// Lays down the longer text.
    fn lay_down(&mut self, there: &[Code], furniture: &impl Fn(u64) -> bool) {
        self.seeds.fill(there);
        self.there.fill(there, furniture);
    }

    /// Compares a text with the longer one.
    fn compare(
        &mut self,
        here: &[Code],
        there: &[Code],
        furniture: &impl Fn(u64) -> bool,
    ) -> Evidence {
        self.here.fill(here, furniture);
        self.workbench.compare(self.here.side(here), self.there.side(there), &self.seeds)
    }

    /// The passages of the last comparison, in the order of the shorter text.
    fn passages(&self) -> &[Chain] {
        self.workbench.passages()
    }

    /// Compares two texts, whose contents are given too, the shorter with the longer; of two of the same
    /// length that with the smaller content, as in a search.
    pub(super) fn compare_two(
        &mut self,
        a: (&[Code], u64),
        b: (&[Code], u64),
        furniture: &impl Fn(u64) -> bool,
    ) -> Evidence {
        let (here, there) = if is_longer(a, b) { (b, a) } else { (a, b) };
        self.lay_down(there.0, furniture);
        self.compare(here.0, there.0, furniture)
    }
}

/// Whether the first of two texts is taken for the longer one; their contents decide between equals.
pub(super) fn is_longer(a: (&[Code], u64), b: (&[Code], u64)) -> bool {
    (a.0.len(), a.1) > (b.0.len(), b.1)
}

/// Aligns candidates, those of a longer text together, and gives what `judge` makes of them.
fn compare<T: Texts, R: Send>(
    texts: &T,
    found: &Candidates,
    progress: &Progress,
    judge: impl Fn(Candidate, &Evidence) -> Option<R> + Sync,
) -> Vec<R> {
    let groups: Vec<&[Candidate]> = found.pairs.chunk_by(|a, b| a.longer == b.longer).collect();
    groups
        .par_iter()
        .map_init(Desk::default, |desk, group| {
            let mut judged = Vec::new();
            if progress.stopped.load(Relaxed) {
                return judged;
            }
            let there = texts.codes(group[0].longer);
            let furniture = |hash| found.furniture.contains(hash);
            desk.lay_down(there, &furniture);
            for candidate in *group {
                let here = texts.codes(candidate.shorter);
                let evidence = desk.compare(here, there, &furniture);
                judged.extend(judge(*candidate, &evidence));
            }
            progress.done.fetch_add(group.len(), Relaxed);
            judged
        })
        .flatten_iter()
        .collect()
}

/// Finds the duplicates among texts; `days` are their dates, as many as there are texts, or none.
///
/// ```
/// use copydesk::dedup::{Options, find_duplicates};
///
/// let story = "The ferry to Bergen will not sail before Monday, the company told passengers.";
/// let texts = [story, "It rains in Oslo.", &story.to_uppercase()];
/// let found = find_duplicates(&texts, &[], Options::default())?;
/// assert_eq!(found.labels, [0, 1, 0]);
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn find_duplicates<T: AsRef<str> + Sync>(
    texts: &[T],
    days: &[Option<Day>],
    options: Options,
) -> Result<Duplicates> {
    if !days.is_empty() && days.len() != texts.len() {
        return Err(Error::argument(format!(
            "{} texts have {} dates: give as many, or none",
            texts.len(),
            days.len()
        )));
    }
    let mut finder = Finder::new(options)?;
    let parts: Vec<Encoded> = texts
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(part, texts)| {
            let day = |at: usize| days.get(part * CHUNK + at).copied().flatten();
            let texts = texts.iter().enumerate();
            Encoded::new(texts.map(|(at, text)| (Some(text.as_ref()), day(at))))
        })
        .collect::<Result<_>>()?;
    for part in parts {
        finder.add(part);
    }
    finder.find(&Progress::default())
}
