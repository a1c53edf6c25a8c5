//! An index as a file.
//!
//! A head says what it is, how long it is and where each column stands; then the columns, each at a multiple
//! of 64 bytes; then a checksum (CRC-32) for each mebibyte before. Numbers are little-endian. A file
//! is written beside its place and then renamed, so that its place never holds half of one.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use bytemuck::Pod;
use memmap2::Mmap;
use rayon::prelude::*;

use super::base::{Base, Glance};
use super::column::Column;
use super::id::Id;
use crate::dedup::duplicates::{Options, Relation};
use crate::{Error, Result};

/// No text begins so.
const MAGIC: &[u8; 8] = b"\x93copydk\n";
/// What the file holds, and in which form. It changes with the columns, with the hashes of words and
/// shingles, and with how sketches are made.
const VERSION: u32 = 1;
const COLUMNS: usize = 14;
/// Magic, version, columns; options; length; where each column begins and ends.
const HEAD: usize = 16 + 24 + 8 + 16 * COLUMNS;
const ALIGNMENT: usize = 64;
/// Each so many bytes have a checksum.
const BLOCK: usize = 1 << 20;
const NO_WINDOW: u32 = u32::MAX;

/// Writes a base and what it takes for duplicates to a file.
pub(super) fn save(base: &Base, options: &Options, path: &Path) -> Result<()> {
    if cfg!(target_endian = "big") {
        let what = "indexes are saved on little-endian machines only";
        return Err(Error::file(what, ErrorKind::Unsupported));
    }
    let told = |error: io::Error| {
        let what = format!("the index could not be saved to {}: {error}", path.display());
        Error::file(what, error.kind())
    };
    put(base, options, path).map_err(told)
}

fn put(base: &Base, options: &Options, path: &Path) -> io::Result<()> {
    // What a link points to is replaced, not the link; and nothing that is no file.
    let known = fs::metadata(path).ok();
    let path = &if known.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
    if known.as_ref().is_some_and(|known| !known.is_file()) {
        return Err(io::Error::new(ErrorKind::InvalidInput, "what is there is no file"));
    }
    let beside = beside(path)?;
    let written = write(base, options, &beside)
        .and_then(|()| known.map_or(Ok(()), |it| fs::set_permissions(&beside, it.permissions())))
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written?;
    // The name too is to outlast a power cut, where folders can be synchronised.
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

/// A name beside a file, of this process and this call alone.
fn beside(path: &Path) -> io::Result<PathBuf> {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    if path.file_name().is_none() {
        return Err(io::Error::new(ErrorKind::InvalidInput, "it names no file"));
    }
    let call = CALLS.fetch_add(1, Relaxed);
    Ok(path.with_file_name(format!(".copydesk-{}-{call}.part", std::process::id())))
}

fn write(base: &Base, options: &Options, path: &Path) -> io::Result<()> {
    let columns = bytes(base);
    let mut ends = Vec::with_capacity(2 * COLUMNS);
    let mut length = HEAD;
    for column in columns {
        length = length.next_multiple_of(ALIGNMENT);
        ends.extend([length as u64, (length + column.len()) as u64]);
        length += column.len();
    }
    let mut head = Vec::with_capacity(HEAD);
    head.extend_from_slice(MAGIC);
    head.extend_from_slice(&VERSION.to_le_bytes());
    head.extend_from_slice(&(COLUMNS as u32).to_le_bytes());
    let relations: u32 = options.relations.iter().map(|&relation| 1 << bit(relation)).sum();
    let window = options.window.unwrap_or(NO_WINDOW);
    for number in [options.threshold.to_bits(), relations, window, options.min_words, 0, 0] {
        head.extend_from_slice(&number.to_le_bytes());
    }
    head.extend_from_slice(&(length as u64).to_le_bytes());
    for end in &ends {
        head.extend_from_slice(&end.to_le_bytes());
    }
    let mut out =
        Summed { out: BufWriter::new(File::create(path)?), sums: Vec::new(), block: None, at: 0 };
    out.write(&head)?;
    for (column, ends) in columns.iter().zip(ends.chunks(2)) {
        out.write(&[0; ALIGNMENT][..ends[0] as usize - out.at])?;
        out.write(column)?;
    }
    out.finish()
}

fn bit(relation: Relation) -> usize {
    Relation::ALL.iter().position(|&known| known == relation).expect("one of all")
}

/// Writes and sums up.
struct Summed {
    out: BufWriter<File>,
    sums: Vec<u32>,
    block: Option<crc32fast::Hasher>,
    at: usize,
}

impl Summed {
    fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.at % BLOCK));
            self.block.get_or_insert_default().update(now);
            self.out.write_all(now)?;
            self.at += now.len();
            if self.at.is_multiple_of(BLOCK) {
                self.sums.extend(self.block.take().map(crc32fast::Hasher::finalize));
            }
            bytes = later;
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.sums.extend(self.block.take().map(crc32fast::Hasher::finalize));
        for sum in &self.sums {
            self.out.write_all(&sum.to_le_bytes())?;
        }
        self.out.into_inner()?.sync_all()
    }
}

/// The columns, in the order of the file.
fn bytes(base: &Base) -> [&[u8]; COLUMNS] {
    [
        base.contents.bytes(),
        base.starts.bytes(),
        base.codes.bytes(),
        base.glances.bytes(),
        base.by_content.bytes(),
        base.postings.bytes(),
        base.directory.bytes(),
        base.entry_starts.bytes(),
        base.text_entries.bytes(),
        base.entry_texts.bytes(),
        base.days.bytes(),
        base.id_starts.bytes(),
        base.id_bytes.bytes(),
        base.by_id.bytes(),
    ]
}

/// Maps a file that was saved.
pub(super) fn open(path: &Path) -> Result<(Base, Options)> {
    let shown = path.display();
    let told = |error: io::Error| {
        Error::file(format!("the index {shown} could not be opened: {error}"), error.kind())
    };
    let file = File::open(path).map_err(told)?;
    if !file.metadata().map_err(told)?.is_file() {
        let what = format!("the index {shown} could not be opened: it is no file");
        return Err(Error::file(what, ErrorKind::InvalidInput));
    }
    let file = map(&file).map_err(told)?;
    read(&Arc::new(file))
        .map_err(|why| Error::format(format!("{shown} is no index to open: {why}")))
}

/// Maps a file into memory.
#[allow(unsafe_code)]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: a mapped file must not change. `save` never writes into a file that is there, it puts a new
    // one in its place; that others leave it alone is said in the documentation.
    unsafe { Mmap::map(file) }
}

/// The base in a file, or why there is none.
fn read(file: &Arc<Mmap>) -> std::result::Result<(Base, Options), String> {
    if file.len() < HEAD || &file[..8] != MAGIC {
        return Err("it is not one".into());
    }
    let number = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().expect("four bytes"));
    let large = |at: usize| u64::from_le_bytes(file[at..at + 8].try_into().expect("eight bytes"));
    if number(8) != VERSION {
        return Err(format!(
            "it is of version {}, and this copydesk reads version {VERSION}: index the texts again",
            number(8)
        ));
    }
    let length = usize::try_from(large(40)).unwrap_or(usize::MAX);
    let sums = length.div_ceil(BLOCK);
    if number(12) != COLUMNS as u32 || length.checked_add(4 * sums) != Some(file.len()) {
        return Err("it is not as long as it should be: it was cut off, or changed".into());
    }
    let (columns, sums) = file.split_at(length);
    let sound = columns
        .par_chunks(BLOCK)
        .zip(sums.par_chunks(4))
        .all(|(block, sum)| crc32fast::hash(block).to_le_bytes() == sum);
    if !sound {
        return Err("its checksums are wrong: it was damaged".into());
    }
    if cfg!(target_endian = "big") {
        return Err("it can be read on little-endian machines only".into());
    }
    let mut next = 0;
    let mut place = || {
        let at = HEAD - 16 * COLUMNS + 16 * next;
        next += 1;
        (large(at) as usize)..(large(at + 8) as usize)
    };
    let base = Base {
        contents: column(file, place())?,
        starts: column(file, place())?,
        codes: column(file, place())?,
        glances: column(file, place())?,
        by_content: column(file, place())?,
        postings: column(file, place())?,
        directory: column(file, place())?,
        entry_starts: column(file, place())?,
        text_entries: column(file, place())?,
        entry_texts: column(file, place())?,
        days: column(file, place())?,
        id_starts: column(file, place())?,
        id_bytes: column(file, place())?,
        by_id: column(file, place())?,
    };
    check(&base).ok_or("its parts do not fit together")?;
    let relations = Relation::ALL.into_iter().filter(|&it| number(20) >> bit(it) & 1 == 1);
    let options = Options {
        threshold: f32::from_bits(number(16)),
        relations: relations.collect(),
        window: Some(number(24)).filter(|&days| days != NO_WINDOW),
        min_words: number(28),
    };
    options.check().map_err(|error| error.to_string())?;
    Ok((base, options))
}

fn column<T: Pod>(
    file: &Arc<Mmap>,
    place: std::ops::Range<usize>,
) -> std::result::Result<Column<T>, String> {
    Column::mapped(file, place).ok_or_else(|| "its parts do not fit together".into())
}

/// Whether nothing in it points anywhere else.
fn check(base: &Base) -> Option<()> {
    let (texts, entries) = (base.texts(), base.entries());
    let ends = |starts: &[u64], number: usize, end: usize| {
        // An index of nothing has no starts at all.
        (starts.is_empty() && number == 0 && end == 0)
            || starts.len() == number + 1
                && starts[0] == 0
                && starts[number] == end as u64
                && starts.par_windows(2).all(|pair| pair[0] <= pair[1])
    };
    let below = |numbers: &[u32], end: usize| numbers.par_iter().all(|&it| (it as usize) < end);
    let packed = |numbers: &[u64], end: usize| {
        numbers.par_iter().all(|&it| (it as u32 as usize) < end)
            && numbers.par_windows(2).all(|pair| pair[0] <= pair[1])
    };
    let drawers = base.directory.len().saturating_sub(1);
    let entry_starts: &[u32] = &base.entry_starts;
    let sound = ends(&base.starts, texts, base.codes.len())
        && ends(&base.id_starts, entries, base.id_bytes.len())
        && ends(&base.directory, drawers, base.postings.len())
        && (base.directory.is_empty() || drawers.is_power_of_two() && drawers > 1)
        && base.glances.len() == texts * size_of::<Glance>() / size_of::<u32>()
        && base.by_content.len() == texts
        && packed(&base.by_content, texts)
        && packed(&base.postings, texts)
        && base.by_id.len() == entries
        && packed(&base.by_id, entries)
        && base.days.len() == entries
        && below(&base.entry_texts, texts)
        && base.text_entries.len() == entries
        && below(&base.text_entries, entries)
        && (entry_starts.is_empty() && texts == 0
            || entry_starts.len() == texts + 1
                && entry_starts[texts] as usize == entries
                && entry_starts.par_windows(2).all(|pair| pair[0] <= pair[1]))
        && (0..entries as u32)
            .into_par_iter()
            .all(|entry| Id::read(base.id_bytes(entry)).is_some());
    sound.then_some(())
}
