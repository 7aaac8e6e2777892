//! Posts that come back with their product links replaced and everything else untouched.

use dealink_sandbox::telegram::{ChangeKind, ChatChange, ForwardOrigin, MediaKind, UserPost};
use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::seeded::{self, page};
use crate::test_world::TestWorld;

/// A tracking link of the sandbox's ad space: its prefix and its target.
pub fn own_link(id: u64, subids: &str) -> String {
    format!(
        "https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/?{subids}ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F{id}.html"
    )
}

/// A channel post with all entity types that people use.
fn deal_post() -> UserPost {
    let text = format!(
        "🔥 Günün fırsatı 🔥\nYün hırka: {}\n“Kaçırmayın” gizli kupon\nTütsülük burada, kod: KUPON5\n#fırsat @dealink_bot",
        page(seeded::CARDIGAN)
    );
    UserPost::text(&text)
        .mark("bold", "Günün fırsatı")
        .mark("custom_emoji", "🔥")
        .mark("blockquote", "“Kaçırmayın” gizli kupon")
        .mark("spoiler", "gizli kupon")
        .link("burada", &page(seeded::NOT_AFFILIATE))
        .mark("code", "KUPON5")
        .mark("italic", "Yün hırka: https")
        .forwarded(ForwardOrigin::channel("Fırsatlar", "firsatlar"))
}

/// The text of each entity.
fn covered(change: &ChatChange) -> Vec<(String, String)> {
    let units: Vec<u16> = change.text().encode_utf16().collect();
    let cover = |entity: &Value| {
        let (at, length) =
            (entity["offset"].as_u64().unwrap() as usize, entity["length"].as_u64().unwrap() as usize);
        String::from_utf16(&units[at..at + length]).unwrap()
    };
    change
        .entities()
        .iter()
        .map(|entity| (entity["type"].as_str().unwrap().to_owned(), cover(entity)))
        .collect()
}

#[tokio::test]
async fn a_forwarded_post_comes_back_with_a_report() {
    let world = TestWorld::new().await;
    for language in ["tr", "en"] {
        let person = world.person(language);
        world.sandbox.telegram.post(person.id, deal_post());
        let back = person.next().await;
        let report = person.next().await;
        assert_snapshot!(format!("post_and_report_{language}"), format!("{back:#}\n\n---\n\n{report:#}"));
    }
}

#[tokio::test]
async fn every_mark_covers_what_it_covered() {
    let world = TestWorld::new().await;
    let person = world.person("tr");
    let own = own_link(seeded::CARDIGAN, "");
    let post = deal_post().mark_with(json!({"type": "expandable_blockquote"}), "#fırsat");
    world.sandbox.telegram.post(person.id, post);
    let back = person.next().await;
    person.next().await;
    let marks = covered(&back);
    for (kind, words) in [
        ("bold", "Günün fırsatı"),
        ("custom_emoji", "🔥"),
        ("italic", &format!("Yün hırka: {own}")),
        ("url", &own),
        ("blockquote", "“Kaçırmayın” gizli kupon"),
        ("spoiler", "gizli kupon"),
        ("text_link", "burada"),
        ("code", "KUPON5"),
        ("expandable_blockquote", "#fırsat"),
        ("hashtag", "#fırsat"),
        ("mention", "@dealink_bot"),
    ] {
        assert!(marks.contains(&(kind.to_owned(), words.to_owned())), "{kind} {words}: {marks:?}");
    }
    let hidden = back.entities().into_iter().find(|entity| entity["type"] == "text_link").unwrap();
    assert_eq!(hidden["url"], own_link(seeded::NOT_AFFILIATE, ""));
}

#[tokio::test]
async fn captions_of_every_kind_of_file_come_back_on_the_very_same_file() {
    let world = TestWorld::new().await;
    for kind in
        [MediaKind::Photo, MediaKind::Video, MediaKind::Animation, MediaKind::Document, MediaKind::Audio]
    {
        let person = world.person("en");
        let caption = format!("Wool for winter {}", page(seeded::CARDIGAN));
        let above = matches!(kind, MediaKind::Photo | MediaKind::Video | MediaKind::Animation);
        let post = UserPost::media(kind, &caption).mark("bold", "Wool");
        world.sandbox.telegram.post(person.id, if above { post.with_caption_above() } else { post });
        let back = person.next().await;
        assert_eq!(back.media(), Some(kind), "{back}");
        assert_eq!(back.text(), format!("Wool for winter {}", own_link(seeded::CARDIGAN, "")));
        assert!(covered(&back).contains(&("bold".to_owned(), "Wool".to_owned())));
        assert_eq!(back.message().unwrap()["show_caption_above_media"] == true, above, "{kind:?}");
        assert!(person.next().await.text().starts_with("One link replaced."), "{kind:?}");
    }
}

#[tokio::test]
async fn subids_at_the_end_of_a_post_are_for_this_post() {
    let world = TestWorld::new().await;
    let person = world.person("tr");
    let post = |labels: &str| {
        let caption = format!("Hırka {}\n\n{labels}", page(seeded::CARDIGAN));
        UserPost::media(MediaKind::Photo, &caption)
    };
    world.sandbox.telegram.post(person.id, post("/subid kanal-1 şubat 3 4 beş"));
    let subids = "subid=kanal-1&subid1=%C5%9Fubat&subid2=3&subid3=4&subid4=be%C5%9F&";
    assert_eq!(person.next().await.text(), format!("Hırka {}", own_link(seeded::CARDIGAN, subids)));
    assert!(person.next().await.text().contains("kanal-1 · şubat · 3 · 4 · beş"));

    let id = world.sandbox.telegram.post(person.id, post("/subid 1 2 3 4 5 6"));
    let fault = person.next().await;
    assert!(fault.text().contains("en fazla 5 SubID"), "{fault}");
    world.sandbox.telegram.edit_post(person.id, id, post("/subid 1"));
    // A photo replaces the text: the post is sent and the text is deleted.
    let back = person.next().await;
    assert_eq!(back.text(), format!("Hırka {}", own_link(seeded::CARDIGAN, "subid=1&")));
    let gone = person.next().await;
    assert!(
        matches!(&gone.kind, ChangeKind::Deleted { message_id } if Some(*message_id) == fault.message_id()),
        "{gone}"
    );
    assert!(person.next().await.text().starts_with("Bir bağlantı değiştirildi."));

    world.sandbox.telegram.post(person.id, post(&format!("/subid {}", "x".repeat(51))));
    assert!(person.next().await.text().contains("fazla 50 karakter"));
    // The same for a message with a link alone.
    let answer = person.ask(&format!("{} /subid a b", page(seeded::CARDIGAN))).await;
    assert!(answer.text().contains(&own_link(seeded::CARDIGAN, "subid=a&subid1=b&")), "{answer}");
}

#[tokio::test]
async fn posts_by_command_by_reply_and_by_press() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    person.say(&format!("/post Mug {}", page(seeded::HOT)));
    assert_eq!(person.next().await.text(), format!("Mug {}", own_link(seeded::HOT, "")));
    person.next().await;

    let id = person.say(&format!("Nice mug {}", page(seeded::HOT)));
    let answer = person.next().await;
    let reply = |text: &str| world.sandbox.telegram.post(person.id, UserPost::text(text).reply_to(id));
    reply("/subid a");
    assert_eq!(person.next().await.text(), format!("Nice mug {}", own_link(seeded::HOT, "subid=a&")));
    person.next().await;
    reply("/post");
    assert_eq!(person.next().await.text(), format!("Nice mug {}", own_link(seeded::HOT, "")));
    person.next().await;
    assert!(person.ask("/post").await.text().contains("reply to a post"));
    assert!(person.ask("/subid").await.text().contains("reply to a post"));

    let (_, back) = person.press(&answer, "📝 Send back as a post").await;
    assert_eq!(back.text(), format!("Nice mug {}", own_link(seeded::HOT, "")));
    let report = person.next().await;
    let (_, details) = person.press(&report, "🔎 Product details").await;
    assert!(details.to_string().contains("❓ Why?"), "{details}");
}

#[tokio::test]
async fn bare_links_lists_and_share_texts_are_questions() {
    let world = TestWorld::new().await;
    for text in [
        page(seeded::CARDIGAN),
        format!("{}\n{}", page(seeded::CARDIGAN), page(seeded::HOT)),
        format!(
            "I just found this on AliExpress: $12.90 | Wool Cardigan for Women in Six Colours and Four Sizes, Soft and Warm\n{}",
            page(seeded::CARDIGAN)
        ),
        format!("does this pay? {}", page(seeded::CARDIGAN)),
    ] {
        let person = world.person("en");
        let answer = person.ask(&text).await;
        assert!(answer.text().contains("🔗 https://rzekl.com"), "{answer}");
    }
}

#[tokio::test]
async fn buttons_and_previews_lead_to_the_new_links_too() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let post = UserPost::text(&format!("Winter is here {}", page(seeded::CARDIGAN)))
        .forwarded(ForwardOrigin::channel("Deals", "deals"))
        .button("Buy", &page(seeded::CARDIGAN))
        .button("Our rules", "https://rules.example/")
        .link_preview(json!({"url": page(seeded::CARDIGAN), "show_above_text": true}));
    world.sandbox.telegram.post(person.id, post);
    let back = person.next().await;
    let own = own_link(seeded::CARDIGAN, "");
    let buttons: Vec<Value> = back.buttons().concat().iter().map(|button| button["url"].clone()).collect();
    assert_eq!(buttons, [json!(own), json!("https://rules.example/")]);
    let preview = &world.sandbox.telegram.calls("sendMessage")[0].params["link_preview_options"];
    assert_eq!(*preview, json!({"url": own, "show_above_text": true}));
    assert!(person.next().await.text().starts_with("2 links replaced."));
}

#[tokio::test]
async fn a_command_in_front_is_no_part_of_the_post() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let another = "https://rzekl.com/g/1e8d114494aaaaaaaaaa16525dc3e8/?ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F1005009000000012.html";
    let id = person.say(&format!("/post  Mug {another}"));
    let question = person.next().await;
    let (_, back) = person.press(&question, "🔁 Convert this time").await;
    assert_eq!(back.text(), format!("Mug {}", own_link(seeded::CARDIGAN, "")));
    person.next().await;
    world.sandbox.telegram.edit(person.id, id, &format!("/post Cup {}", page(seeded::HOT)));
    let edited = person.next().await;
    assert_eq!(
        (edited.message_id(), edited.text()),
        (back.message_id(), format!("Cup {}", own_link(seeded::HOT, "")).as_str())
    );
    person.next().await;

    let id = person.say(&format!("/link {}", page(seeded::CARDIGAN)));
    let answer = person.next().await;
    world.sandbox.telegram.edit(person.id, id, &format!("/link {}", page(seeded::HOT)));
    let edited = person.next().await;
    assert_eq!(edited.message_id(), answer.message_id());
    assert!(!format!("{edited:#}").contains("Give it back as a post"), "{edited:#}");
}

#[tokio::test]
async fn what_the_bot_answered_is_never_a_post() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let answer = person.ask(&page(seeded::CARDIGAN)).await;
    world.sandbox.telegram.post(person.id, UserPost::media(MediaKind::Photo, &page(seeded::HOT)));
    let back = person.next().await;
    let report = person.next().await;
    for said in [&answer, &report] {
        for command in ["/post", "/subid a"] {
            let to = said.message_id().unwrap();
            world.sandbox.telegram.post(person.id, UserPost::text(command).reply_to(to));
            assert!(person.next().await.text().contains("reply to a post"), "{command}");
        }
    }
    // The post that came back is one too.
    world.sandbox.telegram.post(person.id, UserPost::text("/subid a").reply_to(back.message_id().unwrap()));
    assert_eq!(person.next().await.text(), own_link(seeded::HOT, "subid=a&"));
    person.next().await;
}

#[tokio::test]
async fn a_message_with_marks_and_buttons_of_tomorrow_is_answered() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    person.ask("/help").await;
    world.sandbox.telegram.push_raw_update(json!({"message": {
        "message_id": 9_002, "date": 1_795_348_800, "text": page(seeded::CARDIGAN), "media_group_id": 7,
        "chat": { "id": person.id, "type": "private", "first_name": "Ada" },
        "from": { "id": person.id, "is_bot": false, "first_name": "Ada", "language_code": "en" },
        "entities": [{ "type": "of_tomorrow", "from": 0, "to": 3 }], "reply_markup": null,
    }}));
    assert!(person.next().await.text().contains("Wool Cardigan"));
}
