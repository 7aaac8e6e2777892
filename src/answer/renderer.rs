//! Who reads an answer, and in which language; titles, prices, amounts and rates in words.

use dealink_core::message::{Argument, Message};
use dealink_core::money::{Decimal, Money, Percent};
use dealink_links::Price;
use dealink_network::exchange::ExchangeRate;
use dealink_program::Estimate;

use crate::deals::Sourced;
use crate::settings::Publisher;
use crate::text::{Localizer, escape_html};

/// Puts deals into words for one publisher.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    pub publisher: &'a Publisher,
    pub localizer: &'a Localizer,
}

impl Renderer<'_> {
    pub(super) fn html(&self, message: Message) -> String {
        self.localizer.html(&message)
    }

    pub(super) fn plain(&self, message: Message) -> String {
        self.localizer.plain(&message)
    }

    pub(super) fn text(&self, key: &'static str) -> String {
        self.localizer.text(key)
    }

    /// A value as plain text.
    pub(super) fn value(&self, value: impl Into<Argument>) -> String {
        self.localizer.format_value(&value.into())
    }
}

/// The text of a name in messages: of a category, a source, a list.
pub(super) fn term(key: &str) -> Argument {
    Argument::Term(key.to_owned())
}

/// A price; that of a message may have no currency.
pub(super) fn price_value(price: Price) -> Argument {
    match price.currency {
        Some(currency) => Argument::Money(Money::new(price.amount, currency)),
        None => Argument::Number(price.amount),
    }
}

/// HTML of a price and its discount, which the message `key` tells.
pub(super) fn price_with_discount(
    price: Money,
    discount: Option<u8>,
    key: &'static str,
    localizer: &Localizer,
) -> String {
    match discount.filter(|percent| *percent > 0) {
        Some(percent) => {
            let discount = Percent(Decimal::from(percent));
            localizer.html(&Message::new(key).with("price", price).with("discount", discount))
        }
        None => escape_html(&localizer.format_value(&price.into())),
    }
}

impl Renderer<'_> {
    /// HTML of an amount that lies between two ends; `None` where an end is unknown.
    pub(super) fn amount_range(
        &self,
        low: Option<Money>,
        high: Option<Money>,
        likely: Option<Money>,
    ) -> Option<String> {
        let (low, high) = (low?, high?);
        Some(self.html(match likely {
            _ if low == high => Message::new("answer-money").with("money", low),
            Some(likely) => {
                Message::new("answer-money-likely").with("money", likely).with("low", low).with("high", high)
            }
            None => Message::new("answer-money-range").with("low", low).with("high", high),
        }))
    }

    /// HTML of an estimate's amounts; `None` where they are not known.
    pub fn estimate_range(&self, estimate: &Estimate) -> Option<String> {
        self.amount_range(estimate.low, estimate.high, estimate.likely)
    }

    pub(super) fn rate_range(&self, estimate: &Estimate) -> Option<String> {
        let (low, high) = (estimate.low_rate?, estimate.high_rate?);
        Some(self.html(match low == high {
            true => Message::new("answer-rate").with("rate", low),
            false => Message::new("answer-rate-range").with("low", low).with("high", high),
        }))
    }

    /// The source of an exchange rate and its day, as plain text.
    pub(super) fn exchange_rate_text(&self, rate: &ExchangeRate) -> String {
        let source = term(rate.source.key());
        self.plain(Message::new("exchange-rate").with("source", source).with("date", rate.date))
    }

    /// The source of a fact and its day.
    pub(super) fn source_and_date<T>(&self, fact: &Sourced<T>) -> String {
        let source = term(fact.source.text_key());
        self.html(Message::new("facts-said-by").with("source", source).with("date", fact.date))
    }
}
