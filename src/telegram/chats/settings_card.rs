//! The settings card of a group or channel: what a press asks for, and what it changes.
//!
//! Each button names its chat and carries the value that it sets. Who pressed is looked up anew with Telegram before anything is
//! shown or changed, wherever the card stands.

use serde::de::IgnoredAny;
use teloxide::types::ChatId;

use super::context::ChatContext;
use super::settings_pages::{self, ChatSettingsPage};
use crate::settings::{
    ChatMode, ChatSettings, LinkAccount, LinkPolicy, QuestionKind, QuietHours, RepeatWindow,
};
use crate::store::WaitingUpdate;
use crate::telegram::api::{CallbackAnswer, MessageButton, OutgoingMessage, SendError};
use crate::telegram::context::AppContext;
use crate::telegram::handler_error::HandlerError;
use crate::telegram::private::{PrivateContext, show_card};
use crate::telegram::update::{CallbackQuery, ChatKind};
use crate::text::Localizer;
use dealink_core::lang::Lang;

const PREFIX: &str = "chat:";

/// A value to save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChatSettingValue {
    Mode(ChatMode),
    Whose(LinkPolicy),
    /// The links carry the settings of whoever pressed.
    OwnerLinks,
    /// The links carry the settings of whoever writes.
    SenderLinks,
    Repeat(RepeatWindow),
    Remove(Option<u32>),
    Quiet(Option<QuietHours>),
    Language(Option<Lang>),
    DefaultTemplate,
    NoSubIds,
    OtherBots(bool),
    Silent(bool),
    Resume,
}

/// What a press asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChatCardAction {
    Show(ChatSettingsPage),
    Set(ChatSettingsPage, ChatSettingValue),
    AskSubIds,
    AskTemplate,
    SaveTemplate,
    Forget,
}

/// The chat that a press is about and what it asks for; none for what no card of this version has.
pub(super) fn parse_chat_callback(data: &str) -> Option<(ChatId, ChatCardAction)> {
    let (chat, rest) = data.strip_prefix(PREFIX)?.split_once(':')?;
    let chat: i64 = chat.parse().ok().filter(|chat| *chat < 0)?;
    let mut words = rest.split(':');
    let change = match (words.next()?, words.next()) {
        ("mode", Some(word)) => ChatCardAction::Set(
            ChatSettingsPage::Home,
            ChatSettingValue::Mode(settings_pages::value_named(&settings_pages::MODES, word)?),
        ),
        ("whose", Some(word)) => ChatCardAction::Set(
            ChatSettingsPage::Home,
            ChatSettingValue::Whose(settings_pages::value_named(&settings_pages::LINK_POLICIES, word)?),
        ),
        ("account", Some("mine")) => {
            ChatCardAction::Set(ChatSettingsPage::Home, ChatSettingValue::OwnerLinks)
        }
        ("account", Some("sender")) => {
            ChatCardAction::Set(ChatSettingsPage::Home, ChatSettingValue::SenderLinks)
        }
        ("repeat", Some(minutes)) => {
            let minutes =
                minutes.parse().ok().filter(|minutes| settings_pages::REPEAT_MINUTES.contains(minutes))?;
            ChatCardAction::Set(ChatSettingsPage::Home, ChatSettingValue::Repeat(RepeatWindow(minutes)))
        }
        ("remove", Some(minutes)) => {
            let minutes: u32 =
                minutes.parse().ok().filter(|minutes| settings_pages::REMOVAL_MINUTES.contains(minutes))?;
            ChatCardAction::Set(
                ChatSettingsPage::Home,
                ChatSettingValue::Remove((minutes > 0).then_some(minutes)),
            )
        }
        ("quiet", Some("off")) => ChatCardAction::Set(ChatSettingsPage::Home, ChatSettingValue::Quiet(None)),
        ("quiet", Some(hours)) => {
            let (from, until) = hours.split_once('-')?;
            let hour = |text: &str| text.parse().ok().filter(|hour: &u8| *hour < 24);
            let quiet = QuietHours { from: hour(from)?, until: hour(until)? };
            ChatCardAction::Set(ChatSettingsPage::Quiet, ChatSettingValue::Quiet(Some(quiet)))
        }
        ("language", Some("bot")) => {
            ChatCardAction::Set(ChatSettingsPage::Home, ChatSettingValue::Language(None))
        }
        ("language", Some(code)) => {
            ChatCardAction::Set(ChatSettingsPage::Home, ChatSettingValue::Language(Some(code.parse().ok()?)))
        }
        ("template", Some("ask")) => ChatCardAction::AskTemplate,
        ("template", Some("save")) => ChatCardAction::SaveTemplate,
        ("template", Some("usual")) => {
            ChatCardAction::Set(ChatSettingsPage::Template, ChatSettingValue::DefaultTemplate)
        }
        ("subids", Some("ask")) => ChatCardAction::AskSubIds,
        ("subids", Some("none")) => ChatCardAction::Set(ChatSettingsPage::SubIds, ChatSettingValue::NoSubIds),
        ("bots", Some(on)) => {
            ChatCardAction::Set(ChatSettingsPage::Home, ChatSettingValue::OtherBots(parse_switch(on)?))
        }
        ("figures", Some(on)) => {
            ChatCardAction::Set(ChatSettingsPage::Home, ChatSettingValue::Silent(!parse_switch(on)?))
        }
        ("resume", None) => ChatCardAction::Set(ChatSettingsPage::Home, ChatSettingValue::Resume),
        ("forget", Some("yes")) => ChatCardAction::Forget,
        (page, None) => ChatCardAction::Show(ChatSettingsPage::from_name(page)?),
        _ => return None,
    };
    words.next().is_none().then_some((ChatId(chat), change))
}

fn parse_switch(word: &str) -> Option<bool> {
    match word {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// A button of a chat's card.
pub(super) fn card_button(chat: ChatId, label: String, data: &str) -> MessageButton {
    MessageButton::Press { label, data: format!("{PREFIX}{}:{data}", chat.0) }
}

impl ChatSettingValue {
    /// `keeps`: whether whoever pressed becomes the keeper, because there is none, or one who is no admin any more.
    fn apply(self, settings: &mut ChatSettings, presser: &Presser, keeps: bool) {
        if keeps || self == ChatSettingValue::OwnerLinks {
            settings.owner = Some(presser.id);
        }
        if settings.owner == Some(presser.id) {
            settings.owner_language = presser.language.or(settings.owner_language);
        }
        match self {
            ChatSettingValue::Mode(mode) => settings.mode = mode,
            ChatSettingValue::Whose(whose) => settings.link_policy = whose,
            ChatSettingValue::OwnerLinks => settings.link_account = LinkAccount::Owner,
            ChatSettingValue::SenderLinks => settings.link_account = LinkAccount::Sender,
            ChatSettingValue::Repeat(repeat) => settings.repeat_window = repeat,
            ChatSettingValue::Remove(minutes) => settings.remove_after = minutes,
            ChatSettingValue::Quiet(quiet) => settings.quiet_hours = quiet,
            ChatSettingValue::Language(lang) => settings.language = lang,
            ChatSettingValue::DefaultTemplate => settings.template = None,
            ChatSettingValue::NoSubIds => settings.subids.clear(),
            ChatSettingValue::OtherBots(on) => settings.other_bots = on,
            ChatSettingValue::Silent(silent) => settings.silent = silent,
            ChatSettingValue::Resume => settings.paused = false,
        }
    }
}

/// Who presses.
struct Presser {
    id: u64,
    /// The language of their own, as far as it is told.
    language: Option<Lang>,
    /// The message below which they press.
    card_message: Option<i32>,
}

/// What became of a press.
enum ChatCardResult {
    /// This is said on top of the chat, as a box, and nothing changes.
    Refused(&'static str),
    /// The card is shown; this is said on top of the chat.
    Card(OutgoingMessage, Option<&'static str>),
    /// Something is asked in a message.
    Ask(QuestionKind),
    /// All of the chat is forgotten.
    Forgotten,
}

/// Handles a press on a card, wherever it stands.
async fn handle_card_action(
    desk: &AppContext,
    waiting: &WaitingUpdate,
    speak: &Localizer,
    presser: &Presser,
    (chat, change): (ChatId, ChatCardAction),
) -> Result<ChatCardResult, HandlerError> {
    if !desk.is_admin(chat, presser.id).await {
        return Ok(ChatCardResult::Refused("chats-not-admin"));
    }
    // The question may have shown that the group has another number now.
    let chat = ChatId(desk.store.chats.current_id(chat.0));
    let mut here = ChatContext::load(desk, chat, waiting).with_title().await?;
    if change == ChatCardAction::Show(ChatSettingsPage::Rights) {
        here.resume_if_possible().await?;
        here = ChatContext::load(desk, chat, waiting);
    }
    Ok(match change {
        ChatCardAction::Show(page) => ChatCardResult::Card(here.render_page(page, speak).await, None),
        ChatCardAction::AskSubIds => ChatCardResult::Ask(QuestionKind::ChatSubIds(chat.0)),
        ChatCardAction::AskTemplate => ChatCardResult::Ask(QuestionKind::ChatTemplate(chat.0)),
        ChatCardAction::SaveTemplate => {
            // Of several previews the last one alone can be saved: by the button below it.
            let asked = desk.store.publishers.load(presser.id)?.pending_question;
            let asked = asked.filter(|asked| Some(asked.message_id) == presser.card_message);
            let Some(QuestionKind::ChatDraft { chat: of, draft }) = asked.map(|asked| asked.question) else {
                return Ok(ChatCardResult::Refused("chat-old-press"));
            };
            if desk.store.chats.current_id(of) != chat.0 {
                return Ok(ChatCardResult::Refused("chat-old-press"));
            }
            here.change_settings(|settings| settings.template = Some(draft)).await?;
            let here = ChatContext::load(desk, chat, waiting);
            ChatCardResult::Card(
                here.render_page(ChatSettingsPage::Template, speak).await,
                Some("settings-saved"),
            )
        }
        ChatCardAction::Set(page, set) => {
            if let ChatSettingValue::Mode(ChatMode::Suggest) = set
                && !here.can_message(here.settings.owner.unwrap_or(presser.id)).await?
            {
                return Ok(ChatCardResult::Refused("chats-suggest-start-me"));
            }
            let keeps = here.settings.owner.is_none() || here.owner_lost_admin().await;
            here.change_settings(|settings| set.apply(settings, presser, keeps)).await?;
            let here = ChatContext::load(desk, chat, waiting);
            ChatCardResult::Card(here.render_page(page, speak).await, Some("settings-saved"))
        }
        ChatCardAction::Forget => {
            desk.store.forget_chat(chat.0).await?;
            // It is still a member, and must not begin anew by itself.
            desk.store.chats.update(chat.0, |settings| settings.mode = ChatMode::Off).await?;
            ChatCardResult::Forgotten
        }
    })
}

impl ChatContext<'_> {
    /// Everything at a glance.
    pub async fn render_card(&self, speak: &Localizer) -> OutgoingMessage {
        self.render_page(ChatSettingsPage::Home, speak).await
    }

    /// The same with the title and the kind of the chat learned from Telegram, where nobody set it up yet.
    pub(super) async fn with_title(self) -> Result<Self, HandlerError> {
        if !self.settings.title.is_empty() {
            return Ok(self);
        }
        let chat = self.chat_details().await;
        let title = chat.title.unwrap_or_default();
        let channel = chat.kind == Some(ChatKind::Channel);
        let settings = self
            .change_settings(|settings| {
                settings.label = super::subid_patterns::chat_label(&title, self.chat.0);
                settings.title = title;
                settings.channel = channel;
            })
            .await?;
        Ok(ChatContext { settings, ..self })
    }

    /// Whether somebody can be written to in the private chat.
    async fn can_message(&self, person: u64) -> Result<bool, HandlerError> {
        let call = serde_json::json!({ "chat_id": person, "action": "typing" });
        Ok(self.app.sender.call_with_retries::<IgnoredAny>(None, "sendChatAction", &call).await.is_ok())
    }

    /// A press on a card that stands in the group; `own` speaks to whoever pressed.
    pub(super) async fn handle_card_callback(
        &self,
        query: &CallbackQuery,
        own: &Localizer,
    ) -> Result<bool, HandlerError> {
        let Some(asked) = parse_chat_callback(query.data()) else { return Ok(false) };
        // A card speaks of the chat that it stands in, and of no other.
        if asked.0 != self.chat {
            return Ok(false);
        }
        let message = query.message_id();
        let presser = Presser { id: query.from.id, language: query.from.language(), card_message: message };
        match handle_card_action(self.app, self.record, self.localizer, &presser, asked).await? {
            ChatCardResult::Refused(key) => self.show_alert(query, own.text(key)).await,
            ChatCardResult::Ask(_) => self.show_alert(query, own.text("chats-ask-in-private")).await,
            ChatCardResult::Forgotten => self.show_alert(query, own.text("chats-forgotten")).await,
            ChatCardResult::Card(card, said) => {
                // In a group the card speaks the language that was just chosen.
                let card = match asked.1 {
                    ChatCardAction::Set(page, ChatSettingValue::Language(_)) => {
                        let here = ChatContext::load(self.app, self.chat, self.record);
                        here.render_page(page, here.localizer).await
                    }
                    _ => card,
                };
                let said = said.map_or(CallbackAnswer::Silent, |key| CallbackAnswer::Notice(own.text(key)));
                self.app.sender.answer_callback(&query.id, said).await;
                let Some(message) = message else { return Ok(true) };
                match self.app.sender.edit(self.chat, message, &card).await {
                    Ok(()) | Err(SendError::Unchanged | SendError::MessageGone) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(true)
    }
}

impl PrivateContext<'_> {
    /// A press on a chat's card in the private chat; `false` for a button of something else.
    pub(crate) async fn handle_chat_card_callback(
        &self,
        query: &CallbackQuery,
    ) -> Result<bool, HandlerError> {
        let Some(asked) = parse_chat_callback(query.data()) else { return Ok(false) };
        let chat = asked.0;
        let language = Some(self.localizer.lang());
        let presser = Presser { id: self.user.id, language, card_message: query.message_id() };
        match handle_card_action(self.app, self.record, self.localizer, &presser, asked).await? {
            ChatCardResult::Refused(key) => self.alert(query, key).await,
            ChatCardResult::Forgotten => {
                self.alert(query, "chats-forgotten").await;
                self.send_chat_list().await?;
            }
            ChatCardResult::Ask(question) => {
                self.answer_silently(query).await;
                self.ask_for_chat_setting(chat, question).await?;
            }
            ChatCardResult::Card(card, said) => {
                match said {
                    Some(key) => self.answer_callback(query, key).await,
                    None => self.answer_silently(query).await,
                }
                show_card(self, query, &card).await?;
            }
        }
        Ok(true)
    }

    /// Opens a chat's card, if the person is an admin there.
    pub(crate) async fn open_chat_card(&self, chat: ChatId) -> Result<(), HandlerError> {
        if !self.app.is_admin(chat, self.user.id).await {
            return self.send_text("chats-not-admin").await;
        }
        let here = ChatContext::load(self.app, chat, self.record).with_title().await?;
        let person = self.user.id;
        let keeps = here.settings.owner.is_none() || here.owner_lost_admin().await;
        if keeps
            || (here.settings.owner == Some(person)
                && here.settings.owner_language != Some(self.localizer.lang()))
        {
            here.change_settings(|settings| {
                settings.owner = Some(person);
                settings.owner_language = Some(self.localizer.lang());
            })
            .await?;
        }
        let card = ChatContext::load(self.app, chat, self.record).render_card(self.localizer).await;
        self.send(&card).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_button_carries_is_read_back_and_nothing_else() {
        let read = |data: &str| super::parse_chat_callback(data).map(|(_, change)| change);
        assert_eq!(read("chat:-100:home"), Some(ChatCardAction::Show(ChatSettingsPage::Home)));
        assert_eq!(
            read("chat:-100:mode:repost"),
            Some(ChatCardAction::Set(ChatSettingsPage::Home, ChatSettingValue::Mode(ChatMode::Repost)))
        );
        assert_eq!(
            read("chat:-100:quiet:23-8"),
            Some(ChatCardAction::Set(
                ChatSettingsPage::Quiet,
                ChatSettingValue::Quiet(Some(QuietHours { from: 23, until: 8 }))
            ))
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
