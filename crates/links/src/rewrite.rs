//! Replaces addresses in a post and keeps everything else.
//!
//! Telegram counts a post's entities (bold, quote, hidden link …) in UTF-16 units. An entity covers the same words before and
//! after, and the new address where it covered an old one. Entities of unknown kinds keep all their fields.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::link::{HiddenLink, Link};
use crate::text::find_links;

/// A message's text or caption with its entities.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Post {
    pub text: String,
    /// Its entities, in Telegram's order.
    pub entities: Vec<Entity>,
}

/// An entity as Telegram writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Such as `bold` or `text_link`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its start in UTF-16 units.
    pub offset: usize,
    /// Its length in UTF-16 units.
    pub length: usize,
    /// The address of a `text_link`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// All other fields.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// A span of the text and its new content. An empty `address` removes the span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The span in bytes of the text, such as that of a [`Link`].
    pub span: Range<usize>,
    pub address: String,
}

/// The kind of a link with a label.
const TEXT_LINK: &str = "text_link";
/// Kinds of entities that Telegram finds in any text by itself. They are dropped inside a replaced link.
const FOUND_BY_TELEGRAM: [&str; 7] =
    ["mention", "hashtag", "cashtag", "bot_command", "email", "phone_number", "bank_card_number"];

impl Post {
    /// Its length as Telegram counts it, in UTF-16 units.
    pub fn utf16_length(&self) -> usize {
        utf16_length(&self.text)
    }

    /// All its links; see [`crate::find_links`].
    pub fn links(&self) -> Vec<Link> {
        find_links(&self.text, &self.hidden_links())
    }

    /// The links that have a label. Entities that do not fit the text are left out.
    pub fn hidden_links(&self) -> Vec<HiddenLink> {
        let places = Utf16Index::new(&self.text);
        let hidden = self.entities.iter().filter_map(|entity| {
            let url = entity.url.clone().filter(|_| entity.kind == TEXT_LINK)?;
            Some(HiddenLink { span: places.byte_span(entity)?, url })
        });
        hidden.collect()
    }

    /// The post with the replacements made. A span that overlaps an earlier one or does not fit the text is skipped; a span that
    /// holds the address already is left alone. New addresses that have no blank between them get one.
    pub fn with_replacements(&self, swaps: &[Replacement]) -> Post {
        let places = Utf16Index::new(&self.text);
        let mut entities = self.entities.clone();
        let mut visible: Vec<&Replacement> = Vec::new();
        for swap in swaps {
            let behind_words = self.entities.iter().position(|entity| {
                entity.kind == TEXT_LINK && places.byte_span(entity).is_some_and(|span| span == swap.span)
            });
            let Some(at) = behind_words.filter(|_| !swap.address.is_empty()) else {
                visible.push(swap);
                continue;
            };
            // The label is the old address, so it must change too.
            if self.text.get(swap.span.clone()) == entities[at].url.as_deref() {
                visible.push(swap);
            }
            entities[at].url = Some(swap.address.clone());
        }
        visible.retain(|swap| self.text.get(swap.span.clone()).is_some_and(|old| old != swap.address));
        visible.sort_by_key(|swap| swap.span.start);
        let mut end = 0;
        visible.retain(|swap| {
            let apart = swap.span.start >= end;
            end = end.max(swap.span.end);
            apart
        });
        self.spliced(&visible, entities)
    }

    /// Makes replacements of the text, which must be in order and without overlap.
    fn spliced(&self, swaps: &[&Replacement], entities: Vec<Entity>) -> Post {
        let mut text = String::with_capacity(self.text.len());
        let mut seams = Vec::with_capacity(swaps.len());
        let (mut read, mut before, mut after) = (0, 0, 0);
        for (place, swap) in swaps.iter().enumerate() {
            let kept = &self.text[read..swap.span.start];
            let blank = if self.joins(swap, swaps.get(place + 1).copied()) { " " } else { "" };
            let gone = utf16_length(&self.text[swap.span.clone()]);
            let came = utf16_length(&swap.address) + blank.len();
            text.push_str(kept);
            text.push_str(&swap.address);
            text.push_str(blank);
            let (old, new) = (before + utf16_length(kept), after + utf16_length(kept));
            seams.push(Splice { old: old..old + gone, new: new..new + came });
            (read, before, after) = (swap.span.end, old + gone, new + came);
        }
        text.push_str(&self.text[read..]);
        let entities = entities.into_iter().filter_map(|entity| move_entity(entity, &seams)).collect();
        Post { text, entities }
    }

    /// Whether a new address would be joined to the next one. Telegram opens two addresses without a blank between them as one.
    fn joins(&self, swap: &Replacement, next: Option<&Replacement>) -> bool {
        next.is_some_and(|next| {
            let between = self.text.get(swap.span.end..next.span.start).unwrap_or_default();
            !swap.address.is_empty() && !next.address.is_empty() && !between.contains(char::is_whitespace)
        })
    }
}

/// The span of a replacement before and after it, in UTF-16 units.
struct Splice {
    old: Range<usize>,
    new: Range<usize>,
}

/// The entity in the new text; `None` when it would cover nothing.
fn move_entity(entity: Entity, seams: &[Splice]) -> Option<Entity> {
    let start = entity.offset;
    // An empty or overlong entity is left as it is.
    let Some(end) = start.checked_add(entity.length).filter(|end| *end > start) else { return Some(entity) };
    let inside = |seam: &Splice| seam.old.start <= start && end <= seam.old.end;
    if FOUND_BY_TELEGRAM.contains(&entity.kind.as_str()) && seams.iter().any(inside) {
        return None;
    }
    let new_start = move_offset(start, seams, |seam| seam.new.start);
    let new_end = move_offset(end, seams, |seam| seam.new.end);
    (new_end > new_start).then(|| Entity { offset: new_start, length: new_end - new_start, ..entity })
}

/// The new offset of an entity's border. A border inside a replaced span moves to the side that `side` picks.
fn move_offset(old: usize, seams: &[Splice], side: fn(&Splice) -> usize) -> usize {
    let next = seams.partition_point(|seam| seam.old.end <= old);
    if let Some(seam) = seams.get(next).filter(|seam| seam.old.start < old) {
        return side(seam);
    }
    match next.checked_sub(1).map(|last| &seams[last]) {
        Some(seam) => seam.new.end + (old - seam.old.end),
        None => old,
    }
}

fn utf16_length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Converts offsets in UTF-16 units to bytes; built by one pass over the text.
struct Utf16Index(Vec<(usize, usize)>);

impl Utf16Index {
    fn new(text: &str) -> Utf16Index {
        let mut unit = 0;
        let mut places = Vec::with_capacity(text.len() + 1);
        for (byte, letter) in text.char_indices() {
            places.push((unit, byte));
            unit += letter.len_utf16();
        }
        places.push((unit, text.len()));
        Utf16Index(places)
    }

    /// The span of an entity; `None` when it is empty, ends outside of the text or cuts a character.
    fn byte_span(&self, entity: &Entity) -> Option<Range<usize>> {
        let end = entity.offset.checked_add(entity.length).filter(|end| *end > entity.offset)?;
        Some(self.byte_offset(entity.offset)?..self.byte_offset(end)?)
    }

    fn byte_offset(&self, unit: usize) -> Option<usize> {
        let at = self.0.binary_search_by_key(&unit, |(unit, _)| *unit).ok()?;
        Some(self.0[at].1)
    }
}
