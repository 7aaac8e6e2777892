//! The chat page: a browser that plays the people of the sandbox's Telegram.
//!
//! The page is a few embedded files and a small JSON API ([`api`]); it loads nothing from anywhere else.

pub mod api;
mod assets;

use std::sync::Arc;

use axum::Router;
use serde::Serialize;

use super::telegram::{TelegramStandIn, UserPost, same_origin};

/// A message that the page offers to send, so that nobody has to look for a link to try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SampleMessage {
    /// What it shows, in English.
    pub label_en: String,
    /// What it shows, in Turkish.
    pub label_tr: String,
    /// What is sent.
    pub text: String,
}

/// A post, or an album of several, that the page offers to send.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SamplePost {
    /// What it shows, in English.
    pub label_en: String,
    /// What it shows, in Turkish.
    pub label_tr: String,
    /// What is sent in English.
    #[serde(skip)]
    pub posts_en: Vec<UserPost>,
    /// What is sent in Turkish.
    #[serde(skip)]
    pub posts_tr: Vec<UserPost>,
}

/// What the page shows below a message with a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// The product's title.
    pub title: String,
    /// A line below it.
    pub description: String,
    /// Where the picture is: a path on the same server, since the page loads no other.
    #[serde(rename = "image")]
    pub image_svg_path: String,
}

/// Finds the preview of a URL, if there is one.
pub type FindPreview = Arc<dyn Fn(&str) -> Option<Preview> + Send + Sync>;

/// What the page needs to know about products, which is somebody else's to say.
#[derive(Clone)]
pub struct PageData {
    /// Messages to offer.
    pub samples: Vec<SampleMessage>,
    /// Posts to offer.
    pub posts: Vec<SamplePost>,
    /// What is shown below a message with a link.
    pub preview: FindPreview,
}

/// The page and its API, to be served at `/` of the server of `telegram`.
pub fn router(telegram: TelegramStandIn, data: PageData) -> Router {
    let routes = assets::routes().merge(api::routes(telegram, data));
    routes.layer(axum::middleware::from_fn(same_origin::require_same_origin))
}
