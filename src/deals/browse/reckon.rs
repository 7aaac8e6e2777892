//! How the catalogue compares products for one publisher: read off the program's rules by asking them, so that the order and
//! the figures come from one source.

use std::collections::BTreeMap;

use super::prospect::Scale;
use super::{Search, Wanted};
use dealink_catalog::Reckoning;
use dealink_core::message::Value;
use dealink_core::money::{Decimal, Percent};
use dealink_program::{Affiliation, Buyer, Category, FigureKind, Hot, Question};

/// A Hot rate that no standard rate exceeds.
const EVERYTHING: Percent = Percent(Decimal::ONE_HUNDRED);

impl Scale {
    /// The question to the catalogue, and whether the wanted prices had to be left aside.
    pub(super) fn search(&self, wanted: &Wanted, skip: usize, take: usize) -> (Search, bool) {
        let price = wanted.price.map(|price| price.compared(self.program.currency(), &self.rates));
        let search = Search {
            words: wanted.words.clone(),
            category: wanted.category,
            price: price.clone().flatten(),
            rate: wanted.rate,
            discount: wanted.discount,
            earning: wanted.earning,
            hot: wanted.hot,
            skip,
            take,
            reckoning: self.reckoning(),
        };
        (search, price == Some(None))
    }

    /// Exchange rates, cap and rates as they hold for this publisher today.
    pub(super) fn reckoning(&self) -> Reckoning {
        let of_rates = self.rates.iter().filter(|rate| rate.into == self.program.currency());
        let mut exchange: BTreeMap<_, _> = of_rates.map(|rate| (rate.of, rate.rate)).collect();
        exchange.insert(self.program.currency(), Decimal::ONE);
        let standard = |category: &Category| {
            Some((*category, self.program.estimate(&self.affiliate(*category)).low_rate?))
        };
        Reckoning {
            exchange,
            cap: self.cap(),
            hot_paid: self.is_hot_paid(),
            standard: Category::ALL.iter().filter_map(standard).collect(),
            today: self.today,
        }
    }

    /// An affiliate product, ordered by somebody who has ordered before: what most orders are.
    fn affiliate(&self, category: Category) -> Question {
        Question {
            category: Some(category),
            affiliation: Affiliation::Yes,
            buyer: Buyer::Existing,
            terms: self.terms.clone(),
            joined: self.joined,
            ..Question::new(self.traffic, self.today)
        }
    }

    /// Whether the rules certainly pay a Hot rate through the special link: by class, review period and whatever else they know.
    fn is_hot_paid(&self) -> bool {
        let hot = Some(Hot { percent: EVERYTHING, special_link: true });
        let question = Question { hot, ..self.affiliate(Category::Other) };
        self.program.estimate(&question).low_rate == Some(EVERYTHING)
    }

    fn cap(&self) -> Option<Decimal> {
        let figures = self.program.figures(self.terms.as_deref());
        figures.into_iter().find_map(|figure| match (figure.kind, figure.value) {
            (FigureKind::OrderCap, Value::Money(cap)) => Some(cap.amount),
            _ => None,
        })
    }
}
