//! Tokens.
use crate::Span;
/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters.
    Word,
    /// Digits.
    Number,
    /// Punctuation and everything else.
    Punctuation,
}
/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}
pub(crate) fn tokenize(_source: &str, _paragraph: Span, _tokens: &mut Vec<Token>) {}
