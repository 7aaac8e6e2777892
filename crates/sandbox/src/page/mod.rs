//! The chat page: in the browser, a person plays the people of the sandbox's Telegram.
//!
//! The page consists of embedded files and a small JSON API ([`api`]); it loads nothing from other servers.

pub mod api;
mod assets;

use std::sync::Arc;

use axum::Router;
use serde::{Deserialize, Serialize};

use super::telegram::{TelegramStandIn, UserPost, same_origin};

/// A message that the page offers to send, so that a newcomer has something to try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleMessage {
    pub label_en: String,
    pub label_tr: String,
    pub text: String,
}

/// A post, or an album of several messages, that the page offers to send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SamplePost {
    pub label_en: String,
    pub label_tr: String,
    #[serde(skip_serializing)]
    pub posts_en: Vec<UserPost>,
    #[serde(skip_serializing)]
    pub posts_tr: Vec<UserPost>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preview {
    pub title: String,
    pub description: String,
    /// A path on the same server: the page's policy forbids any other.
    #[serde(rename = "image")]
    pub image_svg_path: String,
}

pub type FindPreview = Arc<dyn Fn(&str) -> Option<Preview> + Send + Sync>;

/// What the page shows of products; it comes from the caller, because the page knows Telegram only.
#[derive(Clone)]
pub struct PageData {
    pub samples: Vec<SampleMessage>,
    pub posts: Vec<SamplePost>,
    pub preview: FindPreview,
}

/// The page and its API. They must be served at `/` of the server of `telegram`.
pub fn router(telegram: TelegramStandIn, data: PageData) -> Router {
    let routes = assets::routes().merge(api::routes(telegram, data));
    routes.layer(axum::middleware::from_fn(same_origin::require_same_origin))
}
