# Hot ürünler ve arama sonuçları, satır içi sonuçlar ve herkese açık gönderiler.
browse-title-hot = 🔥 <b>Hot ürünler</b>
browse-title-hot-words = 🔥 <b>Hot ürünler: “{ $words }”</b>
browse-title-words = 🔎 <b>Arama: “{ $words }”</b>
browse-title-all = 🔎 <b>Tüm ürünler</b>
browse-count = { $count ->
    [one] 1 ürün bulundu.
   *[other] { $count } ürün bulundu; komisyonu en yüksek olanlar önce gelir.
}
browse-filters = Filtreler: { $items }
browse-filter-category = tek kategori
browse-filter-earning = komisyon en az { $money }
browse-filter-rate = oran en az { $rate }
browse-filter-discount = indirim en az { $discount }
browse-price-between = { $low } – { $high }
browse-price-from = en az { $low }
browse-price-to = en çok { $high }

browse-earning-unknown = komisyon bilinmiyor
browse-hot = Hot { $rate }
browse-hot-unpaid = Hot { $rate }, size ödeneceği kesin değil
browse-price-discount = { $price } ({ $discount } indirim)
browse-post-discount = { $price } ({ $discount } indirim)
browse-store-list = Mağaza bir listede yer alıyor: { $list } ({ $date })
browse-no-link = Şu anda affiliate bağlantısı oluşturulamadı.
browse-feed = “{ $feed }” ürün akışı, { $date }
browse-unpaid = Bu sayfadaki { $count } ürün komisyon kazandırmadığı için gösterilmedi.
browse-price-ignored = Bu para biriminin kuru şu anda bilinmediği için fiyat filtresi uygulanmadı.
browse-legend-copy = 📋 bağlantıyı kopyala
browse-legend-details = 🔎 ayrıntılar
browse-legend-post = 📣 bir sohbette paylaş

browse-page = { $page } / { $pages }
browse-button-category = 📂 Kategori
browse-button-price = 🏷 Fiyat
browse-button-earning = 💵 Komisyon
browse-button-clear = ✖ Filtreleri kaldır
browse-button-type = ✏️ Kendiniz girin
browse-category-choice = { $name } ({ $total })
browse-choose-category = Hangi kategori?
browse-no-categories = Bu ürünlerin kategorisi belirtilmemiş.
browse-choose-price = Hangi fiyat aralığı?
browse-choose-earning = Bir sipariş en az ne kadar komisyon kazandırsın?
browse-any-category = Tüm kategoriler
browse-any-price = Tüm fiyatlar
browse-any-earning = Tüm komisyonlar

browse-ask-price = Hangi fiyat aralığı? Örneğin: 10-25, 25+ veya -10. Para birimi yazmazsanız { $currency } kabul ederim. Vazgeçmek için herhangi bir komut gönderin.
browse-ask-price-hint = 10-25
browse-ask-price-again = Bunu fiyat aralığı olarak okuyamadım. Örneğin: 10-25, 25+ veya -10; para birimi yazılmazsa { $currency }.
browse-ask-earning = Bir sipariş en az ne kadar komisyon kazandırsın? Örneğin: 2,50. Tutar { $currency } cinsindendir. Vazgeçmek için herhangi bir komut gönderin.
browse-ask-earning-hint = 2,50
browse-ask-earning-again = Bunu tutar olarak okuyamadım. Örneğin: 2,50 ({ $currency }).
browse-earning-currency = En az komisyon { $currency } cinsindendir; lütfen tutarı bu para birimiyle yazın.

browse-usage =
    Aradığınızı /ara komutundan sonra yazın, örneğin: /ara kulaklık

    Aynı mesajda aramayı daraltabilirsiniz:
    • 10-25$: fiyat
    • min 2$: bir siparişin komisyonu
    • %5: komisyon oranı
    • -%30: indirim

    /firsat, komisyonu en yüksek Hot ürünleri gösterir; ardından kelime ve aynı filtreler yazılabilir.
browse-no-feed = Bot yöneticisi henüz ürün akışı yüklemediği için arama yapılamıyor.
browse-nothing-found = Hiçbir şey bulunamadı. Daha az kelime veya filtreyle yeniden deneyin.
browse-nothing-hot = Ürün akışlarında şu anda Hot ürün yok.
browse-nothing-at-all = Ürün akışları şu anda boş.
browse-too-long = Bu arama çok uzun. Lütfen en fazla { $most } karakter yazın.
browse-no-letters = Aranacak harf veya rakam bulamadım.
browse-bad-percent = Yüzde, 0 ile 100 arasında ve en fazla iki ondalık basamaklı olmalıdır.
browse-too-old = Bu kart çok eski veya arama mesajı silinmiş. Lütfen yeniden arayın.

browse-inline-no-account = Önce affiliate hesabı bağlanmalı
browse-inline-no-feed = Henüz ürün akışı yüklenmedi
browse-inline-no-product = Ürün bulunamadı: bota sorun
browse-inline-no-link = Şu anda affiliate bağlantısı oluşturulamıyor
browse-inline-nothing = Sonuç yok: botta arayın
browse-inline-unreadable = Okuyamadım: nasıl aranır?

command-hot = Komisyonu en yüksek Hot ürünler
command-search = Ürün ara
