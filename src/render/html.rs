//! A story as HTML, for notebooks.
//!
//! No script, nothing to load, everything from the text escaped. Text inherits its colour and grounds
//! are translucent, so that light and dark themes both work. Grounds belong to speakers, the tint of
//! letters to entities, grey to the page's furniture.

use std::fmt::Write;

use super::sheet::{GREY, GROUND, MORE, class, color, open};
use super::{
    Attribution, Block, Furniture, Role, Run, Voices, amount, blocks, counted, dateline_named,
    described, flags, grouped, repeat_named, shortened, who,
};
use crate::entities::{Entity, EntityKind, MentionForm};
use crate::{Quote, QuoteKind, Story};

/// Characters that a notebook shows of a story.
pub const HTML_CHARS: usize = 20_000;

const PAGE: &str = "max-width:46em;line-height:1.6;font-size:15px";
const HEAD: &str = "font-size:12.5px;line-height:1.5;margin:0 0 .8em;padding-bottom:.5em;\
                    border-bottom:1px solid #8886";
const ROW: &str = "display:flex;margin-top:.3em";
const LABEL: &str = "flex:none;width:5.6em;opacity:.7";
const ENTRY: &str = "display:inline-block;margin-right:1.1em";
/// Numbers hang in the margin, which for scripts that run to the left is the right one.
const LIST: &str = "margin:0;padding:0 2.6em;list-style:decimal";
const PARAGRAPH: &str = "margin:0 0 .65em";
/// How many speakers the legend names.
const SPEAKERS_LISTED: usize = 12;
const CHIP: &str = "display:inline-block;margin-right:1.1em;background:#8883;border-radius:3px;\
                    padding:.05em .5em;font-weight:600";
const DATELINE: &str = "background:#8883;border-radius:3px;padding:0 2px";
const CREDIT: &str = "opacity:.7;font-style:italic";
const REPEAT: &str = "opacity:.65;border-inline-start:3px solid #888c;padding-inline-start:.6em";
const REPEATED: &str = "opacity:.65;border-bottom:1px dotted #888c";
const NOTE: &str = "font-size:12px;font-style:italic";

/// The story as a fragment of HTML that shows at most `max_chars` characters of its text, and says
/// how many it leaves out. Linear in the story.
///
/// ```
/// use copydesk::render::html;
///
/// let story = copydesk::read("“Rain & wind,” she said.")?;
/// assert!(html(&story, 1000).contains("Rain &amp; wind,"));
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn html(story: &Story, max_chars: usize) -> String {
    let voices = &Voices::of(story);
    // Quotations of nobody light up too, each by itself.
    let lit = voices.speakers.len().max(usize::from(!story.quotes().is_empty()));
    let html = open(PAGE, lit);
    let mut page = Page { story, voices, html, left: max_chars, last_repeat: None };
    page.head();
    let mut shown = 0;
    for block in blocks(story) {
        if page.left == 0 {
            break;
        }
        if shown == 0 {
            let _ = write!(page.html, "<ol style=\"{LIST}\">");
        }
        page.block(&block);
        shown = block.number;
    }
    if shown > 0 {
        page.html.push_str("</ol>");
    }
    page.foot(max_chars, shown);
    page.html.push_str("</div>");
    page.html
}

struct Page<'s> {
    story: &'s Story,
    voices: &'s Voices,
    html: String,
    /// Characters that may still be shown.
    left: usize,
    /// Where the repeat begins that was announced last.
    last_repeat: Option<u32>,
}

impl Page<'_> {
    /// What the story holds, and what the marks mean: just those that occur.
    fn head(&mut self) {
        let story = self.story;
        let _ = write!(self.html, "<div style=\"{HEAD}\"><div>");
        if let Some(dateline) = story.dateline() {
            let _ = write!(self.html, "<span style=\"{CHIP}\">");
            for (number, part) in dateline_named(dateline).split(" · ").enumerate() {
                // Each is written in the direction of its own script.
                self.html.push_str(if number > 0 { " · <bdi>" } else { "<bdi>" });
                escape(part, &mut self.html);
                self.html.push_str("</bdi>");
            }
            self.html.push_str("</span> ");
        }
        let _ = write!(
            self.html,
            "{} · {}",
            counted(story.paragraphs().len(), "paragraph"),
            counted(story.sentences().len(), "sentence")
        );
        let repeats = story.repeats().len();
        if repeats > 0 {
            let repeats = counted(repeats, "repeated block");
            let _ = write!(
                self.html,
                " <span style=\"{REPEAT};margin-inline-start:.6em\">{repeats}</span>"
            );
        }
        self.html.push_str("</div>");
        self.speakers();
        self.key();
        self.kinds();
        self.html.push_str("</div>");
    }

    /// Begins a line of the legend.
    fn row(&mut self, label: &str) {
        let _ = write!(self.html, "<div style=\"{ROW}\"><div style=\"{LABEL}\">{label}</div><div>");
    }

    /// Who is quoted, and how often.
    fn speakers(&mut self) {
        let speakers = &self.voices.speakers;
        if speakers.is_empty() {
            return;
        }
        self.row("speakers");
        for (number, stats) in speakers.iter().take(SPEAKERS_LISTED).enumerate() {
            let (class, color) = (class(Some(number)), color(Some(number)));
            let style = content_style(QuoteKind::Direct, true, false, color);
            let _ = write!(
                self.html,
                "<span style=\"{ENTRY}\"><mark dir=\"auto\" class=\"{class}\" tabindex=\"0\" \
                 style=\"{style}\" title=\"{}\">",
                amount(stats, "quote")
            );
            escape(&shortened(&stats.speaker.name), &mut self.html);
            let _ = write!(self.html, "</mark> {}</span> ", grouped(stats.quotes));
        }
        if speakers.len() > SPEAKERS_LISTED {
            let more = counted(speakers.len() - SPEAKERS_LISTED, "more speaker");
            let _ = write!(self.html, "<span style=\"{ENTRY}\">… {more}</span>");
        }
        self.html.push_str("</div></div>");
    }

    /// How quotations are drawn, their sources and cues: just what occurs.
    fn key(&mut self) {
        let quotes = self.story.quotes();
        if quotes.is_empty() {
            return;
        }
        self.row("quotes");
        for kind in QuoteKind::ALL {
            let count = quotes.iter().filter(|quote| quote.kind == kind).count();
            self.key_entry(count, "mark", &content_style(kind, true, false, GREY), kind.name());
        }
        let denied = quotes.iter().filter(|quote| quote.negated).count();
        let style = content_style(QuoteKind::Indirect, true, true, GREY);
        self.key_entry(denied, "mark", &style, "denied");
        let unsaid = quotes.iter().filter(|quote| !quote.speech).count();
        let style = content_style(QuoteKind::Indirect, false, false, GREY);
        self.key_entry(unsaid, "mark", &style, "not said");
        if quotes.iter().any(|quote| quote.source.is_some()) {
            let style = source_style(GREY);
            let _ = write!(
                self.html,
                "<span style=\"{ENTRY}\"><span style=\"{style}\">source</span></span> "
            );
        }
        if quotes.iter().any(|quote| quote.cue.is_some()) {
            self.html.push_str("<i>cue</i>");
        }
        self.html.push_str("</div></div>");
    }

    fn key_entry(&mut self, count: usize, tag: &str, style: &str, name: &str) {
        if count > 0 {
            let _ = write!(
                self.html,
                "<span style=\"{ENTRY}\"><{tag} style=\"{style}\">{name}</{tag}> {}</span> ",
                grouped(count)
            );
        }
    }

    /// How many entities of each kind there are.
    fn kinds(&mut self) {
        let mut counts = [0; EntityKind::ALL.len()];
        for entity in self.story.entities() {
            counts[entity.kind as usize] += 1;
        }
        if counts.iter().all(|&count| count == 0) {
            return;
        }
        self.row("entities");
        for (kind, count) in EntityKind::ALL.into_iter().zip(counts) {
            self.key_entry(count, "span", mention_style(kind, MentionForm::Name), kind.name());
        }
        self.html.push_str("</div></div>");
    }

    fn block(&mut self, block: &Block<'_>) {
        let whole = block.repeat();
        let _ = write!(self.html, "<li dir=\"auto\" style=\"{PARAGRAPH}");
        if let Some(repeat) = whole {
            let what = repeat_named(self.story, repeat);
            let _ = write!(self.html, ";{REPEAT}\" title=\"{what}\">");
            if self.last_repeat != Some(repeat.span.start()) {
                self.last_repeat = Some(repeat.span.start());
                // With a direction of its own it has no say in that of the paragraph.
                let _ = write!(self.html, "<div dir=\"ltr\" style=\"{NOTE}\">{what}</div>");
            }
        } else {
            self.html.push_str("\">");
        }
        let together = |a: &Run<'_>, b: &Run<'_>| {
            (a.repeat, a.part, a.outer) == (b.repeat, b.part, b.outer) && a.furniture == b.furniture
        };
        for runs in block.runs.chunk_by(together) {
            if self.left == 0 {
                break;
            }
            self.runs(runs, whole.is_some());
        }
        self.html.push_str("</li>");
    }

    /// Runs that stand together in a quotation, a repeat, a piece of furniture, or in none; in a
    /// paragraph of which the `whole` is repeated nothing more need be said of that.
    fn runs(&mut self, runs: &[Run<'_>], whole: bool) {
        let first = &runs[0];
        let repeat = first.repeat.filter(|_| !whole);
        if let Some(repeat) = repeat {
            let what = repeat_named(self.story, repeat);
            let _ = write!(self.html, "<span style=\"{REPEATED}\" title=\"{what}\">");
        }
        if let Some(outer) = first.outer {
            let style = outer_style(self.story.quotes()[outer.quote].kind, self.color(outer.quote));
            self.open_of("span", outer.quote, &style, &describe(self.story, outer.quote));
        }
        let mut close = "";
        if let Some(part) = first.part {
            let quote = &self.story.quotes()[part.quote];
            let color = self.color(part.quote);
            let style = content_style(quote.kind, quote.speech, quote.negated, color);
            self.open_of("mark", part.quote, &style, &describe(self.story, part.quote));
            close = "</mark>";
        } else if let Some(furniture) = first.furniture {
            let (style, title) = match furniture {
                Furniture::Dateline => (DATELINE, "dateline"),
                Furniture::Byline => (CREDIT, "byline"),
                Furniture::Credit => (CREDIT, "credit"),
            };
            let _ = write!(self.html, "<span style=\"{style}\" title=\"{title}\">");
            close = "</span>";
        }
        for runs in runs.chunk_by(|a, b| a.attribution == b.attribution) {
            if self.left == 0 {
                break;
            }
            let attribution = runs[0].attribution;
            match attribution {
                Some(it) if it.role == Role::Source => {
                    let style = source_style(self.color(it.quote));
                    self.open_of("span", it.quote, &style, &source_named(self.story, it));
                }
                Some(it) => {
                    let class = class(self.voices.of_quotes[it.quote]);
                    let _ = write!(self.html, "<i class=\"{class}\">");
                }
                None => {}
            }
            for run in runs {
                self.run(run);
            }
            if let Some(it) = attribution {
                self.html.push_str(if it.role == Role::Source { "</span>" } else { "</i>" });
            }
        }
        self.html.push_str(close);
        if first.outer.is_some() {
            self.html.push_str("</span>");
        }
        if repeat.is_some() {
            self.html.push_str("</span>");
        }
    }

    fn run(&mut self, run: &Run<'_>) {
        let text = self.take(run.text);
        let Some((entity, form)) = run.mention.filter(|_| !text.is_empty()) else {
            escape(text, &mut self.html);
            return;
        };
        let _ = write!(self.html, "<span style=\"{}\" title=\"", mention_style(entity.kind, form));
        escape(&entity_named(entity), &mut self.html);
        self.html.push_str("\">");
        escape(text, &mut self.html);
        self.html.push_str("</span>");
    }

    /// Begins an element that belongs to a quotation, and so to its speaker.
    fn open_of(&mut self, tag: &str, quote: usize, style: &str, title: &str) {
        let class = class(self.voices.of_quotes[quote]);
        let _ = write!(self.html, "<{tag} class=\"{class}\" style=\"{style}\" title=\"");
        escape(title, &mut self.html);
        self.html.push_str("\">");
    }

    /// The colour of a quotation: its speaker's.
    fn color(&self, quote: usize) -> &'static str {
        color(self.voices.color(quote))
    }

    /// As much of a text as may still be shown.
    fn take<'t>(&mut self, text: &'t str) -> &'t str {
        let mut chars = text.char_indices();
        let cut = chars.by_ref().nth(self.left).map_or(text.len(), |(at, _)| at);
        let text = &text[..cut];
        self.left -= text.chars().count().min(self.left);
        text
    }

    /// How much is not shown.
    fn foot(&mut self, max_chars: usize, shown: usize) {
        let all = self.story.text().chars().count();
        if self.left > 0 || all <= max_chars {
            return;
        }
        let inside: usize = self
            .story
            .paragraphs()
            .iter()
            .map(|paragraph| paragraph.of(self.story.text()).chars().count())
            .sum();
        if inside <= max_chars {
            return;
        }
        let paragraphs = self.story.paragraphs().len() - shown;
        let _ = write!(
            self.html,
            "<p style=\"{MORE}\">… {} more characters",
            grouped(inside - max_chars)
        );
        if paragraphs > 0 {
            let _ = write!(self.html, " and {}", counted(paragraphs, "more paragraph"));
        }
        self.html.push_str(" not shown</p>");
    }
}

/// How the words of a quotation are drawn: what is denied hatched, what nobody said without ground.
/// The hatching is grey and apart from the ground, which may be taken away.
fn content_style(kind: QuoteKind, speech: bool, negated: bool, color: &str) -> String {
    let ground = if speech { format!("{color}{GROUND}") } else { "transparent".to_owned() };
    let hatch = if negated {
        ";background-image:repeating-linear-gradient(135deg,#8885 0 2px,#0000 2px 6px)"
    } else {
        ""
    };
    let line = line(kind);
    format!("background-color:{ground}{hatch};color:inherit;border-bottom:2px {line} {color}")
}

/// The line of a quotation below another one that stands inside it.
fn outer_style(kind: QuoteKind, color: &str) -> String {
    format!("border-bottom:2px {} {color};padding-bottom:4px", line(kind))
}

fn line(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Direct => "solid",
        QuoteKind::Mixed => "dashed",
        QuoteKind::Indirect => "dotted",
    }
}

fn source_style(color: &str) -> String {
    format!("outline:1px solid {color}")
}

/// `Bente Engesvik · said · direct quote 3, in 2 parts · denied`
fn describe(story: &Story, number: usize) -> String {
    let quote: &Quote = &story.quotes()[number];
    let mut kind = format!("{} quote {}", quote.kind.name(), number + 1);
    if quote.parts.len() > 1 {
        let _ = write!(kind, ", in {} parts", quote.parts.len());
    }
    let cue = quote.cue.map(|cue| shortened(cue.of(story.text())));
    let parts = who(story, quote).into_iter().chain(cue).chain([kind]);
    parts.chain(flags(quote).map(str::to_owned)).collect::<Vec<_>>().join(" · ")
}

/// `Bente Engesvik · source of quote 3`
fn source_named(story: &Story, source: Attribution) -> String {
    let Attribution { quote: number, others, .. } = source;
    let more = if others > 0 { format!(" and {others} more") } else { String::new() };
    let what = format!("source of quote {}{more}", number + 1);
    let speaker = story.quotes()[number].speaker.as_ref();
    let name = speaker.map(|speaker| shortened(&speaker.name));
    name.into_iter().chain([what]).collect::<Vec<_>>().join(" · ")
}

/// How a mention is drawn: grounds belong to speakers, so its letters are tinted, half their own colour
/// and so as legible as the rest. Dates and amounts have a line, pronouns a dotted one.
fn mention_style(kind: EntityKind, form: MentionForm) -> &'static str {
    const PRONOUN: &str = "border-bottom:1px dotted";
    match (kind, form) {
        (_, MentionForm::Pronoun) => PRONOUN,
        (EntityKind::Person, _) => "color:color-mix(in srgb,currentColor 50%,#ec4899)",
        (EntityKind::Org, _) => "color:color-mix(in srgb,currentColor 50%,#8b5cf6)",
        (EntityKind::Loc | EntityKind::Fac, _) => {
            "color:color-mix(in srgb,currentColor 50%,#0d9f93)"
        }
        (EntityKind::Norp, _) => "color:color-mix(in srgb,currentColor 50%,#65a30d)",
        (EntityKind::Product | EntityKind::Misc, _) => {
            "color:color-mix(in srgb,currentColor 50%,#f97316)"
        }
        (EntityKind::Date | EntityKind::Money, _) => "border-bottom:1px solid #8886",
    }
}

/// `Bente Engesvik · PERSON · spokeswoman for the harbour`
fn entity_named(entity: &Entity) -> String {
    let parts = [entity.name.as_str(), entity.kind.name()];
    parts.into_iter().chain(described(entity)).collect::<Vec<_>>().join(" · ")
}

/// Adds a text with nothing in it that HTML would take for its own.
pub(super) fn escape(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#x27;"),
            // Control characters have no place in HTML; those that turn the direction of writing
            // would turn it for the rest of the page.
            '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\x7f'..='\u{9f}' => {
                html.push('\u{fffd}');
            }
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            _ => html.push(c),
        }
    }
}
