//! `Table`.

use arrow_array::RecordBatch;
use arrow_schema::{DataType, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList, PyTuple};

use super::column::DESCRIPTION;
use super::schema::TABLE;
use super::values;
use crate::python::columns::capsule;
use crate::python::convert::FormatError;
use crate::render;

/// A table of results: columns in memory, as Arrow lays them out.
///
/// Every library that knows the Arrow PyCapsule interface takes one as it is, without a copy:
/// ``polars.DataFrame(table)``, ``pyarrow.table(table)``, a query of DuckDB. ``len`` is the number of rows.
///
/// Examples
/// --------
/// >>> import copydesk as cd
/// >>> tables = cd.Reader().tables(['LIMA (AP) - "It rains," Ana Ruiz said.', "Nothing new."])
/// >>> tables.quotes
/// Table('quotes', 1 row, 19 columns)
/// >>> tables.quotes.to_pydict()["speaker"]
/// ['Ana Ruiz']
#[pyclass(name = "Table", module = "copydesk", frozen)]
pub struct PyTable {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl PyTable {
    /// The table of some parts.
    pub fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

#[pymethods]
impl PyTable {
    /// What it is a table of: ``"quotes"``.
    #[getter]
    fn name(&self) -> &str {
        self.schema.metadata().get(TABLE).map_or("", String::as_str)
    }

    /// The names of its columns, in order.
    #[getter]
    fn column_names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.schema.fields().iter().map(|field| field.name()))
    }

    /// Its columns, in order, as a tuple of :class:`TableColumn`: what each is called, of which type it is,
    /// whether it may be null, and what it means.
    #[getter]
    pub fn columns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let class = py.import("copydesk._rows")?.getattr("TableColumn")?;
        let columns = self.schema.fields().iter().map(|field| {
            let about = field.metadata().get(DESCRIPTION).map_or("", String::as_str);
            class.call1((field.name(), type_name(field.data_type()), field.is_nullable(), about))
        });
        PyTuple::new(py, columns.collect::<PyResult<Vec<_>>>()?)
    }

    /// The table as a pandas data frame.
    ///
    /// Integers that may be missing are of pandas' ``Int64``, days of ``datetime64[s]``, lists are Python's.
    /// It is the same frame with PyArrow and without, but made faster with it.
    ///
    /// Returns
    /// -------
    /// pandas.DataFrame
    ///     One row for each row, with a new index.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     If pandas is not installed.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> frame = cd.Reader().tables(['"It rains," Ana Ruiz said.']).quotes.to_pandas()
    /// >>> frame.loc[0, "speaker"]
    /// 'Ana Ruiz'
    fn to_pandas<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("copydesk._frames")?.call_method1("to_pandas", (slf,))
    }

    /// The table as a Polars data frame.
    ///
    /// Returns
    /// -------
    /// polars.DataFrame
    ///     One row for each row.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     If Polars is not installed.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> frame = cd.Reader().tables(['"It rains," Ana Ruiz said.']).quotes.to_polars()
    /// >>> frame["speaker"].to_list()
    /// ['Ana Ruiz']
    fn to_polars<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("copydesk._frames")?.call_method1("to_polars", (slf,))
    }

    /// The table as a PyArrow table.
    ///
    /// Returns
    /// -------
    /// pyarrow.Table
    ///     The same memory.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     If PyArrow is not installed.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> cd.Reader().tables(['"It rains," Ana Ruiz said.']).quotes.to_pyarrow().num_rows
    /// 1
    fn to_pyarrow<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("copydesk._frames")?.call_method1("to_pyarrow", (slf,))
    }

    /// The table as a dictionary of lists, without any library.
    ///
    /// Returns
    /// -------
    /// dict of str to list
    ///     The values of each column.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> cd.Reader().tables(["Rain.", None], only=["stories"]).stories.to_pydict()["sentences"]
    /// [1, None]
    fn to_pydict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (number, field) in self.schema.fields().iter().enumerate() {
            let list = PyList::empty(py);
            for batch in &self.batches {
                let column = batch.column(number).as_ref();
                for row in 0..batch.num_rows() {
                    list.append(values::object(py, column, row)?)?;
                }
            }
            dict.set_item(field.name(), list)?;
        }
        Ok(dict)
    }

    /// The table as lines of JSON, without any library.
    ///
    /// Returns
    /// -------
    /// str
    ///     A line for each row, an object of all columns; null where there is nothing.
    ///
    /// Examples
    /// --------
    /// >>> import copydesk as cd
    /// >>> print(cd.Reader().tables(["It rains.\nIt rains."], only=["repeats"]).repeats.to_jsonl(), end="")
    fn to_jsonl(&self, py: Python<'_>) -> String {
        py.detach(|| {
            let mut lines = String::new();
            for batch in &self.batches {
                values::json_lines(batch, &mut lines);
            }
            lines
        })
    }

    /// Its schema, for other libraries: the Arrow PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        capsule::schema(py, &self.schema)
    }

    /// Its rows, for other libraries: the Arrow PyCapsule interface.
    ///
    /// The schema that is asked for is not looked at, as the interface allows: what comes is of the schema
    /// that the table has.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        capsule::stream(py, &self.schema, &self.batches)
    }

    fn __len__(&self) -> usize {
        self.rows()
    }

    fn __repr__(&self) -> String {
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let (rows, columns) = (self.rows(), self.schema.fields().len());
        let name = self.name();
        format!("Table('{name}', {rows} row{}, {columns} column{})", plural(rows), plural(columns))
    }

    /// Its first rows, for notebooks.
    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let names: Vec<&str> =
            self.schema.fields().iter().map(|field| field.name().as_str()).collect();
        let mut rows = Vec::new();
        'all: for batch in &self.batches {
            for row in 0..batch.num_rows() {
                if rows.len() == render::TABLE_ROWS {
                    break 'all;
                }
                let cells = batch.columns().iter().map(|column| {
                    let value = values::object(py, column.as_ref(), row)?;
                    let shown = || Ok(value.str()?.to_string_lossy().into_owned());
                    if value.is_none() { Ok(None) } else { shown().map(Some) }
                });
                rows.push(cells.collect::<PyResult<Vec<_>>>()?);
            }
        }
        Ok(render::table_html(&self.__repr__(), &names, &rows, self.rows()))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
        let py = slf.py();
        let restore = py.import("copydesk._frames")?.getattr("from_pyarrow")?;
        (restore, (Self::to_pyarrow(slf)?,)).into_pyobject(py)
    }
}

/// The table that another library has of one of ours: what unpickling does.
#[pyfunction]
pub fn _table_of(given: &Bound<'_, PyAny>) -> PyResult<PyTable> {
    let (schema, batches) = capsule::batches(given)?;
    if !schema.metadata().contains_key(TABLE) {
        return Err(FormatError::new_err("this is no table of copydesk's"));
    }
    Ok(PyTable { schema, batches })
}

/// A type as people write it.
fn type_name(data_type: &DataType) -> String {
    match data_type {
        DataType::Int64 => "int64".to_owned(),
        DataType::UInt64 => "uint64".to_owned(),
        DataType::Float64 => "float64".to_owned(),
        DataType::Boolean => "bool".to_owned(),
        DataType::LargeUtf8 => "string".to_owned(),
        DataType::Date32 => "date".to_owned(),
        DataType::List(item) => format!("list<{}>", type_name(item.data_type())),
        DataType::Struct(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|field| format!("{}: {}", field.name(), type_name(field.data_type())))
                .collect();
            format!("struct<{}>", fields.join(", "))
        }
        other => other.to_string(),
    }
}
