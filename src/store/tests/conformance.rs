//! The contracts of the interfaces, as tests that any database behind them has to pass. A new database calls the `check_…` functions
//! with its own implementations, each on an empty store.

use super::super::*;
use super::open;
use crate::settings::{PendingQuestion, QuestionKind};

#[tokio::test]
async fn the_databases_in_use_keep_the_contracts() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    check_inbox(&*store.inbox).await;
    check_aside(&*store.inbox, &*store.aside).await;
    check_answers(&*store.answers.0).await;
    check_shares(&*store.share_log).await;
    check_recent(&*store.recent.0).await;
    check_questions(&*store.questions).await;
    check_records(&store.settings).await;
}

fn update(id: u64, chat: i64) -> NewUpdate {
    NewUpdate { id, chat, raw: format!("{{\"update_id\":{id}}}").into_bytes() }
}

fn ids(heads: &[WaitingHead]) -> Vec<u64> {
    heads.iter().map(|head| head.id).collect()
}

async fn check_inbox(inbox: &dyn Inbox) {
    let batch = vec![update(41, 7), update(42, -8), update(41, 7), update(43, 7)];
    let new = inbox.take_in(batch.clone(), 1_000).await.unwrap();
    assert_eq!(ids(&new), [41, 42, 43], "each once");
    assert_eq!((new[1].chat, new[1].bytes, new[1].starts), (-8, batch[1].raw.len() as u64, 0));
    assert!(inbox.take_in(batch, 1_001).await.unwrap().is_empty(), "delivered again while they wait");
    assert_eq!(inbox.waiting().await.unwrap(), new);

    let expected = WaitingUpdate { id: 41, chat: 7, parts_sent: 0, raw: update(41, 7).raw, answer: None };
    assert_eq!(inbox.read(41).await.unwrap(), Some(expected));
    assert_eq!(inbox.read(99).await.unwrap(), None);
    let after = inbox.read_after(41, 7, 10).await.unwrap();
    assert_eq!(after.iter().map(|update| update.id).collect::<Vec<_>>(), [43]);
    assert!(inbox.read_after(40, 7, 1).await.unwrap().len() == 1, "as many as were asked for");

    inbox.mark_started(41).await.unwrap();
    inbox.keep_answer(41, b"an answer".to_vec()).await.unwrap();
    inbox.mark_part_sent(41, 2).await.unwrap();
    inbox.mark_started(41).await.unwrap();
    inbox.keep_answer(99, b"to nothing".to_vec()).await.unwrap();
    let begun = inbox.read(41).await.unwrap().unwrap();
    assert_eq!((begun.parts_sent, begun.answer.as_deref()), (2, Some(&b"an answer"[..])));
    assert_eq!(inbox.waiting().await.unwrap()[0].starts, 1, "not counted once the answer is known");

    inbox.mark_done(vec![41, 43, 99]).await.unwrap();
    assert_eq!(ids(&inbox.waiting().await.unwrap()), [42]);
    assert_eq!(inbox.read(41).await.unwrap(), None);
    let again = vec![update(41, 7), update(43, 7), update(44, 7)];
    assert_eq!(ids(&inbox.take_in(again, 1_002).await.unwrap()), [44], "what is done is not new");
    inbox.mark_done(vec![42, 44]).await.unwrap();
    // Also when others came meanwhile.
    assert_eq!(ids(&inbox.take_in(vec![update(1_041, 7)], 1_002).await.unwrap()), [1_041]);
    assert!(inbox.take_in(vec![update(41, 7), update(42, -8)], 1_002).await.unwrap().is_empty());
    inbox.mark_done(vec![1_041]).await.unwrap();

    // Old marks go: numbers far below the newest are new again, and that is right, since Telegram has long forgotten them.
    inbox.take_in(vec![update(5_000, 7)], 1_003).await.unwrap();
    assert_eq!(ids(&inbox.take_in(vec![update(41, 7)], 1_004).await.unwrap()), [41]);
    inbox.mark_done(vec![41, 5_000]).await.unwrap();
}

async fn check_aside(inbox: &dyn Inbox, aside: &dyn AsideUpdates) {
    inbox.take_in(vec![update(6_001, 7), update(6_002, 7)], 2_000).await.unwrap();
    let set_aside = inbox.set_aside(6_001, AsideReason::Deaths, 2_060).await.unwrap().unwrap();
    assert_eq!((set_aside.id, set_aside.chat, set_aside.reason), (6_001, 7, AsideReason::Deaths));
    assert_eq!((set_aside.received, set_aside.set_aside), (2_000, 2_060));
    assert_eq!(inbox.set_aside(6_001, AsideReason::TooLong, 2_061).await.unwrap(), None, "it does not wait");
    assert_eq!(ids(&inbox.waiting().await.unwrap()), [6_002]);
    assert!(inbox.take_in(vec![update(6_001, 7)], 2_062).await.unwrap().is_empty(), "delivered again");
    assert_eq!(aside.list().await.unwrap(), [set_aside]);
    assert_eq!(aside.read(6_001).await.unwrap(), Some(update(6_001, 7).raw));

    assert!(aside.take_retries().await.unwrap().is_empty());
    assert!(aside.request_retry(6_001).await.unwrap());
    assert!(!aside.request_retry(6_002).await.unwrap());
    assert_eq!(ids(&aside.take_retries().await.unwrap()), [6_001]);
    assert_eq!(ids(&inbox.waiting().await.unwrap()), [6_001, 6_002]);
    assert!(aside.list().await.unwrap().is_empty());

    inbox.set_aside(6_001, AsideReason::TooLong, 2_063).await.unwrap();
    assert!(aside.remove(6_001).await.unwrap());
    assert!(!aside.remove(6_001).await.unwrap());
    inbox.mark_done(vec![6_002]).await.unwrap();
}

async fn check_answers(answers: &dyn AnswerStore) {
    let record = |first: i32| AnswerRecord { answers: vec![first, first + 1], mark: AnswerMark::Reposted };
    for message in 0..60 {
        answers.put(7, message, record(message)).await.unwrap();
    }
    assert_eq!(answers.get(7, 59).await.unwrap(), Some(record(59)));
    assert_eq!(answers.get(7, 10).await.unwrap(), Some(record(10)), "the last fifty of a private chat");
    assert_eq!(answers.get(7, 9).await.unwrap(), None);
    assert_eq!(answers.get(-7, 59).await.unwrap(), None, "another chat");
    let none = AnswerRecord::default();
    answers.put(7, 59, none.clone()).await.unwrap();
    assert_eq!(answers.get(7, 59).await.unwrap(), Some(none));
    answers.remove(7, 59).await.unwrap();
    assert_eq!(answers.get(7, 59).await.unwrap(), None);
}

async fn check_shares(shares: &dyn ShareStore) {
    let share = Share { at: 1_000, message: 5 };
    shares.put_share(-100, u64::MAX, share).await.unwrap();
    assert_eq!(shares.last_share(-100, u64::MAX).await.unwrap(), Some(share));
    assert_eq!(shares.last_share(-200, u64::MAX).await.unwrap(), None);

    let removal = |due, message| DueRemoval { due, chat: -100, message };
    for removal in [removal(300, 5), removal(200, 4), removal(301, 6), removal(300, 5)] {
        shares.schedule_removal(removal).await.unwrap();
    }
    assert!(shares.due_removals(199).await.unwrap().is_empty());
    assert_eq!(shares.due_removals(300).await.unwrap(), [removal(200, 4), removal(300, 5)]);
    shares.remove_removal(removal(200, 4)).await.unwrap();
    assert_eq!(shares.due_removals(400).await.unwrap(), [removal(300, 5), removal(301, 6)]);

    let suggestion = Suggestion {
        chat: -100,
        topic: Some(3),
        message: 5,
        sender: None,
        pages: vec!["https://a.example/".to_owned()],
        at: 1_000,
    };
    shares.put_suggestion(u64::MAX, suggestion.clone()).await.unwrap();
    assert_eq!(shares.suggestion(u64::MAX).await.unwrap(), Some(suggestion.clone()));
    shares.remove_suggestion(u64::MAX).await.unwrap();
    assert_eq!(shares.suggestion(u64::MAX).await.unwrap(), None);

    for message in 0..201 {
        shares.put_edit(-100, message, vec![message as u8]).await.unwrap();
    }
    shares.put_suggestion(1, suggestion).await.unwrap();
    shares.forget_old(1_000 + 7 * 24 * 3_600).await.unwrap();
    assert!(shares.last_share(-100, u64::MAX).await.unwrap().is_some(), "seven days");
    assert_eq!(shares.edit(-100, 0).await.unwrap(), None, "the newest two hundred");
    assert_eq!(shares.edit(-100, 1).await.unwrap(), Some(vec![1]));
    shares.forget_old(1_001 + 7 * 24 * 3_600).await.unwrap();
    assert_eq!(shares.last_share(-100, u64::MAX).await.unwrap(), None);
    assert_eq!(shares.suggestion(1).await.unwrap(), None);
}

async fn check_recent(recent: &dyn RecentStore) {
    assert!(recent.get(7).await.unwrap().is_empty());
    recent.put(7, vec![3, u64::MAX]).await.unwrap();
    assert_eq!(recent.get(7).await.unwrap(), [3, u64::MAX]);
    recent.put(7, vec![4]).await.unwrap();
    assert_eq!(recent.get(7).await.unwrap(), [4]);
}

async fn check_questions(questions: &dyn QuestionStore) {
    let question =
        |id| PendingQuestion { question: QuestionKind::Joined, message_id: id, answered_by: Some(9) };
    assert_eq!(questions.get(7).await.unwrap(), None);
    questions.put(7, question(1)).await.unwrap();
    questions.put(7, question(2)).await.unwrap();
    assert_eq!(questions.get(7).await.unwrap(), Some(question(2)));
    questions.remove(7).await.unwrap();
    assert_eq!(questions.get(7).await.unwrap(), None);
}

async fn check_records(records: &dyn RecordStore) {
    let put =
        |key: &str, value: &str| RecordChange::put(RecordTable::Favourites, key, value.as_bytes().to_vec());
    let list = async |prefix| {
        let records = records.list(RecordTable::Favourites, prefix).await.unwrap();
        records.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    records.apply(vec![put("1:b", "1"), put("1:a", "2"), put("10:a", "3")]).await.unwrap();
    assert_eq!(list("1:").await, ["1:a", "1:b"], "by key, and of this prefix alone");
    assert_eq!(records.get(RecordTable::Favourites, "1:a").await.unwrap(), Some(b"2".to_vec()));
    assert_eq!(records.get(RecordTable::Lists, "1:a").await.unwrap(), None, "another table");
    let renamed = vec![RecordChange::delete(RecordTable::Favourites, "1:b"), put("1:c", "\"ç\"")];
    records.apply(renamed).await.unwrap();
    assert_eq!(list("1:").await, ["1:a", "1:c"]);
    records.apply(vec![RecordChange::delete(RecordTable::Favourites, "1:a")]).await.unwrap();
    records.purge().await.unwrap();
    assert_eq!(list("").await, ["10:a", "1:c"]);
}
