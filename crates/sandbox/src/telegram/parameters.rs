//! Parameters that several methods share: text with entities, caption, reply target.
//!
//! Names and types of the parameters were checked against the schema before.

use serde_json::{Map, Value};

use super::formatted_text::{FormattedText, TEXT_LIMIT};
use super::ids::{ChatId, MessageId};
use super::json_objects::without_nulls;
use super::model::Content;
use super::refusal::{RefusedCall, refuse};
use super::validation::missing_parameter;
use super::world::TelegramWorld;
use super::{html, keyboard};

pub(crate) type Params = Map<String, Value>;

/// Longest caption, in UTF-16 units without markup (Bot API, `sendPhoto` and others).
const CAPTION_LIMIT: usize = 1024;

/// The parameters of send methods that are not served here, separated by spaces.
const UNSERVED: &str = "direct_messages_topic_id ephemeral_message_parameters message_effect_id \
    suggested_post_parameters allow_paid_broadcast rich_message \
    video_start_timestamp thumbnail cover start_timestamp";

/// Refuses the parameters of all send methods that are not served here.
pub(crate) fn refuse_unserved(params: &Params) -> Result<(), RefusedCall> {
    UNSERVED.split(' ').try_for_each(|parameter| refuse_if_given(params, parameter))
}

/// The content of a text message; `too_long` is the method's error for a text above the limit.
pub(crate) fn parse_content(params: &Params, too_long: &str) -> Result<Content, RefusedCall> {
    refuse_unserved(params)?;
    let formatted = parse_formatted(params, "text", TEXT_LIMIT, too_long)?;
    let link_preview = params.get("link_preview_options").cloned().map(without_nulls);
    Ok(Content {
        formatted,
        keyboard: keyboard::parse_inline_keyboard(params.get("reply_markup"))?,
        link_preview: link_preview.filter(|options| options.as_object().is_some_and(|set| !set.is_empty())),
        ..Content::default()
    })
}

/// The caption of a call or of one item of an album; empty if there is none.
pub(crate) fn parse_caption(params: &Params, too_long: &str) -> Result<FormattedText, RefusedCall> {
    parse_formatted(params, "caption", CAPTION_LIMIT, too_long)
}

/// A text parameter with its entities, from the parse mode or from an explicit list.
fn parse_formatted(
    params: &Params,
    key: &str,
    limit: usize,
    too_long: &str,
) -> Result<FormattedText, RefusedCall> {
    let raw = text(params, key);
    if raw.is_empty() && key == "text" {
        return refuse(missing_parameter(key));
    }
    let entities_key = if key == "text" { "entities".to_owned() } else { format!("{key}_entities") };
    let formatted = match text(params, "parse_mode").to_ascii_lowercase().as_str() {
        "html" => html::parse(raw)
            .map_err(|why| RefusedCall::bad_request(format!("can't parse entities: {why}")))?,
        "" => FormattedText::from_bot(raw, list(params, &entities_key))?,
        mode @ ("markdown" | "markdownv2") => return Err(not_served(&format!("parse mode {mode}"))),
        _ => return refuse("unsupported parse_mode"),
    };
    let formatted = formatted.trimmed().with_detected();
    match formatted.units() {
        0 if key == "text" => refuse("text must be non-empty"),
        length if length > limit => refuse(too_long),
        _ => Ok(formatted),
    }
}

pub(crate) fn reply_target(
    world: &TelegramWorld,
    chat: ChatId,
    params: &Params,
) -> Result<Option<MessageId>, RefusedCall> {
    let Some(reply) = params.get("reply_parameters").and_then(Value::as_object) else { return Ok(None) };
    let given = |(key, value): (&String, &Value)| (!value.is_null()).then(|| key.clone());
    let served = ["message_id", "chat_id", "allow_sending_without_reply"];
    if let Some(key) = reply.iter().filter_map(given).find(|key| !served.contains(&key.as_str())) {
        return Err(not_served(&format!("field \"{key}\" of ReplyParameters")));
    }
    if reply.get("chat_id").and_then(Value::as_i64).is_some_and(|other| other != chat) {
        return Err(not_served("a reply to another chat"));
    }
    let id = reply.get("message_id").and_then(Value::as_i64);
    match id.filter(|id| world.message(chat, *id).is_some()) {
        None if !flag(reply, "allow_sending_without_reply") => refuse("message to be replied not found"),
        target => Ok(target),
    }
}

/// A refusal of something that the real server does and this one does not, so that no test passes by it.
pub(crate) fn not_served(what: &str) -> RefusedCall {
    RefusedCall::bad_request(format!("{what} is not served by this stand-in"))
}

pub(crate) fn refuse_if_given(params: &Params, parameter: &str) -> Result<(), RefusedCall> {
    match params.get(parameter) {
        None | Some(Value::Bool(false)) => Ok(()),
        Some(_) => Err(not_served(&format!("parameter \"{parameter}\""))),
    }
}

pub(crate) fn text<'a>(params: &'a Params, key: &str) -> &'a str {
    params.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A list; empty if it is not given.
pub(crate) fn list<'a>(params: &'a Params, key: &str) -> &'a [Value] {
    params.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

pub(crate) fn number(params: &Params, key: &str) -> Option<i64> {
    params.get(key).and_then(Value::as_i64)
}

pub(crate) fn flag(params: &Params, key: &str) -> bool {
    params.get(key).and_then(Value::as_bool).unwrap_or_default()
}
