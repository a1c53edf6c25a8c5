//! Makes `src/gazetteer/gazetteer.bin` of the tables that `collect.py` wrote.
//!
//! `cargo run --release --features pack --example pack_gazetteer -- TABLES`

use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tables = std::env::args().nth(1).ok_or("which folder are the tables in?")?;
    let read = |name: &str| std::fs::read_to_string(Path::new(&tables).join(name));
    let packed = copydesk::gazetteer::pack::pack(&read("places.tsv")?, &read("areas.tsv")?);
    std::fs::write("src/gazetteer/gazetteer.bin", packed)?;
    Ok(())
}
