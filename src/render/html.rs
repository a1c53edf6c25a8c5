//! A story as HTML, for notebooks.
//!
//! No script, nothing to load, everything from the text escaped, colours inline (some places strip
//! style sheets). Text inherits its colour and backgrounds are translucent, so that light and dark
//! themes both work.

use std::fmt::Write;

use super::{
    Attribution, Block, COLORED, Furniture, Role, Run, Voices, amount, blocks, counted,
    dateline_named, described, flags, grouped, repeat_named, shortened, who,
};
use crate::entities::{Entity, EntityKind, MentionForm};
use crate::{Quote, QuoteKind, Story};

/// Characters that a notebook shows of a story.
pub const HTML_CHARS: usize = 20_000;

const PAGE: &str = "max-width:46em;line-height:1.55;font-size:15px;overflow-wrap:anywhere";
const HEAD: &str = "font-size:12px;opacity:.75;margin:0 0 .7em;padding-bottom:.45em;\
                    border-bottom:1px solid rgba(128,128,128,.35)";
const KEY: &str = "display:inline-block;margin-left:1.2em";
const ROW: &str = "margin-top:.3em";
const ENTRY: &str = "display:inline-block;margin-right:1.2em";
const PARAGRAPH: &str = "margin:0 0 .65em;padding-left:2.6em;text-indent:0;position:relative";
const NUMBER: &str = "position:absolute;left:0;width:1.9em;text-align:right;font-size:11px;\
                      opacity:.5;line-height:2.1;user-select:none";
/// The speakers' colours, in their order, seen on light and on dark grounds.
pub(super) const COLORS: [&str; COLORED] = [
    "245,158,11",
    "59,130,246",
    "34,170,80",
    "239,68,68",
    "168,85,247",
    "6,182,212",
    "190,150,90",
    "236,72,153",
];
/// For all other quotations.
const GREY: &str = "128,128,128";
/// How many speakers the legend names.
const SPEAKERS_LISTED: usize = 12;
const CHIP: &str = "display:inline-block;margin-right:1.2em;background:rgba(60,170,90,.20);\
                    border-radius:2px;padding:0 .4em";
const DATELINE: &str = "background:rgba(60,170,90,.20);border-radius:2px;padding:0 1px";
const CREDIT: &str = "opacity:.6;font-style:italic";
const REPEAT: &str = "opacity:.5;border-left:3px solid rgba(128,128,128,.8);\
                      padding-left:calc(2.6em - 3px)";
const REPEATED: &str = "opacity:.5;border-bottom:1px dotted rgba(128,128,128,.8)";
const NOTE: &str = "font-size:11px;font-style:italic;margin:0 0 .2em";
pub(super) const MORE: &str = "font-size:12px;font-style:italic;opacity:.75;margin:.4em 0 0";

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
    let mut page = Page { story, voices, html: String::new(), left: max_chars, last_repeat: None };
    // Jupyter sets whatever stands between dollar signs as a formula, unless told not to.
    let _ = write!(
        page.html,
        "<div class=\"copydesk tex2jax_ignore mathjax_ignore\" style=\"{PAGE}\">"
    );
    page.head();
    let mut shown = 0;
    for block in blocks(story) {
        if page.left == 0 {
            break;
        }
        page.block(&block);
        shown = block.number;
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
        let _ = write!(self.html, "<div style=\"{HEAD}\">");
        if let Some(dateline) = story.dateline() {
            let _ = write!(self.html, "<span style=\"{CHIP}\">");
            escape(&dateline_named(dateline), &mut self.html);
            self.html.push_str("</span>");
        }
        let _ = write!(
            self.html,
            "{} · {}",
            counted(story.paragraphs().len(), "paragraph"),
            counted(story.sentences().len(), "sentence")
        );
        let repeats = story.repeats().len();
        if repeats > 0 {
            let _ = write!(
                self.html,
                "<span style=\"{KEY};border-left:3px solid rgba(128,128,128,.8);padding-left:.4em;\
                 opacity:.7\">{}</span>",
                counted(repeats, "repeated block")
            );
        }
        self.key();
        self.speakers();
        self.kinds();
        self.html.push_str("</div>");
    }

    /// How quotations are drawn, their sources and cues: just what occurs, in a line of its own.
    fn key(&mut self) {
        let quotes = self.story.quotes();
        if quotes.is_empty() {
            return;
        }
        let _ = write!(self.html, "<div style=\"{ROW}\">");
        for kind in QuoteKind::ALL {
            let count = quotes.iter().filter(|quote| quote.kind == kind).count();
            let named = counted(count, &format!("{} quote", kind.name()));
            self.key_entry(count, "mark", &content_style(kind, true, false, GREY), &named);
        }
        let denied = quotes.iter().filter(|quote| quote.negated).count();
        let style = content_style(QuoteKind::Direct, true, true, GREY);
        self.key_entry(denied, "mark", &style, &format!("{} denied", grouped(denied)));
        let unsaid = quotes.iter().filter(|quote| !quote.speech).count();
        let style = content_style(QuoteKind::Direct, false, false, GREY);
        self.key_entry(unsaid, "mark", &style, &format!("{} not said", grouped(unsaid)));
        let sources = quotes.iter().filter(|quote| quote.source.is_some()).count();
        self.key_entry(sources, "span", &attribution_style(Role::Source, GREY), "source");
        let cues = quotes.iter().filter(|quote| quote.cue.is_some()).count();
        self.key_entry(cues, "span", &attribution_style(Role::Cue, GREY), "cue");
        self.html.push_str("</div>");
    }

    fn key_entry(&mut self, count: usize, tag: &str, style: &str, name: &str) {
        if count > 0 {
            let _ = write!(
                self.html,
                "<span style=\"{ENTRY}\"><{tag} style=\"{style}\">{name}</{tag}></span>"
            );
        }
    }

    /// Who is quoted, and how much, in a line of their own.
    fn speakers(&mut self) {
        let speakers = &self.voices.speakers;
        if speakers.is_empty() {
            return;
        }
        let _ = write!(self.html, "<div style=\"{ROW}\">");
        for (number, stats) in speakers.iter().take(SPEAKERS_LISTED).enumerate() {
            let color = COLORS.get(number).unwrap_or(&GREY);
            let style = content_style(QuoteKind::Direct, true, false, color);
            let _ = write!(self.html, "<span style=\"{ENTRY}\"><mark style=\"{style}\">");
            escape(&shortened(&stats.speaker.name), &mut self.html);
            let _ = write!(self.html, "</mark> {}</span>", amount(stats, "quote"));
        }
        if speakers.len() > SPEAKERS_LISTED {
            let more = counted(speakers.len() - SPEAKERS_LISTED, "more speaker");
            let _ = write!(self.html, "<span style=\"{ENTRY}\">… {more}</span>");
        }
        self.html.push_str("</div>");
    }

    /// How many entities of each kind there are, in a line of their own.
    fn kinds(&mut self) {
        let mut counts = [0; EntityKind::ALL.len()];
        for entity in self.story.entities() {
            counts[entity.kind as usize] += 1;
        }
        if counts.iter().all(|&count| count == 0) {
            return;
        }
        let _ = write!(self.html, "<div style=\"{ROW}\">");
        for (kind, count) in EntityKind::ALL.into_iter().zip(counts).filter(|it| it.1 > 0) {
            let style = mention_style(kind, MentionForm::Name);
            let (name, count) = (kind.name(), grouped(count));
            let _ = write!(
                self.html,
                "<span style=\"{ENTRY}\"><span style=\"{style}\">{name}</span> {count}</span>"
            );
        }
        self.html.push_str("</div>");
    }

    fn block(&mut self, block: &Block<'_>) {
        let mut style = PARAGRAPH.to_owned();
        let mut title = String::new();
        let whole = block.repeat();
        if let Some(repeat) = whole {
            let what = repeat_named(self.story, repeat);
            if self.last_repeat != Some(repeat.span.start()) {
                self.last_repeat = Some(repeat.span.start());
                let _ = write!(self.html, "<p style=\"{PARAGRAPH};{REPEAT};{NOTE}\">{what}</p>");
            }
            style = format!("{PARAGRAPH};{REPEAT}");
            title = format!(" title=\"{what}\"");
        }
        let _ = write!(
            self.html,
            "<p dir=\"auto\" style=\"{style}\"{title}><span style=\"{NUMBER}\" aria-hidden=\"true\">{}</span>",
            block.number
        );
        let together = |a: &Run<'_>, b: &Run<'_>| {
            (a.repeat, a.part, a.outer) == (b.repeat, b.part, b.outer) && a.furniture == b.furniture
        };
        for runs in block.runs.chunk_by(together) {
            if self.left == 0 {
                break;
            }
            self.runs(runs, whole.is_some());
        }
        self.html.push_str("</p>");
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
            let (quote, color) = (&self.story.quotes()[outer.quote], self.color(outer.quote));
            self.open("span", &outer_style(quote.kind, color), &describe(self.story, outer.quote));
        }
        let mut close = "";
        if let Some(part) = first.part {
            let (quote, color) = (&self.story.quotes()[part.quote], self.color(part.quote));
            let style = content_style(quote.kind, quote.speech, quote.negated, color);
            self.open("mark", &style, &describe(self.story, part.quote));
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
            if let Some(it) = attribution {
                let style = attribution_style(it.role, self.color(it.quote));
                self.open("span", &style, &attribution_named(self.story, it));
            }
            for run in runs {
                self.run(run);
            }
            if attribution.is_some() {
                self.html.push_str("</span>");
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
        self.open("span", &mention_style(entity.kind, form), &entity_named(entity));
        escape(text, &mut self.html);
        self.html.push_str("</span>");
    }

    /// Begins an element.
    fn open(&mut self, tag: &str, style: &str, title: &str) {
        let _ = write!(self.html, "<{tag} style=\"{style}\" title=\"");
        escape(title, &mut self.html);
        self.html.push_str("\">");
    }

    /// The colour of a quotation: its speaker's.
    fn color(&self, quote: usize) -> &'static str {
        self.voices.color(quote).map_or(GREY, |number| COLORS[number])
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
fn content_style(kind: QuoteKind, speech: bool, negated: bool, color: &str) -> String {
    let ground = match (speech, negated) {
        (_, true) => format!(
            "repeating-linear-gradient(135deg,rgba({color},.32) 0 3px,rgba({color},.06) 3px 7px)"
        ),
        (true, false) => format!("rgba({color},.20)"),
        (false, false) => "none".to_owned(),
    };
    let line = line(kind);
    format!(
        "background:{ground};color:inherit;border-radius:2px;border-bottom:2px {line} \
         rgba({color},.9);padding:0 1px"
    )
}

/// The line of a quotation below another one that stands inside it.
fn outer_style(kind: QuoteKind, color: &str) -> String {
    format!("border-bottom:2px {} rgba({color},.9);padding-bottom:4px", line(kind))
}

fn line(kind: QuoteKind) -> &'static str {
    match kind {
        QuoteKind::Direct => "solid",
        QuoteKind::Mixed => "dashed",
        QuoteKind::Indirect => "dotted",
    }
}

fn attribution_style(role: Role, color: &str) -> String {
    match role {
        Role::Source => {
            format!("outline:1.5px solid rgba({color},.8);border-radius:3px;padding:0 2px")
        }
        Role::Cue => format!("font-style:italic;border-bottom:1px solid rgba({color},.8)"),
    }
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
fn attribution_named(story: &Story, attribution: Attribution) -> String {
    let Attribution { role, quote: number, others, .. } = attribution;
    let role = match role {
        Role::Source => "source",
        Role::Cue => "cue",
    };
    let more = if others > 0 { format!(" and {others} more") } else { String::new() };
    let what = format!("{role} of quote {}{more}", number + 1);
    let speaker = story.quotes()[number].speaker.as_ref();
    let name = speaker.map(|speaker| shortened(&speaker.name));
    name.into_iter().chain([what]).collect::<Vec<_>>().join(" · ")
}

/// How a mention is drawn, in colours that are seen on light and on dark grounds: what is no name
/// pale, a pronoun by a dotted line.
fn mention_style(kind: EntityKind, form: MentionForm) -> String {
    let (color, ground) = match kind {
        EntityKind::Person => ("236,72,153", ".24"),
        EntityKind::Org => ("139,92,246", ".26"),
        EntityKind::Loc | EntityKind::Fac => ("20,184,166", ".26"),
        EntityKind::Norp => ("132,204,22", ".28"),
        EntityKind::Product | EntityKind::Misc => ("249,115,22", ".24"),
        EntityKind::Date | EntityKind::Money => ("128,128,128", ".13"),
    };
    match form {
        MentionForm::Pronoun => format!("border-bottom:2px dotted rgba({color},.85)"),
        _ => format!("border-radius:2px;padding:0 1px;background:rgba({color},{ground})"),
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
