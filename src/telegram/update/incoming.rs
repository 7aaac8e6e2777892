//! An update of the Bot API, read once from its JSON into one owned type.
//!
//! Unknown fields, entities and kinds never make an update unreadable: see [`Fields`].

use super::chat_member::ChatMember;
use super::fields::Fields;
use super::message::IncomingMessage;
use super::people::{Chat, User};

#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    pub id: u64,
    pub kind: UpdateKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum UpdateKind {
    Message(Box<IncomingMessage>),
    EditedMessage(Box<IncomingMessage>),
    ChannelPost(Box<IncomingMessage>),
    EditedChannelPost(Box<IncomingMessage>),
    CallbackQuery(Box<CallbackQuery>),
    MyChatMember(Box<MembershipChange>),
    /// A message of a chat in which the bot is named but is no member.
    GuestMessage(Box<IncomingMessage>),
    ChosenInlineResult(ChosenInlineResult),
    InlineQuery(InlineQuery),
    /// A kind that the bot does not handle, or one without the fields that it needs.
    Unsupported,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CallbackQuery {
    pub id: String,
    pub from: User,
    /// Empty for a button without data.
    pub data: String,
    pub message: Option<Box<IncomingMessage>>,
    pub inline_message_id: Option<String>,
}

/// The bot was added or removed, or its rights changed.
#[derive(Clone, Debug, PartialEq)]
pub struct MembershipChange {
    pub chat: Chat,
    pub from: Option<User>,
    pub old: ChatMember,
    pub new: ChatMember,
}

/// A result of an inline query that was sent into a chat.
#[derive(Clone, Debug, PartialEq)]
pub struct ChosenInlineResult {
    pub result_id: String,
    pub from: User,
}

#[derive(Clone, Debug, PartialEq)]
pub struct InlineQuery {
    pub id: String,
    pub from: User,
    pub query: String,
    pub offset: String,
}

impl Update {
    /// `None` for what is no JSON object with an `update_id`.
    pub fn parse(json: &[u8]) -> Option<Update> {
        let mut fields = Fields::new(serde_json::from_slice(json).ok()?)?;
        let id = fields.take("update_id")?;
        Some(Update { id, kind: parse_kind(&mut fields).unwrap_or(UpdateKind::Unsupported) })
    }

    pub fn chat(&self) -> Option<&Chat> {
        match &self.kind {
            UpdateKind::Message(message)
            | UpdateKind::EditedMessage(message)
            | UpdateKind::ChannelPost(message)
            | UpdateKind::EditedChannelPost(message)
            | UpdateKind::GuestMessage(message) => Some(&message.chat),
            UpdateKind::CallbackQuery(query) => query.message.as_ref().map(|message| &message.chat),
            UpdateKind::MyChatMember(change) => Some(&change.chat),
            UpdateKind::ChosenInlineResult(_) | UpdateKind::InlineQuery(_) | UpdateKind::Unsupported => None,
        }
    }
}

impl UpdateKind {
    /// The name of the kind in the Bot API.
    pub fn name(&self) -> &'static str {
        match self {
            UpdateKind::Message(_) => "message",
            UpdateKind::EditedMessage(_) => "edited_message",
            UpdateKind::ChannelPost(_) => "channel_post",
            UpdateKind::EditedChannelPost(_) => "edited_channel_post",
            UpdateKind::CallbackQuery(_) => "callback_query",
            UpdateKind::MyChatMember(_) => "my_chat_member",
            UpdateKind::GuestMessage(_) => "guest_message",
            UpdateKind::ChosenInlineResult(_) => "chosen_inline_result",
            UpdateKind::InlineQuery(_) => "inline_query",
            UpdateKind::Unsupported => "unsupported",
        }
    }
}

impl CallbackQuery {
    pub fn message_id(&self) -> Option<i32> {
        self.message.as_ref().map(|message| message.id)
    }

    /// The message to which the message with the button replies.
    pub fn replied(&self) -> Option<&IncomingMessage> {
        self.message.as_ref()?.reply_to.as_deref()
    }
}

fn parse_kind(update: &mut Fields) -> Option<UpdateKind> {
    type OfMessage = fn(Box<IncomingMessage>) -> UpdateKind;
    const MESSAGES: [(&str, OfMessage); 5] = [
        ("message", UpdateKind::Message),
        ("edited_message", UpdateKind::EditedMessage),
        ("channel_post", UpdateKind::ChannelPost),
        ("edited_channel_post", UpdateKind::EditedChannelPost),
        ("guest_message", UpdateKind::GuestMessage),
    ];
    for (name, kind) in MESSAGES {
        if let Some(message) = update.take_object(name) {
            return Some(kind(Box::new(IncomingMessage::from_fields(message)?)));
        }
    }
    if let Some(mut query) = update.take_object("callback_query") {
        return Some(UpdateKind::CallbackQuery(Box::new(CallbackQuery {
            id: query.take("id")?,
            from: query.take("from")?,
            data: query.take("data").unwrap_or_default(),
            message: query.take_object("message").and_then(IncomingMessage::from_fields).map(Box::new),
            inline_message_id: query.take("inline_message_id"),
        })));
    }
    if let Some(mut change) = update.take_object("my_chat_member") {
        return Some(UpdateKind::MyChatMember(Box::new(MembershipChange {
            chat: change.take("chat")?,
            from: change.take("from"),
            old: change.take("old_chat_member").unwrap_or_default(),
            new: change.take("new_chat_member").unwrap_or_default(),
        })));
    }
    if let Some(mut chosen) = update.take_object("chosen_inline_result") {
        let (result_id, from) = (chosen.take("result_id")?, chosen.take("from")?);
        return Some(UpdateKind::ChosenInlineResult(ChosenInlineResult { result_id, from }));
    }
    let mut query = update.take_object("inline_query")?;
    Some(UpdateKind::InlineQuery(InlineQuery {
        id: query.take("id")?,
        from: query.take("from")?,
        query: query.take("query")?,
        offset: query.take("offset").unwrap_or_default(),
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::chat_member::{AdminRight, ChatDetails, ChatPermissions};
    use super::super::people::{ChatType, MessageAuthor};
    use super::*;

    fn parse(kind: &str, body: Value) -> UpdateKind {
        Update::parse(json!({ "update_id": 1, kind: body }).to_string().as_bytes()).unwrap().kind
    }

    fn message(more: Value) -> Value {
        let mut message = json!({
            "message_id": 2, "date": 1_795_348_800, "chat": { "id": 3, "type": "private", "first_name": "Ada" },
            "from": { "id": 3, "is_bot": false, "first_name": "Ada" },
        });
        message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        message
    }

    fn parse_message(more: Value) -> IncomingMessage {
        match parse("message", message(more)) {
            UpdateKind::Message(message) => *message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_a_later_bot_api_adds_makes_nothing_unreadable() {
        let read = parse_message(json!({
            "text": "here and there",
            "of_tomorrow": { "more": [1] },
            "entities": [
                { "type": "text_link", "offset": 0, "length": 4, "url": "https://www.aliexpress.com/" },
                { "type": "of_tomorrow", "offset": 9, "length": 3, "more": {} },
                { "type": "without_a_place" },
            ],
            "reply_markup": { "inline_keyboard": [[{ "text": "a", "of_tomorrow": 1 }, { "text": "b", "url": "https://a.example/", "style": "c" }], "no row"] },
            "link_preview_options": { "url": "https://b.example/", "of_tomorrow": true },
            "via_bot": "not a user",
            "reply_to_message": { "without": "an id" },
        }));
        assert_eq!(read.content.post.text, "here and there");
        assert_eq!(read.content.post.entities.len(), 2);
        assert!(read.has_foreign_buttons && read.reply_to.is_none() && read.via_bot.is_none());
        // Fields that the bot does not know are kept.
        let kept = serde_json::to_value(&read.content).unwrap();
        assert_eq!(kept["buttons"], json!([[{ "text": "b", "url": "https://a.example/", "style": "c" }]]));
        assert_eq!(kept["body"]["Text"]["preview"]["of_tomorrow"], true);
        assert_eq!(kept["post"]["entities"][1]["more"], json!({}));
    }

    #[test]
    fn an_album_part_keeps_what_sending_it_again_needs() {
        let read = parse_message(json!({
            "caption": "look", "media_group_id": "7", "has_media_spoiler": true, "show_caption_above_media": true,
            "photo": [{ "file_id": "small" }, { "file_id": "large" }], "forward_origin": {},
        }));
        let kept = serde_json::to_value(&read.content).unwrap();
        let item = json!({ "kind": "photo", "file_id": "large", "spoiler": true });
        assert_eq!(kept["body"], json!({ "Media": { "item": item, "above": true } }));
        assert_eq!((read.content.album.as_deref(), read.content.forwarded), (Some("7"), true));
        let animation = parse_message(json!({ "animation": {}, "document": { "file_id": "f" } }));
        assert!(animation.document.is_none() && animation.content.is_media());
    }

    #[test]
    fn who_wrote_a_message_is_told_by_its_sender_chat_first() {
        let author = |more| parse_message(more).author;
        assert_eq!(author(json!({})), MessageAuthor::Person { id: 3, name: "Ada".to_owned() });
        assert_eq!(author(json!({ "sender_chat": { "id": 3, "type": "private" } })), MessageAuthor::Admin);
        let channel = json!({ "sender_chat": { "id": -9, "type": "channel", "title": "Deals" } });
        assert_eq!(author(channel), MessageAuthor::Channel { title: "Deals".to_owned() });
        assert_eq!(author(json!({ "from": null })), MessageAuthor::Unknown);
    }

    #[test]
    fn an_optional_field_of_a_wrong_form_costs_itself_alone() {
        let from = json!({ "id": 3, "is_bot": "no", "first_name": "Ada", "last_name": 5, "username": {}, "language_code": null });
        let read = parse_message(json!({
            "text": "hello", "from": from, "chat": { "id": 3, "type": "private", "title": [] },
            "document": { "file_id": "f", "file_name": 1, "file_size": "x" },
            "chat_shared": { "chat_id": "y" }, "via_bot": { "id": "z", "username": "other_bot" },
        }));
        assert_eq!(read.author, MessageAuthor::Person { id: 3, name: "Ada".to_owned() });
        assert_eq!((read.chat.kind, read.content.post.text.as_str()), (ChatType::Private, "hello"));
        let document = read.document.unwrap();
        assert_eq!((document.file_id.as_str(), document.file_name, document.file_size), ("f", None, None));
        assert_eq!((read.chat_shared, read.via_bot.as_deref()), (None, Some("other_bot")));
        for chat in [json!({ "id": 3 }), json!({ "id": 3, "type": 1 }), json!({ "id": 3, "type": "hall" })] {
            assert_eq!(parse_message(json!({ "chat": chat })).chat.kind, ChatType::Unknown);
        }
    }

    #[test]
    fn an_anonymous_admin_is_recognised_by_the_number_of_the_sender_chat_alone() {
        let author = |sender: Value| parse_message(json!({ "sender_chat": sender })).author;
        for more in [json!({}), json!({ "type": 7 }), json!({ "type": "supergroup", "title": {} })] {
            let sender = |id: i64| {
                let mut sender = more.clone();
                sender["id"] = id.into();
                sender
            };
            assert_eq!(author(sender(3)), MessageAuthor::Admin, "{more}");
            assert_eq!(author(sender(-9)), MessageAuthor::Channel { title: String::new() }, "{more}");
        }
    }

    #[test]
    fn a_change_of_membership_keeps_its_status() {
        let chat = json!({ "id": -5, "type": "supergroup", "title": 1 });
        let new = json!({ "status": "administrator", "can_delete_messages": "yes", "can_edit_messages": true, "is_member": 0 });
        let old = json!({ "status": 4, "can_send_messages": true });
        let UpdateKind::MyChatMember(change) = parse(
            "my_chat_member",
            json!({ "chat": chat, "from": { "id": 3, "last_name": [] }, "old_chat_member": old, "new_chat_member": new }),
        ) else {
            panic!("no change of membership")
        };
        assert_eq!((change.chat.kind, change.chat.title), (ChatType::Supergroup, None));
        assert_eq!(change.from.map(|user| user.id), Some(3));
        assert!(change.new.is_administrator() && change.new.has_right(AdminRight::EditMessages));
        assert!(!change.new.has_right(AdminRight::DeleteMessages));
        assert_eq!(change.old.is_in_chat(), None, "not known is not gone");
        // Answers of `getChatMember` and `getChat` are read in the same way.
        let member: ChatMember =
            serde_json::from_str(r#"{"status":"creator","can_edit_messages":null}"#).unwrap();
        assert!(member.is_admin());
        let details = r#"{"title":1,"type":"group","permissions":{"can_send_messages":"no"}}"#;
        let details: ChatDetails = serde_json::from_str(details).unwrap();
        let permissions = Some(ChatPermissions { can_send_messages: None });
        assert_eq!(details, ChatDetails { title: None, kind: Some(ChatType::Group), permissions });
    }

    #[test]
    fn a_kind_without_its_fields_is_unsupported_and_no_update_without_a_number() {
        assert_eq!(parse("message", json!({ "message_id": 1 })), UpdateKind::Unsupported);
        assert_eq!(parse("callback_query", json!({ "id": "1" })), UpdateKind::Unsupported);
        assert_eq!(parse("of_tomorrow", json!({})), UpdateKind::Unsupported);
        for json in ["", "[]", "{}", r#"{"update_id":"1"}"#, r#"{"message":{}}"#] {
            assert_eq!(Update::parse(json.as_bytes()), None, "{json}");
        }
    }

    #[test]
    fn a_tap_on_a_message_that_telegram_no_longer_shows_keeps_its_number() {
        let from = json!({ "id": 3, "is_bot": false, "first_name": "Ada" });
        let pressed = json!({ "message_id": 5, "date": 0, "chat": { "id": 3, "type": "private" } });
        let UpdateKind::CallbackQuery(query) =
            parse("callback_query", json!({ "id": "1", "from": from, "data": "x", "message": pressed }))
        else {
            panic!("no callback query")
        };
        assert_eq!((query.message_id(), query.data.as_str()), (Some(5), "x"));
        assert!(!query.message.unwrap().is_accessible());
    }
}
