//! Texts that are remembered, not copied: to be shown, or read once more.

use pyo3::prelude::*;
use pyo3::types::PyString;

use super::columns::Slice;
use super::convert::copied;

/// Texts as they came: Python's objects, or parts of columns.
#[derive(Default)]
pub struct KeptTexts {
    /// By the row of the first text of each.
    parts: Vec<(usize, Part)>,
    rows: usize,
}

enum Part {
    Objects(Vec<Option<Py<PyString>>>),
    Column(Slice),
}

impl KeptTexts {
    /// One text more.
    pub fn push(&mut self, text: Option<Py<PyString>>) {
        if let Some((_, Part::Objects(texts))) = self.parts.last_mut() {
            texts.push(text);
        } else {
            self.parts.push((self.rows, Part::Objects(vec![text])));
        }
        self.rows += 1;
    }

    /// All texts of a part of a column.
    pub fn push_column(&mut self, slice: &Slice) {
        self.parts.push((self.rows, Part::Column(slice.clone())));
        self.rows += slice.len();
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// The part of a row, and the row in it.
    fn part(&self, row: usize) -> Option<(&Part, usize)> {
        let next = self.parts.partition_point(|(first, _)| *first <= row);
        let (first, part) = self.parts.get(next.checked_sub(1)?)?;
        Some((part, row - first))
    }

    /// Whether a row has a text.
    pub fn has(&self, row: usize) -> bool {
        self.part(row).is_some_and(|(part, row)| match part {
            Part::Objects(texts) => texts.get(row).is_some_and(Option::is_some),
            Part::Column(slice) => row < slice.len() && slice.get(row).is_some(),
        })
    }

    /// A copy of the text of a row.
    pub fn copy(&self, py: Python<'_>, row: usize) -> Option<String> {
        let (part, row) = self.part(row)?;
        match part {
            Part::Objects(texts) => copied(texts.get(row)?.as_ref()?.bind(py)),
            Part::Column(slice) => (row < slice.len()).then(|| slice.get(row))?.map(str::to_owned),
        }
    }

    /// The text of a row as Python has it.
    pub fn object<'py>(&self, py: Python<'py>, row: usize) -> Option<Bound<'py, PyString>> {
        match self.part(row)? {
            (Part::Objects(texts), row) => Some(texts.get(row)?.as_ref()?.bind(py).clone()),
            _ => Some(PyString::new(py, &self.copy(py, row)?)),
        }
    }
}
