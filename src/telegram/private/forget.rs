//! `/forget`: a card that lists what goes, and the erasure after its button was pressed.

use super::cards_common::show_card;
use super::context::PrivateContext;
use crate::store::ForgetSummary;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::callback::{CallbackData, ForgetChoice};
use crate::telegram::cards;
use crate::telegram::handler_error::HandlerError;
use crate::telegram::update::CallbackQuery;
use crate::text::foreign_name;
use dealink_core::message::Message;

/// Chats that are listed by name.
const CHATS_LISTED: usize = 20;

impl PrivateContext<'_> {
    /// Sends the card.
    pub(super) async fn ask_to_forget(&self) -> Result<(), HandlerError> {
        let summary = self.app.store.forget_summary(self.user.id, self.record.id).await?;
        self.send(&self.forget_card(&summary)).await?;
        Ok(())
    }

    /// Handles a press on the card. Erases first and confirms afterwards, in the language that the person used before.
    pub(super) async fn handle_forget_choice(
        &self,
        query: &CallbackQuery,
        choice: ForgetChoice,
    ) -> Result<(), HandlerError> {
        let done = match choice {
            ForgetChoice::Keep => "chat-forget-kept",
            ForgetChoice::Erase => {
                self.app.deals.forget_subids();
                self.app.store.forget(self.user.id, self.record.id).await?;
                "chat-forgotten"
            }
        };
        self.answer_silently(query).await;
        show_card(self, query, &OutgoingMessage::html(self.html_of(done))).await
    }

    fn forget_card(&self, summary: &ForgetSummary) -> OutgoingMessage {
        let ForgetSummary { favourites, owned_chats, waiting } = summary;
        let html = |message: Message| self.localizer.html(&message);
        let count = |key, count: usize| html(Message::new(key).with("count", count));
        let mut lines = vec![self.html_of("chat-forget-ask"), self.html_of("chat-forget-settings")];
        for (key, number) in [("chat-forget-favourites", *favourites), ("chat-forget-waiting", *waiting)] {
            if number > 0 {
                lines.push(count(key, number));
            }
        }
        if !owned_chats.is_empty() {
            lines.extend([String::new(), count("chat-forget-chats", owned_chats.len())]);
            let title =
                |title: &String| html(Message::new("chat-forget-chat").with("title", foreign_name(title)));
            lines.extend(owned_chats.iter().take(CHATS_LISTED).map(title));
            if let Some(more) = owned_chats.len().checked_sub(CHATS_LISTED).filter(|more| *more > 0) {
                lines.push(count("chat-forget-more", more));
            }
        }
        let button =
            |key, choice| vec![cards::button(self.localizer.text(key), CallbackData::Forget(choice))];
        let rows = vec![
            button("chat-forget-yes", ForgetChoice::Erase),
            button("chat-forget-no", ForgetChoice::Keep),
        ];
        OutgoingMessage::html(lines.join("\n")).with_buttons(rows)
    }
}
