//! What the log says while an update is handled: which update it was, and nothing that a person wrote.

use dealink_sandbox::admitad::{AdmitadEndpoint, AdmitadFault};

use crate::memory_log::MemoryLog;
use crate::seeded::{self, page};
use crate::test_world::TestWorld;

#[tokio::test]
async fn a_warning_of_the_network_client_names_the_update_that_it_belongs_to() {
    let (log, _guard) = MemoryLog::capture();
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
