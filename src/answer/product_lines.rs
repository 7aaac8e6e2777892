//! The lines about one product, in full or in a list.

use dealink_core::lang::Lang;
use dealink_core::message::{Argument, Message};
use dealink_core::money::{Decimal, Money, Percent};
use dealink_program::RateSource;

use super::numbered_lines::NumberedLines;
use super::part::is_copyable;
use super::renderer::{Renderer, price_value, term};
use crate::deals::{ConvertedEstimate, Deal, Evidence, FactOrigin, Verdict};
use crate::text::{escape_html, foreign_text};

const MAX_FULL_TITLE: usize = 120;
const MAX_BRIEF_TITLE: usize = 56;

impl Renderer<'_> {
    /// A product with everything that is known of it.
    pub(super) fn full_lines(&self, deal: &Deal, number: Option<usize>) -> Vec<String> {
        let number = number.map(|number| format!("{number}. ")).unwrap_or_default();
        let mut lines = vec![format!("{number}{}", self.title_heading(deal))];
        if let Some(link) = &deal.public.link {
            let html = escape_html(link.as_str());
            // A tap copies what is set as code; a copy button serves shorter links, which stay links here.
            lines.push(match is_copyable(link.as_str()) {
                true => format!("🔗 {html}"),
                false => format!("🔗 <code>{html}</code>"),
            });
        }
        if self.publisher.estimate {
            lines.extend(self.figure_lines(deal));
            let has_estimate = deal.private.evaluation.estimate.high.is_some();
            lines.extend(has_estimate.then(|| self.brief_worth(&deal.private.evaluation.worth)).flatten());
        } else {
            lines.extend([self.verdict_with_evidence(deal), self.rate_line(deal)]);
            lines.extend(self.price_line(deal));
        }
        lines
    }

    pub(super) fn title_heading(&self, deal: &Deal) -> String {
        format!("<b>{}</b>", escape_html(&self.title(deal, MAX_FULL_TITLE)))
    }

    /// Verdict, rate, estimate and price.
    pub(super) fn figure_lines(&self, deal: &Deal) -> Vec<String> {
        let lines = [self.verdict_with_evidence(deal), self.rate_line(deal), self.estimate_line(deal)];
        lines.into_iter().chain(self.price_line(deal)).collect()
    }

    /// A product in two lines; its title is the link.
    pub(super) fn brief_lines(&self, deal: &Deal, number: usize) -> Vec<String> {
        let verdict = self.verdict_word(&deal.private.verdict);
        vec![self.numbered_heading(deal, number), self.brief_facts(deal, verdict)]
    }

    /// A product of a report: as in a list, and with the evidence of its verdict.
    pub(super) fn report_lines(&self, deal: &Deal, number: usize) -> Vec<String> {
        let verdict = self.verdict_with_evidence(deal);
        vec![self.numbered_heading(deal, number), self.brief_facts(deal, verdict)]
    }

    fn numbered_heading(&self, deal: &Deal, number: usize) -> String {
        let title = escape_html(&self.title(deal, MAX_BRIEF_TITLE));
        match &deal.public.link {
            Some(link) => format!("{number}. <a href=\"{}\">{title}</a>", escape_html(link.as_str())),
            None => format!("{number}. {title}"),
        }
    }

    fn brief_facts(&self, deal: &Deal, verdict: String) -> String {
        let private = &deal.private;
        let mut facts = vec![verdict];
        facts.extend(self.rate_range(&private.evaluation.estimate));
        if self.publisher.estimate {
            facts
                .extend(self.estimate_range(&private.evaluation.estimate).map(|money| format!("💵 {money}")));
            let converted = private.evaluation.converted_estimate.as_ref();
            let money = converted.and_then(|also| self.amount_range(also.low, also.high, also.likely));
            facts.extend(money.map(|money| format!("≈ {money}")));
        }
        let price = deal.public.price.as_ref();
        facts.extend(price.map(|price| format!("🏷 {}", escape_html(&self.value(price_value(price.value))))));
        facts.join(" · ")
    }

    /// The sources of a list's rates, each once with the numbers of its products.
    pub(super) fn rate_source_lines(&self, deals: &[Deal]) -> Vec<String> {
        let sources = deals.iter().map(|deal| self.rate_source(deal));
        NumberedLines::collect(sources).lines(deals.len(), |source| ("📊", source.clone()))
    }

    /// The exchange rates behind a list's figures, each source and day once with the numbers of its products.
    pub(super) fn exchange_source_lines(&self, deals: &[Deal]) -> Vec<String> {
        if !self.publisher.estimate {
            return Vec::new();
        }
        let rates = deals.iter().map(|deal| {
            deal.private.evaluation.exchange_rates_used().map(|rate| self.exchange_rate_text(rate))
        });
        NumberedLines::collect(rates).lines(deals.len(), |rate| ("💱", escape_html(rate)))
    }

    fn title(&self, deal: &Deal, max_chars: usize) -> String {
        let public = &deal.public;
        let in_turkish = public.title_tr.as_ref().filter(|_| self.localizer.lang() == Lang::Tr);
        let title = in_turkish.or(public.title.as_ref()).map(|title| foreign_text(title, max_chars));
        match (title, public.product) {
            (Some(title), _) if !title.is_empty() => title,
            (_, Some(product)) => {
                self.plain(Message::new("answer-title-product").with("id", product.to_string()))
            }
            (_, None) => {
                let host = public.page.host_str().unwrap_or_default();
                self.plain(Message::new("answer-title-short").with("host", host))
            }
        }
    }

    pub(super) fn verdict_with_evidence(&self, deal: &Deal) -> String {
        let private = &deal.private;
        let word = self.verdict_word(&private.verdict);
        let (evidence, day) = match &private.verdict {
            Verdict::Affiliate(evidence) | Verdict::NotAffiliate(evidence) => match evidence {
                Evidence::Generator => ("answer-evidence-generator", private.asked_on),
                Evidence::Check => ("answer-evidence-check", private.asked_on),
                Evidence::Rate => ("answer-evidence-rate", private.asked_on),
                Evidence::Feed(day) => ("answer-evidence-feed", *day),
            },
            Verdict::NoReward => ("answer-evidence-check", private.asked_on),
            Verdict::Unknown(_) => return word,
        };
        format!("{word} · {}", self.html(Message::new(evidence).with("date", day)))
    }

    pub(super) fn verdict_word(&self, verdict: &Verdict) -> String {
        self.html(Message::new(match verdict {
            Verdict::Affiliate(_) => "answer-verdict-affiliate",
            Verdict::NotAffiliate(_) => "answer-verdict-not-affiliate",
            Verdict::NoReward => "answer-verdict-no-reward",
            Verdict::Unknown(_) => "answer-verdict-unknown",
        }))
    }

    fn rate_line(&self, deal: &Deal) -> String {
        match (self.rate_range(&deal.private.evaluation.estimate), self.rate_source(deal)) {
            (Some(range), Some(source)) => format!("📊 {range} · {source}"),
            (Some(range), None) => format!("📊 {range}"),
            (None, _) => format!("📊 {}", self.html(Message::new("answer-rate-unknown"))),
        }
    }

    /// The sources of the rate, or of the ends of a range, and their days.
    fn rate_source(&self, deal: &Deal) -> Option<String> {
        let hot = deal.private.facts.hot_rate.as_ref().map(|rate| &rate.best);
        let sources = deal.private.evaluation.estimate.bases.iter().map(|basis| {
            let source = term(basis.source.key());
            match (basis.date, hot) {
                (Some(date), _) => {
                    self.html(Message::new("answer-rate-source").with("source", source).with("date", date))
                }
                // The rules do not know the source of the Hot rate.
                (None, Some(hot)) if basis.source == RateSource::Hot => {
                    format!("{} ({})", self.value(source), self.source_and_date(hot))
                }
                (None, _) => self.value(source),
            }
        });
        let mut sources: Vec<String> = sources.collect();
        sources.dedup();
        (!sources.is_empty()).then(|| sources.join(" / "))
    }

    fn estimate_line(&self, deal: &Deal) -> String {
        let private = &deal.private;
        let per_hundred = || self.estimate_range(private.evaluation.per_hundred.as_ref()?);
        let text = if let Some(money) = self.estimate_range(&private.evaluation.estimate) {
            let converted = private.evaluation.converted_estimate.as_ref();
            let also = converted.and_then(|also| self.second_currency(also)).unwrap_or_default();
            self.html(Message::new("answer-estimate").with("money", money)) + &also
        } else if let Some(money) = per_hundred() {
            let hundred = Money::new(Decimal::ONE_HUNDRED, private.program_currency);
            let estimate = Message::new("answer-estimate-per-hundred").with("hundred", hundred);
            self.html(estimate.with("money", money))
        } else {
            self.html(Message::new("answer-estimate-unknown"))
        };
        format!("💵 {text}")
    }

    fn second_currency(&self, converted: &ConvertedEstimate) -> Option<String> {
        let money = self.amount_range(converted.low, converted.high, converted.likely)?;
        let rate = self.exchange_rate_text(&converted.rate);
        let also = Message::new("answer-estimate-also").with("money", money).with("rate", rate);
        Some(format!(" {}", self.html(also)))
    }

    fn price_line(&self, deal: &Deal) -> Option<String> {
        let public = &deal.public;
        let price = public.price.as_ref()?;
        let value = price_value(price.value);
        if price.source == FactOrigin::Message {
            let line = self.price_sentence("answer-price", "answer-price-converted", value, deal);
            return Some(format!("🏷 {line}"));
        }
        let line = self.price_sentence("facts-price", "facts-price-converted", value, deal);
        let in_lira = public.price_in_lira.map(|price| escape_html(&self.value(price_value(price))));
        let discount = public.discount.map(|discount| {
            let percent = Percent(Decimal::from(discount));
            self.html(Message::new("facts-price-discount").with("percent", percent))
        });
        let before = public
            .old_price
            .map(|before| self.html(Message::new("facts-price-before").with("price", price_value(before))));
        let parts = [Some(line), in_lira, discount, before, Some(self.source_and_date(price))];
        Some(format!("🏷 {}", parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")))
    }

    fn price_sentence(
        &self,
        plain: &'static str,
        converted: &'static str,
        price: Argument,
        deal: &Deal,
    ) -> String {
        self.html(match &deal.private.evaluation.converted_price {
            Some((money, rate)) => Message::new(converted)
                .with("price", price)
                .with("money", *money)
                .with("rate", self.exchange_rate_text(rate)),
            None => Message::new(plain).with("price", price),
        })
    }
}
