//! What speaks for quotations that were found, for `tools/quotes/confidence.py`.

use serde::Deserialize;

use crate::entities::{self, Kinds};
use crate::furniture::LeadIn;
use crate::quotes::{Quote, QuoteKind, confidence, speakers};
use crate::tagger::Document;
use crate::text::Text;
use crate::{Error, Offsets, Result, Span};

/// A quotation as `train_quotes` writes it; spans in code points.
#[derive(Clone, Debug, Deserialize)]
pub struct Found {
    /// Its parts.
    pub content: Vec<[u32; 2]>,
    /// Its cue.
    pub cue: Option<[u32; 2]>,
    /// Its source.
    pub source: Option<[u32; 2]>,
    /// `direct`, `mixed`, `indirect`.
    pub kind: String,
    /// Whether it is speech.
    pub speech: bool,
}

/// Who is found to speak, how sure that is, and the names of what speaks for it and against it.
pub type Rated = (Option<String>, f32, Vec<&'static str>);

/// Rates quotations that were found in a text.
pub fn rate(source: &str, found: &[Found]) -> Result<Vec<Rated>> {
    let text = Text::new(source)?;
    let offsets = Offsets::new(source);
    let span = |[start, end]: [u32; 2]| {
        let byte = |at| offsets.to_bytes(source, at);
        match (byte(start), byte(end)) {
            (Some(start), Some(end)) if start <= end => Ok(Span::new(start, end)),
            _ => Err(Error::format(format!("there is no span {start} to {end}"))),
        }
    };
    let mut quotes = Vec::with_capacity(found.len());
    for it in found.iter().filter(|it| !it.content.is_empty()) {
        let kind = QuoteKind::of_name(&it.kind)
            .ok_or_else(|| Error::format(format!("there is no kind {}", it.kind)))?;
        let parts = it.content.iter().map(|&it| span(it)).collect::<Result<_>>()?;
        let mut quote = Quote { speech: it.speech, ..Quote::of(kind, parts) };
        quote.cue = it.cue.map(span).transpose()?;
        quote.source = it.source.map(span).transpose()?;
        quotes.push(quote);
    }
    let lead_in = LeadIn::of(&text, None);
    let entities = entities::read(&text, &Document::of(&text), &lead_in, Kinds::ALL);
    speakers::resolve(&text, &entities, &lead_in.spans(), &mut quotes);
    confidence::rate(&text, &entities, &mut quotes);
    let evidence = confidence::evidence(&text, &entities, &quotes);
    let rated = quotes.into_iter().zip(evidence).map(|(quote, evidence)| {
        let names = evidence.into_iter().map(confidence::Evidence::name).collect();
        (quote.speaker.map(|it| it.name), quote.confidence, names)
    });
    Ok(rated.collect())
}
