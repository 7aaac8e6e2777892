//! Elements that all cards share: pages, switches, choices, names of languages, the back button.

use dealink_core::lang::Lang;
use dealink_core::message::Message;

use super::api::{MessageButton, OutgoingMessage};
use super::callback::CallbackData;
use crate::text::Localizer;

pub(super) type Rows = Vec<Vec<MessageButton>>;

/// A button that sends its data to the bot.
pub(super) fn button(label: String, data: impl Into<CallbackData>) -> MessageButton {
    MessageButton::Press { label, data: data.into() }
}

/// A page of a card, with a button back to the page that `home` shows.
pub(super) fn page(
    html: String,
    mut rows: Rows,
    home: impl Into<CallbackData>,
    localizer: &Localizer,
) -> OutgoingMessage {
    rows.push(vec![back_button(home, localizer)]);
    OutgoingMessage::html(html).with_buttons(rows)
}

pub(super) fn back_button(home: impl Into<CallbackData>, localizer: &Localizer) -> MessageButton {
    button(localizer.text("settings-button-back"), home)
}

/// The button of a setting that is on or off, in a row of its own. `labels`: while the setting is on, and while it is off. `data`
/// makes the button's data from the state that a press sets.
pub(super) fn toggle<D: Into<CallbackData>>(
    is_on: bool,
    labels: [&'static str; 2],
    data: impl Fn(bool) -> D,
    localizer: &Localizer,
) -> Vec<MessageButton> {
    vec![button(localizer.text(labels[usize::from(!is_on)]), data(!is_on))]
}

/// A button for each option with its name; the chosen one is marked.
pub(super) fn choices<T: PartialEq, D: Into<CallbackData>>(
    options: impl IntoIterator<Item = (T, String)>,
    chosen: Option<&T>,
    data: impl Fn(T) -> D,
) -> Vec<MessageButton> {
    let option = |(value, name): (T, String)| {
        let label = if chosen == Some(&value) { format!("● {name}") } else { name };
        button(label, data(value))
    };
    options.into_iter().map(option).collect()
}

pub(super) fn one_per_row(buttons: Vec<MessageButton>) -> Rows {
    buttons.into_iter().map(|button| vec![button]).collect()
}

/// A line with the name and the value of a setting.
pub(super) fn setting_line(key: &'static str, value: String, localizer: &Localizer) -> String {
    localizer.html(&Message::new(key).with("value", value))
}

/// The state of a setting that is on or off.
pub(super) fn on_or_off(is_on: bool, localizer: &Localizer) -> String {
    localizer.text(if is_on { "settings-on" } else { "settings-off" })
}

pub(super) fn language_name(lang: Lang, localizer: &Localizer) -> String {
    localizer.text(match lang {
        Lang::Tr => "settings-language-tr",
        Lang::En => "settings-language-en",
    })
}
