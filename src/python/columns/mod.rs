//! Columns of other libraries: texts, days and ids that come as Arrow arrays.

pub mod capsule;
mod cursor;
mod days;
mod ids;
mod strings;

pub use cursor::{Cursor, ended};
pub use days::{Days, column_of_days, days, is_one};
pub use ids::{IdFeed, IdPart, objects};
pub use strings::{Slice, Strings, column_of_strings, strings};
