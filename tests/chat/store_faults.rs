//! A store that fails for a while: nothing is confirmed to Telegram that is not stored, and nothing is answered twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use dealink::store::{
    AsideReason, AsideUpdate, Inbox, NewUpdate, Store, StoreError, Stored, WaitingHead, WaitingUpdate,
};
use futures::FutureExt;

use crate::test_world::{TestConfig, TestWorld};

/// What fails while it is set.
#[derive(Default)]
struct Faults {
    /// Intakes, before anything is stored.
    intake: AtomicBool,
    /// Intakes, after the updates were stored.
    intake_confirmation: AtomicBool,
    done_marks: AtomicBool,
    kept_answers: AtomicBool,
}

struct FailingInbox {
    inner: Arc<dyn Inbox>,
    faults: Arc<Faults>,
}

fn fail<T: Send + 'static>() -> Stored<'static, T> {
    std::future::ready(Err(StoreError::Failed("a drill".to_owned()))).boxed()
}

impl Inbox for FailingInbox {
    fn take_in(&self, updates: Vec<NewUpdate>, now: i64) -> Stored<'_, Vec<WaitingHead>> {
        if self.faults.intake.load(Relaxed) {
            return fail();
        }
        async move {
            let taken = self.inner.take_in(updates, now).await?;
            if self.faults.intake_confirmation.load(Relaxed) { fail().await } else { Ok(taken) }
        }
        .boxed()
    }

    fn read(&self, id: u64) -> Stored<'_, Option<WaitingUpdate>> {
        self.inner.read(id)
    }

    fn read_after(&self, id: u64, chat: i64, at_most: usize) -> Stored<'_, Vec<WaitingUpdate>> {
        self.inner.read_after(id, chat, at_most)
    }

    fn waiting(&self) -> Stored<'_, Vec<WaitingHead>> {
        self.inner.waiting()
    }

    fn keep_answer(&self, id: u64, answer: Vec<u8>) -> Stored<'_, ()> {
        if self.faults.kept_answers.load(Relaxed) { fail() } else { self.inner.keep_answer(id, answer) }
    }

    fn mark_part_sent(&self, id: u64, parts: u16) -> Stored<'_, ()> {
        self.inner.mark_part_sent(id, parts)
    }

    fn mark_done(&self, ids: Vec<u64>) -> Stored<'_, ()> {
        if self.faults.done_marks.load(Relaxed) { fail() } else { self.inner.mark_done(ids) }
    }

    fn mark_started(&self, id: u64) -> Stored<'_, ()> {
        self.inner.mark_started(id)
    }

    fn mark_survived(&self, id: u64) -> Stored<'_, ()> {
        self.inner.mark_survived(id)
    }

    fn set_aside(&self, id: u64, reason: AsideReason, now: i64) -> Stored<'_, Option<AsideUpdate>> {
        self.inner.set_aside(id, reason, now)
    }
}

async fn world() -> (TestWorld, Arc<Faults>) {
    let faults = Arc::new(Faults::default());
    let hook = {
        let faults = faults.clone();
        move |store: &mut Store| {
            store.inbox = Arc::new(FailingInbox { inner: store.inbox.clone(), faults: faults.clone() });
        }
    };
    let config = TestConfig { store_hook: Some(Arc::new(hook)), ..TestConfig::default() };
    (TestWorld::with_config(config).await, faults)
}

/// Returns once the bot has asked for updates `times` more times.
async fn polls(world: &TestWorld, times: usize) {
    let until = world.sandbox.telegram.calls("getUpdates").len() + times;
    world.sandbox.telegram.wait_for_calls("getUpdates", until).await.unwrap();
}

/// Fault: the store fails during intakes.
/// Behaviour: nothing is confirmed to Telegram, and the update is answered after the next start.
#[tokio::test]
async fn what_was_not_stored_is_not_confirmed_to_telegram() {
    let (mut world, faults) = world().await;
    faults.intake.store(true, Relaxed);
    let person = world.person("en").id;
    world.sandbox.telegram.say(person, "/help");
    polls(&world, 3).await;
    assert!(world.sandbox.telegram.unread(person).is_empty(), "answered without being stored");
    // A bot that never met the failure gets the update from Telegram.
    world.stop().await;
    faults.intake.store(false, Relaxed);
    world.start().await;
    let answer = world.sandbox.telegram.next_reply(person).await.unwrap();
    assert!(answer.text().contains("What I can do"), "{answer}");
}

/// Fault: intakes and done marks fail for a while.
/// Behaviour: each update is answered once.
#[tokio::test]
async fn after_failures_each_update_is_answered_once() {
    let (world, faults) = world().await;
    let person = world.person("en");
    // Answered, and not marked so.
    faults.done_marks.store(true, Relaxed);
    assert!(person.ask("/help").await.text().contains("What I can do"));
    // Stored, and reported as failed.
    faults.intake_confirmation.store(true, Relaxed);
    person.say("/start");
    polls(&world, 2).await;
    faults.intake_confirmation.store(false, Relaxed);
    let stored = person.next().await;
    assert!(stored.text().contains("affiliate"), "{stored}");
    faults.done_marks.store(false, Relaxed);
    let last = person.ask("/nonsense").await;
    assert!(last.text().contains("do not know"), "{last}");
}

/// Fault: an answer of several messages cannot be stored.
/// Behaviour: none of it is sent, and the person is told.
#[tokio::test]
async fn an_answer_of_several_messages_is_not_begun_before_it_was_kept() {
    let (world, faults) = world().await;
    let person = world.person("en");
    let links = |count: u64| {
        let pages = (0..count).map(|n| crate::seeded::page(1_005_009_000_001_000 + n));
        pages.collect::<Vec<_>>().join("\n")
    };
    faults.kept_answers.store(true, Relaxed);
    let told = person.ask(&links(40)).await;
    assert!(told.text().contains("Something went wrong"), "begun, and lost with a crash: {told}");
    faults.kept_answers.store(false, Relaxed);
    let first = person.ask(&links(40)).await;
    let second = person.next().await;
    assert!(first.text().contains("1. ") && second.text().contains("40. "), "{first}\n{second}");
}

/// Fault: done marks fail for a while.
/// Behaviour: they are made up for at the stop, and nothing is answered twice.
#[tokio::test]
async fn what_was_answered_without_a_mark_is_marked_at_the_stop() {
    let (mut world, faults) = world().await;
    faults.done_marks.store(true, Relaxed);
    let person = world.person("en").id;
    world.sandbox.telegram.say(person, "/help");
    world.sandbox.telegram.next_reply(person).await.unwrap();
    faults.done_marks.store(false, Relaxed);
    world.stop().await;
    world.start().await;
    world.sandbox.telegram.say(person, "/nonsense");
    let next = world.sandbox.telegram.next_reply(person).await.unwrap();
    assert!(next.text().contains("do not know"), "{next}");
}
