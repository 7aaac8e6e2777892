//! The pages of a chat's settings card.

use super::context::ChatContext;
use super::settings_card::card_button;
use super::subid_patterns;
use crate::answer::{PostTemplate, TEMPLATE_PLACEHOLDERS, public_post, side_by_side};
use crate::deals::PublicProduct;
use crate::settings::{ChatMode, LinkAccount, LinkPolicy, QuietHours};
use crate::telegram::api::{MessageButton, OutgoingMessage};
use crate::text::{Localizer, escape_html};
use dealink_core::lang::Lang;
use dealink_core::message::Message;
use dealink_core::money::{Currency, Decimal, Money};
use dealink_links::ProductId;

/// A page of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChatSettingsPage {
    Home,
    Mode,
    Whose,
    Account,
    Repeat,
    Remove,
    Quiet,
    Language,
    Template,
    SubIds,
    Rights,
    Forget,
}

const PAGES: [(ChatSettingsPage, &str); 12] = [
    (ChatSettingsPage::Home, "home"),
    (ChatSettingsPage::Mode, "mode"),
    (ChatSettingsPage::Whose, "whose"),
    (ChatSettingsPage::Account, "account"),
    (ChatSettingsPage::Repeat, "repeat"),
    (ChatSettingsPage::Remove, "remove"),
    (ChatSettingsPage::Quiet, "quiet"),
    (ChatSettingsPage::Language, "language"),
    (ChatSettingsPage::Template, "template"),
    (ChatSettingsPage::SubIds, "subids"),
    (ChatSettingsPage::Rights, "rights"),
    (ChatSettingsPage::Forget, "forget"),
];

impl ChatSettingsPage {
    pub(super) fn from_name(name: &str) -> Option<ChatSettingsPage> {
        PAGES.iter().find(|(_, known)| *known == name).map(|(page, _)| *page)
    }
}

/// Modes, what a button carries for them, and the keys of their names.
pub(super) const MODES: [(ChatMode, &str, &str); 4] = [
    (ChatMode::Off, "off", "chats-mode-off"),
    (ChatMode::Reply, "reply", "chats-mode-reply"),
    (ChatMode::Repost, "repost", "chats-mode-repost"),
    (ChatMode::Suggest, "suggest", "chats-mode-suggest"),
];
/// The two that channels have.
const CHANNEL_MODES: [(ChatMode, &str, &str); 2] =
    [(ChatMode::Off, "off", "chats-mode-off"), (ChatMode::Reply, "reply", "chats-mode-edit")];
pub(super) const LINK_POLICIES: [(LinkPolicy, &str, &str); 3] = [
    (LinkPolicy::Admins, "admins", "chats-whose-admins"),
    (LinkPolicy::Chosen, "chosen", "chats-whose-chosen"),
    (LinkPolicy::All, "all", "chats-whose-all"),
];
/// Minutes for which a product is not answered again.
pub(super) const REPEAT_MINUTES: [u32; 6] = [0, 15, 60, 360, 1_440, 10_080];
/// Minutes after which an answer is removed; 0 keeps it. Where the bot has no right to delete, Telegram lets it take back its own
/// messages for two days.
pub(super) const REMOVAL_MINUTES: [u32; 6] = [0, 5, 30, 60, 360, 1_440];
/// Quiet hours that are chosen with one press.
const QUIET_PRESETS: [QuietHours; 3] =
    [QuietHours { from: 23, until: 8 }, QuietHours { from: 0, until: 7 }, QuietHours { from: 22, until: 9 }];
/// The product of a template's preview; invented.
const SAMPLE_PRODUCT: u64 = 1_005_009_000_000_012;

pub(super) fn value_named<T: Copy>(all: &[(T, &str, &str)], name: &str) -> Option<T> {
    all.iter().find(|(_, known, _)| *known == name).map(|(value, ..)| *value)
}

fn key_of<T: PartialEq>(all: &[(T, &'static str, &'static str)], value: &T) -> &'static str {
    all.iter().find(|(known, ..)| known == value).map_or("settings-none", |(.., key)| key)
}

impl ChatContext<'_> {
    pub(super) async fn render_page(&self, page: ChatSettingsPage, speak: &Localizer) -> OutgoingMessage {
        let (html, rows) = match page {
            ChatSettingsPage::Home => return self.render_home(speak),
            ChatSettingsPage::Mode if self.settings.channel => self.render_choice(
                "chats-mode-choose-channel",
                &CHANNEL_MODES,
                "mode",
                &self.settings.mode,
                speak,
            ),
            ChatSettingsPage::Mode => {
                self.render_choice("chats-mode-choose", &MODES, "mode", &self.settings.mode, speak)
            }
            ChatSettingsPage::Whose => {
                let (mut html, rows) = self.render_choice(
                    "chats-whose-choose",
                    &LINK_POLICIES,
                    "whose",
                    &self.settings.link_policy,
                    speak,
                );
                let count =
                    Message::new("chats-whose-count").with("count", self.settings.chosen_members.len());
                html = format!("{html}\n\n{}", speak.html(&count));
                (html, rows)
            }
            ChatSettingsPage::Account => self.render_account(speak),
            ChatSettingsPage::Repeat => {
                let now = self.settings.repeat_window.0;
                self.render_minutes(
                    "chats-repeat-choose",
                    "chats-repeat-never",
                    &REPEAT_MINUTES,
                    "repeat",
                    now,
                    speak,
                )
            }
            ChatSettingsPage::Remove => {
                let now = self.settings.remove_after.unwrap_or(0);
                self.render_minutes(
                    "chats-remove-choose",
                    "chats-remove-never",
                    &REMOVAL_MINUTES,
                    "remove",
                    now,
                    speak,
                )
            }
            ChatSettingsPage::Quiet => self.render_quiet_hours(speak),
            ChatSettingsPage::Language => self.render_language(speak),
            ChatSettingsPage::Template => self.render_template(speak),
            ChatSettingsPage::SubIds => self.render_subids(speak),
            ChatSettingsPage::Rights => (
                self.render_rights_card(speak).await,
                vec![vec![self.page_button("chats-button-again", "rights", speak)]],
            ),
            ChatSettingsPage::Forget => (
                speak.html(&Message::new("chats-forget-ask").with("title", self.settings.title.clone())),
                vec![vec![self.page_button("chats-button-forget-yes", "forget:yes", speak)]],
            ),
        };
        let mut rows = rows;
        rows.push(vec![self.page_button("settings-button-back", "home", speak)]);
        card_message(html, rows)
    }

    fn page_button(&self, key: &'static str, data: &str, speak: &Localizer) -> MessageButton {
        card_button(self.chat, speak.text(key), data)
    }

    fn render_home(&self, speak: &Localizer) -> OutgoingMessage {
        let settings = &self.settings;
        let line = |key, value: String| speak.html(&Message::new(key).with("value", value));
        let modes: &[(ChatMode, &str, &str)] = if settings.channel { &CHANNEL_MODES } else { &MODES };
        let mode = modes.iter().find(|(mode, ..)| *mode == settings.mode);
        let mode = speak.text(mode.map_or("chats-mode-off", |(.., key)| *key));
        let mut lines = vec![speak.html(&Message::new("chats-title").with("title", settings.title.clone()))];
        if settings.paused {
            lines.push(speak.html(&Message::new("chats-is-paused")));
        }
        lines.push(String::new());
        lines.push(line("chats-mode", mode));
        if !settings.channel {
            let mut whose = speak.text(key_of(&LINK_POLICIES, &settings.link_policy));
            if settings.link_policy == LinkPolicy::Chosen {
                whose = format!("{whose} ({})", settings.chosen_members.len());
            }
            lines.push(line("chats-whose", whose));
        }
        lines.push(line("chats-account", self.account_name(speak)));
        lines.push(line("chats-subids", self.subids_text(speak)));
        if !settings.channel {
            let template =
                if settings.template.is_some() { "chats-template-own" } else { "chats-template-usual" };
            lines.push(line("chats-template", speak.text(template)));
            lines.push(line(
                "chats-repeat",
                self.duration_text(settings.repeat_window.0, "chats-repeat-never", speak),
            ));
            let removal = settings.remove_after.unwrap_or(0);
            lines.push(line("chats-remove", self.duration_text(removal, "chats-remove-never", speak)));
            lines.push(line("chats-quiet", quiet_hours_text(settings.quiet_hours, speak)));
        }
        lines.push(line("chats-language", self.language_name(speak)));
        let on = |on: bool| speak.text(if on { "settings-on" } else { "settings-off" });
        if settings.channel {
            lines.push(line("chats-bots", on(settings.other_bots)));
        }
        lines.push(line("chats-figures", on(!settings.silent)));
        let mut buttons = vec![self.page_button("chats-button-mode", "mode", speak)];
        if !settings.channel {
            buttons.push(self.page_button("chats-button-whose", "whose", speak));
        }
        buttons.push(self.page_button("chats-button-account", "account", speak));
        buttons.push(self.page_button("chats-button-subids", "subids", speak));
        if !settings.channel {
            buttons.push(self.page_button("chats-button-template", "template", speak));
            buttons.push(self.page_button("chats-button-repeat", "repeat", speak));
            buttons.push(self.page_button("chats-button-remove", "remove", speak));
            buttons.push(self.page_button("chats-button-quiet", "quiet", speak));
        }
        buttons.push(self.page_button("chats-button-language", "language", speak));
        buttons.push(self.page_button("chats-button-rights", "rights", speak));
        let mut rows = side_by_side(buttons);
        let toggle = |on: bool, key_on, key_off, data: &str| {
            let data = format!("{data}:{}", if on { "off" } else { "on" });
            vec![self.page_button(if on { key_on } else { key_off }, &data, speak)]
        };
        if settings.channel {
            rows.push(toggle(settings.other_bots, "chats-button-bots-on", "chats-button-bots-off", "bots"));
        }
        rows.push(toggle(!settings.silent, "chats-button-figures-on", "chats-button-figures-off", "figures"));
        if settings.paused {
            rows.push(vec![self.page_button("chats-button-resume", "resume", speak)]);
        }
        rows.push(vec![self.page_button("chats-button-forget", "forget", speak)]);
        card_message(lines.join("\n"), rows)
    }

    fn render_choice<T: PartialEq>(
        &self,
        question: &'static str,
        all: &[(T, &'static str, &'static str)],
        data: &str,
        now: &T,
        speak: &Localizer,
    ) -> (String, Vec<Vec<MessageButton>>) {
        let row = |(value, name, key): &(T, &'static str, &'static str)| {
            let label = choice_label(speak.text(key), value == now);
            vec![card_button(self.chat, label, &format!("{data}:{name}"))]
        };
        (speak.html(&Message::new(question)), all.iter().map(row).collect())
    }

    fn render_account(&self, speak: &Localizer) -> (String, Vec<Vec<MessageButton>>) {
        let of_senders = self.settings.link_account == LinkAccount::Sender;
        let now = Message::new("chats-account-choose").with("value", self.account_name(speak));
        let rows = vec![
            vec![self.page_button("chats-account-mine", "account:mine", speak)],
            vec![card_button(
                self.chat,
                choice_label(speak.text("chats-account-sender"), of_senders),
                "account:sender",
            )],
        ];
        (speak.html(&now), rows)
    }

    fn account_name(&self, speak: &Localizer) -> String {
        match (self.settings.link_account, self.settings.owner) {
            (LinkAccount::Sender, _) => speak.text("chats-account-sender"),
            (LinkAccount::Owner, Some(_)) => speak.text("chats-account-keeper"),
            (LinkAccount::Owner, None) => speak.text("chats-account-nobody"),
        }
    }

    fn render_minutes(
        &self,
        question: &'static str,
        never: &'static str,
        all: &[u32],
        data: &str,
        now: u32,
        speak: &Localizer,
    ) -> (String, Vec<Vec<MessageButton>>) {
        let button = |minutes: &u32| {
            let label = choice_label(self.duration_text(*minutes, never, speak), *minutes == now);
            card_button(self.chat, label, &format!("{data}:{minutes}"))
        };
        (speak.html(&Message::new(question)), side_by_side(all.iter().map(button).collect()))
    }

    /// A number of minutes in words.
    fn duration_text(&self, minutes: u32, never: &'static str, speak: &Localizer) -> String {
        let (key, count) = match minutes {
            0 => return speak.text(never),
            1..60 => ("chats-minutes", minutes),
            60..1_440 => ("chats-hours", minutes / 60),
            _ => ("chats-days", minutes / 1_440),
        };
        speak.plain(&Message::new(key).with("count", count))
    }

    fn render_quiet_hours(&self, speak: &Localizer) -> (String, Vec<Vec<MessageButton>>) {
        let now = self.settings.quiet_hours;
        let question = Message::new("chats-quiet-choose").with("value", quiet_hours_text(now, speak));
        let hours = |quiet: QuietHours| format!("quiet:{}-{}", quiet.from, quiet.until);
        let mut rows = vec![vec![card_button(
            self.chat,
            choice_label(speak.text("chats-quiet-off"), now.is_none()),
            "quiet:off",
        )]];
        let ready = QUIET_PRESETS.iter().map(|quiet| {
            card_button(
                self.chat,
                choice_label(quiet_hours_text(Some(*quiet), speak), now == Some(*quiet)),
                &hours(*quiet),
            )
        });
        rows.extend(side_by_side(ready.collect()));
        // From hour to hour, one step at a time.
        if let Some(QuietHours { from, until }) = now {
            // From an hour up to the same is no time at all.
            let (before, after) = (|hour: u8| (hour + 23) % 24, |hour: u8| (hour + 1) % 24);
            let earlier = |hour: u8, other: u8| {
                if before(hour) == other { before(other) } else { before(hour) }
            };
            let later = |hour: u8, other: u8| if after(hour) == other { after(other) } else { after(hour) };
            let step = |label: &'static str, quiet: QuietHours| self.page_button(label, &hours(quiet), speak);
            rows.push(vec![
                step("chats-quiet-from-earlier", QuietHours { from: earlier(from, until), until }),
                step("chats-quiet-from-later", QuietHours { from: later(from, until), until }),
            ]);
            rows.push(vec![
                step("chats-quiet-until-earlier", QuietHours { from, until: earlier(until, from) }),
                step("chats-quiet-until-later", QuietHours { from, until: later(until, from) }),
            ]);
        }
        (speak.html(&question), rows)
    }

    fn render_language(&self, speak: &Localizer) -> (String, Vec<Vec<MessageButton>>) {
        let now = self.settings.language;
        let row = |lang: Lang| {
            let key = language_key(lang);
            vec![card_button(
                self.chat,
                choice_label(speak.text(key), now == Some(lang)),
                &format!("language:{lang}"),
            )]
        };
        let mut rows = Lang::ALL.map(row).to_vec();
        let of_bot = choice_label(speak.text("chats-language-bot"), now.is_none());
        rows.push(vec![card_button(self.chat, of_bot, "language:bot")]);
        (speak.html(&Message::new("chats-language-choose")), rows)
    }

    fn language_name(&self, speak: &Localizer) -> String {
        speak.text(language_key(self.settings.language.unwrap_or(self.app.default_language)))
    }

    fn render_template(&self, speak: &Localizer) -> (String, Vec<Vec<MessageButton>>) {
        let places = TEMPLATE_PLACEHOLDERS.map(|place| format!("<code>{place}</code>")).join(" · ");
        let html = format!(
            "{}\n{places}\n\n{}",
            speak.html(&Message::new("chats-template-about")),
            self.template_preview(&self.load_template(), speak)
        );
        let mut rows = vec![vec![self.page_button("chats-button-template-enter", "template:ask", speak)]];
        if self.settings.template.is_some() {
            rows.push(vec![self.page_button("chats-button-template-usual", "template:usual", speak)]);
        }
        (html, rows)
    }

    /// What a post by this template looks like, with an invented product.
    pub(super) fn template_preview(&self, template: &PostTemplate, speak: &Localizer) -> String {
        let Ok(product) = ProductId::try_from(SAMPLE_PRODUCT) else { return String::new() };
        let dollars = |cents: i64| Some(Money::new(Decimal::new(cents, 2), Currency::USD));
        let sample = PublicProduct {
            product,
            title: Some(self.localizer.text("chats-sample-title")),
            page: product.canonical_url(),
            link: Some(product.canonical_url()),
            picture: None,
            price: dollars(2_490),
            old_price: dollars(4_980),
            discount: Some(50),
        };
        let post = public_post(&sample, template, self.localizer).map(|post| post.html).unwrap_or_default();
        format!("{}\n<blockquote>{post}</blockquote>", speak.html(&Message::new("chats-template-preview")))
    }

    fn render_subids(&self, speak: &Localizer) -> (String, Vec<Vec<MessageButton>>) {
        let places = subid_patterns::PLACEHOLDERS.map(|place| format!("<code>{place}</code>")).join(" · ");
        let about = Message::new("chats-subids-about").with("value", self.subids_text(speak));
        let label = Message::new("chats-subids-label").with("label", self.settings.label.clone());
        let html = format!("{}\n{places}\n\n{}", speak.html(&about), speak.html(&label));
        let mut rows = vec![vec![self.page_button("chats-button-subids-enter", "subids:ask", speak)]];
        if !self.settings.subids.is_empty() {
            rows.push(vec![self.page_button("chats-button-subids-remove", "subids:none", speak)]);
        }
        (html, rows)
    }

    fn subids_text(&self, speak: &Localizer) -> String {
        match self.settings.subids.as_slice() {
            [] => speak.text("chats-subids-of-account"),
            patterns => patterns.join(" "),
        }
    }
}

fn quiet_hours_text(quiet: Option<QuietHours>, speak: &Localizer) -> String {
    match quiet {
        None => speak.text("chats-quiet-off"),
        Some(QuietHours { from, until }) => format!("{from:02}:00–{until:02}:00"),
    }
}

fn language_key(lang: Lang) -> &'static str {
    match lang {
        Lang::Tr => "settings-language-tr",
        Lang::En => "settings-language-en",
    }
}

fn card_message(html: String, rows: Vec<Vec<MessageButton>>) -> OutgoingMessage {
    OutgoingMessage::html(html).with_buttons(rows)
}

fn choice_label(label: String, is: bool) -> String {
    if is { format!("● {label}") } else { label }
}

/// A pattern as it is shown.
pub(super) fn patterns_html(patterns: &[String]) -> String {
    escape_html(&patterns.join(" "))
}
