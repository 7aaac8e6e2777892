//! Which products may be in several feeds, so that a search counts them once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io;

use super::index::Index;

/// Bits for each product that is in several feeds.
const BITS: u64 = 8;

/// A set with every id that is in several feeds and, by chance, a few other ids. Takes a byte for each id.
#[derive(Debug)]
pub(super) struct SharedIds {
    bits: Vec<u64>,
    /// One less than the number of bits, which is a power of two; 0 if no id is shared.
    mask: u64,
}

impl SharedIds {
    /// The ids that are in more than one of these indexes.
    pub(super) fn collect<'a>(indexes: impl Iterator<Item = &'a Index> + Clone) -> io::Result<SharedIds> {
        let mut count = 0;
        for_each_shared(indexes.clone(), |_| count += 1)?;
        if count == 0 {
            return Ok(SharedIds { bits: Vec::new(), mask: 0 });
        }
        let bits = (count * BITS).next_power_of_two().max(64);
        let mut shared = SharedIds { bits: vec![0; (bits / 64) as usize], mask: bits - 1 };
        for_each_shared(indexes, |id| {
            let bit = shared.bit(id);
            shared.bits[(bit / 64) as usize] |= 1 << (bit % 64);
        })?;
        Ok(shared)
    }

    /// Whether an id may be in several feeds. `false` is certain.
    #[inline]
    pub(super) fn may_contain(&self, id: u64) -> bool {
        let bit = self.bit(id);
        self.bits.get((bit / 64) as usize).is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }

    #[inline]
    fn bit(&self, id: u64) -> u64 {
        (id.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 24) & self.mask
    }
}

/// Gives each id that is in more than one index to `each`, once.
fn for_each_shared<'a>(
    indexes: impl Iterator<Item = &'a Index>,
    mut each: impl FnMut(u64),
) -> io::Result<()> {
    let mut all: Vec<_> = indexes.map(Index::ids).collect();
    let mut heap = BinaryHeap::with_capacity(all.len());
    for (nth, ids) in all.iter_mut().enumerate() {
        heap.extend(ids.next()?.map(|id| Reverse((id, nth))));
    }
    let (mut last, mut given) = (None, None);
    while let Some(mut lowest) = heap.peek_mut() {
        let Reverse((id, nth)) = *lowest;
        match all[nth].next()? {
            Some(next) => *lowest = Reverse((next, nth)),
            None => drop(std::collections::binary_heap::PeekMut::pop(lowest)),
        }
        if last == Some(id) && given != Some(id) {
            given = Some(id);
            each(id);
        }
        last = Some(id);
    }
    Ok(())
}
