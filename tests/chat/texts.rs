//! The locale files: both languages have the same messages and variables, and the code uses every message.

use std::collections::{BTreeMap, BTreeSet};

use dealink::text::Texts;
use dealink_core::lang::Lang;
use dealink_core::message::{Argument, Message};

/// Message keys with the variables that they use.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(lang.code());
    for file in std::fs::read_dir(dir).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =")
                && !line.starts_with(' ')
            {
                key = name.to_owned();
                assert!(messages.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice");
            }
            for part in line.split("{ $").skip(1) {
                let name = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                messages.get_mut(&key).unwrap().insert(name);
            }
        }
    }
    messages
}

#[test]
fn both_languages_have_the_same_messages_and_variables() {
    let (tr, en) = (messages(Lang::Tr), messages(Lang::En));
    assert!(en.len() > 200);
    assert_eq!(tr, en);
}

#[test]
fn every_message_can_be_said_without_gap_or_isolation_mark_and_as_valid_html() {
    let texts = Texts::load().unwrap();
    for lang in Lang::ALL {
        for (key, variables) in messages(lang) {
            let key: &'static str = Box::leak(key.into_boxed_str());
            for number in [1, 2, 5] {
                let mut sentence = Message::new(key);
                for name in &variables {
                    let name: &'static str = Box::leak(name.clone().into_boxed_str());
                    let plural = ["count", "days", "hours", "longest"].contains(&name);
                    let value = if plural { Argument::from(number as u32) } else { Argument::from("<&>") };
                    sentence = sentence.with(name, value);
                }
                let html = texts.localizer(lang).html(&sentence);
                assert!(!html.contains(['⟨', '\u{2068}', '\u{2069}']), "{key}: {html}");
                assert!(!html.contains("{$") && !html.contains("<&>"), "{key}: {html}");
                assert_eq!(html.matches('<').count(), html.matches('>').count(), "{key}: {html}");
            }
        }
    }
}

#[test]
fn every_key_in_the_code_is_a_message_and_every_message_is_in_the_code() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    let mut dirs = vec![root.join("src"), root.join("crates")];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                dirs.push(entry.path());
            } else if entry.path().extension().is_some_and(|e| e == "rs") {
                code.push_str(&std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let messages = messages(Lang::En);
    // Keys that are composed at run time.
    let composed = ["program-", "number-money-", "number-month-", "operator-where-"];
    let written = messages.keys().filter(|key| !composed.iter().any(|start| key.starts_with(start)));
    let unsaid: Vec<_> = written.filter(|key| !code.contains(&format!("\"{key}\""))).collect();
    assert!(unsaid.is_empty(), "never said: {unsaid:?}");
    for start in [
        "answer-",
        "facts-",
        "chat-",
        "settings-",
        "command-",
        "operator-fault",
        "number-",
        "exchange-",
        "lists-",
        "feeds-",
        "browse-",
        "calculator-",
        "worth-",
        "program-card-",
    ] {
        for rest in code.split(&format!("\"{start}")).skip(1) {
            let key = format!("{start}{}", rest.split('"').next().unwrap());
            let whole = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !key.ends_with('-');
            assert!(!whole || messages.contains_key(&key), "{key} is not a message");
        }
    }
}
