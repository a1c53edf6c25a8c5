//! A linear-chain conditional random field over hashed features: what finds names, and later the
//! parts of quotations, in sentences.
//!
//! A reader turns every piece of a sentence into features (numbers, by `hash`); a `Model` knows what
//! each says for each label (`rows`, eight bits each) and which labels may follow each other
//! (`Labels`, `decode`); the best sequence is the tags. The trainer (`train`, Cargo feature `train`)
//! learns the weights from the same features.
//!
//! Lafferty, `McCallum`, Pereira: Conditional Random Fields, ICML 2001. Weinberger et al.: Feature
//! Hashing for Large Scale Multitask Learning, ICML 2009.

pub(crate) mod decode;
pub(crate) mod document;
pub(crate) mod features;
pub(crate) mod labels;
pub(crate) mod matches;
pub(crate) mod memory;
pub(crate) mod model;
mod rows;
pub(crate) mod tagging;
#[cfg(feature = "train")]
pub(crate) mod train;
pub(crate) mod words;

pub(crate) use document::Document;
pub(crate) use labels::{Labels, Tag};
pub(crate) use model::Model;
