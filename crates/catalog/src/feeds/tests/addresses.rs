use super::*;

fn shown(address: &str) -> String {
    let address: FeedAddress = address.parse().unwrap();
    assert_eq!(format!("{address:?}"), address.to_string());
    address.to_string()
}

#[test]
fn everything_that_may_be_a_secret_is_masked() {
    for (address, expected) in [
        (
            "https://export.example/en/webmaster/websites/599023/products/export_adv_products/?user=me&code=abc&feed_id=14107&format=csv",
            "https://export.example/en/webmaster/websites/599023/products/export_adv_products/?user=***&code=***&feed_id=14107&format=csv",
        ),
        ("https://me:pw@export.example:8443/a.csv#x", "https://***@export.example:8443/a.csv"),
        ("https://me@export.example/", "https://***@export.example/"),
        (
            "https://export.example/f/3f9a8b7c6d5e4f3a2b1c/feed.csv.gz",
            "https://export.example/f/***/feed.csv.gz",
        ),
        ("https://export.example/?Signature=x&abcdef", "https://export.example/?***&***"),
        ("https://export.example/?feed_id=%2Fcode%3Dabc", "https://export.example/?feed_id=***"),
        ("https://export.example/code=abc/", "https://export.example/***/"),
        (
            "https://export.example/?last_import=2026.11.20.11.00&currency=USD",
            "https://export.example/?last_import=2026.11.20.11.00&currency=USD",
        ),
    ] {
        assert_eq!(shown(address), expected);
    }
}

#[test]
fn only_web_addresses_are_addresses() {
    for text in ["", "feed.csv", "ftp://a.example/", "file:///etc/passwd", "https://", "javascript:x"] {
        assert!(text.parse::<FeedAddress>().is_err(), "{text}");
    }
}

#[test]
fn redirects_are_followed_on_the_same_host_alone_and_never_out_of_https() {
    let leads = |from: &str, to: &str| from.parse::<FeedAddress>().unwrap().redirected(to).is_some();
    assert!(leads("https://a.example/x", "/y?z=1"));
    assert!(leads("http://a.example/x", "https://a.example/x"));
    assert!(leads("https://a.example/x", "https://a.example:443/x"));
    for (from, to) in [
        ("https://a.example/x", "http://a.example/x"),
        ("https://a.example/x", "https://b.example/x"),
        ("https://a.example/x", "//b.example/x"),
        ("https://a.example/x", "https://a.example:8443/x"),
        ("http://a.example:8080/x", "https://a.example/x"),
        ("https://a.example/x", "https://sub.a.example/x"),
    ] {
        assert!(!leads(from, to), "{from} {to}");
    }
}
