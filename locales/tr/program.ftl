# Programın kuralları: tahminin dayanağı, dikkat edilecekler ve adlar.

## Kategoriler
program-category-mobile-phone = Cep telefonu
program-category-computer-peripherals = Çevre birimleri
program-category-tablets = Tablet
program-category-desktop = Masaüstü bilgisayar
program-category-laptop = Dizüstü ve netbook
program-category-home-audio-video = Ev ses ve görüntü
program-category-external-storage = Harici depolama
program-category-internal-storage = Dahili depolama
program-category-phone-accessories = Telefon aksesuarları
program-category-interior-accessories = Ev dekorasyonu
program-category-garden-supplies = Bahçe malzemeleri
program-category-womens-clothing = Kadın giyim
program-category-mens-clothing = Erkek giyim
program-category-childrens-clothing = Çocuk giyim
program-category-other = Diğer kategoriler
program-category-special = Özel kategori

## Trafik kaynakları
program-traffic-popup = Pop-up / clickunder
program-traffic-mobile = Mobil trafik
program-traffic-content-site = İçerik sitesi
program-traffic-other = Diğer
program-traffic-affiliate-store = Affiliate mağaza, fiyat karşılaştırma
program-traffic-forum = Forum
program-traffic-loyalty = Sadakat programı
program-traffic-messenger = Mesajlaşma uygulaması
program-traffic-coupon = Kupon hizmeti
program-traffic-youtube = YouTube kanalı
program-traffic-adult = Yetişkin içeriği
program-traffic-toolbar = Araç çubuğu
program-traffic-incentive = Teşvikli trafik
program-traffic-social = Sosyal medya grubu veya blogu
program-traffic-brand-bidding = Marka kelimesine reklam (brand bidding)
program-traffic-email = E-posta pazarlaması
program-traffic-banner = Banner ve teaser reklam
program-traffic-cashback = Cashback
program-traffic-sem = Arama motoru pazarlaması (SEM)
program-traffic-extension = Tarayıcı eklentisi
program-traffic-dropshipping = Dropshipping
program-traffic-subnetwork = Alt ağ

## Trafik sınıfları
program-class-other = Diğer trafik
program-class-cashback = Cashback ve tarayıcı eklentileri
program-class-dropshipping = Dropshipping
program-class-subnetwork = Alt ağ

## İzinler
program-permission-allowed = İzin veriliyor
program-permission-needs-approval = Onay gerekiyor
program-permission-forbidden = Yasak
program-permission-not-named = Belirtilmemiş, önce programa danışın
program-permission-unknown = Bilinmiyor, programın sayfasına bakın

## Mağaza listeleri
program-store-list-no-commission = Komisyon ödenmeyen mağazalar
program-store-list-non-affiliate = Yalnızca affiliate ürünü kazandıran mağazalar
program-store-list-special-electronics = Özel elektronik mağazaları
program-store-list-chuwi = CHUWI resmî mağazası

## Ürün ve alıcı
program-affiliation-yes = Affiliate ürün
program-affiliation-no = Affiliate olmayan ürün
program-affiliation-unknown = Kontrol edilmedi
program-buyer-new = Yeni alıcı
program-buyer-existing = Mevcut alıcı
program-buyer-unknown = Alıcı bilinmiyor

## Oranın kaynağı
program-rate-source-live = ağın güncel oranı
program-rate-source-feed = ürün akışı
program-rate-source-ad-space = reklam alanınızın oranları
program-rate-source-table = yayımlanmış tablo
program-rate-source-check = bağlantı kontrolü
program-rate-source-rule = program kuralı
program-rate-source-hot = Hot oranı

## Önem derecesi
program-severity-note = Not
program-severity-caution = Dikkat
program-severity-stop = Dur

## Programın rakamları
program-figure-epc = 100 tıklama başına kazanç (EPC): { $value }
program-figure-cr = Dönüşüm oranı (CR): { $value }
program-figure-cr-48h = Son 48 saatteki dönüşüm oranı: { $value }
program-figure-approval = Onaylanan siparişler: { $value }
program-figure-cookie-days = Çerez süresi: { $value } gün
program-figure-hold-days = Ortalama bekletme süresi: { $value } gün
program-figure-payment-days = Ortalama ödeme süresi: { $value } gün
program-figure-order-cap = Sipariş başına en yüksek komisyon: { $value }
program-figure-hot-up-to = En yüksek Hot oranı: { $value }

## Gerekçeler: uygulanan kurallar, sırasıyla
program-reason-price-ignored = Fiyat geçersiz olduğu için tutar hesaplanmadı.
program-reason-affiliation-unknown = Ürünün affiliate olup olmadığı bilinmediği için iki ihtimal de hesaba katıldı.
program-reason-category-unknown = Kategori bilinmediği için bütün kategoriler hesaba katıldı.
program-reason-buyer-unknown = Alıcının yeni olup olmadığı bilinmediği için iki ihtimal de hesaba katıldı.
program-reason-hot-means-affiliate = Hot ürünler affiliate ürün sayılır.
program-reason-traffic-class = Trafik kaynağı: { $source }. Trafik türü: { $class }.
program-reason-class-not-yet = Bu sınıfın kuralları şu tarihte başladı: { $date }. Daha önceki siparişlere diğer trafiğin kuralları uygulanır.
program-reason-rules-unknown-before = Bu tarihten önceki kurallar bilinmiyor: { $date }.
program-reason-outside-region = Program dışındaki bir ülkeye teslimat: { $country }.
program-reason-cis-delivery = BDT ülkesine teslimat: { $rate }.
program-reason-virtual-product = Sanal ürün veya özel kategori: { $rate }.
program-reason-store-no-commission = { $list ->
    [unknown] Mağaza, komisyon ödenmeyenler listesinde: { $rate }.
   *[other] Mağaza, komisyon ödenmeyenler listesinde: { $rate } (liste tarihi: { $list }).
}
program-reason-store-non-affiliate = { $list ->
    [unknown] Listedeki bir mağazanın affiliate olmayan ürünü: { $rate }.
   *[other] Listedeki bir mağazanın affiliate olmayan ürünü: { $rate } (liste tarihi: { $list }).
}
program-reason-store-chuwi = { $list ->
    [unknown] CHUWI resmî mağazası, kendi oranı: { $rate }.
   *[other] CHUWI resmî mağazası, kendi oranı: { $rate } (liste tarihi: { $list }).
}
program-reason-store-special-electronics = { $list ->
    [unknown] Özel elektronik mağazası: { $rate }.
   *[other] Özel elektronik mağazası: { $rate } (liste tarihi: { $list }).
}
program-reason-store-special-electronics-non-affiliate = { $list ->
    [unknown] Özel elektronik mağazasının affiliate olmayan ürünü: { $rate }.
   *[other] Özel elektronik mağazasının affiliate olmayan ürünü: { $rate } (liste tarihi: { $list }).
}
program-reason-review-non-affiliate = İnceleme dönemi ({ $days } gün): Affiliate olmayan ürün için komisyon ödenmez.
program-reason-non-affiliate-class = Bu trafikte affiliate olmayan ürün için komisyon ödenmez: { $class }.
program-reason-non-affiliate-standard = Bu trafikte affiliate olmayan ürünler için de standart oran ödenir.
program-reason-live-rate = Oran: { $rate } ({ $source }, { $date }).
program-reason-live-rate-ignored = Geçersiz oran dikkate alınmadı: { $rate }.
program-reason-table-rate = { $category }: { $rate } (yayımlanmış tablo, yürürlük tarihi: { $date }).
program-reason-table-range = Kategoriye göre en az { $low }, en çok { $high } (yayımlanmış tablo, yürürlük tarihi: { $date }).
program-reason-table-span = Satıcıya ve ürüne göre en az { $low }, en çok { $high } (yayımlanmış tablo, yürürlük tarihi: { $date }).
program-reason-rate-unknown = Oran bilinmiyor.
program-reason-new-buyer-rate = Yeni alıcı: { $rate }.
program-reason-new-buyer-range = Yeni alıcı, kategoriye göre: en az { $low }, en çok { $high }.
program-reason-new-buyer-capped = Yeni alıcı artışının üst sınırı: { $cap }.
program-reason-new-buyer-not-better = Yeni alıcı oranı standart orandan yüksek olmadığı için sonucu değiştirmiyor.
program-reason-new-buyer-ended = Yeni alıcı bonusu sona erdi. Son günü: { $date }.
program-reason-hot-rate = Kendi özel bağlantısıyla Hot ürün: { $rate }.
program-reason-hot-not-for-class = Bu trafikte Hot artışı yok: { $class }.
program-reason-hot-unknown-for-class = Bu trafikte Hot oranının ({ $rate }) ödenip ödenmediği bilinmediği için iki ihtimal de hesaba katıldı: { $class }.
program-reason-hot-in-review = İnceleme döneminde Hot oranı uygulanmaz ({ $days } gün).
program-reason-hot-not-affiliate = Ürün affiliate olmadığı için Hot oranı uygulanmaz.
program-reason-hot-no-special-link = Hot oranı ({ $rate }) yalnızca özel bağlantıyla ödendiği için hesaba katılmadı.
program-reason-hot-rate-ignored = Geçersiz Hot oranı dikkate alınmadı: { $rate }.
program-reason-hot-not-better = Hot oranı ({ $rate }) normal orandan yüksek olmadığı için sonucu değiştirmiyor.
program-reason-order-cap = Sipariş başına komisyonun üst sınırı: { $cap }.
program-reason-ad-space-rate = { $category }: { $rate } (reklam alanınızın oranları, { $date }).
program-reason-ad-space-range = Kategoriye göre en az { $low }, en çok { $high } (reklam alanınızın oranları, { $date }).

## Uyarılar
program-warning-traffic-forbidden = Bu program bu trafik kaynağını yasaklıyor: { $source }. Siparişler reddedilir ve programdan çıkarılabilirsiniz.
program-warning-traffic-needs-approval = Bu kaynağı kullanmadan önce programın onayını alın: { $source }.
program-warning-traffic-not-named = Program bu kaynağı belirtmiyor: { $source }. Önce programa danışın; açıkça izin verilmeyen her şey yasak sayılır.
program-warning-traffic-unknown = Programın bu kaynağa izin verip vermediği bilinmiyor: { $source }. Kullanmadan önce programın sayfasına bakın.
program-warning-extension-conduct = Eklenti AliExpress sayfalarını değiştiremez ve üzerlerini kapatamaz; bu sayfalarda açılır pencere veya bildirim gösteremez. Yalnızca kendi simgesinin içinde bildirim gösterebilir.
program-warning-outside-region = Bu ülkeye teslim edilen siparişler bu programda sayılmaz: { $country }.
program-warning-cis-delivery = BDT ülkelerine teslim edilen siparişler bu programda sayılmaz.
program-warning-virtual-product = Sanal ürünler ve özel kategori (hediye kartı, kupon, kitap gibi) için komisyon ödenmez.
program-warning-store-no-commission = { $list ->
    [unknown] Bu mağazanın siparişleri için komisyon ödenmez.
   *[other] Bu mağazanın siparişleri için komisyon ödenmez (liste tarihi: { $list }).
}
program-warning-store-non-affiliate = { $list ->
    [unknown] Bu mağazanın affiliate olmayan ürünleri için komisyon ödenmez.
   *[other] Bu mağazanın affiliate olmayan ürünleri için komisyon ödenmez (liste tarihi: { $list }).
}
program-warning-store-chuwi = { $list ->
    [unknown] Bu mağazanın kendine özgü bir oranı var: { $rate }.
   *[other] Bu mağazanın kendine özgü bir oranı var: { $rate } (liste tarihi: { $list }).
}
program-warning-store-special-electronics = { $list ->
    [unknown] Bu elektronik mağazasının kendine özgü, düşük bir oranı var: { $rate }.
   *[other] Bu elektronik mağazasının kendine özgü, düşük bir oranı var: { $rate } (liste tarihi: { $list }).
}
program-warning-store-special-electronics-non-affiliate = { $list ->
    [unknown] Bu elektronik mağazasının affiliate olmayan ürünleri için komisyon ödenmez.
   *[other] Bu elektronik mağazasının affiliate olmayan ürünleri için komisyon ödenmez (liste tarihi: { $list }).
}
program-warning-store-rate-non-affiliate = Bu trafikte affiliate olmayan ürünler için normalde komisyon ödenmez ({ $class }). Mağazanın kendi oranının ({ $rate }) yine de geçerli olup olmadığı programda belirtilmiyor.
program-warning-non-affiliate-class = Bu trafikte affiliate olmayan ürünler için komisyon ödenmez ({ $class }). Sipariş istatistiklerde de görünmez.
program-warning-non-affiliate-nothing = Bu trafikte affiliate olmayan ürünler için komisyon ödenmez ({ $class }).
program-warning-non-affiliate-standard = Ürün affiliate değil. Bu trafikte yine de standart oran ödenir: { $class }.
program-warning-affiliation-unknown = Ürünün affiliate olup olmadığı bilinmiyor. Değilse daha az komisyon ödenebilir veya hiç ödenmeyebilir.
program-warning-review-period = İnceleme dönemi: Programa kabulden sonraki ilk { $days } gün boyunca Hot oranı uygulanmaz, affiliate olmayan ürünler için komisyon ödenmez.
program-warning-hot-increase-lost = Bu trafikte Hot artışı ödenmez: { $class }.
program-warning-hot-unknown = Bu trafikte Hot oranının ({ $rate }) ödenip ödenmediği bilinmiyor: { $class }.
program-warning-hot-special-link = Hot oranı ({ $rate }) yalnızca ürünün özel Hot bağlantısıyla ödendiği için hesaba katılmadı.
program-warning-hot-overridden = Mağazanın kendi oranı Hot oranından önce gelir: { $rate }.
program-warning-hot-only-this-product = Hot oranı yalnızca alıcı tam olarak bu ürünü sipariş ederse ödenir.
program-warning-dropshipping-attribution = Dropshipping: Yalnızca bağlantının açtığı mağazadan verilen siparişler sayılır.
program-warning-rate-unknown = Bu trafik için oran bilinmediğinden tahmin yapılamıyor.
program-warning-rate-zero = Bu ürünün oranı sıfır ({ $source }, { $date }).
program-warning-rate-older-than-year = Bu oran bir yıldan eski ({ $date }). Bugünkü oran farklı olabilir.
program-warning-cap-reached = Sipariş başına en yüksek komisyona ulaşıldı: { $cap }.
program-warning-cap-not-applied = Fiyat başka bir para biriminde olduğu için programın üst sınırları uygulanmadı. Sipariş başına en yüksek komisyon: { $cap }.
program-warning-cap-unknown = Bu programda sipariş başına komisyonun üst sınırı olup olmadığı bilinmiyor.

## Her sipariş için geçerli notlar
program-warning-payment-window = Sipariş, ilk tıklamadan sonraki { $hours } saat içinde ödenmelidir.
program-warning-cookie-lifetime = Bağlantınıza yapılan bir tıklama en fazla { $days } gün geçerlidir.
program-warning-one-session = Bir tıklama yalnızca aynı oturum içinde geçerlidir.
program-warning-returned-orders = İade edilen siparişler için komisyon ödenmez. Ödenmiş komisyon geri alınabilir.
program-warning-antispam-deduction = Hileli bulunan siparişlerin komisyonu, onaydan sonra bile kesilebilir. Bir aylık komisyonda { $low } ile { $high } arasında kesinti olağandır.
program-warning-region = Hem tıklamanın yapıldığı hem de siparişin teslim edildiği ülke bu programa dahil olmalıdır.
program-warning-similar-product = AliExpress, affiliate olmayan bir ürüne gelen ziyaretçiyi başka bir satıcının benzer ürününe yönlendirebilir.

## Bir trafik kaynağının anlamı
program-consequence-approval = Kullanmadan önce programın onayını alın.
program-consequence-forbidden = Siparişler reddedilir ve programdan çıkarılabilirsiniz.
program-consequence-not-named = Program sayfasında adı geçmiyor. Önce programa danışın; açıkça izin verilmeyen her şey yasak sayılır.
program-consequence-unknown = Programın bu kaynağa izin verip vermediği bilinmiyor. Kullanmadan önce programın sayfasına bakın.
program-consequence-class = Trafik türü: { $class }.
program-consequence-not-yet = Bu kuralların başlangıç tarihi: { $date }. Daha önceki siparişlere diğer trafiğin kuralları uygulanır.
program-consequence-affiliate-span = Affiliate ürünler: en az { $low }, en çok { $high } (yayımlanmış tablo, yürürlük tarihi: { $date }).
program-consequence-affiliate-unknown = Affiliate ürünler: oran bilinmiyor.
program-consequence-rate-unknown = Kendi oran tablosu yayımlanmadığı için güncel oran olmadan tahmin yapılamaz.
program-consequence-new-buyer-span = Yeni alıcıların ilk siparişleri: en az { $low }, en çok { $high }.
program-consequence-new-buyer-cap = Yeni alıcının bir siparişin komisyonuna ekleyebileceği en yüksek tutar: { $cap }.
program-consequence-new-buyer-until = Yeni alıcı bonusunun son günü: { $date }.
program-consequence-new-buyer-ended = Yeni alıcı bonusu sona erdi. Son günü: { $date }.
program-consequence-non-affiliate-nothing = Affiliate olmayan ürünler hiç kazandırmaz ve istatistiklerde görünmez.
program-consequence-non-affiliate-zero = Affiliate olmayan ürünler hiç kazandırmaz.
program-consequence-non-affiliate-paid = Affiliate olmayan ürünler standart oranla kazandırır.
program-consequence-non-affiliate-unknown = Affiliate olmayan ürünlerin ne kazandırdığı bilinmiyor.
program-consequence-hot = Daha yüksek olan Hot oranı yalnızca ürünün özel bağlantısıyla ödenir.
program-consequence-hot-any-link = Daha yüksek olan Hot oranı, ürüne giden her affiliate bağlantısıyla ödenir.
program-consequence-no-hot = Daha yüksek olan Hot oranı ödenmez.
program-consequence-hot-unknown = Daha yüksek olan Hot oranının ödenip ödenmediği bilinmiyor.
program-consequence-priority = Sipariş bir yayıncıya yazılırken tek ürüne giden bağlantılar önceliklidir.
program-consequence-same-store = Yalnızca bağlantınızın açtığı mağazadan verilen siparişler sayılır.
program-consequence-attribution-unknown = Siparişlerin yayıncılara nasıl yazıldığı bilinmiyor.

## Davranış kuralları: bir gönderinin, kampanyanın veya eklentinin yapmaması gerekenler
program-conduct-brand-sem = AliExpress ve bağlı olduğu grubun marka adları, arama motoru reklamlarında ve optimizasyonunda kullanılamaz.
program-conduct-misleading = Abartılı veya yanıltıcı ifadeler kullanılamaz; örneğin bir ürünün bedava olduğu söylenemez.
program-conduct-incentive = Tıklama veya satın alma karşılığında ödül verilemez. Para iadesi yalnızca cashback olarak bildirilen reklam alanlarında mümkündür.
program-conduct-hidden-product = Sayfasında bir ürün gösterilip başka bir ürün satılan gizli ürünler tanıtılamaz.
program-conduct-own-purchase = Kendi bağlantılarınızdan sipariş veremezsiniz; arkadaşlarınız, akrabalarınız ve iş arkadaşlarınız da veremez.
program-conduct-popup = Pop-up ve pop-under reklamlar yasaktır.
program-conduct-banned-keyword = Programın, bağlamsal reklamlarda anahtar kelime olarak kullanılamayacak kelimeleri içeren bir listesi vardır.
program-conduct-illegal-or-harmful = Yasa dışı veya AliExpress'e zarar veren hiçbir şeye izin verilmez.
program-conduct-campaign-billboard = Kampanya sayfaları, teşviklerin reklam panosu olarak kullanılamaz.
program-conduct-forced-traffic = Tıklamalar ve ziyaretler, bunları gerçekten isteyen kişilerden gelmelidir: Komut dosyaları, ele geçirilmiş sayfalar ve zararlı eklentiler yasaktır.
program-conduct-cookie-stuffing = Bağlantınıza tıklanmadan çerez yerleştirilemez.
program-conduct-extension-overlay = Eklentiler AliExpress sayfalarını değiştiremez ve üzerlerini kapatamaz; bu sayfalarda açılır pencere veya bildirim gösteremez.

## Kritik trafik göstergeleri
program-indicator-low-conversion = Bir günde { $clicks } tıklama aşılır ve dönüşüm oranı { $cr } değerinin altında kalırsa AliExpress trafiğinizi inceleyebilir.
program-indicator-no-action = Bir günde { $clicks } tıklama aşılır ve hiç sipariş gelmezse AliExpress trafiğinizi inceleyebilir.

## Program kartı
program-card-figures = Rakamlar
program-card-tables = Oran tabloları
program-card-classes = Trafik türlerine göre ödeme
program-card-traffic = Trafik kaynakları
program-card-standing = Her sipariş için geçerli notlar
program-card-conduct = Davranış kuralları
program-card-indicators = Kritik trafik göstergeleri
program-card-region-only = Tıklama ve teslimat yalnızca bu ülkelerde olmalıdır: { $countries }.
program-card-region-except = Tıklama ve teslimat bu ülkeler dışında olmalıdır: { $countries }.
program-card-table = { $name }: en az { $low }, en çok { $high }. Yürürlük tarihi: { $date }.
program-card-table-unknown = { $name }: oranlar bilinmiyor. Yürürlük tarihi: { $date }.
program-card-until = Son gün: { $date }.
program-card-not-known = bilinmiyor
