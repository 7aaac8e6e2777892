//! `/hot`, `/search`, inline search and posts made from there, with feeds of invented products.

use dealink::lists::{List, ListEntries, ListKind};
use dealink::store::Store;
use dealink_core::money::Decimal;
use dealink_program::StoreList;
use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::admitad::CODE;
use dealink_sandbox::telegram::{ChangeKind, ChatChange, ChatKind, UserPost};
use insta::assert_snapshot;
use jiff::civil::date;

use crate::invented_feed::{InventedProduct, UNPAID, invented_product, stocked, write_feed};
use crate::seeded::{self, page};
use crate::test_chats::TestPerson;
use crate::test_world::{TestWorld, noon};

impl TestPerson<'_> {
    /// Sends an inline query; returns the answer.
    pub async fn type_inline(&self, query: &str) -> ChatChange {
        self.world.sandbox.telegram.ask_inline(self.id, query);
        let answer = self.next().await;
        assert!(matches!(answer.kind, ChangeKind::InlineAnswer { .. }), "no inline answer: {answer}");
        answer
    }
}

/// The data of the button with this label.
fn data(card: &ChatChange, label: &str) -> String {
    let buttons = card.buttons().concat();
    let button = buttons.iter().find(|button| button["text"] == label);
    button.unwrap_or_else(|| panic!("no {label}: {card}"))["callback_data"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn hot_products_and_search_results_in_both_languages() {
    let world = stocked().await;
    for (language, hot, search) in
        [("tr", "/firsat", "/ara kulaklık %5 3-100$"), ("en", "/hot", "/search kulaklık 5% $3-100")]
    {
        let person = world.person(language);
        let card = person.ask(hot).await;
        assert_snapshot!(format!("hot_{language}"), card);
        let (_, second) = person.press(&card, "▶").await;
        assert_eq!(second.message_id(), card.message_id(), "the card changes in place");
        assert_snapshot!(format!("hot_second_{language}"), second);
        assert_snapshot!(format!("search_{language}"), person.ask(search).await);
        for (command, name) in [
            (search.split(' ').next().unwrap().to_owned(), "usage"),
            (format!("{hot} yokböylebirşey"), "nothing"),
            (format!("{} %500", search.split(' ').next().unwrap()), "bad_percent"),
            (format!("{} ?!…", search.split(' ').next().unwrap()), "no_letters"),
            (format!("{} {}", search.split(' ').next().unwrap(), "a".repeat(101)), "too_long"),
        ] {
            assert_snapshot!(format!("{name}_{language}"), person.ask(&command).await);
        }
    }
}

#[tokio::test]
async fn the_shown_figures_agree_with_the_order() {
    let world = stocked().await;
    let person = world.person("en");
    for traffic in ["messenger", "cashback"] {
        world.traffic(&person, traffic).await;
        for command in ["/hot", "/search kulaklık", "/search lamp"] {
            let card = person.ask(command).await;
            let shown: Vec<Decimal> = card
                .text()
                .lines()
                .filter_map(|line| line.strip_prefix("💵 $")?.split([' ', '·']).next()?.parse().ok())
                .collect();
            assert!(!shown.is_empty(), "{card}");
            assert!(shown.is_sorted_by(|one, next| one >= next), "{traffic} {command}: {card}");
        }
    }
}

impl TestWorld {
    async fn traffic(&self, person: &TestPerson<'_>, name: &str) {
        let card = person.ask("/traffic").await;
        let data = format!("set:traffic:{name}");
        let known = card.buttons().concat().iter().any(|button| button["callback_data"] == data.as_str());
        assert!(known, "{:#?}", card.buttons());
        let _ = person.press(&card, &data).await;
    }
}

#[tokio::test]
async fn filters_are_chosen_typed_and_cleared() {
    let world = stocked().await;
    let person = world.person("en");
    let card = person.ask("/search kulaklık").await;
    let (_, choices) = person.press(&card, "📂 Category").await;
    assert_snapshot!("categories", choices);
    let (_, card) = person.press(&choices, "Kulaklıklar (10)").await;
    assert!(card.text().contains("Filters: Elektronik > Kulaklıklar"), "{card}");
    let (_, choices) = person.press(&card, "🏷 Price").await;
    assert_snapshot!("prices", choices);
    let (_, card) = person.press(&choices, "$10.00 – $25.00").await;
    assert!(card.text().contains("Filters: Elektronik > Kulaklıklar · $10.00 – $25.00"), "{card}");
    assert!(card.text().contains("4 products found"), "{card}");
    let (_, choices) = person.press(&card, "💵 Commission").await;
    assert_snapshot!("earnings", choices);
    let (_, question) = person.press(&choices, "✏️ Enter your own").await;
    assert!(question.text().contains("at least"), "{question}");
    let typed = person.ask("min 3.5$").await;
    assert_ne!(typed.message_id(), card.message_id(), "a card of its own, where the person looks");
    assert!(typed.text().contains("commission $3.50 or more"), "{typed}");
    assert!(typed.text().contains("kulaklık") && typed.text().contains("$10.00 – $25.00"), "{typed}");
    let (_, choices) = person.press(&typed, "🏷 Price").await;
    let (_, _) = person.press(&choices, "✏️ Enter your own").await;
    let typed = person.ask("1.000+ TL").await;
    assert!(typed.text().contains("₺1,000.00 or more"), "{typed}");
    let (_, cleared) = person.press(&typed, "✖ Clear filters").await;
    assert!(!cleared.text().contains("Filters") && cleared.text().contains("“kulaklık”"), "{cleared}");
    assert!(cleared.text().contains("10 products found"), "{cleared}");
}

#[tokio::test]
async fn what_is_typed_wrongly_for_a_filter_is_told_and_a_link_ends_the_question() {
    let world = stocked().await;
    let telegram = &world.sandbox.telegram;
    let person = world.person("en");
    let card = person.ask("/hot").await;
    let (_, choices) = person.press(&card, "🏷 Price").await;
    let (_, question) = person.press(&choices, "✏️ Enter your own").await;
    let reply = |text: &str| {
        let post = UserPost::text(text).reply_to(question.message_id().unwrap());
        telegram.try_publish(person.id, person.id, &[post]).unwrap();
    };
    reply("cheap");
    assert!(person.next().await.text().contains("could not read this as prices"));
    reply("10-20");
    let card = person.next().await;
    assert!(card.text().contains("$10.00 – $20.00"), "{card}");
    let (_, choices) = person.press(&card, "💵 Commission").await;
    let (_, _) = person.press(&choices, "✏️ Enter your own").await;
    assert!(person.ask(&page(seeded::CARDIGAN)).await.text().contains("Affiliate product"));
    assert!(person.ask("5").await.text().contains("no link"), "the question has ended");
}

#[tokio::test]
async fn a_button_of_an_old_card_never_does_a_wrong_thing() {
    let world = stocked().await;
    let telegram = &world.sandbox.telegram;
    let person = world.person("en");
    let card = person.ask("/search kulaklık").await;
    let button = data(&card, "▶");
    // The message with the search words is deleted: the press says so and changes nothing.
    telegram.forge_press(person.id, 9_999, &button);
    let answer = person.next().await;
    assert!(matches!(answer.kind, ChangeKind::CallbackAnswer { show_alert: true, .. }), "{answer}");
    assert!(answer.text().contains("too old"), "{answer}");
    // A card that replies to another message has other search words, or no words.
    let other = person.ask("/hot").await;
    telegram.forge_press(person.id, other.message_id().unwrap(), &button);
    assert!(person.next().await.text().contains("too old"));
    // A page beyond the end shows the last page.
    telegram.forge_press(person.id, card.message_id().unwrap(), "bh:w,n900");
    let (_, last) = (person.next().await, person.next().await);
    assert!(last.text().contains("Search: “kulaklık”"), "{last}");
    assert!(last.buttons().concat().iter().any(|button| button["text"] == "2 / 2"), "{last}");
    for forged in ["bh:", "bh:zzz", "bd:5", "bq:w"] {
        telegram.forge_press(person.id, card.message_id().unwrap(), forged);
        let answer = person.next().await;
        assert!(matches!(answer.kind, ChangeKind::CallbackAnswer { .. }), "{answer}");
        let shown = person.next().await;
        assert!(!shown.text().is_empty(), "{forged}: {shown}");
    }
}

#[tokio::test]
async fn a_hit_is_answered_in_full_and_posted_to_another_chat() {
    let world = stocked().await;
    let telegram = &world.sandbox.telegram;
    let person = world.person("tr");
    person.ask("/settings").await;
    let card = person.ask("/firsat").await;
    let (_, details) = person.press(&card, "🔎 1").await;
    assert!(details.text().contains("1005009100000016"), "{details}");
    let buttons = card.buttons().concat();
    let post = buttons.iter().find(|button| button["text"] == "📣 1").unwrap();
    let query = post["switch_inline_query_chosen_chat"]["query"].as_str().unwrap();
    assert_eq!(query, "1005009100000016");
    let channel = telegram.add_chat(ChatKind::Channel, "Fırsatlar", &[person.id]);
    let id = telegram.try_ask_inline(channel, person.id, query, "").unwrap();
    assert_snapshot!("offered_to_post", person.next().await);
    telegram.try_choose_inline(channel, person.id, &id, query).unwrap();
    assert_snapshot!("posted", telegram.transcript(channel).pop().unwrap().with_marks());
    // In the private chat with the bot, a post made inline is not answered.
    telegram.try_choose_inline(person.id, person.id, &id, query).unwrap();
    assert!(person.ask("merhaba").await.text().contains("bağlantı bulamadım"));
}

#[tokio::test]
async fn inline_results_hold_nothing_private() {
    let world = stocked().await;
    for language in ["tr", "en"] {
        let person = world.person(language);
        assert_snapshot!(format!("inline_words_{language}"), person.type_inline("kulaklık A1").await);
        let hot = person.type_inline("").await;
        assert!(hot.to_string().contains("Hot kulaklık 16"), "{hot}");
        for private in ["💵", "%40", "40%", "🔥"] {
            assert!(!hot.to_string().contains(private), "{private}: {hot}");
        }
        let by_link = person.type_inline(&page(1_005_009_100_000_004)).await;
        assert!(by_link.to_string().contains("Masa lambası"), "{by_link}");
        for (query, name) in [
            ("yokböylebirşey", "inline_nothing"),
            ("%500", "inline_unreadable"),
            ("99999999", "inline_no_product"),
        ] {
            assert_snapshot!(format!("{name}_{language}"), person.type_inline(query).await);
        }
    }
    let calls = world.sandbox.telegram.calls("answerInlineQuery");
    assert!(calls.iter().all(|call| call.params["is_personal"] == true && call.params["cache_time"] == 5));
    assert_eq!(
        world.sandbox.admitad.calls().count(AdmitadEndpoint::Deeplink),
        0,
        "the feeds' own links are used as they are"
    );
}

#[tokio::test]
async fn without_a_feed_a_product_can_still_be_posted_and_everything_else_says_why() {
    let world = TestWorld::new().await;
    for language in ["tr", "en"] {
        let person = world.person(language);
        assert_snapshot!(format!("no_feed_{language}"), person.ask("/hot").await);
        assert_snapshot!(format!("inline_no_feed_{language}"), person.type_inline("lamp").await);
        let offered = person.type_inline(&seeded::CARDIGAN.to_string()).await;
        assert_snapshot!(format!("inline_pasted_{language}"), offered);
        // The start parameter of the button above the results.
        world.sandbox.telegram.start(person.id, "search");
        assert!(person.next().await.text().contains("-"), "how to search");
        world.sandbox.telegram.start(person.id, &seeded::CARDIGAN.to_string());
        assert!(person.next().await.text().contains("✅"), "the product");
        world.sandbox.telegram.start(person.id, "anything-else");
        assert!(person.next().await.text().contains("AliExpress"));
    }
}

#[tokio::test]
async fn links_of_another_ad_space_are_made_anew_in_one_call() {
    let world = TestWorld::new().await;
    let other = CODE.replace("d3a1f00b77", "0123456789");
    let ids = [seeded::CARDIGAN, seeded::HOT, seeded::NO_RATE];
    let products: Vec<InventedProduct> = ids
        .iter()
        .map(|id| InventedProduct { id: *id, ..invented_product(0, "Lamba", "Ev", "10.00", "8") })
        .collect();
    write_feed(world.data.path(), "yabanci", false, &other, &products);
    let person = world.person("en");
    let card = person.ask("/search lamba").await;
    assert!(
        !card.entities().iter().any(|entity| entity["url"].as_str().is_some_and(|url| url.contains(&other))),
        "{card:#?}"
    );
    let own = card
        .entities()
        .iter()
        .filter(|entity| entity["url"].as_str().is_some_and(|url| url.contains(CODE)))
        .count();
    assert_eq!(own, 3, "{card:#}");
    assert_eq!(world.sandbox.admitad.calls().targets(AdmitadEndpoint::Deeplink), [3]);
}

#[tokio::test]
async fn links_carry_the_publishers_subid_and_what_pays_nothing_is_left_out() {
    let mut world = stocked().await;
    world.stop().await;
    let store = Store::open(world.data.path()).await.unwrap().store;
    let list = List { date: date(2026, 11, 20), entries: ListEntries::Stores([(UNPAID, None)].into()) };
    store.lists.save(ListKind::Stores(StoreList::NoCommission), list, noon().now()).await.unwrap();
    store.flush().await.unwrap();
    drop(store);
    world.start().await;
    let person = world.person("en");
    let settings = person.ask("/settings").await;
    let (_, subid) = person.press(&settings, "set:subid").await;
    let _ = person.press(&subid, "set:subid:ask").await;
    assert!(person.ask("channel-1").await.text().contains("channel-1"));
    let card = person.ask("/search kulaklık kılıfı").await;
    assert_snapshot!("unpaid", card);
    let card = person.ask("/hot").await;
    let links: Vec<String> =
        card.entities().iter().filter_map(|entity| Some(entity["url"].as_str()?.to_owned())).collect();
    assert_eq!(links.len(), 5, "{card:#}");
    assert!(
        links.iter().all(|link| link.contains("subid=channel-1&ulp=") && link.contains("hot_product")),
        "{links:#?}"
    );
}
