//! Privacy mode: the messages of a group that the bot gets as updates.
//!
//! Source: Bot API, "Privacy mode": commands, mentions, replies to the bot's messages, its own inline results and
//! service messages; an administrator gets every message.

use super::entities::slice;
use super::formatted_text::FormattedText;
use super::ids::ChatKind;
use super::model::{SandboxAuthor, SandboxChat, SandboxMessage};
use super::world::TelegramWorld;

impl TelegramWorld {
    /// Whether the bot gets an update for this message of somebody else.
    pub(super) fn receives(&self, chat: &SandboxChat, message: &SandboxMessage) -> bool {
        if !chat.bot.is_in() {
            return false;
        }
        let everything = matches!(chat.kind, ChatKind::Private | ChatKind::Channel)
            || self.options.reads_all
            || chat.bot.is_admin();
        everything || self.is_for_bot(chat, message)
    }

    fn is_for_bot(&self, chat: &SandboxChat, message: &SandboxMessage) -> bool {
        let of_bot = |id| chat.messages.get(&id).is_some_and(|message| message.author == SandboxAuthor::Bot);
        message.relations.service.is_some()
            || message.relations.via_bot.as_ref().is_some_and(|bot| bot["id"] == self.options.bot_id)
            || message.relations.reply_to.is_some_and(of_bot)
            || self.mentions_bot(&message.content.formatted)
    }

    /// Whether the text has a command that is not for another bot, or a mention of the bot.
    fn mentions_bot(&self, words: &FormattedText) -> bool {
        let name = format!("@{}", self.options.bot_username);
        words.entities.iter().any(|entity| {
            let part = slice(&words.text, entity);
            match entity.kind.as_str() {
                "mention" => part.eq_ignore_ascii_case(&name),
                "text_mention" => entity.details["user"]["id"] == self.options.bot_id,
                "bot_command" if entity.offset == 0 => {
                    part.find('@').is_none_or(|at| part[at..].eq_ignore_ascii_case(&name))
                }
                _ => false,
            }
        })
    }
}
