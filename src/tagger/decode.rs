//! The best labels of a sentence (Viterbi: Error bounds for convolutional codes, 1967).

use super::labels::Labels;

/// No sequence has so little.
const NEVER: f32 = -1e30;

/// What following each other says, and room for decoding.
///
/// Scores are whole numbers below 2^24, which `f32` holds exactly: the same labels come out on every
/// machine.
#[derive(Clone, Debug)]
pub(crate) struct Decoder {
    labels: Labels,
    /// From each label that may stand last to each that may stand first, row by row.
    closed: Vec<f32>,
    /// Each label that goes on, with its two successors and what following it says of them.
    open: Vec<(usize, [(usize, f32); 2])>,
    /// The least and the most of `closed`.
    range: (f32, f32),
    /// What each label that may stand first has where it stands first.
    starts: Vec<f32>,
    best: Vec<f32>,
}

impl Decoder {
    /// `transitions[before * len + after]`.
    pub fn new(labels: Labels, transitions: &[i16]) -> Self {
        let at =
            |before: usize, after: usize| f32::from(transitions[before * labels.len() + after]);
        let closed = labels
            .last()
            .flat_map(|before| labels.first().map(move |after| at(before, after)))
            .collect();
        let open = (labels.last().end..labels.len())
            .filter_map(|before| {
                Some((before, labels.goes_on(before)?.map(|after| (after, at(before, after)))))
            })
            .collect();
        let starts = vec![0.0; labels.first().len()];
        let mut decoder =
            Self { labels, closed, open, range: (0.0, 0.0), starts, best: Vec::new() };
        decoder.measure();
        decoder
    }

    /// Leans towards labels that may stand first, by so many units of scores.
    pub fn lean(&mut self, labels: &[usize], by: f32) {
        let first = self.labels.first();
        for label in labels.iter().filter(|it| first.contains(it)) {
            let column = label - first.start;
            self.starts[column] += by;
            self.closed.iter_mut().skip(column).step_by(first.len()).for_each(|it| *it += by);
        }
        self.measure();
    }

    fn measure(&mut self) {
        let (least, most) = (f32::INFINITY, f32::NEG_INFINITY);
        self.range = self.closed.iter().fold((least, most), |it, &at| (it.0.min(at), it.1.max(at)));
    }

    /// The best labels, given what each says of each piece: `scores[piece * stride + label]`.
    pub fn decode(&mut self, scores: &[i16], stride: usize, tags: &mut Vec<u8>) {
        let labels = self.labels;
        let (len, first, last) = (labels.len(), labels.first(), labels.last());
        let pieces = scores.len() / stride;
        tags.clear();
        if pieces == 0 {
            return;
        }
        self.best.clear();
        self.best.resize(pieces * len, NEVER);
        for (label, start) in first.clone().zip(&self.starts) {
            self.best[label] = f32::from(scores[label]) + start;
        }
        for piece in 1..pieces {
            let (before, now) = self.best.split_at_mut(piece * len);
            let before = &before[(piece - 1) * len..];
            let now = &mut now[..len];
            let starts = &mut now[first.clone()];
            // What is so far behind that no transition makes it the best way to anything.
            let top = before[last.clone()].iter().copied().fold(NEVER, f32::max);
            let enough = top + self.range.0 - self.range.1;
            for (label, row) in last.clone().zip(self.closed.chunks_exact(first.len())) {
                let score = before[label];
                if score < enough {
                    continue;
                }
                for (start, transition) in starts.iter_mut().zip(row) {
                    let sum = score + transition;
                    *start = if sum > *start { sum } else { *start };
                }
            }
            for &(label, successors) in &self.open {
                for (after, transition) in successors {
                    now[after] = now[after].max(before[label] + transition);
                }
            }
            for (now, &score) in now.iter_mut().zip(&scores[piece * stride..][..len]) {
                *now += f32::from(score);
            }
        }
        let highest = |row: &[f32], of: &mut dyn Iterator<Item = usize>| {
            of.fold(
                (0, f32::MIN),
                |best, label| {
                    if row[label] > best.1 { (label, row[label]) } else { best }
                },
            )
            .0
        };
        let mut label = highest(&self.best[(pieces - 1) * len..], &mut last.clone());
        tags.resize(pieces, 0);
        for piece in (0..pieces).rev() {
            tags[piece] = label as u8;
            if piece > 0 {
                label = self.before(&self.best[(piece - 1) * len..][..len], label);
            }
        }
    }

    /// The label from which the best way to `after` came.
    fn before(&self, row: &[f32], after: usize) -> usize {
        let (first, last) = (self.labels.first(), self.labels.last());
        let mut best = (0, f32::MIN);
        if first.contains(&after) {
            for label in last.clone() {
                let sum = row[label] + self.closed[label * first.len() + after - first.start];
                if sum > best.1 {
                    best = (label, sum);
                }
            }
        }
        for &(label, successors) in &self.open {
            if let Some(&(_, transition)) = successors.iter().find(|it| it.0 == after) {
                let sum = row[label] + transition;
                if sum > best.1 {
                    best = (label, sum);
                }
            }
        }
        best.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every sequence there is; the label that `leant` names has so much more where they begin a span.
    fn slowly(labels: Labels, transitions: &[i16], scores: &[f32], leant: (usize, f32)) -> f32 {
        let len = labels.len();
        let more = |label: usize| if label == leant.0 { leant.1 } else { 0.0 };
        let mut sums: Vec<(usize, f32)> =
            labels.first().map(|it| (it, scores[it] + more(it))).collect();
        for row in scores.chunks(len).skip(1) {
            sums = sums
                .iter()
                .flat_map(|&(before, sum)| {
                    (0..len).filter(move |&after| labels.may_follow(before, after)).map(
                        move |after| {
                            let step = f32::from(transitions[before * len + after]);
                            (after, sum + step + row[after] + more(after))
                        },
                    )
                })
                .collect();
        }
        let ends = sums.iter().filter(|(label, _)| labels.last().contains(label));
        ends.map(|it| it.1).fold(f32::MIN, f32::max)
    }

    proptest! {
        #[test]
        fn the_best_of_all_sequences(
            transitions in prop::collection::vec(-40i16..40, 81),
            scores in prop::collection::vec(-60i16..60, 9..=36),
            every in any::<bool>(),
            // One that may begin a span in both.
            leant in 3_usize..6,
            by in -50i8..50,
        ) {
            let labels = if every { Labels::every(9) } else { Labels::new(2) };
            let lean = (leant, f32::from(by));
            let pieces = scores.len() / 9;
            let scores = &scores[..pieces * 9];
            let mut tags = Vec::new();
            let mut decoder = Decoder::new(labels, &transitions);
            decoder.lean(&[lean.0], lean.1);
            decoder.decode(scores, 9, &mut tags);
            let scores: Vec<f32> = scores.iter().map(|&it| f32::from(it)).collect();
            let more = |label: usize| if label == lean.0 { lean.1 } else { 0.0 };
            let mut sum = scores[usize::from(tags[0])] + more(usize::from(tags[0]));
            prop_assert!(labels.first().contains(&usize::from(tags[0])));
            for piece in 1..pieces {
                let (before, after) = (usize::from(tags[piece - 1]), usize::from(tags[piece]));
                prop_assert!(labels.may_follow(before, after));
                sum += f32::from(transitions[before * 9 + after]) + scores[piece * 9 + after];
                sum += more(after);
            }
            prop_assert!(labels.last().contains(&usize::from(tags[pieces - 1])));
            // Whole numbers.
            let best = slowly(labels, &transitions, &scores, lean);
            prop_assert_eq!(sum as i32, best as i32);
        }
    }
}
