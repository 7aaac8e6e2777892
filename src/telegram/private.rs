//! The private chat: what kind of thing was said, and the commands. Links, questions and presses have rooms of their own.

use serde_json::Value;
use teloxide::types::{ChatId, Message as TelegramMessage, MessageKind, Update, UpdateKind, User};

use super::browse::inline;
use super::chats::CARD_START;
use super::commands::{ChatCommand, ParsedCommand, parse_command};
use super::context::{AppContext, HandlerError};
use super::keyboard::{encode_part, message_from_part};
use super::links_reply::{ReplyFormat, ReplyOptions};
use super::message_content::MessageContent;
use super::sender::OutgoingMessage;
use super::{callbacks, settings_card};
use crate::answer::{ProgramPage, Renderer};
use crate::settings::Publisher;
use crate::store::WaitingUpdate;
use crate::text::Localizer;
use dealink_core::fold::fold_text;
use dealink_core::lang::Lang;
use dealink_core::message::Message;

/// The person whose private chat an update is of.
pub(super) fn private_sender(update: &Update) -> Option<(&User, ChatId)> {
    match &update.kind {
        UpdateKind::Message(message) | UpdateKind::EditedMessage(message) if message.chat.is_private() => {
            Some((message.from.as_ref()?, message.chat.id))
        }
        UpdateKind::CallbackQuery(press) => Some((&press.from, ChatId(press.from.id.0 as i64))),
        _ => None,
    }
}

/// Handles an update of a private chat; any other is left alone.
pub(super) async fn handle_private_update(
    desk: &AppContext,
    update: &Update,
    waiting: &WaitingUpdate,
) -> Result<(), HandlerError> {
    let Some((user, chat)) = private_sender(update) else { return Ok(()) };
    if user.is_bot {
        return Ok(());
    }
    let publisher = desk.store.publishers.load(user.id.0)?;
    let speak = desk.localizer_for(user, &publisher);
    let visit =
        PrivateContext { app: desk, user, chat, publisher: &publisher, localizer: speak, record: waiting };
    match &update.kind {
        UpdateKind::Message(message) => visit.handle_message(message).await,
        UpdateKind::EditedMessage(_) => match visit.content_at(&["edited_message"]) {
            Some(original) => {
                let (original, manner) = visit.strip_command(original);
                visit
                    .update_reply(original, &ReplyOptions { format: manner, ..ReplyOptions::default() })
                    .await
            }
            None => Ok(()),
        },
        UpdateKind::CallbackQuery(query) => callbacks::handle_callback(&visit, query).await,
        _ => Ok(()),
    }
}

/// One update of one person.
pub(super) struct PrivateContext<'a> {
    pub(super) app: &'a AppContext,
    pub(super) user: &'a User,
    pub(super) chat: ChatId,
    pub(super) publisher: &'a Publisher,
    pub(super) localizer: &'a Localizer,
    pub(super) record: &'a WaitingUpdate,
}

impl PrivateContext<'_> {
    async fn handle_message(&self, message: &TelegramMessage) -> Result<(), HandlerError> {
        // A post of ours that was chosen in this very chat asks nothing.
        if message.via_bot.as_ref().is_some_and(|bot| bot.username.as_deref() == Some(&self.app.bot_username))
        {
            return Ok(());
        }
        if self.open_chosen_chat().await? {
            return Ok(());
        }
        let Some(original) = self.content_at(&["message"]) else { return Ok(()) };
        if let Some(file) = self.list_file() {
            return self.handle_list_file(&file).await;
        }
        if original.album.is_some() {
            return self.reply_to_album(original).await;
        }
        if original.post.text.is_empty() {
            return if is_service_message(message) { Ok(()) } else { self.send_text("chat-no-text").await };
        }
        let written = match parse_command(&original.post.text, &self.app.bot_username) {
            // Nobody else needs to know that there is such a command.
            Some(ParsedCommand::Known(ChatCommand::Lists, _)) if !self.is_operator() => {
                Some(ParsedCommand::Unknown)
            }
            Some(ParsedCommand::Known(command, _)) if !command.is_private_command() => {
                Some(ParsedCommand::Unknown)
            }
            // The name of a favourite is no link.
            Some(ParsedCommand::Known(ChatCommand::Deal, _)) if !original.post.links().is_empty() => {
                Some(ParsedCommand::Unknown)
            }
            written => written,
        };
        match written {
            Some(ParsedCommand::ForOtherBot) => Ok(()),
            Some(written) => {
                self.end_question().await?;
                match written {
                    ParsedCommand::Known(command, arguments) => {
                        self.handle_command(command, arguments, &original).await
                    }
                    _ if !original.post.links().is_empty() => self.reply_in_auto_format(original).await,
                    _ => self.send_text("chat-unknown-command").await,
                }
            }
            None if self.answer_question(&original, message).await? => Ok(()),
            None => self.reply_in_auto_format(original).await,
        }
    }

    /// Answers a message as it looks, and its edits.
    pub(super) async fn reply_in_auto_format(&self, original: MessageContent) -> Result<(), HandlerError> {
        self.reply_to_links(vec![original], &ReplyOptions::default(), true).await
    }

    /// A message of this update as it came, at that place of its JSON.
    pub(super) fn content_at(&self, place: &[&str]) -> Option<MessageContent> {
        MessageContent::from_json(&self.json_at(place)?)
    }

    /// What stands at that place of this update's JSON.
    pub(super) fn json_at(&self, place: &[&str]) -> Option<Value> {
        let update: Value = serde_json::from_slice(&self.record.raw).ok()?;
        place.iter().try_fold(&update, |value, key| value.get(key)).cloned()
    }

    async fn handle_command(
        &self,
        command: ChatCommand,
        arguments: &str,
        original: &MessageContent,
    ) -> Result<(), HandlerError> {
        match command {
            ChatCommand::Start => self.handle_start(arguments).await,
            ChatCommand::Help => self.send_text("chat-help").await,
            ChatCommand::Privacy => self.send_text("chat-privacy").await,
            ChatCommand::Settings => self.send_settings_card(settings_card::render_home).await,
            ChatCommand::Traffic => self.send_settings_card(settings_card::render_traffic).await,
            ChatCommand::Program => self.send_program_card(ProgramPage::Figures).await,
            ChatCommand::Rules => self.send_program_card(ProgramPage::Rules).await,
            ChatCommand::Language => match parse_language(arguments) {
                Some(lang) => self.save_language(lang).await,
                None => self.send_settings_card(settings_card::render_language).await,
            },
            ChatCommand::Link if arguments.is_empty() => self.send_text("chat-link-usage").await,
            ChatCommand::Link => {
                let wish = ReplyOptions { format: ReplyFormat::Deals, ..ReplyOptions::default() };
                self.reply_to_links(vec![original.clone()], &wish, true).await
            }
            ChatCommand::Post => {
                self.reply_to_post_command(ReplyFormat::Post, "chat-post-usage", arguments, original).await
            }
            ChatCommand::Check => {
                self.reply_to_post_command(ReplyFormat::WordCheck, "words-usage", arguments, original).await
            }
            ChatCommand::SubId => self.reply_with_subids(arguments).await,
            ChatCommand::Hot => self.handle_browse(true, arguments, original.message_id).await,
            ChatCommand::Search => self.handle_browse(false, arguments, original.message_id).await,
            ChatCommand::Forget => self.forget_everything().await,
            ChatCommand::Lists => self.send_lists_card().await,
            ChatCommand::Chats => self.send_chats().await,
            ChatCommand::Deal => self.send_favourite(arguments, original.message_id).await,
            ChatCommand::Save | ChatCommand::Rename | ChatCommand::Delete => {
                self.handle_favourite_change(command, arguments).await
            }
            ChatCommand::Rights | ChatCommand::Allow | ChatCommand::Deny => {
                self.send_text("chat-unknown-command").await
            }
        }
    }

    /// `/start`, also with what a link to the bot brings along: a product's number, or the way from the inline results.
    async fn handle_start(&self, payload: &str) -> Result<(), HandlerError> {
        let chat = payload.strip_prefix(CARD_START).and_then(|number| number.parse::<i64>().ok());
        if let Some(chat) = chat {
            return self.open_chat_card(ChatId(chat)).await;
        }
        match payload.parse() {
            Ok(product) => self.send_product(product, None).await,
            Err(_) if payload == inline::START_SEARCH => self.send_text("browse-usage").await,
            Err(_) if payload == inline::START_SETUP => self.send_text("chat-setup").await,
            Err(_) => self.send_text("chat-start").await,
        }
    }

    async fn send_settings_card(
        &self,
        card: fn(&PrivateContext<'_>) -> OutgoingMessage,
    ) -> Result<(), HandlerError> {
        self.app.sender.send(self.chat, &card(self)).await?;
        Ok(())
    }

    async fn send_program_card(&self, page: ProgramPage) -> Result<(), HandlerError> {
        self.app.sender.send(self.chat, &render_program_card(self, page).await).await?;
        Ok(())
    }

    async fn save_language(&self, lang: Lang) -> Result<(), HandlerError> {
        self.app.store.publishers.update(self.user.id.0, |publisher| publisher.language = Some(lang)).await?;
        self.app
            .send_html(self.chat, self.app.texts.localizer(lang).html(&Message::new("chat-language-saved")))
            .await
    }

    /// Erases first and says so after; what is said comes in the language that the person used until now.
    async fn forget_everything(&self) -> Result<(), HandlerError> {
        self.app.deals.forget_subids();
        self.app.store.forget(self.user.id.0, self.record.id).await?;
        self.send_text("chat-forgotten").await
    }

    /// Puts answers into this person's words.
    pub(super) fn renderer(&self) -> Renderer<'_> {
        Renderer { publisher: self.publisher, localizer: self.localizer }
    }

    pub(super) fn html_of(&self, key: &'static str) -> String {
        self.localizer.html(&Message::new(key))
    }

    pub(super) async fn send_text(&self, key: &'static str) -> Result<(), HandlerError> {
        self.app.send_html(self.chat, self.html_of(key)).await
    }
}

/// A page of the program's card, with the figures as they are now.
pub(super) async fn render_program_card(visit: &PrivateContext<'_>, page: ProgramPage) -> OutgoingMessage {
    let deals = &visit.app.deals;
    let figures = deals.program().figures(deals.terms().await.as_deref());
    let card = visit.renderer().program_card(page, deals.program(), &figures);
    message_from_part(&encode_part(card))
}

/// A language by any of its names in either language.
fn parse_language(text: &str) -> Option<Lang> {
    match fold_text(text).as_str() {
        "tr" | "turkce" | "turkish" => Some(Lang::Tr),
        "en" | "ingilizce" | "english" => Some(Lang::En),
        _ => None,
    }
}

/// Messages that Telegram makes by itself (a pinned message, a changed timer) are nobody's question. One of a kind that
/// teloxide does not know comes as `Empty`; that is somebody's.
fn is_service_message(message: &TelegramMessage) -> bool {
    !matches!(message.kind, MessageKind::Common(_) | MessageKind::Empty {})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_their_names_in_any_spelling() {
        for text in ["TÜRKÇE", "turkce", "Tu\u{308}rkc\u{327}e", " Turkish "] {
            assert_eq!(parse_language(text), Some(Lang::Tr), "{text}");
        }
        for text in ["İngilizce", "i\u{307}ngilizce", "ENGLISH"] {
            assert_eq!(parse_language(text), Some(Lang::En), "{text}");
        }
        assert_eq!(parse_language("Deutsch"), None);
    }
}
