//! `dealink feed pull`: pulls one feed after the other and shows the progress.

use std::process::ExitCode;
use std::sync::Arc;

use super::super::run::wait_for_stop_signal;
use super::error::FeedCliError;
use super::{FeedCli, progress, report};
use dealink_catalog::feeds::{Feed, Priority, Progress, PullOptions, PullOutcome, Refusal, pull_on_thread};

impl FeedCli<'_> {
    /// Pulls the named feeds, or all. The exit status is a failure if one was refused or rejected.
    pub(super) async fn pull(
        &self,
        names: &[String],
        force: bool,
        full: bool,
    ) -> Result<ExitCode, FeedCliError> {
        let feeds = match names {
            [] => self.feeds.load_all(),
            names => names.iter().map(|name| self.find_feed(name)).collect::<Result<_, _>>()?,
        };
        if feeds.is_empty() {
            return Err(FeedCliError::NoFeeds);
        }
        let options = PullOptions { force, full };
        let mut all_well = true;
        for feed in feeds {
            let ended = self.pull_one(&feed, options).await;
            let is_stop = ended == Err(Refusal::Stopped);
            all_well &= matches!(ended, Ok(PullOutcome::Imported(_) | PullOutcome::Unchanged));
            report::print_outcome(self.localizer, self.json, &feed, &ended);
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
        let watching = progress::show_progress(self.localizer, feed, &progress);
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
