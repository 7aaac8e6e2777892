//! The bot's profile: command menus by scope and language, names and descriptions.
//!
//! Limits (Bot API): 100 commands of `[a-z0-9_]{1,32}` with 1-256 characters of description in each
//! scope and language; name 64, description 512, short description 120 characters.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::entities::units;
use super::ids::{ChatId, ChatKind, UserId};
use super::model::SandboxChat;
use super::parameters::{Params, list, text};
use super::refusal::{RefusedCall, refuse};

/// The Bot API's `BotCommandScope`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum CommandScope {
    Default,
    AllPrivateChats,
    AllGroupChats,
    AllChatAdministrators,
    Chat(ChatId),
    ChatAdministrators(ChatId),
    ChatMember(ChatId, UserId),
}

impl CommandScope {
    /// The scope of a request; `knows` says whether the bot knows a chat.
    fn parse(params: &Params, knows: impl Fn(ChatId) -> bool) -> Result<CommandScope, RefusedCall> {
        let Some(scope) = params.get("scope") else { return Ok(CommandScope::Default) };
        let number = |key: &str| scope[key].as_i64();
        let chat = || {
            let known = number("chat_id").filter(|chat| knows(*chat));
            known.ok_or_else(|| RefusedCall::bad_request("chat not found"))
        };
        match scope["type"].as_str().unwrap_or_default() {
            "default" => Ok(CommandScope::Default),
            "all_private_chats" => Ok(CommandScope::AllPrivateChats),
            "all_group_chats" => Ok(CommandScope::AllGroupChats),
            "all_chat_administrators" => Ok(CommandScope::AllChatAdministrators),
            "chat" => Ok(CommandScope::Chat(chat()?)),
            "chat_administrators" => Ok(CommandScope::ChatAdministrators(chat()?)),
            "chat_member" => {
                let user = number("user_id").ok_or_else(|| RefusedCall::bad_request("user not found"))?;
                Ok(CommandScope::ChatMember(chat()?, user))
            }
            other => refuse(format!("can't parse BotCommandScope: Unsupported type \"{other}\"")),
        }
    }
}

/// Menus and texts by language; the empty language is for all languages without their own.
#[derive(Default)]
pub(crate) struct BotProfile {
    commands: BTreeMap<(CommandScope, String), Vec<Value>>,
    texts: BTreeMap<(&'static str, String), String>,
}

impl BotProfile {
    /// Serves the methods about the profile; `None` for any other method.
    pub(crate) fn serve(
        &mut self,
        method: &str,
        params: &Params,
        bot_name: &str,
        knows: impl Fn(ChatId) -> bool,
    ) -> Option<Result<Value, RefusedCall>> {
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
        Some(parse_language(params).and_then(|language| {
            if !setter {
                return Ok(json!({ key: self.text(key, &language).unwrap_or(match key {
                    "name" => bot_name,
                    _ => "",
                }) }));
            }
            let text = text(params, key);
            if units(text) > limit {
                return refuse(format!("{} is too long", key.replace('_', " ")));
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
        params: &Params,
        knows: impl Fn(ChatId) -> bool,
    ) -> Result<Value, RefusedCall> {
        let place = (CommandScope::parse(params, knows)?, parse_language(params)?);
        if method == "getMyCommands" {
            return Ok(json!(self.commands.get(&place).map(Vec::as_slice).unwrap_or_default()));
        }
        let commands = list(params, "commands").to_vec();
        if commands.len() > 100 {
            return refuse("BOT_COMMANDS_TOO_MUCH");
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

    /// The menu that a user sees in a chat. There is none in channels and in chats without the bot.
    pub(crate) fn menu(&self, chat: &SandboxChat, user: UserId, language: Option<&str>) -> Vec<Value> {
        match chat.kind {
            ChatKind::Private => self.private_menu(chat.id, language),
            ChatKind::Group | ChatKind::Supergroup { .. } if chat.bot.is_in() => {
                self.group_menu(chat, user, language)
            }
            _ => Vec::new(),
        }
    }

    /// The menu in the private chat, in the order of the Bot API ("Determining list of commands").
    pub(crate) fn private_menu(&self, chat: ChatId, language: Option<&str>) -> Vec<Value> {
        self.first_menu(
            &[CommandScope::Chat(chat), CommandScope::AllPrivateChats, CommandScope::Default],
            language,
        )
    }

    /// The same in a group, where administrators can have their own menus.
    fn group_menu(&self, chat: &SandboxChat, user: UserId, language: Option<&str>) -> Vec<Value> {
        let mut scopes = vec![
            CommandScope::ChatMember(chat.id, user),
            CommandScope::ChatAdministrators(chat.id),
            CommandScope::Chat(chat.id),
            CommandScope::AllChatAdministrators,
            CommandScope::AllGroupChats,
            CommandScope::Default,
        ];
        let of_admins = |scope: &CommandScope| {
            matches!(scope, CommandScope::ChatAdministrators(_) | CommandScope::AllChatAdministrators)
        };
        let is_admin = chat.role(user).is_admin();
        scopes.retain(|scope| is_admin || !of_admins(scope));
        self.first_menu(&scopes, language)
    }

    /// The first menu that is set for one of these scopes, in each of them the language before the empty one.
    fn first_menu(&self, scopes: &[CommandScope], language: Option<&str>) -> Vec<Value> {
        // `tr-TR` gets the menu of `tr`.
        let language = language.and_then(|code| code.split('-').next()).unwrap_or_default();
        let order = scopes.iter().flat_map(|scope| [(*scope, language), (*scope, "")]);
        let of = |(scope, language): (CommandScope, &str)| self.commands.get(&(scope, language.to_owned()));
        order.into_iter().find_map(of).cloned().unwrap_or_default()
    }
}

fn check_command(command: &Value) -> Result<(), RefusedCall> {
    let name = command["command"].as_str().unwrap_or_default();
    let sign = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if !(1..=32).contains(&name.len()) || !name.bytes().all(sign) {
        return refuse("BOT_COMMAND_INVALID");
    }
    let description = command["description"].as_str().unwrap_or_default();
    if description.trim().is_empty() || units(description) > 256 {
        return refuse("BOT_COMMAND_DESCRIPTION_INVALID");
    }
    Ok(())
}

fn parse_language(params: &Params) -> Result<String, RefusedCall> {
    let code = text(params, "language_code");
    if code.is_empty() || (code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase())) {
        return Ok(code.to_owned());
    }
    refuse("invalid language code specified")
}

#[cfg(test)]
#[path = "profile_tests.rs"]
mod tests;
