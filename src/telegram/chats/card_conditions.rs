//! What has to be known before a press on the settings card changes anything: the chat's kind, whether the new value can work, and
//! who owns the chat afterwards.

use serde::de::IgnoredAny;

use super::admins::NotKnown;
use super::context::ChatContext;
use super::person_rights::{Denial, rights_for_ownership};
use super::subid_patterns::chat_label;
use crate::settings::{ChatMode, ChatSettings};
use crate::telegram::api::BotApiError;
use crate::telegram::callback::ChatSettingValue;
use crate::telegram::handler_error::Result;
use crate::telegram::update::{ChatDetails, ChatMember, ChatType};

/// Who is to own a chat, decided on settings that may have changed when the decision is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OwnerDecision {
    /// The owner whom the decision was made on.
    seen: Option<u64>,
    /// The owner from now on, if the owner changes.
    next: Option<u64>,
}

impl OwnerDecision {
    /// The owner once the decision is carried out.
    pub(super) fn owner(self) -> Option<u64> {
        self.next.or(self.seen)
    }

    pub(super) fn changes_owner(self) -> bool {
        self.next.is_some()
    }

    /// Sets the owner, unless the chat has got another one since the decision: that change is not undone. Returns whether the owner
    /// is the decided one.
    pub(super) fn apply(self, settings: &mut ChatSettings) -> bool {
        if settings.owner == self.seen {
            settings.owner = self.owner();
        }
        settings.owner == self.owner()
    }
}

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

    /// The key of the text that says why a value cannot work here. `owner`: who owns the chat once the value is saved; without one
    /// suggestions have no receiver, and the presser is the person whom that would concern.
    pub(super) async fn obstacle(
        &self,
        value: ChatSettingValue,
        owner: Option<u64>,
        presser: u64,
    ) -> Option<&'static str> {
        let (possible, obstacle) = match value {
            ChatSettingValue::Mode(ChatMode::Suggest) => {
                (self.can_message(owner.unwrap_or(presser)).await, "chats-suggest-start-me")
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

    /// The person who opened or used the card becomes the owner if the chat has no owner or the owner is no longer an admin, and the
    /// person has the rights for it. An owner of whom Telegram does not say that stays the owner.
    pub(super) async fn decide_owner(&self, person: u64, member: &ChatMember) -> OwnerDecision {
        let may_own = member.check_rights(rights_for_ownership(self.settings.channel)).is_ok();
        let is_free = may_own && matches!(self.is_owner_admin().await, None | Some(Ok(false)));
        OwnerDecision { seen: self.settings.owner, next: Some(person).filter(|_| is_free) }
    }

    /// The person takes the chat over from any owner.
    pub(super) fn decide_takeover(&self, person: u64) -> OwnerDecision {
        OwnerDecision { seen: self.settings.owner, next: Some(person) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_who_came_since_the_decision_stays() {
        for (seen, next, stored, expected, is_decided) in [
            (None, Some(1), None, Some(1), true),
            (Some(2), Some(1), Some(2), Some(1), true),
            (Some(2), Some(1), Some(3), Some(3), false),
            (None, Some(1), Some(3), Some(3), false),
            // Erased since.
            (Some(2), Some(1), None, None, false),
            (Some(2), None, Some(2), Some(2), true),
            (Some(2), None, Some(3), Some(3), false),
        ] {
            let mut settings = ChatSettings { owner: stored, ..ChatSettings::default() };
            assert_eq!(OwnerDecision { seen, next }.apply(&mut settings), is_decided);
            assert_eq!(settings.owner, expected, "{seen:?} {next:?} {stored:?}");
        }
    }
}
