//! The program's rules applied to the facts about a product: the question to the rules, the estimate, and its worth.

use std::sync::Arc;

use dealink_core::money::{Currency, Decimal, Money, Percent};
use dealink_links::Price;
use dealink_network::exchange::ExchangeRate;
use dealink_program::{
    Buyer, Category, Estimate, EstimateRequest, HotOffer, LiveRate, Program, RateSource, Terms, Worth,
    map_shop_category,
};
use jiff::civil::Date;

use super::facts::{FactOrigin, Facts};
use super::request::{ASSUMED_TRAFFIC, DealRequest};
use super::verdict::Verdict;
use crate::lists::Lists;

/// The link through which the order would be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OrderLink {
    Ordinary,
    Special,
}

/// The result of the rules for a product.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The price in the program's currency, with the rate that was used.
    pub converted_price: Option<(Money, ExchangeRate)>,
    pub question: EstimateRequest,
    /// The commission of an approved order.
    pub estimate: Estimate,
    /// The estimate for an order of 100 units of the program's currency, if no price is known.
    pub per_hundred: Option<Estimate>,
    /// The worth of the estimate, or of `per_hundred` if no price is known.
    pub worth: Worth,
    /// The estimate's figures in the currency that the publisher wants to see, with the rate that was used.
    pub converted_estimate: Option<ConvertedEstimate>,
}

/// An estimate in another currency.
#[derive(Clone, Debug, PartialEq)]
pub struct ConvertedEstimate {
    pub low: Option<Money>,
    pub high: Option<Money>,
    pub likely: Option<Money>,
    pub rate: ExchangeRate,
}

impl Evaluation {
    /// The exchange rates with which its figures were converted.
    pub fn exchange_rates_used(&self) -> impl Iterator<Item = &ExchangeRate> {
        let of_price = self.converted_price.as_ref().map(|(_, rate)| rate);
        of_price.into_iter().chain(self.converted_estimate.as_ref().map(|shown| &shown.rate))
    }
}

/// Inputs of the rules besides the product.
pub(super) struct Evaluator<'a> {
    pub(super) program: &'a Program,
    pub(super) lists: &'a Lists,
    pub(super) rates: &'a [ExchangeRate],
    pub(super) terms: Option<&'a Arc<Terms>>,
    pub(super) request: &'a DealRequest<'a>,
    pub(super) today: Date,
}

impl Evaluator<'_> {
    pub(super) fn evaluate(&self, facts: &Facts, verdict: &Verdict, link: OrderLink) -> Evaluation {
        let price = facts.price.as_ref().map(|price| price.best.value);
        let (price, converted_price) = price_for_rules(price, self.rates);
        let question = EstimateRequest { price, ..self.build_question(facts, verdict, link) };
        let estimate = self.program.estimate(&question);
        let hundred = Money::new(Decimal::ONE_HUNDRED, self.program.currency());
        let per_hundred = price
            .is_none()
            .then(|| self.program.estimate(&EstimateRequest { price: Some(hundred), ..question.clone() }));
        let figures = self.program.figures(self.terms.map(Arc::as_ref));
        let worth = Worth::new(per_hundred.as_ref().unwrap_or(&estimate), &figures, self.today);
        let currency = self.request.publisher.currency;
        let converted_estimate =
            currency.and_then(|currency| convert_estimate(&estimate, self.rates, currency));
        Evaluation { converted_price, question, estimate, per_hundred, worth, converted_estimate }
    }

    /// The question without the price.
    fn build_question(&self, facts: &Facts, verdict: &Verdict, link: OrderLink) -> EstimateRequest {
        let DealRequest { publisher, what_if, .. } = self.request;
        let of_shop = facts.category.as_ref().and_then(|category| map_shop_category(&category.best.value));
        let category = what_if.category.or(of_shop);
        let store = what_if.store.or(facts.store.as_ref().map(|store| store.best.value));
        let store_lists = store.into_iter().flat_map(|store| self.lists.lists_of_store(store));
        // "Pays no reward" means a rate of zero, even if other sources have a rate.
        let live_rate = match (verdict, &facts.rate) {
            (Verdict::NoReward, _) => {
                Some(LiveRate { percent: Percent::ZERO, date: self.today, source: RateSource::Check })
            }
            // Feeds contain affiliate products only. If the network says that this is not an affiliate product, the feed's row is out
            // of date.
            (Verdict::NotAffiliate(_), Some(rate)) if rate.best.source == FactOrigin::Feed => None,
            (_, Some(rate)) => Some(LiveRate {
                percent: rate.best.value,
                date: rate.best.date,
                source: match rate.best.source {
                    FactOrigin::Feed => RateSource::Feed,
                    _ => RateSource::Live,
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
                special_link: what_if.hot_link || link == OrderLink::Special,
            }),
            store_lists: store_lists.map(|(list, date)| (list, Some(date))).collect(),
            virtual_product: category == Some(Category::Special),
            buyer: what_if.buyer.unwrap_or(Buyer::Unknown),
            live_rate,
            terms: self.terms.cloned(),
            joined: publisher.joined,
            delivery: what_if.delivery,
            ..EstimateRequest::new(self.request.chosen_traffic().unwrap_or(ASSUMED_TRAFFIC), self.today)
        }
    }
}

/// The price for the rules, in the program's currency if there is an exchange rate, else as it was given; and the rounded
/// converted price with its exchange rate. A price without a currency is ignored.
pub(super) fn price_for_rules(
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
