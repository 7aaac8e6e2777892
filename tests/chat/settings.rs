//! The settings card and the effects of the settings.

use dealink_sandbox::telegram::ChatChange;

use crate::seeded::{self, page};
use crate::test_world::TestWorld;

fn link_of(answer: &ChatChange) -> String {
    answer.text().lines().find_map(|line| line.strip_prefix("🔗 ")).unwrap().to_owned()
}

#[tokio::test]
async fn each_setting_is_saved_shown_and_kept_over_a_restart() {
    let mut world = TestWorld::new().await;
    let id = {
        let person = world.person("en");
        let card = person.ask("/settings").await;
        let (_, page) = person.press(&card, "🌐 Language").await;
        let (saved, card) = person.press(&page, "Türkçe").await;
        assert_eq!(saved, "Kaydedildi");
        let (_, page) = person.press(&card, "📣 Trafik kaynağı").await;
        let (_, page) = person.press(&page, "✅ Cashback").await;
        assert!(
            page.text().contains("Cashback: İzin") || page.text().contains("istatistiklerde görünmez"),
            "{page}"
        );
        let (_, card) = person.press(&page, "‹ Geri").await;
        let (_, page) = person.press(&card, "💱 Para birimi").await;
        let (_, card) = person.press(&page, "TRY").await;
        let (_, card) = person.press(&card, "✂️ Kısa bağlantılar: kapalı").await;
        let (_, card) = person.press(&card, "💵 Tahmin: açık").await;
        insta::assert_snapshot!("settings_after_all_changes", card);
        person.id
    };
    world.stop().await;
    world.start().await;
    let person = crate::test_chats::TestPerson { world: &world, id };
    let card = person.ask("/settings").await;
    insta::assert_snapshot!("settings_after_a_restart", card.text());
}

#[tokio::test]
async fn every_traffic_source_has_a_button_and_a_consequence() {
    let world = TestWorld::new().await;
    let person = world.person("tr");
    let mut card = person.ask("/trafik").await;
    let sources: Vec<String> =
        card.buttons().iter().flatten().map(|b| b["callback_data"].as_str().unwrap().to_owned()).collect();
    assert_eq!(sources.len(), 23, "22 sources and the way back");
    let mut told = Vec::new();
    // A few presses for each person, because more in a row would be rate-limited.
    for some in sources.iter().filter(|data| data.starts_with("set:traffic:")).collect::<Vec<_>>().chunks(4) {
        let person = world.person("tr");
        card = person.ask("/trafik").await;
        for source in some {
            (_, card) = person.press(&card, source).await;
            let chosen = card.text().split_once("\n\n").unwrap().1.split_once("\n\n").unwrap().1;
            told.push(format!("{source}\n{chosen}"));
        }
    }
    insta::assert_snapshot!("traffic_consequences_tr", told.join("\n\n"));
}

#[tokio::test]
async fn a_subid_is_asked_for_checked_put_on_links_and_removed() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let card = person.ask("/settings").await;
    let (_, card) = person.press(&card, "🏷 SubID").await;
    let (_, question) = person.press(&card, "✏️ Enter a SubID").await;
    assert!(question.text().contains("Which SubID"));
    assert!(person.ask(&"x".repeat(51)).await.text().contains("1 to 50 characters"));
    assert!(person.ask("kanal %00").await.text().contains("1 to 50 characters"));
    assert!(person.ask("Kanal ığ & 1").await.text().contains("Kanal ığ & 1"));
    let link = link_of(&person.ask(&page(seeded::CARDIGAN)).await);
    assert!(
        link.contains("subid=Kanal%20%C4%B1%C4%9F%20%26%201&")
            || link.contains("subid=Kanal+%C4%B1%C4%9F+%26+1&"),
        "{link}"
    );
    let card = person.ask("/settings").await;
    let (_, card) = person.press(&card, "🏷 SubID").await;
    person.press(&card, "🗑 Remove").await;
    let link = link_of(&person.ask(&page(seeded::CARDIGAN)).await);
    assert!(!link.contains("subid"), "{link}");
}

#[tokio::test]
async fn short_links_are_the_networks_own() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let card = person.ask("/settings").await;
    person.press(&card, "✂️ Short links: off").await;
    let link = link_of(&person.ask(&page(seeded::CARDIGAN)).await);
    assert!(link.len() < 40, "{link}");
    let again = link_of(&person.ask(&page(seeded::CARDIGAN)).await);
    assert_eq!(link, again);
    assert_eq!(world.network_calls(), "deeplink 1, rates 1, short 1");
}

#[tokio::test]
async fn the_traffic_source_changes_the_estimate() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let text = format!("$20 {}", page(seeded::NOT_AFFILIATE));
    assert!(!person.ask(&text).await.text().contains("Estimate: $0.00"));
    let card = person.ask("/traffic").await;
    person.press(&card, "set:traffic:cashback").await;
    let answer = person.ask(&text).await;
    assert!(answer.text().contains("Estimate: $0.00") && answer.text().contains("⛔"), "{answer}");
}

#[tokio::test]
async fn without_estimates_no_figure_is_shown() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let card = person.ask("/settings").await;
    person.press(&card, "💵 Estimate: on").await;
    let answer = person.ask(&format!("$20 {}", page(seeded::CARDIGAN))).await;
    assert!(!answer.text().contains("💵") && answer.text().contains("✅"), "{answer}");
}

#[tokio::test]
async fn pressing_twice_is_as_good_as_once() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let card = person.ask("/settings").await;
    let id = card.message_id().unwrap();
    for _ in 0..2 {
        world.sandbox.telegram.forge_press(person.id, id, "set:estimate:off");
    }
    let replies = [person.next().await, person.next().await, person.next().await];
    assert_eq!(replies.iter().filter(|r| r.text() == "Saved").count(), 2, "two answers to presses, one edit");
    assert!(person.ask("/settings").await.text().contains("Estimate: off"));
}

/// Fault: presses of buttons that were never shown, or long ago.
/// Behaviour: nothing changes, and the person is told.
#[tokio::test]
async fn forged_and_old_presses_change_nothing() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let card = person.ask("/settings").await;
    for data in [
        "set:traffic:everything",
        "set:language:de",
        "set:currency:XXX",
        "set:short:maybe",
        "x",
        "price:https://evil.example",
        "price:",
    ] {
        world.sandbox.telegram.forge_press(person.id, card.message_id().unwrap(), data);
        assert!(person.next().await.text().contains("out of date"), "{data}");
        let fresh = person.next().await;
        assert_eq!(fresh.text(), card.text(), "{data}");
    }
}

#[tokio::test]
async fn forgetting_erases_and_says_so_after() {
    let world = TestWorld::new().await;
    let person = world.person("tr");
    person.ask("/language english").await;
    let card = person.ask("/forget").await;
    insta::assert_snapshot!("forget_card_en", card.to_string());
    let (_, kept) = person.press(&card, "Keep it").await;
    assert!(kept.text().contains("Nothing was erased"));
    assert!(person.ask("/settings").await.text().contains("Language: English"));
    let card = person.ask("/forget").await;
    let (_, done) = person.press(&card, "🗑 Erase everything").await;
    assert!(done.text().contains("is erased"));
    assert!(person.ask("/settings").await.text().contains("Dil: Türkçe"), "the language is Telegram's again");
    let card = person.ask("/unut").await;
    insta::assert_snapshot!("forget_card_tr", card.to_string());
    let (_, done) = person.press(&card, "🗑 Hepsini sil").await;
    assert!(done.text().contains("silindi"));
    let kept = std::fs::read_to_string(world.data.path().join("settings.journal")).unwrap();
    assert!(!kept.contains(&person.id.to_string()), "{kept}");
}

#[tokio::test]
async fn the_day_of_approval_is_typed_kept_and_counts() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let card = person.ask("/settings").await;
    let (_, page) = person.press(&card, "📆 Approval date").await;
    assert!(page.text().contains("not given"), "{page}");
    person.press(&page, "✏️ Enter the date").await;
    assert!(person.ask("21.11.2026").await.text().contains("21 November 2026"));
    let answer = person.ask(&crate::seeded::page(seeded::NOT_AFFILIATE)).await;
    assert!(answer.text().contains("Review period"), "{answer}");
    let (_, page) = person.press(&page, "‹ Back").await;
    let (_, page) = person.press(&page, "📆 Approval date").await;
    person.press(&page, "🗑 Remove").await;
    let answer = person.ask(&crate::seeded::page(seeded::NOT_AFFILIATE)).await;
    assert!(!answer.text().contains("Review period"), "{answer}");
}

#[tokio::test]
async fn without_estimates_what_stops_a_commission_is_still_told() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let card = person.ask("/settings").await;
    let (_, card) = person.press(&card, "set:estimate:off").await;
    assert!(card.text().contains("off"), "{card}");
    let answer = person.ask(&page(seeded::NO_REWARD)).await;
    assert!(answer.text().contains("⛔ The rate for this product is zero"), "{answer}");
    assert!(!answer.text().contains("💵"), "{answer}");
}
