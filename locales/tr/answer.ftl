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
answer-evidence-feed = ürün akışı, { $date }

answer-rate = { $rate } komisyon
answer-rate-range = { $low } ile { $high } arasında komisyon
answer-rate-unknown = Komisyon oranı bilinmiyor
answer-rate-source = { $source }, { $date }

answer-money = { $money }
answer-money-range = { $low } – { $high }
answer-money-likely = { $money } ({ $low } – { $high })
answer-estimate = Tahmini komisyon: <b>{ $money }</b>
answer-estimate-also = ≈ { $money } ({ $rate })
answer-estimate-per-hundred = { $hundred } tutarında bir sipariş için tahmini komisyon: <b>{ $money }</b>
answer-estimate-unknown = Oran bilinmediği için tahmin yapılamıyor
answer-price = Gönderdiğiniz fiyat: { $price }
answer-price-converted = Gönderdiğiniz fiyat: { $price } ≈ { $money } ({ $rate })
answer-standing = Her sipariş için geçerli

answer-point-not-asked = Botun affiliate ağının API'sine erişimi olmadığı için bağlantı çevrim dışı oluşturuldu. Ürünün komisyon kazandırıp kazandırmadığı kontrol edilmedi.
answer-point-network-failed = Ağ yanıt vermediği için bağlantı kontrol edilemedi. Lütfen daha sonra yeniden gönderin.
answer-point-network-silent = Ağ, bu ürünün komisyon kazandırıp kazandırmadığını bildirmiyor.
answer-point-no-link = Affiliate bağlantısı oluşturulamadı. Lütfen daha sonra yeniden gönderin.
answer-point-replaced = Gönderdiğiniz bağlantı başka bir yayıncıya aitti. Yenisi bu botun reklam alanına ait.
answer-point-special-link = Bu, Hot ürünün ürün akışındaki özel bağlantısıdır.
answer-point-short-link = Kısa bağlantı herhangi bir sayfaya gidebilir. Emin olmak için ürün sayfasının tam bağlantısını gönderin.
answer-point-short-wall = AliExpress robot doğrulaması istediği için bu kısa bağlantının nereye gittiği öğrenilemedi. Lütfen daha sonra yeniden gönderin veya ürün sayfasının tam bağlantısını gönderin.
answer-point-short-failed = Bu kısa bağlantı açılamadığı için nereye gittiği öğrenilemedi. Lütfen daha sonra yeniden gönderin veya ürün sayfasının tam bağlantısını gönderin.
answer-point-disguised = Bağlantının metninde başka bir sitenin adresi görünüyordu. Yanıt, bağlantının gerçekten gittiği sayfa içindir.
answer-point-own = Bu zaten sizin affiliate bağlantınız; yeniden oluşturulmadı.
answer-point-own-subid = Bağlantıdaki SubID: { $subids }
answer-point-own-no-subid = Bağlantıda SubID yok; ayarlarınızda da yok.
answer-point-own-subid-added = Bağlantıda SubID yoktu. Yukarıdaki bağlantıya eklendi: { $should }
answer-point-own-subid-changed = Bağlantıdaki SubID: { $carries }. Olması gereken: { $should }. Yukarıdaki bağlantıda düzeltildi.
answer-point-own-works = Ağın bağlantı kontrolüne göre bu bağlantı geçerli.
answer-point-own-unpaid = Ağın bağlantı kontrolüne göre bu bağlantı geçerli, ancak ürünü komisyon kazandırmayabilir.
answer-point-own-not-connected = Ağ, reklam alanınızın programa bağlı olmadığını bildiriyor. Bu bağlantıya yapılan tıklamalar kazandırmaz. Reklam alanınızı ağın panelinden programa bağlayın.
answer-point-own-ad-space = Ağ, reklam alanınızın etkin olmadığını bildiriyor. Bu bağlantıya yapılan tıklamalar kazandırmaz. Reklam alanınızın durumunu ağın panelinden kontrol edin.
answer-point-own-domain = Ağ, programın bu siteye bağlantı verilmesine izin vermediğini bildiriyor. Lütfen başka bir bağlantı kullanın.
answer-point-own-refused = Ağın bağlantı kontrolü bu bağlantıyı kabul etmiyor. Yenisi için ürün sayfasının bağlantısını gönderin.
answer-point-own-unchecked = Bu bağlantının geçerli olup olmadığı ağa sorulamadı.
answer-point-rate-failed = Güncel oran şu anda sorgulanamadı.
answer-point-currency-open = Fiyatın para birimi mesajdan anlaşılmadığı için bu fiyat hesaba katılmadı.
answer-point-price-of-sender = Alıcı, gönderdiğinizden farklı bir fiyat görebilir.
answer-point-traffic-assumed = Trafik kaynağı olarak mesajlaşma uygulaması varsayıldı; başka kaynaklar daha az kazandırabilir. Kendi kaynağınızı /trafik ile seçin.

answer-aside-store = { $host }: ürün değil, mağaza sayfası. Bu sayfa için affiliate bağlantısı oluşturulamadı.
answer-aside-store-linked = { $host }: ürün değil, mağaza sayfası. Bazı ürünleri komisyon kazandırmayabilir. Affiliate bağlantısı:
answer-aside-search = { $host }: ürün değil, arama veya kategori sayfası. Bu sayfa için affiliate bağlantısı oluşturulamadı.
answer-aside-search-linked = { $host }: ürün değil, arama veya kategori sayfası. Bazı ürünler komisyon kazandırmayabilir. Affiliate bağlantısı:
answer-aside-campaign = { $host }: ürün değil, kampanya sayfası. Bu sayfa için affiliate bağlantısı oluşturulamadı.
answer-aside-campaign-linked = { $host }: ürün değil, kampanya sayfası. Ürünleri ve fiyatları değişir, bazıları komisyon kazandırmayabilir. Affiliate bağlantısı:
answer-aside-home = { $host }: ürün değil, ana sayfa. Bu sayfa için affiliate bağlantısı oluşturulamadı.
answer-aside-home-linked = { $host }: ürün değil, ana sayfa. Affiliate bağlantısı:
answer-aside-virtual = { $host }: kuponlar ve hediye kartları komisyon kazandırmaz.
answer-aside-several = { $host }: birden çok ürün içeren bir sayfa. Affiliate bağlantısı:
answer-aside-several-unlinked = { $host }: birden çok ürün içeren bir sayfa. Sayfanın kendisi için affiliate bağlantısı oluşturulamadı.
answer-aside-own = { $host }: sizin affiliate bağlantınız. Bir ürüne değil, bir sayfaya gidiyor; olduğu gibi bırakıldı.
answer-aside-order = { $host }: sipariş sayfası. Yalnızca siparişi veren kişi açabildiği için bağlantı oluşturulmadı.
answer-aside-login = { $host }: giriş yapmayı gerektiren bir sayfa. Başkaları açamayacağı için bağlantı oluşturulmadı.
answer-aside-captcha = { $host }: robot doğrulaması çıktığı için ürün öğrenilemedi. Ürün sayfasının tam bağlantısını gönderin.
answer-aside-no-id = { $host }: ürün sayfası, ancak bağlantıda ürün numarası yok. Ürün sayfasının tam bağlantısını gönderin.
answer-aside-gone = { $host }: bu kısa bağlantı artık geçerli değil.
answer-aside-elsewhere = { $host }: bu bağlantı AliExpress dışına gidiyor. İşlenmedi.
answer-aside-disguised = { $host }: bağlantının metni AliExpress'i gösteriyor, ancak bağlantı bu siteye gidiyor. İşlenmedi.
answer-aside-lookalike = { $host } yalnızca AliExpress'e benziyor. Bu bağlantı işlenmedi.
answer-aside-other-site = { $host } başka bir site; AliExpress adresi, o sitenin bağlantısının yalnızca bir parçası. Bağlantı olduğu gibi bırakıldı. Affiliate bağlantısı için AliExpress bağlantısını tek başına gönderin.
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
answer-button-post = 📝 Gönderi olarak hazırla
answer-button-details = 🔎 Ürün ayrıntıları

answer-withheld-ask = { $count ->
    [one] Bir bağlantı başkasının affiliate bağlantısı gibi görünüyor ({ $hosts }). Dönüştürürsem komisyonu onun yerine size gider. Dönüştüreyim mi?
   *[other] { $count } bağlantı başkalarının affiliate bağlantısı gibi görünüyor ({ $hosts }). Dönüştürürsem komisyonları onların yerine size gider. Dönüştüreyim mi?
}
answer-withheld-left = { $count ->
    [one] Bir bağlantı başkasının affiliate bağlantısı gibi görünüyor ({ $hosts }). Ayarlarınıza göre olduğu gibi bırakıldı.
   *[other] { $count } bağlantı başkalarının affiliate bağlantısı gibi görünüyor ({ $hosts }). Ayarlarınıza göre olduğu gibi bırakıldı.
}
answer-button-others-once = 🔁 Bu kez dönüştür
answer-button-others-always = ✅ Her zaman dönüştür
answer-button-others-leave = 🚫 Her zaman olduğu gibi bırak

answer-report-replaced = { $count ->
    [one] <b>Bir bağlantı değiştirildi.</b>
   *[other] <b>{ $count } bağlantı değiştirildi.</b>
}
answer-report-as-it-was = <b>Hiçbir bağlantı değişmediği için gönderi geri gönderilmedi.</b>
answer-report-too-long = <b>Gönderi geri gönderilemedi:</b> Yeni bağlantılarıyla { $units } karakter oluyor, Telegram ise en fazla { $limit } karaktere izin veriyor. Lütfen metni kısaltıp yeniden gönderin. Yeni bağlantılar aşağıda.
answer-report-subids = Bu gönderinin SubID değerleri: { $subids }
answer-report-affiliate = ✅ Affiliate: { $count }
answer-report-not-affiliate = ❌ Affiliate değil: { $count }
answer-report-unknown = ❔ Doğrulanamadı: { $count }
