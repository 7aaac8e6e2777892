//! A title is text: whatever it holds is shown as it is, and never read as markup.

use dealink_sandbox::telegram::{ChatChange, ForwardOrigin, UserPost};

use crate::seeded::{self, page};
use crate::test_chats::{PLAIN, deleting};
use crate::test_world::{TestConfig, TestWorld};

/// The title of [`seeded::NASTY_TITLE`]. Read as markup it would be well-formed, so Telegram would take it without its marks.
const TITLE: &str = "Cup <b>\"Best\" & 'Second'</b> 300 ml";

fn assert_shown(where_: &str, change: &ChatChange) {
    assert!(change.text().contains(TITLE), "{where_}: {change}");
}

fn list() -> String {
    [seeded::NASTY_TITLE, seeded::HOT].map(page).join("\n")
}

#[tokio::test]
async fn in_what_everybody_reads() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.change_setting("repeat:0").await;
    group.change_setting("figures:off").await;
    group.say(&page(seeded::NASTY_TITLE));
    assert_shown("a deal", &group.next().await);
    group.say(&list());
    assert_shown("several deals", &group.next().await);
    group.owner_says(&format!("/save cup {}", page(seeded::NASTY_TITLE)));
    group.next().await;
    group.say("/deal cup");
    assert_shown("a saved deal", &group.next().await);
}

#[tokio::test]
async fn in_a_suggestion() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    group.change_setting("mode:suggest").await;
    group.say(&page(seeded::NASTY_TITLE));
    assert_shown("a suggestion", &group.owner.next().await);
    group.say(&list());
    assert_shown("a suggestion of several", &group.owner.next().await);
}

#[tokio::test]
async fn in_the_answers_of_the_private_chat() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    assert_shown("an answer", &person.ask(&page(seeded::NASTY_TITLE)).await);
    assert_shown("an answer of several", &person.ask(&list()).await);
    let post = UserPost::text(&format!("Look at this\n{}", page(seeded::NASTY_TITLE)))
        .forwarded(ForwardOrigin::channel("Deals", "deals"));
    world.sandbox.telegram.post(person.id, post);
    person.next().await;
    assert_shown("the report of a post", &person.next().await);
}

#[tokio::test]
async fn in_what_is_found_in_a_feed() {
    let world = TestWorld::with_config(TestConfig { feeds: true, ..TestConfig::default() }).await;
    let person = world.person("en");
    assert_shown("a search", &person.ask("/search cup best second").await);
}
