//! Nearest neighbours among points that are taken away one by one: a k-d tree with counts of what is left.
//!
//! Points are split at the median of the widest side of their box; a node knows how many of its points are left and their box, so that a search passes over empty and distant nodes. Building O(N log N), a search or a removal near O(log N).
//! Equal distances go to the point that comes first in the tree, so many points in one place cost no more than others.
//!
//! Source: Bentley (1975), Communications of the ACM 18(9), 509–517, doi:10.1145/361002.361007.

/// How many points a leaf holds.
const LEAF: usize = 8;

/// Points in space.
#[derive(Clone, Debug)]
pub struct Neighbours<'a> {
    coordinates: &'a [&'a [f64]],
    /// Points in the order of the tree.
    order: Vec<u32>,
    /// Where each point stands in that order.
    place: Vec<u32>,
    left: Vec<bool>,
    nodes: Vec<Node>,
}

#[derive(Clone, Debug)]
struct Node {
    from: u32,
    to: u32,
    left: u32,
    /// The second child; the first follows its parent. 0 in a leaf.
    second: u32,
    low: Vec<f64>,
    high: Vec<f64>,
}

impl<'a> Neighbours<'a> {
    /// All points, given by columns of finite coordinates of one length.
    ///
    /// ```
    /// use minyi::select::neighbours::Neighbours;
    /// let mut points = Neighbours::new(&[&[0.0, 1.0, 3.0]]);
    /// assert_eq!(points.nearest(0), Some((1, 1.0)));
    /// points.remove(1);
    /// assert_eq!(points.nearest(0), Some((2, 9.0))); // squared distances
    /// ```
    pub fn new(coordinates: &'a [&'a [f64]]) -> Neighbours<'a> {
        let n = coordinates.first().map_or(0, |c| c.len());
        let mut tree = Neighbours { coordinates, order: (0..n as u32).collect(), place: vec![0; n], left: vec![true; n], nodes: Vec::new() };
        if n > 0 {
            tree.build(0, n);
        }
        (0..n).for_each(|k| tree.place[tree.order[k] as usize] = k as u32);
        tree
    }

    fn build(&mut self, from: usize, to: usize) -> u32 {
        let points = &self.order[from..to];
        let edge =
            |f: fn(f64, f64) -> f64, start: f64| self.coordinates.iter().map(|c| points.iter().fold(start, |m, i| f(m, c[*i as usize]))).collect::<Vec<f64>>();
        let (low, high) = (edge(f64::min, f64::INFINITY), edge(f64::max, f64::NEG_INFINITY));
        let widest = (0..low.len()).max_by(|&a, &b| (high[a] - low[a]).total_cmp(&(high[b] - low[b])));
        let at = self.nodes.len();
        self.nodes.push(Node { from: from as u32, to: to as u32, left: (to - from) as u32, second: 0, low, high });
        if to - from > LEAF
            && let Some(side) = widest
        {
            let middle = usize::midpoint(from, to);
            let column = self.coordinates[side];
            self.order[from..to].select_nth_unstable_by(middle - from, |a, b| column[*a as usize].total_cmp(&column[*b as usize]).then(a.cmp(b)));
            self.build(from, middle);
            let second = self.build(middle, to);
            self.nodes[at].second = second;
        }
        at as u32
    }

    /// Takes a point away.
    pub fn remove(&mut self, point: usize) {
        if !std::mem::replace(&mut self.left[point], false) {
            return;
        }
        let place = self.place[point];
        let mut at = 0;
        loop {
            self.nodes[at].left -= 1;
            let second = self.nodes[at].second as usize;
            if second == 0 {
                return;
            }
            at = if place < self.nodes[second].from { at + 1 } else { second };
        }
    }

    /// The nearest other point that is left, and the squared distance to it.
    pub fn nearest(&self, point: usize) -> Option<(usize, f64)> {
        self.nearest_of(point, 1).first().copied()
    }

    /// The `count` nearest other points that are left, with squared distances, the nearest first; fewer if there are no more.
    pub fn nearest_of(&self, point: usize, count: usize) -> Vec<(usize, f64)> {
        let mut found = Vec::with_capacity(count + 1);
        if !self.nodes.is_empty() {
            self.search(0, point, count, &mut found);
        }
        found
    }

    fn search(&self, at: usize, point: usize, count: usize, found: &mut Vec<(usize, f64)>) {
        let node = &self.nodes[at];
        let bound = |found: &[(usize, f64)]| if found.len() < count { f64::INFINITY } else { found[count - 1].1 };
        if node.second == 0 {
            for &i in &self.order[node.from as usize..node.to as usize] {
                let i = i as usize;
                if self.left[i] && i != point {
                    let d = self.distance(point, i);
                    if d < bound(found) {
                        found.insert(found.partition_point(|f| f.1 <= d), (i, d));
                        found.truncate(count);
                    }
                }
            }
            return;
        }
        let children = [at + 1, node.second as usize].map(|c| (self.to_box(point, c), c));
        let near_first = children[1].0 < children[0].0;
        for (d, child) in if near_first { [children[1], children[0]] } else { children } {
            if self.nodes[child].left > 0 && d < bound(found) {
                self.search(child, point, count, found);
            }
        }
    }

    /// The squared distance of two points.
    pub fn distance(&self, a: usize, b: usize) -> f64 {
        self.coordinates.iter().map(|c| (c[a] - c[b]) * (c[a] - c[b])).sum()
    }

    fn to_box(&self, point: usize, node: usize) -> f64 {
        let node = &self.nodes[node];
        let outside = |x: f64, low: f64, high: f64| (low - x).max(x - high).max(0.0);
        self.coordinates.iter().zip(node.low.iter().zip(&node.high)).map(|(c, (l, h))| outside(c[point], *l, *h).powi(2)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{below, fraction, stream};

    #[test]
    fn the_tree_finds_what_a_search_of_all_finds() {
        let mut rng = stream("tree", &[]);
        for grid in [false, true] {
            let mut x: Vec<Vec<f64>> = (0..2).map(|_| (0..300).map(|_| fraction(&mut rng)).collect()).collect();
            if grid {
                x.iter_mut().flatten().for_each(|x| *x = (*x * 5.0).floor());
            }
            let columns: Vec<&[f64]> = x.iter().map(Vec::as_slice).collect();
            let mut tree = Neighbours::new(&columns);
            let mut left: Vec<usize> = (0..300).collect();
            while left.len() > 2 {
                let gone = left.swap_remove(below(&mut rng, left.len() as u64) as usize);
                tree.remove(gone);
                let from = left[0];
                let mut all: Vec<f64> = left[1..].iter().map(|&i| tree.distance(from, i)).collect();
                all.sort_by(f64::total_cmp);
                let found: Vec<f64> = tree.nearest_of(from, 5).into_iter().map(|f| f.1).collect();
                assert_eq!(found, all[..all.len().min(5)]);
            }
        }
    }

    #[test]
    fn points_in_one_place_are_no_trouble() {
        let x = vec![1.0; 20_000];
        let columns: [&[f64]; 1] = [&x];
        let mut tree = Neighbours::new(&columns);
        for i in 0..19_999 {
            assert_eq!(tree.nearest(i).unwrap().1, 0.0);
            tree.remove(i);
        }
        assert_eq!(tree.nearest(19_999), None);
    }
}
