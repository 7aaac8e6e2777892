//! Decodes a feed of any encoding into UTF-8. A byte order mark counts before the operator's setting, and that before the XML
//! declaration. UTF-8 is passed through unchecked, because each row is checked when it is read.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes of the beginning that are searched for the encoding.
const LOOKED_AT: usize = 512;
const CHUNK: usize = 64 * 1024;
/// A reader's buffer must have at least so many bytes.
pub(super) const LEAST_ROOM: usize = 16;

/// Reads as UTF-8, without a byte order mark.
pub(super) struct Utf8Reader<R> {
    source: R,
    /// `None`: it is UTF-8 already.
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    start: usize,
    ended: bool,
    done: bool,
}

impl<R: Read> Utf8Reader<R> {
    pub(super) fn new(mut source: R, said: Option<&'static Encoding>) -> io::Result<Utf8Reader<R>> {
        let mut raw = Vec::with_capacity(CHUNK);
        source.by_ref().take(LOOKED_AT as u64).read_to_end(&mut raw)?;
        let (encoding, start) = match Encoding::for_bom(&raw) {
            Some((encoding, length)) => (encoding, length),
            None => (said.or_else(|| declared_encoding(&raw)).unwrap_or(UTF_8), 0),
        };
        let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
        Ok(Utf8Reader { source, decoder, raw, start, ended: false, done: false })
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let Some(decoder) = &mut self.decoder else {
            let ahead = &self.raw[self.start..];
            if ahead.is_empty() {
                return self.source.read(out);
            }
            let length = ahead.len().min(out.len());
            out[..length].copy_from_slice(&ahead[..length]);
            self.start += length;
            return Ok(length);
        };
        // A character may take four bytes: with less space the decoder would not advance.
        if out.len() < LEAST_ROOM {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let mut written = 0;
        while written == 0 && !self.done {
            if self.start == self.raw.len() && !self.ended {
                self.raw.resize(CHUNK, 0);
                self.start = 0;
                let read = self.source.read(&mut self.raw);
                self.raw.truncate(*read.as_ref().unwrap_or(&0));
                self.ended = read? == 0;
            }
            let (result, read, wrote, _) = decoder.decode_to_utf8(&self.raw[self.start..], out, self.ended);
            self.start += read;
            written = wrote;
            self.done = self.ended && result == CoderResult::InputEmpty;
        }
        Ok(written)
    }
}

/// The encoding that the beginning of an XML file declares.
fn declared_encoding(raw: &[u8]) -> Option<&'static Encoding> {
    match raw {
        [b'<', 0, ..] => return Some(UTF_16LE),
        [0, b'<', ..] => return Some(UTF_16BE),
        _ => {}
    }
    let text = raw.trim_ascii_start().strip_prefix(b"<?xml")?;
    let text = &text[..memchr::memmem::find(text, b"?>")?];
    let value = &text[memchr::memmem::find(text, b"encoding")? + "encoding".len()..];
    let value = value.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    let label = &value[..memchr::memchr(*quote, value)?];
    // The declaration could be read byte by byte, so the file is not in UTF-16, whatever it says.
    Encoding::for_label(label).filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}
