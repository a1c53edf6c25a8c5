//! A story as a page for a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{
    Attribution, Block, COLORED, Furniture, Role, Run, Voices, amount, blocks, counted,
    dateline_named, described, flags, is_named, named, paragraph_numbers, repeat_named, who,
};
use crate::entities::{Entity, EntityKind, MentionForm};
use crate::{Quote, QuoteKind, Repeat, Story};

/// How wide a page is, and whether it may use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TerminalOptions {
    /// Columns. Fewer than 20 are taken for 20.
    pub width: usize,
    /// Whether to use colours (ANSI escape sequences).
    pub color: bool,
}

const NARROWEST: usize = 20;
/// Columns of the margin that holds the paragraphs' numbers.
const MARGIN: usize = 5;
/// Before every sentence of a paragraph but the first; it is not parted from the next word.
const SENTENCE_MARK: &str = "¦\u{a0}";

/// How many names the list below the article holds, those first that are mentioned most.
const NAMES_LISTED: usize = 20;

/// So many times the page's width is looked at to show two lines: there may be many blanks.
const LOOKED_AT: usize = 8;

/// The look of a piece of text: an ANSI sequence, or none.
type Style = &'static str;
const PLAIN: Style = "";
const DIM: Style = "\x1b[2m";
const BOLD: Style = "\x1b[1m";
const GREEN: Style = "\x1b[32m";
const RESET: &str = "\x1b[0m";

/// How somebody's quotations are drawn.
struct Voice {
    /// Their words, and the names in them.
    words: Style,
    name: Style,
    /// The same where the words are not their own.
    indirect: Style,
    indirect_name: Style,
    /// Who says it.
    source: Style,
}

/// The voice of a colour.
macro_rules! voice {
    ($color:literal) => {
        voice!($color, $color)
    };
    ($direct:literal, $indirect:literal) => {
        Voice {
            words: concat!("\x1b[", $direct, "m"),
            name: concat!("\x1b[4;", $direct, "m"),
            indirect: concat!("\x1b[3;", $indirect, "m"),
            indirect_name: concat!("\x1b[3;4;", $indirect, "m"),
            source: concat!("\x1b[1;", $direct, "m"),
        }
    };
}

/// The speakers' voices, in their order; colours that are seen on light and on dark grounds.
const VOICES: [Voice; COLORED] = [
    voice!("38;5;172"),
    voice!("38;5;33"),
    voice!("38;5;35"),
    voice!("38;5;161"),
    voice!("38;5;99"),
    voice!("38;5;37"),
    voice!("38;5;137"),
    voice!("38;5;170"),
];
/// Everybody else's.
const OTHERS: Voice = Voice { source: BOLD, ..voice!("33", "36") };

/// The story as a page: its paragraphs, numbered, with a mark between sentences and around
/// quotations, and in colours with the names underlined; above, what the dateline says and who wrote
/// it; below, lists of the names, of who is quoted, of the quotations and of what stands twice. What in the text could
/// upset a terminal is replaced.
///
/// ```
/// use copydesk::render::{TerminalOptions, terminal};
///
/// let story = copydesk::read("“Rain,” she said. Then it rained.")?;
/// let page = terminal(&story, TerminalOptions { width: 60, color: false });
/// assert!(page.contains("2 sentences") && page.contains("[Rain,]"));
/// # Ok::<(), copydesk::Error>(())
/// ```
pub fn terminal(story: &Story, options: TerminalOptions) -> String {
    let width = options.width.max(NARROWEST);
    let voices = &Voices::of(story);
    let (color, out) = (options.color, String::new());
    let mut page = Page { story, voices, width, color, out, style: PLAIN };
    page.head();
    let mut repeated = None;
    for block in blocks(story) {
        page.out.push('\n');
        // Of a repeated block the first line will do.
        let lines = if block.repeat().is_some() { 1 } else { usize::MAX };
        if let Some(repeat) = block.repeat()
            && repeated != Some(repeat.span.start())
        {
            repeated = Some(repeat.span.start());
            page.paragraph("", &[(again(story, repeat), DIM)], usize::MAX);
        }
        page.block(&block, lines);
    }
    page.names();
    page.speakers();
    page.quotes();
    page.repeats();
    page.out
}

struct Page<'s> {
    story: &'s Story,
    voices: &'s Voices,
    width: usize,
    color: bool,
    out: String,
    /// The style that is switched on.
    style: Style,
}

impl Page<'_> {
    fn head(&mut self) {
        let story = self.story;
        let mut quotations = counted(story.quotes().len(), "quotation");
        if !self.voices.speakers.is_empty() {
            quotations = quotations + " by " + &counted(self.voices.speakers.len(), "speaker");
        }
        let counts = [
            counted(story.paragraphs().len(), "paragraph"),
            counted(story.sentences().len(), "sentence"),
            counted(names(story).count(), "name"),
            quotations,
            counted(story.repeats().len(), "repeated block"),
        ];
        self.wrapped(0, &[(counts.join(", "), BOLD)], usize::MAX);
        if let Some(dateline) = story.dateline() {
            let label = if dateline.is_credit_only() { "Credit: " } else { "Dateline: " };
            let pieces = [(label.to_owned(), DIM), (clean(&dateline_named(dateline)), GREEN)];
            self.wrapped(0, &pieces, 3);
        }
        if let Some(byline) = story.byline() {
            let who = if byline.names.is_empty() { &byline.roles } else { &byline.names };
            let who: Vec<String> = who.iter().map(|it| clean(it.of(story.text()))).collect();
            self.wrapped(0, &[("By: ".to_owned(), DIM), (who.join(", "), PLAIN)], 3);
        }
    }

    fn block(&mut self, block: &Block<'_>, lines: usize) {
        let mut pieces: Vec<(String, Style)> = Vec::new();
        let whole = block.repeat().is_some();
        let mut noted = None;
        for run in &block.runs {
            // Where a part of a paragraph is repeated, saying so will do.
            if let Some(repeat) = run.repeat
                && !whole
            {
                if noted != Some(repeat.span) {
                    noted = Some(repeat.span);
                    pieces.push((format!("{} ", again(self.story, repeat)), DIM));
                }
                continue;
            }
            let around = || match run.furniture {
                _ if whole => DIM,
                Some(Furniture::Dateline) => GREEN,
                Some(Furniture::Byline | Furniture::Credit) => DIM,
                None => mention_style(run).unwrap_or(PLAIN),
            };
            let style = self.said_style(run).unwrap_or_else(around);
            // Inside a part the mark is a word of it.
            let begins_part = run.opens > 0 || run.part.is_none();
            let mut text = String::new();
            if run.begins_sentence && begins_part {
                pieces.push((SENTENCE_MARK.to_owned(), DIM));
            } else if run.begins_sentence {
                text.push_str(SENTENCE_MARK);
            }
            if !self.color {
                text.extend(std::iter::repeat_n('[', run.opens));
            }
            text += &clean(run.text);
            if !self.color {
                text.extend(std::iter::repeat_n(']', run.closes));
            }
            pieces.push((text, style));
        }
        self.paragraph(&block.number.to_string(), &pieces, lines);
    }

    /// A list of who and what is named, by the number of mentions.
    fn names(&mut self) {
        let mut listed: Vec<&Entity> = names(self.story).collect();
        if listed.is_empty() {
            return;
        }
        self.heading("Names");
        listed.sort_by_key(|entity| std::cmp::Reverse(entity.mentions.len()));
        for (number, entity) in listed.iter().take(NAMES_LISTED).enumerate() {
            let (name_style, _) = styles_of(entity.kind);
            let mut about = String::new();
            for part in described(entity) {
                about = about + ", " + &clean(part);
            }
            about = about + ", " + &counted(entity.mentions.len(), "mention");
            let pieces = [
                // Blanks that do not part make a column of the kinds.
                (format!("{:\u{a0}<8} ", entity.kind.name()), DIM),
                (clean(&entity.name), name_style),
                (about, DIM),
            ];
            self.paragraph(&(number + 1).to_string(), &pieces, 2);
        }
        if listed.len() > NAMES_LISTED {
            let more = counted(listed.len() - NAMES_LISTED, "more name");
            self.paragraph("", &[(format!("… {more}"), DIM)], 1);
        }
    }

    /// How a run is drawn if it belongs to a quotation, or says whose one is.
    fn said_style(&self, run: &Run<'_>) -> Option<Style> {
        if let Some(Attribution { role, quote, .. }) = run.attribution {
            return Some(match role {
                Role::Source => self.voice(quote).source,
                // The palest of the colours could not be read any paler.
                Role::Cue => DIM,
            });
        }
        let quote = run.part?.quote;
        let of_name =
            |(entity, form): (&Entity, _)| form != MentionForm::Pronoun && is_named(entity.kind);
        Some(self.words_style(quote, run.mention.is_some_and(of_name)))
    }

    /// How the words of a quotation are drawn: in its speaker's colour, names underlined.
    fn words_style(&self, quote: usize, is_name: bool) -> Style {
        let voice = self.voice(quote);
        match (self.story.quotes()[quote].kind, is_name) {
            (QuoteKind::Direct, false) => voice.words,
            (QuoteKind::Direct, true) => voice.name,
            (QuoteKind::Mixed | QuoteKind::Indirect, false) => voice.indirect,
            (QuoteKind::Mixed | QuoteKind::Indirect, true) => voice.indirect_name,
        }
    }

    fn voice(&self, quote: usize) -> &'static Voice {
        self.voices.color(quote).map_or(&OTHERS, |number| &VOICES[number])
    }

    /// A list of who is quoted, and how much.
    fn speakers(&mut self) {
        let speakers = &self.voices.speakers;
        if speakers.is_empty() {
            return;
        }
        self.heading("Who said what");
        for (number, stats) in speakers.iter().take(NAMES_LISTED).enumerate() {
            let voice = VOICES.get(number).unwrap_or(&OTHERS);
            let amount = format!(": {}", amount(stats, "quotation"));
            let pieces = [(clean(&stats.speaker.name), voice.source), (amount, DIM)];
            self.paragraph(&(number + 1).to_string(), &pieces, 2);
        }
        if speakers.len() > NAMES_LISTED {
            let more = counted(speakers.len() - NAMES_LISTED, "more speaker");
            self.paragraph("", &[(format!("… {more}"), DIM)], 1);
        }
    }

    /// A list of the quotations.
    fn quotes(&mut self) {
        if self.story.quotes().is_empty() {
            return;
        }
        self.heading("Quotations");
        for (number, quote) in self.story.quotes().iter().enumerate() {
            let (paragraph, _) = paragraph_numbers(self.story, quote.parts[0]);
            let kind = [quote.kind.name()].into_iter().chain(flags(quote));
            let kind = kind.collect::<Vec<_>>().join(", ");
            let who = who(self.story, quote).map_or_else(String::new, |it| format!(", {it}"));
            let words = self.beginning(quote);
            let pieces = [
                (format!("{kind}, paragraph {paragraph}{}: ", clean(&who)), DIM),
                (words, self.words_style(number, false)),
            ];
            self.paragraph(&(number + 1).to_string(), &pieces, 2);
        }
    }

    /// The beginning of a quotation's words, more than fits on a few lines: however they stand inside
    /// each other, no words are gone through once for each quotation.
    fn beginning(&self, quote: &Quote) -> String {
        let mut words = String::new();
        let mut left = LOOKED_AT * self.width;
        for part in &quote.parts {
            if left == 0 {
                break;
            }
            if !words.is_empty() {
                words += " … ";
            }
            let part = part.of(self.story.text());
            let cut = part.char_indices().nth(left).map_or(part.len(), |(at, _)| at);
            words += &clean(&part[..cut]);
            left -= part[..cut].chars().count();
        }
        words
    }

    /// A list of what stands twice.
    fn repeats(&mut self) {
        if self.story.repeats().is_empty() {
            return;
        }
        self.heading("Stands twice");
        for (number, repeat) in self.story.repeats().iter().enumerate() {
            let line = repeat_named(self.story, repeat);
            self.paragraph(&(number + 1).to_string(), &[(line, PLAIN)], usize::MAX);
        }
    }

    fn heading(&mut self, title: &str) {
        self.out.push('\n');
        self.wrapped(0, &[(title.to_owned(), BOLD)], usize::MAX);
    }

    /// Pieces of text beside a label in the margin.
    fn paragraph(&mut self, label: &str, pieces: &[(String, Style)], lines: usize) {
        let label = format!("{label:>width$}  ", width = MARGIN - 2);
        self.styled(&label, DIM);
        self.wrapped(label.len(), pieces, lines);
    }

    /// Wraps pieces of text to the width, the first line beginning after `used` columns. Of more
    /// than `most` lines the rest is cut.
    fn wrapped(&mut self, used: usize, pieces: &[(String, Style)], most: usize) {
        let indent = if used == 0 { 0 } else { MARGIN };
        let mut line = Line { used: used.max(indent), empty: true, number: 1, indent, most };
        let mut last_style = PLAIN;
        for word in words(pieces) {
            let columns: usize = word.iter().map(|(piece, _)| piece.width()).sum();
            let gap = usize::from(!line.empty);
            let first_style = word[0].1;
            if !line.empty && line.used + gap + columns > self.last_column() {
                if !self.new_line(&mut line) {
                    return;
                }
            } else if gap > 0 {
                // A blank between two styles belongs to neither.
                self.styled(" ", if last_style == first_style { first_style } else { PLAIN });
                line.used += 1;
            }
            for (piece, style) in word {
                if !self.piece(piece, style, &mut line) {
                    return;
                }
                last_style = style;
            }
        }
        self.end_line();
    }

    /// A piece of a word; where it is wider than what is left of the line, it is broken. False when
    /// no more lines may be written.
    fn piece(&mut self, piece: &str, style: Style, line: &mut Line) -> bool {
        let mut rest = piece;
        while !rest.is_empty() {
            let mut columns = 0;
            let fits = rest
                .char_indices()
                .find(|&(at, c)| {
                    columns += c.width().unwrap_or(0);
                    line.used + columns > self.last_column() && (at > 0 || !line.empty)
                })
                .map_or(rest.len(), |(at, _)| at);
            let fitting = &rest[..fits];
            self.styled(fitting, style);
            line.used += fitting.width();
            line.empty = false;
            rest = &rest[fits..];
            if !rest.is_empty() && !self.new_line(line) {
                return false;
            }
        }
        true
    }

    /// The last column is kept free for the sign that something was cut.
    fn last_column(&self) -> usize {
        self.width - 1
    }

    /// Begins a new line; or, when no more may be written, says that the rest is left out.
    fn new_line(&mut self, line: &mut Line) -> bool {
        if line.number == line.most {
            self.switch(PLAIN);
            self.out.push('…');
            self.end_line();
            return false;
        }
        self.end_line();
        self.out.extend(std::iter::repeat_n(' ', line.indent));
        *line = Line { used: line.indent, empty: true, number: line.number + 1, ..*line };
        true
    }

    /// Writes a text in a style; neighbours of one style share their sequences.
    fn styled(&mut self, text: &str, style: Style) {
        self.switch(style);
        self.out.push_str(text);
    }

    fn switch(&mut self, style: Style) {
        if self.color && style != self.style {
            if !self.style.is_empty() {
                self.out.push_str(RESET);
            }
            self.out.push_str(style);
            self.style = style;
        }
    }

    /// Ends the line; no style runs over its end.
    fn end_line(&mut self) {
        self.switch(PLAIN);
        self.out.push('\n');
    }
}

/// A line that is being written.
#[derive(Clone, Copy)]
struct Line {
    /// Columns that are taken.
    used: usize,
    /// Whether no word stands on it yet.
    empty: bool,
    number: usize,
    /// Columns before the lines that follow.
    indent: usize,
    /// How many lines may be written.
    most: usize,
}

/// What stands between two blanks, each in one or more styles: a mark beside a quotation must not
/// be parted from it.
fn words(pieces: &[(String, Style)]) -> Vec<Vec<(&str, Style)>> {
    let mut words: Vec<Vec<(&str, Style)>> = Vec::new();
    let mut open = false;
    for (text, style) in pieces {
        for (number, piece) in text.split(' ').enumerate() {
            open &= number == 0;
            if piece.is_empty() {
                continue;
            }
            match words.last_mut() {
                Some(word) if open => word.push((piece, style)),
                _ => words.push(vec![(piece, style)]),
            }
            open = true;
        }
    }
    words
}

/// `(paragraphs 2–9 again)`
fn again(story: &Story, repeat: &Repeat) -> String {
    format!("({} again)", named(story, repeat.first))
}

/// Who and what a story names.
fn names(story: &Story) -> impl Iterator<Item = &Entity> {
    story.entities().iter().filter(|entity| is_named(entity.kind))
}

/// The styles of a kind's names and of the pronouns that stand for them, outside of quotations.
fn styles_of(kind: EntityKind) -> (Style, Style) {
    match kind {
        EntityKind::Person => ("\x1b[35;4m", "\x1b[35m"),
        EntityKind::Org => ("\x1b[34;4m", "\x1b[34m"),
        EntityKind::Loc | EntityKind::Fac => ("\x1b[32;4m", "\x1b[32m"),
        EntityKind::Norp | EntityKind::Product | EntityKind::Misc => ("\x1b[4m", PLAIN),
        EntityKind::Date | EntityKind::Money => (PLAIN, PLAIN),
    }
}

/// How a mention is drawn that stands in no quotation, if not like what stands around it.
fn mention_style(run: &Run<'_>) -> Option<Style> {
    let (entity, form) = run.mention.filter(|(entity, _)| is_named(entity.kind))?;
    let (name, pronoun) = styles_of(entity.kind);
    Some(if form == MentionForm::Pronoun { pronoun } else { name })
}

/// A text without what could upset a terminal: white space of all kinds is a blank, control
/// characters are replaced, what turns the direction of writing is left out.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
        .map(|c| match c {
            _ if c.is_whitespace() => ' ',
            _ if c.is_control() => '\u{fffd}',
            _ => c,
        })
        .collect()
}
