//! The pages of a chat's settings card.

use super::card::press;
use super::{Gathering, subids};
use crate::answer::{Button, TEMPLATE_PIECES, Template, public_post, side_by_side};
use crate::deals::Listed;
use crate::store::{LinksOf, Mode, Quiet, Whose};
use crate::telegram::keyboard::markup;
use crate::telegram::send::Outgoing;
use crate::text::{Speaker, escape};
use dealink_core::lang::Lang;
use dealink_core::message::Sentence;
use dealink_core::money::{Currency, Decimal, Money};
use dealink_links::ProductId;

/// A page of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
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

const PAGES: [(Page, &str); 12] = [
    (Page::Home, "home"),
    (Page::Mode, "mode"),
    (Page::Whose, "whose"),
    (Page::Account, "account"),
    (Page::Repeat, "repeat"),
    (Page::Remove, "remove"),
    (Page::Quiet, "quiet"),
    (Page::Language, "language"),
    (Page::Template, "template"),
    (Page::SubIds, "subids"),
    (Page::Rights, "rights"),
    (Page::Forget, "forget"),
];

impl Page {
    pub(super) fn named(name: &str) -> Option<Page> {
        PAGES.iter().find(|(_, known)| *known == name).map(|(page, _)| *page)
    }
}

/// Modes, what a button carries for them, and the keys of their names.
pub(super) const MODES: [(Mode, &str, &str); 4] = [
    (Mode::Off, "off", "chats-mode-off"),
    (Mode::Reply, "reply", "chats-mode-reply"),
    (Mode::Repost, "repost", "chats-mode-repost"),
    (Mode::Suggest, "suggest", "chats-mode-suggest"),
];
/// The two that channels have.
const CHANNEL_MODES: [(Mode, &str, &str); 2] =
    [(Mode::Off, "off", "chats-mode-off"), (Mode::Reply, "reply", "chats-mode-edit")];
pub(super) const WHOSE: [(Whose, &str, &str); 3] = [
    (Whose::Admins, "admins", "chats-whose-admins"),
    (Whose::Chosen, "chosen", "chats-whose-chosen"),
    (Whose::All, "all", "chats-whose-all"),
];
/// Minutes for which a product is not answered again.
pub(super) const REPEATS: [u32; 6] = [0, 15, 60, 360, 1_440, 10_080];
/// Minutes after which an answer is removed; 0 keeps it. Where the bot has no right to delete, Telegram lets it take back its own
/// messages for two days.
pub(super) const REMOVALS: [u32; 6] = [0, 5, 30, 60, 360, 1_440];
/// Quiet hours that are chosen with one press.
const HOURS: [Quiet; 3] =
    [Quiet { from: 23, until: 8 }, Quiet { from: 0, until: 7 }, Quiet { from: 22, until: 9 }];
/// The product of a template's preview; invented.
const SAMPLE: u64 = 1_005_009_000_000_012;

pub(super) fn named<T: Copy>(all: &[(T, &str, &str)], name: &str) -> Option<T> {
    all.iter().find(|(_, known, _)| *known == name).map(|(value, ..)| *value)
}

fn key_of<T: PartialEq>(all: &[(T, &'static str, &'static str)], value: &T) -> &'static str {
    all.iter().find(|(known, ..)| known == value).map_or("settings-none", |(.., key)| key)
}

impl Gathering<'_> {
    pub(super) async fn page(&self, page: Page, speak: &Speaker) -> Outgoing {
        let (html, rows) = match page {
            Page::Home => return self.home(speak),
            Page::Mode if self.settings.channel => {
                self.choice("chats-mode-choose-channel", &CHANNEL_MODES, "mode", &self.settings.mode, speak)
            }
            Page::Mode => self.choice("chats-mode-choose", &MODES, "mode", &self.settings.mode, speak),
            Page::Whose => {
                let (mut html, rows) =
                    self.choice("chats-whose-choose", &WHOSE, "whose", &self.settings.whose, speak);
                let count = Sentence::new("chats-whose-count").with("count", self.settings.chosen.len());
                html = format!("{html}\n\n{}", speak.html(&count));
                (html, rows)
            }
            Page::Account => self.account(speak),
            Page::Repeat => {
                let now = self.settings.repeat.0;
                self.minutes("chats-repeat-choose", "chats-repeat-never", &REPEATS, "repeat", now, speak)
            }
            Page::Remove => {
                let now = self.settings.remove_after.unwrap_or(0);
                self.minutes("chats-remove-choose", "chats-remove-never", &REMOVALS, "remove", now, speak)
            }
            Page::Quiet => self.quiet_page(speak),
            Page::Language => self.language_page(speak),
            Page::Template => self.template_page(speak),
            Page::SubIds => self.subids_page(speak),
            Page::Rights => (
                self.rights_card(speak).await,
                vec![vec![self.button("chats-button-again", "rights", speak)]],
            ),
            Page::Forget => (
                speak.html(&Sentence::new("chats-forget-ask").with("title", self.settings.title.clone())),
                vec![vec![self.button("chats-button-forget-yes", "forget:yes", speak)]],
            ),
        };
        let mut rows = rows;
        rows.push(vec![self.button("settings-button-back", "home", speak)]);
        card(html, rows)
    }

    fn button(&self, key: &'static str, data: &str, speak: &Speaker) -> Button {
        press(self.chat, speak.word(key), data)
    }

    fn home(&self, speak: &Speaker) -> Outgoing {
        let settings = &self.settings;
        let line = |key, value: String| speak.html(&Sentence::new(key).with("value", value));
        let modes: &[(Mode, &str, &str)] = if settings.channel { &CHANNEL_MODES } else { &MODES };
        let mode = modes.iter().find(|(mode, ..)| *mode == settings.mode);
        let mode = speak.word(mode.map_or("chats-mode-off", |(.., key)| *key));
        let mut lines = vec![speak.html(&Sentence::new("chats-title").with("title", settings.title.clone()))];
        if settings.paused {
            lines.push(speak.html(&Sentence::new("chats-is-paused")));
        }
        lines.push(String::new());
        lines.push(line("chats-mode", mode));
        if !settings.channel {
            let mut whose = speak.word(key_of(&WHOSE, &settings.whose));
            if settings.whose == Whose::Chosen {
                whose = format!("{whose} ({})", settings.chosen.len());
            }
            lines.push(line("chats-whose", whose));
        }
        lines.push(line("chats-account", self.account_name(speak)));
        lines.push(line("chats-subids", self.subids_words(speak)));
        if !settings.channel {
            let template =
                if settings.template.is_some() { "chats-template-own" } else { "chats-template-usual" };
            lines.push(line("chats-template", speak.word(template)));
            lines.push(line("chats-repeat", self.span(settings.repeat.0, "chats-repeat-never", speak)));
            let removal = settings.remove_after.unwrap_or(0);
            lines.push(line("chats-remove", self.span(removal, "chats-remove-never", speak)));
            lines.push(line("chats-quiet", quiet_words(settings.quiet, speak)));
        }
        lines.push(line("chats-language", self.language_name(speak)));
        let on = |on: bool| speak.word(if on { "settings-on" } else { "settings-off" });
        if settings.channel {
            lines.push(line("chats-bots", on(settings.other_bots)));
        }
        lines.push(line("chats-figures", on(!settings.silent)));
        let mut buttons = vec![self.button("chats-button-mode", "mode", speak)];
        if !settings.channel {
            buttons.push(self.button("chats-button-whose", "whose", speak));
        }
        buttons.push(self.button("chats-button-account", "account", speak));
        buttons.push(self.button("chats-button-subids", "subids", speak));
        if !settings.channel {
            buttons.push(self.button("chats-button-template", "template", speak));
            buttons.push(self.button("chats-button-repeat", "repeat", speak));
            buttons.push(self.button("chats-button-remove", "remove", speak));
            buttons.push(self.button("chats-button-quiet", "quiet", speak));
        }
        buttons.push(self.button("chats-button-language", "language", speak));
        buttons.push(self.button("chats-button-rights", "rights", speak));
        let mut rows = side_by_side(buttons);
        let toggle = |on: bool, key_on, key_off, data: &str| {
            let data = format!("{data}:{}", if on { "off" } else { "on" });
            vec![self.button(if on { key_on } else { key_off }, &data, speak)]
        };
        if settings.channel {
            rows.push(toggle(settings.other_bots, "chats-button-bots-on", "chats-button-bots-off", "bots"));
        }
        rows.push(toggle(!settings.silent, "chats-button-figures-on", "chats-button-figures-off", "figures"));
        if settings.paused {
            rows.push(vec![self.button("chats-button-resume", "resume", speak)]);
        }
        rows.push(vec![self.button("chats-button-forget", "forget", speak)]);
        card(lines.join("\n"), rows)
    }

    fn choice<T: PartialEq>(
        &self,
        question: &'static str,
        all: &[(T, &'static str, &'static str)],
        data: &str,
        now: &T,
        speak: &Speaker,
    ) -> (String, Vec<Vec<Button>>) {
        let row = |(value, name, key): &(T, &'static str, &'static str)| {
            let label = chosen(speak.word(key), value == now);
            vec![press(self.chat, label, &format!("{data}:{name}"))]
        };
        (speak.html(&Sentence::new(question)), all.iter().map(row).collect())
    }

    fn account(&self, speak: &Speaker) -> (String, Vec<Vec<Button>>) {
        let of_senders = self.settings.account == LinksOf::Sender;
        let now = Sentence::new("chats-account-choose").with("value", self.account_name(speak));
        let rows = vec![
            vec![self.button("chats-account-mine", "account:mine", speak)],
            vec![press(self.chat, chosen(speak.word("chats-account-sender"), of_senders), "account:sender")],
        ];
        (speak.html(&now), rows)
    }

    fn account_name(&self, speak: &Speaker) -> String {
        match (self.settings.account, self.settings.keeper) {
            (LinksOf::Sender, _) => speak.word("chats-account-sender"),
            (LinksOf::Keeper, Some(_)) => speak.word("chats-account-keeper"),
            (LinksOf::Keeper, None) => speak.word("chats-account-nobody"),
        }
    }

    fn minutes(
        &self,
        question: &'static str,
        never: &'static str,
        all: &[u32],
        data: &str,
        now: u32,
        speak: &Speaker,
    ) -> (String, Vec<Vec<Button>>) {
        let button = |minutes: &u32| {
            let label = chosen(self.span(*minutes, never, speak), *minutes == now);
            press(self.chat, label, &format!("{data}:{minutes}"))
        };
        (speak.html(&Sentence::new(question)), side_by_side(all.iter().map(button).collect()))
    }

    /// A number of minutes in words.
    fn span(&self, minutes: u32, never: &'static str, speak: &Speaker) -> String {
        let (key, count) = match minutes {
            0 => return speak.word(never),
            1..60 => ("chats-minutes", minutes),
            60..1_440 => ("chats-hours", minutes / 60),
            _ => ("chats-days", minutes / 1_440),
        };
        speak.plain(&Sentence::new(key).with("count", count))
    }

    fn quiet_page(&self, speak: &Speaker) -> (String, Vec<Vec<Button>>) {
        let now = self.settings.quiet;
        let question = Sentence::new("chats-quiet-choose").with("value", quiet_words(now, speak));
        let hours = |quiet: Quiet| format!("quiet:{}-{}", quiet.from, quiet.until);
        let mut rows =
            vec![vec![press(self.chat, chosen(speak.word("chats-quiet-off"), now.is_none()), "quiet:off")]];
        let ready = HOURS.iter().map(|quiet| {
            press(self.chat, chosen(quiet_words(Some(*quiet), speak), now == Some(*quiet)), &hours(*quiet))
        });
        rows.extend(side_by_side(ready.collect()));
        // From hour to hour, one step at a time.
        if let Some(Quiet { from, until }) = now {
            // From an hour up to the same is no time at all.
            let (before, after) = (|hour: u8| (hour + 23) % 24, |hour: u8| (hour + 1) % 24);
            let earlier = |hour: u8, other: u8| {
                if before(hour) == other { before(other) } else { before(hour) }
            };
            let later = |hour: u8, other: u8| if after(hour) == other { after(other) } else { after(hour) };
            let step = |label: &'static str, quiet: Quiet| self.button(label, &hours(quiet), speak);
            rows.push(vec![
                step("chats-quiet-from-earlier", Quiet { from: earlier(from, until), until }),
                step("chats-quiet-from-later", Quiet { from: later(from, until), until }),
            ]);
            rows.push(vec![
                step("chats-quiet-until-earlier", Quiet { from, until: earlier(until, from) }),
                step("chats-quiet-until-later", Quiet { from, until: later(until, from) }),
            ]);
        }
        (speak.html(&question), rows)
    }

    fn language_page(&self, speak: &Speaker) -> (String, Vec<Vec<Button>>) {
        let now = self.settings.language;
        let row = |lang: Lang| {
            let key = language_key(lang);
            vec![press(self.chat, chosen(speak.word(key), now == Some(lang)), &format!("language:{lang}"))]
        };
        let mut rows = Lang::ALL.map(row).to_vec();
        let of_bot = chosen(speak.word("chats-language-bot"), now.is_none());
        rows.push(vec![press(self.chat, of_bot, "language:bot")]);
        (speak.html(&Sentence::new("chats-language-choose")), rows)
    }

    fn language_name(&self, speak: &Speaker) -> String {
        speak.word(language_key(self.settings.language.unwrap_or(self.desk.default_language)))
    }

    fn template_page(&self, speak: &Speaker) -> (String, Vec<Vec<Button>>) {
        let places = TEMPLATE_PIECES.map(|place| format!("<code>{place}</code>")).join(" · ");
        let html = format!(
            "{}\n{places}\n\n{}",
            speak.html(&Sentence::new("chats-template-about")),
            self.previewed(&self.template(), speak)
        );
        let mut rows = vec![vec![self.button("chats-button-template-enter", "template:ask", speak)]];
        if self.settings.template.is_some() {
            rows.push(vec![self.button("chats-button-template-usual", "template:usual", speak)]);
        }
        (html, rows)
    }

    /// What a post by this template looks like, with an invented product.
    pub(super) fn previewed(&self, template: &Template, speak: &Speaker) -> String {
        let Ok(product) = ProductId::try_from(SAMPLE) else { return String::new() };
        let dollars = |cents: i64| Some(Money::new(Decimal::new(cents, 2), Currency::USD));
        let sample = Listed {
            product,
            title: Some(self.speak.word("chats-sample-title")),
            page: product.canonical(),
            link: Some(product.canonical()),
            picture: None,
            price: dollars(2_490),
            old_price: dollars(4_980),
            discount: Some(50),
        };
        let post = public_post(&sample, template, self.speak).map(|post| post.html).unwrap_or_default();
        format!("{}\n<blockquote>{post}</blockquote>", speak.html(&Sentence::new("chats-template-preview")))
    }

    fn subids_page(&self, speak: &Speaker) -> (String, Vec<Vec<Button>>) {
        let places = subids::PLACES.map(|place| format!("<code>{place}</code>")).join(" · ");
        let about = Sentence::new("chats-subids-about").with("value", self.subids_words(speak));
        let label = Sentence::new("chats-subids-label").with("label", self.settings.label.clone());
        let html = format!("{}\n{places}\n\n{}", speak.html(&about), speak.html(&label));
        let mut rows = vec![vec![self.button("chats-button-subids-enter", "subids:ask", speak)]];
        if !self.settings.subids.is_empty() {
            rows.push(vec![self.button("chats-button-subids-remove", "subids:none", speak)]);
        }
        (html, rows)
    }

    fn subids_words(&self, speak: &Speaker) -> String {
        match self.settings.subids.as_slice() {
            [] => speak.word("chats-subids-of-account"),
            patterns => patterns.join(" "),
        }
    }
}

fn quiet_words(quiet: Option<Quiet>, speak: &Speaker) -> String {
    match quiet {
        None => speak.word("chats-quiet-off"),
        Some(Quiet { from, until }) => format!("{from:02}:00–{until:02}:00"),
    }
}

fn language_key(lang: Lang) -> &'static str {
    match lang {
        Lang::Tr => "settings-language-tr",
        Lang::En => "settings-language-en",
    }
}

fn card(html: String, rows: Vec<Vec<Button>>) -> Outgoing {
    Outgoing { html, keyboard: Some(markup(&rows)), ..Outgoing::default() }
}

fn chosen(label: String, is: bool) -> String {
    if is { format!("● {label}") } else { label }
}

/// A pattern as it is shown.
pub(super) fn shown(patterns: &[String]) -> String {
    escape(&patterns.join(" "))
}
