//! What an estimate is worth once approvals, waiting and clicks are counted in.
//!
//! Averages of the whole program are laid over one order, so nothing here is a promise. Each part stands alone, names
//! the figures that it rests on with source and date, and is `None` where one of them is missing or beyond reckoning.

use jiff::Span;
use jiff::civil::Date;

use super::case::share_of;
use super::{Citation, Estimate, Figure, FigureKind};
use dealink_core::message::Argument;
use dealink_core::money::{Decimal, Money, Percent};

/// Clicks that EPC and conversion are told for.
const CLICKS: Decimal = Decimal::ONE_HUNDRED;

/// What an estimate is worth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worth {
    /// What an order brings on average, the rejected ones counted in.
    pub expected: Option<Expected>,
    /// When it is decided and paid.
    pub payout: Option<Payout>,
    /// What the program brings for a hundred clicks, over all of its publishers.
    pub epc: Option<Epc>,
    /// What a hundred clicks would bring with this product, before any order is rejected.
    pub clicks: Option<Clicks>,
}

/// Amounts in the estimate's currency, rounded to its minor unit; as in the [`Estimate`], `low` and `high` stand
/// together, and `likely` is between them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amounts {
    /// The least.
    pub low: Money,
    /// The most.
    pub high: Money,
    /// The most probable, where the estimate has one.
    pub likely: Option<Money>,
}

/// The estimate times the share of orders that are approved.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// The average over approved and rejected orders.
    pub amounts: Amounts,
    /// The approval rate.
    pub approval: Percent,
    /// Where the approval rate was read.
    pub citation: Citation,
}

/// The days between which an order of average patience is paid.
#[derive(Clone, Debug, PartialEq)]
pub struct Payout {
    /// The order is approved or rejected: the day of the order and the average hold.
    pub from: Date,
    /// It is paid: the day of the order and the average time to payment, which holds the confirmation already.
    pub until: Date,
    /// Where hold and payment time were read; one of them alone makes both ends.
    pub citations: Vec<Citation>,
}

/// Earnings per hundred clicks, as the program states them.
#[derive(Clone, Debug, PartialEq)]
pub struct Epc {
    /// In the figure's own currency.
    pub money: Money,
    /// Where it was read.
    pub citation: Citation,
}

/// A hundred clicks by the program's conversion.
#[derive(Clone, Debug, PartialEq)]
pub struct Clicks {
    /// The orders that a hundred clicks bring: the conversion in percent.
    pub orders: Decimal,
    /// That many times the estimate.
    pub amounts: Amounts,
    /// Where the conversion was read.
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
    /// Lays the program's figures over an estimate. Figures of a kind that is there twice count once, the first of them.
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
        // Averages with a fraction end on a later day; what is no count of days is no figure.
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
