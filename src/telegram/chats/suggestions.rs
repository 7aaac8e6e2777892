//! Suggesting: a member's deal is shown to the keeper in the private chat, and posted in the group when they press. The press is
//! checked anew, and a suggestion is posted once.

use teloxide::types::{CallbackQuery, ChatId};

use super::figures::{private_parts, with_heading};
use super::group::AcceptedMessage;
use super::{ChatContext, MessageAuthor};
use crate::deals::Answer;
use crate::store::{Suggestion, WaitingUpdate};
use crate::telegram::context::{AppContext, HandlerError};
use crate::telegram::keyboard::MessageButton;
use crate::telegram::keyboard::inline_keyboard;
use crate::telegram::message_content::{MessageContent, ReplyTarget};
use crate::telegram::post_text::PostText;
use crate::telegram::private::PrivateContext;
use crate::telegram::sender::SendError;
use dealink_core::message::Message;

const PREFIX: &str = "suggest:";

impl ChatContext<'_> {
    /// Shows a message's deals to the keeper, with the figures.
    pub(super) async fn send_suggestion(&self, taken: &AcceptedMessage) -> Result<(), HandlerError> {
        let said = taken.answered_message();
        let deals = taken.answer.deals.iter();
        let pages: Vec<String> =
            deals.filter_map(|deal| Some(deal.public.product?.canonical_url().to_string())).collect();
        let Some((chat, speak)) = self.owner() else { return Ok(()) };
        if pages.is_empty() || self.owner_lost_admin().await {
            return Ok(());
        }
        let suggestion = Suggestion {
            chat: self.chat.0,
            topic: said.target.topic,
            message: if self.migrated { 0 } else { said.content.message_id },
            sender: said.author.person_id(),
            pages,
            at: self.unix_now(),
        };
        let number = self.app.store.share_log.save_suggestion(self.record.id, &suggestion).await?;
        let heading = speak.html(&match &said.author {
            MessageAuthor::Person { name, .. } => Message::new("suggest-heading")
                .with("title", self.settings.title.clone())
                .with("name", name.as_str()),
            _ => Message::new("suggest-heading-admin").with("title", self.settings.title.clone()),
        });
        let mut parts = with_heading(heading, private_parts(&taken.answer, &taken.publisher, speak));
        if let Some(last) = parts.last_mut() {
            let press = |key, what: &str| MessageButton::Press {
                label: speak.text(key),
                data: format!("{PREFIX}{what}:{number}"),
            };
            last.buttons
                .insert(0, vec![press("suggest-button-post", "post"), press("suggest-button-skip", "skip")]);
        }
        match self.send_privately(chat, &parts).await? {
            // It was taken: its edits suggest nothing again.
            true => self.remember_answer(taken, &[]),
            // The keeper blocked the bot.
            false => Ok(self.app.store.share_log.remove_suggestion(number).await?),
        }
    }

    /// Posts a suggestion in its group; says whether there was something to post.
    async fn post_suggestion(&self, suggestion: &Suggestion) -> Result<bool, HandlerError> {
        let answers = &self.app.store.answers;
        if !answers.answers_to(self.chat.0, suggestion.message)?.is_empty() {
            return Ok(true);
        }
        let answer = self.find_suggested_deals(suggestion).await?;
        let reply_to = Some(suggestion.message).filter(|message| *message != 0);
        let spot = ReplyTarget { topic: suggestion.topic, reply_to };
        let Some(sent) = self.post_deals(&answer, spot).await? else { return Ok(false) };
        if let Some(message) = reply_to {
            answers.remember(self.chat.0, message, &sent)?;
        }
        self.schedule_removal(&sent)?;
        Ok(true)
    }

    async fn find_suggested_deals(&self, suggestion: &Suggestion) -> Result<Answer, HandlerError> {
        let author = suggestion
            .sender
            .map_or(MessageAuthor::Admin, |id| MessageAuthor::Person { id, name: String::new() });
        let publisher = self.load_publisher(&author)?;
        let text = suggestion.pages.join("\n");
        let original = MessageContent::from_text(text);
        Ok(self.find_deals(&PostText::new(vec![original]), &publisher, &author, suggestion.topic).await)
    }
}

impl PrivateContext<'_> {
    /// A press below a suggestion; `false` for a button of something else.
    pub(in crate::telegram) async fn handle_suggestion_callback(
        &self,
        query: &CallbackQuery,
    ) -> Result<bool, HandlerError> {
        let data = query.data.as_deref().unwrap_or_default();
        let Some((what, number)) = data.strip_prefix(PREFIX).and_then(|rest| rest.split_once(':')) else {
            return Ok(false);
        };
        let number = number.parse().ok();
        let suggestion = match number {
            Some(number) => self.app.store.share_log.load_suggestion(number)?,
            None => None,
        };
        let (Some(number), Some(suggestion)) = (number, suggestion) else {
            self.answer_callback(query, "suggest-decided", true).await;
            return Ok(true);
        };
        if !self.app.is_admin(ChatId(suggestion.chat), self.user.id.0).await {
            self.answer_callback(query, "chats-not-admin", true).await;
            return Ok(true);
        }
        // The question may have shown that the group has another number now.
        let suggestion = self.app.store.share_log.load_suggestion(number)?.unwrap_or(suggestion);
        let chat = ChatId(suggestion.chat);
        let said = match what {
            "post" => match post_in_group(self.app, self.record, chat, &suggestion).await {
                Ok(true) => "suggest-posted",
                Ok(false) => "chats-no-link-now",
                Err(HandlerError::Send(SendError::ChatClosed | SendError::Refused(_))) => {
                    "chats-cannot-write"
                }
                Err(error) => return Err(error),
            },
            _ => "suggest-skipped",
        };
        let done = matches!(said, "suggest-posted" | "suggest-skipped");
        self.answer_callback(query, said, !done).await;
        if done {
            self.app.store.share_log.remove_suggestion(number).await?;
            if let Some(message) = &query.message {
                // The buttons go, and what was decided is where the message is.
                let open = super::sharing::message_url(chat, suggestion.message)
                    .map(|url| vec![MessageButton::Open { label: self.localizer.text(said), url }]);
                let word = inline_keyboard(&open.into_iter().collect::<Vec<_>>());
                match self.app.sender.edit_buttons(self.chat, message.id(), &word).await {
                    Ok(()) | Err(SendError::MessageGone | SendError::Unchanged | SendError::Refused(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(true)
    }

    /// Answers a press with a word.
    pub(in crate::telegram) async fn answer_callback(
        &self,
        query: &CallbackQuery,
        key: &'static str,
        alert: bool,
    ) {
        self.app.sender.answer_callback(query.id.clone(), Some(self.localizer.text(key)), alert).await;
    }
}

async fn post_in_group(
    desk: &AppContext,
    waiting: &WaitingUpdate,
    chat: ChatId,
    suggestion: &Suggestion,
) -> Result<bool, HandlerError> {
    match ChatContext::load(desk, chat, waiting).post_suggestion(suggestion).await {
        Err(HandlerError::Send(SendError::Migrated(new))) => {
            desk.store.migrate(chat.0, new.0).await?;
            let moved = Suggestion { chat: new.0, message: 0, ..suggestion.clone() };
            ChatContext::load(desk, new, waiting).post_suggestion(&moved).await
        }
        done => done,
    }
}
