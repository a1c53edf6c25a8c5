//! Tables: what was read in many texts, as columns.

mod column;
mod corpus;
mod parts;
mod reading;
mod schema;
mod table;
mod values;

pub use corpus::{
    DuplicateRow, PassageRow, PlaceRow, RunRow, TextRow, duplicate_tables, passage_tables,
};
pub use parts::{PyTableParts, lists, tables};
pub use table::{_table_of, PyTable};

use pyo3::prelude::*;
use pyo3::types::PyDict;

pub use schema::VERSION;

use schema::Kind;

/// Tables of a kind, by name, as a class of `copydesk._tables`.
pub fn named_tables<'py>(
    py: Python<'py>,
    class: &str,
    tables: impl IntoIterator<Item = (&'static str, PyTable)>,
) -> PyResult<Bound<'py, PyAny>> {
    let named = PyDict::new(py);
    for (name, table) in tables {
        named.set_item(name, Bound::new(py, table)?)?;
    }
    py.import("copydesk._tables")?.getattr(class)?.call1((named,))
}

/// The columns of each table of a reading: its name, and what `Table.columns` says where ids are row numbers.
#[pyfunction]
pub fn table_columns(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let tables = PyDict::new(py);
    for kind in Kind::ALL {
        let table = PyTable::new(kind.schema(None), Vec::new());
        tables.set_item(kind.name(), table.columns(py)?)?;
    }
    Ok(tables)
}
