//! Every combination of the inputs of a commission, compared with the second opinion of [`oracle`].

use super::oracle::{Order, RATES, commission};
use super::*;

/// The sources of each class; two sources of one class alternate.
const SOURCES: [(&str, [&str; 2]); 4] = [
    ("other", ["content_site", "messenger"]),
    ("cashback", ["cashback", "extension"]),
    ("dropshipping", ["dropshipping", "dropshipping"]),
    ("subnetwork", ["subnetwork", "subnetwork"]),
];
const AFFILIATION: [(&str, &[bool]); 3] = [("yes", &[true]), ("no", &[false]), ("unknown", &[true, false])];
const BUYERS: [(&str, &[bool]); 3] = [("existing", &[false]), ("new", &[true]), ("unknown", &[false, true])];
const HOT: [&str; 3] = ["none", "special", "ordinary"];
const LISTS: [&str; 5] = ["none", "no_commission", "non_affiliate", "special_electronics", "chuwi"];
/// The days around each change of rules, and today.
const DAYS: [(&str, i64); 8] = [
    ("2018-10-09", 20181009),
    ("2018-10-10", 20181010),
    ("2020-09-09", 20200909),
    ("2020-09-10", 20200910),
    ("2022-05-30", 20220530),
    ("2022-05-31", 20220531),
    ("2022-06-01", 20220601),
    ("2026-11-22", 20261122),
];
/// Prices in cents, in rotation: no cap, the cap on new buyers, the cap on orders, something to round.
const PRICES: [i64; 4] = [10_000, 30_000, 200_000, 1_234];
const HOT_RATES: [i64; 2] = [3_000, 6_900];

/// One row: the names as the crate parses them, and their meaning for the second opinion.
struct TruthTableRow {
    source: &'static str,
    affiliation: &'static str,
    affiliate: &'static [bool],
    buyer: &'static str,
    new_buyer: &'static [bool],
    date: &'static str,
    order: Order<'static>,
}

fn rows() -> Vec<TruthTableRow> {
    let mut rows = Vec::new();
    for (class, sources) in SOURCES {
        for (affiliation, affiliate) in AFFILIATION {
            for hot in HOT {
                for (buyer, new_buyer) in BUYERS {
                    for (category, ..) in RATES {
                        for list in LISTS {
                            for (date, day) in DAYS {
                                let turn = rows.len();
                                let order = Order {
                                    // There are eight days, so the rotation has a step of seven.
                                    cents: PRICES[turn / 7 % PRICES.len()],
                                    hot_rate: HOT_RATES[turn / 3 % HOT_RATES.len()],
                                    class,
                                    category,
                                    affiliate: affiliate[0],
                                    hot,
                                    new_buyer: new_buyer[0],
                                    list,
                                    day,
                                };
                                let source = sources[turn / 5 % sources.len()];
                                rows.push(TruthTableRow {
                                    source,
                                    affiliation,
                                    affiliate,
                                    buyer,
                                    new_buyer,
                                    date,
                                    order,
                                });
                            }
                        }
                    }
                }
            }
        }
    }
    rows
}

impl TruthTableRow {
    fn request(&self) -> EstimateRequest {
        let order = self.order;
        let hot = HotOffer {
            percent: Percent(Decimal::new(order.hot_rate, 2)),
            special_link: order.hot == "special",
        };
        let list = order.list.parse().ok().map(|list: StoreList| (list, None));
        EstimateRequest {
            price: Some(Money::new(Decimal::new(order.cents, 2), Currency::USD)),
            category: Some(order.category.parse().unwrap()),
            affiliation: self.affiliation.parse().unwrap(),
            hot: (order.hot != "none").then_some(hot),
            store_lists: list.into_iter().collect(),
            buyer: self.buyer.parse().unwrap(),
            ..EstimateRequest::new(self.source.parse().unwrap(), day(self.date))
        }
    }

    /// Low, high and likely in cents by the second opinion, over all unknowns.
    fn expected(&self) -> [Option<i64>; 3] {
        // The Hot feed holds affiliate products only.
        let affiliate = if self.order.hot == "none" { self.affiliate } else { &self.affiliate[..1] };
        let mut all = Vec::new();
        let mut probable = Vec::new();
        for &affiliate in affiliate {
            for &new_buyer in self.new_buyer {
                let order = Order { affiliate, new_buyer, ..self.order };
                let Some(cents) = commission(order) else { return [None; 3] };
                all.push(cents);
                // An unknown buyer has most probably ordered before.
                if self.buyer != "unknown" || !new_buyer {
                    probable.push(cents);
                }
            }
        }
        let likely = probable.first().filter(|first| probable.iter().all(|cents| cents == *first));
        [all.iter().min().copied(), all.iter().max().copied(), likely.copied()]
    }
}

#[test]
fn every_combination_pays_what_the_page_says() {
    let rows = rows();
    assert_eq!(rows.len(), 4 * 3 * 3 * 3 * 16 * 5 * 8);
    let cents = |money: Option<Money>| money.map(|money| money.amount.mantissa().try_into().unwrap());
    let mut wrong = Vec::new();
    for row in &rows {
        let estimate = program().estimate(&row.request());
        let found = [cents(estimate.low), cents(estimate.high), cents(estimate.likely)];
        let expected = row.expected();
        if found != expected {
            let Order { cents, category, hot, list, .. } = row.order;
            wrong.push(format!(
                "{} {cents} {category} affiliate:{} hot:{hot} buyer:{} list:{list} {}: {found:?}, not {expected:?}",
                row.source, row.affiliation, row.buyer, row.date
            ));
        }
    }
    let first = wrong.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(wrong.is_empty(), "{} of {} rows are wrong:\n{first}", wrong.len(), rows.len());
}

#[test]
fn the_table_reaches_every_kind_of_answer() {
    let (mut unknown, mut nothing, mut capped, mut ranges, mut open) = (0, 0, 0, 0, 0);
    for row in rows() {
        match row.expected() {
            [None, ..] => unknown += 1,
            [Some(0), Some(0), _] => nothing += 1,
            [_, Some(3_800), _] => capped += 1,
            [low, high, None] if low != high => open += 1,
            [low, high, _] if low != high => ranges += 1,
            _ => {}
        }
    }
    for (kind, rows) in [unknown, nothing, capped, ranges, open].into_iter().enumerate() {
        assert!(rows > 100, "kind {kind}: {rows} rows");
    }
}
