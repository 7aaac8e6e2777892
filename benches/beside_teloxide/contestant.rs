//! The programs that are measured, and how each is started.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use dealink_sandbox::admitad::{AD_SPACE, CLIENT_ID, CLIENT_SECRET, PROGRAM};

use super::unpaced;
use super::world::BenchWorld;

/// A program that is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contestant {
    /// `examples/bare_teloxide.rs`; each message has a new product.
    Bare,
    /// `dealink run`, with products that it has answered before.
    Dealink,
    /// dealink without its rate limit for the network; each message has a new product.
    Unpaced,
}

impl Contestant {
    /// In the order of the table.
    pub(crate) const ALL: [Contestant; 3] = [Contestant::Bare, Contestant::Dealink, Contestant::Unpaced];

    /// The head of its column.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Contestant::Bare => "bare teloxide",
            Contestant::Dealink => "dealink, products seen before",
            Contestant::Unpaced => "dealink, every product new, rate limit lifted",
        }
    }

    /// Starts it against the stand-ins of `world`.
    pub(crate) fn start(self, world: &BenchWorld, data: &Path) -> Result<ContestantProcess> {
        let mut command = match self {
            Contestant::Bare => Command::new(bare()?),
            Contestant::Dealink => Command::new(env!("CARGO_BIN_EXE_dealink")),
            Contestant::Unpaced => Command::new(std::env::current_exe()?),
        };
        if self == Contestant::Unpaced {
            command.arg(unpaced::ARGUMENT);
        }
        command
            .env_clear()
            .envs([
                ("TELEGRAM_BOT_TOKEN", world.telegram.token().to_owned()),
                ("TELEGRAM_API_URL", world.telegram_url()),
                ("TELEGRAM_SENDS_PER_SECOND", "1000".to_owned()),
                ("ADMITAD_API_URL", world.admitad_url()),
                ("ADMITAD_CLIENT_ID", CLIENT_ID.to_owned()),
                ("ADMITAD_CLIENT_SECRET", CLIENT_SECRET.to_owned()),
                ("ADMITAD_WEBSITE_ID", AD_SPACE.to_string()),
                ("ADMITAD_CAMPAIGN_ID", PROGRAM.to_string()),
                ("DEALINK_CENTRAL_BANK_URL", "off".to_owned()),
                ("DEALINK_DATA_DIR", data.display().to_string()),
                ("RUST_LOG", "warn".to_owned()),
            ])
            .current_dir(data)
            .stdin(Stdio::null());
        Ok(ContestantProcess(command.spawn().context("a contestant does not start")?))
    }
}

/// A contestant's process. Dropping it ends it.
pub(crate) struct ContestantProcess(Child);

impl ContestantProcess {
    pub(crate) fn pid(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for ContestantProcess {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Builds the bare bot with the profile of the others.
pub(crate) fn build_bare() -> Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "--quiet", "--example", "bare_teloxide"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    ensure!(built.success(), "the bare bot was not built");
    Ok(())
}

/// This program is in `deps`, next to the directory `examples`.
fn bare() -> Result<PathBuf> {
    let this = std::env::current_exe()?;
    let profile = this.parent().and_then(Path::parent).context("this program lies in no directory")?;
    Ok(profile.join("examples").join("bare_teloxide"))
}
