//! Small files, such as settings and program files, read up to a limit: a path may name a file or device of any size.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The largest settings file, program file or file with a secret, in bytes. The program files that come with dealink have about ten
/// thousand.
pub const MOST_SETTINGS_BYTES: u64 = 1024 * 1024;

/// Reads a file of at most `most_bytes`.
///
/// # Errors
/// It cannot be read, or it is larger ([`ErrorKind::FileTooLarge`]).
pub fn read(path: &Path, most_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most_bytes {
        return Err(ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Reads a text of at most `most_bytes`.
///
/// # Errors
/// Those of [`read`], and [`ErrorKind::InvalidData`] for bytes that are not UTF-8.
pub fn read_text(path: &Path, most_bytes: u64) -> io::Result<String> {
    String::from_utf8(read(path, most_bytes)?).map_err(|_| ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.toml");
        assert_eq!(read_text(&path, 3).unwrap_err().kind(), ErrorKind::NotFound);
        std::fs::write(&path, "abc").unwrap();
        assert_eq!(read_text(&path, 3).unwrap(), "abc");
        assert_eq!(read_text(&path, 2).unwrap_err().kind(), ErrorKind::FileTooLarge);
        std::fs::write(&path, b"\xff").unwrap();
        assert_eq!(read_text(&path, 3).unwrap_err().kind(), ErrorKind::InvalidData);
    }

    /// This would fill the memory without the limit, up to that of the machine.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_without_an_end_ends() {
        let endless = Path::new("/dev/zero");
        assert_eq!(read(endless, MOST_SETTINGS_BYTES).unwrap_err().kind(), ErrorKind::FileTooLarge);
    }
}
