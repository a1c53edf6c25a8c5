//! Whether a text is in English: who says what is read in no other language.

use crate::text::{Text, TokenKind};

/// Of so many words of a text in English one is a marker, at the least; most have five times as many.
const ONE_OF: usize = 30;
/// Fewer words tell nothing by what they lack.
const ENOUGH: usize = 16;
/// … but so many markers of other languages do.
const FEW: usize = 3;

/// Whether a text is in English, or nothing speaks against it.
pub(super) fn is_english(text: &Text<'_>) -> bool {
    let (mut words, mut other_letters, mut english, mut foreign) = (0, 0, 0, 0);
    for token in text.tokens().iter().filter(|it| it.kind == TokenKind::Word) {
        let word = token.span.of(text.source());
        words += 1;
        other_letters += usize::from(!word.starts_with(is_latin));
        english += usize::from(is_marker(word));
        foreign += usize::from(is_foreign(word));
    }
    let is_bare = words >= ENOUGH && english * ONE_OF < words;
    other_letters * 2 <= words && !is_bare && (foreign < FEW || foreign <= 2 * english)
}

/// Whether a letter is one of the Latin alphabet, with or without marks.
fn is_latin(letter: char) -> bool {
    matches!(letter, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{206f}')
}

/// Small words that English has, and hardly any other language.
fn is_marker(word: &str) -> bool {
    const LONGEST: usize = 5;
    let mut small = [0; LONGEST];
    let Some(small) = small.get_mut(..word.len()) else { return false };
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    matches!(
        &*small,
        b"the"
            | b"after"
            | b"when"
            | b"into"
            | b"than"
            | b"about"
            | b"if"
            | b"of"
            | b"and"
            | b"that"
            | b"with"
            | b"from"
            | b"his"
            | b"her"
            | b"she"
            | b"they"
            | b"we"
            | b"you"
            | b"it"
            | b"its"
            | b"is"
            | b"were"
            | b"have"
            | b"has"
            | b"had"
            | b"been"
            | b"which"
            | b"who"
            | b"would"
            | b"could"
            | b"said"
            | b"says"
            | b"this"
            | b"there"
            | b"their"
            | b"what"
            | b"not"
            | b"but"
            | b"are"
            | b"by"
    )
}

/// Small words that other languages have, and English has not.
fn is_foreign(word: &str) -> bool {
    matches!(
        word,
        // German, Dutch
        "und" | "der" | "das" | "ist" | "nicht" | "ein" | "eine" | "sich" | "auf" | "mit" | "dem"
            | "het" | "een" | "niet" | "voor"
            // Norwegian, Danish, Swedish
            | "og" | "det" | "ikke" | "på" | "som" | "av" | "til" | "och" | "är" | "att" | "inte"
            // French, Spanish, Italian, Portuguese
            | "le" | "la" | "des" | "du" | "les" | "est" | "une" | "dans" | "pour" | "qui" | "que" | "el" | "los" | "las"
            | "una" | "por" | "para" | "il" | "gli" | "della" | "che" | "è" | "di" | "não" | "uma"
            | "os" | "em"
            // Turkish
            | "bir" | "ve" | "için" | "dedi"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str) -> bool {
        is_english(&Text::new(text).expect("a text"))
    }

    #[test]
    fn little_is_english_unless_it_tells() {
        for text in ["", "“Rain,” Vik said.", "Nein.", "1. Vik 2. Lie 3. Dahl", "OSLO (NTB)"] {
            assert!(reads(text), "{text}");
        }
        let table = "Vik 22.3 Lie 22.9 Dahl 23.1 ".repeat(4);
        assert!(reads(&format!("{table} The race was held in the rain, and Vik won it.")));
    }

    #[test]
    fn names_of_other_languages_make_no_other_language() {
        assert!(reads("The daily Le Monde and the weekly Der Spiegel met in Los Angeles."));
        assert!(reads("Joost van der Berg of the Parti pour la Défense was heard, he said."));
    }

    #[test]
    fn other_languages_and_scripts_are_told() {
        for text in [
            "Der Hafen ist nach dem Sturm gesperrt. „Wir hatten keine Wahl“, sagte der Kapitän.",
            "Le port est fermé, a dit la mairie. « Les ferries attendent », a ajouté le maire.",
            "Порт закрыт, сказала капитан.",
            "港口已经关闭，市长说。",
            "أُغلق الميناء، قال العمدة.",
            "Liman kapalı. Kaptan, başka bir yol ve gemi olmadığını, bir hafta beklediklerini söyledi.",
        ] {
            assert!(!reads(text), "{text}");
        }
    }
}
