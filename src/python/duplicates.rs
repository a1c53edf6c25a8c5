//! `find_duplicates`, `Duplicates` and `Comparison`.

use std::collections::BTreeMap;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use super::bars::Bars;
use super::columns::objects;
use super::convert::{InputValueError, threads, to_python, wrong_type};
use super::feed::{Chunk, Feed};
use super::ids::Ids;
use super::kept::KeptTexts;
use super::objects::PySpan;
use super::tables::{DuplicateRow, TextRow, duplicate_tables};
use super::work;
use crate::batch::Ordered;
use crate::dedup::{Comparison, Duplicates, Encoded, Finder, Keep, Options, Progress, Relation};
use crate::record::Records;
use crate::{Day, Offsets, Result, render};

// What the signatures below and in `index` say; Python shows literals only.
const _: () = assert!(Options::THRESHOLD == 0.9 && Options::MIN_WORDS == 8);

/// A class of `copydesk._rows`.
pub fn row_class<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("copydesk._rows")?.getattr(name)
}

/// Find near-duplicates across a corpus: who copied whom.
///
/// Wire stories that many papers carry, cut, with another headline, byline or lead, updated, corrected,
/// scanned; not stories that only share a template, a boilerplate or a paragraph of background. Each pair
/// that shares enough phrases is aligned word for word, and a small learned model decides.
///
/// Parameters
/// ----------
/// texts : column or iterable of str or None
///     The corpus: a column of pandas, Polars, PyArrow or DuckDB, a list, a generator. None, NaN and empty texts are
///     duplicates of nothing. Texts in any language; those that write no blanks are compared character
///     by character.
/// ids : column or iterable, optional
///     Their ids in the result, one for each: strings, numbers, anything hashable. By
///     default the number of the row, from 0.
/// dates : column or iterable of date, datetime, timestamp, str or None, optional
///     When the texts were published, one for each. Many days apart speak against a copy: a notice that
///     comes again in the same words is none. Hours do not count: of the texts of one day the first in the
///     corpus is taken for the earliest, so give them in the order of publication.
/// sources : column or iterable of str or None, optional
///     Who published them, for reports: ``clusters`` and ``sources`` say who was first.
/// keep : {"earliest", "latest", "longest", "first"}, default "earliest"
///     Which text of a cluster ``keep`` marks. Without dates the earliest and the latest are the first.
/// threshold : float, default 0.9
///     How sure it must be that two texts tell one story, more than 0 and at most 1. Higher is stricter.
///     docs/accuracy.md has precision and recall at several.
/// relations : iterable of {"exact", "same", "excerpt", "update"}, optional
///     The kinds of duplicates that count; all by default. Without ``exact``, texts of the same words
///     are in one cluster only where another text is related to them.
/// window : int, optional
///     Texts whose dates are more days apart are no pair, whatever they say. A cluster may reach further,
///     from pair to pair.
/// min_words : int, default 8
///     Texts of fewer words (headlines, captions) are duplicates only of texts of the same words.
/// threads : int, optional
///     How many threads work. By default as many as ``COPYDESK_THREADS`` says, else one for each core
///     that this process may use. The result does not depend on it.
/// keep_texts : bool, default True
///     Whether the result keeps the texts (not copies of them), which :meth:`Duplicates.explain` needs.
///     Without it texts of a stream are gone when they were read.
/// progress : bool, default False
///     Whether to show progress bars, if tqdm is installed.
///
/// Returns
/// -------
/// Duplicates
///     Labels, clusters, pairs, and which texts to keep.
///
/// Raises
/// ------
/// copydesk.errors.InputTypeError
///     If a row is no string; it names the row.
/// copydesk.errors.InputValueError
///     If an option has no such value, a date is none, or ids, dates or sources are not as many as the
///     texts, or an id comes twice.
/// copydesk.errors.BatchError
///     If the threads cannot be started.
///
/// Notes
/// -----
/// Texts that hold lone surrogates are duplicates of nothing, and counted in a
/// :class:`copydesk.errors.CopydeskWarning`. Time and memory are linear in the corpus.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> lead = "The ferry to Bergen will not sail before Monday, the company told passengers on Friday."
/// >>> more = "Two of its engines failed in the storm, and parts have to come from Rotterdam by road."
/// >>> duplicates = cd.find_duplicates([lead + " " + more, "It rains.", None, more + " " + lead.upper()])
/// >>> duplicates.labels
/// [0, 1, 2, 0]
/// >>> duplicates.keep
/// [True, True, True, False]
#[pyfunction]
#[pyo3(signature = (
    texts, ids = None, dates = None, *, sources = None, keep = "earliest",
    threshold = 0.9, relations = None, window = None, min_words = 8, threads = None,
    keep_texts = true, progress = false
))]
#[allow(clippy::too_many_arguments)] // Options of a Python function.
pub fn find_duplicates(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    ids: Option<&Bound<'_, PyAny>>,
    dates: Option<&Bound<'_, PyAny>>,
    sources: Option<&Bound<'_, PyAny>>,
    keep: &str,
    threshold: f32,
    relations: Option<&Bound<'_, PyAny>>,
    window: Option<i64>,
    min_words: i64,
    threads: Option<i64>,
    keep_texts: bool,
    progress: bool,
) -> PyResult<PyDuplicates> {
    let keep: Keep = keep.parse().map_err(to_python)?;
    let options = options(threshold, relations, window, min_words)?;
    let ids = Ids::of(py, ids)?;
    let mut feed = Feed::new(texts, "dates", dates)?;
    if keep_texts {
        feed = feed.keeping();
    }
    let threads = self::threads(threads)?;
    let mut finder = Finder::new(options).map_err(to_python)?;
    let bars = Bars::new(texts, progress)?;
    let mut encoding = Ordered::new(threads).map_err(to_python)?;
    let show_read = |taken| bars.read(py, taken);
    work::for_chunks(py, &mut feed, &mut encoding, encode, show_read, |part| {
        finder.add(part);
        Ok(())
    })?;
    drop(encoding);
    feed.end(py, ["is a duplicate of nothing", "are duplicates of nothing"])?;
    let texts = keep_texts.then(|| feed.kept());
    ids.check(feed.taken())?;
    let sources = sources.map(|given| names(given, feed.taken())).transpose()?;
    let days = finder.days().to_vec();
    let words = finder.words();
    let progress = Arc::new(Progress::default());
    let show = || bars.compared(py, &progress);
    let seen = Arc::clone(&progress);
    let found = work::run(
        py,
        threads,
        move || finder.find(&seen),
        || {
            py.check_signals().inspect_err(|_| progress.stop())?;
            show()
        },
    )?;
    show()?;
    bars.close(py)?;
    let found = found.map_err(to_python)?;
    let kept = py.detach(|| found.keep(keep, &days, &words));
    Ok(PyDuplicates { found, kept, days, words, texts, ids, sources, lists: Lists::default() })
}

/// Encodes the texts of a chunk.
pub fn encode(chunk: &Chunk) -> Result<Encoded> {
    Encoded::new(chunk.rows())
}

/// The options of a search.
pub fn options(
    threshold: f32,
    relations: Option<&Bound<'_, PyAny>>,
    window: Option<i64>,
    min_words: i64,
) -> PyResult<Options> {
    let count = |name: &str, given: i64| {
        u32::try_from(given).map_err(|_| {
            InputValueError::new_err(format!("{name} is {given}; it must be 0 to {}", u32::MAX))
        })
    };
    Ok(Options {
        threshold,
        relations: relations.map_or_else(|| Ok(Relation::ALL.to_vec()), self::relations)?,
        window: window.map(|days| count("window", days)).transpose()?,
        min_words: count("min_words", min_words)?,
    })
}

fn relations(given: &Bound<'_, PyAny>) -> PyResult<Vec<Relation>> {
    if given.is_instance_of::<PyString>() {
        return Err(wrong_type(
            "relations must be an iterable of names",
            given,
            ": put it in a list",
        ));
    }
    let Ok(names) = given.try_iter() else {
        return Err(wrong_type("relations must be an iterable of names", given, ""));
    };
    names
        .map(|name| {
            let name = name?;
            let name = name
                .cast::<PyString>()
                .map_err(|_| wrong_type("a relation must be a str", &name, ""))?;
            name.to_string_lossy().parse().map_err(to_python)
        })
        .collect()
}

/// Names that may be missing, one for each text.
fn names(given: &Bound<'_, PyAny>, number: usize) -> PyResult<Vec<Option<String>>> {
    // They can be gone through, but not name by name.
    let one = given.is_instance_of::<PyString>() || given.is_instance_of::<PyDict>();
    let given = &objects("sources", given)?;
    let Some(items) = given.try_iter().ok().filter(|_| !one) else {
        let rule = "sources must be an iterable of names, one for each text";
        return Err(wrong_type(rule, given, ""));
    };
    let items: Vec<Bound<'_, PyAny>> = items.collect::<PyResult<_>>()?;
    if items.len() != number {
        return Err(InputValueError::new_err(format!(
            "there are {} sources and {number} texts: give one for each",
            items.len()
        )));
    }
    items
        .iter()
        .enumerate()
        .map(|(row, item)| {
            if super::convert::is_null(item)? {
                return Ok(None);
            }
            match item.cast::<PyString>() {
                Ok(name) => Ok(Some(name.to_string_lossy().into_owned())),
                Err(_) => {
                    Err(wrong_type(&format!("row {row}: a source must be a str or None"), item, ""))
                }
            }
        })
        .collect()
}

/// Lists that are made when they are asked for.
struct Lists {
    pairs: PyOnceLock<Py<PyList>>,
    clusters: PyOnceLock<Py<PyList>>,
    sources: PyOnceLock<Py<PyList>>,
}

impl Default for Lists {
    fn default() -> Self {
        let [pairs, clusters, sources] = [(); 3].map(|()| PyOnceLock::new());
        Self { pairs, clusters, sources }
    }
}

/// The duplicates of a corpus, as :func:`find_duplicates` finds them.
///
/// ``len`` is the number of texts. Unless ``keep_texts`` says otherwise they are kept, not copied, as long as
/// this is: :meth:`explain` shows them.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> story = "The ferry to Bergen will not sail before Monday, the company told passengers."
/// >>> duplicates = cd.find_duplicates([story, "It rains in Oslo.", story.upper()])
/// >>> duplicates
/// Duplicates(3 texts, 1 cluster of 2 texts, 1 to drop)
/// >>> duplicates.pairs[0].relation, duplicates.pairs[0].confidence
/// ('exact', 1.0)
#[pyclass(name = "Duplicates", module = "copydesk", frozen)]
pub struct PyDuplicates {
    found: Duplicates,
    kept: Vec<bool>,
    days: Vec<Option<Day>>,
    words: Vec<u32>,
    texts: Option<KeptTexts>,
    ids: Ids,
    sources: Option<Vec<Option<String>>>,
    lists: Lists,
}

impl PyDuplicates {
    /// The rows of the clusters of two and more, in order.
    fn clusters_of_rows(&self) -> BTreeMap<u32, Vec<u32>> {
        let mut sizes = vec![0_u32; self.found.labels.len()];
        for &label in &self.found.labels {
            sizes[label as usize] += 1;
        }
        let mut clusters: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (row, &label) in (0_u32..).zip(&self.found.labels) {
            if sizes[label as usize] > 1 {
                clusters.entry(label).or_default().push(row);
            }
        }
        clusters
    }

    /// The earliest of some rows, the first of equals.
    fn earliest(&self, rows: &[u32]) -> Option<(Day, u32)> {
        rows.iter().filter_map(|&row| self.days[row as usize].map(|day| (day, row))).min()
    }

    fn source(&self, row: u32) -> Option<&str> {
        self.sources.as_ref()?[row as usize].as_deref()
    }

    /// A cluster as a notebook lists it.
    fn cluster_row(&self, py: Python<'_>, rows: &[u32]) -> PyResult<render::ClusterRow> {
        let kept = *rows.iter().find(|&&row| self.kept[row as usize]).expect("one stays");
        let text = self.texts.as_ref().and_then(|texts| texts.copy(py, kept as usize));
        let first = self.earliest(rows).map(|(day, _)| day);
        let mut members = rows.to_vec();
        members.sort_by_key(|&row| {
            let day = self.days[row as usize];
            (row != kept, day.is_none(), day, row)
        });
        members.truncate(render::MEMBERS_SHOWN);
        let members = members.into_iter().map(|row| {
            let day = self.days[row as usize];
            let ends = [kept.min(row), kept.max(row)];
            let pair = self.found.pairs.binary_search_by_key(&ends, |pair| [pair.a, pair.b]);
            Ok(render::MemberRow {
                id: self.ids.get(py, row)?.str()?.to_string_lossy().into_owned(),
                source: self.source(row).unwrap_or_default().to_owned(),
                date: day.map(|day| day.to_string()).unwrap_or_default(),
                words: self.words[row as usize] as usize,
                kept: row == kept,
                first: day.is_some() && day == first,
                relation: pair
                    .map(|at| self.found.pairs[at].relation.to_string())
                    .unwrap_or_default(),
            })
        });
        Ok(render::ClusterRow {
            texts: rows.len(),
            text: text.unwrap_or_default().chars().take(400).collect(),
            members: members.collect::<PyResult<_>>()?,
        })
    }
}

#[pymethods]
impl PyDuplicates {
    /// For each text the row of the first text of its cluster; a text by itself has its own row.
    #[getter]
    fn labels(&self) -> &[u32] {
        &self.found.labels
    }

    /// For each text whether it stays: one text of each cluster does, and all that have no duplicate.
    #[getter]
    fn keep(&self) -> &[bool] {
        &self.kept
    }

    /// The clusters of two texts and more, as a list of :class:`DuplicateCluster`, in the order of their
    /// first texts.
    #[getter]
    fn clusters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = self.lists.clusters.get_or_try_init(py, || -> PyResult<_> {
            let class = row_class(py, "DuplicateCluster")?;
            let list = PyList::empty(py);
            for rows in self.clusters_of_rows().values() {
                let ids: Vec<_> =
                    rows.iter().map(|&row| self.ids.get(py, row)).collect::<PyResult<_>>()?;
                let kept = rows.iter().find(|&&row| self.kept[row as usize]).expect("one stays");
                let earliest = self.earliest(rows);
                let first = earliest.map(|(_, row)| self.ids.get(py, row)).transpose()?;
                let source = earliest.and_then(|(_, row)| self.source(row));
                let members = PyTuple::new(py, ids)?;
                list.append(class.call1((members, self.ids.get(py, *kept)?, first, source))?)?;
            }
            Ok(list.unbind())
        })?;
        // A list of the caller's own.
        list.bind(py).as_sequence().to_list()
    }

    /// The pairs of texts that are duplicates, as a list of :class:`DuplicatePair`, in the order of the
    /// corpus. Of more than two texts of the same words, each is paired with the first of them, and only
    /// that one with others.
    #[getter]
    fn pairs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = self.lists.pairs.get_or_try_init(py, || -> PyResult<_> {
            let class = row_class(py, "DuplicatePair")?;
            let list = PyList::empty(py);
            for pair in &self.found.pairs {
                list.append(class.call1((
                    self.ids.get(py, pair.a)?,
                    self.ids.get(py, pair.b)?,
                    pair.relation.name(),
                    rounded(pair.similarity),
                    rounded(pair.confidence),
                    rounded(pair.coverage_a),
                    rounded(pair.coverage_b),
                ))?)?;
            }
            Ok(list.unbind())
        })?;
        // A list of the caller's own.
        list.bind(py).as_sequence().to_list()
    }

    /// The same as Arrow tables: ``texts``, a row for each text with its ``id``, the ``label`` and the
    /// ``size`` of its cluster, and whether to ``keep`` it; and ``pairs``, as :attr:`pairs` has them. They
    /// are made anew each time. The ids must all be integers or all be strings.
    #[getter]
    fn tables<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let mut sizes = vec![0_u32; self.found.labels.len()];
        for &label in &self.found.labels {
            sizes[label as usize] += 1;
        }
        let texts = (0_u32..).zip(&self.found.labels).zip(&self.kept);
        let texts: Vec<_> = texts
            .map(|((row, &label), &keep)| TextRow { row, label, size: sizes[label as usize], keep })
            .collect();
        let pairs: Vec<_> = self
            .found
            .pairs
            .iter()
            .map(|pair| DuplicateRow {
                a: pair.a,
                b: pair.b,
                relation: pair.relation.name(),
                similarity: rounded(pair.similarity),
                confidence: rounded(pair.confidence),
                coverage_a: rounded(pair.coverage_a),
                coverage_b: rounded(pair.coverage_b),
            })
            .collect();
        duplicate_tables(py, &self.ids, &texts, &pairs)
    }

    /// What each source has to do with duplicates, as a list of :class:`SourceStats`: those that are first
    /// most often first. Empty where no sources were given.
    #[getter]
    fn sources<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = self.lists.sources.get_or_try_init(py, || -> PyResult<_> {
            let class = row_class(py, "SourceStats")?;
            let mut stats: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
            for row in 0..self.found.labels.len() as u32 {
                if let Some(source) = self.source(row) {
                    stats.entry(source).or_default()[0] += 1;
                }
            }
            for rows in self.clusters_of_rows().values() {
                let earliest = self.earliest(rows).map(|(day, _)| day);
                let mut first: Vec<&str> = Vec::new();
                for &row in rows {
                    let Some(source) = self.source(row) else { continue };
                    stats.entry(source).or_default()[1] += 1;
                    if earliest.is_some() && self.days[row as usize] == earliest {
                        first.push(source);
                    }
                }
                first.sort_unstable();
                first.dedup();
                for source in first {
                    stats.entry(source).or_default()[2] += 1;
                }
            }
            let mut rows: Vec<_> = stats.into_iter().collect();
            rows.sort_by_key(|&(source, [_, shared, first])| {
                (std::cmp::Reverse((first, shared)), source)
            });
            let list = PyList::empty(py);
            for (source, [texts, shared, first]) in rows {
                list.append(class.call1((source, texts, shared, first))?)?;
            }
            Ok(list.unbind())
        })?;
        // A list of the caller's own.
        list.bind(py).as_sequence().to_list()
    }

    /// Say how two texts compare, and why they are taken for duplicates or not.
    ///
    /// It is their words and dates that are looked at, not ``window``, ``min_words`` and ``relations``.
    ///
    /// Parameters
    /// ----------
    /// a, b : id
    ///     The ids of two texts of the corpus, or their rows where no ids were given.
    ///
    /// Returns
    /// -------
    /// Comparison
    ///     The passages that both have; in a notebook, the two texts side by side.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.InputValueError
    ///     If there is no such text, or it is null.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> texts = [
    /// ...     "The ferry to Bergen will not sail before Monday, the company told passengers.",
    /// ...     "The ferry to Bergen will not sail before Sunday, the company told passengers.",
    /// ... ]
    /// >>> print(cd.find_duplicates(texts).explain(0, 1).diff())
    /// The ferry to Bergen will not sail before [-Monday,-]{+Sunday,+} the company told passengers.
    fn explain<'py>(
        &self,
        py: Python<'py>,
        a: &Bound<'py, PyAny>,
        b: &Bound<'py, PyAny>,
    ) -> PyResult<PyComparison> {
        let number = self.found.labels.len();
        let rows = [self.ids.row(a, number)?, self.ids.row(b, number)?];
        let Some(texts) = &self.texts else {
            return Err(InputValueError::new_err(
                "the texts were not kept: find_duplicates(…, keep_texts=True) keeps them",
            ));
        };
        let [first, second] = rows.map(|row| texts.copy(py, row));
        let (Some(first), Some(second)) = (&first, &second) else {
            let null = if first.is_none() { a } else { b };
            return Err(InputValueError::new_err(format!("the text {} is null", null.repr()?)));
        };
        let texts = [first.clone(), second.clone()];
        let days = rows.map(|row| self.days[row]);
        let compared =
            py.detach(|| self.found.compare([&texts[0], &texts[1]], days)).map_err(to_python)?;
        let names = [a.str()?.to_string(), b.str()?.to_string()];
        let ids = [a.clone().unbind(), b.clone().unbind()];
        Ok(PyComparison { compared, texts, names, ids })
    }

    fn __len__(&self) -> usize {
        self.found.labels.len()
    }

    fn __repr__(&self) -> String {
        let clusters = self.clusters_of_rows();
        let members: usize = clusters.values().map(Vec::len).sum();
        let dropped = self.kept.iter().filter(|kept| !**kept).count();
        let (texts, plural) =
            (self.found.labels.len(), |count: usize| if count == 1 { "" } else { "s" });
        format!(
            "Duplicates({texts} text{}, {} cluster{} of {members} text{}, {dropped} to drop)",
            plural(texts),
            clusters.len(),
            plural(clusters.len()),
            plural(members),
        )
    }

    /// The largest clusters as a table, for notebooks.
    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let clusters = self.clusters_of_rows();
        let mut largest: Vec<&Vec<u32>> = clusters.values().collect();
        largest.sort_by_key(|rows| (std::cmp::Reverse(rows.len()), rows[0]));
        largest.truncate(render::CLUSTERS_SHOWN);
        let rows =
            largest.iter().map(|rows| self.cluster_row(py, rows)).collect::<PyResult<Vec<_>>>()?;
        Ok(render::clusters_html(&self.__repr__(), &rows, clusters.len()))
    }
}

/// Floats of four decimals: what they are worth.
pub fn rounded(share: f32) -> f64 {
    (f64::from(share) * 1e4).round() / 1e4
}

/// Two texts side by side: what they share, word for word, and how sure it is that they tell one story.
///
/// In a notebook it shows both texts, with what they share in the same colours.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> story = "The ferry to Bergen will not sail before Monday, the company told passengers."
/// >>> comparison = cd.find_duplicates([story, "ALERT: " + story]).explain(0, 1)
/// >>> comparison.coverage_a
/// 1.0
/// >>> [(one.start, other.start) for one, other in comparison.passages]
/// [(0, 7)]
#[pyclass(name = "Comparison", module = "copydesk", frozen)]
pub struct PyComparison {
    compared: Comparison,
    texts: [String; 2],
    names: [String; 2],
    ids: [Py<PyAny>; 2],
}

#[pymethods]
impl PyComparison {
    /// The first text: its id, or its row.
    #[getter]
    fn a(&self, py: Python<'_>) -> Py<PyAny> {
        self.ids[0].clone_ref(py)
    }

    /// The second one.
    #[getter]
    fn b(&self, py: Python<'_>) -> Py<PyAny> {
        self.ids[1].clone_ref(py)
    }

    /// How they are related, should they be duplicates: ``exact``, ``same``, ``excerpt`` or ``update``.
    #[getter]
    fn relation(&self) -> &'static str {
        self.compared.relation.name()
    }

    /// The share of the words of both that stand opposite the same word, 0 to 1.
    #[getter]
    fn similarity(&self) -> f64 {
        rounded(self.compared.similarity)
    }

    /// How sure it is that they tell one story, 0 to 1: what a ``threshold`` is held against.
    #[getter]
    fn confidence(&self) -> f64 {
        rounded(self.compared.confidence)
    }

    /// The share of the first text's words that stand in passages which the second has too.
    #[getter]
    fn coverage_a(&self) -> f64 {
        rounded(self.compared.coverages[0])
    }

    /// The share of the second text's words that stand in passages which the first has too.
    #[getter]
    fn coverage_b(&self) -> f64 {
        rounded(self.compared.coverages[1])
    }

    /// The passages that both have, as a list of two spans each: where it stands in the first text, and
    /// where in the second. They begin and end with the same word; words between may differ.
    #[getter]
    fn passages(&self) -> Vec<(PySpan, PySpan)> {
        let offsets = self.offsets();
        let [first, second] = [0, 1].map(|side| Records::new(&self.texts[side], &offsets[side]));
        let passages = self.compared.passages.iter();
        let spans = passages.map(|passage| {
            (PySpan(first.span(passage.spans[0])), PySpan(second.span(passage.spans[1])))
        });
        spans.collect()
    }

    /// What the confidence goes by, as a dictionary of numbers. None stands for what is not known.
    ///
    /// How much of each text stands in the other, how exactly and in which order, whether the numbers
    /// agree, how far the dates are apart, …: docs/accuracy.md says what each means.
    #[getter]
    fn features<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let features = PyDict::new(py);
        for &(name, value) in &self.compared.features {
            features.set_item(name, (!value.is_nan()).then(|| rounded(value)))?;
        }
        Ok(features)
    }

    /// What it takes to make the second text of the first, in one text.
    ///
    /// Words that only the first has stand in ``[-…-]``, those that only the second has in ``{+…+}``, as
    /// ``git diff --word-diff`` writes them. Passages that stand in another order are deleted in one
    /// place and added in the other.
    fn diff(&self, py: Python<'_>) -> String {
        py.detach(|| render::word_diff([&self.texts[0], &self.texts[1]], &self.compared))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let [a, b] = [0, 1].map(|side| self.ids[side].bind(py).repr());
        Ok(format!(
            "Comparison({}, {}, {}, confidence={:?}, coverages {:.0} % and {:.0} %)",
            a?,
            b?,
            self.relation(),
            self.confidence(),
            100.0 * self.compared.coverages[0],
            100.0 * self.compared.coverages[1],
        ))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("{}\n{}", self.__repr__(py)?, self.diff(py)))
    }

    fn _repr_html_(&self, py: Python<'_>) -> String {
        py.detach(|| {
            let texts = [&*self.texts[0], &*self.texts[1]];
            let names = [&*self.names[0], &*self.names[1]];
            render::comparison_html(texts, names, &self.compared)
        })
    }
}

impl PyComparison {
    fn offsets(&self) -> [Offsets; 2] {
        [0, 1].map(|side: usize| Offsets::new(&self.texts[side]))
    }
}
