//! What is typed for a chat's settings in the private chat: SubIDs, and the template, which is shown before it is saved.

use teloxide::types::ChatId;

use super::context::ChatContext;
use super::subid_patterns;
use crate::answer::{MAX_TEMPLATE_CHARS, PostTemplate, TemplateError};
use crate::settings::QuestionKind;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::callback::ChatCardAction;
use crate::telegram::handler_error::HandlerError;
use crate::telegram::private::PrivateContext;
use crate::text::escape_html;
use dealink_core::message::Message;

/// The error is a message that says why the typed text cannot be used.
type Saved = Result<(), Message>;

impl PrivateContext<'_> {
    /// Asks the person to type SubIDs or a template.
    pub(super) async fn ask_for_chat_setting(
        &self,
        chat: ChatId,
        question: QuestionKind,
    ) -> Result<(), HandlerError> {
        let (key, hint) = match question {
            QuestionKind::ChatSubIds(_) => ("chats-ask-subids", "chats-ask-subids-hint"),
            _ => ("chats-ask-template", "chats-ask-template-hint"),
        };
        let title = ChatContext::load(self.app, chat, self.record).settings.title.clone();
        let html = self.localizer.html(&Message::new(key).with("title", title));
        let id = self.send(&OutgoingMessage::html(html).asking(self.localizer.text(hint))).await?;
        self.remember_question(question, id).await
    }

    pub(crate) async fn save_chat_subids(&self, chat: i64, text: &str) -> Result<Saved, HandlerError> {
        let here = ChatContext::load(self.app, ChatId(chat), self.record);
        if let Err(refusal) = self.check_admin(&here).await? {
            return Ok(Err(refusal));
        }
        let patterns = match subid_patterns::parse_patterns(text) {
            Ok(patterns) => patterns,
            Err(error) => return Ok(Err(error)),
        };
        let shown = escape_html(&patterns.join(" "));
        here.change_settings(|settings| settings.subids = patterns).await?;
        self.mark_answered(|_| {}).await?;
        let saved = Message::new("chats-subids-saved").with("title", here.settings.title.clone());
        let html = format!("{}\n<code>{shown}</code>", self.localizer.html(&saved));
        self.app.send_html(self.chat, html).await?;
        Ok(Ok(()))
    }

    /// Shows the template with an example; a button saves it.
    pub(crate) async fn draft_chat_template(&self, chat: i64, text: &str) -> Result<Saved, HandlerError> {
        let here = ChatContext::load(self.app, ChatId(chat), self.record);
        if let Err(refusal) = self.check_admin(&here).await? {
            return Ok(Err(refusal));
        }
        let template = match PostTemplate::parse(text) {
            Ok(template) => template,
            Err(error) => return Ok(Err(template_error_message(error))),
        };
        let button = |key, action| here.card_button(key, action, self.localizer);
        let rows = vec![vec![
            button("chats-button-template-save", ChatCardAction::SaveTemplate),
            button("chats-button-template-again", ChatCardAction::AskTemplate),
        ]];
        let preview = here.template_preview(&template, self.localizer);
        let id = self.send(&OutgoingMessage::html(preview).with_buttons(rows)).await?;
        let question = QuestionKind::ChatDraft { chat: here.chat.0, draft: text.trim().to_owned() };
        self.remember_question(question, id).await?;
        Ok(Ok(()))
    }

    /// Ends the question if the person is no longer an admin of the chat.
    async fn check_admin(&self, here: &ChatContext<'_>) -> Result<Saved, HandlerError> {
        if self.app.is_admin(here.chat, self.user.id).await {
            return Ok(Ok(()));
        }
        self.end_question().await?;
        Ok(Err(Message::new("chats-not-admin")))
    }
}

fn template_error_message(error: TemplateError) -> Message {
    match error {
        TemplateError::NoLink => Message::new("chats-template-no-link"),
        TemplateError::Unknown(place) => Message::new("chats-template-unknown").with("place", place),
        TemplateError::TooLong => Message::new("chats-template-too-long").with("longest", MAX_TEMPLATE_CHARS),
    }
}
