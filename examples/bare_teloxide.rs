//! A minimal bot with teloxide, which the benchmark `beside_teloxide` compares with dealink.
//!
//! It makes one deeplink call and one rates call for each message at the same time, and sends the answer as a plain
//! message. It has no cache, no checks and no retries, and asks for a token only once: the least that such a bot can
//! do.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use teloxide::prelude::*;
use url::Url;

/// The Admitad API, with a token that is never renewed.
struct AdmitadApi {
    http: reqwest::Client,
    token: String,
    links: Url,
    rates: Url,
}

#[tokio::main]
async fn main() -> Result<()> {
    let network = Arc::new(AdmitadApi::connect().await?);
    let bot = Bot::new(setting("TELEGRAM_BOT_TOKEN")?).set_api_url(setting("TELEGRAM_API_URL")?.parse()?);
    Dispatcher::builder(bot, Update::filter_message().endpoint(answer))
        .dependencies(dptree::deps![network])
        .build()
        .dispatch()
        .await;
    Ok(())
}

async fn answer(bot: Bot, message: Message, network: Arc<AdmitadApi>) -> Result<()> {
    let words = message.text().unwrap_or_default().split_whitespace();
    for page in words.filter(|word| word.starts_with("https://")) {
        let (link, rate) = tokio::try_join!(network.link(page), network.rate(page))?;
        bot.send_message(message.chat.id, format!("{link}\n{rate} %")).await?;
    }
    Ok(())
}

impl AdmitadApi {
    async fn connect() -> Result<Self> {
        let base = setting("ADMITAD_API_URL")?;
        let (id, secret) = (setting("ADMITAD_CLIENT_ID")?, setting("ADMITAD_CLIENT_SECRET")?);
        let (ad_space, program) = (setting("ADMITAD_WEBSITE_ID")?, setting("ADMITAD_CAMPAIGN_ID")?);
        let http = reqwest::Client::new();
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &id),
            ("scope", "deeplink_generator aliexpress_commission"),
        ];
        let answer = http.post(format!("{base}/token/")).basic_auth(&id, Some(secret)).form(&form);
        let answer: Value = answer.send().await?.error_for_status()?.json().await?;
        Ok(AdmitadApi {
            http,
            token: answer["access_token"].as_str().context("no token")?.to_owned(),
            links: format!("{base}/deeplink/{ad_space}/advcampaign/{program}/").parse()?,
            rates: format!("{base}/aliexpress/commission_rates/").parse()?,
        })
    }

    async fn link(&self, page: &str) -> Result<String> {
        let answer = self.ask(self.http.get(self.links.clone()).query(&[("ulp", page)])).await?;
        match answer[0]["link"].as_str() {
            Some(link) => Ok(link.to_owned()),
            None => bail!("no link"),
        }
    }

    async fn rate(&self, page: &str) -> Result<String> {
        let answer = self.ask(self.http.post(self.rates.clone()).json(&json!({ "urls": [page] }))).await?;
        Ok(answer["commission_rates"][0]["commission_rate"].to_string())
    }

    async fn ask(&self, question: reqwest::RequestBuilder) -> Result<Value> {
        let answer = question.bearer_auth(&self.token).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }
}

fn setting(name: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set"))
}
