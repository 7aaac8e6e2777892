//! Which of the bot's messages answered which message, so that an edited message gets its answer edited.
//!
//! Contract. Holds message numbers only, and only those of the newest messages of a chat ([`kept_per_chat`]). A change survives the
//! death of the process at once, and a power cut a moment later.

use super::Stored;

/// The number of messages whose answers are remembered. Groups have more people. A message counts as new if an edit adds its first
/// product link soon enough; the number for groups is enough for all answers that Telegram permits within that time.
pub fn kept_per_chat(chat: i64) -> usize {
    if chat < 0 { 500 } else { 50 }
}

/// What more is known of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AnswerMark {
    #[default]
    None,
    /// Other publishers' links in the message were converted.
    ForeignConverted,
    /// The answer replaced the message.
    Reposted,
}

/// The messages that answered a message, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerRecord {
    pub answers: Vec<i32>,
    pub mark: AnswerMark,
}

pub trait AnswerStore: Send + Sync {
    /// Stores the record of `message`, in place of an earlier one, and drops the oldest records of the chat beyond
    /// [`kept_per_chat`].
    fn put(&self, chat: i64, message: i32, record: AnswerRecord) -> Stored<'_, ()>;

    /// The record of `message`, if it is still known.
    fn get(&self, chat: i64, message: i32) -> Stored<'_, Option<AnswerRecord>>;

    /// Forgets what answered `message`.
    fn remove(&self, chat: i64, message: i32) -> Stored<'_, ()>;
}

/// The questions that the bot's handlers ask of the answers. Cheap to clone.
#[derive(Clone)]
pub struct AnswerLog(pub(super) std::sync::Arc<dyn AnswerStore>);

impl AnswerLog {
    /// Remembers the messages that answered `message`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remember(&self, chat: i64, message: i32, answers: &[i32]) -> Result<(), super::StoreError> {
        // Only private chats have the mark that is to be kept.
        let mark = match chat > 0 && self.is_foreign_converted(chat, message).await? {
            true => AnswerMark::ForeignConverted,
            false => AnswerMark::None,
        };
        self.0.put(chat, message, AnswerRecord { answers: answers.to_vec(), mark }).await
    }

    /// Remembers that messages of the bot replaced `message`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remember_repost(
        &self,
        chat: i64,
        message: i32,
        reposts: &[i32],
    ) -> Result<(), super::StoreError> {
        let record = AnswerRecord { answers: reposts.to_vec(), mark: AnswerMark::Reposted };
        self.0.put(chat, message, record).await
    }

    /// Whether messages of the bot replaced `message`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_reposted(&self, chat: i64, message: i32) -> Result<bool, super::StoreError> {
        Ok(self.mark(chat, message).await? == AnswerMark::Reposted)
    }

    /// Remembers that other publishers' links in `message` were converted, so that they are converted also after edits and for its
    /// details. Does nothing for a message without a remembered answer.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn mark_foreign_converted(&self, chat: i64, message: i32) -> Result<(), super::StoreError> {
        match self.0.get(chat, message).await? {
            Some(record) if record.mark == AnswerMark::None => {
                let record = AnswerRecord { mark: AnswerMark::ForeignConverted, ..record };
                self.0.put(chat, message, record).await
            }
            _ => Ok(()),
        }
    }

    /// Whether other publishers' links in `message` were converted this time.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_foreign_converted(&self, chat: i64, message: i32) -> Result<bool, super::StoreError> {
        Ok(self.mark(chat, message).await? == AnswerMark::ForeignConverted)
    }

    /// The messages that answered `message`, in order; empty if they are not known any more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn answers_to(&self, chat: i64, message: i32) -> Result<Vec<i32>, super::StoreError> {
        Ok(self.0.get(chat, message).await?.unwrap_or_default().answers)
    }

    /// Whether `message` was answered.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_answered(&self, chat: i64, message: i32) -> Result<bool, super::StoreError> {
        Ok(self.0.get(chat, message).await?.is_some())
    }

    /// Forgets what answered `message`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget(&self, chat: i64, message: i32) -> Result<(), super::StoreError> {
        self.0.remove(chat, message).await
    }

    async fn mark(&self, chat: i64, message: i32) -> Result<AnswerMark, super::StoreError> {
        Ok(self.0.get(chat, message).await?.unwrap_or_default().mark)
    }
}
