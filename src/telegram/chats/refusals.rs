//! Who was denied something in a chat just now, so that Telegram need not be asked at each of many presses. The first denial does
//! not count: who was promoted because of it and tries again is asked for.
//!
//! A remembered answer only ever denies: whoever it would let through is asked for.

use std::time::Duration;

use moka::sync::Cache;
use tokio::time::Instant;

use super::admins::NotKnown;
use super::person_rights::Denial;
use crate::telegram::update::{AdminRight, ChatMember};

const ASKED_AGAIN: u32 = 2;
const TTL: Duration = Duration::from_secs(10);
/// The cache's own clock, which tests cannot pause, only frees memory.
const KEPT_FOR: Duration = Duration::from_secs(600);
const MAX_PERSONS: u64 = 50_000;

/// Refusals of some seconds, by the number of the chat and of the person.
pub(crate) struct Refusals(Cache<(i64, u64), Refusal>);

#[derive(Clone)]
struct Refusal {
    /// The newest answer of Telegram.
    answer: Result<ChatMember, NotKnown>,
    /// How often the person was denied something in a row.
    times: u32,
    until: Instant,
}

impl Default for Refusals {
    fn default() -> Self {
        Refusals(Cache::builder().max_capacity(MAX_PERSONS).time_to_live(KEPT_FOR).build())
    }
}

impl Refusals {
    /// Why a person is denied these rights without asking Telegram.
    pub(super) fn denial(&self, chat: i64, person: u64, needed: &[AdminRight]) -> Option<Denial> {
        let refusal = self.current(chat, person).filter(|refusal| refusal.times >= ASKED_AGAIN)?;
        check(&refusal.answer, needed).err()
    }

    /// Notes Telegram's answer to a question for these rights, and returns what it says about them.
    pub(super) fn record(
        &self,
        (chat, person): (i64, u64),
        answer: &Result<ChatMember, NotKnown>,
        needed: &[AdminRight],
    ) -> Result<(), Denial> {
        let checked = check(answer, needed);
        let (earlier, now) = (self.current(chat, person), Instant::now());
        let refusal = match (checked, earlier) {
            (Ok(()), None) => return checked,
            // Other rights were denied.
            (Ok(()), Some(earlier)) => Refusal { answer: answer.clone(), ..earlier },
            (Err(_), earlier) => {
                let times = earlier.map_or(0, |earlier| earlier.times) + 1;
                Refusal { answer: answer.clone(), times, until: now + TTL }
            }
        };
        self.0.insert((chat, person), refusal);
        checked
    }

    fn current(&self, chat: i64, person: u64) -> Option<Refusal> {
        self.0.get(&(chat, person)).filter(|refusal| Instant::now() < refusal.until)
    }
}

fn check(answer: &Result<ChatMember, NotKnown>, needed: &[AdminRight]) -> Result<(), Denial> {
    answer.as_ref().map_err(|error| Denial::from(*error))?.check_rights(needed)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const OF: (i64, u64) = (-1, 7);
    const CHANGE: &[AdminRight] = &[AdminRight::ChangeInfo];
    const DELETE: &[AdminRight] = &[AdminRight::DeleteMessages];

    /// An admin who may change the description and nothing else.
    fn admin() -> Result<ChatMember, NotKnown> {
        let member = json!({ "status": "administrator", "user": { "id": 7 }, "can_change_info": true });
        Ok(serde_json::from_value(member).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn an_admin_is_denied_only_the_missing_right_and_only_for_some_seconds() {
        let refusals = Refusals::default();
        let denied = Denial::Lacks(AdminRight::DeleteMessages);
        assert_eq!(refusals.record(OF, &admin(), DELETE), Err(denied));
        assert_eq!(refusals.denial(OF.0, OF.1, DELETE), None, "the first does not count");
        assert_eq!(refusals.record(OF, &admin(), CHANGE), Ok(()));
        assert_eq!(refusals.record(OF, &admin(), DELETE), Err(denied));
        assert_eq!(refusals.denial(OF.0, OF.1, DELETE), Some(denied));
        assert_eq!(refusals.denial(OF.0, OF.1, CHANGE), None, "asked for");
        assert_eq!(refusals.denial(-2, OF.1, DELETE), None, "another chat");
        tokio::time::advance(TTL).await;
        assert_eq!(refusals.denial(OF.0, OF.1, DELETE), None);
        assert_eq!(refusals.record(OF, &admin(), DELETE), Err(denied));
        assert_eq!(refusals.denial(OF.0, OF.1, DELETE), None, "counted anew");
    }

    #[tokio::test(start_paused = true)]
    async fn what_telegram_did_not_tell_stays_not_known_for_some_seconds() {
        let refusals = Refusals::default();
        for _ in 0..2 {
            assert_eq!(refusals.record(OF, &Err(NotKnown), &[]), Err(Denial::NotKnown));
        }
        assert_eq!(refusals.denial(OF.0, OF.1, CHANGE), Some(Denial::NotKnown));
        tokio::time::advance(TTL).await;
        assert_eq!(refusals.denial(OF.0, OF.1, CHANGE), None);
    }
}
