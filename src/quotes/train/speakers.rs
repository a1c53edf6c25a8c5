//! Measuring whom sources stand for where the quotations are given, for `tools/quotes`.

use serde::Deserialize;

use crate::entities::{self, Kinds};
use crate::furniture::LeadIn;
use crate::quotes::{Quote, QuoteKind, speakers};
use crate::tagger::Document;
use crate::text::Text;
use crate::{Error, Offsets, Result, Span};

/// An annotated article, as a line of JSON holds it.
#[derive(Clone, Debug, Deserialize)]
pub struct Article {
    /// What it is called.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its quotations.
    pub attributions: Vec<Attribution>,
}

/// An annotated quotation; spans in code points.
#[derive(Clone, Debug, Deserialize)]
pub struct Attribution {
    /// Its pieces.
    pub content: Vec<[u32; 2]>,
    /// The pieces of its cue.
    pub cue: Option<Vec<[u32; 2]>>,
    /// The pieces of its source.
    pub source: Option<Vec<[u32; 2]>>,
    /// `direct`, `mixed`, `indirect`.
    pub kind: String,
}

/// The quotations of an annotated article with the speakers that are found for them, in the order in
/// which they are given. One without content is left out.
pub fn resolve(article: &Article) -> Result<Vec<Quote>> {
    let text = Text::new(&article.text)?;
    let offsets = Offsets::new(&article.text);
    let span = |[start, end]: [u32; 2]| {
        let byte = |at| offsets.to_bytes(&article.text, at);
        match (byte(start), byte(end)) {
            (Some(start), Some(end)) if start <= end => Ok(Span::new(start, end)),
            _ => Err(Error::format(format!("{}: no span {start} to {end}", article.id))),
        }
    };
    let whole = |pieces: &Option<Vec<[u32; 2]>>| -> Result<Option<Span>> {
        let mut whole: Option<Span> = None;
        for piece in pieces.iter().flatten() {
            let piece = span(*piece)?;
            whole = Some(whole.map_or(piece, |whole| whole.cover(piece)));
        }
        Ok(whole)
    };
    let mut quotes = Vec::with_capacity(article.attributions.len());
    for it in article.attributions.iter().filter(|it| !it.content.is_empty()) {
        let kind = QuoteKind::of_name(&it.kind)
            .ok_or_else(|| Error::format(format!("{}: no kind {}", article.id, it.kind)))?;
        let parts = it.content.iter().map(|&piece| span(piece)).collect::<Result<_>>()?;
        let mut quote = Quote::of(kind, parts);
        (quote.cue, quote.source) = (whole(&it.cue)?, whole(&it.source)?);
        quotes.push(quote);
    }
    let lead_in = LeadIn::of(&text, None);
    let entities = entities::read(&text, &Document::of(&text), &lead_in, Kinds::ALL);
    speakers::resolve(&text, &entities, &lead_in.spans(), &mut quotes);
    Ok(quotes)
}
