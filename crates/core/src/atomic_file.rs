//! Replacing a whole file: after a crash at any point the old content is there or the new one, never a part of it.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, ErrorKind};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Who may read the new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Whoever the process's mask lets.
    Default,
    /// Only the user that the process runs as, for files with secrets.
    OwnerOnly,
}

/// Replaces `path` by what `write` writes. The content is written beside it, flushed to the disk and renamed, and the
/// directory is flushed, so the new content is durable when this returns. Two writers of one file must not run at once.
///
/// # Errors
/// When `write` or the disk fails. The old file is unchanged then, and the temporary file is removed. Only when the directory
/// cannot be flushed is the new content in place already, but it may not survive a power cut.
pub fn replace(
    path: &Path,
    access: Access,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let temporary = temporary_path(path);
    let replaced = write_temporary(&temporary, access, write).and_then(|()| rename(&temporary, path));
    if replaced.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    replaced
}

/// Renames a file that is flushed already over another one in the same directory, and flushes the directory.
///
/// # Errors
/// When the disk fails. If only the directory cannot be flushed, the file has its new name, which may not survive a power cut.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    let directory = to.parent().filter(|directory| !directory.as_os_str().is_empty());
    flush_directory(directory.unwrap_or(Path::new(".")))
}

/// Makes changes of a directory's entries durable.
///
/// # Errors
/// When the disk fails.
pub fn flush_directory(directory: &Path) -> io::Result<()> {
    match File::open(directory)?.sync_all() {
        // Some file systems cannot flush a directory.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        flushed => flushed,
    }
}

fn temporary_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

fn write_temporary(
    path: &Path,
    access: Access,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    if access == Access::OwnerOnly {
        options.mode(0o600);
    }
    let file = options.open(path)?;
    if access == Access::OwnerOnly {
        // A file that a crash left keeps its mode when it is opened.
        file.set_permissions(Permissions::from_mode(0o600))?;
    }
    let mut file = BufWriter::new(file);
    write(&mut file)?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_as_a_whole_or_not_at_all() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("state.toml");
        replace(&path, Access::Default, |file| file.write_all(b"old")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"old");
        let failed = replace(&path, Access::Default, |file| {
            file.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(failed.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(directory.path()), ["state.toml"]);
        replace(&path, Access::Default, |file| file.write_all(b"new")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(directory.path()), ["state.toml"]);
    }

    #[test]
    fn a_private_file_is_readable_by_its_owner_alone() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("feed.toml");
        // What a crash left behind was readable by all.
        fs::write(directory.path().join("feed.toml.new"), "left").unwrap();
        replace(&path, Access::OwnerOnly, |file| file.write_all(b"secret")).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read(&path).unwrap(), b"secret");
        assert_eq!(names(directory.path()), ["feed.toml"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_directory_that_cannot_be_flushed_is_no_error() {
        flush_directory(Path::new("/proc")).unwrap();
    }

    #[test]
    fn a_directory_that_is_missing_is_an_error() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("missing/file");
        assert!(replace(&path, Access::Default, |_| Ok(())).is_err());
    }
}
