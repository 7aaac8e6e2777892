//! Writes a feed of invented products to a file: `cargo run --release --example generate-feed -- ROWS csv|xml|google FILE`.

use std::fs::File;

use anyhow::{Context, Result, bail};
use dealink_sandbox::feeds::{ExportFormat, generate};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rows, format, file] = arguments.as_slice() else {
        bail!("usage: generate-feed ROWS csv|xml|google FILE");
    };
    let format = match format.as_str() {
        "csv" => ExportFormat::Csv,
        "xml" => ExportFormat::Yml,
        "google" => ExportFormat::Google,
        _ => bail!("a feed is csv, xml or google"),
    };
    let mut out = File::create(file).context("the file cannot be made")?;
    generate(rows.parse().context("ROWS is a number")?, 1, format, &mut out)
        .context("the file cannot be written")
}
