//! What comes back, in every form in which it may be written.

use super::*;
use crate::affiliate::{Deeplink, LinkCheck, LinkRefusal, ProductRate};

#[tokio::test]
async fn every_target_gets_its_own_link_and_verdict() {
    let (stand_in, client) = world(quick()).await;
    let mut targets = pages(&stand_in);
    targets.push(unknown(1));
    targets.push(targets[0].clone());
    let links = client.deeplinks(&targets).await.unwrap();
    assert_eq!(links.len(), targets.len());
    for (target, made) in targets.iter().zip(&links) {
        let made = made.as_ref().unwrap();
        assert_eq!(tracking_link::target(&made.link).as_ref(), Some(target));
        assert_eq!(tracking_link::ad_space_code(&made.link), Some(AD_SPACE_CODE));
        assert_eq!(made.affiliate, stand_in.product(target).and_then(|product| product.affiliate));
    }
    let asked: usize = stand_in.calls().targets(Method::Deeplink).iter().sum();
    assert_eq!(asked, targets.len() - 1, "equal targets are asked for once");
}

#[tokio::test]
async fn short_links_and_us_pages_are_targets_too() {
    let (stand_in, client) = world(quick()).await;
    let hidden = |product: &SeedProduct| product.short_links().chain([product.us_page()]).collect::<Vec<_>>();
    let targets: Vec<Url> =
        stand_in.products().iter().flat_map(hidden).map(|link| link.parse().unwrap()).collect();
    let (links, rates) = tokio::join!(client.deeplinks(&targets), client.product_rates(&targets));
    let (links, rates) = (links.unwrap(), rates.unwrap());
    for (target, link) in targets.iter().zip(&links) {
        let product = stand_in.product(target).unwrap();
        assert_eq!(link.as_ref().unwrap().affiliate, product.affiliate, "{target}");
        let name = product.is_rated.then(|| product.title.clone());
        assert_eq!(rates[target.as_str()].name, name, "{target}");
    }
}

#[tokio::test]
async fn many_targets_go_in_batches_that_the_server_takes() {
    let (stand_in, client) = world(quick()).await;
    let targets: Vec<Url> = (0..450).map(unknown).collect();
    let links = client.deeplinks(&targets).await.unwrap();
    let leads_right = |(link, target): (&Option<Deeplink>, &Url)| {
        tracking_link::target(&link.as_ref().unwrap().link).as_ref() == Some(target)
    };
    assert!(links.iter().zip(&targets).all(leads_right));
    let calls = stand_in.calls().targets(Method::Deeplink);
    assert_eq!(calls.iter().sum::<usize>(), 450);
    assert!(calls.len() > 2 && calls.iter().all(|targets| *targets <= 200), "{calls:?}");

    stand_in.reset_calls();
    assert_eq!(client.product_rates(&targets).await.unwrap().len(), 450);
    assert_eq!(stand_in.calls().targets(Method::Rates), [50; 9]);
    assert_eq!(stand_in.calls().count(Method::Token), 0, "the token was there");
}

#[tokio::test]
async fn nothing_is_asked_for_nothing() {
    let (stand_in, client) = world(quick()).await;
    assert_eq!(client.deeplinks(&[]).await, Ok(Vec::new()));
    assert!(client.product_rates(&[]).await.unwrap().is_empty());
    assert_eq!(stand_in.calls().0, []);
}

#[tokio::test]
async fn an_answer_in_another_order_or_form_is_matched_all_the_same() {
    let (stand_in, client) = world(quick()).await;
    let targets = &pages(&stand_in)[..8];
    for fault in [
        AdmitadFault::Shuffled,
        AdmitadFault::BareStrings,
        AdmitadFault::NumbersAsStrings,
        AdmitadFault::Nulls,
    ] {
        stand_in.inject_fault(Method::Deeplink, fault, 1);
        let links = client.deeplinks(targets).await.unwrap();
        for (target, link) in targets.iter().zip(&links) {
            assert_eq!(
                tracking_link::target(&link.as_ref().unwrap().link).as_ref(),
                Some(target),
                "{fault:?}"
            );
        }
    }
    stand_in.inject_fault(Method::Deeplink, AdmitadFault::OneMissing, 1);
    let links = client.deeplinks(targets).await.unwrap();
    assert_eq!(links.iter().map(Option::is_some).collect::<Vec<_>>()[6..], [true, false]);
    stand_in.inject_fault(Method::Deeplink, AdmitadFault::Unwrapped, 1);
    assert!(client.deeplinks(&targets[..1]).await.unwrap()[0].is_some());
    stand_in.inject_fault(Method::Deeplink, AdmitadFault::AllNulls, 1);
    assert_eq!(client.deeplinks(&targets[..1]).await.unwrap(), [None]);
}

#[tokio::test]
async fn rates_are_the_products_however_they_are_written() {
    let (stand_in, client) = world(quick()).await;
    let targets = pages(&stand_in);
    for fault in [None, Some(AdmitadFault::Shuffled), Some(AdmitadFault::NumbersAsStrings)] {
        stand_in.inject_fault(Method::Rates, fault.unwrap_or(AdmitadFault::Shuffled), fault.map_or(0, |_| 2));
        let rates = client.product_rates(&targets).await.unwrap();
        for product in stand_in.products() {
            let percent =
                |rate: Option<dealink_sandbox::admitad::SeedRate>| rate.map(|rate| Percent(rate.percent));
            let expected = ProductRate {
                name: product.is_rated.then(|| product.title.clone()),
                rate: percent(product.rate),
                hot_rate: percent(product.hot_rate),
                is_hot: product.is_hot,
            };
            assert_eq!(rates[page(product).as_str()], expected, "{fault:?}");
        }
    }
    stand_in.inject_fault(Method::Rates, AdmitadFault::Nulls, 1);
    let one = &targets[..1];
    assert_eq!(client.product_rates(one).await.unwrap()[one[0].as_str()], ProductRate::default());
    stand_in.inject_fault(Method::Rates, AdmitadFault::OneMissing, 1);
    assert!(client.product_rates(one).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_link_check_gives_each_product_its_verdict() {
    let (stand_in, client) = world(quick()).await;
    for product in stand_in.products() {
        let verdict = client.check_link(&link(AD_SPACE_CODE, &page(product))).await.unwrap();
        let expected = match product.check {
            LinkCheckOutcome::Pays => LinkCheck::Affiliate,
            LinkCheckOutcome::NonAffiliated => LinkCheck::NotAffiliate,
            LinkCheckOutcome::Unpaid => LinkCheck::NoReward,
            LinkCheckOutcome::Refused => LinkCheck::Refused(LinkRefusal::BadAddress),
        };
        assert_eq!(verdict, expected, "{}", product.title);
    }
    let target = page(&stand_in.products()[0]);
    let long = "x".repeat(51);
    for (link, refusal) in [
        (link(AD_SPACE_CODE, &unknown(1)), LinkRefusal::WrongLink),
        (link("0000000000", &target), LinkRefusal::WrongLink),
        (link("short", &target), LinkRefusal::CodeLength),
        (target.clone(), LinkRefusal::WrongDomain),
        (link(AD_SPACE_CODE, &"https://shop.example/".parse().unwrap()), LinkRefusal::DomainNotPermitted),
        (
            tracking_link::with_subids(
                &link(AD_SPACE_CODE, &target),
                &[(tracking_link::SubIdSlot::SubId, &long)],
            ),
            LinkRefusal::SubIdTooLong,
        ),
    ] {
        assert_eq!(client.check_link(&link).await, Ok(LinkCheck::Refused(refusal)), "{link}");
    }
}

#[tokio::test]
async fn a_short_link_is_as_good_as_the_long_one() {
    let (stand_in, client) = world(quick()).await;
    let product = &stand_in.products()[0];
    let long = client.deeplinks(&[page(product)]).await.unwrap()[0].clone().unwrap().link;
    let short = client.shorten(&long).await.unwrap();
    assert_eq!(short.host_str(), Some("ali.ski"));
    assert_eq!(client.shorten(&long).await.as_ref(), Ok(&short));
    let rates = client.product_rates(&[short.clone(), long.clone()]).await.unwrap();
    assert_eq!(rates[short.as_str()], rates[long.as_str()]);
    assert_eq!(rates[short.as_str()].name.as_ref(), Some(&product.title));
    let foreign = client.shorten(&page(product)).await;
    assert!(matches!(foreign, Err(AdmitadError::Refused { .. })), "{foreign:?}");
}

#[tokio::test]
async fn the_ad_space_and_the_program_are_the_accounts() {
    let (_stand_in, client) = world(quick()).await;
    let ad_space = client.ad_space().await.unwrap();
    assert_eq!(ad_space.verification_code.as_deref(), Some(AD_SPACE_CODE));
    assert_eq!(ad_space.status.as_deref(), Some("active"));
    let program = client.program().await.unwrap();
    assert_eq!(program.connection_status.as_deref(), Some("active"));
    assert_eq!((program.allow_deeplink, program.currency), (Some(true), Some(Currency::USD)));
    assert_eq!(tracking_link::ad_space_code(program.gotolink.as_ref().unwrap()), Some(AD_SPACE_CODE));
    assert_eq!(program.actions.len(), 19);
    assert!(program.actions.iter().all(|action| action.tariffs[0].rates[0].is_percentage));
}

#[tokio::test]
async fn an_exchange_rate_is_of_its_pair_and_day() {
    let (stand_in, client) = world(quick()).await;
    let today = date(2026, 11, 22);
    let rate = client.exchange_rate(Currency::TRY, Currency::USD, today).await.unwrap();
    assert_eq!((rate.rate.to_string().as_str(), rate.date), ("0.0236", today));
    stand_in.inject_fault(Method::Exchange, AdmitadFault::Nulls, 1);
    assert_eq!(client.exchange_rate(Currency::TRY, Currency::USD, today).await, Ok(rate), "no date is today");
    let unknown = client.exchange_rate("XAU".parse().unwrap(), Currency::USD, today).await;
    assert!(matches!(unknown, Err(AdmitadError::Refused { .. })), "{unknown:?}");
}
