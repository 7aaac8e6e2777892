//! Every warning of the program's rules, shown in the chat for a product of the sandbox, in both languages.

use std::sync::Arc;

use dealink::store::Store;
use dealink_program::{Program, TrafficSource, WarningCode};
use dealink_sandbox::admitad::AdmitadFault;
use dealink_sandbox::telegram::ChatChange;
use jiff::civil::date;

use crate::seeded::{self, page};
use crate::test_chats::TestPerson;
use crate::test_world::{TestConfig, TestWorld, noon};

/// Program ids at the network.
const TR: u32 = 14_289;
const RU_CIS: u32 = 25_179;

/// How a warning is caused: traffic source, date of approval, message, and presses on the calculator.
struct Scene {
    shows: &'static [WarningCode],
    traffic: Option<TrafficSource>,
    joined: Option<&'static str>,
    says: String,
    presses: &'static [CardAction],
    /// Whether the network answers with the ad space's rates; if not, the program file's table is used.
    terms: bool,
    /// The program with the rules.
    program: u32,
}

/// A press on a product's card, as its callback data.
#[derive(Clone, Copy)]
enum CardAction {
    /// Opens "why?".
    Why,
    /// A supposition in the calculator, as its buttons write it.
    Suppose(&'static str),
}

impl Scene {
    fn new(shows: &'static [WarningCode], product: u64) -> Scene {
        Scene {
            shows,
            traffic: None,
            joined: None,
            says: page(product),
            presses: &[],
            terms: true,
            program: TR,
        }
    }

    fn priced(shows: &'static [WarningCode], price: &str, product: u64) -> Scene {
        Scene { says: format!("{price} | Thing\n{}", page(product)), ..Scene::new(shows, product) }
    }

    fn by(self, traffic: TrafficSource) -> Scene {
        Scene { traffic: Some(traffic), ..self }
    }

    fn joined(self, day: &'static str) -> Scene {
        Scene { joined: Some(day), ..self }
    }

    fn in_cis(self) -> Scene {
        Scene { program: RU_CIS, ..self }
    }

    fn without_terms(self) -> Scene {
        Scene { terms: false, ..self }
    }

    fn then(self, presses: &'static [CardAction]) -> Scene {
        Scene { presses, ..self }
    }
}

fn scenes() -> Vec<Scene> {
    use TrafficSource as T;
    use WarningCode as W;
    const NO_COMMISSION: &[CardAction] = &[CardAction::Suppose("s1100900001")];
    const NON_AFFILIATE: &[CardAction] = &[CardAction::Suppose("s1100900002")];
    const ELECTRONICS: &[CardAction] = &[CardAction::Suppose("s1100900003")];
    const CHUWI: &[CardAction] = &[CardAction::Suppose("s1100900004")];
    vec![
        Scene::new(&[W::TrafficForbidden], seeded::CARDIGAN).by(T::Adult),
        Scene::new(&[W::TrafficNeedsApproval], seeded::CARDIGAN).by(T::Sem),
        Scene::new(&[W::TrafficNotNamed, W::ExtensionConduct], seeded::CARDIGAN).by(T::Extension),
        Scene::new(&[W::VirtualProduct], seeded::CARDIGAN).then(&[CardAction::Suppose("c15")]),
        Scene::new(&[W::StoreNoCommission], seeded::CARDIGAN).then(NO_COMMISSION),
        Scene::new(&[W::StoreNonAffiliate], seeded::NOT_AFFILIATE).then(NON_AFFILIATE),
        Scene::new(&[W::StoreSpecialElectronics], seeded::CARDIGAN).then(ELECTRONICS),
        Scene::new(&[W::StoreSpecialElectronicsNonAffiliate], seeded::NOT_AFFILIATE).then(ELECTRONICS),
        Scene::new(&[W::StoreChuwi, W::HotOverridden], seeded::HOT).then(CHUWI),
        Scene::new(&[W::StoreRateNonAffiliate], seeded::NOT_AFFILIATE).by(T::Cashback).then(CHUWI),
        Scene::new(&[W::NonAffiliateClass], seeded::NOT_AFFILIATE).by(T::Cashback),
        Scene::new(&[W::AffiliationUnknown], seeded::NOBODY_KNOWS).by(T::Subnetwork),
        Scene::new(&[W::ReviewPeriod], seeded::NOT_AFFILIATE).joined("21.11.2026"),
        Scene::new(&[W::HotIncreaseLost], seeded::HOT).by(T::Subnetwork),
        Scene::new(&[W::HotSpecialLink], seeded::HOT),
        Scene::new(&[W::HotOnlyThisProduct], seeded::HOT).then(&[CardAction::Suppose("h")]),
        Scene::new(&[W::DropshippingAttribution], seeded::CARDIGAN).by(T::Dropshipping),
        Scene::new(&[W::RateUnknown], seeded::NO_RATE).by(T::Dropshipping),
        Scene::new(&[W::RateZero], seeded::NO_REWARD),
        Scene::new(&[W::RateOlderThanYear], seeded::NO_RATE).without_terms(),
        Scene::new(&[W::OutsideRegion], seeded::CARDIGAN).then(&[CardAction::Suppose("dKZ")]),
        Scene::new(&[W::NonAffiliateStandard], seeded::NOT_AFFILIATE),
        Scene::new(&[W::TrafficUnknown, W::NonAffiliateNothing], seeded::NOT_AFFILIATE).in_cis(),
        Scene::new(&[W::HotUnknown], seeded::HOT).by(T::Cashback).in_cis(),
        Scene::priced(&[W::CapUnknown], "RUB 900000", seeded::CARDIGAN).in_cis(),
        Scene::priced(&[W::CapReached], "$2000.00", seeded::CARDIGAN),
        Scene::priced(&[W::CapNotApplied], "XAF 2000", seeded::CARDIGAN),
        Scene::new(
            &[
                W::PaymentWindow,
                W::ReturnedOrders,
                W::AntispamDeduction,
                W::Region,
                W::SimilarProduct,
                W::CisDelivery,
                W::CookieLifetime,
                W::OneSession,
            ],
            seeded::CARDIGAN,
        )
        .then(&[CardAction::Why]),
    ]
}

#[tokio::test]
async fn every_warning_is_met_with_a_product_of_the_sandbox() {
    let world = with_lists(TestWorld::new().await).await;
    let silent = crate::terms::spoilt(AdmitadFault::Status(500)).await;
    let cis = TestWorld::with_config(TestConfig {
        change_config: |config| config.program = Arc::new(Program::by_network_id(RU_CIS).unwrap()),
        ..TestConfig::default()
    });
    let cis = cis.await;
    let scenes = scenes();
    let met: Vec<WarningCode> = scenes.iter().flat_map(|scene| scene.shows).copied().collect();
    let missing: Vec<_> = WarningCode::ALL.iter().filter(|code| !met.contains(code)).collect();
    assert!(missing.is_empty(), "no scene shows {missing:?}");
    let mut told = Vec::new();
    for scene in &scenes {
        for language in ["tr", "en"] {
            let world = match (scene.program, scene.terms) {
                (RU_CIS, _) => &cis,
                (_, true) => &world,
                (_, false) => &silent,
            };
            let person = world.person(language);
            let card = play(&person, scene).await;
            let text = card.text().to_owned();
            let names: Vec<&str> = scene.shows.iter().map(|code| code.name()).collect();
            for code in scene.shows {
                let wording = wording(language, *code);
                assert!(text.contains(&wording), "{language} {code}: {wording}\n{text}");
            }
            told.push(format!("## {} ({language})\n{text}", names.join(", ")));
        }
    }
    insta::assert_snapshot!(told.join("\n\n"));
}

/// A test world with the sandbox's lists of stores.
async fn with_lists(mut world: TestWorld) -> TestWorld {
    world.stop().await;
    let lists = Store::open(world.data.path()).await.unwrap().store.lists;
    for (kind, list) in dealink::sandbox::lists(&world.sandbox, date(2026, 11, 20)) {
        lists.save(kind, list, noon().now()).await.unwrap();
    }
    drop(lists);
    world.start().await;
    world
}

/// Plays a scene; returns the last card.
async fn play(person: &TestPerson<'_>, scene: &Scene) -> ChatChange {
    if let Some(source) = scene.traffic {
        let card = person.ask("/traffic").await;
        person.press(&card, &format!("set:traffic:{source}")).await;
    }
    if let Some(day) = scene.joined {
        let card = person.ask("/settings").await;
        let (_, page) = person.press(&card, "set:joined").await;
        person.press(&page, "set:joined:ask").await;
        person.ask(day).await;
    }
    let mut card = person.ask(&scene.says).await;
    for act in scene.presses {
        let why = card.buttons().iter().flatten().find_map(|button| {
            let data = button["callback_data"].as_str()?;
            data.starts_with("ow:").then(|| data.to_owned())
        });
        let why = why.expect("the answer opens the calculator");
        let data = match act {
            CardAction::Why => why,
            // The supposition that the card's buttons carry, with this one added.
            CardAction::Suppose(field) => {
                format!("or{}{field}", why.trim_start_matches("ow").trim_end_matches(','))
            }
        };
        person.world.sandbox.telegram.forge_press(person.id, card.message_id().unwrap(), &data);
        person.next().await;
        card = person.next().await;
    }
    card
}

/// The longest part of a warning's text without a variable.
fn wording(language: &str, code: WarningCode) -> String {
    let file = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{language}/program.ftl")),
    )
    .unwrap();
    let mut lines = file.lines().skip_while(|line| !line.starts_with(&format!("{} = ", code.key())));
    let first = lines.next().unwrap().split_once(" = ").unwrap().1;
    // For a text with several forms, the first one; no scene is about a single item.
    let of_one = |line: &&str| line.trim_start().starts_with("[one]");
    let text = if first.starts_with("{ $") && first.ends_with("->") {
        lines.find(|line| !of_one(line)).unwrap().split_once("] ").unwrap().1
    } else {
        first
    };
    // Braces contain a variable or a choice of forms.
    let mut depth = 0;
    let fixed = text.split_inclusive(['{', '}']).filter_map(|stretch| {
        let outside = depth == 0;
        depth += match stretch.chars().last() {
            Some('{') => 1,
            Some('}') => -1,
            _ => 0,
        };
        outside.then(|| stretch.trim_end_matches('{'))
    });
    let wording = fixed.max_by_key(|stretch| stretch.len()).unwrap();
    let wording = wording.trim_matches(['.', ' ', ')', '(']).to_owned();
    assert!(wording.len() > 8, "{code}: {wording}");
    wording
}
