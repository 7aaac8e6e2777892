//! Foreign affiliate links, and the publisher's own ones.

use dealink_sandbox::telegram::{ChatChange, UserPost};
use insta::assert_snapshot;

use crate::seeded::{self, page};
use crate::test_chats::TestPerson;
use crate::test_world::{TestConfig, TestWorld};

const TARGET: &str = "https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html";

fn anothers() -> String {
    format!("https://rzekl.com/g/1e8d114494aaaaaaaaaa16525dc3e8/?ulp={TARGET}")
}

fn own(query: &str) -> String {
    format!("https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/?{query}ulp={TARGET}")
}

fn asks(answer: &ChatChange) -> bool {
    answer.text().contains("somebody else's affiliate link") && answer.text().contains("Shall I?")
}

#[tokio::test]
async fn it_is_asked_once_and_each_answer_counts() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let question = person.ask(&anothers()).await;
    assert!(asks(&question) && !question.text().contains("rzekl.com/g/"), "{question}");
    assert_eq!(
        world.network_calls(),
        "",
        "nothing is asked of the network for a link that may not be converted"
    );

    let (_, converted) = person.press(&question, "🔁 Convert this time").await;
    assert!(
        converted.text().contains(&own("")) && converted.text().contains("was another publisher's"),
        "{converted}"
    );
    assert_eq!(converted.message_id(), question.message_id(), "the question becomes the answer");

    let question = person.ask(&anothers()).await;
    let (saved, left) = person.press(&question, "🚫 Always leave them").await;
    assert_eq!(saved, "Saved");
    assert!(left.text().contains("as you chose in the settings"), "{left}");
    let (_, converted) = person.press(&left, "🔁 Convert this time").await;
    assert!(converted.text().contains(&own("")), "{converted}");

    let card = person.ask("/settings").await;
    assert!(card.text().contains("leave as they are"), "{card}");
    let (_, card) = person.press(&card, "🤝 Others' links").await;
    let (_, card) = person.press(&card, "convert").await;
    assert!(card.text().contains("Others' affiliate links: convert"), "{card}");
    assert!(person.ask(&anothers()).await.text().contains(&own("")));
}

#[tokio::test]
async fn always_is_saved_and_the_question_becomes_the_answer() {
    let world = TestWorld::new().await;
    let person = world.person("tr");
    let text = format!("{}\n{}", page(seeded::HOT), anothers());
    let answer = person.ask(&text).await;
    assert!(answer.text().contains("Dönüştüreyim mi?") && answer.text().contains("🔗"), "{answer}");
    let (saved, both) = person.press(&answer, "✅ Her zaman dönüştür").await;
    assert_eq!(saved, "Kaydedildi");
    assert_eq!(both.message_id(), answer.message_id());
    assert_eq!(both.text().matches("🔗").count(), 2, "{both}");
    assert!(person.ask(&anothers()).await.text().contains(&own("")));
}

#[tokio::test]
async fn in_a_post_they_stay_until_it_is_said() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let text = format!("Winter deals of the week\nWarm {}\nHot {}", anothers(), page(seeded::HOT));
    let id = world.sandbox.telegram.post(person.id, UserPost::text(&text).mark("bold", "Winter"));
    let back = person.next().await;
    assert!(back.text().contains(&anothers()) && !back.text().contains(&page(seeded::HOT)), "{back}");
    let report = person.next().await;
    assert!(asks(&report) && report.text().starts_with("One link replaced."), "{report}");
    let (_, edited) = person.press(&report, "🔁 Convert this time").await;
    assert_eq!(edited.message_id(), back.message_id());
    assert!(edited.text().contains(&own("")) && !edited.text().contains("aaaaaaaaaa"), "{edited}");
    let report = person.next().await;
    assert!(report.text().starts_with("2 links replaced.") && !asks(&report), "{report}");
    // The choice holds for this post: for its details, and when it is edited.
    let (_, details) = person.press(&report, "🔎 Product details").await;
    assert!(!asks(&details) && details.text().matches("🔗").count() == 2, "{details}");
    world.sandbox.telegram.edit(person.id, id, &format!("{text}!"));
    let edited = person.next().await;
    assert!(
        edited.text().contains(&own("")) && edited.text().contains(&own("").replace("12.html", "32.html!")),
        "{edited}"
    );
}

#[tokio::test]
async fn links_of_the_portal_and_of_other_networks_are_somebody_elses() {
    let world = TestWorld::new().await;
    for link in [
        "https://s.click.aliexpress.com/e/_cWoolA01".to_owned(),
        format!("https://epnclick.ru/redirect/cpa/o/abcdefghijklmnopqrstuvwxyz012345/?to={TARGET}"),
        format!("https://www.awin1.com/cread.php?awinmid=11640&ued={TARGET}"),
        format!("https://s.click.aliexpress.com/deep_link.htm?aff_short_key=abc&dl_target_url={TARGET}"),
        "https://fas.st/oThEr1".to_owned(),
    ] {
        let answer = world.person("en").ask(&link).await;
        assert!(asks(&answer), "{link}: {answer}");
    }
    // An app's share link is no affiliate link.
    let person = world.person("en");
    assert!(person.ask("https://a.aliexpress.com/_mWool01").await.text().contains(&own("")));
}

/// The text about an own link.
async fn checked(person: TestPerson<'_>, link: &str) -> String {
    person.ask(link).await.text().to_owned()
}

#[tokio::test]
async fn an_own_link_is_checked_and_not_made_anew() {
    let world = TestWorld::new().await;
    let mut said = Vec::new();
    for language in ["tr", "en"] {
        said.push(checked(world.person(language), &own("subid=kanal&")).await);
    }
    assert_snapshot!(said.join("\n\n---\n\n"));
    assert!(world.network_calls().contains("check 1"), "{}", world.network_calls());
    assert!(checked(world.person("en"), &own("")).await.contains("It carries no SubID, and none is set."));
    // Shortened by the network.
    assert!(
        checked(world.person("en"), "https://fas.st/wOoL12")
            .await
            .contains("This is your own affiliate link already.")
    );
    // Made by the bot and shortened.
    let person = world.person("en");
    let card = person.ask("/settings").await;
    person.press(&card, "✂️ Short links: off").await;
    let answer = person.ask(&page(seeded::HOT)).await;
    let short = answer.text().lines().find_map(|line| line.strip_prefix("🔗 ")).unwrap().to_owned();
    assert!(short.starts_with("https://ali.ski/"), "{short}");
    assert!(checked(person, &short).await.contains("This is your own affiliate link already."));
    // Leads to the program's front page.
    let front = checked(world.person("en"), "https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/").await;
    assert!(front.contains("your own affiliate link. It leads to a page"), "{front}");
}

#[tokio::test]
async fn a_wrong_subid_is_put_right() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let card = person.ask("/settings").await;
    let (_, page) = person.press(&card, "🏷 SubID").await;
    person.press(&page, "✏️ Enter a SubID").await;
    person.ask("channel-1").await;
    let right = checked(person, &own("subid=channel-1&")).await;
    assert!(right.contains("It carries the SubID channel-1."), "{right}");
    let wrong = checked(person, &own("subid=old&")).await;
    assert!(
        wrong.contains("It carries the SubID old, not channel-1.")
            && wrong.contains(&own("subid=channel-1&")),
        "{wrong}"
    );
    let more = checked(person, &own("subid=channel-1&subid1=week&")).await;
    assert!(
        more.contains("channel-1 · week") && more.contains(&own("subid=channel-1&subid1=week&")),
        "{more}"
    );
    let none = checked(person, &own("")).await;
    assert!(none.contains("with channel-1 added") && none.contains(&own("subid=channel-1&")), "{none}");
}

#[tokio::test]
async fn an_own_link_whose_product_does_not_pay_says_so() {
    let world = TestWorld::new().await;
    let link = own("").replace("1005009000000012", &seeded::CHECK_SAYS_NO.to_string());
    let said = checked(world.person("en"), &link).await;
    assert!(said.contains("its product may not pay"), "{said}");
    let link = own("").replace("1005009000000012", &seeded::CHECK_REFUSES.to_string());
    let said = checked(world.person("en"), &link).await;
    assert!(said.contains("does not accept this link"), "{said}");
}

#[tokio::test]
async fn a_press_whose_message_is_gone_says_so() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    // The card is no reply, as if its message had been deleted.
    let card = person.ask("/help").await;
    for data in ["others:once", "post:details", "post:rewrite"] {
        world.sandbox.telegram.forge_press(person.id, card.message_id().unwrap(), data);
        assert_eq!(person.next().await.text(), "The message that I answered is gone. Please send it again.");
    }
}

#[tokio::test]
async fn in_a_post_an_own_link_with_nothing_wrong_stays_as_it_is_written() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let long = own("").replace("https://", "");
    let text = format!("Winter deals\nWarm https://fas.st/wOoL12\nWarmer {long}\nHot {}", page(seeded::HOT));
    person.world.sandbox.telegram.post(person.id, UserPost::text(&text).mark("bold", "Winter"));
    let back = person.next().await;
    assert!(
        back.text().contains("Warm https://fas.st/wOoL12\n")
            && back.text().contains(&format!("Warmer {long}\n")),
        "{back}"
    );
    assert!(person.next().await.text().starts_with("One link replaced."));
}

#[tokio::test]
async fn a_portal_link_that_cannot_be_seen_through_is_not_wrapped() {
    let world = TestWorld::with_config(TestConfig {
        change_config: |config| {
            config.short_links.transport = dealink_network::resolve::ResolverTransport::Disabled
        },
        ..TestConfig::default()
    })
    .await;
    let person = world.person("en");
    let question = person.ask("https://s.click.aliexpress.com/e/_cWoolA01").await;
    let (_, answer) = person.press(&question, "🔁 Convert this time").await;
    assert!(!answer.text().contains("rzekl.com"), "{answer}");
    assert!(answer.text().contains("Send the product page's full link."), "{answer}");
}
