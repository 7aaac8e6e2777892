# Bağlantı içeren bir mesaja verilen yanıt.
answer-title-product = Ürün { $id }
answer-title-short = Kısa bağlantı ({ $host })

answer-verdict-affiliate = ✅ Affiliate ürün
answer-verdict-not-affiliate = ❌ Affiliate ürün değil
answer-verdict-no-reward = ❌ Reklamveren bu ürün için komisyon ödemiyor
answer-verdict-unknown = ❔ Doğrulanamadı
answer-evidence-generator = bağlantı oluşturucu, { $date }
answer-evidence-check = bağlantı kontrolü, { $date }
answer-evidence-rate = güncel oranı var, { $date }

answer-rate = { $rate } komisyon
answer-rate-range = { $low } ile { $high } arasında komisyon
answer-rate-unknown = Komisyon oranı bilinmiyor
answer-rate-source = { $source }, { $date }

answer-money = { $money }
answer-money-range = { $low } – { $high }
answer-money-likely = { $money } ({ $low } – { $high })
answer-estimate = Tahmini komisyon: <b>{ $money }</b>
answer-estimate-also = ≈ { $money } (kur tarihi: { $date })
answer-estimate-per-hundred = { $hundred } tutarında bir sipariş için tahmini komisyon: <b>{ $money }</b>
answer-estimate-unknown = Oran bilinmediği için tahmin yapılamıyor
answer-price = Gönderdiğiniz fiyat: { $price }
answer-price-converted = Gönderdiğiniz fiyat: { $price } ≈ { $money } (kur tarihi: { $date })
answer-why = Nasıl hesaplandı?
answer-standing = Her sipariş için geçerli

answer-point-not-asked = Botun affiliate ağının API'sine erişimi olmadığı için bağlantı çevrim dışı oluşturuldu. Ürünün komisyon kazandırıp kazandırmadığı kontrol edilmedi.
answer-point-network-failed = Ağ yanıt vermediği için bağlantı kontrol edilemedi. Lütfen daha sonra yeniden gönderin.
answer-point-network-silent = Ağ, bu ürünün komisyon kazandırıp kazandırmadığını bildirmiyor.
answer-point-no-link = Affiliate bağlantısı oluşturulamadı. Lütfen daha sonra yeniden gönderin.
answer-point-replaced = Gönderdiğiniz bağlantı başka bir yayıncıya aitti. Yenisi bu botun reklam alanına ait.
answer-point-short-link = Kısa bağlantı herhangi bir sayfaya gidebilir. Emin olmak için ürün sayfasının tam bağlantısını gönderin.
answer-point-rate-failed = Güncel oran şu anda sorgulanamadı.
answer-point-currency-open = Fiyatın para birimi mesajdan anlaşılmadığı için bu fiyat hesaba katılmadı.
answer-point-price-of-sender = Alıcı, gönderdiğinizden farklı bir fiyat görebilir.
answer-point-traffic-assumed = Trafik kaynağı olarak mesajlaşma uygulaması varsayıldı; başka kaynaklar daha az kazandırabilir. Kendi kaynağınızı /trafik ile seçin.

answer-aside-store = { $host }: ürün değil, mağaza sayfası.
answer-aside-search = { $host }: ürün değil, arama veya kategori sayfası.
answer-aside-campaign = { $host }: ürün değil, kampanya sayfası.
answer-aside-home = { $host }: ürün değil, ana sayfa.
answer-aside-virtual = { $host }: kuponlar ve hediye kartları komisyon kazandırmaz.
answer-aside-lookalike = { $host } yalnızca AliExpress'e benziyor. Bu bağlantı işlenmedi.
answer-aside-affiliate = { $host }: ürünü okunamayan bir affiliate bağlantısı. Ürün sayfasının tam bağlantısını gönderin.
answer-aside-other = { $host }: bir AliExpress sayfası, ancak ürün değil.
answer-asides-more = { $count ->
    [one] …ve ürün olmayan bir bağlantı daha.
   *[other] …ve ürün olmayan { $count } bağlantı daha.
}

answer-button-copy = 📋 Bağlantıyı kopyala
answer-button-copy-short = 📋
answer-button-share = ↗️ Paylaş
answer-button-share-short = ↗️
answer-button-price = 🏷 Fiyat gir
