//! Inline queries: a person types the bot's name and a text in any chat, the bot offers results, and the person sends
//! one of them.
//!
//! Sources: Bot API, `answerInlineQuery` (50 results with ids of 1-64 bytes, an offset of at most 64 bytes, a button
//! with a parameter of 1-64 of `A-Z a-z 0-9 _ -`) and `InlineQuery` (256 characters).

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::entities::units;
use super::ids::{ChatId, ChatKind, MessageId, UserId};
use super::impossible::ImpossibleAction;
use super::keyboard;
use super::log::ChangeKind;
use super::media::MediaKind;
use super::model::{Content, MessageRelations, SandboxUser};
use super::parameters::{Params, flag, list, not_served, number, parse_caption, parse_content, text};
use super::pending::{InlineAnswer, PendingInlineQuery, ResultContent};
use super::refusal::{RefusedCall, refuse};
use super::senders::SendAs;
use super::stand_in::{TelegramStandIn, expect_ok};
use super::waiting::WaitTimeout;
use super::world::TelegramWorld;

/// Longest query, in characters.
const QUERY_LIMIT: usize = 256;
const RESULTS_LIMIT: usize = 50;
/// Longest id, offset and start parameter, in bytes.
pub(super) const BYTES_LIMIT: usize = 64;

pub(super) fn inline_message_id(chat: ChatId, id: MessageId) -> String {
    format!("AgAAA-{}-{id}", chat.unsigned_abs())
}

impl TelegramWorld {
    /// A person types a query in a chat; returns the query's id.
    pub(crate) fn ask_inline(
        &mut self,
        chat: ChatId,
        user: UserId,
        query: &str,
        offset: &str,
    ) -> Result<String, ImpossibleAction> {
        if !self.options.inline {
            return Err(ImpossibleAction::Post("the bot has no inline mode".to_owned()));
        }
        if query.chars().count() > QUERY_LIMIT {
            return Err(ImpossibleAction::TooLong(query.chars().count()));
        }
        let from = self.user_json(user)?;
        let chat_type = match self.chat_of(chat, user)?.kind {
            ChatKind::Private => "sender",
            kind => kind.name(),
        };
        self.inline.count += 1;
        let id = (4_200_000_000_000 + self.inline.count).to_string();
        let body = json!({"id": id, "from": from, "query": query, "offset": offset, "chat_type": chat_type});
        self.inline.asked.insert(
            id.clone(),
            PendingInlineQuery { user, text: query.to_owned(), answer: None, contents: HashMap::new() },
        );
        self.updates.push("inline_query", body);
        Ok(id)
    }

    pub(crate) fn choose_inline(
        &mut self,
        chat: ChatId,
        sender: &SendAs,
        query: &str,
        result: &str,
    ) -> Result<MessageId, ImpossibleAction> {
        let user = sender.user;
        let no_result = || ImpossibleAction::NoResult(result.to_owned());
        let asked = self.inline.asked.get(query).filter(|asked| asked.user == user).ok_or_else(no_result)?;
        let said = asked.contents.get(result).ok_or_else(no_result)?;
        let (mut content, photo, words) = (said.content.clone(), said.photo, asked.text.clone());
        self.take_part(chat, user)?;
        if photo {
            content.media = Some(self.new_file(MediaKind::Photo, None, None));
        }
        let (author, signature) = self.author_of(chat, sender)?;
        let relations = MessageRelations {
            via_bot: Some(self.bot()),
            signature,
            thread: sender.topic,
            ..MessageRelations::default()
        };
        let has_keyboard = content.keyboard.is_some();
        let id = self.post_and_id(chat, author, content, relations)?;
        if self.options.inline_feedback {
            let from = self.users.get(&user).map(SandboxUser::json);
            let mut chosen = json!({"result_id": result, "from": from, "query": words});
            if has_keyboard {
                chosen["inline_message_id"] = json!(inline_message_id(chat, id));
            }
            self.updates.push("chosen_inline_result", chosen);
        }
        Ok(id)
    }
}

/// `answerInlineQuery`.
pub(crate) fn answer(world: &mut TelegramWorld, params: &Params) -> Result<Value, RefusedCall> {
    let id = text(params, "inline_query_id");
    if !world.inline.asked.contains_key(id) {
        return refuse("query is too old and response timeout expired or query ID is invalid");
    }
    let results = list(params, "results").to_vec();
    if results.len() > RESULTS_LIMIT {
        return refuse("RESULTS_TOO_MUCH");
    }
    let next_offset = text(params, "next_offset").to_owned();
    if next_offset.len() > BYTES_LIMIT {
        return refuse("NEXT_OFFSET_INVALID");
    }
    let cache_time = number(params, "cache_time").unwrap_or(300);
    if cache_time < 0 {
        return refuse("CACHE_TIME_INVALID");
    }
    let button = params.get("button").filter(|button| !button.is_null()).cloned();
    button.as_ref().map_or(Ok(()), check_button)?;
    let mut says = HashMap::new();
    let mut seen = BTreeSet::new();
    for result in &results {
        let id = result["id"].as_str().unwrap_or_default().to_owned();
        if !(1..=BYTES_LIMIT).contains(&id.len()) {
            return refuse("RESULT_ID_INVALID");
        }
        if !seen.insert(id.clone()) {
            return refuse("RESULT_ID_DUPLICATE");
        }
        says.insert(id, parse_result(result)?);
    }
    let is_personal = flag(params, "is_personal");
    let answer = InlineAnswer { results, next_offset, button, cache_time, is_personal };
    let Some(query) = world.inline.asked.get_mut(id) else { return Ok(json!(true)) };
    query.contents = says;
    query.answer = Some(answer.clone());
    let what = ChangeKind::InlineAnswer { inline_query_id: id.to_owned(), user_id: query.user, answer };
    let user = query.user;
    world.log.push(Some(user), what);
    Ok(json!(true))
}

fn check_button(button: &Value) -> Result<(), RefusedCall> {
    if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
        return refuse("SWITCH_PM_TEXT_EMPTY");
    }
    match button["start_parameter"].as_str() {
        None => Err(not_served("a button without start_parameter")),
        Some("") => refuse("START_PARAM_EMPTY"),
        Some(parameter) if is_payload(parameter) => Ok(()),
        Some(_) => refuse("START_PARAM_INVALID"),
    }
}

/// Whether the bot can be started with this parameter: 1-64 of `A-Z a-z 0-9 _ -`.
pub(super) fn is_payload(parameter: &str) -> bool {
    let sign = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    (1..=BYTES_LIMIT).contains(&parameter.len()) && parameter.bytes().all(sign)
}

/// Checks an `InlineQueryResult`; returns the content of its message.
pub(super) fn parse_result(result: &Value) -> Result<ResultContent, RefusedCall> {
    let fields = result.as_object().cloned().unwrap_or_default();
    for (url, needed) in
        [("thumbnail_url", false), ("url", false), ("photo_url", text(&fields, "type") == "photo")]
    {
        let address = text(&fields, url);
        if (needed || !address.is_empty())
            && !(address.starts_with("http://") || address.starts_with("https://"))
        {
            return refuse("WEBDOCUMENT_URL_INVALID");
        }
    }
    let message = result["input_message_content"].as_object();
    let of_text = |message: &Params| {
        let mut message = message.clone();
        let words = message.remove("message_text").unwrap_or_default();
        message.insert("text".to_owned(), words);
        parse_content(&message, "MESSAGE_TOO_LONG")
    };
    let photo = match text(&fields, "type") {
        "article" => false,
        "photo" => true,
        other => return Err(not_served(&format!("an inline result of type {other}"))),
    };
    if !photo && text(&fields, "title").trim().is_empty() {
        return refuse("ARTICLE_TITLE_EMPTY");
    }
    let mut content = match message {
        Some(message) if message.contains_key("message_text") => of_text(message)?,
        Some(_) => return Err(not_served("an input_message_content that is no text")),
        None => {
            Content { formatted: parse_caption(&fields, "MEDIA_CAPTION_TOO_LONG")?, ..Content::default() }
        }
    };
    content.keyboard = keyboard::parse_inline_keyboard(fields.get("reply_markup"))?;
    let of_photo = photo && message.is_none();
    content.caption_above = of_photo && flag(&fields, "show_caption_above_media");
    if units(text(&fields, "title")) > 4_096 {
        return refuse("MESSAGE_TOO_LONG");
    }
    Ok(ResultContent { content, photo: of_photo })
}

impl TelegramStandIn {
    /// A person types a query in the private chat; returns the query's id.
    #[track_caller]
    pub fn ask_inline(&self, user: UserId, query: &str) -> String {
        expect_ok(self.try_ask_inline(user, user, query, ""))
    }

    /// Like [`ask_inline`](Self::ask_inline), in any chat and from an offset on, without the panic.
    pub fn try_ask_inline(
        &self,
        chat: ChatId,
        user: UserId,
        query: &str,
        offset: &str,
    ) -> Result<String, ImpossibleAction> {
        self.write(|world| world.ask_inline(chat, user, query, offset))
    }

    /// A person sends a result of a query into a chat.
    pub fn try_choose_inline(
        &self,
        chat: ChatId,
        user: UserId,
        query: &str,
        result: &str,
    ) -> Result<MessageId, ImpossibleAction> {
        self.write(|world| world.choose_inline(chat, &SendAs::user(user), query, result))
    }

    /// Waits for the answer to a query.
    pub async fn inline_answer(&self, query: &str) -> Result<InlineAnswer, WaitTimeout> {
        let answer = || self.read(|world| world.inline.asked.get(query)?.answer.clone());
        self.wait(answer, || (format!("the answer to the query {query}"), String::new())).await
    }

    /// Makes all inline queries so far too old to be answered.
    pub fn expire_inline(&self) {
        self.write(|world| world.inline.asked.clear());
    }
}
