//! Who is an admin of a chat, which only Telegram knows. For each change of settings Telegram is asked again. To decide whether a
//! person's links are accepted, an answer may be up to a minute old.

use serde_json::json;
use teloxide::types::ChatId;

use crate::telegram::api::BotApiError;
use crate::telegram::context::AppContext;
use crate::telegram::update::{ChatMember, MessageAuthor};

impl AppContext {
    /// The status of a person in a chat; `None` if Telegram does not say it.
    pub async fn chat_member(&self, chat: ChatId, person: u64) -> Option<ChatMember> {
        let ask = async |chat: ChatId| {
            let params = json!({ "chat_id": chat, "user_id": person });
            self.sender.call_with_retries::<ChatMember>(None, "getChatMember", &params).await
        };
        let answer = match ask(chat).await {
            // This is often the first call that shows that the group became a supergroup.
            Err(BotApiError::Migrated(new)) if self.store.migrate(chat.0, new).await.is_ok() => {
                ask(ChatId(new)).await
            }
            answer => answer,
        };
        match answer {
            Ok(member) => Some(member),
            Err(error @ BotApiError::Refused { .. }) => {
                tracing::debug!(%error, "a member is not known");
                None
            }
            Err(error) => {
                tracing::warn!(%error, "Telegram could not be asked for a member");
                None
            }
        }
    }

    /// Whether a person is an admin of a chat, by asking Telegram now. `false` if Telegram does not say it.
    pub async fn is_admin(&self, chat: ChatId, person: u64) -> bool {
        let is_admin = self.chat_member(chat, person).await.is_some_and(|member| member.is_admin());
        self.chat_caches.admins.insert((chat.0, person), is_admin);
        is_admin
    }

    /// The same by an answer that is at most a minute old.
    pub async fn is_admin_cached(&self, chat: ChatId, person: u64) -> bool {
        match self.chat_caches.admins.get(&(chat.0, person)) {
            Some(is_admin) => is_admin,
            None => self.is_admin(chat, person).await,
        }
    }

    /// Whether the author of a message is an admin, possibly an anonymous one.
    pub async fn speaks_as_admin(&self, chat: ChatId, author: &MessageAuthor) -> bool {
        match author {
            MessageAuthor::Person { id, .. } => self.is_admin(chat, *id).await,
            MessageAuthor::Admin => true,
            MessageAuthor::Channel { .. } | MessageAuthor::Unknown => false,
        }
    }
}
