//! What the texts of a corpus are called: anything hashable, or the numbers of their rows.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use super::columns::{IdFeed, IdPart, objects};
use super::convert::{InputTypeError, InputValueError, type_name};

/// What texts are called.
pub enum Ids {
    /// By their rows.
    Rows,
    /// As the user says.
    Given {
        ids: Vec<Py<PyAny>>,
        /// The row of each.
        rows: Py<PyDict>,
    },
}

impl Ids {
    /// Those of an iterable, if one is given. One that comes twice, or cannot be a key, is an error.
    pub fn of(py: Python<'_>, given: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let Some(given) = given.filter(|given| !given.is_none()) else { return Ok(Self::Rows) };
        if given.is_instance_of::<PyString>() {
            return Err(InputTypeError::new_err("ids is a single str: pass a list of ids"));
        }
        let given = &objects("ids", given)?;
        let each = given.try_iter().map_err(|_| {
            InputTypeError::new_err(format!("ids must be an iterable, not {}", type_name(given)))
        })?;
        let (mut ids, rows) = (Vec::new(), PyDict::new(py));
        for (row, id) in each.enumerate() {
            let id = id?;
            if id.hash().is_err() {
                let message = format!("row {row}: an id must be hashable, not {}", type_name(&id));
                return Err(InputTypeError::new_err(message));
            }
            if let Some(before) = rows.get_item(&id)? {
                return Err(InputValueError::new_err(format!(
                    "row {row}: the id {} is that of row {before} already; ids must be different",
                    id.repr()?
                )));
            }
            rows.set_item(&id, row)?;
            ids.push(id.unbind());
        }
        Ok(Self::Given { ids, rows: rows.unbind() })
    }

    /// An error unless there are as many as texts.
    pub fn check(&self, texts: usize) -> PyResult<()> {
        match self {
            Self::Given { ids, .. } if ids.len() != texts => Err(InputValueError::new_err(
                format!("there are {} ids and {texts} texts: give one for each", ids.len()),
            )),
            _ => Ok(()),
        }
    }

    /// All of them as columns have them: integers, or strings.
    pub fn part(&self, py: Python<'_>) -> PyResult<IdPart> {
        match self {
            Self::Rows => Ok(IdPart::Rows(0)),
            Self::Given { ids, .. } => {
                let list = PyList::new(py, ids.iter().map(|id| id.bind(py)))?;
                let (part, taken) = IdFeed::of(Some(list.as_any()))?.take(py, ids.len());
                taken.map(|()| part)
            }
        }
    }

    /// What the text of a row is called.
    pub fn get<'py>(&self, py: Python<'py>, row: u32) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Self::Rows => Ok(row.into_pyobject(py)?.into_any()),
            Self::Given { ids, .. } => Ok(ids[row as usize].bind(py).clone()),
        }
    }

    /// The row of the text that is called so, of so many.
    pub fn row(&self, id: &Bound<'_, PyAny>, texts: usize) -> PyResult<usize> {
        let row = match self {
            Self::Rows => id.extract().ok().filter(|&row| row < texts),
            Self::Given { rows, .. } => {
                let row = rows.bind(id.py()).get_item(id).ok().flatten();
                row.map(|row| row.extract()).transpose()?
            }
        };
        row.ok_or_else(|| {
            let shown = id.repr().map_or_else(|_| "?".into(), |repr| repr.to_string());
            InputValueError::new_err(format!("no text is called {shown}"))
        })
    }
}
