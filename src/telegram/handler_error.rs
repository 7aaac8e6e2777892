//! Why an update could not be answered.

use super::api::SendError;
use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum HandlerError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The answer could not be delivered.
    #[error(transparent)]
    Send(#[from] SendError),
}
