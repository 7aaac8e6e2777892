//! Damaged and hostile input: no panic, no endless loop, and the good rows before and after the damage are read.

use std::io::Read;

use proptest::prelude::*;

use super::*;

fn csv(rows: u32) -> Vec<u8> {
    let row = |number| {
        format!(
            "1005009000{number:06};\"T;{number}\";{};c;USD;\"discount|5%|;\";;;1.{:02}\n",
            link(number),
            number % 100
        )
    };
    let rows: String = (0..rows).map(row).collect();
    format!("id;name;url;category;currencyId;param;picture;oldprice;price\n{rows}").into_bytes()
}

fn xml(rows: u32) -> Vec<u8> {
    let row = |number| {
        format!(
            "<offer id=\"1005009000{number:06}\" available=\"true\"><name>T{number} &amp; <![CDATA[x]]></name><url>{}</url>\
             <price>1</price></offer>\n",
            link(number)
        )
    };
    let rows: String = (0..rows).map(row).collect();
    format!("<?xml version=\"1.0\"?><yml_catalog date=\"2026-11-01\"><shop><offers>{rows}</offers></shop></yml_catalog>")
        .into_bytes()
}

/// A reader that gives a few bytes at a time.
struct Dripping<'a>(&'a [u8], usize);

impl Read for Dripping<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let length = self.1.min(self.0.len()).min(out.len());
        out[..length].copy_from_slice(&self.0[..length]);
        self.0 = &self.0[length..];
        Ok(length)
    }
}

/// A beginning, and then the same bytes for ever.
struct Endless<'a>(&'a [u8], &'a [u8], usize);

impl Read for Endless<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if !self.0.is_empty() {
            return self.0.read(out);
        }
        for byte in out.iter_mut() {
            *byte = self.1[self.2 % self.1.len()];
            self.2 += 1;
        }
        Ok(out.len())
    }
}

#[test]
fn an_endless_feed_ends_at_a_limit() {
    let limits = FeedLimits { rows: 10_000, ..FeedLimits::default() };
    let begun = b"<yml_catalog><offer id=\"1\">".as_slice();
    let head = b"id;url;name\n".as_slice();
    for (head, tail) in [
        (head, b"33010787343;https://a.example/;x\n".as_slice()),
        (head, b"\"\n"),
        (head, b"\"a"),
        (begun, b"<offer>"),
        (begun, b"<offer id=\"33010787343\"><url>https://a.example/</url></offer>"),
        (begun, b"<item><![CDATA["),
        (begun, b"<offer <!--"),
    ] {
        let mut source = Endless(head, tail, 0);
        let mut measured = (&mut source).take(8 * MIB);
        let options = ReadOptions::default();
        let ended = read_text(&mut measured, &options, &limits, &Progress::default(), &mut |_| Ok(()));
        let key = ended.as_ref().err().map(|refusal| refusal.message().key);
        let is_one_record = matches!(&ended, Ok(reading) if reading.rows <= 200);
        assert!(
            key == Some("feeds-refused-rows") || is_one_record,
            "{:?}: {ended:?}",
            String::from_utf8_lossy(tail)
        );
    }
}

#[test]
fn a_feed_that_is_doubled_gives_everything_twice() {
    for feed in [csv(50), xml(50)] {
        let (_, once) = read_bytes(&feed);
        let (reading, twice) = read_bytes(&[feed.as_slice(), b"\n", &feed].concat());
        assert_eq!(twice.rows.len(), 2 * once.rows.len());
        assert!(reading.broken <= 1, "{reading:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), head in 0_usize..5) {
        let heads: [&[u8]; 5] = [b"", b"id;url\n", b"<rss><item>", b"<yml_catalog><offer id='1'>", b"\xff\xfe"];
        let _ = read_as(&[heads[head], &bytes].concat(), &ReadOptions::default(), &FeedLimits::default());
    }

    #[test]
    fn any_text_of_marks_is_read_or_refused(text in "([<>!\\[\\]/\"'&;=?\n-]|offer|item|<offer|</offer>|CDATA|id|\\]\\]>|-->){0,80}") {
        let text = format!("<rss>{text}");
        let _ = read_as(text.as_bytes(), &ReadOptions::default(), &FeedLimits::default());
        let _ = read_as(format!("id;url\n{text}").as_bytes(), &ReadOptions::default(), &FeedLimits::default());
    }

    /// A flipped bit, a cut or a doubled piece affects only the rows around it; all other rows are read.
    #[test]
    fn damage_stays_where_it_is(is_xml: bool, at in 0.1_f64..0.9, kind in 0..3, bit in 0..8_u32, length in 1_usize..300) {
        let mut feed = if is_xml { xml(200) } else { csv(200) };
        let whole = read_bytes(&feed).1.rows;
        let at = (feed.len() as f64 * at) as usize;
        let end = (at + length).min(feed.len() - 1);
        match kind {
            0 => feed[at] ^= 1 << bit,
            1 => { feed.drain(at..end); }
            _ => { let piece = feed[at..end].to_vec(); feed.splice(at..at, piece); }
        }
        let (_, got) = read_bytes(&feed);
        let kept = whole.iter().filter(|row| got.rows.contains(row)).count();
        // Three hundred bytes are a few rows; a flipped bit may make a quotation mark and so affect one more line.
        prop_assert!(kept >= 190, "{} of 200", kept);
    }

    #[test]
    fn pieces_make_no_difference(is_xml: bool, piece in 1_usize..64) {
        let feed = if is_xml { xml(30) } else { csv(30) };
        let (reading, got) = read_bytes(&feed);
        let mut dripped = ReadItems::default();
        let mut source = Dripping(&feed, piece);
        let again = read_text(&mut source, &ReadOptions::default(), &FeedLimits::default(), &Progress::default(), &mut |item| {
            dripped.take(item);
            Ok(())
        });
        prop_assert_eq!(again.unwrap(), reading);
        prop_assert_eq!(dripped.rows, got.rows);
    }
}
