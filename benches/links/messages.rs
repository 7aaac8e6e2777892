//! The texts that are read: the labelled corpus, and chat messages without links.

use std::sync::LazyLock;

use dealink_links::unescape_line;

/// The name of a set, and its texts.
pub(crate) type MessageSet = (&'static str, Vec<&'static str>);

/// Texts with all kinds of links; a tenth of them has no AliExpress link.
static CORPUS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let rows = include_str!("../../tests/data/links.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| row.splitn(4, '\t').nth(3)).map(unescape_line).collect()
});

const CHATTER: [&str; 16] = [
    "ok",
    "Teşekkürler, dün geldi 👍",
    "Kargo ne zaman çıkar acaba? Üç gündür aynı yerde bekliyor.",
    "does anybody know whether the 65W one charges a laptop as well?",
    "İndirim kodu çalışmıyor, \"geçersiz\" diyor :(",
    "1.249 TL'ye almıştım, şimdi 1.599 olmuş...",
    "Bu hafta sonu için plan var mı?\nBen cumartesi boşum, pazar olmaz.",
    "haha evet aynen öyle",
    "Mavi olanın stoğu bitmiş; siyah ve beyaz var. Beden tablosuna bakın, bir beden büyük alın derim.",
    "I'd wait for the sale on 11.11, it was $12.99 last year and 20% off with coins",
    "@ayna_grup_yoneticisi bakar mısın, 3. sayfadaki 2.resim açılmıyor",
    "a.b.c diye yazmış, v1.2.3 sürümünde düzelmiş",
    "Порядок, спасибо! Жду посылку уже две недели...",
    "Merhaba,\n\nSipariş numaram 8190000000000001. İade ettim, para henüz yatmadı. Ne yapmam lazım?\n\nİyi günler",
    "not bad. not great either. 7/10",
    "📦📦📦 geldi geldi geldi!!! çok güzel 😍😍",
];

/// The sets, each repeated to this many messages.
pub(crate) fn message_sets(messages: usize) -> [MessageSet; 2] {
    [
        ("links", CORPUS.iter().map(String::as_str).cycle().take(messages).collect()),
        ("chatter", CHATTER.iter().copied().cycle().take(messages).collect()),
    ]
}
