//! Rules about the source code that neither the compiler nor a lint checks.
//!
//! What a crate may use is held by Cargo. Inside the bot, these tests hold the order of its modules.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

use std::path::{Path, PathBuf};

/// The bot's modules: each may import only modules before it.
const ORDER: [&str; 11] = [
    "text", "lists", "words", "settings", "store", "deals", "answer", "config", "telegram", "app", "sandbox",
];

/// Imports that the order allows and the design does not: deals and answers do no storing and call no network client.
const FORBIDDEN: [(&str, &str); 4] = [
    ("deals", "crate::store"),
    ("deals", "dealink_network::admitad"),
    ("answer", "crate::store"),
    ("answer", "dealink_network::admitad"),
];

/// Path and text of all Rust files below a folder, or of one file, without tests.
fn code(path: &str) -> Vec<(String, String)> {
    fn collect(path: PathBuf, found: &mut Vec<(String, String)>) {
        if path.is_dir() {
            std::fs::read_dir(path).unwrap().for_each(|entry| collect(entry.unwrap().path(), found));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default().to_owned();
            found.push((path.display().to_string(), text));
        }
    }
    let mut found = Vec::new();
    collect(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), &mut found);
    found.retain(|(path, _)| !path.contains("tests"));
    assert!(!found.is_empty(), "there is no code in {path}");
    found
}

/// The code of a module of the bot.
fn module(name: &str) -> Vec<(String, String)> {
    let file = format!("src/{name}.rs");
    let is_file = Path::new(env!("CARGO_MANIFEST_DIR")).join(&file).exists();
    code(&if is_file { file } else { format!("src/{name}") })
}

#[test]
fn modules_import_only_modules_below_them() {
    for (place, name) in ORDER.iter().enumerate() {
        for (path, code) in module(name) {
            assert!(
                !code.contains("crate::{"),
                "{path}: one `use` for each module, so that this test can see them"
            );
            for above in ORDER[place + 1..].iter().chain(&["cli"]) {
                assert!(!code.contains(&format!("crate::{above}")), "{path} imports {above}");
            }
            for (_, import) in FORBIDDEN.iter().filter(|(module, _)| module == name) {
                assert!(!code.contains(import), "{path} imports {import}");
            }
        }
    }
}

/// The text without comments and string literals.
fn bare(code: &str) -> String {
    let code = code.replace("://", "").replace("'\"'", "");
    let lines = code.lines().map(|line| line.split("//").next().unwrap_or_default());
    let mut inside = false;
    let text: String = lines.collect::<Vec<_>>().join("\n").replace("\\\"", "");
    text.chars()
        .filter(|c| {
            let quote = *c == '"';
            inside ^= quote;
            !inside && !quote
        })
        .collect()
}

/// The words that make a float: its types, and numbers such as `1.5`, `2f64` or `3e8`.
fn floats(code: &str) -> Vec<String> {
    let bare = bare(code);
    let words = bare.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'));
    let is_float = |word: &&str| {
        let parts: Vec<&str> = word.split('.').collect();
        let digits = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
        parts.iter().any(|part| ["f32", "f64"].iter().any(|float| part.ends_with(float)))
            // `pair.0.1` is a field of a field; `1..2` is a range.
            || (digits(parts[0]) && parts.len() > 1 && digits(parts[1]))
    };
    words.filter(is_float).map(str::to_owned).collect()
}

#[test]
fn money_is_never_a_float() {
    for path in [
        "crates/core/src/money.rs",
        "crates/program/src",
        "crates/network/src/exchange",
        "src/deals",
        "src/answer",
    ] {
        for (path, code) in code(path) {
            assert_eq!(floats(&code), Vec::<String>::new(), "{path}");
        }
    }
}

#[test]
fn a_float_is_found_where_there_is_one() {
    for code in ["let x: f64 = y;", "a as f32", "2f64", "let x = 1.5 * y;", "std::f64::consts::PI", "x(0.1)"]
    {
        assert_eq!(floats(code).len(), 1, "{code}");
    }
    for code in ["pair.0.1", "// 1.5 f64", "\"1.5 f64\"", "0..2", "x.f", "b\"a\" + 1_000", "half64x"] {
        assert!(floats(code).is_empty(), "{code}");
    }
}
