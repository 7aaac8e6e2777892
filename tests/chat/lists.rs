//! Lists in the chat: an admin sends a file, sees its changes in a preview, and loads it; other people cannot.

use dealink_sandbox::telegram::{ChangeKind, ChatChange, TelegramFault, UserPost};
use insta::assert_snapshot;

use crate::seeded::{self, page};
use crate::test_chats::TestPerson;
use crate::test_world::{TestConfig, TestWorld};
use crate::workbook_builder::WorkbookBuilder;

/// An admin and another person: the first two people of a test world.
const ADMINS: [u64; 2] = [500_000_001, 500_000_002];

const FIRST: &str = "Mağaza No;Mağaza\n1100900001;Düdüklü Dünyası\n912345678;Öteki\n";
const SECOND: &str = "# 2026-11-20\n1100900001\n1100900002\n1100900002\n";
const FAULTY: &str = "store id,store\n1100900001,<b>A & B\nabc,\n1.1009E+09,\n,C\n";

async fn world() -> TestWorld {
    TestWorld::with_config(TestConfig {
        change_config: |config| config.admins = ADMINS.into(),
        ..TestConfig::default()
    })
    .await
}

fn send(person: TestPerson<'_>, name: &str, content: &[u8], caption: &str) -> i64 {
    person.world.sandbox.telegram.post(person.id, UserPost::document(name, content, caption))
}

/// Sends a file and reads the reply.
async fn sent(person: TestPerson<'_>, name: &str, content: &str) -> ChatChange {
    send(person, name, content.as_bytes(), "");
    person.next().await
}

/// Presses the button with this data.
async fn press(person: TestPerson<'_>, on: &ChatChange, data: &str) -> ChatChange {
    let (_, after) = person.press(on, data).await;
    after
}

fn data_of(change: &ChatChange) -> Vec<String> {
    let buttons = change.buttons().concat();
    buttons.iter().filter_map(|button| Some(button["callback_data"].as_str()?.to_owned())).collect()
}

#[tokio::test]
async fn a_list_is_previewed_loaded_and_restored_and_holds_at_once() {
    for language in ["tr", "en"] {
        let world = world().await;
        let person = world.person(language);
        let mut story = vec![person.ask("/lists").await];
        let product = "https://www.aliexpress.com/store/product/A-Cooker/1100900001_1005009000000038.html";
        let store = "https://www.aliexpress.com/store/1100900002";
        story.push(sent(person, "no_commission.csv", FIRST).await);
        story.push(press(person, &story[1], "lists:load:no_commission").await);
        story.push(person.ask(product).await);
        // The file has a date, and one entry twice.
        story.push(sent(person, "weekly deals.txt", SECOND).await);
        story.push(press(person, &story[4], "lists:load:no_commission").await);
        story.push(person.ask(store).await);
        let command = if language == "tr" { "/listeler" } else { "/lists" };
        story.push(person.ask(command).await);
        story.push(press(person, &story[7], "lists:ask:no_commission:1").await);
        story.push(press(person, &story[8], "lists:restore:no_commission:1").await);
        story.push(person.ask(store).await);
        let told: Vec<String> = story.iter().map(|change| format!("{change:#}")).collect();
        assert_snapshot!(format!("lists_{language}"), told.join("\n\n"));
    }
}

/// Fault: a list with rows that cannot be read.
/// Behaviour: each is named with its line, and nothing is loaded unasked.
#[tokio::test]
async fn a_file_with_bad_rows_changes_nothing_unless_its_good_rows_are_asked_for() {
    for language in ["tr", "en"] {
        let world = world().await;
        let person = world.person(language);
        let preview = sent(person, "chuwi.csv", FAULTY).await;
        assert_eq!(data_of(&preview), ["lists:good:chuwi", "lists:cancel"]);
        // The button of an older preview must not load this faulty file.
        world.sandbox.telegram.forge_press(person.id, preview.message_id().unwrap(), "lists:load:chuwi");
        assert!(matches!(person.next().await.kind, ChangeKind::CallbackAnswer { .. }));
        let card = person.ask("/lists").await;
        let cancelled = press(person, &preview, "lists:cancel").await;
        let again = sent(person, "chuwi.csv", FAULTY).await;
        let good = press(person, &again, "lists:good:chuwi").await;
        let hopeless = sent(person, "chuwi.csv", "abc\ndef\n").await;
        assert_eq!(data_of(&hopeless), Vec::<String>::new());
        let told = [preview, card, cancelled, good, hopeless].map(|change| format!("{change:#}"));
        assert_snapshot!(format!("lists_faults_{language}"), told.join("\n\n"));
    }
}

/// Fault: the names and rows of a list are long, and hold addresses, names and letters of endless length.
/// Behaviour: the preview fits into one message, and nothing in it is a link.
#[tokio::test]
async fn a_preview_is_short_and_links_to_nothing_that_its_file_names() {
    let cells = ["evil.example/pay @someone 203.0.113.7 ", "👩\u{200d}"].map(|text| text.repeat(80));
    let row = |number: usize| {
        let cell = &cells[number % 2];
        format!("<row r=\"{number}\"><c r=\"A{number}\" t=\"inlineStr\"><is><t>{cell}</t></is></c></row>")
    };
    let rows: String = (1..=16).map(row).collect();
    let book = WorkbookBuilder::new(&[(&cells[0], false, &rows), ("x", false, "")], &[]).pack();
    let file = format!("evil.example @someone {}.xlsx", "👩\u{200d}".repeat(30));
    let world = world().await;
    for language in ["tr", "en"] {
        let person = world.person(language);
        send(person, &file, &book, "chuwi");
        let preview = person.next().await;
        let shown = preview.text();
        assert!(shown.encode_utf16().count() < 2_000, "{shown}");
        assert!(shown.contains("evil.\u{2060}example"), "{shown}");
        for link in ["evil.example", "@someone", "203.0.113.7"] {
            assert!(!shown.contains(link), "{link}: {shown}");
        }
    }
}

/// Fault: a file that is no list.
/// Behaviour: it is refused with the reason.
#[tokio::test]
async fn files_that_cannot_be_read_are_refused_with_the_reason() {
    let world = world().await;
    for language in ["tr", "en"] {
        let person = world.person(language);
        let mut told = Vec::new();
        for (name, content) in [
            ("chuwi.csv", b"".as_slice()),
            ("chuwi.xlsx", b"1100900001"),
            ("chuwi.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            ("chuwi.csv", b"1100900001\0"),
            ("chuwi.csv", b"1100900001,\"A\n1100900002,B\n"),
            ("keywords.csv", b"free,x\ncheap,y\n"),
            ("chuwi.ods", b"PK"),
            ("chuwi.txt", &vec![b'1'; 5 * 1024 * 1024 + 1]),
            ("chuwi.txt", "1100900001\n".repeat(200_001).as_bytes()),
        ] {
            send(person, name, content, "");
            told.push(person.next().await);
        }
        assert!(told.iter().all(|change| change.buttons().is_empty()));
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_snapshot!(format!("lists_refused_{language}"), told.join("\n\n"));
    }
    assert_eq!(
        world.sandbox.telegram.calls("getFile").len(),
        2 * 7,
        "neither the unknown form nor the large one is fetched"
    );
}

#[tokio::test]
async fn which_list_it_is_is_asked_where_neither_caption_nor_name_say_it() {
    for language in ["tr", "en"] {
        let world = world().await;
        let person = world.person(language);
        let question = sent(person, "stores <1>.csv", FIRST).await;
        let preview = press(person, &question, "lists:kind:non_affiliate").await;
        let told = [question, preview].map(|change| format!("{change:#}"));
        assert_snapshot!(format!("lists_which_{language}"), told.join("\n\n"));
        let sheet = include_bytes!("../data/lists/electronics.xlsx");
        send(person, "export.xlsx", sheet, "special electronics, 2026-11-19");
        let preview = person.next().await;
        assert!(
            preview.text().contains("2026") && preview.text().contains("19"),
            "the day of the caption: {preview}"
        );
        let loaded = press(person, &preview, "lists:load:special_electronics").await;
        assert!(loaded.text().contains("2 ") && loaded.text().contains("19"), "{loaded}");
        let again =
            press(person, &preview_of_the_same(person, sheet).await, "lists:load:special_electronics").await;
        assert!(again.text().contains("already") || again.text().contains("zaten"), "{again}");
    }
}

async fn preview_of_the_same(person: TestPerson<'_>, sheet: &[u8]) -> ChatChange {
    send(person, "export.xlsx", sheet, "special electronics, 2026-11-19");
    person.next().await
}

#[tokio::test]
async fn for_anybody_else_a_file_is_what_it_was_and_there_is_no_command() {
    let world = world().await;
    let admin = world.person("en");
    let card = admin.ask("/lists").await;
    world.person("en");
    for language in ["tr", "en"] {
        let person = world.person(language);
        let unread = sent(person, "no_commission.csv", FIRST).await;
        send(person, "no_commission.csv", FIRST.as_bytes(), &page(seeded::CARDIGAN));
        let (back, report) = (person.next().await, person.next().await);
        assert!(back.text().contains("https://rzekl.com/g/"), "a post: {back}");
        assert!(!report.text().is_empty());
        let unknown = [person.ask("/lists").await, person.ask("/listeler").await];
        assert_eq!(unknown[0].text(), unknown[1].text());
        for data in ["lists:home", "lists:restore:chuwi:1"] {
            let settings = person.ask("/settings").await;
            world.sandbox.telegram.forge_press(person.id, settings.message_id().unwrap(), data);
            let refused = person.next().await;
            assert!(matches!(refused.kind, ChangeKind::CallbackAnswer { .. }), "{refused}");
            assert_eq!(person.next().await.text(), settings.text());
        }
        assert_snapshot!(
            format!("lists_others_{language}"),
            [&unread, &unknown[0]].map(|c| c.text()).join("\n\n")
        );
        let menu = world.sandbox.telegram.menu(person.id, person.id).unwrap();
        assert!(menu.iter().all(|entry| entry["command"] != "lists" && entry["command"] != "listeler"));
    }
    assert_eq!(world.sandbox.telegram.calls("getFile").len(), 0);
    assert_eq!(admin.ask("/lists").await.text(), card.text(), "nothing was loaded");
    // An admin's file with a caption with links is a post, and a file of an unknown type is not a list.
    send(admin, "no_commission.csv", FIRST.as_bytes(), &page(seeded::CARDIGAN));
    assert!(admin.next().await.text().contains("https://rzekl.com/g/"));
    admin.next().await;
    assert!(sent(admin, "liste.pdf", "x").await.text().contains("text and captions"));
}

#[tokio::test]
async fn an_admin_who_wrote_before_the_start_has_the_command_in_the_menu() {
    let mut world = world().await;
    let id = {
        let admin = world.person("tr");
        admin.ask("/dil").await;
        admin.id
    };
    world.stop().await;
    world.start().await;
    let registered = |world: &TestWorld| {
        let menu = world.sandbox.telegram.menu(id, id).unwrap();
        menu.iter().any(|entry| entry["command"] == "listeler")
    };
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while !registered(&world) {
        assert!(tokio::time::Instant::now() < deadline, "the menu was not registered");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_press_after_a_restart_loads_what_was_previewed() {
    let mut world = world().await;
    let (id, preview) = {
        let person = world.person("en");
        (person.id, sent(person, "no_commission.csv", FIRST).await)
    };
    world.stop().await;
    world.start().await;
    let person = TestPerson { world: &world, id };
    let loaded = press(person, &preview, "lists:load:no_commission").await;
    assert!(loaded.text().contains("2 entries, 22 November 2026"), "{loaded}");
    assert!(loaded.buttons().is_empty());
    // A second press finds the list loaded and makes no new version.
    world.sandbox.telegram.forge_press(id, preview.message_id().unwrap(), "lists:load:no_commission");
    person.next().await;
    assert!(person.next().await.text().contains("already"));
    assert_eq!(data_of(&person.ask("/lists").await), Vec::<String>::new(), "there is nothing to restore");
    world.sandbox.telegram.forge_press(id, preview.message_id().unwrap() - 1, "lists:load:no_commission");
    assert!(person.next().await.text().contains("is gone"), "a message that replies to no file");
}

/// Fault: Telegram does not hand a file over.
/// Behaviour: it is asked for again, then the operator is told.
#[tokio::test]
async fn a_file_that_telegram_does_not_hand_over_is_asked_for_again_and_then_said() {
    let world = world().await;
    let person = world.person("en");
    world.sandbox.telegram.inject_fault("getFile", TelegramFault::Html502, 1);
    world.sandbox.telegram.inject_fault("file", TelegramFault::Cut, 1);
    assert!(sent(person, "no_commission.csv", FIRST).await.text().contains("2 entries can be loaded"));
    world.sandbox.telegram.inject_fault("file", TelegramFault::Status(404, "{}".to_owned()), 1);
    let failed = sent(person, "no_commission.csv", FIRST).await;
    assert!(failed.text().contains("could not be fetched"), "{failed}");
    assert!(failed.buttons().is_empty());
}
