//! The data directories of earlier versions below `tests/data/stores`, and what those versions read from them.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// The forms of the store before its second format, see `tests/data/stores/README.md`.
pub(super) const FORMS: [&str; 6] =
    ["1-settings", "2-lists", "3-groups", "4-moved", "5-folding", "5-folding-killed"];

/// An unpacked data directory.
pub(super) struct Fixture {
    pub(super) form: &'static str,
    dir: tempfile::TempDir,
    /// What the version that wrote it read from it.
    expected: Value,
}

impl Fixture {
    pub(super) fn unpack(form: &'static str) -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/stores").join(form);
        let dir = tempfile::tempdir().unwrap();
        let archive = std::fs::read(source.join("data.zip")).unwrap();
        zip::ZipArchive::new(Cursor::new(archive)).unwrap().extract(dir.path()).unwrap();
        let expected = serde_json::from_slice(&std::fs::read(source.join("expected.json")).unwrap()).unwrap();
        Fixture { form, dir, expected }
    }

    /// Leaves only what that version's plain copies have of the settings; the copy of the lists is not looked at.
    pub(super) fn keep_what_has_copies(&mut self) {
        let copied: Vec<(PathBuf, Vec<u8>)> = files(self.dir.path());
        let has_copy = |kind: &str, record: &Value| {
            let (file, key) = match kind {
                "publishers" => ("snapshot.jsonl", format!("{{\"id\":{},", record["id"])),
                "chats" => ("chats.jsonl", format!("{{\"chat\":{},", record["id"])),
                "favourites" => ("favourites.jsonl", format!("{{\"owner\":{},", record["owner"])),
                _ => return false,
            };
            let Some((_, lines)) = copied.iter().find(|(path, _)| path.to_str() == Some(file)) else {
                return false;
            };
            let page = record["page"].as_str().unwrap_or_default();
            String::from_utf8_lossy(lines).lines().any(|line| line.starts_with(&key) && line.contains(page))
        };
        for (kind, records) in self.expected.as_object_mut().unwrap() {
            if let Some(records) = records.as_array_mut() {
                records.retain(|record| has_copy(kind, record));
            }
        }
        self.expected["inbox"] = json!({ "waiting": [], "done": [] });
    }

    pub(super) fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// The records of a kind, none if the form does not have that kind.
    pub(super) fn records(&self, kind: &str) -> &[Value] {
        self.expected.get(kind).map_or(&[], |records| records.as_array().unwrap())
    }

    pub(super) fn waiting(&self) -> &[Value] {
        self.expected["inbox"]["waiting"].as_array().unwrap()
    }

    pub(super) fn done(&self) -> Vec<u64> {
        serde_json::from_value(self.expected["inbox"]["done"].clone()).unwrap()
    }
}

/// The files below a directory with their content, sorted by path.
pub(super) fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    collect(dir, dir, &mut found);
    found.sort();
    found
}

fn collect(dir: &Path, root: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let path = entry.path();
        match entry.file_type().unwrap().is_dir() {
            true => collect(&path, root, found),
            false => found.push((path.strip_prefix(root).unwrap().into(), std::fs::read(&path).unwrap())),
        }
    }
}

pub(super) fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    } else {
        std::fs::copy(from, to).unwrap();
    }
}

pub(super) fn integer(record: &Value, field: &str) -> i64 {
    record[field].as_i64().unwrap()
}

pub(super) fn number(record: &Value, field: &str) -> u64 {
    record[field].as_u64().unwrap()
}

pub(super) fn text<'a>(record: &'a Value, field: &str) -> &'a str {
    record[field].as_str().unwrap()
}
