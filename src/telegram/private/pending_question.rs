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
        self.change_publisher(|publisher| publisher.pending_question = Some(asked)).await
    }

    /// The question that is open, or that the same update answered before a crash.
    pub(crate) fn open_question(&self) -> Option<&PendingQuestion> {
        let asked = self.publisher.pending_question.as_ref()?;
        asked.answered_by.is_none_or(|update| update == self.record.id).then_some(asked)
    }

    /// Ends the question, if there is one.
    pub(crate) async fn end_question(&self) -> Result<(), HandlerError> {
        match self.open_question() {
            Some(_) => self.change_publisher(|publisher| publisher.pending_question = None).await,
            None => Ok(()),
        }
    }

    /// Ends the question in one transaction with the change that the answer makes. The question stays known for this update, so that
    /// the update is understood again if the bot crashes before the reply.
    pub(crate) async fn mark_answered(
        &self,
        change: impl FnOnce(&mut Publisher),
    ) -> Result<(), HandlerError> {
        self.change_publisher(|publisher| {
            change(publisher);
            if let Some(asked) = &mut publisher.pending_question {
                asked.answered_by = Some(self.record.id);
            }
        })
        .await
    }

    async fn change_publisher(&self, change: impl FnOnce(&mut Publisher)) -> Result<(), HandlerError> {
        self.app.store.publishers.update(self.user.id, change).await?;
        Ok(())
    }
}
