//! Who speaks in quotations, roughly: enough to tell who `he` is inside and behind them.

use crate::Span;
use crate::entities::EntityKind;
use crate::entities::links::groups::NONE;
use crate::entities::links::reading::Reading;
use crate::lexicon;
use crate::quotes::pair_marks;

/// So many tokens beside a quotation tell who speaks.
const BESIDE: usize = 8;

/// The quotations, roughly, and who speaks them.
pub(super) struct Quotes {
    /// Tokens from, to; in order.
    spans: Vec<(u32, u32)>,
    speakers: Vec<u32>,
}

impl Quotes {
    pub(super) fn of(reading: &Reading<'_>, of_name: &[u32]) -> Self {
        let mut quotes = Self { spans: Vec::new(), speakers: Vec::new() };
        let tokens = reading.tokens();
        let token = |byte: u32| tokens.partition_point(|it| it.span.end() <= byte) as u32;
        // The marks are paired as they are for quotations: nothing but the text decides how.
        for pair in pair_marks(reading.source, reading.text.paragraphs()) {
            if pair.depth > 0 || pair.single {
                continue;
            }
            let end = pair.close.map_or(pair.content.end(), Span::start);
            quotes.spans.push((token(pair.open.start()), token(end)));
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
    pub(super) fn holding(&self, at: usize) -> u32 {
        let at = at as u32;
        let number = self.spans.partition_point(|&(_, to)| to <= at);
        match self.spans.get(number) {
            Some(&(from, _)) if from < at => number as u32,
            _ => NONE,
        }
    }

    pub(super) fn speaker(&self, quote: u32) -> Option<u32> {
        self.speakers.get(quote as usize).copied().filter(|&speaker| speaker != NONE)
    }
}

pub(super) fn is_quotation_mark(word: &str) -> bool {
    matches!(word, "“" | "”" | "\"" | "«" | "»" | "„")
}
