//! Sharing deals in a chat: which publisher's links are used, the public text, where it is sent, and what is stored about it.

use teloxide::types::ChatId;

use super::context::ChatContext;
use super::subid_patterns::fill_patterns;
use crate::answer::{AnswerPart, PostTemplate, Renderer, public_reply};
use crate::deals::{Answer, Deal, DealRequest, PublicProduct};
use crate::settings::{ChatMode, LinkAccount, Publisher};
use crate::store::{DueRemoval, Share, StoreError};
use crate::telegram::api::{MessageButton, MessagePart, OutgoingMessage, message_part};
use crate::telegram::callback::CallbackData;
use crate::telegram::cards;
use crate::telegram::context::AppContext;
use crate::telegram::handler_error::Result;
use crate::telegram::post_text::PostText;
use crate::telegram::update::{MessageAuthor, ReplyTarget};
use crate::text::Localizer;

/// The deals of a message, and the publisher that their links are made for.
pub struct PublisherDeals {
    pub publisher: Publisher,
    pub answer: Answer,
}

impl PublisherDeals {
    /// The answer for its publisher, without the buttons that act on a message of a private chat.
    pub fn private_parts(&self, localizer: &Localizer) -> Vec<MessagePart> {
        let renderer = Renderer { publisher: &self.publisher, localizer };
        renderer.answer(&self.answer).into_iter().map(without_callbacks).collect()
    }
}

/// A part of an answer as part of a message, only with buttons that send the bot nothing.
pub(crate) fn without_callbacks(part: AnswerPart) -> MessagePart {
    message_part(AnswerPart { replies: false, ..part.convert_presses(|_| None) })
}

impl ChatContext<'_> {
    /// The deals of a message for the publisher of its author, with the chat's SubIDs in their links.
    pub async fn find_deals(
        &self,
        post_text: &PostText,
        author: &MessageAuthor,
        topic: Option<i32>,
    ) -> Result<PublisherDeals> {
        let publisher = match self.figures_receiver(author) {
            Some(person) => self.app.store.publishers.load(person).await?,
            None => Publisher::default(),
        };
        let has_own = self.settings.link_account == LinkAccount::Sender && publisher.subid.is_some();
        let subids = match has_own {
            true => Vec::new(),
            false => {
                fill_patterns(&self.app.member_codes, &self.settings, author, topic, self.app.clock.today())
            }
        };
        let request = DealRequest::new(&post_text.text, &post_text.hidden, &publisher);
        let answer = self.app.deals.answer(&DealRequest { subids: &subids, ..request }).await;
        Ok(PublisherDeals { publisher, answer })
    }

    /// Whether a product was shared here lately, as the answer to another message than this one.
    pub async fn is_repeat(&self, deal: &Deal, message: i32) -> Result<bool> {
        let within = i64::from(self.settings.repeat_window.0) * 60;
        let Some(product) = deal.public.product else { return Ok(false) };
        let (chat, now) = (self.chat.0, self.unix_now());
        Ok(self.app.store.share_log.is_repeat(chat, product.value(), message, now, within).await?)
    }

    /// The public text of those deals of a message that were not shared lately.
    pub async fn public_parts(&self, answer: &Answer, message: i32) -> Result<Vec<MessagePart>> {
        let mut products = Vec::new();
        for deal in &answer.deals {
            if !self.is_repeat(deal, message).await? {
                products.extend(PublicProduct::from_deal(&deal.public));
            }
        }
        Ok(self.render_public_reply(&products))
    }

    fn render_public_reply(&self, products: &[PublicProduct]) -> Vec<MessagePart> {
        let parts = public_reply(products, &self.load_template(), self.localizer);
        parts.into_iter().map(message_part).collect()
    }

    pub fn load_template(&self) -> PostTemplate {
        let own = self.settings.template.as_deref().map(PostTemplate::parse);
        own.and_then(Result::ok).unwrap_or_default()
    }

    /// The person that the links are made for, who is also to see the figures.
    pub fn figures_receiver(&self, author: &MessageAuthor) -> Option<u64> {
        match self.settings.link_account {
            LinkAccount::Owner => self.settings.owner,
            LinkAccount::Sender => author.person_id().or(self.settings.owner),
        }
    }

    /// Whether the figures are shown to their receiver right away.
    pub async fn will_show_figures(&self, receiver: Option<u64>) -> Result<bool> {
        let Some(receiver) = receiver.filter(|_| !self.settings.silent) else { return Ok(false) };
        let is_owner = self.settings.owner == Some(receiver);
        Ok((!is_owner || self.may_inform_owner().await?)
            && self.app.ephemeral.may_show(self.chat, receiver).await)
    }

    pub fn figures_button(&self) -> MessageButton {
        cards::button(self.localizer.text("figures-button"), CallbackData::Figures)
    }

    /// Stores what was shared as the answer to this message.
    pub async fn remember_shares(&self, answer: &Answer, message: i32) -> Result<()> {
        for deal in &answer.deals {
            // A repost shows all of a message; an answer leaves out what was shared lately.
            let left_out = self.settings.mode != ChatMode::Repost && self.is_repeat(deal, message).await?;
            if let (Some(product), false) = (deal.public.product, left_out) {
                let share_log = &self.app.store.share_log;
                let share = Share { at: self.unix_now(), message };
                share_log.put_share(self.chat.0, product.value(), share).await?;
            }
        }
        Ok(())
    }

    /// Schedules the deletion of messages of the bot after the time that the settings say.
    pub async fn schedule_removal(&self, messages: &[i32]) -> Result<()> {
        let Some(minutes) = self.settings.remove_after else { return Ok(()) };
        for message in messages {
            let due = self.unix_now() + i64::from(minutes) * 60;
            let removal = DueRemoval { due, chat: self.chat.0, message: *message };
            self.app.store.share_log.schedule_removal(removal).await?;
        }
        Ok(())
    }

    /// Posts the deals of an answer because somebody asked for them; `None` if no deal has a link.
    pub async fn post_deals(&self, answer: &Answer, target: ReplyTarget) -> Result<Option<Vec<i32>>> {
        let mut parts = self.render_public_reply(&PublicProduct::all_of(answer));
        let Some(first) = parts.first_mut() else { return Ok(None) };
        first.buttons.push(vec![self.figures_button()]);
        Ok(Some(self.send_public(parts, target).await?))
    }

    /// Sends the public text; the first message is a reply.
    pub async fn send_public(&self, parts: Vec<MessagePart>, target: ReplyTarget) -> Result<Vec<i32>> {
        let mut sent = Vec::with_capacity(parts.len());
        for (index, part) in parts.into_iter().enumerate() {
            let target = ReplyTarget { reply_to: target.reply_to.filter(|_| index == 0), ..target };
            sent.push(self.send(target, OutgoingMessage::from(part)).await?);
        }
        Ok(sent)
    }
}

/// The address of a message for members of the chat; `None` in a basic group, in which messages have no address.
pub fn message_url(chat: ChatId, message: i32) -> Option<String> {
    let number = chat.0.to_string();
    let inner = number.strip_prefix("-100").filter(|inner| inner.len() > 8 && message != 0)?;
    Some(format!("https://t.me/c/{inner}/{message}"))
}

/// Deletes the answers that are due by the settings of their chats. If the store fails, the next round tries again.
pub async fn delete_due_messages(app: &AppContext) -> Result<(), StoreError> {
    for removal in app.store.share_log.due_removals(app.clock.now().as_second()).await? {
        match app.sender.try_delete(ChatId(removal.chat), removal.message).await {
            // A chat in which Telegram asks for a wait must not delay the others.
            Err(error) if !error.is_final() => {
                tracing::debug!(%error, "an answer is removed with the next round");
                continue;
            }
            Ok(()) | Err(_) => {}
        }
        app.store.share_log.remove_removal(removal).await?;
    }
    Ok(())
}
