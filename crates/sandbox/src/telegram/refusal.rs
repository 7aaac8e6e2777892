//! The answers of a server that says no, in the words of the real one.

use serde_json::{Value, json};

use super::people::ChatId;

/// A refused request: the `error_code`, `description` and `parameters` of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status, which is the `error_code` as well.
    pub code: u16,
    /// The sentence, with its class in front: `Bad Request: chat not found`.
    pub description: String,
    /// Seconds to wait, in an answer 429.
    pub retry_after: Option<u64>,
    /// The supergroup that the group has become.
    pub migrate_to: Option<ChatId>,
}

impl Refusal {
    fn new(code: u16, description: String) -> Refusal {
        Refusal { code, description, retry_after: None, migrate_to: None }
    }

    /// 400: the request itself is wrong.
    pub(crate) fn bad_request(what: impl std::fmt::Display) -> Refusal {
        Refusal::new(400, format!("Bad Request: {what}"))
    }

    /// 401: nobody has this token.
    pub(crate) fn unauthorized() -> Refusal {
        Refusal::new(401, "Unauthorized".to_owned())
    }

    /// 403: the bot may not do this to that chat.
    pub(crate) fn forbidden(what: &str) -> Refusal {
        Refusal::new(403, format!("Forbidden: {what}"))
    }

    /// 404: there is no such method.
    pub(crate) fn not_found() -> Refusal {
        Refusal::new(404, "Not Found".to_owned())
    }

    /// 409: another poller took over.
    pub(crate) fn conflict() -> Refusal {
        let who = "terminated by other getUpdates request; make sure that only one bot instance is running";
        Refusal::new(409, format!("Conflict: {who}"))
    }

    /// 413: the body is larger than the server reads.
    pub(crate) fn too_large() -> Refusal {
        Refusal::new(413, "Request Entity Too Large".to_owned())
    }

    /// 429: wait this many seconds.
    pub(crate) fn too_many_requests(retry_after: u64) -> Refusal {
        let description = format!("Too Many Requests: retry after {retry_after}");
        Refusal { retry_after: Some(retry_after), ..Refusal::new(429, description) }
    }

    /// 400: the group has become this supergroup.
    pub(crate) fn migrated(to: ChatId) -> Refusal {
        let what = "group chat was upgraded to a supergroup chat";
        Refusal { migrate_to: Some(to), ..Refusal::bad_request(what) }
    }

    /// The body of the answer.
    pub(crate) fn body(&self) -> Value {
        let mut body = json!({"ok": false, "error_code": self.code, "description": self.description});
        if let Some(seconds) = self.retry_after {
            body["parameters"] = json!({ "retry_after": seconds });
        }
        if let Some(chat) = self.migrate_to {
            body["parameters"] = json!({ "migrate_to_chat_id": chat });
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bodies_are_those_of_the_real_server() {
        assert_eq!(
            Refusal::bad_request("message text is empty").body().to_string(),
            r#"{"description":"Bad Request: message text is empty","error_code":400,"ok":false}"#
        );
        let wait = Refusal::too_many_requests(7).body();
        assert_eq!(wait["parameters"]["retry_after"], 7);
        assert_eq!(wait["description"], "Too Many Requests: retry after 7");
        assert_eq!(Refusal::unauthorized().body()["error_code"], 401);
        assert_eq!(Refusal::not_found().body()["description"], "Not Found");
        let conflict = Refusal::conflict().body();
        assert!(conflict["description"].as_str().unwrap().starts_with("Conflict: terminated by other"));
    }
}
