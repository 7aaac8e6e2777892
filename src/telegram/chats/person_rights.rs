//! What a person may change in a chat: which of Telegram's admin rights each change needs, and why a person may not make it.
//!
//! Settings need the right to change the chat's description, because both say what the chat is. Who lets the bot delete members'
//! messages must be allowed to delete them, and who lets it edit a channel's posts must be allowed to edit them. What concerns whose
//! links are made, and erasing everything, needs the right to change the chat's description in channels too. The chat's creator has
//! every right. An admin who writes in the name of the group has the rights that all such admins have.

use teloxide::types::ChatId;

use super::admins::NotKnown;
use crate::settings::ChatMode;
use crate::telegram::callback::{ChatCardAction, ChatSettingValue};
use crate::telegram::context::AppContext;
use crate::telegram::update::{AdminRight, ChatMember, MessageAuthor};

/// Why a person may not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    NotAdmin,
    /// An admin without this right.
    Lacks(AdminRight),
    /// An admin who writes in the name of the group, and not every admin who does so has the rights.
    Anonymous,
    NotKnown,
}

impl From<NotKnown> for Denial {
    fn from(_: NotKnown) -> Self {
        Denial::NotKnown
    }
}

impl Denial {
    /// The key of the text that says it.
    pub fn text_key(self) -> &'static str {
        match self {
            Denial::NotAdmin => "chats-not-admin",
            Denial::Lacks(AdminRight::ChangeInfo) => "chats-lacks-change-info",
            Denial::Lacks(AdminRight::DeleteMessages) => "chats-lacks-delete-messages",
            Denial::Lacks(AdminRight::EditMessages) => "chats-lacks-edit-messages",
            Denial::Anonymous => "chats-lacks-anonymous",
            Denial::NotKnown => "chats-not-checked",
        }
    }
}

/// What a person needs to change most settings of a chat, and its favourites.
pub fn rights_for_settings(channel: bool) -> &'static [AdminRight] {
    match channel {
        true => &[AdminRight::EditMessages],
        false => &[AdminRight::ChangeInfo],
    }
}

/// What a person needs to become the owner, to change whose links are made and which SubIDs they carry, and to erase everything.
pub fn rights_for_ownership(channel: bool) -> &'static [AdminRight] {
    match channel {
        true => &[AdminRight::EditMessages, AdminRight::ChangeInfo],
        false => &[AdminRight::ChangeInfo],
    }
}

impl ChatCardAction {
    /// What a person needs for it besides being an admin.
    pub(super) fn required_rights(self, channel: bool) -> &'static [AdminRight] {
        let value = match self {
            ChatCardAction::Show(_) => return &[],
            ChatCardAction::AskSubIds | ChatCardAction::Forget => return rights_for_ownership(channel),
            ChatCardAction::AskTemplate | ChatCardAction::SaveTemplate => {
                return rights_for_settings(channel);
            }
            ChatCardAction::Save(value) => value,
        };
        match value {
            ChatSettingValue::Mode(ChatMode::Repost) if !channel => {
                &[AdminRight::ChangeInfo, AdminRight::DeleteMessages]
            }
            ChatSettingValue::OwnerLinks
            | ChatSettingValue::SenderLinks
            | ChatSettingValue::LinkPolicy(_)
            | ChatSettingValue::NoSubIds => rights_for_ownership(channel),
            ChatSettingValue::Mode(_)
            | ChatSettingValue::Repeat(_)
            | ChatSettingValue::Remove(_)
            | ChatSettingValue::Quiet(_)
            | ChatSettingValue::Language(_)
            | ChatSettingValue::DefaultTemplate
            | ChatSettingValue::OtherBots(_)
            | ChatSettingValue::Figures(_)
            | ChatSettingValue::Resume => rights_for_settings(channel),
        }
    }
}

impl ChatMember {
    /// Whether it is an admin with all of these rights.
    pub(super) fn check_rights(&self, needed: &[AdminRight]) -> Result<(), Denial> {
        if !self.is_admin() {
            return Err(Denial::NotAdmin);
        }
        match needed.iter().find(|right| !self.has_right(**right)) {
            Some(missing) => Err(Denial::Lacks(*missing)),
            None => Ok(()),
        }
    }
}

impl AppContext {
    /// Whether a person is an admin of a chat with all of these rights, by asking Telegram now.
    pub async fn check_rights(&self, chat: ChatId, person: u64, needed: &[AdminRight]) -> Result<(), Denial> {
        self.admin_with_rights(chat, person, needed).await.map(drop)
    }

    /// The same for the author of a message. Telegram does not say which admin writes in the name of the group, only which admins do
    /// so: each of them has to have the rights.
    pub async fn check_author(
        &self,
        chat: ChatId,
        author: &MessageAuthor,
        needed: &[AdminRight],
    ) -> Result<(), Denial> {
        match author {
            MessageAuthor::Person { id, .. } => self.check_rights(chat, *id, needed).await,
            MessageAuthor::Admin if needed.is_empty() => Ok(()),
            MessageAuthor::Admin => {
                let admins = self.anonymous_admins(chat).await?;
                match admins.iter().all(|admin| admin.check_rights(needed).is_ok()) {
                    true => Ok(()),
                    false => Err(Denial::Anonymous),
                }
            }
            MessageAuthor::Channel { .. } | MessageAuthor::Unknown => Err(Denial::NotAdmin),
        }
    }
}
