//! The people and chats of the sandbox: one chat of each kind that the bot works in.

use super::telegram::{ChatKind, Rights, Role, TelegramStandIn, UserId};
use dealink_core::lang::Lang;

/// Adds people and chats; gives the person who owns the chats. The bot is added by that person, so it gets the updates
/// about this when it starts.
pub(super) fn add_sample_chats(telegram: &TelegramStandIn) -> UserId {
    let deniz = telegram.add_user("Deniz", Lang::En.code());
    let ece = telegram.add_user("Ece", Lang::En.code());
    let people = [deniz, ece];

    let group = telegram.add_chat(ChatKind::Supergroup { topics: true }, "Deal hunters", &people);
    for topic in ["Home", "Tech"] {
        telegram.add_topic(group, topic);
    }
    telegram.set_bot(group, deniz, Role::Admin(Rights::none().with("can_delete_messages")));

    let channel = telegram.add_chat(ChatKind::Channel, "Deniz's channel", &people);
    let discussion =
        telegram.add_chat(ChatKind::Supergroup { topics: false }, "Deniz's channel, discussion", &people);
    telegram.link_discussion(channel, discussion);
    let of_posts = Rights::none().with("can_post_messages").with("can_edit_messages");
    telegram.set_bot(channel, deniz, Role::Admin(of_posts));
    // A plain member, so that the behaviour without administrator rights can be tried.
    telegram.set_bot(discussion, deniz, Role::Member);
    deniz
}

#[cfg(test)]
mod tests {
    use super::super::telegram::TelegramOptions;
    use super::*;

    #[test]
    fn the_bot_is_in_every_place_and_is_told_so() {
        let telegram = TelegramStandIn::new(TelegramOptions::default());
        let deniz = add_sample_chats(&telegram);
        let chats = telegram.chats();
        let kinds = |kind| chats.iter().filter(|chat| chat.kind == kind).count();
        assert_eq!(kinds(ChatKind::Private), 2);
        for kind in
            [ChatKind::Supergroup { topics: true }, ChatKind::Supergroup { topics: false }, ChatKind::Channel]
        {
            assert_eq!(kinds(kind), 1, "{kind:?}");
        }
        assert!(chats.iter().all(|chat| chat.bot.is_in()));
        for place in chats.iter().filter(|chat| chat.kind != ChatKind::Private) {
            assert_eq!(*place.role(deniz), Role::Owner);
            assert!(place.people.iter().filter(|user| *place.role(**user) == Role::Member).count() == 1);
        }
    }
}
