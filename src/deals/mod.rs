//! The use case: a message becomes deals.
//!
//! Chat, inline queries, command line and sandbox get the same [`Answer`], which has no language and no markup.

mod answering;
mod browse;
mod deal;
mod engine;
mod evaluate;
mod fact_sources;
mod facts;
mod feed_link;
mod items;
mod lookup;
mod own_link_check;
mod own_links;
mod pasted_links;
mod product_lookup;
mod request;
mod shortener;
mod terms;
mod verdict;

pub use browse::{
    BrowseFilter, BrowsePage, PriceRange, PrivateFigures, ProductBrowser, PublicProduct, SearchHit,
};
pub use deal::{Answer, Deal, LinkReplacement, NonProductLink, PrivateDeal, PublicDeal, ShortLinkFailure};
pub use engine::Deals;
pub use evaluate::{ConvertedEstimate, Evaluation};
pub use facts::{FactOrigin, Facts, ResolvedFact, Sourced};
pub use lookup::NetworkLookup;
pub use own_link_check::OwnLinkCheck;
pub use product_lookup::{NoAnswer, ProductLookup};
pub use request::{ASSUMED_TRAFFIC, DealRequest, ForeignLinksOverride, WhatIf};
pub use verdict::{Evidence, UnknownReason, Verdict};
