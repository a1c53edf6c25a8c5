//! Keys: what the spellings of one name have in common, as a number.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The folded name as a number. Names that differ only in case, accents, blanks, hyphens,
/// apostrophes and full stops, or in `St.` for `Saint`, have the same one.
///
/// Two different names share a key of these 40 bits once in 10^12 pairs, so the gazetteer keeps keys
/// and no spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key(pub u64);

/// Bits of a key.
pub(crate) const KEY_BITS: u32 = 40;
/// No name has more bytes, folded.
const LONGEST: usize = 96;

impl Key {
    /// The key of a name; `None` for one without letters, or too long to be a name.
    pub fn of(name: &str) -> Option<Self> {
        let folded = Folded::of(name);
        if folded.length == 0 || folded.length > LONGEST {
            return None;
        }
        // A finish that spreads what is known over all bits (MurmurHash3's).
        let mut hash = folded.hash;
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        Some(Key((hash ^ (hash >> 33)) >> (64 - KEY_BITS)))
    }
}

/// What a byte is folded to: a small letter or a digit, or one of these.
const FOLDED: [u8; 256] = {
    let mut folded = [END; 256];
    let mut byte = 0;
    while byte < 256 {
        let ascii = byte as u8;
        if ascii.is_ascii_alphanumeric() {
            folded[byte] = ascii.to_ascii_lowercase();
        } else if ascii == b'\'' || ascii == b'`' {
            folded[byte] = SKIP;
        } else if !ascii.is_ascii() {
            folded[byte] = WIDE;
        }
        byte += 1;
    }
    folded
};
/// It ends a word.
const END: u8 = 0;
/// Part of the word: `N'Djamena`, `Coeur d'Alene`.
const SKIP: u8 = 1;
/// Part of a character outside ASCII.
const WIDE: u8 = 2;

/// A name as it is folded, byte by byte: its hash (FNV-1a), without the bytes.
struct Folded {
    hash: u64,
    length: usize,
    /// What both were before the word that is being read.
    before: (u64, usize),
    /// That word's first bytes, if it has no more than eight.
    word: u64,
}

impl Folded {
    fn of(name: &str) -> Self {
        let hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut folded = Self { hash, length: 0, before: (hash, 0), word: 0 };
        let mut at = 0;
        while let Some(&byte) = name.as_bytes().get(at) {
            match FOLDED[usize::from(byte)] {
                END => folded.end_word(),
                SKIP => {}
                WIDE => {
                    let Some(c) = name[at..].chars().next() else { break };
                    at += c.len_utf8() - 1;
                    match c {
                        // As the straight one.
                        '’' | 'ʼ' | '‘' | 'ʻ' | '´' => {}
                        _ => folded.fold(c),
                    }
                }
                letter => folded.byte(letter),
            }
            if folded.length > LONGEST {
                break;
            }
            at += 1;
        }
        folded.end_word();
        folded
    }

    fn byte(&mut self, byte: u8) {
        self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        self.length += 1;
        self.word = (self.word << 8) | u64::from(byte);
    }

    /// `St. Louis` is `Saint Louis`. Words are not told apart: `Hongkong` is `Hong Kong`.
    fn end_word(&mut self) {
        const fn packed(word: &[u8]) -> u64 {
            let (mut packed, mut at) = (0, 0);
            while at < word.len() {
                packed = (packed << 8) | word[at] as u64;
                at += 1;
            }
            packed
        }
        const ST: u64 = packed(b"st");
        const SANKT: u64 = packed(b"sankt");
        const STE: u64 = packed(b"ste");
        const FT: u64 = packed(b"ft");
        const MT: u64 = packed(b"mt");
        let length = self.length - self.before.1;
        let long = match self.word {
            ST if length == 2 => "saint",
            SANKT if length == 5 => "saint",
            STE if length == 3 => "sainte",
            FT if length == 2 => "fort",
            MT if length == 2 => "mount",
            _ => "",
        };
        if !long.is_empty() {
            (self.hash, self.length) = self.before;
            self.all(long);
        }
        self.before = (self.hash, self.length);
        self.word = 0;
    }

    fn char(&mut self, c: char) {
        let mut bytes = [0; 4];
        for &byte in c.encode_utf8(&mut bytes).as_bytes() {
            self.byte(byte);
        }
    }

    fn all(&mut self, letters: &str) {
        letters.bytes().for_each(|byte| self.byte(byte));
    }

    fn fold(&mut self, c: char) {
        match c {
            'ß' | 'ẞ' => self.all("ss"),
            'ø' | 'Ø' => self.char('o'),
            'đ' | 'Đ' | 'ð' | 'Ð' => self.char('d'),
            'ł' | 'Ł' => self.char('l'),
            'ı' | 'İ' => self.char('i'),
            'æ' | 'Æ' => self.all("ae"),
            'œ' | 'Œ' => self.all("oe"),
            'þ' | 'Þ' => self.all("th"),
            // Arabic: the alefs, and the letters that are written one for the other at a word's end.
            'أ' | 'إ' | 'آ' | 'ٱ' => self.char('ا'),
            'ى' | 'ی' => self.char('ي'),
            'ة' => self.char('ه'),
            'ک' => self.char('ك'),
            // The stroke that makes an Arabic word longer; the dot below a Devanagari letter.
            'ـ' | '\u{93c}' => {}
            '\u{958}'..='\u{95f}' => {
                let mut first = None;
                decompose_canonical(c, |part| first = first.or(Some(part)));
                self.char(first.unwrap_or(c));
            }
            // Fullwidth forms stand in the order of ASCII.
            '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
                self.byte(((c as u32 - 0xfee0) as u8).to_ascii_lowercase());
            }
            // Hangul would fall into its letters, kana lose its voice, the scripts of India and
            // Thailand their vowels.
            '\u{3040}'..='\u{30ff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{900}'..='\u{97f}'
            | '\u{e00}'..='\u{e7f}' => self.char(c),
            // What most letters of the world's news are, without asking Unicode.
            'й' | 'Й' => self.char('и'),
            'а'..='я' => self.char(c),
            'А'..='Я' => self.char(char::from_u32(c as u32 + 0x20).unwrap_or(c)),
            'ؤ' => self.char('و'),
            'ئ' => self.char('ي'),
            '\u{621}'..='\u{64a}' | '\u{4e00}'..='\u{9fff}' => self.char(c),
            _ => self.fold_by_unicode(c),
        }
    }

    fn fold_by_unicode(&mut self, c: char) {
        if is_combining_mark(c) {
            return;
        }
        if !c.is_alphanumeric() {
            self.end_word();
            return;
        }
        decompose_canonical(c, |part| {
            for small in part.to_lowercase().filter(|&small| !is_combining_mark(small)) {
                self.char(small);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_to_one() {
        for (name, folded) in [
            ("ST. LOUIS", "saintlouis"),
            ("St.Louis", "saintlouis"),
            ("Sankt Pölten", "saintpolten"),
            ("PORT-AU-PRINCE", "portauprince"),
            ("N’Djamena", "ndjamena"),
            ("D. C.", "dc"),
            ("São Paulo", "saopaulo"),
            ("Łódź", "lodz"),
            ("Ağrı", "agri"),
            ("МОСКВА", "москва"),
            ("Йошкар-Ола", "иошкарола"),
            ("Αθήνα", "αθηνα"),
            ("القاهرة", "القاهره"),
            ("नयी दिल्ली", "नयीदिल्ली"),
            ("ワシントン", "ワシントン"),
            ("서울", "서울"),
            ("Ｐａｒｉｓ", "paris"),
            ("Ft. Worth", "fortworth"),
            ("Stansted", "stansted"),
        ] {
            assert_eq!(Key::of(name), Key::of(folded), "{name}");
            assert_eq!(Folded::of(name).length, folded.len(), "{name}");
        }
        assert!(Key::of("").is_none() && Key::of(" – ").is_none());
        assert!(Key::of(&"x".repeat(97)).is_none() && Key::of(&"x".repeat(96)).is_some());
    }

    #[test]
    fn letters_that_are_folded_at_once_fold_as_unicode_has_it() {
        let arabic = ('\u{621}'..='\u{64a}').filter(|c| !"أإآىةـ".contains(*c));
        for c in ('А'..='я').chain(arabic).chain('\u{4e00}'..='\u{9fff}') {
            let empty = || Folded { hash: 1, length: 0, before: (1, 0), word: 0 };
            let (mut fast, mut slow) = (empty(), empty());
            fast.fold(c);
            slow.fold_by_unicode(c);
            assert_eq!((fast.hash, fast.length), (slow.hash, slow.length), "{c}");
        }
    }

    #[test]
    fn keys_stay_what_they_are() {
        // The shipped file holds keys: another hash needs another file.
        assert_eq!(Key::of("Oslo"), Some(Key(791_956_732_100)));
        assert_eq!(Key::of("東京"), Some(Key(785_991_952_869)));
    }
}
