//! What the words of a source say: a name, a pronoun, a description, and which of its words counts.

use super::scene::{Scene, is_article, is_definite, is_preposition, is_relative, is_small};
use crate::Span;
use crate::entities::EntityKind;
use crate::lexicon::{self, Gender, PersonWordKind, SpeakerNoun};
use crate::quotes::SpeakerKind;
use crate::text::Key;

/// No more words of a source are looked at.
const MOST_UNITS: usize = 80;

/// The words of a source, read.
#[derive(Clone, Debug)]
pub(super) enum Phrase {
    /// `she`
    Pronoun(Pronoun),
    /// Somebody or something with a name.
    Named(usize),
    /// `Ane Lie and Bob Roe`
    Several { name: String, kind: SpeakerKind },
    /// `the statement`, and whose it is, where the words say so.
    Statement { of: Option<Box<Phrase>>, description: Description },
    /// All else.
    Described(Description),
}

/// A pronoun that is a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    /// `he`, `she`
    Third(Gender),
    They,
    It,
    We,
    I,
    You,
    Who,
}

/// A description: `the spokeswoman for the board`.
#[derive(Clone, Debug)]
pub(super) struct Description {
    /// The words without article, as a name.
    pub name: String,
    /// The one that says what it is.
    pub head: Option<Key>,
    /// The head's token.
    pub at: usize,
    /// The words before it.
    pub before: Vec<Key>,
    /// Whether more stands behind it: `of the board`.
    pub is_long: bool,
    pub is_definite: bool,
    pub is_indefinite: bool,
    pub is_plural: bool,
    pub kind: SpeakerKind,
    pub gender: Option<Gender>,
    /// Whether the table of nouns has the head, or that of people.
    pub is_known: bool,
    pub is_place: bool,
    /// Whether the head may be a person as well as an organisation: `the broker`.
    pub is_either: bool,
    /// Whether it is one besides others: `the other woman`.
    pub is_other: bool,
    /// Whether it is the one that spoke before: `the same source`.
    pub is_same: bool,
    /// Whether a name stands before the head: `the Nordhav team`.
    pub has_name: bool,
    /// Whether it is somebody's: `the city's mayor`.
    pub is_owned: bool,
    /// Whether the head is an acronym: `the MEC`.
    pub is_acronym: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// A name: which one, and its tokens.
    Name {
        entity: usize,
        from: usize,
        to: usize,
    },
    Word(usize),
    Comma(usize),
    /// `'s`
    Possessive(usize),
    Preposition(usize),
    /// `who`
    Relative,
}

impl Unit {
    fn from(self) -> Option<usize> {
        match self {
            Self::Name { from, .. } => Some(from),
            Self::Word(at) | Self::Comma(at) | Self::Possessive(at) | Self::Preposition(at) => {
                Some(at)
            }
            Self::Relative => None,
        }
    }

    fn to(self) -> Option<usize> {
        match self {
            Self::Name { to, .. } => Some(to),
            other => other.from().map(|at| at + 1),
        }
    }
}

/// Reads the words of a source.
pub(super) fn read(scene: &Scene<'_, '_>, source: Span) -> Option<Phrase> {
    let (from, to) = scene.tokens_of(source);
    // Somebody may be called You, or He.
    let name = scene.names.partition_point(|it| it.tokens.0 < from);
    if let Some(name) = scene.names.get(name).filter(|it| it.tokens == (from, to))
        && scene.kind(name.entity) == EntityKind::Person
    {
        return Some(Phrase::Named(name.entity));
    }
    read_tokens(scene, from, to, 0)
}

/// Reads the words between two tokens.
pub(super) fn read_between(scene: &Scene<'_, '_>, from: usize, to: usize) -> Option<Phrase> {
    read_tokens(scene, from, to, 1)
}

fn read_tokens(scene: &Scene<'_, '_>, from: usize, to: usize, depth: usize) -> Option<Phrase> {
    let is_mark =
        |at: usize| !scene.word(at).contains(char::is_alphanumeric) && scene.word(at) != "(";
    let (mut from, mut to) = (from, to);
    while from < to && is_mark(from) {
        from += 1;
    }
    while from < to && is_mark(to - 1) && scene.word(to - 1) != ")" && scene.word(to - 1) != "%" {
        to -= 1;
    }
    if from >= to {
        return None;
    }
    if let Some(pronoun) = pronoun(scene.word(from))
        && (to == from + 1
            || matches!(
                scene.word(from + 1),
                "himself"
                    | "herself"
                    | "themselves"
                    | "itself"
                    | "myself"
                    | "both"
                    | "all"
                    | ","
                    | "also"
                    | "who"
            ))
    {
        return Some(Phrase::Pronoun(pronoun));
    }
    Reader { scene, units: units(scene, from, to), from, to, depth }.read()
}

pub(super) fn pronoun(word: &str) -> Option<Pronoun> {
    Some(match word.to_ascii_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Pronoun::Third(Gender::Male),
        "she" | "her" | "hers" | "herself" => Pronoun::Third(Gender::Female),
        "they" | "them" | "themselves" => Pronoun::They,
        "it" | "itself" => Pronoun::It,
        "we" | "us" => Pronoun::We,
        "i" | "me" => Pronoun::I,
        "you" => Pronoun::You,
        "who" | "which" => Pronoun::Who,
        _ => return None,
    })
}

/// The pronoun that a possessive is of.
fn possessive(word: &str) -> Option<Pronoun> {
    Some(match word.to_ascii_lowercase().as_str() {
        "his" => Pronoun::Third(Gender::Male),
        "her" => Pronoun::Third(Gender::Female),
        "their" => Pronoun::They,
        "its" => Pronoun::It,
        "my" => Pronoun::I,
        "our" => Pronoun::We,
        _ => return None,
    })
}

/// The source in its units, without what stands in brackets.
fn units(scene: &Scene<'_, '_>, from: usize, to: usize) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut name = scene.names.partition_point(|it| it.tokens.1 <= from);
    let mut at = from;
    let mut brackets = 0;
    while at < to && units.len() < MOST_UNITS {
        while scene.names.get(name).is_some_and(|it| it.tokens.1 <= at) {
            name += 1;
        }
        let word = scene.word(at);
        match word {
            "(" | "（" | "[" => brackets += 1,
            ")" | "）" | "]" => brackets -= 1,
            _ => {}
        }
        if brackets > 0 {
            at += 1;
            continue;
        }
        if let Some(named) = scene.names.get(name)
            && named.tokens.0 <= at
        {
            let end = named.tokens.1.min(to).max(at + 1);
            units.push(Unit::Name { entity: named.entity, from: at, to: end });
            at = end;
            continue;
        }
        match word {
            "," | "—" | "–" | "--" | ";" => units.push(Unit::Comma(at)),
            "'s" | "’s" => units.push(Unit::Possessive(at)),
            "'" | "’" if scene.word_before(at, 1).ends_with(['s', 'S']) => {
                units.push(Unit::Possessive(at));
            }
            _ if is_preposition(word) => units.push(Unit::Preposition(at)),
            _ if is_relative(word) && !units.is_empty() => units.push(Unit::Relative),
            _ if word.contains(char::is_alphanumeric) || word == "%" => units.push(Unit::Word(at)),
            _ => {}
        }
        at += 1;
    }
    units
}

struct Reader<'s, 'r, 't> {
    scene: &'s Scene<'r, 't>,
    units: Vec<Unit>,
    from: usize,
    to: usize,
    depth: usize,
}

impl Reader<'_, '_, '_> {
    fn word(&self, unit: usize) -> &str {
        match self.units.get(unit) {
            Some(Unit::Word(at) | Unit::Preposition(at)) => self.scene.word(*at),
            _ => "",
        }
    }

    /// The token where the word of a token begins, hyphens within: `e-mail`, `31-year-old`.
    fn hyphened(&self, at: usize) -> usize {
        let tokens = self.scene.tokens();
        let mut from = at;
        while from >= self.from + 2
            && matches!(self.scene.word(from - 1), "-" | "‑" | "‐")
            && tokens[from - 1].span.end() == tokens[from].span.start()
            && tokens[from - 2].span.end() == tokens[from - 1].span.start()
        {
            from -= 2;
        }
        from
    }

    /// The word that a token ends, hyphens within.
    fn whole_word(&self, at: usize) -> &str {
        let tokens = self.scene.tokens();
        let from = tokens[self.hyphened(at)].span;
        &self.scene.source[from.cover(tokens[at].span).range()]
    }

    fn person(&self, unit: usize) -> Option<usize> {
        match self.units.get(unit) {
            Some(&Unit::Name { entity, .. }) if self.scene.kind(entity) == EntityKind::Person => {
                Some(entity)
            }
            _ => None,
        }
    }

    /// Where the core ends: the words before a comma or a relative clause.
    fn core(&self) -> usize {
        let ends = |unit: &Unit| matches!(unit, Unit::Comma(_) | Unit::Relative);
        self.units.iter().position(ends).unwrap_or(self.units.len())
    }

    /// The unit that says what the words from here to there are.
    fn head(&self, from: usize, to: usize) -> Option<usize> {
        let is_part = |unit: &Unit| matches!(unit, Unit::Name { .. } | Unit::Word(_));
        // `about 20 residents`, `more than 50 people`
        let begin =
            (from..to).find(|&it| matches!(self.units[it], Unit::Name { .. } | Unit::Word(_)))?;
        let mut end = begin;
        while end < to && !matches!(self.units[end], Unit::Preposition(_) | Unit::Relative) {
            end += 1;
        }
        if matches!(self.word(end), "than" | "to")
            && end < begin + 3
            && matches!(
                self.word(begin),
                "more" | "fewer" | "less" | "up" | "More" | "Fewer" | "Up" | "Less"
            )
        {
            return self.head(end + 1, to);
        }
        // `the results obtained so far`, `the reports we have`
        let behind = (begin + 1..end).find(|&it| {
            self.is_noun(it - 1)
                && (is_participle(self.word(it)) && lexicon::person_word(self.word(it)).is_none()
                    || matches!(
                        self.word(it),
                        "we" | "they"
                            | "he"
                            | "she"
                            | "I"
                            | "you"
                            | "it"
                            | "elsewhere"
                            | "abroad"
                            | "here"
                            | "alike"
                    ))
        });
        let end = behind.unwrap_or(end);
        let mut head = (begin..end).rev().find(|&it| is_part(&self.units[it]))?;
        // `section 30`, `Appendix 2C`
        if head > begin
            && self.word(head).starts_with(|c: char| c.is_numeric())
            && !self.word(head).contains('%')
            && matches!(self.units[head - 1], Unit::Word(_))
            && self.word(head - 1).starts_with(char::is_alphabetic)
        {
            head -= 1;
        }
        // `leaders gathered`, `the report published`
        while head > begin
            && is_participle(self.word(head))
            && lexicon::person_word(self.word(head)).is_none()
            && is_part(&self.units[head - 1])
            && (self.is_noun(head - 1) || matches!(self.units[head - 1], Unit::Name { .. }))
        {
            head -= 1;
        }
        Some(head)
    }

    fn is_noun(&self, unit: usize) -> bool {
        let word = self.word(unit);
        lexicon::speaker_noun(word).is_some() || lexicon::person_word(word).is_some()
    }

    fn read(&self) -> Option<Phrase> {
        let core = self.core();
        let mut head = self.head(0, core)?;
        // `a lot of people`, `a number of experts`
        while is_amount(self.word(head)) && self.word(head + 1) == "of" && head + 2 < core {
            let Some(next) = self.head(head + 2, core) else { break };
            if pronoun(self.word(next)).is_some() {
                break;
            }
            head = next;
        }
        if let Some(several) = self.several(head, core) {
            return Some(several);
        }
        if let Some(person) = self.named_person(head, core).or_else(|| self.begins_with_person()) {
            return Some(Phrase::Named(person));
        }
        if let Some(entity) = self.named_elsewhere(head) {
            return Some(Phrase::Named(entity));
        }
        match self.units[head] {
            Unit::Name { entity, from, .. } => Some(self.named_thing(entity, head, from, core)),
            _ => Some(self.described(head, core)),
        }
    }

    /// The person whose name the words hold, if it is what they name.
    fn named_person(&self, head: usize, core: usize) -> Option<usize> {
        if let Some(person) = self.person(head) {
            return Some(person);
        }
        // `Ane Lie himself`, `Ane Lie Jr`, `Ane Lie wrote`: but not `the Lie campaign`
        let is_person_noun = |unit: usize| self.is_person_word(unit);
        // `a man named Bob Roe`
        for unit in 1..self.units.len() {
            if matches!(self.word(unit - 1), "named" | "surnamed" | "called" | "nicknamed")
                && let Some(person) = self.person(unit)
            {
                return Some(person);
            }
            // `a man who identified himself as Bob Roe`
            if self.word(unit - 1) == "as"
                && (unit - 1).checked_sub(2).is_some_and(|it| self.word(it).starts_with("identif"))
                && let Some(person) = self.person(unit)
            {
                return Some(person);
            }
        }
        // `the secretary for culture, sports and tourism Ane Lie`
        let is_relative = |unit: &Unit| matches!(unit, Unit::Relative);
        let end = self.units.iter().position(is_relative).unwrap_or(self.units.len());
        let mut people = (0..end).filter_map(|unit| self.person(unit));
        let only = people.next().filter(|_| people.next().is_none());
        if let Some(person) = only
            && end > head + 2
            && self.person(end - 1).is_some()
            && (is_person_noun(head) || matches!(self.word(head), "one" | "One"))
            && (matches!(self.units[end - 2], Unit::Name { .. } | Unit::Comma(_))
                || matches!(self.units[end - 2], Unit::Word(at) if !is_person_noun(end - 2) && !matches!(self.scene.word(at), "and" | "or" | "&")))
        {
            return Some(person);
        }
        // `the minister of health Ane Lie`, `the representative at NAM, Ane Lie`
        if core > head + 2
            && let Some(person) = self.person(core - 1)
            && is_person_noun(head)
        {
            let begin =
                (head..core).rev().find(|&it| matches!(self.units[it], Unit::Preposition(_)))?;
            let inside = begin + 1..core - 1;
            let last = inside.clone().last();
            let titled = last.is_some_and(|last| {
                is_person_noun(last) || matches!(self.units[last], Unit::Possessive(_))
            });
            let joined = matches!(self.word(core - 2), "and" | "or" | "&");
            if !inside.is_empty() && !titled && !joined {
                return Some(person);
            }
        }
        // `the mayor of Oslo, Ane Lie`
        let known = is_person_noun(head)
            || self.word(head).starts_with(char::is_lowercase)
                && lexicon::speaker_noun(self.word(head)).is_none();
        if known && matches!(self.units.get(core), Some(Unit::Comma(_))) && !self.is_plural(head) {
            let mut unit = core + 1;
            // `, Dr`
            while unit < self.units.len()
                && self.person(unit).is_none()
                && (self.is_person_word(unit)
                    || matches!(self.units[unit], Unit::Comma(_))
                    || is_article(self.word(unit))
                    || self.word(unit).chars().all(char::is_numeric) && !self.word(unit).is_empty())
            {
                unit += 1;
            }
            let next = self.units.get(unit + 1);
            let closed = matches!(next, None | Some(Unit::Comma(_) | Unit::Relative));
            if closed && let Some(person) = self.person(unit) {
                return Some(person);
            }
        }
        None
    }

    /// A person whose name the words begin with, more about them behind: `Ane Lie officer-in-charge`.
    fn begins_with_person(&self) -> Option<usize> {
        let mut unit = 0;
        while matches!(lexicon::person_word(self.word(unit)), Some(it) if matches!(it.kind, PersonWordKind::Address | PersonWordKind::Title))
        {
            unit += 1;
        }
        let person = self.person(unit)?;
        let next = self.units.get(unit + 1);
        let plain = matches!(next, Some(Unit::Word(at)) if unit > 0 || lexicon::person_word(self.scene.word(*at)).is_some() && !self.is_plural(unit + 1) && self.units.len() > unit + 3);
        plain.then_some(person)
    }

    /// Who bears a name that stands in the words, where the names of the text lack it: `Mr Lie`.
    fn named_elsewhere(&self, head: usize) -> Option<usize> {
        let scene = self.scene;
        let is_name = |unit: usize| {
            let word = self.word(unit);
            word.len() > 2
                && word.starts_with(char::is_uppercase)
                && word.chars().any(char::is_lowercase)
                && lexicon::speaker_noun(word).is_none()
                && lexicon::person_word(word).is_none()
        };
        let first = scene.word(self.from);
        if is_article(first) || !matches!(self.units.get(head), Some(Unit::Word(_))) {
            return None;
        }
        (head.saturating_sub(1)..=head)
            .rev()
            .filter(|&it| is_name(it))
            .find_map(|unit| scene.bearer(self.word(unit)))
    }

    fn is_person_word(&self, unit: usize) -> bool {
        lexicon::person_word(self.word(unit)).is_some()
    }

    fn is_plural(&self, unit: usize) -> bool {
        let word = self.word(unit);
        word.ends_with('s')
            && !word.ends_with("ss")
            && (lexicon::person_word(&word[..word.len() - 1]).is_some()
                || lexicon::speaker_noun(word).is_some_and(|it| it.1))
            || word.ends_with("men")
    }

    /// `Ane Lie and Bob Roe`, `Ane Lie, of the board, and Bob Roe`.
    fn several(&self, head: usize, core: usize) -> Option<Phrase> {
        let scene = self.scene;
        // `the other two drivers, Ane Lie and Bob Roe`
        if self.is_plural(head)
            && matches!(self.units.get(core), Some(Unit::Comma(_)))
            && let (Some(one), Some(other)) = (self.person(core + 1), self.person(core + 3))
            && self.word(core + 2) == "and"
        {
            let [one, other] = [one, other].map(|it| &scene.entities[it].name);
            return Some(Phrase::Several {
                name: format!("{one} and {other}"),
                kind: SpeakerKind::Group,
            });
        }
        let first = self.person(head).or_else(|| {
            // `Lie and Roe` with the head at `Roe`
            (0..head).find_map(|unit| {
                self.person(unit).filter(|_| {
                    matches!(self.word(unit + 1), "and" | "&")
                        || matches!(self.units.get(unit + 1), Some(Unit::Comma(_)))
                })
            })
        });
        let begin = (0..core).find(|&unit| first.is_some() && self.person(unit).is_some())?;
        // What stands before the first name must be no preposition or possessive of a thing.
        if self.units[..begin].iter().any(|it| matches!(it, Unit::Preposition(_))) {
            return None;
        }
        let mut people = vec![self.person(begin)?];
        let mut others: Option<usize> = None;
        let mut unit = begin + 1;
        let mut joined = false;
        while unit < self.units.len() {
            let after_comma = matches!(self.units[unit - 1], Unit::Comma(_));
            let after_person = self.person(unit - 1).is_some();
            let joins = matches!(self.word(unit), "and" | "&")
                || self.word(unit) == "along" && self.word(unit + 1) == "with";
            if joins && (after_comma || after_person) {
                let mut next = unit + if self.word(unit) == "along" { 2 } else { 1 };
                let begin = next;
                while next < self.units.len()
                    && self.person(next).is_none()
                    && (self.is_person_word(next)
                        || matches!(self.units[next], Unit::Name { .. })
                        || self.word(next).starts_with(char::is_uppercase)
                        || is_article(self.word(next)))
                {
                    next += 1;
                }
                if let Some(person) = self.person(next) {
                    if !people.contains(&person) {
                        people.push(person);
                    }
                    joined = true;
                    unit = next + 1;
                    continue;
                }
                if after_person
                    && begin < self.units.len()
                    && self.word(begin).starts_with(|c: char| c.is_lowercase() || c.is_numeric())
                    && self.is_plural_phrase(begin)
                {
                    others = Some(begin);
                    joined = true;
                }
            } else if after_comma
                && let Some(person) = self.person(unit)
                && matches!(self.word(unit + 1), "and" | "&")
                    | matches!(self.units.get(unit + 1), Some(Unit::Comma(_)))
                && self.person(unit - 2).is_some()
            {
                people.push(person);
            }
            unit += 1;
        }
        if !joined || people.len() < 2 && others.is_none() {
            return None;
        }
        let mut names: Vec<String> =
            people.iter().map(|&it| scene.entities[it].name.clone()).collect();
        if let Some(begin) = others.and_then(|it| self.units[it].from()) {
            names.push(self.plain(begin, self.to));
        }
        let last = names.pop()?;
        Some(Phrase::Several {
            name: format!("{} and {last}", names.join(", ")),
            kind: SpeakerKind::Group,
        })
    }

    fn is_plural_phrase(&self, from: usize) -> bool {
        (from..self.units.len().min(from + 4))
            .any(|it| self.is_plural(it) || self.word(it) == "others")
    }

    /// A thing with a name, or what is described by one: `Nordhav`, `the Norwegians`.
    fn named_thing(&self, entity: usize, head: usize, from: usize, core: usize) -> Phrase {
        let scene = self.scene;
        // `the Defence Ministry and Coast Guard`
        let joined =
            (0..core).take_while(|&it| !matches!(self.units[it], Unit::Preposition(_))).any(|it| {
                it > 0
                    && it < head
                    && matches!(self.word(it), "and" | "&" | "or")
                    && matches!(self.units[it - 1], Unit::Name { .. })
            });
        if joined {
            let kind = if scene.kind(entity) == EntityKind::Norp {
                SpeakerKind::Group
            } else {
                SpeakerKind::Org
            };
            return Phrase::Several { name: self.plain(self.from, self.end_of(core)), kind };
        }
        if scene.kind(entity) == EntityKind::Norp {
            let mut description = self.description(head, core, from);
            description.kind = SpeakerKind::Group;
            return Phrase::Described(description);
        }
        // `a statement by Nordhav` has the head `statement`; `sources at Nordhav` that of `sources`.
        Phrase::Named(entity)
    }

    /// The token behind the last unit before another.
    fn end_of(&self, unit: usize) -> usize {
        let end = unit.checked_sub(1).and_then(|last| self.units.get(last)).and_then(|it| it.to());
        end.unwrap_or(self.to).min(self.to)
    }

    /// The unit behind the last one of a description's name: `a driver interviewed by reporters` is a
    /// driver.
    fn end_of_name(&self, head: usize, core: usize) -> usize {
        let is_open = |unit: usize| matches!(self.units[unit], Unit::Preposition(_));
        let mut end = core;
        if head + 1 < core && is_participle(self.word(head + 1)) {
            end = head + 1;
        }
        while end > head + 1 && is_open(end - 1) {
            end -= 1;
        }
        end
    }

    fn described(&self, head: usize, core: usize) -> Phrase {
        let Some(at) = self.units[head].from() else { return self.whole() };
        let word = self.scene.word(at);
        let noun =
            lexicon::speaker_noun(self.whole_word(at)).or_else(|| lexicon::speaker_noun(word));
        // `the newspaper La Patria` has the name as its head; `La Patria newspaper` has it before.
        if noun.is_some_and(|it| it.0 == SpeakerNoun::Org && !it.1)
            && is_appositive(word)
            && let Some(entity) = self.organisation_before(head)
        {
            return Phrase::Named(entity);
        }
        let description = self.description(head, core, at);
        if noun.is_some_and(|it| it.0 == SpeakerNoun::Statement && !it.1) && self.depth < 3 {
            let of = self.author(head, core);
            return Phrase::Statement { of: of.map(Box::new), description };
        }
        Phrase::Described(description)
    }

    /// The organisation before the head, small letters between: `Nordhav shipping company`.
    fn organisation_before(&self, head: usize) -> Option<usize> {
        for unit in (head.saturating_sub(3)..head).rev() {
            match self.units[unit] {
                Unit::Name { entity, .. } => {
                    return Some(entity).filter(|&it| self.scene.kind(it) == EntityKind::Org);
                }
                Unit::Word(at) if self.scene.word(at).starts_with(char::is_lowercase) => {}
                _ => return None,
            }
        }
        None
    }

    /// Who made what the head names: `the board's statement`, `a letter from the board`.
    fn author(&self, head: usize, core: usize) -> Option<Phrase> {
        let deeper = |from: usize, to: usize| read_tokens(self.scene, from, to, self.depth + 1);
        if let Some(owner) = possessive(self.scene.word(self.from)) {
            return Some(Phrase::Pronoun(owner));
        }
        if let Some(possessive) =
            (0..head).rev().find(|&it| matches!(self.units[it], Unit::Possessive(_)))
        {
            return deeper(self.from, self.units[possessive].from()?);
        }
        for unit in head + 1..core {
            if matches!(self.word(unit), "by" | "from" | "of") || self.word(unit) == "for" {
                let from = self.units.get(unit + 1)?.from()?;
                let to = (unit + 1..=core)
                    .find(|&it| it == core || matches!(self.word(it), "on" | "to" | "about"))?;
                let phrase = deeper(from, self.end_of(to))?;
                return match &phrase {
                    Phrase::Described(it) if !it.is_known => None,
                    _ => Some(phrase),
                };
            }
        }
        // `a police statement`, `the Nordhav statement`
        let before = head.checked_sub(1)?;
        let begin = (0..head).find(|&it| !is_article(self.word(it)))?;
        match self.units[before] {
            Unit::Name { entity, .. }
                if !matches!(self.scene.kind(entity), EntityKind::Loc | EntityKind::Norp) =>
            {
                Some(Phrase::Named(entity))
            }
            Unit::Word(at) if begin < head => {
                let word = self.scene.word(at);
                let org = matches!(lexicon::speaker_noun(word), Some((SpeakerNoun::Org, false)));
                let from = self.units[begin].from()?;
                org.then(|| deeper(from, at + 1)).flatten()
            }
            _ => None,
        }
    }

    fn whole(&self) -> Phrase {
        Phrase::Described(Description {
            name: self.plain(self.from, self.to),
            head: None,
            at: self.from,
            before: Vec::new(),
            is_long: true,
            is_definite: false,
            is_indefinite: false,
            is_plural: false,
            kind: SpeakerKind::Person,
            gender: None,
            is_known: false,
            is_place: false,
            is_either: false,
            is_other: false,
            is_same: false,
            is_owned: false,
            has_name: false,
            is_acronym: false,
        })
    }

    fn description(&self, head: usize, core: usize, at: usize) -> Description {
        let scene = self.scene;
        let first = scene.word(self.from);
        let whole = self.whole_word(at);
        let known = lexicon::speaker_noun(whole).is_some() || lexicon::person_word(whole).is_some();
        let word = if known || whole.ends_with("-old") { whole } else { scene.word(at) };
        let keys = |units: std::ops::Range<usize>| {
            let mut keys = Vec::new();
            for unit in units {
                let (Some(from), Some(to)) = (self.units[unit].from(), self.units[unit].to())
                else {
                    continue;
                };
                let words = (from..to).map(|at| scene.word(at)).filter(|it| !is_small(it));
                keys.extend(words.filter(|it| !is_article(it)).filter_map(Key::of));
            }
            keys
        };
        let (mut kind, mut is_plural, is_known, is_place) = self.kind(head, word);
        // `a group of activists`
        if kind == SpeakerKind::Org
            && self.word(head + 1) == "of"
            && self.head(head + 2, core).is_some_and(|it| {
                self.is_plural(it) && lexicon::person_word(self.word(it)).is_some()
            })
        {
            (kind, is_plural) = (SpeakerKind::Group, true);
        }
        Description {
            name: self.owned(self.end_of(self.end_of_name(head, core))),
            head: Key::of(word),
            at,
            before: keys(0..head),
            is_long: core > head + 1,
            is_definite: is_definite(first),
            is_indefinite: matches!(first, "a" | "an" | "A" | "An" | "one" | "One" | "another" | "Another"),
            is_plural,
            kind,
            gender: lexicon::person_word(word).and_then(|it| it.gender),
            is_known,
            is_place,
            is_either: kind == SpeakerKind::Org && lexicon::person_word(word).is_some(),
            has_name: self.units[..head].iter().any(|it| matches!(it, Unit::Name { entity, .. } if matches!(scene.kind(*entity), EntityKind::Org | EntityKind::Person))),
            is_owned: (0..head).any(|it| matches!(self.units[it], Unit::Possessive(_))),
            is_same: (0..head).any(|it| self.word(it) == "same"),
            is_other: (0..head).any(|it| matches!(self.word(it), "other" | "another" | "Another" | "second" | "third")),
            is_acronym: !is_known && word.len() > 1 && word.chars().all(char::is_uppercase),
        }
    }

    /// What a description is by its head: its kind, whether it is a plural, whether the head is known,
    /// whether it is a place.
    fn kind(&self, head: usize, word: &str) -> (SpeakerKind, bool, bool, bool) {
        let first = self.scene.word(self.from);
        let singular = matches!(
            first,
            "a" | "an"
                | "A"
                | "An"
                | "one"
                | "One"
                | "another"
                | "Another"
                | "this"
                | "This"
                | "that"
                | "That"
        );
        let plain = word.to_ascii_lowercase();
        if is_amount(&plain)
            && self.word(head + 1) == "of"
            && !matches!(plain.as_str(), "each" | "part" | "rest")
        {
            return (SpeakerKind::Group, true, true, false);
        }
        if matches!(plain.as_str(), "percent" | "%")
            || word.starts_with(|c: char| c.is_numeric()) && !plain.ends_with("-old")
        {
            return (SpeakerKind::Group, true, true, false);
        }
        if plain.ends_with("-old") {
            return (SpeakerKind::Person, false, true, false);
        }
        if matches!(plain.as_str(), "two" | "three" | "four" | "five" | "six" | "others") {
            return (SpeakerKind::Group, true, true, false);
        }
        if matches!(plain.as_str(), "one" | "another" | "someone" | "somebody" | "other") {
            return (SpeakerKind::Person, false, true, false);
        }
        if let Some((noun, plural)) = lexicon::speaker_noun(word) {
            let kind = match noun {
                SpeakerNoun::Org
                    if plural
                        && !matches!(
                            plain.as_str(),
                            "archives" | "services" | "railways" | "industries"
                        ) =>
                {
                    SpeakerKind::Group
                }
                SpeakerNoun::Org | SpeakerNoun::Place => SpeakerKind::Org,
                SpeakerNoun::Person if !plural => SpeakerKind::Person,
                SpeakerNoun::Person => SpeakerKind::Group,
                SpeakerNoun::Group => SpeakerKind::Group,
                SpeakerNoun::Document | SpeakerNoun::Statement => SpeakerKind::Document,
            };
            // `a news anchor`: a person by a word of both tables.
            return (kind, plural || kind == SpeakerKind::Group, true, noun == SpeakerNoun::Place);
        }
        if let Some(known) = lexicon::person_word(word) {
            let plural = self.is_plural(head) && known.kind != PersonWordKind::Address;
            let kind = if plural { SpeakerKind::Group } else { SpeakerKind::Person };
            return (kind, plural, true, false);
        }
        let plural = word.len() > 3
            && word.ends_with('s')
            && !word.ends_with("ss")
            && !word.ends_with("us")
            && !singular;
        let counted = (0..head).any(|it| {
            self.word(it).starts_with(|c: char| c.is_numeric()) && !self.word(it).contains('-')
                || matches!(
                    self.word(it),
                    "two"
                        | "three"
                        | "four"
                        | "five"
                        | "six"
                        | "seven"
                        | "other"
                        | "several"
                        | "many"
                        | "some"
                        | "most"
                        | "few"
                )
        });
        // `NPA officials` is a group, `CPF` an organisation.
        if word.len() > 1 && word.chars().filter(|c| c.is_uppercase()).count() > 1 {
            return if word.ends_with('s') && word.len() > 2 {
                (SpeakerKind::Group, true, false, false)
            } else {
                (SpeakerKind::Org, false, false, false)
            };
        }
        if plural && (counted || word.starts_with(char::is_lowercase)) {
            return (SpeakerKind::Group, true, false, false);
        }
        let abstracts =
            ["tion", "sion", "ment", "ity", "ness", "ance", "ence", "ism", "ure", "ing"];
        if word.len() > 6 && abstracts.iter().any(|end| word.ends_with(end)) {
            return (SpeakerKind::Document, false, false, false);
        }
        (SpeakerKind::Person, false, false, false)
    }

    /// The words as a name, whose owner is called by name: `Ane Lie's lawyer` for `her lawyer`.
    fn owned(&self, to: usize) -> String {
        let first = self.scene.tokens()[self.from].span;
        if possessive(first.of(self.scene.source)).is_some()
            && self.from + 1 < to
            && !self.scene.word(self.from + 1).starts_with(char::is_uppercase)
        {
            let words = self.plain(self.from + 1, to);
            return match self.scene.pronoun(first) {
                Some(owner) => format!("{}’s {words}", self.scene.entities[owner].name),
                None => words,
            };
        }
        self.plain(self.from, to)
    }

    /// Words without articles before them, brackets, and the marks around them.
    fn plain(&self, from: usize, to: usize) -> String {
        plain(self.scene, from, to)
    }
}

/// Whether a noun counts the one behind `of`: `dozens of people`.
fn is_amount(word: &str) -> bool {
    matches!(
        word,
        "lot"
            | "number"
            | "handful"
            | "dozens"
            | "hundreds"
            | "thousands"
            | "scores"
            | "majority"
            | "many"
            | "several"
            | "some"
            | "most"
            | "variety"
            | "series"
            | "couple"
            | "Dozens"
            | "Hundreds"
            | "Thousands"
            | "Scores"
            | "Many"
            | "Several"
            | "Some"
            | "Most"
            | "all"
            | "All"
            | "both"
            | "Both"
            | "few"
            | "each"
            | "part"
            | "rest"
            | "kind"
            | "sort"
            | "percent"
            | "%"
            | "half"
            | "Half"
    )
}

fn is_participle(word: &str) -> bool {
    word.starts_with(char::is_lowercase)
        && (word.ends_with("ed") && word.len() > 4
            || word.ends_with("ing") && word.len() > 5
            || matches!(
                word,
                "given"
                    | "made"
                    | "seen"
                    | "based"
                    | "known"
                    | "written"
                    | "sent"
                    | "held"
                    | "led"
                    | "drawn"
                    | "close"
                    | "familiar"
                    | "present"
                    | "available"
                    | "here"
                    | "there"
            ))
}

/// Whether an organisation's name goes on with a word that says what it is: `La Patria newspaper`.
fn is_appositive(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "newspaper"
            | "company"
            | "daily"
            | "party"
            | "channel"
            | "magazine"
            | "website"
            | "portal"
            | "agency"
            | "station"
            | "tv"
            | "television"
            | "radio"
            | "group"
            | "firm"
            | "network"
            | "tabloid"
            | "weekly"
            | "broadcaster"
            | "app"
            | "organisation"
            | "organization"
            | "think-tank"
            | "outlet"
            | "site"
            | "platform"
            | "club"
            | "paper"
    )
}

/// Words as a name: without articles and brackets, and one blank between them.
pub(super) fn plain(scene: &Scene<'_, '_>, from: usize, to: usize) -> String {
    let tokens = scene.tokens();
    let mut from = from;
    while from + 1 < to
        && (is_article(scene.word(from)) || !scene.word(from).contains(char::is_alphanumeric))
    {
        from += 1;
    }
    let mut name = String::new();
    let mut brackets = 0;
    let mut last_end: Option<u32> = None;
    for token in tokens.get(from..to).unwrap_or_default() {
        let word = token.span.of(scene.source);
        match word {
            "(" | "（" | "[" => brackets += 1,
            ")" | "）" | "]" => brackets -= 1,
            _ if brackets > 0 => {}
            _ => {
                if last_end.is_some_and(|end| end < token.span.start())
                    && !name.is_empty()
                    && !word.starts_with(',')
                {
                    name.push(' ');
                }
                name.push_str(word);
            }
        }
        last_end = Some(token.span.end());
    }
    name.trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_owned()
}
