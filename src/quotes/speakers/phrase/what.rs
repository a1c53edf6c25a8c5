//! What a description is, by its head.

use super::units::Units;
use crate::lexicon::{self, PersonWordKind, SpeakerNoun, SpeakerWord, is_speaker_word};
use crate::quotes::SpeakerKind;

/// What a description is.
pub(super) struct What {
    pub kind: SpeakerKind,
    pub is_plural: bool,
    /// Whether a table has the head.
    pub is_known: bool,
    pub is_place: bool,
}

impl What {
    /// By a word of a table.
    fn known(kind: SpeakerKind, is_plural: bool) -> Self {
        Self { kind, is_plural, is_known: true, is_place: false }
    }

    /// By the form of a word.
    fn likely(kind: SpeakerKind) -> Self {
        let is_plural = kind == SpeakerKind::Group;
        Self { kind, is_plural, is_known: false, is_place: false }
    }
}

/// The ends of nouns of what is thought or done.
const ABSTRACT: [&str; 10] =
    ["tion", "sion", "ment", "ity", "ness", "ance", "ence", "ism", "ure", "ing"];

impl Units<'_, '_, '_> {
    /// What a description is by its head.
    pub(super) fn what(&self, head: usize, word: &str) -> What {
        use SpeakerKind::{Document, Group, Org, Person};
        let plain = word.to_ascii_lowercase();
        let is_number = word.starts_with(|c: char| c.is_numeric());
        let is_amount = is_speaker_word(&plain, SpeakerWord::Amount)
            && self.word(head + 1) == "of"
            && !matches!(plain.as_str(), "each" | "part" | "rest");
        if plain.ends_with("-old") {
            return What::known(Person, false);
        }
        if is_amount || is_number || matches!(plain.as_str(), "percent" | "%") {
            return What::known(Group, true);
        }
        match plain.as_str() {
            "two" | "three" | "four" | "five" | "six" | "others" => {
                return What::known(Group, true);
            }
            "one" | "another" | "someone" | "somebody" | "other" => {
                return What::known(Person, false);
            }
            _ => {}
        }
        if let Some((noun, is_plural)) = lexicon::speaker_noun(word) {
            let kind = match noun {
                SpeakerNoun::Org if is_plural && !is_plural_of_one(&plain) => Group,
                SpeakerNoun::Org | SpeakerNoun::Place => Org,
                SpeakerNoun::Person if !is_plural => Person,
                SpeakerNoun::Person | SpeakerNoun::Group => Group,
                SpeakerNoun::Document | SpeakerNoun::Statement => Document,
            };
            let is_place = noun == SpeakerNoun::Place;
            return What { is_place, ..What::known(kind, is_plural || kind == Group) };
        }
        if let Some(known) = lexicon::person_word(word) {
            let is_plural = self.is_plural(head) && known.kind != PersonWordKind::Address;
            return What::known(if is_plural { Group } else { Person }, is_plural);
        }
        // `MPs` are a group, the `CPF` an organisation.
        if word.chars().filter(|c| c.is_uppercase()).count() > 1 {
            let is_plural = word.ends_with('s') && word.len() > 2;
            return What::likely(if is_plural { Group } else { Org });
        }
        let is_common = word.starts_with(char::is_lowercase)
            || head == 0 && self.all.len() > 1
            || (0..head).any(|it| self.counts(it));
        if self.may_be_many(word) && is_common {
            return What::likely(Group);
        }
        if word.len() > 6 && ABSTRACT.iter().any(|end| word.ends_with(end)) {
            return What::likely(Document);
        }
        What::likely(Person)
    }

    /// Whether a word has the form of a plural, and nothing says that it is one.
    fn may_be_many(&self, word: &str) -> bool {
        let first = self.scene.word(self.from).to_lowercase();
        let is_one = matches!(first.as_str(), "a" | "an" | "one" | "another" | "this" | "that");
        word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !is_one
    }

    /// Whether a unit says how many there are.
    fn counts(&self, unit: usize) -> bool {
        let word = self.word(unit);
        word.starts_with(|c: char| c.is_numeric()) && !word.contains('-')
            || matches!(word, "two" | "three" | "four" | "five" | "six" | "seven" | "other")
            || matches!(word, "several" | "many" | "some" | "most" | "few")
    }
}

/// Whether a plural is the name of one organisation: `services`.
fn is_plural_of_one(word: &str) -> bool {
    matches!(word, "archives" | "services" | "railways" | "industries")
}
