//! The commands of the private chat.

use teloxide::types::ChatId;

use super::browse::ProductSet;
use super::context::PrivateContext;
use super::links_reply::{ReplyFormat, ReplyOptions};
use crate::answer::ProgramPage;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::callback::SettingsPage;
use crate::telegram::chats::START_CHAT_PREFIX;
use crate::telegram::commands::ChatCommand;
use crate::telegram::handler_error::Result;
use crate::telegram::inline::{START_SEARCH, START_SETUP};
use crate::telegram::update::IncomingMessage;
use dealink_core::fold::fold_text;
use dealink_core::lang::Lang;
use dealink_core::message::Message;

impl PrivateContext<'_> {
    pub(super) async fn handle_command(
        &self,
        command: ChatCommand,
        arguments: &str,
        message: &IncomingMessage,
    ) -> Result<()> {
        match command {
            ChatCommand::Start => self.handle_start(arguments).await,
            ChatCommand::Help => self.send_text("chat-help").await,
            ChatCommand::Privacy => self.send_text("chat-privacy").await,
            ChatCommand::Settings => self.send_card(&self.settings_card(SettingsPage::Home)).await,
            ChatCommand::Traffic => self.send_card(&self.settings_card(SettingsPage::Traffic)).await,
            ChatCommand::Program => self.send_card(&self.program_card(ProgramPage::Figures).await).await,
            ChatCommand::Rules => self.send_card(&self.program_card(ProgramPage::Rules).await).await,
            ChatCommand::Language => match parse_language(arguments) {
                Some(lang) => self.save_language(lang).await,
                None => self.send_card(&self.settings_card(SettingsPage::Language)).await,
            },
            ChatCommand::Link if arguments.is_empty() => self.send_text("chat-link-usage").await,
            ChatCommand::Link => {
                let options = ReplyOptions::with_format(ReplyFormat::Deals);
                self.reply_to_links(vec![message.content.clone()], &options).await
            }
            ChatCommand::Post => {
                self.reply_to_post_command(ReplyFormat::Post, "chat-post-usage", arguments, message).await
            }
            ChatCommand::Check => {
                self.reply_to_post_command(ReplyFormat::WordCheck, "words-usage", arguments, message).await
            }
            ChatCommand::SubId => self.reply_with_subids(arguments, message).await,
            ChatCommand::Hot => self.handle_browse(ProductSet::Hot, arguments, message.id).await,
            ChatCommand::Search => self.handle_browse(ProductSet::All, arguments, message.id).await,
            ChatCommand::Forget => self.ask_to_forget().await,
            ChatCommand::Lists => self.send_lists_card().await,
            ChatCommand::Chats => self.send_chats().await,
            ChatCommand::Deal => self.send_favourite(arguments, message.id).await,
            ChatCommand::Save | ChatCommand::Rename | ChatCommand::Delete => {
                self.handle_favourite_change(command, arguments, message).await
            }
            ChatCommand::Rights | ChatCommand::Allow | ChatCommand::Deny => {
                self.send_text("chat-unknown-command").await
            }
        }
    }

    /// `/start`, also with the parameter of a link to the bot: the number of a chat or of a product, or the mark of a button above
    /// inline results.
    async fn handle_start(&self, payload: &str) -> Result<()> {
        if let Some(chat) = payload.strip_prefix(START_CHAT_PREFIX).and_then(|number| number.parse().ok()) {
            return self.open_chat_card(ChatId(chat)).await;
        }
        match payload.parse() {
            Ok(product) => self.send_product(product, None).await,
            Err(_) if payload == START_SEARCH => self.send_text("browse-usage").await,
            Err(_) if payload == START_SETUP => self.send_text("chat-setup").await,
            Err(_) => self.send_text("chat-start").await,
        }
    }

    /// A page of the program's card, with the figures as they are now.
    pub(super) async fn program_card(&self, page: ProgramPage) -> OutgoingMessage {
        let deals = &self.app.deals;
        let figures = deals.program().figures(deals.terms().await.as_deref());
        self.renderer().program_card(page, deals.program(), &figures).into()
    }

    async fn save_language(&self, lang: Lang) -> Result<()> {
        let publishers = &self.app.store.publishers;
        publishers.update(self.user.id, |publisher| publisher.language = Some(lang)).await?;
        let saved = self.app.texts.localizer(lang).html(&Message::new("chat-language-saved"));
        self.app.send_html(self.chat, saved).await
    }
}

/// A language by any of its names in either language.
fn parse_language(text: &str) -> Option<Lang> {
    match fold_text(text).as_str() {
        "tr" | "turkce" | "turkish" => Some(Lang::Tr),
        "en" | "ingilizce" | "english" => Some(Lang::En),
        _ => None,
    }
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
