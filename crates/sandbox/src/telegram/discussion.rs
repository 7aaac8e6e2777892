//! A channel's discussion group: Telegram forwards each post of the channel into it.

use super::ids::{ChatId, ChatKind};
use super::impossible::{ImpossibleAction, no_right};
use super::stand_in::{TelegramStandIn, expect_ok};
use super::world::TelegramWorld;

impl TelegramWorld {
    pub(crate) fn link_discussion(&mut self, channel: ChatId, group: ChatId) -> Result<(), ImpossibleAction> {
        let kind =
            |id: ChatId| self.chats.get(&id).map(|place| place.kind).ok_or(ImpossibleAction::NoChat(id));
        match (kind(channel)?, kind(group)?) {
            (ChatKind::Channel, ChatKind::Supergroup { .. }) => {}
            _ => return no_right("a supergroup discusses a channel"),
        }
        for (one, other) in [(channel, group), (group, channel)] {
            if let Some(place) = self.chats.get_mut(&one) {
                place.linked = Some(other);
            }
        }
        Ok(())
    }
}

impl TelegramStandIn {
    /// Links a discussion group to a channel: each post from now on appears there as an automatic forward.
    #[track_caller]
    pub fn link_discussion(&self, channel: ChatId, group: ChatId) {
        expect_ok(self.write(|world| world.link_discussion(channel, group)));
    }
}
