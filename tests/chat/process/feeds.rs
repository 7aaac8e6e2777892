//! `dealink feed` for operators and scripts.

use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::process_world::{dealink, run_to_end, text};

struct FeedsDirectory(tempfile::TempDir);

impl FeedsDirectory {
    fn new() -> FeedsDirectory {
        FeedsDirectory(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, content: &str) {
        std::fs::write(self.0.path().join(name), content).unwrap();
    }

    async fn with_input(&self, arguments: &str, input: &str) -> Output {
        let mut command: Command = dealink(self.0.path());
        command.arg("feed").args(arguments.split_whitespace()).env("DEALINK_FEEDS_KEEP_FREE_MB", "0");
        run_to_end(command, input.as_bytes().to_vec()).await
    }

    async fn run(&self, arguments: &str) -> Output {
        self.with_input(arguments, "").await
    }

    async fn json(&self, arguments: &str) -> Value {
        let output = self.run(&format!("{arguments} --json")).await;
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    }
}

const CUPS: &str = "id;name;url;category;currencyId;param;picture;oldprice;price\n\
    1005009000000012;Blue cup;https://shop.example/g/abc/?x=1;Cups;USD;\"discount|69%|;commissionRate|5.38%|;shopId|1105297342|;\";;33.64;10.43\n\
    1005009000000013;Red cup;https://shop.example/g/abc/?hot_product=1;Cups;USD;\"commissionRate|40%|;\";;;8\n";

#[tokio::test]
async fn a_feed_is_added_pulled_listed_looked_into_and_removed() {
    let home = FeedsDirectory::new();
    home.file("cups.csv", CUPS);
    let nothing = home.run("list").await;
    assert!(
        nothing.status.success() && text(&nothing.stdout).starts_with("There are no feeds."),
        "{nothing:?}"
    );
    assert!(!home.0.path().join("data").exists(), "looking makes nothing");
    let added = home.run("add cups.csv --every 12").await;
    assert!(added.status.success() && text(&added.stdout).contains("dealink feed pull cups"), "{added:?}");
    assert!(text(&home.run("list").await.stdout).contains("cups: not imported yet"));
    let pulled = home.run("pull").await;
    assert!(pulled.status.success() && pulled.stderr.is_empty(), "{pulled:?}");
    let said = text(&pulled.stdout);
    assert!(said.contains("Rows: 2, broken: 0\nProducts: 2\n"), "{said}");
    assert_eq!(text(&home.run("pull cups").await.stdout), "cups: nothing new.\n");
    let listed = home.json("list").await;
    let feed = &listed["feeds"][0];
    assert_eq!(
        (&feed["feed"], &feed["products"], &feed["every"], &feed["failures"]),
        (&json!("cups"), &json!(2), &json!(12), &json!(0))
    );
    let shown = text(&home.run("show 1005009000000012").await.stdout);
    for part in
        ["Blue cup", "Price: $10.43", "Before: $33.64", "Discount: 69%", "Rate: 5.38%", "Store: 1105297342"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(shown.contains("https://shop.example/g/abc/?x=1") && !shown.contains("Hot"), "{shown}");
    let shown =
        text(&home.run("show https://www.aliexpress.com/item/1005009000000013.html --lang tr").await.stdout);
    assert!(shown.contains("Hot ürün") && shown.contains("%40"), "{shown}");
    let shown = home.json("show 1005009000000013").await;
    let found = &shown["feeds"][0];
    assert_eq!((&found["hot"], &found["rate"], &found["price"]), (&json!(true), &json!("40"), &json!("8")));
    let missing = home.run("show 1005009000000099").await;
    assert_eq!((missing.status.code(), text(&missing.stdout)), (Some(1), String::new()), "{missing:?}");
    assert!(home.run("remove cups").await.status.success());
    assert_eq!(home.json("list").await, json!({ "feeds": [] }));
}

#[tokio::test]
async fn what_is_held_back_is_told_with_its_reasons_and_can_be_forced() {
    let home = FeedsDirectory::new();
    home.file("cups.csv", CUPS);
    home.run("add cups.csv --name shop").await;
    home.file("cups.csv", &format!("{CUPS}7;no number;https://shop.example/;;;;;;1\n"));
    let held = home.run("pull shop").await;
    let complaint = text(&held.stderr);
    assert_eq!(held.status.code(), Some(1), "{held:?}");
    for part in
        ["line 4: there is no AliExpress product number", "1 of 3 rows are broken", "pull --force shop"]
    {
        assert!(complaint.contains(part), "{part}: {complaint}");
    }
    assert!(text(&home.run("list").await.stdout).contains("The last try failed."));
    let held = home.json("pull shop").await;
    assert_eq!((&held["state"], &held["faults"][0]["line"]), (&json!("held"), &json!(4)));
    let forced = home.json("pull shop --force").await;
    assert_eq!(
        (&forced["state"], &forced["products"], &forced["broken"]),
        (&json!("imported"), &json!(2), &json!(1))
    );
}

#[tokio::test]
async fn wrong_arguments_are_told_and_repeat_no_address() {
    let home = FeedsDirectory::new();
    let secret = "https//shop.example/export/?user=me&code=geheim";
    for arguments in [
        format!("add {secret}"),
        format!("pull {secret}"),
        format!("remove {secret}"),
        format!("show {secret}"),
        "add nothing.csv".to_owned(),
        "pull nobody".to_owned(),
        "remove nobody".to_owned(),
    ] {
        let output = home.run(&arguments).await;
        assert_eq!(output.status.code(), Some(2), "{arguments}: {output:?}");
        let said = text(&output.stderr) + &text(&output.stdout);
        assert!(!said.is_empty() && !said.contains("geheim"), "{said}");
    }
    assert_eq!(home.run("pull").await.status.code(), Some(1), "there is nothing to pull");
}

#[tokio::test]
async fn an_address_can_come_from_standard_input_and_is_shown_masked() {
    let home = FeedsDirectory::new();
    let address = "http://127.0.0.1:9/export/?user=geheim-user&code=geheim-code&feed_id=77\n";
    let added = home.with_input("add -", address).await;
    let said = text(&added.stdout);
    assert!(said.contains("feed-77 · http://127.0.0.1:9/export/?user=***&code=***&feed_id=77"), "{added:?}");
    let refused = home.run("pull feed-77").await;
    assert_eq!(refused.status.code(), Some(1));
    let all = said + &text(&refused.stderr) + &home.json("list").await.to_string();
    assert!(text(&refused.stderr).contains("cannot be reached") && !all.contains("geheim"), "{all}");
}
