//! Folding: the same words however they were typed, with the way back to the original.

use crate::Span;
use crate::text::is_blank;

/// A folded text that knows where each of its bytes came from.
///
/// ```
/// use copydesk::text::fold;
///
/// let folded = fold("“ﬁnd”\u{a0}–\u{a0}Soft\u{ad}ware…");
/// assert_eq!(folded.as_str(), "\"find\" - software...");
/// // "in" came from inside the ligature and the letter after it.
/// let place = folded.to_source(2..4);
/// assert_eq!(place.of("“ﬁnd”\u{a0}–\u{a0}Soft\u{ad}ware…"), "ﬁn");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// The original span of each folded byte's character, as runs: a run of characters that fold to
    /// as many bytes as they have needs one entry.
    runs: Vec<Run>,
}

/// Folded bytes from `folded` on came from the original from `source` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    folded: u32,
    source: u32,
    /// Bytes of one original character that became the whole run; 0 where bytes answer to bytes.
    width: u32,
}

impl Folded {
    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The original of a range of folded bytes. Where the range holds a part of what one character
    /// became, it is the whole character.
    ///
    /// # Panics
    /// When the range runs backwards or beyond the folded text.
    pub fn to_source(&self, range: std::ops::Range<usize>) -> Span {
        assert!(
            range.start <= range.end && range.end <= self.text.len(),
            "a range of the folded text"
        );
        let (start, _) = self.source_of(range.start);
        if range.is_empty() {
            return Span::new(start, start);
        }
        let (_, end) = self.source_of(range.end - 1);
        Span::new(start, end)
    }

    /// Where the original of a folded byte starts and ends.
    fn source_of(&self, byte: usize) -> (u32, u32) {
        let byte = byte as u32;
        let number = self.runs.partition_point(|run| run.folded <= byte);
        let Some(run) = number.checked_sub(1).map(|number| self.runs[number]) else {
            return (0, 0);
        };
        if run.width > 0 {
            (run.source, run.source + run.width)
        } else {
            let start = run.source + byte - run.folded;
            (start, start + 1)
        }
    }
}

/// Folds a text: small letters; quotation marks and apostrophes of all kinds to `"` and `'`; dashes
/// to `-`; every white space to a blank (as many as there were); ligatures and fullwidth forms to
/// plain letters; `…` to `...`. Soft hyphens and zero-width characters are dropped. Accents stay.
/// Folding twice changes nothing more. Linear in the text.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), runs: Vec::new() };
    let mut straight = false;
    for (at, c) in text.char_indices() {
        let from = folded.text.len();
        fold_char(c, |c| folded.text.push(c));
        let (length, width) = (folded.text.len() - from, c.len_utf8());
        if length == 0 {
            straight = false;
            continue;
        }
        let as_long = length == 1 && width == 1;
        if !(as_long && straight) {
            let width = if as_long { 0 } else { width as u32 };
            folded.runs.push(Run { folded: from as u32, source: at as u32, width });
        }
        straight = as_long;
    }
    // The end, for empty ranges there.
    folded.runs.push(Run { folded: folded.text.len() as u32, source: text.len() as u32, width: 0 });
    folded
}

/// Gives what a character folds to, one by one; nothing for one that is dropped.
pub(crate) fn fold_char(c: char, mut push: impl FnMut(char)) {
    let mut letters = |letters: &str| letters.chars().for_each(&mut push);
    match c {
        'a'..='z' | '0'..='9' | ' ' => push(c),
        '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '″' => push('"'),
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '`' | '´' | 'ʼ' | '＇' | '′' => {
            push('\'');
        }
        '\u{2010}'..='\u{2015}' | '−' | '－' => push('-'),
        '…' => letters("..."),
        'ﬀ' => letters("ff"),
        'ﬁ' => letters("fi"),
        'ﬂ' => letters("fl"),
        'ﬃ' => letters("ffi"),
        'ﬄ' => letters("ffl"),
        'ﬅ' | 'ﬆ' => letters("st"),
        // The small letter of İ is i and a dot; one letter is enough.
        'İ' => push('i'),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => {}
        // Fullwidth forms stand in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            let plain = char::from((c as u32 - 0xff01) as u8 + b'!');
            if plain == '`' { push('\'') } else { push(plain.to_ascii_lowercase()) }
        }
        _ if is_blank(c) => push(' '),
        _ => c.to_lowercase().for_each(push),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXTS: &str =
        "(\\PC|[a-zA-Z \n“”‘’–—…«»ﬁﬃﬆ\u{ad}\u{200b}\u{feff}\u{a0}ＡｚÅİẞßΣ\0]){0,80}";

    #[test]
    fn an_expanded_character_comes_back_whole() {
        let text = "oﬃce…";
        let folded = fold(text);
        assert_eq!(folded.as_str(), "office...");
        assert_eq!(folded.to_source(2..3).of(text), "ﬃ");
        assert_eq!(folded.to_source(1..5).of(text), "ﬃc");
        assert_eq!(folded.to_source(7..9).of(text), "…");
        assert_eq!(folded.to_source(9..9), Span::new(text.len() as u32, text.len() as u32));
    }

    #[test]
    fn what_is_dropped_leaves_no_trace() {
        let text = "\u{feff}so\u{ad}ft";
        let folded = fold(text);
        assert_eq!(folded.as_str(), "soft");
        assert_eq!(folded.to_source(0..4).of(text), "so\u{ad}ft");
        assert_eq!(fold("").to_source(0..0), Span::new(0, 0));
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in TEXTS) {
            let once = fold(&text);
            let twice = fold(once.as_str());
            prop_assert_eq!(twice.as_str(), once.as_str());
        }

        #[test]
        fn the_way_back_gives_what_folds_to_the_same(text in TEXTS, cuts in any::<(u16, u16)>()) {
            let folded = fold(&text);
            let ends: Vec<usize> = folded.as_str().char_indices().map(|(at, _)| at)
                .chain([folded.as_str().len()]).collect();
            let pick = |cut: u16| ends[usize::from(cut) % ends.len()];
            let (a, b) = (pick(cuts.0).min(pick(cuts.1)), pick(cuts.0).max(pick(cuts.1)));
            let source = folded.to_source(a..b);
            let again = fold(source.of(&text));
            // The original may hold more than was asked for: the rest of an expanded character.
            prop_assert!(again.as_str().contains(&folded.as_str()[a..b]));
        }

        #[test]
        fn the_way_back_goes_forwards(text in TEXTS) {
            let folded = fold(&text);
            let places: Vec<Span> = folded.as_str().char_indices()
                .map(|(at, c)| folded.to_source(at..at + c.len_utf8())).collect();
            for pair in places.windows(2) {
                prop_assert!(pair[0] == pair[1] || pair[0].end() <= pair[1].start());
            }
        }
    }
}
