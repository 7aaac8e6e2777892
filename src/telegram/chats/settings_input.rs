//! What is typed for a chat's settings in the private chat: SubIDs, and the template, which is shown before it is saved.

use teloxide::types::ChatId;

use super::context::ChatContext;
use super::person_rights::{Denial, rights_for_ownership, rights_for_settings};
use super::subid_patterns;
use crate::answer::{MAX_TEMPLATE_CHARS, PostTemplate, TemplateError};
use crate::settings::QuestionKind;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::callback::ChatCardAction;
use crate::telegram::handler_error::Result;
use crate::telegram::private::PrivateContext;
use crate::telegram::update::AdminRight;
use crate::text::escape_html;
use dealink_core::message::Message;

impl PrivateContext<'_> {
    /// Asks the person to type SubIDs or a template.
    pub(super) async fn ask_for_chat_setting(&self, chat: ChatId, question: QuestionKind) -> Result<()> {
        let (key, hint) = match question {
            QuestionKind::ChatSubIds(_) => ("chats-ask-subids", "chats-ask-subids-hint"),
            _ => ("chats-ask-template", "chats-ask-template-hint"),
        };
        let title = ChatContext::load(self.app, chat, self.record).title();
        self.ask(&Message::new(key).with("title", title), hint, None, question).await
    }

    pub(crate) async fn save_chat_subids(&self, chat: i64, text: &str) -> Result<()> {
        let Some(here) = self.chat_to_change(chat, rights_for_ownership).await? else { return Ok(()) };
        let patterns = match subid_patterns::parse_patterns(text) {
            Ok(patterns) => patterns,
            Err(error) => return self.send_message(&error).await,
        };
        let shown = escape_html(&patterns.join(" "));
        here.change_settings_for(&self.user.as_author(), |settings| settings.subids = patterns).await?;
        self.mark_answered(|_| {}).await?;
        let saved = Message::new("chats-subids-saved").with("title", here.title());
        let html = format!("{}\n<code>{shown}</code>", self.localizer.html(&saved));
        self.app.send_html(self.chat, html).await
    }

    /// Shows the template with an example; a button saves it.
    pub(crate) async fn draft_chat_template(&self, chat: i64, text: &str) -> Result<()> {
        let Some(here) = self.chat_to_change(chat, rights_for_settings).await? else { return Ok(()) };
        let template = match PostTemplate::parse(text) {
            Ok(template) => template,
            Err(error) => return self.send_message(&template_error_message(error)).await,
        };
        let button = |key, action| here.card_button(key, action, self.localizer);
        let rows = vec![vec![
            button("chats-button-template-save", ChatCardAction::SaveTemplate),
            button("chats-button-template-again", ChatCardAction::AskTemplate),
        ]];
        let preview = here.template_preview(&template, self.localizer);
        let id = self.send(&OutgoingMessage::html(preview).with_buttons(rows)).await?;
        let question = QuestionKind::ChatDraft { chat: here.chat.0, draft: text.trim().to_owned() };
        self.remember_question(question, id).await
    }

    /// The chat; `None` if the person may not change it, and is told why. Then the question ends, unless Telegram did not say it: the
    /// person can type the answer again.
    async fn chat_to_change(
        &self,
        chat: i64,
        needed: fn(bool) -> &'static [AdminRight],
    ) -> Result<Option<ChatContext<'_>>> {
        let here = ChatContext::load(self.app, ChatId(chat), self.record);
        let needed = needed(here.settings.channel);
        let Err(denial) = self.app.check_rights(here.chat, self.user.id, needed).await else {
            return Ok(Some(here));
        };
        if denial != Denial::NotKnown {
            self.end_question().await?;
        }
        self.send_text(denial.text_key()).await?;
        Ok(None)
    }
}

fn template_error_message(error: TemplateError) -> Message {
    match error {
        TemplateError::NoLink => Message::new("chats-template-no-link"),
        TemplateError::Unknown(place) => Message::new("chats-template-unknown").with("place", place),
        TemplateError::TooLong => Message::new("chats-template-too-long").with("longest", MAX_TEMPLATE_CHARS),
    }
}
