//! `dealink feed pull`: pulls one feed after the other. The progress is a bar on a terminal, otherwise a line every few seconds.

use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dealink_catalog::feeds::{
    Feed, Phase, Priority, Progress, PullOptions, PullOutcome, Refusal, pull_on_thread,
};
use dealink_core::message::Message;
use dealink_core::money::Decimal;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};

use super::super::out;
use super::super::run::wait_for_stop_signal;
use super::report::{megabytes, tenths};
use super::{FeedCli, FeedCliError};
use crate::text::Localizer;

impl FeedCli<'_> {
    /// Pulls the named feeds, or all. The exit status is a failure if one was refused or rejected.
    pub(super) async fn pull(
        &self,
        names: &[String],
        options: PullOptions,
    ) -> Result<ExitCode, FeedCliError> {
        let feeds = match names {
            [] => self.feeds.load_all(),
            names => names.iter().map(|name| self.find_feed(name)).collect::<Result<_, _>>()?,
        };
        if feeds.is_empty() {
            return Err(FeedCliError::NoFeeds);
        }
        let mut all_well = true;
        for feed in feeds {
            let ended = self.pull_one(&feed, options).await;
            let is_stop = ended == Err(Refusal::Stopped);
            all_well &= matches!(ended, Ok(PullOutcome::Imported(_) | PullOutcome::Unchanged));
            self.printer.print_outcome(&feed, &ended);
            if is_stop {
                break;
            }
        }
        Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn pull_one(&self, feed: &Feed, options: PullOptions) -> Result<PullOutcome, Refusal> {
        let progress = Arc::new(Progress::default());
        let pulling = pull_on_thread(
            feed.clone(),
            options,
            self.pull_context.clone(),
            progress.clone(),
            Priority::Normal,
        );
        let watching = show_progress(self.printer.localizer, feed, &progress);
        let mut stop = std::pin::pin!(wait_for_stop_signal());
        let mut pulling = std::pin::pin!(pulling);
        tokio::select! {
            ended = &mut pulling => return ended,
            () = watching => {}
            () = &mut stop => progress.stop(),
        }
        pulling.await
    }
}

/// How often the progress is read and a bar moves.
const FRAME_INTERVAL: Duration = Duration::from_millis(150);
/// How often a line is printed without a terminal.
const LINE_INTERVAL: Duration = Duration::from_secs(5);

/// Shows the progress on standard error until the future is dropped.
async fn show_progress(localizer: &Localizer, feed: &Feed, progress: &Progress) {
    let is_terminal = std::io::stderr().is_terminal();
    let mut shown =
        ProgressLine { name: feed.name.as_str(), phase: Phase::Waiting, since: Instant::now(), from: (0, 0) };
    // Without a terminal it draws nothing; on one it is removed when it is dropped.
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:24} {msg}");
    let bar = bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let bar = bar.with_finish(ProgressFinish::AndClear);
    let mut line_at = Instant::now() + LINE_INTERVAL;
    loop {
        // Also without a terminal, because the speed is computed from the beginning of a phase.
        tokio::time::sleep(FRAME_INTERVAL).await;
        let Some(sentence) = shown.sentence(progress) else { continue };
        if is_terminal {
            bar.set_message(localizer.plain(&sentence));
        } else if Instant::now() >= line_at {
            line_at = Instant::now() + LINE_INTERVAL;
            out::print_error(&localizer.plain(&sentence));
        }
        bar.set_length(progress.total().unwrap_or_default());
        bar.set_position(progress.bytes());
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
