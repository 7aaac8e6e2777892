//! Exchange rates as the network uses them.

use dealink_core::lenient;
use dealink_core::money::{Currency, Decimal};
use jiff::civil::Date;
use serde_json::Value;

use super::call::{ApiCall, CallBody};
use super::client::Admitad;
use super::error::{AdmitadError, ApiMethod};
use crate::affiliate::QuotedRate;

impl Admitad {
    /// What one unit of `from` is worth in `to` on `today`; the answer may be of an earlier day. `Garbled` also for a rate that is no positive number or belongs to another pair.
    pub async fn exchange_rate(
        &self,
        from: Currency,
        to: Currency,
        today: Date,
    ) -> Result<QuotedRate, AdmitadError> {
        let mut url = self.endpoint_url(&["currencies", "rate"]);
        url.query_pairs_mut()
            .append_pair("base", from.code())
            .append_pair("target", to.code())
            .append_pair("date", &today.strftime("%d.%m.%Y").to_string());
        let answer = self.call(ApiCall { endpoint: ApiMethod::Exchange, url, body: CallBody::None }).await?;
        let items = lenient::items(&answer);
        let found = items.into_iter().find_map(|item| parse_quoted_rate(item, from, to, today));
        found.ok_or(AdmitadError::garbled(ApiMethod::Exchange))
    }
}

fn parse_quoted_rate(item: &Value, from: Currency, to: Currency, today: Date) -> Option<QuotedRate> {
    let is = |key: &str, currency: Currency| {
        lenient::text(item, &[key]).is_none_or(|code| code.parse() == Ok(currency))
    };
    let rate = lenient::decimal(&item["rate"]).filter(|rate| *rate > Decimal::ZERO)?;
    let date = lenient::date(&item["date"]).unwrap_or(today);
    (is("base", from) && is("target", to)).then_some(QuotedRate { rate, date })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_rate_is_read_as_string_or_number_and_with_or_without_a_day() {
        let today = date(2026, 11, 22);
        let read = |item: Value| parse_quoted_rate(&item, Currency::TRY, Currency::USD, today);
        let rate = Decimal::new(236, 4);
        assert_eq!(
            read(json!({"base": "TRY", "target": "USD", "date": "2026-11-20T00:00:00", "rate": "0.0236"})),
            Some(QuotedRate { rate, date: date(2026, 11, 20) })
        );
        assert_eq!(read(json!({"rate": 0.0236})), Some(QuotedRate { rate, date: today }));
        for bad in [
            json!({"rate": 0}),
            json!({"rate": "-1"}),
            json!({}),
            json!(null),
            json!({"rate": 1, "base": "EUR"}),
            json!({"rate": 1, "target": "TRY"}),
        ] {
            assert_eq!(read(bad.clone()), None, "{bad}");
        }
    }
}
