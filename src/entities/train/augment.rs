//! What annotated articles lack, made from what they have: text in capitals, headlines, bylines,
//! datelines.

use super::{Annotation, Article};
use crate::tagger::train::Random;

/// Characters of an article that are taken.
const MOST: usize = 1500;
const OPENING: usize = 700;
/// Characters of what becomes a headline.
const HEADLINE: std::ops::Range<usize> = 20..110;

/// So many more articles, each of a part of one of these.
pub(super) fn more(articles: &[Article], share: f32, random: &mut Random) -> Vec<Article> {
    let mut all = Vec::new();
    for article in articles.iter().filter(|it| it.weight >= 1.0) {
        let chars: Vec<char> = article.text.chars().collect();
        if random.happens(share) {
            let (from, to) = part(&chars, random);
            let mut made = Made::default();
            made.add(article, &chars, from, to, upper);
            all.push(made.finish());
        }
        if random.happens(share) {
            all.extend(with_headline(article, &chars, random));
        }
        if random.happens(share / 2.0) {
            all.extend(with_byline(article, &chars, random));
        }
    }
    all
}

/// An article that is being put together.
#[derive(Default)]
struct Made {
    chars: Vec<char>,
    entities: Vec<Annotation>,
}

impl Made {
    /// Adds a part of an article, each letter changed.
    fn add(
        &mut self,
        article: &Article,
        chars: &[char],
        from: usize,
        to: usize,
        change: fn(char) -> char,
    ) {
        let base = self.chars.len() as u32;
        self.chars.extend(chars[from..to].iter().map(|&c| change(c)));
        let (from, to) = (from as u32, to as u32);
        let inside = article.entities.iter().filter(|it| it.start >= from && it.end <= to);
        self.entities.extend(inside.map(|it| Annotation {
            start: base + it.start - from,
            end: base + it.end - from,
            label: it.label.clone(),
        }));
    }

    fn say(&mut self, words: &str, label: Option<&str>) {
        let start = self.chars.len() as u32;
        self.chars.extend(words.chars());
        let end = self.chars.len() as u32;
        self.entities.extend(label.map(|label| Annotation { start, end, label: label.into() }));
    }

    fn finish(self) -> Article {
        Article {
            text: self.chars.into_iter().collect(),
            entities: self.entities,
            ignore: Vec::new(),
            weight: 1.0,
        }
    }
}

/// The capital of a letter; a letter whose capitals are two stays, so that nothing moves.
fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

/// Some paragraphs.
fn part(chars: &[char], random: &mut Random) -> (usize, usize) {
    if chars.len() <= MOST {
        return (0, chars.len());
    }
    let from = random.below(chars.len() - MOST);
    let from = chars[from..].iter().position(|&c| c == '\n').map_or(from, |it| from + it + 1);
    (from, paragraph_end(chars, from, MOST))
}

/// Where the last paragraph ends that begins behind `from` and is over after so many characters.
fn paragraph_end(chars: &[char], from: usize, most: usize) -> usize {
    let end = (from + most).min(chars.len());
    if end == chars.len() {
        return end;
    }
    let line = chars[from..end].iter().rposition(|&c| c == '\n');
    line.filter(|&it| it > most / 4).map_or(end, |it| from + it)
}

/// A sentence of the article as a headline above its opening: in capitals, or each word with one.
fn with_headline(article: &Article, chars: &[char], random: &mut Random) -> Option<Article> {
    let ends: Vec<usize> =
        (1..chars.len()).filter(|&it| chars[it - 1] == '.' && chars[it].is_whitespace()).collect();
    let sentences: Vec<(usize, usize)> = ends
        .windows(2)
        .map(|pair| (pair[0] + 1, pair[1] - 1))
        .filter(|&(from, to)| {
            from < to
                && HEADLINE.contains(&(to - from))
                && chars[from].is_uppercase()
                && !chars[from..to].contains(&'\n')
        })
        .collect();
    let &(from, to) = sentences.get(random.below(sentences.len().max(1)))?;
    let mut made = Made::default();
    if random.happens(0.5) {
        made.add(article, chars, from, to, upper);
    } else {
        made.add(article, chars, from, to, |c| c);
        for at in 1..made.chars.len() {
            let word = made.chars[at..].iter().take_while(|it| it.is_alphabetic()).count();
            if !made.chars[at - 1].is_alphanumeric() && word > 3 {
                made.chars[at] = upper(made.chars[at]);
            }
        }
    }
    made.say("\n", None);
    made.add(article, chars, 0, paragraph_end(chars, 0, OPENING), |c| c);
    Some(made.finish())
}

/// The opening of the article below a byline or behind a dateline, of names that it has.
fn with_byline(article: &Article, chars: &[char], random: &mut Random) -> Option<Article> {
    let named = |label: &str, random: &mut Random| {
        let all: Vec<&Annotation> =
            article.entities.iter().filter(|it| it.label == label).collect();
        let it = all.get(random.below(all.len().max(1)))?;
        let name: String = chars.get(it.start as usize..it.end as usize)?.iter().collect();
        Some(name)
    };
    let mut made = Made::default();
    if random.happens(0.5) {
        let name = named("Person", random).filter(|it| it.contains(' '))?;
        made.say(if random.happens(0.5) { "By " } else { "BY " }, None);
        let capitals = random.happens(0.3);
        let name = if capitals { name.chars().map(upper).collect() } else { name };
        made.say(&name, Some("Person"));
        made.say("\n", None);
    } else {
        let place = named("Location", random)?;
        let agencies = ["Reuters", "AP", "AFP", "Bloomberg", "Xinhua", "UPI", "IANS", "CNN"];
        let capitals = random.happens(0.7);
        let place = if capitals { place.chars().map(upper).collect() } else { place };
        made.say(&place, Some("Location"));
        made.say(" (", None);
        made.say(agencies[random.below(agencies.len())], Some("Organization"));
        made.say(if random.happens(0.5) { ") - " } else { ") — " }, None);
    }
    made.add(article, chars, 0, paragraph_end(chars, 0, OPENING), |c| c);
    Some(made.finish())
}
