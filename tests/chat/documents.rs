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
