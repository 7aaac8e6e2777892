use super::*;
use tokio::sync::mpsc;

fn head(chat: i64, id: u64) -> WaitingHead {
    WaitingHead { id, chat, bytes: 100, starts: 0 }
}

/// Long enough for anything that goes on at all; paused time does not wait for it.
const STUCK: Duration = Duration::from_secs(60);

#[tokio::test(start_paused = true)]
async fn order_holds_within_a_queue_and_a_stuck_or_panicking_queue_stops_no_other() {
    let (heard, mut hears) = mpsc::unbounded_channel();
    let queues = ChatQueues::new(
        QueueLimits::USUAL,
        Arc::new(move |update| {
            let heard = heard.clone();
            async move {
                match update {
                    1 => std::future::pending::<()>().await,
                    10 => panic!("boom"),
                    other => heard.send(other).unwrap(),
                }
            }
            .boxed()
        }),
    );
    for update in 1..=3 {
        queues.enqueue(&head(100, update));
    }
    for update in 10..=13 {
        queues.enqueue(&head(200, update));
    }
    for expected in 11..=13 {
        let update = tokio::time::timeout(STUCK, hears.recv()).await.expect("the panic ended its queue");
        assert_eq!(update, Some(expected));
    }
}

#[tokio::test]
async fn draining_finishes_what_was_begun_and_leaves_the_rest() {
    let (begun, mut begins) = mpsc::unbounded_channel();
    let go_on = Arc::new(Notify::new());
    let gate = go_on.clone();
    let queues = ChatQueues::new(
        QueueLimits::USUAL,
        Arc::new(move |update| {
            let (begun, gate) = (begun.clone(), gate.clone());
            async move {
                begun.send(update).unwrap();
                gate.notified().await;
            }
            .boxed()
        }),
    );
    queues.enqueue(&head(1, 1));
    queues.enqueue(&head(1, 2));
    assert_eq!(begins.recv().await, Some(1));
    let drained = tokio::spawn({
        let queues = queues.clone();
        async move { queues.drain().await }
    });
    tokio::task::yield_now().await;
    go_on.notify_one();
    drained.await.unwrap();
    assert!(begins.try_recv().is_err(), "the second update was begun");
}

#[tokio::test]
async fn a_chat_that_sends_too_much_is_refused_until_its_queue_is_empty() {
    let limits = QueueLimits { updates_per_chat: 2, bytes_per_chat: 250, updates: 3, bytes: 1_000 };
    let go_on = Arc::new(Notify::new());
    let gate = go_on.clone();
    let queues = ChatQueues::new(
        limits,
        Arc::new(move |_| {
            let gate = gate.clone();
            async move { gate.notified().await }.boxed()
        }),
    );
    assert_eq!(queues.admit(1, 10_000, 0, 0), Admission::Admitted, "an empty queue takes anything");
    queues.enqueue(&head(1, 1));
    assert_eq!(queues.admit(1, 100, 0, 0), Admission::Admitted);
    assert_eq!(queues.admit(1, 151, 0, 0), Admission::FirstRefused, "too many bytes");
    assert_eq!(queues.admit(1, 1, 0, 0), Admission::Refused, "although it would fit");
    assert_eq!(queues.admit(2, 100, 0, 0), Admission::Admitted, "another chat");
    queues.enqueue(&head(2, 2));
    assert_eq!(queues.admit(2, 1, 1, 100), Admission::FirstRefused, "with what is about to be put there");
    queues.wait_for_room().await;
    queues.enqueue(&head(3, 3));
    let mut waits = std::pin::pin!(queues.wait_for_room());
    assert!((&mut waits).now_or_never().is_none(), "all of them have too much");
    tokio::task::yield_now().await;
    go_on.notify_one();
    waits.await;
    go_on.notify_waiters();
    while queues.is_busy(1) {
        tokio::task::yield_now().await;
    }
    assert_eq!(queues.admit(1, 100, 0, 0), Admission::Admitted);
}

#[tokio::test(start_paused = true)]
async fn an_overdue_update_is_abandoned_and_the_next_one_handled() {
    let (heard, mut hears) = mpsc::unbounded_channel();
    let queues = ChatQueues::new(
        QueueLimits::USUAL,
        Arc::new(move |update| {
            let heard = heard.clone();
            async move {
                heard.send(update).unwrap();
                if update == 1 {
                    std::future::pending::<()>().await;
                }
            }
            .boxed()
        }),
    );
    queues.enqueue(&head(7, 1));
    queues.enqueue(&head(7, 2));
    assert_eq!(hears.recv().await, Some(1));
    let limit = Duration::from_secs(60);
    assert!(queues.overdue(limit).is_empty());
    tokio::time::advance(limit * 2).await;
    assert_eq!(queues.overdue(limit), [1]);
    queues.abandon(1);
    assert_eq!(hears.recv().await, Some(2));
    queues.drain().await;
    assert_eq!(queues.lock_state().total.updates, 0);
}
