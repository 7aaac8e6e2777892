//! Commands by their English and Turkish names. Pure.

/// What a person can ask for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatCommand {
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
pub(super) enum CommandAudience {
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
pub(super) struct CommandEntry {
    command: ChatCommand,
    pub(super) english: &'static str,
    pub(super) turkish: &'static str,
    pub(super) description: &'static str,
    pub(super) audience: CommandAudience,
}

const fn command_entry(
    command: ChatCommand,
    english: &'static str,
    turkish: &'static str,
    description: &'static str,
    reach: CommandAudience,
) -> CommandEntry {
    CommandEntry { command, english, turkish, description, audience: reach }
}

/// All commands, in the order of the menus.
pub(super) const COMMANDS: [CommandEntry; 24] = [
    command_entry(ChatCommand::Link, "link", "baglanti", "command-link", CommandAudience::Admins),
    command_entry(ChatCommand::Hot, "hot", "firsat", "command-hot", CommandAudience::Private),
    command_entry(ChatCommand::Search, "search", "ara", "command-search", CommandAudience::Private),
    command_entry(ChatCommand::Post, "post", "gonderi", "command-post", CommandAudience::Private),
    command_entry(ChatCommand::Check, "check", "denetle", "command-check", CommandAudience::Private),
    command_entry(ChatCommand::SubId, "subid", "subid", "command-subid", CommandAudience::Private),
    command_entry(ChatCommand::Deal, "deal", "favori", "command-deal", CommandAudience::Everywhere),
    command_entry(ChatCommand::Save, "save", "kaydet", "command-save", CommandAudience::Admins),
    command_entry(ChatCommand::Rename, "rename", "adlandir", "command-rename", CommandAudience::Admins),
    command_entry(ChatCommand::Delete, "delete", "sil", "command-delete", CommandAudience::Admins),
    command_entry(ChatCommand::Chats, "chats", "sohbetler", "command-chats", CommandAudience::Private),
    command_entry(ChatCommand::Settings, "settings", "ayarlar", "command-settings", CommandAudience::Admins),
    command_entry(ChatCommand::Rights, "rights", "yetkiler", "command-rights", CommandAudience::GroupAdmins),
    command_entry(ChatCommand::Allow, "allow", "izinver", "command-allow", CommandAudience::GroupAdmins),
    command_entry(ChatCommand::Deny, "deny", "izinkaldir", "command-deny", CommandAudience::GroupAdmins),
    command_entry(ChatCommand::Traffic, "traffic", "trafik", "command-traffic", CommandAudience::Private),
    command_entry(ChatCommand::Program, "program", "program", "command-program", CommandAudience::Private),
    command_entry(ChatCommand::Rules, "rules", "kurallar", "command-rules", CommandAudience::Private),
    command_entry(ChatCommand::Language, "language", "dil", "command-language", CommandAudience::Private),
    command_entry(ChatCommand::Help, "help", "yardim", "command-help", CommandAudience::Everywhere),
    command_entry(ChatCommand::Privacy, "privacy", "gizlilik", "command-privacy", CommandAudience::Private),
    command_entry(ChatCommand::Forget, "forget", "unut", "command-forget", CommandAudience::Private),
    command_entry(ChatCommand::Start, "start", "basla", "command-start", CommandAudience::Unlisted),
    command_entry(ChatCommand::Lists, "lists", "listeler", "command-lists", CommandAudience::Operator),
];

impl ChatCommand {
    /// Whether groups have it, for everybody or for admins.
    pub fn is_group_command(self) -> bool {
        let reach = COMMANDS.iter().find(|entry| entry.command == self).map(|entry| entry.audience);
        matches!(
            reach,
            Some(CommandAudience::Everywhere | CommandAudience::Admins | CommandAudience::GroupAdmins)
        )
    }

    /// Whether the private chat has it.
    pub fn is_private_command(self) -> bool {
        let reach = COMMANDS.iter().find(|entry| entry.command == self).map(|entry| entry.audience);
        !matches!(reach, Some(CommandAudience::GroupAdmins))
    }
}

/// A command as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParsedCommand<'a> {
    /// One that the bot knows, with the text behind it.
    Known(ChatCommand, &'a str),
    /// One that it does not know.
    Unknown,
    /// One for another bot.
    ForOtherBot,
}

/// Reads a command; `None` for a text that is none. `me` is the bot's username.
///
/// Names are compared in ASCII: `/LINK` is `/link`, and a Turkish `İ` is never folded into a name.
pub fn parse_command<'a>(text: &'a str, me: &str) -> Option<ParsedCommand<'a>> {
    let rest = text.strip_prefix('/')?;
    let (word, arguments) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (name, to) = word.split_once('@').unwrap_or((word, me));
    if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if !to.eq_ignore_ascii_case(me) {
        return Some(ParsedCommand::ForOtherBot);
    }
    let known = COMMANDS
        .iter()
        .find(|entry| name.eq_ignore_ascii_case(entry.english) || name.eq_ignore_ascii_case(entry.turkish));
    Some(known.map_or(ParsedCommand::Unknown, |entry| ParsedCommand::Known(entry.command, arguments.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_are_understood_and_turkish_casing_changes_nothing() {
        for CommandEntry { command, english, turkish, .. } in COMMANDS {
            for name in [english, turkish] {
                assert_eq!(
                    parse_command(&format!("/{name}"), "dealink_bot"),
                    Some(ParsedCommand::Known(command, ""))
                );
                let upper = name.to_ascii_uppercase();
                assert_eq!(
                    parse_command(&format!("/{upper}@Dealink_Bot  x y "), "dealink_bot"),
                    Some(ParsedCommand::Known(command, "x y"))
                );
            }
        }
        assert_eq!(parse_command("/LİNK", "b"), Some(ParsedCommand::Unknown));
        assert_eq!(parse_command("/gızlılık", "b"), Some(ParsedCommand::Unknown));
    }

    #[test]
    fn what_is_no_command_for_us() {
        assert_eq!(parse_command("hello /link", "b"), None);
        assert_eq!(parse_command("/", "b"), None);
        assert_eq!(parse_command("//www.aliexpress.com/item/1.html", "b"), None);
        assert_eq!(parse_command("/link@other_bot", "b"), Some(ParsedCommand::ForOtherBot));
        assert_eq!(parse_command("/nope", "b"), Some(ParsedCommand::Unknown));
    }
}
