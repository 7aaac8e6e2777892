//! Lists that the operator loads: stores with special rates, and banned keywords.
//!
//! [`parse_list`] turns a file into entries and row faults; a [`ListReader`] does so in a process of its own. The lists in force are one immutable [`Lists`] behind a [`LiveLists`].
//! Each list has a date, which is shown with everything that is said from the list.

mod guess;
mod kind;
mod list;
mod read;
mod reader;

pub use guess::guess_kind;
pub use kind::{ListKind, UnknownList};
pub use list::{List, ListDifference, ListEntries, Lists, LiveLists};
pub use read::{
    ENDINGS, EntryProblem, ListRefusal, MOST_BYTES, MOST_ROWS, ParsedList, RowFault, date_in,
    has_known_ending, is_plausible_date, parse_list,
};
pub use reader::{ListReader, ReaderCommand, ReaderLimits, serve_request};
