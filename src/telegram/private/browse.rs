//! `/hot` and `/search`: one card that changes in place.
//!
//! The filters and the page are in the data of the buttons. The search words do not fit there: the card replies to the message
//! with the words, so each press contains that message. If it was deleted, a press only shows that the card is too old.

use super::cards_common::show_card;
use super::context::PrivateContext;
use crate::answer::{
    Action, AnswerPart, BrowsePress, BrowseRenderer, BrowseState, BrowseStep, HITS_PER_PAGE,
};
use crate::deals::{BrowsePage, DealRequest};
use crate::settings::{FilterKind, PendingFilter, QuestionKind};
use crate::telegram::api::OutgoingMessage;
use crate::telegram::browse_query::{self, FilterCurrencies};
use crate::telegram::callback::CallbackData;
use crate::telegram::commands::{ChatCommand, ParsedCommand, parse_command};
use crate::telegram::handler_error::Result;
use crate::telegram::update::CallbackQuery;
use dealink_core::message::Message;
use dealink_links::ProductId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProductSet {
    All,
    Hot,
}

impl PrivateContext<'_> {
    pub(super) async fn handle_browse(
        &self,
        products: ProductSet,
        arguments: &str,
        message: i32,
    ) -> Result<()> {
        if products == ProductSet::All && arguments.is_empty() {
            return self.send_text("browse-usage").await;
        }
        let mut wanted = match browse_query::parse_query(arguments, self.currencies()) {
            Ok(wanted) => wanted,
            Err(error) => return self.send_message(&error).await,
        };
        if !self.app.browser.has_feeds().await {
            return self.send_text("browse-no-feed").await;
        }
        wanted.hot = products == ProductSet::Hot;
        self.send_hits(&BrowseState { wanted, page: 0 }, message).await
    }

    /// Sends a new card as a reply to the message with the search words.
    pub(super) async fn send_hits(&self, browse: &BrowseState, message: i32) -> Result<()> {
        let card = self.render_hits(browse).await;
        let reply_to = (!browse.wanted.words.is_empty()).then_some(message);
        self.send_card(&card.replying_to(reply_to)).await
    }

    pub(super) async fn handle_browse_press(&self, query: &CallbackQuery, press: BrowsePress) -> Result<()> {
        let pressed = query.message_id();
        let (step, mut browse, has_words) = match press {
            BrowsePress::Details(product) => {
                self.answer_silently(query).await;
                return self.send_product(product, pressed).await;
            }
            BrowsePress::Show { step, browse, has_words } => (step, browse, has_words),
        };
        let original = self.searched_message(query);
        if has_words {
            let Some((_, words)) = &original else {
                self.alert(query, "browse-too-old").await;
                return Ok(());
            };
            browse.wanted.words.clone_from(words);
        }
        self.answer_silently(query).await;
        let message = original.map(|(message, _)| message).unwrap_or_default();
        let card = match step {
            BrowseStep::Hits => self.render_hits(&browse).await,
            BrowseStep::Categories => {
                let categories = self.app.browser.count_categories(&browse.wanted, self.publisher).await;
                self.browse_renderer().categories(&browse, &categories).into()
            }
            BrowseStep::Prices => self.browse_renderer().prices(&browse).into(),
            BrowseStep::Earnings => self.browse_renderer().earnings(&browse).into(),
            BrowseStep::AskPrice => {
                return self.ask_filter(FilterKind::Price, &browse, message, pressed).await;
            }
            BrowseStep::AskEarning => {
                return self.ask_filter(FilterKind::Earning, &browse, message, pressed).await;
            }
        };
        show_card(self, query, &card).await
    }

    /// Parses the text that was typed for a filter.
    pub(super) fn parse_filter_input(
        &self,
        asked: &PendingFilter,
        text: &str,
    ) -> Result<BrowseState, Message> {
        let Some(CallbackData::Answer(Action::Browse(BrowsePress::Show { browse, .. }))) =
            CallbackData::decode(&asked.card)
        else {
            return Err(Message::new("browse-too-old"));
        };
        let FilterCurrencies { price, earning } = self.currencies();
        let filtered = match asked.filter {
            FilterKind::Price => {
                let again = || Message::new("browse-ask-price-again").with("currency", price.code());
                let prices = browse_query::parse_price_filter(text, price).ok_or_else(again)?;
                browse.with(|wanted| wanted.price = Some(prices))
            }
            FilterKind::Earning => {
                let least = browse_query::parse_min_earning(text, earning)?;
                browse.with(|wanted| wanted.earning = Some(least))
            }
        };
        Ok(filtered.with(|wanted| wanted.words.clone_from(&asked.words)))
    }

    /// Answers a product as if its link had been pasted.
    pub(super) async fn send_product(&self, product: ProductId, reply_to: Option<i32>) -> Result<()> {
        for part in self.answer_for_page(product.canonical_url().as_str()).await {
            self.send(&OutgoingMessage::from(part).replying_to(reply_to)).await?;
        }
        Ok(())
    }

    /// The answer to a product's page, as if its link had been pasted.
    pub(crate) async fn answer_for_page(&self, page: &str) -> Vec<AnswerPart> {
        self.renderer().answer(&self.find_deals(&DealRequest::new(page, &[], self.publisher)).await)
    }

    /// The card with its hits. If the feeds no longer have so many hits, it shows the last page.
    async fn render_hits(&self, browse: &BrowseState) -> OutgoingMessage {
        let _typing = self.app.sender.show_typing(self.chat);
        let mut browse = browse.clone();
        let mut found = self.load_hits(&browse).await;
        let last = (found.total as usize).div_ceil(HITS_PER_PAGE).saturating_sub(1);
        if browse.page > last {
            browse.page = last;
            found = self.load_hits(&browse).await;
        }
        let category = match browse.wanted.category {
            Some(key) => {
                let all = self.app.browser.count_categories(&browse.wanted, self.publisher).await;
                all.into_iter().find(|category| category.key == key).map(|category| category.name)
            }
            None => None,
        };
        self.browse_renderer().hits(&browse, &found, category.as_deref()).into()
    }

    async fn load_hits(&self, browse: &BrowseState) -> BrowsePage {
        let skip = browse.page.saturating_mul(HITS_PER_PAGE);
        self.app.browser.find_page(&browse.wanted, skip, HITS_PER_PAGE, self.publisher).await
    }

    async fn ask_filter(
        &self,
        of: FilterKind,
        browse: &BrowseState,
        message: i32,
        reply_to: Option<i32>,
    ) -> Result<()> {
        let card = CallbackData::from(Action::Browse(browse.press(BrowseStep::Hits))).encode();
        let Ok(card) = card else { return Ok(()) };
        let FilterCurrencies { price, earning } = self.currencies();
        let (ask, hint) = match of {
            FilterKind::Price => {
                (Message::new("browse-ask-price").with("currency", price.code()), "browse-ask-price-hint")
            }
            FilterKind::Earning => (
                Message::new("browse-ask-earning").with("currency", earning.code()),
                "browse-ask-earning-hint",
            ),
        };
        let asked = PendingFilter { filter: of, card, words: browse.wanted.words.clone(), message };
        self.ask(&ask, hint, reply_to, QuestionKind::Filter(asked)).await
    }

    /// The message with the search that the pressed card replies to, and its words.
    fn searched_message(&self, query: &CallbackQuery) -> Option<(i32, String)> {
        let original = query.replied()?;
        let ParsedCommand::Known(ChatCommand::Hot | ChatCommand::Search, arguments) =
            parse_command(&original.content.post.text, &self.app.bot_username)?
        else {
            return None;
        };
        let words = browse_query::parse_query(arguments, self.currencies()).ok()?.words;
        (!words.is_empty()).then_some((original.id, words))
    }

    fn currencies(&self) -> FilterCurrencies {
        let of_program = self.app.deals.program().currency();
        FilterCurrencies { price: self.publisher.currency.unwrap_or(of_program), earning: of_program }
    }

    fn browse_renderer(&self) -> BrowseRenderer<'_> {
        BrowseRenderer {
            renderer: self.renderer(),
            currency: self.app.deals.program().currency(),
            can_post: self.app.inline_enabled,
        }
    }
}
