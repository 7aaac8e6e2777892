//! What is known of a product, line by line: its source and day, and the sources that contradict it.

use dealink_core::message::{Argument, Message};
use dealink_core::money::Percent;
use dealink_program::{Affiliation, map_shop_category};

use super::renderer::{Renderer, price_value, term};
use crate::deals::{Evidence, FactOrigin, PrivateDeal, ResolvedFact, Verdict};
use crate::text::{escape_html, foreign_name};

impl Renderer<'_> {
    /// The facts behind the figures. What the message alone says is the publisher's own, and what the network alone says is among
    /// the reasons: both are left out unless another source contradicts them.
    pub(super) fn fact_lines(&self, private: &PrivateDeal) -> Vec<String> {
        let facts = &private.facts;
        let text = |value: Argument| escape_html(&self.value(value));
        let hot = |rate: &Percent| match *rate > Percent::ZERO {
            true => text(Argument::from(*rate)),
            false => self.html(Message::new("facts-not-hot")),
        };
        let category = |name: &String| {
            let group = match map_shop_category(name) {
                Some(group) => Message::new("facts-category").with("group", term(group.key())),
                None => Message::new("facts-category-open"),
            };
            self.html(group.with("name", foreign_name(name)))
        };
        let lines = [
            self.fact_line("facts-name-rate", &facts.rate, |rate| text(Argument::from(*rate))),
            self.fact_line("facts-name-hot-rate", &facts.hot_rate, hot),
            self.fact_line("facts-name-price", &facts.price, |price| text(price_value(*price))),
            self.fact_line("facts-name-category", &facts.category, category),
            self.fact_line("facts-name-store", &facts.store, |store| text(store.to_string().into())),
            self.feed_line(private),
        ];
        lines.into_iter().flatten().collect()
    }

    fn fact_line<T>(
        &self,
        name: &'static str,
        fact: &Option<ResolvedFact<T>>,
        value: impl Fn(&T) -> String,
    ) -> Option<String> {
        let ResolvedFact { best, others } = fact.as_ref()?;
        if others.is_empty() && !matches!(best.source, FactOrigin::Feed | FactOrigin::Shop) {
            return None;
        }
        let name = self.html(Message::new(name));
        let mut line = format!("{name} {} ({})", value(&best.value), self.source_and_date(best));
        for other in others {
            let differs = self.html(Message::new("facts-differs"));
            line += &format!("; {differs} {} ({})", value(&other.value), self.source_and_date(other));
        }
        Some(line)
    }

    /// A feed holds affiliate products only; the network may know better.
    fn feed_line(&self, private: &PrivateDeal) -> Option<String> {
        let day = private.facts.feed?;
        let by_feed = matches!(private.verdict, Verdict::Affiliate(Evidence::Feed(_)));
        let key = match private.verdict.affiliation() {
            Affiliation::No => "facts-affiliate-disputed",
            _ if by_feed => "facts-affiliate-by-feed",
            _ => "facts-affiliate-agreed",
        };
        Some(self.html(Message::new(key).with("date", day)))
    }
}
