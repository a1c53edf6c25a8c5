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
