//! Numbers for the names of categories, so that a row needs two bytes for its category.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use super::varint::{read_length, split_bytes, write_varint};

/// The number of no category, and of categories beyond the limits.
pub(super) const NO_CATEGORY: u16 = 0xFFFF;
/// Bytes of all names together; names beyond them have no number. Few in tests, so that they reach the limit.
const MOST_BYTES: usize = if cfg!(test) { 4 << 10 } else { 4 << 20 };

/// Gives numbers to names.
#[derive(Debug, Default)]
pub(super) struct CategoryNumbers {
    /// The last number: neighbouring rows are often of one category.
    last: u16,
    numbers: HashMap<Box<str>, u16, FxBuildHasher>,
    names: Vec<Box<str>>,
    bytes: usize,
}

impl CategoryNumbers {
    /// [`NO_CATEGORY`] for an empty name and for names beyond the limits.
    pub(super) fn number_of(&mut self, name: &str) -> u16 {
        if self.names.get(usize::from(self.last)).is_some_and(|last| **last == *name) {
            return self.last;
        }
        if let Some(number) = self.numbers.get(name) {
            self.last = *number;
            return *number;
        }
        let number = self.names.len() as u16;
        if name.is_empty() || number == NO_CATEGORY || self.bytes + name.len() > MOST_BYTES {
            return NO_CATEGORY;
        }
        self.bytes += name.len();
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    /// The names from this number on.
    pub(super) fn names_from(&self, number: usize) -> &[Box<str>] {
        self.names.get(number..).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.bytes + self.names.len() * 2);
        for name in &self.names {
            write_varint(name.len() as u64, &mut bytes);
            bytes.extend_from_slice(name.as_bytes());
        }
        bytes
    }
}

/// Reads the bytes of [`CategoryNumbers::to_bytes`].
pub(super) fn parse_category_names(mut bytes: &[u8]) -> Option<Vec<Box<str>>> {
    let mut names = Vec::new();
    while !bytes.is_empty() {
        let length = read_length(&mut bytes)?;
        names.push(std::str::from_utf8(split_bytes(&mut bytes, length)?).ok()?.into());
    }
    (names.len() <= usize::from(NO_CATEGORY)).then_some(names)
}
