//! The methods about links: deeplinks, the link check, commission rates, short links.

use rust_decimal::Decimal;
use serde_json::{Value, json};
use url::Url;

use super::http::{AdmitadAnswer, AdmitadRequest};
use super::product_index::{is_aliexpress, is_tracker, parameter};
use super::seed::{LinkCheckOutcome, RateForm, SeedRate};
use super::{AD_SPACE, AD_SPACE_CODE, AdmitadStandIn, CODE, PROGRAM, TRACKER};
use dealink_links::LinkKind;

const SUBIDS: [(&str, usize); 5] =
    [("subid", 50), ("subid1", 50), ("subid2", 50), ("subid3", 50), ("subid4", 120)];
const SUBID_TOO_LONG: &str = "The SubID must be no more than 50 characters long.";
const FOREIGN_DOMAIN: &str = "This domain is not permitted for deeplink.";
const MOST_TARGETS: usize = 200;
const MOST_ADDRESSES: usize = 100;

impl AdmitadStandIn {
    /// `GET /deeplink/{ad space}/advcampaign/{program}/`. As at the network, an unknown product gets a link too.
    pub(super) fn deeplinks(&self, request: &AdmitadRequest) -> Result<Value, AdmitadAnswer> {
        if request.path[1] != AD_SPACE.to_string() || request.path[3] != PROGRAM.to_string() {
            return Err(AdmitadAnswer::not_found());
        }
        let targets: Vec<&str> = request.parameters("ulp").collect();
        if targets.is_empty() || targets.len() > MOST_TARGETS {
            return Err(AdmitadAnswer::invalid_request("Wrong number of links."));
        }
        let mut subids = Vec::new();
        for (name, longest) in SUBIDS {
            let Some(text) = request.parameter(name) else { continue };
            if text.chars().count() > longest || text.contains('\0') {
                return Err(AdmitadAnswer::invalid_request(SUBID_TOO_LONG));
            }
            subids.push((name, text));
        }
        let links = targets.into_iter().map(|text| {
            let target = Url::parse(text).map_err(|_| AdmitadAnswer::invalid_request("Wrong ‘ulp’."))?;
            if !is_aliexpress(&target) {
                return Err(AdmitadAnswer::invalid_request(FOREIGN_DOMAIN));
            }
            let mut link = format!("https://{TRACKER}/g/{CODE}/?");
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.extend_pairs(&subids).append_pair("ulp", text);
            link.push_str(&query.finish());
            let affiliate = self.product(&target).and_then(|product| product.affiliate);
            Ok(json!({ "link": link, "is_affiliate_product": affiliate }))
        });
        links.collect()
    }

    /// `GET /validate_links/`. Messages are Russian unless English is asked for, as at the network.
    pub(super) fn check_link(&self, request: &AdmitadRequest) -> Result<Value, AdmitadAnswer> {
        let link = request.parameter("link").ok_or_else(|| AdmitadAnswer::invalid_request("Wrong link."))?;
        match self.link_check_error(link) {
            None => Ok(json!({ "message": "Link successfully tested." })),
            Some(complaint) if request.language == "en" => Err(AdmitadAnswer::invalid_request(complaint)),
            Some(_) => Err(AdmitadAnswer::invalid_request("Ссылка не прошла проверку.")),
        }
    }

    /// The network's error message for a tracking link; `None` if the link passes the check.
    fn link_check_error(&self, link: &str) -> Option<&'static str> {
        let Ok(link) = Url::parse(link) else { return Some("Error in the address.") };
        if !is_tracker(&link) {
            return Some("Wrong domain name.");
        }
        let path: Vec<&str> = link.path().trim_matches('/').split('/').collect();
        let ["g" | "goto", code] = path.as_slice() else { return Some("Wrong link.") };
        if !matches!(code.len(), 30 | 40) {
            return Some("Code length must be 30 or 40 characters.");
        }
        if !code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()) {
            return Some("The code must contain letters a–f and digits 0–9.");
        }
        if code.get(10..20) != Some(AD_SPACE_CODE) {
            return Some("Wrong link.");
        }
        for (name, longest) in SUBIDS {
            if parameter(&link, name).is_some_and(|text| text.chars().count() > longest) {
                return Some(SUBID_TOO_LONG);
            }
        }
        let target = parameter(&link, "ulp")?;
        let Ok(target) = Url::parse(&target) else { return Some("Wrong ‘ulp’.") };
        if !is_aliexpress(&target) {
            return Some(FOREIGN_DOMAIN);
        }
        match self.product(&target).map(|product| product.check) {
            // A store or a campaign page: the network has no objection to it.
            None if !names_product(&target) => None,
            None => Some("Wrong link."),
            Some(LinkCheckOutcome::Pays) => None,
            Some(LinkCheckOutcome::NonAffiliated) => Some("Attention! This product is non-affiliated."),
            Some(LinkCheckOutcome::Unpaid) => Some(
                "Attention! The advertiser doesn’t pay any reward for selling the product corresponding to this link.",
            ),
            Some(LinkCheckOutcome::Refused) => Some("Error in the address."),
        }
    }

    /// `POST /aliexpress/commission_rates/`.
    pub(super) fn commission_rates(&self, request: &AdmitadRequest) -> Result<Value, AdmitadAnswer> {
        let document = request.json();
        let urls =
            document["urls"].as_array().ok_or_else(|| AdmitadAnswer::invalid_request("Wrong request."))?;
        if urls.len() > MOST_ADDRESSES {
            return Err(AdmitadAnswer::invalid_request("Too many links."));
        }
        let rates = urls.iter().map(|url| {
            let link = url.as_str().and_then(|url| Url::parse(url).ok());
            let product = link.and_then(|link| self.product(&link)).filter(|product| product.is_rated);
            json!({
                "product_name": product.map(|product| &product.title),
                "commission_rate": product.and_then(|product| product.rate).map(rate_json),
                "hot_commission_rate": product.and_then(|product| product.hot_rate).map(rate_json),
                "is_hot": product.is_some_and(|product| product.is_hot),
                "url": url,
            })
        });
        Ok(json!({ "commission_rates": rates.collect::<Vec<_>>() }))
    }

    /// `POST /shortlink/modify/`, with a form or with JSON. Equal links get equal short links.
    pub(super) fn shorten(&self, request: &AdmitadRequest) -> Result<Value, AdmitadAnswer> {
        let posted = request.field("link").or_else(|| request.json()["link"].as_str().map(str::to_owned));
        let link = posted.and_then(|link| Url::parse(&link).ok()).filter(is_tracker);
        let link = link.ok_or_else(|| AdmitadAnswer::invalid_request("Wrong domain name."))?;
        let long = String::from(link);
        let mut state = self.state();
        let known = state.short_links.iter().find(|(_, known)| **known == long);
        let code = match known {
            Some((code, _)) => code.clone(),
            None => {
                let code = format!("dl{:04}", state.short_links.len() + 1);
                state.short_links.insert(code.clone(), long.clone());
                code
            }
        };
        drop(state);
        let address = format!("ali.ski/{code}");
        if let Some(hears) = self.0.short_link_listener.get() {
            hears(&address, &long);
        }
        Ok(json!({ "short_link": format!("https://{address}") }))
    }
}

fn names_product(page: &Url) -> bool {
    let link = dealink_links::parse_address(page.as_str());
    link.is_none_or(|link| matches!(link.target, Some(LinkKind::Product | LinkKind::Short)))
}

/// The rate in the form in which the network writes this product's rate.
fn rate_json(rate: SeedRate) -> Value {
    match rate.form {
        RateForm::Text => json!(rate.percent.to_string()),
        RateForm::Sign => json!(format!("{}%", rate.percent)),
        RateForm::Number => decimal_json(rate.percent),
    }
}

/// A JSON number with exactly the digits of the decimal.
fn decimal_json(decimal: Decimal) -> Value {
    serde_json::from_str(&decimal.to_string()).unwrap_or_default()
}
