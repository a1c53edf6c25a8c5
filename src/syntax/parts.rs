//! Parts of speech.

use std::cell::RefCell;
use std::sync::LazyLock;

use crate::hash::{feature, pair};
use crate::lexicon::NO_CLUSTER;
#[cfg(feature = "train")]
use crate::tagger::Labels;
use crate::tagger::Model;
use crate::tagger::document::Document;
use crate::tagger::features::{BORDER, COARSE, DISTANCE_COUNT, FREE};
use crate::tagger::memory::Told;
use crate::tagger::tagging::Tagging;

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// What a word does in its sentence: Penn's tags, like with like, and a few of Universal
        /// Dependencies.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Part {
            $($(#[$doc])* $name),+
        }

        impl Part {
            /// Every part of speech.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

parts! {
    Noun,
    Plural,
    Name,
    Pronoun,
    /// `his`
    Possessive,
    /// `who`, `which`, `how`
    Question,
    Determiner,
    Adjective,
    Adverb,
    Preposition,
    /// `out` in `pointed out`
    Particle,
    /// `that`, `if`, `because`
    Subordinator,
    To,
    Not,
    /// `'s`
    Clitic,
    Coordinator,
    /// `is`, `has`: auxiliaries and copulas with a tense
    Auxiliary,
    /// … without
    Nonfinite,
    Modal,
    Past,
    Present,
    Base,
    Ing,
    Participle,
    Number,
    Comma,
    Stop,
    Quote,
    /// Colons, semicolons, dashes.
    Dash,
    /// Other marks and symbols.
    Mark,
    Other,
}

impl Part {
    /// Whether it is a mark, which the tree leaves out.
    pub const fn is_mark(self) -> bool {
        matches!(self, Self::Comma | Self::Stop | Self::Quote | Self::Dash | Self::Mark)
    }

    /// Whether it is a verb, auxiliaries aside.
    pub const fn is_verb(self) -> bool {
        matches!(self, Self::Past | Self::Present | Self::Base | Self::Ing | Self::Participle)
    }

    /// The part of speech that treebanks tag so: Universal Dependencies', and Penn's.
    #[cfg(feature = "train")]
    pub fn of_tags(universal: &str, penn: &str, spelling: &str) -> Self {
        match (universal, penn) {
            ("AUX", "MD") => Self::Modal,
            ("AUX", "VB" | "VBN" | "VBG") => Self::Nonfinite,
            ("AUX", _) => Self::Auxiliary,
            ("VERB", "VBD") => Self::Past,
            ("VERB", "VBZ" | "VBP") => Self::Present,
            ("VERB", "VBG") => Self::Ing,
            ("VERB", "VBN") => Self::Participle,
            ("VERB", _) => Self::Base,
            (_, "TO") => Self::To,
            ("PART", "POS") => Self::Clitic,
            ("PART", _) => Self::Not,
            ("NOUN", "NNS") => Self::Plural,
            ("NOUN", _) => Self::Noun,
            ("PROPN", _) => Self::Name,
            (_, "PRP$") => Self::Possessive,
            (_, "WP" | "WDT" | "WRB" | "WP$") => Self::Question,
            ("PRON", _) => Self::Pronoun,
            ("DET", _) => Self::Determiner,
            ("ADJ", _) => Self::Adjective,
            (_, "RP") => Self::Particle,
            ("ADV", _) => Self::Adverb,
            ("ADP", _) => Self::Preposition,
            ("SCONJ", _) => Self::Subordinator,
            ("CCONJ", _) => Self::Coordinator,
            ("NUM", _) => Self::Number,
            ("PUNCT" | "SYM", _) => Self::of_mark(spelling),
            _ => Self::Other,
        }
    }

    /// The part of speech of one of Penn's tags, which the word's relation makes finer.
    #[cfg(feature = "train")]
    pub fn of_penn(tag: &str, relation: &str, spelling: &str) -> Self {
        let lower = spelling.to_lowercase();
        let helps = matches!(relation, "aux" | "auxpass")
            || matches!(
                lower.as_str(),
                "is" | "are" | "was" | "were" | "am" | "be" | "been" | "being"
            );
        match tag {
            "NN" => Self::Noun,
            "NNS" => Self::Plural,
            "NNP" | "NNPS" => Self::Name,
            "PRP" => Self::Pronoun,
            "PRP$" => Self::Possessive,
            "WP" | "WDT" | "WRB" | "WP$" => Self::Question,
            "DT" | "PDT" => Self::Determiner,
            "JJ" | "JJR" | "JJS" => Self::Adjective,
            "RB" | "RBR" | "RBS" if relation == "neg" => Self::Not,
            "RB" | "RBR" | "RBS" => Self::Adverb,
            "IN" if relation == "mark" => Self::Subordinator,
            "IN" => Self::Preposition,
            "RP" => Self::Particle,
            "TO" => Self::To,
            "POS" => Self::Clitic,
            "CC" => Self::Coordinator,
            "MD" => Self::Modal,
            "CD" => Self::Number,
            "VB" | "VBN" | "VBG" if helps => Self::Nonfinite,
            "VBD" | "VBZ" | "VBP" if helps => Self::Auxiliary,
            "VBD" => Self::Past,
            "VBZ" | "VBP" => Self::Present,
            "VB" => Self::Base,
            "VBG" => Self::Ing,
            "VBN" => Self::Participle,
            "," | "." | ":" | "``" | "''" | "-LRB-" | "-RRB-" | "HYPH" | "NFP" | "SYM" | "$" => {
                Self::of_mark(spelling)
            }
            _ if !spelling.contains(char::is_alphanumeric) => Self::of_mark(spelling),
            _ => Self::Other,
        }
    }

    #[cfg(feature = "train")]
    fn of_mark(spelling: &str) -> Self {
        match spelling {
            "," => Self::Comma,
            "." | "?" | "!" | "…" | "..." => Self::Stop,
            "\"" | "“" | "”" | "``" | "''" | "'" | "‘" | "’" => Self::Quote,
            ":" | ";" | "-" | "–" | "—" | "--" => Self::Dash,
            _ => Self::Mark,
        }
    }
}

#[cfg(feature = "train")]
pub(super) const LABELS: Labels = Labels::every(Part::ALL.len() as u8);

static MODEL: LazyLock<Option<Model>> =
    LazyLock::new(|| Model::open(include_bytes!("../../models/parts.bin")));

thread_local! {
    /// What words tell the model that ships.
    static TOLD: RefCell<Option<Told>> = const { RefCell::new(None) };
}

/// The parts of speech of a document's pieces.
pub(super) fn find(document: &Document) -> Vec<Part> {
    let Some(model) = &*MODEL else { return vec![Part::Other; document.pieces.len()] };
    TOLD.with_borrow_mut(|told| {
        find_with(model, document, told.get_or_insert_with(|| told_of(model)))
    })
}

/// Room for what words tell a model.
pub(super) fn told_of(model: &Model) -> Told {
    Told::new(model.stride(), DISTANCE_COUNT)
}

/// The parts of speech that a model finds.
pub(super) fn find_with(model: &Model, document: &Document, told: &mut Told) -> Vec<Part> {
    let tags = Tagging::new(model, document)
        .read(told, |number, at, sink| of_piece(document, number, at, sink));
    tags.iter()
        .map(|&tag| Part::ALL.get(usize::from(tag)).copied().unwrap_or(Part::Other))
        .collect()
}

/// What the place of a piece tells beside its words.
pub(super) fn of_piece(document: &Document, number: usize, at: usize, sink: &mut Vec<u64>) {
    let sentence = document.sentences[number];
    let get = |distance| sentence.neighbour(at, distance).map(|it| document.word(it));
    let lower = |distance| get(distance).map_or(BORDER, |it| it.lower);
    let cluster = |distance| {
        get(distance).map_or(BORDER, |it| match it.clusters[COARSE] {
            NO_CLUSTER => it.suffixes[2],
            cluster => u64::from(cluster),
        })
    };
    let word = document.word(at);
    sink.push(feature(FREE, pair(lower(-1), word.lower)));
    sink.push(feature(FREE + 1, pair(word.lower, lower(1))));
    sink.push(feature(FREE + 2, pair(cluster(-1), cluster(0))));
    sink.push(feature(FREE + 3, pair(cluster(0), cluster(1))));
    sink.push(feature(FREE + 4, pair(pair(cluster(-1), cluster(0)), cluster(1))));
    sink.push(feature(FREE + 5, pair(lower(-1), word.suffixes[2])));
    sink.push(feature(FREE + 6, pair(lower(-2), lower(-1))));
    let is_first =
        (sentence.from..at).rev().take(4).all(|it| !document.word(it).case.has_letters());
    sink.push(feature(FREE + 7, u64::from(is_first) << 8 | word.case as u64));
}
