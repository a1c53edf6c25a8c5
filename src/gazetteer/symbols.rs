//! Names in about half their bytes: the strings that come often have a byte of their own.
//!
//! After FSST (Boncz, Neumann, Leis: FSST: Fast Random Access String Compression, VLDB 2020): any
//! name can be read alone, and reading is a copy per symbol.

/// Bytes of the longest symbol.
pub(super) const LONGEST: usize = 8;
/// The byte that says: the next one stands for itself.
pub(super) const ESCAPE: u8 = 255;
/// Bytes that a table of symbols takes: a length and the symbol, for each byte but the escape.
pub(super) const TABLE_BYTES: usize = ESCAPE as usize * (1 + LONGEST);

/// Appends the name that `coded` stands for.
pub(super) fn decode(table: &[u8], coded: &[u8], out: &mut Vec<u8>) {
    let mut rest = coded.iter();
    while let Some(&code) = rest.next() {
        if code == ESCAPE {
            out.extend(rest.next());
        } else {
            let symbol = &table[usize::from(code) * (1 + LONGEST)..][..=LONGEST];
            // All eight at once, and no more kept than it has.
            let end = out.len() + usize::from(symbol[0]);
            out.extend_from_slice(&symbol[1..]);
            out.truncate(end);
        }
    }
}
