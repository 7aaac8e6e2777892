use std::io::Write;

use encoding_rs::{UTF_16BE, WINDOWS_1254};

use super::*;

const TABLE: &str = "id;url;name\n33010787343;https://a.example/;Şişe İğne\n";

fn read_file(bytes: &[u8], limits: &FeedLimits) -> Result<(ReadSummary, ReadItems), Refusal> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let mut got = ReadItems::default();
    let progress = Progress::default();
    let reading = read_feed(file.path(), &ReadOptions::default(), limits, &progress, &mut |item| {
        got.take(item);
        Ok(())
    })?;
    assert_eq!(progress.rows(), reading.rows);
    Ok((reading, got))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        packed.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        packed.write_all(bytes).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

#[test]
fn plain_gzip_and_zip_are_told_by_their_content() {
    let (head, tail) = TABLE.as_bytes().split_at(20);
    let members = [gzip(head), gzip(tail)].concat();
    let archive =
        zip(&[("__MACOSX/x.csv", b"no"), ("read me.md", b"no"), ("dir/feed.CSV", TABLE.as_bytes())]);
    let odd_name = zip(&[("export", TABLE.as_bytes())]);
    for bytes in [TABLE.as_bytes(), &gzip(TABLE.as_bytes()), &members, &archive, &odd_name] {
        let (_, got) = read_file(bytes, &FeedLimits::default()).unwrap();
        assert_eq!(got.titles(), ["Şişe İğne"]);
    }
}

#[test]
fn a_damaged_or_empty_container_is_refused() {
    let packed = gzip(TABLE.repeat(50).as_bytes());
    let cut = &packed[..packed.len() / 2];
    assert_eq!(read_file(cut, &FeedLimits::default()).unwrap_err().message().key, "feeds-refused-damaged");
    assert_eq!(
        read_file(b"PK\x03\x04nothing", &FeedLimits::default()).unwrap_err().message().key,
        "feeds-refused-archive"
    );
    assert_eq!(
        read_file(&zip(&[]), &FeedLimits::default()).unwrap_err().message().key,
        "feeds-refused-binary"
    );
    let dirs = zip(&[("__MACOSX/x", b"")]);
    assert_eq!(
        read_file(&dirs, &FeedLimits::default()).unwrap_err().message().key,
        "feeds-refused-archive-empty"
    );
}

#[test]
fn an_archive_of_too_many_files_is_not_opened() {
    let names: Vec<String> = (0..251).map(|number| format!("{number}.csv")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), TABLE.as_bytes())).collect();
    let key = |archive: &[u8]| read_file(archive, &FeedLimits::default()).unwrap_err().message().key;
    assert_eq!(key(&zip(&files)), "feeds-refused-archive");
    assert!(read_file(&zip(&files[1..]), &FeedLimits::default()).is_ok());
}

/// An archive whose usual end record is replaced by those of a large archive, which name so many files; the usual one names one.
fn with_large_end(archive: &[u8], files: u64) -> Vec<u8> {
    let end = archive.len() - 22;
    let field = |at: usize| u32::from_le_bytes(archive[at..at + 4].try_into().unwrap());
    let (size, start) = (u64::from(field(end + 12)), u64::from(field(end + 16)));
    let mut bytes = archive[..end].to_vec();
    bytes.extend_from_slice(b"PK\x06\x06");
    bytes.extend_from_slice(&44_u64.to_le_bytes());
    bytes.extend_from_slice(&[45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [files, files, size, start] {
        bytes.extend_from_slice(&number.to_le_bytes());
    }
    bytes.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    bytes.extend_from_slice(&(end as u64).to_le_bytes());
    bytes.extend_from_slice(&1_u32.to_le_bytes());
    bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    bytes.extend_from_slice(&[0xff; 8]);
    bytes.extend_from_slice(&[0, 0]);
    bytes
}

/// Fault: the second end record of a feed's archive names millions of files.
/// Behaviour: it is refused before memory is reserved for them.
#[test]
fn the_longer_end_record_of_an_archive_counts_too() {
    let key = |archive: &[u8]| read_file(archive, &FeedLimits::default()).map(|read| read.1.rows.len());
    for (files, expected) in [(1, Ok(1)), (250, Ok(1)), (251, Err(Refusal::Archive))] {
        let names: Vec<String> = (0..files).map(|number| format!("{number}.csv")).collect();
        let named: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), TABLE.as_bytes())).collect();
        assert_eq!(key(&with_large_end(&zip(&named), files)), expected, "{files}");
    }
    let archive = zip(&[("feed.csv", TABLE.as_bytes())]);
    assert_eq!(key(&with_large_end(&archive, u64::MAX)), Err(Refusal::Archive));
    // Which of two end records would count?
    let mut two = archive.clone();
    let at = two.len() - 2;
    two[at..].copy_from_slice(&22_u16.to_le_bytes());
    two.extend_from_slice(&archive[archive.len() - 22..]);
    assert_eq!(key(&two), Err(Refusal::Archive));
}

/// The zip reader keeps the place of every signature that it meets on its search for a directory that is not there.
#[test]
fn the_directory_of_an_archive_is_searched_up_to_a_limit() {
    let mut archive = b"PK\x03\x04".to_vec();
    archive.extend(b"PK\x01\x02".repeat(5 << 20));
    archive.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    archive.extend_from_slice(&[0; 10]);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), archive).unwrap();
    let (options, limits, progress) = (ReadOptions::default(), FeedLimits::default(), Progress::default());
    let ended = read_feed(file.path(), &options, &limits, &progress, &mut |_| Ok(()));
    assert_eq!(ended, Err(Refusal::Archive));
    assert!(progress.bytes() <= 16 * MIB, "{}", progress.bytes());
}

#[test]
fn what_unpacks_too_far_is_refused() {
    let row = "33010787343;https://a.example/;Cup\n".repeat(30_000);
    let large = format!("id;url;name\n{row}");
    let limits = FeedLimits { unpacked: MIB, ..FeedLimits::default() };
    for bytes in [large.as_bytes(), &gzip(large.as_bytes())] {
        assert_eq!(
            read_file(bytes, &limits).map(|_| ()).unwrap_err().message().key,
            "feeds-refused-unpacked"
        );
    }
    let bomb = gzip(&vec![b'x'; 20 * MIB as usize]);
    let bomb = [gzip(b"id;url;name\n"), bomb].concat();
    assert_eq!(read_file(&bomb, &FeedLimits::default()).unwrap_err().message().key, "feeds-refused-ratio");
}

#[test]
fn every_encoding_that_is_marked_declared_or_said_is_read() {
    let marked = [b"\xef\xbb\xbf".as_slice(), TABLE.as_bytes()].concat();
    let little: Vec<u8> =
        "\u{feff}".encode_utf16().chain(TABLE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> =
        "\u{feff}".encode_utf16().chain(TABLE.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for bytes in [marked, little, big] {
        assert_eq!(read_bytes(&bytes).1.titles(), ["Şişe İğne"]);
    }
    let turkish = WINDOWS_1254.encode(TABLE).0;
    let (reading, _) = read_bytes(&turkish);
    assert_eq!(faults(&reading), [(2, "feeds-fault-encoding")], "nothing is guessed");
    let options = ReadOptions { encoding: "windows-1254".parse().ok(), ..ReadOptions::default() };
    assert_eq!(read_as(&turkish, &options, &FeedLimits::default()).unwrap().1.titles(), ["Şişe İğne"]);
    let xml = "<?xml version='1.0' encoding='ISO-8859-9'?><rss><item><id>33010787343</id><title>Şişe İğne</title>\
               <link>https://a.example/</link></item></rss>";
    assert_eq!(read_bytes(&WINDOWS_1254.encode(xml).0).1.titles(), ["Şişe İğne"]);
    let bare: Vec<u8> = xml.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let options = ReadOptions { encoding: Some(Charset(UTF_16BE)), ..ReadOptions::default() };
    assert_eq!(read_as(&bare, &options, &FeedLimits::default()).unwrap().1.titles(), ["Şişe İğne"]);
    assert_eq!(read_bytes(&bare).1.titles(), ["Şişe İğne"], "a tag in UTF-16 shows by itself");
}

#[test]
fn a_text_in_utf_16_larger_than_every_buffer_is_read_to_its_end() {
    let rows = "33010787343;https://a.example/;Şişe\n".repeat(40_000);
    let text = format!("\u{feff}id;url;name\n{rows}");
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (reading, got) = read_bytes(&bytes);
    assert_eq!((reading.rows, reading.broken, got.rows.len()), (40_000, 0, 40_000));
}

#[test]
fn who_is_told_to_stop_stops() {
    let progress = Progress::default();
    progress.stop();
    let mut text = TABLE.as_bytes();
    let refusal =
        read_text(&mut text, &ReadOptions::default(), &FeedLimits::default(), &progress, &mut |_| Ok(()));
    assert_eq!(refusal.unwrap_err(), Refusal::Stopped);
}

#[test]
fn a_feed_that_takes_too_long_to_read_ends() {
    let members = gzip(b"").repeat(10_000);
    for bytes in [TABLE.as_bytes(), &gzip(TABLE.as_bytes()), &zip(&[("a.csv", TABLE.as_bytes())]), &members] {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let progress = Progress::default();
        progress.start_clock(std::time::Duration::ZERO);
        let options = ReadOptions::default();
        let ended = read_feed(file.path(), &options, &FeedLimits::default(), &progress, &mut |_| Ok(()));
        assert_eq!(ended.unwrap_err(), Refusal::TooSlow { limit_minutes: 0 });
    }
}
