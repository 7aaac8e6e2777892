//! Commands by their English and Turkish names. No input or output.

/// The commands that people can type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatCommand {
    Start,
    Help,
    Settings,
    /// The language card, or a language by name.
    Language,
    Traffic,
    /// The rates and other figures of the program.
    Program,
    Rules,
    /// The deals of the links after the command.
    Link,
    /// A post after the command, or the one to which the command replies, with new links.
    Post,
    /// A check of the words of such a post.
    Check,
    /// SubIDs for the post to which the command replies.
    SubId,
    /// The data that the bot stores about the person.
    Privacy,
    Forget,
    /// Hot products, best first.
    Hot,
    Search,
    Lists,
    Save,
    /// The favourite with this name; without a name, all favourites.
    Deal,
    Rename,
    Delete,
    /// The groups and channels that belong to a person.
    Chats,
    /// What the bot may and may not do in a group.
    Rights,
    /// Accepts the links of the member to whom the command replies.
    Allow,
    /// No longer accepts the links of that member.
    Deny,
}

/// Where a command is understood, and in which menus it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CommandAudience {
    Private,
    Operator,
    /// The private chat, and groups for everybody.
    Everywhere,
    /// The private chat, and groups for their admins.
    Admins,
    GroupAdmins,
    /// The private chat; in no menu.
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
    audience: CommandAudience,
) -> CommandEntry {
    CommandEntry { command, english, turkish, description, audience }
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
        matches!(
            self.audience(),
            Some(CommandAudience::Everywhere | CommandAudience::Admins | CommandAudience::GroupAdmins)
        )
    }

    pub fn is_private_command(self) -> bool {
        self.audience() != Some(CommandAudience::GroupAdmins)
    }

    fn audience(self) -> Option<CommandAudience> {
        COMMANDS.iter().find(|entry| entry.command == self).map(|entry| entry.audience)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParsedCommand<'a> {
    /// The text behind the command.
    Known(ChatCommand, &'a str),
    Unknown,
    ForOtherBot,
}

/// `None` for a text that is no command. `bot_username`: of this bot.
///
/// Names are compared in ASCII: `/LINK` is `/link`, and a Turkish `İ` is never folded into a name.
pub fn parse_command<'a>(text: &'a str, bot_username: &str) -> Option<ParsedCommand<'a>> {
    let rest = text.strip_prefix('/')?;
    let (word, arguments) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (name, to) = word.split_once('@').unwrap_or((word, bot_username));
    if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if !to.eq_ignore_ascii_case(bot_username) {
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
