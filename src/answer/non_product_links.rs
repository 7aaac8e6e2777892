//! Links of a message that lead to no single product, and somebody else's that were left alone.

use super::product_lines::shorten;
use super::{Button, OTHERS_ALWAYS, OTHERS_LEAVE, OTHERS_ONCE};
use crate::deals::{NonProductLink, ShortLinkFailure};
use crate::settings::{ForeignLinks, Publisher};
use crate::text::{Localizer, escape_html};
use dealink_core::message::{Argument, Message};
use dealink_links::{Link, LinkKind, LinkReason};
use dealink_program::StoreList;

const MAX_SHOWN: usize = 10;
const MAX_HOST: usize = 60;

/// One line for each link that leads to no product: what it is, and its affiliate link where there is one.
pub(super) fn non_product_lines(asides: &[NonProductLink], speak: &Localizer) -> Vec<String> {
    let mut lines: Vec<String> =
        asides.iter().take(MAX_SHOWN).map(|aside| non_product_line(aside, speak)).collect();
    lines.dedup();
    if asides.len() > MAX_SHOWN {
        let more = Message::new("answer-asides-more").with("count", asides.len() - MAX_SHOWN);
        lines.push(speak.html(&more));
    }
    lines
}

fn non_product_line(aside: &NonProductLink, speak: &Localizer) -> String {
    let mark = if aside.link.kind == LinkKind::Lookalike { "⛔" } else { "▫️" };
    let said =
        speak.html(&Message::new(message_key(aside)).with("host", shorten(aside.link.host(), MAX_HOST)));
    let mut lines = vec![format!("{mark} {said}")];
    lines.extend(aside.page_link.as_ref().map(|page| format!("🔗 {}", escape_html(page.as_str()))));
    lines.extend(aside.store_lists.iter().map(|(list, date)| {
        let sign = if *list == StoreList::NoCommission { "⛔" } else { "⚠️" };
        let name = Argument::Term(list.key().to_owned());
        let on = Message::new("lists-store-on").with("list", name).with("date", *date);
        format!("{sign} {}", speak.html(&on))
    }));
    lines.join("\n")
}

fn message_key(aside: &NonProductLink) -> &'static str {
    match aside.short_link_failure {
        Some(ShortLinkFailure::Deleted) => return "answer-aside-gone",
        Some(ShortLinkFailure::LeadsElsewhere) => return "answer-aside-elsewhere",
        Some(ShortLinkFailure::NotFollowed | ShortLinkFailure::RobotCheck | ShortLinkFailure::Failed)
        | None => {}
    }
    let link = &aside.link;
    let linked = aside.page_link.is_some();
    match (link.target.unwrap_or(link.kind), link.reason) {
        _ if aside.is_own => "answer-aside-own",
        (LinkKind::Lookalike, Some(LinkReason::HiddenMismatch)) => "answer-aside-disguised",
        (LinkKind::Lookalike, Some(LinkReason::ForeignTarget)) => "answer-aside-elsewhere",
        (LinkKind::Lookalike, _) => "answer-aside-lookalike",
        (LinkKind::Store, _) if linked => "answer-aside-store-linked",
        (LinkKind::Store, _) => "answer-aside-store",
        (LinkKind::Search, _) if linked => "answer-aside-search-linked",
        (LinkKind::Search, _) => "answer-aside-search",
        (LinkKind::Campaign, _) if linked => "answer-aside-campaign-linked",
        (LinkKind::Campaign, _) => "answer-aside-campaign",
        (LinkKind::Home, _) if linked => "answer-aside-home-linked",
        (LinkKind::Home, _) => "answer-aside-home",
        (LinkKind::Virtual, _) => "answer-aside-virtual",
        (LinkKind::Product, _) if linked => "answer-aside-several",
        (LinkKind::Product, _) => "answer-aside-several-unlinked",
        (_, Some(LinkReason::OrderPage)) => "answer-aside-order",
        (_, Some(LinkReason::LoginPage)) => "answer-aside-login",
        (_, Some(LinkReason::Captcha)) => "answer-aside-captcha",
        (_, Some(LinkReason::NoId)) => "answer-aside-no-id",
        (LinkKind::Affiliate | LinkKind::Short, _) => "answer-aside-affiliate",
        (LinkKind::OtherAliexpress, _) => "answer-aside-other",
    }
}

/// What is said of somebody else's links.
pub(super) fn withheld_line(links: &[Link], publisher: &Publisher, speak: &Localizer) -> Option<String> {
    let mut hosts: Vec<String> = links.iter().map(|link| shorten(link.host(), MAX_HOST)).collect();
    hosts.sort();
    hosts.dedup();
    hosts.truncate(MAX_SHOWN);
    let key = match publisher.foreign_links {
        Some(ForeignLinks::Leave) => "answer-withheld-left",
        _ => "answer-withheld-ask",
    };
    let said = Message::new(key).with("count", links.len()).with("hosts", hosts.join(", "));
    (!links.is_empty()).then(|| format!("🤝 {}", speak.html(&said)))
}

/// The choice about somebody else's links; nothing where it was made before.
pub(super) fn withheld_buttons(links: &[Link], publisher: &Publisher, speak: &Localizer) -> Vec<Vec<Button>> {
    if links.is_empty() {
        return Vec::new();
    }
    let press = |label, data: &str| Button::Press { label: speak.text(label), data: data.to_owned() };
    let once = press("answer-button-others-once", OTHERS_ONCE);
    match publisher.foreign_links {
        Some(_) => vec![vec![once]],
        None => vec![
            vec![once, press("answer-button-others-always", OTHERS_ALWAYS)],
            vec![press("answer-button-others-leave", OTHERS_LEAVE)],
        ],
    }
}
