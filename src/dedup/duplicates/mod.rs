//! Near-duplicates across a corpus.

mod candidates;
mod clusters;
mod corpus;
mod evidence;
mod families;
mod features;
mod postings;
#[cfg(feature = "train")]
pub mod train;

use rayon::prelude::*;

use candidates::{Candidate, Candidates};
use corpus::Distinct;
use evidence::{Evidence, Masked, Side, Workbench};

use crate::dedup::chains::Seeds;
use crate::dedup::codes::Texts;

pub use corpus::Encoded;

/// Aligns candidates, those of a longer text together.
fn compare(texts: &Distinct<'_>, found: &Candidates) -> Vec<(Candidate, Evidence)> {
    #[derive(Default)]
    struct Desk {
        seeds: Seeds,
        masked: [Masked; 2],
        workbench: Workbench,
    }
    let groups: Vec<&[Candidate]> = found.pairs.chunk_by(|a, b| a.longer == b.longer).collect();
    groups
        .par_iter()
        .map_init(Desk::default, |desk, group| {
            let there = texts.codes(group[0].longer);
            desk.seeds.fill(there);
            let [masked_here, masked_there] = &mut desk.masked;
            masked_there.fill(there, &found.furniture);
            let mut all = Vec::with_capacity(group.len());
            for candidate in *group {
                let here = texts.codes(candidate.shorter);
                masked_here.fill(here, &found.furniture);
                let evidence = desk.workbench.compare(
                    Side { codes: here, masked: masked_here },
                    Side { codes: there, masked: masked_there },
                    &desk.seeds,
                );
                all.push((*candidate, evidence));
            }
            all
        })
        .flatten_iter()
        .collect()
}
