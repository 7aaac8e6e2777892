//! The settings card of a group or channel: what its buttons do.
//!
//! Before anything is shown or changed, Telegram is asked again whether the person who pressed is an admin, wherever the card is.

use serde::de::IgnoredAny;
use teloxide::types::ChatId;

use super::context::ChatContext;
use crate::settings::{ChatMode, ChatSettings, LinkAccount, QuestionKind, RepeatWindow};
use crate::store::WaitingUpdate;
use crate::telegram::api::{CallbackAnswer, OutgoingMessage, SendError};
use crate::telegram::callback::{ChatCardAction, ChatSettingValue, ChatSettingsPage};
use crate::telegram::context::AppContext;
use crate::telegram::handler_error::Result;
use crate::telegram::private::{PrivateContext, show_card};
use crate::telegram::update::{CallbackQuery, ChatType};
use crate::text::Localizer;
use dealink_core::lang::Lang;

impl ChatSettingValue {
    /// `new_owner`: the chat's owner from now on, if the owner changes.
    fn apply(self, settings: &mut ChatSettings, new_owner: Option<u64>, presser: &Presser) {
        settings.owner = new_owner.or(settings.owner);
        if settings.owner == Some(presser.id) {
            settings.owner_language = presser.language.or(settings.owner_language);
        }
        match self {
            ChatSettingValue::Mode(mode) => settings.mode = mode,
            ChatSettingValue::LinkPolicy(policy) => settings.link_policy = policy,
            ChatSettingValue::OwnerLinks => settings.link_account = LinkAccount::Owner,
            ChatSettingValue::SenderLinks => settings.link_account = LinkAccount::Sender,
            ChatSettingValue::Repeat(minutes) => settings.repeat_window = RepeatWindow(minutes),
            ChatSettingValue::Remove(minutes) => settings.remove_after = Some(minutes).filter(|it| *it > 0),
            ChatSettingValue::Quiet(quiet) => settings.quiet_hours = quiet,
            ChatSettingValue::Language(lang) => settings.language = lang,
            ChatSettingValue::DefaultTemplate => settings.template = None,
            ChatSettingValue::NoSubIds => settings.subids.clear(),
            ChatSettingValue::OtherBots(on) => settings.other_bots = on,
            ChatSettingValue::Figures(on) => settings.silent = !on,
            ChatSettingValue::Resume => settings.paused = false,
        }
    }

    fn page_after(self) -> ChatSettingsPage {
        match self {
            // The hours are changed step by step.
            ChatSettingValue::Quiet(Some(_)) => ChatSettingsPage::Quiet,
            ChatSettingValue::DefaultTemplate => ChatSettingsPage::Template,
            ChatSettingValue::NoSubIds => ChatSettingsPage::SubIds,
            _ => ChatSettingsPage::Home,
        }
    }
}

/// The person who pressed a button of the card.
struct Presser {
    id: u64,
    language: Option<Lang>,
    card_message: Option<i32>,
}

enum ChatCardResult {
    /// Nothing changes, and a box with this text is shown.
    Refused(&'static str),
    Show(OutgoingMessage),
    /// The card shows what was saved.
    Saved(OutgoingMessage),
    /// The bot asks a question in a message.
    Ask(QuestionKind),
    Forgotten,
}

/// Handles a press on a card, wherever it is.
async fn handle_card_action(
    app: &AppContext,
    record: &WaitingUpdate,
    localizer: &Localizer,
    presser: &Presser,
    (chat, action): (ChatId, ChatCardAction),
) -> Result<ChatCardResult> {
    if !app.is_admin(chat, presser.id).await {
        return Ok(ChatCardResult::Refused("chats-not-admin"));
    }
    // Asking Telegram may have shown that the group has another number now.
    let chat = ChatId(app.store.chats.current_id(chat.0));
    let context = || ChatContext::load(app, chat, record);
    let here = context().with_title().await?;
    Ok(match action {
        ChatCardAction::Show(page) => {
            if page == ChatSettingsPage::Rights {
                here.resume_if_possible().await?;
            }
            let here = if page == ChatSettingsPage::Rights { context() } else { here };
            ChatCardResult::Show(here.render_page(page, localizer).await)
        }
        ChatCardAction::AskSubIds => ChatCardResult::Ask(QuestionKind::ChatSubIds(chat.0)),
        ChatCardAction::AskTemplate => ChatCardResult::Ask(QuestionKind::ChatTemplate(chat.0)),
        ChatCardAction::SaveTemplate => {
            let Some(draft) = template_draft(app, chat, presser).await? else {
                return Ok(ChatCardResult::Refused("chat-old-press"));
            };
            here.change_settings(|settings| settings.template = Some(draft)).await?;
            ChatCardResult::Saved(context().render_page(ChatSettingsPage::Template, localizer).await)
        }
        ChatCardAction::Save(value) => {
            if let ChatSettingValue::Mode(ChatMode::Suggest) = value
                && !here.can_message(here.settings.owner.unwrap_or(presser.id)).await?
            {
                return Ok(ChatCardResult::Refused("chats-suggest-start-me"));
            }
            // If the chat has no owner, or the owner is no longer an admin, the person who pressed becomes the owner.
            let is_owned = here.settings.owner.is_some() && !here.owner_lost_admin().await;
            let takes_over = !is_owned || value == ChatSettingValue::OwnerLinks;
            let new_owner = takes_over.then_some(presser.id);
            here.change_settings(|settings| value.apply(settings, new_owner, presser)).await?;
            ChatCardResult::Saved(context().render_page(value.page_after(), localizer).await)
        }
        ChatCardAction::Forget => {
            app.store.forget_chat(chat.0, record.id).await?;
            // The bot is still a member, but must not start again in this chat by itself.
            app.store.chats.update(chat.0, |settings| settings.mode = ChatMode::Off).await?;
            ChatCardResult::Forgotten
        }
    })
}

/// The template in the preview above the button. Only the newest preview can be saved.
async fn template_draft(app: &AppContext, chat: ChatId, presser: &Presser) -> Result<Option<String>> {
    let asked = app.store.questions.get(presser.id).await?;
    let asked = asked.filter(|asked| Some(asked.message_id) == presser.card_message);
    Ok(match asked.map(|asked| asked.question) {
        Some(QuestionKind::ChatDraft { chat: of, draft }) if app.store.chats.current_id(of) == chat.0 => {
            Some(draft)
        }
        _ => None,
    })
}

impl ChatContext<'_> {
    pub async fn render_card(&self, localizer: &Localizer) -> OutgoingMessage {
        self.render_page(ChatSettingsPage::Home, localizer).await
    }

    /// The same with the title and the kind of the chat. Telegram is asked for them if they are not known.
    pub(super) async fn with_title(self) -> Result<Self> {
        if !self.settings.title.is_empty() {
            return Ok(self);
        }
        let chat = self.chat_details().await;
        let title = chat.title.unwrap_or_default();
        let channel = chat.kind == Some(ChatType::Channel);
        let settings = self
            .change_settings(|settings| {
                settings.label = super::subid_patterns::chat_label(&title, self.chat.0);
                settings.title = title;
                settings.channel = channel;
            })
            .await?;
        Ok(ChatContext { settings, ..self })
    }

    /// Whether the bot can write to a person in the private chat.
    async fn can_message(&self, person: u64) -> Result<bool> {
        let call = serde_json::json!({ "chat_id": person, "action": "typing" });
        Ok(self.app.sender.call_with_retries::<IgnoredAny>(None, "sendChatAction", &call).await.is_ok())
    }

    /// Handles a press on a card in the group. `own`: texts in the language of the person who pressed.
    pub(super) async fn handle_card_callback(
        &self,
        query: &CallbackQuery,
        action: ChatCardAction,
        own: &Localizer,
    ) -> Result<()> {
        let message = query.message_id();
        let presser = Presser { id: query.from.id, language: query.from.language(), card_message: message };
        let pressed = (self.chat, action);
        let (card, answer) =
            match handle_card_action(self.app, self.record, self.localizer, &presser, pressed).await? {
                ChatCardResult::Refused(key) => return self.show_alert(query, own.text(key)).await,
                ChatCardResult::Ask(_) => {
                    return self.show_alert(query, own.text("chats-ask-in-private")).await;
                }
                ChatCardResult::Forgotten => {
                    return self.show_alert(query, own.text("chats-forgotten")).await;
                }
                ChatCardResult::Show(card) => (card, CallbackAnswer::Silent),
                ChatCardResult::Saved(card) => (card, CallbackAnswer::Notice(own.text("settings-saved"))),
            };
        let card = match action {
            // In a group the card is in the language that was just chosen.
            ChatCardAction::Save(value @ ChatSettingValue::Language(_)) => {
                let here = ChatContext::load(self.app, self.chat, self.record);
                here.render_page(value.page_after(), here.localizer).await
            }
            _ => card,
        };
        self.app.sender.answer_callback(&query.id, answer).await;
        let Some(message) = message else { return Ok(()) };
        match self.app.sender.edit(self.chat, message, &card).await {
            Ok(()) | Err(SendError::Unchanged | SendError::MessageGone) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

impl PrivateContext<'_> {
    /// Handles a press on a chat's card in the private chat.
    pub(crate) async fn handle_chat_card_callback(
        &self,
        query: &CallbackQuery,
        chat: ChatId,
        action: ChatCardAction,
    ) -> Result<()> {
        let language = Some(self.localizer.lang());
        let presser = Presser { id: self.user.id, language, card_message: query.message_id() };
        match handle_card_action(self.app, self.record, self.localizer, &presser, (chat, action)).await? {
            ChatCardResult::Refused(key) => self.alert(query, key).await,
            ChatCardResult::Forgotten => {
                self.alert(query, "chats-forgotten").await;
                self.send_chat_list().await?;
            }
            ChatCardResult::Ask(question) => {
                self.answer_silently(query).await;
                self.ask_for_chat_setting(chat, question).await?;
            }
            ChatCardResult::Show(card) => {
                self.answer_silently(query).await;
                show_card(self, query, &card).await?;
            }
            ChatCardResult::Saved(card) => {
                self.answer_callback(query, "settings-saved").await;
                show_card(self, query, &card).await?;
            }
        }
        Ok(())
    }

    /// Opens a chat's card, if the person is an admin there.
    pub(crate) async fn open_chat_card(&self, chat: ChatId) -> Result<()> {
        if !self.app.is_admin(chat, self.user.id).await {
            return self.send_text("chats-not-admin").await;
        }
        let here = ChatContext::load(self.app, chat, self.record).with_title().await?;
        let (person, language) = (self.user.id, self.localizer.lang());
        let is_owner = here.settings.owner == Some(person);
        let has_owner = here.settings.owner.is_some() && !here.owner_lost_admin().await;
        if !has_owner || (is_owner && here.settings.owner_language != Some(language)) {
            here.change_settings(|settings| {
                settings.owner = Some(person);
                settings.owner_language = Some(language);
            })
            .await?;
        }
        let card = ChatContext::load(self.app, chat, self.record).render_card(self.localizer).await;
        self.send_card(&card).await
    }
}
