//! The deals of a group's message as everybody there sees them: public posts one below the other. Pure; nothing private is
//! handed over, so nothing private can get in.

use super::{AnswerPart, PostTemplate, ProductBlock, message_split, public_post};
use crate::deals::PublicProduct;
use crate::text::Localizer;

/// Products of one answer. A message with more is a list that nobody reads in a group.
const MAX_PRODUCTS: usize = 10;

/// The answer's messages, usually one; none where no product has a link. A single product shows its picture.
pub fn public_reply(listed: &[PublicProduct], template: &PostTemplate, speak: &Localizer) -> Vec<AnswerPart> {
    let posts = listed.iter().filter_map(|listed| public_post(listed, template, speak)).take(MAX_PRODUCTS);
    let posts: Vec<_> = posts.collect();
    let picture = match posts.as_slice() {
        [post] => post.picture.clone(),
        _ => None,
    };
    let blocks = posts.into_iter().map(|post| ProductBlock { lines: vec![post.html], buttons: Vec::new() });
    let mut parts = message_split::split_into_parts(blocks.collect(), Vec::new(), true);
    if let Some(first) = parts.first_mut() {
        first.preview = picture;
    }
    parts
}
