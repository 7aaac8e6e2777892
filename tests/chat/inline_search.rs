//! Inline search: pages of results, and answers that come too late.

use crate::invented_feed::stocked;
use crate::invented_feed::{InventedProduct, invented_product, write_feed};
use crate::test_world::TestWorld;
use dealink_sandbox::admitad::CODE;
use dealink_sandbox::telegram::{ChangeKind, TelegramFault};

#[tokio::test]
async fn many_inline_results_come_page_by_page() {
    let world = TestWorld::new().await;
    let many: Vec<InventedProduct> =
        (0..45).map(|n| invented_product(n, &format!("Lamba {n}"), "Ev", "10.00", "8")).collect();
    write_feed(world.data.path(), "lambalar", false, CODE, &many);
    let person = world.person("tr");
    let telegram = &world.sandbox.telegram;
    let mut seen = std::collections::BTreeSet::new();
    let mut offset = String::new();
    for expected in [20, 20, 5] {
        let id = telegram.try_ask_inline(person.id, person.id, "lamba", &offset).unwrap();
        let ChangeKind::InlineAnswer { answer, .. } = person.next().await.kind else {
            panic!("no inline answer")
        };
        assert_eq!(answer.results.len(), expected, "{id}");
        seen.extend(answer.results.iter().map(|result| result["id"].to_string()));
        offset = answer.next_offset;
    }
    assert_eq!((seen.len(), offset.as_str()), (45, ""));
}

/// Fault: Telegram refuses the answer to an inline query.
/// Behaviour: nobody is told.
#[tokio::test]
async fn an_inline_answer_that_comes_too_late_or_fails_tells_nobody() {
    let world = stocked().await;
    let person = world.person("en");
    let telegram = &world.sandbox.telegram;
    let too_old = r#"{"ok":false,"error_code":400,"description":"Bad Request: query is too old and response timeout expired or query ID is invalid"}"#;
    for (n, fault) in
        [TelegramFault::Status(400, too_old.to_owned()), TelegramFault::Html502, TelegramFault::Cut]
            .into_iter()
            .enumerate()
    {
        telegram.inject_fault("answerInlineQuery", fault, 1);
        telegram.ask_inline(person.id, "kulaklık");
        telegram.wait_for_calls("answerInlineQuery", n + 1).await.unwrap();
    }
    assert!(person.ask("hello").await.text().contains("no link"), "nothing else was said");
    assert!(person.type_inline("kulaklık").await.to_string().contains("Kablosuz"));
}
