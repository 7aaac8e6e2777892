//! Suggesting: a member's deal is shown to the keeper in the private chat, and posted in the group when they press. The press is
//! checked anew, and a suggestion is posted once.

use teloxide::types::{CallbackQuery, ChatId};

use super::figures::{headed, private_parts};
use super::group::Taken;
use super::{Author, Gathering};
use crate::answer::Button;
use crate::deals::Answer;
use crate::store::{Suggestion, Waiting};
use crate::telegram::desk::{Desk, Trouble};
use crate::telegram::keyboard::markup;
use crate::telegram::original::{Original, Spot};
use crate::telegram::post::Reading;
use crate::telegram::private::Visit;
use crate::telegram::send::SendError;
use dealink_core::message::Sentence;

const PREFIX: &str = "suggest:";

impl Gathering<'_> {
    /// Shows a message's deals to the keeper, with the figures.
    pub(super) async fn suggest(&self, taken: &Taken) -> Result<(), Trouble> {
        let said = taken.first();
        let deals = taken.answer.deals.iter();
        let pages: Vec<String> =
            deals.filter_map(|deal| Some(deal.public.product?.canonical().to_string())).collect();
        let Some((chat, speak)) = self.keeper() else { return Ok(()) };
        if pages.is_empty() || self.lost_its_keeper().await {
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
        let mut parts = headed(heading, private_parts(&taken.answer, &taken.publisher, speak));
        if let Some(last) = parts.last_mut() {
            let press = |key, what: &str| Button::Press {
                label: speak.word(key),
                data: format!("{PREFIX}{what}:{number}"),
            };
            last.buttons
                .insert(0, vec![press("suggest-button-post", "post"), press("suggest-button-skip", "skip")]);
        }
        match self.send_privately(chat, &parts).await? {
            // It was taken: its edits suggest nothing again.
            true => self.remember(taken, &[]),
            // The keeper blocked the bot.
            false => Ok(self.desk.store.shared.decided(number).await?),
        }
    }

    /// Posts a suggestion in its group; says whether there was something to post.
    async fn post_suggestion(&self, suggestion: &Suggestion) -> Result<bool, Trouble> {
        let answers = &self.desk.store.answers;
        if !answers.to(self.chat.0, suggestion.message)?.is_empty() {
            return Ok(true);
        }
        let answer = self.answer_suggestion(suggestion).await?;
        let reply_to = Some(suggestion.message).filter(|message| *message != 0);
        let spot = Spot { topic: suggestion.topic, reply_to };
        let Some(sent) = self.post_deals(&answer, spot).await? else { return Ok(false) };
        if let Some(message) = reply_to {
            answers.remember(self.chat.0, message, &sent)?;
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
                // The buttons go, and what was decided is where the message is.
                let open = super::share::address_of(chat, suggestion.message)
                    .map(|url| vec![Button::Open { label: self.speak.word(said), url }]);
                let word = markup(&open.into_iter().collect::<Vec<_>>());
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
