//! Who is named where, and what the words beside the names say of them.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::Span;
use crate::entities::{Entity, EntityKind, MentionForm};
use crate::lexicon::{self, Gender, PersonWordKind, SpeakerNoun, SpeakerWord, is_speaker_word};
use crate::text::{Key, Text, Token};

/// Of so many mentions of somebody the words beside are read …
const MOST_MENTIONS: usize = 40;
/// … so many before each …
const BEFORE: usize = 7;
/// … and so many behind.
const BEHIND: usize = 14;

/// So many countries of somebody are kept.
const MOST_COUNTRIES: usize = 4;

/// A mention by name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named {
    pub span: Span,
    /// Its tokens: from, to.
    pub tokens: (usize, usize),
    pub entity: usize,
}

/// A pronoun that is linked to an entity.
#[derive(Clone, Copy, Debug)]
struct Pronoun {
    span: Span,
    entity: usize,
    /// Whether somebody speaks by it, who is found here and not by the link.
    is_source: bool,
}

/// What is known of somebody besides the name.
#[derive(Clone, Debug, Default)]
pub(super) struct Traits {
    /// The words of roles and appositions.
    pub words: Words,
    /// What speaks for he and for she: titles, roles, the given name. Pronouns do not: they are
    /// what is asked.
    pub genders: [i32; 2],
    /// The words that say what an organisation is: of `Bank of Norway`, `Bank`.
    pub heads: Words,
    /// The countries whose names stand beside theirs, as far as one looks.
    pub countries: Vec<[u8; 2]>,
    /// How often they are named.
    pub names: usize,
    /// Whether the dateline or the byline names them: who wrote the story.
    pub is_writer: bool,
}

impl Traits {
    pub fn gender(&self) -> Option<Gender> {
        match (self.genders[0] - self.genders[1]).signum() {
            1 => Some(Gender::Male),
            -1 => Some(Gender::Female),
            _ => None,
        }
    }

    /// Whether they are known to be of a country, or of other ones.
    pub fn is_of(&self, country: [u8; 2]) -> Option<bool> {
        (!self.countries.is_empty()).then(|| self.countries.contains(&country))
    }

    /// Whether no more than a given name tells the gender.
    pub fn is_unsure(&self) -> bool {
        self.genders[0].abs_diff(self.genders[1]) <= 2
    }

    pub fn may_be(&self, gender: Option<Gender>) -> bool {
        gender.is_none() || self.gender().is_none() || self.gender() == gender
    }

    /// Whether an organisation is what a noun says, as far as its name tells: `Some` if it tells.
    pub fn is(&self, noun: Key) -> Option<bool> {
        (!self.heads.keys.is_empty()).then(|| self.heads.has(noun))
    }
}

/// Words that somebody may be called by.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    keys: Vec<Key>,
    /// The lines of words like them.
    alike: Vec<u16>,
    /// Whether one of them names an office.
    pub is_office: bool,
}

impl Words {
    /// Whether one of them is this word.
    pub fn contains(&self, word: Key) -> bool {
        self.keys.contains(&word)
    }

    /// Whether one of them is this word or may stand for it.
    pub fn has(&self, word: Key) -> bool {
        self.contains(word) || lexicon::alike(word).iter().any(|line| self.alike.contains(line))
    }

    fn add(&mut self, word: &str) {
        const MOST: usize = 60;
        if self.keys.len() < MOST
            && let Some(key) = Key::of(word)
            && !is_small(word)
            && !self.keys.contains(&key)
        {
            self.keys.push(key);
            self.is_office |= is_speaker_word(word, SpeakerWord::Office);
            self.alike.extend(lexicon::alike(key));
            // `vice-chairwoman` is read by its last word too.
            if let Some((_, last)) = word.rsplit_once('-') {
                self.add(last);
            }
        }
    }
}

/// A text with its entities, as every question about speakers looks at it.
pub(super) struct Scene<'r, 't> {
    pub source: &'t str,
    pub text: &'r Text<'t>,
    pub entities: &'r [Entity],
    /// Every mention by name, in order.
    pub names: Vec<Named>,
    /// Every linked pronoun and its entity, in order.
    pronouns: Vec<Pronoun>,
    /// What the quotations of the text hold, in order.
    contents: Vec<Span>,
    /// Who bear a word of a person's name.
    bearers: HashMap<u64, Vec<usize>>,
    pub traits: Vec<Traits>,
    /// The words in small letters, once somebody asks.
    small: OnceCell<HashSet<&'t str>>,
}

impl<'r, 't> Scene<'r, 't> {
    pub fn of(
        text: &'r Text<'t>,
        entities: &'r [Entity],
        mut contents: Vec<Span>,
        sources: &[Span],
        apart: &[Span],
    ) -> Self {
        contents.sort_unstable();
        // What is told inside other words goes with them.
        contents.dedup_by(|inner, outer| outer.contains(*inner));
        let (mut names, mut pronouns) = (Vec::new(), Vec::new());
        for (number, entity) in entities.iter().enumerate() {
            if matches!(entity.kind, EntityKind::Date | EntityKind::Money) {
                continue;
            }
            let is_told =
                |it: &&crate::entities::Mention| !apart.iter().any(|apart| apart.overlaps(it.span));
            for mention in entity.mentions.iter().filter(is_told) {
                if mention.form == MentionForm::Pronoun {
                    pronouns.push(Pronoun {
                        span: mention.span,
                        entity: number,
                        is_source: sources
                            .binary_search_by_key(&mention.span.start(), |it| it.start())
                            .is_ok(),
                    });
                } else {
                    names.push(Named { span: mention.span, tokens: (0, 0), entity: number });
                }
            }
        }
        names.sort_unstable_by_key(|it| it.span);
        pronouns.sort_unstable_by_key(|it| it.span);
        let mut scene = Self {
            source: text.source(),
            text,
            entities,
            names,
            pronouns,
            contents,
            bearers: HashMap::new(),
            traits: Vec::new(),
            small: OnceCell::new(),
        };
        for at in 0..scene.names.len() {
            scene.names[at].tokens = scene.tokens_of(scene.names[at].span);
        }
        scene.read_traits();
        if !apart.is_empty() {
            for (entity, traits) in entities.iter().zip(&mut scene.traits) {
                let is_apart = |it: &Span| apart.iter().any(|apart| apart.overlaps(*it));
                traits.is_writer = entity.mentions.iter().any(|it| is_apart(&it.span));
            }
        }
        scene.read_bearers();
        scene
    }

    /// Who bear a word of a person's name, as far as one looks.
    pub fn bearers(&self, word: &str) -> &[usize] {
        let bearers = Key::of(word).and_then(|key| self.bearers.get(&key.0));
        bearers.map_or(&[], Vec::as_slice)
    }

    fn read_bearers(&mut self) {
        const MOST: usize = 8;
        for (number, entity) in self.entities.iter().enumerate() {
            if entity.kind != EntityKind::Person {
                continue;
            }
            for key in entity.name.split(' ').filter_map(Key::of) {
                let bearers = self.bearers.entry(key.0).or_default();
                if bearers.len() < MOST && !bearers.contains(&number) {
                    bearers.push(number);
                }
            }
        }
    }

    /// Whether the text has a word in small letters.
    pub fn has_word(&self, small: &str) -> bool {
        let words = || self.tokens().iter().map(|it| it.span.of(self.source));
        let is_small = |it: &&str| it.starts_with(char::is_lowercase);
        self.small.get_or_init(|| words().filter(is_small).collect()).contains(small)
    }

    pub fn tokens(&self) -> &'r [Token] {
        self.text.tokens()
    }

    /// The tokens that a span touches: from, to.
    pub fn tokens_of(&self, span: Span) -> (usize, usize) {
        let tokens = self.tokens();
        let from = tokens.partition_point(|token| token.span.end() <= span.start());
        let to = tokens.partition_point(|token| token.span.start() < span.end());
        (from, to.max(from))
    }

    /// What a token says; nothing beyond the ends.
    pub fn word(&self, at: usize) -> &'t str {
        self.tokens().get(at).map_or("", |token| token.span.of(self.source))
    }

    /// What a token before another says.
    pub fn word_before(&self, at: usize, back: usize) -> &'t str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    /// How many names begin before a byte.
    pub fn names_before(&self, byte: u32) -> usize {
        self.names.partition_point(|it| it.span.start() < byte)
    }

    /// The entity of a linked pronoun.
    pub fn pronoun(&self, span: Span) -> Option<usize> {
        let at = self.pronouns.partition_point(|it| it.span.start() < span.start());
        self.pronouns.get(at).filter(|it| it.span.overlaps(span)).map(|it| it.entity)
    }

    /// Whether words stand inside what somebody says.
    pub fn is_said(&self, span: Span) -> bool {
        let after = self.contents.partition_point(|it| it.start() <= span.start());
        self.contents[after.saturating_sub(2)..after].iter().any(|it| it.contains(span))
    }

    /// Whether the narration speaks of somebody between two places, as far as one looks.
    pub fn tells_of(&self, entity: usize, from: u32, to: u32) -> bool {
        const FAR: usize = 60;
        let begin = self.names.partition_point(|it| it.span.start() < from);
        let end = self.names_before(to);
        let mut names = self.names[begin.max(end.saturating_sub(FAR)).min(end)..end].iter();
        if names.any(|it| it.entity == entity && !self.is_said(it.span)) {
            return true;
        }
        let begin = self.pronouns.partition_point(|it| it.span.start() < from);
        let end = self.pronouns.partition_point(|it| it.span.start() < to);
        let mut pronouns = self.pronouns[begin.max(end.saturating_sub(FAR)).min(end)..end].iter();
        pronouns.any(|it| it.entity == entity && !it.is_source && !self.is_said(it.span))
    }

    /// Whom the narration between two places names first in its last sentence that names anybody, of
    /// those who fit.
    pub fn topic(
        &self,
        from: u32,
        to: u32,
        fits: impl Fn(usize) -> bool,
        may_be_said: bool,
    ) -> Option<usize> {
        const FAR: usize = 40;
        let end = self.names_before(to);
        let mut found: Option<(usize, usize)> = None;
        for name in self.names[end.saturating_sub(FAR)..end].iter().rev() {
            if name.span.start() < from {
                break;
            }
            if !may_be_said && self.is_said(name.span) || !fits(name.entity) {
                continue;
            }
            let sentence = self.sentence_of(name.span.start());
            if found.is_some_and(|it| it.0 != sentence) {
                break;
            }
            found = Some((sentence, name.entity));
        }
        found.map(|it| it.1)
    }

    /// The country that an entity is, or is of.
    pub fn country(&self, entity: usize) -> Option<[u8; 2]> {
        let country = self.entities[entity].country.as_deref()?;
        country.as_bytes().try_into().ok()
    }

    pub fn kind(&self, entity: usize) -> EntityKind {
        self.entities[entity].kind
    }

    /// The number of the sentence that holds a byte.
    pub fn sentence_of(&self, byte: u32) -> usize {
        self.text.sentences().partition_point(|sentence| sentence.end() <= byte)
    }

    pub fn paragraph_of(&self, byte: u32) -> usize {
        self.text.paragraphs().partition_point(|it| it.end() <= byte)
    }

    fn read_traits(&mut self) {
        let mut traits = vec![Traits::default(); self.entities.len()];
        for (entity, of) in self.entities.iter().zip(&mut traits) {
            for word in entity.role.iter().flat_map(|role| role.split([' ', '-'])) {
                of.words.add(word);
            }
            if entity.kind != EntityKind::Person {
                let names = std::iter::once(&entity.name).chain(entity.aliases.iter().take(8));
                for name in names {
                    add_heads(&mut of.heads, name);
                    for word in name.split([' ', '-']) {
                        of.words.add(word);
                    }
                }
                continue;
            }
            let first = entity.name.split(' ').next().unwrap_or("");
            if entity.name.len() > first.len()
                && let Some(gender) = lexicon::usual_gender(first)
            {
                of.genders[gender as usize] += 2;
            }
        }
        for name in &self.names {
            let of = &mut traits[name.entity];
            of.names += 1;
            if of.names <= MOST_MENTIONS && self.kind(name.entity) == EntityKind::Person {
                self.read_beside(*name, of);
            }
        }
        self.traits = traits;
    }

    /// The words of roles before a name, and of an apposition behind it.
    fn read_beside(&self, name: Named, traits: &mut Traits) {
        let (from, to) = name.tokens;
        // Whether a role was passed: what stands before it goes with it.
        let mut is_role = false;
        for at in (from.saturating_sub(BEFORE)..from).rev() {
            let word = self.word(at);
            if !word.starts_with(char::is_alphanumeric) {
                if matches!(word, "-" | "&")
                    || at + 2 >= from && matches!(word, "." | "," | ")" | "(" | "'s" | "’s")
                {
                    continue;
                }
                break;
            }
            if matches!(word, "named" | "surnamed" | "called") && at + 2 >= from {
                continue;
            }
            let known = lexicon::person_word(word);
            let is_named = word.starts_with(char::is_uppercase);
            if !(known.is_some() || is_role || is_named || matches!(word, "of" | "for"))
                || lexicon::is_speech_verb(word)
                || is_speaker_word(word, SpeakerWord::Preposition) && !matches!(word, "of" | "for")
                || is_speaker_word(word, SpeakerWord::Relative)
                || matches!(word, "and" | "but" | "or")
            {
                break;
            }
            if let Some(known) = known {
                is_role = true;
                if (at + 3 >= from || known.kind != PersonWordKind::Kin)
                    && let Some(gender) = known.gender
                {
                    traits.genders[gender as usize] += 4;
                }
            }
            traits.words.add(word);
            if traits.countries.len() < MOST_COUNTRIES
                && is_role
                && let Ok(number) = self.names.binary_search_by(|it| it.tokens.0.cmp(&at))
                && let Some(country) = self.country(self.names[number].entity)
                && !traits.countries.contains(&country)
            {
                traits.countries.push(country);
            }
        }
        if !matches!(self.word(to), "," | "(" | "is" | "was" | "—" | "–" | "-") {
            return;
        }
        // `Ane Lie, 34, a fisherman from Bergen, said`; but not `met Ane Lie, the mayor said`
        let is_clause = matches!(self.word(to), "is" | "was");
        let mut commas = 0;
        let mut closed = is_clause;
        let mut end = to + 1;
        while end < to + BEHIND {
            let word = self.word(end);
            if matches!(word, "," | ")" | "." | "—" | "–") {
                commas += 1;
                closed = true;
                let is_age = self.word(to + 1).starts_with(|c: char| c.is_numeric());
                if commas > 1 || end > to + 2 || word != "," || !is_age {
                    break;
                }
            } else if word.is_empty()
                || matches!(
                    word,
                    ";" | ":" | "“" | "\"" | "”" | "and" | "but" | "has" | "had" | "that"
                )
                || lexicon::is_speech_verb(word)
                || self
                    .names
                    .binary_search_by_key(&end, |it| it.tokens.0)
                    .is_ok_and(|it| self.kind(self.names[it].entity) == EntityKind::Person)
            {
                closed &= is_clause || commas > 0 || matches!(word, "and" | "that");
                break;
            }
            end += 1;
        }
        if !closed {
            return;
        }
        for at in to + 1..end {
            let word = self.word(at);
            if at <= to + 5
                && let Some(gender) = lexicon::person_word(word).and_then(|it| it.gender)
            {
                traits.genders[gender as usize] += 3;
            }
            traits.words.add(word);
        }
    }
}

/// Adds the words of a name that say what bears it: `Bank` of `Bank of Norway`, `Nordhav Bank`.
fn add_heads(heads: &mut Words, name: &str) {
    let words: Vec<&str> = name.split(' ').collect();
    let of = words.iter().position(|word| matches!(*word, "of" | "for" | "on" | "in"));
    let end = of.unwrap_or(words.len());
    for &word in words[..end].iter().rev().take(2) {
        let noun = lexicon::speaker_noun(word);
        let tail = Key::of(word).filter(|&key| lexicon::organisation_tail(key).is_some());
        let noun = noun.filter(|it| !matches!(it.0, SpeakerNoun::Group | SpeakerNoun::Person));
        if noun.is_some() || tail.is_some() {
            heads.add(word);
            if tail.is_none() {
                break;
            }
        } else {
            break;
        }
    }
}

/// Whether a word says nothing by itself.
pub(super) fn is_small(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "the"
            | "a"
            | "an"
            | "of"
            | "for"
            | "and"
            | "in"
            | "at"
            | "on"
            | "to"
            | "by"
            | "from"
            | "with"
            | "is"
            | "was"
            | "s"
    )
}

pub(super) fn is_article(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "The"
            | "A"
            | "An"
            | "This"
            | "That"
            | "These"
            | "Those"
    )
}

pub(super) fn is_definite(word: &str) -> bool {
    matches!(
        word,
        "the" | "The" | "this" | "This" | "that" | "That" | "these" | "These" | "those" | "Those"
    )
}
