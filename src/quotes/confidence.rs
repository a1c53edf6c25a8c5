//! How sure it is that words are a quotation, and by the source that is given.
//!
//! What speaks for it and against it is weighed by a logistic regression. `tools/quotes/confidence.py`
//! learns the weights from quotations that were found in annotated world news by models that had not
//! learned from the article: whether there is such a quotation, with that source, and that speaker.
//! They are sums of thousandths and the curve is a table, so that the result is the same on every
//! machine.

use super::{Quote, QuoteKind, SpeakerKind};
use crate::entities::{Entity, EntityKind, MentionForm};
use crate::text::{Text, TokenKind};
use crate::{Span, four_decimals, lexicon};

/// What is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Evidence {
    Always,
    Mixed,
    Indirect,
    /// The cue: none; `said`; `according to`.
    NoCue,
    SpeechVerb,
    According,
    /// The source: none; a name, or with one; a pronoun.
    NoSource,
    Named,
    Pronoun,
    /// It is long; it is very long; it begins with a small letter and is no pronoun.
    LongSource,
    VeryLongSource,
    SmallSource,
    /// Words stand between source and cue; many do.
    Apart,
    FarApart,
    /// Words stand between the content and what stands nearest of source and cue; many do.
    Aside,
    FarAside,
    /// The words of the content: at most 3, 7; at least 25, 60.
    Few,
    Short,
    Long,
    VeryLong,
    /// It has several parts.
    Split,
    /// It stands inside another quotation; another one stands inside it.
    Inner,
    Outer,
    /// The content does not begin behind a mark or a small word, or does not end before a mark.
    OpenStart,
    OpenEnd,
    /// Nobody speaks; one without a name does; an organisation, a group, a document.
    Nobody,
    Nameless,
    Org,
    Group,
    Document,
    /// A pronoun of one without a name; with several people named before; with more.
    NamelessPronoun,
    Rivals,
    ManyRivals,
    /// A description that stands for one with a name.
    Resolved,
    /// Without a source: words stand between it and the quotation before; many do.
    Floats,
    FloatsFar,
    /// In the first paragraph.
    Lead,
}

use Evidence as E;

/// How many there are.
const COUNT: usize = E::Lead as usize + 1;

/// Their names, for the tool, and weights, in thousandths.
const WEIGHTS: [(&str, i32); COUNT] = [
    ("always", 2325),
    ("mixed", -896),
    ("indirect", -464),
    ("no cue", 28),
    ("speech verb", 673),
    ("according", 612),
    ("no source", -326),
    ("named", 270),
    ("pronoun", -214),
    ("long source", 0),
    ("very long source", -551),
    ("small source", -31),
    ("apart", -442),
    ("far apart", -1118),
    ("aside", -115),
    ("far aside", -884),
    ("few", -1057),
    ("short", -491),
    ("long", 240),
    ("very long", -414),
    ("split", -904),
    ("inner", -878),
    ("outer", -785),
    ("open start", -161),
    ("open end", -315),
    ("nobody", -2964),
    ("nameless", -1374),
    ("org", -623),
    ("group", 167),
    ("document", 250),
    ("nameless pronoun", -666),
    ("rivals", -33),
    ("many rivals", -660),
    ("resolved", -844),
    ("floats", -891),
    ("floats far", -832),
    ("lead", -15),
];

/// The logistic function of quarters of one from 0 on, in ten-thousandths.
const CURVE: [i32; 33] = [
    5000, 5622, 6225, 6792, 7311, 7773, 8176, 8520, 8808, 9047, 9241, 9399, 9526, 9627, 9707, 9770,
    9820, 9859, 9890, 9914, 9933, 9948, 9959, 9968, 9975, 9981, 9985, 9988, 9991, 9993, 9994, 9996,
    9997,
];

/// The logistic function of thousandths, straight between the places of the table.
fn logistic(thousandths: i32) -> f32 {
    const STEP: i32 = 250;
    // The last place is never reached: nothing is certain.
    let far = thousandths.saturating_abs().min(STEP * 32 - 1);
    let (at, rest) = ((far / STEP) as usize, far % STEP);
    let share = CURVE[at] + (CURVE[at + 1] - CURVE[at]) * rest / STEP;
    let share = if thousandths < 0 { 10_000 - share } else { share };
    four_decimals(f64::from(share) / 10_000.0) as f32
}

/// Fills in how sure each quotation is. They are in order, with their speakers.
pub(super) fn rate(text: &Text<'_>, entities: &[Entity], quotes: &mut [Quote]) {
    let found = evidence(text, entities, quotes);
    for (quote, evidence) in quotes.iter_mut().zip(found) {
        let sum = evidence.iter().map(|&it| WEIGHTS[it as usize].1).sum();
        quote.confidence = logistic(sum);
    }
}

/// What speaks for each quotation and against it.
pub(super) fn evidence(
    text: &Text<'_>,
    entities: &[Entity],
    quotes: &[Quote],
) -> Vec<Vec<Evidence>> {
    let mut people = Vec::new();
    let mut names = Vec::new();
    for (number, entity) in entities.iter().enumerate() {
        for mention in entity.mentions.iter().filter(|it| it.form != MentionForm::Pronoun) {
            names.push(mention.span);
            if entity.kind == EntityKind::Person {
                people.push((mention.span.start(), number));
            }
        }
    }
    names.sort_unstable();
    people.sort_unstable();
    let mut weighing = Weighing { text, names, people, reach: 0, last_end: 0 };
    // Speech is as sure whether or not thoughts are looked for.
    let mut next: Vec<Option<&Quote>> = Vec::with_capacity(quotes.len());
    let mut said = None;
    for quote in quotes.iter().rev() {
        next.push(said);
        said = if quote.speech { Some(quote) } else { said };
    }
    quotes.iter().zip(next.into_iter().rev()).map(|(it, next)| weighing.of(it, next)).collect()
}

#[cfg(feature = "train")]
impl Evidence {
    /// What the tool calls it.
    pub fn name(self) -> &'static str {
        WEIGHTS[self as usize].0
    }
}

struct Weighing<'r, 't> {
    text: &'r Text<'t>,
    /// Where something is named, in order.
    names: Vec<Span>,
    /// Where people are, and which.
    people: Vec<(u32, usize)>,
    /// Where the quotations so far end, the last of them, and the one before.
    reach: u32,
    last_end: u32,
}

impl Weighing<'_, '_> {
    fn of(&mut self, quote: &Quote, next: Option<&Quote>) -> Vec<Evidence> {
        let mut found = vec![E::Always];
        let mut add = |evidence: Evidence, is: bool| {
            if is {
                found.push(evidence);
            }
        };
        let source = self.text.source();
        let span = quote.span();
        add(E::Mixed, quote.kind == QuoteKind::Mixed);
        add(E::Indirect, quote.kind == QuoteKind::Indirect);
        add(E::Split, quote.parts.len() > 1);
        add(E::Inner, self.reach >= span.end());
        add(E::Outer, next.is_some_and(|it| span.contains(it.span())));
        add(E::Lead, self.text.paragraphs().first().is_some_and(|it| it.end() >= span.start()));

        let cue = quote.cue.map(|it| it.of(source));
        let is_verb = |cue: &str| cue.split_whitespace().any(lexicon::is_speech_verb);
        add(E::NoCue, cue.is_none());
        add(E::SpeechVerb, cue.is_some_and(is_verb));
        add(E::According, cue.is_some_and(|it| it.to_lowercase().starts_with("according")));

        self.weigh_source(quote, &mut add);
        if let (Some(cue), Some(source)) = (quote.cue, quote.source) {
            let apart = distance(cue, source);
            add(E::Apart, (2..25).contains(&apart));
            add(E::FarApart, apart >= 25);
        }
        let beside = [quote.cue, quote.source].into_iter().flatten();
        let aside = beside.flat_map(|it| quote.parts.iter().map(move |&part| distance(it, part)));
        if let Some(aside) = aside.min() {
            add(E::Aside, (8..30).contains(&aside));
            add(E::FarAside, aside >= 30);
        }

        let words: usize = quote.parts.iter().map(|&it| self.words(it)).sum();
        add(E::Few, words <= 3);
        add(E::Short, (4..=7).contains(&words));
        add(E::Long, (25..60).contains(&words));
        add(E::VeryLong, words >= 60);
        let before = source[..span.start() as usize].trim_end();
        let behind = source[span.end() as usize..].trim_start();
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let is_cue = quote.cue.is_some_and(|it| it.end() as usize == before.len());
        add(
            E::OpenStart,
            before.ends_with(char::is_alphanumeric)
                && !is_cue
                && !lexicon::is_function_word(word)
                && word != "that",
        );
        add(E::OpenEnd, behind.starts_with(char::is_alphanumeric));
        self.weigh_speaker(quote, &mut add);
        if quote.source.is_none() {
            let from = self.last_end.min(span.start()) as usize;
            let between = source[from..span.start() as usize].trim();
            let is_told = between.contains(char::is_alphanumeric);
            add(E::Floats, is_told && between.len() < 250);
            add(E::FloatsFar, is_told && between.len() >= 250);
        }
        if quote.speech {
            let ends = [Some(span), quote.cue, quote.source].into_iter().flatten().map(Span::end);
            self.last_end = self.last_end.max(ends.max().unwrap_or(0));
            self.reach = self.reach.max(span.end());
        }
        found
    }

    fn weigh_source(&self, quote: &Quote, add: &mut impl FnMut(Evidence, bool)) {
        let Some(source) = quote.source else {
            add(E::NoSource, true);
            return;
        };
        let says = source.of(self.text.source());
        let is_pronoun = is_pronoun(says);
        add(E::Pronoun, is_pronoun);
        let next = self.names.partition_point(|it| it.end() <= source.start());
        add(E::Named, self.names.get(next).is_some_and(|it| it.overlaps(source)));
        let words = self.words(source);
        add(E::LongSource, (6..12).contains(&words));
        add(E::VeryLongSource, words >= 12);
        let begins = says.starts_with(char::is_lowercase);
        let article = says.split_whitespace().next().is_some_and(lexicon::is_function_word);
        add(E::SmallSource, begins && !article && !is_pronoun);
    }

    fn weigh_speaker(&self, quote: &Quote, add: &mut impl FnMut(Evidence, bool)) {
        let Some(speaker) = &quote.speaker else {
            add(E::Nobody, true);
            return;
        };
        let is_nameless = speaker.entity.is_none();
        add(E::Nameless, is_nameless);
        add(E::Org, speaker.kind == SpeakerKind::Org);
        add(E::Group, speaker.kind == SpeakerKind::Group);
        add(E::Document, speaker.kind == SpeakerKind::Document);
        let Some(source) = quote.source else { return };
        let says = source.of(self.text.source());
        if is_pronoun(says) {
            add(E::NamelessPronoun, is_nameless);
            let rivals = self.rivals(source.start());
            add(E::Rivals, rivals == 2);
            add(E::ManyRivals, rivals > 2);
        } else {
            let next = self.names.partition_point(|it| it.end() <= source.start());
            let is_named = self.names.get(next).is_some_and(|it| it.overlaps(source));
            add(E::Resolved, !is_nameless && !is_named);
        }
    }

    /// How many people are named shortly before a place; at most three are counted.
    fn rivals(&self, at: u32) -> usize {
        const NEAR: u32 = 500;
        const MOST: usize = 12;
        let end = self.people.partition_point(|it| it.0 < at);
        let near = self.people[..end].iter().rev().take(MOST).take_while(|it| it.0 + NEAR >= at);
        let mut known: Vec<usize> = Vec::with_capacity(3);
        for &(_, person) in near {
            if known.len() < 3 && !known.contains(&person) {
                known.push(person);
            }
        }
        known.len()
    }

    /// How many words a span has, as far as one counts.
    fn words(&self, span: Span) -> usize {
        const MOST: usize = 120;
        let tokens = self.text.tokens();
        let from = tokens.partition_point(|it| it.span.end() <= span.start());
        let inside = tokens[from..].iter().take(MOST).take_while(|it| it.span.start() < span.end());
        inside.filter(|it| matches!(it.kind, TokenKind::Word | TokenKind::Number)).count()
    }
}

/// The bytes between two spans.
fn distance(one: Span, other: Span) -> u32 {
    one.start().max(other.start()).saturating_sub(one.end().min(other.end()))
}

fn is_pronoun(words: &str) -> bool {
    matches!(
        words.to_ascii_lowercase().as_str(),
        "he" | "she"
            | "they"
            | "it"
            | "who"
            | "we"
            | "i"
            | "him"
            | "her"
            | "them"
            | "which"
            | "you"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entities::of_names;

    #[test]
    fn the_curve_is_the_logistic_function() {
        for thousandths in (-9000..9000).step_by(37) {
            let exact = 1.0 / (1.0 + (-f64::from(thousandths) / 1000.0).exp());
            let rated = f64::from(logistic(thousandths));
            assert!((rated - exact).abs() < 0.002, "{thousandths}: {rated}, not {exact}");
            assert!(rated <= f64::from(logistic(thousandths + 1)), "it never falls");
        }
        assert!(logistic(i32::MAX) < 1.0 && logistic(-i32::MAX) > 0.0);
    }

    /// How sure a quotation is of which these words are content, cue and source.
    fn rated(source: &str, kind: QuoteKind, words: [&str; 3], name: &str) -> f32 {
        let text = Text::new(source).unwrap();
        let place = |words: &str| {
            let at = source.find(words).unwrap() as u32;
            Span::new(at, at + words.len() as u32)
        };
        let mut quote = Quote::of(kind, vec![place(words[0])]);
        quote.cue = (!words[1].is_empty()).then(|| place(words[1]));
        quote.source = (!words[2].is_empty()).then(|| place(words[2]));
        let named: Vec<_> =
            (!name.is_empty()).then(|| (place(name), EntityKind::Person)).into_iter().collect();
        let entities = of_names(&text, &named);
        let mut quotes = [quote];
        crate::quotes::speakers::resolve(&text, &entities, &[], &mut quotes);
        rate(&text, &entities, &mut quotes);
        quotes[0].confidence
    }

    #[test]
    fn a_plain_quotation_is_surer_than_a_doubtful_one() {
        let plain = rated(
            "“The harbour will stay open all winter,” Ane Lie said.",
            QuoteKind::Direct,
            ["The harbour will stay open all winter,", "said", "Ane Lie"],
            "Ane Lie",
        );
        let lone = rated(
            "They met. “The harbour will stay open all winter.”",
            QuoteKind::Direct,
            ["The harbour will stay open all winter.", "", ""],
            "",
        );
        let vague = rated(
            "Rain on the roof showing how the harbour and all of it might fare there.",
            QuoteKind::Indirect,
            ["how the harbour", "showing", "Rain on the roof"],
            "",
        );
        assert!(plain > 0.9, "{plain}");
        assert!(plain > lone && plain > vague, "{plain}, {lone}, {vague}");
        assert!(vague < 0.8, "{vague}");
    }
}
