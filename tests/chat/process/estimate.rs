//! `dealink estimate` as a script uses it.

use super::commands::json_of;
use crate::process_world::{dealink, run_to_end, text};
use serde_json::{Value, json};

/// A row: arguments, the likely amount (`-` for unknown), then codes of reasons or warnings that must be in the output.
const WORKED_CASES: [(&str, &str, &[&str]); 20] = [
    (
        "--price 100 --category womens_clothing --traffic other --affiliate yes --buyer existing",
        "6.90",
        &["table_rate"],
    ),
    (
        "--price 100 --category womens_clothing --traffic cashback --affiliate yes --buyer new --date 2022-04-15",
        "10.30",
        &[],
    ),
    (
        "--price 300 --category womens_clothing --traffic cashback --affiliate yes --buyer new --date 2022-04-15",
        "24.70",
        &["new_buyer_capped"],
    ),
    (
        "--price 300 --category womens_clothing --traffic cashback --affiliate yes --buyer new",
        "20.70",
        &["new_buyer_ended"],
    ),
    (
        "--price 2000 --category mobile_phone --traffic other --affiliate yes --buyer existing",
        "38.00",
        &["order_cap", "cap_reached"],
    ),
    (
        "--price 100 --category other --traffic cashback --affiliate no --buyer ANY",
        "0.00",
        &["non_affiliate_class"],
    ),
    ("--price 100 --category other --traffic other --affiliate no --buyer ANY", "5.40", &[]),
    (
        "--price 100 --category other --traffic other --affiliate no --buyer ANY --store-list non_affiliate",
        "0.00",
        &["store_non_affiliate"],
    ),
    (
        "--price 100 --category mobile_phone --traffic subnetwork --affiliate yes --buyer ANY --hot-rate 30",
        "2.30",
        &["hot_increase_lost"],
    ),
    (
        "--price 100 --category mobile_phone --traffic other --affiliate yes --buyer ANY --hot-rate 30",
        "30.00",
        &[],
    ),
    (
        "--price 200 --category mobile_phone --traffic other --affiliate yes --buyer ANY --hot-rate 30%",
        "38.00",
        &["order_cap"],
    ),
    (
        "--price 100 --category tablets --traffic other --affiliate yes --buyer ANY --store-list special_electronics",
        "0.75",
        &[],
    ),
    (
        "--price 100 --category tablets --traffic other --affiliate no --buyer ANY --store-list special_electronics",
        "0.00",
        &[],
    ),
    (
        "--price 100 --category tablets --traffic other --affiliate yes --buyer ANY --store-list chuwi",
        "1.50",
        &[],
    ),
    (
        "--price 50 --category special --traffic other --affiliate yes --buyer ANY",
        "0.00",
        &["virtual_product"],
    ),
    (
        "--price 50 --category special --traffic cashback --affiliate no --buyer ANY",
        "0.00",
        &["virtual_product"],
    ),
    (
        "--price 100 --category other --traffic dropshipping --affiliate yes --buyer ANY",
        "-",
        &["dropshipping_attribution"],
    ),
    (
        "--price 100 --category womens_clothing --traffic dropshipping --affiliate yes --buyer ANY",
        "-",
        &["dropshipping_attribution"],
    ),
    (
        "--price 100 --category other --traffic dropshipping --affiliate yes --buyer ANY --live-rate 4.1",
        "4.10",
        &["live_rate", "dropshipping_attribution"],
    ),
    ("--price 0 --category other --traffic other --affiliate yes --buyer ANY", "0.00", &[]),
];

#[tokio::test]
async fn estimate_tells_the_worked_cases() {
    let home = tempfile::tempdir().unwrap();
    for (arguments, likely, codes) in WORKED_CASES {
        let buyers: &[&str] =
            if arguments.contains("ANY") { &["new", "existing", "unknown"] } else { &["as given"] };
        for buyer in buyers {
            let arguments = arguments.replace("ANY", buyer);
            let mut command = dealink(home.path());
            command.args(["estimate", "--json"]).args(arguments.split(' '));
            let estimate = json_of(command).await;
            let expected = if likely == "-" { Value::Null } else { json!(likely) };
            assert_eq!(estimate["likely"], expected, "{arguments}: {estimate}");
            for amount in ["low", "high"] {
                assert_eq!(estimate[amount].is_null(), likely == "-", "{arguments}: {estimate}");
            }
            assert_eq!(estimate["currency"], "USD");
            let told: Vec<_> = ["reasons", "warnings"]
                .iter()
                .flat_map(|list| estimate[list].as_array().unwrap())
                .map(|one| one["code"].as_str().unwrap())
                .collect();
            for code in codes {
                assert!(told.contains(code), "{arguments}: {code} is not in {told:?}");
            }
        }
    }
}

#[tokio::test]
async fn estimate_refuses_what_is_no_order() {
    let home = tempfile::tempdir().unwrap();
    for arguments in
        ["--price -1", "--hot-rate 101", "--category shoes", "--ordinary-link", "--date 2022-02-30"]
    {
        let mut command = dealink(home.path());
        command.arg("estimate").args(arguments.split(' '));
        let output = run_to_end(command, Vec::new()).await;
        assert_eq!(output.status.code(), Some(2), "{arguments}: {output:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
}

#[tokio::test]
async fn estimate_of_another_program() {
    let home = tempfile::tempdir().unwrap();
    let of = async |arguments: &str, campaign: &str| {
        let mut command = dealink(home.path());
        command.env("ADMITAD_CAMPAIGN_ID", campaign);
        command
            .args(["estimate", "--json", "--price", "1000", "--affiliate", "yes"])
            .args(arguments.split(' '));
        json_of(command).await
    };
    for estimate in [of("--program 25179", "14289").await, of("--traffic forum", "25179").await] {
        assert_eq!(
            (&estimate["low"], &estimate["high"], &estimate["likely"], &estimate["currency"]),
            (&json!("3.50"), &json!("623.00"), &Value::Null, &json!("RUB"))
        );
        assert_eq!(estimate["worth"]["expected"]["amounts"]["high"], "579.39", "93 % are approved");
        assert_eq!(estimate["worth"]["expected"]["source"]["date"], Value::Null);
    }
    let ww = of("--program aliexpress-ww --category tablets --delivery KZ", "14289").await;
    assert_eq!((&ww["likely"], &ww["warnings"][0]["code"]), (&json!("0.00"), &json!("outside_region")));
    assert_eq!(ww["warnings"][0]["document"], "Admitad help centre, AliExpress (copy of April 2026)");
    assert_eq!(ww["warnings"][0]["date"], Value::Null, "it carries no day");
    for wrong in ["77", "nothing.toml"] {
        let mut command = dealink(home.path());
        command.args(["estimate", "--program", wrong]);
        let output = run_to_end(command, Vec::new()).await;
        assert_eq!(output.status.code(), Some(2), "{wrong}: {output:?}");
        assert!(text(&output.stderr).contains(wrong) && output.stdout.is_empty());
    }
}
