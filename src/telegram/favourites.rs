//! Favourites: `/save name`, `/deal name`, the list, `/rename old | new`, `/delete name`; a person's own, and those of a chat.

use super::desk::{Desk, Trouble};
use super::original::Original;
use super::private::Visit;
use crate::store::{FAVOURITE_NAME_AT_MOST, FAVOURITES_AT_MOST, Favourite, FavouriteFault};
use crate::telegram::commands::Command;
use crate::telegram::keyboard::outgoing;
use crate::telegram::send::Outgoing;
use crate::text::escape;
use dealink_core::message::Sentence;
use dealink_links::{self as links, Kind};

/// Letters of something that is no name which are shown.
const SHOWN: usize = 40;
/// What stands between the two names of `/rename`.
const BETWEEN: char = '|';

/// Does what `/save`, `/rename` and `/delete` ask of the favourites of an owner, and says what became of it. `replied` is the
/// message that the command replies to.
pub(super) async fn change(
    desk: &Desk,
    owner: i64,
    command: Command,
    arguments: &str,
    replied: Option<&Original>,
) -> Result<Sentence, Trouble> {
    let favourites = &desk.store.favourites;
    let done = match command {
        Command::Save => return save(desk, owner, arguments, replied).await,
        Command::Rename => {
            let Some((from, to)) = arguments.split_once(BETWEEN).map(|(from, to)| (from.trim(), to.trim()))
            else {
                return Ok(Sentence::new("favourites-rename-usage"));
            };
            if !is_name(to) {
                return Ok(bad_name());
            }
            let renamed = Sentence::new("favourites-renamed").with("from", short(from)).with("to", to);
            favourites.rename(owner, from, to).await.map(|()| renamed).map_err(|fault| (fault, from, to))
        }
        _ if arguments.is_empty() => return Ok(Sentence::new("favourites-delete-usage")),
        _ => {
            let key = match favourites.delete(owner, arguments).await? {
                true => "favourites-deleted",
                false => "favourites-unknown",
            };
            return Ok(Sentence::new(key).with("name", short(arguments)));
        }
    };
    match done {
        Ok(done) => Ok(done),
        Err((fault, from, to)) => fault_said(fault, from, to),
    }
}

async fn save(
    desk: &Desk,
    owner: i64,
    arguments: &str,
    replied: Option<&Original>,
) -> Result<Sentence, Trouble> {
    // The link stands behind the name, or in the message that is replied to.
    let (name, page) = match links::read(arguments, &[]).first() {
        Some(link) => (arguments[..link.span.start].trim(), page(arguments, &[])),
        None => {
            let page = replied.and_then(|original| page(&original.post.text, &original.post.hidden()));
            (arguments, page)
        }
    };
    let Some(page) = page.filter(|_| !name.is_empty()) else {
        return Ok(Sentence::new("favourites-save-usage"));
    };
    if !is_name(name) {
        return Ok(bad_name());
    }
    let favourite = Favourite { name: name.to_owned(), page };
    match desk.store.favourites.save(owner, &favourite).await {
        Ok(replaces) => {
            let key = if replaces { "favourites-replaced" } else { "favourites-saved" };
            Ok(Sentence::new(key).with("name", name))
        }
        Err(fault) => fault_said(fault, name, name),
    }
}

/// The page of the first product of a text, or a short link that may lead to one.
fn page(text: &str, hidden: &[links::Hidden]) -> Option<String> {
    let links = links::read(text, hidden);
    let product = links.iter().flat_map(|link| &link.products).next();
    product.map(|product| product.id.canonical().to_string()).or_else(|| {
        let short = links.iter().find(|link| link.kind == Kind::Short)?;
        Some(short.url.to_string())
    })
}

fn fault_said(fault: FavouriteFault, from: &str, to: &str) -> Result<Sentence, Trouble> {
    Ok(match fault {
        FavouriteFault::Store(fault) => return Err(fault.into()),
        FavouriteFault::Full => Sentence::new("favourites-full").with("most", FAVOURITES_AT_MOST),
        FavouriteFault::Unknown => Sentence::new("favourites-unknown").with("name", short(from)),
        FavouriteFault::Taken => Sentence::new("favourites-taken").with("name", to),
    })
}

fn bad_name() -> Sentence {
    Sentence::new("favourites-bad-name").with("longest", FAVOURITE_NAME_AT_MOST)
}

fn is_name(name: &str) -> bool {
    let fits = (1..=FAVOURITE_NAME_AT_MOST).contains(&name.chars().count());
    fits && !name.contains(['\n', BETWEEN, '/']) && name.chars().any(char::is_alphanumeric)
}

/// Enough of a text to know it by.
pub(super) fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// All favourites in a sentence; `none` is said where there are none.
pub(super) fn list(favourites: &[Favourite], none: &'static str) -> Sentence {
    if favourites.is_empty() {
        return Sentence::new(none);
    }
    let names: Vec<String> = favourites.iter().map(|favourite| format!("• {}", favourite.name)).collect();
    Sentence::new("favourites-list").with("names", names.join("\n"))
}

impl Visit<'_> {
    /// `/save`, `/rename` and `/delete` in the private chat.
    pub(super) async fn change_favourite(&self, command: Command, arguments: &str) -> Result<(), Trouble> {
        let place = ["message", "reply_to_message"];
        let replied = self.raw(&place).and_then(|message| Original::read(&message));
        let done = change(self.desk, self.user.id.0 as i64, command, arguments, replied.as_ref()).await?;
        self.desk.say(self.chat, self.speak.html(&done)).await
    }

    /// `/deal name` in the private chat; without a name all of them.
    pub(super) async fn favourite(&self, arguments: &str, message: i32) -> Result<(), Trouble> {
        let (owner, store) = (self.user.id.0 as i64, &self.desk.store.favourites);
        if arguments.is_empty() {
            let list = list(&store.of(owner)?, "favourites-none");
            return self.desk.say(self.chat, self.speak.html(&list)).await;
        }
        let Some(favourite) = store.named(owner, arguments)? else {
            let unknown = Sentence::new("favourites-unknown").with("name", short(arguments));
            return self.desk.say(self.chat, self.speak.html(&unknown)).await;
        };
        let parts = self.answer_to_page(&favourite.page).await;
        let reply_to = Some(teloxide::types::MessageId(message));
        for (index, part) in parts.into_iter().enumerate() {
            let mut outgoing = Outgoing { reply_to, ..outgoing(&part) };
            if index == 0 {
                outgoing.html = format!("⭐ <b>{}</b>\n\n{}", escape(&favourite.name), outgoing.html);
            }
            self.desk.sender.send(self.chat, &outgoing).await?;
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
            assert!(is_name(name), "{name}");
        }
        for name in ["", "🎁", "a\nb", "a|b", "a/b", &"x".repeat(33)] {
            assert!(!is_name(name), "{name}");
        }
        let link = "https://www.aliexpress.com/item/1005009000000012.html";
        assert_eq!(page(&format!("x {link}?spm=1"), &[]).as_deref(), Some(link));
        assert_eq!(page("nothing", &[]), None);
    }
}
