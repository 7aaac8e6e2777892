//! What the bot tells about itself: command menus by scope and language, names and descriptions.
//!
//! Limits (Bot API): 100 commands of `[a-z0-9_]{1,32}` with 1-256 characters of description in each
//! scope and language; name 64, description 512, short description 120 characters.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::entities::units;
use super::people::{Chat, ChatId, ChatKind, UserId};
use super::refusal::Refusal;

/// For whom a menu is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    Default,
    AllPrivateChats,
    AllGroupChats,
    AllChatAdministrators,
    Chat(ChatId),
    ChatAdministrators(ChatId),
    ChatMember(ChatId, UserId),
}

impl Scope {
    /// The scope that a request names; its chat must be one of `knows`.
    fn of(params: &Map<String, Value>, knows: impl Fn(ChatId) -> bool) -> Result<Scope, Refusal> {
        let Some(scope) = params.get("scope") else { return Ok(Scope::Default) };
        let number = |key: &str| scope[key].as_i64();
        let chat = || {
            let known = number("chat_id").filter(|chat| knows(*chat));
            known.ok_or_else(|| Refusal::bad_request("chat not found"))
        };
        match scope["type"].as_str().unwrap_or_default() {
            "default" => Ok(Scope::Default),
            "all_private_chats" => Ok(Scope::AllPrivateChats),
            "all_group_chats" => Ok(Scope::AllGroupChats),
            "all_chat_administrators" => Ok(Scope::AllChatAdministrators),
            "chat" => Ok(Scope::Chat(chat()?)),
            "chat_administrators" => Ok(Scope::ChatAdministrators(chat()?)),
            "chat_member" => {
                let user = number("user_id").ok_or_else(|| Refusal::bad_request("user not found"))?;
                Ok(Scope::ChatMember(chat()?, user))
            }
            other => {
                let what = format!("can't parse BotCommandScope: Unsupported type \"{other}\"");
                Err(Refusal::bad_request(what))
            }
        }
    }
}

/// Menus and texts, by language; the empty language stands for all that have none of their own.
#[derive(Default)]
pub(crate) struct Profile {
    commands: BTreeMap<(Scope, String), Vec<Value>>,
    texts: BTreeMap<(&'static str, String), String>,
}

impl Profile {
    /// Serves the methods of this module; `None` for any other.
    pub(crate) fn serve(
        &mut self,
        method: &str,
        params: &Map<String, Value>,
        bot_name: &str,
        knows: impl Fn(ChatId) -> bool,
    ) -> Option<Result<Value, Refusal>> {
        let (setter, key, limit) = match method {
            "setMyCommands" | "getMyCommands" | "deleteMyCommands" => {
                return Some(self.commands(method, params, knows));
            }
            "setMyName" => (true, "name", 64),
            "getMyName" => (false, "name", 64),
            "setMyDescription" => (true, "description", 512),
            "getMyDescription" => (false, "description", 512),
            "setMyShortDescription" => (true, "short_description", 120),
            "getMyShortDescription" => (false, "short_description", 120),
            _ => return None,
        };
        Some(language(params).and_then(|language| {
            if !setter {
                return Ok(json!({ key: self.text(key, &language).unwrap_or(match key {
                    "name" => bot_name,
                    _ => "",
                }) }));
            }
            let text = params.get(key).and_then(Value::as_str).unwrap_or_default();
            if units(text) > limit {
                let what = format!("{} is too long", key.replace('_', " "));
                return Err(Refusal::bad_request(what));
            }
            if text.is_empty() {
                self.texts.remove(&(key, language));
            } else {
                self.texts.insert((key, language), text.to_owned());
            }
            Ok(json!(true))
        }))
    }

    fn text(&self, key: &'static str, language: &str) -> Option<&str> {
        let of = |language: &str| self.texts.get(&(key, language.to_owned())).map(String::as_str);
        of(language).or_else(|| of(""))
    }

    fn commands(
        &mut self,
        method: &str,
        params: &Map<String, Value>,
        knows: impl Fn(ChatId) -> bool,
    ) -> Result<Value, Refusal> {
        let place = (Scope::of(params, knows)?, language(params)?);
        if method == "getMyCommands" {
            return Ok(json!(self.commands.get(&place).map(Vec::as_slice).unwrap_or_default()));
        }
        let commands = params.get("commands").and_then(Value::as_array).cloned().unwrap_or_default();
        if commands.len() > 100 {
            return Err(Refusal::bad_request("BOT_COMMANDS_TOO_MUCH"));
        }
        for command in &commands {
            check_command(command)?;
        }
        if commands.is_empty() {
            self.commands.remove(&place);
        } else {
            self.commands.insert(place, commands);
        }
        Ok(json!(true))
    }

    /// The menu that a user sees in a chat; there is none in channels and where the bot is not.
    pub(crate) fn menu(&self, chat: &Chat, user: UserId, language: Option<&str>) -> Vec<Value> {
        match chat.kind {
            ChatKind::Private => self.private_menu(chat.id, language),
            ChatKind::Group | ChatKind::Supergroup { .. } if chat.bot.is_in() => {
                self.group_menu(chat.id, user, chat.role(user).is_admin(), language)
            }
            _ => Vec::new(),
        }
    }

    /// The menu in the private chat, by the order of the Bot API ("Determining list of commands").
    pub(crate) fn private_menu(&self, chat: ChatId, language: Option<&str>) -> Vec<Value> {
        self.first_of(&[Scope::Chat(chat), Scope::AllPrivateChats, Scope::Default], language)
    }

    /// The same in a group, where administrators may have menus of their own.
    fn group_menu(&self, chat: ChatId, user: UserId, admin: bool, language: Option<&str>) -> Vec<Value> {
        let mut scopes = vec![
            Scope::ChatMember(chat, user),
            Scope::ChatAdministrators(chat),
            Scope::Chat(chat),
            Scope::AllChatAdministrators,
            Scope::AllGroupChats,
            Scope::Default,
        ];
        let of_admins =
            |scope: &Scope| matches!(scope, Scope::ChatAdministrators(_) | Scope::AllChatAdministrators);
        scopes.retain(|scope| admin || !of_admins(scope));
        self.first_of(&scopes, language)
    }

    /// The first menu that was set for one of these, each time in the language first.
    fn first_of(&self, scopes: &[Scope], language: Option<&str>) -> Vec<Value> {
        // `tr-TR` is served by what was set for `tr`.
        let language = language.and_then(|code| code.split('-').next()).unwrap_or_default();
        let order = scopes.iter().flat_map(|scope| [(*scope, language), (*scope, "")]);
        let of = |(scope, language): (Scope, &str)| self.commands.get(&(scope, language.to_owned()));
        order.into_iter().find_map(of).cloned().unwrap_or_default()
    }
}

fn check_command(command: &Value) -> Result<(), Refusal> {
    let name = command["command"].as_str().unwrap_or_default();
    let sign = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if !(1..=32).contains(&name.len()) || !name.bytes().all(sign) {
        return Err(Refusal::bad_request("BOT_COMMAND_INVALID"));
    }
    let description = command["description"].as_str().unwrap_or_default();
    if description.trim().is_empty() || units(description) > 256 {
        return Err(Refusal::bad_request("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(())
}

fn language(params: &Map<String, Value>) -> Result<String, Refusal> {
    let code = params.get("language_code").and_then(Value::as_str).unwrap_or_default();
    if code.is_empty() || (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())) {
        return Ok(code.to_owned());
    }
    Err(Refusal::bad_request("invalid language code specified"))
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
