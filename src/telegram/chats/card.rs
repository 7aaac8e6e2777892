//! The settings card of a group or channel: what a press asks for, and what it changes.
//!
//! Each button names its chat and carries the value that it sets. Who pressed is looked up anew with Telegram before anything is
//! shown or changed, wherever the card stands.

use std::sync::Arc;

use serde_json::Value;
use teloxide::types::{CallbackQuery, ChatId, MessageId};

use super::Gathering;
use super::pages::{self, Page};
use crate::answer::Button;
use crate::store::{ChatSettings, LinksOf, Mode, Question, Quiet, Repeat, Waiting, Whose};
use crate::telegram::desk::{Desk, Trouble};
use crate::telegram::press::show;
use crate::telegram::private::Visit;
use crate::telegram::send::{Outgoing, SendError};
use crate::text::Speaker;
use dealink_core::lang::Lang;

/// What a chat's number stands behind in the address that opens its settings.
pub(in crate::telegram) const START: &str = "chat_";
const PREFIX: &str = "chat:";

/// A value to save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    Mode(Mode),
    Whose(Whose),
    /// The links carry the settings of whoever pressed.
    Mine,
    /// The links carry the settings of whoever writes.
    Senders,
    Repeat(Repeat),
    Remove(Option<u32>),
    Quiet(Option<Quiet>),
    Language(Option<Lang>),
    UsualTemplate,
    NoSubIds,
    OtherBots(bool),
    Silent(bool),
    Resume,
}

/// What a press asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Show(Page),
    Set(Page, Set),
    AskSubIds,
    AskTemplate,
    SaveTemplate,
    Forget,
}

/// The chat that a press is about and what it asks for; none for what no card of this version has.
pub(super) fn read(data: &str) -> Option<(ChatId, Change)> {
    let (chat, rest) = data.strip_prefix(PREFIX)?.split_once(':')?;
    let chat: i64 = chat.parse().ok().filter(|chat| *chat < 0)?;
    let mut words = rest.split(':');
    let change = match (words.next()?, words.next()) {
        ("mode", Some(word)) => Change::Set(Page::Home, Set::Mode(pages::named(&pages::MODES, word)?)),
        ("whose", Some(word)) => Change::Set(Page::Home, Set::Whose(pages::named(&pages::WHOSE, word)?)),
        ("account", Some("mine")) => Change::Set(Page::Home, Set::Mine),
        ("account", Some("sender")) => Change::Set(Page::Home, Set::Senders),
        ("repeat", Some(minutes)) => {
            let minutes = minutes.parse().ok().filter(|minutes| pages::REPEATS.contains(minutes))?;
            Change::Set(Page::Home, Set::Repeat(Repeat(minutes)))
        }
        ("remove", Some(minutes)) => {
            let minutes: u32 = minutes.parse().ok().filter(|minutes| pages::REMOVALS.contains(minutes))?;
            Change::Set(Page::Home, Set::Remove((minutes > 0).then_some(minutes)))
        }
        ("quiet", Some("off")) => Change::Set(Page::Home, Set::Quiet(None)),
        ("quiet", Some(hours)) => {
            let (from, until) = hours.split_once('-')?;
            let hour = |text: &str| text.parse().ok().filter(|hour: &u8| *hour < 24);
            let quiet = Quiet { from: hour(from)?, until: hour(until)? };
            Change::Set(Page::Quiet, Set::Quiet(Some(quiet)))
        }
        ("language", Some("bot")) => Change::Set(Page::Home, Set::Language(None)),
        ("language", Some(code)) => Change::Set(Page::Home, Set::Language(Some(code.parse().ok()?))),
        ("template", Some("ask")) => Change::AskTemplate,
        ("template", Some("save")) => Change::SaveTemplate,
        ("template", Some("usual")) => Change::Set(Page::Template, Set::UsualTemplate),
        ("subids", Some("ask")) => Change::AskSubIds,
        ("subids", Some("none")) => Change::Set(Page::SubIds, Set::NoSubIds),
        ("bots", Some(on)) => Change::Set(Page::Home, Set::OtherBots(switch(on)?)),
        ("figures", Some(on)) => Change::Set(Page::Home, Set::Silent(!switch(on)?)),
        ("resume", None) => Change::Set(Page::Home, Set::Resume),
        ("forget", Some("yes")) => Change::Forget,
        (page, None) => Change::Show(Page::named(page)?),
        _ => return None,
    };
    words.next().is_none().then_some((ChatId(chat), change))
}

fn switch(word: &str) -> Option<bool> {
    match word {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// A button of a chat's card.
pub(super) fn press(chat: ChatId, label: String, data: &str) -> Button {
    Button::Press { label, data: format!("{PREFIX}{}:{data}", chat.0) }
}

impl Set {
    /// `keeps`: whether whoever pressed becomes the keeper, because there is none, or one who is no admin any more.
    fn apply(self, settings: &mut ChatSettings, presser: &Presser, keeps: bool) {
        if keeps || self == Set::Mine {
            settings.keeper = Some(presser.id);
        }
        if settings.keeper == Some(presser.id) {
            settings.keeper_language = presser.language.or(settings.keeper_language);
        }
        match self {
            Set::Mode(mode) => settings.mode = mode,
            Set::Whose(whose) => settings.whose = whose,
            Set::Mine => settings.account = LinksOf::Keeper,
            Set::Senders => settings.account = LinksOf::Sender,
            Set::Repeat(repeat) => settings.repeat = repeat,
            Set::Remove(minutes) => settings.remove_after = minutes,
            Set::Quiet(quiet) => settings.quiet = quiet,
            Set::Language(lang) => settings.language = lang,
            Set::UsualTemplate => settings.template = None,
            Set::NoSubIds => settings.subids.clear(),
            Set::OtherBots(on) => settings.other_bots = on,
            Set::Silent(silent) => settings.silent = silent,
            Set::Resume => settings.paused = false,
        }
    }
}

/// Who presses.
struct Presser {
    id: u64,
    /// The language of their own, as far as it is told.
    language: Option<Lang>,
    /// The message below which they press.
    card: Option<MessageId>,
}

/// What became of a press.
enum Done {
    /// This is said on top of the chat, as a box, and nothing changes.
    Refused(&'static str),
    /// The card is shown; this is said on top of the chat.
    Card(Outgoing, Option<&'static str>),
    /// Something is asked in a message.
    Ask(Question),
    /// All of the chat is forgotten.
    Forgotten,
}

/// Handles a press on a card, wherever it stands.
async fn pressed(
    desk: &Desk,
    waiting: &Waiting,
    speak: &Speaker,
    presser: &Presser,
    (chat, change): (ChatId, Change),
) -> Result<Done, Trouble> {
    if !desk.is_admin(chat, presser.id).await {
        return Ok(Done::Refused("chats-not-admin"));
    }
    // The question may have shown that the group has another number now.
    let chat = ChatId(desk.store.chats.now(chat.0));
    let mut here = Gathering::of(desk, chat, waiting).known().await?;
    if change == Change::Show(Page::Rights) {
        here.look_again().await?;
        here = Gathering::of(desk, chat, waiting);
    }
    Ok(match change {
        Change::Show(page) => Done::Card(here.page(page, speak).await, None),
        Change::AskSubIds => Done::Ask(Question::ChatSubIds(chat.0)),
        Change::AskTemplate => Done::Ask(Question::ChatTemplate(chat.0)),
        Change::SaveTemplate => {
            // Of several previews the last one alone can be saved: by the button below it.
            let asked = desk.store.publishers.of(presser.id)?.asked;
            let asked = asked.filter(|asked| Some(asked.message_id) == presser.card.map(|card| card.0));
            let Some(Question::ChatDraft { chat: of, draft }) = asked.map(|asked| asked.question) else {
                return Ok(Done::Refused("chat-old-press"));
            };
            if desk.store.chats.now(of) != chat.0 {
                return Ok(Done::Refused("chat-old-press"));
            }
            here.change(|settings| settings.template = Some(draft)).await?;
            let here = Gathering::of(desk, chat, waiting);
            Done::Card(here.page(Page::Template, speak).await, Some("settings-saved"))
        }
        Change::Set(page, set) => {
            if let Set::Mode(Mode::Suggest) = set
                && !here.reaches(here.settings.keeper.unwrap_or(presser.id)).await?
            {
                return Ok(Done::Refused("chats-suggest-start-me"));
            }
            let keeps = here.settings.keeper.is_none() || here.lost_its_keeper().await;
            here.change(|settings| set.apply(settings, presser, keeps)).await?;
            let here = Gathering::of(desk, chat, waiting);
            Done::Card(here.page(page, speak).await, Some("settings-saved"))
        }
        Change::Forget => {
            desk.store.forget_chat(chat.0).await?;
            // It is still a member, and must not begin anew by itself.
            desk.store.chats.change(chat.0, |settings| settings.mode = Mode::Off).await?;
            Done::Forgotten
        }
    })
}

impl Gathering<'_> {
    /// Everything at a glance.
    pub(super) async fn card(&self, speak: &Speaker) -> Outgoing {
        self.page(Page::Home, speak).await
    }

    /// The same with the title and the kind of the chat learned from Telegram, where nobody set it up yet.
    pub(super) async fn known(self) -> Result<Self, Trouble> {
        if !self.settings.title.is_empty() {
            return Ok(self);
        }
        let call = serde_json::json!({ "chat_id": self.chat });
        let chat = self.desk.sender.attempt::<Value>(None, "getChat", &call).await.unwrap_or_default();
        let title = chat["title"].as_str().unwrap_or_default().to_owned();
        let channel = chat["type"] == "channel";
        let settings = self
            .change(|settings| {
                settings.label = super::subids::label(&title, self.chat.0);
                settings.title = title;
                settings.channel = channel;
            })
            .await?;
        Ok(Gathering { settings, ..self })
    }

    /// Changes the settings of this chat; one that nobody set up gets what is known of it.
    pub(super) async fn change(
        &self,
        change: impl FnOnce(&mut ChatSettings),
    ) -> Result<Arc<ChatSettings>, Trouble> {
        let change = |settings: &mut ChatSettings| {
            if settings.label.is_empty() {
                settings.label = super::subids::label(&settings.title, self.chat.0);
            }
            change(settings);
        };
        Ok(self.desk.store.chats.change(self.chat.0, change).await?)
    }

    /// Whether somebody can be written to in the private chat.
    async fn reaches(&self, person: u64) -> Result<bool, Trouble> {
        let call = serde_json::json!({ "chat_id": person, "action": "typing" });
        Ok(self.desk.sender.attempt::<Value>(None, "sendChatAction", &call).await.is_ok())
    }

    /// A press on a card that stands in the group; `own` speaks to whoever pressed.
    pub(super) async fn press_on_card(
        &self,
        query: &Value,
        presser: u64,
        data: &str,
        own: &Speaker,
    ) -> Result<bool, Trouble> {
        let Some(asked) = read(data) else { return Ok(false) };
        // A card speaks of the chat that it stands in, and of no other.
        if asked.0 != self.chat {
            return Ok(false);
        }
        let message = query["message"]["message_id"].as_i64().and_then(|id| i32::try_from(id).ok());
        let message = message.map(MessageId);
        let language = query["from"]["language_code"].as_str().and_then(Lang::from_tag);
        let presser = Presser { id: presser, language, card: message };
        match pressed(self.desk, self.waiting, self.speak, &presser, asked).await? {
            Done::Refused(key) => self.pop_up(query, own.word(key)).await,
            Done::Ask(_) => self.pop_up(query, own.word("chats-ask-in-private")).await,
            Done::Forgotten => self.pop_up(query, own.word("chats-forgotten")).await,
            Done::Card(card, said) => {
                // In a group the card speaks the language that was just chosen.
                let card = match asked.1 {
                    Change::Set(page, Set::Language(_)) => {
                        let here = Gathering::of(self.desk, self.chat, self.waiting);
                        here.page(page, here.speak).await
                    }
                    _ => card,
                };
                let said = said.map(|key| own.word(key));
                self.desk.sender.answer_press(super::press::id(query), said, false).await;
                let Some(message) = message else { return Ok(true) };
                match self.desk.sender.edit(self.chat, message, &card).await {
                    Ok(()) | Err(SendError::Unchanged | SendError::Gone) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(true)
    }
}

impl Visit<'_> {
    /// A press on a chat's card in the private chat; `false` for a button of something else.
    pub(in crate::telegram) async fn press_on_chat(&self, query: &CallbackQuery) -> Result<bool, Trouble> {
        let Some(asked) = read(query.data.as_deref().unwrap_or_default()) else { return Ok(false) };
        let chat = asked.0;
        let card = query.message.as_ref().map(|message| message.id());
        let presser = Presser { id: self.user.id.0, language: Some(self.speak.lang()), card };
        match pressed(self.desk, self.waiting, self.speak, &presser, asked).await? {
            Done::Refused(key) => self.answer_press(query, key, true).await,
            Done::Forgotten => {
                self.answer_press(query, "chats-forgotten", true).await;
                self.chats_list().await?;
            }
            Done::Ask(question) => {
                self.desk.sender.answer_press(query.id.clone(), None, false).await;
                self.ask_of_chat(chat, question).await?;
            }
            Done::Card(card, said) => {
                let said = said.map(|key| self.speak.word(key));
                self.desk.sender.answer_press(query.id.clone(), said, false).await;
                show(self, query, &card).await?;
            }
        }
        Ok(true)
    }

    /// Opens a chat's card, if the person is an admin there.
    pub(in crate::telegram) async fn open_chat(&self, chat: ChatId) -> Result<(), Trouble> {
        if !self.desk.is_admin(chat, self.user.id.0).await {
            return self.say("chats-not-admin").await;
        }
        let here = Gathering::of(self.desk, chat, self.waiting).known().await?;
        let person = self.user.id.0;
        let keeps = here.settings.keeper.is_none() || here.lost_its_keeper().await;
        if keeps
            || (here.settings.keeper == Some(person)
                && here.settings.keeper_language != Some(self.speak.lang()))
        {
            here.change(|settings| {
                settings.keeper = Some(person);
                settings.keeper_language = Some(self.speak.lang());
            })
            .await?;
        }
        let card = Gathering::of(self.desk, chat, self.waiting).card(self.speak).await;
        self.desk.sender.send(self.chat, &card).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_button_carries_is_read_back_and_nothing_else() {
        let read = |data: &str| super::read(data).map(|(_, change)| change);
        assert_eq!(read("chat:-100:home"), Some(Change::Show(Page::Home)));
        assert_eq!(read("chat:-100:mode:repost"), Some(Change::Set(Page::Home, Set::Mode(Mode::Repost))));
        assert_eq!(
            read("chat:-100:quiet:23-8"),
            Some(Change::Set(Page::Quiet, Set::Quiet(Some(Quiet { from: 23, until: 8 }))))
        );
        for wrong in [
            "chat:100:home",
            "chat:x:home",
            "chat:-100",
            "chat:-100:nothing",
            "chat:-100:mode:delete",
            "chat:-100:quiet:24-8",
            "chat:-100:repeat:7",
            "chat:-100:mode:off:more",
            "set:home",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
