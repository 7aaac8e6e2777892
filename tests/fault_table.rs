//! The table of faults in `docs/FAULTS.md`, made from the comments of the tests that cause them.
//!
//! A test that causes a fault says so in its documentation:
//!
//! ```text
//! /// Fault: the store fails during an intake.
//! /// Behaviour: nothing is confirmed to Telegram, and the update is answered after the next start.
//! #[tokio::test]
//! async fn what_was_not_stored_is_not_confirmed_to_telegram() {
//! ```
//!
//! `UPDATE_DOCS=1 cargo test --test fault_table` writes the table anew.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const DOCUMENT: &str = "docs/FAULTS.md";
/// Everything in the document before it is written by hand.
const BEGINNING: &str = "<!-- The rest is made by `UPDATE_DOCS=1 cargo test --test fault_table`. -->\n";
const FAULT: &str = "Fault: ";
const BEHAVIOUR: &str = "Behaviour: ";

/// A test that causes a fault.
#[derive(Debug, PartialEq)]
struct FaultTest {
    fault: String,
    behaviour: String,
    name: String,
}

/// The tests of a file that cause faults. A comment without all of its parts is an error.
fn fault_tests(text: &str) -> Result<Vec<FaultTest>, String> {
    let mut tests = Vec::new();
    let mut comment = String::new();
    for line in text.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("///") {
            comment += words.trim();
            comment.push(' ');
        } else if let Some((_, function)) = line.split_once("fn ").filter(|_| !line.starts_with("//")) {
            let name = function.split('(').next().unwrap_or_default();
            if let Some((_, fault)) = comment.split_once(FAULT) {
                let (fault, behaviour) =
                    fault.split_once(BEHAVIOUR).ok_or_else(|| format!("{name} names no behaviour"))?;
                if behaviour.contains(FAULT) {
                    return Err(format!("{name} has the comment of another test"));
                }
                let sentence = |text: &str| text.trim().trim_end_matches('.').to_owned();
                let (fault, behaviour) = (sentence(fault), sentence(behaviour));
                tests.push(FaultTest { fault, behaviour, name: name.to_owned() });
            }
            comment.clear();
        } else if !line.starts_with("#[") {
            if comment.contains(FAULT) {
                return Err(format!("a fault belongs to no test: {comment}"));
            }
            comment.clear();
        }
    }
    Ok(tests)
}

/// All Rust files below the folders that hold tests.
fn files(root: &Path) -> Vec<PathBuf> {
    fn collect(path: PathBuf, found: &mut Vec<PathBuf>) {
        if path.is_dir() {
            std::fs::read_dir(path).unwrap().for_each(|entry| collect(entry.unwrap().path(), found));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    let mut found = Vec::new();
    ["src", "crates", "tests"].iter().for_each(|folder| collect(root.join(folder), &mut found));
    found.retain(|path| !path.ends_with("tests/fault_table.rs"));
    found.sort();
    found
}

/// The generated part of the document.
fn table() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut by_file = BTreeMap::new();
    for path in files(root) {
        let text = std::fs::read_to_string(&path).unwrap();
        let path = path.strip_prefix(root).unwrap().display().to_string();
        let tests = fault_tests(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        if !tests.is_empty() {
            by_file.insert(path, tests);
        }
    }
    let mut table = "\n| fault | behaviour | test |\n|---|---|---|\n".to_owned();
    for (path, tests) in by_file {
        for FaultTest { fault, behaviour, name } in tests {
            let [fault, behaviour] = [fault, behaviour].map(|text| text.replace('|', "\\|"));
            writeln!(table, "| {fault} | {behaviour} | [`{name}`](../{path}) |").unwrap();
        }
    }
    table
}

#[test]
fn the_table_of_faults_is_that_of_the_tests() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCUMENT);
    let document = std::fs::read_to_string(&path).unwrap();
    let (by_hand, written) = document.split_once(BEGINNING).unwrap();
    let made = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{by_hand}{BEGINNING}{made}")).unwrap();
    } else {
        assert!(written == made, "write it anew: UPDATE_DOCS=1 cargo test --test fault_table");
    }
}

#[test]
fn a_comment_without_all_of_its_parts_is_noticed() {
    let whole = "/// Before it.\n/// Fault: a disk\n/// fails. Behaviour: it goes on.\n#[test]\nfn goes_on() {\n    fn other() {}\n";
    let test = FaultTest {
        fault: "a disk fails".to_owned(),
        behaviour: "it goes on".to_owned(),
        name: "goes_on".to_owned(),
    };
    assert_eq!(fault_tests(whole), Ok(vec![test]));
    assert!(fault_tests("/// Fault: a disk fails.\n#[test]\nfn fails() {}\n").is_err());
    assert!(fault_tests("/// Fault: a disk fails. Behaviour: it goes on.\nconst X: u8 = 1;\n").is_err());
    let two = "/// Fault: a. Behaviour: b.\n/// Fault: c.\n/// Behaviour: d.\n#[test]\nfn other() {}\n";
    assert!(fault_tests(two).is_err());
}
