//! The menus of commands and the descriptions of the bot that Telegram shows.

use std::collections::BTreeSet;

use teloxide::Bot;
use teloxide::prelude::*;
use teloxide::types::{BotCommand, BotCommandScope, Recipient, True};

use super::api::{BotApiError, call_request};
use super::commands::{COMMANDS, CommandAudience};
use crate::text::{Localizer, Texts};
use dealink_core::lang::Lang;
use dealink_core::message::Message;

/// The commands of each menu, by the people who see it.
const PRIVATE: &[CommandAudience] =
    &[CommandAudience::Private, CommandAudience::Everywhere, CommandAudience::Admins];
const OPERATOR: &[CommandAudience] = &[
    CommandAudience::Private,
    CommandAudience::Everywhere,
    CommandAudience::Admins,
    CommandAudience::Operator,
];
const GROUP: &[CommandAudience] = &[CommandAudience::Everywhere];
const GROUP_ADMINS: &[CommandAudience] =
    &[CommandAudience::Everywhere, CommandAudience::Admins, CommandAudience::GroupAdmins];

/// Registers the menus and the bot's descriptions in each language. Operators get a menu of their own. A failure is logged and
/// affects only the menus.
pub async fn register_commands(bot: &Bot, texts: &Texts, default: Lang, operators: &BTreeSet<u64>) {
    // The entry without a language code is for all languages without a menu.
    let languages = [(None, default), (Some("tr"), Lang::Tr), (Some("en"), Lang::En)];
    for (code, lang) in languages {
        let localizer = texts.localizer(lang);
        let mut long = bot.set_my_description().description(localizer.text("bot-description"));
        let mut short =
            bot.set_my_short_description().short_description(localizer.text("bot-short-description"));
        if let Some(code) = code {
            long = long.language_code(code);
            short = short.language_code(code);
        }
        let menus = [
            (BotCommandScope::AllPrivateChats, PRIVATE),
            (BotCommandScope::AllGroupChats, GROUP),
            (BotCommandScope::AllChatAdministrators, GROUP_ADMINS),
        ];
        let mut done = vec![call_request(bot, &long).await, call_request(bot, &short).await];
        for (scope, menu) in menus {
            done.push(set_menu(bot, localizer, scope, menu, code).await);
        }
        for error in done.into_iter().filter_map(Result::err) {
            tracing::warn!(%error, "a menu or description was not registered");
        }
        for operator in operators {
            let scope = BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(*operator as i64)) };
            // Telegram refuses this until the operator writes to the bot for the first time.
            if let Err(error) = set_menu(bot, localizer, scope, OPERATOR, code).await {
                tracing::debug!(%error, "an operator's menu was not registered");
            }
        }
    }
}

async fn set_menu(
    bot: &Bot,
    localizer: &Localizer,
    scope: BotCommandScope,
    menu: &[CommandAudience],
    code: Option<&str>,
) -> Result<True, BotApiError> {
    let shown = COMMANDS.iter().filter(|entry| menu.contains(&entry.audience));
    let commands = shown.map(|entry| {
        let name = if localizer.lang() == Lang::Tr { entry.turkish } else { entry.english };
        BotCommand::new(name, localizer.plain(&Message::new(entry.description)))
    });
    let mut request = bot.set_my_commands(commands).scope(scope);
    if let Some(code) = code {
        request = request.language_code(code);
    }
    call_request(bot, &request).await
}
