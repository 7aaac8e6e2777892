//! The private part of a group's deals: only the publisher gets it, in every way of delivery, on old and new Telegram
//! servers.

use dealink_sandbox::telegram::{ChangeKind, ChatKind, FeatureSupport, Role, TelegramOptions};
use insta::assert_snapshot;

use crate::groups::assert_public;
use crate::seeded::{self, page};
use crate::test_chats::deleting;
use crate::test_world::{TestConfig, TestWorld};

const GROUP: ChatKind = ChatKind::Supergroup { topics: true };

async fn with(ephemeral: FeatureSupport) -> TestWorld {
    let telegram = TelegramOptions { ephemeral, ..TelegramOptions::default() };
    TestWorld::with_config(TestConfig { telegram, ..TestConfig::default() }).await
}

#[tokio::test]
async fn a_server_that_knows_how_shows_them_to_the_publisher_alone() {
    let world = with(FeatureSupport::Supported).await;
    let group = world.group(GROUP, deleting()).await;
    group.say(&format!("$24.90 {}", page(seeded::CARDIGAN)));
    let answer = group.next().await;
    assert_public(&answer);
    assert!(answer.buttons().is_empty(), "there is nothing that a button would add: {answer}");
    // Until an ephemeral message has succeeded, the first one is sent without figures.
    let first = group.next().await;
    assert!(
        matches!(first.kind, ChangeKind::Ephemeral { receiver, .. } if receiver == group.owner.id),
        "{first}"
    );
    assert_public(&first);
    assert_snapshot!("for_one_alone", group.next().await.to_string());
    group.say(&page(seeded::HOT));
    assert_public(&group.next().await);
    let second = group.next().await;
    assert!(second.text().contains('%'), "it has proved it: {second}");
    assert!(world.sandbox.telegram.ephemeral(group.id, group.member).is_empty());
    group.expect_silence().await;
}

#[tokio::test]
async fn older_servers_never_show_a_figure_to_everybody() {
    for (server, description) in [(FeatureSupport::Unknown, "404"), (FeatureSupport::Refused, "400")] {
        let world = with(server).await;
        let group = world.group(GROUP, deleting()).await;
        group.say(&format!("$24.90 {}", page(seeded::CARDIGAN)));
        let mut answer = group.next().await;
        if answer.buttons().is_empty() {
            answer = group.next().await;
        }
        assert_public(&answer);
        assert_eq!(answer.buttons()[0][0]["callback_data"], "figures", "{description}");
        assert_eq!(
            group.press(group.member, &answer, "figures").await,
            "Rakamları yalnızca yöneticiler görebilir."
        );
        let figures = group.press(group.owner.id, &answer, "figures").await;
        assert_snapshot!("pop_up", figures);
        for change in world.sandbox.telegram.transcript(group.id) {
            if matches!(change.kind, ChangeKind::Message { .. } | ChangeKind::Edited { .. }) {
                assert_public(&change);
            }
        }
    }
}

#[tokio::test]
async fn what_does_not_fit_the_pop_up_comes_in_the_private_chat() {
    let world = with(FeatureSupport::Unknown).await;
    let group = world.group(GROUP, deleting()).await;
    let links =
        [seeded::CARDIGAN, seeded::HOT, seeded::NOT_AFFILIATE, seeded::CHECK_SAYS_YES, seeded::NO_RATE];
    group.say(&links.map(page).join("\n"));
    let answer = group.next().await;
    let boxed = group.press(group.owner.id, &answer, "figures").await;
    assert!(boxed.ends_with("The figures are in our private chat."), "{boxed}");
    assert!(group.owner.next().await.text().contains('%'));
}

#[tokio::test]
async fn a_bot_that_is_no_admin_answers_a_press_alone() {
    let world = with(FeatureSupport::Supported).await;
    let group = world.group(GROUP, deleting()).await;
    world.sandbox.telegram.set_bot(group.id, group.owner.id, Role::Member);
    group.say(&page(seeded::CARDIGAN));
    assert_public(&group.next().await);
    // Without a press it is refused, so a button is shown; after the press it works.
    let answer = group.next().await;
    assert_eq!(answer.buttons()[0][0]["callback_data"], "figures", "{answer}");
    world.sandbox.telegram.press_in(group.id, group.owner.id, answer.message_id().unwrap(), "figures");
    let shown = group.next().await;
    assert!(matches!(shown.kind, ChangeKind::Ephemeral { .. }), "{shown}");
    group.next().await;
    assert!(matches!(group.next().await.kind, ChangeKind::CallbackAnswer { .. }));
}

#[tokio::test]
async fn no_mode_shows_a_figure_to_a_group() {
    for mode in ["reply", "repost", "suggest"] {
        for server in [FeatureSupport::Supported, FeatureSupport::Unknown, FeatureSupport::Refused] {
            let world = with(server).await;
            let group = world.group(GROUP, deleting()).await;
            if mode != "reply" {
                group.change_setting(&format!("mode:{mode}")).await;
            }
            for id in
                [seeded::CARDIGAN, seeded::NOT_AFFILIATE, seeded::HOT, seeded::NO_REWARD, seeded::ABOVE_CAP]
            {
                group.say(&format!("$24.90 {}", page(id)));
            }
            group.owner_says("/help@dealink_sandbox_bot");
            loop {
                if group.next().await.text().contains("For admins") {
                    break;
                }
            }
            for change in world.sandbox.telegram.transcript(group.id) {
                if matches!(change.kind, ChangeKind::Message { .. } | ChangeKind::Edited { .. }) {
                    assert_public(&change);
                }
            }
            while !world.sandbox.telegram.unread(group.owner.id).is_empty() {
                group.owner.next().await;
            }
        }
    }
}
