//! The program's live terms: the ad space's own rates come before the program file's table, which is used when the
//! network does not answer.

use dealink::app;
use dealink_program::FigureKind;
use dealink_sandbox::admitad::AdmitadFault;
use dealink_sandbox::admitad::Endpoint;
use dealink_sandbox::telegram::UserId;

use crate::test_world::{TestPerson, TestWorld, noon, page, seeded, short_timeouts};

/// A test world in which the network's answer about the program was spoilt when the bot started.
pub async fn spoilt(fault: AdmitadFault) -> TestWorld {
    let mut town = TestWorld::new().await;
    town.stop().await;
    town.sandbox.admitad.inject_fault(Endpoint::Program, fault, 1_000);
    town.start().await;
    town
}

/// The answer about a product without a known rate.
async fn unrated(town: &TestWorld, language: &str) -> (UserId, String) {
    let person = town.person(language);
    let answer = person.ask(&format!("$20 {}", page(seeded::NO_RATE))).await;
    (person.id, answer.text().to_owned())
}

#[tokio::test]
async fn the_ad_spaces_own_rates_stand_in_for_a_missing_one() {
    let town = TestWorld::new().await;
    let (_, turkish) = unrated(&town, "tr").await;
    assert!(
        turkish.contains("%2,3 ile %6,9 arasında komisyon · reklam alanınızın oranları, 22 Kasım 2026"),
        "{turkish}"
    );
    let (_, english) = unrated(&town, "en").await;
    assert!(
        english.contains("2.3% to 6.9% commission · rates of your ad space, 22 November 2026"),
        "{english}"
    );
    assert!(!english.contains("more than a year old"), "{english}");
}

#[tokio::test]
async fn a_products_live_rate_goes_before_them() {
    let town = TestWorld::new().await;
    let answer = town.person("en").ask(&page(seeded::CARDIGAN)).await;
    assert!(answer.text().contains("6.9% commission · live rate of the network"), "{answer}");
}

#[tokio::test]
async fn they_are_asked_for_once_whoever_needs_them() {
    let town = TestWorld::new().await;
    let people: Vec<TestPerson> = (0..10).map(|_| town.person("en")).collect();
    for person in &people {
        person.say(&page(seeded::NO_RATE));
    }
    for person in &people {
        assert!(person.next().await.text().contains("rates of your ad space"));
    }
    assert_eq!(town.sandbox.admitad.calls().count(Endpoint::Program), 1);
}

#[tokio::test]
async fn where_they_cannot_be_had_the_file_serves_with_its_own_day() {
    use AdmitadFault::*;
    for fault in [Status(500), Html, HalfJson, AllNulls, Empty, Status(404)] {
        let town = spoilt(fault).await;
        let (_, turkish) = unrated(&town, "tr").await;
        assert!(turkish.contains("yayımlanmış tablo, 10 Ekim 2018"), "{fault:?}: {turkish}");
        let (_, english) = unrated(&town, "en").await;
        assert!(english.contains("published table, 10 October 2018"), "{fault:?}: {english}");
        assert!(english.contains("more than a year old"), "{fault:?}: {english}");
    }
}

#[tokio::test]
async fn numbers_as_strings_are_read_all_the_same() {
    let town = spoilt(AdmitadFault::NumbersAsStrings).await;
    let (_, answer) = unrated(&town, "en").await;
    assert!(answer.contains("2.3% to 6.9% commission · rates of your ad space"), "{answer}");
}

#[tokio::test]
async fn terms_of_which_nothing_can_be_read_are_none() {
    let town = spoilt(AdmitadFault::AllNulls).await;
    let config = dealink::sandbox::config(&town.sandbox, town.data.path());
    let deals = app::build_deals(&config, noon(), short_timeouts(), None).unwrap();
    assert_eq!(deals.terms().await, None);
}

#[tokio::test]
async fn figures_are_the_networks_where_it_has_them_and_the_files_where_not() {
    let town = TestWorld::new().await;
    let config = dealink::sandbox::config(&town.sandbox, town.data.path());
    let deals = app::build_deals(&config, noon(), short_timeouts(), None).unwrap();
    let terms = deals.terms().await;
    let figures = deals.program().figures(terms.as_deref());
    assert_eq!(figures.len(), 9);
    for figure in figures {
        let only_in_the_file =
            [FigureKind::Cr48h, FigureKind::OrderCap, FigureKind::HotUpTo].contains(&figure.kind);
        let today = figure.citation.date == Some(noon().today()) && figure.citation.document == "Admitad API";
        assert_ne!(today, only_in_the_file, "{figure:?}");
    }
}

#[tokio::test]
async fn a_network_that_never_tells_them_does_not_keep_an_answer() {
    let town = spoilt(AdmitadFault::Hang).await;
    let (_, english) = unrated(&town, "en").await;
    assert!(english.contains("published table, 10 October 2018"), "{english}");
}
