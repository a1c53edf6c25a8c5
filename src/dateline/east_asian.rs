//! Datelines of Chinese, Japanese and Korean agencies, which have forms of their own:
//! `新华社北京5月19日电（记者李明）`, `【ワシントン共同】`, `(서울=연합뉴스) 김민수 기자 = `.

use std::borrow::Cow;

use super::date::Written;
use super::day::Day;
use super::draft::{PlaceKind, WrittenPlace};
use super::lex::Case;
use super::{Dateline, places};
use crate::gazetteer::Found;
use crate::lexicon::{self, Languages};
use crate::text::{Key, is_blank};
use crate::{Span, four_decimals};

/// Characters within which the form must be whole.
const LONGEST: usize = 90;
/// A reporter's name and title have at most this many characters.
const LONGEST_BYLINE: usize = 40;
/// A reporter's name alone has so many.
const MOST_NAME: usize = 6;
/// A dateline begins one of so many lines, and those above it have at most so many bytes.
const MOST_LINES: usize = 4;
const LONGEST_HEADLINE: usize = 240;

/// The dateline that one of a text's first lines opens with.
pub(super) fn read(text: &str, published: Option<Day>) -> Option<Dateline> {
    let mut start = 0;
    for _ in 0..MOST_LINES {
        let rest = &text[start..];
        start += rest.len() - rest.trim_start_matches(|c| is_blank(c) || c == '　').len();
        let first = text[start..].chars().next()?;
        if is_opening(first) {
            let reading = Reading { text, published };
            let found = reading.chinese(start).or_else(|| reading.bracketed(start));
            if found.is_some() {
                return found;
            }
        } else if first.is_ascii() {
            // Most texts leave here.
            return None;
        }
        start += text[start..].bytes().take(LONGEST_HEADLINE).position(|byte| byte == b'\n')? + 1;
    }
    None
}

/// Whether a dateline of these forms may begin with a character.
fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '【' | '（' | '［' | '〔' | '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

struct Reading<'t> {
    text: &'t str,
    published: Option<Day>,
}

/// What a form says, before the places are found.
#[derive(Default)]
struct Form {
    names: Vec<Span>,
    agencies: Vec<Span>,
    date: Option<Written>,
    /// The end of the form, and where the story begins after blanks.
    end: usize,
}

impl Reading<'_> {
    /// `新华社天津5月19日电（记者白佳丽）`, `（中央社記者王小明台北3日電）`
    fn chinese(&self, start: usize) -> Option<Dateline> {
        let stretch = self.stretch(start, LONGEST);
        let mut marks = stretch.char_indices();
        let by_wire = marks.find(|&(at, c)| {
            // Television, film and telephone are other words.
            let next = stretch[at + c.len_utf8()..].chars().next();
            matches!(c, '电' | '電' | '讯' | '訊')
                && !next.is_some_and(|next| "视視影话話力子脑腦台臺梯动動池车車息".contains(next))
        });
        let by_wire = by_wire.map(|(wire, mark)| (wire, wire + mark.len_utf8()));
        let (wire, wire_end) = by_wire.or_else(|| dashed(stretch))?;
        let head = &stretch[..wire];
        let enclosed = head.starts_with(['(', '（', '【', '[']);
        // `据新华社北京…`: according to it
        let opened = head.trim_start_matches(['(', '（', '【', '[', '据', '據']);
        let head_start = start + head.len() - opened.len();
        // `19日專電`, `30日綜合外電報導`
        let kinds = ["專", "专", "綜合外", "综合外", "外"];
        let wire_start =
            kinds.iter().find_map(|kind| head.strip_suffix(kind)).map_or(wire, str::len);
        let date = self.day_before(head_start, start + wire_start)?;
        let before = &self.text[head_start..date.span.start() as usize];
        let before = before.trim_end();
        let (agency, place) = agency_and_place(before)?;
        if by_wire.is_none() && (agency.is_empty() || !is_city(place)) {
            return None;
        }
        let at = |part: &str| {
            let from = part.as_ptr() as usize - self.text.as_ptr() as usize;
            Span::from_usize(from, from + part.len())
        };
        let mut end = start + wire_end;
        for report in ["報導", "报导", "报道", "報道"] {
            if self.text[end..].starts_with(report) {
                end += report.len();
            }
        }
        // `（记者…）`, also with a blank before it.
        let rest = &self.text[end..];
        let open = rest.trim_start_matches([' ', '　']);
        if let Some(inner) = open.strip_prefix(['（', '(']) {
            let close =
                inner.char_indices().take(LONGEST_BYLINE).find(|(_, c)| matches!(c, '）' | ')'));
            if let Some((close, c)) = close {
                let inner_start = self.text.len() - inner.len();
                if inner.starts_with(['记', '記', '通', '特', '实', '编', '見', '见']) {
                    end = inner_start + close + c.len_utf8();
                }
            }
        }
        if enclosed && self.text[end..].starts_with([')', '）', '】', ']']) {
            end += self.text[end..].chars().next()?.len_utf8();
        }
        let names =
            place.split(['、', '/', '／']).filter(|name| !name.is_empty()).map(at).collect();
        let agencies = if agency.is_empty() { Vec::new() } else { vec![at(agency)] };
        let form = Form { names, agencies, date: Some(date), end };
        Some(self.dateline(start, form, "zh"))
    }

    /// `2020年5月19日`, `5月19日` or `19日` that ends at `end`.
    fn day_before(&self, start: usize, end: usize) -> Option<Written> {
        let head = self.text.get(start..end)?;
        let head = head.trim_end();
        let head_end = start + head.len();
        let rest = head.strip_suffix('日')?;
        let (day, rest) = number_at_end(rest)?;
        // Without its month it is the nearest such day.
        let (month, rest) = match rest.strip_suffix('月') {
            Some(rest) => number_at_end(rest)?,
            None => (0, rest),
        };
        let (year, rest) = match rest.strip_suffix('年') {
            Some(rest) => {
                let (year, rest) = number_at_end(rest)?;
                (Some(i32::try_from(year).ok()?), rest)
            }
            None => (None, rest),
        };
        let from = start + rest.len();
        Some(Written {
            span: Span::from_usize(from, head_end),
            year,
            month: u8::try_from(month).ok()?,
            day: u8::try_from(day).ok()?,
            languages: Languages::ALL,
            month_or_day: false,
            next: 0,
        })
    }

    /// `【ワシントン共同】`, `[東京 3日 ロイター] -`, `(서울=연합뉴스) 이름 기자 =`
    fn bracketed(&self, start: usize) -> Option<Dateline> {
        let stretch = self.stretch(start, LONGEST);
        let mut chars = stretch.char_indices();
        let close = match chars.next()?.1 {
            '【' => '】',
            '[' => ']',
            '［' => '］',
            '(' => ')',
            '（' => '）',
            '〔' => '〕',
            _ => return None,
        };
        let inner_start = chars.next()?.0;
        let inner_end = stretch.find(close)?;
        let inner = stretch.get(inner_start..inner_end)?;
        if inner.is_ascii() {
            return None;
        }
        let mut form = Form { end: start + inner_end + close.len_utf8(), ..Form::default() };
        let base = start + inner_start;
        let korean = inner.chars().any(|c| matches!(c, '\u{ac00}'..='\u{d7a3}'));
        let found = if inner.contains(['=', '＝']) {
            self.named_after_equals(inner, base, &mut form)
        } else {
            self.listed(inner, base, &mut form)
        };
        found?;
        let rest = &self.text[form.end..];
        if korean {
            // `이의진 기자 = `
            let byline: String = rest.chars().take(LONGEST_BYLINE).collect();
            if let Some(equals) = byline.find('=') {
                let reporter = byline[..equals].trim_end();
                if ["기자", "특파원", "통신원", "기자들", "논설위원"]
                    .iter()
                    .any(|it| reporter.ends_with(it))
                    || reporter.is_empty()
                {
                    form.end += equals + 1;
                }
            }
        } else if let Some(dash) = rest.trim_start_matches(' ').strip_prefix(['-', '－', '—', '–'])
        {
            form.end = self.text.len() - dash.len();
        }
        Some(self.dateline(start, form, if korean { "ko" } else { "ja" }))
    }

    /// `ワシントン＝山内竜介、ロンドン＝池田晋一`, `서울·세종=연합뉴스`
    fn named_after_equals(&self, inner: &str, base: usize, form: &mut Form) -> Option<()> {
        let mut at = base;
        for group in inner.split_inclusive(['、', ',', '，']) {
            let group_start = at;
            at += group.len();
            let group = group.trim_end_matches(['、', ',', '，']);
            let (names, right) = group.split_once(['=', '＝'])?;
            let mut name_start = group_start;
            for name in names.split_inclusive(['·', '・', '/', '／']) {
                let clean = name.trim_end_matches(['·', '・', '/', '／']).trim();
                let from = name_start + (name.len() - name.trim_start().len());
                name_start += name.len();
                // `제네바 AP=연합뉴스`
                let whose = clean.rsplit_once([' ', '　']);
                let whose = whose.filter(|(_, agency)| lexicon::agency(agency).is_some());
                let clean = whose.map_or(clean, |(place, _)| place.trim_end());
                if !clean.is_empty() {
                    form.names.push(Span::from_usize(from, from + clean.len()));
                }
                if let Some((_, agency)) = whose {
                    let end = from + name.trim().trim_end_matches(['·', '・', '/', '／']).len();
                    form.agencies.push(Span::from_usize(end - agency.len(), end));
                }
            }
            let right_start = group_start + group.len() - right.len();
            if lexicon::agency(right).is_some() {
                form.agencies.push(Span::from_usize(right_start, right_start + right.len()));
            }
        }
        let known = form.names.iter().any(|name| !self.found(*name).is_empty());
        known.then_some(())
    }

    /// `ワシントン共同`, `東京 3日 ロイター`, `5月3日 AFP`
    fn listed(&self, inner: &str, base: usize, form: &mut Form) -> Option<()> {
        let mut at = base;
        let mut month = None;
        let mut reporter = false;
        for part in inner.split_inclusive([' ', '　', '、', '・']) {
            let part_start = at;
            at += part.len();
            let part = part.trim_end_matches([' ', '　', '、', '・']);
            if part.is_empty() {
                continue;
            }
            let span = Span::from_usize(part_start, part_start + part.len());
            if part.ends_with('日') && part.starts_with(|c: char| c.is_numeric()) {
                form.date = self.day_before(part_start, part_start + part.len());
            } else if let Some(number) = number_before(part, &["월"]) {
                month = Some((number, part_start));
            } else if let (Some(day), Some((month, from))) =
                (number_before(part, &["일", "일발"]), month)
            {
                // `평양 5월 3일발 조선중앙통신`
                form.date = Some(Written {
                    span: Span::from_usize(from, part_start + part.len()),
                    year: None,
                    month,
                    day,
                    languages: Languages::ALL,
                    month_or_day: false,
                    next: 0,
                });
            } else if lexicon::agency(part).is_some() {
                form.agencies.push(span);
            } else if !self.found(span).is_empty() {
                form.names.push(span);
            } else if form.names.iter().any(|name| self.is_abroad(*name))
                && (2..=MOST_NAME).contains(&part.chars().count())
                && part.chars().all(|c| matches!(c, '\u{3040}'..='\u{9fff}'))
                && lexicon::agency(part).is_none()
                && !ends_with_agency(part)
            {
                // `【ブリュッセル・鈴木一郎】`: a paper's own, from abroad
                reporter = true;
            } else {
                // A place, perhaps a day, and the agency without a blank: `北京3日共同`
                let cuts = part.char_indices().map(|(cut, _)| cut).skip(1);
                let (name, agency) = cuts
                    .filter(|&cut| lexicon::agency(&part[cut..]).is_some())
                    .find_map(|cut| {
                        let front = part[..cut].trim_end_matches('日');
                        let front = if front.len() < cut {
                            front.trim_end_matches(|c: char| c.is_numeric())
                        } else {
                            front
                        };
                        let name = Span::from_usize(part_start, part_start + front.len());
                        (!self.found(name).is_empty()).then_some((name, part_start + cut))
                    })?;
                form.names.push(name);
                if (name.end() as usize) < agency {
                    form.date = self.day_before(name.end() as usize, agency);
                }
                form.agencies.push(Span::from_usize(agency, part_start + part.len()));
            }
        }
        (!form.agencies.is_empty() || reporter).then_some(())
    }

    /// Whether a name is of a city outside Japan.
    fn is_abroad(&self, name: Span) -> bool {
        let found = self.found(name);
        found.cities().first().is_some_and(|city| city.area().country() != "JP")
    }

    fn found(&self, name: Span) -> Found {
        Key::of(name.of(self.text)).map(Found::of).unwrap_or_default()
    }

    fn stretch(&self, start: usize, characters: usize) -> &str {
        let rest = &self.text[start..];
        let end = rest.char_indices().nth(characters).map_or(rest.len(), |(end, _)| end);
        let line = rest[..end].find('\n').unwrap_or(end);
        &rest[..line]
    }

    fn dateline(&self, start: usize, form: Form, language: &'static str) -> Dateline {
        let body = &self.text[form.end..];
        let body_start =
            self.text.len() - body.trim_start_matches(|c| is_blank(c) || c == '　').len();
        let mut agencies: Vec<Cow<'static, str>> = Vec::new();
        let mut countries = Vec::new();
        for span in &form.agencies {
            let words = span.of(self.text);
            match lexicon::agency(words) {
                Some(agency) => {
                    agencies.push(agency.name.into());
                    countries.extend(agency.country);
                }
                None => agencies.push(words.to_owned().into()),
            }
        }
        // `本报海州3月3日电`: a paper that names itself no more is at home.
        if form.agencies.is_empty() {
            countries.push(match language {
                "zh" => "CN",
                "ko" => "KR",
                _ => "JP",
            });
        }
        let context = places::Context {
            text: self.text,
            body: body_start,
            countries,
            languages: Languages::of(language),
            strong: true,
        };
        let mut confidence = 0.95;
        let mut found = Vec::new();
        for name in form.names {
            let place = WrittenPlace {
                span: name,
                name,
                qualifiers: Vec::new(),
                case: Case::None,
                kind: PlaceKind::Named,
                found: self.found(name),
            };
            let (place, share) = places::resolve(&place, &context);
            confidence *= 0.5 + share / 2.0;
            found.push(place);
        }
        Dateline {
            span: Span::from_usize(start, form.end),
            places: found,
            agencies,
            date: form.date.and_then(|date| date.resolve(self.published)),
            body_start: body_start as u32,
            language: Some(language.into()),
            confidence: four_decimals(confidence.into()) as f32,
        }
    }
}

/// `路透悉尼3月9日 - `: where the day ends, and where the dash does.
fn dashed(stretch: &str) -> Option<(usize, usize)> {
    stretch.match_indices('日').find_map(|(at, day)| {
        let rest = &stretch[at + day.len()..];
        let after = rest.trim_start_matches([' ', '　']).strip_prefix(['-', '－', '—', '–'])?;
        Some((at + day.len(), stretch.len() - after.len()))
    })
}

/// `新华社北京` in two. A paper that nobody knows comes before the longest known place.
fn agency_and_place(before: &str) -> Option<(&str, &str)> {
    let cuts = || before.char_indices().map(|(cut, _)| cut).chain([before.len()]);
    let known = cuts().rev().find(|&cut| cut > 0 && lexicon::agency(&before[..cut]).is_some());
    if let Some(cut) = known {
        let place = &before[cut..];
        // `中央社記者王小明台北`
        if place.starts_with(['記', '记']) {
            let city = place
                .char_indices()
                .map(|(cut, _)| cut)
                .skip(1)
                .find(|&cut| is_city(&place[cut..]))?;
            return Some((&before[..cut], &place[city..]));
        }
        // `中新网5月3日电` names no place.
        return Some((&before[..cut], place));
    }
    let cut = cuts()
        .find(|&cut| before[cut..].starts_with(char::is_alphabetic) && is_city(&before[cut..]))?;
    let agency = before[..cut].trim();
    // `本报`: this paper, whose name is not here.
    Some((if agency.starts_with('本') { "" } else { agency }, &before[cut..]))
}

fn is_city(name: &str) -> bool {
    name.chars().count() >= 2
        && Key::of(name).is_some_and(|key| !Found::of(key).cities().is_empty())
}

fn ends_with_agency(words: &str) -> bool {
    let mut cuts = words.char_indices().map(|(cut, _)| cut).skip(1);
    cuts.any(|cut| lexicon::agency(&words[cut..]).is_some())
}

/// The number that a text is, but for what it ends with.
fn number_before(text: &str, endings: &[&str]) -> Option<u8> {
    endings.iter().find_map(|ending| text.strip_suffix(ending)?.parse().ok())
}

/// The number at the end of a text, and what stands before it.
fn number_at_end(text: &str) -> Option<(u32, &str)> {
    let front = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９'));
    let digits = &text[front.len()..];
    if digits.is_empty() || digits.chars().count() > 4 {
        return None;
    }
    let number = digits.chars().fold(0, |number, c| {
        let digit = c.to_digit(10).unwrap_or_else(|| c as u32 - '０' as u32);
        10 * number + digit
    });
    Some((number, front))
}
