//! The program's rules laid over what was found of a product: the question, the estimate, and what that is worth.

use super::deal::{Shown, Verdict};
use super::items::Item;
use super::lookup::Found;
use super::stores::store_of;
use super::{ASSUMED_TRAFFIC, Context, Deals, Request};
use crate::exchange::Rate;
use crate::links::Price;
use crate::money::{Currency, Decimal, Money, Percent};
use crate::program::{Buyer, Category, Estimate, Hot, LiveRate, Question, RateSource, Worth};

/// A product, weighed.
pub(super) struct Weighed {
    /// The price that counts, as it was given.
    pub(super) price: Option<Price>,
    /// The price in the program's currency, with the rate that was used.
    pub(super) converted: Option<(Money, Rate)>,
    pub(super) question: Question,
    pub(super) estimate: Estimate,
    /// For an order of a hundred; where no price is known.
    pub(super) per_hundred: Option<Estimate>,
    pub(super) worth: Worth,
    /// In the publisher's second currency.
    pub(super) shown: Option<Shown>,
}

impl Deals {
    pub(super) fn weigh(
        &self,
        item: &Item,
        found: &Found,
        verdict: &Verdict,
        context: &Context<'_>,
    ) -> Weighed {
        let Context { rates, request, .. } = context;
        let price = request.suppose.price.or(item.link.price);
        let (asked, converted) = price_for_rules(price, rates);
        let store = request.suppose.store.or(store_of(item));
        let question = Question { price: asked, ..self.question(found, verdict, store, context) };
        let estimate = self.program.estimate(&question);
        let hundred = Money::new(Decimal::ONE_HUNDRED, self.program.currency());
        let per_hundred = asked
            .is_none()
            .then(|| self.program.estimate(&Question { price: Some(hundred), ..question.clone() }));
        let figures = self.program.figures(context.terms.as_deref());
        let worth = Worth::of(per_hundred.as_ref().unwrap_or(&estimate), &figures, self.clock.today());
        let shown = request.publisher.currency.and_then(|currency| shown(&estimate, rates, currency));
        Weighed { price, converted, question, estimate, per_hundred, worth, shown }
    }

    /// What the rules are asked about a product, but for its price.
    fn question(
        &self,
        found: &Found,
        verdict: &Verdict,
        store: Option<u64>,
        context: &Context<'_>,
    ) -> Question {
        let Request { publisher, suppose, .. } = context.request;
        let rate = found.rate.as_ref();
        // "Pays no reward" is a rate of nothing, whatever else the network says of the product.
        let best = match verdict {
            Verdict::NoReward => Some((Percent::ZERO, RateSource::Check)),
            _ => rate.and_then(|rate| Some((rate.rate?, RateSource::Live))),
        };
        let hot = rate.filter(|rate| rate.is_hot).and_then(|rate| rate.hot_rate);
        Question {
            category: suppose.category,
            affiliation: verdict.affiliation(),
            // The link made here is an ordinary one; a Hot product's special link comes from the network's own feed.
            hot: hot.map(|percent| Hot { percent, special_link: suppose.hot_link }),
            store_lists: self.lists_of(store).into_iter().map(|(list, date)| (list, Some(date))).collect(),
            virtual_product: suppose.category == Some(Category::Special),
            buyer: suppose.buyer.unwrap_or(Buyer::Unknown),
            live_rate: best.map(|(percent, source)| LiveRate { percent, date: found.on, source }),
            terms: context.terms.clone(),
            joined: publisher.joined,
            delivery: suppose.delivery,
            ..Question::new(
                suppose.traffic.or(publisher.traffic).unwrap_or(ASSUMED_TRAFFIC),
                self.clock.today(),
            )
        }
    }
}

/// The price as the rules get it: in the program's currency where a rate is known, else as it was given.
fn price_for_rules(price: Option<Price>, rates: &[Rate]) -> (Option<Money>, Option<(Money, Rate)>) {
    let Some(Price { amount, currency: Some(currency) }) = price else { return (None, None) };
    let given = Money::new(amount, currency);
    let converted = rates.iter().find_map(|rate| Some((rate.forward(given)?, *rate)));
    (
        Some(converted.map_or(given, |(money, _)| money)),
        converted.map(|(money, rate)| (money.rounded(), rate)),
    )
}

fn shown(estimate: &Estimate, rates: &[Rate], currency: Currency) -> Option<Shown> {
    let rate = *rates.iter().find(|rate| rate.of == currency)?;
    let change = |money: Option<Money>| rate.back(money?).map(Money::rounded);
    let shown = Shown {
        low: change(estimate.low),
        high: change(estimate.high),
        likely: change(estimate.likely),
        rate,
    };
    (shown.low.is_some() || shown.high.is_some()).then_some(shown)
}
