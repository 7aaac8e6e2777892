//! Changes as text, for people and for snapshots.
//!
//! `{}` is a message with its buttons below: `bot #4: text`, or `bot #5 [photo, veiled]: caption`; in a topic `bot #5
//! in topic 3: text`; an ephemeral message is `bot ~1 for Ayşe alone: text`. `{:#}` adds the message that it replies to
//! (`bot #5 to #4: …`) and its entities, one per line: `  bold 0..5 "words"` with offsets in UTF-16 units and further
//! fields behind.

use std::fmt;

use serde_json::Value;

use super::log::{ChangeKind, ChatChange};
use super::pending::InlineAnswer;

impl ChatChange {
    /// The change with its entities, as `{:#}` writes it.
    pub fn with_marks(&self) -> String {
        format!("{self:#}")
    }

    /// The properties of a message besides its text, such as ` [photo, album]`; empty for a plain text.
    fn describe_nature(&self) -> String {
        let Some(message) = self.message() else { return String::new() };
        let mut nature: Vec<String> = self.media().map(|kind| kind.field().to_owned()).into_iter().collect();
        nature.extend(self.album().map(|album| format!("album {}", &album[album.len().saturating_sub(3)..])));
        let flags = [("show_caption_above_media", "caption above"), ("has_media_spoiler", "veiled")];
        let set = flags.into_iter().filter(|(key, _)| message[*key] == true);
        nature.extend(set.map(|(_, words)| words.to_owned()));
        let origin = &message["forward_origin"];
        let from =
            [&origin["chat"]["title"], &origin["sender_user"]["first_name"], &origin["sender_user_name"]];
        nature.extend(from.into_iter().find_map(Value::as_str).map(|name| format!("from {name}")));
        nature
            .extend(SERVICE.iter().filter_map(|(key, words)| Some(service_text(words, message.get(*key)?))));
        if nature.is_empty() { String::new() } else { format!(" [{}]", nature.join(", ")) }
    }

    /// The text after a colon, if there is one.
    fn display_text(&self) -> String {
        match self.text() {
            "" if self.media().is_some() || self.is_service() => String::new(),
            text => format!(": {text}"),
        }
    }

    pub fn is_service(&self) -> bool {
        self.message().is_some_and(|message| SERVICE.iter().any(|(key, _)| message.get(*key).is_some()))
    }

    fn write_entities(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units: Vec<u16> = self.text().encode_utf16().collect();
        for entity in self.entities() {
            let number = |key: &str| entity[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            let (start, end) = (number("offset"), number("offset") + number("length"));
            let covered = String::from_utf16_lossy(units.get(start..end).unwrap_or_default());
            write!(f, "\n  {} {start}..{end} {covered:?}", entity["type"].as_str().unwrap_or_default())?;
            for (key, value) in entity.as_object().into_iter().flatten() {
                if !["type", "offset", "length"].contains(&key.as_str()) {
                    let value = value["id"].as_i64().map_or_else(|| value.to_string(), |id| id.to_string());
                    write!(f, " {key}={}", value.trim_matches('"'))?;
                }
            }
        }
        Ok(())
    }
}

/// Fields of service messages, and the words for them.
const SERVICE: [(&str, &str); 6] = [
    ("new_chat_members", "added"),
    ("left_chat_member", "left"),
    ("forum_topic_created", "new topic"),
    ("migrate_to_chat_id", "becomes chat"),
    ("migrate_from_chat_id", "was chat"),
    ("chat_shared", "shares chat"),
];

/// The words with the name or number of the field.
fn service_text(words: &str, field: &Value) -> String {
    let names = [&field["first_name"], &field["name"], &field[0]["first_name"], &field["title"]];
    let number = field.as_i64().or_else(|| field["chat_id"].as_i64()).map(|number| number.to_string());
    match names.into_iter().find_map(Value::as_str).map(str::to_owned).or(number) {
        Some(name) => format!("{words} {name}"),
        None => words.to_owned(),
    }
}

/// The results of an inline query: title and description, then the text of the message that each would become.
fn write_inline_answer(answer: &InlineAnswer, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("bot answers the query:")?;
    if let Some(button) = &answer.button {
        let part = |key: &str| button[key].as_str().unwrap_or_default();
        write!(f, "\n  [{}] starts {:?}", part("text"), part("start_parameter"))?;
    }
    for result in &answer.results {
        let part = |key: &str| result[key].as_str().unwrap_or_default();
        write!(f, "\n  {} | {}", part("title"), part("description"))?;
        let message = &result["input_message_content"];
        for line in message["message_text"].as_str().unwrap_or_default().lines() {
            write!(f, "\n    {line}")?;
        }
        if let Some(url) = message["link_preview_options"]["url"].as_str() {
            write!(f, "\n    preview: {url}")?;
        }
    }
    if !answer.next_offset.is_empty() {
        write!(f, "\n  more from {:?}", answer.next_offset)?;
    }
    Ok(())
}

impl fmt::Display for ChatChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = |from_bot: bool| if from_bot { "bot" } else { "user" };
        let id = self.message_id().unwrap_or_default();
        let (nature, words) = (self.describe_nature(), self.display_text());
        let topic = self.topic().map(|topic| format!(" in topic {topic}")).unwrap_or_default();
        match &self.kind {
            ChangeKind::Message { from_bot, message } => {
                write!(f, "{} #{id}{nature}{topic}", who(*from_bot))?;
                let answered = message["reply_to_message"]["message_id"].as_i64();
                // Every message in a topic is a reply to its first message.
                let answered = answered.filter(|answered| Some(*answered) != self.topic());
                if let Some(answered) = answered.filter(|_| f.alternate()) {
                    write!(f, " to #{answered}")?;
                }
                f.write_str(&words)?;
            }
            ChangeKind::Edited { from_bot, .. } => {
                write!(f, "{} edits #{id}{nature}{topic}{words}", who(*from_bot))?;
            }
            ChangeKind::Deleted { message_id } => write!(f, "bot deletes #{message_id}")?,
            ChangeKind::DeletedByUser { message_id } => write!(f, "user deletes #{message_id}")?,
            ChangeKind::Ephemeral { message, .. } | ChangeKind::EphemeralEdited { message, .. } => {
                let edits =
                    if matches!(self.kind, ChangeKind::EphemeralEdited { .. }) { "edits " } else { "" };
                let (id, whom) = (&message["ephemeral_message_id"], &message["receiver_user"]["first_name"]);
                let whom = whom.as_str().unwrap_or_default();
                write!(f, "bot {edits}~{id} for {whom} alone{topic}{words}")?;
            }
            ChangeKind::EphemeralDeleted { ephemeral_message_id, .. } => {
                write!(f, "bot deletes ~{ephemeral_message_id}")?;
            }
            ChangeKind::Action { action } => write!(f, "bot is {action}")?,
            ChangeKind::Reaction { message_id, reaction } => {
                let emoji: Vec<_> = reaction.iter().filter_map(|r| r["emoji"].as_str()).collect();
                write!(f, "bot reacts to #{message_id}: {}", emoji.join(" "))?;
            }
            ChangeKind::CallbackAnswer { text, show_alert, .. } => {
                write!(f, "bot {} the press: {text}", if *show_alert { "alerts on" } else { "answers" })?;
            }
            ChangeKind::InlineAnswer { answer, .. } => write_inline_answer(answer, f)?,
            ChangeKind::Commands => f.write_str("command menus changed")?,
        }
        if f.alternate() {
            self.write_entities(f)?;
        }
        for row in self.buttons() {
            let texts: Vec<_> = row.iter().filter_map(|button| button["text"].as_str()).collect();
            write!(f, "\n  [{}]", texts.join("] ["))?;
        }
        Ok(())
    }
}
