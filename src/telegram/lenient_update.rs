//! An update without what the bot has no use for.
//!
//! Telegram grows faster than teloxide: a mark or a field of a later Bot API makes an update unreadable as a whole. What the
//! bot needs of it has been the same for years.

use serde_json::{Value, json};
use teloxide::types::{MessageEntity, MessageKind, Update, UpdateKind};

const OF_MESSAGE: [&str; 5] = ["message_id", "from", "chat", "date", "edit_date"];
const OF_PERSON: [&str; 4] = ["id", "is_bot", "first_name", "language_code"];
const OF_CHAT: [&str; 4] = ["id", "type", "first_name", "title"];

/// Reads an update, if need be only the parts that the bot knows what to do with. `None` for what stays unreadable.
pub(super) fn parse_lenient(raw: &[u8]) -> Option<Update> {
    // From text: teloxide's updates cannot be read from a `Value`.
    let parse = |raw: &[u8]| serde_json::from_slice(raw).ok().filter(|update: &Update| !is_unknown(update));
    let whole = parse(raw);
    if whole.as_ref().is_some_and(is_understood) {
        return whole;
    }
    let lean = lean(&serde_json::from_slice(raw).ok()?);
    lean.and_then(|lean| parse(lean.to_string().as_bytes())).filter(is_understood).or(whole)
}

fn is_unknown(update: &Update) -> bool {
    matches!(update.kind, UpdateKind::Error(_))
}

/// A message that teloxide cannot read looks to it like one of those that Telegram makes by itself.
fn is_understood(update: &Update) -> bool {
    match &update.kind {
        UpdateKind::Message(message) | UpdateKind::EditedMessage(message) => {
            matches!(message.kind, MessageKind::Common(_))
        }
        _ => true,
    }
}

fn lean(update: &Value) -> Option<Value> {
    let mut kept = json!({ "update_id": update["update_id"] });
    for kind in ["message", "edited_message"] {
        if let Some(message) = update.get(kind) {
            kept[kind] = of_message(message);
            if let Some(answered) = message.get("reply_to_message") {
                kept[kind]["reply_to_message"] = of_message(answered);
            }
            return Some(kept);
        }
    }
    let press = update.get("callback_query")?;
    kept["callback_query"] = some_of(press, &["id", "chat_instance", "data"]);
    kept["callback_query"]["from"] = some_of(&press["from"], &OF_PERSON);
    if let Some(message) = press.get("message") {
        kept["callback_query"]["message"] = of_message(message);
    }
    Some(kept)
}

/// Words, who wrote them where, and the links behind them.
fn of_message(message: &Value) -> Value {
    let mut kept = some_of(message, &OF_MESSAGE);
    for (part, fields) in [("from", OF_PERSON), ("chat", OF_CHAT)] {
        if let Some(whole) = message.get(part) {
            kept[part] = some_of(whole, &fields);
        }
    }
    // The words below a picture are a text without the picture.
    for (words, marks) in [("caption", "caption_entities"), ("text", "entities")] {
        let Some(text) = message.get(words) else { continue };
        let all = message[marks].as_array().into_iter().flatten();
        kept["text"] = text.clone();
        kept["entities"] = all.filter(|mark| is_readable_link(mark)).cloned().collect();
    }
    kept
}

/// A link behind words whose address teloxide can read as well; one that it cannot would take the whole message with it.
fn is_readable_link(mark: &Value) -> bool {
    mark["type"] == "text_link" && serde_json::from_value::<MessageEntity>(mark.clone()).is_ok()
}

fn some_of(whole: &Value, fields: &[&str]) -> Value {
    let kept = fields.iter().filter_map(|field| Some(((*field).to_owned(), whole.get(field)?.clone())));
    Value::Object(kept.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_with_marks_of_tomorrow_keeps_its_text_and_its_links() {
        let update = json!({ "update_id": 1, "message": {
            "message_id": 2, "date": 1_795_348_800,
            "chat": { "id": 3, "type": "private", "first_name": "Ada" },
            "from": { "id": 3, "is_bot": false, "first_name": "Ada" },
            "text": "here and there",
            "entities": [
                { "type": "text_link", "offset": 0, "length": 4, "url": "https://www.aliexpress.com/" },
                { "type": "of_tomorrow", "offset": 9, "length": 3, "more": {} },
                { "type": "text_link", "offset": 9, "length": 5, "url": "not an address" },
            ],
        }});
        let UpdateKind::Message(message) = parse_lenient(update.to_string().as_bytes()).unwrap().kind else {
            panic!("no message")
        };
        assert_eq!(message.text(), Some("here and there"));
        assert_eq!(message.entities().unwrap().len(), 1);
    }
}
