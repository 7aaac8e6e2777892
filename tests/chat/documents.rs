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
