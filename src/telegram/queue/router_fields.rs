//! The few fields by which updates are routed, borrowed from the raw bytes, and whether a message names a product.

use dealink_links::{HiddenLink, find_links};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::telegram::post_text::names_product;
use crate::telegram::update::ChatType;

#[derive(Deserialize)]
pub(super) struct RoutedFields<'a> {
    pub(super) update_id: u64,
    #[serde(borrow, default)]
    pub(super) message: Option<RoutedMessage<'a>>,
    #[serde(borrow, default)]
    pub(super) edited_message: Option<RoutedMessage<'a>>,
    #[serde(borrow, default)]
    pub(super) channel_post: Option<RoutedMessage<'a>>,
    #[serde(borrow, default)]
    pub(super) edited_channel_post: Option<RoutedMessage<'a>>,
    #[serde(borrow, default)]
    pub(super) callback_query: Option<RoutedCallback<'a>>,
    #[serde(default)]
    pub(super) my_chat_member: Option<RoutedChatOf>,
    #[serde(default)]
    pub(super) guest_message: Option<RoutedSender>,
    #[serde(default)]
    pub(super) chosen_inline_result: Option<RoutedSender>,
    #[serde(default)]
    pub(super) inline_query: Option<RoutedSender>,
}

#[derive(Deserialize)]
pub(super) struct RoutedMessage<'a> {
    pub(super) message_id: i32,
    pub(super) chat: RoutedChat,
    #[serde(default)]
    pub(super) from: Option<RoutedUser>,
    #[serde(borrow, default)]
    pub(super) text: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) caption: Option<&'a RawValue>,
    #[serde(borrow, default)]
    entities: Option<&'a RawValue>,
    #[serde(borrow, default)]
    caption_entities: Option<&'a RawValue>,
    #[serde(borrow, default)]
    reply_markup: Option<&'a RawValue>,
    #[serde(default)]
    pub(super) media_group_id: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) is_automatic_forward: bool,
    #[serde(default)]
    pub(super) migrate_to_chat_id: Option<i64>,
    #[serde(default)]
    pub(super) migrate_from_chat_id: Option<i64>,
}

#[derive(Deserialize)]
pub(super) struct RoutedChat {
    pub(super) id: i64,
    #[serde(rename = "type")]
    pub(super) kind: ChatType,
}

#[derive(Clone, Copy, Deserialize)]
pub(super) struct RoutedUser {
    pub(super) id: i64,
    #[serde(default)]
    pub(super) is_bot: bool,
}

/// An object with a sender.
#[derive(Deserialize)]
pub(super) struct RoutedSender {
    #[serde(default)]
    pub(super) from: Option<RoutedUser>,
}

/// An object with a chat.
#[derive(Deserialize)]
pub(super) struct RoutedChatOf {
    pub(super) chat: RoutedChat,
}

#[derive(Deserialize)]
pub(super) struct RoutedCallback<'a> {
    pub(super) from: RoutedUser,
    #[serde(default)]
    pub(super) message: Option<RoutedChatOf>,
    #[serde(borrow, default)]
    pub(super) data: Option<&'a RawValue>,
}

impl RoutedMessage<'_> {
    /// Whether any part of the message names a product, or a short link that may lead to a product. Exact; stops at the first such
    /// link.
    pub(super) fn names_product(&self) -> bool {
        let words = [(self.text, self.entities), (self.caption, self.caption_entities)];
        let in_words = words.into_iter().any(|(text, entities)| {
            let hidden = entities.map(RawValue::get).filter(|raw| raw.contains("\"text_link\""));
            let Some(text) = text.filter(|raw| may_contain_address(raw.get()) || hidden.is_some()) else {
                return false;
            };
            let Ok(text) = serde_json::from_str::<String>(text.get()) else { return false };
            names_product(&find_links(&text, &[])) || hidden.is_some_and(json_names_product)
        });
        in_words
            || self
                .reply_markup
                .is_some_and(|raw| raw.get().contains("\"url\"") && json_names_product(raw.get()))
    }
}

/// Whether a JSON string may contain an address, which has a dot between two characters that are not blanks. Most texts have no
/// such dot and need not be unescaped.
fn may_contain_address(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    memchr::memchr_iter(b'.', bytes).any(|dot| {
        let before = dot.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(dot + 1);
        before.is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'.' && *byte != b'"')
            && after.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'%')
    })
}

/// Whether any address under a key `url` of a JSON value names a product.
fn json_names_product(raw: &str) -> bool {
    fn any_url(value: &Value) -> bool {
        match value {
            Value::Object(object) => object.iter().any(|(key, value)| match value.as_str() {
                Some(url) if key == "url" => {
                    let hidden = [HiddenLink { span: 0..1, url: url.to_owned() }];
                    names_product(&find_links(".", &hidden))
                }
                _ => any_url(value),
            }),
            Value::Array(items) => items.iter().any(any_url),
            _ => false,
        }
    }
    serde_json::from_str(raw).is_ok_and(|value| any_url(&value))
}
