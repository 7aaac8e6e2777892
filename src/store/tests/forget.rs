//! What is forgotten cannot be found in the data directory any more.

use super::super::*;
use super::open;
use crate::settings::{PendingQuestion, Publisher, QuestionKind};

const PERSON: u64 = 7_123_456_789;
const NAME: &str = "Sabiha Denizaltı";
const TEXT: &str = "kirmizi-yagmurluk";

/// Where the person's number (as text or in any binary form), name or text stands in a file.
fn traces(dir: &Path) -> Vec<(PathBuf, &'static str)> {
    let number = PERSON.to_string();
    let needles: [(&str, Vec<u8>); 5] = [
        ("number", number.into_bytes()),
        ("number, big-endian", PERSON.to_be_bytes()[2..].to_vec()),
        ("number, little-endian", PERSON.to_le_bytes()[..6].to_vec()),
        ("name", NAME.as_bytes().to_vec()),
        ("text", TEXT.as_bytes().to_vec()),
    ];
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(traces(&path));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for (what, needle) in &needles {
            if bytes.windows(needle.len()).any(|window| window == needle) {
                found.push((path.clone(), *what));
            }
        }
    }
    found
}

fn raw(id: u64, person: u64) -> Vec<u8> {
    format!(
        r#"{{"update_id":{id},"message":{{"from":{{"id":{person},"first_name":"{NAME}"}},"text":"{TEXT}"}}}}"#
    )
    .into_bytes()
}

async fn filled(dir: &Path) -> Store {
    let store = open(dir).await;
    store.publishers.update(PERSON, |p| p.subid = Some(TEXT.to_owned())).await.unwrap();
    store.publishers.update(PERSON, |p| p.subid = None).await.unwrap();
    store.publishers.update(8, |p| p.subid = Some("kanal".to_owned())).await.unwrap();
    let own = |settings: &mut crate::settings::ChatSettings| {
        settings.title = "Deals".to_owned();
        settings.owner = Some(PERSON);
        settings.chosen_members.insert(PERSON);
    };
    store.chats.update(-5, own).await.unwrap();
    let favourite = Favourite { name: TEXT.to_owned(), page: "https://a.example/".to_owned() };
    store.favourites.save(PERSON as i64, &favourite).await.unwrap();
    store.favourites.delete(PERSON as i64, TEXT).await.unwrap();
    store.favourites.save(PERSON as i64, &favourite).await.unwrap();
    store.answers.remember(PERSON as i64, 1, &[2, 3]).await.unwrap();
    store.recent.remember(PERSON, [11, 12]).await.unwrap();
    let asked =
        PendingQuestion { question: QuestionKind::Price(TEXT.to_owned()), message_id: 1, answered_by: None };
    store.questions.put(PERSON, asked).await.unwrap();
    let suggestion =
        Suggestion { chat: -5, topic: None, message: 3, sender: Some(PERSON), pages: Vec::new(), at: 1_000 };
    store.share_log.put_suggestion(1, suggestion).await.unwrap();
    let own = |id| NewUpdate { id, chat: PERSON as i64, raw: raw(id, PERSON) };
    let updates = vec![
        own(1),
        own(2),
        NewUpdate { id: 3, chat: -5, raw: raw(3, PERSON) },
        own(4),
        NewUpdate { id: 5, chat: 8, raw: b"other".to_vec() },
    ];
    store.inbox.take_in(updates, 0).await.unwrap();
    store.inbox.keep_answer(2, TEXT.as_bytes().to_vec()).await.unwrap();
    store.inbox.mark_done(vec![1]).await.unwrap();
    store.inbox.set_aside(2, AsideReason::TooLong, 0).await.unwrap();
    store.flush().await.unwrap();
    std::fs::create_dir_all(dir.join("damaged/1")).unwrap();
    std::fs::write(dir.join("damaged/1/old"), NAME).unwrap();
    store
}

#[tokio::test]
async fn nothing_of_the_person_is_left_and_all_of_the_others() {
    let dir = tempfile::tempdir().unwrap();
    let store = filled(dir.path()).await;
    assert!(traces(dir.path()).len() > 4, "the test finds what is there");
    let summary = store.forget_summary(PERSON, 4).await.unwrap();
    let expected = ForgetSummary { favourites: 1, owned_chats: vec!["Deals".to_owned()], waiting: 1 };
    assert_eq!(summary, expected);

    store.forget(PERSON, 4).await.unwrap();

    assert_eq!(store.publishers.load(PERSON).await.unwrap(), Publisher::default());
    let waiting: Vec<u64> = store.inbox.waiting().await.unwrap().iter().map(|head| head.id).collect();
    assert_eq!(waiting, [4, 5], "the request stays until it was answered");
    let chat = store.chats.get(-5).unwrap();
    assert_eq!((chat.owner, chat.title.as_str()), (None, "Deals"));
    assert!(chat.chosen_members.is_empty());
    store.inbox.mark_done(vec![4]).await.unwrap();
    assert_eq!(traces(dir.path()), [], "as after kill -9");
    store.close().await.unwrap();
    drop(store);
    assert_eq!(traces(dir.path()), [], "after an orderly stop");
    let store = open(dir.path()).await;
    assert_eq!(store.publishers.load(8).await.unwrap().subid.as_deref(), Some("kanal"));
    assert!(
        store.inbox.take_in(vec![NewUpdate { id: 4, chat: 7, raw: Vec::new() }], 0).await.unwrap().is_empty()
    );
}

#[tokio::test]
async fn nothing_of_a_chat_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path()).await;
    store.chats.update(-5, |settings| settings.title = NAME.to_owned()).await.unwrap();
    let favourite = Favourite { name: TEXT.to_owned(), page: "https://a.example/".to_owned() };
    store.favourites.save(-5, &favourite).await.unwrap();
    for chat in [-5, -6] {
        store.share_log.put_share(chat, 7, Share { at: 1, message: 5 }).await.unwrap();
        store.share_log.put_edit(chat, 5, vec![1]).await.unwrap();
        store.share_log.schedule_removal(DueRemoval { due: 9, chat, message: 6 }).await.unwrap();
        let suggestion =
            Suggestion { chat, topic: None, message: 5, sender: Some(PERSON), pages: Vec::new(), at: 1 };
        store.share_log.put_suggestion(chat.unsigned_abs(), suggestion).await.unwrap();
        store.answers.remember(chat, 5, &[6]).await.unwrap();
        let draft = QuestionKind::ChatDraft { chat, draft: TEXT.to_owned() };
        let asked = PendingQuestion { question: draft, message_id: 1, answered_by: None };
        store.questions.put(chat.unsigned_abs(), asked).await.unwrap();
    }
    let updates = [(1, -5), (2, -5), (3, -6), (99, 8)];
    let updates = updates.map(|(id, chat)| NewUpdate { id, chat, raw: raw(id, 8) });
    store.inbox.take_in(updates.to_vec(), 0).await.unwrap();
    store.inbox.set_aside(1, AsideReason::TooLong, 0).await.unwrap();

    store.forget_chat(-5, 99).await.unwrap();

    assert!(store.chats.get(-5).is_none());
    assert!(store.favourites.list(-5).await.unwrap().is_empty());
    for (chat, is_known) in [(-5, false), (-6, true)] {
        let known = [
            store.share_log.last_share(chat, 7).await.unwrap().is_some(),
            store.share_log.edit(chat, 5).await.unwrap().is_some(),
            store.share_log.due_removals(9).await.unwrap().iter().any(|removal| removal.chat == chat),
            store.share_log.suggestion(chat.unsigned_abs()).await.unwrap().is_some(),
            store.answers.is_answered(chat, 5).await.unwrap(),
            store.questions.get(chat.unsigned_abs()).await.unwrap().is_some(),
        ];
        assert_eq!(known, [is_known; 6], "{chat}: share, edit, removal, suggestion, answers, question");
    }
    let waiting: Vec<u64> = store.inbox.waiting().await.unwrap().iter().map(|head| head.id).collect();
    assert_eq!(waiting, [3, 99], "those of the others, and the request");
    assert!(store.aside.list().await.unwrap().is_empty());
    // The others' updates hold what is searched for as well.
    store.inbox.mark_done(vec![3, 99]).await.unwrap();
    store.forget_chat(-6, 100).await.unwrap();
    assert_eq!(traces(dir.path()), []);
}
