//! Messages that the page offers: one for each kind of answer.

use super::admitad::SeedProduct;
use super::page::SampleMessage;

pub(super) fn samples(products: &[SeedProduct]) -> Vec<SampleMessage> {
    let page = |id: u64| format!("https://www.aliexpress.com/item/{id}.html");
    let sample = |label_en: &str, label_tr: &str, text: String| SampleMessage {
        label_en: label_en.to_owned(),
        label_tr: label_tr.to_owned(),
        text,
    };
    let twenty: Vec<String> = products.iter().take(20).map(|product| page(product.id)).collect();
    vec![
        sample("A product", "Bir ürün", page(1_005_009_000_000_012)),
        sample(
            "Share text with a price",
            "Fiyatlı paylaşım metni",
            "AliExpress'te bunu buldum: ₺1.234,56 | Kadın Yün Hırka\nhttps://a.aliexpress.com/_mWool01"
                .to_owned(),
        ),
        sample(
            "Short link to a store",
            "Mağazaya giden kısa bağlantı",
            "https://a.aliexpress.com/_9QTr4h".to_owned(),
        ),
        sample(
            "Product of a listed store",
            "Listedeki bir mağazanın ürünü",
            "https://www.aliexpress.com/store/product/Pressure-Cooker/1100900001_1005009000000038.html"
                .to_owned(),
        ),
        sample(
            "Page of a listed store",
            "Listedeki bir mağazanın sayfası",
            "https://www.aliexpress.com/store/1100900003".to_owned(),
        ),
        sample(
            "Somebody's shortened link",
            "Başkasının kısaltılmış bağlantısı",
            "https://fas.st/oThEr1".to_owned(),
        ),
        sample("Non-affiliate product", "Affiliate olmayan ürün", page(1_005_009_000_000_017)),
        sample("Hot product", "Hot ürün", page(1_005_009_000_000_032)),
        sample("Unknown product", "Bilinmeyen ürün", page(1_005_009_000_009_999)),
        sample(
            "Three at once",
            "Aynı anda üç ürün",
            format!(
                "$24.50 {}\n{}\n{}",
                page(1_005_009_000_000_002),
                page(1_005_009_000_000_038),
                page(1_005_009_000_000_050)
            ),
        ),
        sample("Twenty at once", "Aynı anda yirmi ürün", twenty.join("\n")),
        sample(
            "Lookalike address",
            "Sahte adres",
            "https://www.aliexpress.com.firsat.example/item/1005009000000012.html".to_owned(),
        ),
        sample(
            "Words of a post",
            "Bir gönderinin kelimeleri",
            "/check 1 alana 1 bedava! Linke tıklayana hediye 🎁".to_owned(),
        ),
    ]
}
