//! The private part of a group's deals: to its publisher alone, by every road, on servers old and new.

use dealink_sandbox::telegram::{ChatKind, Newer, Rights, Role, TelegramOptions, What};
use insta::assert_snapshot;

use crate::groups::assert_public;
use crate::town::{Founding, Town, page, seeded};

const GROUP: ChatKind = ChatKind::Supergroup { topics: true };

async fn with(ephemeral: Newer) -> Town {
    let telegram = TelegramOptions { ephemeral, ..TelegramOptions::default() };
    Town::founded(Founding { telegram, ..Founding::default() }).await
}

fn deleting() -> Rights {
    Rights::none().with("can_delete_messages")
}

#[tokio::test]
async fn a_server_that_knows_how_shows_them_to_the_publisher_alone() {
    let town = with(Newer::Known).await;
    let group = town.group(GROUP, deleting()).await;
    group.say(&format!("$24.90 {}", page(seeded::CARDIGAN)));
    let answer = group.next().await;
    assert_public(&answer);
    assert!(answer.buttons().is_empty(), "there is nothing that a button would add: {answer}");
    // Until the server has proved that it knows how, words without figures go first.
    let first = group.next().await;
    assert!(matches!(first.what, What::Ephemeral { receiver, .. } if receiver == group.owner.id), "{first}");
    assert_public(&first);
    assert_snapshot!("for_one_alone", group.next().await.to_string());
    group.say(&page(seeded::HOT));
    assert_public(&group.next().await);
    let second = group.next().await;
    assert!(second.text().contains('%'), "it has proved it: {second}");
    assert!(town.world.telegram.ephemeral(group.id, group.member).is_empty());
    group.silence().await;
}

#[tokio::test]
async fn older_servers_never_show_a_figure_to_everybody() {
    for (server, description) in [(Newer::NotFound, "404"), (Newer::BadRequest, "400")] {
        let town = with(server).await;
        let group = town.group(GROUP, deleting()).await;
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
        for change in town.world.telegram.transcript(group.id) {
            if matches!(change.what, What::Message { .. } | What::Edited { .. }) {
                assert_public(&change);
            }
        }
    }
}

#[tokio::test]
async fn what_does_not_fit_the_pop_up_comes_in_the_private_chat() {
    let town = with(Newer::NotFound).await;
    let group = town.group(GROUP, deleting()).await;
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
    let town = with(Newer::Known).await;
    let group = town.group(GROUP, deleting()).await;
    town.world.telegram.set_bot(group.id, group.owner.id, Role::Member);
    group.say(&page(seeded::CARDIGAN));
    assert_public(&group.next().await);
    // Refused without a press: the button comes, and with the press it works.
    let answer = group.next().await;
    assert_eq!(answer.buttons()[0][0]["callback_data"], "figures", "{answer}");
    town.world.telegram.press_in(group.id, group.owner.id, answer.message_id().unwrap(), "figures");
    let shown = group.next().await;
    assert!(matches!(shown.what, What::Ephemeral { .. }), "{shown}");
    group.next().await;
    assert!(matches!(group.next().await.what, What::CallbackAnswer { .. }));
}

#[tokio::test]
async fn no_mode_shows_a_figure_to_a_group() {
    for mode in ["reply", "repost", "suggest"] {
        for server in [Newer::Known, Newer::NotFound, Newer::BadRequest] {
            let town = with(server).await;
            let group = town.group(GROUP, deleting()).await;
            if mode != "reply" {
                group.set(&format!("mode:{mode}")).await;
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
            for change in town.world.telegram.transcript(group.id) {
                if matches!(change.what, What::Message { .. } | What::Edited { .. }) {
                    assert_public(&change);
                }
            }
            while !town.world.telegram.unread(group.owner.id).is_empty() {
                group.owner.next().await;
            }
        }
    }
}
