//! The store under test: the only file here that knows its interface.
//!
//! Every call returns when the store says that it is done; what is promised for it is said where it is called.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use dealink::lists::{List, ListKind};
use dealink::settings::Publisher;
use dealink::store::{FavouriteFault, NewUpdate, OpenedStore, Store, StoreError};
use jiff::Timestamp;

use crate::values::*;

#[derive(Clone)]
pub(crate) struct Subject {
    store: Store,
}

pub(crate) struct Opened {
    pub(crate) subject: Subject,
    /// What the store had to repair.
    pub(crate) repairs: Vec<String>,
}

impl Subject {
    pub(crate) async fn open(dir: &Path) -> Result<Opened> {
        let OpenedStore { store, repairs } = Store::open(dir).await?;
        let repairs = repairs.iter().map(ToString::to_string).collect();
        Ok(Opened { subject: Subject { store }, repairs })
    }

    pub(crate) async fn take_in(&self, updates: Vec<(u64, i64, Vec<u8>)>) -> Result<(), StoreError> {
        let updates = updates.into_iter().map(|(id, chat, raw)| NewUpdate { id, chat, raw }).collect();
        self.store.inbox.take_in(updates, 0).await.map(drop)
    }

    pub(crate) async fn done(&self, ids: &[u64]) -> Result<(), StoreError> {
        self.store.inbox.mark_done(ids.to_vec()).await
    }

    pub(crate) async fn keep_answer(&self, id: u64, answer: Vec<u8>) -> Result<(), StoreError> {
        self.store.inbox.keep_answer(id, answer).await
    }

    pub(crate) async fn mark_part_sent(&self, id: u64, parts: u16) -> Result<(), StoreError> {
        self.store.inbox.mark_part_sent(id, parts).await
    }

    pub(crate) async fn remember_answer(&self, chat: i64, message: i32, seed: u64) -> Result<(), StoreError> {
        self.store.answers.remember(chat, message, &answers(seed)).await
    }

    pub(crate) async fn remember_recent(&self, person: u64, product: u64) -> Result<(), StoreError> {
        self.store.recent.remember(person, [product]).await
    }

    pub(crate) async fn suggest(&self, number: u64, seed: u64) -> Result<(), StoreError> {
        self.store.share_log.put_suggestion(number, suggestion(seed)).await
    }

    pub(crate) async fn set_person(&self, person: u64, seed: u64) -> Result<(), StoreError> {
        self.store.publishers.update(person, |known| *known = publisher(seed)).await.map(drop)
    }

    pub(crate) async fn ask(&self, person: u64, seed: u64) -> Result<(), StoreError> {
        self.store.questions.put(person, question(seed)).await
    }

    pub(crate) async fn set_chat(&self, chat: i64, seed: u64) -> Result<(), StoreError> {
        self.store.chats.update(chat, |known| *known = chat_settings(seed)).await.map(drop)
    }

    pub(crate) async fn migrate(&self, old: i64, new: i64) -> Result<(), StoreError> {
        self.store.migrate(old, new).await
    }

    pub(crate) async fn save_favourite(
        &self,
        owner: i64,
        name: u64,
        seed: u64,
    ) -> Result<(), FavouriteFault> {
        self.store.favourites.save(owner, &favourite(name, seed)).await.map(drop)
    }

    pub(crate) async fn delete_favourite(&self, owner: i64, name: u64) -> Result<(), StoreError> {
        self.store.favourites.delete(owner, &favourite_name(name)).await.map(drop)
    }

    pub(crate) async fn save_list(&self, kind: ListKind, seed: u64) -> Result<(), StoreError> {
        self.store.lists.save(kind, list(kind, seed), Timestamp::UNIX_EPOCH).await.map(drop)
    }

    /// What the bot does before it ends.
    pub(crate) async fn close(self) -> Result<(), StoreError> {
        self.store.close().await
    }

    pub(crate) async fn waiting(&self) -> Result<Vec<u64>, StoreError> {
        Ok(self.store.inbox.waiting().await?.into_iter().map(|head| head.id).collect())
    }

    pub(crate) async fn forget(&self, person: u64, asked_by: u64) -> Result<(), StoreError> {
        self.store.forget(person, asked_by).await
    }

    /// Everything that is there, as item and value. What is not there has no entry.
    pub(crate) async fn contents(&self) -> Result<BTreeMap<String, String>> {
        let mut items = BTreeMap::new();
        for id in self.waiting().await? {
            let Some(waiting) = self.store.inbox.read(id).await? else { continue };
            items.insert(format!("update/{id}"), update_digest(waiting.chat, &waiting.raw));
            if let Some(answer) = waiting.answer {
                items.insert(format!("answer/{id}"), digest_of(&answer));
            }
            if waiting.parts_sent > 0 {
                items.insert(format!("parts/{id}"), waiting.parts_sent.to_string());
            }
        }
        for number in 1..=SUGGESTIONS {
            if let Some(suggestion) = self.store.share_log.suggestion(number).await? {
                items.insert(format!("suggestion/{number}"), json_digest(&suggestion));
            }
        }
        let forgotten = FORGOTTEN..FORGOTTEN + 10 * FORGOTTEN_PEOPLE;
        for person in (1..=PEOPLE).chain(forgotten).chain(STORED_PEOPLE) {
            let known = self.store.publishers.load(person).await?;
            if let Some(question) = self.store.questions.get(person).await? {
                items.insert(format!("question/{person}"), json_digest(&question));
            }
            if known != Publisher::default() {
                items.insert(format!("person/{person}"), json_digest(&known));
            }
            for favourite in self.store.favourites.list(person as i64).await? {
                let name = favourite.name.rsplit(' ').next().unwrap_or_default().to_owned();
                items.insert(format!("favourite/{person}/{name}"), json_digest(&favourite));
            }
            if let Some(newest) = self.store.recent.list(person).await?.first() {
                items.insert(format!("recent/{person}"), newest.to_string());
            }
        }
        let moved = (MOVED..MOVED + 10 * MOVED_CHATS).flat_map(|chat| [-chat, supergroup(-chat)]);
        for chat in (1..=CHATS).map(chat_number).chain(moved).chain(STORED_CHATS) {
            if let Some(settings) = self.store.chats.get(chat) {
                items.insert(format!("chat/{chat}"), json_digest(&*settings));
            }
            if self.store.chats.current_id(chat) != chat {
                items.insert(format!("moved/{chat}"), self.store.chats.current_id(chat).to_string());
            }
            for message in 1..=MESSAGES {
                let answers = self.store.answers.answers_to(chat, message).await?;
                if !answers.is_empty() {
                    items.insert(format!("reply/{chat}/{message}"), json_digest(&answers));
                }
            }
        }
        for kind in ListKind::all() {
            if let Some(List { date, entries }) = self.store.lists.live().current().get(kind) {
                items.insert(format!("list/{kind}"), json_digest(&(date, entries)));
            }
        }
        Ok(items)
    }
}
