//! The dictionary of categories in a YML feed.

use std::collections::BTreeSet;
use std::fmt::{self, Display};

use super::super::shop::SHOP;
use super::text_output::{between, xml_text};

/// Category paths with their parents. A category's number is its position plus 100.
pub(super) struct FeedCategories(Vec<(&'static str, Option<&'static str>)>);

impl FeedCategories {
    /// The categories of the shop, and these.
    pub(super) fn new(more: impl Iterator<Item = &'static str>) -> FeedCategories {
        let (mut roots, mut leaves) = (BTreeSet::new(), BTreeSet::new());
        for path in SHOP.categories.iter().map(|category| category.path.as_str()).chain(more) {
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
        let at = self.0.iter().position(|(known, _)| *known == path);
        100 + at.unwrap_or_default() as u64
    }
}

impl Display for FeedCategories {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<categories>")?;
        for (path, root) in &self.0 {
            let (id, parent) = (self.number(path), root.map(|root| self.number(root)));
            let parent = between("\" parentId=\"", parent, "");
            let name = xml_text(path.rsplit(" > ").next().unwrap_or_default());
            write!(f, "<category id=\"{id}{parent}\">{name}</category>")?;
        }
        f.write_str("</categories>\n")
    }
}
