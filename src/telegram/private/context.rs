//! The context of the handlers of the private chat.

use teloxide::types::ChatId;

use crate::answer::Renderer;
use crate::deals::{Answer, DealRequest};
use crate::settings::Publisher;
use crate::store::WaitingUpdate;
use crate::telegram::api::{CallbackAnswer, OutgoingMessage};
use crate::telegram::context::AppContext;
use crate::telegram::handler_error::Result;
use crate::telegram::update::{CallbackQuery, User};
use crate::text::Localizer;
use dealink_core::message::Message;

/// One update of one person.
pub(crate) struct PrivateContext<'a> {
    pub app: &'a AppContext,
    pub user: &'a User,
    pub chat: ChatId,
    pub publisher: &'a Publisher,
    pub localizer: &'a Localizer,
    pub record: &'a WaitingUpdate,
}

impl PrivateContext<'_> {
    /// Renders answers in the language and with the settings of this person.
    pub(crate) fn renderer(&self) -> Renderer<'_> {
        Renderer { publisher: self.publisher, localizer: self.localizer }
    }

    pub(crate) fn html_of(&self, key: &'static str) -> String {
        self.localizer.html(&Message::new(key))
    }

    pub(crate) async fn send_text(&self, key: &'static str) -> Result<()> {
        self.send_message(&Message::new(key)).await
    }

    pub(crate) async fn send_message(&self, message: &Message) -> Result<()> {
        self.app.send_html(self.chat, self.localizer.html(message)).await
    }

    /// Sends a message and returns its id.
    pub(crate) async fn send(&self, message: &OutgoingMessage) -> Result<i32> {
        Ok(self.app.sender.send(self.chat, message).await?)
    }

    /// Sends a message whose id does not matter.
    pub(crate) async fn send_card(&self, card: &OutgoingMessage) -> Result<()> {
        self.send(card).await.map(drop)
    }

    /// The deals of a message; "typing…" is shown meanwhile.
    pub(crate) async fn find_deals(&self, request: &DealRequest<'_>) -> Answer {
        let _typing = self.app.sender.show_typing(self.chat);
        self.app.deals.answer(request).await
    }

    /// Shows a text on top of the chat for a moment.
    pub(crate) async fn answer_callback(&self, query: &CallbackQuery, key: &'static str) {
        let notice = CallbackAnswer::Notice(self.localizer.text(key));
        self.app.sender.answer_callback(&query.id, notice).await;
    }

    /// Shows a box with a text that has to be closed.
    pub(crate) async fn alert(&self, query: &CallbackQuery, key: &'static str) {
        let alert = CallbackAnswer::Alert(self.localizer.text(key));
        self.app.sender.answer_callback(&query.id, alert).await;
    }

    /// Ends the button's waiting animation and shows nothing.
    pub(crate) async fn answer_silently(&self, query: &CallbackQuery) {
        self.app.sender.answer_callback(&query.id, CallbackAnswer::Silent).await;
    }

    /// Whether this person may load lists.
    pub(crate) fn is_operator(&self) -> bool {
        self.app.operators.contains(&self.user.id)
    }
}
