//! The messages of an answer: up to three products in full, more as a list.

use super::deal_warnings::{DealWarning, common_warnings};
use super::part::{Layout, ProductBlock, non_empty_rows, split_into_parts};
use super::renderer::Renderer;
use super::{AnswerPart, Button};
use crate::deals::{Answer, Deal};
use crate::text::foreign_text;

/// With more products the answer is a list.
const MAX_FULL_PRODUCTS: usize = 3;
/// Letters of a title in the text that a shared link brings along.
const MAX_SHARED_TITLE: usize = 200;

impl Renderer<'_> {
    /// The answer's messages, in order. Empty only for an answer without a link.
    pub fn answer(&self, answer: &Answer) -> Vec<AnswerPart> {
        let warnings = self.warnings_of_deals(answer);
        let (layout, blocks, mut closing) = match answer.deals.len() <= MAX_FULL_PRODUCTS {
            true => {
                let (blocks, closing) = self.full_products(answer, &warnings);
                (Layout::Full, blocks, closing)
            }
            false => (Layout::List, self.listed_products(answer), self.list_closing(answer, &warnings)),
        };
        closing.extend(self.non_product_lines(&answer.non_product_links));
        closing.extend(self.withheld_line(&answer.withheld));
        let mut parts = split_into_parts(blocks, closing, layout);
        if let Some(last) = parts.last_mut() {
            last.add_reply_buttons(self.withheld_buttons(&answer.withheld));
        }
        if let ([deal], Some(first)) = (answer.deals.as_slice(), parts.first_mut()) {
            first.preview = Some(deal.public.picture.as_ref().unwrap_or(&deal.public.page).to_string());
        }
        parts
    }

    /// The products in full, and the warnings that all of several products have.
    fn full_products(
        &self,
        answer: &Answer,
        warnings: &[Vec<DealWarning>],
    ) -> (Vec<ProductBlock>, Vec<String>) {
        let are_several = answer.deals.len() > 1;
        let common = if are_several { common_warnings(warnings) } else { Vec::new() };
        let block = |(index, (deal, warnings)): (usize, (&Deal, &Vec<DealWarning>))| {
            let number = are_several.then_some(index + 1);
            let mut lines = self.full_lines(deal, number);
            let own = warnings.iter().filter(|warning| !common.contains(warning));
            lines.extend(own.map(|warning| self.warning_line(warning)));
            let mut buttons = vec![self.link_buttons(deal, |long, _short| match number {
                Some(number) => format!("{} · {number}", self.text(long)),
                None => self.text(long),
            })];
            if self.publisher.estimate {
                buttons.extend(self.opening_buttons(deal, number));
            }
            ProductBlock { lines, buttons: non_empty_rows(buttons) }
        };
        let blocks = answer.deals.iter().zip(warnings).enumerate().map(block).collect();
        (blocks, common.iter().map(|warning| self.warning_line(warning)).collect())
    }

    fn listed_products(&self, answer: &Answer) -> Vec<ProductBlock> {
        let block = |(index, deal): (usize, &Deal)| {
            let number = index + 1;
            let buttons = self.link_buttons(deal, |_long, short| format!("{} {number}", self.text(short)));
            ProductBlock { lines: self.brief_lines(deal, number), buttons: non_empty_rows([buttons]) }
        };
        answer.deals.iter().enumerate().map(block).collect()
    }

    /// What follows a list of products: the sources of its figures, and its warnings.
    pub(super) fn list_closing(&self, answer: &Answer, warnings: &[Vec<DealWarning>]) -> Vec<String> {
        let mut closing = self.rate_source_lines(&answer.deals);
        closing.extend(self.exchange_source_lines(&answer.deals));
        closing.extend(self.grouped_warning_lines(warnings));
        closing
    }

    /// Buttons that copy and share the link; `label` makes a label of the keys of its long and its short text.
    fn link_buttons(&self, deal: &Deal, label: impl Fn(&'static str, &'static str) -> String) -> Vec<Button> {
        let Some(link) = deal.public.link.as_ref() else { return Vec::new() };
        let copy = Button::copy_link(label("answer-button-copy", "answer-button-copy-short"), link.as_str());
        let title = foreign_text(deal.public.title.as_deref().unwrap_or_default(), MAX_SHARED_TITLE);
        let share = [("url", link.as_str()), ("text", title.as_str())];
        let share =
            url::Url::parse_with_params("https://t.me/share/url", share).ok().map(|url| Button::Open {
                label: label("answer-button-share", "answer-button-share-short"),
                url: url.to_string(),
            });
        copy.into_iter().chain(share).collect()
    }
}
