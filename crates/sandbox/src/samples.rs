//! Messages and posts that the page offers to send (`samples.toml`, embedded).

use serde::Deserialize;

use super::page::{SampleMessage, SamplePost};

#[derive(Deserialize)]
pub(super) struct Samples {
    pub(super) messages: Vec<SampleMessage>,
    pub(super) posts: Vec<SamplePost>,
}

pub(super) fn samples() -> Samples {
    toml::from_str(include_str!("samples.toml")).expect("samples.toml is part of the program")
}

#[cfg(test)]
mod tests {
    use super::super::admitad::SeedProduct;
    use super::super::telegram::{TelegramOptions, TelegramStandIn};
    use super::*;

    #[test]
    fn every_sample_can_be_sent_and_its_products_are_seeded() {
        let telegram = TelegramStandIn::new(TelegramOptions::default());
        let ayse = telegram.add_user("Ayşe", "tr");
        let seeded: Vec<_> = super::super::admitad::products().iter().map(SeedProduct::page).collect();
        for sample in samples().posts {
            for posts in [sample.posts_en, sample.posts_tr] {
                telegram.try_publish(ayse, ayse, &posts).unwrap();
            }
        }
        for change in telegram.transcript(ayse) {
            let message = change.message().unwrap().to_string();
            for link in message.split("https://www.").skip(1) {
                let link = format!("https://www.{}.html", link.split(".html").next().unwrap());
                assert!(seeded.contains(&link), "{link}");
            }
        }
    }
}
