//! `/hot` and `/search`: one card that changes in place.
//!
//! Filters and pages travel in the buttons. Words have no room there; the card replies to the message that asked, so a press
//! brings them along. Where that message is gone, the card says that it is too old, and does nothing else.

pub(super) mod inline;
mod query;

use teloxide::types::{CallbackQuery, MessageId};

use super::commands::{Command, Written, read as read_command};
use super::desk::Trouble;
use super::keyboard::outgoing;
use super::original::Original;
use super::press::show;
use super::private::Visit;
use super::send::Outgoing;
use crate::answer::{
    Browse, BrowsePress, BrowseStep, HITS_PER_PAGE, Part, Reader, category_choices, compose, earning_choices,
    hits_card, price_choices,
};
use crate::deals::{Browsed, Others, Request, Suppose};
use crate::store::{AskedFilter, FilterKind, Question};
use dealink_core::message::Sentence;
use dealink_links::ProductId;
use query::Currencies;

impl Visit<'_> {
    /// Answers `/hot` and `/search`.
    pub(super) async fn browse(&self, hot: bool, arguments: &str, message: i32) -> Result<(), Trouble> {
        if !hot && arguments.is_empty() {
            return self.say("browse-usage").await;
        }
        let mut wanted = match query::read(arguments, self.currencies()) {
            Ok(wanted) => wanted,
            Err(fault) => return self.desk.say(self.chat, self.speak.html(&fault)).await,
        };
        if !self.desk.browser.has_feeds().await {
            return self.say("browse-no-feed").await;
        }
        wanted.hot = hot;
        self.send_browsed(&Browse { wanted, page: 0 }, message).await
    }

    /// A card of its own, which brings its words along by replying to the message that they stand in.
    async fn send_browsed(&self, browse: &Browse, message: i32) -> Result<(), Trouble> {
        let card = self.browsed(browse).await;
        let reply_to = (!browse.wanted.words.is_empty()).then_some(MessageId(message));
        self.desk.sender.send(self.chat, &Outgoing { reply_to, ..card }).await?;
        Ok(())
    }

    /// Handles a press on a card of hits; `false` for a button of something else.
    pub(super) async fn press_on_browse(&self, query: &CallbackQuery) -> Result<bool, Trouble> {
        let data = query.data.as_deref().unwrap_or_default();
        let Some(press) = BrowsePress::read(data) else { return Ok(false) };
        let sender = &self.desk.sender;
        let pressed = query.message.as_ref().map(|message| message.id());
        let (step, mut browse, has_words) = match press {
            BrowsePress::Details(product) => {
                sender.answer_press(query.id.clone(), None, false).await;
                self.details(product, pressed).await?;
                return Ok(true);
            }
            BrowsePress::Show { step, browse, has_words } => (step, browse, has_words),
        };
        let original = self.searched();
        if has_words {
            match &original {
                Some((_, words)) => browse.wanted.words.clone_from(words),
                None => {
                    let too_old = self.speak.word("browse-too-old");
                    sender.answer_press(query.id.clone(), Some(too_old), true).await;
                    return Ok(true);
                }
            }
        }
        sender.answer_press(query.id.clone(), None, false).await;
        let asked = match step {
            BrowseStep::AskPrice => Some(FilterKind::Price),
            BrowseStep::AskEarning => Some(FilterKind::Earning),
            _ => None,
        };
        if let Some(kind) = asked {
            let message = original.map(|(message, _)| message).unwrap_or_default();
            self.ask_filter(kind, &browse, message, pressed).await?;
            return Ok(true);
        }
        let card = match step {
            BrowseStep::Categories => {
                let categories = self.desk.browser.categories(&browse.wanted, self.publisher).await;
                outgoing(&category_choices(&browse, &categories, &self.reader()))
            }
            BrowseStep::Prices => outgoing(&price_choices(&browse, &self.reader())),
            BrowseStep::Earnings => outgoing(&earning_choices(&browse, &self.reader())),
            BrowseStep::Hits | BrowseStep::AskPrice | BrowseStep::AskEarning => self.browsed(&browse).await,
        };
        show(self, query, &card).await?;
        Ok(true)
    }

    /// What was typed for a filter; `None` where it could not be read, with a sentence about it.
    pub(super) fn filter_typed(&self, asked: &AskedFilter, text: &str) -> Result<Browse, Sentence> {
        let Some(BrowsePress::Show { browse, .. }) = BrowsePress::read(&asked.card) else {
            return Err(Sentence::new("browse-too-old"));
        };
        let Currencies { price, earning } = self.currencies();
        let filtered = match asked.of {
            FilterKind::Price => {
                let again = || Sentence::new("browse-ask-price-again").with("currency", price.code());
                let prices = query::prices(text, price).ok_or_else(again)?;
                browse.with(|wanted| wanted.price = Some(prices))
            }
            FilterKind::Earning => {
                let least = query::least(text, earning)?;
                browse.with(|wanted| wanted.earning = Some(least))
            }
        };
        Ok(filtered.with(|wanted| wanted.words.clone_from(&asked.words)))
    }

    /// Answers what was typed for a filter with a card of its own.
    pub(super) async fn browse_filtered(&self, browse: &Browse, asked: &AskedFilter) -> Result<(), Trouble> {
        self.send_browsed(browse, asked.message).await
    }

    /// Answers a product as if its link had been pasted.
    pub(super) async fn details(
        &self,
        product: ProductId,
        reply_to: Option<MessageId>,
    ) -> Result<(), Trouble> {
        for part in self.answer_to_page(product.canonical().as_str()).await {
            self.desk.sender.send(self.chat, &Outgoing { reply_to, ..outgoing(&part) }).await?;
        }
        Ok(())
    }

    /// The answer to a product's page, as if its link had been pasted.
    pub(super) async fn answer_to_page(&self, page: &str) -> Vec<Part> {
        let request = Request {
            text: page,
            hidden: &[],
            publisher: self.publisher,
            suppose: Suppose::default(),
            subids: &[],
            others: Others::AsSet,
        };
        let answer = self.deals(&request).await;
        compose(&answer, self.publisher, self.speak)
    }

    /// The card with its hits; the last page where the feeds do not reach as far any more.
    async fn browsed(&self, browse: &Browse) -> Outgoing {
        let _typing = self.desk.sender.typing(self.chat);
        let mut browse = browse.clone();
        let mut found = self.found(&browse).await;
        let last = (found.total as usize).div_ceil(HITS_PER_PAGE).saturating_sub(1);
        if browse.page > last {
            browse.page = last;
            found = self.found(&browse).await;
        }
        let category = match browse.wanted.category {
            Some(key) => {
                let all = self.desk.browser.categories(&browse.wanted, self.publisher).await;
                all.into_iter().find(|category| category.key == key).map(|category| category.name)
            }
            None => None,
        };
        let part: Part = hits_card(&browse, &found, category.as_deref(), &self.reader());
        outgoing(&part)
    }

    async fn found(&self, browse: &Browse) -> Browsed {
        let skip = browse.page.saturating_mul(HITS_PER_PAGE);
        self.desk.browser.page(&browse.wanted, skip, HITS_PER_PAGE, self.publisher).await
    }

    /// Asks for prices or the least commission, in words.
    async fn ask_filter(
        &self,
        of: FilterKind,
        browse: &Browse,
        message: i32,
        reply_to: Option<MessageId>,
    ) -> Result<(), Trouble> {
        let Some(card) = browse.kept() else { return Ok(()) };
        let Currencies { price, earning } = self.currencies();
        let (ask, hint) = match of {
            FilterKind::Price => {
                (Sentence::new("browse-ask-price").with("currency", price.code()), "browse-ask-price-hint")
            }
            FilterKind::Earning => (
                Sentence::new("browse-ask-earning").with("currency", earning.code()),
                "browse-ask-earning-hint",
            ),
        };
        let question = Outgoing {
            html: self.speak.html(&ask),
            reply_to,
            ask: Some(self.speak.word(hint)),
            ..Outgoing::default()
        };
        let id = self.desk.sender.send(self.chat, &question).await?;
        let asked = AskedFilter { of, card, words: browse.wanted.words.clone(), message };
        self.asked(Question::Filter(asked), id).await
    }

    /// The message with the search that the pressed card replies to, and its words.
    fn searched(&self) -> Option<(i32, String)> {
        let original: Original = self.original(&["callback_query", "message", "reply_to_message"])?;
        let Written::Known(Command::Hot | Command::Search, arguments) =
            read_command(&original.post.text, &self.desk.me)?
        else {
            return None;
        };
        let words = query::read(arguments, self.currencies()).ok()?.words;
        (!words.is_empty()).then_some((original.message_id, words))
    }

    fn currencies(&self) -> Currencies {
        let of_program = self.desk.deals.program().currency();
        Currencies { price: self.publisher.currency.unwrap_or(of_program), earning: of_program }
    }

    fn reader(&self) -> Reader<'_> {
        Reader {
            publisher: self.publisher,
            currency: self.desk.deals.program().currency(),
            posts: self.desk.inline,
            speak: self.speak,
        }
    }
}
