//! The program's live terms: the ad space's own rates come before the program file's table, which is used when the
//! network does not answer.

use dealink::app;
use dealink_program::FigureKind;
use dealink_sandbox::admitad::AdmitadEndpoint;
use dealink_sandbox::admitad::AdmitadFault;
use dealink_sandbox::telegram::UserId;

use crate::seeded::{self, page};
use crate::test_chats::TestPerson;
use crate::test_world::{TestWorld, noon, short_timeouts};

/// A test world in which the network's answer about the program was spoilt when the bot started.
pub async fn spoilt(fault: AdmitadFault) -> TestWorld {
    let mut world = TestWorld::new().await;
    world.stop().await;
    world.sandbox.admitad.inject_fault(AdmitadEndpoint::Program, fault, 1_000);
    world.start().await;
    world
}

/// The answer about a product without a known rate.
async fn unrated(world: &TestWorld, language: &str) -> (UserId, String) {
    let person = world.person(language);
    let answer = person.ask(&format!("$20 {}", page(seeded::NO_RATE))).await;
    (person.id, answer.text().to_owned())
}

#[tokio::test]
async fn the_ad_spaces_own_rates_stand_in_for_a_missing_one() {
    let world = TestWorld::new().await;
    let (_, turkish) = unrated(&world, "tr").await;
    assert!(
        turkish.contains("%2,3 ile %6,9 arasında komisyon · reklam alanınızın oranları, 22 Kasım 2026"),
        "{turkish}"
    );
    let (_, english) = unrated(&world, "en").await;
    assert!(
        english.contains("2.3% to 6.9% commission · rates of your ad space, 22 November 2026"),
        "{english}"
    );
    assert!(!english.contains("more than a year old"), "{english}");
}

#[tokio::test]
async fn a_products_live_rate_goes_before_them() {
    let world = TestWorld::new().await;
    let answer = world.person("en").ask(&page(seeded::CARDIGAN)).await;
    assert!(answer.text().contains("6.9% commission · live rate of the network"), "{answer}");
}

#[tokio::test]
async fn they_are_asked_for_once_whoever_needs_them() {
    let world = TestWorld::new().await;
    let people: Vec<TestPerson> = (0..10).map(|_| world.person("en")).collect();
    for person in &people {
        person.say(&page(seeded::NO_RATE));
    }
    for person in &people {
        assert!(person.next().await.text().contains("rates of your ad space"));
    }
    assert_eq!(world.sandbox.admitad.calls().count(AdmitadEndpoint::Program), 1);
}

#[tokio::test]
async fn where_they_cannot_be_had_the_file_serves_with_its_own_day() {
    use AdmitadFault::*;
    for fault in [Status(500), Html, HalfJson, AllNulls, Empty, Status(404)] {
        let world = spoilt(fault).await;
        let (_, turkish) = unrated(&world, "tr").await;
        assert!(turkish.contains("yayımlanmış tablo, 10 Ekim 2018"), "{fault:?}: {turkish}");
        let (_, english) = unrated(&world, "en").await;
        assert!(english.contains("published table, 10 October 2018"), "{fault:?}: {english}");
        assert!(english.contains("more than a year old"), "{fault:?}: {english}");
    }
}

#[tokio::test]
async fn numbers_as_strings_are_read_all_the_same() {
    let world = spoilt(AdmitadFault::NumbersAsStrings).await;
    let (_, answer) = unrated(&world, "en").await;
    assert!(answer.contains("2.3% to 6.9% commission · rates of your ad space"), "{answer}");
}

#[tokio::test]
async fn terms_of_which_nothing_can_be_read_are_none() {
    let world = spoilt(AdmitadFault::AllNulls).await;
    let config = dealink::sandbox::config(&world.sandbox, world.data.path());
    let deals = app::build_deals(&config, noon(), short_timeouts(), None).unwrap();
    assert_eq!(deals.terms().await, None);
}

#[tokio::test]
async fn figures_are_the_networks_where_it_has_them_and_the_files_where_not() {
    let world = TestWorld::new().await;
    let config = dealink::sandbox::config(&world.sandbox, world.data.path());
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
    let world = spoilt(AdmitadFault::Hang).await;
    let (_, english) = unrated(&world, "en").await;
    assert!(english.contains("published table, 10 October 2018"), "{english}");
}
