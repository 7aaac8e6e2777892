//! Lists that the operator loads: stores that are paid otherwise, and banned keywords. Pure.
//!
//! [`parse_list`] turns a file into entries and faults with their lines; what is in force is one immutable [`Lists`] behind a
//! [`LiveLists`], which the whole bot shares. Each list has a date, and nothing is said from it without that date.

mod guess;
mod kind;
mod list;
mod live;
mod read;

pub use guess::guess_kind;
pub use kind::{ListKind, UnknownList};
pub use list::{List, ListDifference, ListEntries};
pub use live::{Lists, LiveLists};
pub use read::{
    ENDINGS, ListRefusal, MOST_BYTES, MOST_ROWS, ParsedList, RowFault, date_in, has_known_ending,
    is_plausible_date, parse_list, too_large,
};
