//! The value of an estimate after approval rate, waiting time and conversion.
//!
//! Averages of the whole program are applied to one order, so the results are only expectations. Each part cites its figures, and
//! is `None` if a figure is missing or unusable.

use dealink_core::message::Argument;
use dealink_core::money::{Decimal, Money, Percent};
use jiff::Span;
use jiff::civil::Date;

use crate::card::Figure;
use crate::case::share_of;
use crate::estimate_result::Estimate;
use crate::file::FigureKind;
use crate::rules::Citation;

/// The number of clicks that EPC and conversion are given for.
const CLICKS: Decimal = Decimal::ONE_HUNDRED;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worth {
    /// The average amount of an order, with rejected orders counted as zero.
    pub expected: Option<Expected>,
    /// When the order is decided and paid.
    pub payout: Option<Payout>,
    /// Earnings of a hundred clicks, over all publishers of the program.
    pub epc: Option<Epc>,
    /// Earnings of a hundred clicks with this product, before any order is rejected.
    pub clicks: Option<Clicks>,
}

/// Amounts in the estimate's currency, rounded to its minor unit. As in the [`Estimate`], `low` and `high` are both there or both
/// missing, and `likely` is between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amounts {
    pub low: Money,
    pub high: Money,
    /// The most probable amount, where the estimate has one.
    pub likely: Option<Money>,
}

/// The estimate times the share of orders that are approved.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The average over approved and rejected orders.
    pub amounts: Amounts,
    pub approval: Percent,
    /// The source of the approval rate.
    pub citation: Citation,
}

/// The days between which an average order is paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Payout {
    /// The order is approved or rejected: the order's day and the average hold.
    pub from: Date,
    /// The order is paid: the order's day and the average time to payment, which includes the hold.
    pub until: Date,
    /// The sources of hold and payment time. If only one is known, it is both ends.
    pub citations: Vec<Citation>,
}

/// Earnings per hundred clicks, as the program states them.
#[derive(Clone, Debug, PartialEq)]
pub struct Epc {
    /// In the figure's own currency.
    pub money: Money,
    pub citation: Citation,
}

/// Earnings of a hundred clicks by the program's conversion.
#[derive(Clone, Debug, PartialEq)]
pub struct Clicks {
    /// The orders from a hundred clicks: the conversion in percent.
    pub orders: Decimal,
    /// The estimate times `orders`.
    pub amounts: Amounts,
    /// The source of the conversion.
    pub citation: Citation,
}

impl Amounts {
    fn from_estimate(estimate: &Estimate, change: impl Fn(Money) -> Option<Money>) -> Option<Amounts> {
        Some(Amounts {
            low: change(estimate.low?)?,
            high: change(estimate.high?)?,
            likely: estimate.likely.and_then(&change),
        })
    }
}

impl Worth {
    /// Applies the program's figures to an estimate. Of several figures of a kind the first counts.
    pub fn new(estimate: &Estimate, figures: &[Figure], order_date: Date) -> Worth {
        let figure = |kind| figures.iter().find(|figure| figure.kind == kind);
        let percent = |kind| {
            let figure = figure(kind)?;
            match figure.value {
                Argument::Percent(percent) if percent.is_plausible() => {
                    Some((percent, figure.citation.clone()))
                }
                _ => None,
            }
        };
        let expected = percent(FigureKind::Approval).and_then(|(approval, citation)| {
            let amounts = Amounts::from_estimate(estimate, |money| share_of(money, approval))?;
            Some(Expected { amounts, approval, citation })
        });
        let epc = figure(FigureKind::Epc).and_then(|figure| match figure.value {
            Argument::Money(money) => Some(Epc { money, citation: figure.citation.clone() }),
            _ => None,
        });
        let clicks = percent(FigureKind::Cr).and_then(|(cr, citation)| {
            let orders = cr.0.checked_mul(CLICKS)?.checked_div(Decimal::ONE_HUNDRED)?;
            let times =
                |money: Money| Some(Money::new(money.amount.checked_mul(orders)?, money.currency).rounded());
            Some(Clicks { orders, amounts: Amounts::from_estimate(estimate, times)?, citation })
        });
        Worth { expected, payout: payout(figures, order_date), epc, clicks }
    }
}

fn payout(figures: &[Figure], order_date: Date) -> Option<Payout> {
    let days = |kind| {
        let figure = figures.iter().find(|figure| figure.kind == kind)?;
        let Argument::Number(days) = figure.value else { return None };
        // An average with a fraction ends on the next day; a number that is no count of days is ignored.
        let days = i32::try_from(days.ceil()).ok().filter(|days| *days >= 0)?;
        Some((order_date.checked_add(Span::new().try_days(days).ok()?).ok()?, &figure.citation))
    };
    let (hold, payment) = (days(FigureKind::HoldDays), days(FigureKind::PaymentDays));
    let (first, second) = (hold.or(payment)?, payment.or(hold)?);
    let mut citations = vec![first.1.clone()];
    if first.1 != second.1 {
        citations.push(second.1.clone());
    }
    Some(Payout { from: first.0, until: first.0.max(second.0), citations })
}
