//! Settings that were confirmed survive a kill.

use super::{kill_and_start, next_message};
use crate::process_world::{ProcessWorld, SeededRandom, rounds};
use dealink::text::Texts;
use dealink_core::lang::Lang;
use dealink_core::message::{Argument, Message};
use dealink_core::money::Currency;
use dealink_program::TrafficSource;
use dealink_sandbox::telegram::ChatChange;

/// The settings that the presses so far must have left.
#[derive(Clone, Debug)]
pub(super) struct ExpectedSettings {
    language: Lang,
    traffic: Option<TrafficSource>,
    currency: Option<Currency>,
    short: bool,
    estimate: bool,
}

impl ExpectedSettings {
    pub(super) fn new(language: Lang) -> ExpectedSettings {
        ExpectedSettings { language, traffic: None, currency: None, short: false, estimate: true }
    }

    /// Changes a setting; returns the data of its button.
    pub(super) fn change(&mut self, chance: &mut SeededRandom) -> String {
        let switch = |on: bool| if on { "on" } else { "off" };
        match chance.below(5) {
            0 => {
                self.language = if self.language == Lang::Tr { Lang::En } else { Lang::Tr };
                format!("set:language:{}", self.language)
            }
            1 => {
                let others: Vec<_> =
                    TrafficSource::ALL.iter().filter(|source| Some(**source) != self.traffic).collect();
                let source = **chance.pick(&others);
                self.traffic = Some(source);
                format!("set:traffic:{source}")
            }
            2 => {
                self.currency = if self.currency.is_some() { None } else { Some(Currency::TRY) };
                let code = self.currency.as_ref().map_or("none", Currency::code);
                format!("set:currency:{code}")
            }
            3 => {
                self.short = !self.short;
                format!("set:short:{}", switch(self.short))
            }
            _ => {
                self.estimate = !self.estimate;
                format!("set:estimate:{}", switch(self.estimate))
            }
        }
    }

    /// Asserts that the settings card shows exactly these settings.
    pub(super) fn assert_shown(&self, card: &ChatChange, texts: &Texts) {
        let localizer = texts.localizer(self.language);
        let text = card.text();
        assert!(text.starts_with(&localizer.text("settings-title")), "{self:?}\n{card}");
        if let Some(source) = self.traffic {
            let name = localizer.format_value(&Argument::Term(source.key().to_owned()));
            assert!(text.contains(&name), "{self:?}\n{card}");
        }
        let currency = match self.currency {
            Some(currency) => currency.code().to_owned(),
            None => localizer.plain(&Message::new("settings-program-currency").with("code", "USD")),
        };
        let currency = localizer.plain(&Message::new("settings-currency").with("value", currency));
        assert!(text.contains(&currency), "{self:?}\n{card}");
        for (name, on) in [("short", self.short), ("estimate", self.estimate)] {
            let next = format!("set:{name}:{}", if on { "off" } else { "on" });
            let shown = card.buttons().concat().iter().any(|button| button["callback_data"] == next.as_str());
            assert!(shown, "{self:?}\n{card}");
        }
    }
}

/// Fault: `kill -9` right after a setting was confirmed.
/// Behaviour: the setting is there after the next start.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_confirmed_setting_survives() {
    let rounds = rounds("DEALINK_KILL_ROUNDS", 5);
    let mut chance = SeededRandom::new("a_confirmed_setting_survives");
    let texts = Texts::load().unwrap();
    let world = ProcessWorld::new().await;
    let telegram = world.telegram();
    let user = telegram.add_user("Deniz", "en");
    let mut bot = world.start();
    let mut chosen = ExpectedSettings::new(Lang::En);
    telegram.say(user, "/settings");
    let mut card = next_message(&world, user).await;
    for _ in 0..rounds {
        telegram.forge_press(user, card.message_id().unwrap(), &chosen.change(&mut chance));
        // The first of the note and the edited card is the confirmation.
        telegram.next_reply(user).await.unwrap();
        kill_and_start(&world, &mut bot);
        telegram.say(user, "/settings");
        card = next_message(&world, user).await;
        chosen.assert_shown(&card, &texts);
    }
    println!("settings: {rounds} kills, 0 settings lost");
}
