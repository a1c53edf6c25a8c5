//! Lists of names, as bylines and credits have them: `Ann Lee and Bob Roe in Oslo, staff writers`.

use super::span_of;
use crate::lexicon::{self, BylineRole};
use crate::text::Key;
use crate::{Span, gazetteer};

/// A name has at most this many words, and a list so many names.
const MOST_WORDS: usize = 6;
const MOST_NAMES: usize = 30;
/// A name with what that person is, for whom and where, has at most so many words.
const MOST_PART: usize = 16;
/// So many words may stand before the word that says what somebody is, and behind it.
const MOST_BEFORE: usize = 6;
const MOST_BEHIND: usize = 8;
/// A telephone number has at least so many digits.
const FEWEST_DIGITS: usize = 7;

/// What parts names.
const MARKS: [char; 6] = [',', '|', '•', ';', '/', '·'];

/// Who is named, as what, and where they were.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct People {
    pub names: Vec<Span>,
    pub roles: Vec<Span>,
    pub places: Vec<Span>,
}

impl People {
    /// Reads a list of names; `None` when a part of it is neither a name, a role nor a place.
    pub fn read(text: &str, list: &str) -> Option<Self> {
        let mut people = Self::default();
        let mut start = 0;
        for (at, mark) in list.match_indices(MARKS).chain([(list.len(), "")]) {
            let barred = list[..start].ends_with(['|', '•']);
            for part in split_at_joiners(&list[start..at]) {
                let part = part.trim();
                // What stands behind a bar is a paper: `Ann Lee | The Courier`.
                if barred && !people.names.is_empty() && is_title(part) {
                    people.roles.push(span_of(text, part));
                } else {
                    people.part(text, part)?;
                }
            }
            if people.names.len() > MOST_NAMES {
                return None;
            }
            start = at + mark.len();
        }
        (!people.names.is_empty() || !people.roles.is_empty()).then_some(people)
    }

    /// A name of one word, where nothing else can stand: `Editing by Ane`.
    pub fn single(text: &str, word: &str) -> Option<Self> {
        let word = word.trim_matches(|c: char| c.is_whitespace() || c == ':');
        let word = word.strip_suffix('.').unwrap_or(word);
        let is_one = word.starts_with(char::is_uppercase)
            && word.chars().nth(1).is_some()
            && word.chars().all(char::is_alphabetic)
            && !is_no_name(word)
            && !lexicon::is_function_word(word)
            && lexicon::month(word).is_none();
        is_one.then(|| Self { names: vec![span_of(text, word)], ..Self::default() })
    }

    fn part(&mut self, text: &str, part: &str) -> Option<()> {
        let part = part.trim_matches(|c: char| c.is_whitespace() || "(*_:)".contains(c));
        let part = match part.strip_suffix('.') {
            // `Carl Roe Jr.`, `Ann L.`
            Some(front) if !front.ends_with("Jr") && !front.ends_with("Sr") => front,
            _ => part,
        };
        if part.is_empty() || is_contact(part) || matches!(part, "Jr" | "Sr" | "Jr." | "Sr.") {
            return Some(());
        }
        // What has so many words is a sentence.
        if part.split(' ').nth(MOST_PART).is_some() {
            return None;
        }
        // `Ann Lee in Oslo`
        for word in [" in ", " IN ", " en ", " à ", " aus ", " at ", " em "] {
            let Some((front, place)) = part.split_once(word) else { continue };
            let place = place.trim();
            let chief = same("chief", place) || same("chef", place);
            if is_place(place) && !chief && !is_role(place) && !front.contains(word) {
                self.part(text, front.trim())?;
                self.places.push(span_of(text, place));
                return Some(());
            }
        }
        // `Ann Lee, in Oslo`
        if let Some(place) = part.strip_prefix("in ").filter(|place| is_place(place))
            && !self.names.is_empty()
        {
            self.places.push(span_of(text, place));
            return Some(());
        }
        // `Ann Lee of The Courier`
        for word in [" of ", " from ", " for "] {
            let Some((name, house)) = part.split_once(word) else { continue };
            if is_name(name.trim()) && (is_role(house) || is_house(house)) {
                self.names.push(span_of(text, name.trim()));
                self.roles.push(span_of(text, house.trim()));
                return Some(());
            }
        }
        if let Some(role) = behind_name(part) {
            // `ANN LEE Associated Press`
            let name = part[..part.len() - role.len()].trim_end();
            self.names.push(span_of(text, name));
            self.roles.push(span_of(text, role));
        } else if let Some(name) = behind_role(part) {
            // `AP reporter Ann Lee`
            let role = part[..part.len() - name.len()].trim_end();
            self.roles.push(span_of(text, role));
            self.names.push(span_of(text, name));
        } else if is_role(part) || (!self.names.is_empty() && is_house(part)) {
            self.roles.push(span_of(text, part));
        } else if is_name(part) && !self.is_country(text, part) {
            self.names.push(span_of(text, part));
        } else if !self.places.is_empty() && part.split(' ').count() <= 3 && is_place(part) {
            // `in Oslo, Norway`, `in Kyiv, Lviv and Odesa`
            self.places.push(span_of(text, part));
        } else {
            return None;
        }
        Some(())
    }

    /// Whether a part belongs to the place before it: `in Brno, Czech Republic, and Sue Lind in Turku`
    fn is_country(&self, text: &str, part: &str) -> bool {
        let part_start = span_of(text, part).start();
        let behind_place = self.places.last().is_some_and(|place| {
            self.names.last().is_none_or(|name| name.start() < place.start())
                && part_start - place.end() <= 2
        });
        behind_place && !gazetteer::lookup(part).is_empty()
    }
}

/// The parts between the words that join names.
fn split_at_joiners(text: &str) -> Vec<&str> {
    const JOINERS: [&str; 20] = [
        "and", "AND", "And", "&", "und", "UND", "y", "Y", "et", "ET", "e", "E", "og", "och",
        "with", "With", "via", "avec", "mit", "con",
    ];
    let mut parts = Vec::new();
    let mut start = 0;
    for word in text.split_whitespace() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        if JOINERS.contains(&word) {
            parts.push(&text[start..at]);
            start = at + word.len();
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The name in `Associated Press writer Ann Lee`.
fn behind_role(part: &str) -> Option<&str> {
    let starts = part.match_indices(' ').map(|(at, _)| at);
    starts.rev().take(MOST_WORDS).find_map(|at| {
        let (role, name) = (&part[..at], part[at..].trim_start());
        let person = matches!(self::role(role), Some(Role::Person | Role::Staff));
        (person && is_name(name) && !is_role(name)).then_some(name)
    })
}

/// The role in `Ann Lee AP Sports Writer`.
fn behind_name(part: &str) -> Option<&str> {
    let starts = part.match_indices(' ').map(|(at, _)| at);
    starts.skip(1).take(MOST_WORDS).find_map(|at| {
        let (name, words) = (&part[..at], part[at..].trim_start());
        let role = role(words);
        let sure = matches!(role, Some(Role::Person | Role::Agency { is_weak: false }));
        // `Senior Sports Writer` is no writer of this name.
        (sure && begins_with_agency(words) && is_name(name)).then_some(words)
    })
}

/// `AP Sports Writer`, `Associated Press`
fn begins_with_agency(words: &str) -> bool {
    let ends = words.match_indices(' ').map(|(at, _)| at).chain([words.len()]);
    begins_with_capital(words)
        && ends.take(3).any(|end| lexicon::agency(&words[..end]).is_some_and(|it| !it.is_weak))
}

/// A paper that no table knows: `The Ledger`
fn is_house(words: &str) -> bool {
    let name = words.trim().strip_prefix("The ");
    name.is_some_and(|name| {
        let capital = |word: &str| begins_with_capital(word) && !ends_phrase(word);
        name.split(' ').count() <= 3 && name.split(' ').all(capital)
    })
}

/// Whether words are a person's name: two to six of them, with capitals but for particles.
pub(super) fn is_name(words: &str) -> bool {
    let count = words.split_whitespace().take(MOST_WORDS + 1).count();
    (2..=MOST_WORDS).contains(&count)
        && words.split_whitespace().enumerate().all(|(i, word)| {
            // `al-Rashid`
            let word = word.split_once('-').filter(|it| it.0.len() <= 3).map_or(word, |it| it.1);
            let letters = word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '\u{ad}'));
            let capital = begins_with_capital(word) && !is_no_name(word) && !is_possessive(word);
            // `van der Berg`, and not `la Paz`
            let leads = matches!(word, "van" | "von" | "de" | "di" | "ter" | "al" | "bin" | "zu");
            let particle = i + 1 < count && if i == 0 { leads } else { lexicon::is_particle(word) };
            letters && (capital || particle)
        })
        && lexicon::agency(words).is_none()
}

/// `God’s`, and not `O’Shea`
fn is_possessive(word: &str) -> bool {
    ["'s", "’s", "'S", "’S"].iter().any(|ending| word.ends_with(ending))
}

/// A word that stands in no name, whatever its case.
fn is_no_name(word: &str) -> bool {
    lexicon::is_no_name(word) || is_weekday(word) || lexicon::byline_role(word).is_some()
}

/// Whether a word is one of small letters, whatever its case.
fn same(small: &str, word: &str) -> bool {
    small.len() == word.len() && small.chars().eq(word.chars().flat_map(char::to_lowercase))
}

fn begins_with_capital(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()))
}

fn is_weekday(word: &str) -> bool {
    Key::of(word).is_some_and(lexicon::is_weekday)
}

/// Whether words are a place's name, as far as their letters tell: `Frankfurt am Main`, `the West Bank`.
fn is_place(words: &str) -> bool {
    let words = words.strip_prefix("the ").unwrap_or(words);
    let count = words.split_whitespace().take(MOST_WORDS + 1).count();
    let small = |word: &str| matches!(word, "am" | "an" | "of" | "on" | "upon" | "sur" | "the");
    (1..=MOST_WORDS).contains(&count)
        && words.split_whitespace().enumerate().all(|(i, word)| {
            let inner = 0 < i && i + 1 < count && (small(word) || lexicon::is_particle(word));
            inner || (begins_with_capital(word) && !is_possessive(word) && !ends_phrase(word))
        })
        && !words.split_whitespace().next().is_some_and(is_weekday)
}

/// Whether something ends behind a word: `Oslo:`, `Oslo!”`
fn ends_phrase(word: &str) -> bool {
    word.ends_with([':', '!', '?', '"', '”'])
}

/// The places of a list: `Oslo, Norway, and Paris`.
pub(super) fn places(text: &str, list: &str) -> Option<Vec<Span>> {
    let parts = list.split(MARKS).flat_map(split_at_joiners);
    let parts = parts.map(|part| part.trim().trim_end_matches('.')).filter(|it| !it.is_empty());
    let places: Option<Vec<Span>> =
        parts.map(|part| is_place(part).then(|| span_of(text, part))).collect();
    places.filter(|places| !places.is_empty())
}

/// A few words with capitals, as the names of papers are.
fn is_title(words: &str) -> bool {
    let count = words.split_whitespace().take(MOST_BEFORE + 1).count();
    (1..=MOST_BEFORE).contains(&count) && words.starts_with(|c: char| !c.is_lowercase())
}

/// `ann.lee@courier.example`, `+47 22 33 44 55`
pub(super) fn is_contact(words: &str) -> bool {
    let mut count = 0;
    let all = words.split_whitespace().all(|word| {
        count += 1;
        count <= 1 && lexicon::is_address(word)
    });
    let digits = words.bytes().filter(u8::is_ascii_digit).count();
    let phone = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '+' | '-' | '.' | '(' | ')');
    (all && count == 1) || (digits >= FEWEST_DIGITS && words.chars().all(phone))
}

/// What words say about somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `Staff Writer`
    Person,
    /// `Staff Reports`, `Bengaluru Newsroom`
    Staff,
    /// `Associated Press`; weak if it is another word too.
    Agency { is_weak: bool },
    /// `The Daily Post`
    House,
}

/// Whether words say what somebody is, or for whom they write: `Staff Writer`, `AP`, `for Reuters`.
pub(super) fn is_role(words: &str) -> bool {
    role(words).is_some()
}

/// What words say about somebody, if they do and say nothing else.
pub(super) fn role(words: &str) -> Option<Role> {
    let words = words.trim();
    let house = ["for ", "For ", "FOR ", "of ", "Of ", "OF "]
        .iter()
        .find_map(|word| words.strip_prefix(word));
    let words = house.unwrap_or(words).trim();
    if let Some(agency) = lexicon::agency(words)
        && (words.contains(char::is_uppercase) || agency.form == words)
    {
        return Some(Role::Agency { is_weak: agency.is_weak });
    }
    let whole = words;
    let words: Vec<&str> =
        words.split([' ', '\u{a0}']).take(MOST_BEFORE + MOST_BEHIND + 2).collect();
    if words.len() > MOST_BEFORE + MOST_BEHIND + 1 {
        return None;
    }
    (0..words.len()).rev().find_map(|at| role_at(whole, &words, at))
}

/// What words say about somebody if it is the one at `at` that does.
fn role_at(whole: &str, words: &[&str], at: usize) -> Option<Role> {
    let last = words[at].rsplit('-').next().unwrap_or_default();
    let pair = at.checked_sub(1).map(|front| span_of(whole, words[front]));
    let pair = pair.map(|front| front.cover(span_of(whole, words[at])).of(whole));
    let pair = pair.and_then(lexicon::byline_role);
    // `special to The Post`
    let (first, is_special) = match pair {
        Some(_) if lexicon::is_role_tail(words[at]) => (at - 1, true),
        _ => (at, false),
    };
    let role = pair.or_else(|| lexicon::byline_role(last))?;
    let before = &words[..first];
    let behind = &words[at + 1..];
    let front = before.len() <= MOST_BEFORE
        && before
            .iter()
            .all(|word| word.chars().all(|c| c.is_alphanumeric() || ".-&’'".contains(c)))
        && before.iter().skip(1).all(|word| !lexicon::is_function_word(word))
        && before.first().is_none_or(|word| !lexicon::is_role_verb(word));
    let tail = match behind.first() {
        None => !is_special,
        Some(word) => {
            (is_special || lexicon::is_role_tail(word)) && is_tail_of_capitals(behind, is_special)
        }
    };
    // `editor in chief`, `rédactrice en chef`
    let in_chief = matches!(behind, ["in" | "In" | "IN" | "en", last] if same("chief", last) || same("chef", last));
    let role = match role {
        BylineRole::Person => Role::Person,
        BylineRole::Staff => Role::Staff,
        BylineRole::House => Role::House,
    };
    (front && (tail || in_chief)).then_some(role)
}

/// Whether all words of a tail begin with capitals but for particles: `of the Courier`, `to The Post`.
fn is_tail_of_capitals(tail: &[&str], is_special: bool) -> bool {
    let names = if is_special { tail } else { &tail[1..] };
    !names.is_empty()
        && names.len() <= MOST_BEHIND
        && names.iter().enumerate().all(|(i, word)| {
            let small = i + 1 < names.len()
                && (lexicon::is_role_tail(word)
                    || lexicon::is_particle(word)
                    || matches!(*word, "the" | "la" | "les" | "die" | "el" | "&"));
            small || (begins_with_capital(word) && !ends_phrase(word))
        })
}
