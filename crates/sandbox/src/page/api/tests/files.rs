//! The files of the page, and requests of other pages.

use super::super::super::assets;
use super::PageClient;
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn the_files_come_with_their_types_and_a_policy() {
    let page = PageClient::new().await;
    for (path, kind, _) in assets::FILES {
        let response = page.http.get(format!("{}{path}", page.base)).send().await.unwrap();
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(response.status(), 200);
        assert!(header("content-type").starts_with(kind), "{path}");
        assert_eq!(header("cache-control"), "no-store");
        assert!(header("content-security-policy").starts_with("default-src 'none'; script-src 'self'"));
    }
}

#[test]
fn every_module_that_is_imported_is_served() {
    for (name, _, text) in assets::FILES {
        let imported = text.split("from \"./").skip(1).map(|rest| rest.split('"').next().unwrap());
        for module in imported {
            let path = format!("/{module}");
            assert!(assets::FILES.iter().any(|(served, ..)| *served == path), "{name} imports {module}");
        }
    }
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page/assets");
    assert_eq!(std::fs::read_dir(dir).unwrap().count(), assets::FILES.len());
}

#[test]
fn the_modules_import_each_other_without_a_circle() {
    let scripts = assets::FILES.into_iter().filter(|(path, ..)| path.ends_with(".js"));
    let imports =
        |text: &'static str| text.split("from \"./").skip(1).map(|rest| rest.split('"').next().unwrap());
    let mut left: Vec<_> =
        scripts.map(|(path, _, text)| (&path[1..], imports(text).collect::<Vec<_>>())).collect();
    loop {
        let waiting: Vec<&str> = left.iter().map(|(name, _)| *name).collect();
        left.retain(|(_, imports)| imports.iter().any(|import| waiting.contains(import)));
        if left.len() == waiting.len() {
            assert!(left.is_empty(), "in a circle, or importing one: {waiting:?}");
            return;
        }
    }
}

#[tokio::test]
async fn pages_of_other_sites_are_kept_out() {
    let page = PageClient::new().await;
    let body = json!({"chat_id": page.ayse, "user_id": page.ayse, "text": "x"});
    let ask =
        |method: Method, path: &str| page.http.request(method, format!("{}{path}", page.base)).json(&body);
    for (header, value) in [("origin", "http://evil.example"), ("origin", "null"), ("host", "evil.example")] {
        for (method, path) in [(Method::POST, "/api/say"), (Method::GET, "/api/events"), (Method::GET, "/")] {
            let response = ask(method, path).header(header, value).send().await.unwrap();
            assert_eq!(response.status(), 403, "{header}: {value} {path}");
        }
    }
    let plain = page.http.post(format!("{}/api/say", page.base)).body(body.to_string());
    assert_eq!(plain.send().await.unwrap().status(), 415, "a form of another site cannot send JSON");
    let own = ask(Method::POST, "/api/say").header("origin", &page.base).send().await.unwrap();
    assert_eq!(own.status(), 200);
    assert_eq!(page.telegram.transcript(page.ayse).len(), 1);
}
