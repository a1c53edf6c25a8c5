//! Days of the calendar.

/// A day of the (proleptic) Gregorian calendar.
///
/// ```
/// use copydesk::dateline::Day;
///
/// let day: Day = "2012-02-29".parse()?;
/// assert_eq!(Day::new(2012, 2, 29), Some(day));
/// assert_eq!(Day::new(2011, 2, 29), None);
/// # Ok::<(), copydesk::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day {
    year: i32,
    month: u8,
    of_month: u8,
}

/// Days from 1 March of the year 0 to 1 January 1970.
const EPOCH: i32 = 719_468;

impl Day {
    /// The day, if there is one.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let there_is =
            (1..=9999).contains(&year) && day >= 1 && day <= days_of_month(month, Some(year));
        there_is.then_some(Self { year, month, of_month: day })
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month.
    pub fn day(self) -> u8 {
        self.of_month
    }

    /// The day so many days after 1 January 1970, if it is one of the years 1 to 9999 (Howard Hinnant,
    /// chrono-Compatible Low-Level Date Algorithms, `civil_from_days`).
    pub fn of_unix(days: i64) -> Option<Self> {
        let days = i32::try_from(days).ok()?.checked_add(EPOCH)?;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let of_month = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self::new(year + 400 * era + i32::from(month <= 2), month as u8, of_month as u8)
    }

    /// Days since 1 January 1970.
    pub fn unix(self) -> i32 {
        self.number() - EPOCH
    }

    /// Days since 1 March of the year 0 (Howard Hinnant, chrono-Compatible Low-Level Date
    /// Algorithms, `days_from_civil`).
    pub(crate) fn number(self) -> i32 {
        let year = self.year - i32::from(self.month <= 2);
        let month = (i32::from(self.month) + 9) % 12;
        365 * year + year / 4 - year / 100
            + year / 400
            + (153 * month + 2) / 5
            + i32::from(self.of_month)
            - 1
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

impl std::str::FromStr for Day {
    type Err = crate::Error;

    /// `2012-02-29`, as ISO 8601 has it.
    fn from_str(text: &str) -> crate::Result<Self> {
        let number = |part: Option<&str>, digits: usize| {
            part.filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|part| part.parse().ok())
        };
        let mut parts = text.split('-');
        let (year, month, day) =
            (number(parts.next(), 4), number(parts.next(), 2), number(parts.next(), 2));
        let day = match (year, month, day, parts.next()) {
            (Some(year), Some(month), Some(day), None) => Self::new(year, month as u8, day as u8),
            _ => None,
        };
        day.ok_or_else(|| {
            crate::Error::argument(format!("{text:?} is no day: write it like 2012-02-29"))
        })
    }
}

/// Days of a month; without a year, of one that may be a leap year.
pub(super) fn days_of_month(month: u8, year: Option<i32>) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => match year {
            Some(year) if year % 4 != 0 || (year % 100 == 0 && year % 400 != 0) => 28,
            _ => 29,
        },
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let mut number = Day::new(1, 1, 1).unwrap().unix();
        assert_eq!(Day::of_unix(i64::from(number) - 1), None);
        for year in 1..=9999 {
            for month in 1..=12 {
                for day in 1..=days_of_month(month, Some(year)) {
                    let day = Day::new(year, month, day);
                    assert_eq!(Day::of_unix(i64::from(number)), day);
                    assert_eq!(day.unwrap().unix(), number);
                    number += 1;
                }
            }
        }
        assert_eq!(Day::of_unix(0), Day::new(1970, 1, 1));
        for far in [i64::from(number), i64::MAX, i64::MIN, i64::from(i32::MAX)] {
            assert_eq!(Day::of_unix(far), None);
        }
    }

    #[test]
    fn days_that_there_are_not_are_no_days() {
        assert!(Day::new(2012, 2, 29).is_some() && Day::new(1900, 2, 29).is_none());
        assert!(Day::new(2012, 13, 1).is_none() && Day::new(2012, 4, 31).is_none());
        for text in ["2012-2-1", "2012-02-30", "12-02-01", "2012-02-01-", "२०१२-०२-०१", ""]
        {
            assert!(text.parse::<Day>().is_err_and(|error| error.is_argument()), "{text}");
        }
    }
}
