//! Links of a message that lead to no single product, and somebody else's that were left alone.

use super::lines::shorten;
use super::{Button, OTHERS_ALWAYS, OTHERS_LEAVE, OTHERS_ONCE};
use crate::deals::{Aside, Blind};
use crate::store::{OthersLinks, Publisher};
use crate::text::{Speaker, escape};
use dealink_core::message::{Sentence, Value};
use dealink_links::{Kind, Link, Reason};
use dealink_program::StoreList;

const SHOWN_AT_MOST: usize = 10;
const HOST: usize = 60;

/// One line for each link that leads to no product: what it is, and its affiliate link where there is one.
pub(super) fn lines(asides: &[Aside], speak: &Speaker) -> Vec<String> {
    let mut lines: Vec<String> = asides.iter().take(SHOWN_AT_MOST).map(|aside| line(aside, speak)).collect();
    lines.dedup();
    if asides.len() > SHOWN_AT_MOST {
        let more = Sentence::new("answer-asides-more").with("count", asides.len() - SHOWN_AT_MOST);
        lines.push(speak.html(&more));
    }
    lines
}

fn line(aside: &Aside, speak: &Speaker) -> String {
    let mark = if aside.link.kind == Kind::Lookalike { "⛔" } else { "▫️" };
    let said = speak.html(&Sentence::new(sentence(aside)).with("host", shorten(aside.link.host(), HOST)));
    let mut lines = vec![format!("{mark} {said}")];
    lines.extend(aside.page.as_ref().map(|page| format!("🔗 {}", escape(page.as_str()))));
    lines.extend(aside.store_lists.iter().map(|(list, date)| {
        let sign = if *list == StoreList::NoCommission { "⛔" } else { "⚠️" };
        let name = Value::Term(list.key().to_owned());
        let on = Sentence::new("lists-store-on").with("list", name).with("date", *date);
        format!("{sign} {}", speak.html(&on))
    }));
    lines.join("\n")
}

fn sentence(aside: &Aside) -> &'static str {
    match aside.blind {
        Some(Blind::Gone) => return "answer-aside-gone",
        Some(Blind::Elsewhere) => return "answer-aside-elsewhere",
        Some(Blind::NotFollowed | Blind::Wall | Blind::Failed) | None => {}
    }
    let link = &aside.link;
    let linked = aside.page.is_some();
    match (link.target.unwrap_or(link.kind), link.reason) {
        _ if aside.own => "answer-aside-own",
        (Kind::Lookalike, Some(Reason::HiddenMismatch)) => "answer-aside-disguised",
        (Kind::Lookalike, Some(Reason::ForeignTarget)) => "answer-aside-elsewhere",
        (Kind::Lookalike, _) => "answer-aside-lookalike",
        (Kind::Store, _) if linked => "answer-aside-store-linked",
        (Kind::Store, _) => "answer-aside-store",
        (Kind::Search, _) if linked => "answer-aside-search-linked",
        (Kind::Search, _) => "answer-aside-search",
        (Kind::Campaign, _) if linked => "answer-aside-campaign-linked",
        (Kind::Campaign, _) => "answer-aside-campaign",
        (Kind::Home, _) if linked => "answer-aside-home-linked",
        (Kind::Home, _) => "answer-aside-home",
        (Kind::Virtual, _) => "answer-aside-virtual",
        (Kind::Product, _) if linked => "answer-aside-several",
        (Kind::Product, _) => "answer-aside-several-unlinked",
        (_, Some(Reason::OrderPage)) => "answer-aside-order",
        (_, Some(Reason::LoginPage)) => "answer-aside-login",
        (_, Some(Reason::Captcha)) => "answer-aside-captcha",
        (_, Some(Reason::NoId)) => "answer-aside-no-id",
        (Kind::Affiliate | Kind::Short, _) => "answer-aside-affiliate",
        (Kind::OtherAliexpress, _) => "answer-aside-other",
    }
}

/// What is said of somebody else's links.
pub(super) fn withheld(links: &[Link], publisher: &Publisher, speak: &Speaker) -> Option<String> {
    let mut hosts: Vec<String> = links.iter().map(|link| shorten(link.host(), HOST)).collect();
    hosts.sort();
    hosts.dedup();
    hosts.truncate(SHOWN_AT_MOST);
    let key = match publisher.others {
        Some(OthersLinks::Leave) => "answer-withheld-left",
        _ => "answer-withheld-ask",
    };
    let said = Sentence::new(key).with("count", links.len()).with("hosts", hosts.join(", "));
    (!links.is_empty()).then(|| format!("🤝 {}", speak.html(&said)))
}

/// The choice about somebody else's links; nothing where it was made before.
pub(super) fn withheld_buttons(links: &[Link], publisher: &Publisher, speak: &Speaker) -> Vec<Vec<Button>> {
    if links.is_empty() {
        return Vec::new();
    }
    let press = |label, data: &str| Button::Press { label: speak.word(label), data: data.to_owned() };
    let once = press("answer-button-others-once", OTHERS_ONCE);
    match publisher.others {
        Some(_) => vec![vec![once]],
        None => vec![
            vec![once, press("answer-button-others-always", OTHERS_ALWAYS)],
            vec![press("answer-button-others-leave", OTHERS_LEAVE)],
        ],
    }
}
