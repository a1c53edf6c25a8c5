//! The time that an entry of a live page begins with: `17:40 The bridge is shut, the police said.`

/// No time is longer.
const LONGEST: usize = 24;

/// How many bytes of a paragraph are the time that it begins with, with what parts it from the words.
pub(super) fn length(paragraph: &str) -> Option<usize> {
    let end =
        (0..=LONGEST.min(paragraph.len())).rev().find(|&it| paragraph.is_char_boundary(it))?;
    let head = &paragraph[..end];
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hours = digits(head);
    if !(1..=2).contains(&hours) {
        return None;
    }
    let mut at = hours;
    let minutes = head[at..].strip_prefix([':', '.', 'h']).map_or(0, digits);
    if minutes == 2 {
        at += 3;
    }
    let rest = head[at..].trim_start_matches([' ', '\u{a0}']);
    let half = ["a.m.", "p.m.", "A.M.", "P.M.", "am", "pm", "AM", "PM"];
    if let Some(half) = half.iter().find(|it| rest.starts_with(**it)) {
        at = head.len() - rest.len() + half.len();
    } else if minutes != 2 {
        return None;
    }
    let rest = &head[at..];
    let end =
        head.len() - rest.trim_start_matches([' ', '\u{a0}', ':', '|', '-', '–', '—', '•']).len();
    // What follows is a sentence, and no other half of one: `4 p.m. is late`.
    let begins = |c: char| c.is_uppercase() || matches!(c, '“' | '"' | '‘' | '«');
    (end > at && paragraph[end..].starts_with(begins)).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn a_time_before_a_sentence() {
        for (text, time) in [
            ("17:40 The bridge is shut.", "17:40 "),
            ("5.40 p.m. — The bridge is shut.", "5.40 p.m. — "),
            ("9am: “We wait,” she said.", "9am: "),
            ("06:05 | Trains are late.", "06:05 | "),
        ] {
            assert_eq!(length(text), Some(time.len()), "{text}");
        }
    }

    #[test]
    fn other_numbers() {
        for text in [
            "",
            "4 p.m. is late, he said.",
            "17:40",
            "1998 The year",
            "12.5 Percent",
            "3 Men",
            "17:40The",
        ] {
            assert_eq!(length(text), None, "{text}");
        }
    }
}
