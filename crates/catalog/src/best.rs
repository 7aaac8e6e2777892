//! The best of many, without keeping the others.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::reckon::Earning;

/// A product in the order of results: what brings most first, then the lowest id.
type Place = (Earning, Reverse<u64>);

/// Keeps the first so many places.
#[derive(Debug)]
pub(super) struct Best {
    most: usize,
    /// The worst of them on top.
    heap: BinaryHeap<Reverse<Place>>,
    /// What brings less is not among them.
    least: Earning,
}

impl Best {
    pub(super) fn new(most: usize) -> Best {
        Best { most, heap: BinaryHeap::new(), least: Earning::UNKNOWN }
    }

    pub(super) fn put(&mut self, earning: Earning, id: u64) {
        let place = (earning, Reverse(id));
        if self.heap.len() < self.most {
            self.heap.push(Reverse(place));
        } else if let Some(mut worst) = self.heap.peek_mut().filter(|worst| worst.0 < place) {
            *worst = Reverse(place);
        }
        if let Some(Reverse((worst, _))) = self.heap.peek().filter(|_| self.heap.len() == self.most) {
            self.least = *worst;
        }
    }

    /// What brings less is not wanted any more.
    #[inline]
    pub(super) fn least(&self) -> Earning {
        self.least
    }

    /// What they bring and their ids, in no order.
    pub(super) fn places(self) -> impl Iterator<Item = (Earning, u64)> {
        self.heap.into_iter().map(|Reverse((earning, Reverse(id)))| (earning, id))
    }
}
