//! The file: what stands where. Read in place, never parsed.
//!
//! ```text
//! header     magic, then the number of places, areas, entries and the bytes of names and strings
//! buckets    for each value of a key's upper bits, the first entry that has it (u24)
//! entries    sorted by key: the key's lower bits (u24), what it names (u24)
//! places     id (u24), latitude and longitude (20 bits each), population (u16), area (u16)
//! blocks     for every 64th place, where its name begins (u24)
//! lengths    of each place's name as it is coded
//! names      the coded names
//! symbols    what the codes of names stand for
//! areas      kind, country, parent (u16), name and code in strings (u24, u8; u24, u8)
//! strings    the names and codes of areas
//! ```
//! All numbers are little-endian.

use super::symbols::{TABLE_BYTES, decode};
use crate::text::{KEY_BITS, Key};

pub(super) const MAGIC: [u8; 8] = *b"cdgaz\0\0\x02";
pub(super) const HEADER_BYTES: usize = 8 + 5 * 4;
/// Bits of a key that choose the bucket; the others stand in the entry.
pub(super) const BUCKET_BITS: u32 = KEY_BITS - 24;
pub(super) const PLACE_BYTES: usize = 12;
pub(super) const ENTRY_BYTES: usize = 6;
pub(super) const AREA_BYTES: usize = 13;
/// Places whose names are found from one block's beginning.
pub(super) const BLOCK: usize = 64;
/// In an entry: it names an area; it is not the place's first name.
pub(super) const IS_AREA: u32 = 1 << 23;
pub(super) const IS_OTHER: u32 = 1 << 22;
/// No parent.
pub(super) const NONE: u16 = u16::MAX;
/// Degrees that one step of a coordinate is.
pub(super) const COORDINATE_STEPS: f64 = ((1 << 20) - 1) as f64;

/// The file.
#[derive(Clone, Copy)]
pub(super) struct File<'f> {
    buckets: &'f [u8],
    entries: &'f [u8],
    records: &'f [u8],
    blocks: &'f [u8],
    lengths: &'f [u8],
    names: &'f [u8],
    symbols: &'f [u8],
    area_records: &'f [u8],
    strings: &'f [u8],
}

/// What a name was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Place { number: u32, first_name: bool },
    Area(u16),
}

pub(super) struct PlaceRecord {
    pub id: u32,
    pub latitude: f64,
    pub longitude: f64,
    pub area: u16,
}

impl<'f> File<'f> {
    /// The sections of a file.
    ///
    /// # Panics
    /// When it is none, or not whole.
    pub fn new(bytes: &'f [u8]) -> Self {
        assert!(bytes.starts_with(&MAGIC), "a gazetteer of this version");
        let count = |i: usize| u32_at(bytes, 8 + 4 * i) as usize;
        let (places, areas, entries) = (count(0), count(1), count(2));
        let mut rest = &bytes[HEADER_BYTES..];
        let mut section = |length: usize| {
            let (section, after) = rest.split_at(length);
            rest = after;
            section
        };
        let file = Self {
            buckets: section(3 * ((1 << BUCKET_BITS) + 1)),
            entries: section(ENTRY_BYTES * entries),
            records: section(PLACE_BYTES * places),
            blocks: section(3 * places.div_ceil(BLOCK)),
            lengths: section(places),
            names: section(count(3)),
            symbols: section(TABLE_BYTES),
            area_records: section(AREA_BYTES * areas),
            strings: section(count(4)),
        };
        assert!(rest.is_empty(), "a whole gazetteer");
        file
    }

    /// What has this key.
    pub fn named(&self, key: Key) -> impl Iterator<Item = Named> + use<'f> {
        let (upper, lower) = ((key.0 >> 24) as usize, key.0 as u32 & 0xff_ffff);
        let from = u24_at(self.buckets, 3 * upper) as usize;
        let to = u24_at(self.buckets, 3 * (upper + 1)) as usize;
        let entries = &self.entries[ENTRY_BYTES * from..ENTRY_BYTES * to];
        entries
            .chunks_exact(ENTRY_BYTES)
            .skip_while(move |entry| u24_at(entry, 0) < lower)
            .take_while(move |entry| u24_at(entry, 0) == lower)
            .map(|entry| {
                let target = u24_at(entry, 3);
                if target & IS_AREA != 0 {
                    Named::Area((target & !IS_AREA) as u16)
                } else {
                    let first_name = target & IS_OTHER == 0;
                    Named::Place { number: target & !IS_OTHER, first_name }
                }
            })
    }

    pub fn place(&self, number: u32) -> PlaceRecord {
        let record = &self.records[PLACE_BYTES * number as usize..][..PLACE_BYTES];
        let coordinates = u64::from(u32_at(record, 3)) | u64::from(record[7]) << 32;
        let degrees = |bits: u64, range: f64| {
            let degrees = (bits & 0xf_ffff) as f64 / COORDINATE_STEPS * range - range / 2.0;
            (degrees * 1e4).round() / 1e4
        };
        PlaceRecord {
            id: u24_at(record, 0),
            latitude: degrees(coordinates, 180.0),
            longitude: degrees(coordinates >> 20, 360.0),
            area: u16_at(record, 10),
        }
    }

    /// The area that a place lies in, without reading the rest.
    pub fn area_of(&self, number: u32) -> u16 {
        u16_at(self.records, PLACE_BYTES * number as usize + 10)
    }

    /// A place's inhabitants, without reading the rest.
    pub fn population_of(&self, number: u32) -> u32 {
        population(u16_at(self.records, PLACE_BYTES * number as usize + 8))
    }

    pub fn name(&self, number: u32) -> String {
        let number = number as usize;
        let block = number / BLOCK;
        let before = self.lengths[block * BLOCK..number].iter().map(|&length| usize::from(length));
        let start = u24_at(self.blocks, 3 * block) as usize + before.sum::<usize>();
        let coded = &self.names[start..][..usize::from(self.lengths[number])];
        let mut name = Vec::with_capacity(2 * coded.len());
        decode(self.symbols, coded, &mut name);
        String::from_utf8(name).unwrap_or_default()
    }

    pub fn area_kind(&self, number: u16) -> u8 {
        self.area(number)[0]
    }

    pub fn area_country(&self, number: u16) -> &'f str {
        std::str::from_utf8(&self.area(number)[1..3]).unwrap_or_default()
    }

    pub fn area_parent(&self, number: u16) -> u16 {
        u16_at(self.area(number), 3)
    }

    pub fn area_name(&self, number: u16) -> &'f str {
        self.area_string(number, 5)
    }

    pub fn area_code(&self, number: u16) -> &'f str {
        self.area_string(number, 9)
    }

    fn area(&self, number: u16) -> &'f [u8] {
        &self.area_records[AREA_BYTES * usize::from(number)..][..AREA_BYTES]
    }

    fn area_string(&self, number: u16, at: usize) -> &'f str {
        let record = self.area(number);
        let from = u24_at(record, at) as usize;
        let bytes = &self.strings[from..from + usize::from(record[at + 3])];
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

/// Inhabitants in 16 bits: 12 of a fraction, 4 of an exponent; right to 1 in 4,000.
pub(super) fn population(packed: u16) -> u32 {
    u32::from(packed & 0xfff) << (packed >> 12)
}

/// The nearest that [`population`] can give.
#[cfg(any(test, feature = "pack"))]
pub(super) fn pack_population(inhabitants: u32) -> u16 {
    let exponent = (32 - inhabitants.leading_zeros()).saturating_sub(12);
    (exponent.min(15) << 12) as u16 | (inhabitants >> exponent.min(15)).min(0xfff) as u16
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u24_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], 0])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::super::FILE;
    use super::*;

    #[test]
    fn no_area_has_a_mark_of_a_footnote_in_its_name() {
        let areas = (FILE.area_records.len() / AREA_BYTES) as u16;
        assert!(areas > 3000, "{areas}");
        for area in 0..areas {
            let name = FILE.area_name(area);
            assert!(!name.is_empty() && !name.contains(['¹', '²', '³', '†', '*']), "{name}");
        }
    }
}
