use super::*;
use crate::admitad::products;

fn client() -> reqwest::Client {
    let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    client.build().unwrap()
}

async fn ask(internet: &ShortHostsStandIn, host: &str, path: &str) -> (u16, String) {
    let url = format!("http://{}{path}", internet.address());
    let answer = client().get(url).header("host", host).send().await.unwrap();
    let location = answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
    (answer.status().as_u16(), location.unwrap_or_default())
}

#[tokio::test]
async fn it_answers_by_host_and_counts_by_host() {
    let internet = ShortHostsStandIn::start(&products()).unwrap();
    let (status, location) = ask(&internet, "a.aliexpress.com", "/_mWool01").await;
    assert_eq!(status, 302);
    assert!(location.starts_with("https://www.aliexpress.com/item/1005009000000012.html?"), "{location}");
    assert_eq!(ask(&internet, "sl.aliexpress.ru", "/p?key=wOoL012").await.0, 303);
    assert_eq!(ask(&internet, "ali.ski", "/_mWool01").await, (404, String::new()));
    assert_eq!(ask(&internet, "a.aliexpress.com", "/_mPage01").await, (200, String::new()));
    let counted: Vec<(String, usize)> = internet.requests().into_iter().collect();
    let expected = [("a.aliexpress.com", 2), ("ali.ski", 1), ("sl.aliexpress.ru", 1)];
    assert_eq!(counted, expected.map(|(host, times)| (host.to_owned(), times)));
    assert_eq!(internet.connections(), 4);
    internet.reset_counts();
    assert!(internet.connections() == 0 && internet.requests().is_empty());
}

#[tokio::test]
async fn answers_can_be_placed_and_spoilt() {
    let internet = ShortHostsStandIn::start(&[]).unwrap();
    internet.set_answer("got.by/x", HostAnswer::Redirect(307, "https://www.aliexpress.com/".to_owned()));
    internet.override_next(&HostAnswer::Status(503), 1);
    assert_eq!(ask(&internet, "got.by", "/x").await.0, 503);
    assert_eq!(ask(&internet, "got.by", "/x").await, (307, "https://www.aliexpress.com/".to_owned()));
    internet.override_next(&HostAnswer::Status(503), 5);
    internet.clear_faults();
    assert_eq!(ask(&internet, "got.by", "/x").await.0, 307);
}
