//! The commands of groups. What only admins may do is done by real admins, anonymous ones included; from anybody else such a
//! command is met with silence, like everything that is not for the bot.

use serde_json::Value;

use super::Gathering;
use super::said::{Said, names_product};
use crate::answer::Part;
use crate::store::{Mode, Whose};
use crate::telegram::commands::Command;
use crate::telegram::desk::Trouble;
use crate::telegram::favourites;
use crate::telegram::keyboard::outgoing;
use crate::telegram::send::Outgoing;
use dealink_core::message::Sentence;

impl Gathering<'_> {
    pub(super) async fn command(
        &self,
        command: Command,
        arguments: &str,
        said: &Said,
        message: &Value,
    ) -> Result<(), Trouble> {
        let spot = said.answer_spot();
        let replied = Said::replied(message).unwrap_or(&Value::Null);
        if command == Command::Help {
            return self.say(spot, self.speak.html(&Sentence::new("chats-help"))).await;
        }
        if command == Command::Deal {
            return self.favourite(arguments, said).await;
        }
        if !self.desk.speaks_as_admin(self.chat, &said.author).await {
            return Ok(());
        }
        match command {
            Command::Settings => {
                let card = self.card(self.speak).await;
                let reply_to = spot.reply_to.map(teloxide::types::MessageId);
                let card = Outgoing { topic: spot.topic, reply_to, ..card };
                self.desk.sender.send(self.chat, &card).await?;
                Ok(())
            }
            Command::Rights => {
                let html = self.rights_card(self.speak).await;
                let part =
                    Part { html, buttons: vec![vec![self.settings_button(self.speak)]], ..Part::default() };
                let reply_to = spot.reply_to.map(teloxide::types::MessageId);
                let card = Outgoing { topic: spot.topic, reply_to, ..outgoing(&part) };
                self.desk.sender.send(self.chat, &card).await?;
                Ok(())
            }
            Command::Allow | Command::Deny => self.choose(command == Command::Allow, replied, said).await,
            Command::Link => self.link(arguments, said, replied).await,
            Command::Save | Command::Rename | Command::Delete => {
                let source = Said::read(replied).map(|said| said.original);
                let done =
                    favourites::change(self.desk, self.chat.0, command, arguments, source.as_ref()).await?;
                self.say(spot, self.speak.html(&done)).await
            }
            _ => Ok(()),
        }
    }

    /// `/link` with a link behind it, or as a reply to a message with one: its deal, whatever the mode is.
    async fn link(&self, arguments: &str, said: &Said, replied: &Value) -> Result<(), Trouble> {
        let source = match arguments.is_empty() {
            true => Said::read(replied),
            false => Some(said.clone()),
        };
        let Some(source) = source.filter(|said| names_product(&said.original.post.links())) else {
            return self.say(said.answer_spot(), self.speak.html(&Sentence::new("chats-link-usage"))).await;
        };
        self.share_on_demand(&source, said).await
    }

    /// `/deal name`: a favourite of this chat; without a name all of them.
    async fn favourite(&self, arguments: &str, said: &Said) -> Result<(), Trouble> {
        let spot = said.answer_spot();
        let store = &self.desk.store.favourites;
        let at_rest = self.is_quiet() || self.settings.mode == Mode::Off;
        if at_rest && !self.desk.speaks_as_admin(self.chat, &said.author).await {
            return Ok(());
        }
        if arguments.is_empty() {
            let list = favourites::list(&store.of(self.chat.0)?, "favourites-none-chat");
            return self.say(spot, self.speak.html(&list)).await;
        }
        let Some(favourite) = store.named(self.chat.0, arguments)? else {
            // A name that nobody saved may be meant for another bot, or be a slip: a word helps here.
            let unknown = Sentence::new("favourites-unknown").with("name", favourites::short(arguments));
            return self.say(spot, self.speak.html(&unknown)).await;
        };
        let mut source = said.clone();
        source.original = crate::telegram::original::Original::of_words(favourite.page);
        self.share_on_demand(&source, said).await
    }

    /// A chosen member more or less.
    async fn choose(&self, allow: bool, replied: &Value, said: &Said) -> Result<(), Trouble> {
        let spot = said.answer_spot();
        let member = replied["from"]["id"].as_u64().filter(|_| replied["from"]["is_bot"] != true);
        let Some(member) = member else {
            return self.say(spot, self.speak.html(&Sentence::new("chats-allow-usage"))).await;
        };
        self.change(|settings| {
            match allow {
                true => settings.chosen.insert(member),
                false => settings.chosen.remove(&member),
            };
        })
        .await?;
        let name = super::said::name(&replied["from"]);
        let key = if allow { "chats-allowed" } else { "chats-denied" };
        let mut said_of = Sentence::new(key).with("name", name);
        if allow {
            said_of = said_of.with("code", super::subids::code(&self.settings.label, member));
        }
        let mut html = self.speak.html(&said_of);
        if self.settings.whose != Whose::Chosen {
            html = format!("{html}\n\n{}", self.speak.html(&Sentence::new("chats-allow-without-effect")));
        }
        self.say(spot, html).await
    }
}
