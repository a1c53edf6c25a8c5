//! Who `she` is.
//!
//! The text is walked from its beginning, and who was spoken of last is kept in mind: people with
//! names, and others (`a woman`, `the driver`), who take pronouns too. For each pronoun those that
//! agree with it are weighed; it is linked if the best is a person with a name and stands out. The
//! first walk learns who is `he` and who `she`, the second one links.

use super::Cluster;
use super::groups::NONE;
use super::people;
use super::reading::{Reading, log2};
use crate::entities::EntityKind;
use crate::lexicon::{self, Gender, PersonWordKind};
use crate::text::TokenKind;

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

/// What is weighed in a candidate.
#[derive(Clone, Copy)]
enum Feature {
    /// Spoken of in this sentence; in the one before; …
    Ago0,
    Ago1,
    Ago2,
    Ago3,
    Ago4,
    /// The first, the second, a later one of those that agree, from here backwards.
    Rank0,
    Rank1,
    Rank2,
    /// The first of their sentence, without a preposition before.
    Subject,
    /// Behind a preposition, or with a possessive.
    Oblique,
    /// By a pronoun last time.
    Pronoun,
    /// How often, as a power of two.
    Often,
    /// The gender is known to agree.
    Agrees,
    /// It is not known.
    Unsure,
    /// `he said` of one who has said something in the last sentences …
    Spoke,
    /// … and nobody has since.
    SpokeLast,
    /// One who speaks the quotation that holds the pronoun.
    Speaks,
    /// Spoken of outside the quotation that holds the pronoun.
    IntoQuote,
    /// Spoken of inside a quotation, and the pronoun stands outside.
    OutOfQuote,
    /// `her` of one who is in the sentence.
    Own,
    /// Somebody without a name …
    Nameless,
    /// … as one who is known …
    Definite,
    /// … inside a quotation.
    NamelessQuoted,
    /// The pronoun begins its sentence, they were the subject of the one before.
    Parallel,
    /// In the same paragraph.
    Paragraph,
    /// Spoken of in what the pronoun says, as in `Lie should go, he said`.
    Said,
    /// Whose words hold the pronoun, as in `Lie said he would`.
    Reported,
    /// Only other pronouns tell that the gender agrees.
    Shown,
}

/// How many features there are.
const FEATURES: usize = Feature::Shown as usize + 1;

// The weights are logistic regressions drawn towards weights set by hand: the first on the pronouns
// that are sources of annotated quotations; the second on the other ones of those, and on pronouns
// of which one person in mind is known to be of their gender and all others of the other, without
// the features of gender. Those of rare features stayed as they were set. That one spoke last weighs
// more than a regression finds (0.35), which does not see that a link leads to the next one: with
// 0.9 whole articles of those quotations are read best, in each third of them.

/// Their weights for a pronoun beside a verb of saying, and those of nobody at all …
const SAYING: ([f32; FEATURES], f32) = (
    [
        1.73, 1.89, 0.62, 0.63, 0.27, // ago
        0.89, 0.14, -0.09, // rank
        0.21, -0.72, 0.35, -0.14, // subject, oblique, pronoun, often
        1.23, 0.11, // gender
        0.24, 0.90, // spoke
        -3.03, -0.58, -2.52, // quotations
        0.80,  // own
        -1.92, -2.18, -0.76, // nameless
        0.75, 0.92, // parallel, paragraph
        -1.78, 0.00, 0.60, // said, reported, shown
    ],
    1.36,
);
/// … and for all others.
const OTHERS: ([f32; FEATURES], f32) = (
    [
        1.90, 1.60, 0.80, 0.25, 0.10, // ago
        0.40, 0.10, -0.10, // rank
        0.20, -0.25, 0.50, 0.28, // subject, oblique, pronoun, often
        1.20, -0.28, // gender
        0.80, 0.80, // spoke
        -2.20, -0.47, -0.50, // quotations
        0.65,  // own
        -0.40, -0.80, -0.86, // nameless
        0.80, 0.50, // parallel, paragraph
        -1.00, 0.60, 0.60, // said, reported, shown
    ],
    1.5,
);

/// Links the pronouns of people.
pub(super) fn link(reading: &Reading<'_>, clusters: &mut [Cluster]) {
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
                if spelled.kind == EntityKind::Person && self.of_name[name] != NONE {
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

    /// Whether a preposition, or the name of another one and `and`, stands before a mention, or a
    /// possessive behind it.
    fn is_oblique(&self, at: usize, end: usize) -> bool {
        const FAR: usize = 5;
        let mut before = at;
        let reading = self.reading;
        for _ in 0..FAR {
            let Some(previous) = before.checked_sub(1) else { break };
            let word = reading.token(previous);
            let part = word.starts_with(char::is_uppercase) && !lexicon::starts_sentences(word)
                || lexicon::person_word(word).is_some()
                || word == "."
                    && before >= 2
                    && lexicon::abbreviation(reading.token(before - 2)).is_some();
            if !part {
                break;
            }
            before = previous;
        }
        let word = reading.token_before(before, 1);
        let word = if is_determiner(word) { reading.token_before(before, 2) } else { word };
        matches!(
            word,
            "of" | "by"
                | "with"
                | "to"
                | "from"
                | "for"
                | "against"
                | "at"
                | "about"
                | "on"
                | "in"
                | "than"
                | "like"
                | "and"
                | "between"
                | "under"
                | "including"
                | "over"
        ) || matches!(reading.token(end), "'s" | "’s")
    }

    /// Whether a verb of saying stands beside a mention: `Ane Lie said`, `says Ane Lie`, and with
    /// more about her between, `Ane Lie (45), a singer from Bergen, also said`.
    fn is_beside_speech(&self, at: usize, end: usize) -> bool {
        let reading = self.reading;
        let beside = [reading.token_before(at, 1), reading.token(end), reading.token(end + 1)];
        beside.into_iter().any(lexicon::is_speech_verb) || {
            let verb = self.behind_more(end);
            verb > end && lexicon::is_speech_verb(reading.token(verb))
        }
    }

    /// Where the verb may stand of a name that ends: behind brackets, an apposition, a day and
    /// adverbs.
    fn behind_more(&self, end: usize) -> usize {
        const FAR: usize = 16;
        let reading = self.reading;
        let mut at = end;
        if reading.token(at) == "("
            && let Some(close) = (at..at + FAR).find(|&at| reading.token(at) == ")")
        {
            at = close + 1;
        }
        if reading.token(at) == "," {
            let ends = |word: &str| is_quotation_mark(word) || matches!(word, "" | "." | ";" | ":");
            let inside = at + 1..at + FAR;
            let close = inside
                .take_while(|&at| !ends(reading.token(at)))
                .filter(|&at| reading.token(at) == ",");
            let mut close = close.filter(|&at| self.says(at + 1));
            if let Some(close) = close.next() {
                at = close + 1;
            }
        }
        if matches!(reading.token(at), "on" | "in" | "at")
            && lexicon::is_time_word(reading.token(at + 1))
        {
            at += 2;
        }
        if is_before_verb(reading.token(at)) { at + 1 } else { at }
    }

    /// Whether a verb of saying begins here, perhaps with an adverb before it.
    fn says(&self, at: usize) -> bool {
        let word = self.reading.token(at);
        lexicon::is_speech_verb(word)
            || is_before_verb(word) && lexicon::is_speech_verb(self.reading.token(at + 1))
    }

    /// Whether a pronoun is the subject of a verb of saying: `he said`, `she also told`, `” said he`.
    fn speaks(&self, at: usize) -> bool {
        let reading = self.reading;
        self.says(at + 1)
            || lexicon::is_speech_verb(reading.token_before(at, 1))
                && matches!(reading.token_before(at, 2), "," | "”" | "\"" | "’" | "'")
    }

    /// Whom a pronoun means.
    fn weigh(&self, gender: Gender, case: Case, at: usize, place: Place) -> Option<u32> {
        let quote = self.quotes.holding(at);
        let speaker = self.quotes.speaker(quote);
        let speaks = quote == NONE && self.speaks(at);
        let spoke_last = self.mind.iter().filter_map(|it| it.spoke).max();
        let (weights, nobody, margin) =
            if speaks { (&SAYING.0, SAYING.1, 0.6) } else { (&OTHERS.0, OTHERS.1, 0.4) };
        let (mut best, mut second): (Option<(f32, u32)>, f32) = (None, nobody);
        let mut rank = 0;
        for candidate in self.mind.iter().rev() {
            let same_sentence = place.sentence == candidate.place.sentence;
            // Sentences inside quotations are passed over by who stands outside.
            let ago = if same_sentence {
                0
            } else {
                (place.told - candidate.place.told.min(place.told)).max(1)
            };
            if ago > FORGOTTEN || case == Case::Reflexive && !same_sentence {
                continue;
            }
            let (told, shown) = match candidate.cluster {
                NONE => (candidate.genders, [0.0; 2]),
                cluster => {
                    let cluster = &self.clusters[cluster as usize];
                    (cluster.genders, cluster.pronoun_genders)
                }
            };
            let balance =
                |genders: [f32; 2]| genders[gender as usize] - genders[1 - gender as usize];
            let told = balance(told);
            let agreement = told + balance(shown);
            if agreement <= -CERTAIN {
                continue;
            }
            let same_clause = same_sentence && self.is_one_clause(candidate.end, at);
            if case == Case::Object
                && same_clause
                && !candidate.is_oblique
                && !candidate.is_possessive
            {
                continue;
            }
            let possessive = matches!(case, Case::Possessive | Case::Reflexive);
            let nameless = candidate.cluster == NONE;
            let mut features = [0.0; FEATURES];
            let mut set =
                |feature: Feature, is: bool| features[feature as usize] = f32::from(u8::from(is));
            set(Feature::Ago0, ago == 0);
            set(Feature::Ago1, ago == 1);
            set(Feature::Ago2, ago == 2);
            set(Feature::Ago3, ago == 3);
            set(Feature::Ago4, ago > 3);
            set(Feature::Rank0, rank == 0);
            set(Feature::Rank1, rank == 1);
            set(Feature::Rank2, rank > 1);
            set(Feature::Subject, candidate.is_subject);
            set(Feature::Oblique, candidate.is_oblique && !possessive);
            set(Feature::Pronoun, candidate.by_pronoun);
            set(Feature::Agrees, told >= CERTAIN);
            set(Feature::Shown, told < CERTAIN && agreement >= CERTAIN);
            set(Feature::Unsure, agreement < CERTAIN);
            let lately = candidate.spoke.is_some_and(|it| it as usize + 3 >= place.told);
            set(Feature::Spoke, speaks && lately);
            set(Feature::SpokeLast, speaks && lately && candidate.spoke == spoke_last);
            set(Feature::Speaks, quote != NONE && !nameless && Some(candidate.cluster) == speaker);
            set(Feature::IntoQuote, quote != NONE && candidate.quote != quote);
            set(Feature::OutOfQuote, quote == NONE && candidate.quote != NONE);
            set(Feature::Own, possessive && ago == 0);
            set(Feature::Nameless, nameless);
            set(Feature::Definite, nameless && candidate.is_definite);
            set(Feature::NamelessQuoted, nameless && quote == NONE && candidate.quote != NONE);
            set(
                Feature::Parallel,
                ago == 1 && candidate.is_subject && case == Case::Subject && place.first,
            );
            set(Feature::Paragraph, place.paragraph == candidate.place.paragraph);
            set(Feature::Reported, !speaks && same_sentence && candidate.spoke_here);
            set(Feature::Said, speaks && same_sentence && self.reading.token_before(at, 1) == ",");
            features[Feature::Often as usize] = log2(candidate.mentions);
            rank += 1;
            let score: f32 =
                features.iter().zip(weights).map(|(feature, weight)| feature * weight).sum();
            match best {
                Some((before, _)) if score <= before => second = second.max(score),
                _ => {
                    second = best.map_or(second, |(before, _)| second.max(before));
                    best = Some((score, candidate.cluster));
                }
            }
        }
        let (score, cluster) = best?;
        (score - second >= margin && cluster != NONE).then_some(cluster)
    }

    /// The organisation that `they` are: the subject of the sentence so far, if nothing else in it
    /// can be many.
    fn organisation(&self, at: usize, place: Place) -> Option<u32> {
        const FAR: usize = 30;
        let reading = self.reading;
        let sentence = reading.text.sentences().get(place.sentence)?;
        let begin = reading.tokens().partition_point(|it| it.span.start() < sentence.start());
        if at.saturating_sub(begin) > FAR {
            return None;
        }
        let first = reading.names.partition_point(|name| name.tokens.0 < begin);
        let names = reading.names[first..].iter().zip(first..).take_while(|it| it.0.tokens.1 <= at);
        let (mut found, mut word) = (None, begin);
        for (name, number) in names {
            if (word..name.tokens.0).any(|at| may_be_many(reading.token(at))) {
                return None;
            }
            word = name.tokens.1;
            match name.kind {
                EntityKind::Org => {
                    let cluster = Some(self.of_name[number]).filter(|&it| it != NONE);
                    let joined =
                        [reading.token_before(name.tokens.0, 1), reading.token(name.tokens.1)];
                    if cluster.is_none()
                        || found.is_some_and(|it| Some(it) != cluster)
                        || found.is_none() && !self.is_topic(begin, name.tokens)
                        || joined.into_iter().any(|it| matches!(it, "and" | "&" | "or"))
                    {
                        return None;
                    }
                    found = cluster;
                }
                EntityKind::Person if found.is_none() => return None,
                EntityKind::Norp
                    if !reading.token(name.tokens.1).starts_with(char::is_lowercase) =>
                {
                    return None;
                }
                _ => {}
            }
        }
        if (word..at).any(|at| may_be_many(reading.token(at))) || self.quotes.holding(at) != NONE {
            return None;
        }
        found
    }

    /// Whether a name is what a sentence is about: it begins it, and its verb follows.
    fn is_topic(&self, begin: usize, name: (usize, usize)) -> bool {
        const FAR: usize = 2;
        let reading = self.reading;
        let (last, next) = (reading.token_before(name.1, 1), reading.token(name.1));
        let verb = |word: &str| {
            lexicon::is_speech_verb(word)
                || word.ends_with("ed")
                || matches!(
                    word,
                    "has"
                        | "have"
                        | "had"
                        | "is"
                        | "are"
                        | "was"
                        | "were"
                        | "will"
                        | "would"
                        | "could"
                        | "must"
                        | "can"
                        | "may"
                        | "gave"
                        | "won"
                        | "lost"
                        | "made"
                        | "took"
                )
        };
        name.0.saturating_sub(begin) <= FAR
            && !self.is_oblique(name.0, name.1)
            && (verb(next)
                || is_before_verb(next) && verb(reading.token(name.1 + 1))
                || last.ends_with('s') && next.starts_with(char::is_lowercase))
    }

    /// Whether nothing between two tokens begins another clause.
    fn is_one_clause(&self, from: usize, to: usize) -> bool {
        const FAR: usize = 12;
        // The comma that closes an apposition.
        let from = if self.reading.token(from) == "," { from + 1 } else { from };
        to.saturating_sub(from) <= FAR
            && (from..to).all(|at| {
                !matches!(
                    self.reading.token(at),
                    "," | ";"
                        | ":"
                        | "that"
                        | "who"
                        | "and"
                        | "but"
                        | "after"
                        | "before"
                        | "because"
                        | "when"
                        | "if"
                        | "as"
                        | "while"
                        | "“"
                        | "\""
                        | "”"
                        | "since"
                        | "which"
                        | "where"
                )
            })
    }
}

fn is_they(word: &str) -> bool {
    matches!(word, "they" | "their" | "themselves")
}

/// Whether a word may be a noun in the plural, or tell of one.
fn may_be_many(word: &str) -> bool {
    let plural = word.len() > 3
        && word.ends_with('s')
        && word.starts_with(char::is_alphabetic)
        && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
        && !matches!(word, "does" | "says" | "always" | "perhaps");
    plural
        || word.ends_with("men")
        || matches!(
            word,
            "people"
                | "children"
                | "police"
                | "and"
                | "who"
                | "both"
                | "many"
                | "most"
                | "some"
                | "all"
                | "few"
                | "other"
                | "two"
                | "three"
                | "four"
                | "five"
                | "six"
                | "staff"
                | "public"
                | "youth"
                | "media"
                | "“"
                | "\""
                | "everyone"
                | "anyone"
                | "each"
                | "someone"
                | "every"
                | "couple"
                | "family"
                | "crew"
                | "group"
                | "We"
                | "we"
                | "us"
                | "They"
                | "they"
                | "them"
                | "their"
                | "themselves"
        )
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

/// What may stand between a subject and its verb: `also`, `later`, `has`.
fn is_before_verb(word: &str) -> bool {
    matches!(word, "also" | "further" | "then" | "later" | "has" | "had" | "once")
        || word.ends_with("ly")
}

fn is_quotation_mark(word: &str) -> bool {
    matches!(word, "“" | "”" | "\"" | "«" | "»" | "„")
}

/// So many tokens beside a quotation tell who speaks.
const BESIDE: usize = 8;

/// The quotations, roughly, and who speaks them.
struct Quotes {
    /// Tokens from, to; in order.
    spans: Vec<(u32, u32)>,
    speakers: Vec<u32>,
}

impl Quotes {
    fn of(reading: &Reading<'_>, of_name: &[u32]) -> Self {
        let mut quotes = Self { spans: Vec::new(), speakers: Vec::new() };
        let (mut open, mut paragraph): (Option<u32>, usize) = (None, 0);
        let paragraphs = reading.text.paragraphs();
        for (at, token) in reading.tokens().iter().enumerate() {
            if paragraphs.get(paragraph).is_some_and(|it| it.end() <= token.span.start()) {
                while paragraphs.get(paragraph).is_some_and(|it| it.end() <= token.span.start()) {
                    paragraph += 1;
                }
                if let Some(from) = open.take() {
                    quotes.spans.push((from, at as u32));
                }
            }
            if !matches!(token.kind, TokenKind::Punctuation) {
                continue;
            }
            match (token.span.of(reading.source), open) {
                ("“" | "\"" | "«" | "„", None) => open = Some(at as u32),
                ("”" | "\"" | "»", Some(from)) => {
                    quotes.spans.push((from, at as u32));
                    open = None;
                }
                _ => {}
            }
        }
        if let Some(from) = open {
            quotes.spans.push((from, reading.tokens().len() as u32));
        }
        let speakers = quotes.spans.iter().map(|&(from, to)| {
            let (from, to) = (from as usize, to as usize);
            let behind = Self::speaker_in(reading, of_name, to + 1, to + 1 + BESIDE);
            // `Ane Lie said: “…”`, and between two quotations: `“…,” Ane Lie said. “…”`
            let before = || {
                let far = from.saturating_sub(BESIDE);
                let begin = (far..from).rev().find(|&at| is_quotation_mark(reading.token(at)));
                let end = if reading.token_before(from, 1) == "." { from - 1 } else { from };
                Self::speaker_in(reading, of_name, begin.map_or(far, |at| at + 1), end)
            };
            behind.or_else(before).unwrap_or(NONE)
        });
        quotes.speakers = speakers.collect();
        quotes
    }

    /// Who is named beside a verb of saying.
    fn speaker_in(reading: &Reading<'_>, of_name: &[u32], from: usize, to: usize) -> Option<u32> {
        let stop = |&at: &usize| !matches!(reading.token(at), "." | "“" | "”" | "\"" | "");
        let to = (from..to).take_while(stop).last()? + 1;
        if !(from..to).any(|at| lexicon::is_speech_verb(reading.token(at))) {
            return None;
        }
        let first = reading.names.partition_point(|name| name.tokens.0 < from);
        let mut names =
            (first..reading.names.len()).take_while(|&name| reading.names[name].tokens.1 <= to);
        names.find(|&name| reading.names[name].kind == EntityKind::Person).map(|name| of_name[name])
    }

    /// The quotation that holds a token; `NONE` outside.
    fn holding(&self, at: usize) -> u32 {
        let at = at as u32;
        let number = self.spans.partition_point(|&(_, to)| to <= at);
        match self.spans.get(number) {
            Some(&(from, _)) if from < at => number as u32,
            _ => NONE,
        }
    }

    fn speaker(&self, quote: u32) -> Option<u32> {
        self.speakers.get(quote as usize).copied().filter(|&speaker| speaker != NONE)
    }
}
