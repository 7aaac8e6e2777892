//! The key of the codes that stand for members in SubIDs, in the file `member-codes.key` of the data directory. With another key
//! every member has another code, so it is kept over restarts and belongs into a backup.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use dealink_core::atomic_file::{self, Access};
use ring::rand::{SecureRandom, SystemRandom};

use super::damaged;
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

    /// Reads the key of a data directory that this process has locked, and makes one of random bytes if there is none. A file that
    /// is no key is moved aside.
    ///
    /// # Errors
    /// [`StoreError::Directory`] when the file cannot be read or written.
    pub fn load_or_create(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(FILE);
        let unusable = |error: io::Error| StoreError::unusable(dir, &error);
        match fs::read(&path) {
            Ok(bytes) => {
                if let Ok(key) = bytes.try_into() {
                    return Ok(MemberKey(key));
                }
                let aside = damaged::new_directory(dir).map_err(unusable)?;
                fs::rename(&path, aside.join(FILE)).map_err(unusable)?;
                tracing::error!("{FILE} was damaged: the codes of members in SubIDs change");
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

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

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
    fn a_file_that_is_no_key_is_moved_aside() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(FILE), "cut").unwrap();
        let key = MemberKey::load_or_create(dir.path()).unwrap();
        assert_eq!(MemberKey::load_or_create(dir.path()).unwrap().as_bytes(), key.as_bytes());
        assert_eq!(fs::read(dir.path().join("damaged/1").join(FILE)).unwrap(), b"cut");
    }
}
