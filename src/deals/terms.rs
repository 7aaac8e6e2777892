//! The program's terms from the network: asked for at the start and every few hours.

use std::sync::Arc;
use std::time::Duration;

use dealink_core::clock::Clock;
use dealink_core::money::{Currency, Decimal, Percent};
use dealink_core::stale_cache::StaleCache;
use dealink_network::affiliate::{AffiliateProgram, ProgramAction};
use dealink_program::{FigureKind, ListedRate, Terms, TermsSource};

use super::lookup::NetworkLookup;
use super::product_lookup::log_failure;

const TERMS_TTL: Duration = Duration::from_secs(6 * 60 * 60);
/// The longest that an answer waits for the terms; then the numbers of the program file are used.
const MAX_WAIT: Duration = Duration::from_secs(3);
/// Rates for this country are preferred to those for all countries.
const COUNTRY: &str = "TR";

/// Cheap to clone; clones share their state.
#[derive(Clone)]
pub(super) struct TermsCache {
    lookup: NetworkLookup,
    currency: Currency,
    clock: Clock,
    cache: StaleCache<Terms>,
}

impl TermsCache {
    /// Amounts in currencies other than `currency`, which is the program's, are ignored.
    pub(super) fn new(lookup: NetworkLookup, currency: Currency, clock: Clock) -> Self {
        TermsCache { lookup, currency, clock, cache: StaleCache::new(TERMS_TTL, None) }
    }

    /// The terms; `None` without a network, and until the network has answered once.
    pub(super) async fn get(&self) -> Option<Arc<Terms>> {
        self.lookup.network()?;
        let cache = self.clone();
        self.cache.get_or_fetch(MAX_WAIT, || async move { cache.fetch().await }).await
    }

    async fn fetch(&self) -> Option<Terms> {
        let today = self.clock.today();
        let program = self.lookup.network()?.program().await;
        let program = program.inspect_err(|error| log_failure("program", error)).ok()?;
        if program.connection_status.as_deref().is_some_and(|status| status != "active") {
            let status = program.connection_status.as_deref();
            tracing::warn!(status, "the ad space is not connected to the program");
        }
        if program.allow_deeplink == Some(false) {
            tracing::warn!("the program does not allow links to single pages");
        }
        if let Some(base) = &program.gotolink {
            self.lookup.set_base_link(base.clone());
        }
        let source = TermsSource {
            document: "Admitad API",
            section: "The program as the ad space has it",
            read_on: today,
        };
        let figures = figures(&program, self.currency);
        let terms = Terms::from_listed_rates(source, figures, listed_rates(&program), COUNTRY);
        if terms.unread_names() > 0 {
            tracing::info!(names = terms.unread_names(), "some tariffs of the program are not understood");
        }
        (!terms.is_empty()).then_some(terms)
    }
}

fn figures(program: &AffiliateProgram, currency: Currency) -> impl Iterator<Item = (FigureKind, Decimal)> {
    let epc = program.epc.filter(|_| program.currency == Some(currency));
    let figures = [
        (FigureKind::Epc, epc),
        (FigureKind::Cr, program.conversion),
        (FigureKind::Approval, program.approval),
        (FigureKind::CookieDays, program.cookie_days.map(Into::into)),
        (FigureKind::HoldDays, program.hold_days.map(Into::into)),
        (FigureKind::PaymentDays, program.payment_days.map(Into::into)),
    ];
    figures.into_iter().filter_map(|(kind, number)| Some((kind, number?)))
}

/// Every percentage of every tariff. Fixed amounts are left out, because they are not rates.
fn listed_rates(program: &AffiliateProgram) -> impl Iterator<Item = ListedRate> {
    let of_action = |action: &ProgramAction| {
        let mut listed = Vec::new();
        for tariff in &action.tariffs {
            listed.extend(tariff.rates.iter().filter(|rate| rate.is_percentage).map(|rate| ListedRate {
                action: action.name.clone(),
                tariff: tariff.name.clone(),
                percent: Percent(rate.size),
                country: rate.country.clone(),
                from: rate.from,
                from_sum: rate.from_sum,
            }));
        }
        listed
    };
    program.actions.iter().flat_map(of_action)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use dealink_network::affiliate::{Tariff, TariffRate};
    use dealink_program::{Category, Program};

    fn program(currency: Currency) -> AffiliateProgram {
        let rate = |size: i64, is_percentage| TariffRate {
            size: Decimal::from(size),
            is_percentage,
            country: None,
            from: None,
            from_sum: None,
        };
        let tablets = ProgramAction {
            id: Some(1),
            name: "Tablets NEW".to_owned(),
            kind: Some("sale".to_owned()),
            tariffs: vec![Tariff { name: None, rates: vec![rate(3, true), rate(1, false)] }],
        };
        AffiliateProgram {
            id: 14_289,
            name: None,
            gotolink: None,
            connection_status: None,
            allow_deeplink: None,
            currency: Some(currency),
            cookie_days: Some(3),
            hold_days: None,
            payment_days: Some(-1),
            conversion: Some(Decimal::new(1128, 2)),
            epc: Some(Decimal::from(8)),
            approval: None,
            actions: vec![tablets],
        }
    }

    fn terms(program: &AffiliateProgram) -> Terms {
        let source = TermsSource { document: "", section: "", read_on: date(2026, 11, 22) };
        let figures = figures(program, Currency::USD);
        Terms::from_listed_rates(source, figures, listed_rates(program), COUNTRY)
    }

    #[test]
    fn an_amount_is_no_rate() {
        let read = terms(&program(Currency::USD));
        let rate = read.rate(Category::Tablets, date(2026, 11, 22), None);
        assert_eq!(rate, Some(Percent(Decimal::from(3))), "the amount of 1 is lower");
    }

    #[test]
    fn earnings_count_in_the_programs_currency_alone() {
        for (currency, expected) in [(Currency::USD, 3), (Currency::EUR, 2)] {
            let read = terms(&program(currency));
            let figures = Program::builtin().figures(Some(&read));
            let live = figures.iter().filter(|figure| figure.citation.date == Some(date(2026, 11, 22)));
            assert_eq!(live.count(), expected, "{currency}");
        }
    }
}
