//! Refusals in the words of the real server.

use serde_json::{Value, json};

use super::ids::ChatId;
use super::json_objects::without_nulls;

/// The `error_code`, `description` and `parameters` of a refused call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedCall {
    /// The `error_code`, which is also the HTTP status.
    pub code: u16,
    /// The sentence with its class: `Bad Request: chat not found`.
    pub description: String,
    /// Seconds to wait, for status 429.
    pub retry_after: Option<u64>,
    /// The supergroup that replaced the group.
    pub migrate_to: Option<ChatId>,
}

impl RefusedCall {
    fn new(code: u16, description: String) -> RefusedCall {
        RefusedCall { code, description, retry_after: None, migrate_to: None }
    }

    /// 400: the request itself is wrong.
    pub(crate) fn bad_request(what: impl std::fmt::Display) -> RefusedCall {
        RefusedCall::new(400, format!("Bad Request: {what}"))
    }

    /// 400: an edit without any difference.
    pub(crate) fn not_modified() -> RefusedCall {
        RefusedCall::bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a current \
             content and reply markup of the message",
        )
    }

    /// 401: no bot has this token.
    pub(crate) fn unauthorized() -> RefusedCall {
        RefusedCall::new(401, "Unauthorized".to_owned())
    }

    /// 403: the bot may not do this to that chat.
    pub(crate) fn forbidden(what: &str) -> RefusedCall {
        RefusedCall::new(403, format!("Forbidden: {what}"))
    }

    /// 404: there is no such method.
    pub(crate) fn not_found() -> RefusedCall {
        RefusedCall::new(404, "Not Found".to_owned())
    }

    /// 409: another poller took over.
    pub(crate) fn conflict() -> RefusedCall {
        let who = "terminated by other getUpdates request; make sure that only one bot instance is running";
        RefusedCall::new(409, format!("Conflict: {who}"))
    }

    /// 409: updates go to a webhook.
    pub(crate) fn webhook_is_set() -> RefusedCall {
        let why = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
        RefusedCall::new(409, format!("Conflict: {why}"))
    }

    /// 413: the body is larger than the server reads.
    pub(crate) fn too_large() -> RefusedCall {
        RefusedCall::new(413, "Request Entity Too Large".to_owned())
    }

    /// 429: wait this many seconds.
    pub(crate) fn too_many_requests(retry_after: u64) -> RefusedCall {
        let description = format!("Too Many Requests: retry after {retry_after}");
        RefusedCall { retry_after: Some(retry_after), ..RefusedCall::new(429, description) }
    }

    /// 400: the group has become this supergroup.
    pub(crate) fn migrated(to: ChatId) -> RefusedCall {
        let what = "group chat was upgraded to a supergroup chat";
        RefusedCall { migrate_to: Some(to), ..RefusedCall::bad_request(what) }
    }

    pub(crate) fn body(&self) -> Value {
        let parameters = match (self.retry_after, self.migrate_to) {
            (_, Some(chat)) => json!({ "migrate_to_chat_id": chat }),
            (Some(seconds), None) => json!({ "retry_after": seconds }),
            (None, None) => Value::Null,
        };
        without_nulls(json!({
            "ok": false, "error_code": self.code, "description": self.description, "parameters": parameters,
        }))
    }
}

/// A refusal with status 400.
pub(crate) fn refuse<T>(what: impl std::fmt::Display) -> Result<T, RefusedCall> {
    Err(RefusedCall::bad_request(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bodies_are_those_of_the_real_server() {
        assert_eq!(
            RefusedCall::bad_request("message text is empty").body().to_string(),
            r#"{"description":"Bad Request: message text is empty","error_code":400,"ok":false}"#
        );
        let wait = RefusedCall::too_many_requests(7).body();
        assert_eq!(wait["parameters"]["retry_after"], 7);
        assert_eq!(wait["description"], "Too Many Requests: retry after 7");
        assert_eq!(RefusedCall::unauthorized().body()["error_code"], 401);
        assert_eq!(RefusedCall::not_found().body()["description"], "Not Found");
        let conflict = RefusedCall::conflict().body();
        assert!(conflict["description"].as_str().unwrap().starts_with("Conflict: terminated by other"));
    }
}
