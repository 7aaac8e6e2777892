//! The key of the codes that stand for members in SubIDs, in the file `member-codes.key` of the data directory. With another key
//! every member has another code, so it is kept over restarts and belongs into a backup.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use dealink_core::atomic_file::{self, Access};
use ring::rand::{SecureRandom, SystemRandom};

use super::error::StoreError;

const FILE: &str = "member-codes.key";
const BYTES: usize = 32;

/// The key. It is not printed.
#[derive(Clone)]
pub struct MemberKey([u8; BYTES]);

impl MemberKey {
    #[cfg(test)]
    pub fn from_bytes(bytes: [u8; BYTES]) -> Self {
        MemberKey(bytes)
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Reads the key of a data directory that this process has locked, and makes one of random bytes if there is none. One line end
    /// after the key, as an editor or a shell adds it, is passed over. Only the owner of the file may read it afterwards.
    ///
    /// # Errors
    /// [`StoreError::MemberKey`] when the file is no key: it may be the remains of the only one, so it is not replaced.
    /// [`StoreError::Directory`] when the file cannot be read or written.
    pub fn load_or_create(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(FILE);
        let unusable = |error: io::Error| StoreError::unusable(dir, &error);
        match fs::read(&path) {
            Ok(bytes) => {
                let key = parse(&bytes).ok_or_else(|| StoreError::MemberKey(path.clone()))?;
                restrict_access(&path).map_err(unusable)?;
                return Ok(MemberKey(key));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(unusable(error)),
        }
        let mut key = [0; BYTES];
        SystemRandom::new().fill(&mut key).map_err(|_| unusable(io::Error::other("no random bytes")))?;
        atomic_file::replace(&path, Access::OwnerOnly, |file| file.write_all(&key)).map_err(unusable)?;
        Ok(MemberKey(key))
    }
}

fn parse(bytes: &[u8]) -> Option<[u8; BYTES]> {
    let (key, end) = bytes.split_at_checked(BYTES)?;
    matches!(end, b"" | b"\n" | b"\r\n").then(|| key.try_into().ok())?
}

/// A file that was restored from a backup may be readable for everybody.
fn restrict_access(path: &Path) -> io::Result<()> {
    match fs::metadata(path)?.permissions().mode() & 0o077 {
        0 => Ok(()),
        _ => fs::set_permissions(path, fs::Permissions::from_mode(0o600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_for_the_owner_alone_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let key = MemberKey::load_or_create(dir.path()).unwrap();
        assert_eq!(MemberKey::load_or_create(dir.path()).unwrap().as_bytes(), key.as_bytes());
        let mode = fs::metadata(dir.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let other = tempfile::tempdir().unwrap();
        assert_ne!(MemberKey::load_or_create(other.path()).unwrap().as_bytes(), key.as_bytes());
    }

    #[test]
    fn a_key_that_was_restored_is_for_the_owner_alone_and_may_end_with_a_line_end() {
        // A key may hold any bytes, also those of line ends.
        let key = [b'\n'; BYTES];
        for end in ["", "\n", "\r\n"] {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join(FILE);
            fs::write(&path, [key.as_slice(), end.as_bytes()].concat()).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
            assert_eq!(MemberKey::load_or_create(dir.path()).unwrap().as_bytes(), key, "{end:?}");
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    /// Fault: the file with the key of the member codes is cut, empty or too long.
    /// Behaviour: the bot does not start, says what the operator can do, and leaves the file as it is.
    #[test]
    fn a_file_that_is_no_key_is_neither_used_nor_replaced() {
        for content in
            ["", "cut", "thirty-two bytes, two line ends.\n\n", "a text that is longer than any key can be"]
        {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join(FILE);
            fs::write(&path, content).unwrap();
            let refused = MemberKey::load_or_create(dir.path()).err().unwrap();
            assert!(
                matches!(&refused, StoreError::MemberKey(named) if *named == path),
                "{content:?}: {refused}"
            );
            assert!(refused.to_string().contains("restore it from a backup"), "{refused}");
            assert_eq!(fs::read_to_string(&path).unwrap(), content);
        }
    }
}
