//! Posts that the page offers: one for each form in which publishers send their posts to the bot.

use dealink_core::lang::Lang;
use serde_json::json;

use super::page::SamplePost;
use super::telegram::{ForwardOrigin, MediaKind, UserPost};

/// The page of a product of the seed.
fn page(id: u64) -> String {
    format!("https://www.aliexpress.com/item/{id}.html")
}

const CARDIGAN: u64 = 1_005_009_000_000_012;
const SHIRT: u64 = 1_005_009_000_000_013;
const MOKA: u64 = 1_005_009_000_000_015;
const CUSHION: u64 = 1_005_009_000_000_010;
const LAMP: u64 = 1_005_009_000_000_035;
const KEYBOARD: u64 = 1_005_009_000_000_002;
const SPEAKERS: u64 = 1_005_009_000_000_006;

pub(super) fn sample_posts() -> Vec<SamplePost> {
    let sample = |label_en: &str, label_tr: &str, posts: fn(Lang) -> Vec<UserPost>| SamplePost {
        label_en: label_en.to_owned(),
        label_tr: label_tr.to_owned(),
        posts_en: posts(Lang::En),
        posts_tr: posts(Lang::Tr),
    };
    vec![
        sample(
            "Forwarded channel post, photo and two links",
            "İletilen kanal gönderisi, fotoğraf ve iki bağlantı",
            channel,
        ),
        sample("Album of three photos", "Üç fotoğraflı albüm", album),
        sample("Document with a caption", "Açıklamalı dosya", document),
        sample("Formatted text with hidden links", "Gizli bağlantı içeren biçimli metin", formatted),
        sample("Post with /subid at its end", "Sonunda /subid olan gönderi", with_subid),
    ]
}

fn channel(lang: Lang) -> Vec<UserPost> {
    let (title, wool, moka, ends, button) = if lang == Lang::Tr {
        ("Günün Fırsatları", "Kadın Yün Hırka", "Moka Pot, 6 Fincan", "Fırsat bu gece biter.", "Kanala git")
    } else {
        (
            "Deals of the Day",
            "Women's Wool Cardigan",
            "Moka Pot, 6 Cups",
            "The offer ends tonight.",
            "Open the channel",
        )
    };
    let text = format!("🔥 {wool}\n{}\n\n☕ {moka}\n{}\n\n{ends}", page(CARDIGAN), page(MOKA));
    vec![
        UserPost::media(MediaKind::Photo, &text)
            .mark("bold", wool)
            .mark("bold", moka)
            .mark("italic", ends)
            .forwarded(ForwardOrigin::channel(title, "gunun_firsatlari"))
            .button(button, "https://t.me/gunun_firsatlari"),
    ]
}

fn album(lang: Lang) -> Vec<UserPost> {
    let (head, names) = if lang == Lang::Tr {
        ("Salon için üç öneri", ["Yastık kılıfı", "Masa lambası", "Hoparlör çifti"])
    } else {
        ("Three ideas for the living room", ["Cushion cover", "Table lamp", "Speaker pair"])
    };
    let mut text = head.to_owned();
    for (name, id) in names.iter().zip([CUSHION, LAMP, SPEAKERS]) {
        text.push_str(&format!("\n{name}: {}", page(id)));
    }
    let photo = |caption: &str| UserPost::media(MediaKind::Photo, caption);
    vec![photo(&text).mark("bold", head), photo(""), photo("")]
}

fn document(lang: Lang) -> Vec<UserPost> {
    let (text, name) = if lang == Lang::Tr {
        ("Fiyat listesi ekte. En çok sorulan klavye:", "fiyat-listesi.pdf")
    } else {
        ("The price list is attached. The keyboard most people ask for:", "price-list.pdf")
    };
    vec![UserPost::media(MediaKind::Document, &format!("{text}\n{}", page(KEYBOARD))).with_file_name(name)]
}

fn formatted(lang: Lang) -> Vec<UserPost> {
    let [head, wool, shirt, note, secret, code] = if lang == Lang::Tr {
        [
            "Haftanın seçimleri",
            "yün hırka",
            "kadife gömlek",
            "Kalıbı dardır.\nBir beden büyük alın.\nRenkler ekranda farklı görünebilir.\nİade 15 gün içinde.",
            "Geçen hafta daha pahalıydı.",
            "HIRKA5",
        ]
    } else {
        [
            "Picks of the week",
            "wool cardigan",
            "corduroy shirt",
            "Sizes run small.\nTake one size up.\nColours may differ on your screen.\nReturns within 15 days.",
            "It cost more last week.",
            "WOOL5",
        ]
    };
    let text = format!("{head} ✨\n• {wool}\n• {shirt}\n{note}\n{secret}\n{code}");
    vec![
        UserPost::text(&text)
            .mark("bold", head)
            .mark("underline", head)
            .link(wool, &page(CARDIGAN))
            .link(shirt, &page(SHIRT))
            .mark("expandable_blockquote", note)
            .mark("spoiler", secret)
            .mark("code", code)
            .mark_with(json!({"type": "custom_emoji", "custom_emoji_id": "5368324170671202286"}), "✨"),
    ]
}

fn with_subid(lang: Lang) -> Vec<UserPost> {
    let words = if lang == Lang::Tr { "Bu lambayı çok sevdik" } else { "We love this lamp" };
    vec![UserPost::media(MediaKind::Photo, &format!("{words}\n{}\n/subid bahar_vitrin", page(LAMP)))]
}

#[cfg(test)]
mod tests {
    use super::super::telegram::{TelegramOptions, TelegramStandIn};
    use super::*;

    #[test]
    fn every_sample_can_be_sent_and_its_products_are_seeded() {
        let telegram = TelegramStandIn::new(TelegramOptions::default());
        let ayse = telegram.add_user("Ayşe", "tr");
        let seeded: Vec<_> =
            super::super::admitad::products().iter().map(|product| page(product.id)).collect();
        for sample in sample_posts() {
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
