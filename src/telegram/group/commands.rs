//! The commands of groups. Commands for admins are accepted from admins, anonymous ones included; from other members they get no
//! answer, like all messages that are not meant for the bot. Other commands of members who are no admins are answered now and then.

use crate::settings::{ChatMode, LinkPolicy};
use crate::telegram::api::OutgoingMessage;
use crate::telegram::chats::{ChatContext, Denial, rights_for_ownership, rights_for_settings};
use crate::telegram::commands::ChatCommand;
use crate::telegram::favourites::{change_favourites, favourites_list};
use crate::telegram::handler_error::Result;
use crate::telegram::post_text::{PostText, names_product};
use crate::telegram::update::{AdminRight, IncomingMessage, MessageContent};
use crate::text::foreign_name;
use dealink_core::message::Message;

impl ChatContext<'_> {
    pub(super) async fn handle_command(
        &self,
        command: ChatCommand,
        arguments: &str,
        message: &IncomingMessage,
    ) -> Result<()> {
        match command {
            ChatCommand::Help | ChatCommand::Deal
                if !self.app.answers_member(self.chat, &message.author).await =>
            {
                return Ok(());
            }
            ChatCommand::Help => return self.reply(message, &Message::new("chats-help")).await,
            ChatCommand::Deal => return self.send_favourite(arguments, message).await,
            _ => {}
        }
        match self.app.check_author(self.chat, &message.author, self.rights_for_command(command)).await {
            Ok(()) => {}
            Err(Denial::NotAdmin) => return Ok(()),
            Err(_) if !self.app.admits_member(self.chat, &message.author) => return Ok(()),
            Err(denial) => return self.reply(message, &Message::new(denial.text_key())).await,
        }
        match command {
            ChatCommand::Settings => {
                let card = self.render_card(self.localizer).await;
                self.send(message.answer_target(), card).await?;
                Ok(())
            }
            ChatCommand::Rights => {
                let html = self.render_rights_card(self.localizer).await;
                let buttons = vec![vec![self.settings_button(self.localizer)]];
                let card = OutgoingMessage::html(html).with_buttons(buttons);
                self.send(message.answer_target(), card).await?;
                Ok(())
            }
            ChatCommand::Allow | ChatCommand::Deny => self.choose_member(command, message).await,
            ChatCommand::Link => self.handle_link(arguments, message).await,
            ChatCommand::Save | ChatCommand::Rename | ChatCommand::Delete => {
                let source = message.replied().map(|replied| &replied.content);
                let done = change_favourites(self.app, self.chat.0, command, arguments, source).await?;
                self.reply(message, &done).await
            }
            _ => Ok(()),
        }
    }

    /// What an admin needs for a command of admins.
    fn rights_for_command(&self, command: ChatCommand) -> &'static [AdminRight] {
        match command {
            ChatCommand::Allow | ChatCommand::Deny => rights_for_ownership(self.settings.channel),
            ChatCommand::Save | ChatCommand::Rename | ChatCommand::Delete => {
                rights_for_settings(self.settings.channel)
            }
            _ => &[],
        }
    }

    async fn reply(&self, message: &IncomingMessage, text: &Message) -> Result<()> {
        self.send_text(message.answer_target(), self.localizer.html(text)).await
    }

    /// `/link` followed by a link, or as a reply to a message with a link: answers with the deal in every mode of the group.
    async fn handle_link(&self, arguments: &str, message: &IncomingMessage) -> Result<()> {
        let source = if arguments.is_empty() { message.replied() } else { Some(message) };
        match source.filter(|source| names_product(&source.content.post.links())) {
            Some(source) => self.share_on_demand(&source.content, message).await,
            None => self.reply(message, &Message::new("chats-link-usage")).await,
        }
    }

    /// `/deal name`: a favourite of this chat; without a name, all favourites. In quiet hours and with the mode off only admins are
    /// answered.
    async fn send_favourite(&self, arguments: &str, message: &IncomingMessage) -> Result<()> {
        let at_rest = self.is_quiet_hour() || self.settings.mode == ChatMode::Off;
        // Where Telegram does not say that the author is an admin, the chat's rest counts more.
        if at_rest && self.app.check_author(self.chat, &message.author, &[]).await.is_err() {
            return Ok(());
        }
        let store = &self.app.store.favourites;
        if arguments.is_empty() {
            let list = favourites_list(&store.list(self.chat.0).await?, "favourites-none-chat");
            return self.reply(message, &list).await;
        }
        let Some(favourite) = store.find(self.chat.0, arguments).await? else {
            // An unknown name may be a typing error or a command for another bot, so the reply says that it is unknown.
            let unknown = Message::new("favourites-unknown").with("name", foreign_name(arguments));
            return self.reply(message, &unknown).await;
        };
        self.share_on_demand(&MessageContent::from_text(favourite.page), message).await
    }

    /// Shares the deals of `source` because the message `asked` requests them, regardless of mode, quiet hours and repeat window.
    async fn share_on_demand(&self, source: &MessageContent, asked: &IncomingMessage) -> Result<()> {
        let answers = &self.app.store.answers;
        if !self.migrated && answers.is_answered(self.chat.0, asked.id).await? {
            return Ok(());
        }
        let post_text = PostText::new(vec![source.clone()]);
        let deals = self.find_deals(&post_text, &asked.author, asked.topic()).await?;
        let Some(sent) = self.post_deals(&deals.answer, asked.answer_target()).await? else {
            return self.reply(asked, &Message::new("chats-no-link-now")).await;
        };
        if !self.migrated {
            answers.remember(self.chat.0, asked.id, &sent).await?;
        }
        self.schedule_removal(&sent).await
    }

    /// `/allow` and `/deny`: whether the links of the member to whom the command replies are accepted from now on.
    async fn choose_member(&self, command: ChatCommand, message: &IncomingMessage) -> Result<()> {
        let Some((member, name)) = replied_member(message) else {
            return self.reply(message, &Message::new("chats-allow-usage")).await;
        };
        let allows = command == ChatCommand::Allow;
        self.change_settings_for(&message.author, |settings| {
            match allows {
                true => settings.chosen_members.insert(member),
                false => settings.chosen_members.remove(&member),
            };
        })
        .await?;
        let done = match allows {
            true => Message::new("chats-allowed")
                .with("code", self.app.member_codes.code(&self.settings.label, member)),
            false => Message::new("chats-denied"),
        };
        let mut html = self.localizer.html(&done.with("name", foreign_name(&name)));
        if self.settings.link_policy != LinkPolicy::Chosen {
            let without_effect = Message::new("chats-allow-without-effect");
            html = format!("{html}\n\n{}", self.localizer.html(&without_effect));
        }
        self.send_text(message.answer_target(), html).await
    }
}

/// Author of the message to which a message replies, with the author's name.
fn replied_member(message: &IncomingMessage) -> Option<(u64, String)> {
    let user = message.replied()?.from.as_ref().filter(|user| !user.is_bot)?;
    Some((user.id, user.full_name()))
}
