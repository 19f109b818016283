//! Rows to be summed, and the table of sums that they give.

/// The table: cells sorted by domain, then cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<T> {
    /// The number of columns summed.
    pub width: usize,
    /// Where each domain's cells begin; one more than domains.
    pub start: Vec<usize>,
    /// The cluster (of the last stage) of each cell.
    pub cluster: Vec<u32>,
    /// The sums, cell by cell.
    pub sums: Vec<T>,
}

/// The table of sums.
pub type Cells = Table<f64>;

/// Rows to sum: their clusters, weights and domains.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub leaf: &'a [u32],
    pub clusters: usize,
    pub weights: &'a [f64],
    pub codes: &'a [u32],
    pub domains: usize,
}

impl<T> Table<T> {
    /// The number of domains.
    pub fn domains(&self) -> usize {
        self.start.len() - 1
    }

    /// The clusters of a domain, ascending, and their sums.
    pub fn of(&self, domain: usize) -> (&[u32], &[T]) {
        let range = self.start[domain]..self.start[domain + 1];
        (&self.cluster[range.clone()], &self.sums[range.start * self.width..range.end * self.width])
    }
}
