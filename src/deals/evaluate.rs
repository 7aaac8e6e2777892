//! The program's rules laid over what was found of a product: the question, the estimate, and what that is worth.

use super::deal::{ConvertedEstimate, Verdict};
use super::facts::{FactOrigin, Facts};
use super::{ASSUMED_TRAFFIC, AnswerContext, DealRequest, Deals};
use dealink_core::money::{Currency, Decimal, Money, Percent};
use dealink_links::Price;
use dealink_network::exchange::ExchangeRate;
use dealink_program::{
    Buyer, Category, Estimate, EstimateRequest, HotOffer, LiveRate, RateSource, Worth, map_shop_category,
};

/// The link that the order would come by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OrderLink {
    /// An ordinary affiliate link.
    Ordinary,
    /// The Hot product's special link.
    Special,
}

/// A product, weighed.
pub(super) struct Evaluation {
    /// The price in the program's currency, with the rate that was used.
    pub(super) converted_price: Option<(Money, ExchangeRate)>,
    pub(super) question: EstimateRequest,
    pub(super) estimate: Estimate,
    /// For an order of a hundred; where no price is known.
    pub(super) per_hundred: Option<Estimate>,
    pub(super) worth: Worth,
    /// In the publisher's second currency.
    pub(super) converted_estimate: Option<ConvertedEstimate>,
}

impl Deals {
    pub(super) fn evaluate(
        &self,
        facts: &Facts,
        verdict: &Verdict,
        link: OrderLink,
        context: &AnswerContext<'_>,
    ) -> Evaluation {
        let AnswerContext { rates, request, .. } = context;
        let price = facts.price.as_ref().map(|price| price.best.value);
        let (asked, converted) = price_for_rules(price, rates);
        let question = EstimateRequest { price: asked, ..self.build_question(facts, verdict, link, context) };
        let estimate = self.program.estimate(&question);
        let hundred = Money::new(Decimal::ONE_HUNDRED, self.program.currency());
        let per_hundred = asked
            .is_none()
            .then(|| self.program.estimate(&EstimateRequest { price: Some(hundred), ..question.clone() }));
        let figures = self.program.figures(context.terms.as_deref());
        let worth = Worth::new(per_hundred.as_ref().unwrap_or(&estimate), &figures, self.clock.today());
        let shown =
            request.publisher.currency.and_then(|currency| convert_estimate(&estimate, rates, currency));
        Evaluation {
            converted_price: converted,
            question,
            estimate,
            per_hundred,
            worth,
            converted_estimate: shown,
        }
    }

    /// What the rules are asked about a product, but for its price.
    fn build_question(
        &self,
        facts: &Facts,
        verdict: &Verdict,
        link: OrderLink,
        context: &AnswerContext<'_>,
    ) -> EstimateRequest {
        let DealRequest { publisher, what_if: suppose, .. } = context.request;
        let shop = facts.category.as_ref().and_then(|category| map_shop_category(&category.best.value));
        let category = suppose.category.or(shop);
        let store = suppose.store.or(facts.store.as_ref().map(|store| store.best.value));
        // "Pays no reward" is a rate of nothing, whatever else is said of the product.
        let live_rate = match (verdict, &facts.rate) {
            (Verdict::NoReward, _) => {
                Some(LiveRate { percent: Percent::ZERO, date: context.today, source: RateSource::Check })
            }
            // A feed's row is about an affiliate product. If the network says that it is none, the row is out of date.
            (Verdict::NotAffiliate(_), Some(rate)) if rate.best.source == FactOrigin::Feed => None,
            (_, Some(rate)) => Some(LiveRate {
                percent: rate.best.value,
                date: rate.best.date,
                source: if rate.best.source == FactOrigin::Feed {
                    RateSource::Feed
                } else {
                    RateSource::Live
                },
            }),
            (_, None) => None,
        };
        let hot = facts.hot_rate.as_ref().map(|rate| rate.best.value).filter(|rate| *rate > Percent::ZERO);
        EstimateRequest {
            category,
            affiliation: verdict.affiliation(),
            hot: hot.map(|percent| HotOffer {
                percent,
                special_link: suppose.hot_link || link == OrderLink::Special,
            }),
            store_lists: self.store_lists(store).into_iter().map(|(list, date)| (list, Some(date))).collect(),
            virtual_product: category == Some(Category::Special),
            buyer: suppose.buyer.unwrap_or(Buyer::Unknown),
            live_rate,
            terms: context.terms.clone(),
            joined: publisher.joined,
            delivery: suppose.delivery,
            ..EstimateRequest::new(
                suppose.traffic.or(publisher.traffic).unwrap_or(ASSUMED_TRAFFIC),
                self.clock.today(),
            )
        }
    }
}

/// The price as the rules get it: in the program's currency where a rate is known, else as it was given.
fn price_for_rules(
    price: Option<Price>,
    rates: &[ExchangeRate],
) -> (Option<Money>, Option<(Money, ExchangeRate)>) {
    let Some(Price { amount, currency: Some(currency) }) = price else { return (None, None) };
    let given = Money::new(amount, currency);
    let converted = rates.iter().find_map(|rate| Some((rate.convert(given)?, *rate)));
    (
        Some(converted.map_or(given, |(money, _)| money)),
        converted.map(|(money, rate)| (money.rounded(), rate)),
    )
}

fn convert_estimate(
    estimate: &Estimate,
    rates: &[ExchangeRate],
    currency: Currency,
) -> Option<ConvertedEstimate> {
    let rate = *rates.iter().find(|rate| rate.of == currency)?;
    let change = |money: Option<Money>| rate.convert_back(money?).map(Money::rounded);
    let shown = ConvertedEstimate {
        low: change(estimate.low),
        high: change(estimate.high),
        likely: change(estimate.likely),
        rate,
    };
    (shown.low.is_some() || shown.high.is_some()).then_some(shown)
}
