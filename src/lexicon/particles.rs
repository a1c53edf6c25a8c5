//! The small words inside names.

/// Whether a word is one of those inside the names of people and of places: `Ursula von der Leyen`,
/// `Rio de Janeiro`.
pub fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "af" | "al"
            | "av"
            | "ben"
            | "bin"
            | "da"
            | "de"
            | "del"
            | "della"
            | "den"
            | "der"
            | "di"
            | "do"
            | "dos"
            | "du"
            | "e"
            | "el"
            | "ibn"
            | "la"
            | "le"
            | "ter"
            | "van"
            | "von"
            | "y"
            | "zu"
    )
}

/// Whether a word stands inside names of places: a particle, and `on`, `upon`, `sous`, `nad`.
pub fn is_place_connector(word: &str) -> bool {
    is_particle(word)
        || matches!(
            word,
            "a" | "aan"
                | "am"
                | "an"
                | "and"
                | "ar"
                | "as"
                | "bei"
                | "das"
                | "des"
                | "en"
                | "es"
                | "et"
                | "i"
                | "im"
                | "in"
                | "las"
                | "les"
                | "los"
                | "na"
                | "nad"
                | "ob"
                | "of"
                | "on"
                | "pod"
                | "sous"
                | "sur"
                | "the"
                | "und"
                | "upon"
                | "à"
                | "и"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_stand_in_both_kinds_of_names() {
        assert!(is_particle("von") && is_place_connector("von"));
        assert!(is_place_connector("upon") && !is_particle("upon"));
        assert!(!is_place_connector("Von"), "a capital begins a name");
    }
}
