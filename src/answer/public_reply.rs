//! The deals of a group's message as everybody there sees them: public posts one below the other. Nothing private is handed over,
//! so nothing private can get in.

use super::message_split::{Layout, ProductBlock, split_into_parts};
use super::{AnswerPart, PostTemplate, public_post};
use crate::deals::PublicProduct;
use crate::text::Localizer;

/// Products of one answer; the others of a longer list are left out.
const MAX_PRODUCTS: usize = 10;

/// The answer's messages, usually one; none where no product has a link. A single product shows its picture.
pub fn public_reply(
    products: &[PublicProduct],
    template: &PostTemplate,
    localizer: &Localizer,
) -> Vec<AnswerPart> {
    let posts = products.iter().filter_map(|product| public_post(product, template, localizer));
    let posts: Vec<_> = posts.take(MAX_PRODUCTS).collect();
    let picture = match posts.as_slice() {
        [post] => post.picture.clone(),
        _ => None,
    };
    let blocks = posts.into_iter().map(|post| ProductBlock { lines: vec![post.html], buttons: Vec::new() });
    let mut parts = split_into_parts(blocks.collect(), Vec::new(), Layout::Full);
    if let Some(first) = parts.first_mut() {
        first.preview = picture;
    }
    parts
}
