//! Files of messages: their JSON, and which of them can be in one album.
//!
//! Only a document that was sent with its content can be downloaded; other files have ids alone, and the page draws a
//! placeholder.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::json_objects::{extend, without_nulls};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    Photo,
    Video,
    /// A video without sound.
    Animation,
    Document,
    Audio,
    Voice,
    /// A sticker has no caption.
    Sticker,
}

impl MediaKind {
    pub const ALL: [MediaKind; 7] = [
        MediaKind::Photo,
        MediaKind::Video,
        MediaKind::Animation,
        MediaKind::Document,
        MediaKind::Audio,
        MediaKind::Voice,
        MediaKind::Sticker,
    ];

    /// The field of a `Message`, and the parameter of the method that sends it.
    pub fn field(self) -> &'static str {
        match self {
            MediaKind::Photo => "photo",
            MediaKind::Video => "video",
            MediaKind::Animation => "animation",
            MediaKind::Document => "document",
            MediaKind::Audio => "audio",
            MediaKind::Voice => "voice",
            MediaKind::Sticker => "sticker",
        }
    }

    pub fn from_field(field: &str) -> Option<MediaKind> {
        MediaKind::ALL.into_iter().find(|kind| kind.field() == field)
    }

    /// The name in the server's messages, such as `Document`.
    pub(crate) fn name(self) -> String {
        let field = self.field();
        field[..1].to_ascii_uppercase() + &field[1..]
    }

    /// Whether the caption can be above it and it can be hidden as a spoiler (Bot API: photo, video and animation).
    pub(crate) fn is_visual(self) -> bool {
        matches!(self, MediaKind::Photo | MediaKind::Video | MediaKind::Animation)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MediaFile {
    pub(crate) kind: MediaKind,
    pub(crate) number: u64,
    pub(crate) file_name: Option<String>,
    pub(crate) bytes: Option<Arc<[u8]>>,
}

/// Suffix of the id, width and height of the two sizes of a photo; the last one is the original.
const SIZES: [(&str, u32, u32); 2] = [("s", 90, 60), ("y", 1280, 853)];

impl MediaFile {
    fn id(&self, size: &str) -> String {
        format!("BQACAgQAAx-{}-{}{size}", self.kind.field(), self.number)
    }

    /// The path of its download.
    pub(crate) fn path(&self) -> String {
        let ending =
            self.file_name.as_deref().and_then(|name| name.rsplit_once('.')).map_or("bin", |(_, is)| is);
        format!("{}s/file_{}.{ending}", self.kind.field(), self.number)
    }

    /// The `File` that `getFile` answers with.
    pub(crate) fn file_json(&self) -> Value {
        json!({
            "file_id": self.id(""), "file_unique_id": format!("AQ{}", self.number),
            "file_size": self.size(), "file_path": self.path(),
        })
    }

    fn size(&self) -> usize {
        self.bytes.as_ref().map_or(48_213, |bytes| bytes.len())
    }

    /// Whether this is its `file_id`, in any size.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.id("") == id || SIZES.iter().any(|(size, ..)| self.id(size) == id)
    }

    /// The value of its field in a `Message`.
    pub(crate) fn json(&self) -> Value {
        let kind = self.kind;
        let size = |(size, width, height): (&str, u32, u32)| {
            json!({
                "file_id": self.id(size), "file_unique_id": format!("AQ{}{size}", self.number),
                "width": width, "height": height, "file_size": width * height / 8,
            })
        };
        if kind == MediaKind::Photo {
            return SIZES.into_iter().map(size).collect();
        }
        let mut file = without_nulls(json!({
            "file_id": self.id(""), "file_unique_id": format!("AQ{}", self.number), "file_size": self.size(),
            "file_name": self.file_name,
        }));
        let more = match kind {
            MediaKind::Video | MediaKind::Animation => {
                json!({"width": 1280, "height": 720, "duration": 14, "mime_type": "video/mp4"})
            }
            MediaKind::Audio => json!({
                "duration": 187, "title": "Rain", "performer": "Nobody", "mime_type": "audio/mpeg",
            }),
            MediaKind::Voice => json!({"duration": 9, "mime_type": "audio/ogg"}),
            MediaKind::Sticker => json!({
                "type": "regular", "width": 512, "height": 512, "is_animated": false, "is_video": false,
                "emoji": "🛍",
            }),
            MediaKind::Document | MediaKind::Photo => json!({"mime_type": "application/pdf"}),
        };
        extend(&mut file, more);
        file
    }
}

/// Why files of these kinds cannot be one album, in the server's words (Bot API, `sendMediaGroup`: photos and videos
/// can be mixed, documents and audios cannot).
pub(crate) fn album_error(kinds: &[MediaKind]) -> Option<String> {
    let mixes = |kind: MediaKind| kinds.contains(&kind) && kinds.iter().any(|other| *other != kind);
    let alone = [MediaKind::Document, MediaKind::Audio].into_iter().find(|kind| mixes(*kind));
    if let Some(kind) = alone {
        return Some(format!("{} can't be mixed with other media types", kind.field()));
    }
    let never = [MediaKind::Animation, MediaKind::Voice, MediaKind::Sticker];
    match (kinds.len(), kinds.iter().find(|kind| never.contains(kind))) {
        (_, Some(kind)) => Some(format!("{} can't be sent in an album", kind.field())),
        (0, None) => Some("there are no messages to send".to_owned()),
        (1, None) => Some("an album of one is not served by this stand-in".to_owned()),
        (2..=10, None) => None,
        _ => Some("too many messages to send as an album".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_stand_in_one_album() {
        use MediaKind::*;
        for (kinds, expected) in [
            (vec![Photo, Video], None),
            (vec![Photo; 10], None),
            (vec![Document, Document], None),
            (vec![Audio, Audio], None),
            (vec![], Some("there are no messages to send")),
            (vec![Photo], Some("an album of one is not served by this stand-in")),
            (vec![Photo; 11], Some("too many messages to send as an album")),
            (vec![Photo, Document], Some("document can't be mixed with other media types")),
            (vec![Audio, Video], Some("audio can't be mixed with other media types")),
            (vec![Photo, Voice], Some("voice can't be sent in an album")),
        ] {
            assert_eq!(album_error(&kinds).as_deref(), expected, "{kinds:?}");
        }
    }

    #[test]
    fn a_file_is_known_by_each_of_its_sizes_and_by_no_others() {
        let file = |kind, number| MediaFile { kind, number, file_name: None, bytes: None };
        let photo = file(MediaKind::Photo, 1);
        for size in photo.json().as_array().unwrap() {
            let id = size["file_id"].as_str().unwrap();
            assert!(photo.has_id(id) && !file(MediaKind::Photo, 11).has_id(id));
            assert!(!file(MediaKind::Video, 1).has_id(id));
        }
    }
}
