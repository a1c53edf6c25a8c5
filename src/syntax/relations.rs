//! How a word depends on another.

macro_rules! relations {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// How a word depends on its head: the relations of Universal Dependencies, like with like.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(crate) enum Relation {
            $($(#[$doc])* $name),+
        }

        impl Relation {
            /// Every relation; the root is the last.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
        }
    };
}

relations! {
    /// Whose doing it is.
    Subject,
    /// The subject of a passive: `was told`.
    PassiveSubject,
    Object,
    /// The clause that is said: `said that …`
    ClauseComplement,
    /// `wants to go`
    OpenComplement,
    /// Side by side: `…, he said`
    Parataxis,
    AdverbialClause,
    /// A clause beside a noun: `who said …`
    NounClause,
    /// `in a statement`
    Oblique,
    /// A noun beside a noun: `of Oslo`
    NounModifier,
    Conjunct,
    Coordinator,
    /// `that`, `if`
    Marker,
    Auxiliary,
    /// Determiners, adjectives, numbers.
    Modifier,
    /// `of`, `'s`
    Case,
    Apposition,
    /// Parts of names and compounds.
    Flat,
    Adverb,
    Other,
    Root,
}

impl Relation {
    /// Every relation but the root.
    pub const ARCS: usize = Self::ALL.len() - 1;

    /// The relation that Universal Dependencies, or `ClearNLP`'s guidelines, call so.
    #[cfg(feature = "train")]
    pub fn of_name(name: &str) -> Self {
        match name {
            "nsubj:pass" | "csubj:pass" => return Self::PassiveSubject,
            "aux:pass" => return Self::Auxiliary,
            _ => {}
        }
        match name.split(':').next().unwrap_or_default() {
            "nsubjpass" | "csubjpass" => Self::PassiveSubject,
            "nsubj" | "csubj" | "expl" => Self::Subject,
            "obj" | "iobj" | "dobj" | "dative" | "attr" | "acomp" | "oprd" => Self::Object,
            "ccomp" => Self::ClauseComplement,
            "xcomp" => Self::OpenComplement,
            "parataxis" => Self::Parataxis,
            "advcl" => Self::AdverbialClause,
            "acl" | "relcl" => Self::NounClause,
            "obl" | "prep" | "agent" => Self::Oblique,
            "nmod" | "pobj" | "pcomp" => Self::NounModifier,
            "conj" => Self::Conjunct,
            "cc" | "preconj" => Self::Coordinator,
            "mark" => Self::Marker,
            "aux" | "auxpass" | "cop" => Self::Auxiliary,
            "det" | "amod" | "nummod" | "poss" | "predet" | "quantmod" => Self::Modifier,
            "case" => Self::Case,
            "appos" => Self::Apposition,
            "flat" | "compound" | "fixed" | "prt" => Self::Flat,
            "advmod" | "npadvmod" | "neg" => Self::Adverb,
            "root" | "ROOT" => Self::Root,
            _ => Self::Other,
        }
    }
}
