//! The private chat: what kind of thing was said, and the commands. Links, questions and presses have rooms of their own.

use serde_json::Value;
use teloxide::types::{ChatId, Message, MessageKind, Update, UpdateKind, User};

use super::browse::inline;
use super::chats::CARD_START;
use super::commands::{Command, Written, read};
use super::desk::{Desk, Trouble};
use super::keyboard::outgoing;
use super::original::Original;
use super::pasted::{Manner, Wish};
use super::send::Outgoing;
use super::{press, settings_card};
use crate::answer::{ProgramPage, program_card};
use crate::store::{Publisher, Waiting};
use crate::text::{Speaker, fold};
use dealink_core::lang::Lang;
use dealink_core::message::Sentence;

/// The person whose private chat an update is of.
pub(super) fn person(update: &Update) -> Option<(&User, ChatId)> {
    match &update.kind {
        UpdateKind::Message(message) | UpdateKind::EditedMessage(message) if message.chat.is_private() => {
            Some((message.from.as_ref()?, message.chat.id))
        }
        UpdateKind::CallbackQuery(press) => Some((&press.from, ChatId(press.from.id.0 as i64))),
        _ => None,
    }
}

/// Handles an update of a private chat; any other is left alone.
pub(super) async fn handle(desk: &Desk, update: &Update, waiting: &Waiting) -> Result<(), Trouble> {
    let Some((user, chat)) = person(update) else { return Ok(()) };
    if user.is_bot {
        return Ok(());
    }
    let publisher = desk.store.publishers.of(user.id.0)?;
    let speak = desk.speaker(user, &publisher);
    let visit = Visit { desk, user, chat, publisher: &publisher, speak, waiting };
    match &update.kind {
        UpdateKind::Message(message) => visit.message(message).await,
        UpdateKind::EditedMessage(_) => match visit.original(&["edited_message"]) {
            Some(original) => {
                let (original, manner) = visit.without_command(original);
                visit.edited(original, &Wish { manner, ..Wish::default() }).await
            }
            None => Ok(()),
        },
        UpdateKind::CallbackQuery(query) => press::handle(&visit, query).await,
        _ => Ok(()),
    }
}

/// One update of one person.
pub(super) struct Visit<'a> {
    pub(super) desk: &'a Desk,
    pub(super) user: &'a User,
    pub(super) chat: ChatId,
    pub(super) publisher: &'a Publisher,
    pub(super) speak: &'a Speaker,
    pub(super) waiting: &'a Waiting,
}

impl Visit<'_> {
    async fn message(&self, message: &Message) -> Result<(), Trouble> {
        // A post of ours that was chosen in this very chat asks nothing.
        if message.via_bot.as_ref().is_some_and(|bot| bot.username.as_deref() == Some(&self.desk.me)) {
            return Ok(());
        }
        if self.chat_chosen().await? {
            return Ok(());
        }
        let Some(original) = self.original(&["message"]) else { return Ok(()) };
        if let Some(file) = self.list_file() {
            return self.list_sent(&file).await;
        }
        if original.album.is_some() {
            return self.album(original).await;
        }
        if original.post.text.is_empty() {
            return if is_service(message) { Ok(()) } else { self.say("chat-no-text").await };
        }
        let written = match read(&original.post.text, &self.desk.me) {
            // Nobody else needs to know that there is such a command.
            Some(Written::Known(Command::Lists, _)) if !self.is_admin() => Some(Written::Unknown),
            Some(Written::Known(command, _)) if !command.is_of_private_chats() => Some(Written::Unknown),
            // The name of a favourite is no link.
            Some(Written::Known(Command::Deal, _)) if !original.post.links().is_empty() => {
                Some(Written::Unknown)
            }
            written => written,
        };
        match written {
            Some(Written::NotForUs) => Ok(()),
            Some(written) => {
                self.stop_asking().await?;
                match written {
                    Written::Known(command, arguments) => self.command(command, arguments, &original).await,
                    _ if !original.post.links().is_empty() => self.plainly(original).await,
                    _ => self.say("chat-unknown-command").await,
                }
            }
            None if self.answers_question(&original, message).await? => Ok(()),
            None => self.plainly(original).await,
        }
    }

    /// Answers a message as it looks, and its edits.
    pub(super) async fn plainly(&self, original: Original) -> Result<(), Trouble> {
        self.links(vec![original], &Wish::default(), true).await
    }

    /// A message of this update as it came, at that place of its JSON.
    pub(super) fn original(&self, place: &[&str]) -> Option<Original> {
        Original::read(&self.raw(place)?)
    }

    /// What stands at that place of this update's JSON.
    pub(super) fn raw(&self, place: &[&str]) -> Option<Value> {
        let update: Value = serde_json::from_slice(&self.waiting.raw).ok()?;
        place.iter().try_fold(&update, |value, key| value.get(key)).cloned()
    }

    async fn command(&self, command: Command, arguments: &str, original: &Original) -> Result<(), Trouble> {
        match command {
            Command::Start => self.started(arguments).await,
            Command::Help => self.say("chat-help").await,
            Command::Privacy => self.say("chat-privacy").await,
            Command::Settings => self.card(settings_card::home).await,
            Command::Traffic => self.card(settings_card::traffic).await,
            Command::Program => self.program_card(ProgramPage::Figures).await,
            Command::Rules => self.program_card(ProgramPage::Rules).await,
            Command::Language => match language_named(arguments) {
                Some(lang) => self.set_language(lang).await,
                None => self.card(settings_card::language).await,
            },
            Command::Link if arguments.is_empty() => self.say("chat-link-usage").await,
            Command::Link => {
                let wish = Wish { manner: Manner::Deals, ..Wish::default() };
                self.links(vec![original.clone()], &wish, true).await
            }
            Command::Post => self.about_post(Manner::Post, "chat-post-usage", arguments, original).await,
            Command::Check => self.about_post(Manner::Words, "words-usage", arguments, original).await,
            Command::SubId => self.labelled(arguments).await,
            Command::Hot => self.browse(true, arguments, original.message_id).await,
            Command::Search => self.browse(false, arguments, original.message_id).await,
            Command::Forget => self.forget().await,
            Command::Lists => self.lists().await,
            Command::Chats => self.chats().await,
            Command::Deal => self.favourite(arguments, original.message_id).await,
            Command::Save | Command::Rename | Command::Delete => {
                self.change_favourite(command, arguments).await
            }
            Command::Rights | Command::Allow | Command::Deny => self.say("chat-unknown-command").await,
        }
    }

    /// `/start`, also with what a link to the bot brings along: a product's number, or the way from the inline results.
    async fn started(&self, payload: &str) -> Result<(), Trouble> {
        let chat = payload.strip_prefix(CARD_START).and_then(|number| number.parse::<i64>().ok());
        if let Some(chat) = chat {
            return self.open_chat(ChatId(chat)).await;
        }
        match payload.parse() {
            Ok(product) => self.details(product, None).await,
            Err(_) if payload == inline::START => self.say("browse-usage").await,
            Err(_) if payload == inline::START_SETUP => self.say("chat-setup").await,
            Err(_) => self.say("chat-start").await,
        }
    }

    async fn card(&self, card: fn(&Visit<'_>) -> Outgoing) -> Result<(), Trouble> {
        self.desk.sender.send(self.chat, &card(self)).await?;
        Ok(())
    }

    async fn program_card(&self, page: ProgramPage) -> Result<(), Trouble> {
        self.desk.sender.send(self.chat, &program_page(self, page).await).await?;
        Ok(())
    }

    async fn set_language(&self, lang: Lang) -> Result<(), Trouble> {
        self.desk
            .store
            .publishers
            .change(self.user.id.0, |publisher| publisher.language = Some(lang))
            .await?;
        self.desk.say(self.chat, self.desk.texts.of(lang).html(&Sentence::new("chat-language-saved"))).await
    }

    /// Erases first and says so after; what is said comes in the language that the person used until now.
    async fn forget(&self) -> Result<(), Trouble> {
        self.desk.deals.forget_subids();
        self.desk.store.forget(self.user.id.0, self.waiting.id).await?;
        self.say("chat-forgotten").await
    }

    pub(super) fn html(&self, key: &'static str) -> String {
        self.speak.html(&Sentence::new(key))
    }

    pub(super) async fn say(&self, key: &'static str) -> Result<(), Trouble> {
        self.desk.say(self.chat, self.html(key)).await
    }
}

/// A page of the program's card, with the figures as they are now.
pub(super) async fn program_page(visit: &Visit<'_>, page: ProgramPage) -> Outgoing {
    let deals = &visit.desk.deals;
    let figures = deals.program().figures(deals.terms().await.as_deref());
    outgoing(&program_card(page, deals.program(), &figures, visit.speak))
}

/// A language by any of its names in either language.
fn language_named(text: &str) -> Option<Lang> {
    match fold(text).as_str() {
        "tr" | "turkce" | "turkish" => Some(Lang::Tr),
        "en" | "ingilizce" | "english" => Some(Lang::En),
        _ => None,
    }
}

/// Messages that Telegram makes by itself (a pinned message, a changed timer) are nobody's question. One of a kind that
/// teloxide does not know comes as `Empty`; that is somebody's.
fn is_service(message: &Message) -> bool {
    !matches!(message.kind, MessageKind::Common(_) | MessageKind::Empty {})
}
