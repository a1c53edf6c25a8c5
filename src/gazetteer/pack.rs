//! Writing the file that [`super::format`] reads: for `tools/gazetteer`.

use std::collections::{BTreeMap, HashMap};

use super::format::{
    BLOCK, BUCKET_BITS, COORDINATE_STEPS, IS_AREA, IS_OTHER, MAGIC, NONE, pack_population,
};
use super::symbols::{ESCAPE, LONGEST};
use super::{COUNTRY, DISTRICT, REGION};
use crate::text::Key;

/// Rounds of learning which strings come often.
const ROUNDS: usize = 8;
/// One name in so many is learned from.
const SAMPLE: usize = 8;

/// The gazetteer's file from its two tables, as `tools/gazetteer/collect.py` writes them.
///
/// # Panics
/// When a table is not as that script writes it, or too large for the file.
pub fn pack(places: &str, areas: &str) -> Vec<u8> {
    let mut keys = Vec::new();
    let (area_records, strings, numbers) = pack_areas(areas, &mut keys);
    let rows: Vec<Vec<&str>> = places.lines().map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() < IS_OTHER as usize, "too many places for an entry");
    let names: Vec<&[u8]> = rows.iter().map(|row| row[2].as_bytes()).collect();
    let symbols = learn(&names.iter().copied().step_by(SAMPLE).collect::<Vec<_>>());
    let (mut records, mut blocks) = (Vec::new(), Vec::new());
    let (mut lengths, mut coded) = (Vec::new(), Vec::new());
    let mut by_country: HashMap<&str, u64> = HashMap::new();
    for (number, row) in rows.iter().enumerate() {
        let [country, division, name, id, latitude, longitude, inhabitants, others] = row[..]
        else {
            panic!("places.tsv, line {}: not eight columns", number + 1);
        };
        let area = numbers[if division.is_empty() { country } else { division }];
        let coordinate = |degrees: &str, range: f64| -> u64 {
            let degrees: f64 = degrees.parse().expect("a coordinate");
            ((degrees + range / 2.0) / range * COORDINATE_STEPS).round() as u64
        };
        let coordinates = coordinate(latitude, 180.0) | coordinate(longitude, 360.0) << 20;
        records.extend(u24(id.parse().expect("an id")));
        records.extend(&coordinates.to_le_bytes()[..5]);
        let inhabitants = inhabitants.parse().expect("a population");
        *by_country.entry(country).or_default() += u64::from(inhabitants);
        records.extend(pack_population(inhabitants).to_le_bytes());
        records.extend(area.to_le_bytes());
        if number % BLOCK == 0 {
            blocks.extend(u24(coded.len() as u32));
        }
        let code = encode(&symbols, name.as_bytes());
        lengths.push(u8::try_from(code.len()).expect("a name of less than 256 bytes"));
        coded.extend(code);
        let first = Key::of(name);
        keys.extend(first.map(|key| (key, number as u32)));
        let others = others.split('|').filter_map(Key::of).filter(|key| Some(*key) != first);
        keys.extend(others.map(|key| (key, number as u32 | IS_OTHER)));
    }
    // Of countries that share a name, the one of most inhabitants stands first: `Congo`.
    let of_area: Vec<u64> = areas.lines().map(|line| inhabitants_of(line, &by_country)).collect();
    let rank = |target: u32| {
        let area = target.checked_sub(IS_AREA).filter(|_| target & IS_AREA != 0);
        std::cmp::Reverse(area.map_or(0, |number| of_area[number as usize]))
    };
    keys.sort_unstable_by_key(|&(key, target)| (key, rank(target), target));
    keys.dedup();
    let (buckets, entries) = pack_entries(&keys);
    let mut file = MAGIC.to_vec();
    for count in [rows.len(), numbers.len(), keys.len(), coded.len(), strings.len()] {
        file.extend((count as u32).to_le_bytes());
    }
    for section in [buckets, entries, records, blocks, lengths, coded, symbol_table(&symbols)] {
        file.extend(section);
    }
    file.extend(area_records);
    file.extend(strings);
    file
}

/// The inhabitants of a row of `areas.tsv`, if it is a country.
fn inhabitants_of(row: &str, by_country: &HashMap<&str, u64>) -> u64 {
    let mut columns = row.split('\t');
    let (number, kind) = (columns.next().unwrap_or_default(), columns.next());
    let country = kind == Some("country");
    by_country.get(number).copied().filter(|_| country).unwrap_or_default()
}

/// The areas' records, their strings, and their numbers by what places call them.
fn pack_areas<'t>(
    table: &'t str,
    keys: &mut Vec<(Key, u32)>,
) -> (Vec<u8>, Vec<u8>, HashMap<&'t str, u16>) {
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    let numbers: HashMap<&str, u16> =
        rows.iter().enumerate().map(|(number, row)| (row[0], number as u16)).collect();
    assert_eq!(numbers.len(), rows.len(), "areas.tsv: an area stands twice");
    let (mut records, mut strings) = (Vec::new(), Vec::new());
    for (number, row) in rows.iter().enumerate() {
        let [_, kind, country, code, parent, name, others] = row[..] else {
            panic!("areas.tsv, line {}: not seven columns", number + 1);
        };
        let (kind, parent) = match kind {
            "country" => (COUNTRY, NONE),
            "region" => (REGION, numbers[country]),
            "district" => (DISTRICT, numbers[parent]),
            _ => panic!("areas.tsv has a kind {kind:?}"),
        };
        records.push(kind);
        records.extend(country.as_bytes());
        records.extend(parent.to_le_bytes());
        for string in [name, code] {
            records.extend(u24(strings.len() as u32));
            records.push(u8::try_from(string.len()).expect("a name of less than 256 bytes"));
            strings.extend(string.as_bytes());
        }
        // Where codes stand in datelines: `Oakland, CA`, `SÃO PAULO, SP`.
        let coded = kind == REGION && matches!(country, "US" | "CA" | "AU" | "BR");
        let all = others.split('|').chain([name]).chain(coded.then_some(code));
        keys.extend(all.filter_map(Key::of).map(|key| (key, number as u32 | IS_AREA)));
    }
    (records, strings, numbers)
}

fn pack_entries(keys: &[(Key, u32)]) -> (Vec<u8>, Vec<u8>) {
    let (mut buckets, mut entries) = (Vec::new(), Vec::new());
    let mut next = keys.iter().peekable();
    let mut written = 0;
    for bucket in 0..1_u64 << BUCKET_BITS {
        buckets.extend(u24(written));
        while let Some((key, target)) = next.next_if(|(key, _)| key.0 >> 24 == bucket) {
            entries.extend(u24(key.0 as u32 & 0xff_ffff));
            entries.extend(u24(*target));
            written += 1;
        }
    }
    buckets.extend(u24(written));
    (buckets, entries)
}

/// The strings that come often, by number.
fn learn(names: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut symbols: Vec<Vec<u8>> = Vec::new();
    for _ in 0..ROUNDS {
        let mut counts: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        for name in names {
            let mut before: Option<Vec<u8>> = None;
            let mut rest = *name;
            while !rest.is_empty() {
                let length = longest(&symbols, rest).map_or(1, |number| symbols[number].len());
                let symbol = rest[..length].to_vec();
                *counts.entry(symbol.clone()).or_default() += 1;
                if let Some(mut pair) = before.filter(|before| before.len() + length <= LONGEST) {
                    pair.extend(&symbol);
                    *counts.entry(pair).or_default() += 1;
                }
                before = Some(symbol);
                rest = &rest[length..];
            }
        }
        let mut gains: Vec<(usize, Vec<u8>)> =
            counts.into_iter().map(|(symbol, count)| (count * symbol.len(), symbol)).collect();
        gains.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        symbols = gains.into_iter().take(usize::from(ESCAPE)).map(|(_, symbol)| symbol).collect();
        // The longest first, so that the first that fits is the longest that fits.
        symbols.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    }
    symbols
}

/// The longest symbol that `rest` begins with.
fn longest(symbols: &[Vec<u8>], rest: &[u8]) -> Option<usize> {
    symbols.iter().position(|symbol| rest.starts_with(symbol))
}

fn encode(symbols: &[Vec<u8>], name: &[u8]) -> Vec<u8> {
    let (mut code, mut rest) = (Vec::new(), name);
    while let Some(&byte) = rest.first() {
        if let Some(number) = longest(symbols, rest) {
            code.push(number as u8);
            rest = &rest[symbols[number].len()..];
        } else {
            code.extend([ESCAPE, byte]);
            rest = &rest[1..];
        }
    }
    code
}

fn symbol_table(symbols: &[Vec<u8>]) -> Vec<u8> {
    let mut table = Vec::new();
    for number in 0..usize::from(ESCAPE) {
        let symbol = symbols.get(number).map_or(&[][..], Vec::as_slice);
        table.push(symbol.len() as u8);
        table.extend(symbol);
        table.resize((number + 1) * (1 + LONGEST), 0);
    }
    table
}

fn u24(number: u32) -> [u8; 3] {
    assert!(number < 1 << 24, "{number} does not fit into three bytes");
    let [a, b, c, _] = number.to_le_bytes();
    [a, b, c]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::format::{File, Named, population};
    use super::*;

    const AREAS: &str = "NO\tcountry\tNO\t\t\tNorway\tNorge|Norwegen\n\
                         US\tcountry\tUS\t\t\tUnited States\tU.S.\n\
                         1\tregion\tUS\tME\t\tMaine\t\n\
                         2\tdistrict\tUS\t\t1\tCumberland County\t";

    #[test]
    fn what_is_packed_is_found() {
        let places = "NO\t\tTromsø\t3133895\t69.6489\t18.9551\t40000\tTromsa|Тромсё\n\
                      US\t2\tPortland\t4975802\t43.6615\t-70.2553\t68408\t";
        let bytes = pack(places, AREAS);
        let file = File::new(&bytes);
        let find = |name: &str| file.named(Key::of(name).unwrap()).collect::<Vec<_>>();
        assert_eq!(find("TROMSO"), [Named::Place { number: 0, first_name: true }]);
        assert_eq!(find("тромсе"), [Named::Place { number: 0, first_name: false }]);
        assert_eq!(find("Norwegen"), [Named::Area(0)]);
        assert_eq!(find("ME"), [Named::Area(2)]);
        assert_eq!(find("Bergen"), []);
        let portland = file.place(1);
        assert_eq!((portland.id, portland.area), (4_975_802, 3));
        assert_eq!((file.name(0).as_str(), file.name(1).as_str()), ("Tromsø", "Portland"));
        assert_eq!((file.area_name(3), file.area_parent(3)), ("Cumberland County", 2));
        assert_eq!((file.area_code(2), file.area_country(2)), ("ME", "US"));
    }

    proptest! {
        #[test]
        fn places_come_back(
            places in proptest::collection::vec(
                ("[A-ZÄ-Üa-zç-ÿ東京Ж' -]{1,30}", 0..1_u32 << 24, -900_000..=900_000_i32,
                 -1_800_000..=1_800_000_i32, 0..30_000_000_u32), 1..200)
        ) {
            let lines: Vec<String> = places.iter().map(|(name, id, north, east, inhabitants)| {
                let degrees = |steps: i32| f64::from(steps) / 1e4;
                format!("NO\t\t{name}\t{id}\t{}\t{}\t{inhabitants}\t", degrees(*north), degrees(*east))
            }).collect();
            let bytes = pack(&lines.join("\n"), AREAS);
            let file = File::new(&bytes);
            for (number, (name, id, north, east, inhabitants)) in places.iter().enumerate() {
                let number = number as u32;
                let place = file.place(number);
                prop_assert_eq!(&file.name(number), name);
                prop_assert_eq!(place.id, *id);
                // To 40 metres.
                prop_assert!((place.latitude - f64::from(*north) / 1e4).abs() < 4e-4);
                prop_assert!((place.longitude - f64::from(*east) / 1e4).abs() < 4e-4);
                let error = file.population_of(number).abs_diff(*inhabitants);
                prop_assert!(f64::from(error) <= f64::from(*inhabitants) / 2000.0);
                if let Some(key) = Key::of(name) {
                    let found = Named::Place { number, first_name: true };
                    prop_assert!(file.named(key).any(|named| named == found));
                }
            }
        }

        #[test]
        fn populations_are_nearly_kept(inhabitants in 0..100_000_000_u32) {
            let again = population(pack_population(inhabitants));
            prop_assert!(f64::from(again.abs_diff(inhabitants)) <= f64::from(inhabitants) / 2000.0);
        }
    }
}
