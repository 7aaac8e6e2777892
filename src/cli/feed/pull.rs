//! `dealink feed pull`: one feed after the other, watched.

use std::process::ExitCode;
use std::sync::Arc;

use super::super::run::told_to_stop;
use super::{Desk, digest, progress};
use dealink_catalog::feeds::{Feed, How, Outcome, Progress, Refusal, pull_apart};
use dealink_core::message::Sentence;

impl Desk<'_> {
    /// Pulls them; the exit status says whether all of them are as they should be.
    pub(super) async fn pull(&self, names: &[String], force: bool, full: bool) -> Result<ExitCode, Refusal> {
        let feeds = match names {
            [] => self.feeds.all(),
            names => names.iter().map(|name| self.feed(name)).collect::<Result<_, _>>()?,
        };
        if feeds.is_empty() {
            return Err(Refusal(Sentence::new("feeds-cli-none")));
        }
        let how = How { force, whole: full };
        let mut all_well = true;
        for feed in feeds {
            let ended = self.one(&feed, how).await;
            let is_stop = matches!(&ended, Err(refusal) if refusal.is_stop());
            all_well &= matches!(ended, Ok(Outcome::Imported(_) | Outcome::Unchanged));
            digest::tell(self.speak, self.json, &feed, &ended);
            if is_stop {
                break;
            }
        }
        Ok(if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn one(&self, feed: &Feed, how: How) -> Result<Outcome, Refusal> {
        let progress = Arc::new(Progress::default());
        let pulling = pull_apart(feed.clone(), how, self.means.clone(), progress.clone(), false);
        let watching = progress::watch(self.speak, feed, &progress);
        let mut stop = std::pin::pin!(told_to_stop());
        let mut pulling = std::pin::pin!(pulling);
        tokio::select! {
            ended = &mut pulling => return ended,
            () = watching => {}
            () = &mut stop => progress.stop(),
        }
        pulling.await
    }
}
