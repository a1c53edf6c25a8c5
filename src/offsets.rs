//! The one place where bytes become code points and back.

/// Bytes between two checkpoints. Counting this many bytes costs a few nanoseconds, and a
/// checkpoint every 256 bytes makes the table 1/64 of the text.
const STEP: usize = 256;

/// Converts between UTF-8 bytes, which the core counts in, and Unicode code points, which Python
/// strings are indexed by. Built in one pass over the text; for an ASCII text it holds nothing and
/// converts for free.
///
/// ```
/// use copydesk::Offsets;
///
/// let text = "São Paulo";
/// let offsets = Offsets::new(text);
/// assert_eq!(offsets.to_chars(text, 5), 4);
/// assert_eq!(offsets.to_bytes(text, 4), Some(5));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offsets {
    /// Code points before byte `i * STEP`; empty when the text is ASCII.
    checkpoints: Vec<u32>,
}

impl Offsets {
    /// Measures a text.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::default();
        }
        let mut seen = 0;
        let checkpoints = text
            .as_bytes()
            .chunks(STEP)
            .map(|chunk| {
                let before = seen;
                seen += count(chunk);
                before
            })
            .collect();
        Self { checkpoints }
    }

    /// How many code points stand before byte `at` of `text`, the text this was built from.
    ///
    /// # Panics
    /// When `at` lies outside the text.
    pub fn to_chars(&self, text: &str, at: u32) -> u32 {
        if self.checkpoints.is_empty() {
            return at;
        }
        let at = at as usize;
        // The checkpoint after the last chunk of a text of exactly n * STEP bytes does not exist.
        let step = (at / STEP).min(self.checkpoints.len() - 1);
        self.checkpoints[step] + count(&text.as_bytes()[step * STEP..at])
    }

    /// The byte at which code point number `at` of `text` starts, or `None` when the text is
    /// shorter. The number of code points of the text itself gives the text's end.
    pub fn to_bytes(&self, text: &str, at: u32) -> Option<u32> {
        if self.checkpoints.is_empty() {
            return (at as usize <= text.len()).then_some(at);
        }
        let step = self.checkpoints.partition_point(|&before| before <= at) - 1;
        let mut missing = at - self.checkpoints[step];
        let bytes = text.as_bytes();
        let mut byte = step * STEP;
        // A checkpoint may fall inside a character, whose first byte was counted before it.
        while byte < bytes.len() && is_continuation(bytes[byte]) {
            byte += 1;
        }
        while missing > 0 {
            if byte >= bytes.len() {
                return None;
            }
            byte += 1;
            while byte < bytes.len() && is_continuation(bytes[byte]) {
                byte += 1;
            }
            missing -= 1;
        }
        Some(byte as u32)
    }
}

/// Code points that start in these bytes.
fn count(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from(!is_continuation(byte))).sum()
}

/// Whether a byte continues a character begun before it.
const fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The slow, obvious way.
    fn naive(text: &str) -> Vec<(u32, u32)> {
        text.char_indices()
            .map(|(byte, _)| byte as u32)
            .chain([text.len() as u32])
            .enumerate()
            .map(|(chars, byte)| (byte, chars as u32))
            .collect()
    }

    #[test]
    fn ascii_costs_nothing() {
        assert!(Offsets::new("plain ASCII").checkpoints.is_empty());
    }

    #[test]
    fn every_length_around_a_checkpoint() {
        for length in [STEP - 1, STEP, STEP + 1, 2 * STEP] {
            for filler in ["a", "é", "€", "😀"] {
                let mut text = "é".to_owned();
                while text.len() < length {
                    text.push_str(filler);
                }
                let offsets = Offsets::new(&text);
                for (byte, chars) in naive(&text) {
                    assert_eq!(offsets.to_chars(&text, byte), chars);
                    assert_eq!(offsets.to_bytes(&text, chars), Some(byte));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn agrees_with_counting(text in "(\\PC|[a-z \n]|[é€😀\u{301}\u{0}]){0,900}") {
            let offsets = Offsets::new(&text);
            for (byte, chars) in naive(&text) {
                prop_assert_eq!(offsets.to_chars(&text, byte), chars);
                prop_assert_eq!(offsets.to_bytes(&text, chars), Some(byte));
            }
            let length = text.chars().count() as u32;
            prop_assert_eq!(offsets.to_bytes(&text, length + 1), None);
        }
    }
}
