//! Commands by their English and Turkish names, and the menus that Telegram shows.

use std::collections::BTreeSet;

use teloxide::Bot;
use teloxide::prelude::*;
use teloxide::types::{BotCommand, BotCommandScope, Recipient};

use super::wire::call;
use crate::sentence::Sentence;
use crate::text::{Lang, Speaker, Texts};

/// What a person can ask for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Greeting.
    Start,
    /// Explanation.
    Help,
    /// The settings card.
    Settings,
    /// The language card, or a language by name.
    Language,
    /// The traffic source card.
    Traffic,
    /// The program's figures.
    Program,
    /// The program's rules of conduct.
    Rules,
    /// Links after the command.
    Link,
    /// A post after the command, or the one that is replied to.
    Post,
    /// The words of the post after the command, or of the one that is replied to.
    Check,
    /// SubIDs for the post that is replied to.
    SubId,
    /// What is kept.
    Privacy,
    /// Erase it.
    Forget,
    /// Hot products, best first.
    Hot,
    /// Products by words and filters.
    Search,
    /// The operator's lists; for admins alone.
    Lists,
}

/// Command, English name, Turkish name, key of its description; in the order of the menu.
const COMMANDS: [(Command, &str, &str, &str); 16] = [
    (Command::Link, "link", "baglanti", "command-link"),
    (Command::Hot, "hot", "firsat", "command-hot"),
    (Command::Search, "search", "ara", "command-search"),
    (Command::Post, "post", "gonderi", "command-post"),
    (Command::Check, "check", "denetle", "command-check"),
    (Command::SubId, "subid", "subid", "command-subid"),
    (Command::Settings, "settings", "ayarlar", "command-settings"),
    (Command::Traffic, "traffic", "trafik", "command-traffic"),
    (Command::Program, "program", "program", "command-program"),
    (Command::Rules, "rules", "kurallar", "command-rules"),
    (Command::Language, "language", "dil", "command-language"),
    (Command::Help, "help", "yardim", "command-help"),
    (Command::Privacy, "privacy", "gizlilik", "command-privacy"),
    (Command::Forget, "forget", "unut", "command-forget"),
    (Command::Start, "start", "basla", "command-start"),
    (Command::Lists, "lists", "listeler", "command-lists"),
];

/// A command as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written<'a> {
    /// One that the bot knows, with the text behind it.
    Known(Command, &'a str),
    /// One that it does not know.
    Unknown,
    /// One for another bot.
    NotForUs,
}

/// Reads a command; `None` for a text that is none. `me` is the bot's username.
///
/// Names are compared in ASCII: `/LINK` is `/link`, and a Turkish `İ` is never folded into a name.
pub fn read<'a>(text: &'a str, me: &str) -> Option<Written<'a>> {
    let rest = text.strip_prefix('/')?;
    let (word, arguments) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (name, to) = word.split_once('@').unwrap_or((word, me));
    if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if !to.eq_ignore_ascii_case(me) {
        return Some(Written::NotForUs);
    }
    let known = COMMANDS.iter().find(|(_, english, turkish, _)| {
        name.eq_ignore_ascii_case(english) || name.eq_ignore_ascii_case(turkish)
    });
    Some(known.map_or(Written::Unknown, |(command, ..)| Written::Known(*command, arguments.trim())))
}

/// Registers the menus and the bot's descriptions, per language. A failure is logged and costs the menus alone.
/// Admins get a menu of their own.
pub async fn register(bot: &Bot, texts: &Texts, default: Lang, admins: &BTreeSet<u64>) {
    // Without a language code: for everybody whose language has no menu of its own.
    let languages = [(None, default), (Some("tr"), Lang::Tr), (Some("en"), Lang::En)];
    for (code, lang) in languages {
        let speak = texts.of(lang);
        let mut commands = bot.set_my_commands(menu(speak, false)).scope(BotCommandScope::AllPrivateChats);
        let mut long = bot.set_my_description().description(speak.word("bot-description"));
        let mut short = bot.set_my_short_description().short_description(speak.word("bot-short-description"));
        if let Some(code) = code {
            commands = commands.language_code(code);
            long = long.language_code(code);
            short = short.language_code(code);
        }
        for done in [call(bot, &commands).await, call(bot, &long).await, call(bot, &short).await] {
            if let Err(error) = done {
                tracing::warn!(%error, "a menu or description was not registered");
            }
        }
        for admin in admins {
            let chat_id = Recipient::Id(ChatId(*admin as i64));
            let mut commands =
                bot.set_my_commands(menu(speak, true)).scope(BotCommandScope::Chat { chat_id });
            if let Some(code) = code {
                commands = commands.language_code(code);
            }
            // Refused until the admin turns to the bot for the first time.
            if let Err(error) = call(bot, &commands).await {
                tracing::debug!(%error, "an admin's menu was not registered");
            }
        }
    }
}

fn menu(speak: &Speaker, of_admin: bool) -> Vec<BotCommand> {
    let shown = COMMANDS.iter().filter(|(command, ..)| of_admin || *command != Command::Lists);
    let entry = |(_, english, turkish, description): &(Command, &'static str, &'static str, &'static str)| {
        let name = if speak.lang() == Lang::Tr { *turkish } else { *english };
        BotCommand::new(name, speak.plain(&Sentence::new(description)))
    };
    shown.map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_are_understood_and_turkish_casing_changes_nothing() {
        for (command, english, turkish, _) in COMMANDS {
            for name in [english, turkish] {
                assert_eq!(read(&format!("/{name}"), "dealink_bot"), Some(Written::Known(command, "")));
                let upper = name.to_ascii_uppercase();
                assert_eq!(
                    read(&format!("/{upper}@Dealink_Bot  x y "), "dealink_bot"),
                    Some(Written::Known(command, "x y"))
                );
            }
        }
        assert_eq!(read("/LİNK", "b"), Some(Written::Unknown));
        assert_eq!(read("/gızlılık", "b"), Some(Written::Unknown));
    }

    #[test]
    fn what_is_no_command_for_us() {
        assert_eq!(read("hello /link", "b"), None);
        assert_eq!(read("/", "b"), None);
        assert_eq!(read("//www.aliexpress.com/item/1.html", "b"), None);
        assert_eq!(read("/link@other_bot", "b"), Some(Written::NotForUs));
        assert_eq!(read("/nope", "b"), Some(Written::Unknown));
    }
}
