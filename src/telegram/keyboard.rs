//! Buttons of an answer as Telegram's.

use teloxide::types::{
    CopyTextButton, InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
};

use super::callback::CallbackData;
use super::sender::OutgoingMessage;
use crate::answer::{AnswerPart, Button};

/// A part of an answer whose buttons carry what Telegram brings back.
pub(super) type MessagePart = AnswerPart<String>;
pub(super) type MessageButton = Button<String>;

/// A part of an answer with its buttons encoded; a button whose data does not fit is left out.
pub(super) fn encode_part(part: AnswerPart) -> MessagePart {
    part.convert_presses(|action| CallbackData::from(action).encode().ok())
}

/// A part of an answer, ready to be sent.
pub(super) fn message_from_part(part: &MessagePart) -> OutgoingMessage {
    OutgoingMessage {
        html: part.html.clone(),
        keyboard: Some(inline_keyboard(&part.buttons)),
        preview: part.preview.clone(),
        ..OutgoingMessage::default()
    }
}

/// Rows of buttons. An empty keyboard takes away one that was there.
pub(super) fn inline_keyboard(rows: &[Vec<MessageButton>]) -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::new(rows.iter().map(|row| row.iter().filter_map(inline_button)))
}

fn inline_button(button: &MessageButton) -> Option<InlineKeyboardButton> {
    Some(match button {
        Button::Copy { label, text } => {
            InlineKeyboardButton::copy_text_button(label, CopyTextButton { text: text.clone() })
        }
        Button::Open { label, url } => InlineKeyboardButton::url(label, url.parse().ok()?),
        Button::Press { label, data } => InlineKeyboardButton::callback(label, data),
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
