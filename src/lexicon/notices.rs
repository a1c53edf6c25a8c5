//! What houses print below and between stories.

use std::sync::LazyLock;

use super::lines;

/// Phrases that tell a notice.
struct Notices {
    /// At the beginning of a sentence.
    openings: Vec<&'static str>,
    /// Anywhere in it.
    parts: Vec<&'static str>,
}

static NOTICES: LazyLock<Notices> = LazyLock::new(|| {
    let phrases = lines(include_str!("notices.txt")).flat_map(|line| line.split("; "));
    let (openings, parts): (Vec<_>, Vec<_>) = phrases.partition(|phrase| phrase.starts_with('^'));
    Notices { openings: openings.into_iter().map(|phrase| &phrase[1..]).collect(), parts }
});

/// Whether a sentence reads like a notice of the house: `Sign up for our newsletter.`
pub fn is_notice(sentence: &str) -> bool {
    let small = sentence.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    let small = small.to_lowercase();
    let whole = |phrase: &&str| {
        let next = small[phrase.len()..].chars().next();
        !phrase.ends_with(char::is_alphanumeric) || !next.is_some_and(char::is_alphanumeric)
    };
    NOTICES.openings.iter().any(|phrase| small.starts_with(phrase) && whole(phrase))
        || NOTICES.parts.iter().any(|phrase| small.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_are_told_from_news() {
        for notice in [
            "Sign up for our morning newsletter.",
            "© 2019 The Courier",
            "» Read more: the harbour in pictures",
            "No part of this text may be reproduced without permission of the Courier.",
            "Alle Rechte vorbehalten.",
        ] {
            assert!(is_notice(notice), "{notice}");
        }
        for news in [
            "Subscribers waited for the paper in vain.",
            "The mayor will sign up volunteers on Monday.",
            "Getting the ferry afloat took a week.",
        ] {
            assert!(!is_notice(news), "{news}");
        }
    }

    #[test]
    fn phrases_are_small_and_stand_once() {
        let all = NOTICES.openings.iter().chain(&NOTICES.parts);
        let mut all: Vec<&str> = all.copied().collect();
        for phrase in &all {
            assert_eq!(*phrase, phrase.trim().to_lowercase());
        }
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
