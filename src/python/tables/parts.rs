//! Texts into tables: all at once, or part by part.

use std::sync::{Arc, Mutex};

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::reading::{Plan, list_schema};
use super::schema::Kind;
use super::{PyTable, named_tables};
use crate::Reader;
use crate::python::columns::{IdFeed, IdPart};
use crate::python::convert::{InputValueError, wrong_type};
use crate::python::feed::Chunk;
use crate::python::parts::{Parts, Request, for_one_thread};

/// What becomes of texts that cannot be read.
const UNREADABLE: [&str; 2] = ["is null in the tables", "are null in the tables"];

/// The tables that are wanted, of those that the reader fills.
fn plan(reader: Reader, only: Option<&Bound<'_, PyAny>>) -> PyResult<Plan> {
    let all = Plan::tables_of(reader);
    let Some(only) = only.filter(|only| !only.is_none()) else {
        return Ok(Plan::new(reader, all));
    };
    let rule = "only must be an iterable of names of tables";
    let one = only.is_instance_of::<PyString>();
    let names = only
        .try_iter()
        .ok()
        .filter(|_| !one)
        .ok_or_else(|| wrong_type(rule, only, if one { ": put it in a list" } else { "" }))?;
    let mut kinds = Vec::new();
    for name in names {
        let name = name?.str()?.to_string_lossy().into_owned();
        let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == name) else {
            let known = Kind::ALL.map(Kind::name).join("', '");
            return Err(InputValueError::new_err(format!(
                "only: there is no table {name:?}; there are '{known}'"
            )));
        };
        if !all.contains(&kind) {
            return Err(InputValueError::new_err(format!(
                "only: this reader reads no {name}: make one that does"
            )));
        }
        kinds.push(kind);
    }
    // In the order of the documentation, and each once.
    kinds.sort_unstable();
    kinds.dedup();
    if kinds.is_empty() {
        return Err(InputValueError::new_err("only names no table: leave it out for all of them"));
    }
    Ok(Plan::new(reader, kinds))
}

/// Tables that come part by part.
struct Reading {
    parts: Parts<Vec<RecordBatch>>,
    kinds: Vec<Kind>,
    schemas: Vec<SchemaRef>,
}

impl Reading {
    fn new(
        reader: Reader,
        request: &Request<'_, '_>,
        only: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let plan = plan(reader, only)?;
        let ids = IdFeed::of(request.ids)?;
        let schemas = plan.schemas(ids.data_type().as_ref());
        let kinds = plan.kinds().to_vec();
        let of_parts = schemas.clone();
        let read = move |chunk: &Chunk, ids: &IdPart| plan.read(chunk, ids, &of_parts);
        Ok(Self { parts: Parts::new(request, ids, UNREADABLE, read)?, kinds, schemas })
    }

    /// The tables of some parts.
    fn tables<'py>(
        &self,
        py: Python<'py>,
        mut batches: Vec<Vec<RecordBatch>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let tables =
            self.kinds.iter().zip(&self.schemas).enumerate().map(|(number, (kind, schema))| {
                let batches = batches.get_mut(number).map(std::mem::take).unwrap_or_default();
                (kind.name(), PyTable::new(Arc::clone(schema), batches))
            });
        named_tables(py, "StoryTables", tables)
    }
}

/// All texts, read into tables.
pub fn tables<'py>(
    py: Python<'py>,
    reader: Reader,
    request: &Request<'_, 'py>,
    only: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let mut reading = Reading::new(reader, request, only)?;
    let mut all: Vec<Vec<RecordBatch>> = vec![Vec::new(); reading.kinds.len()];
    while let Some(part) = reading.parts.next(py)? {
        for (batches, batch) in all.iter_mut().zip(part) {
            if batch.num_rows() > 0 {
                batches.push(batch);
            }
        }
    }
    reading.tables(py, all)
}

/// Texts, read into a column of lists: one for each text, with a struct for each quotation, or whatever the
/// table named has.
pub fn lists(
    py: Python<'_>,
    reader: Reader,
    request: &Request<'_, '_>,
    name: &Bound<'_, PyAny>,
) -> PyResult<PyTable> {
    let only = pyo3::types::PyTuple::new(py, [name])?;
    let plan = plan(reader, Some(only.as_any()))?;
    let schema = list_schema(plan.kinds()[0]);
    let read = move |chunk: &Chunk, _: &IdPart| plan.read_lists(chunk);
    let mut parts: Parts<ArrayRef> = Parts::new(request, IdFeed::Rows(0), UNREADABLE, read)?;
    let mut batches = Vec::new();
    while let Some(lists) = parts.next(py)? {
        let batch = RecordBatch::try_new(Arc::clone(&schema), vec![lists]);
        batches.push(batch.expect("the column is as its schema says"));
    }
    Ok(PyTable::new(schema, batches))
}

/// The iterator that `Reader.iter_tables` returns.
#[pyclass(name = "TableParts", module = "copydesk._core", frozen)]
pub struct PyTableParts(Mutex<Reading>);

impl PyTableParts {
    /// The tables of texts, part by part.
    pub fn new(
        reader: Reader,
        request: &Request<'_, '_>,
        only: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self(Mutex::new(Reading::new(reader, request, only)?)))
    }
}

#[pymethods]
impl PyTableParts {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let mut reading = for_one_thread(&self.0)?;
        let Some(part) = reading.parts.next(py)? else { return Ok(None) };
        let batches = part.into_iter().map(|batch| vec![batch]).collect();
        reading.tables(py, batches).map(Some)
    }
}
