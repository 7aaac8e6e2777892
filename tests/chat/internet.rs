//! Short links, and hosts that are never contacted whatever a message contains.

use dealink_sandbox::short_hosts::HostAnswer;
use tokio::net::TcpListener;

use crate::seeded::{self, page};
use crate::test_world::TestWorld;

#[tokio::test]
async fn a_short_link_is_what_it_leads_to() {
    let world = TestWorld::new().await;
    for (short, said) in [
        ("https://a.aliexpress.com/_mWool01", "Wool Cardigan"),
        ("https://a.aliexpress.com/_mStar01", "1005009000000015"),
        ("https://ali.click/wool012", "Wool Cardigan"),
        ("https://sl.aliexpress.ru/p?key=wOoL012", "Wool Cardigan"),
        ("https://a.aliexpress.com/_9QTr4h", "a store page, not a product"),
        ("https://a.aliexpress.com/_c2zipJlH", "a campaign page, not a product"),
        ("https://a.aliexpress.com/_mFront1", "the home page, not a product"),
        ("https://a.aliexpress.com/_mGone01", "this short link no longer exists"),
        ("https://a.aliexpress.com/_mAway01", "leads away from AliExpress"),
        ("https://a.aliexpress.com/_mFake01", "leads away from AliExpress"),
        ("https://a.aliexpress.com/_mWall01", "asked for a robot check"),
        ("https://a.aliexpress.com/_mBusy01", "could not be opened"),
        ("https://a.aliexpress.com/_mLoop01", "could not be opened"),
    ] {
        let answer = world.person("en").ask(short).await;
        assert!(answer.text().contains(said), "{short}: {answer}");
    }
}

#[tokio::test]
async fn a_link_behind_a_robot_check_is_tried_again_later_and_keeps_its_affiliate_link() {
    let world = TestWorld::new().await;
    let person = world.person("en");
    let answer = person.ask("https://a.aliexpress.com/_mWall01").await;
    assert!(answer.text().contains("ulp=https%3A%2F%2Fa.aliexpress.com%2F_mWall01"), "{answer}");
    assert!(!answer.text().contains("not a product"), "{answer}");
}

#[tokio::test]
async fn nothing_in_a_message_makes_the_bot_contact_a_host_off_the_list() {
    let world = TestWorld::new().await;
    // Another server on this machine: it must get no request.
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = elsewhere.local_addr().unwrap().port();
    let internet = &world.sandbox.short_hosts;
    internet.reset_counts();
    let person = world.person("en");
    let harmless = [
        format!("http://127.0.0.1:{port}/item/1005009000000012.html"),
        format!("http://localhost:{port}/_mWool01"),
        format!("https://a.aliexpress.com:{port}/_mWool01"),
        format!("https://a.aliexpress.com@127.0.0.1:{port}/_mWool01"),
        format!("http://[::1]:{port}/_mWool01"),
        "https://shop.example/?u=https://a.aliexpress.com/_mWool01".to_owned(),
        "https://bit.ly/3abcdef https://t.co/abcdefg https://not.com/t.co".to_owned(),
        "https://a.aliexpress.com.evil.example/_mWool01".to_owned(),
        "https://a.aIiexpress.com/_mWool01 https://а.aliexpress.com/_mWool01".to_owned(),
        "https://rzekl.com/g/1e8d114494aaaaaaaaaa16525dc3e8/".to_owned(),
        "https://ad.admitad.com/g/1e8d114494d3a1f00b775ea57e11ed/?ulp=https%3A%2F%2Fwww.aliexpress.com%2F"
            .to_owned(),
        page(seeded::CARDIGAN),
    ];
    for text in &harmless {
        person.ask(text).await;
    }
    assert_eq!(internet.connections(), 0, "{:?}", internet.requests());

    // Short links that redirect to other hosts.
    for (at, to) in [
        ("a.aliexpress.com/_mTry001", format!("http://127.0.0.1:{port}/item/1005009000000012.html")),
        ("a.aliexpress.com/_mTry002", format!("http://localhost:{port}/_mWool01")),
        ("a.aliexpress.com/_mTry003", format!("http://a.aliexpress.com:{port}/_mWool01")),
        ("a.aliexpress.com/_mTry004", "https://shop.example/sale".to_owned()),
        ("a.aliexpress.com/_mTry005", "https://www.aliexpress.com/item/1005009000000012.html".to_owned()),
    ] {
        internet.set_answer(at, HostAnswer::Redirect(302, to));
        world.person("en").ask(&format!("https://{at}")).await;
    }
    let asked: Vec<String> = internet.requests().into_keys().collect();
    assert_eq!(asked, ["a.aliexpress.com"], "the item page itself is not asked either");
    assert_eq!(internet.requests()["a.aliexpress.com"], 5);
    let heard = tokio::time::timeout(std::time::Duration::ZERO, elsewhere.accept()).await;
    assert!(heard.is_err(), "somebody else's server was contacted");
}
