//! What the buttons below an answer ask for. How a button carries it is the chat's matter.

use dealink_links::ProductId;

use crate::deals::{BrowseFilter, Deal, FactOrigin, WhatIf};

/// What a press on a button asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Calculator(CalculatorPress),
    Browse(BrowsePress),
    /// What is to become of other publishers' affiliate links.
    ForeignLinks(ForeignLinksChoice),
    Post(PostAction),
    /// Show a page of the program's card.
    Program(ProgramPage),
}

/// Whether other publishers' affiliate links are converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignLinksChoice {
    /// This time.
    Once,
    Always,
    Never,
}

/// What a press does with the message that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostAction {
    /// Tell the products of a post in full.
    Details,
    /// Give the message back as a post with new links.
    Rewrite,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgramPage {
    Figures,
    /// What posts and campaigns must not do.
    Rules,
}

#[derive(Clone, Debug, PartialEq)]
pub struct CalculatorPress {
    /// Whether the button is below an answer, which stays as it is: the calculation gets a message of its own.
    pub opens: bool,
    pub step: CalculatorStep,
    pub calculation: Calculation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalculatorStep {
    Show(CalculatorView),
    AskPrice,
    AskStore,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalculatorView {
    Result,
    /// The chain of reasons, with its sources.
    Why,
    /// The four traffic classes beside each other.
    Traffic,
    Category,
    Delivery,
}

/// A product and what is supposed of its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Calculation {
    /// The product's number, or a short link without its scheme.
    pub target: String,
    pub what_if: WhatIf,
}

impl Calculation {
    /// The calculation of a deal, with the price that its message gave.
    pub(super) fn from_deal(deal: &Deal) -> Calculation {
        let target = match deal.public.product {
            Some(product) => product.to_string(),
            None => deal.public.page.as_str().trim_start_matches("https://").to_owned(),
        };
        // A feed's price is found again; that of the message is gone by then.
        let price = deal.public.price.as_ref().filter(|price| price.source == FactOrigin::Message);
        let price = price.map(|price| price.value).filter(|price| price.currency.is_some());
        Calculation { target, what_if: WhatIf { price, ..WhatIf::default() } }
    }

    /// The same product with another supposition.
    pub(super) fn with(&self, change: impl FnOnce(&mut WhatIf)) -> Calculation {
        let mut other = self.clone();
        change(&mut other.what_if);
        other
    }

    /// Whether the target is a product's number, and no short link.
    pub fn is_of_product(&self) -> bool {
        !self.target.is_empty() && self.target.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The address of the product's page, or the short link.
    pub fn page(&self) -> String {
        match self.is_of_product() {
            true => format!("https://www.aliexpress.com/item/{}.html", self.target),
            false => format!("https://{}", self.target),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum BrowsePress {
    /// Show a view of the card, or ask for something. The search words are left out of the state.
    Show {
        step: BrowseStep,
        browse: BrowseState,
        /// Whether search words belong to it; the message that the card replies to has them.
        has_words: bool,
    },
    /// Answer this product as if its link had been pasted.
    Details(ProductId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowseStep {
    Hits,
    Categories,
    Prices,
    /// The least commissions to choose from.
    Earnings,
    AskPrice,
    /// Ask for the least commission.
    AskEarning,
}

/// What is looked for, and which page of it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BrowseState {
    pub wanted: BrowseFilter,
    /// The page, from 0; of the categories while those are shown.
    pub page: usize,
}

impl BrowseState {
    /// Whether anything but words narrows the hits down.
    pub(super) fn is_filtered(&self) -> bool {
        let BrowseFilter { words: _, hot: _, category, price, rate, discount, earning } = &self.wanted;
        category.is_some() || price.is_some() || rate.is_some() || discount.is_some() || earning.is_some()
    }

    /// The first page of a changed search.
    pub fn with(&self, change: impl FnOnce(&mut BrowseFilter)) -> BrowseState {
        let mut wanted = self.wanted.clone();
        change(&mut wanted);
        BrowseState { wanted, page: 0 }
    }

    pub(super) fn with_page(&self, page: usize) -> BrowseState {
        BrowseState { page, ..self.clone() }
    }

    /// The press that shows a view of the card.
    pub fn press(&self, step: BrowseStep) -> BrowsePress {
        BrowsePress::Show { step, browse: self.clone(), has_words: !self.wanted.words.is_empty() }
    }
}
