//! Who a person is in a chat, which only Telegram knows. For each change of settings Telegram is asked again, except that who was denied
//! something twice in some seconds is denied it without asking: anybody can press a button hundreds of times. To decide whether a person's
//! links are accepted or figures are shown, an answer may be up to a minute old.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use teloxide::types::ChatId;

use super::person_rights::Denial;
use crate::telegram::api::BotApiError;
use crate::telegram::context::AppContext;
use crate::telegram::update::{AdminRight, ChatMember, MemberStatus, MessageAuthor};

/// Telegram did not answer a question. That is neither yes nor no, so it decides nothing: nothing is changed and nothing private is
/// shown, and the person who asked is told to try again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Telegram did not tell it")]
pub struct NotKnown;

impl AppContext {
    /// The status and rights of an account in a chat, by asking Telegram now.
    ///
    /// # Errors
    /// [`NotKnown`] for every refusal as well: Telegram tells of a person who is not in the chat that they left, and refuses only
    /// what it cannot or will not look up.
    pub(super) async fn ask_chat_member(&self, chat: ChatId, account: u64) -> Result<ChatMember, NotKnown> {
        let answer = self.ask_about_chat(chat, "getChatMember", json!({ "user_id": account })).await;
        match answer {
            Ok(ChatMember { status: None | Some(MemberStatus::Unknown), .. }) => {
                tracing::warn!("Telegram tells a status of a member that is not known here");
                Err(NotKnown)
            }
            Ok(member) => {
                self.chat_caches.members.insert((chat.0, account), member.clone());
                Ok(member)
            }
            Err(error) => {
                tracing::warn!(%error, "Telegram did not tell who a member is");
                Err(NotKnown)
            }
        }
    }

    /// The admins of a group who may be the author of a message in the name of the group, by asking Telegram now. Never empty.
    ///
    /// # Errors
    /// [`NotKnown`] also when Telegram names no such admin: then the author stopped being one since.
    pub(super) async fn anonymous_admins(&self, group: ChatId) -> Result<Vec<ChatMember>, NotKnown> {
        let answer = self.ask_about_chat::<Vec<ChatMember>>(group, "getChatAdministrators", json!({})).await;
        let mut admins = answer.map_err(|error| {
            tracing::warn!(%error, "Telegram did not tell who the admins are");
            NotKnown
        })?;
        admins.retain(ChatMember::may_be_anonymous_admin);
        if admins.is_empty() { Err(NotKnown) } else { Ok(admins) }
    }

    /// Makes a call about a chat. This is often the first call that shows that the group became a supergroup.
    async fn ask_about_chat<T: DeserializeOwned>(
        &self,
        chat: ChatId,
        method: &str,
        params: Value,
    ) -> Result<T, BotApiError> {
        let ask = async |chat: ChatId| {
            let mut params = params.clone();
            params["chat_id"] = chat.0.into();
            self.sender.call_with_retries(None, method, &params).await
        };
        match ask(chat).await {
            Err(BotApiError::Migrated(new)) if self.store.migrate(chat.0, new).await.is_ok() => {
                ask(ChatId(new)).await
            }
            answer => answer,
        }
    }

    /// A person who is an admin of a chat with all of these rights, by asking Telegram now. Of who was denied them twice just now, by
    /// that answer.
    ///
    /// # Errors
    /// Why the person may not do what needs these rights.
    pub async fn admin_with_rights(
        &self,
        chat: ChatId,
        person: u64,
        needed: &[AdminRight],
    ) -> Result<ChatMember, Denial> {
        let refusals = &self.chat_caches.refusals;
        if let Some(denial) = refusals.denial(chat.0, person, needed) {
            return Err(denial);
        }
        let answer = self.ask_chat_member(chat, person).await;
        refusals.record((chat.0, person), &answer, needed)?;
        Ok(answer?)
    }

    /// The status and rights of a person by an answer that is at most a minute old. That something is not known is remembered for
    /// some seconds.
    pub async fn chat_member_cached(&self, chat: ChatId, person: u64) -> Result<ChatMember, NotKnown> {
        let caches = &self.chat_caches;
        if let Some(member) = caches.members.get(&(chat.0, person)) {
            return Ok(member);
        }
        if caches.refusals.denial(chat.0, person, &[]) == Some(Denial::NotKnown) {
            return Err(NotKnown);
        }
        let answer = self.ask_chat_member(chat, person).await;
        if answer.is_err() {
            let _ = caches.refusals.record((chat.0, person), &answer, &[]);
        }
        answer
    }

    /// Whether a person is an admin of a chat by an answer that is at most a minute old.
    pub async fn is_admin_cached(&self, chat: ChatId, person: u64) -> Result<bool, NotKnown> {
        Ok(self.chat_member_cached(chat, person).await?.is_admin())
    }

    /// Whether a command or press of a member of a group gets an answer now: of admins always, of others now and then.
    pub async fn answers_member(&self, group: ChatId, author: &MessageAuthor) -> bool {
        self.admits_member(group, author) || self.check_author(group, author, &[]).await.is_ok()
    }

    /// The same without asking Telegram. What admins ask for does not use up what members may ask for, as far as they are known.
    pub fn admits_member(&self, group: ChatId, author: &MessageAuthor) -> bool {
        self.is_known_admin(group, author)
            || self.chat_caches.member_limiter.admit_command(group.0, author.person_id())
    }

    /// Whether links in a group are answered now: of admins always, of others now and then. Telegram is asked only about who had
    /// many answers.
    pub async fn answers_links(&self, group: ChatId, author: &MessageAuthor) -> Result<bool, NotKnown> {
        let person = author.person_id();
        if self.is_known_admin(group, author) || self.chat_caches.member_limiter.admits_links(group.0, person)
        {
            return Ok(true);
        }
        match person {
            Some(person) => self.is_admin_cached(group, person).await,
            None => Ok(false),
        }
    }

    /// Counts the messages that answered an author's links.
    pub fn record_links_answer(&self, group: ChatId, author: &MessageAuthor, messages: usize) {
        if !self.is_known_admin(group, author) {
            self.chat_caches.member_limiter.record_answer(group.0, author.person_id(), messages);
        }
    }

    fn is_known_admin(&self, group: ChatId, author: &MessageAuthor) -> bool {
        let known = |person| self.chat_caches.members.get(&(group.0, person));
        *author == MessageAuthor::Admin
            || author.person_id().and_then(known).is_some_and(|member| member.is_admin())
    }
}
