//! The commands of groups. What only admins may do is done by real admins, anonymous ones included; from anybody else such a
//! command is met with silence, like everything that is not for the bot.

use serde_json::Value;

use super::ChatContext;
use super::group_message::{GroupMessage, names_product};
use crate::settings::{ChatMode, LinkPolicy};
use crate::telegram::commands::ChatCommand;
use crate::telegram::context::HandlerError;
use crate::telegram::favourites;
use crate::telegram::keyboard::MessagePart;
use crate::telegram::keyboard::message_from_part;
use crate::telegram::sender::OutgoingMessage;
use dealink_core::message::Message;

impl ChatContext<'_> {
    pub(super) async fn handle_command(
        &self,
        command: ChatCommand,
        arguments: &str,
        said: &GroupMessage,
        message: &Value,
    ) -> Result<(), HandlerError> {
        let spot = said.answer_target();
        let replied = GroupMessage::replied_json(message).unwrap_or(&Value::Null);
        if command == ChatCommand::Help {
            return self.send_text(spot, self.localizer.html(&Message::new("chats-help"))).await;
        }
        if command == ChatCommand::Deal {
            return self.send_favourite(arguments, said).await;
        }
        if !self.app.speaks_as_admin(self.chat, &said.author).await {
            return Ok(());
        }
        match command {
            ChatCommand::Settings => {
                let card = self.render_card(self.localizer).await;
                let reply_to = spot.reply_to.map(teloxide::types::MessageId);
                let card = OutgoingMessage { topic: spot.topic, reply_to, ..card };
                self.app.sender.send(self.chat, &card).await?;
                Ok(())
            }
            ChatCommand::Rights => {
                let html = self.render_rights_card(self.localizer).await;
                let part = MessagePart {
                    html,
                    buttons: vec![vec![self.settings_button(self.localizer)]],
                    ..MessagePart::default()
                };
                let reply_to = spot.reply_to.map(teloxide::types::MessageId);
                let card = OutgoingMessage { topic: spot.topic, reply_to, ..message_from_part(&part) };
                self.app.sender.send(self.chat, &card).await?;
                Ok(())
            }
            ChatCommand::Allow | ChatCommand::Deny => {
                self.set_chosen_member(command == ChatCommand::Allow, replied, said).await
            }
            ChatCommand::Link => self.handle_link(arguments, said, replied).await,
            ChatCommand::Save | ChatCommand::Rename | ChatCommand::Delete => {
                let source = GroupMessage::from_json(replied).map(|said| said.content);
                let done =
                    favourites::change_favourites(self.app, self.chat.0, command, arguments, source.as_ref())
                        .await?;
                self.send_text(spot, self.localizer.html(&done)).await
            }
            _ => Ok(()),
        }
    }

    /// `/link` with a link behind it, or as a reply to a message with one: its deal, whatever the mode is.
    async fn handle_link(
        &self,
        arguments: &str,
        said: &GroupMessage,
        replied: &Value,
    ) -> Result<(), HandlerError> {
        let source = match arguments.is_empty() {
            true => GroupMessage::from_json(replied),
            false => Some(said.clone()),
        };
        let Some(source) = source.filter(|said| names_product(&said.content.post.links())) else {
            return self
                .send_text(said.answer_target(), self.localizer.html(&Message::new("chats-link-usage")))
                .await;
        };
        self.share_on_demand(&source, said).await
    }

    /// `/deal name`: a favourite of this chat; without a name all of them.
    async fn send_favourite(&self, arguments: &str, said: &GroupMessage) -> Result<(), HandlerError> {
        let spot = said.answer_target();
        let store = &self.app.store.favourites;
        let at_rest = self.is_quiet_hour() || self.settings.mode == ChatMode::Off;
        if at_rest && !self.app.speaks_as_admin(self.chat, &said.author).await {
            return Ok(());
        }
        if arguments.is_empty() {
            let list = favourites::favourites_list(&store.list(self.chat.0)?, "favourites-none-chat");
            return self.send_text(spot, self.localizer.html(&list)).await;
        }
        let Some(favourite) = store.find(self.chat.0, arguments)? else {
            // A name that nobody saved may be meant for another bot, or be a slip: a word helps here.
            let unknown = Message::new("favourites-unknown").with("name", favourites::shorten(arguments));
            return self.send_text(spot, self.localizer.html(&unknown)).await;
        };
        let mut source = said.clone();
        source.content = crate::telegram::message_content::MessageContent::from_text(favourite.page);
        self.share_on_demand(&source, said).await
    }

    /// A chosen member more or less.
    async fn set_chosen_member(
        &self,
        allow: bool,
        replied: &Value,
        said: &GroupMessage,
    ) -> Result<(), HandlerError> {
        let spot = said.answer_target();
        let member = replied["from"]["id"].as_u64().filter(|_| replied["from"]["is_bot"] != true);
        let Some(member) = member else {
            return self.send_text(spot, self.localizer.html(&Message::new("chats-allow-usage"))).await;
        };
        self.change_settings(|settings| {
            match allow {
                true => settings.chosen_members.insert(member),
                false => settings.chosen_members.remove(&member),
            };
        })
        .await?;
        let name = super::group_message::full_name(&replied["from"]);
        let key = if allow { "chats-allowed" } else { "chats-denied" };
        let mut said_of = Message::new(key).with("name", name);
        if allow {
            said_of = said_of.with("code", super::subid_patterns::member_code(&self.settings.label, member));
        }
        let mut html = self.localizer.html(&said_of);
        if self.settings.link_policy != LinkPolicy::Chosen {
            html = format!("{html}\n\n{}", self.localizer.html(&Message::new("chats-allow-without-effect")));
        }
        self.send_text(spot, html).await
    }
}
