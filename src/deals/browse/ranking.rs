//! How the catalogue ranks products for one publisher. The ranking is computed by asking the program's rules, so that the order and the
//! figures come from one source.

use std::collections::BTreeMap;

use super::search_hit::BrowseContext;
use super::{BrowseFilter, SearchQuery};
use dealink_catalog::Ranking;
use dealink_core::message::Argument;
use dealink_core::money::{Decimal, Percent};
use dealink_program::{Affiliation, Buyer, Category, EstimateRequest, FigureKind, HotOffer};

/// A Hot rate that no standard rate exceeds; the estimate shows whether it is paid.
const EVERYTHING: Percent = Percent(Decimal::ONE_HUNDRED);

impl BrowseContext {
    /// The query to the catalogue, and whether the filter on prices had to be ignored.
    pub(super) fn search_query(
        &self,
        wanted: &BrowseFilter,
        skip: usize,
        take: usize,
    ) -> (SearchQuery, bool) {
        let price = wanted.price.map(|price| price.convert(self.program.currency(), &self.rates));
        let search = SearchQuery {
            words: wanted.words.clone(),
            category: wanted.category,
            price: price.clone().flatten(),
            rate: wanted.rate,
            discount: wanted.discount,
            earning: wanted.earning,
            hot: wanted.hot,
            skip,
            take,
            ranking: self.ranking(),
        };
        (search, price == Some(None))
    }

    /// Exchange rates, cap and rates that apply to this publisher today.
    pub(super) fn ranking(&self) -> Ranking {
        let of_rates = self.rates.iter().filter(|rate| rate.into == self.program.currency());
        let mut exchange: BTreeMap<_, _> = of_rates.map(|rate| (rate.of, rate.rate)).collect();
        exchange.insert(self.program.currency(), Decimal::ONE);
        let standard = |category: &Category| {
            Some((*category, self.program.estimate(&self.estimate_input(*category)).low_rate?))
        };
        Ranking {
            exchange,
            cap: self.cap(),
            hot_paid: self.is_hot_paid(),
            standard: Category::ALL.iter().filter_map(standard).collect(),
            today: self.today,
        }
    }

    /// The most frequent order: an affiliate product, by a buyer who has ordered before.
    fn estimate_input(&self, category: Category) -> EstimateRequest {
        EstimateRequest {
            category: Some(category),
            affiliation: Affiliation::Yes,
            buyer: Buyer::Existing,
            terms: self.terms.clone(),
            joined: self.publisher.joined,
            ..EstimateRequest::new(self.traffic, self.today)
        }
    }

    /// Whether the rules certainly pay a Hot rate through the special link, for example by class and review period.
    fn is_hot_paid(&self) -> bool {
        let hot = Some(HotOffer { percent: EVERYTHING, special_link: true });
        let question = EstimateRequest { hot, ..self.estimate_input(Category::Other) };
        self.program.estimate(&question).low_rate == Some(EVERYTHING)
    }

    fn cap(&self) -> Option<Decimal> {
        let figures = self.program.figures(self.terms.as_deref());
        figures.into_iter().find_map(|figure| match (figure.kind, figure.value) {
            (FigureKind::OrderCap, Argument::Money(cap)) => Some(cap.amount),
            _ => None,
        })
    }
}
