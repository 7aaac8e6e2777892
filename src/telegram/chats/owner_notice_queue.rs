//! Notices to owners that wait to be sent. What admins change in a chat within a minute is told in one notice with the values as they
//! are when it is sent, so that nobody can flood an owner by pressing a button again and again, and no press waits for a notice.
//!
//! The queue is in memory: a notice that waits when the bot stops is lost.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use parking_lot::Mutex;

use crate::settings::ChatSettings;
use crate::telegram::update::MessageAuthor;

/// Seconds between the first change and its notice.
const DELAY: i64 = 60;
/// Beyond it changes are not told.
const MAX_NOTICES: usize = 10_000;

/// A person who is told what happens in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Recipient {
    pub chat: i64,
    pub owner: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoticeKind {
    Changed,
    /// Everything about the chat was erased.
    Erased,
}

#[derive(Clone, Debug)]
pub(super) struct OwnerNotice {
    pub kind: NoticeKind,
    /// The settings before the first of the changes.
    pub before: Arc<ChatSettings>,
    /// Who made them; `None` if several admins did.
    pub actor: Option<MessageAuthor>,
}

#[derive(Default)]
pub(super) struct OwnerNoticeQueue(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    /// With the Unix time at which each is to be sent.
    waiting: HashMap<Recipient, (i64, OwnerNotice)>,
    /// Telegram may make one owner wait for long. Until then no other notice about the chat is sent to them.
    sending: HashSet<Recipient>,
}

impl OwnerNoticeQueue {
    /// `now`: Unix time.
    pub(super) fn push(&self, to: Recipient, notice: OwnerNotice, now: i64) {
        let mut queue = self.0.lock();
        let is_full = queue.waiting.len() + queue.sending.len() >= MAX_NOTICES;
        match queue.waiting.get_mut(&to) {
            Some((_, waiting)) => waiting.merge(notice),
            None if is_full => tracing::warn!("too many owners are to be told a change; one is not told"),
            None => drop(queue.waiting.insert(to, (now + DELAY, notice))),
        }
    }

    /// Takes the notices that are to be sent. Each counts as being sent until [`Self::finish`].
    pub(super) fn take_due(&self, now: i64) -> Vec<(Recipient, OwnerNotice)> {
        let mut queue = self.0.lock();
        let Queue { waiting, sending } = &mut *queue;
        let due: Vec<_> = waiting.extract_if(|to, (due, _)| *due <= now && !sending.contains(to)).collect();
        sending.extend(due.iter().map(|(to, _)| *to));
        due.into_iter().map(|(to, (_, notice))| (to, notice)).collect()
    }

    pub(super) fn finish(&self, to: Recipient) {
        self.0.lock().sending.remove(&to);
    }
}

impl OwnerNotice {
    fn merge(&mut self, later: OwnerNotice) {
        match (self.kind, later.kind) {
            (NoticeKind::Erased, _) => {}
            (_, NoticeKind::Erased) => *self = later,
            _ if self.actor != later.actor => self.actor = None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TO: Recipient = Recipient { chat: -1, owner: 1 };

    fn notice(actor: MessageAuthor) -> OwnerNotice {
        OwnerNotice { kind: NoticeKind::Changed, before: Arc::default(), actor: Some(actor) }
    }

    #[test]
    fn changes_of_a_minute_are_one_notice_and_nobody_is_told_two_at_a_time() {
        let queue = OwnerNoticeQueue::default();
        for now in 0..DELAY {
            queue.push(TO, notice(MessageAuthor::Admin), now);
            assert!(queue.take_due(now).is_empty());
        }
        assert_eq!(queue.take_due(DELAY).len(), 1);
        queue.push(TO, notice(MessageAuthor::Admin), DELAY);
        assert!(queue.take_due(3 * DELAY).is_empty(), "the first one is still being sent");
        queue.finish(TO);
        assert_eq!(queue.take_due(3 * DELAY).len(), 1);
        assert!(queue.take_due(9 * DELAY).is_empty());
    }

    #[test]
    fn several_admins_are_not_named_and_an_erasure_counts_most() {
        let queue = OwnerNoticeQueue::default();
        queue.push(TO, notice(MessageAuthor::Admin), 0);
        queue.push(TO, notice(MessageAuthor::Person { id: 2, name: "Ada".to_owned() }), 1);
        assert_eq!(queue.take_due(DELAY)[0].1.actor, None);
        queue.finish(TO);
        let erased = OwnerNotice { kind: NoticeKind::Erased, ..notice(MessageAuthor::Admin) };
        queue.push(TO, notice(MessageAuthor::Unknown), 0);
        queue.push(TO, erased, 1);
        queue.push(TO, notice(MessageAuthor::Unknown), 2);
        let (_, told) = queue.take_due(DELAY).remove(0);
        assert_eq!((told.kind, told.actor), (NoticeKind::Erased, Some(MessageAuthor::Admin)));
    }

    #[test]
    fn the_queue_is_bounded() {
        let queue = OwnerNoticeQueue::default();
        for chat in 0..=MAX_NOTICES as i64 {
            queue.push(Recipient { chat, owner: 1 }, notice(MessageAuthor::Admin), 0);
        }
        assert_eq!(queue.take_due(DELAY).len(), MAX_NOTICES);
    }
}
