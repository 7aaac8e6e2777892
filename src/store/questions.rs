//! The question that the bot asked each person last.
//!
//! Contract. A change survives the death of the process at once, and a power cut a moment later.

use super::Stored;
use crate::settings::PendingQuestion;

pub trait QuestionStore: Send + Sync {
    /// Stores the question, in place of an earlier one.
    fn put(&self, person: u64, question: PendingQuestion) -> Stored<'_, ()>;

    fn get(&self, person: u64) -> Stored<'_, Option<PendingQuestion>>;

    fn remove(&self, person: u64) -> Stored<'_, ()>;
}
