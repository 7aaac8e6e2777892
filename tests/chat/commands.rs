//! Commands in both languages, and the answers to messages without a command or link.

use dealink_sandbox::telegram::{ChatKind, Rights};
use insta::assert_snapshot;

use crate::seeded::{self, page};
use crate::test_world::TestWorld;

const PAIRS: [(&str, &str); 8] = [
    ("/start", "/basla"),
    ("/help", "/yardim"),
    ("/settings", "/ayarlar"),
    ("/language", "/dil"),
    ("/traffic", "/trafik"),
    ("/program", "/program"),
    ("/rules", "/kurallar"),
    ("/privacy", "/gizlilik"),
];

#[tokio::test]
async fn both_names_give_the_same_in_the_persons_own_language() {
    let world = TestWorld::new().await;
    for (english, turkish) in PAIRS {
        for language in ["tr", "en"] {
            let person = world.person(language);
            let (one, other) = (person.ask(english).await, person.ask(turkish).await);
            assert_eq!((one.text(), one.buttons()), (other.text(), other.buttons()));
            assert_snapshot!(
                format!("{}_{language}", english.trim_start_matches('/')),
                one.to_string().split_once(": ").unwrap().1
            );
        }
    }
}

#[tokio::test]
async fn link_is_the_same_as_the_link_alone() {
    let world = TestWorld::new().await;
    let person = world.person("tr");
    let alone = person.ask(&page(seeded::CARDIGAN)).await;
    for command in ["/link", "/baglanti", "/BAGLANTI@dealink_sandbox_bot"] {
        let with = person.ask(&format!("{command} {}", page(seeded::CARDIGAN))).await;
        assert_eq!(alone.text(), with.text());
    }
    assert!(person.ask("/baglanti").await.text().contains("komuttan sonra"));
    let unknown = person.ask(&format!("/deal {}", page(seeded::CARDIGAN))).await;
    assert_eq!(alone.text(), unknown.text(), "the link is what was meant");
}

#[tokio::test]
async fn whatever_else_is_said_gets_one_clear_sentence() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    for (said, answered) in [
        ("hello", "no link"),
        ("/nonsense", "do not know this command"),
        ("https://www.example.com/item/1.html", "no AliExpress link"),
        ("🦄 مرحبا 🦄", "no link"),
        (&"a".repeat(4_096), "no link"),
    ] {
        let answer = person.ask(said).await;
        assert!(answer.text().contains(answered), "{said}: {answer}");
    }
}

#[tokio::test]
async fn links_between_emoji_and_rtl_text_are_found() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let answer = person.ask(&format!("🦄🦄 שלום ({})، مرحبا", page(seeded::CARDIGAN))).await;
    assert!(answer.text().contains("Wool Cardigan"), "{answer}");
}

#[tokio::test]
async fn a_link_behind_words_counts_and_not_the_words() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let entity =
        serde_json::json!({ "type": "text_link", "offset": 3, "length": 4, "url": page(seeded::CARDIGAN) });
    world.sandbox.telegram.say_with(person.id, "🦄 here", &[entity]);
    assert!(person.next().await.text().contains("Wool Cardigan"));
}

#[tokio::test]
async fn menus_are_registered_for_each_scope_and_language() {
    let world = TestWorld::new().await;
    world.sandbox.telegram.wait_for_calls("setMyCommands", 9).await.unwrap();
    for (language, first) in [("tr", "baglanti"), ("en", "link"), ("de", "link")] {
        let person = world.person(language);
        person.ask("/start").await;
        let menu = world.sandbox.telegram.menu(person.id, person.id).unwrap();
        assert_eq!(menu[0]["command"], first);
        assert_eq!(menu.len(), 19);
    }
}

#[tokio::test]
async fn a_groups_menu_has_no_private_command() {
    let world = TestWorld::new().await;
    world.sandbox.telegram.wait_for_calls("setMyCommands", 9).await.unwrap();
    let group = world.group(ChatKind::Supergroup { topics: false }, Rights::none()).await;
    let names = |user| -> Vec<String> {
        let menu = world.sandbox.telegram.menu(group.id, user).unwrap();
        menu.iter().map(|entry| entry["command"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(group.member), ["favori", "yardim"]);
    let of_admins =
        ["link", "deal", "save", "rename", "delete", "settings", "rights", "allow", "deny", "help"];
    assert_eq!(names(group.owner.id), of_admins);
}

#[tokio::test]
async fn somebody_elses_language_gets_the_default_and_can_choose() {
    let world = TestWorld::new().await;
    let person = world.person("de");
    assert!(person.ask("/start").await.text().contains("Send me"));
    assert!(person.ask("/language TÜRKÇE").await.text().contains("Türkçe konuşuyorum"));
    assert!(person.ask("/start").await.text().contains("gönderin"));
    assert!(person.ask("/dil İNGİLİZCE").await.text().contains("English"));
}
