//! Which names stand for one entity.
//!
//! `reading` cuts names into words, `kinds` settles what they are, `people` and `things` gather
//! them, `places` finds where they are, `roles` reads what the text says that people are, and
//! `pronouns` says who `she` is.

mod groups;
mod kinds;
mod people;
mod places;
mod pronouns;
mod reading;
mod roles;
mod things;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use super::names::Name;
use super::{Entity, EntityKind, Kinds, Mention, MentionForm};
use crate::Span;
use crate::furniture::LeadIn;
use crate::lexicon;
use crate::text::Text;
use groups::{Groups, NONE};
use reading::Reading;

/// Gathers names into entities.
pub(super) fn link(text: &Text<'_>, lead_in: &LeadIn, names: &[Name], kinds: Kinds) -> Vec<Entity> {
    if names.is_empty() {
        return Vec::new();
    }
    let mut reading = Reading::of(text, names);
    kinds::settle(&mut reading);
    let mut groups = Groups::new(names.len());
    people::gather(&reading, &mut groups);
    things::gather(&reading, &mut groups);
    let places = places::find(&reading, &mut groups, lead_in.dateline.as_ref());
    let mut clusters = Cluster::all(&reading, &groups);
    roles::read(&reading, &mut clusters);
    let byline = lead_in.byline.as_ref().map(|it| it.span);
    pronouns::link(&reading, byline, &mut clusters);
    let mut entities = Vec::with_capacity(clusters.len());
    for cluster in clusters {
        if kinds.contains(cluster.kind) {
            entities.push(cluster.entity(&reading, &places));
        }
    }
    entities
}

/// The names of one entity, and what becomes known of it.
#[derive(Debug)]
struct Cluster {
    kind: EntityKind,
    /// In the order of the text.
    names: Vec<usize>,
    /// The name that is the fullest.
    fullest: usize,
    /// The words of its role.
    role: Option<Span>,
    /// What speaks for he and for she.
    genders: [f32; 2],
    /// … and what pronouns say.
    pronoun_genders: [f32; 2],
    pronouns: Vec<Span>,
}

impl Cluster {
    /// All of them, in the order of their first names.
    fn all(reading: &Reading<'_>, groups: &Groups) -> Vec<Self> {
        let mut number = vec![NONE; groups.len()];
        let mut clusters: Vec<Self> = Vec::new();
        for name in 0..reading.names.len() {
            let group = groups.of(name);
            if group == NONE {
                continue;
            }
            let slot = &mut number[group as usize];
            if *slot == NONE {
                *slot = clusters.len() as u32;
                let kind = reading.names[name].kind;
                let names = Vec::with_capacity(2);
                clusters.push(Self {
                    kind,
                    names,
                    fullest: name,
                    role: None,
                    genders: [0.0; 2],
                    pronoun_genders: [0.0; 2],
                    pronouns: Vec::new(),
                });
            }
            let cluster = &mut clusters[*slot as usize];
            cluster.names.push(name);
            if fullness(reading, name) > fullness(reading, cluster.fullest) {
                cluster.fullest = name;
                cluster.kind = reading.names[name].kind;
            }
        }
        clusters
    }

    fn entity(self, reading: &Reading<'_>, places: &places::Places) -> Entity {
        let source = reading.source;
        let full = &reading.names[self.fullest];
        let name = plain(full.span.of(source));
        let mut aliases: Vec<String> = Vec::new();
        let mut mentions = Vec::with_capacity(self.names.len() + self.pronouns.len());
        for &number in &self.names {
            let spelled = &reading.names[number];
            let words = spelled.span.of(source);
            if words != name {
                let words = plain(words);
                if words != name && aliases.len() < MOST_ALIASES && !aliases.contains(&words) {
                    aliases.push(words);
                }
            }
            mentions
                .push(Mention { span: spelled.span, form: form(reading, number, self.fullest) });
        }
        let pronoun = |&span: &Span| Mention { span, form: MentionForm::Pronoun };
        mentions.extend(self.pronouns.iter().map(pronoun));
        mentions.sort_by_key(|mention| mention.span);
        let (place, country) = match self.kind {
            EntityKind::Loc | EntityKind::Fac => places.of(reading, &self.names),
            EntityKind::Norp => {
                let country = lexicon::demonym(&name).map(|it| Cow::Borrowed(it.country));
                (None, country)
            }
            _ => (None, None),
        };
        let role = self.role.map(|span| plain(span.of(source)));
        Entity { kind: self.kind, name, aliases, role, place, country, mentions }
    }
}

/// No more other names of an entity are kept: nobody has as many.
const MOST_ALIASES: usize = 64;

/// How much of a name a spelling is: its words, small letters rather than capitals, letters.
fn fullness(reading: &Reading<'_>, name: usize) -> (bool, usize, bool, u32) {
    let spelled = &reading.names[name];
    let acronym = spelled.kind != EntityKind::Person && things::acronym(reading, name).is_some();
    let words = match spelled.kind {
        EntityKind::Person => people::core(reading, name),
        _ => reading.words(name),
    };
    // An initial is less than a name.
    let count = words.iter().map(|word| if word.is_initial { 1 } else { 2 }).sum();
    // Of single words of a person's name the first is as good as any.
    let is_single = spelled.kind == EntityKind::Person && words.len() < 2;
    let length = if is_single { 0 } else { spelled.span.len() };
    (!acronym, count, spelled.is_mixed_case, length)
}

/// How a spelling names what is called by the fullest one.
fn form(reading: &Reading<'_>, name: usize, fullest: usize) -> MentionForm {
    let (this, full) = (&reading.names[name], &reading.names[fullest]);
    if name == fullest || this.key == full.key {
        return MentionForm::Name;
    }
    let words = |name: usize| reading.words(name).iter().filter(|word| !word.is_small).count();
    let (count, all) = (words(name), words(fullest));
    if this.kind != EntityKind::Person && all > 1 && things::acronym(reading, name).is_some() {
        MentionForm::Acronym
    } else if count < all {
        MentionForm::Short
    } else {
        MentionForm::Name
    }
}

/// Words with one blank between them.
fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    for word in words.split(char::is_whitespace).filter(|word| !word.is_empty()) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(word);
    }
    plain
}
