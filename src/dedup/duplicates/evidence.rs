//! What the alignment of two texts shows.

use crate::dedup::chains::{Chain, Chainer, Seeds};
use crate::dedup::codes::{Code, is_number};
use crate::dedup::shingles::sketch_with_places;

/// Chains of fewer matched words are chance.
const LEAST_MATCHED: u32 = 6;
/// Fewer words are a turn of phrase, however many texts have them.
const LEAST_FURNITURE: usize = 6;
/// A number is looked for at most so many words from where it should be.
const NEAR: usize = 12;
/// The lead: so many words.
const LEAD: usize = 40;

/// What two texts have in common; the first of two numbers is that of the shorter one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::dedup) struct Evidence {
    /// Words of each text, and those of them that are not furniture.
    pub(super) words: [u32; 2],
    pub(super) plain: [u32; 2],
    /// Words of each that stand in passages which both have, from their first to their last word; and
    /// those of them that are not furniture.
    pub(super) covered: [u32; 2],
    pub(super) covered_plain: [u32; 2],
    /// Words of those passages that are the same.
    pub(super) matched: u32,
    /// Matched words of the longest passage, and of the longest piece of one without any difference.
    pub(super) longest_passage: u32,
    pub(super) longest_piece: u32,
    /// How many passages there are, and matched words of those that stand in the same order as the
    /// one before.
    pub(super) passages: u32,
    pub(super) in_order: u32,
    /// Numbers inside the passages of the shorter text, and those of them that stand at the same
    /// place in the other.
    pub(super) numbers: u32,
    pub(super) same_numbers: u32,
    /// Numbers of each text, wherever they stand, and how many both have.
    pub(super) all_numbers: [u32; 2],
    pub(super) shared_numbers: u32,
    /// Where passages stand in the longer text: from the first word of the first to behind the last.
    pub(super) extent: [u32; 2],
    /// Words of each one's lead that are not furniture, and those of them that stand in passages.
    pub(super) lead: [u32; 2],
    pub(super) lead_covered: [u32; 2],
}

impl Evidence {
    /// The share of each text's words that stand in common passages. Furniture counts nowhere.
    pub(super) fn coverages(&self) -> [f32; 2] {
        [0, 1].map(|side| self.covered_plain[side] as f32 / self.plain[side].max(1) as f32)
    }

    /// The share of the words of both texts that stand opposite the same word.
    pub(super) fn similarity(&self) -> f32 {
        let all = self.words[0] + self.words[1];
        ((2 * self.matched) as f32 / all.max(1) as f32).min(1.0)
    }
}

/// Where the furniture of a text stands: for each word how many words before it are furniture; nothing
/// where there is none.
#[derive(Default)]
struct Masked(Vec<u32>);

impl Masked {
    /// Looks for it anew: where shingles of the sketch in a row are furniture. A single one is a turn
    /// of phrase.
    fn fill(&mut self, codes: &[Code], furniture: &impl Fn(u64) -> bool) {
        self.0.clear();
        let mut run: Option<(usize, usize)> = None;
        sketch_with_places(codes, |first, last, hash| {
            if furniture(hash) {
                run = Some((run.map_or(first, |(from, _)| from), last + 1));
            } else if let Some((from, to)) = run.take() {
                self.mask(from, to);
            }
        });
        if let Some((from, to)) = run {
            self.mask(from, to);
        }
        if !self.0.is_empty() {
            let masked = self.0[self.0.len() - 1];
            self.0.resize(codes.len() + 1, masked);
        }
    }

    /// Masks a run of words behind those that are masked.
    fn mask(&mut self, from: usize, to: usize) {
        if to - from < LEAST_FURNITURE {
            return;
        }
        let masked = self.0.last().copied().unwrap_or(0);
        // Runs may touch, not overlap.
        let from = from.max(self.0.len().saturating_sub(1));
        self.0.resize(from + 1, masked);
        self.0.extend((1..=(to - from) as u32).map(|word| masked + word));
    }

    fn is(&self, word: usize) -> bool {
        !self.0.is_empty() && self.0[word + 1] > self.0[word]
    }

    /// How many of these words are none.
    fn plain(&self, from: usize, to: usize) -> u32 {
        let masked = if self.0.is_empty() { 0 } else { self.0[to] - self.0[from] };
        (to - from) as u32 - masked
    }
}

/// A text, where its furniture stands, and its numbers, sorted.
#[derive(Clone, Copy)]
pub(super) struct Side<'c> {
    codes: &'c [Code],
    masked: &'c Masked,
    numbers: &'c [Code],
}

/// What is found out of one text before it is compared.
#[derive(Default)]
pub(super) struct Prepared {
    masked: Masked,
    numbers: Vec<Code>,
}

impl Prepared {
    /// Looks at a text anew.
    pub(super) fn fill(&mut self, codes: &[Code], furniture: &impl Fn(u64) -> bool) {
        self.masked.fill(codes, furniture);
        self.numbers.clear();
        self.numbers.extend(codes.iter().filter(|&&code| is_number(code)));
        self.numbers.sort_unstable();
    }

    /// The text, ready to be compared.
    pub(super) fn side<'c>(&'c self, codes: &'c [Code]) -> Side<'c> {
        Side { codes, masked: &self.masked, numbers: &self.numbers }
    }
}

/// Which words were counted already, for one pair of texts after the other.
#[derive(Default)]
pub(super) struct Counted {
    marks: [Vec<u32>; 2],
    now: u32,
}

impl Counted {
    fn begin(&mut self, words: [usize; 2]) {
        for (marks, words) in self.marks.iter_mut().zip(words) {
            if marks.len() < words {
                marks.resize(words, 0);
            }
        }
        if self.now == u32::MAX {
            self.marks.iter_mut().for_each(|marks| marks.fill(0));
            self.now = 0;
        }
        self.now += 1;
    }

    /// How many of these words were counted.
    fn among(&self, side: usize, from: usize, to: usize) -> usize {
        self.marks[side][from..to].iter().filter(|&&mark| mark == self.now).count()
    }
}

/// What the comparison of pairs needs, kept from one pair to the next.
#[derive(Default)]
pub(super) struct Workbench {
    chainer: Chainer,
    counted: Counted,
    taken: Vec<Chain>,
}

impl Workbench {
    /// The passages of the last comparison, in the order of the shorter text.
    pub(super) fn passages(&self) -> &[Chain] {
        &self.taken
    }

    /// Compares a text with a longer one, whose seeds are given.
    pub(super) fn compare(&mut self, here: Side<'_>, there: Side<'_>, seeds: &Seeds) -> Evidence {
        let sides = [here, there];
        let leads = sides.map(|side| side.codes.len().min(LEAD));
        let mut evidence = Evidence {
            words: sides.map(|side| side.codes.len() as u32),
            plain: sides.map(|side| side.masked.plain(0, side.codes.len())),
            lead: [0, 1].map(|side: usize| sides[side].masked.plain(0, leads[side])),
            ..Evidence::default()
        };
        let chains = self.chainer.chains(here.codes, there.codes, seeds, LEAST_MATCHED);
        let counted = &mut self.counted;
        counted.begin(sides.map(|side| side.codes.len()));
        self.taken.clear();
        for chain in chains {
            let ranges = [chain.here, chain.there];
            let known = |side: usize| {
                let (from, to) = ranges[side];
                2 * counted.among(side, from, to) > to - from
            };
            if known(0) || known(1) {
                continue;
            }
            let now = counted.now;
            for side in [0, 1] {
                let (from, to) = ranges[side];
                for (word, mark) in (from..to).zip(&mut counted.marks[side][from..to]) {
                    if *mark == now {
                        continue;
                    }
                    *mark = now;
                    evidence.covered[side] += 1;
                    let plain = u32::from(!sides[side].masked.is(word));
                    evidence.covered_plain[side] += plain;
                    evidence.lead_covered[side] += if word < leads[side] { plain } else { 0 };
                    if side == 0 && is_number(here.codes[word]) {
                        evidence.numbers += 1;
                        evidence.same_numbers += u32::from(stands_near(here, there, chain, word));
                    }
                }
            }
            evidence.matched += chain.matched;
            evidence.longest_passage = evidence.longest_passage.max(chain.matched);
            evidence.longest_piece = evidence.longest_piece.max(chain.longest);
            self.taken.push(*chain);
        }
        self.taken.sort_unstable_by_key(|chain| chain.here);
        evidence.passages = self.taken.len() as u32;
        let ends = self.taken.iter().map(|chain| chain.there);
        evidence.extent = [
            ends.clone().map(|(from, _)| from as u32).min().unwrap_or(0),
            ends.map(|(_, to)| to as u32).max().unwrap_or(0),
        ];
        let mut behind = 0;
        for chain in &self.taken {
            if chain.there.0 >= behind {
                evidence.in_order += chain.matched;
            }
            behind = chain.there.0;
        }
        evidence.all_numbers = sides.map(|side| side.numbers.len() as u32);
        evidence.shared_numbers = in_both(here.numbers, there.numbers);
        evidence
    }
}

/// How many of some sorted numbers are in both rows, as often as they are. Searches the longer row, so that
/// many short texts beside one long one take no longer than they are.
fn in_both(a: &[Code], b: &[Code]) -> u32 {
    let (shorter, mut longer) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut both = 0;
    for number in shorter {
        longer = &longer[longer.partition_point(|other| other < number)..];
        if longer.first() == Some(number) {
            both += 1;
            longer = &longer[1..];
        }
    }
    both
}

/// Whether a number stands in the other text about where it does in this one.
fn stands_near(here: Side<'_>, there: Side<'_>, chain: &Chain, word: usize) -> bool {
    // Between the two ends of the chain, by its share of the way.
    let (length, other) = (chain.here.1 - chain.here.0, chain.there.1 - chain.there.0);
    let expected = chain.there.0 + (word - chain.here.0) * other / length;
    let (from, to) =
        (expected.saturating_sub(NEAR).max(chain.there.0), (expected + NEAR).min(chain.there.1));
    there.codes[from..to].contains(&here.codes[word])
}

#[cfg(test)]
#[allow(clippy::cast_possible_wrap, clippy::float_cmp, clippy::format_collect)] // Small, exact numbers.
mod tests {
    use super::*;
    use crate::dedup::codes::encode;
    use crate::dedup::shingles::shingles;

    fn codes(text: &str) -> Vec<Code> {
        let mut codes = Vec::new();
        encode(text, &mut codes).unwrap();
        codes
    }

    fn compared(here: &[Code], there: &[Code], furniture: &impl Fn(u64) -> bool) -> Evidence {
        let (mut mine, mut theirs, mut seeds) = Default::default();
        Prepared::fill(&mut mine, here, furniture);
        Prepared::fill(&mut theirs, there, furniture);
        Seeds::fill(&mut seeds, there);
        Workbench::default().compare(mine.side(here), theirs.side(there), &seeds)
    }

    /// So many different words, from one on.
    fn words(from: usize, number: usize) -> Vec<Code> {
        codes(&(from..from + number).map(|word| format!("w{word} ")).collect::<String>())
    }

    /// Whether a shingle is in a text.
    fn shingles_of(text: &[Code]) -> impl Fn(u64) -> bool + use<> {
        let mut all = Vec::new();
        shingles(text, |_, _, hash| all.push(hash));
        move |hash| all.contains(&hash)
    }

    #[test]
    fn a_cut_copy_is_covered_whole() {
        let text = words(0, 80);
        let found = compared(&text[..30], &text, &|_| false);
        assert_eq!((found.words, found.covered, found.matched), ([30, 80], [30, 30], 30));
        assert_eq!(found.coverages(), [1.0, 0.375]);
        assert_eq!((found.extent, found.passages, found.in_order), ([0, 30], 1, 30));
        assert_eq!((found.lead, found.lead_covered), ([30, 40], [30, 30]));
        let end = compared(&text[50..], &text, &|_| false);
        assert_eq!((end.extent, end.lead_covered), ([50, 80], [30, 0]));
    }

    #[test]
    fn moved_passages_are_not_in_order() {
        let (one, two, three) = (words(0, 30), words(100, 20), words(200, 25));
        let here = [&one[..], &two, &three].concat();
        let there = [&three[..], &words(300, 20), &two, &words(400, 20), &one].concat();
        let found = compared(&here, &there, &|_| false);
        assert_eq!((found.passages, found.matched, found.in_order), (3, 75, 30));
    }

    #[test]
    fn furniture_counts_nowhere() {
        let footer = words(900, 24);
        let (here, there) =
            ([words(0, 40), footer.clone()].concat(), [words(100, 60), footer.clone()].concat());
        let plain = compared(&here, &there, &|_| false);
        assert_eq!(plain.coverages(), [24.0 / 64.0, 24.0 / 84.0]);
        let found = compared(&here, &there, &shingles_of(&footer));
        assert_eq!((found.plain, found.covered, found.covered_plain), ([40, 60], [24, 24], [0, 0]));
        assert_eq!(found.coverages(), [0.0, 0.0]);
        // The words are the same all the same.
        assert_eq!(found.matched, 24);
    }

    #[test]
    fn a_turn_of_phrase_is_no_furniture() {
        let phrase = words(900, 5);
        let text = [words(0, 30), phrase.clone(), words(50, 30)].concat();
        assert_eq!(compared(&text, &text, &shingles_of(&phrase)).plain, [65, 65]);
        let longer = words(900, 6);
        let text = [words(0, 30), longer.clone(), words(50, 30)].concat();
        assert_eq!(compared(&text, &text, &shingles_of(&longer)).plain, [60, 60]);
    }

    #[test]
    fn texts_of_furniture_alone_have_no_coverage() {
        let text = words(0, 40);
        let found = compared(&text, &text, &|_| true);
        assert_eq!((found.plain, found.coverages()), ([0, 0], [0.0, 0.0]));
    }

    #[test]
    fn numbers_are_looked_for_where_they_should_be() {
        let story = |dead: u32, hurt: u32| {
            codes(&format!(
                "At least {dead} people were killed and {hurt} were injured when the roof of a hall fell in                  on Friday, the mayor of the town said, and doctors came from 3 other towns to help."
            ))
        };
        let same = compared(&story(12, 40), &story(12, 40), &|_| false);
        assert_eq!(
            (same.numbers, same.same_numbers, same.all_numbers, same.shared_numbers),
            (3, 3, [3, 3], 3)
        );
        let other = compared(&story(12, 40), &story(37, 150), &|_| false);
        assert_eq!((other.numbers, other.same_numbers, other.shared_numbers), (3, 1, 1));
        let swapped = compared(&story(12, 40), &story(40, 12), &|_| false);
        assert_eq!(swapped.shared_numbers, 3);
    }

    #[test]
    fn nothing_is_counted_twice() {
        // What stands once in one text and three times in the other.
        let text = words(0, 20);
        let three = [&text[..], &words(100, 20), &text, &words(200, 20), &text].concat();
        let found = compared(&text, &three, &|_| false);
        assert_eq!((found.covered, found.matched), ([20, 20], 20));
        assert!(found.similarity() <= 1.0);
    }

    #[test]
    fn nothing_in_common_is_no_evidence() {
        for (here, there) in [(0, 0), (0, 30), (20, 30)] {
            let found = compared(&words(0, here), &words(100, there), &|_| false);
            assert_eq!((found.matched, found.passages, found.extent), (0, 0, [0, 0]));
            assert_eq!((found.coverages(), found.similarity()), ([0.0, 0.0], 0.0));
        }
    }
}
