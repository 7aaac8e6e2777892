//! Suggesting: a member's deal is shown to the keeper in the private chat, and posted in the group when they press. The press is
//! checked anew, and a suggestion is posted once.

use teloxide::types::{CallbackQuery, ChatId, MessageId};

use super::figures::private_parts;
use super::group::Taken;
use super::{Author, Gathering};
use crate::answer::{Button, shared};
use crate::deals::{Answer, Listed};
use crate::sentence::Sentence;
use crate::store::{Suggestion, Waiting};
use crate::telegram::desk::{Desk, Trouble};
use crate::telegram::keyboard::{markup, outgoing};
use crate::telegram::original::Original;
use crate::telegram::post::Reading;
use crate::telegram::private::Visit;
use crate::telegram::send::{Outgoing, SendError};

const PREFIX: &str = "suggest:";

impl Gathering<'_> {
    /// Shows a message's deals to the keeper, with the figures.
    pub(super) async fn suggest(&self, taken: &Taken) -> Result<(), Trouble> {
        let said = taken.first();
        let deals = taken.answer.deals.iter();
        let pages: Vec<String> =
            deals.filter_map(|deal| Some(deal.public.product?.canonical().to_string())).collect();
        let Some((chat, speak)) = self.keeper() else { return Ok(()) };
        if pages.is_empty() {
            return Ok(());
        }
        let suggestion = Suggestion {
            chat: self.chat.0,
            topic: said.spot.topic,
            message: if self.moved { 0 } else { said.original.message_id },
            sender: said.author.id(),
            pages,
            at: self.now(),
        };
        let number = self.desk.store.shared.suggest(self.waiting.id, &suggestion).await?;
        let heading = speak.html(&match &said.author {
            Author::Person { name, .. } => Sentence::new("suggest-heading")
                .with("title", self.settings.title.clone())
                .with("name", name.as_str()),
            _ => Sentence::new("suggest-heading-admin").with("title", self.settings.title.clone()),
        });
        let mut parts = private_parts(&taken.answer, &taken.publisher, speak);
        if let Some(first) = parts.first_mut() {
            first.html = format!("{heading}\n\n{}", first.html);
        }
        if let Some(last) = parts.last_mut() {
            let press = |key, what: &str| Button::Press {
                label: speak.word(key),
                data: format!("{PREFIX}{what}:{number}"),
            };
            last.buttons
                .insert(0, vec![press("suggest-button-post", "post"), press("suggest-button-skip", "skip")]);
        }
        for part in &parts {
            match self.desk.sender.send(chat, &outgoing(part)).await {
                Ok(_) => {}
                Err(SendError::Closed | SendError::Refused(_)) => break,
                Err(error) => return Err(error.into()),
            }
        }
        // It was taken: its edits suggest nothing again.
        self.remember(taken, &[])
    }

    /// Posts a suggestion in its group; says whether there was something to post.
    async fn post_suggestion(&self, suggestion: &Suggestion) -> Result<bool, Trouble> {
        let answered = self.desk.store.answers.to(self.chat.0, suggestion.message)?;
        if !answered.is_empty() {
            return Ok(true);
        }
        let answer = self.answer_suggestion(suggestion).await?;
        let listed: Vec<Listed> =
            answer.deals.iter().filter_map(|deal| Listed::pasted(&deal.public)).collect();
        let mut parts = shared(&listed, &self.template(), self.speak);
        let Some(first) = parts.first_mut() else { return Ok(false) };
        first.buttons.push(vec![self.figures_button()]);
        let mut sent = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let reply_to = (index == 0 && suggestion.message != 0).then_some(MessageId(suggestion.message));
            let message = Outgoing { topic: suggestion.topic, reply_to, ..outgoing(part) };
            sent.push(self.desk.sender.send(self.chat, &message).await?.0);
        }
        if suggestion.message != 0 {
            self.desk.store.answers.remember(self.chat.0, suggestion.message, &sent)?;
        }
        self.remove_later(&sent)?;
        Ok(true)
    }

    async fn answer_suggestion(&self, suggestion: &Suggestion) -> Result<Answer, Trouble> {
        let author = suggestion.sender.map_or(Author::Admin, |id| Author::Person { id, name: String::new() });
        let publisher = self.publisher(&author)?;
        let text = suggestion.pages.join("\n");
        let original = Original::of_words(text);
        Ok(self.answer(&Reading::of(vec![original]), &publisher, &author, suggestion.topic).await)
    }
}

impl Visit<'_> {
    /// A press below a suggestion; `false` for a button of something else.
    pub(in crate::telegram) async fn press_on_suggestion(
        &self,
        query: &CallbackQuery,
    ) -> Result<bool, Trouble> {
        let data = query.data.as_deref().unwrap_or_default();
        let Some((what, number)) = data.strip_prefix(PREFIX).and_then(|rest| rest.split_once(':')) else {
            return Ok(false);
        };
        let number = number.parse().ok();
        let suggestion = match number {
            Some(number) => self.desk.store.shared.suggestion(number)?,
            None => None,
        };
        let (Some(number), Some(suggestion)) = (number, suggestion) else {
            self.answer_press(query, "suggest-decided", true).await;
            return Ok(true);
        };
        if !self.desk.is_admin(ChatId(suggestion.chat), self.user.id.0).await {
            self.answer_press(query, "chats-not-admin", true).await;
            return Ok(true);
        }
        // The question may have shown that the group has another number now.
        let suggestion = self.desk.store.shared.suggestion(number)?.unwrap_or(suggestion);
        let chat = ChatId(suggestion.chat);
        let said = match what {
            "post" => match post(self.desk, self.waiting, chat, &suggestion).await {
                Ok(true) => "suggest-posted",
                Ok(false) => "chats-no-link-now",
                Err(Trouble::Send(SendError::Closed | SendError::Refused(_))) => "chats-cannot-write",
                Err(error) => return Err(error),
            },
            _ => "suggest-skipped",
        };
        let done = matches!(said, "suggest-posted" | "suggest-skipped");
        self.answer_press(query, said, !done).await;
        if done {
            self.desk.store.shared.decided(number).await?;
            if let Some(message) = &query.message {
                let label = self.speak.word(said);
                // The buttons go; what was decided stays to be read.
                let word = markup(&[vec![Button::Open {
                    label,
                    url: super::group::address_of(chat, suggestion.message),
                }]]);
                match self.desk.sender.edit_buttons(self.chat, message.id(), &word).await {
                    Ok(()) | Err(SendError::Gone | SendError::Unchanged | SendError::Refused(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(true)
    }

    /// Answers a press with a word.
    pub(in crate::telegram) async fn answer_press(
        &self,
        query: &CallbackQuery,
        key: &'static str,
        alert: bool,
    ) {
        self.desk.sender.answer_press(query.id.clone(), Some(self.speak.word(key)), alert).await;
    }
}

async fn post(
    desk: &Desk,
    waiting: &Waiting,
    chat: ChatId,
    suggestion: &Suggestion,
) -> Result<bool, Trouble> {
    match Gathering::of(desk, chat, waiting).post_suggestion(suggestion).await {
        Err(Trouble::Send(SendError::Moved(new))) => {
            desk.store.migrate(chat.0, new.0).await?;
            let moved = Suggestion { chat: new.0, message: 0, ..suggestion.clone() };
            Gathering::of(desk, new, waiting).post_suggestion(&moved).await
        }
        done => done,
    }
}
