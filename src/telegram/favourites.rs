//! Favourites of a person or a chat: what `/save name`, `/rename old | new` and `/delete name` change, and the list.

use super::api::OutgoingMessage;
use super::commands::ChatCommand;
use super::context::AppContext;
use super::handler_error::Result;
use super::private::PrivateContext;
use super::update::{IncomingMessage, MessageContent};
use crate::store::{FAVOURITE_NAME_AT_MOST, FAVOURITES_AT_MOST, Favourite, FavouriteFault};
use crate::text::{escape_html, foreign_name};
use dealink_core::message::Message;
use dealink_links::{self as links, LinkKind};

/// Separates the two names of `/rename`.
const RENAME_SEPARATOR: char = '|';

/// Carries out `/save`, `/rename` and `/delete` and returns the reply. `owner`: the number of the person or the chat. `replied`:
/// the message to which the command replies.
pub(crate) async fn change_favourites(
    app: &AppContext,
    owner: i64,
    command: ChatCommand,
    arguments: &str,
    replied: Option<&MessageContent>,
) -> Result<Message> {
    match command {
        ChatCommand::Save => save_favourite(app, owner, arguments, replied).await,
        ChatCommand::Rename => rename_favourite(app, owner, arguments).await,
        _ if arguments.is_empty() => Ok(Message::new("favourites-delete-usage")),
        _ => {
            let key = match app.store.favourites.delete(owner, arguments).await? {
                true => "favourites-deleted",
                false => "favourites-unknown",
            };
            Ok(Message::new(key).with("name", foreign_name(arguments)))
        }
    }
}

async fn rename_favourite(app: &AppContext, owner: i64, arguments: &str) -> Result<Message> {
    let Some((from, to)) = arguments.split_once(RENAME_SEPARATOR) else {
        return Ok(Message::new("favourites-rename-usage"));
    };
    let (from, to) = (from.trim(), to.trim());
    if !is_valid_name(to) {
        return Ok(bad_name_message());
    }
    match app.store.favourites.rename(owner, from, to).await {
        Ok(()) => Ok(Message::new("favourites-renamed")
            .with("from", foreign_name(from))
            .with("to", foreign_name(to))),
        Err(error) => favourite_error_message(error, from, to),
    }
}

async fn save_favourite(
    app: &AppContext,
    owner: i64,
    arguments: &str,
    replied: Option<&MessageContent>,
) -> Result<Message> {
    // The link is behind the name, or in the message that is replied to.
    let (name, page) = match links::find_links(arguments, &[]).first() {
        Some(link) => (arguments[..link.span.start].trim(), first_product_page(arguments, &[])),
        None => {
            let post = replied.map(|content| &content.post);
            let page = post.and_then(|post| first_product_page(&post.text, &post.hidden_links()));
            (arguments, page)
        }
    };
    let Some(page) = page.filter(|_| !name.is_empty()) else {
        return Ok(Message::new("favourites-save-usage"));
    };
    if !is_valid_name(name) {
        return Ok(bad_name_message());
    }
    let favourite = Favourite { name: name.to_owned(), page };
    match app.store.favourites.save(owner, &favourite).await {
        Ok(replaces) => {
            let key = if replaces { "favourites-replaced" } else { "favourites-saved" };
            Ok(Message::new(key).with("name", foreign_name(name)))
        }
        Err(error) => favourite_error_message(error, name, name),
    }
}

/// The page of the first product of a text, or a short link that may lead to one.
fn first_product_page(text: &str, hidden: &[links::HiddenLink]) -> Option<String> {
    let links = links::find_links(text, hidden);
    let product = links.iter().flat_map(|link| &link.products).next();
    product.map(|product| product.id.canonical_url().to_string()).or_else(|| {
        let short = links.iter().find(|link| link.kind == LinkKind::Short)?;
        Some(short.url.to_string())
    })
}

fn favourite_error_message(fault: FavouriteFault, from: &str, to: &str) -> Result<Message> {
    Ok(match fault {
        FavouriteFault::Store(fault) => return Err(fault.into()),
        FavouriteFault::Full => Message::new("favourites-full").with("most", FAVOURITES_AT_MOST),
        FavouriteFault::Unknown => Message::new("favourites-unknown").with("name", foreign_name(from)),
        FavouriteFault::Taken => Message::new("favourites-taken").with("name", foreign_name(to)),
    })
}

fn bad_name_message() -> Message {
    Message::new("favourites-bad-name").with("longest", FAVOURITE_NAME_AT_MOST)
}

fn is_valid_name(name: &str) -> bool {
    let fits = (1..=FAVOURITE_NAME_AT_MOST).contains(&name.chars().count());
    fits && !name.contains(['\n', RENAME_SEPARATOR, '/']) && name.chars().any(char::is_alphanumeric)
}

/// All favourites in a sentence; the text with the key `none` if there are no favourites.
pub(crate) fn favourites_list(favourites: &[Favourite], none: &'static str) -> Message {
    if favourites.is_empty() {
        return Message::new(none);
    }
    let names: Vec<String> =
        favourites.iter().map(|favourite| format!("• {}", foreign_name(&favourite.name))).collect();
    Message::new("favourites-list").with("names", names.join("\n"))
}

impl PrivateContext<'_> {
    /// `/save`, `/rename` and `/delete` in the private chat.
    pub(crate) async fn handle_favourite_change(
        &self,
        command: ChatCommand,
        arguments: &str,
        message: &IncomingMessage,
    ) -> Result<()> {
        let replied = message.reply_to.as_ref().map(|replied| &replied.content);
        let done = change_favourites(self.app, self.user.id as i64, command, arguments, replied).await?;
        self.send_message(&done).await
    }

    /// `/deal name` in the private chat; without a name, all favourites.
    pub(crate) async fn send_favourite(&self, arguments: &str, message: i32) -> Result<()> {
        let (owner, store) = (self.user.id as i64, &self.app.store.favourites);
        if arguments.is_empty() {
            let list = favourites_list(&store.list(owner).await?, "favourites-none");
            return self.send_message(&list).await;
        }
        let Some(favourite) = store.find(owner, arguments).await? else {
            let unknown = Message::new("favourites-unknown").with("name", foreign_name(arguments));
            return self.send_message(&unknown).await;
        };
        let parts = self.answer_for_page(&favourite.page).await;
        for (index, mut part) in parts.into_iter().enumerate() {
            if index == 0 {
                part.html =
                    format!("⭐ <b>{}</b>\n\n{}", escape_html(&foreign_name(&favourite.name)), part.html);
            }
            self.send(&OutgoingMessage::from(part).replying_to(Some(message))).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_have_letters() {
        for name in ["a", "Yün hırka 2", "🎁 hediye"] {
            assert!(is_valid_name(name), "{name}");
        }
        for name in ["", "🎁", "a\nb", "a|b", "a/b", &"x".repeat(33)] {
            assert!(!is_valid_name(name), "{name}");
        }
        let link = "https://www.aliexpress.com/item/1005009000000012.html";
        assert_eq!(first_product_page(&format!("x {link}?spm=1"), &[]).as_deref(), Some(link));
        assert_eq!(first_product_page("nothing", &[]), None);
    }
}
