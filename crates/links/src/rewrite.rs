//! Puts other addresses into a post and leaves everything else as it is. Pure.
//!
//! Telegram counts a post's entities (bold, quote, hidden link …) in UTF-16 units. Whatever an entity covered before, it
//! covers after: the same words, and the new address where it covered an old one. Entities of kinds that nobody knew when
//! this was written keep all that Telegram said of them.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{HiddenLink, Link, find_links};

/// A message's text or caption with its entities.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Post {
    /// The words.
    pub text: String,
    /// What Telegram knows of them, in its order.
    pub entities: Vec<Entity>,
}

/// One entity as Telegram writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Such as `bold` or `text_link`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where it begins, in UTF-16 units of the text.
    pub offset: usize,
    /// How much it covers, in UTF-16 units.
    pub length: usize,
    /// The address of a `text_link`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// All else that Telegram says of it.
    #[serde(flatten)]
    pub more: Map<String, Value>,
}

/// A link that gives way to an address, or words that go (`address` is empty).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// Where it stands, in bytes of the text: the span of a [`Link`].
    pub span: Range<usize>,
    /// What takes its place.
    pub address: String,
}

/// A link behind words.
const TEXT_LINK: &str = "text_link";
/// Entities that Telegram finds by itself in any text that is sent. Inside a link that goes they would be wrong.
const FOUND_BY_TELEGRAM: [&str; 7] =
    ["mention", "hashtag", "cashtag", "bot_command", "email", "phone_number", "bank_card_number"];

impl Post {
    /// Its length as Telegram counts it, in UTF-16 units.
    pub fn utf16_length(&self) -> usize {
        utf16_length(&self.text)
    }

    /// All links, in order; see [`find_links`].
    pub fn links(&self) -> Vec<Link> {
        find_links(&self.text, &self.hidden_links())
    }

    /// The links behind words. Entities that do not fit the text are left out.
    pub fn hidden_links(&self) -> Vec<HiddenLink> {
        let places = Utf16Index::new(&self.text);
        let hidden = self.entities.iter().filter_map(|entity| {
            let url = entity.url.clone().filter(|_| entity.kind == TEXT_LINK)?;
            Some(HiddenLink { span: places.byte_span(entity)?, url })
        });
        hidden.collect()
    }

    /// The post with the addresses of `swaps` in place. Spans that overlap an earlier one or do not fit the text are passed
    /// over; an address that stands there already changes nothing.
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
            // Where the address itself is what people read, it would go on showing the old one.
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

    /// `swaps` are in order and apart.
    fn spliced(&self, swaps: &[&Replacement], entities: Vec<Entity>) -> Post {
        let mut text = String::with_capacity(self.text.len());
        let mut seams = Vec::with_capacity(swaps.len());
        let (mut read, mut before, mut after) = (0, 0, 0);
        for swap in swaps {
            let kept = &self.text[read..swap.span.start];
            let (gone, came) = (utf16_length(&self.text[swap.span.clone()]), utf16_length(&swap.address));
            text.push_str(kept);
            text.push_str(&swap.address);
            let (old, new) = (before + utf16_length(kept), after + utf16_length(kept));
            seams.push(Splice { old: old..old + gone, new: new..new + came });
            (read, before, after) = (swap.span.end, old + gone, new + came);
        }
        text.push_str(&self.text[read..]);
        let entities = entities.into_iter().filter_map(|entity| move_entity(entity, &seams)).collect();
        Post { text, entities }
    }
}

/// A place where something was exchanged, before and after, in UTF-16 units.
struct Splice {
    old: Range<usize>,
    new: Range<usize>,
}

/// The entity in the new text; `None` when nothing is left that it could cover.
fn move_entity(entity: Entity, seams: &[Splice]) -> Option<Entity> {
    let start = entity.offset;
    // An entity that covers nothing, or more than there can be, is none; it is left as it is.
    let Some(end) = start.checked_add(entity.length).filter(|end| *end > start) else { return Some(entity) };
    let inside = |seam: &Splice| seam.old.start <= start && end <= seam.old.end;
    if FOUND_BY_TELEGRAM.contains(&entity.kind.as_str()) && seams.iter().any(inside) {
        return None;
    }
    let new_start = move_offset(start, seams, |seam| seam.new.start);
    let new_end = move_offset(end, seams, |seam| seam.new.end);
    (new_end > new_start).then(|| Entity { offset: new_start, length: new_end - new_start, ..entity })
}

/// Where a border of an entity lies now; one inside of what was exchanged goes to the side that `side` names.
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

/// Length in UTF-16 units.
fn utf16_length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Translates places in UTF-16 units to bytes, with one look at the text for all of them.
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

    /// What an entity covers; `None` when it is empty, ends outside of the text or cuts a character.
    fn byte_span(&self, entity: &Entity) -> Option<Range<usize>> {
        let end = entity.offset.checked_add(entity.length).filter(|end| *end > entity.offset)?;
        Some(self.byte_offset(entity.offset)?..self.byte_offset(end)?)
    }

    fn byte_offset(&self, unit: usize) -> Option<usize> {
        let at = self.0.binary_search_by_key(&unit, |(unit, _)| *unit).ok()?;
        Some(self.0[at].1)
    }
}
