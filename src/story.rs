//! One article, read: everything found in one pass.

use crate::dateline::{Dateline, Day};
use crate::dedup::{Repeat, find_repeats};
use crate::entities::{self, Entity, Kinds};
use crate::furniture::{Byline, Credit, LeadIn, find_credits};
use crate::quotes::{self, Quote};
use crate::record::Records;
use crate::tagger::Document;
use crate::tally::{SpeakerStats, speakers};
use crate::text::Text;
use crate::{Offsets, Result, Span};

/// What to do about blocks that a page says twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Repeats {
    /// Find them, and leave them out of what is read: a quotation pasted twice is one quotation.
    #[default]
    Skip,
    /// Find them, and read them like the rest.
    Mark,
    /// Do not look for them.
    Ignore,
}

/// Reads articles: what to look for, decided once. Cheap to copy, safe to share among threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reader {
    /// Whether to read the dateline, the byline and the credits.
    pub dateline: bool,
    /// Whether to extract quotations.
    pub quotes: bool,
    /// Which kinds of entities to read. They are the same whether or not the dateline is read.
    pub entities: Kinds,
    /// What to do about repeated blocks.
    pub repeats: Repeats,
}

impl Default for Reader {
    fn default() -> Self {
        Self { dateline: true, quotes: true, entities: Kinds::ALL, repeats: Repeats::Skip }
    }
}

impl Reader {
    /// Reads one article. The day it was published on finds the year of a dateline's date.
    pub fn read(&self, text: impl Into<String>, published: Option<Day>) -> Result<Story> {
        let source: String = text.into();
        let text = Text::new(&source)?;
        let repeats = match self.repeats {
            Repeats::Ignore => Vec::new(),
            Repeats::Skip | Repeats::Mark => find_repeats(&source, text.paragraphs()),
        };
        let mut found = Findings::default();
        let lead_in = if self.dateline || self.quotes || !self.entities.is_empty() {
            LeadIn::of(&text, published)
        } else {
            LeadIn::default()
        };
        // Quotations need everybody who is named.
        let kinds = if self.quotes { Kinds::ALL } else { self.entities };
        let mut document = if kinds.is_empty() { Document::default() } else { Document::of(&text) };
        found.entities = entities::read(&text, &document, &lead_in, kinds);
        if self.quotes {
            found.quotes = quotes::read(&text, &mut document, &lead_in, &found.entities, true);
        }
        if self.dateline {
            let place = lead_in.dateline.as_ref().map(|dateline| dateline.span);
            found.credits = find_credits(&source, text.paragraphs(), place);
            (found.dateline, found.byline) = (lead_in.dateline, lead_in.byline);
        }
        found.keep_kinds(self.entities);
        if self.repeats == Repeats::Skip {
            found.leave_out(&repeats);
        }
        found.paragraphs = text.paragraphs().to_vec();
        found.sentences = text.sentences().to_vec();
        Ok(Story::new(source, Findings { repeats, ..found }))
    }
}

/// An article and what was read in it. Spans are bytes of [`text`](Story::text).
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    text: String,
    offsets: Offsets,
    found: Findings,
}

/// What was read in a text; the spans are places in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Findings {
    pub paragraphs: Vec<Span>,
    pub sentences: Vec<Span>,
    pub dateline: Option<Dateline>,
    pub byline: Option<Byline>,
    pub credits: Vec<Credit>,
    pub entities: Vec<Entity>,
    pub quotes: Vec<Quote>,
    pub repeats: Vec<Repeat>,
}

impl Findings {
    /// Leaves out what is quoted and mentioned inside repeats, which are in order and disjoint.
    fn leave_out(&mut self, repeats: &[Repeat]) {
        let stays = |place: Span| {
            let next = repeats.partition_point(|repeat| repeat.span.end() <= place.start());
            !repeats.get(next).is_some_and(|repeat| repeat.span.overlaps(place))
        };
        self.quotes.retain_mut(|quote| {
            quote.parts.retain(|&part| stays(part));
            quote.cue = quote.cue.filter(|&cue| stays(cue));
            quote.source = quote.source.filter(|&source| stays(source));
            !quote.parts.is_empty()
        });
        // What is left of one may begin later, or be the same as what is left of another.
        self.quotes.sort_by(Quote::order);
        self.quotes.dedup_by(|next, before| next.parts == before.parts);
        self.keep_entities(|entity| {
            entity.mentions.retain(|mention| stays(mention.span));
            let first = entity.first_named();
            if let (Some(place), Some(first)) = (&mut entity.place, first)
                && !entity.mentions.iter().any(|mention| mention.span == place.span)
            {
                place.span = first;
            }
            first.is_some()
        });
    }

    /// Keeps the entities of these kinds. A speaker who is one of another kind keeps the name.
    fn keep_kinds(&mut self, kinds: Kinds) {
        if self.entities.iter().any(|entity| !kinds.contains(entity.kind)) {
            self.keep_entities(|entity| kinds.contains(entity.kind));
        }
    }

    /// Keeps the entities that stay, in the order of the names that are left of them, and tells the
    /// speakers their new numbers.
    fn keep_entities(&mut self, mut stays: impl FnMut(&mut Entity) -> bool) {
        let mut now: Vec<Option<usize>> = vec![None; self.entities.len()];
        let mut numbered: Vec<(usize, Entity)> = self.entities.drain(..).enumerate().collect();
        numbered.retain_mut(|(_, entity)| stays(entity));
        // The name that stood first may have been that of a deck.
        numbered.sort_by_key(|(_, entity)| entity.first_named());
        for (number, &(before, _)) in numbered.iter().enumerate() {
            now[before] = Some(number);
        }
        self.entities.extend(numbered.into_iter().map(|(_, entity)| entity));
        for speaker in self.quotes.iter_mut().filter_map(|quote| quote.speaker.as_mut()) {
            let before = speaker.entity;
            speaker.entity = before.and_then(|number| now.get(number).copied().flatten());
        }
    }
}

impl Story {
    pub(crate) fn new(text: String, found: Findings) -> Self {
        Self { offsets: Offsets::new(&text), text, found }
    }

    #[cfg(test)]
    pub(crate) fn findings(&self) -> &Findings {
        &self.found
    }

    /// The text as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its paragraphs, in order.
    pub fn paragraphs(&self) -> &[Span] {
        &self.found.paragraphs
    }

    /// Its sentences, in order.
    pub fn sentences(&self) -> &[Span] {
        &self.found.sentences
    }

    /// Where it was filed, when, by which agency, and where it begins.
    pub fn dateline(&self) -> Option<&Dateline> {
        self.found.dateline.as_ref()
    }

    /// Who wrote it.
    pub fn byline(&self) -> Option<&Byline> {
        self.found.byline.as_ref()
    }

    /// Who else worked on it, and what the desk adds, in order.
    pub fn credits(&self) -> &[Credit] {
        &self.found.credits
    }

    /// Who and what it names, in order of their first names in it.
    pub fn entities(&self) -> &[Entity] {
        &self.found.entities
    }

    /// Its quotations, in the order of their first words; of those that begin together the longest
    /// first. One may stand inside another.
    pub fn quotes(&self) -> &[Quote] {
        &self.found.quotes
    }

    /// Who is quoted, and how much: those with most quotations first, then those with most words.
    /// Quotations are of one speaker if they are of one entity; without an entity, if kind and name
    /// are the same but for case.
    ///
    /// ```
    /// let story = copydesk::read("“Rain,” she said.")?;
    /// for stats in story.speakers() {
    ///     println!("{}: {} quotes, {} words", stats.speaker.name, stats.quotes, stats.words);
    /// }
    /// # Ok::<(), copydesk::Error>(())
    /// ```
    pub fn speakers(&self) -> Vec<SpeakerStats> {
        speakers(self).0
    }

    /// The blocks that stand twice, in order, disjoint.
    pub fn repeats(&self) -> &[Repeat] {
        &self.found.repeats
    }

    /// The article as it was meant to be read: without its dateline, byline and credits, and without
    /// what stands twice.
    pub fn body(&self) -> String {
        body(self)
    }

    /// What turns this story's spans into what users see.
    pub fn records(&self) -> Records<'_> {
        Records::new(&self.text, &self.offsets)
    }
}

/// What a story says when everything that is not the story is left out.
fn body(story: &Story) -> String {
    let text = story.text();
    // The dateline goes with the blanks behind it, all else with those before it.
    let mut cuts: Vec<(usize, usize, bool)> = Vec::new();
    let found = &story.found;
    if let Some(dateline) = &found.dateline {
        cuts.push((dateline.span.start() as usize, dateline.body_start as usize, true));
    }
    let furniture =
        found.byline.iter().map(|it| it.span).chain(found.credits.iter().map(|it| it.span));
    cuts.extend(furniture.map(|span| {
        let (start, end) = with_brackets(text, span);
        (start, end, false)
    }));
    cuts.extend(found.repeats.iter().map(|it| (it.span.range().start, it.span.range().end, false)));
    cuts.sort_unstable();
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    let mut next = 0;
    while next < cuts.len() {
        // What stands side by side goes at once.
        let (start, mut end, mut lead) = cuts[next];
        let before = &text[at.min(start)..start];
        let mut gap = &before[before.trim_end().len()..];
        next += 1;
        while let Some(&(from, to, is_lead)) = cuts.get(next)
            && (from <= end || is_between(&text[end..from]))
        {
            let between = text.get(end..from).unwrap_or_default();
            if between.len() > gap.len() && between.trim().is_empty() {
                gap = between;
            }
            (end, lead) = (end.max(to), is_lead);
            next += 1;
        }
        kept.push_str(before.trim_end());
        at = end;
        // What stands behind a credit in its paragraph begins that paragraph.
        let rest = text[at..].trim_start_matches([' ', '\t']);
        let begins = !rest.is_empty() && !rest.starts_with(['\n', '\r']) && gap.contains('\n');
        if (lead || begins) && !kept.is_empty() {
            kept.push_str(gap);
            at = text.len() - if lead { text[at..].len() } else { rest.len() };
        }
        if kept.is_empty() {
            at += text[at..].len() - text[at..].trim_start().len();
        }
    }
    kept.push_str(&text[at..]);
    kept
}

/// Whether words between two cuts go with them: `Reporting by Ann Lee and editing by Bob Roe`
fn is_between(words: &str) -> bool {
    matches!(words.trim(), "" | "and" | "und" | "y" | "et" | "e")
}

/// A credit with the brackets, dashes and stars around it.
fn with_brackets(text: &str, span: Span) -> (usize, usize) {
    let before = &text[..span.start() as usize];
    let mut start = before.trim_end_matches(['(', '[', '*', '_', '—', '–', '-', '•', ' ']).len();
    // The rule above it: `___`
    let above = before[..start].trim_end();
    let rule = above.trim_end_matches('_');
    if above.len() > rule.len() + 1 && rule.ends_with('\n') {
        start = rule.len();
    }
    let after = &text[span.end() as usize..];
    let marks = after.trim_start_matches([')', ']', ';', ',', '.', '*']);
    let dashes = marks.trim_start_matches(['*', '_', '-', '—', '–', ' ']);
    // Stars and dashes behind it, if nothing else stands on the line.
    let rest = if dashes.is_empty() || dashes.starts_with('\n') { dashes } else { marks };
    (start, text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dateline::Place;
    use crate::entities::{EntityKind, Mention, MentionForm};
    use crate::gazetteer::Site;
    use crate::quotes::{QuoteKind, Speaker, SpeakerKind};

    fn entity(name: &str, mentions: &[(u32, u32, MentionForm)]) -> Entity {
        let mention = |&(start, end, form)| Mention { span: Span::new(start, end), form };
        Entity {
            kind: EntityKind::Loc,
            name: name.to_owned(),
            aliases: vec!["alias".to_owned()],
            role: None,
            place: None,
            country: None,
            mentions: mentions.iter().map(mention).collect(),
        }
    }

    fn repeat(start: u32, end: u32) -> Repeat {
        Repeat { span: Span::new(start, end), first: Span::new(900, 999), similarity: 1.0 }
    }

    #[test]
    fn what_is_named_in_repeats_is_left_out() {
        use MentionForm::{Name, Pronoun, Short};
        let mut stays = entity("stays", &[(0, 4, Name), (12, 14, Short), (31, 33, Pronoun)]);
        let site = Site::default();
        stays.place = Some(Place { span: Span::new(0, 4), site, alternatives: Vec::new() });
        let mut moves = stays.clone();
        moves.name = "moves".to_owned();
        moves.mentions = entity("", &[(5, 8, Name), (34, 36, Pronoun), (40, 44, Short)]).mentions;
        moves.place.as_mut().unwrap().span = Span::new(5, 8);
        let mut found = Findings {
            entities: vec![
                moves,
                entity("goes", &[(6, 7, Name), (25, 28, Short)]),
                stays.clone(),
                entity("keeps a pronoun", &[(22, 24, Name), (60, 62, Pronoun)]),
            ],
            ..Findings::default()
        };
        found.leave_out(&[repeat(5, 10), repeat(20, 30)]);
        let names: Vec<&str> = found.entities.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["stays", "moves", "keeps a pronoun"]);
        assert_eq!(found.entities[0], stays);
        assert_eq!(found.entities[1].mentions.len(), 2);
        assert_eq!(found.entities[1].aliases, ["alias"]);
        assert_eq!(found.entities[1].place.as_ref().unwrap().span, Span::new(40, 44));
        assert_eq!(found.entities[2].first_named(), Some(Span::new(60, 62)));
    }

    fn quote(parts: &[(u32, u32)], speaker: Option<(&str, Option<usize>)>) -> Quote {
        let parts: Vec<Span> = parts.iter().map(|&(start, end)| Span::new(start, end)).collect();
        let kind = SpeakerKind::Person;
        let speaker = speaker.map(|(name, entity)| Speaker { name: name.to_owned(), kind, entity });
        Quote { speaker, ..Quote::of(QuoteKind::Direct, parts) }
    }

    /// Who the speakers are: the name, and the number of the entity.
    fn said_by(found: &Findings) -> Vec<(&str, Option<usize>)> {
        let speakers = found.quotes.iter().filter_map(|quote| quote.speaker.as_ref());
        speakers.map(|speaker| (speaker.name.as_str(), speaker.entity)).collect()
    }

    #[test]
    fn what_is_quoted_in_repeats_is_left_out() {
        let place = |start, end| Some(Span::new(start, end));
        let mut found = Findings {
            quotes: vec![
                quote(&[(0, 9), (40, 49)], None),
                quote(&[(10, 12), (14, 16)], None),
                quote(&[(11, 13), (30, 35), (50, 55)], None),
                quote(&[(30, 60)], None),
                quote(&[(40, 49)], None),
            ],
            ..Findings::default()
        };
        found.quotes[0].cue = place(12, 14);
        found.quotes[0].source = place(20, 24);
        found.quotes[3].cue = place(9, 10);
        found.quotes[3].source = place(19, 21);
        found.leave_out(&[repeat(0, 9), repeat(10, 20)]);
        let parts: Vec<&[Span]> = found.quotes.iter().map(|it| it.parts.as_slice()).collect();
        let [a, b, c] = [(30, 60), (30, 35), (50, 55)].map(|it| Span::new(it.0, it.1));
        assert_eq!(parts, [&[a][..], &[b, c], &[Span::new(40, 49)]], "in order, each once");
        assert_eq!((found.quotes[0].cue, found.quotes[0].source), (place(9, 10), None));
        assert_eq!((found.quotes[2].cue, found.quotes[2].source), (None, place(20, 24)));
    }

    #[test]
    fn speakers_follow_their_entities() {
        use MentionForm::Name;
        let mut found = Findings {
            entities: vec![
                entity("moves", &[(0, 4, Name), (90, 94, Name)]),
                entity("goes", &[(5, 9, Name)]),
                entity("stays", &[(30, 34, Name)]),
            ],
            quotes: vec![
                quote(&[(40, 42)], Some(("moves", Some(0)))),
                quote(&[(43, 45)], Some(("goes", Some(1)))),
                quote(&[(46, 48)], Some(("stays", Some(2)))),
                quote(&[(49, 50)], Some(("residents", None))),
                quote(&[(51, 52)], None),
            ],
            ..Findings::default()
        };
        found.leave_out(&[repeat(0, 20)]);
        let names: Vec<&str> = found.entities.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["stays", "moves"]);
        assert_eq!(
            said_by(&found),
            [("moves", Some(1)), ("goes", None), ("stays", Some(0)), ("residents", None)]
        );
    }

    #[test]
    fn entities_of_other_kinds_go_and_their_speakers_keep_the_name() {
        use MentionForm::Name;
        let mut found = Findings {
            entities: vec![
                entity("Oslo", &[(0, 4, Name)]),
                entity("Lie", &[(5, 9, Name)]),
                entity("Moss", &[(10, 14, Name)]),
            ],
            quotes: vec![
                quote(&[(40, 42)], Some(("Oslo", Some(0)))),
                quote(&[(43, 45)], Some(("Lie", Some(1)))),
                quote(&[(46, 48)], Some(("Moss", Some(2)))),
            ],
            ..Findings::default()
        };
        found.entities[1].kind = EntityKind::Person;
        let before = found.clone();
        found.keep_kinds(Kinds::ALL);
        assert_eq!(found, before);
        found.keep_kinds([EntityKind::Person].into_iter().collect());
        assert_eq!(found.entities, [before.entities[1].clone()]);
        assert_eq!(said_by(&found), [("Oslo", None), ("Lie", Some(0)), ("Moss", None)]);
        found.keep_kinds(Kinds::NONE);
        assert_eq!(found.entities, []);
        assert_eq!(said_by(&found), [("Oslo", None), ("Lie", None), ("Moss", None)]);
    }

    #[test]
    fn a_dateline_that_only_entities_need_is_not_shown() {
        let reader = Reader { dateline: false, ..Reader::default() };
        assert_eq!(reader.read("OSLO (Reuters) - It rains.", None).unwrap().dateline(), None);
    }
}
