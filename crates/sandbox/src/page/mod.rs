//! The chat page: in the browser, a person plays the people of the sandbox's Telegram.
//!
//! The page consists of embedded files and a small JSON API ([`api`]); it loads nothing from other servers.

mod api;
mod assets;

use std::sync::Arc;

use axum::Router;
use serde::{Deserialize, Serialize};

use super::telegram::{TelegramStandIn, UserPost, same_origin};

/// A message that the page offers to send, so that a newcomer has something to try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SampleMessage {
    pub(crate) label_en: String,
    pub(crate) label_tr: String,
    pub(crate) text: String,
}

/// A post, or an album of several messages, that the page offers to send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct SamplePost {
    pub(crate) label_en: String,
    pub(crate) label_tr: String,
    #[serde(skip_serializing)]
    pub(crate) posts_en: Vec<UserPost>,
    #[serde(skip_serializing)]
    pub(crate) posts_tr: Vec<UserPost>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Preview {
    pub(crate) title: String,
    pub(crate) description: String,
    /// A path on the same server: the page's policy forbids any other.
    #[serde(rename = "image")]
    pub(crate) image_svg_path: String,
}

pub(crate) type FindPreview = Arc<dyn Fn(&str) -> Option<Preview> + Send + Sync>;

/// What the page shows of products; it comes from the caller, because the page knows Telegram only.
#[derive(Clone)]
pub(crate) struct PageData {
    pub(crate) samples: Vec<SampleMessage>,
    pub(crate) posts: Vec<SamplePost>,
    pub(crate) preview: FindPreview,
}

/// The page and its API. They must be served at `/` of the server of `telegram`.
pub(crate) fn router(telegram: TelegramStandIn, data: PageData) -> Router {
    let routes = assets::routes().merge(api::routes(telegram, data));
    routes.layer(axum::middleware::from_fn(same_origin::require_same_origin))
}
