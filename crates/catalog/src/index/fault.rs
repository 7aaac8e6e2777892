//! What can be wrong with an index.

use std::io;

/// Why a file is not read as an index.
#[derive(Debug, thiserror::Error)]
pub enum IndexFault {
    /// It could not be read at all.
    #[error("the index could not be read: {}", .0.kind())]
    Unreadable(io::Error),
    /// It is something else, or was never finished.
    #[error("the file is no index")]
    NoIndex,
    /// It was written by another version of this program.
    #[error("the index has format {0}; import the feed again")]
    Format(u32),
    /// A part of it is not what was written.
    #[error("the index is damaged: its {0} are not what was written")]
    Damaged(&'static str),
}

impl From<io::Error> for IndexFault {
    fn from(fault: io::Error) -> IndexFault {
        match fault.kind() {
            // What is missing at the end of a file was cut off.
            io::ErrorKind::UnexpectedEof => IndexFault::Damaged("lengths"),
            _ => fault.downcast().unwrap_or_else(IndexFault::Unreadable),
        }
    }
}

/// Damage that reading came upon.
pub(super) fn damaged(part: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, IndexFault::Damaged(part))
}
