//! How a person gets from the private chat to the settings of groups and channels: by the list of the person's chats, Telegram's
//! own chooser, and addresses that add the bot with the rights that it needs.

use serde_json::{Value, json};
use teloxide::types::ChatId;

use crate::telegram::api::{MessageButton, OutgoingMessage};
use crate::telegram::callback::{CallbackData, ChatCardAction, ChatSettingsPage};
use crate::telegram::cards;
use crate::telegram::handler_error::Result;
use crate::telegram::private::PrivateContext;
use crate::text::foreign_name;
use dealink_core::message::Message;

/// `request_id` of the chooser's buttons: Telegram returns it with the chosen chat.
const GROUP_REQUEST: i64 = 1;
const CHANNEL_REQUEST: i64 = 2;
/// The most chats in the list; a person with more chats finds the others in the chooser.
const MAX_LISTED_CHATS: usize = 20;
/// If any right is named, Telegram requires all of these to be named.
const NO_RIGHTS: [&str; 12] = [
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
];

fn with_rights(given: &[&str]) -> Value {
    let mut rights: serde_json::Map<String, Value> =
        NO_RIGHTS.iter().map(|right| ((*right).to_owned(), json!(false))).collect();
    for right in given {
        rights.insert((*right).to_owned(), json!(true));
    }
    Value::Object(rights)
}

impl PrivateContext<'_> {
    /// `/chats`: the chats that the person owns, how to choose another chat, and how to add the bot to a chat.
    pub(crate) async fn send_chats(&self) -> Result<()> {
        self.send_chat_list().await?;
        let keyboard = json!({
                "keyboard": [[
                    { "text": self.localizer.text("chats-button-choose-group"), "request_chat": {
                        "request_id": GROUP_REQUEST, "chat_is_channel": false, "bot_is_member": true,
                        "user_administrator_rights": with_rights(&["can_manage_chat"]),
                    }},
                    { "text": self.localizer.text("chats-button-choose-channel"), "request_chat": {
                        "request_id": CHANNEL_REQUEST, "chat_is_channel": true,
                        "user_administrator_rights": with_rights(&[
                            "can_manage_chat", "can_promote_members", "can_edit_messages", "can_post_messages",
                        ]),
                        "bot_administrator_rights":
                            with_rights(&["can_manage_chat", "can_edit_messages", "can_post_messages"]),
                    }},
                ]],
                "resize_keyboard": true,
                "one_time_keyboard": true,
        });
        let choose = OutgoingMessage::html(self.html_of("chats-choose")).with_reply_keyboard(keyboard);
        self.send_card(&choose).await
    }

    /// Sends the list of chats that the person owns, with the addresses that add the bot to further chats.
    pub(super) async fn send_chat_list(&self) -> Result<()> {
        let kept = self.app.store.chats.owned_by(self.user.id);
        let mut rows: Vec<Vec<MessageButton>> = kept
            .iter()
            .take(MAX_LISTED_CHATS)
            .map(|(chat, settings)| {
                let mark = if settings.paused {
                    "⏸"
                } else if settings.channel {
                    "📣"
                } else {
                    "👥"
                };
                let home = ChatCardAction::Show(ChatSettingsPage::Home);
                let home = CallbackData::Chat(ChatId(*chat), home);
                vec![cards::button(format!("{mark} {}", foreign_name(&settings.title)), home)]
            })
            .collect();
        let me = &self.app.bot_username;
        let add = |key, url: String| vec![MessageButton::Open { label: self.localizer.text(key), url }];
        rows.push(add(
            "chats-button-add-group",
            format!("https://t.me/{me}?startgroup=add&admin=delete_messages"),
        ));
        rows.push(add(
            "chats-button-add-channel",
            format!("https://t.me/{me}?startchannel&admin=edit_messages+post_messages"),
        ));
        let html = match kept.len() {
            0 => self.html_of("chats-none"),
            count => self.localizer.html(&Message::new("chats-list").with("count", count)),
        };
        self.send_card(&OutgoingMessage::html(html).with_buttons(rows)).await
    }

    /// A chat was chosen in Telegram's chooser.
    pub(crate) async fn open_chosen_chat(&self, chat: i64) -> Result<()> {
        let remove = json!({ "remove_keyboard": true });
        let done = OutgoingMessage::html(self.html_of("chats-chosen")).with_reply_keyboard(remove);
        self.send(&done).await?;
        self.open_chat_card(ChatId(chat)).await
    }
}
