//! What ends a wire story: `(END)`, `-30-`, `Enditem`.

use super::span_of;
use crate::{Span, lexicon};

/// A sign-off has at most so many bytes.
const LONGEST: usize = 30;

/// A paragraph that is a sign-off.
pub(super) struct SignOff {
    pub span: Span,
    /// Whether it is a word that a story may have too, so that nothing but furniture may follow.
    pub is_last: bool,
}

/// The sign-off that a paragraph is, given with the marks around it and without.
pub(super) fn read(text: &str, paragraph: &str, line: &str) -> Option<SignOff> {
    if paragraph.len() > LONGEST {
        return None;
    }
    if !line.is_empty() && line.bytes().all(|byte| byte == b'#') {
        return Some(SignOff { span: span_of(text, line), is_last: false });
    }
    // `© dpa` is none.
    let sign_off = lexicon::sign_off(line).filter(|_| line.starts_with(char::is_alphanumeric))?;
    let is_marked = line.len() < paragraph.trim_end_matches('.').len();
    let is_loud = line.contains(char::is_alphabetic) && !line.contains(char::is_lowercase);
    if sign_off.is_weak && !is_marked && !is_loud {
        return None;
    }
    // `-30-`
    let digits = line.bytes().all(|byte| byte.is_ascii_digit());
    let span = span_of(text, if digits { paragraph } else { line });
    Some(SignOff { span, is_last: !is_marked && !is_wire_end(paragraph) })
}

/// What ends a wire story on its last line, and is no word of it.
pub(super) fn is_wire_end(words: &str) -> bool {
    matches!(words, "Enditem" | "Endit" | "(END)" | "REUTER" | "Reuter" | "-0-" | "-30-")
}
