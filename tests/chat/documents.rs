//! The documents say what the program does.

use dealink::config::SETTINGS;

fn read(name: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

#[test]
fn every_setting_stands_in_the_readme_and_in_the_example_environment() {
    let (readme, example) = (read("README.md"), read("deploy/env.example"));
    for setting in SETTINGS {
        assert!(readme.contains(&format!("`{}`", setting.name)), "README: {}", setting.name);
        assert!(example.contains(&format!("{}=", setting.name)), "env.example: {}", setting.name);
    }
}

/// All Rust files below a folder or at a path.
fn code(path: std::path::PathBuf) -> Vec<(String, String)> {
    if path.is_dir() {
        return std::fs::read_dir(path).unwrap().flat_map(|entry| code(entry.unwrap().path())).collect();
    }
    let rust = path.extension().is_some_and(|extension| extension == "rs");
    rust.then(|| (path.display().to_string(), std::fs::read_to_string(&path).unwrap())).into_iter().collect()
}

#[test]
fn the_ground_floor_imports_nothing_from_above() {
    let above = [
        "telegram", "sandbox", "store", "deals", "answer", "cli", "app", "config", "admitad", "resolve",
        "text",
    ];
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let ground = ["money.rs", "sentence.rs", "clock.rs", "links", "program"].map(|name| src.join(name));
    let files: Vec<_> = ground.into_iter().flat_map(code).collect();
    assert!(files.len() > 20);
    for (file, code) in files {
        assert!(!code.contains("crate::{"), "{file}: name the rooms one by one");
        for room in above {
            assert!(!code.contains(&format!("crate::{room}")), "{file} uses {room}");
        }
    }
}

/// The text without comments and string literals.
fn bare(code: &str) -> String {
    // A room's own tests may hold any text.
    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
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
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rooms = ["program", "money.rs", "deals", "exchange", "answer"].map(|name| src.join(name));
    let there = rooms.into_iter().filter(|room| room.exists()).flat_map(code);
    let files: Vec<_> = there.filter(|(file, _)| !file.contains("tests")).collect();
    assert!(files.len() > 20);
    for (file, code) in files {
        assert_eq!(floats(&code), Vec::<String>::new(), "{file}");
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
