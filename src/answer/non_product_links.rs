//! Links of a message that lead to no single product, and other publishers' links that were left alone.

use dealink_core::message::Message;
use dealink_links::{Link, LinkKind, LinkReason};
use dealink_program::StoreList;

use super::renderer::{Renderer, term};
use super::{Action, Button, ForeignLinksChoice};
use crate::deals::{NonProductLink, ShortLinkFailure};
use crate::settings::ForeignLinks;
use crate::text::escape_html;

const MAX_SHOWN: usize = 10;
const MAX_HOST: usize = 60;

impl Renderer<'_> {
    /// One line for each link that leads to no product: what it is, and its affiliate link where there is one.
    pub(super) fn non_product_lines(&self, links: &[NonProductLink]) -> Vec<String> {
        let shown = links.iter().take(MAX_SHOWN);
        let mut lines: Vec<String> = shown.map(|link| self.non_product_line(link)).collect();
        lines.dedup();
        if links.len() > MAX_SHOWN {
            lines.push(self.html(Message::new("answer-asides-more").with("count", links.len() - MAX_SHOWN)));
        }
        lines
    }

    fn non_product_line(&self, link: &NonProductLink) -> String {
        let mark = if link.link.kind == LinkKind::Lookalike { "⛔" } else { "▫️" };
        let host = shorten_host(link.link.host());
        let mut lines =
            vec![format!("{mark} {}", self.html(Message::new(message_key(link)).with("host", host)))];
        lines.extend(link.page_link.as_ref().map(|page| format!("🔗 {}", escape_html(page.as_str()))));
        lines.extend(link.store_lists.iter().map(|(list, date)| {
            let mark = if *list == StoreList::NoCommission { "⛔" } else { "⚠️" };
            let on = Message::new("lists-store-on").with("list", term(list.key())).with("date", *date);
            format!("{mark} {}", self.html(on))
        }));
        lines.join("\n")
    }

    /// What is said of other publishers' links.
    pub(super) fn withheld_line(&self, links: &[Link]) -> Option<String> {
        let mut hosts: Vec<String> = links.iter().map(|link| shorten_host(link.host())).collect();
        hosts.sort();
        hosts.dedup();
        hosts.truncate(MAX_SHOWN);
        let key = match self.publisher.foreign_links {
            Some(ForeignLinks::Leave) => "answer-withheld-left",
            _ => "answer-withheld-ask",
        };
        let message = Message::new(key).with("count", links.len()).with("hosts", hosts.join(", "));
        (!links.is_empty()).then(|| format!("🤝 {}", self.html(message)))
    }

    /// The choice about other publishers' links; nothing where it was made before.
    pub(super) fn withheld_buttons(&self, links: &[Link]) -> Vec<Vec<Button>> {
        if links.is_empty() {
            return Vec::new();
        }
        let button =
            |key, choice| Button::Press { label: self.text(key), data: Action::ForeignLinks(choice) };
        let once = button("answer-button-others-once", ForeignLinksChoice::Once);
        match self.publisher.foreign_links {
            Some(_) => vec![vec![once]],
            None => vec![
                vec![once, button("answer-button-others-always", ForeignLinksChoice::Always)],
                vec![button("answer-button-others-leave", ForeignLinksChoice::Never)],
            ],
        }
    }
}

/// The name of a host is plain letters already.
fn shorten_host(host: &str) -> String {
    match host.char_indices().nth(MAX_HOST) {
        Some(_) => host.chars().take(MAX_HOST - 1).chain(['…']).collect(),
        None => host.to_owned(),
    }
}

fn message_key(link: &NonProductLink) -> &'static str {
    match link.short_link_failure {
        Some(ShortLinkFailure::Deleted) => return "answer-aside-gone",
        Some(ShortLinkFailure::LeadsElsewhere) => return "answer-aside-elsewhere",
        Some(ShortLinkFailure::NotFollowed | ShortLinkFailure::RobotCheck | ShortLinkFailure::Failed)
        | None => {}
    }
    let linked = link.page_link.is_some();
    let is_own = link.is_own;
    let link = &link.link;
    match (link.target.unwrap_or(link.kind), link.reason) {
        _ if is_own => "answer-aside-own",
        (LinkKind::Lookalike, Some(LinkReason::HiddenMismatch)) => "answer-aside-disguised",
        (LinkKind::Lookalike, Some(LinkReason::ForeignTarget)) => "answer-aside-elsewhere",
        (LinkKind::Lookalike, _) => "answer-aside-lookalike",
        (LinkKind::OtherSite, _) => "answer-aside-other-site",
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
