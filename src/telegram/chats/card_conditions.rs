//! What has to be known before a press on the settings card changes anything: the chat's kind, whether the new value can work, and
//! who owns the chat afterwards.

use serde::de::IgnoredAny;

use super::admins::NotKnown;
use super::context::ChatContext;
use super::person_rights::{Denial, rights_for_ownership};
use super::subid_patterns::chat_label;
use crate::settings::ChatMode;
use crate::telegram::api::BotApiError;
use crate::telegram::callback::ChatSettingValue;
use crate::telegram::handler_error::Result;
use crate::telegram::update::{ChatDetails, ChatMember, ChatType};

impl ChatContext<'_> {
    /// The same with the title and the kind of the chat. Telegram is asked for them if they are not known; `None` if it does not say
    /// them.
    pub(super) async fn with_title(self) -> Result<Option<Self>> {
        if !self.settings.title.is_empty() {
            return Ok(Some(self));
        }
        let Ok(ChatDetails { title: Some(title), kind: Some(kind), .. }) = self.chat_details().await else {
            return Ok(None);
        };
        let settings = self
            .change_settings(|settings| {
                settings.label = chat_label(&title, self.chat.0);
                settings.title = title;
                settings.channel = kind == ChatType::Channel;
            })
            .await?;
        Ok(Some(self.with_settings(settings)))
    }

    /// The key of the text that says why a value cannot work here.
    pub(super) async fn obstacle(&self, value: ChatSettingValue, presser: u64) -> Option<&'static str> {
        let (possible, obstacle) = match value {
            ChatSettingValue::Mode(ChatMode::Suggest) => {
                let owner = self.settings.owner.unwrap_or(presser);
                (self.can_message(owner).await, "chats-suggest-start-me")
            }
            ChatSettingValue::Mode(ChatMode::Repost) => {
                (self.may_delete().await, "chats-repost-cannot-delete")
            }
            _ => return None,
        };
        match possible {
            Ok(true) => None,
            Ok(false) => Some(obstacle),
            Err(NotKnown) => Some(Denial::NotKnown.text_key()),
        }
    }

    /// The person who opened or used the card, if the chat has no owner or the owner is no longer an admin, and the person has the
    /// rights for it. An owner of whom Telegram does not say that stays the owner.
    pub(super) async fn next_owner(&self, person: u64, member: &ChatMember) -> Option<u64> {
        member.check_rights(rights_for_ownership(self.settings.channel)).ok()?;
        let is_free = matches!(self.is_owner_admin().await, None | Some(Ok(false)));
        is_free.then_some(person)
    }

    /// Whether the bot can write to a person in the private chat.
    async fn can_message(&self, person: u64) -> Result<bool, NotKnown> {
        let call = serde_json::json!({ "chat_id": person, "action": "typing" });
        match self.app.sender.call_with_retries::<IgnoredAny>(None, "sendChatAction", &call).await {
            Ok(_) => Ok(true),
            Err(BotApiError::Refused { .. }) => Ok(false),
            Err(_) => Err(NotKnown),
        }
    }
}
