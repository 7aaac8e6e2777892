//! Single cases: how words are folded, and which words are quoted.

use dealink_program::ConductRule::{self, *};
use dealink_program::TrafficSource;
use jiff::civil::date;

use super::words;
use crate::lists::{List, ListEntries, ListKind, Lists, LiveLists};
use crate::words::{LiveWords, Words};

fn found(words: &Words, text: &str, source: TrafficSource) -> Vec<(ConductRule, String)> {
    words.check(text, source).into_iter().map(|finding| (finding.rule, finding.quote)).collect()
}

fn messenger(words: &Words, text: &str) -> Vec<(ConductRule, String)> {
    found(words, text, TrafficSource::Messenger)
}

#[test]
fn the_words_are_quoted_as_written_and_in_order() {
    let text = "🎁 TIKLA KAZAN!\nKulaklık — “1 alana 1 BEDAVA”";
    let found = words().check(text, TrafficSource::Messenger);
    let quotes: Vec<(ConductRule, &str)> = found.iter().map(|it| (it.rule, it.quote.as_str())).collect();
    assert_eq!(quotes, [(Incentive, "TIKLA KAZAN"), (Misleading, "1 alana 1 BEDAVA")]);
    assert!(found.iter().all(|it| text[it.span.clone()] == it.quote));
}

#[test]
fn the_same_words_are_told_once() {
    let words = &words();
    assert_eq!(messenger(words, "Bedava telefon! BEDAVA TELEFON! bedava telefon").len(), 1);
    assert_eq!(messenger(words, "Bedava telefon! Ücretsiz saat alın!").len(), 2);
}

#[test]
fn dressing_hides_nothing() {
    let words = &words();
    for text in [
        "gizli ürün",
        "GİZLİ ÜRÜN",
        "GIZLI URUN",
        "gizli 🤫 ürün",
        "G-İ-Z-L-İ ürün",
        "g i z l i  ürün",
        "𝐆𝐢𝐳𝐥𝐢 𝐮𝐫𝐮𝐧",
        "ｇｉｚｌｉ ürün",
        "g1zl1 ürün",
        "giz\u{200B}li ürün",
        "gizliiii ürün",
        "gіzlі ürün",
        "gi\u{307}zli\u{307} u\u{308}ru\u{308}n",
        "#GizliÜrün",
        "gizli ürün'ler",
    ] {
        let rules: Vec<ConductRule> = messenger(words, text).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(rules, [HiddenProduct], "{text}");
    }
}

#[test]
fn percentages_and_amounts_are_one_thing_however_they_are_written() {
    let words = &words();
    for text in
        ["%10 geri ödeme", "10% geri ödeme", "% 10 geri ödeme", "yüzde 10 geri ödeme", "get 10 percent back"]
    {
        assert_eq!(messenger(words, text).len(), 1, "{text}");
    }
    for text in ["Telefon 0 TL'ye", "Telefon 0TL", "Telefon ₺0,00", "Telefon sıfır lira", "Phone for $0"]
    {
        assert_eq!(messenger(words, text).len(), 1, "{text}");
    }
    for text in ["Telefon 100 TL", "Telefon 0,99 TL", "Phone for $0.99", "Kargo 0 TL", "%10 indirim"] {
        assert_eq!(messenger(words, text), [], "{text}");
    }
}

#[test]
fn what_is_said_not_to_be_offered_is_no_finding() {
    let words = &words();
    for text in [
        "Çekiliş yok",
        "Bu bir çekiliş değildir",
        "No giveaway, no cashback",
        "This is not a giveaway",
        "Gizli ürün satmıyoruz",
        "Kendi linkinizden alışveriş yapmak yasak",
        "Kendi linkinizden alışveriş yapmayın",
        "Do not click on random popups",
        "Replika değil",
        "We do not offer any cashback",
    ] {
        assert_eq!(messenger(words, text), [], "{text}");
    }
    for text in ["Yok böyle bir fırsat: çekiliş!", "Şaka değil, bedava telefon", "No joke, free phone"]
    {
        assert_eq!(messenger(words, text).len(), 1, "{text}");
    }
}

#[test]
fn brand_words_matter_in_search_advertising_alone() {
    let words = &words();
    let sem = |text: &str| found(words, text, TrafficSource::Sem);
    assert_eq!(sem("AliExpress'ten indirim"), [(BrandSem, "AliExpress'ten".to_owned())]);
    assert_eq!(sem("Alibaba Group"), [(BrandSem, "Alibaba Group".to_owned())]);
    assert_eq!(sem("Ali-Express sale, aliexspress").len(), 2);
    assert_eq!(found(words, "tmall", TrafficSource::BrandBidding).len(), 1);
    assert_eq!(sem("https://www.aliexpress.com/item/1005009000000012.html ve aliexpress.com"), []);
    assert_eq!(messenger(words, "AliExpress, Taobao, Alibaba Group"), []);
}

#[test]
fn who_tells_of_a_search_campaign_on_the_brand_has_one() {
    let words = &words();
    for text in [
        "Google Ads'te “aliexpress indirim” kelimesine teklif veriyorum",
        "We run search ads on Taobao and send the traffic here",
        "Bidding on aliexspress works",
    ] {
        let rules: Vec<ConductRule> = messenger(words, text).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(rules, [BrandSem], "{text}");
    }
    for text in [
        "Do not bid on AliExpress in search ads",
        "Search AliExpress for the keyword “desk lamp”",
        "AliExpress bugün özel bir teklif veriyor",
        "Google'da aramayın, AliExpress linki burada",
    ] {
        assert_eq!(messenger(words, text), [], "{text}");
    }
    let sem = found(words, "Do not bid on AliExpress", TrafficSource::Sem);
    assert_eq!(
        sem,
        [(BrandSem, "AliExpress".to_owned())],
        "in a campaign's own text a negation excuses nothing"
    );
}

#[test]
fn cashback_may_promise_money_back_and_nothing_else() {
    let words = &words();
    let cashback = |text: &str| found(words, text, TrafficSource::Cashback);
    for text in ["%5 cashback", "We refund 5% of your order", "Alışverişinizin %5'ini geri ödüyoruz"] {
        assert_eq!(cashback(text), [], "{text}");
        assert_eq!(messenger(words, text).len(), 1, "{text}");
    }
    assert_eq!(cashback("Linke tıklayana hediye").len(), 1);
}

#[test]
fn banned_keywords_are_whole_words_with_their_endings() {
    let banned = ["Ucuz Dünya", "kupon+", "pro", "", "!"].map(str::to_owned);
    let words = &words().with_banned(&banned, None);
    let quotes =
        |text: &str| -> Vec<String> { messenger(words, text).into_iter().map(|(_, quote)| quote).collect() };
    assert_eq!(quotes("UCUZ DÜNYA'dan, ucuz-dunya, kuponlar"), ["UCUZ DÜNYA'dan", "kuponlar"]);
    assert_eq!(quotes("Pro kulaklık"), ["Pro"]);
    assert_eq!(quotes("ucuz du\u{308}nya"), ["ucuz du\u{308}nya"]);
    assert_eq!(quotes("profesyonel promosyon, kuponmatik, ucuz bir dünya"), Vec::<String>::new());
    assert_eq!(found(words, "kupon", TrafficSource::Sem), [(BannedKeyword, "kupon".to_owned())]);
}

#[test]
fn another_list_takes_the_place_of_the_first() {
    let list = |word: &str, day| {
        let entries = ListEntries::Keywords(vec![word.to_owned()]);
        Lists::default()
            .with_list(ListKind::BannedKeywords, Some(List { date: date(2026, 11, day), entries }))
    };
    let live = LiveLists::default();
    live.replace(list("kupon", 1));
    let force = LiveWords::new(&words(), live.clone());
    assert_eq!(messenger(&force.current(), "kupon ve bedava telefon").len(), 2);
    live.replace(list("rozet", 2));
    assert_eq!(messenger(&force.current(), "kupon ve rozet"), [(BannedKeyword, "rozet".to_owned())]);
    assert_eq!(force.current().banned_date(), Some(date(2026, 11, 2)));
    live.replace(Lists::default());
    assert_eq!(
        (messenger(&force.current(), "kupon ve rozet").len(), force.current().banned_date()),
        (0, None)
    );
}

#[test]
fn a_long_text_of_beginnings_is_read_in_time() {
    let words = &words();
    for piece in
        ["kendi linkimden ", "buy my own ", "ilanda ama ", "b e d a v ", "%10 geri ", "a", "1 alana "]
    {
        let text = piece.repeat(24_000 / piece.len());
        let begun = std::time::Instant::now();
        words.check(&text, TrafficSource::Sem);
        let (long, begun) = (begun.elapsed(), std::time::Instant::now());
        words.check(&text[..text.len() / piece.len() / 8 * piece.len()], TrafficSource::Sem);
        let short = begun.elapsed();
        // Eight times the text; quadratic growth would take sixty-four times as long.
        assert!(long < short * 30 + std::time::Duration::from_millis(200), "{piece}: {short:?}, {long:?}");
    }
}
