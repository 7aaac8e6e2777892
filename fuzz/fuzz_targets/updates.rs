//! Routes and parses updates, which are whatever Telegram, or somebody in its place, sends.

#![no_main]

use std::sync::{Arc, LazyLock};

use dealink::store::Store;
use dealink::telegram::queue::{ChatQueues, QueueLimits, UpdateRouter};
use dealink::telegram::update::Update;
use futures::FutureExt;
use futures::executor::block_on;
use libfuzzer_sys::fuzz_target;
use serde_json::value::RawValue;

/// A router with an empty store, which exists as long as the process.
static ROUTER: LazyLock<Option<UpdateRouter>> = LazyLock::new(|| {
    let directory = tempfile::tempdir().ok()?.keep();
    let runtime = Box::leak(Box::new(tokio::runtime::Runtime::new().ok()?));
    let store = runtime.block_on(Store::open(&directory)).ok()?.store;
    let queues = ChatQueues::new(QueueLimits::USUAL, Arc::new(|_| std::future::ready(()).boxed()));
    Some(UpdateRouter { bot_username: "dealink_bot".to_owned(), store, queues })
});

fuzz_target!(|json: &[u8]| {
    let router = ROUTER.as_ref().expect("a store can be opened");
    let parsed = Update::parse(json);
    let Ok(raw) = serde_json::from_slice::<&RawValue>(json) else {
        assert!(parsed.is_none(), "parsed and no JSON");
        return;
    };
    let routed = block_on(router.route(raw));
    assert_eq!(routed, block_on(router.route(raw)), "the same update has two routes");
    if let (Some(update), Some(routed)) = (parsed, routed) {
        assert_eq!(update.id, routed.id, "it has another number in each reading");
    }
});
