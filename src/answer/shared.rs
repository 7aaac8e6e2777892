//! The deals of a group's message as everybody there sees them: public posts one below the other. Pure; nothing private is
//! handed over, so nothing private can get in.

use super::{Block, Part, Template, public_post, split};
use crate::deals::Listed;
use crate::text::Speaker;

/// Products of one answer. A message with more is a list that nobody reads in a group.
const AT_MOST: usize = 10;

/// The answer's messages, usually one; none where no product has a link. A single product shows its picture.
pub fn shared(listed: &[Listed], template: &Template, speak: &Speaker) -> Vec<Part> {
    let posts = listed.iter().filter_map(|listed| public_post(listed, template, speak)).take(AT_MOST);
    let posts: Vec<_> = posts.collect();
    let picture = match posts.as_slice() {
        [post] => post.picture.clone(),
        _ => None,
    };
    let blocks = posts.into_iter().map(|post| Block { lines: vec![post.html], buttons: Vec::new() });
    let mut parts = split::into_parts(blocks.collect(), Vec::new(), true);
    if let Some(first) = parts.first_mut() {
        first.preview = picture;
    }
    parts
}
