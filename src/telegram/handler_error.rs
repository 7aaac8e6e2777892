//! Why an update could not be answered.

use super::api::SendError;
use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum HandlerError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Send(#[from] SendError),
}

/// The result of a handler, and of what it calls.
pub type Result<T, E = HandlerError> = std::result::Result<T, E>;
