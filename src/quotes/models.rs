//! The models that ship: one pair for speech, learned from world news, and one for all that is
//! attributed to somebody, learned from political news.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::cues;
use crate::tagger::Model;
use crate::tagger::memory::Told;

/// How much likelier something is than was learned, in factors of e.
#[derive(Clone, Copy, Debug)]
pub struct Lean {
    /// Cues: what is none is found out when nothing belongs to it.
    pub cues: f32,
    /// Contents of a cue that has none otherwise.
    pub contents: f32,
}

pub(super) const LEAN_SPEECH: Lean = Lean { cues: 0.5, contents: 3.0 };
const LEAN_ALL: Lean = Lean { cues: 1.5, contents: 0.0 };

/// A model of cues, and one of what belongs to them.
#[derive(Clone, Copy)]
pub(super) struct Pair<'m> {
    pub cues: &'m Model,
    pub arguments: &'m Model,
    pub lean: Lean,
}

/// A pair of models that are compiled in.
struct Shipped {
    cues: Option<Model>,
    arguments: Option<Model>,
    lean: Lean,
}

impl Shipped {
    fn open(cues: &'static [u8], arguments: &'static [u8], lean: Lean) -> Self {
        Self { cues: Model::open(cues), arguments: Model::open(arguments), lean }
    }

    fn pair(&'static self) -> Option<Pair<'static>> {
        Some(Pair {
            cues: self.cues.as_ref()?,
            arguments: self.arguments.as_ref()?,
            lean: self.lean,
        })
    }
}

static SPEECH: LazyLock<Shipped> = LazyLock::new(|| {
    Shipped::open(
        include_bytes!("../../models/speech_cues.bin"),
        include_bytes!("../../models/speech_arguments.bin"),
        LEAN_SPEECH,
    )
});

static ALL: LazyLock<Shipped> = LazyLock::new(|| {
    Shipped::open(
        include_bytes!("../../models/attribution_cues.bin"),
        include_bytes!("../../models/attribution_arguments.bin"),
        LEAN_ALL,
    )
});

thread_local! {
    /// What words tell the models of cues.
    static SPEECH_TOLD: RefCell<Option<Told>> = const { RefCell::new(None) };
    static ALL_TOLD: RefCell<Option<Told>> = const { RefCell::new(None) };
}

/// Works with the models of speech, or of all attributions, and what is known of words.
pub(super) fn with<R>(speech: bool, work: impl FnOnce(Pair<'_>, &mut Told) -> R) -> Option<R> {
    let (shipped, told) = if speech { (&SPEECH, &SPEECH_TOLD) } else { (&ALL, &ALL_TOLD) };
    let pair = shipped.pair()?;
    Some(
        told.with_borrow_mut(|told| {
            work(pair, told.get_or_insert_with(|| cues::told_of(pair.cues)))
        }),
    )
}
