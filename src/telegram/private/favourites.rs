//! The commands for a person's own favourites.

use super::context::PrivateContext;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::commands::ChatCommand;
use crate::telegram::favourites::{change_favourites, favourites_list, shorten};
use crate::telegram::handler_error::HandlerError;
use crate::telegram::update::IncomingMessage;
use crate::text::escape_html;
use dealink_core::message::Message;

impl PrivateContext<'_> {
    /// `/save`, `/rename` and `/delete` in the private chat.
    pub(super) async fn handle_favourite_change(
        &self,
        command: ChatCommand,
        arguments: &str,
        message: &IncomingMessage,
    ) -> Result<(), HandlerError> {
        let replied = message.reply_to.as_ref().map(|replied| &replied.content);
        let done = change_favourites(self.app, self.user.id as i64, command, arguments, replied).await?;
        self.send_message(&done).await
    }

    /// `/deal name` in the private chat; without a name, all favourites.
    pub(super) async fn send_favourite(&self, arguments: &str, message: i32) -> Result<(), HandlerError> {
        let (owner, store) = (self.user.id as i64, &self.app.store.favourites);
        if arguments.is_empty() {
            let list = favourites_list(&store.list(owner).await?, "favourites-none");
            return self.send_message(&list).await;
        }
        let Some(favourite) = store.find(owner, arguments).await? else {
            let unknown = Message::new("favourites-unknown").with("name", shorten(arguments));
            return self.send_message(&unknown).await;
        };
        let parts = self.answer_for_page(&favourite.page).await;
        for (index, mut part) in parts.into_iter().enumerate() {
            if index == 0 {
                part.html = format!("⭐ <b>{}</b>\n\n{}", escape_html(&favourite.name), part.html);
            }
            self.send(&OutgoingMessage::from(part).replying_to(Some(message))).await?;
        }
        Ok(())
    }
}
