//! Which row of its file each row of a table is: the header is row 1, and rows that hold nothing are counted though they are not read.

use std::sync::Arc;

/// The file rows of a table's rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct FileRows {
    /// Rows of the file before a part of it that was read.
    before: usize,
    /// Where the rows do not follow one another: the row of each.
    listed: Option<Arc<Vec<u64>>>,
}

impl FileRows {
    /// Rows that follow one another, after `before` rows of the same file.
    pub(crate) fn after(before: usize) -> FileRows {
        FileRows { before, listed: None }
    }

    /// These rows; rows that follow one another from row 2 need no list.
    pub(crate) fn listed(rows: Vec<u64>) -> FileRows {
        if rows.iter().zip(2..).all(|(row, expected)| *row == expected) { FileRows::default() } else { FileRows { before: 0, listed: Some(Arc::new(rows)) } }
    }

    /// The file row of the row at this index.
    pub(crate) fn at(&self, index: usize) -> u64 {
        match &self.listed {
            Some(rows) => rows.get(index).copied().unwrap_or(index as u64 + 2),
            None => (index + self.before) as u64 + 2,
        }
    }

    /// The same for some rows only.
    pub(crate) fn taken(&self, rows: &[u32]) -> FileRows {
        FileRows::listed(rows.iter().map(|r| self.at(*r as usize)).collect())
    }

    /// The same without the first rows.
    pub(crate) fn without_first(&self, gone: usize, rows: usize) -> FileRows {
        FileRows::listed((gone..rows).map(|i| self.at(i)).collect())
    }
}
