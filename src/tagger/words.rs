//! What is known of a word by its letters alone; asked once for every spelling in a text.

use crate::hash;
use crate::lexicon::{self, CLUSTERINGS, Class, Classes, NO_CLUSTER};
use crate::text::{TokenKind, fold_char};

/// How a sentence is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Normal,
    /// `Norway Shuts a Port`
    Headline,
    /// `NORWAY SHUTS A PORT`
    Capitals,
}

/// Where a word has capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    /// `Oslo`, `I`
    First,
    /// `UDI`
    Upper,
    /// `McDonald`
    Mixed,
    /// `iPhone`
    Later,
    Number,
    Mark,
}

impl Case {
    pub fn has_letters(self) -> bool {
        !matches!(self, Self::Number | Self::Mark)
    }
}

/// Words and marks that grammar turns on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Common {
    /// None of them.
    No,
    That,
    /// `if`, `whether`
    If,
    /// `how`, `what`, `why`, …
    How,
    /// `who`, `which`
    Who,
    To,
    Of,
    For,
    By,
    As,
    In,
    On,
    With,
    From,
    About,
    According,
    And,
    But,
    Or,
    Not,
    He,
    They,
    It,
    /// `I`, `we`
    I,
    You,
    Comma,
    Stop,
    Colon,
    Semicolon,
    Dash,
    Open,
    Close,
}

impl Common {
    fn of(folded: &str) -> Self {
        match folded {
            "that" => Self::That,
            "if" | "whether" => Self::If,
            "how" | "what" | "why" | "when" | "where" => Self::How,
            "who" | "which" | "whom" => Self::Who,
            "to" => Self::To,
            "of" => Self::Of,
            "for" => Self::For,
            "by" => Self::By,
            "as" => Self::As,
            "in" | "at" => Self::In,
            "on" => Self::On,
            "with" => Self::With,
            "from" => Self::From,
            "about" => Self::About,
            "according" => Self::According,
            "and" => Self::And,
            "but" => Self::But,
            "or" | "nor" => Self::Or,
            "not" | "n't" | "never" | "no" => Self::Not,
            "he" | "she" => Self::He,
            "they" => Self::They,
            "it" => Self::It,
            "i" | "we" => Self::I,
            "you" => Self::You,
            "," => Self::Comma,
            "." | "?" | "!" | "..." => Self::Stop,
            ":" => Self::Colon,
            ";" => Self::Semicolon,
            "-" | "--" => Self::Dash,
            "(" | "[" => Self::Open,
            ")" | "]" => Self::Close,
            _ => Self::No,
        }
    }
}

/// Letters of the longest prefixes and suffixes.
pub(crate) const AFFIXES: usize = 4;

/// A spelling.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// As it is written, and in small letters.
    pub exact: u64,
    pub lower: u64,
    /// Capitals, small letters, digits, marks: up to three of a kind, and one.
    pub shape: u64,
    pub coarse_shape: u64,
    /// Of one letter to four; 0 for what would be the whole word.
    pub prefixes: [u64; AFFIXES],
    pub suffixes: [u64; AFFIXES],
    /// Which words it is like, coarsely and finely.
    pub clusters: [u16; CLUSTERINGS],
    /// How often English at large writes it with a capital (3 bits), in capitals (2), and at all (3).
    pub habit: Option<u8>,
    pub mode: Mode,
    pub common: Common,
    /// What it is by itself in the lexicon.
    pub classes: Classes,
    pub case: Case,
    /// Which usage counts it, in its document.
    pub form: u32,
    /// Its number in the memory.
    pub number: u32,
    /// Its first letter, small; its letters, up to 255.
    pub initial: char,
    pub length: u8,
    /// A verb of saying, or `who`; a preposition of place; `the`; `'s`.
    pub says: bool,
    pub is_preposition: bool,
    pub is_the: bool,
    pub is_possessive: bool,
    /// A mark behind which a capital says nothing; an opening bracket.
    pub opens: bool,
    pub is_bracket: bool,
    pub closes_bracket: bool,
    pub is_quote: bool,
    /// What stands between the names of a list.
    pub joins: bool,
    /// Something that makes its neighbours worth a closer look: a capital, a digit, a currency.
    pub is_signal: bool,
}

impl Word {
    pub fn new(spelling: &str, mode: Mode, kind: TokenKind, folded: &mut String) -> Self {
        folded.clear();
        for c in spelling.chars() {
            fold_char(c, |c| folded.push(c));
        }
        let case = case(spelling, kind);
        let lower = hash::word(folded.as_bytes());
        let (shape, coarse_shape) = shapes(spelling);
        let set =
            |value: u64| if mode == Mode::Normal { value } else { hash::pair(value, mode as u64) };
        let classes = match case {
            Case::Number | Case::Mark => lexicon::classes(lower, None),
            Case::Upper if mode == Mode::Normal => {
                lexicon::classes(lower, Some(hash::word(spelling.as_bytes())))
            }
            Case::Upper | Case::First | Case::Mixed | Case::Later => lexicon::classes(lower, None),
            Case::Lower => lexicon::classes(lower, None).common(),
        };
        let says = lexicon::is_speech_verb(folded) || matches!(folded.as_str(), "who" | "whose");
        let starts = std::array::from_fn(|at| folded.char_indices().nth(at + 1).map(|it| it.0));
        let ends = std::array::from_fn(|at| {
            folded.char_indices().nth_back(at).map(|it| it.0).filter(|&it| it > 0)
        });
        let affix = |at: Option<usize>, front: bool| {
            at.map_or(0, |at| {
                hash::word(if front { &folded.as_bytes()[..at] } else { &folded.as_bytes()[at..] })
            })
        };
        Self {
            exact: set(hash::word(spelling.as_bytes())),
            lower,
            shape: set(shape),
            coarse_shape: set(coarse_shape),
            prefixes: starts.map(|at: Option<usize>| affix(at, true)),
            suffixes: ends.map(|at: Option<usize>| affix(at, false)),
            clusters: if case == Case::Mark {
                [NO_CLUSTER; CLUSTERINGS]
            } else {
                lexicon::clusters(lower)
            },
            habit: if case == Case::Mark { None } else { lexicon::habit(lower) },
            mode,
            common: Common::of(folded),
            classes,
            case,
            form: 0,
            number: 0,
            initial: folded.chars().next().unwrap_or(' '),
            length: folded.chars().take(255).count() as u8,
            says,
            is_preposition: matches!(
                folded.as_str(),
                "in" | "from" | "at" | "near" | "across" | "to"
            ),
            is_the: folded == "the",
            is_possessive: folded == "'s",
            opens: matches!(folded.as_str(), "\"" | ":" | "'" | "." | "''"),
            is_bracket: folded == "(",
            closes_bracket: folded == ")",
            is_quote: folded == "\"",
            joins: matches!(folded.as_str(), "," | "and" | "or" | "/" | "&" | ";" | "the"),
            is_signal: !matches!(case, Case::Lower | Case::Mark)
                || (kind == TokenKind::Symbol && classes.has(Class::Currency)),
        }
    }

    /// Whether it has the capital of a name.
    pub fn is_name_like(&self) -> bool {
        matches!(self.case, Case::First | Case::Upper | Case::Mixed)
    }
}

fn case(spelling: &str, kind: TokenKind) -> Case {
    if matches!(kind, TokenKind::Punctuation | TokenKind::Symbol) {
        return Case::Mark;
    }
    let (mut letters, mut capitals) = (0_usize, 0_usize);
    for c in spelling.chars() {
        letters += usize::from(c.is_alphabetic());
        capitals += usize::from(c.is_uppercase());
    }
    match (letters, capitals) {
        (0, _) => Case::Number,
        (_, 0) => {
            if kind == TokenKind::Number {
                Case::Number
            } else {
                Case::Lower
            }
        }
        (2.., _) if letters == capitals => Case::Upper,
        _ if !spelling.starts_with(char::is_uppercase) => Case::Later,
        (_, 1) => Case::First,
        _ => Case::Mixed,
    }
}

/// What kinds of characters it has, runs of a kind cut to three, and to one.
fn shapes(spelling: &str) -> (u64, u64) {
    let (mut fine, mut coarse) = (1_u64, 1_u64);
    let (mut last, mut run) = (0, 0);
    for c in spelling.chars().take(64) {
        let kind = match c {
            _ if c.is_uppercase() => 1,
            _ if c.is_alphabetic() => 2,
            _ if c.is_numeric() => 3,
            _ => u64::from(c as u32) + 4,
        };
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        if run == 1 {
            coarse = hash::pair(coarse, kind);
        }
        if run <= 3 {
            fine = hash::pair(fine, kind);
        }
    }
    (fine, coarse)
}
