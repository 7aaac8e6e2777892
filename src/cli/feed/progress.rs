//! The progress of a pull: a bar on a terminal, otherwise a line every few seconds.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::super::out;
use crate::text::Localizer;
use dealink_catalog::feeds::{Feed, Phase, Progress};
use dealink_core::message::Message;
use dealink_core::money::Decimal;

/// How often the progress is read and a bar moves.
const FRAME_INTERVAL: Duration = Duration::from_millis(150);
/// How often a line is printed without a terminal.
const LINE_INTERVAL: Duration = Duration::from_secs(5);

/// Shows the progress on standard error until the future is dropped.
pub(super) async fn show_progress(localizer: &Localizer, feed: &Feed, progress: &Progress) {
    let is_terminal = std::io::stderr().is_terminal();
    let mut shown =
        ProgressLine { name: feed.name.as_str(), phase: Phase::Waiting, since: Instant::now(), from: (0, 0) };
    let bar = ClearedBar::new(is_terminal);
    let mut line_at = Instant::now() + LINE_INTERVAL;
    loop {
        // Also without a terminal, because the speed is computed from the beginning of a phase.
        tokio::time::sleep(FRAME_INTERVAL).await;
        let Some(sentence) = shown.sentence(progress) else { continue };
        if is_terminal {
            bar.0.set_message(localizer.plain(&sentence));
        } else if Instant::now() >= line_at {
            line_at = Instant::now() + LINE_INTERVAL;
            out::print_error(&localizer.plain(&sentence));
        }
        bar.0.set_length(progress.total().unwrap_or_default());
        bar.0.set_position(progress.bytes());
    }
}

/// Removed from the terminal when it is dropped.
struct ClearedBar(ProgressBar);

impl ClearedBar {
    fn new(is_terminal: bool) -> ClearedBar {
        if !is_terminal {
            return ClearedBar(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:24} {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        ClearedBar(bar)
    }
}

impl Drop for ClearedBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

struct ProgressLine<'a> {
    name: &'a str,
    phase: Phase,
    since: Instant,
    /// Bytes and rows at the beginning of the phase: a resumed download already has some.
    from: (u64, u64),
}

impl ProgressLine<'_> {
    fn sentence(&mut self, progress: &Progress) -> Option<Message> {
        let (phase, bytes, rows) = (progress.phase(), progress.bytes(), progress.rows());
        if phase != self.phase {
            self.phase = phase;
            self.since = Instant::now();
            self.from = if phase == Phase::Downloading { (bytes, rows) } else { (0, 0) };
        }
        let seconds = self.since.elapsed().as_secs_f64().max(0.1);
        let speed = bytes.saturating_sub(self.from.0) as f64 / seconds;
        let left = progress.total().filter(|_| speed > 0.0).map(|total| {
            let left = (total.saturating_sub(bytes) as f64 / speed) as u64;
            format!("{}:{:02}", left / 60, left % 60)
        });
        let named = |key| Message::new(key).with("name", self.name);
        Some(match (phase, left) {
            (Phase::Waiting, _) => return None,
            (Phase::Downloading, Some(left)) => named("feeds-progress-download")
                .with("bytes", megabytes(bytes))
                .with("speed", tenths(speed))
                .with("left", left),
            (Phase::Downloading, None) => named("feeds-progress-download-open")
                .with("bytes", megabytes(bytes))
                .with("speed", tenths(speed)),
            (Phase::Reading, left) => named("feeds-progress-rows")
                .with("rows", Decimal::from(rows))
                .with("speed", Decimal::from((rows as f64 / seconds) as u64))
                .with("bytes", megabytes(bytes))
                .with("broken", Decimal::from(progress.broken()))
                .with("left", left.unwrap_or_else(|| "–".to_owned())),
            (Phase::Finishing, _) => named("feeds-progress-finish").with("rows", Decimal::from(rows)),
        })
    }
}

/// Bytes as megabytes with one decimal.
pub(super) fn megabytes(bytes: u64) -> Decimal {
    tenths(bytes as f64)
}

fn tenths(bytes: f64) -> Decimal {
    Decimal::new((bytes / 100_000.0) as i64, 1)
}
