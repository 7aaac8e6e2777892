//! A question of the bot that the person's next message may answer.
//!
//! Only the next message can answer a question: a command, a link or anything else that is not an answer ends it.

use super::context::PrivateContext;
use crate::settings::{PendingQuestion, Publisher, QuestionKind};
use crate::telegram::handler_error::HandlerError;

impl PrivateContext<'_> {
    /// Stores the question that this message of the bot asks.
    pub(crate) async fn remember_question(
        &self,
        question: QuestionKind,
        message_id: i32,
    ) -> Result<(), HandlerError> {
        let asked = PendingQuestion { question, message_id, answered_by: None };
        Ok(self.app.store.questions.put(self.user.id, asked).await?)
    }

    /// The question that is open, or that the same update answered before a crash.
    pub(crate) async fn open_question(&self) -> Result<Option<PendingQuestion>, HandlerError> {
        let asked = self.app.store.questions.get(self.user.id).await?;
        Ok(asked.filter(|asked| asked.answered_by.is_none_or(|update| update == self.record.id)))
    }

    /// Ends the question, if there is one.
    pub(crate) async fn end_question(&self) -> Result<(), HandlerError> {
        match self.open_question().await? {
            Some(_) => Ok(self.app.store.questions.remove(self.user.id).await?),
            None => Ok(()),
        }
    }

    /// Ends the question after the change that the answer makes. The question stays known for this update, so that the update is
    /// understood again, and makes the same change again, if the bot crashes before the reply.
    pub(crate) async fn mark_answered(
        &self,
        change: impl FnOnce(&mut Publisher),
    ) -> Result<(), HandlerError> {
        let store = &self.app.store;
        store.publishers.update(self.user.id, change).await?;
        if let Some(asked) = store.questions.get(self.user.id).await? {
            let answered = PendingQuestion { answered_by: Some(self.record.id), ..asked };
            store.questions.put(self.user.id, answered).await?;
        }
        Ok(())
    }
}
