//! The settings after a death in the middle of a change.

use super::journal::{JournalContent, JournalState};
use super::*;
use crate::store::settings::records::RecordTable::Publishers as People;

fn journal(dir: &Path) -> PathBuf {
    dir.join("settings.journal")
}

async fn filled(dir: &Path) -> SettingsDatabase {
    let (settings, repairs) = SettingsDatabase::open(dir).unwrap();
    assert_eq!(repairs, []);
    for (key, value) in [("7", "1"), ("8", "2"), ("7", "3")] {
        settings.apply(vec![RecordChange::put(People, key, value.as_bytes().to_vec())]).await.unwrap();
    }
    settings
}

#[tokio::test]
async fn a_line_that_was_being_written_was_not_confirmed_and_is_no_damage() {
    let dir = tempfile::tempdir().unwrap();
    drop(filled(dir.path()).await);
    let mut text = std::fs::read(journal(dir.path())).unwrap();
    text.extend(b"01234567 {\"n\":4,\"chan");
    std::fs::write(journal(dir.path()), text).unwrap();
    for _ in 0..2 {
        let (settings, repairs) = SettingsDatabase::open(dir.path()).unwrap();
        assert_eq!(repairs, []);
        assert_eq!(settings.get(People, "7").await.unwrap(), Some(b"3".to_vec()));
        settings.apply(vec![RecordChange::put(People, "9", b"4".to_vec())]).await.unwrap();
    }
}

#[tokio::test]
async fn what_only_the_journal_has_is_put_into_sled() {
    let dir = tempfile::tempdir().unwrap();
    drop(filled(dir.path()).await);
    // As after a power cut that sled did not survive wholly.
    let tables = SledTables::open(dir.path()).unwrap();
    tables
        .apply(1, &[RecordChange::put(People, "7", b"1".to_vec()), RecordChange::delete(People, "8")])
        .unwrap();
    drop(tables);
    let (settings, repairs) = SettingsDatabase::open(dir.path()).unwrap();
    assert_eq!(repairs, [], "to be behind is no damage");
    assert_eq!(settings.get(People, "7").await.unwrap(), Some(b"3".to_vec()));
    assert_eq!(settings.get(People, "8").await.unwrap(), Some(b"2".to_vec()));
}

#[tokio::test]
async fn a_journal_without_its_last_lines_does_not_bring_old_values_back() {
    let dir = tempfile::tempdir().unwrap();
    drop(filled(dir.path()).await);
    let text = std::fs::read_to_string(journal(dir.path())).unwrap();
    let two_lines = text.lines().take(2).map(|line| format!("{line}\n")).collect::<String>();
    std::fs::write(journal(dir.path()), two_lines).unwrap();
    let (settings, repairs) = SettingsDatabase::open(dir.path()).unwrap();
    assert_eq!(repairs, [Repair::JournalRewritten { records: 2 }]);
    assert_eq!(settings.get(People, "7").await.unwrap(), Some(b"3".to_vec()));
    drop(settings);
    let (_, repairs) = SettingsDatabase::open(dir.path()).unwrap();
    assert_eq!(repairs, []);
}

#[tokio::test]
async fn an_earlier_copy_is_the_last_resort() {
    let dir = tempfile::tempdir().unwrap();
    let settings = filled(dir.path()).await;
    settings.purge().await.unwrap();
    {
        let mut journal = settings.0.journal.lock().unwrap();
        let records = settings.0.records(&journal).unwrap();
        journal.rewrite(&records).unwrap();
    }
    drop(settings);
    std::fs::remove_file(journal(dir.path())).unwrap();
    std::fs::remove_dir_all(dir.path().join("settings")).unwrap();
    let (settings, repairs) = SettingsDatabase::open(dir.path()).unwrap();
    assert_eq!(repairs, [Repair::SettingsFromCopy { restored: 2 }]);
    assert_eq!(settings.get(People, "8").await.unwrap(), Some(b"2".to_vec()));
}

/// As after a change that reached the journal and was not confirmed.
fn refuse(settings: &SettingsDatabase, change: RecordChange) {
    drop(settings.0.journal.lock().unwrap().append(&[change]).unwrap());
}

#[tokio::test]
async fn what_was_refused_does_not_come_back_after_a_later_change() {
    for later in [vec![RecordChange::put(People, "9", b"4".to_vec())], Vec::new()] {
        let dir = tempfile::tempdir().unwrap();
        let settings = filled(dir.path()).await;
        refuse(&settings, RecordChange::put(People, "7", b"\"refused\"".to_vec()));
        let records = 2 + later.len();
        settings.apply(later).await.unwrap();
        assert_eq!(settings.get(People, "7").await.unwrap(), Some(b"3".to_vec()));
        drop(settings);
        let content = JournalContent::read(dir.path()).unwrap();
        assert_eq!((content.records.len(), content.state), (records, JournalState::Whole));
        let (settings, repairs) = SettingsDatabase::open(dir.path()).unwrap();
        assert_eq!(repairs, []);
        assert_eq!(settings.get(People, "7").await.unwrap(), Some(b"3".to_vec()));
    }
}

#[tokio::test]
async fn what_was_refused_is_erased_as_well() {
    let dir = tempfile::tempdir().unwrap();
    let settings = filled(dir.path()).await;
    settings.purge().await.unwrap();
    for _ in 0..2 {
        refuse(&settings, RecordChange::put(People, "10", b"\"refused\"".to_vec()));
        settings.purge().await.unwrap();
        assert!(!std::fs::read_to_string(journal(dir.path())).unwrap().contains("refused"));
    }
}

#[tokio::test]
async fn a_purge_that_fails_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let settings = filled(dir.path()).await;
    settings.apply(vec![RecordChange::delete(People, "8")]).await.unwrap();
    let obstacle = dir.path().join("settings.new");
    std::fs::write(&obstacle, "").unwrap();
    assert!(settings.purge().await.is_err());
    let listed = async || settings.list(People, "").await.unwrap();
    assert_eq!(listed().await, [("7".to_owned(), b"3".to_vec())]);
    std::fs::remove_file(&obstacle).unwrap();
    settings.apply(vec![RecordChange::put(People, "9", b"4".to_vec())]).await.unwrap();
    settings.purge().await.unwrap();
    assert_eq!(listed().await.len(), 2);
    assert!(!std::fs::read_to_string(journal(dir.path())).unwrap().contains("\"8\""));
    drop(settings);
    let (settings, repairs) = SettingsDatabase::open(dir.path()).unwrap();
    assert_eq!(repairs, []);
    assert_eq!(settings.list(People, "").await.unwrap().len(), 2);
}

#[tokio::test]
async fn when_sled_fails_the_last_confirmed_state_is_read_until_it_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let settings = filled(dir.path()).await;
    // Where the new files would be made.
    let obstacle = dir.path().join("settings.new");
    std::fs::write(&obstacle, "").unwrap();
    *settings.0.tables.write().unwrap() = Tables::Memory(Arc::new(settings.0.journal().records().unwrap()));
    let change = || vec![RecordChange::put(People, "9", b"4".to_vec())];
    assert!(settings.apply(change()).await.is_err());
    assert_eq!(settings.get(People, "7").await.unwrap(), Some(b"3".to_vec()));
    let listed = settings.list(People, "").await.unwrap();
    assert_eq!(listed, [("7".to_owned(), b"3".to_vec()), ("8".to_owned(), b"2".to_vec())]);
    std::fs::remove_file(&obstacle).unwrap();
    settings.apply(change()).await.unwrap();
    assert!(matches!(&*settings.0.tables(), Tables::Sled(_)));
    assert_eq!(settings.list(People, "").await.unwrap().len(), 3);
}

#[tokio::test]
async fn of_a_damaged_journal_only_later_changes_count() {
    let dir = tempfile::tempdir().unwrap();
    let settings = filled(dir.path()).await;
    settings.apply(vec![RecordChange::delete(People, "8")]).await.unwrap();
    settings.apply(vec![RecordChange::put(People, "9", b"4".to_vec())]).await.unwrap();
    drop(settings);
    // sled is one change behind, and the change that replaced "1" cannot be read any more.
    let tables = SledTables::open(dir.path()).unwrap();
    tables.apply(4, &[RecordChange::delete(People, "9")]).unwrap();
    drop(tables);
    let text = std::fs::read_to_string(journal(dir.path())).unwrap();
    let damaged: Vec<&str> =
        text.lines().map(|line| if line.contains("\"n\":3") { "x" } else { line }).collect();
    std::fs::write(journal(dir.path()), damaged.join("\n") + "\n").unwrap();
    let (settings, repairs) = SettingsDatabase::open(dir.path()).unwrap();
    assert_eq!(repairs, [Repair::JournalRewritten { records: 2 }]);
    for (key, value) in [("7", Some("3")), ("8", None), ("9", Some("4"))] {
        let found = settings.get(People, key).await.unwrap();
        assert_eq!(found.as_deref(), value.map(str::as_bytes), "{key}");
    }
}

#[tokio::test]
async fn an_empty_sled_is_filled_from_a_damaged_journal_and_its_copy() {
    let dir = tempfile::tempdir().unwrap();
    let settings = filled(dir.path()).await;
    {
        let mut journal = settings.0.journal.lock().unwrap();
        let records = settings.0.records(&journal).unwrap();
        journal.rewrite(&records).unwrap();
    }
    settings.apply(vec![RecordChange::put(People, "9", b"4".to_vec())]).await.unwrap();
    drop(settings);
    std::fs::remove_dir_all(dir.path().join("settings")).unwrap();
    let text = std::fs::read_to_string(journal(dir.path())).unwrap();
    let damaged: Vec<&str> =
        text.lines().enumerate().map(|(n, line)| if n == 1 { "x" } else { line }).collect();
    std::fs::write(journal(dir.path()), damaged.join("\n") + "\n").unwrap();
    let (settings, repairs) = SettingsDatabase::open(dir.path()).unwrap();
    assert_eq!(repairs, [Repair::SettingsRestored { moved_to: None, restored: 3, complete: false }]);
    assert_eq!(settings.get(People, "7").await.unwrap(), Some(b"3".to_vec()));
}
