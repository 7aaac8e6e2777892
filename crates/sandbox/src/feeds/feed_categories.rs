//! The dictionary of categories in a YML feed.

use std::collections::BTreeSet;

use super::text_output::{push_integer, push_xml_text};

/// Category paths with their parents. A category's number is its position plus 100.
pub(super) struct FeedCategories(Vec<(&'static str, Option<&'static str>)>);

impl FeedCategories {
    pub(super) fn new(shelves: impl Iterator<Item = &'static str>) -> FeedCategories {
        let (mut roots, mut leaves) = (BTreeSet::new(), BTreeSet::new());
        for shelf in shelves {
            match shelf.split_once(" > ") {
                Some((root, _)) => {
                    roots.insert((root, None));
                    leaves.insert((shelf, Some(root)));
                }
                None => drop(roots.insert((shelf, None))),
            }
        }
        FeedCategories(roots.into_iter().chain(leaves).collect())
    }

    pub(super) fn number(&self, shelf: &str) -> u64 {
        let at = self.0.iter().position(|(known, _)| std::ptr::eq(*known, shelf) || *known == shelf);
        100 + at.unwrap_or_default() as u64
    }

    pub(super) fn write(&self, out: &mut String) {
        out.push_str("<categories>");
        for (shelf, root) in &self.0 {
            out.push_str("<category id=\"");
            push_integer(out, self.number(shelf));
            if let Some(root) = root {
                out.push_str("\" parentId=\"");
                push_integer(out, self.number(root));
            }
            out.push_str("\">");
            push_xml_text(out, shelf.rsplit(" > ").next().unwrap_or_default());
            out.push_str("</category>");
        }
        out.push_str("</categories>\n");
    }
}
