//! The dictionary of categories in a YML feed.

use std::collections::BTreeSet;

use super::text_output::{push_integer, push_xml_text};

/// Category paths with their parents. A category's number is its position plus 100.
pub(super) struct FeedCategories(Vec<(&'static str, Option<&'static str>)>);

impl FeedCategories {
    pub(super) fn new(paths: impl Iterator<Item = &'static str>) -> FeedCategories {
        let (mut roots, mut leaves) = (BTreeSet::new(), BTreeSet::new());
        for path in paths {
            match path.split_once(" > ") {
                Some((root, _)) => {
                    roots.insert((root, None));
                    leaves.insert((path, Some(root)));
                }
                None => drop(roots.insert((path, None))),
            }
        }
        FeedCategories(roots.into_iter().chain(leaves).collect())
    }

    pub(super) fn number(&self, path: &str) -> u64 {
        let at = self.0.iter().position(|(known, _)| std::ptr::eq(*known, path) || *known == path);
        100 + at.unwrap_or_default() as u64
    }

    pub(super) fn write(&self, out: &mut String) {
        out.push_str("<categories>");
        for (path, root) in &self.0 {
            out.push_str("<category id=\"");
            push_integer(out, self.number(path));
            if let Some(root) = root {
                out.push_str("\" parentId=\"");
                push_integer(out, self.number(root));
            }
            out.push_str("\">");
            push_xml_text(out, path.rsplit(" > ").next().unwrap_or_default());
            out.push_str("</category>");
        }
        out.push_str("</categories>\n");
    }
}
