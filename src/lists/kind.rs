//! The kinds of lists.

use std::fmt;
use std::str::FromStr;

use dealink_program::StoreList;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ListKind {
    /// Stores with a rule of their own in the program.
    Stores(StoreList),
    /// Words that are forbidden in contextual advertising.
    BannedKeywords,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a list; one of: no_commission, non_affiliate, special_electronics, chuwi, banned_keywords"
)]
pub struct UnknownList(String);

const BANNED_KEYWORDS: &str = "banned_keywords";

impl ListKind {
    /// Every kind, in the order of display.
    pub fn all() -> impl Iterator<Item = ListKind> {
        StoreList::ALL.iter().map(|list| ListKind::Stores(*list)).chain([ListKind::BannedKeywords])
    }

    /// The name on the command line, in JSON and in stored records.
    pub fn name(self) -> &'static str {
        match self {
            ListKind::Stores(list) => list.name(),
            ListKind::BannedKeywords => BANNED_KEYWORDS,
        }
    }

    /// The key of its Fluent message.
    pub fn key(self) -> &'static str {
        match self {
            ListKind::Stores(list) => list.key(),
            ListKind::BannedKeywords => "lists-banned-keywords",
        }
    }
}

impl FromStr for ListKind {
    type Err = UnknownList;

    fn from_str(text: &str) -> Result<Self, UnknownList> {
        ListKind::all().find(|kind| kind.name() == text).ok_or_else(|| UnknownList(text.to_owned()))
    }
}

impl fmt::Display for ListKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
