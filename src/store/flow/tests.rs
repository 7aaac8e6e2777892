//! The writing thread.

use super::super::inbox::{Inbox, NewUpdate};
use super::*;

fn update(id: u64) -> NewUpdate {
    NewUpdate { id, chat: 7, raw: b"{}".to_vec() }
}

fn marks(database: &FlowDatabase) -> i64 {
    let reader = database.reader.0.lock().unwrap();
    reader.query_row("SELECT count(*) FROM done", [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn done_marks_do_not_pile_up() {
    let dir = tempfile::tempdir().unwrap();
    let (database, _) = FlowDatabase::open(dir.path(), Format::Unmarked).unwrap();
    for start in (0..3_000).step_by(100) {
        let heads = database.take_in((start..start + 100).map(update).collect(), 0).await.unwrap();
        database.mark_done(heads.iter().map(|head| head.id).collect()).await.unwrap();
    }
    assert!(marks(&database) <= 1_100, "{} marks", marks(&database));
}

#[tokio::test]
async fn a_change_that_fails_takes_no_other_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let (database, _) = FlowDatabase::open(dir.path(), Format::Unmarked).unwrap();
    // Queued before the thread can take any of them, these are probably one transaction.
    let before = database.take_in(vec![update(1)], 0);
    let fails = database.write(Durability::Written, |sql| {
        queries::run(sql, "DELETE FROM inbox", [])?;
        queries::run(sql, "INSERT INTO no_such_table VALUES (1)", [])
    });
    let after = database.take_in(vec![update(2)], 0);
    assert_eq!(before.await.unwrap().len(), 1);
    assert!(matches!(fails.await, Err(StoreError::Failed(_))));
    assert_eq!(after.await.unwrap().len(), 1);
    assert_eq!(database.waiting().await.unwrap().len(), 2);
}

#[tokio::test]
async fn after_the_end_every_change_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (database, _) = FlowDatabase::open(dir.path(), Format::Unmarked).unwrap();
    let last = database.take_in(vec![update(1)], 0);
    database.close().await;
    assert_eq!(last.await.unwrap().len(), 1, "what waited was written");
    assert!(matches!(database.take_in(vec![update(2)], 0).await, Err(StoreError::Closed)));
}

#[tokio::test]
async fn the_newest_file_is_the_one_in_use_and_others_are_removed() {
    let dir = tempfile::tempdir().unwrap();
    let (database, _) = FlowDatabase::open(dir.path(), Format::Unmarked).unwrap();
    database.take_in(vec![update(1)], 0).await.unwrap();
    database.close().await;
    drop(database);
    // As if the disk had failed: everything was written anew, and the process ended before the old file was removed.
    let at = |name: &str| dir.path().join(name);
    std::fs::copy(at("flow-1.sqlite3"), at("flow-2.sqlite3")).unwrap();
    std::fs::write(at("flow-1.sqlite3"), "not trusted").unwrap();
    std::fs::write(at("flow-3.sqlite3.new"), "not complete").unwrap();
    let (database, repair) = FlowDatabase::open(dir.path(), Format::Present).unwrap();
    assert_eq!(repair, None);
    assert_eq!(database.waiting().await.unwrap().len(), 1);
    assert!(!at("flow-1.sqlite3").exists() && !at("flow-3.sqlite3.new").exists());
}

#[tokio::test]
async fn everything_can_be_written_anew_to_the_next_file() {
    let dir = tempfile::tempdir().unwrap();
    let files = FlowFiles::first(dir.path());
    let Ok(Opened { writer, .. }) = connection::open(&files.path()) else { panic!("not opened") };
    inbox::insert(&writer, &update(1), 0).unwrap();
    let rewritten = disk::rewrite(&writer, &files.next()).unwrap();
    let count: i64 = rewritten.reader.query_row("SELECT count(*) FROM inbox", [], |row| row.get(0)).unwrap();
    assert_eq!(count, 1);
    assert_eq!(FlowFiles::find(dir.path()).unwrap().unwrap().path(), dir.path().join("flow-2.sqlite3"));
}

#[test]
fn a_schema_of_a_later_version_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(FlowDatabase::open(dir.path(), Format::Unmarked).unwrap());
    let sql = Connection::open(dir.path().join("flow-1.sqlite3")).unwrap();
    sql.pragma_update(None, "user_version", 99).unwrap();
    let refused = FlowDatabase::open(dir.path(), Format::Present).err().unwrap();
    assert!(matches!(refused, StoreError::Newer { found: 99, .. }), "{refused}");
}

#[tokio::test]
async fn a_missing_database_is_noticed_and_its_log_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (database, _) = FlowDatabase::open(dir.path(), Format::Unmarked).unwrap();
    database.take_in(vec![update(1)], 0).await.unwrap();
    let killed = tempfile::tempdir().unwrap();
    std::fs::copy(dir.path().join("flow-1.sqlite3-wal"), killed.path().join("flow-1.sqlite3-wal")).unwrap();
    let (database, repair) = FlowDatabase::open(killed.path(), Format::Present).unwrap();
    let Some(Repair::FlowDamaged { moved_to, restored: 0 }) = repair else { panic!("{repair:?}") };
    assert!(moved_to.join("flow-1.sqlite3-wal").exists());
    assert!(database.waiting().await.unwrap().is_empty());
}

#[tokio::test]
async fn done_marks_are_synced_also_when_the_next_change_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let (database, _) = FlowDatabase::open(dir.path(), Format::Unmarked).unwrap();
    database.take_in(vec![update(1)], 0).await.unwrap();
    database.mark_done(vec![1]).await.unwrap();
    assert!(database.take_in(vec![update(1)], 0).await.unwrap().is_empty());
    assert_eq!(marks(&database), 1);
}
