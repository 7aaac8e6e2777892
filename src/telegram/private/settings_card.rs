//! The person's settings card: a message that shows one page at a time.

use dealink_core::lang::Lang;
use dealink_core::message::{Argument, Message};
use dealink_network::tracking_link::SubIdSlot;
use dealink_program::{Permission, TrafficClass, TrafficSource};

use super::cards_common::show_card;
use super::context::PrivateContext;
use crate::answer::side_by_side;
use crate::settings::{ForeignLinks, Publisher, QuestionKind};
use crate::telegram::api::OutgoingMessage;
use crate::telegram::callback::{CURRENCIES, SettingValue, SettingsAction, SettingsPage};
use crate::telegram::cards::{
    self, Rows, button, choices, language_name, on_or_off, one_per_row, setting_line, toggle,
};
use crate::telegram::handler_error::Result;
use crate::telegram::update::CallbackQuery;
use crate::text::escape_html;

impl SettingValue {
    pub(super) fn apply(self, publisher: &mut Publisher) {
        match self {
            SettingValue::Language(lang) => publisher.language = Some(lang),
            SettingValue::Traffic(source) => publisher.traffic = Some(source),
            SettingValue::Currency(currency) => publisher.currency = currency,
            SettingValue::NoSubId => publisher.subid = None,
            SettingValue::NotJoined => publisher.joined = None,
            SettingValue::ShortLinks(on) => publisher.short_links = on,
            SettingValue::Estimate(on) => publisher.estimate = on,
            SettingValue::ForeignLinks(choice) => publisher.foreign_links = choice,
        }
    }

    pub(super) fn page_after(self) -> SettingsPage {
        match self {
            SettingValue::Traffic(_) => SettingsPage::Traffic,
            SettingValue::NoSubId => SettingsPage::SubId,
            SettingValue::NotJoined => SettingsPage::Joined,
            _ => SettingsPage::Home,
        }
    }
}

impl PrivateContext<'_> {
    pub(super) async fn handle_settings_action(
        &self,
        query: &CallbackQuery,
        action: SettingsAction,
    ) -> Result<()> {
        match action {
            SettingsAction::Show(page) => {
                self.answer_silently(query).await;
                show_card(self, query, &self.settings_card(page)).await
            }
            SettingsAction::Save(value) => {
                let publishers = &self.app.store.publishers;
                let publisher = publishers.update(self.user.id, |publisher| value.apply(publisher)).await?;
                // The change is on the disk now and may be shown. The language may have changed, too.
                let localizer = self.app.localizer_for(self.user, &publisher);
                let after = PrivateContext { publisher: &publisher, localizer, ..*self };
                after.answer_callback(query, "settings-saved").await;
                show_card(self, query, &after.settings_card(value.page_after())).await
            }
            SettingsAction::AskSubId => {
                self.answer_silently(query).await;
                let question = Message::new("chat-ask-subid").with("longest", SubIdSlot::SubId.max_chars());
                self.ask(&question, "chat-ask-subid-hint", None, QuestionKind::SubId).await
            }
            SettingsAction::AskJoined => {
                self.answer_silently(query).await;
                let question = Message::new("chat-ask-joined");
                self.ask(&question, "chat-ask-joined-hint", None, QuestionKind::Joined).await
            }
        }
    }

    pub(super) fn settings_card(&self, page: SettingsPage) -> OutgoingMessage {
        let (html, rows) = match page {
            SettingsPage::Home => {
                return OutgoingMessage::html(self.settings_html()).with_buttons(self.settings_buttons());
            }
            SettingsPage::Language => self.language_page(),
            SettingsPage::Traffic => self.traffic_page(),
            SettingsPage::Currency => self.currency_page(),
            SettingsPage::SubId => self.subid_page(),
            SettingsPage::ForeignLinks => self.foreign_links_page(),
            SettingsPage::Joined => self.joined_page(),
        };
        cards::page(html, rows, SettingsAction::Show(SettingsPage::Home), self.localizer)
    }

    fn settings_html(&self) -> String {
        let (publisher, localizer) = (self.publisher, self.localizer);
        let traffic = match publisher.traffic {
            Some(source) => self.traffic_source_name(source),
            None => localizer.text("settings-traffic-unset"),
        };
        let currency = match publisher.currency {
            Some(currency) => currency.code().to_owned(),
            None => self.program_currency_name(),
        };
        let subid = publisher.subid.clone().unwrap_or_else(|| localizer.text("settings-none"));
        let foreign_links = localizer.text(foreign_links_key(publisher.foreign_links));
        let line = |key, value: String| setting_line(key, value, localizer);
        [
            self.html_of("settings-title"),
            String::new(),
            line("settings-language", language_name(localizer.lang(), localizer)),
            line("settings-traffic", traffic),
            line("settings-currency", currency),
            line("settings-subid", subid),
            line("settings-short", on_or_off(publisher.short_links, localizer)),
            line("settings-estimate", on_or_off(publisher.estimate, localizer)),
            line("settings-others", foreign_links),
            line("settings-joined", self.joined_text()),
        ]
        .join("\n")
    }

    fn settings_buttons(&self) -> Rows {
        let (publisher, localizer) = (self.publisher, self.localizer);
        let page = |key, page| button(localizer.text(key), SettingsAction::Show(page));
        let short_links = ["settings-button-short-on", "settings-button-short-off"];
        let estimate = ["settings-button-estimate-on", "settings-button-estimate-off"];
        let save = SettingsAction::Save;
        vec![
            vec![
                page("settings-button-language", SettingsPage::Language),
                page("settings-button-traffic", SettingsPage::Traffic),
            ],
            vec![
                page("settings-button-currency", SettingsPage::Currency),
                page("settings-button-subid", SettingsPage::SubId),
            ],
            toggle(publisher.short_links, short_links, |on| save(SettingValue::ShortLinks(on)), localizer),
            vec![page("settings-button-others", SettingsPage::ForeignLinks)],
            vec![page("settings-button-joined", SettingsPage::Joined)],
            toggle(publisher.estimate, estimate, |on| save(SettingValue::Estimate(on)), localizer),
        ]
    }

    fn language_page(&self) -> (String, Rows) {
        let options = Lang::ALL.map(|lang| (lang, language_name(lang, self.localizer)));
        let chosen = self.localizer.lang();
        let buttons =
            choices(options, Some(&chosen), |lang| SettingsAction::Save(SettingValue::Language(lang)));
        (self.html_of("settings-language-choose"), one_per_row(buttons))
    }

    /// The program's traffic sources, each with its permission; the chosen source also with its consequences.
    fn traffic_page(&self) -> (String, Rows) {
        let program = self.app.deals.program();
        let localizer = self.localizer;
        let mut html = self.html_of("settings-traffic-choose");
        if let Some(source) = self.publisher.traffic {
            let permission = program.permission(source);
            let chosen = Message::new("settings-traffic-chosen")
                .with("mark", permission_mark(permission))
                .with("source", Argument::Term(source.key().to_owned()))
                .with("permission", Argument::Term(permission.key().to_owned()));
            html += &format!("\n\n{}", localizer.html(&chosen));
            for consequence in program.consequences(source) {
                html += &format!("\n• {}", localizer.html(&consequence));
            }
        }
        html += &format!("\n\n{}", self.traffic_classes());
        let options = TrafficSource::ALL.iter().map(|source| (*source, self.traffic_source_name(*source)));
        let buttons = choices(options, self.publisher.traffic.as_ref(), |source| {
            SettingsAction::Save(SettingValue::Traffic(source))
        });
        (html, side_by_side(buttons))
    }

    /// The rates of the four classes side by side, in a folded quotation.
    fn traffic_classes(&self) -> String {
        let (deals, localizer) = (&self.app.deals, self.localizer);
        let class = |(class, rules): (TrafficClass, Vec<Message>)| {
            let name = escape_html(&localizer.format_value(&Argument::Term(class.key().to_owned())));
            let rules: Vec<String> = rules.iter().map(|rule| format!("• {}", localizer.html(rule))).collect();
            format!("<b>{name}</b>\n{}", rules.join("\n"))
        };
        let classes: Vec<String> = deals.program().comparison(deals.today()).into_iter().map(class).collect();
        let heading = self.html_of("settings-traffic-classes");
        format!("<blockquote expandable>{heading}\n{}</blockquote>", classes.join("\n"))
    }

    fn currency_page(&self) -> (String, Rows) {
        let program = self.app.deals.program().currency();
        let save = |currency| SettingsAction::Save(SettingValue::Currency(currency));
        let chosen = self.publisher.currency;
        let others = CURRENCIES.into_iter().filter(|currency| *currency != program);
        let others = others.map(|currency| (Some(currency), currency.code().to_owned()));
        let rows = vec![
            choices([(None, self.program_currency_name())], Some(&chosen), save),
            choices(others, Some(&chosen), save),
        ];
        let html = Message::new("settings-currency-choose").with("code", program.code());
        (self.localizer.html(&html), rows)
    }

    fn foreign_links_page(&self) -> (String, Rows) {
        let options = [None, Some(ForeignLinks::Convert), Some(ForeignLinks::Leave)];
        let options = options.map(|choice| (choice, self.localizer.text(foreign_links_key(choice))));
        let buttons = choices(options, Some(&self.publisher.foreign_links), |choice| {
            SettingsAction::Save(SettingValue::ForeignLinks(choice))
        });
        (self.html_of("settings-others-choose"), one_per_row(buttons))
    }

    fn subid_page(&self) -> (String, Rows) {
        let value = self.publisher.subid.clone().unwrap_or_else(|| self.localizer.text("settings-none"));
        let remove = ("settings-button-subid-remove", SettingsAction::Save(SettingValue::NoSubId));
        let remove = self.publisher.subid.as_ref().map(|_| remove);
        let actions = [Some(("settings-button-subid-enter", SettingsAction::AskSubId)), remove];
        (setting_line("settings-subid-choose", value, self.localizer), self.action_rows(actions))
    }

    /// The day on which the ad space was approved into the program.
    fn joined_page(&self) -> (String, Rows) {
        let remove = ("settings-button-joined-remove", SettingsAction::Save(SettingValue::NotJoined));
        let remove = self.publisher.joined.map(|_| remove);
        let actions = [Some(("settings-button-joined-enter", SettingsAction::AskJoined)), remove];
        (
            setting_line("settings-joined-choose", self.joined_text(), self.localizer),
            self.action_rows(actions),
        )
    }

    fn action_rows(&self, actions: [Option<(&'static str, SettingsAction)>; 2]) -> Rows {
        let actions = actions.into_iter().flatten();
        actions.map(|(key, action)| vec![button(self.localizer.text(key), action)]).collect()
    }

    fn joined_text(&self) -> String {
        match self.publisher.joined {
            Some(day) => self.localizer.format_value(&Argument::Date(day)),
            None => self.localizer.text("settings-joined-unset"),
        }
    }

    fn program_currency_name(&self) -> String {
        let currency = self.app.deals.program().currency();
        self.localizer.plain(&Message::new("settings-program-currency").with("code", currency.code()))
    }

    /// The source's name with the mark of its permission.
    fn traffic_source_name(&self, source: TrafficSource) -> String {
        let mark = permission_mark(self.app.deals.program().permission(source));
        format!("{mark} {}", self.localizer.format_value(&Argument::Term(source.key().to_owned())))
    }
}

fn foreign_links_key(choice: Option<ForeignLinks>) -> &'static str {
    match choice {
        None => "settings-others-ask",
        Some(ForeignLinks::Convert) => "settings-others-convert",
        Some(ForeignLinks::Leave) => "settings-others-leave",
    }
}

fn permission_mark(permission: Permission) -> &'static str {
    match permission {
        Permission::Allowed => "✅",
        Permission::NeedsApproval => "🟡",
        Permission::Forbidden => "⛔",
        Permission::NotNamed | Permission::Unknown => "❔",
    }
}
