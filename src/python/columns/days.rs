//! Columns of days: dates, timestamps, and strings as ISO 8601 has them.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, TimeUnit};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyString};

use super::capsule::Stream;
use super::strings::are_strings;
use super::{Cursor, Strings};
use crate::Day;
use crate::python::convert::{InputTypeError, InputValueError, day, of_parts};

const SECONDS_OF_DAY: i64 = 86_400;

/// The days of a column.
pub type Days = Vec<Option<Day>>;

/// A column of days, if a Python object is one. One of another type is an error, unless it can be gone
/// through, so that its rows tell what is wrong with them.
pub fn column_of_days(
    name: &'static str,
    given: &Bound<'_, PyAny>,
) -> PyResult<Option<Cursor<Days>>> {
    if is_one(given) {
        return Ok(None);
    }
    let Some(stream) = Stream::of(given)? else { return Ok(None) };
    let cursor = Cursor::new(name, stream)?;
    let data_type = cursor.data_type();
    let are_days = matches!(
        data_type,
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) | DataType::Null
    );
    if are_days || are_strings(data_type) {
        return Ok(Some(cursor));
    }
    if data_type.is_floating() && given.try_iter().is_ok() {
        return Ok(None);
    }
    Err(InputTypeError::new_err(format!(
        "{name} is a column of {data_type}; it must be one of dates, timestamps or ISO 8601 strings"
    )))
}

/// Whether a value is one, though it can be gone through: a string, bytes, a mapping.
pub fn is_one(given: &Bound<'_, PyAny>) -> bool {
    given.is_instance_of::<PyString>()
        || given.is_instance_of::<PyBytes>()
        || given.is_instance_of::<PyByteArray>()
        || given.is_instance_of::<PyDict>()
}

/// The days of an array of this type, of which the first stands in that row; `name` is what the column is
/// called.
pub fn days(
    py: Python<'_>,
    name: &str,
    array: &ArrayRef,
    data_type: &DataType,
    first: usize,
) -> PyResult<Days> {
    let rows = 0..array.len();
    let wrong = |row: usize, shown: String| {
        InputValueError::new_err(format!("row {}: {name} is {shown}, which is no day", first + row))
    };
    let valid = |row: &usize| array.is_valid(*row);
    match data_type {
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>();
            let day = |row: usize| {
                let number = i64::from(days.value(row));
                Day::of_unix(number).ok_or_else(|| wrong(row, format!("{number} days from 1970")))
            };
            rows.map(|row| Some(row).filter(valid).map(day).transpose()).collect()
        }
        DataType::Date64 => {
            let days = array.as_primitive::<Date64Type>();
            let day = |row: usize| {
                let number = days.value(row).div_euclid(1000 * SECONDS_OF_DAY);
                Day::of_unix(number).ok_or_else(|| wrong(row, format!("{number} days from 1970")))
            };
            rows.map(|row| Some(row).filter(valid).map(day).transpose()).collect()
        }
        DataType::Timestamp(unit, zone) => {
            let zone = zone.as_deref().map(|zone| Zone::of(py, zone)).transpose()?;
            let day = |row: usize| {
                let seconds = seconds(array, *unit, row);
                let day = match &zone {
                    None => Day::of_unix(seconds.div_euclid(SECONDS_OF_DAY)),
                    Some(zone) => zone.day(seconds)?,
                };
                day.ok_or_else(|| wrong(row, format!("{seconds} seconds from 1970")))
            };
            rows.map(|row| Some(row).filter(valid).map(day).transpose()).collect()
        }
        _ => {
            let strings = Strings::of(array);
            let day = |row: usize| {
                let Some(text) = strings.get(row) else {
                    return strings.bytes(row).map_or(Ok(None), |_| {
                        Err(wrong(row, "a string that is not UTF-8".to_owned()))
                    });
                };
                if let Ok(day) = text.trim().parse() {
                    return Ok(Some(day));
                }
                day(name, PyString::new(py, text).as_any()).map_err(|error| {
                    let row = first + row;
                    InputValueError::new_err(format!("row {row}: {}", error.value(py)))
                })
            };
            rows.map(day).collect()
        }
    }
}

/// A timestamp in seconds from 1970.
fn seconds(array: &ArrayRef, unit: TimeUnit, row: usize) -> i64 {
    match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().value(row),
        TimeUnit::Millisecond => {
            array.as_primitive::<TimestampMillisecondType>().value(row).div_euclid(1000)
        }
        TimeUnit::Microsecond => {
            array.as_primitive::<TimestampMicrosecondType>().value(row).div_euclid(1_000_000)
        }
        TimeUnit::Nanosecond => {
            array.as_primitive::<TimestampNanosecondType>().value(row).div_euclid(1_000_000_000)
        }
    }
}

/// A time zone: its clocks tell which day it is.
enum Zone<'py> {
    Offset(i64),
    Named { zone: Bound<'py, PyAny>, datetime: Bound<'py, PyAny> },
}

impl<'py> Zone<'py> {
    /// `UTC`, `+02:00` or `Europe/Oslo`.
    fn of(py: Python<'py>, name: &str) -> PyResult<Self> {
        if let Some(seconds) = offset(name) {
            return Ok(Self::Offset(seconds));
        }
        let zone = py.import("zoneinfo")?.getattr("ZoneInfo")?.call1((name,)).map_err(|error| {
            InputValueError::new_err(format!("there is no time zone {name:?}: {}", error.value(py)))
        })?;
        Ok(Self::Named { zone, datetime: py.import("datetime")?.getattr("datetime")? })
    }

    /// The day at a moment, if there is one.
    fn day(&self, seconds: i64) -> PyResult<Option<Day>> {
        match self {
            Self::Offset(offset) => {
                Ok(Day::of_unix(seconds.saturating_add(*offset).div_euclid(SECONDS_OF_DAY)))
            }
            Self::Named { zone, datetime } => {
                match datetime.call_method1("fromtimestamp", (seconds, zone)) {
                    Ok(moment) => of_parts(&moment),
                    // Out of the range of years.
                    Err(_) => Ok(None),
                }
            }
        }
    }
}

/// The seconds that clocks are ahead of UTC by, where a zone is named by that.
fn offset(name: &str) -> Option<i64> {
    if matches!(name, "UTC" | "Etc/UTC" | "Z") {
        return Some(0);
    }
    let (sign, clock) = match name.split_at_checked(1)? {
        ("+", clock) => (1, clock),
        ("-", clock) => (-1, clock),
        _ => return None,
    };
    let (hours, minutes) =
        clock.split_once(':').unwrap_or_else(|| clock.split_at(clock.len().min(2)));
    let number = |digits: &str| (digits.len() == 2).then(|| digits.parse::<i64>().ok()).flatten();
    Some(sign * (3600 * number(hours)? + 60 * number(minutes)?))
}

#[cfg(test)]
mod tests {
    use super::offset;

    #[test]
    fn zones_may_be_named_by_their_offset() {
        assert_eq!(offset("UTC"), Some(0));
        assert_eq!(offset("+05:30"), Some(19_800));
        assert_eq!(offset("-0800"), Some(-28_800));
        for name in ["Europe/Oslo", "+5", "", "é", "+é:00"] {
            assert_eq!(offset(name), None, "{name}");
        }
    }
}
