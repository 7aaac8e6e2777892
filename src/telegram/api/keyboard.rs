//! Converts the buttons of an answer into Telegram's.

use teloxide::types::{
    CopyTextButton, InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
};

use super::outgoing::MessageButton;
use crate::answer::Button;

/// Rows of buttons. An empty keyboard removes the buttons that a message had.
pub(super) fn inline_keyboard(rows: &[Vec<MessageButton>]) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new(rows.iter().map(|row| row.iter().filter_map(inline_button)))
}

fn inline_button(button: &MessageButton) -> Option<InlineKeyboardButton> {
    Some(match button {
        Button::Copy { label, text } => {
            InlineKeyboardButton::copy_text_button(label, CopyTextButton { text: text.clone() })
        }
        Button::Open { label, url } => InlineKeyboardButton::url(label, url.parse().ok()?),
        Button::Press { label, data } => InlineKeyboardButton::callback(label, data.encode().ok()?),
        Button::PostTo { label, query } => InlineKeyboardButton::new(
            label,
            InlineKeyboardButtonKind::SwitchInlineQueryChosenChat(SwitchInlineQueryChosenChat {
                query: Some(query.clone()),
                allow_user_chats: true,
                allow_bot_chats: false,
                allow_group_chats: true,
                allow_channel_chats: true,
            }),
        ),
    })
}
