//! What is typed for a chat's settings in the private chat: SubIDs, and the template, which is shown before it is saved.

use teloxide::types::ChatId;

use super::card::press;
use super::{Gathering, pages, subids};
use crate::answer::{TEMPLATE_AT_MOST, Template, TemplateFault};
use crate::store::Question;
use crate::telegram::desk::Trouble;
use crate::telegram::keyboard::markup;
use crate::telegram::private::Visit;
use crate::telegram::send::Outgoing;
use dealink_core::message::Sentence;

impl Visit<'_> {
    /// Asks for what is typed.
    pub(super) async fn ask_of_chat(&self, chat: ChatId, question: Question) -> Result<(), Trouble> {
        let (key, hint) = match question {
            Question::ChatSubIds(_) => ("chats-ask-subids", "chats-ask-subids-hint"),
            _ => ("chats-ask-template", "chats-ask-template-hint"),
        };
        let title = Gathering::of(self.desk, chat, self.waiting).settings.title.clone();
        let ask = Outgoing {
            html: self.speak.html(&Sentence::new(key).with("title", title)),
            ask: Some(self.speak.word(hint)),
            ..Outgoing::default()
        };
        let id = self.desk.sender.send(self.chat, &ask).await?;
        self.asked(question, id).await
    }

    /// Takes what was typed for a chat; `None` when it cannot be used, with a sentence that says why.
    pub(in crate::telegram) async fn typed_for_chat(
        &self,
        chat: i64,
        template: bool,
        text: &str,
    ) -> Result<Result<(), Sentence>, Trouble> {
        let here = Gathering::of(self.desk, ChatId(chat), self.waiting);
        if !self.desk.is_admin(here.chat, self.user.id.0).await {
            self.stop_asking().await?;
            return Ok(Err(Sentence::new("chats-not-admin")));
        }
        match template {
            true => self.template_typed(&here, text).await,
            false => self.subids_typed(&here, text).await,
        }
    }

    async fn subids_typed(&self, here: &Gathering<'_>, text: &str) -> Result<Result<(), Sentence>, Trouble> {
        let patterns = match subids::read(text) {
            Ok(patterns) => patterns,
            Err(fault) => return Ok(Err(fault)),
        };
        let shown = pages::shown(&patterns);
        here.change(|settings| settings.subids = patterns).await?;
        self.mark_answered(|_| {}).await?;
        let saved = Sentence::new("chats-subids-saved").with("title", here.settings.title.clone());
        let html = format!("{}\n<code>{shown}</code>", self.speak.html(&saved));
        self.desk.say(self.chat, html).await?;
        Ok(Ok(()))
    }

    /// The template is shown with an example; a press saves it.
    async fn template_typed(
        &self,
        here: &Gathering<'_>,
        text: &str,
    ) -> Result<Result<(), Sentence>, Trouble> {
        let template = match Template::read(text) {
            Ok(template) => template,
            Err(fault) => return Ok(Err(fault_said(fault))),
        };
        let row = |key, data: &str| press(here.chat, self.speak.word(key), data);
        let rows = [vec![
            row("chats-button-template-save", "template:save"),
            row("chats-button-template-again", "template:ask"),
        ]];
        let preview = Outgoing {
            html: here.previewed(&template, self.speak),
            keyboard: Some(markup(&rows)),
            ..Outgoing::default()
        };
        let id = self.desk.sender.send(self.chat, &preview).await?;
        let question = Question::ChatDraft { chat: here.chat.0, draft: text.trim().to_owned() };
        self.asked(question, id).await?;
        Ok(Ok(()))
    }
}

fn fault_said(fault: TemplateFault) -> Sentence {
    match fault {
        TemplateFault::NoLink => Sentence::new("chats-template-no-link"),
        TemplateFault::Unknown(place) => Sentence::new("chats-template-unknown").with("place", place),
        TemplateFault::TooLong => Sentence::new("chats-template-too-long").with("longest", TEMPLATE_AT_MOST),
    }
}
