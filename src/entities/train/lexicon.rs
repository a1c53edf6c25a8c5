//! Writing the lexicon that is compiled in.

use crate::hash::{self, ByHash};
use crate::lexicon::{self, Class, packed};
use crate::tagger::document::Document;
use crate::tagger::matches::LONGEST;
use crate::tagger::memory::Memory;
use crate::tagger::words::Case;
use crate::text::{Text, fold_char};

/// Writes the lexicon from tables: lines of a phrase and its class; of a word and its clusters; of a
/// word and how often it has a capital, how often it is in capitals, and how rare it is.
pub fn pack(phrases: &str, clusters: &str, habits: &str) -> Vec<u8> {
    let mut sets: ByHash<u64> = ByHash::default();
    for line in phrases.lines() {
        let Some((phrase, class)) = line.split_once('\t') else { continue };
        let Some(class) = Class::NAMES.iter().find(|it| it.0 == class).map(|it| it.1) else {
            continue;
        };
        let Ok(text) = Text::new(phrase) else { continue };
        let document = Document::new(&text, &mut Memory::new());
        if document.pieces.len() > LONGEST || document.pieces.is_empty() {
            continue;
        }
        let first = *document.word(0);
        if document.pieces.len() == 1 && first.case == Case::Upper && first.length <= 6 {
            let exact = hash::word(document.pieces[0].span.of(phrase).as_bytes());
            *sets.entry(lexicon::acronym_key(exact)).or_default() |= 1 << class as u64;
            continue;
        }
        let mut key = lexicon::word_key(first.lower);
        for at in 1..document.pieces.len() {
            sets.entry(key).or_default();
            key = lexicon::longer_key(key, document.word(at).lower);
        }
        *sets.entry(key).or_default() |= 1 << class as u64;
    }
    let mut distinct: Vec<u64> = sets.values().copied().collect();
    distinct.push(0);
    distinct.sort_unstable();
    distinct.dedup();
    let mut entries: Vec<(u64, u64)> = sets
        .iter()
        .map(|(&key, set)| (key, distinct.partition_point(|it| it < set) as u64))
        .collect();
    let mut file = (distinct.len() as u32).to_le_bytes().to_vec();
    file.extend(distinct.iter().flat_map(|it| it.to_le_bytes()));
    packed::write(&mut entries, 2, &mut file);
    for (table, bytes, bits) in [(clusters, 4, &lexicon::CLUSTER_BITS[..]), (habits, 1, &[3, 2, 3])]
    {
        let mut words: ByHash<u64> = ByHash::default();
        for line in table.lines() {
            let mut fields = line.split('\t');
            let Some(word) = fields.next().filter(|it| !it.contains(char::is_uppercase)) else {
                continue;
            };
            let mut folded = String::new();
            word.chars().for_each(|c| fold_char(c, |c| folded.push(c)));
            let mut at = 0;
            let packed = fields.zip(bits).fold(0, |all, (field, bits)| {
                let number = field.parse::<u64>().unwrap_or(0) << at;
                at += bits;
                all | number
            });
            words.entry(hash::word(folded.as_bytes())).or_insert(packed);
        }
        let mut entries: Vec<(u64, u64)> = words.into_iter().collect();
        entries.sort_unstable();
        packed::write(&mut entries, bytes, &mut file);
    }
    file
}
