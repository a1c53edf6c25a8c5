//! A text as every reader sees it: paragraphs, sentences, tokens, computed once.

mod fold;
mod key;
mod paragraphs;
mod sentences;
mod tokens;

use crate::{Error, Result, Span, span};

pub(crate) use fold::fold_char;
pub use fold::{Folded, fold};
pub(crate) use key::{KEY_BITS, Key};
pub use paragraphs::paragraphs;
pub use tokens::{Token, TokenKind};

/// A text with its paragraphs, sentences and tokens.
///
/// Every token lies in one sentence and every sentence in one paragraph; none of them holds white
/// space at its ends.
///
/// ```
/// use copydesk::text::Text;
///
/// let text = Text::new("Gen. Vance left on Jan. 4. Nobody asked why.")?;
/// assert_eq!(text.sentences().len(), 2);
/// # Ok::<(), copydesk::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Text<'t> {
    source: &'t str,
    paragraphs: Vec<Span>,
    sentences: Vec<Span>,
    tokens: Vec<Token>,
}

impl<'t> Text<'t> {
    /// Reads a text. Any text will do; one over 4 GiB is an error that
    /// [`is_too_long`](Error::is_too_long).
    pub fn new(source: &'t str) -> Result<Self> {
        check_length(source)?;
        let paragraphs = paragraphs(source);
        let mut tokens = Vec::with_capacity(source.len() / 5);
        let mut sentences = Vec::with_capacity(source.len() / 100);
        for &paragraph in &paragraphs {
            let first = tokens.len();
            tokens::tokenize(source, paragraph, &mut tokens);
            sentences::split(source, &tokens[first..], &mut sentences);
        }
        Ok(Self { source, paragraphs, sentences, tokens })
    }

    /// The text itself.
    pub fn source(&self) -> &'t str {
        self.source
    }

    /// Its paragraphs, in order.
    pub fn paragraphs(&self) -> &[Span] {
        &self.paragraphs
    }

    /// Its sentences, in order. A headline is a sentence.
    pub fn sentences(&self) -> &[Span] {
        &self.sentences
    }

    /// Its tokens, in order: words, numbers, punctuation.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The sentences that lie wholly inside `outer`.
    pub fn sentences_in(&self, outer: Span) -> &[Span] {
        span::within(&self.sentences, outer)
    }

    /// The tokens that lie wholly inside `outer`.
    pub fn tokens_in(&self, outer: Span) -> &[Token] {
        let from = self.tokens.partition_point(|token| token.span.start() < outer.start());
        let to = self.tokens.partition_point(|token| token.span.end() <= outer.end());
        &self.tokens[from..to.max(from)]
    }
}

/// The sentences of one paragraph, for those who need no others.
pub(crate) fn sentences(source: &str, paragraph: Span) -> Vec<Span> {
    let (mut tokens, mut sentences) = (Vec::new(), Vec::new());
    tokens::tokenize(source, paragraph, &mut tokens);
    sentences::split(source, &tokens, &mut sentences);
    sentences
}

/// The tokens of a part of a text, for those who need no sentences.
pub(crate) fn tokens(source: &str, part: Span) -> Vec<Token> {
    let mut tokens = Vec::new();
    tokens::tokenize(source, part, &mut tokens);
    tokens
}

/// Offsets are `u32`.
pub(crate) fn check_length(source: &str) -> Result<()> {
    match u32::try_from(source.len()) {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::too_long(source.len())),
    }
}

/// White space, and what is as invisible: byte-order marks, zero-width spaces, NUL.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\0')
}
