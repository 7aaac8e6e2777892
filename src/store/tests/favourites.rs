//! Favourites: their names, and the records of earlier versions.

use super::super::*;
use super::open;

#[tokio::test]
async fn favourites_are_renamed_deleted_and_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let favourites = open(dir.path()).await.favourites;
    let named = |name: String| Favourite { name, page: "https://a.example/".to_owned() };
    for number in 0..FAVOURITES_AT_MOST {
        favourites.save(7, &named(format!("n{number}"))).await.unwrap();
    }
    assert!(matches!(favourites.save(7, &named("more".to_owned())).await, Err(FavouriteFault::Full)));
    assert!(matches!(favourites.rename(7, "n0", "n1").await, Err(FavouriteFault::Taken)));
    assert!(matches!(favourites.rename(7, "nothing", "n1").await, Err(FavouriteFault::Unknown)));
    favourites.rename(7, "n0", "N0").await.unwrap();
    assert_eq!(favourites.find(7, "n0").await.unwrap().unwrap().name, "N0");
    assert!(favourites.delete(7, "n0").await.unwrap());
    assert!(!favourites.delete(7, "n0").await.unwrap());
    assert!(favourites.list(-7).await.unwrap().is_empty());
}

#[tokio::test]
async fn favourites_are_found_however_their_letters_are_composed() {
    let dir = tempfile::tempdir().unwrap();
    let favourites = open(dir.path()).await.favourites;
    let favourite =
        Favourite { name: "Kış Ayakkabısı".to_owned(), page: "https://a.example/".to_owned() };
    favourites.save(7, &favourite).await.unwrap();
    for name in ["kis ayakkabisi", "KIS\u{327} AYAKKABISI", "kıs\u{327} ayakkabısı"] {
        assert_eq!(favourites.find(7, name).await.unwrap().as_ref(), Some(&favourite), "{name}");
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
        let favourites = open(dir.path()).await.favourites;
        for (owner, name, page) in [
            (7, "cafe", "plain"),
            (7, "café 2", "accented"),
            (7, "cafe 3", "decomposed"),
            (8, "cafe", "other"),
        ] {
            let found = favourites.find(owner, name).await.unwrap().unwrap();
            assert_eq!(found.page, format!("https://{page}.example/"), "{name}");
        }
        assert_eq!(favourites.list(7).await.unwrap().len(), 3);
        assert_eq!(favourites.list(8).await.unwrap()[0].name, "café", "it keeps its own name");
    }
}
