//! Who `she` is.
//!
//! The text is walked from its beginning, and who was spoken of last is kept in mind: people with
//! names, and others (`a woman`, `the driver`), who take pronouns too. For each pronoun those that
//! agree with it are weighed; it is linked if the best is a person with a name and stands out. The
//! first walk learns who is `he` and who `she`, the second one links.

mod clause;
mod quotes;
mod they;
mod weigh;

use super::Cluster;
use super::groups::NONE;
use super::people;
use super::reading::Reading;
use crate::Span;
use crate::entities::EntityKind;
use crate::lexicon::{self, Gender, PersonWordKind};
use crate::text::TokenKind;
use quotes::Quotes;
use they::is_they;

/// So many of those who were spoken of last are weighed.
const IN_MIND: usize = 10;
/// Nobody is meant who was last spoken of so many sentences ago.
const FORGOTTEN: usize = 9;

/// What tells gender, beside what roles tell.
const BY_ADDRESS: f32 = 3.0;
const BY_FIRST_NAME: f32 = 1.2;
const BY_PRONOUN: f32 = 0.5;
/// From here on the other gender is out of the question.
const CERTAIN: f32 = 1.0;

/// Links the pronouns of people. Who is named in the byline is not spoken of there.
pub(super) fn link(reading: &Reading<'_>, byline: Option<Span>, clusters: &mut [Cluster]) {
    if !clusters.iter().any(|it| matches!(it.kind, EntityKind::Person | EntityKind::Org)) {
        return;
    }
    for cluster in clusters.iter_mut().filter(|it| it.kind == EntityKind::Person) {
        learn_genders(reading, cluster);
    }
    let mut of_name = vec![NONE; reading.names.len()];
    for (number, cluster) in clusters.iter().enumerate() {
        for &name in &cluster.names {
            of_name[name] = number as u32;
        }
    }
    let quotes = Quotes::of(reading, &of_name);
    for pass in 0..2 {
        let mut walk = Walk {
            reading,
            byline,
            quotes: &quotes,
            of_name: &of_name,
            clusters,
            mind: Vec::with_capacity(IN_MIND + 1),
            links: pass == 1,
        };
        walk.go();
    }
}

/// What titles and the first name tell; what roles tell is known already.
fn learn_genders(reading: &Reading<'_>, cluster: &mut Cluster) {
    for &name in cluster.names.iter().take(40) {
        if let Some(gender) = people::gender_of_address(reading, name) {
            cluster.genders[gender as usize] += BY_ADDRESS;
        }
    }
    let words = people::core(reading, cluster.fullest);
    if words.len() > 1
        && let Some(gender) = people::gender_of_first_name(reading, words)
    {
        cluster.genders[gender as usize] += BY_FIRST_NAME;
    }
}

/// What a pronoun does in its sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Subject,
    Object,
    Possessive,
    Reflexive,
}

/// The pronoun that a word is.
fn pronoun(word: &str) -> Option<(Gender, Case)> {
    let mut small = [0; 7];
    let small = small.get_mut(..word.len())?;
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    match &*small {
        b"he" => Some((Gender::Male, Case::Subject)),
        b"him" => Some((Gender::Male, Case::Object)),
        b"his" => Some((Gender::Male, Case::Possessive)),
        b"himself" => Some((Gender::Male, Case::Reflexive)),
        b"she" => Some((Gender::Female, Case::Subject)),
        b"her" | b"hers" => Some((Gender::Female, Case::Possessive)),
        b"herself" => Some((Gender::Female, Case::Reflexive)),
        _ => None,
    }
}

/// Somebody who was spoken of.
#[derive(Clone, Copy)]
struct Candidate {
    /// Which cluster; `NONE` for somebody without a name.
    cluster: u32,
    genders: [f32; 2],
    is_definite: bool,
    /// Where they were last spoken of.
    end: usize,
    /// Whether that was `his` or `her`.
    is_possessive: bool,
    place: Place,
    quote: u32,
    is_subject: bool,
    is_oblique: bool,
    by_pronoun: bool,
    /// Outside quotations so many sentences had begun when they last said something.
    spoke: Option<u32>,
    /// Whether that was where they were last spoken of.
    spoke_here: bool,
    mentions: u32,
}

/// A place in the text, in larger units.
#[derive(Clone, Copy, Default)]
struct Place {
    sentence: usize,
    /// Sentences so far that begin outside quotations.
    told: usize,
    paragraph: usize,
    /// Whether nobody was spoken of in the sentence yet.
    first: bool,
}

struct Walk<'r, 't, 'c> {
    reading: &'r Reading<'t>,
    byline: Option<Span>,
    quotes: &'r Quotes,
    of_name: &'r [u32],
    clusters: &'c mut [Cluster],
    /// Who was spoken of, the last one last.
    mind: Vec<Candidate>,
    /// Whether pronouns are linked, or only learnt from.
    links: bool,
}

impl Walk<'_, '_, '_> {
    fn go(&mut self) {
        let reading = self.reading;
        let (tokens, sentences) = (reading.tokens(), reading.text.sentences());
        let paragraphs = reading.text.paragraphs();
        let (mut name, mut at) = (0, 0);
        let mut place = Place::default();
        let mut begun = None;
        while at < tokens.len() {
            let token = tokens[at];
            while sentences.get(place.sentence).is_some_and(|it| it.end() <= token.span.start()) {
                place.sentence += 1;
            }
            if begun != Some(place.sentence) {
                begun = Some(place.sentence);
                place.first = true;
                let word = token.span.of(reading.source);
                let quoted =
                    self.quotes.holding(at) != NONE || matches!(word, "“" | "\"" | "«" | "„");
                place.told += usize::from(!quoted);
            }
            while paragraphs.get(place.paragraph).is_some_and(|it| it.end() <= token.span.start()) {
                place.paragraph += 1;
            }
            while reading.names.get(name).is_some_and(|it| it.tokens.1 <= at) {
                name += 1;
            }
            if let Some(spelled) = reading.names.get(name)
                && spelled.tokens.0 <= at
            {
                let next = spelled.tokens.1.max(at + 1);
                let is_told = self.byline.is_none_or(|it| !it.overlaps(spelled.span));
                if spelled.kind == EntityKind::Person && is_told && self.of_name[name] != NONE {
                    self.meet(self.of_name[name], at, next, place, false);
                    place.first = false;
                }
                at = next;
                continue;
            }
            if token.kind == TokenKind::Word {
                let word = token.span.of(reading.source);
                if let Some((gender, case)) = pronoun(word) {
                    let found = self.weigh(gender, self.case(at, case), at, place);
                    if let Some(cluster) = found {
                        self.meet(cluster, at, at + 1, place, true);
                        let cluster = &mut self.clusters[cluster as usize];
                        if self.links {
                            cluster.pronouns.push(token.span);
                        } else {
                            cluster.pronoun_genders[gender as usize] += BY_PRONOUN;
                        }
                    }
                    place.first = false;
                }
                if self.links
                    && is_they(word)
                    && let Some(cluster) = self.organisation(at, place)
                {
                    self.clusters[cluster as usize].pronouns.push(token.span);
                }
                if is_determiner(word)
                    && let Some(next) = self.nominal(at, place)
                {
                    place.first = false;
                    at = next;
                    continue;
                }
            }
            at += 1;
        }
    }

    /// `her` is an object where no noun follows.
    fn case(&self, at: usize, case: Case) -> Case {
        let word = self.reading.token(at);
        if case != Case::Possessive || !word.eq_ignore_ascii_case("her") {
            return case;
        }
        let next = self.reading.token(at + 1);
        // `her last book`; but `met her last week`
        let then = self.reading.token(at + 2);
        let counts = matches!(
            next,
            "last" | "next" | "first" | "own" | "other" | "many" | "few" | "only" | "two" | "three"
        ) && then.starts_with(char::is_lowercase)
            && !lexicon::is_time_word(then)
            && !lexicon::is_function_word(then)
            && !matches!(then, "week" | "month" | "year" | "night" | "weekend" | "time");
        let noun = counts
            || next.starts_with(char::is_alphanumeric)
                && !lexicon::is_function_word(next)
                && !lexicon::starts_sentences(next)
                && !matches!(
                    next,
                    "to" | "as" | "a" | "an" | "the" | "that" | "with" | "by" | "about"
                );
        if noun { Case::Possessive } else { Case::Object }
    }

    /// Somebody is spoken of.
    fn meet(&mut self, cluster: u32, at: usize, end: usize, place: Place, by_pronoun: bool) {
        let known = self.mind.iter().position(|it| it.cluster == cluster);
        let known = known.map(|known| self.mind.remove(known));
        let is_oblique = self.is_oblique(at, end);
        let quote = self.quotes.holding(at);
        let speaks = quote == NONE
            && if by_pronoun { self.speaks(at) } else { self.is_beside_speech(at, end) };
        let spoke = if speaks { Some(place.told as u32) } else { known.and_then(|it| it.spoke) };
        let candidate = Candidate {
            cluster,
            genders: self.clusters[cluster as usize].genders,
            is_definite: true,
            end,
            is_possessive: by_pronoun
                && matches!(self.reading.token(at).as_bytes(), b"his" | b"His" | b"her" | b"Her"),
            place,
            quote,
            is_subject: place.first && !is_oblique,
            is_oblique,
            by_pronoun,
            spoke,
            spoke_here: speaks,
            mentions: known.map_or(1, |it| it.mentions + 1),
        };
        self.remember(candidate);
    }

    fn remember(&mut self, candidate: Candidate) {
        if self.mind.len() >= IN_MIND {
            self.mind.remove(0);
        }
        self.mind.push(candidate);
    }

    /// Somebody without a name: `a woman`, `the governor`. Gives the token behind.
    fn nominal(&mut self, at: usize, place: Place) -> Option<usize> {
        const FAR: usize = 4;
        let reading = self.reading;
        let determiner = reading.token(at);
        let mut head = None;
        for next in at + 1..=at + FAR {
            let token = reading.tokens().get(next)?;
            let word = token.span.of(reading.source);
            if token.kind != TokenKind::Word && word != "-" && token.kind != TokenKind::Number {
                break;
            }
            if lexicon::is_function_word(word)
                || matches!(word, "of" | "to" | "and" | "who" | "is" | "was")
            {
                break;
            }
            if let Some(known) = lexicon::person_word(word)
                && matches!(
                    known.kind,
                    PersonWordKind::Role | PersonWordKind::Kin | PersonWordKind::Someone
                )
                && lexicon::person_word(reading.token(next + 1)).is_none()
            {
                head = Some((next, known, word));
                break;
            }
        }
        let (head, known, word) = head?;
        // `the singer Ane Lie`; `the workers`
        let number = reading.names.partition_point(|name| name.tokens.0 <= head);
        if let Some(name) = reading.names.get(number)
            && name.kind == EntityKind::Person
            && (name.tokens.0 == head + 1
                || name.tokens.0 == head + 2 && reading.token(head + 1) == ",")
        {
            return None;
        }
        // An apposition: `Ane Lie, 45, a singer,`
        if number > 0
            && reading.names[number - 1].kind == EntityKind::Person
            && reading.names[number - 1].tokens.1 + 3 >= at
            && reading.token_before(at, 1) == ","
            && reading.token(reading.names[number - 1].tokens.1) == ","
        {
            return Some(head + 1);
        }
        if word.ends_with('s') || word.ends_with("men") || reading.token(head + 1) == "-" {
            return None;
        }
        let definite = matches!(determiner, "the" | "The" | "this" | "This");
        if definite && known.kind == PersonWordKind::Role {
            // `the governor`, who has a name.
            let named = self
                .mind
                .iter()
                .rev()
                .find(|it| it.cluster != NONE && self.has_role(it.cluster, word));
            if let Some(cluster) = named.map(|it| it.cluster) {
                self.meet(cluster, at, head + 1, place, false);
                return Some(head + 1);
            }
        }
        let mut genders = [0.0; 2];
        if let Some(gender) = known.gender {
            genders[gender as usize] += BY_ADDRESS;
        }
        let is_oblique = self.is_oblique(at, head + 1);
        let quote = self.quotes.holding(at);
        let speaks = quote == NONE && self.is_beside_speech(at, head + 1);
        let candidate = Candidate {
            cluster: NONE,
            genders,
            is_definite: definite,
            end: head + 1,
            is_possessive: false,
            place,
            quote,
            is_subject: place.first && !is_oblique,
            is_oblique,
            by_pronoun: false,
            spoke: speaks.then_some(place.told as u32),
            spoke_here: speaks,
            mentions: 1,
        };
        self.remember(candidate);
        Some(head + 1)
    }

    fn has_role(&self, cluster: u32, word: &str) -> bool {
        let Some(role) = self.clusters[cluster as usize].role else { return false };
        let role = role.of(self.reading.source);
        let mut words = role.split(|c: char| !c.is_alphanumeric());
        words.any(|other| other.eq_ignore_ascii_case(word))
    }
}

fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "A"
            | "An"
            | "The"
            | "this"
            | "This"
            | "that"
            | "another"
            | "Another"
            | "his"
            | "her"
            | "His"
            | "Her"
            | "their"
            | "Their"
            | "one"
            | "One"
            | "my"
            | "My"
    )
}
