//! The pages of the settings card of a group or channel.

use dealink_core::lang::Lang;
use dealink_core::message::Message;
use dealink_core::money::{Currency, Decimal, Money};
use dealink_links::ProductId;

use super::context::ChatContext;
use super::settings_home::{duration_text, link_policy_key, quiet_hours_text};
use super::subid_patterns;
use crate::answer::{PostTemplate, TEMPLATE_PLACEHOLDERS, public_post, side_by_side};
use crate::deals::PublicProduct;
use crate::settings::{ChatMode, LinkAccount, LinkPolicy, QuietHours};
use crate::telegram::api::{MessageButton, OutgoingMessage};
use crate::telegram::callback::{
    CallbackData, ChatCardAction, ChatSettingValue, ChatSettingsPage, REMOVAL_MINUTES, REPEAT_MINUTES,
};
use crate::telegram::cards::{self, Rows, choices, language_name, one_per_row, setting_line};

use crate::text::Localizer;

/// Quiet hours that are chosen with one press.
const QUIET_PRESETS: [QuietHours; 3] =
    [QuietHours { from: 23, until: 8 }, QuietHours { from: 0, until: 7 }, QuietHours { from: 22, until: 9 }];
/// The invented product of a template's preview.
const SAMPLE_PRODUCT: u64 = 1_005_009_000_000_012;

impl ChatContext<'_> {
    pub async fn render_page(&self, page: ChatSettingsPage, localizer: &Localizer) -> OutgoingMessage {
        let settings = &self.settings;
        let ask = |key| localizer.html(&Message::new(key));
        let (html, rows) = match page {
            ChatSettingsPage::Home => {
                return OutgoingMessage::html(self.home_html(localizer).await)
                    .with_buttons(self.home_buttons(localizer));
            }
            ChatSettingsPage::Mode => {
                let question = match settings.channel {
                    true => "chats-mode-choose-channel",
                    false => "chats-mode-choose",
                };
                let modes: &[ChatMode] = match settings.channel {
                    true => &[ChatMode::Off, ChatMode::Reply],
                    false => &[ChatMode::Off, ChatMode::Reply, ChatMode::Repost, ChatMode::Suggest],
                };
                let modes = modes.iter().map(|mode| (*mode, localizer.text(self.mode_key(*mode))));
                let buttons = self.choices(modes, &settings.mode, ChatSettingValue::Mode);
                (ask(question), one_per_row(buttons))
            }
            ChatSettingsPage::LinkPolicy => {
                let policies = [LinkPolicy::Admins, LinkPolicy::Chosen, LinkPolicy::All];
                let policies = policies.map(|policy| (policy, localizer.text(link_policy_key(policy))));
                let buttons = self.choices(policies, &settings.link_policy, ChatSettingValue::LinkPolicy);
                let count = Message::new("chats-whose-count").with("count", settings.chosen_members.len());
                let html = format!("{}\n\n{}", ask("chats-whose-choose"), localizer.html(&count));
                (html, one_per_row(buttons))
            }
            ChatSettingsPage::Account => self.account_page(localizer),
            ChatSettingsPage::Repeat => {
                let buttons = REPEAT_MINUTES
                    .map(|minutes| (minutes, duration_text(minutes, "chats-repeat-never", localizer)));
                let buttons = self.choices(buttons, &settings.repeat_window.0, ChatSettingValue::Repeat);
                (ask("chats-repeat-choose"), side_by_side(buttons))
            }
            ChatSettingsPage::Remove => {
                let now = settings.remove_after.unwrap_or(0);
                let buttons = REMOVAL_MINUTES
                    .map(|minutes| (minutes, duration_text(minutes, "chats-remove-never", localizer)));
                let buttons = self.choices(buttons, &now, ChatSettingValue::Remove);
                (ask("chats-remove-choose"), side_by_side(buttons))
            }
            ChatSettingsPage::Quiet => self.quiet_page(localizer),
            ChatSettingsPage::Language => {
                let languages = Lang::ALL.map(|lang| (Some(lang), language_name(lang, localizer)));
                let of_bot = (None, localizer.text("chats-language-bot"));
                let languages = languages.into_iter().chain([of_bot]);
                let buttons = self.choices(languages, &settings.language, ChatSettingValue::Language);
                (ask("chats-language-choose"), one_per_row(buttons))
            }
            ChatSettingsPage::Template => self.template_page(localizer),
            ChatSettingsPage::SubIds => self.subids_page(localizer),
            ChatSettingsPage::Rights => {
                let again = ChatCardAction::Show(ChatSettingsPage::Rights);
                let again = self.card_button("chats-button-again", again, localizer);
                (self.render_rights_card(localizer).await, vec![vec![again]])
            }
            ChatSettingsPage::Forget => {
                let question = Message::new("chats-forget-ask").with("title", self.title());
                let forget = self.card_button("chats-button-forget-yes", ChatCardAction::Forget, localizer);
                (localizer.html(&question), vec![vec![forget]])
            }
        };
        let home = CallbackData::Chat(self.chat, ChatCardAction::Show(ChatSettingsPage::Home));
        cards::page(html, rows, home, localizer)
    }

    pub(super) fn card_button(
        &self,
        key: &'static str,
        action: ChatCardAction,
        localizer: &Localizer,
    ) -> MessageButton {
        cards::button(localizer.text(key), CallbackData::Chat(self.chat, action))
    }

    /// Buttons that each save one value of a setting.
    fn choices<T: PartialEq>(
        &self,
        options: impl IntoIterator<Item = (T, String)>,
        chosen: &T,
        value: impl Fn(T) -> ChatSettingValue,
    ) -> Vec<MessageButton> {
        let save = |option| CallbackData::Chat(self.chat, ChatCardAction::Save(value(option)));
        choices(options, Some(chosen), save)
    }

    fn account_page(&self, localizer: &Localizer) -> (String, Rows) {
        let question = setting_line("chats-account-choose", self.account_name(localizer), localizer);
        // This button chooses the links of the person who presses it. Any admin may press it, not only the owner, so it is never marked
        // as chosen.
        let mine = ChatCardAction::Save(ChatSettingValue::OwnerLinks);
        let mine = self.card_button("chats-account-mine", mine, localizer);
        let of_sender = (LinkAccount::Sender, localizer.text("chats-account-sender"));
        let of_sender =
            self.choices([of_sender], &self.settings.link_account, |_| ChatSettingValue::SenderLinks);
        (question, vec![vec![mine], of_sender])
    }

    fn quiet_page(&self, localizer: &Localizer) -> (String, Rows) {
        let now = self.settings.quiet_hours;
        let question = setting_line("chats-quiet-choose", quiet_hours_text(now, localizer), localizer);
        let option = |quiet| (quiet, quiet_hours_text(quiet, localizer));
        let mut rows = vec![self.choices([option(None)], &now, ChatSettingValue::Quiet)];
        let presets = QUIET_PRESETS.map(|quiet| option(Some(quiet)));
        rows.extend(side_by_side(self.choices(presets, &now, ChatSettingValue::Quiet)));
        // Each press moves one end by an hour.
        if let Some(QuietHours { from, until }) = now {
            let step = |key, from, until| {
                let quiet = Some(QuietHours { from, until });
                let save = ChatCardAction::Save(ChatSettingValue::Quiet(quiet));
                self.card_button(key, save, localizer)
            };
            rows.push(vec![
                step("chats-quiet-from-earlier", hour_before(from, until), until),
                step("chats-quiet-from-later", hour_after(from, until), until),
            ]);
            rows.push(vec![
                step("chats-quiet-until-earlier", from, hour_before(until, from)),
                step("chats-quiet-until-later", from, hour_after(until, from)),
            ]);
        }
        (question, rows)
    }

    fn template_page(&self, localizer: &Localizer) -> (String, Rows) {
        let placeholders = TEMPLATE_PLACEHOLDERS.map(|place| format!("<code>{place}</code>")).join(" · ");
        let html = format!(
            "{}\n{placeholders}\n\n{}",
            localizer.html(&Message::new("chats-template-about")),
            self.template_preview(&self.load_template(), localizer)
        );
        let enter = ("chats-button-template-enter", ChatCardAction::AskTemplate);
        let default = ChatCardAction::Save(ChatSettingValue::DefaultTemplate);
        let default = self.settings.template.is_some().then_some(("chats-button-template-usual", default));
        (html, self.action_rows([Some(enter), default], localizer))
    }

    /// What a post by this template looks like, with an invented product.
    pub(super) fn template_preview(&self, template: &PostTemplate, localizer: &Localizer) -> String {
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
        let preview = localizer.html(&Message::new("chats-template-preview"));
        format!("{preview}\n<blockquote>{post}</blockquote>")
    }

    fn subids_page(&self, localizer: &Localizer) -> (String, Rows) {
        let placeholders =
            subid_patterns::PLACEHOLDERS.map(|place| format!("<code>{place}</code>")).join(" · ");
        let about = setting_line("chats-subids-about", self.subids_text(localizer), localizer);
        let label = Message::new("chats-subids-label").with("label", self.settings.label.clone());
        let html = format!("{about}\n{placeholders}\n\n{}", localizer.html(&label));
        let enter = ("chats-button-subids-enter", ChatCardAction::AskSubIds);
        let remove = ChatCardAction::Save(ChatSettingValue::NoSubIds);
        let remove = (!self.settings.subids.is_empty()).then_some(("chats-button-subids-remove", remove));
        (html, self.action_rows([Some(enter), remove], localizer))
    }

    fn action_rows(
        &self,
        actions: [Option<(&'static str, ChatCardAction)>; 2],
        localizer: &Localizer,
    ) -> Rows {
        let actions = actions.into_iter().flatten();
        one_per_row(actions.map(|(key, action)| self.card_button(key, action, localizer)).collect())
    }
}

/// The hour before, but never `other`: quiet hours from an hour to the same hour would be empty.
fn hour_before(hour: u8, other: u8) -> u8 {
    let before = |hour: u8| (hour + 23) % 24;
    if before(hour) == other { before(other) } else { before(hour) }
}

/// The hour after, but never `other`.
fn hour_after(hour: u8, other: u8) -> u8 {
    let after = |hour: u8| (hour + 1) % 24;
    if after(hour) == other { after(other) } else { after(hour) }
}
