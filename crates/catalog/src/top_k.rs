//! Keeps the best of many products without storing the others.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::ranking::Score;

/// A product in the order of results: the highest score first, then the lowest id.
type Ranked = (Score, Reverse<u64>);

/// Keeps the first `limit` products.
#[derive(Debug)]
pub(super) struct TopK {
    limit: usize,
    /// The worst of them is on top.
    heap: BinaryHeap<Reverse<Ranked>>,
    /// A product with a lower score is not among them.
    lowest_wanted: Score,
}

impl TopK {
    pub(super) fn new(limit: usize) -> TopK {
        TopK { limit, heap: BinaryHeap::new(), lowest_wanted: Score::UNKNOWN }
    }

    pub(super) fn insert(&mut self, earning: Score, id: u64) {
        let place = (earning, Reverse(id));
        if self.heap.len() < self.limit {
            self.heap.push(Reverse(place));
        } else if let Some(mut worst) = self.heap.peek_mut().filter(|worst| worst.0 < place) {
            *worst = Reverse(place);
        }
        if let Some(Reverse((worst, _))) = self.heap.peek().filter(|_| self.heap.len() == self.limit) {
            self.lowest_wanted = *worst;
        }
    }

    /// A product with a lower score need not be inserted.
    #[inline]
    pub(super) fn lowest_wanted(&self) -> Score {
        self.lowest_wanted
    }

    /// Scores and ids, in no order.
    pub(super) fn into_ranked(self) -> impl Iterator<Item = (Score, u64)> {
        self.heap.into_iter().map(|Reverse((earning, Reverse(id)))| (earning, id))
    }
}
