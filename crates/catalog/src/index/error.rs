//! Errors of index files.

use std::io;

/// Why a file cannot be read as an index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The disk failed, or there is no file.
    #[error("the index could not be read: {}", .0.kind())]
    Unreadable(io::Error),
    /// It is another file, or an index that was not finished.
    #[error("the file is no index")]
    NotAnIndex,
    /// Another version of this program wrote it. The feed has to be imported again.
    #[error("the index has format {0}, which this version does not read")]
    OtherFormat(u32),
    /// A part of it differs from what was written.
    #[error("the index is damaged: its {0} are not what was written")]
    Damaged(&'static str),
}

impl From<io::Error> for IndexError {
    fn from(fault: io::Error) -> IndexError {
        match fault.kind() {
            // The end of the file is missing.
            io::ErrorKind::UnexpectedEof => IndexError::Damaged("lengths"),
            _ => fault.downcast().unwrap_or_else(IndexError::Unreadable),
        }
    }
}

/// Damage that was found while reading.
pub(super) fn damage_error(part: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, IndexError::Damaged(part))
}
