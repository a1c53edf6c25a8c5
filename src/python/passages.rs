//! `find_passages`, `drop_furniture` and what they give.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyList, PySlice, PyString};

use super::bars::Bars;
use super::convert::{threads as checked, to_python};
use super::feed::{Chunk, Feed};
use super::ids::Ids;
use super::kept::KeptTexts;
use super::objects::excerpt;
use super::tables::{self, passage_tables};
use super::work;
use crate::batch::Ordered;
use crate::dedup::passages::{
    Corpus, Encoded, FURNITURE_WORDS, Found, Range, Words, check_min_words, edges_of, find, locate,
    reads_like_furniture, without,
};
use crate::render::passages as view;
use crate::{Offsets, Result, Span};

/// Bytes of text that are handed over at once.
const CHUNK: usize = 1024 * 1024;
/// A chunk of empty texts ends too.
const MOST_TEXTS: usize = 16 * 1024;
/// So many texts of a passage are named in the table.
const NAMED: usize = 3;
/// So much of a name is shown.
const NAME: usize = 60;

/// Find the runs of words that texts have in common, even when the rest of them differs.
///
/// Press releases inside stories, boilerplate, plagiarism: exact runs, and edited ones in which a few
/// words, numbers or typography differ. Every ``min_words`` words in a row that two texts have are found:
/// in both texts they lie in a run that is told, but for at most a quarter of them at either end. What a
/// text says twice by itself is no passage: :func:`find_repeats` finds that.
///
/// Parameters
/// ----------
/// texts : column or iterable of str or None
///     The texts: a column of pandas, Polars, PyArrow or DuckDB, a list, a generator. They are kept as long as the result
///     is, and not copied. ``None``, ``NaN`` and empty texts share nothing, nor do texts with lone
///     surrogates, which are counted in a :class:`copydesk.errors.CopydeskWarning`.
/// ids : column or iterable, optional
///     Their ids, one for each, no two the same; the numbers of their rows by
///     default.
/// min_words : int, default 20
///     The least length of a passage, at least 4. Characters of scripts that write no blanks count as
///     words.
/// threads : int, optional
///     How many threads work. By default as many as ``COPYDESK_THREADS`` says, else one for each core
///     that this process may use. The result is the same whatever it is.
/// progress : bool, default False
///     Whether to show a progress bar while texts are taken, if tqdm is installed.
///
/// Returns
/// -------
/// Passages
///     ``pairs``: for each stretch of a text its best source among the others, so about as many rows
///     as a passage has texts, never each two of them. ``passages``: the groups.
///
/// Raises
/// ------
/// copydesk.errors.InputTypeError
///     If a row is no string; it names the row (a ``TypeError``).
/// copydesk.errors.InputValueError
///     If ``min_words`` is below 4, or the ids are not as many as the texts or not different (a
///     ``ValueError``).
/// copydesk.errors.BatchError
///     If the threads cannot be started.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> release = "The new terminal will open in May and handle two million passengers a year"
/// >>> texts = [f"{release}, the port said.", "Rain.", f"OSLO - {release}. Unions doubt it."]
/// >>> found = cd.find_passages(texts, min_words=10)
/// >>> found
/// Passages(1 passage, 1 pair, 3 texts)
/// >>> [pair] = found.pairs
/// >>> texts[pair.b][pair.start_b : pair.end_b] == release
/// True
#[pyfunction]
#[pyo3(signature = (texts, ids = None, *, min_words = 20, threads = None, progress = false))]
pub fn find_passages(
    texts: &Bound<'_, PyAny>,
    ids: Option<&Bound<'_, PyAny>>,
    min_words: i64,
    threads: Option<i64>,
    progress: bool,
) -> PyResult<PyPassages> {
    let py = texts.py();
    let min_words = check_min_words(min_words).map_err(to_python)?;
    let ids = Ids::of(py, ids)?;
    let taken = Taken::take(texts, min_words, checked(threads)?, progress)?;
    ids.check(taken.texts.len())?;
    let (found, texts) = taken.find(py)?;
    let mut rows = Rows::of(&found);
    let ranges = found.ranges();
    let mut places = vec![Described::default(); ranges.len()];
    for_texts(py, &texts, &ranges, threads, describe, |from, described| {
        for (number, range) in (from..).zip(described) {
            places[number] = range;
            if let Some(passage) = range.notice {
                rows.passages[passage as usize].furniture = true;
            }
        }
        Ok(())
    })?;
    let described =
        |at: (u32, Words)| places[ranges.partition_point(|range| (range.row, range.words) < at)];
    let place = |at: (u32, Words)| {
        let Described { start, end, .. } = described(at);
        PlaceRow { row: at.0, start, end }
    };
    for (passage, group) in rows.passages.iter_mut().zip(&found.passages) {
        passage.places = group.places.iter().map(|&at| place(at)).collect();
        passage.furniture |= group.is_furniture(|at| described(at).edges);
    }
    rows.pairs = found
        .runs
        .iter()
        .map(|run| PairRow {
            a: place(run.a),
            b: place(run.b),
            words: run.words(),
            exactness: run.exactness(),
            passage: run.passage,
        })
        .collect();
    Ok(PyPassages { ids, texts, rows, min_words })
}

/// What is said of a range of words in its text.
#[derive(Clone, Copy, Default)]
struct Described {
    /// Where it stands, in code points.
    start: u32,
    end: u32,
    /// Whether it begins and ends where sentences do.
    edges: [bool; 2],
    /// The passage of which it is the first place, and which reads like a notice.
    notice: Option<u32>,
}

fn describe(text: &str, ranges: &[Range]) -> Result<Vec<Described>> {
    let words: Vec<Words> = ranges.iter().map(|range| range.words).collect();
    let spans = locate(text, &words)?;
    let offsets = Offsets::new(text);
    let described = ranges.iter().zip(spans).map(|(range, span)| Described {
        start: offsets.to_chars(text, span.start()),
        end: offsets.to_chars(text, span.end()),
        edges: edges_of(text, span),
        notice: range.first_of.filter(|_| reads_like_furniture(span.of(text))),
    });
    Ok(described.collect())
}

/// The texts without their furniture.
///
/// What goes are lines of credit (``Reporting by …``), and whole sentences and paragraphs that other
/// texts of the corpus have too and that read like notices of the house (``Sign up for our
/// newsletter``, copyright) or stand whole in many texts, at least eight, that share little else. Nothing
/// else is changed; a text is empty only if it was nothing but furniture.
///
/// Parameters
/// ----------
/// texts : column or iterable of str or None
///     The texts: a column of pandas, Polars, PyArrow or DuckDB, a list, a generator.
/// threads : int, optional
///     How many threads work. By default as many as ``COPYDESK_THREADS`` says, else one for each core
///     that this process may use.
///
/// Returns
/// -------
/// list of str or None
///     One for each text. ``None`` for ``None``, ``NaN`` and ``NaT``, and for a text with lone
///     surrogates; those are counted in a :class:`copydesk.errors.CopydeskWarning`.
///
/// Raises
/// ------
/// copydesk.errors.InputTypeError
///     If a row is no string; it names the row (a ``TypeError``).
/// copydesk.errors.InputValueError
///     If ``threads`` is no number of threads (a ``ValueError``).
/// copydesk.errors.BatchError
///     If the threads cannot be started.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> notice = "Sign up for our free newsletter and get the news every morning."
/// >>> cd.drop_furniture([f"It rains.\n\n{notice}", None, f"It snows in the hills. {notice}"])
/// ['It rains.', None, 'It snows in the hills.']
#[pyfunction]
#[pyo3(signature = (texts, *, threads = None))]
pub fn drop_furniture<'py>(
    texts: &Bound<'py, PyAny>,
    threads: Option<i64>,
) -> PyResult<Bound<'py, PyList>> {
    let py = texts.py();
    let taken = Taken::take(texts, FURNITURE_WORDS, checked(threads)?, false)?;
    let (found, texts) = taken.find(py)?;
    // Notices are told by their first place, what is widespread by all of them.
    let mut ranges = found.ranges();
    let mut asked: Vec<Range> = found
        .passages
        .iter()
        .filter(|passage| passage.widespread)
        .flat_map(|passage| &passage.places)
        .map(|&(row, words)| Range { row, words, first_of: None })
        .collect();
    asked.sort_unstable();
    ranges.retain(|range| range.first_of.is_some() || asked.binary_search(range).is_ok());
    drop(asked);
    let mut is_furniture = vec![false; found.passages.len()];
    let mut edges = vec![[false; 2]; ranges.len()];
    for_texts(py, &texts, &ranges, threads, describe, |from, described| {
        for (number, range) in (from..).zip(described) {
            edges[number] = range.edges;
            if let Some(passage) = range.notice {
                is_furniture[passage as usize] = true;
            }
        }
        Ok(())
    })?;
    for (is_furniture, group) in is_furniture.iter_mut().zip(&found.passages) {
        *is_furniture |= group.is_furniture(|at| {
            edges[ranges.partition_point(|range| (range.row, range.words) < at)]
        });
    }
    let mut ranges: Vec<Range> = found
        .passages
        .iter()
        .zip(&is_furniture)
        .filter(|(_, is)| **is)
        .flat_map(|(passage, _)| &passage.places)
        .map(|&(row, words)| Range { row, words, first_of: None })
        .collect();
    // Every text has a range, if an empty one: its lines of credit go too.
    let rows = (0..texts.len() as u32).filter(|&row| texts.has(row as usize));
    ranges.extend(rows.map(|row| Range { row, words: (0, 0), first_of: None }));
    ranges.sort_unstable();
    ranges.dedup();
    drop(found);
    let list = PyList::empty(py);
    for row in 0..texts.len() {
        list.append(texts.object(py, row))?;
    }
    let ranges_of = |number: usize| ranges[number].row as usize;
    for_texts(py, &texts, &ranges, threads, kept, |from, kept| {
        if let Some(text) = kept {
            list.set_item(ranges_of(from), text)?;
        }
        Ok(())
    })?;
    Ok(list)
}

/// A text without what stands in some ranges of its words, unless that is all of it as it was.
fn kept(text: &str, ranges: &[Range]) -> Result<Option<String>> {
    let words: Vec<Words> =
        ranges.iter().map(|range| range.words).filter(|words| words.0 < words.1).collect();
    let spans = if words.is_empty() { Vec::new() } else { locate(text, &words)? };
    let kept = without(text, &spans);
    Ok((kept.len() < text.len()).then_some(kept))
}

/// Texts, taken from Python and encoded.
struct Taken {
    texts: KeptTexts,
    corpus: Corpus,
    min_words: u32,
    threads: Option<usize>,
}

impl Taken {
    fn take(
        texts: &Bound<'_, PyAny>,
        min_words: u32,
        threads: Option<usize>,
        progress: bool,
    ) -> PyResult<Self> {
        let py = texts.py();
        let mut feed = Feed::new(texts, "dates", None)?.keeping();
        let bars = Bars::new(texts, progress)?;
        let mut work = Ordered::new(threads).map_err(to_python)?;
        let mut corpus = Corpus::new(min_words);
        let encode = |chunk: &Chunk| Encoded::new(chunk.rows().map(|(text, _)| text));
        work::for_chunks(
            py,
            &mut feed,
            &mut work,
            encode,
            |taken| bars.read(py, taken),
            |part| corpus.add(part).map_err(to_python),
        )?;
        bars.close(py)?;
        let texts = feed.kept();
        feed.end(py, ["came out as None"; 2])?;
        Ok(Self { texts, corpus, min_words, threads })
    }

    /// What is found in them, and the texts.
    fn find(self, py: Python<'_>) -> PyResult<(Found, KeptTexts)> {
        let Self { texts, corpus, min_words, threads } = self;
        let stop = Arc::new(AtomicBool::new(false));
        let its = Arc::clone(&stop);
        let found = work::run(
            py,
            threads,
            move || find(&corpus, min_words, &its),
            || py.check_signals().inspect_err(|_| stop.store(true, Relaxed)),
        )?;
        Ok((found.map_err(to_python)?, texts))
    }
}

/// Reads the texts that ranges stand in again, on threads; `each` is given the number of a text's first
/// range and what `read` says of it, in order.
fn for_texts<R: Send + 'static>(
    py: Python<'_>,
    kept: &KeptTexts,
    ranges: &[Range],
    threads: Option<i64>,
    read: fn(&str, &[Range]) -> Result<R>,
    mut each: impl FnMut(usize, R) -> PyResult<()>,
) -> PyResult<()> {
    let mut work: Ordered<Result<Vec<(usize, R)>>> =
        Ordered::new(checked(threads)?).map_err(to_python)?;
    let mut chunk: Vec<(usize, String, Vec<Range>)> = Vec::new();
    let (mut bytes, mut number) = (0, 0);
    let mut take = |results: Result<Vec<(usize, R)>>| {
        results.map_err(to_python)?.into_iter().try_for_each(|(from, result)| each(from, result))
    };
    let mut texts = ranges.chunk_by(|a, b| a.row == b.row).peekable();
    while let Some(of_text) = texts.next() {
        if let Some(text) = kept.copy(py, of_text[0].row as usize) {
            bytes += text.len();
            chunk.push((number, text, of_text.to_vec()));
        }
        number += of_text.len();
        if bytes >= CHUNK || chunk.len() >= MOST_TEXTS || texts.peek().is_none() {
            bytes = 0;
            py.check_signals()?;
            while work.is_full() {
                work::next(py, &mut work, || py.check_signals())?.map_or(Ok(()), &mut take)?;
            }
            let chunk = std::mem::take(&mut chunk);
            let job = move || {
                let read = |(from, text, ranges): (usize, String, Vec<Range>)| {
                    Ok((from, read(&text, &ranges)?))
                };
                chunk.into_iter().map(read).collect()
            };
            work.submit(job).map_err(to_python)?;
        }
    }
    while let Some(results) = work::next(py, &mut work, || py.check_signals())? {
        take(results)?;
    }
    Ok(())
}

/// A place in code points.
#[derive(Clone, Copy)]
struct PlaceRow {
    row: u32,
    start: u32,
    end: u32,
}

struct PairRow {
    a: PlaceRow,
    b: PlaceRow,
    words: u32,
    exactness: f64,
    passage: u32,
}

struct PassageRow {
    places: Vec<PlaceRow>,
    words: u32,
    texts: u32,
    furniture: bool,
}

struct Rows {
    pairs: Vec<PairRow>,
    passages: Vec<PassageRow>,
}

impl Rows {
    /// What is found, without its places.
    fn of(found: &Found) -> Self {
        let passages = found.passages.iter().map(|group| PassageRow {
            places: Vec::new(),
            words: group.words(),
            texts: group.texts,
            furniture: false,
        });
        Self { pairs: Vec::new(), passages: passages.collect() }
    }
}

/// The passages that texts of a corpus share: what :func:`find_passages` returns.
///
/// ``len`` is the number of passages, and iteration gives them, the largest first.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> release = "The new terminal will open in May and handle two million passengers a year"
/// >>> found = cd.find_passages([f"{release}.", f"Port: {release}."], ids=["a", "b"], min_words=10)
/// >>> len(found), [passage.texts for passage in found]
/// (1, [2])
/// >>> found.pairs[0].a, found.pairs[0].b, found.pairs[0].words
/// ('a', 'b', 14)
#[pyclass(name = "Passages", module = "copydesk", frozen)]
pub struct PyPassages {
    ids: Ids,
    texts: KeptTexts,
    rows: Rows,
    min_words: u32,
}

#[pymethods]
impl PyPassages {
    /// The runs that two texts share, as :class:`PassagePair`, in the order of their first text, of
    /// where they begin in it, and of the other text. For each stretch of a text the best source among
    /// the others is told, not each two texts that have it. The list is made anew each time.
    #[getter]
    fn pairs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let class = py.import("copydesk._rows")?.getattr("PassagePair")?;
        let list = PyList::empty(py);
        for pair in &self.rows.pairs {
            list.append(self.pair(&class, pair)?)?;
        }
        Ok(list)
    }

    /// The passages, as :class:`Passage`: those first of which the texts have most words together. Their
    /// numbers are what ``PassagePair.passage`` tells. The list is made anew each time.
    #[getter]
    fn passages<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let module = py.import("copydesk._rows")?;
        let (class, place_class) = (module.getattr("Passage")?, module.getattr("PassagePlace")?);
        let list = PyList::empty(py);
        for passage in &self.rows.passages {
            let places = PyList::empty(py);
            for place in &passage.places {
                let id = self.ids.get(py, place.row)?;
                places.append(place_class.call1((id, place.start, place.end))?)?;
            }
            let text = self.words(py, passage.places[0])?;
            let PassageRow { words, texts, furniture, .. } = passage;
            list.append(class.call1((text, words, texts, places, *furniture))?)?;
        }
        Ok(list)
    }

    /// The same as Arrow tables: ``passages``, with their numbers, ``places``, a row for each place of each,
    /// and ``pairs``, as :attr:`pairs` has them. They are made anew each time. The ids must all be integers
    /// or all be strings.
    #[getter]
    fn tables<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let (mut passages, mut places) = (Vec::new(), Vec::new());
        for (number, passage) in self.rows.passages.iter().enumerate() {
            let text = self.words(py, passage.places[0])?.to_string_lossy().into_owned();
            let &PassageRow { words, texts, furniture, .. } = passage;
            passages.push(tables::PassageRow { number, text, words, texts, furniture });
            places.extend(passage.places.iter().map(|&PlaceRow { row, start, end }| {
                tables::PlaceRow { passage: number, row, start, end }
            }));
        }
        let runs: Vec<_> = self
            .rows
            .pairs
            .iter()
            .map(|pair| tables::RunRow {
                a: pair.a.row,
                start_a: pair.a.start,
                end_a: pair.a.end,
                b: pair.b.row,
                start_b: pair.b.start,
                end_b: pair.b.end,
                words: pair.words,
                exactness: pair.exactness,
                passage: pair.passage,
                furniture: self.rows.passages[pair.passage as usize].furniture,
            })
            .collect();
        passage_tables(py, &self.ids, &passages, &places, &runs)
    }

    /// What two texts share, even where each has another source: a view of both, side by side.
    ///
    /// Parameters
    /// ----------
    /// a, b : object
    ///     The ids of two texts, or the numbers of their rows where no ids were given.
    ///
    /// Returns
    /// -------
    /// PassageComparison
    ///     A notebook shows it in two columns, ``print`` as text.
    ///
    /// Raises
    /// ------
    /// copydesk.errors.InputValueError
    ///     If no text is called so.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> release = "The new terminal will open in May and handle two million passengers a year"
    /// >>> print(cd.find_passages([f"{release}.", f"Port: {release}."], min_words=10).explain(0, 1))
    /// 0 – 1: 1 shared passage, 14 words
    /// <BLANKLINE>
    /// [1] 14 words, 100 % the same
    /// 0: The new terminal will open in May and handle two million passengers a year
    fn explain(&self, a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>) -> PyResult<PyPassageComparison> {
        let py = a.py();
        let (mut names, mut texts) = (Vec::new(), Vec::new());
        for id in [a, b] {
            let row = self.ids.row(id, self.texts.len())?;
            texts.push(self.texts.copy(py, row).unwrap_or_default());
            names.push(id.str()?.to_string_lossy().into_owned());
        }
        let found =
            py.detach(|| crate::find_passages(&texts, self.min_words)).map_err(to_python)?;
        let run = |run: &crate::dedup::SharedRun| {
            let [a, b] = [run.a.span, run.b.span];
            ([a, b], run.exactness, run.words)
        };
        let mut runs: Vec<_> = found.runs.iter().map(run).collect();
        let same = names[0] == names[1] && a.eq(b)?;
        if same {
            runs.clear();
        }
        Ok(PyPassageComparison { names, texts, runs })
    }

    /// The pairs as dictionaries, one for each row: what a table of them is made from.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> release = "The new terminal will open in May and handle two million passengers a year"
    /// >>> rows = cd.find_passages([release, release], min_words=10).to_dicts()
    /// >>> rows[0]["b"], rows[0]["exactness"]
    /// (1, 1.0)
    fn to_dicts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        dicts(&self.pairs(py)?)
    }

    /// The same as a dictionary, ``{"pairs", "passages"}``: lists of dictionaries.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("pairs", self.to_dicts(py)?)?;
        dict.set_item("passages", dicts(&self.passages(py)?)?)?;
        Ok(dict)
    }

    fn __len__(&self) -> usize {
        self.rows.passages.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.passages(py)?.try_iter()
    }

    fn __repr__(&self) -> String {
        let counted = |count: usize, noun: &str| {
            format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
        };
        format!(
            "Passages({}, {}, {})",
            counted(self.rows.passages.len(), "passage"),
            counted(self.rows.pairs.len(), "pair"),
            counted(self.texts.len(), "text")
        )
    }

    /// The largest passages as a table, for notebooks.
    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let mut rows = Vec::new();
        for passage in self.rows.passages.iter().take(view::ROWS) {
            let mut names: Vec<String> = Vec::new();
            let mut places = passage.places.as_slice();
            while let Some(place) = places.first().filter(|_| names.len() < NAMED) {
                let name = self.ids.get(py, place.row)?.str()?;
                names.push(name.to_string_lossy().chars().take(NAME).collect());
                places = &places[places.partition_point(|it| it.row <= place.row)..];
            }
            rows.push(view::Row {
                text: self.words(py, passage.places[0])?.to_string_lossy().into_owned(),
                words: passage.words,
                texts: passage.texts,
                names,
                furniture: passage.furniture,
            });
        }
        Ok(view::passages(&rows, self.rows.passages.len(), self.rows.pairs.len()))
    }
}

impl PyPassages {
    fn pair<'py>(&self, class: &Bound<'py, PyAny>, pair: &PairRow) -> PyResult<Bound<'py, PyAny>> {
        let py = class.py();
        let PairRow { a, b, words, exactness, passage } = pair;
        let furniture = self.rows.passages[*passage as usize].furniture;
        let (id_a, id_b) = (self.ids.get(py, a.row)?, self.ids.get(py, b.row)?);
        class.call1((
            id_a, a.start, a.end, id_b, b.start, b.end, words, exactness, passage, furniture,
        ))
    }

    /// The words that stand at a place.
    fn words<'py>(&self, py: Python<'py>, place: PlaceRow) -> PyResult<Bound<'py, PyString>> {
        let Some(string) = self.texts.object(py, place.row as usize) else {
            return Ok(PyString::new(py, ""));
        };
        let at = |at: u32| isize::try_from(at).unwrap_or(isize::MAX);
        let slice = PySlice::new(py, at(place.start), at(place.end), 1);
        Ok(string.get_item(slice)?.cast_into::<PyString>()?)
    }
}

fn dicts<'py>(rows: &Bound<'py, PyList>) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(rows.py());
    for row in rows {
        list.append(row.call_method0("to_dict")?)?;
    }
    Ok(list)
}

/// What two texts share: a notebook shows them side by side, ``print`` tells the passages one by one.
///
/// :meth:`Passages.explain` returns it.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> release = "The new terminal will open in May and handle two million passengers a year"
/// >>> view = cd.find_passages([f"{release}.", f"Port: {release}."], min_words=10).explain(0, 1)
/// >>> view
/// PassageComparison('0', '1', 1 passage)
/// >>> "<mark" in view._repr_html_()
/// True
#[pyclass(name = "PassageComparison", module = "copydesk", frozen)]
pub struct PyPassageComparison {
    names: Vec<String>,
    texts: Vec<String>,
    runs: Vec<([Span; 2], f64, u32)>,
}

impl PyPassageComparison {
    fn view(&self) -> view::Comparison<'_> {
        view::Comparison {
            names: [&self.names[0], &self.names[1]],
            texts: [&self.texts[0], &self.texts[1]],
            runs: &self.runs,
        }
    }
}

#[pymethods]
impl PyPassageComparison {
    /// How many passages they share.
    fn __len__(&self) -> usize {
        self.runs.len()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let [a, b] = [excerpt(py, &self.names[0])?, excerpt(py, &self.names[1])?];
        let plural = if self.runs.len() == 1 { "" } else { "s" };
        Ok(format!("PassageComparison({a}, {b}, {} passage{plural})", self.runs.len()))
    }

    fn __str__(&self) -> String {
        self.view().plain()
    }

    /// The two texts in two columns.
    fn _repr_html_(&self) -> String {
        self.view().html()
    }
}
