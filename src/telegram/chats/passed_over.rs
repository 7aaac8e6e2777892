//! Messages with links that a group left unanswered because their author had used up what members may get. The owner is told how many,
//! at most once an hour. The numbers do not outlive the process.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use dealink_core::message::Message;
use parking_lot::Mutex;
use teloxide::types::ChatId;
use tokio::time::Instant;

use super::context::ChatContext;
use crate::store::WaitingUpdate;
use crate::telegram::api::OutgoingMessage;
use crate::telegram::context::AppContext;
use crate::telegram::handler_error::Result;

/// From the first such message until the owner is told, so that the number is of use.
const COLLECTED_FOR: Duration = Duration::from_secs(60);
const NOTICE_INTERVAL: Duration = Duration::from_secs(3600);
/// How often it is looked for what is to be told.
const ROUNDS: Duration = Duration::from_secs(10);

/// The numbers of the groups that left a message unanswered within the last hour.
#[derive(Default)]
pub(crate) struct PassedOver(Mutex<HashMap<i64, Tally>>);

struct Tally {
    messages: u32,
    /// When the owner may be told.
    due: Instant,
}

impl PassedOver {
    pub(super) fn record(&self, group: i64) {
        let first = || Tally { messages: 0, due: Instant::now() + COLLECTED_FOR };
        self.0.lock().entry(group).or_insert_with(first).messages += 1;
    }

    /// The groups whose owner is to be told now, with the number of messages.
    fn take_due(&self) -> Vec<(i64, u32)> {
        let now = Instant::now();
        let mut tallies = self.0.lock();
        tallies.retain(|_, tally| tally.messages > 0 || now < tally.due);
        let due = tallies.iter_mut().filter(|(_, tally)| tally.due <= now);
        due.map(|(group, tally)| {
            let told = std::mem::replace(tally, Tally { messages: 0, due: now + NOTICE_INTERVAL });
            (*group, told.messages)
        })
        .collect()
    }
}

/// Tells owners what was left unanswered. Never ends.
pub async fn run_passed_over_notices(app: Arc<AppContext>) {
    let mut rounds = tokio::time::interval(ROUNDS);
    loop {
        rounds.tick().await;
        for (group, messages) in app.chat_caches.passed_over.take_due() {
            if let Err(error) = tell_owner(&app, group, messages).await {
                tracing::warn!(%error, "an owner was not told what was left unanswered");
            }
        }
    }
}

async fn tell_owner(app: &AppContext, group: i64, messages: u32) -> Result<()> {
    let record = WaitingUpdate::without_update(group);
    let here = ChatContext::load(app, ChatId(group), &record);
    let notice = Message::new("chats-passed-over").with("title", here.title()).with("count", messages);
    here.notify_owner(|localizer| OutgoingMessage::html(localizer.html(&notice))).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_message_is_told_once_and_a_group_once_an_hour() {
        let passed_over = PassedOver::default();
        let record = |messages: u32| (0..messages).for_each(|_| passed_over.record(-1));
        record(3);
        assert_eq!(passed_over.take_due(), []);
        tokio::time::advance(COLLECTED_FOR).await;
        record(1);
        assert_eq!(passed_over.take_due(), [(-1, 4)]);
        record(2);
        tokio::time::advance(NOTICE_INTERVAL / 2).await;
        assert_eq!(passed_over.take_due(), []);
        tokio::time::advance(NOTICE_INTERVAL / 2).await;
        assert_eq!(passed_over.take_due(), [(-1, 2)]);
        tokio::time::advance(NOTICE_INTERVAL).await;
        assert_eq!(passed_over.take_due(), []);
        assert!(passed_over.0.lock().is_empty(), "nothing is kept");
    }
}
