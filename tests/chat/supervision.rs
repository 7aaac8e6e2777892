//! Background tasks that panic: each starts again, and people who write to the bot do not notice it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dealink::app::BackgroundTask;
use dealink_sandbox::telegram::{ChangeKind, ChatKind, Rights};

use crate::seeded::{self, page};
use crate::test_world::{TestConfig, TestWorld};

/// Fault: each background task panics.
/// Behaviour: it starts again.
#[tokio::test]
async fn background_tasks_that_panic_start_again_and_the_bot_goes_on() {
    let starts: Arc<Mutex<HashMap<BackgroundTask, u32>>> = Arc::default();
    let panic_at_first = {
        let starts = starts.clone();
        move |task| {
            let start = {
                let mut starts = starts.lock().unwrap();
                let start = starts.entry(task).or_insert(0);
                *start += 1;
                *start
            };
            assert!(start > 1, "a drill");
        }
    };
    let config = TestConfig {
        task_hook: Some(Arc::new(panic_at_first)),
        change_config: |config| config.feeds.every = Some(Duration::from_secs(3600)),
        ..TestConfig::default()
    };
    let world = TestWorld::with_config(config).await;
    // Received by polling.
    assert!(world.person("en").ask("/help").await.text().contains("What I can do"));
    // Removed by a sweep.
    let rights = Rights::none().with("can_delete_messages");
    let group = world.group(ChatKind::Supergroup { topics: false }, rights).await;
    group.change_setting("remove:5").await;
    group.say(&page(seeded::CARDIGAN));
    let answer = group.next().await;
    group.expect_silence().await;
    world.advance_clock(5 * 60 + 1);
    let removed = group.next().await;
    assert!(
        matches!(&removed.kind, ChangeKind::Deleted { message_id } if Some(*message_id) == answer.message_id())
    );
    // All of the others have started a second time as well.
    let started_again = async || {
        while BackgroundTask::ALL.iter().any(|task| starts.lock().unwrap().get(task).is_none_or(|n| *n < 2)) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), started_again()).await.unwrap();
}
