//! The trainer: weights that make the gold labels likely.
//!
//! Conditional log-likelihood by forward-backward, FTRL-proximal with a step per weight (`McMahan`
//! et al.: Ad Click Prediction, KDD 2013), L1 so that most weights are nothing, features dropped at
//! random so that none is relied on, and the mean of the last epochs' weights. One thread and a seed:
//! the same data give the same file, byte for byte.

use super::labels::Labels;
use super::model;
use crate::hash::ByHash;

/// A sentence to learn from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Example {
    /// The features of its pieces, one piece behind the other.
    pub features: Vec<u64>,
    /// Where the features of each piece end.
    pub ends: Vec<u32>,
    /// Where those of them begin that are not always known; they are left out half of the time.
    pub optional: Vec<u32>,
    /// Its labels.
    pub gold: Vec<u8>,
    /// How much it counts; 1 for what people annotated.
    pub weight: f32,
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipe {
    /// Rounds over all sentences.
    pub epochs: usize,
    /// Of how many of the last rounds the mean is taken.
    pub average: usize,
    /// Features that are seen less often are not learned.
    pub cut: u32,
    /// The share of features that is dropped.
    pub dropout: f32,
    /// FTRL's alpha.
    pub rate: f32,
    pub l1: f32,
    pub l2: f32,
    pub seed: u64,
}

/// What was learned.
pub(crate) struct Learned {
    labels: Labels,
    /// The hashes of the features, sorted; their weights are `weights[number * labels + label]`.
    features: Vec<u64>,
    weights: Vec<f32>,
    transitions: Vec<f32>,
}

/// FTRL's beta.
const BETA: f32 = 0.1;
/// Gradients below this change nothing.
const SMALL: f32 = 1e-5;
/// A transition that cannot be.
const NEVER: f32 = -1e4;

/// Random numbers (xorshift64*), the same everywhere.
pub(crate) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Below a number.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// Whether something happens that happens in this share of cases.
    pub fn happens(&mut self, share: f32) -> bool {
        ((self.next() >> 40) as f32) < share * 16_777_216.0
    }
}

/// What a feature says, and what FTRL keeps of it, side by side.
struct Rows {
    len: usize,
    all: Vec<f32>,
}

impl Rows {
    fn weights(&self, feature: u32) -> &[f32] {
        &self.all[feature as usize * 3 * self.len..][..self.len]
    }

    /// A step against the gradients of some labels.
    fn step(&mut self, feature: u32, gradients: &[(usize, f32)], scale: f32, recipe: &Recipe) {
        let len = self.len;
        let row = &mut self.all[feature as usize * 3 * len..][..3 * len];
        for &(label, gradient) in gradients {
            let gradient = gradient * scale;
            let (weight, z, n) = (row[label], row[len + label], row[2 * len + label]);
            let sum = n + gradient * gradient;
            let z = z + gradient - (sum.sqrt() - n.sqrt()) / recipe.rate * weight;
            row[len + label] = z;
            row[2 * len + label] = sum;
            row[label] = if z.abs() <= recipe.l1 {
                0.0
            } else {
                -(z - z.signum() * recipe.l1) / ((BETA + sum.sqrt()) / recipe.rate + recipe.l2)
            };
        }
    }
}

/// Learns from sentences. `progress` is told the round and the mean loss of a piece, and may look at
/// what has been learned.
pub(crate) fn learn(
    labels: Labels,
    examples: &[Example],
    recipe: &Recipe,
    mut progress: impl FnMut(usize, f64),
) -> Learned {
    let (features, encoded) = encode(examples, recipe.cut);
    let len = labels.len();
    let mut rows = Rows { len, all: vec![0.0; features.len() * 3 * len] };
    let mut transitions = vec![0.0; len * len];
    let mut squares = vec![1e-3; len * len];
    for (number, transition) in transitions.iter_mut().enumerate() {
        if !labels.may_follow(number / len, number % len) {
            *transition = NEVER;
        }
    }
    let mut sums = (vec![0.0_f32; features.len() * len], vec![0.0_f32; len * len]);
    let mut random = Random::new(recipe.seed);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut lattice = Lattice::new(labels);
    let mut active: (Vec<u32>, Vec<u32>) = Default::default();
    let pieces: usize = examples.iter().map(|it| it.gold.len()).sum();
    for epoch in 0..recipe.epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        let mut loss = 0.0;
        for &number in &order {
            let example = &examples[number];
            let Encoded { ids, ends, optional } = &encoded[number];
            active.0.clear();
            active.1.clear();
            let mut from = 0;
            let without = random.happens(0.5);
            for (&end, &optional) in ends.iter().zip(optional) {
                let last = if without { optional } else { end };
                let kept =
                    ids[from..last as usize].iter().filter(|_| !random.happens(recipe.dropout));
                active.0.extend(kept);
                active.1.push(active.0.len() as u32);
                from = end as usize;
            }
            let scale = 1.0 / (1.0 - recipe.dropout);
            lattice.score(&active, &rows, scale);
            loss += f64::from(lattice.run(&example.gold, &transitions));
            lattice.descend(example, &active, scale, &mut rows, recipe);
            lattice.step(&example.gold, example.weight, &mut transitions, &mut squares);
        }
        progress(epoch, loss / pieces as f64);
        if epoch + recipe.average >= recipe.epochs {
            for (feature, sums) in sums.0.chunks_exact_mut(len).enumerate() {
                sums.iter_mut().zip(rows.weights(feature as u32)).for_each(|(sum, it)| *sum += it);
            }
            sums.1.iter_mut().zip(&transitions).for_each(|(sum, it)| *sum += it);
        }
    }
    let rounds = recipe.average.clamp(1, recipe.epochs) as f32;
    sums.0.iter_mut().for_each(|it| *it /= rounds);
    sums.1.iter_mut().for_each(|it| *it /= rounds);
    Learned { labels, features, weights: sums.0, transitions: sums.1 }
}

/// A sentence in the numbers of the features that are learned.
struct Encoded {
    ids: Vec<u32>,
    ends: Vec<u32>,
    optional: Vec<u32>,
}

fn encode(examples: &[Example], cut: u32) -> (Vec<u64>, Vec<Encoded>) {
    let mut counts: ByHash<u32> = ByHash::default();
    for feature in examples.iter().flat_map(|it| &it.features) {
        *counts.entry(*feature).or_default() += 1;
    }
    counts.retain(|_, count| *count >= cut);
    let mut features: Vec<u64> = counts.keys().copied().collect();
    features.sort_unstable();
    for (number, feature) in features.iter().enumerate() {
        counts.insert(*feature, number as u32);
    }
    let encoded = examples.iter().map(|example| {
        let mut ids = Vec::with_capacity(example.features.len());
        let (mut ends, mut optional) = (Vec::new(), Vec::new());
        let mut from = 0;
        for (&end, &middle) in example.ends.iter().zip(&example.optional) {
            for (to, ends) in [(middle, &mut optional), (end, &mut ends)] {
                let features = &example.features[from..to as usize];
                ids.extend(features.iter().filter_map(|feature| counts.get(feature)));
                ends.push(ids.len() as u32);
                from = to as usize;
            }
        }
        Encoded { ids, ends, optional }
    });
    let encoded = encoded.collect();
    (features, encoded)
}

/// Forward-backward over one sentence, with room that is used again.
struct Lattice {
    labels: Labels,
    /// What each label has of each piece: logarithms, then their exponentials.
    scores: Vec<f32>,
    forward: Vec<f32>,
    backward: Vec<f32>,
    /// Exponentials of the transitions.
    steps: Vec<f32>,
    pairs: Vec<f32>,
}

impl Lattice {
    fn new(labels: Labels) -> Self {
        Self {
            labels,
            scores: Vec::new(),
            forward: Vec::new(),
            backward: Vec::new(),
            steps: Vec::new(),
            pairs: Vec::new(),
        }
    }

    fn score(&mut self, active: &(Vec<u32>, Vec<u32>), rows: &Rows, scale: f32) {
        let len = self.labels.len();
        self.scores.clear();
        self.scores.resize(active.1.len() * len, 0.0);
        let mut from = 0;
        for (scores, &end) in self.scores.chunks_exact_mut(len).zip(&active.1) {
            for &feature in &active.0[from..end as usize] {
                for (score, weight) in scores.iter_mut().zip(rows.weights(feature)) {
                    *score += weight * scale;
                }
            }
            from = end as usize;
        }
    }

    /// The loss of a sentence: how unlikely its labels are.
    fn run(&mut self, gold: &[u8], transitions: &[f32]) -> f32 {
        let labels = self.labels;
        let (len, pieces) = (labels.len(), gold.len());
        self.steps.clear();
        self.steps.extend(transitions.iter().map(|&it| if it == NEVER { 0.0 } else { it.exp() }));
        let mut loss = 0.0;
        for (piece, &label) in gold.iter().enumerate() {
            let scores = &mut self.scores[piece * len..][..len];
            loss -= scores[usize::from(label)];
            if piece > 0 {
                loss -= transitions[usize::from(gold[piece - 1]) * len + usize::from(label)];
            }
            let highest = scores.iter().copied().fold(f32::MIN, f32::max);
            for score in scores.iter_mut() {
                *score = (*score - highest).exp();
            }
            loss += highest;
        }
        self.forward.clear();
        self.forward.resize(pieces * len, 0.0);
        for label in labels.first() {
            self.forward[label] = self.scores[label];
        }
        loss += normalize(&mut self.forward[..len]).ln();
        for piece in 1..pieces {
            let (before, now) = self.forward.split_at_mut(piece * len);
            let now = &mut now[..len];
            for (&mass, steps) in
                before[(piece - 1) * len..].iter().zip(self.steps.chunks_exact(len))
            {
                if mass > 0.0 {
                    now.iter_mut().zip(steps).for_each(|(now, step)| *now += mass * step);
                }
            }
            let scores = &self.scores[piece * len..][..len];
            now.iter_mut().zip(scores).for_each(|(now, score)| *now *= score);
            loss += normalize(now).ln();
        }
        self.backward.clear();
        self.backward.resize(pieces * len, 0.0);
        self.backward[(pieces - 1) * len..][labels.last()].fill(1.0);
        let ends = &self.forward[(pieces - 1) * len..][labels.last()];
        loss += ends.iter().sum::<f32>().max(1e-30).ln();
        for piece in (1..pieces).rev() {
            let (now, after) = self.backward.split_at_mut(piece * len);
            let mut weighted = [0.0; 256];
            for (label, weighted) in weighted[..len].iter_mut().enumerate() {
                *weighted = self.scores[piece * len + label] * after[label];
            }
            let now = &mut now[(piece - 1) * len..];
            for (now, steps) in now.iter_mut().zip(self.steps.chunks_exact(len)) {
                *now = steps.iter().zip(&weighted).map(|(step, it)| step * it).sum();
            }
            normalize(now);
        }
        loss
    }

    /// Moves the weights of the features.
    fn descend(
        &self,
        example: &Example,
        active: &(Vec<u32>, Vec<u32>),
        scale: f32,
        rows: &mut Rows,
        recipe: &Recipe,
    ) {
        let len = self.labels.len();
        let mut gradients: Vec<(usize, f32)> = Vec::with_capacity(len);
        let mut from = 0;
        for (piece, &end) in active.1.iter().enumerate() {
            let row = piece * len..(piece + 1) * len;
            let both = self.forward[row.clone()].iter().zip(&self.backward[row]);
            let sum: f32 = both.clone().map(|(a, b)| a * b).sum::<f32>().max(1e-30);
            gradients.clear();
            for (label, (forward, backward)) in both.enumerate() {
                let gold = usize::from(example.gold[piece]) == label;
                let gradient = forward * backward / sum - if gold { 1.0 } else { 0.0 };
                if gradient.abs() > SMALL {
                    gradients.push((label, gradient * example.weight));
                }
            }
            if gradients.iter().any(|it| it.1.abs() > 10.0 * SMALL) {
                for &feature in &active.0[from..end as usize] {
                    rows.step(feature, &gradients, scale, recipe);
                }
            }
            from = end as usize;
        }
    }

    /// Moves the transitions (`AdaGrad`).
    fn step(&mut self, gold: &[u8], weight: f32, transitions: &mut [f32], squares: &mut [f32]) {
        let len = self.labels.len();
        for piece in 1..gold.len() {
            self.pairs.clear();
            self.pairs.resize(len * len, 0.0);
            let mut sum = 0.0;
            let after = (piece * len..).take(len).map(|it| self.scores[it] * self.backward[it]);
            let after: Vec<f32> = after.collect();
            for before in 0..len {
                let mass = self.forward[(piece - 1) * len + before];
                if mass < 1e-6 {
                    continue;
                }
                let steps = &self.steps[before * len..][..len];
                for ((pair, step), after) in
                    self.pairs[before * len..][..len].iter_mut().zip(steps).zip(&after)
                {
                    *pair = mass * step * after;
                    sum += *pair;
                }
            }
            let is_gold = usize::from(gold[piece - 1]) * len + usize::from(gold[piece]);
            for (number, &pair) in self.pairs.iter().enumerate() {
                if transitions[number] == NEVER || (pair == 0.0 && number != is_gold) {
                    continue;
                }
                let gradient =
                    (pair / sum.max(1e-30) - if number == is_gold { 1.0 } else { 0.0 }) * weight;
                if gradient.abs() > 1e-6 {
                    squares[number] += gradient * gradient;
                    transitions[number] -= 0.1 * gradient / squares[number].sqrt();
                }
            }
        }
    }
}

/// Divides numbers by their sum, and gives it.
fn normalize(numbers: &mut [f32]) -> f32 {
    let sum = numbers.iter().sum::<f32>().max(1e-30);
    for number in numbers.iter_mut() {
        *number /= sum;
    }
    sum
}

impl Learned {
    /// The mean of several that were learned from the same features.
    pub fn mean(mut all: Vec<Self>) -> Option<Self> {
        let count = all.len() as f32;
        let mut mean = all.pop()?;
        for other in &all {
            assert_eq!(mean.features, other.features, "means are of models of the same features");
            mean.weights.iter_mut().zip(&other.weights).for_each(|(sum, it)| *sum += it);
            mean.transitions.iter_mut().zip(&other.transitions).for_each(|(sum, it)| *sum += it);
        }
        mean.weights.iter_mut().for_each(|it| *it /= count);
        mean.transitions.iter_mut().for_each(|it| *it /= count);
        Some(mean)
    }

    /// The model's file, with at most so many weights: the largest.
    pub fn file(&self, most: usize) -> Vec<u8> {
        let len = self.labels.len();
        let mut sizes: Vec<f32> =
            self.weights.iter().map(|it| it.abs()).filter(|&it| it > 0.0).collect();
        sizes.sort_unstable_by(|a, b| b.total_cmp(a));
        let least = sizes.get(most).copied().unwrap_or(0.0);
        // One in two thousand is cut to the largest number there is.
        let unit = sizes.get(sizes.len() / 2000).copied().unwrap_or(1.0) / 127.0;
        let mut weights = Vec::new();
        for (number, &weight) in self.weights.iter().enumerate() {
            let units = (weight / unit).round().clamp(-127.0, 127.0) as i8;
            if weight.abs() > least && units != 0 {
                weights.push((self.features[number / len], (number % len) as u8, units));
            }
        }
        let transitions: Vec<i16> = self
            .transitions
            .iter()
            .map(|&it| (it / unit).round().clamp(-32000.0, 32000.0) as i16)
            .collect();
        let bits = (weights.len() / 2).max(1).ilog2() as u8;
        let nat = (0.25 / unit).round().clamp(0.0, 255.0) as u8;
        model::write(self.labels, &transitions, &mut weights, bits.min(18), nat)
    }

    /// How many weights are not nothing.
    pub fn size(&self) -> usize {
        self.weights.iter().filter(|it| **it != 0.0).count()
    }
}
