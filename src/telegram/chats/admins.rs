//! Who is an admin of a chat. Telegram alone knows; it is asked anew for each change of settings, and remembered for a minute for
//! the question whose links are taken.

use std::time::Duration;

use moka::sync::Cache;
use serde_json::{Value, json};
use teloxide::types::ChatId;

use super::super::desk::Desk;
use super::super::wire::WireError;
use super::Author;

const KEPT: Duration = Duration::from_secs(60);
const AT_MOST: u64 = 50_000;

/// What Telegram said lately.
pub struct Admins(Cache<(i64, u64), bool>);

impl Default for Admins {
    fn default() -> Self {
        Admins(Cache::builder().max_capacity(AT_MOST).time_to_live(KEPT).build())
    }
}

impl Desk {
    /// How a person takes part in a chat, as Telegram's `ChatMember`; none where it cannot be learned.
    pub(in crate::telegram) async fn member(&self, chat: ChatId, person: u64) -> Option<Value> {
        let ask = async |chat: ChatId| {
            let call = json!({ "chat_id": chat, "user_id": person });
            self.sender.attempt::<Value>(None, "getChatMember", &call).await
        };
        let answer = match ask(chat).await {
            // The first to notice that the group became a supergroup.
            Err(WireError::Moved(new)) if self.store.migrate(chat.0, new).await.is_ok() => {
                ask(ChatId(new)).await
            }
            answer => answer,
        };
        match answer {
            Ok(member) => Some(member),
            Err(error @ WireError::Refused { .. }) => {
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
        let is = self.member(chat, person).await.is_some_and(|member| is_admin(&member));
        self.circle.admins.0.insert((chat.0, person), is);
        is
    }

    /// The same, as it was a minute ago at most.
    pub(super) async fn was_admin(&self, chat: ChatId, person: u64) -> bool {
        match self.circle.admins.0.get(&(chat.0, person)) {
            Some(was) => was,
            None => self.is_admin(chat, person).await,
        }
    }

    /// Whether somebody speaks as an admin.
    pub(in crate::telegram) async fn speaks_as_admin(&self, chat: ChatId, author: &Author) -> bool {
        match author {
            Author::Person { id, .. } => self.is_admin(chat, *id).await,
            Author::Admin => true,
            Author::Channel { .. } | Author::Nobody => false,
        }
    }
}

fn is_admin(member: &Value) -> bool {
    matches!(member["status"].as_str(), Some("creator" | "administrator"))
}
