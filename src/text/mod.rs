//! Localization: Turkish and English texts, numbers, money, HTML.
//!
//! The texts are in `locales/{tr,en}/*.ftl` and compiled in. Only this module turns a [`Message`] into text. Isolation marks are off,
//! because they would end up in URLs and copied amounts. Tests find missing keys and arguments.

mod days;
mod foreign;
mod html;
mod numbers;

use dealink_core::lang::Lang;
use dealink_core::message::{Argument, Message};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_decimal::prelude::ToPrimitive;

pub use days::parse_day;
pub use foreign::{foreign_name, foreign_text};
pub use html::{escape_html, html_length, html_to_plain, html_to_terminal};
pub use numbers::NumberFormat;

macro_rules! locale_files {
    ($lang:literal) => {
        locale_files!($lang:
            "numbers", "answer", "facts", "browse", "calculator", "card", "chat", "chats", "favourites", "settings",
            "program", "lists", "feeds", "operator", "exchange", "words")
    };
    ($lang:literal: $($name:literal),+) => {
        [$(include_str!(concat!("../../locales/", $lang, "/", $name, ".ftl"))),+]
    };
}

/// The locale files of a language cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[error("the texts of language {lang} cannot be loaded: {fault}")]
pub struct TextsError {
    lang: Lang,
    fault: String,
}

/// The localizers of both languages.
pub struct Texts {
    tr: Localizer,
    en: Localizer,
}

impl Texts {
    /// Loads the compiled-in locale files.
    ///
    /// # Errors
    /// A file that Fluent cannot parse, or a key that is defined twice. A test loads the compiled-in files.
    pub fn load() -> Result<Self, TextsError> {
        Ok(Texts {
            tr: Localizer::load(Lang::Tr, &locale_files!("tr"))?,
            en: Localizer::load(Lang::En, &locale_files!("en"))?,
        })
    }

    pub fn localizer(&self, lang: Lang) -> &Localizer {
        match lang {
            Lang::Tr => &self.tr,
            Lang::En => &self.en,
        }
    }
}

/// Turns messages into texts of one language.
pub struct Localizer {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
    numbers: NumberFormat,
}

impl Localizer {
    fn load(lang: Lang, files: &[&str]) -> Result<Self, TextsError> {
        let fault = |fault: String| TextsError { lang, fault };
        let id = lang.code().parse().map_err(|e| fault(format!("{e}")))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        for file in files {
            let resource = FluentResource::try_new((*file).to_owned())
                .map_err(|(_, errors)| fault(format!("{errors:?}")))?;
            bundle.add_resource(resource).map_err(|errors| fault(format!("{errors:?}")))?;
        }
        let numbers = NumberFormat::new(lang).map_err(fault)?;
        Ok(Localizer { lang, bundle, numbers })
    }

    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The message as Telegram HTML: tags of the locale file are kept, arguments are escaped.
    pub fn html(&self, message: &Message) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &message.args {
            match value {
                // A whole number below a thousand stays a number, so that a message can choose its plural form by it. Larger ones have one form
                // in both languages, and their digits are grouped.
                Argument::Number(number) if number.is_integer() && number.abs() < 1_000.into() => {
                    args.set(*name, FluentValue::from(number.to_i64().unwrap_or_default()));
                }
                other => args.set(*name, escape_html(&self.format_value(other))),
            }
        }
        self.format_pattern(message.key, Some(&args))
    }

    /// The message without markup, for buttons, menus, pop-ups and the command line.
    pub fn plain(&self, message: &Message) -> String {
        html_to_plain(&self.html(message))
    }

    /// The plain text of a message without arguments.
    pub fn text(&self, key: &'static str) -> String {
        self.plain(&Message::new(key))
    }

    /// The plain text of a message without arguments, by a key that is made at run time; `None` where there is none.
    pub fn find_text(&self, key: &str) -> Option<String> {
        self.has_text(key).then(|| html_to_plain(&self.format_pattern(key, None)))
    }

    /// Whether the language has this message.
    pub fn has_text(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// An argument as this language writes it.
    pub fn format_value(&self, value: &Argument) -> String {
        match value {
            Argument::Text(text) => text.clone(),
            Argument::Term(key) => self.format_pattern(key, None),
            Argument::Number(number) => self.numbers.format(*number),
            Argument::Percent(percent) => {
                let mut args = FluentArgs::new();
                args.set("number", self.numbers.format(percent.0.normalize()));
                self.format_pattern("number-percent", Some(&args))
            }
            Argument::Money(money) => {
                let money = money.rounded();
                let mut args = FluentArgs::new();
                args.set("amount", self.numbers.format(money.amount.abs()));
                args.set("code", money.currency.code().to_owned());
                let own = format!("number-money-{}", money.currency.code());
                let key = if self.has_text(&own) { own.as_str() } else { "number-money" };
                let text = self.format_pattern(key, Some(&args));
                if money.amount.is_sign_negative() && !money.amount.is_zero() {
                    format!("−{text}")
                } else {
                    text
                }
            }
            Argument::Date(date) => {
                let mut args = FluentArgs::new();
                args.set("day", date.day().to_string());
                args.set("year", date.year().to_string());
                args.set("month", self.format_pattern(&format!("number-month-{}", date.month()), None));
                self.format_pattern("number-date", Some(&args))
            }
        }
    }

    /// The text of a message. A missing one is shown by its key and logged, because an answer with a gap is better than none.
    fn format_pattern(&self, key: &str, args: Option<&FluentArgs>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, lang = %self.lang, "a text is missing");
            return format!("⟨{key}⟩");
        };
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut faults).into_owned();
        if !faults.is_empty() {
            tracing::error!(key, lang = %self.lang, ?faults, "a text lacks an argument");
        }
        text
    }
}

#[cfg(test)]
mod tests;
