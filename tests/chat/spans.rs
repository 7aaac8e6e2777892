//! What the log says while an update is handled: which update it was, and nothing that a person wrote.

use std::io::Write;
use std::sync::{Arc, Mutex};

use dealink_sandbox::admitad::{AdmitadEndpoint, AdmitadFault};
use tracing_subscriber::fmt::MakeWriter;

use crate::seeded::{self, page};
use crate::test_world::TestWorld;

/// A log that is kept in memory.
#[derive(Clone, Default)]
struct MemoryLog(Arc<Mutex<Vec<u8>>>);

impl MemoryLog {
    /// The lines that hold `text`.
    fn lines_with(&self, text: &str) -> Vec<String> {
        let bytes = self.0.lock().unwrap().clone();
        let log = String::from_utf8(bytes).unwrap();
        log.lines().filter(|line| line.contains(text)).map(str::to_owned).collect()
    }
}

impl Write for MemoryLog {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for MemoryLog {
    type Writer = MemoryLog;

    fn make_writer(&'a self) -> MemoryLog {
        self.clone()
    }
}

#[tokio::test]
async fn a_warning_of_the_network_client_names_the_update_that_it_belongs_to() {
    let log = MemoryLog::default();
    // `tracing` caches whether an event is enabled. With only one subscriber, an event that another test's thread reaches first
    // would be cached as disabled for this thread, too.
    let _second = tracing::Dispatch::new(tracing_subscriber::registry());
    let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let world = TestWorld::new().await;
    let person = world.person("en");
    for endpoint in [AdmitadEndpoint::Deeplink, AdmitadEndpoint::Rates] {
        world.sandbox.admitad.inject_fault(endpoint, AdmitadFault::Status(500), 1_000);
    }
    person.ask(&page(seeded::CARDIGAN)).await;
    let warnings = log.lines_with("the network did not answer");
    assert!(!warnings.is_empty());
    for line in &warnings {
        assert!(line.contains("update{id=10000000"), "{line}");
        assert!(line.contains("chat=\"private\" handler=\"message\""), "{line}");
    }
    for private in ["Ada", &page(seeded::CARDIGAN)] {
        assert_eq!(log.lines_with(private), Vec::<String>::new());
    }
}
