//! Who is an admin of a chat. Telegram alone knows; it is asked anew for each change of settings, and remembered for a minute for
//! the question whose links are taken.

use std::time::Duration;

use moka::sync::Cache;
use serde_json::{Value, json};
use teloxide::types::ChatId;

use super::super::bot_api::BotApiError;
use super::super::context::AppContext;
use super::MessageAuthor;

const ADMIN_TTL: Duration = Duration::from_secs(60);
const MAX_ADMINS: u64 = 50_000;

/// What Telegram said lately.
pub struct AdminCache(Cache<(i64, u64), bool>);

impl Default for AdminCache {
    fn default() -> Self {
        AdminCache(Cache::builder().max_capacity(MAX_ADMINS).time_to_live(ADMIN_TTL).build())
    }
}

impl AppContext {
    /// How a person takes part in a chat, as Telegram's `ChatMember`; none where it cannot be learned.
    pub(in crate::telegram) async fn chat_member(&self, chat: ChatId, person: u64) -> Option<Value> {
        let ask = async |chat: ChatId| {
            let call = json!({ "chat_id": chat, "user_id": person });
            self.sender.call_with_retries::<Value>(None, "getChatMember", &call).await
        };
        let answer = match ask(chat).await {
            // The first to notice that the group became a supergroup.
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

    /// Whether a person is an admin of a chat, asked anew. Who cannot be asked for is none.
    pub(in crate::telegram) async fn is_admin(&self, chat: ChatId, person: u64) -> bool {
        let is = self.chat_member(chat, person).await.is_some_and(|member| is_admin_status(&member));
        self.chat_caches.admins.0.insert((chat.0, person), is);
        is
    }

    /// The same, as it was a minute ago at most.
    pub(super) async fn is_admin_cached(&self, chat: ChatId, person: u64) -> bool {
        match self.chat_caches.admins.0.get(&(chat.0, person)) {
            Some(was) => was,
            None => self.is_admin(chat, person).await,
        }
    }

    /// Whether somebody speaks as an admin.
    pub(in crate::telegram) async fn speaks_as_admin(&self, chat: ChatId, author: &MessageAuthor) -> bool {
        match author {
            MessageAuthor::Person { id, .. } => self.is_admin(chat, *id).await,
            MessageAuthor::Admin => true,
            MessageAuthor::Channel { .. } | MessageAuthor::Unknown => false,
        }
    }
}

fn is_admin_status(member: &Value) -> bool {
    matches!(member["status"].as_str(), Some("creator" | "administrator"))
}
