//! The settings card of a group or channel: what its buttons do.
//!
//! Before anything is shown or changed, Telegram is asked again whether the person who pressed is an admin and has the rights that
//! the change needs, wherever the card is.

use teloxide::types::ChatId;

use super::card_conditions::OwnerDecision;
use super::context::ChatContext;
use super::person_rights::Denial;
use crate::settings::{ChatMode, ChatSettings, LinkAccount, QuestionKind, RepeatWindow};
use crate::store::WaitingUpdate;
use crate::telegram::api::{CallbackAnswer, OutgoingMessage, SendError};
use crate::telegram::callback::{ChatCardAction, ChatSettingValue, ChatSettingsPage};
use crate::telegram::context::AppContext;
use crate::telegram::handler_error::Result;
use crate::telegram::private::{PrivateContext, show_card};
use crate::telegram::update::{CallbackQuery, User};
use crate::text::Localizer;
use dealink_core::lang::Lang;

impl ChatSettingValue {
    /// Returns whether the value was set. A press that takes the chat over does nothing once somebody else has: the links would be
    /// that person's.
    fn apply(self, settings: &mut ChatSettings, decision: OwnerDecision, presser: &Presser<'_>) -> bool {
        let is_decided = decision.apply(settings);
        if self == ChatSettingValue::OwnerLinks && !is_decided {
            return false;
        }
        if settings.owner == Some(presser.user.id) {
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
        true
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
struct Presser<'a> {
    user: &'a User,
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

impl ChatCardResult {
    fn denied(denial: Denial) -> Self {
        ChatCardResult::Refused(denial.text_key())
    }
}

/// Handles a press on a card, wherever it is.
async fn handle_card_action(
    app: &AppContext,
    record: &WaitingUpdate,
    localizer: &Localizer,
    presser: &Presser<'_>,
    (chat, action): (ChatId, ChatCardAction),
) -> Result<ChatCardResult> {
    // Which rights are needed depends on the kind of the chat, which may not be known yet.
    let known = app.store.chats.get(app.store.chats.current_id(chat.0));
    let needed = known.map_or(&[][..], |settings| action.required_rights(settings.channel));
    let member = match app.admin_with_rights(chat, presser.user.id, needed).await {
        Ok(member) => member,
        Err(denial) => return Ok(ChatCardResult::denied(denial)),
    };
    // Asking Telegram may have shown that the group has another number now.
    let context = || ChatContext::load(app, chat, record);
    let Some(here) = context().with_title().await? else {
        return Ok(ChatCardResult::denied(Denial::NotKnown));
    };
    if let Err(denial) = member.check_rights(action.required_rights(here.settings.channel)) {
        return Ok(ChatCardResult::denied(denial));
    }
    let actor = presser.user.as_author();
    Ok(match action {
        ChatCardAction::Show(page) => {
            if page == ChatSettingsPage::Rights {
                here.resume_if_possible().await?;
            }
            let here = if page == ChatSettingsPage::Rights { context() } else { here };
            ChatCardResult::Show(here.render_page(page, localizer).await)
        }
        ChatCardAction::AskSubIds => ChatCardResult::Ask(QuestionKind::ChatSubIds(here.chat.0)),
        ChatCardAction::AskTemplate => ChatCardResult::Ask(QuestionKind::ChatTemplate(here.chat.0)),
        ChatCardAction::SaveTemplate => {
            let Some(draft) = template_draft(app, here.chat, presser).await? else {
                return Ok(ChatCardResult::Refused("chat-old-press"));
            };
            let here = here.change_settings_for(&actor, |settings| settings.template = Some(draft)).await?;
            ChatCardResult::Saved(here.render_page(ChatSettingsPage::Template, localizer).await)
        }
        ChatCardAction::Save(value) => {
            let person = presser.user.id;
            let decision = match value {
                ChatSettingValue::OwnerLinks => here.decide_takeover(person),
                _ => here.decide_owner(person, &member).await,
            };
            if let Some(obstacle) = here.obstacle(value, decision.owner(), person).await {
                return Ok(ChatCardResult::Refused(obstacle));
            }
            let mut is_set = true;
            let change = |settings: &mut ChatSettings| is_set = value.apply(settings, decision, presser);
            let here = here.change_settings_for(&actor, change).await?;
            if !is_set {
                return Ok(ChatCardResult::Refused("chat-old-press"));
            }
            ChatCardResult::Saved(here.render_page(value.page_after(), localizer).await)
        }
        ChatCardAction::Forget => {
            app.store.forget_chat(here.chat.0, record.id).await?;
            // The bot is still a member, but must not start again in this chat by itself.
            app.store.chats.update(here.chat.0, |settings| settings.mode = ChatMode::Off).await?;
            here.notify_owner_of_erasure(&actor);
            ChatCardResult::Forgotten
        }
    })
}

/// The template in the preview above the button. Only the newest preview can be saved.
async fn template_draft(app: &AppContext, chat: ChatId, presser: &Presser<'_>) -> Result<Option<String>> {
    let asked = app.store.questions.get(presser.user.id).await?;
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

    /// Handles a press on a card in the group. `own`: texts in the language of the person who pressed.
    pub(super) async fn handle_card_callback(
        &self,
        query: &CallbackQuery,
        action: ChatCardAction,
        own: &Localizer,
    ) -> Result<()> {
        let message = query.message_id();
        let presser = Presser { user: &query.from, language: query.from.language(), card_message: message };
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
        let presser = Presser { user: self.user, language, card_message: query.message_id() };
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

    /// Opens a chat's card, if the person is an admin there. A chat without an owner gets this person as its owner.
    pub(crate) async fn open_chat_card(&self, chat: ChatId) -> Result<()> {
        let member = match self.app.admin_with_rights(chat, self.user.id, &[]).await {
            Ok(member) => member,
            Err(denial) => return self.send_text(denial.text_key()).await,
        };
        let Some(here) = ChatContext::load(self.app, chat, self.record).with_title().await? else {
            return self.send_text(Denial::NotKnown.text_key()).await;
        };
        let language = self.localizer.lang();
        let (person, language) = (self.user.id, Some(language));
        let decision = here.decide_owner(person, &member).await;
        let is_new_language = decision.owner() == Some(person) && here.settings.owner_language != language;
        let here = if decision.changes_owner() || is_new_language {
            let change = |settings: &mut ChatSettings| {
                decision.apply(settings);
                if settings.owner == Some(person) {
                    settings.owner_language = language;
                }
            };
            here.change_settings_for(&self.user.as_author(), change).await?
        } else {
            here
        };
        self.send_card(&here.render_card(self.localizer).await).await
    }
}
