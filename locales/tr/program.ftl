# Programın kuralları: tahminin dayanağı, dikkat edilecekler ve adlar.

## Kategoriler
program-category-mobile-phone = Cep telefonu
program-category-computer-peripherals = Bilgisayar çevre birimleri
program-category-tablets = Tablet
program-category-desktop = Masaüstü bilgisayar
program-category-laptop = Dizüstü bilgisayar ve netbook
program-category-home-audio-video = Ev ses ve görüntü sistemleri
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

## Mağaza listeleri
program-store-list-no-commission = Komisyon ödenmeyen mağazalar
program-store-list-non-affiliate = Affiliate olmayan ürünleri için komisyon ödenmeyen mağazalar
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
program-reason-traffic-class = Trafik kaynağı: { $source }. Ödeme sınıfı: { $class }.
program-reason-class-not-yet = Bu sınıfın kuralları şu tarihte başladı: { $date }. Daha önceki siparişlere diğer trafiğin kuralları uygulanır.
program-reason-cis-delivery = BDT ülkesine teslimat: { $rate }.
program-reason-virtual-product = Sanal ürün veya özel kategori: { $rate }.
program-reason-store-no-commission = Mağaza, komisyon ödenmeyenler listesinde: { $rate }.
program-reason-store-non-affiliate = Listedeki bir mağazanın affiliate olmayan ürünü: { $rate }.
program-reason-store-chuwi = CHUWI resmî mağazası, kendi oranı: { $rate }.
program-reason-store-special-electronics = Özel elektronik mağazası: { $rate }.
program-reason-store-special-electronics-non-affiliate = Özel elektronik mağazasının affiliate olmayan ürünü: { $rate }.
program-reason-review-non-affiliate = İnceleme dönemi ({ $days } gün): Affiliate olmayan ürün için komisyon ödenmez.
program-reason-non-affiliate-class = Bu trafikte affiliate olmayan ürün için komisyon ödenmez: { $class }.
program-reason-non-affiliate-standard = Bu trafikte affiliate olmayan ürünler için de standart oran ödenir.
program-reason-live-rate = Oran: { $rate } ({ $source }, { $date }).
program-reason-live-rate-ignored = Geçersiz oran dikkate alınmadı: { $rate }.
program-reason-table-rate = { $category }: { $rate } (yayımlanmış tablo, yürürlük tarihi: { $date }).
program-reason-table-range = Kategoriye göre en az { $low }, en çok { $high } (yayımlanmış tablo, yürürlük tarihi: { $date }).
program-reason-rate-unknown = Oran bilinmiyor.
program-reason-new-buyer-rate = Yeni alıcı: { $rate }.
program-reason-new-buyer-range = Yeni alıcı, kategoriye göre: en az { $low }, en çok { $high }.
program-reason-new-buyer-capped = Yeni alıcı artışının üst sınırı: { $cap }.
program-reason-new-buyer-not-better = Yeni alıcı oranı standart orandan yüksek olmadığı için sonucu değiştirmiyor.
program-reason-new-buyer-ended = Yeni alıcı bonusu sona erdi. Son günü: { $date }.
program-reason-hot-rate = Kendi özel bağlantısıyla Hot ürün: { $rate }.
program-reason-hot-not-for-class = Bu trafikte Hot artışı yok: { $class }.
program-reason-hot-in-review = İnceleme döneminde Hot oranı uygulanmaz ({ $days } gün).
program-reason-hot-not-affiliate = Ürün affiliate olmadığı için Hot oranı uygulanmaz.
program-reason-hot-no-special-link = Hot oranı ({ $rate }) yalnızca özel bağlantıyla ödendiği için hesaba katılmadı.
program-reason-hot-rate-ignored = Geçersiz Hot oranı dikkate alınmadı: { $rate }.
program-reason-hot-not-better = Hot oranı ({ $rate }) normal orandan yüksek olmadığı için sonucu değiştirmiyor.
program-reason-order-cap = Sipariş başına komisyonun üst sınırı: { $cap }.

## Uyarılar
program-warning-traffic-forbidden = Bu program bu trafik kaynağını yasaklıyor: { $source }. Siparişler reddedilir ve programdan çıkarılabilirsiniz.
program-warning-traffic-needs-approval = Bu kaynağı kullanmadan önce programın onayını alın: { $source }.
program-warning-traffic-not-named = Program bu kaynağı belirtmiyor: { $source }. Önce programa danışın; açıkça izin verilmeyen her şey yasak sayılır.
program-warning-extension-conduct = Eklenti AliExpress sayfalarını değiştiremez, sayfaların üzerini kapatamaz, oralarda açılır pencere veya bildirim gösteremez. Yalnızca kendi simgesinin içinde bildirim gösterebilir.
program-warning-cis-delivery = BDT ülkelerine teslim edilen siparişler bu programda sayılmaz.
program-warning-virtual-product = Sanal ürünler ve özel kategori (hediye kartı, kupon, kitap gibi) için komisyon ödenmez.
program-warning-store-no-commission = Bu mağazanın siparişleri için komisyon ödenmez.
program-warning-store-non-affiliate = Bu mağazanın affiliate olmayan ürünleri için komisyon ödenmez.
program-warning-store-chuwi = Bu mağazanın kendine özgü bir oranı var: { $rate }.
program-warning-store-special-electronics = Bu elektronik mağazasının kendine özgü, düşük bir oranı var: { $rate }.
program-warning-store-special-electronics-non-affiliate = Bu elektronik mağazasının affiliate olmayan ürünleri için komisyon ödenmez.
program-warning-store-rate-non-affiliate = Bu trafikte affiliate olmayan ürünler için normalde komisyon ödenmez ({ $class }). Mağazanın kendi oranının ({ $rate }) yine de geçerli olup olmadığı programda belirtilmiyor.
program-warning-non-affiliate-class = Bu trafikte affiliate olmayan ürünler için komisyon ödenmez ({ $class }). Sipariş istatistiklerde de görünmez.
program-warning-affiliation-unknown = Ürünün affiliate olup olmadığı bilinmiyor. Değilse daha az komisyon ödenebilir veya hiç ödenmeyebilir.
program-warning-review-period = İnceleme dönemi: Onaydan sonraki ilk { $days } gün boyunca Hot oranı uygulanmaz, affiliate olmayan ürünler için komisyon ödenmez.
program-warning-hot-increase-lost = Bu trafikte Hot artışı ödenmez: { $class }.
program-warning-hot-special-link = Hot oranı ({ $rate }) yalnızca ürünün özel Hot bağlantısıyla ödendiği için hesaba katılmadı.
program-warning-hot-overridden = Mağazanın kendi oranı Hot oranından önce gelir: { $rate }.
program-warning-hot-only-this-product = Hot oranı yalnızca alıcı tam olarak bu ürünü sipariş ederse ödenir.
program-warning-dropshipping-attribution = Dropshipping: Yalnızca bağlantının açtığı mağazadan verilen siparişler sayılır.
program-warning-rate-unknown = Bu trafik için oran bilinmediğinden tahmin yapılamıyor.
program-warning-rate-zero = Bu ürünün oranı sıfır ({ $source }, { $date }).
program-warning-rate-older-than-year = Bu oran bir yıldan eski ({ $date }). Bugünkü oran farklı olabilir.
program-warning-cap-reached = Sipariş başına en yüksek komisyona ulaşıldı: { $cap }.
program-warning-cap-not-applied = Fiyat başka bir para biriminde olduğu için programın üst sınırları uygulanmadı. Sipariş başına en yüksek komisyon: { $cap }.

## Her sipariş için geçerli notlar
program-warning-payment-window = Sipariş, ilk tıklamadan sonraki { $hours } saat içinde ödenmelidir.
program-warning-returned-orders = İade edilen siparişler için komisyon ödenmez. Ödenmiş komisyon geri alınabilir.
program-warning-antispam-deduction = Hileli bulunan siparişlerin komisyonu, onaydan sonra bile kesilebilir. Bir aylık komisyonda { $low } ile { $high } arasında kesinti olağandır.
program-warning-region = Hem tıklamanın yapıldığı hem de siparişin teslim edildiği ülke bu programa dahil olmalıdır.
program-warning-similar-product = AliExpress, affiliate olmayan bir ürüne gelen ziyaretçiyi başka bir satıcının benzer ürününe yönlendirebilir.

## Bir trafik kaynağının anlamı
program-consequence-approval = Kullanmadan önce programın onayını alın.
program-consequence-forbidden = Siparişler reddedilir ve programdan çıkarılabilirsiniz.
program-consequence-not-named = Program sayfasında adı geçmiyor. Önce programa danışın; açıkça izin verilmeyen her şey yasak sayılır.
program-consequence-class = Ödeme sınıfı: { $class }.
program-consequence-rate-unknown = Kendi oran tablosu yayımlanmadığı için güncel oran olmadan tahmin yapılamaz.
program-consequence-non-affiliate-nothing = Affiliate olmayan ürünler hiç kazandırmaz ve istatistiklerde görünmez.
program-consequence-non-affiliate-paid = Affiliate olmayan ürünler standart oranla kazandırır.
program-consequence-hot = Daha yüksek olan Hot oranı yalnızca ürünün özel bağlantısıyla ödenir.
program-consequence-no-hot = Daha yüksek olan Hot oranı ödenmez.
program-consequence-same-store = Yalnızca bağlantınızın açtığı mağazadan verilen siparişler sayılır.
