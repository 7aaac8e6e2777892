//! Favourites: their names, and the records of earlier versions.

use super::super::*;

#[tokio::test]
async fn favourites_are_renamed_deleted_and_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let favourites = Store::open(dir.path()).unwrap().store.favourites;
    let named = |name: String| Favourite { name, page: "https://a.example/".to_owned() };
    for number in 0..FAVOURITES_AT_MOST {
        favourites.save(7, &named(format!("n{number}"))).await.unwrap();
    }
    assert!(matches!(favourites.save(7, &named("more".to_owned())).await, Err(FavouriteFault::Full)));
    assert!(matches!(favourites.rename(7, "n0", "n1").await, Err(FavouriteFault::Taken)));
    assert!(matches!(favourites.rename(7, "nothing", "n1").await, Err(FavouriteFault::Unknown)));
    favourites.rename(7, "n0", "N0").await.unwrap();
    assert_eq!(favourites.find(7, "n0").unwrap().unwrap().name, "N0");
    assert!(favourites.delete(7, "n0").await.unwrap());
    assert!(!favourites.delete(7, "n0").await.unwrap());
    assert!(favourites.list(-7).unwrap().is_empty());
}

#[tokio::test]
async fn favourites_are_found_however_their_letters_are_composed() {
    let dir = tempfile::tempdir().unwrap();
    let favourites = Store::open(dir.path()).unwrap().store.favourites;
    let favourite =
        Favourite { name: "Kış Ayakkabısı".to_owned(), page: "https://a.example/".to_owned() };
    favourites.save(7, &favourite).await.unwrap();
    for name in ["kis ayakkabisi", "KIS\u{327} AYAKKABISI", "kıs\u{327} ayakkabısı"] {
        assert_eq!(favourites.find(7, name).unwrap().as_ref(), Some(&favourite), "{name}");
    }
}

#[tokio::test]
async fn keys_of_favourites_that_an_earlier_version_folded_are_moved() {
    let dir = tempfile::tempdir().unwrap();
    let record = |name: &str, page: &str| {
        let favourite = Favourite { name: name.to_owned(), page: format!("https://{page}.example/") };
        serde_json::to_vec(&favourite).unwrap()
    };
    {
        let db = sled::open(dir.path().join("store")).unwrap();
        let tree = db.open_tree("favourites").unwrap();
        let key = |name: &str| [&7_i64.to_be_bytes()[..], name.as_bytes()].concat();
        // The earlier folding knew neither decomposed letters nor accents beyond those of Turkish.
        tree.insert(key("kis\u{327}"), record("Kıs\u{327}", "decomposed")).unwrap();
        tree.insert(key("cafe"), record("cafe", "plain")).unwrap();
        tree.insert(key("café"), record("café", "accented")).unwrap();
        tree.insert(key("broken"), b"{").unwrap();
        db.flush().unwrap();
    }
    for _ in 0..2 {
        let favourites = Store::open(dir.path()).unwrap().store.favourites;
        let page = |name: &str| favourites.find(7, name).unwrap().map(|found| found.page);
        assert_eq!(page("kış").as_deref(), Some("https://decomposed.example/"));
        assert_eq!(page("cafe").as_deref(), Some("https://plain.example/"));
        assert_eq!(page("café 2").as_deref(), Some("https://accented.example/"));
        assert!(favourites.find(7, "broken").is_err(), "what cannot be read stays where it is");
    }
}

#[tokio::test]
async fn a_plain_copy_of_an_earlier_version_loses_no_name_that_folds_like_another() {
    let dir = tempfile::tempdir().unwrap();
    let line = |owner: i64, name: &str, page: &str| {
        format!("{{\"owner\":{owner},\"name\":\"{name}\",\"page\":\"https://{page}.example/\"}}\n")
    };
    let lines = [
        line(7, "cafe", "plain"),
        line(7, "café", "accented"),
        line(7, "cafe\u{301}", "decomposed"),
        line(8, "café", "other"),
    ];
    std::fs::write(dir.path().join("favourites.jsonl"), lines.concat()).unwrap();
    for _ in 0..2 {
        let favourites = Store::open(dir.path()).unwrap().store.favourites;
        let page = |owner, name: &str| favourites.find(owner, name).unwrap().map(|found| found.page);
        assert_eq!(page(7, "cafe").as_deref(), Some("https://plain.example/"));
        assert_eq!(page(7, "café 2").as_deref(), Some("https://accented.example/"));
        assert_eq!(page(7, "cafe 3").as_deref(), Some("https://decomposed.example/"));
        assert_eq!(page(8, "cafe").as_deref(), Some("https://other.example/"));
        assert_eq!(favourites.list(7).unwrap().len(), 3);
        assert_eq!(favourites.list(8).unwrap()[0].name, "café", "it keeps its own name");
    }
}
