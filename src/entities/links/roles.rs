//! What people are, as the text says it: before the name (`harbour board spokeswoman Ane Lie`) and
//! behind it (`Ane Lie, spokeswoman for the harbour board, said`).

use super::Cluster;
use super::reading::Reading;
use crate::Span;
use crate::entities::EntityKind;
use crate::lexicon::{self, Gender, PersonWord, PersonWordKind};
use crate::text::{Key, TokenKind};

/// No role has more tokens before a name …
const LONGEST_BEFORE: usize = 10;
/// … and behind it.
const LONGEST_BEHIND: usize = 18;
/// Of so many mentions of somebody the words around are read.
const MOST_MENTIONS: usize = 40;

/// Reads the roles of people, and what the words beside their names tell of their gender.
pub(super) fn read(reading: &Reading<'_>, clusters: &mut [Cluster]) {
    for cluster in clusters.iter_mut().filter(|it| it.kind == EntityKind::Person) {
        let mut best: Option<(Rank, Span)> = None;
        for &name in cluster.names.iter().take(MOST_MENTIONS) {
            let roles = Roles { reading, name };
            for role in [roles.before(), roles.behind()].into_iter().flatten() {
                if let Some(gender) = role.word.gender {
                    cluster.genders[gender as usize] += BY_ROLE;
                }
                let Some(span) = roles.span(role.from, role.to) else { continue };
                let rank = role.rank(reading);
                if best.is_none_or(|(before, _)| rank > before) {
                    best = Some((rank, span));
                }
            }
        }
        cluster.role = best.map(|(_, span)| span);
    }
}

/// What `spokeswoman` weighs beside a first name.
const BY_ROLE: f32 = 2.0;

/// A role: its tokens, and the word that says what somebody is.
struct Role {
    from: usize,
    to: usize,
    word: PersonWord,
    head: usize,
}

/// How much a role says: what somebody does rather than whose kin they are; what they are rather than
/// what they were; then its length.
type Rank = (u8, bool, usize);

impl Role {
    fn rank(&self, reading: &Reading<'_>) -> Rank {
        let class = match self.word.kind {
            PersonWordKind::Role if reading.token(self.head).len() > 1 => 3,
            PersonWordKind::Kin => 2,
            PersonWordKind::Title => 1,
            _ => 0,
        };
        let is_past = matches!(
            reading.token(self.from),
            "former" | "Former" | "ex" | "then" | "erstwhile" | "one-time" | "retired"
        );
        (class, !is_past, self.to - self.from)
    }
}

struct Roles<'r, 't> {
    reading: &'r Reading<'t>,
    name: usize,
}

impl<'t> Roles<'_, 't> {
    fn word(&self, at: usize) -> &'t str {
        self.reading.token(at)
    }

    fn span(&self, from: usize, to: usize) -> Option<Span> {
        let tokens = self.reading.tokens();
        let (first, last) = (tokens.get(from)?, tokens.get(from..to)?.last()?);
        // The stop of `Gen.`
        let stop = tokens.get(to).filter(|it| {
            it.span.start() == last.span.end()
                && it.span.of(self.reading.source) == "."
                && lexicon::abbreviation(last.span.of(self.reading.source))
                    == Some(lexicon::Abbreviation::Title)
        });
        Some(first.span.cover(stop.unwrap_or(last).span))
    }

    /// The word that a token is, or it and the one before it, if it says what somebody is.
    fn role_word(&self, at: usize) -> Option<PersonWord> {
        let word = self.word(at);
        if word.len() < 2 {
            return None;
        }
        let role = |word: &str| {
            lexicon::person_word(word).filter(|it| {
                matches!(
                    it.kind,
                    PersonWordKind::Role | PersonWordKind::Kin | PersonWordKind::Title
                )
            })
        };
        // `harbour master`, where a `master` is a boy
        let two = || {
            let address = lexicon::person_word(word)?.kind == PersonWordKind::Address;
            let before = at.checked_sub(1).filter(|_| address)?;
            role(self.span(before, at + 1)?.of(self.reading.source))
        };
        role(word).or_else(|| by_its_end(word)).or_else(two)
    }

    /// The role before the name.
    fn before(&self) -> Option<Role> {
        let (first, _) = self.reading.names[self.name].tokens;
        let sentence = self.first_of_sentence(first);
        let mut end = first;
        // `Dr`, `Mr.`, and a comma before the name of kin.
        let mut head = end.checked_sub(1).filter(|&it| it >= sentence)?;
        let mut title: Option<usize> = None;
        while let Some(before) = self.step_over_address(head, sentence) {
            if title.is_none() && self.role_word(before.0).is_some() {
                title = Some(before.0);
            }
            end = before.0;
            let Some(next) = before.1 else {
                head = end;
                break;
            };
            head = next;
        }
        // `a student named Lie`
        if matches!(self.word(head), "named" | "called" | "surnamed") && head > sentence {
            head -= 1;
            end = head + 1;
        }
        let comma = self.word(head) == "," && head > sentence;
        if comma {
            if let Some(role) = self.office_before(head, sentence) {
                return Some(role);
            }
            head -= 1;
            end = head + 1;
        }
        let word = if head < end { self.role_word(head) } else { None };
        // `the mayor, Ane Lie, said`; but not `With his mother, Lie left`
        let (_, behind) = self.reading.names[self.name].tokens;
        let closed = matches!(self.word(behind), "," | "." | ";" | "—" | "–" | ")" | "");
        let word = word.filter(|it| {
            !comma || closed && matches!(it.kind, PersonWordKind::Kin | PersonWordKind::Role)
        });
        let found = match word {
            Some(word) => Some((head, word)),
            // `In Oslo, Gen. Lie`
            None if comma && title.is_none() => return None,
            None if comma => None,
            None => self.ministry(head, sentence),
        };
        let Some((head, word)) = found else {
            // `Gen. Lie`
            let title = title?;
            let word = self.role_word(title)?;
            return Some(Role { from: title, to: title + 1, word, head: title });
        };
        let from = self.extend(head, sentence);
        if comma && word.kind == PersonWordKind::Role {
            let before = self.reading.token_before(from, 1);
            if !(is_article(before) || matches!(before, "'s" | "’s") || is_possessive(before)) {
                return None;
            }
        }
        (from < end).then_some(Role { from, to: end, word, head })
    }

    /// The role before a comma and the name: `the mayor of Oslo, Ane Lie, said`.
    fn office_before(&self, comma: usize, sentence: usize) -> Option<Role> {
        let (_, behind) = self.reading.names[self.name].tokens;
        if !matches!(self.word(behind), "," | "." | ";" | "—" | "–" | ")" | "") {
            return None;
        }
        let far = comma.saturating_sub(LONGEST_BEHIND).max(sentence);
        let begins =
            |&at: &usize| is_article(self.word(at)) || matches!(self.word(at), "'s" | "’s");
        (far..comma).rev().filter(begins).find_map(|at| {
            let role = self.phrase(at + 1, comma, true)?;
            (role.to == comma && role.to > role.head + 1).then_some(role)
        })
    }

    /// The token of an address or title that ends at a token, and the token before it.
    fn step_over_address(&self, at: usize, sentence: usize) -> Option<(usize, Option<usize>)> {
        let dot = self.word(at) == "." && at > sentence;
        let word = if dot { at - 1 } else { at };
        let known = lexicon::person_word(self.word(word))?;
        let skipped = match known.kind {
            // But not the `Master` of a `Harbour Master`.
            PersonWordKind::Address => self.role_word(word).is_none(),
            PersonWordKind::Title => true,
            _ => false,
        };
        skipped.then(|| (word, word.checked_sub(1).filter(|&it| it >= sentence)))
    }

    /// The head of `Minister of Youth and Sports` where a name follows.
    fn ministry(&self, last: usize, sentence: usize) -> Option<(usize, PersonWord)> {
        let mut at = last;
        for _ in 0..LONGEST_BEFORE {
            let word = self.word(at);
            if matches!(word, "of" | "for") && at > sentence {
                let known = self.role_word(at - 1);
                if let Some(known) = known.filter(|_| is_capitalized(self.word(at - 1))) {
                    return Some((at - 1, known));
                }
            }
            let inside =
                is_capitalized(word) || matches!(word, "of" | "and" | "for" | "the" | "&" | "-");
            if !inside || at <= sentence || self.is_in_person(at) {
                return None;
            }
            at -= 1;
        }
        None
    }

    /// Where the words begin that go with a head.
    fn extend(&self, head: usize, sentence: usize) -> usize {
        let mut from = head;
        let lower = !is_capitalized(self.word(head));
        while from > sentence && head - from < LONGEST_BEFORE {
            let before = from - 1;
            if let Some(name) = self.name_ending_at(from) {
                let name = &self.reading.names[name];
                let part =
                    !matches!(name.kind, EntityKind::Person | EntityKind::Date | EntityKind::Money);
                if !part || name.tokens.0 < sentence {
                    break;
                }
                from = name.tokens.0;
                continue;
            }
            // `Norwegian Harbour Directorate (NHD) spokeswoman Ane Lie`
            if let Some(open) = self.bracket_before(before).filter(|&open| open > sentence) {
                from = open;
                continue;
            }
            let word = self.word(before);
            let kind = self.reading.tokens()[before].kind;
            let goes_on = match word {
                "-" | "‑" | "/" | "&" => {
                    before > sentence
                        && self.reading.tokens()[before - 1].kind == TokenKind::Word
                        && (word == "&" || self.is_joined(before))
                }
                "and" => before > sentence && self.role_word(before - 1).is_some(),
                _ if kind == TokenKind::Number => self.word(from) == "-",
                _ if kind != TokenKind::Word => false,
                _ if self.word(from) == "-" || self.word(from) == "‑" => true,
                _ if is_capitalized(word) => {
                    !lexicon::starts_sentences(word)
                        && !lexicon::is_speech_verb(word)
                        && !Key::of(word).is_some_and(lexicon::is_weekday)
                }
                _ => is_modifier(word) || lower && !stops(word),
            };
            if !goes_on {
                break;
            }
            from = before;
        }
        // `a jury on Tuesday convicted former sheriff Ane Lie`
        if from < head && from > sentence && is_verb_or_participle(self.word(from)) {
            let before = self.word(from - 1);
            let is_attribute = is_article(before)
                || is_possessive(before)
                || is_preposition(before)
                || matches!(before, "'s" | "’s" | "," | "and" | "by" | "\"" | "“");
            from += usize::from(!is_attribute);
        }
        // `late`, `fellow`, `and` say nothing of what somebody is.
        while from < head
            && matches!(
                self.word(from),
                "late" | "fellow" | "and" | "&" | "-" | "The" | "A" | "His" | "Her"
            )
        {
            from += 1;
        }
        from
    }

    /// The role behind the name.
    fn behind(&self) -> Option<Role> {
        let (_, behind) = self.reading.names[self.name].tokens;
        let limit = self.end_of_sentence(behind);
        let mut at = behind;
        let apposition = self.word(at) == ",";
        let (first, _) = self.reading.names[self.name].tokens;
        // `According to Lie, a pilot was …`
        let according = self.reading.token_before(first, 1) == "to"
            && self.reading.token_before(first, 2).eq_ignore_ascii_case("according");
        if apposition && !according {
            at += 1;
            if self.reading.tokens().get(at)?.kind == TokenKind::Number && self.word(at + 1) == ","
            {
                at += 2;
            }
            if self.word(at) == "who" && is_copula(self.word(at + 1)) {
                at += 2;
            }
        } else if is_copula(self.word(at)) && is_article(self.word(at + 1)) && !self.is_praised() {
            at += 1;
        } else if let Some(after) = self.in_office(at) {
            at = after;
        } else {
            return None;
        }
        let others = ["another", "his", "her", "its", "their"];
        if is_article(self.word(at)) || others.contains(&self.word(at)) {
            at += 1;
        }
        self.phrase(at, limit, apposition)
    }

    /// Whether a quotation begins with the name: `“Lie is a great player”` says how they are.
    fn is_praised(&self) -> bool {
        let (first, _) = self.reading.names[self.name].tokens;
        matches!(self.reading.token_before(first, 1), "“" | "\"" | "‘" | "'" | "«" | "„")
    }

    /// Where the office begins of `resigned as consul`, `was elected as mayor`.
    fn in_office(&self, at: usize) -> Option<usize> {
        let at = if is_copula(self.word(at)) { at + 1 } else { at };
        let verb = matches!(
            self.word(at),
            "resigned"
                | "quit"
                | "serves"
                | "served"
                | "works"
                | "worked"
                | "acts"
                | "acted"
                | "retired"
                | "appointed"
                | "elected"
                | "named"
                | "sacked"
                | "dismissed"
                | "re-elected"
                | "sworn"
                | "stepped"
        );
        let after = if matches!(self.word(at + 1), "in" | "down") { at + 2 } else { at + 1 };
        (verb && self.word(after) == "as").then_some(after + 1)
    }

    /// A role that begins at a token: modifiers, the head, and what it is of.
    fn phrase(&self, from: usize, limit: usize, apposition: bool) -> Option<Role> {
        let mut head: Option<usize> = None;
        let mut at = from;
        while at < limit && at - from < LONGEST_BEFORE {
            let word = self.word(at);
            if let Some(name) = self.name_at(at) {
                let name = &self.reading.names[name];
                if matches!(name.kind, EntityKind::Person | EntityKind::Date | EntityKind::Money) {
                    break;
                }
                at = name.tokens.1.max(at + 1);
                if let Some(behind) = self.bracket_behind(at) {
                    at = behind;
                }
                continue;
            }
            let mark = match word {
                "-" | "/" => self.is_joined(at),
                _ => matches!(word, "'s" | "’s" | "&"),
            };
            let next = || {
                let next = if self.word(at + 1) == "-" { at + 2 } else { at + 1 };
                self.role_word(next).is_some()
            };
            let goes_on = if self.role_word(at).is_some() {
                head = Some(at);
                true
            } else if head.is_some() {
                // `actor and director`, `deputy general secretary`; but not `spokesman said`
                mark && word != "'s" && word != "’s" || next() && (word == "and" || !stops(word))
            } else {
                mark || !stops(word)
            };
            if !goes_on {
                break;
            }
            at += 1;
        }
        let head = head?;
        let word = self.role_word(head)?;
        let mut end = head + 1;
        // An appositive of its own person: `Ane Lie, president Bob Roe and …`
        if self.is_in_person(end) {
            return None;
        }
        if apposition && end < limit && !self.may_end(end) && !is_preposition(self.word(end)) {
            return None;
        }
        while end < limit && is_preposition(self.word(end)) && end - from < LONGEST_BEHIND {
            let Some(next) = self.complement(end + 1, limit) else { break };
            end = next;
        }
        Some(Role { from, to: end, word, head })
    }

    /// Where the words end that a preposition governs; `None` if they are no names and go on.
    fn complement(&self, from: usize, limit: usize) -> Option<usize> {
        let mut at = from;
        let mut named = false;
        if is_article(self.word(at)) || matches!(self.word(at), "its" | "his" | "her" | "their") {
            at += 1;
        }
        let begin = at;
        while at < limit && at - from < LONGEST_BEFORE {
            if let Some(name) = self.name_at(at) {
                let name = &self.reading.names[name];
                if matches!(name.kind, EntityKind::Person | EntityKind::Date | EntityKind::Money) {
                    break;
                }
                at = name.tokens.1.max(at + 1);
                named = true;
                continue;
            }
            let word = self.word(at);
            let goes_on = match word {
                "'s" | "’s" => true,
                "-" | "/" => self.is_joined(at),
                "and" | "&" => is_capitalized(self.word(at + 1)) && !self.is_in_person(at + 1),
                _ if self.reading.tokens()[at].kind != TokenKind::Word => false,
                // `governor of Hordaland province`
                _ if named && is_division(word) => true,
                _ => is_capitalized(word) || !named && !stops(word),
            };
            if !goes_on {
                break;
            }
            at += 1;
        }
        if at == begin {
            return None;
        }
        (named || at >= limit || self.may_end(at) || is_preposition(self.word(at))).then_some(at)
    }

    /// Where a bracket opens that closes at a token and holds but a name, behind another name.
    fn bracket_before(&self, close: usize) -> Option<usize> {
        if self.word(close) != ")" {
            return None;
        }
        let open = self.reading.names[self.name_ending_at(close)?].tokens.0.checked_sub(1)?;
        let outer = &self.reading.names[self.name_ending_at(open)?];
        (self.word(open) == "(" && outer.kind != EntityKind::Person).then_some(open)
    }

    /// The token behind a bracket that opens at a token and holds but a name.
    fn bracket_behind(&self, open: usize) -> Option<usize> {
        if self.word(open) != "(" {
            return None;
        }
        let close = self.reading.names[self.name_at(open + 1)?].tokens.1;
        (self.word(close) == ")").then_some(close + 1)
    }

    /// Whether a hyphen stands between two words without blanks.
    fn is_joined(&self, at: usize) -> bool {
        let around = at.checked_sub(1).and_then(|before| self.reading.tokens().get(before..at + 2));
        around
            .is_some_and(|it| it.windows(2).all(|pair| pair[0].span.end() == pair[1].span.start()))
    }

    /// Whether a role may end before a token.
    fn may_end(&self, at: usize) -> bool {
        let word = self.word(at);
        lexicon::is_speech_verb(word)
            || matches!(
                word,
                "," | "."
                    | ";"
                    | ":"
                    | ")"
                    | "("
                    | "-"
                    | "--"
                    | "–"
                    | "—"
                    | "\""
                    | "”"
                    | "“"
                    | "who"
                    | "that"
                    | "which"
                    | "and"
                    | "but"
                    | "whose"
                    | "where"
                    | "was"
                    | "is"
                    | "has"
                    | "had"
                    | "will"
                    | "based"
                    | "since"
                    | "until"
                    | "when"
                    | "as"
                    | "?"
                    | "!"
                    | ""
            )
    }

    /// The name that begins at a token.
    fn name_at(&self, at: usize) -> Option<usize> {
        self.near(|name| name.tokens.0 == at)
    }

    /// The name that ends before a token.
    fn name_ending_at(&self, at: usize) -> Option<usize> {
        self.near(|name| name.tokens.1 == at)
    }

    fn is_in_person(&self, at: usize) -> bool {
        let inside = |name: &super::reading::Spelled| {
            name.kind == EntityKind::Person && (name.tokens.0..name.tokens.1).contains(&at)
        };
        self.near(inside).is_some()
    }

    /// A name near this one.
    fn near(&self, is: impl Fn(&super::reading::Spelled) -> bool) -> Option<usize> {
        const FAR: usize = 5;
        let names = &self.reading.names;
        let range = self.name.saturating_sub(FAR)..(self.name + FAR + 1).min(names.len());
        range.into_iter().find(|&name| name != self.name && is(&names[name]))
    }

    fn first_of_sentence(&self, at: usize) -> usize {
        let Some(token) = self.reading.tokens().get(at) else { return at };
        let sentence = self.reading.sentence_of(token.span.start());
        let start = self.reading.text.sentences().get(sentence).map_or(0, |it| it.start());
        let far = at.saturating_sub(2 * LONGEST_BEFORE);
        (far..at).find(|&it| self.reading.tokens()[it].span.start() >= start).unwrap_or(at)
    }

    fn end_of_sentence(&self, at: usize) -> usize {
        let tokens = self.reading.tokens();
        let Some(token) = tokens.get(at) else { return at };
        let sentence = self.reading.sentence_of(token.span.start());
        let end = self.reading.text.sentences().get(sentence).map_or(u32::MAX, |it| it.end());
        let far = (at + 3 * LONGEST_BEHIND).min(tokens.len());
        (at..far).find(|&it| tokens[it].span.start() >= end).unwrap_or(far)
    }
}

/// What a word is by its end alone: `microbiologist`, `lifeboatman`.
fn by_its_end(word: &str) -> Option<PersonWord> {
    if word.len() < 7 || !word.is_ascii() {
        return None;
    }
    let one = word.strip_suffix('s').unwrap_or(word);
    let ends = |ends: &[&str]| ends.iter().any(|end| one.ends_with(end));
    let is_female = ends(&["woman", "women"]);
    let is_other =
        ends(&["ologist", "person", "man", "ographer", "maker", "holder", "keeper", "worker"]);
    if !is_female && !is_other {
        return None;
    }
    let gender = is_female.then_some(Gender::Female);
    let human = word.chars().all(char::is_lowercase);
    human.then_some(PersonWord { kind: PersonWordKind::Role, gender })
}

fn is_capitalized(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn is_article(word: &str) -> bool {
    matches!(word, "a" | "an" | "the" | "A" | "An" | "The")
}

fn is_copula(word: &str) -> bool {
    matches!(word, "is" | "was")
}

fn is_preposition(word: &str) -> bool {
    matches!(word, "of" | "for" | "at" | "in" | "with" | "from" | "to" | "on")
}

/// Whether a word before a role may be the verb of the sentence.
fn is_verb_or_participle(word: &str) -> bool {
    matches!(word, "elected" | "convicted" | "accused" | "disgraced" | "retired" | "named")
}

/// Whether a word goes with the name of a part of a country.
fn is_division(word: &str) -> bool {
    matches!(
        word,
        "province" | "state" | "region" | "county" | "district" | "prefecture" | "governorate"
    )
}

fn is_possessive(word: &str) -> bool {
    matches!(word, "its" | "their" | "his" | "her" | "Its" | "Their" | "His" | "Her" | "My" | "my")
}

/// Small words that go with the titles of offices.
fn is_modifier(word: &str) -> bool {
    matches!(
        word,
        "former"
            | "ex"
            | "acting"
            | "deputy"
            | "vice"
            | "interim"
            | "then"
            | "outgoing"
            | "incoming"
            | "senior"
            | "assistant"
            | "associate"
            | "chief"
            | "co"
            | "retired"
            | "designated"
            | "honorary"
            | "newly"
            | "permanent"
            | "prime"
            | "state"
            | "federal"
            | "junior"
            | "first"
    )
}

/// Whether a role does not go on over a word.
fn stops(word: &str) -> bool {
    if is_modifier(word)
        || matches!(
            word,
            "elected"
                | "convicted"
                | "disgraced"
                | "accused"
                | "based"
                | "renowned"
                | "veteran"
                | "retired"
                | "founding"
                | "leading"
                | "managing"
                | "playing"
                | "acting"
                | "banking"
                | "mining"
                | "fishing"
                | "housing"
                | "training"
                | "marketing"
                | "ruling"
                | "sitting"
                | "presiding"
        )
    {
        return false;
    }
    lexicon::is_speech_verb(word)
        || lexicon::is_function_word(word)
        || lexicon::starts_sentences(word)
        || word.starts_with(|c: char| !c.is_alphanumeric())
        || word.len() > 4 && (word.ends_with("ed") || word.ends_with("ing"))
        || matches!(
            word,
            "a" | "an"
                | "the"
                | "of"
                | "to"
                | "by"
                | "as"
                | "with"
                | "who"
                | "which"
                | "that"
                | "said"
                | "when"
                | "where"
                | "while"
                | "is"
                | "was"
                | "are"
                | "were"
                | "be"
                | "been"
                | "has"
                | "had"
                | "have"
                | "will"
                | "would"
                | "can"
                | "could"
                | "may"
                | "might"
                | "than"
                | "whose"
                | "whom"
                | "including"
                | "like"
                | "led"
                | "met"
                | "made"
                | "support"
                | "supports"
                | "back"
                | "backs"
                | "gave"
                | "took"
                | "saw"
                | "found"
                | "told"
                | "became"
                | "under"
                | "between"
                | "through"
                | "via"
                | "per"
                | "its"
                | "their"
                | "my"
                | "your"
                | "me"
                | "him"
                | "them"
                | "us"
                | "you"
                | "i"
                | "it"
                | "he"
                | "she"
                | "they"
                | "we"
                | "does"
                | "do"
                | "did"
                | "won"
                | "beat"
                | "named"
                | "called"
                | "also"
                | "not"
                | "one"
                | "two"
                | "three"
        )
}
