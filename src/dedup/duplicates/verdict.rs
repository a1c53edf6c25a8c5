//! Whether two texts tell one story: trees, learned from families of edited articles.
//!
//! Boosted decision trees (Friedman 2001) over the [`features`](super::features) of a pair, with more
//! coverage never speaking against it. `models/verdict.txt` has them, `models/MODEL_CARD.md` where they come
//! from; `tools/dedup` learns them.

use std::sync::LazyLock;

use super::features::{DAYS_APART, NAMES, NUMBER};

static VERDICT: LazyLock<Verdict> =
    LazyLock::new(|| Verdict::read(include_str!("../../../models/verdict.txt")));

/// How sure it is that two texts of these features tell one story: 0 to 1. Dates only speak against it: forms
/// filled in on one day are no copies, however many copies are of one day.
pub(super) fn confidence(features: &[f32; NUMBER]) -> f32 {
    let mut undated = *features;
    undated[DAYS_APART] = f32::NAN;
    let by_words = VERDICT.confidence(&undated);
    if features[DAYS_APART].is_nan() {
        by_words
    } else {
        by_words.min(VERDICT.confidence(features))
    }
}

struct Verdict {
    base: f64,
    slope: f64,
    intercept: f64,
    nodes: Vec<Node>,
    /// Where each tree begins.
    trees: Vec<usize>,
}

enum Node {
    Leaf(f64),
    /// To the left where the feature is at most the threshold, or is missing and `missing_left`.
    Split {
        feature: usize,
        threshold: f32,
        left: usize,
        right: usize,
        missing_left: bool,
    },
}

impl Verdict {
    /// Reads what the trainer writes. It ships with the crate, and a test reads it.
    fn read(file: &str) -> Self {
        let mut lines = file.lines().filter(|line| !line.starts_with('#'));
        let mut line = |begins: &str| {
            let line = lines.next().and_then(|line| line.strip_prefix(begins));
            line.unwrap_or_else(|| panic!("verdict.txt: no {begins:?}"))
        };
        line("verdict 1 ");
        assert!(line("features ").split(' ').eq(NAMES), "verdict.txt: other features");
        let number = |text: &str| text.parse().expect("verdict.txt: a number");
        let base: f64 = number(line("base "));
        let (slope, intercept) = line("calibration ").split_once(' ').expect("two numbers");
        let (slope, intercept) = (number(slope), number(intercept));
        let (mut nodes, mut trees) = (Vec::new(), Vec::new());
        for tree in lines {
            let start = nodes.len();
            trees.push(start);
            for node in tree.split(';') {
                let fields: Vec<f64> = node.split(' ').map(number).collect();
                nodes.push(match fields[..] {
                    [value] => Node::Leaf(value),
                    [feature, threshold, left, right, missing_left] => Node::Split {
                        feature: feature as usize,
                        threshold: threshold as f32,
                        left: start + left as usize,
                        right: start + right as usize,
                        missing_left: missing_left > 0.0,
                    },
                    _ => panic!("verdict.txt: {node:?}"),
                });
            }
        }
        Self { base, slope, intercept, nodes, trees }
    }

    fn confidence(&self, features: &[f32; NUMBER]) -> f32 {
        let odds: f64 = self.trees.iter().map(|&tree| self.leaf(tree, features)).sum();
        let odds = self.slope * (self.base + odds) + self.intercept;
        (1.0 / (1.0 + (-odds).exp())) as f32
    }

    fn leaf(&self, mut node: usize, features: &[f32; NUMBER]) -> f64 {
        loop {
            match self.nodes[node] {
                Node::Leaf(value) => return value,
                Node::Split { feature, threshold, left, right, missing_left } => {
                    let value = features[feature];
                    let to_the_left = value <= threshold || value.is_nan() && missing_left;
                    node = if to_the_left { left } else { right };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Features of all sorts of pairs, the same every time; without dates.
    fn pairs(number: u32) -> impl Iterator<Item = [f32; NUMBER]> {
        let mut state = 1_u64;
        let mut random = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f32 / (1_u64 << 24) as f32
        };
        (0..number).map(move |_| {
            let mut features = [0.0; NUMBER];
            for (feature, name) in features.iter_mut().zip(NAMES) {
                let most = match name {
                    "covered" | "longest_piece" | "longest_passage" | "shorter" | "longer" => 8.0,
                    "numbers_differ" | "scattered" => 4.0,
                    _ => 1.0,
                };
                *feature = most * random();
            }
            features[DAYS_APART] = f32::NAN;
            features
        })
    }

    fn named(name: &str) -> usize {
        NAMES.iter().position(|&it| it == name).unwrap()
    }

    #[test]
    fn the_shipped_file_is_read() {
        assert!(VERDICT.trees.len() > 10);
        assert!(VERDICT.nodes.len() > 2 * VERDICT.trees.len());
        // Each tree ends where the next one begins, and no branch leaves it.
        let ends = VERDICT.trees.iter().skip(1).copied().chain([VERDICT.nodes.len()]);
        for (&start, end) in VERDICT.trees.iter().zip(ends) {
            for (at, node) in (start..end).zip(&VERDICT.nodes[start..end]) {
                if let Node::Split { feature, left, right, .. } = *node {
                    assert!(feature < NUMBER);
                    assert!(left > at && left < end && right > at && right < end);
                }
            }
        }
    }

    #[test]
    fn it_is_a_probability_and_tells_pairs_apart() {
        let all: Vec<f32> = pairs(2000).map(|features| confidence(&features)).collect();
        assert!(all.iter().all(|it| (0.0..=1.0).contains(it)));
        assert!(all.iter().any(|&it| it < 0.1));
        let mut copy = [0.0; NUMBER];
        for name in [
            "covered_more",
            "covered_less",
            "exactness",
            "exactness_shorter",
            "numbers_agree",
            "numbers_agree_anywhere",
            "piece_share",
            "passage_share",
            "in_order",
            "lead_shorter",
            "lead_longer",
            "lengths",
        ] {
            copy[named(name)] = 1.0;
        }
        for name in ["covered", "longest_piece", "longest_passage", "shorter", "longer"] {
            copy[named(name)] = 5.3;
        }
        copy[DAYS_APART] = f32::NAN;
        assert!(confidence(&copy) > 0.99, "{}", confidence(&copy));
    }

    #[test]
    fn more_days_apart_never_raise_it() {
        let mut lowered = 0;
        for mut features in pairs(2000) {
            let undated = confidence(&features);
            let mut before = undated;
            for days in 0..40 {
                features[DAYS_APART] = days as f32;
                let now = confidence(&features);
                assert!(now <= before, "{before} and then {now} at {days} days: {features:?}");
                before = now;
            }
            lowered += u32::from(before < undated);
        }
        assert!(lowered > 100, "dates tell nothing: {lowered}");
    }

    #[test]
    fn more_coverage_never_speaks_against_it() {
        for name in ["covered_more", "covered_less"] {
            for mut features in pairs(500) {
                let mut before = 0.0;
                for step in 0..=20 {
                    features[named(name)] = step as f32 / 20.0;
                    let now = confidence(&features);
                    assert!(now >= before, "{name}: {before} and then {now}");
                    before = now;
                }
            }
        }
    }
}
