//! What is read of the platform's answers, in every form that was seen there.

use super::*;
use dealink_core::money::{Currency, Money};
use dealink_sandbox::open_platform::AnswerForm;

fn in_program() -> Vec<SeedProduct> {
    products().into_iter().filter(|product| product.affiliate != Some(false)).collect()
}

/// What the platform must be read to say of a product.
fn expected(product: &SeedProduct) -> Offer {
    let price_try = Money::new(product.price_try(), Currency::TRY);
    let price_usd = Money::new(product.price, Currency::USD);
    let before = |price: Money| {
        let before = Money::new(product.price_before_discount(price.amount), price.currency);
        (before.amount > price.amount).then_some(before)
    };
    Offer {
        id: id(product),
        title: Some(product.title.clone()),
        title_tr: Some(product.title_tr.clone()),
        picture: Some(product.picture().parse().unwrap()),
        price_try: Some(price_try),
        price_usd: Some(price_usd),
        old_price_try: before(price_try),
        old_price_usd: before(price_usd),
        discount: product.discount(),
        category: Some(product.category_path().to_owned()),
        store: Some(product.store),
        asked_on: date(2026, 11, 22),
    }
}

#[tokio::test]
async fn every_form_of_an_answer_is_read_as_the_same() {
    for form in AnswerForm::ALL {
        let (stand_in, client) = world(quick()).await;
        stand_in.set_form(Some(form));
        let asked: Vec<_> = in_program().iter().map(id).collect();
        let answers = client.offers(&asked).await;
        assert_eq!(answers.len(), asked.len());
        for product in in_program() {
            assert_eq!(answers[&id(&product)].as_deref(), Ok(&expected(&product)), "{form:?}");
        }
    }
}

#[tokio::test]
async fn forms_may_change_from_answer_to_answer() {
    let (stand_in, client) = world(quick()).await;
    for product in in_program().into_iter().take(8) {
        assert_eq!(ask(&client, id(&product)).await.as_deref(), Ok(&expected(&product)));
    }
    assert_eq!(stand_in.calls().len(), 16);
}

#[tokio::test]
async fn what_the_program_does_not_hold_has_no_data() {
    let (_stand_in, client) = world(quick()).await;
    let outside = products().into_iter().find(|product| product.affiliate == Some(false)).unwrap();
    assert_eq!(ask(&client, id(&outside)).await, Err(NoOffer::NoData), "alone: the result is empty");
    let asked = [unknown(1), first(), unknown(2)];
    let answers = client.offers(&asked).await;
    assert_eq!(answers.len(), 3);
    assert!(answers[&first()].is_ok());
    assert_eq!(answers[&unknown(1)], Err(NoOffer::NoData), "beside others: it is missing from the list");
    assert_eq!(answers[&unknown(2)], Err(NoOffer::NoData));
}

#[tokio::test]
async fn one_edition_alone_still_has_the_sellers_price() {
    use dealink_sandbox::open_platform::OpenPlatformFault;

    let (stand_in, client) = world(quick()).await;
    stand_in.inject_fault(&OpenPlatformFault::Error("isv.invalid-parameter", "", "no"), 1);
    let offer = ask(&client, first()).await.unwrap();
    assert_eq!(offer.price_usd, expected(&products()[0]).price_usd, "both editions carry it");
    assert!(offer.title.is_none() != offer.title_tr.is_none());
    assert_eq!(offer.picture, expected(&products()[0]).picture);
}

#[tokio::test]
async fn a_product_without_anything_is_an_offer_without_anything() {
    use dealink_sandbox::open_platform::OpenPlatformFault;

    let (stand_in, client) = world(quick()).await;
    stand_in.inject_fault(&OpenPlatformFault::OnlyIds, 2);
    let offer = ask(&client, first()).await.unwrap();
    let id = first();
    let on = date(2026, 11, 22);
    assert_eq!(*offer, Offer::merge_editions(id, None, None, on));
}
