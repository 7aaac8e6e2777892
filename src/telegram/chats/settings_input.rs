//! What is typed for a chat's settings in the private chat: SubIDs, and the template, which is shown before it is saved.

use teloxide::types::ChatId;

use super::settings_card::card_button;
use super::{ChatContext, settings_pages, subid_patterns};
use crate::answer::{MAX_TEMPLATE_CHARS, PostTemplate, TemplateError};
use crate::settings::QuestionKind;
use crate::telegram::context::HandlerError;
use crate::telegram::keyboard::inline_keyboard;
use crate::telegram::private::PrivateContext;
use crate::telegram::sender::OutgoingMessage;
use dealink_core::message::Message;

impl PrivateContext<'_> {
    /// Asks for what is typed.
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
        let ask = OutgoingMessage {
            html: self.localizer.html(&Message::new(key).with("title", title)),
            reply_hint: Some(self.localizer.text(hint)),
            ..OutgoingMessage::default()
        };
        let id = self.app.sender.send(self.chat, &ask).await?;
        self.remember_question(question, id).await
    }

    /// Takes what was typed for a chat; `None` when it cannot be used, with a sentence that says why.
    pub(in crate::telegram) async fn save_chat_setting(
        &self,
        chat: i64,
        template: bool,
        text: &str,
    ) -> Result<Result<(), Message>, HandlerError> {
        let here = ChatContext::load(self.app, ChatId(chat), self.record);
        if !self.app.is_admin(here.chat, self.user.id.0).await {
            self.end_question().await?;
            return Ok(Err(Message::new("chats-not-admin")));
        }
        match template {
            true => self.preview_template(&here, text).await,
            false => self.save_subid_patterns(&here, text).await,
        }
    }

    async fn save_subid_patterns(
        &self,
        here: &ChatContext<'_>,
        text: &str,
    ) -> Result<Result<(), Message>, HandlerError> {
        let patterns = match subid_patterns::parse_patterns(text) {
            Ok(patterns) => patterns,
            Err(fault) => return Ok(Err(fault)),
        };
        let shown = settings_pages::patterns_html(&patterns);
        here.change_settings(|settings| settings.subids = patterns).await?;
        self.mark_answered(|_| {}).await?;
        let saved = Message::new("chats-subids-saved").with("title", here.settings.title.clone());
        let html = format!("{}\n<code>{shown}</code>", self.localizer.html(&saved));
        self.app.send_html(self.chat, html).await?;
        Ok(Ok(()))
    }

    /// The template is shown with an example; a press saves it.
    async fn preview_template(
        &self,
        here: &ChatContext<'_>,
        text: &str,
    ) -> Result<Result<(), Message>, HandlerError> {
        let template = match PostTemplate::parse(text) {
            Ok(template) => template,
            Err(fault) => return Ok(Err(template_error_message(fault))),
        };
        let row = |key, data: &str| card_button(here.chat, self.localizer.text(key), data);
        let rows = [vec![
            row("chats-button-template-save", "template:save"),
            row("chats-button-template-again", "template:ask"),
        ]];
        let preview = OutgoingMessage {
            html: here.template_preview(&template, self.localizer),
            keyboard: Some(inline_keyboard(&rows)),
            ..OutgoingMessage::default()
        };
        let id = self.app.sender.send(self.chat, &preview).await?;
        let question = QuestionKind::ChatDraft { chat: here.chat.0, draft: text.trim().to_owned() };
        self.remember_question(question, id).await?;
        Ok(Ok(()))
    }
}

fn template_error_message(fault: TemplateError) -> Message {
    match fault {
        TemplateError::NoLink => Message::new("chats-template-no-link"),
        TemplateError::Unknown(place) => Message::new("chats-template-unknown").with("place", place),
        TemplateError::TooLong => Message::new("chats-template-too-long").with("longest", MAX_TEMPLATE_CHARS),
    }
}
