//! The first page of the settings card of a group or channel, and the names of the settings' values.

use super::context::ChatContext;
use crate::answer::side_by_side;
use crate::settings::{ChatMode, ChatSettings, LinkAccount, LinkPolicy, QuietHours};
use crate::telegram::callback::{CallbackData, ChatCardAction, ChatSettingValue, ChatSettingsPage};
use crate::telegram::cards::{Rows, language_name, on_or_off, setting_line, toggle};
use crate::telegram::update::User;
use crate::text::{Localizer, foreign_name};
use dealink_core::message::Message;

impl ChatContext<'_> {
    pub(super) async fn home_html(&self, localizer: &Localizer) -> String {
        let settings = &self.settings;
        let line = |key, value: String| setting_line(key, value, localizer);
        let title = Message::new("chats-title").with("title", self.title());
        let mut lines = vec![localizer.html(&title)];
        if settings.paused {
            lines.push(localizer.html(&Message::new("chats-is-paused")));
        }
        lines.push(match settings.owner {
            Some(owner) => line("chats-owner", self.owner_name(owner, localizer).await),
            None => localizer.text("chats-no-owner"),
        });
        lines.push(String::new());
        lines.push(line("chats-mode", localizer.text(self.mode_key(settings.mode))));
        if !settings.channel {
            lines.push(line("chats-whose", link_policy_text(settings, localizer)));
        }
        lines.push(line("chats-account", self.account_name(localizer)));
        lines.push(line("chats-subids", self.subids_text(localizer)));
        if !settings.channel {
            let template = match settings.template {
                Some(_) => "chats-template-own",
                None => "chats-template-usual",
            };
            lines.push(line("chats-template", localizer.text(template)));
            lines.push(line(
                "chats-repeat",
                duration_text(settings.repeat_window.0, "chats-repeat-never", localizer),
            ));
            lines.push(line(
                "chats-remove",
                duration_text(settings.remove_after.unwrap_or(0), "chats-remove-never", localizer),
            ));
            lines.push(line("chats-quiet", quiet_hours_text(settings.quiet_hours, localizer)));
        }
        let lang = settings.language.unwrap_or(self.app.default_language);
        lines.push(line("chats-language", language_name(lang, localizer)));
        if settings.channel {
            lines.push(line("chats-bots", on_or_off(settings.other_bots, localizer)));
        }
        lines.push(line("chats-figures", on_or_off(!settings.silent, localizer)));
        lines.join("\n")
    }

    pub(super) fn home_buttons(&self, localizer: &Localizer) -> Rows {
        use ChatSettingsPage as Page;
        let settings = &self.settings;
        let pages = [
            ("chats-button-mode", Page::Mode),
            ("chats-button-whose", Page::LinkPolicy),
            ("chats-button-account", Page::Account),
            ("chats-button-subids", Page::SubIds),
            ("chats-button-template", Page::Template),
            ("chats-button-repeat", Page::Repeat),
            ("chats-button-remove", Page::Remove),
            ("chats-button-quiet", Page::Quiet),
            ("chats-button-language", Page::Language),
            ("chats-button-rights", Page::Rights),
        ];
        let is_of_groups = |page| {
            matches!(page, Page::LinkPolicy | Page::Template | Page::Repeat | Page::Remove | Page::Quiet)
        };
        let pages = pages.into_iter().filter(|(_, page)| !settings.channel || !is_of_groups(*page));
        let pages = pages.map(|(key, page)| self.card_button(key, ChatCardAction::Show(page), localizer));
        let mut rows = side_by_side(pages.collect());
        if settings.owner.is_none() {
            let mine = ChatCardAction::Save(ChatSettingValue::OwnerLinks);
            rows.insert(0, vec![self.card_button("chats-account-mine", mine, localizer)]);
        }
        let save = |value| CallbackData::Chat(self.chat, ChatCardAction::Save(value));
        if settings.channel {
            let labels = ["chats-button-bots-on", "chats-button-bots-off"];
            let other_bots = |on| save(ChatSettingValue::OtherBots(on));
            rows.push(toggle(settings.other_bots, labels, other_bots, localizer));
        }
        let labels = ["chats-button-figures-on", "chats-button-figures-off"];
        rows.push(toggle(!settings.silent, labels, |on| save(ChatSettingValue::Figures(on)), localizer));
        if settings.paused {
            let resume = ChatCardAction::Save(ChatSettingValue::Resume);
            rows.push(vec![self.card_button("chats-button-resume", resume, localizer)]);
        }
        let forget = ChatCardAction::Show(Page::Forget);
        rows.push(vec![self.card_button("chats-button-forget", forget, localizer)]);
        rows
    }

    /// The name of the owner as Telegram tells it.
    async fn owner_name(&self, owner: u64, localizer: &Localizer) -> String {
        let Ok(member) = self.app.chat_member_cached(self.chat, owner).await else {
            return localizer.text("chats-owner-not-known");
        };
        let name = foreign_name(&member.user.as_ref().map(User::full_name).unwrap_or_default());
        match member.is_admin() {
            true => name,
            false => localizer.plain(&Message::new("chats-owner-former").with("name", name)),
        }
    }

    /// The key of a mode's name. A channel has a name of its own, because its posts are edited.
    pub(super) fn mode_key(&self, mode: ChatMode) -> &'static str {
        match mode {
            ChatMode::Reply if self.settings.channel => "chats-mode-edit",
            ChatMode::Reply => "chats-mode-reply",
            ChatMode::Repost if !self.settings.channel => "chats-mode-repost",
            ChatMode::Suggest if !self.settings.channel => "chats-mode-suggest",
            // A channel has no other modes.
            ChatMode::Off | ChatMode::Repost | ChatMode::Suggest => "chats-mode-off",
        }
    }

    pub(super) fn account_name(&self, localizer: &Localizer) -> String {
        localizer.text(match (self.settings.link_account, self.settings.owner) {
            (LinkAccount::Sender, _) => "chats-account-sender",
            (LinkAccount::Owner, Some(_)) => "chats-account-keeper",
            (LinkAccount::Owner, None) => "chats-account-nobody",
        })
    }

    pub(super) fn subids_text(&self, localizer: &Localizer) -> String {
        match self.settings.subids.as_slice() {
            [] => localizer.text("chats-subids-of-account"),
            patterns => patterns.join(" "),
        }
    }
}

pub(super) fn link_policy_key(policy: LinkPolicy) -> &'static str {
    match policy {
        LinkPolicy::Admins => "chats-whose-admins",
        LinkPolicy::Chosen => "chats-whose-chosen",
        LinkPolicy::All => "chats-whose-all",
    }
}

pub(super) fn link_policy_text(settings: &ChatSettings, localizer: &Localizer) -> String {
    let policy = localizer.text(link_policy_key(settings.link_policy));
    match settings.link_policy {
        LinkPolicy::Chosen => format!("{policy} ({})", settings.chosen_members.len()),
        LinkPolicy::Admins | LinkPolicy::All => policy,
    }
}

/// A number of minutes in words; for 0 the text with the key `never`.
pub(super) fn duration_text(minutes: u32, never: &'static str, localizer: &Localizer) -> String {
    let (key, count) = match minutes {
        0 => return localizer.text(never),
        1..60 => ("chats-minutes", minutes),
        60..1_440 => ("chats-hours", minutes / 60),
        _ => ("chats-days", minutes / 1_440),
    };
    localizer.plain(&Message::new(key).with("count", count))
}

pub(super) fn quiet_hours_text(quiet: Option<QuietHours>, localizer: &Localizer) -> String {
    match quiet {
        None => localizer.text("chats-quiet-off"),
        Some(QuietHours { from, until }) => format!("{from:02}:00–{until:02}:00"),
    }
}
