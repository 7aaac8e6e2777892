//! The tree of categories that a YML file defines: numbers, names and parents.

use std::collections::HashMap;

/// More categories than any catalogue has.
const MOST: usize = 100_000;
/// The most names of a path.
const DEEPEST: usize = 12;
/// All names and paths together, in bytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Categories beyond the limits are left out.
#[derive(Debug, Default)]
pub(super) struct CategoryTree {
    known: HashMap<Box<str>, CategoryNode>,
    bytes: usize,
}

#[derive(Debug)]
struct CategoryNode {
    name: Box<str>,
    parent: Box<str>,
    path: Option<Box<str>>,
}

impl CategoryTree {
    pub(super) fn add(&mut self, id: &str, parent: &str, name: &str) {
        let bytes = id.len() + parent.len() + name.len();
        if id.is_empty() || name.is_empty() || self.known.len() >= MOST || self.bytes + bytes > MOST_BYTES {
            return;
        }
        self.bytes += bytes;
        self.known.insert(id.into(), CategoryNode { name: name.into(), parent: parent.into(), path: None });
    }

    /// The names from the root to this category, with ` > ` between them. A circle is cut.
    pub(super) fn path(&mut self, id: &str) -> Option<&str> {
        if self.known.get(id)?.path.is_none() {
            let path = self.build_path(id)?;
            let fits = self.bytes + path.len() <= MOST_BYTES;
            self.bytes += if fits { path.len() } else { 0 };
            let category = self.known.get_mut(id)?;
            category.path = Some(if fits { path.into() } else { category.name.clone() });
        }
        self.known.get(id)?.path.as_deref()
    }

    fn build_path(&self, id: &str) -> Option<String> {
        let mut names = Vec::new();
        let (mut at, mut next) = (self.known.get(id), id);
        while let Some(category) = at.filter(|_| names.len() < DEEPEST) {
            names.push(&*category.name);
            if category.parent.is_empty() || *category.parent == *next || *category.parent == *id {
                break;
            }
            next = &category.parent;
            at = self.known.get(next);
        }
        names.reverse();
        Some(names.join(" > "))
    }
}
