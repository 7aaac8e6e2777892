//! What the bot says without being asked, when something cannot be handled: to the person, and to the operators.

use teloxide::types::ChatId;

use super::context::AppContext;
use super::queue::PollNotice;
use crate::store::{AsideReason, AsideUpdate, Repair};
use dealink_core::lang::Lang;
use dealink_core::message::Message;

impl AppContext {
    /// Tells whoever a notice of the poller concerns.
    pub async fn tell_poll_notice(&self, notice: PollNotice) {
        match notice {
            PollNotice::TooMuchWaits { chat, language } => {
                self.tell_person(chat, language, &Message::new("chat-too-much")).await;
            }
            PollNotice::StoreFails => self.tell_operators(&Message::new("operator-store-fails")).await,
            PollNotice::StoreWorks => self.tell_operators(&Message::new("operator-store-works")).await,
        }
    }

    /// Tells the person and the operators that an update was set aside. The log gets its size, kind and age.
    pub async fn tell_set_aside(&self, update: &AsideUpdate) {
        let AsideUpdate { id, chat, bytes, reason, kind, received, set_aside } = update;
        // Of an update of an earlier version it is not known when it came.
        let age_seconds = Some(set_aside - received).filter(|_| *received > 0);
        tracing::error!(
            update = id,
            bytes,
            kind,
            age_seconds,
            ?reason,
            "an update was set aside: see `dealink inbox`"
        );
        let number = id.to_string();
        self.tell_person(*chat, None, &Message::new("chat-set-aside").with("id", number.as_str())).await;
        let key = match reason {
            AsideReason::Deaths => "operator-set-aside-deaths",
            AsideReason::TooLong => "operator-set-aside-too-long",
        };
        self.tell_operators(&Message::new(key).with("id", number)).await;
    }

    /// Tells the operators what of the store had to be repaired.
    pub async fn tell_repairs(&self, repairs: &[Repair]) {
        for repair in repairs {
            self.tell_operators(&repair_message(repair)).await;
        }
    }

    /// Says something in a private chat. Groups and channels are not bothered.
    async fn tell_person(&self, chat: i64, language: Option<Lang>, message: &Message) {
        let Ok(person) = u64::try_from(chat) else { return };
        let publisher = self.store.publishers.load(person).await.unwrap_or_default();
        let localizer =
            self.texts.localizer(publisher.language.or(language).unwrap_or(self.default_language));
        if let Err(error) = self.send_html(ChatId(chat), localizer.html(message)).await {
            tracing::warn!(%error, "a person could not be told that something was not handled");
        }
    }

    async fn tell_operators(&self, message: &Message) {
        for operator in &self.operators {
            self.tell_person(*operator as i64, None, message).await;
        }
    }
}

fn repair_message(repair: &Repair) -> Message {
    match repair {
        Repair::FlowDamaged { restored, .. } => Message::new("operator-repair-flow").with("count", *restored),
        Repair::SettingsCorrected { records, .. } => {
            Message::new("operator-repair-corrected").with("count", *records)
        }
        Repair::SettingsRestored { restored, complete: true, .. } => {
            Message::new("operator-repair-restored").with("count", *restored)
        }
        Repair::SettingsRestored { restored, complete: false, .. } => {
            Message::new("operator-repair-partly").with("count", *restored)
        }
        Repair::SettingsFromCopy { restored } => {
            Message::new("operator-repair-copy").with("count", *restored)
        }
        Repair::Form1FromCopies { restored, .. } => {
            Message::new("operator-repair-form1").with("count", *restored)
        }
        Repair::JournalRewritten { records } => {
            Message::new("operator-repair-journal").with("count", *records)
        }
    }
}
