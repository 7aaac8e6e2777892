//! Suggestions: a member's deal is shown to the owner in the private chat, and posted in the group when the owner taps a button.
//! Each tap is checked again, and a suggestion is posted only once: one tap at a time decides about it, and its end is stored
//! before the tap is answered.

use teloxide::types::ChatId;

use super::messages::AcceptedMessage;
use crate::store::{Suggestion, WaitingUpdate};
use crate::telegram::api::{MessageButton, SendError};
use crate::telegram::callback::{CallbackData, SuggestionChoice};
use crate::telegram::cards;
use crate::telegram::chats::{ChatContext, message_url, with_heading};
use crate::telegram::context::AppContext;
use crate::telegram::handler_error::{HandlerError, Result};
use crate::telegram::post_text::PostText;
use crate::telegram::private::PrivateContext;
use crate::telegram::update::{CallbackQuery, MessageAuthor, MessageContent, ReplyTarget};
use crate::text::foreign_name;
use dealink_core::message::Message;

impl ChatContext<'_> {
    /// Shows a message's deals to the owner, with the figures.
    pub(super) async fn send_suggestion(&self, accepted: &AcceptedMessage) -> Result<()> {
        let message = accepted.answered_message();
        let deals = accepted.deals.answer.deals.iter();
        let pages: Vec<String> =
            deals.filter_map(|deal| Some(deal.public.product?.canonical_url().to_string())).collect();
        let Some((chat, localizer)) = self.owner().await else { return Ok(()) };
        if pages.is_empty() || !self.may_inform_owner().await? {
            return Ok(());
        }
        let suggestion = Suggestion {
            chat: self.chat.0,
            topic: message.topic(),
            message: if self.migrated { 0 } else { message.id },
            sender: message.author.person_id(),
            pages,
            at: self.unix_now(),
        };
        // The number of the update, so that a suggestion made again after a crash is the same one.
        let number = self.record.id;
        self.app.store.share_log.put_suggestion(number, suggestion).await?;
        let title = self.title();
        let heading = localizer.html(&match &message.author {
            MessageAuthor::Person { name, .. } => {
                Message::new("suggest-heading").with("title", title).with("name", foreign_name(name))
            }
            _ => Message::new("suggest-heading-admin").with("title", title),
        });
        let mut parts = with_heading(heading, accepted.deals.private_parts(localizer));
        if let Some(last) = parts.last_mut() {
            let button =
                |key, choice| cards::button(localizer.text(key), CallbackData::Suggestion(choice, number));
            let post = button("suggest-button-post", SuggestionChoice::Post);
            let skip = button("suggest-button-skip", SuggestionChoice::Skip);
            last.buttons.insert(0, vec![post, skip]);
        }
        match self.send_privately(chat, parts).await? {
            // The suggestion was delivered, so an edit of the message suggests nothing again.
            true => {
                self.app.record_links_answer(self.chat, &message.author, 1);
                self.remember_answer(accepted, &[]).await
            }
            // The owner blocked the bot.
            false => Ok(self.app.store.share_log.remove_suggestion(number).await?),
        }
    }

    /// Posts a suggestion in its group; returns whether there was something to post.
    async fn post_suggestion(&self, suggestion: &Suggestion) -> Result<bool> {
        let answers = &self.app.store.answers;
        if !answers.answers_to(self.chat.0, suggestion.message).await?.is_empty() {
            return Ok(true);
        }
        let person = |id| MessageAuthor::Person { id, name: String::new() };
        let author = suggestion.sender.map_or(MessageAuthor::Admin, person);
        let post_text = PostText::new(vec![MessageContent::from_text(suggestion.pages.join("\n"))]);
        let deals = self.find_deals(&post_text, &author, suggestion.topic).await?;
        let reply_to = Some(suggestion.message).filter(|message| *message != 0);
        let target = ReplyTarget { topic: suggestion.topic, reply_to };
        let Some(sent) = self.post_deals(&deals.answer, target).await? else { return Ok(false) };
        if let Some(message) = reply_to {
            answers.remember(self.chat.0, message, &sent).await?;
        }
        self.schedule_removal(&sent).await?;
        Ok(true)
    }
}

impl PrivateContext<'_> {
    pub(crate) async fn handle_suggestion_choice(
        &self,
        query: &CallbackQuery,
        choice: SuggestionChoice,
        number: u64,
    ) -> Result<()> {
        let share_log = &self.app.store.share_log;
        let Some(_claim) = share_log.claim_suggestion(number) else {
            self.alert(query, "suggest-being-decided").await;
            return Ok(());
        };
        let Some(suggestion) = share_log.suggestion(number).await? else {
            self.alert(query, "suggest-decided").await;
            return Ok(());
        };
        if let Err(denial) = self.app.check_rights(ChatId(suggestion.chat), self.user.id, &[]).await {
            self.alert(query, denial.text_key()).await;
            return Ok(());
        }
        // Asking Telegram may have shown that the group has another number now.
        let suggestion = share_log.suggestion(number).await?.unwrap_or(suggestion);
        let chat = ChatId(suggestion.chat);
        let done = match choice {
            SuggestionChoice::Post => match post_in_group(self.app, self.record, chat, &suggestion).await {
                Ok(true) => Ok("suggest-posted"),
                Ok(false) => Err("chats-no-link-now"),
                Err(HandlerError::Send(SendError::ChatClosed | SendError::Refused(_))) => {
                    Err("chats-cannot-write")
                }
                Err(error) => return Err(error),
            },
            SuggestionChoice::Skip => Ok("suggest-skipped"),
        };
        let key = match done {
            Ok(key) => key,
            Err(key) => {
                self.alert(query, key).await;
                return Ok(());
            }
        };
        // An error after the answer would answer the tap a second time.
        share_log.remove_suggestion(number).await?;
        self.answer_callback(query, key).await;
        let Some(message) = query.message_id() else { return Ok(()) };
        // The buttons are replaced by one that opens the message and is labelled with the decision.
        let open = message_url(chat, suggestion.message)
            .map(|url| vec![MessageButton::Open { label: self.localizer.text(key), url }]);
        let buttons: Vec<_> = open.into_iter().collect();
        match self.app.sender.edit_buttons(self.chat, message, &buttons).await {
            Ok(())
            | Err(
                SendError::MessageGone | SendError::Unchanged | SendError::Refused(_) | SendError::GivenUp(_),
            ) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

async fn post_in_group(
    app: &AppContext,
    record: &WaitingUpdate,
    chat: ChatId,
    suggestion: &Suggestion,
) -> Result<bool> {
    match ChatContext::load(app, chat, record).post_suggestion(suggestion).await {
        Err(HandlerError::Send(SendError::Migrated(new))) => {
            app.store.migrate(chat.0, new.0).await?;
            let moved = Suggestion { chat: new.0, message: 0, ..suggestion.clone() };
            ChatContext::load(app, new, record).post_suggestion(&moved).await
        }
        done => done,
    }
}
