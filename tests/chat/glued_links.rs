//! A product's address that is a part of another site's address: it leads to that site, so it is no product.

use dealink_sandbox::telegram::{ChatKind, ForwardOrigin, Rights, SendAs, UserPost};

use crate::seeded::{self, page};
use crate::test_chats::{PLAIN, deleting};
use crate::test_world::TestWorld;

const FRONTS: [&str; 5] = [
    "https://evil.example/#",
    "https://evil.example/?",
    "https://evil.example/?u=",
    "https://evil.example/?a=1&",
    "evil.com/?",
];

fn glued(front: &str) -> String {
    format!("{front}{}", page(seeded::CARDIGAN))
}

#[tokio::test]
async fn a_person_is_told_whose_address_it_is() {
    let world = TestWorld::new().await;
    for (language, told) in [("en", "is another site"), ("tr", "başka bir site")] {
        let person = world.person(language);
        for front in FRONTS {
            let answer = person.ask(&glued(front)).await;
            assert!(answer.text().contains(told) && answer.text().contains("▫️ evil."), "{front}: {answer}");
            assert!(!answer.to_string().contains("ulp="), "{front}: {answer}");
        }
        let archived = person.ask(&glued("https://web.archive.org/web/20240101000000/")).await;
        assert!(archived.text().contains(told) && !archived.text().contains('⛔'), "{archived}");
    }
    assert_eq!(world.network_calls(), "", "nothing was asked about it");
}

#[tokio::test]
async fn in_a_post_it_stays_as_it_is() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    for front in FRONTS {
        let text = format!("Two for you\n{}\n{}", glued(front), page(seeded::HOT));
        let post = UserPost::text(&text).forwarded(ForwardOrigin::channel("Deals", "deals"));
        world.sandbox.telegram.post(person.id, post);
        let back = person.next().await;
        assert!(back.text().contains(&format!("\n{}\n", glued(front))), "{back}");
        assert_eq!(back.text().matches("ulp=").count(), 1, "{back}");
        let report = person.next().await;
        assert!(report.text().contains("One link replaced"), "{report}");
        assert!(report.text().contains("is another site"), "{report}");
    }
}

/// Fault: a forwarded post joins two links of the shop by a sign that an address may hold.
/// Behaviour: both are replaced, with a blank between them.
#[tokio::test]
async fn two_links_of_the_shop_joined_by_a_sign_are_both_replaced() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    for sign in ["&", "#", "?", ""] {
        let text = format!("Two for you\n{}{sign}{}", page(seeded::CARDIGAN), page(seeded::HOT));
        let post = UserPost::text(&text).forwarded(ForwardOrigin::channel("Deals", "deals"));
        world.sandbox.telegram.post(person.id, post);
        let back = person.next().await;
        let links: Vec<&str> = back.text().split_whitespace().filter(|word| word.contains("ulp=")).collect();
        assert!(links.len() == 2 && links.iter().all(|link| link.matches("ulp=").count() == 1), "{back}");
        let report = person.next().await;
        assert!(report.text().contains("2 links replaced"), "{report}");
    }
}

#[tokio::test]
async fn groups_and_channels_leave_it_alone() {
    let world = TestWorld::new().await;
    let group = world.group(PLAIN, deleting()).await;
    for mode in [None, Some("mode:repost"), Some("mode:suggest")] {
        if let Some(mode) = mode {
            group.change_setting(mode).await;
        }
        for front in FRONTS {
            group.say(&format!("what about this? {}", glued(front)));
        }
        group.expect_silence().await;
    }
    assert!(world.sandbox.telegram.calls("deleteMessage").is_empty());
    let channel = world.group(ChatKind::Channel, Rights::none().with("can_edit_messages")).await;
    for front in FRONTS {
        let post = UserPost::text(&glued(front));
        world.sandbox.telegram.send_as(channel.id, SendAs::user(channel.owner.id), &post);
    }
    world.sandbox.telegram.wait_until_confirmed().await.unwrap();
    assert!(world.sandbox.telegram.unread(channel.id).is_empty());
    assert_eq!(world.network_calls(), "");
}
