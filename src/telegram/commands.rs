//! Commands by their English and Turkish names, and the menus that Telegram shows.

use std::collections::BTreeSet;

use teloxide::Bot;
use teloxide::prelude::*;
use teloxide::types::{BotCommand, BotCommandScope, Recipient, True};

use super::wire::{WireError, call};
use crate::text::{Speaker, Texts};
use dealink_core::lang::Lang;
use dealink_core::message::Sentence;

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
    /// A product under a name.
    Save,
    /// The product of that name; without one all of them.
    Deal,
    /// Another name for one.
    Rename,
    /// One less.
    Delete,
    /// The groups and channels that a person keeps.
    Chats,
    /// What the bot may and may not do in a group.
    Rights,
    /// A chosen member of a group, by a reply to them.
    Allow,
    /// Chosen no more.
    Deny,
}

/// Where a command is understood, and in whose menu it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// The private chat.
    Private,
    /// The private chat of the operator's admins.
    Operator,
    /// The private chat, and groups for everybody.
    Everywhere,
    /// The private chat, and groups for their admins.
    Admins,
    /// Groups for their admins.
    GroupAdmins,
    /// Nobody's menu: the private chat.
    Unlisted,
}

/// A command: its English and its Turkish name, and the key of its description.
struct Entry {
    command: Command,
    english: &'static str,
    turkish: &'static str,
    description: &'static str,
    reach: Reach,
}

const fn entry(
    command: Command,
    english: &'static str,
    turkish: &'static str,
    description: &'static str,
    reach: Reach,
) -> Entry {
    Entry { command, english, turkish, description, reach }
}

/// All commands, in the order of the menus.
const COMMANDS: [Entry; 24] = [
    entry(Command::Link, "link", "baglanti", "command-link", Reach::Admins),
    entry(Command::Hot, "hot", "firsat", "command-hot", Reach::Private),
    entry(Command::Search, "search", "ara", "command-search", Reach::Private),
    entry(Command::Post, "post", "gonderi", "command-post", Reach::Private),
    entry(Command::Check, "check", "denetle", "command-check", Reach::Private),
    entry(Command::SubId, "subid", "subid", "command-subid", Reach::Private),
    entry(Command::Deal, "deal", "favori", "command-deal", Reach::Everywhere),
    entry(Command::Save, "save", "kaydet", "command-save", Reach::Admins),
    entry(Command::Rename, "rename", "adlandir", "command-rename", Reach::Admins),
    entry(Command::Delete, "delete", "sil", "command-delete", Reach::Admins),
    entry(Command::Chats, "chats", "sohbetler", "command-chats", Reach::Private),
    entry(Command::Settings, "settings", "ayarlar", "command-settings", Reach::Admins),
    entry(Command::Rights, "rights", "yetkiler", "command-rights", Reach::GroupAdmins),
    entry(Command::Allow, "allow", "izinver", "command-allow", Reach::GroupAdmins),
    entry(Command::Deny, "deny", "izinkaldir", "command-deny", Reach::GroupAdmins),
    entry(Command::Traffic, "traffic", "trafik", "command-traffic", Reach::Private),
    entry(Command::Program, "program", "program", "command-program", Reach::Private),
    entry(Command::Rules, "rules", "kurallar", "command-rules", Reach::Private),
    entry(Command::Language, "language", "dil", "command-language", Reach::Private),
    entry(Command::Help, "help", "yardim", "command-help", Reach::Everywhere),
    entry(Command::Privacy, "privacy", "gizlilik", "command-privacy", Reach::Private),
    entry(Command::Forget, "forget", "unut", "command-forget", Reach::Private),
    entry(Command::Start, "start", "basla", "command-start", Reach::Unlisted),
    entry(Command::Lists, "lists", "listeler", "command-lists", Reach::Operator),
];

impl Command {
    /// Whether groups have it, for everybody or for admins.
    pub fn is_of_groups(self) -> bool {
        let reach = COMMANDS.iter().find(|entry| entry.command == self).map(|entry| entry.reach);
        matches!(reach, Some(Reach::Everywhere | Reach::Admins | Reach::GroupAdmins))
    }

    /// Whether the private chat has it.
    pub fn is_of_private_chats(self) -> bool {
        let reach = COMMANDS.iter().find(|entry| entry.command == self).map(|entry| entry.reach);
        !matches!(reach, Some(Reach::GroupAdmins))
    }
}

/// Whose menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Menu {
    Private,
    Operator,
    Group,
    GroupAdmins,
}

impl Menu {
    fn has(self, reach: Reach) -> bool {
        match self {
            Menu::Private => matches!(reach, Reach::Private | Reach::Everywhere | Reach::Admins),
            Menu::Operator => Menu::Private.has(reach) || reach == Reach::Operator,
            Menu::Group => reach == Reach::Everywhere,
            Menu::GroupAdmins => matches!(reach, Reach::Everywhere | Reach::Admins | Reach::GroupAdmins),
        }
    }
}

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
    let known = COMMANDS
        .iter()
        .find(|entry| name.eq_ignore_ascii_case(entry.english) || name.eq_ignore_ascii_case(entry.turkish));
    Some(known.map_or(Written::Unknown, |entry| Written::Known(entry.command, arguments.trim())))
}

/// Registers the menus and the bot's descriptions, per language. A failure is logged and costs the menus alone.
/// Admins get a menu of their own.
pub async fn register(bot: &Bot, texts: &Texts, default: Lang, admins: &BTreeSet<u64>) {
    // Without a language code: for everybody whose language has no menu of its own.
    let languages = [(None, default), (Some("tr"), Lang::Tr), (Some("en"), Lang::En)];
    for (code, lang) in languages {
        let speak = texts.of(lang);
        let mut long = bot.set_my_description().description(speak.word("bot-description"));
        let mut short = bot.set_my_short_description().short_description(speak.word("bot-short-description"));
        if let Some(code) = code {
            long = long.language_code(code);
            short = short.language_code(code);
        }
        let menus = [
            (BotCommandScope::AllPrivateChats, Menu::Private),
            (BotCommandScope::AllGroupChats, Menu::Group),
            (BotCommandScope::AllChatAdministrators, Menu::GroupAdmins),
        ];
        let mut done = vec![call(bot, &long).await, call(bot, &short).await];
        for (scope, menu) in menus {
            done.push(set_menu(bot, speak, scope, menu, code).await);
        }
        for error in done.into_iter().filter_map(Result::err) {
            tracing::warn!(%error, "a menu or description was not registered");
        }
        for admin in admins {
            let scope = BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(*admin as i64)) };
            // Refused until the admin turns to the bot for the first time.
            if let Err(error) = set_menu(bot, speak, scope, Menu::Operator, code).await {
                tracing::debug!(%error, "an admin's menu was not registered");
            }
        }
    }
}

async fn set_menu(
    bot: &Bot,
    speak: &Speaker,
    scope: BotCommandScope,
    menu: Menu,
    code: Option<&str>,
) -> Result<True, WireError> {
    let shown = COMMANDS.iter().filter(|entry| menu.has(entry.reach));
    let commands = shown.map(|entry| {
        let name = if speak.lang() == Lang::Tr { entry.turkish } else { entry.english };
        BotCommand::new(name, speak.plain(&Sentence::new(entry.description)))
    });
    let mut request = bot.set_my_commands(commands).scope(scope);
    if let Some(code) = code {
        request = request.language_code(code);
    }
    call(bot, &request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_are_understood_and_turkish_casing_changes_nothing() {
        for Entry { command, english, turkish, .. } in COMMANDS {
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
