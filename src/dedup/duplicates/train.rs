//! What the trainer of the verdict learns from.

use rayon::prelude::*;

use super::candidates::Candidates;
use super::corpus::{Corpus, Distinct, Encoded};
use super::{CHUNK, Options, Progress, compare, features};
use crate::{Day, Result};

/// A pair of texts, by their rows, and its features.
pub struct Pair {
    /// The shorter text.
    pub a: usize,
    /// The longer one.
    pub b: usize,
    /// As many as there are names.
    pub features: Vec<f32>,
}

/// The names of the features.
pub fn names() -> &'static [&'static str] {
    &features::NAMES
}

/// The pairs of texts that are compared, and what is found. Texts of the same words are compared with
/// others only once, as the first of them.
pub fn pairs(texts: &[(String, Option<Day>)]) -> Result<Vec<Pair>> {
    let mut corpus = Corpus::default();
    let parts: Vec<Encoded> = texts
        .par_chunks(CHUNK)
        .map(|part| Encoded::new(part.iter().map(|(text, day)| (Some(text.as_str()), *day))))
        .collect::<Result<_>>()?;
    for part in parts {
        corpus.add(part);
    }
    let texts = Distinct::of(&corpus, None);
    let found =
        Candidates::find(&texts, &texts.words, texts.first_days().as_ref(), Options::MIN_WORDS);
    Ok(compare(&texts, &found, &Progress::default(), |candidate, evidence| {
        let days_apart = texts.days_apart(candidate.shorter, candidate.longer);
        let [a, b] = [candidate.shorter, candidate.longer].map(|text| texts.rows(text)[0] as usize);
        Some(Pair { a, b, features: features::features(evidence, days_apart).to_vec() })
    }))
}
