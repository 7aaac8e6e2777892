//! Errors in program files name line, key and cause.

use super::*;
use crate::reader::ALIEXPRESS_TR;

/// The error for the built-in file with one piece of text replaced, and the number of that piece's line.
fn broken(from: &str, to: &str) -> (ProgramFileError, usize) {
    let at = ALIEXPRESS_TR.find(from).expect("the text to break is in the file");
    let line =
        ALIEXPRESS_TR[..at].lines().count() + usize::from(at == 0 || ALIEXPRESS_TR[..at].ends_with('\n'));
    let error = Program::parse(&ALIEXPRESS_TR.replacen(from, to, 1)).unwrap_err();
    (error, line)
}

#[track_caller]
fn assert_broken(from: &str, to: &str, key: &str, problem: &str) {
    let (error, line) = broken(from, to);
    assert_eq!((error.line, error.key.as_str()), (line, key), "{error}");
    assert!(error.problem.to_string().contains(problem), "{error}");
}

#[test]
fn the_built_in_file_is_whole() {
    assert_eq!(Program::parse(ALIEXPRESS_TR).map(|p| p.id().to_owned()), Ok("aliexpress-tr".to_owned()));
}

#[test]
fn an_unknown_key_is_refused() {
    assert_broken("network_id = 14289", "netwrok_id = 14289", "netwrok_id", "unknown field `netwrok_id`");
    assert_broken(
        "tablets = \"2.3\"",
        "tablet = \"2.3\"",
        "tables.percent.tablet",
        "unknown variant `tablet`",
    );
    assert_broken(
        "popup = \"forb",
        "popups = \"forb",
        "traffic.permission.popups",
        "unknown variant `popups`",
    );
}

#[test]
fn a_float_is_refused() {
    assert_broken(
        "tablets = \"2.3\"",
        "tablets = 2.3",
        "tables.percent.tablets",
        "invalid type: floating point",
    );
    let (not_a_number, problem) = ("tablets = \"2,3\"", "`2,3` is not a rate such as 5.4");
    assert_broken("tablets = \"2.3\"", not_a_number, "tables.percent.tablets", problem);
}

#[test]
fn a_percentage_is_between_0_and_100() {
    for wrong in ["-0.1", "100.1"] {
        let to = format!("tablets = \"{wrong}\"");
        assert_broken("tablets = \"2.3\"", &to, "tables.percent.tablets", "between 0 and 100");
    }
    assert_broken("affiliate = \"1.5\"", "affiliate = \"150\"", "overrides.affiliate", "between 0 and 100");
    assert_broken("value = \"91\"", "value = \"910\"", "figures.approval", "between 0 and 100");
}

#[test]
fn amounts_are_not_negative() {
    assert_broken("increase_cap = \"4\"", "increase_cap = \"-4\"", "tables.increase_cap", "not below zero");
    assert_broken("value = \"38\"", "value = \"-38\"", "figures.order_cap", "not below zero");
}

#[test]
fn every_category_and_every_class_is_there() {
    let (error, _) = broken("tablets = \"2.3\"\n", "");
    assert_eq!(error.problem, FileProblem::MissingCategory(Category::Tablets));
    assert_eq!(error.key, "tables.percent");
    let at = ALIEXPRESS_TR.lines().nth(error.line - 1).unwrap();
    assert_eq!(at, "[tables.percent]");

    let start = ALIEXPRESS_TR.find("[classes.subnetwork]").unwrap();
    let end = start + ALIEXPRESS_TR[start..].find("# ---").unwrap();
    let error = Program::parse(&ALIEXPRESS_TR.replace(&ALIEXPRESS_TR[start..end], "")).unwrap_err();
    assert_eq!(error.problem, FileProblem::MissingClass(TrafficClass::Subnetwork));
    assert!(error.key.starts_with("classes"), "{error}");
}

#[test]
fn dates_are_days_of_the_calendar() {
    assert_broken("valid_until = 2022-05-30", "valid_until = 2022-02-30", "tables.valid_until", "");
    assert_broken("valid_from = 2018-10-10", "valid_from = 10:10:00", "tables.valid_from", "2022-05-30");
    assert_broken("valid_until = 2022-05-30", "valid_until = \"soon\"", "tables.valid_until", "");
}

#[test]
fn a_table_ends_after_it_begins_and_alone_in_its_time() {
    let key = "tables.valid_until";
    assert_broken("valid_until = 2022-05-30", "valid_until = 2020-09-09", key, "before valid_from");
    let (error, line) = broken("name = \"new_buyer\"", "name = \"standard\"");
    assert_eq!((error.line, error.problem), (line, FileProblem::Overlap("standard".to_owned())));
}

#[test]
fn sources_and_tables_that_are_named_exist() {
    assert_broken("source = \"ww_2018\"", "source = \"ww\"", "tables.source", "no [sources.ww]");
    let (to, problem) = ("new_buyer = \"new\"", "no table `new`");
    assert_broken("new_buyer = \"new_buyer\"", to, "classes.cashback.new_buyer", problem);
    assert_broken("when = \"chuwi\"", "when = \"chuvi\"", "overrides.when", "`chuvi` is not a store-list");
}

#[test]
fn what_is_missing_is_named() {
    let (error, _) = broken("hot = true\n", "");
    assert!(error.to_string().contains("missing field `hot`"), "{error}");
    assert!(error.key.starts_with("classes.other"), "{error}");
    let (error, line) = broken("id = \"aliexpress-tr\"", "id = \"aliexpress-tr");
    assert_eq!((error.line, error.key.as_str()), (line, "id"), "{error}");
    assert_eq!(Program::parse("").unwrap_err().line, 1);
    assert_broken("low = \"10\"", "low = \"30\"", "standing.antispam.low", "low is above high");
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_file() {
    let text = ALIEXPRESS_TR
        .replacen("tablets = \"2.3\"", "tablets = \"230\"", 1)
        .replacen("laptop = \"2.3\"", "laptop = \"-1\"", 1)
        .replacen("valid_until = 2022-05-30", "valid_until = 2020-01-01", 1)
        .replacen("new_buyer = \"new_buyer\"", "new_buyer = \"new\"", 1)
        .replacen("low = \"10\"", "low = \"30\"", 1);
    let faults = Program::check(&text).unwrap_err();
    let keys: Vec<_> = faults.iter().map(|fault| fault.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "tables.percent.tablets",
            "tables.percent.laptop",
            "tables.valid_until",
            "classes.cashback.new_buyer",
            "standing.antispam.low",
        ]
    );
    assert!(faults.is_sorted_by_key(|fault| fault.line));
    assert_eq!(Program::parse(&text).unwrap_err(), faults[0]);
}

#[test]
fn a_rate_may_be_a_span_or_unknown() {
    let of = |rate: &str, request: &EstimateRequest| {
        let text = ALIEXPRESS_TR.replacen("tablets = \"2.3\"", &format!("tablets = \"{rate}\""), 1);
        let estimate = Program::parse(&text).unwrap().estimate(request);
        (estimate.low.map(|m| m.amount.to_string()), estimate.high.map(|m| m.amount.to_string()))
    };
    let text = |low: &str, high: &str| (Some(low.to_owned()), Some(high.to_owned()));
    let tablet = ask(Category::Tablets, TrafficSource::Messenger);
    assert_eq!(of("1..2.5", &tablet), text("1.00", "2.50"));
    assert_eq!(of("..7", &tablet), text("0.00", "7.00"));
    assert_eq!(of("unknown", &tablet), (None, None));
    let any = EstimateRequest { category: None, ..tablet };
    assert_eq!(of("1..2.5", &any), text("1.00", "6.90"));
    assert_eq!(of("unknown", &any), (None, None), "one category is not known, so any may be it");

    let key = "tables.percent.tablets";
    assert_broken("tablets = \"2.3\"", "tablets = \"7..1\"", key, "low is above high");
    assert_broken("tablets = \"2.3\"", "tablets = \"1..101\"", key, "between 0 and 100");
    assert_broken("tablets = \"2.3\"", "tablets = \"1..\"", key, "is not a rate");
}

#[test]
fn one_rate_may_stand_for_every_category_that_is_not_named() {
    let start = ALIEXPRESS_TR.find("[tables.percent]").unwrap();
    let end = start + ALIEXPRESS_TR[start..].find("# First orders").unwrap();
    let with = |rates: &str| ALIEXPRESS_TR.replacen(&ALIEXPRESS_TR[start..end], rates, 1);
    let program = Program::parse(&with("every = \"3\"\n[tables.percent]\ntablets = \"1\"\n")).unwrap();
    let rate = |category| program.estimate(&ask(category, TrafficSource::Messenger)).rate.unwrap().percent;
    assert_eq!((rate(Category::Tablets), rate(Category::Laptop)), (percent("1"), percent("3")));

    let faults = Program::check(&with("every = \"300\"\n")).unwrap_err();
    assert_eq!((faults.len(), faults[0].key.as_str()), (1, "tables.every"));
    let faults = Program::check(&with("\n")).unwrap_err();
    assert_eq!((faults.len(), faults[0].key.as_str()), (1, "tables.name"));
    assert_eq!(faults[0].problem, FileProblem::MissingCategory(Category::MobilePhone));
}

#[test]
fn affiliate_products_have_a_table_or_are_unknown() {
    let (to, key) = ("affiliate = \"nothing\"", "classes.dropshipping.affiliate");
    assert_broken("affiliate = \"unknown\"", to, key, "no table `nothing`");
    assert_broken("hot = true", "hot = \"maybe\"", "classes.other.hot", "true, false or");
}

#[test]
fn countries_are_named_in_one_way_and_by_their_codes() {
    let (both, key) = ("only = [\"TR\"]\nexcept = [\"RU\"", "region.source");
    let text = ALIEXPRESS_TR.replacen("except = [\"RU\"", both, 1);
    let error = Program::parse(&text).unwrap_err();
    assert_eq!((error.key.as_str(), error.problem), (key, FileProblem::RegionForm));
    assert_broken("except = [\"RU\"", "except = [\"Russia\"", "region.except", "two letters");
}

#[test]
fn a_document_may_be_undated_and_sources_of_traffic_may_be_missing() {
    let text = ALIEXPRESS_TR.replacen("date = 2022-01-21", "#", 1);
    let program = Program::parse(&text).unwrap();
    assert_eq!(program.conduct()[0].2.date, None);
    assert_broken("date = 2022-01-21", "date = 2022-01-32", "sources.page.date", "");
    let start = text.find("[traffic]").unwrap();
    let end = start + text[start..].find("# ---").unwrap();
    let program = Program::parse(&text.replace(&text[start..end], "")).unwrap();
    assert_eq!(program.permission(TrafficSource::Popup), Permission::Unknown);
}

/// Another program may have own tables for a class, and several periods of one table.
#[test]
fn a_class_may_have_a_table_of_its_own_and_a_table_may_be_renewed() {
    let rates = |percent: &str| {
        let row = |category: &Category| format!("{category} = \"{percent}\"\n");
        Category::ALL.iter().map(row).collect::<String>()
    };
    let table = |from: &str, until: &str, percent: &str| {
        format!(
            "[[tables]]\nname = \"drop\"\nvalid_from = {from}\n{until}source = \"page\"\nsection = \"§\"\n\
             [tables.percent]\n{}",
            rates(percent)
        )
    };
    let text = ALIEXPRESS_TR.replace("affiliate = \"unknown\"", "affiliate = \"drop\"")
        + &table("2023-01-01", "valid_until = 2023-12-31\n", "3")
        + &table("2024-01-01", "", "2");
    let program = Program::parse(&text).unwrap();
    for (date, expected) in
        [("2022-12-31", None), ("2023-12-31", Some(usd("3.00"))), ("2024-01-01", Some(usd("2.00")))]
    {
        let request =
            EstimateRequest { order_date: day(date), ..ask(Category::Tablets, TrafficSource::Dropshipping) };
        assert_eq!(program.estimate(&request).likely, expected, "{date}");
    }
}

#[test]
fn files_with_the_former_name_of_the_network_id_are_still_read() {
    let former = ALIEXPRESS_TR.replace("network_id = ", "admitad_id = ");
    assert_eq!(Program::parse(&former).map(|program| program.network_id()), Ok(14289));
    let twice = ALIEXPRESS_TR.replace("network_id = 14289", "network_id = 14289\nadmitad_id = 14289");
    assert!(Program::parse(&twice).is_err());
}
