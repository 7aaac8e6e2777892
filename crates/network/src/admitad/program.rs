//! The ad space and the program as the network has them now.

use dealink_core::lenient;
use serde_json::Value;
use url::Url;

use super::call::{ApiCall, CallBody};
use super::client::Admitad;
use super::error::{AdmitadError, ApiMethod};
use crate::affiliate::{AdSpace, AffiliateProgram, ProgramAction, Tariff, TariffRate};

impl Admitad {
    pub async fn ad_space(&self) -> Result<AdSpace, AdmitadError> {
        let id = self.0.account.website_id;
        let url = self.endpoint_url(&["websites", "v2", &id.to_string()]);
        let answer = self.call(ApiCall { endpoint: ApiMethod::AdSpace, url, body: CallBody::None }).await?;
        let found = find_by_id(&answer, id).ok_or(AdmitadError::garbled(ApiMethod::AdSpace))?;
        let words = |key: &str| lenient::text(found, &[key]).map(str::to_owned);
        Ok(AdSpace {
            id,
            name: words("name"),
            status: words("status"),
            verification_code: words("verification_code"),
        })
    }

    /// The account's program, with the ad space's own rates.
    /// `NotConnected` if the ad space does not take part in the program.
    pub async fn program(&self) -> Result<AffiliateProgram, AdmitadError> {
        let account = &self.0.account;
        let (id, ad_space) = (account.campaign_id, account.website_id.to_string());
        let mut url = self.endpoint_url(&["advcampaigns", &id.to_string(), "website", &ad_space]);
        url.query_pairs_mut().append_pair("language", "en");
        let answer = self.call(ApiCall { endpoint: ApiMethod::Program, url, body: CallBody::None }).await?;
        let found = find_by_id(&answer, id).ok_or(AdmitadError::garbled(ApiMethod::Program))?;
        Ok(parse_program(found, id))
    }
}

/// The object with this number in an answer that may wrap it. The only object of an answer may lack its number.
fn find_by_id(answer: &Value, id: u64) -> Option<&Value> {
    let items = lenient::items(answer);
    let id = i64::try_from(id).ok()?;
    let numbered = items.iter().find(|item| lenient::integer(&item["id"]) == Some(id));
    let only = items.first().filter(|item| items.len() == 1 && item.is_object() && item["id"].is_null());
    numbered.or(only).copied().filter(|object| object.as_object().is_some_and(|object| !object.is_empty()))
}

fn parse_program(found: &Value, id: u64) -> AffiliateProgram {
    let words = |key: &str| lenient::text(found, &[key]).map(str::to_owned);
    let gotolink = lenient::text(found, &["gotolink", "goto_link"]).and_then(|link| Url::parse(link).ok());
    AffiliateProgram {
        id,
        name: words("name"),
        gotolink: gotolink.filter(|link| matches!(link.scheme(), "https" | "http") && link.has_host()),
        connection_status: words("connection_status"),
        allow_deeplink: lenient::boolean(&found["allow_deeplink"]),
        currency: lenient::text(found, &["currency"]).and_then(|code| code.parse().ok()),
        cookie_days: lenient::integer(&found["goto_cookie_lifetime"]),
        hold_days: lenient::integer(&found["avg_hold_time"]),
        payment_days: lenient::integer(&found["avg_money_transfer_time"]),
        conversion: lenient::decimal(&found["cr"]),
        epc: lenient::decimal(&found["epc"]),
        approval: lenient::decimal(&found["rate_of_approve"]),
        actions: lenient::items(&found["actions_detail"]).into_iter().filter_map(parse_action).collect(),
    }
}

fn parse_action(item: &Value) -> Option<ProgramAction> {
    Some(ProgramAction {
        id: lenient::integer(&item["id"]),
        name: lenient::text(item, &["name"])?.to_owned(),
        kind: lenient::text(item, &["type"]).map(str::to_owned),
        tariffs: lenient::items(&item["tariffs"]).into_iter().map(parse_tariff).collect(),
    })
}

fn parse_tariff(item: &Value) -> Tariff {
    Tariff {
        name: lenient::text(item, &["name"]).map(str::to_owned),
        rates: lenient::items(&item["rates"]).into_iter().filter_map(parse_tariff_rate).collect(),
    }
}

/// A rate without a size or a kind is left out: it could be read as money or as a percentage.
fn parse_tariff_rate(item: &Value) -> Option<TariffRate> {
    Some(TariffRate {
        size: lenient::decimal(&item["size"])?,
        is_percentage: lenient::boolean(&item["is_percentage"])?,
        country: lenient::text(item, &["country"]).map(str::to_owned),
        from: lenient::date(&item["date_s"]),
        from_sum: lenient::decimal(&item["price_s"]),
    })
}

#[cfg(test)]
mod tests {
    use dealink_core::money::{Currency, Decimal};
    use serde_json::json;

    use super::*;

    #[test]
    fn a_program_is_read_with_strings_for_numbers_and_holes() {
        let read = parse_program(
            &json!({
                "id": 14289, "currency": "usd", "epc": "1.00", "cr": 1.03, "rate_of_approve": "91",
                "goto_cookie_lifetime": "3", "avg_hold_time": null, "allow_deeplink": true,
                "gotolink": "ftp://nowhere.example/", "actions_detail": [
                    {"id": "7", "name": "Tablets", "type": "sale", "tariffs": [{"rates": [
                        {"size": "2.30", "is_percentage": true, "date_s": "2018-10-10", "price_s": "0.00"},
                        {"size": "5.00"}, {"size": null, "is_percentage": true}, "?"]}]},
                    {"name": null}, null],
            }),
            14289,
        );
        assert_eq!(read.currency, Some(Currency::USD));
        assert_eq!((read.cookie_days, read.hold_days), (Some(3), None));
        assert_eq!(read.approval, Some(Decimal::from(91)));
        assert_eq!(read.gotolink, None);
        assert_eq!(read.actions.len(), 1);
        let rates = &read.actions[0].tariffs[0].rates;
        assert_eq!(rates.len(), 1);
        assert_eq!(rates[0].size.to_string(), "2.30");
        assert_eq!(rates[0].from, Some(jiff::civil::date(2018, 10, 10)));
    }

    #[test]
    fn one_object_is_found_in_any_wrapping_but_no_other_is_taken_for_it() {
        let ours = json!({"id": 22, "name": "Site"});
        for answer in
            [ours.clone(), json!([{"id": 21}, ours]), json!({"results": [ours]}), json!({"name": "Site"})]
        {
            assert_eq!(find_by_id(&answer, 22).unwrap()["name"], "Site", "{answer}");
        }
        for answer in [json!({"id": 21}), json!({}), json!([]), json!(null), json!("22")] {
            assert!(find_by_id(&answer, 22).is_none(), "{answer}");
        }
    }
}
