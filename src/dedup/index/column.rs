//! Numbers in a row: in memory, or in a file that is mapped.

use std::marker::PhantomData;
use std::ops::{Deref, Range};
use std::sync::Arc;

use bytemuck::Pod;
use memmap2::Mmap;

/// Numbers in a row.
pub(super) enum Column<T> {
    Owned(Vec<T>),
    Mapped(Mapped<T>),
}

/// A part of a mapped file that is known to hold numbers of this kind.
pub(super) struct Mapped<T> {
    file: Arc<Mmap>,
    bytes: Range<usize>,
    kind: PhantomData<T>,
}

impl<T: Pod> Column<T> {
    /// The numbers in these bytes of a file; `None` if they are no whole number of them, or stand where
    /// none can.
    pub(super) fn mapped(file: &Arc<Mmap>, bytes: Range<usize>) -> Option<Self> {
        bytemuck::try_cast_slice::<u8, T>(file.get(bytes.clone())?).ok()?;
        Some(Self::Mapped(Mapped { file: Arc::clone(file), bytes, kind: PhantomData }))
    }

    /// The numbers as bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }

    /// How many bytes of memory it holds; those of a file are not its own.
    pub(super) fn memory(&self) -> usize {
        match self {
            Self::Owned(numbers) => numbers.capacity() * size_of::<T>(),
            Self::Mapped(_) => 0,
        }
    }
}

impl<T: Pod> Deref for Column<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Owned(numbers) => numbers,
            Self::Mapped(Mapped { file, bytes, .. }) => bytemuck::cast_slice(&file[bytes.clone()]),
        }
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self::Owned(Vec::new())
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(numbers: Vec<T>) -> Self {
        Self::Owned(numbers)
    }
}
